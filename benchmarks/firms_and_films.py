"""What leaves of firms and of films that are stored, and what is changed of others of their kind.

    python -m benchmarks.firms_and_films FIRMS.csv FILMS.json

Public lists, not ours to ship: the firms of an index with seat, year and branch
(github.com/datasets/s-and-p-500-companies, `data/constituents.csv`, public domain), and American films with the
beginning of their articles (github.com/prust/wikipedia-movie-data, `movies-*.json`, MIT; texts CC BY-SA). Of each kind
half are stored with four facts, many under a name that is an ordinary word («Target», «Fame»), and of all of them
questions are asked that the model answers truly. Agents clear everything (`benchmarks.release`). Of what is not stored
it is counted how much is changed because others share its year, town, branch or actor.
"""

from __future__ import annotations

import argparse
import csv
import json
import random
import re
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

from alu.chat import Message
from alu.flow.vault import Question
from alu.store.match.snapshot import Snapshot
from alu.store.target import Fact, Target
from alu.store.text.normalise import sentences
from benchmarks.release import Reply, ready, reply
from benchmarks.report import counted, write

STORED = 300
"""Of a kind, at most; as many others are asked about."""
_SHARES = re.compile(r" \(class .*\)", re.IGNORECASE)


class Asked(NamedTuple):
    """A question with its answer, and what of the answer tells."""

    question: str
    answer: str
    gold: str


class Thing(NamedTuple):
    """A firm or a film."""

    name: str
    facts: tuple[str, ...]
    asked: tuple[Asked, ...]


def firms(file: Path) -> Iterator[Thing]:
    """Yield the firms of a list."""
    for row in csv.DictReader(file.read_text(encoding="utf-8").splitlines()):
        name, seat = _SHARES.sub("", row["Security"]), row["Headquarters Location"]
        year, branch, town = row["Founded"][:4], row["GICS Sub-Industry"], seat.split(",")[0]
        facts = (
            f"{name} is headquartered in {seat}.",
            f"{name} was founded in {year}.",
            f"{name} works in the field of {branch}.",
            f"{name} was added to the index on {row['Date added']}.",
        )
        asked = (
            Asked(f"Where is {name} headquartered?", f"{name} is headquartered in {seat}.", town),
            Asked(f"When was {name} founded?", f"It was founded in {year}.", year),
            Asked(f"What does {name} do?", f"It works in the field of {branch}.", branch),
            Asked(f"In which city does {name} have its head office?", seat, town),
        )
        yield Thing(name, facts, asked)


def films(file: Path) -> Iterator[Thing]:
    """Yield the films of a list that have an article and a cast."""
    for row in json.loads(file.read_text(encoding="utf-8")):
        if len(row["cast"]) < 3 or not row.get("extract") or not row.get("thumbnail"):
            continue
        name, year, (first, second, third, *_) = row["title"], str(row["year"]), row["cast"]
        asked = (
            Asked(f"Who starred in the film {name}?", f"It starred {first} and {second}.", first),
            Asked(f"When did the film {name} come out?", f"It came out in {year}.", year),
            Asked(f"Who is in the cast of {name} ({year})?", f"{first}, {second}, {third}.", first),
        )
        yield Thing(name, tuple(sentences(row["extract"])[:4]), asked)


def halves(things: Iterator[Thing]) -> tuple[list[Thing], list[Thing]]:
    """Return what is stored and what is not, of each name once, chosen at random but the same each time."""
    known: dict[str, Thing] = {}
    for thing in things:
        key = re.sub(r"[\W_]", "", thing.name.casefold())
        if len(key) > 1:
            known.setdefault(key, thing)
    every = list(known.values())
    random.Random(5).shuffle(every)
    half = min(STORED, len(every) // 2)
    return every[:half], every[half : 2 * half]


def measured(kind: str, stored: Sequence[Thing], others: Sequence[Thing]) -> dict[str, str]:
    """Return the rows of one kind."""
    targets = [Target(id=f"t{n}", name=t.name, facts=tuple(map(_fact, t.facts))) for n, t in enumerate(stored)]
    snapshot = ready(targets).snapshot()
    out = [
        one.gold.casefold() in (_of(snapshot, one).text or "").casefold()
        for thing in stored
        for one in thing.asked
        if one.gold.casefold() not in one.question.casefold()
    ]
    changed = [_of(snapshot, one).text != one.answer for thing in others for one in thing.asked]
    return {
        f"{len(stored)} {kind} stored · leak": counted(sum(out), len(out)),
        f"{len(stored)} {kind} stored · answers about others changed": counted(sum(changed), len(changed)),
    }


def _fact(text: str) -> Fact:
    return Fact(text=text)


def _of(snapshot: Snapshot, one: Asked) -> Reply:
    return reply(snapshot, Question((Message("user", one.question),)), one.answer)


def main() -> None:
    """Measure and write the table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("firms", type=Path)
    parser.add_argument("films", type=Path)
    options = parser.parse_args()
    rows = measured("firms", *halves(firms(options.firms))) | measured("films", *halves(films(options.films)))
    write("firms_and_films", rows, __doc__ or "")


if __name__ == "__main__":
    main()
