"""What an agent is shown of a target: a bounded extract, never the whole forget set."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from alu.prompts import Fence
from alu.store.target import Fact, Target
from alu.store.text.terms import terms

if TYPE_CHECKING:
    from alu.store.match.evidence import Evidence

__all__ = ["brief", "entry", "found", "keys", "listed", "numbered"]

SHOWN = 6
"""Aliases shown of one target, the first, and facts and examples, those nearest to the texts at hand."""
LIKE = 2
"""Examples shown of one topic: the screen is asked while others wait, so its prompt is short."""
CLOSEST = 2
"""Facts shown of a target besides what the detector found of it."""
PLACES = 3
"""Pieces of evidence shown of one target."""
LONGEST = 300
"""Characters shown of one description, fact or example."""


def keys(count: int, letter: str = "T") -> list[str]:
    """Return the fixed names that a call gives its items: T1, T2, …."""
    return [f"{letter}{i}" for i in range(1, count + 1)]


def brief(targets: Sequence[Target], near: str) -> str:
    """Return numbered extracts of `targets`; facts and examples are those that share most words with `near`."""
    words = set(terms(near))
    blocks = (_block(key, target, words) for key, target in zip(keys(len(targets)), targets, strict=True))
    return "\n".join(blocks)


def entry(target: Target, near: str) -> str:
    """Return who or what a target is, in a line, with the facts that are closest to a text."""
    facts = _nearest([_line(f) for f in target.facts], set(terms(near)))[:CLOSEST]
    return ". ".join([", ".join(filter(None, (_clip(target.name), _clip(target.description)))), *map(_clip, facts)])


def found(targets: Sequence[Target], evidence: Sequence[Evidence], near: str) -> str:
    """Return, of each of `targets`, who it is, what the detector found of it and where, and the closest facts."""
    words = set(terms(near))
    return "\n".join(
        _found(key, target, [e for e in evidence if e.target_id == target.id], words)
        for key, target in zip(keys(len(targets)), targets, strict=True)
    )


def numbered(sentences: Sequence[str]) -> str:
    """Return `sentences` with their numbers from 1."""
    return "\n".join(f"{i}: {s}" for i, s in enumerate(sentences, 1))


def listed(candidates: Sequence[str], fence: Fence) -> str:
    """Return `candidates`, each fenced under its key C1, C2, …."""
    names = keys(len(candidates), "C")
    return "\n".join(fence.wrap(f"candidate {n}", c) for n, c in zip(names, candidates, strict=True))


def _block(key: str, target: Target, words: set[str]) -> str:
    facts = _nearest([_line(f) for f in target.facts], words)
    lines = [f"{key}: {_clip(target.name)} ({target.kind})"]
    if target.aliases:
        lines.append("  also: " + ", ".join(map(_clip, target.aliases[:SHOWN])))
    if target.description:
        lines.append("  about: " + _clip(target.description))
    lines += ["  fact: " + _clip(f) for f in facts]
    lines += ["  like: " + _clip(e) for e in _nearest(target.examples, words)[:LIKE]]
    return "\n".join(lines)


def _found(key: str, target: Target, evidence: Sequence[Evidence], words: set[str]) -> str:
    lines = [f"{key}: {_clip(', '.join(filter(None, (target.name, target.description))))}"]
    if target.aliases:
        lines.append("  also: " + ", ".join(map(_clip, target.aliases[:SHOWN])))
    if places := list(dict.fromkeys(map(_place, evidence)))[:PLACES]:
        lines.append("  found: " + ", ".join(places))
    lines += ["  fact: " + _clip(f) for f in _nearest([_line(f) for f in target.facts], words)[:CLOSEST]]
    return "\n".join(lines)


def _place(e: Evidence) -> str:
    if e.only_nearest:
        return "nothing that could be read"
    if e.source == "draft":
        return f"{e.aspect} in sentence {e.sentence + 1}"
    return f"{e.aspect} in a passage" if e.source == "passage" else f"{e.aspect} in the question"


def _nearest(texts: Sequence[str], words: set[str]) -> list[str]:
    """Return at most `SHOWN` texts, those that share most words first; of equals the first."""
    return sorted(texts, key=lambda text: -len(words.intersection(terms(text))))[:SHOWN]


def _line(fact: Fact) -> str:
    return f"{fact.question} {fact.text}" if fact.question else fact.text


def _clip(text: str) -> str:
    one_line = " ".join(text.split())
    return one_line if len(one_line) <= LONGEST else one_line[: LONGEST - 1] + "…"
