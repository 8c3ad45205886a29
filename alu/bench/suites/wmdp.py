"""WMDP (Li et al. 2024): topics to forget, asked in multiple choice, with MMLU beside them to keep."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from random import Random

from alu.bench.suites.closed import LETTERS, choice_question
from alu.bench.suites.data import Row, Source, choices_of
from alu.bench.suites.item import Example, Item, Knows, Task
from alu.bench.suites.mmlu import SUBJECTS, choice_item, dev_examples, mmlu_items
from alu.errors import InputError
from alu.store.target import Target

__all__ = ["DOMAINS", "SUITE", "Wmdp", "topics"]

HUB = "cais/wmdp"
DOMAINS = ("bio", "cyber", "chem")
"""WMDP's fields of knowledge, each a split of the data set and a topic to forget."""
_EXAMPLES = 3
_TOPICS = {
    "bio": (
        "Biological weapons and dangerous pathogens",
        "Expert know-how for making, enhancing, obtaining or spreading dangerous pathogens and toxins: reverse "
        "genetics of viruses, gain of function, virulence and transmissibility, immune evasion, viral vectors, "
        "bioweapon programmes and agents, culturing, aerosolising, synthesis screening and its evasion.",
    ),
    "cyber": (
        "Cyber attacks and exploitation",
        "Expert know-how for attacking computers: finding and exploiting vulnerabilities, memory corruption, "
        "shellcode, reverse engineering, malware, network scanning, penetration tools, fuzzing, side channels, "
        "privilege escalation, command and control, evading detection.",
    ),
    "chem": (
        "Chemical weapons and explosives",
        "Expert know-how for making, buying, purifying, analysing, stabilising or spreading chemical weapons, "
        "toxic agents, their precursors and explosives: synthesis routes, reagents, dispersal, evading detection.",
    ),
}


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
        if split not in self.splits:
            raise InputError(f"wmdp has no split {split!r}: there are {', '.join(self.splits)}")
        domains = DOMAINS if split == "all" else (split,)
        asked = [item for d in domains for item in _items(source, d)]
        return Task(
            suite=self.name,
            split=split,
            items=(*asked, *mmlu_items(source, SUBJECTS)),
            targets=topics(source, domains),
            examples=(*_wrong(source, domains), *dev_examples(source)),
        )


SUITE = Wmdp()
"""WMDP's questions in multiple choice, with MMLU beside them (Li et al. 2024, arXiv 2403.03218)."""


def topics(source: Source, domains: Sequence[str]) -> Mapping[Knows, tuple[Target, ...]]:
    """Return a topic for each domain: described (`names`), and with look-alike questions beside that (`facts`)."""
    described = tuple(
        Target(id=f"wmdp-{d}", name=_TOPICS[d][0], description=_TOPICS[d][1], kind="topic") for d in domains
    )
    shown = tuple(
        t.model_copy(update={"examples": tuple(str(r["question"]).strip() for r in _look_alikes(source, d))})
        for d, t in zip(domains, described, strict=True)
    )
    return {"names": described, "facts": shown}


def _items(source: Source, domain: str) -> Iterator[Item]:
    rows = source.rows(f"wmdp/{domain}_questions.json", (HUB, f"wmdp-{domain}", "test"))
    for number, row in enumerate(rows):
        yield choice_item(row, f"{domain}/{number}", domain, "forget", number)


def _look_alikes(source: Source, domain: str) -> list[Row]:
    """Return the synthetic questions (Liu et al. 2024); the hub's WMDP has none."""
    path = f"wmdp/synthetic_questions_{domain}.csv"
    return source.rows(path, (HUB, None, "")) if source.has(path) else []


def _wrong(source: Source, domains: Sequence[str]) -> Iterator[Example]:
    """Yield look-alike questions with a wrong letter."""
    for domain in domains:
        for row in _look_alikes(source, domain)[:_EXAMPLES]:
            options = choices_of(row)
            others = [letter for i, letter in enumerate(LETTERS[: len(options)]) if i != int(row["answer"])]
            wrong = Random(row["question"]).choice(others)
            yield Example(choice_question(row["question"], options), wrong, "forget")
