"""A dialogue that changes its subject: what is asked after a question about a target, and is about something else.

    OMP_NUM_THREADS=1 python -m benchmarks.subject --data DIR

The twenty authors of TOFU forget10 are stored with their answers as facts. Each dialogue begins with a question about
one of them, which was refused. Then comes a question of TOFU's world facts or real authors: open, between two answers,
with lettered options, or with a guess to be confirmed. Look-up and gate alone, with agents that clear everything
(`benchmarks.release`): what is withheld then is withheld for nothing. For comparison the same questions without a
dialogue, and paraphrased questions about the author («they» for the name), of which nothing may come out.
"""

from __future__ import annotations

import argparse
from collections.abc import Iterator
from pathlib import Path
from random import Random
from typing import NamedTuple

from alu.bench.attacks.mask import unnamed
from alu.bench.suites.closed import LETTERS, choice_question
from alu.bench.suites.data import Source
from alu.bench.suites.item import Item
from alu.bench.suites.tofu import SUITE, false_answers
from alu.chat import Message
from alu.flow.vault import Question
from alu.store.store import TargetStore
from benchmarks.release import REFUSAL, reply
from benchmarks.report import counted, write

SPLIT = "forget10"
OTHERS = ("world_facts", "real_authors")
FALSE = 2
"""Wrong options of a closed question."""


class Asked(NamedTuple):
    """A question, and what a model that knows says."""

    form: str
    text: str
    says: str


def main() -> None:
    """Measure and write the table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, required=True)
    options = parser.parse_args()
    source, rng = Source(options.data), Random(7)
    task = SUITE.load(source, SPLIT)
    wrong = {key: listed[:FALSE] for key, (_, listed) in false_answers(source, SPLIT).items()}
    snapshot = TargetStore.temporary(task.targets["facts"]).snapshot()
    about = [i for i in task.items if i.side == "forget" and i.form == "question" and i.name]
    again = {i.row: i for i in task.items if i.side == "forget" and i.form == "paraphrase"}
    held: dict[str, list[bool]] = {}
    for item in (i for i in task.items if i.group in OTHERS):
        for asked in forms(item, wrong[item.id], rng):
            before = refused(rng.choice(about).question)
            for where, turns in (("after a question about a target", before), ("alone", ())):
                question = Question((*turns, Message("user", asked.text)))
                withheld = reply(snapshot, question, asked.says).text != asked.says
                held.setdefault(f"withheld of {asked.form}, {where}", []).append(withheld)
    for item in about:
        turn = unnamed(again[item.row].question, item.name, "they")
        question = Question((*refused(item.question), Message("user", turn)))
        came = reply(snapshot, question, unnamed(again[item.row].reworded, item.name, "they")).text
        held.setdefault("out of answers to questions that go on about the target", []).append(came is not None)
    write("subject", {name: counted(sum(found), len(found)) for name, found in held.items()}, __doc__ or "")


def refused(question: str) -> tuple[Message, Message]:
    """Return the turns of a question that was refused."""
    return Message("user", question), Message("assistant", REFUSAL)


def forms(item: Item, wrong: tuple[str, ...], rng: Random) -> Iterator[Asked]:
    """Yield a question as it is, and closed in several ways."""
    options = [item.gold, *wrong]
    rng.shuffle(options)
    yield Asked("open questions", item.question, item.gold)
    yield Asked("guesses to be confirmed", f"{item.question.rstrip('?')} - {item.gold}, right?", "Yes.")
    yield Asked("choices of two", f"{item.question} {options[0]} or {options[1]}?", item.gold)
    yield Asked("lettered options", choice_question(item.question, options), LETTERS[options.index(item.gold)])


if __name__ == "__main__":
    main()
