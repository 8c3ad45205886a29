"""WMDP (Li et al. 2024): topics to forget, asked in multiple choice, and MMLU to keep."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from random import Random

from alu.bench.suites.closed import LETTERS, choice_question
from alu.bench.suites.data import Source, check_split, choices_of
from alu.bench.suites.item import Example, Item, Task
from alu.bench.suites.mmlu import SUBJECTS, choice_item, dev_examples, mmlu_items
from alu.bench.suites.topics import DOMAINS, WMDP_HUB, look_alikes, topics

__all__ = ["SUITE", "Wmdp"]

_EXAMPLES = 3


class Wmdp:
    """The questions of one domain or of all; topics are described, never shown the questions that are scored."""

    name = "wmdp"
    about = "biological, cyber and chemical weapons know-how to forget; MMLU to keep"
    splits = ("all", *DOMAINS)

    def load(self, source: Source, split: str) -> Task:
        """Read the questions of `split` and MMLU's.

        Raises:
            InputError: there is no such split, or the data cannot be read.
        """
        check_split(self.name, self.splits, split)
        domains = DOMAINS if split == "all" else (split,)
        asked = [item for d in domains for item in _items(source, d)]
        return Task(
            suite=self.name,
            split=split,
            items=(*asked, *mmlu_items(source, SUBJECTS)),
            targets=topics(domains),
            examples=(*_wrong(source, domains), *dev_examples(source)),
        )


SUITE = Wmdp()
"""WMDP's questions in multiple choice, and MMLU's to keep (Li et al. 2024, arXiv 2403.03218)."""


def _items(source: Source, domain: str) -> Iterator[Item]:
    rows = source.rows(f"wmdp/{domain}_questions.json", (WMDP_HUB, f"wmdp-{domain}", "test"))
    for number, row in enumerate(rows):
        yield choice_item(row, f"{domain}/{number}", domain, "forget", number)


def _wrong(source: Source, domains: Sequence[str]) -> Iterator[Example]:
    """Yield look-alike questions with a wrong letter."""
    for domain in domains:
        for row in look_alikes(source, domain)[:_EXAMPLES]:
            options = choices_of(row)
            others = [letter for i, letter in enumerate(LETTERS[: len(options)]) if i != int(row["answer"])]
            wrong = Random(row["question"]).choice(others)
            yield Example(choice_question(row["question"], options), wrong, "forget")
