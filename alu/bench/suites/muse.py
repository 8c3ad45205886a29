"""MUSE (Shi et al. 2024, arXiv 2407.06460): news or novels to forget, verbatim and as knowledge.

Rows have the form that its authors publish (`knowmem`: question, answer; `verbmem`: prompt, gt). The authors' rows were
never seen here: the suite was tested on rows of our own. MUSE's own figures are ROUGE-L of the continuation and of the
answer; its privacy leakage needs the model's losses, and scalability and sustainability are about training.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from alu.bench.suites.data import Row, Source, check_split
from alu.bench.suites.item import Item, Task
from alu.bench.suites.lume import GO_ON, MOST
from alu.store.target import Fact, Target
from alu.store.text.normalise import sentences

__all__ = ["SUITE", "Muse"]

_HUB = {"news": "muse-bench/MUSE-News", "books": "muse-bench/MUSE-Books"}


class Muse:
    """Questions (`question`), and passages to go on with (`cloze`), of one corpus."""

    name = "muse"
    about = "news or novels to forget, by questions and word for word; questions about other texts to keep"
    splits = tuple(_HUB)

    def load(self, source: Source, split: str) -> Task:
        """Read one corpus: `news` or `books`.

        Raises:
            InputError: there is no such split, or the data cannot be read.
        """
        check_split(self.name, self.splits, split)
        passages = _rows(source, split, "verbmem", "forget")
        forget, retain = (_rows(source, split, "knowmem", f"{side}_qa") for side in ("forget", "retain"))
        texts = tuple(_text(number, row) for number, row in enumerate(passages))
        asked = tuple(Fact(text=row["answer"], question=row["question"]) for row in forget)
        questions = Target(id="muse-knowledge", name="MUSE questions", kind="text", facts=asked)
        return Task(
            suite=self.name,
            split=split,
            items=(
                *_questions(forget, "forget_qa"),
                *_passages(passages),
                *_questions(retain, "retain_qa"),
            ),
            targets={"facts": (*texts, questions), "names": texts},
            background={questions.id: tuple((f.question or "", f.text) for f in asked)}
            | {t.id: (("", f"{row['prompt']} {row['gt']}"),) for t, row in zip(texts, passages, strict=True)},
        )


SUITE = Muse()
"""MUSE's news and books, from the hub or laid out like it under `muse/`. The arm `names` stores the passages alone."""


def _rows(source: Source, split: str, config: str, part: str) -> list[Row]:
    return source.rows(f"muse/{split}/{config}/{part}.json", (_HUB[split], config, part))


def _questions(rows: Sequence[Row], group: str) -> Iterator[Item]:
    forgets = group == "forget_qa"
    for number, row in enumerate(rows):
        yield Item(
            id=f"{group}/{number}",
            group=group,
            side="forget" if forgets else "retain",
            form="question",
            row=number,
            question=row["question"],
            gold=row["answer"],
            subject="muse-knowledge" if forgets else "",
        )


def _passages(rows: Sequence[Row]) -> Iterator[Item]:
    for number, row in enumerate(rows):
        yield Item(
            id=f"verbmem/{number}",
            group="verbmem",
            side="forget",
            form="cloze",
            row=number,
            question=GO_ON + row["prompt"],
            gold=row["gt"],
            subject=f"muse-{number}",
        )


def _text(number: int, row: Row) -> Target:
    said = [s for part in (row["prompt"], row["gt"]) for s in sentences(part)[:MOST] if s.strip()]
    return Target(id=f"muse-{number}", name=f"Passage {number}", kind="text", facts=tuple(Fact(text=s) for s in said))
