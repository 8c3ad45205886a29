"""Requests as people and programs send them every day, with right-looking answers, about nobody who is stored.

What they hold is drawn at random; what of them is flagged or changed is so for nothing. Each kind is a function whose
name begins with a line, in a module of its field:

    documents   letters, CVs, contracts, invoices      registers  contacts, class lists, family trees
    programs    calls of tools, traces, logs, shells   files      made-up users, tests, addresses, settings
    talk        stories, line-ups, roles, names        games      words, verses, species, timetables, quizzes
    manners     slips, slang, capitals, emojis         trades     weather codes, freight, knitting, old languages
    machines    headers, keys, listings, formulas      signs      music, circuits, plates, cards, runes
    abroad      other scripts and languages            mixed      these with English terms among them
    dialogues   of many turns                          invented   people, places and things that are drawn
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from random import Random
from typing import NamedTuple

from alu.chat import Message
from benchmarks.ordinary import (
    abroad,
    dialogues,
    documents,
    files,
    games,
    machines,
    manners,
    mixed,
    programs,
    registers,
    signs,
    talk,
    trades,
)

__all__ = ["KINDS", "Exchange", "exchanges"]

Kind = Callable[[Random], "tuple[str | dialogues.Turns, str]"]


class Exchange(NamedTuple):
    """One request of a kind."""

    kind: str
    messages: tuple[Message, ...]
    """The dialogue, the last user turn last."""
    answer: str
    """What the model says to it."""


def exchanges(each: int, seed: int = 0) -> Iterator[Exchange]:
    """Yield `each` requests of every kind."""
    for name, draw in KINDS.items():
        rng = Random(f"{name}/{seed}")
        for _ in range(each):
            asked, answer = draw(rng)
            turns: dialogues.Turns = [("user", asked)] if isinstance(asked, str) else asked
            yield Exchange(name, tuple(Message(role, text) for role, text in turns), answer)


KINDS: dict[str, Kind] = {
    f"{module.__name__.rpartition('.')[2]}: {name[1:].replace('_', ' ')}": draw
    for module in (
        documents,
        registers,
        programs,
        files,
        talk,
        games,
        manners,
        trades,
        machines,
        signs,
        abroad,
        mixed,
        dialogues,
    )
    for name, draw in vars(module).items()
    if name.startswith("_") and getattr(draw, "__annotations__", {}).get("return") in ("Pair", "tuple[Turns, str]")
}
