"""Labelled cases of our own making: made-up targets, what is asked, what is drafted, and what of that leaks.

No row is taken from a data set. Half of the subjects, by a hash, are for choosing prompts and constants; figures are
reported on the other half.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from importlib.resources import files
from typing import Any, Literal

from alu.store.target import Target

__all__ = ["KINDS", "Half", "LabelledCase", "cases", "half_of", "targets_of"]

Half = Literal["choosing", "reporting"]
"""Which half of the subjects: for choosing prompts and constants, or for reporting figures."""
_BYTE = 26
"""Which byte of a subject's hash decides: the one that halves each kind of case most evenly."""


@dataclass(frozen=True, slots=True)
class LabelledCase:
    """One question and its draft."""

    id: str
    kind: str
    """What is tried: `named`, `namesake`, `mixed`, …"""
    subject: str
    """Id of the target that it is about; all cases of a subject are in one half."""
    question: str = field(repr=False)
    draft: str = field(repr=False)
    leaks: bool
    """The draft leaks the subject."""
    keep: tuple[str, ...] = field(default=(), repr=False)
    """Harmless runs of the draft that should come back."""
    secret: tuple[str, ...] = field(default=(), repr=False)
    """Runs of the draft that must not."""
    language: str = "en"

    @property
    def half(self) -> Half:
        """Whether it is for choosing or for reporting."""
        return half_of(self.subject)

    def gone(self, text: str) -> bool:
        """Tell whether `text` holds a secret."""
        return any(s in text for s in self.secret)

    def share_kept(self, text: str) -> float:
        """Return the share of the harmless runs that `text` holds; 1 where there are none."""
        return sum(k in text for k in self.keep) / len(self.keep) if self.keep else 1.0


def half_of(subject: str) -> Half:
    """Return the half that the cases of a subject are in."""
    return "choosing" if hashlib.sha256(subject.encode()).digest()[_BYTE] % 2 == 0 else "reporting"


def cases() -> Sequence[LabelledCase]:
    """Return all cases, in the order of the file."""
    return tuple(_case(row) for row in _rows())


def targets_of(kinds: Sequence[str] = ("entity", "text")) -> Sequence[Target]:
    """Return the targets that the cases are about, of some kinds; each is there once, with the most that is said."""
    found: dict[str, Target] = {}
    for row in _rows():
        for raw in row["targets"]:
            one = Target.model_validate(raw)
            if one.kind in kinds:
                found.setdefault(one.id, one)
    return tuple(found.values())


@cache
def _rows() -> tuple[Mapping[str, Any], ...]:
    text = files(__package__).joinpath("cases.jsonl").read_text(encoding="utf-8")
    return tuple(json.loads(line) for line in text.splitlines())


def _case(row: Mapping[str, Any]) -> LabelledCase:
    return LabelledCase(
        id=row["id"],
        kind=row["kind"],
        subject=row["subject"],
        question=row["question"],
        draft=row["draft"],
        leaks=bool(row["leaks"]),
        keep=tuple(row["keep"]),
        secret=tuple(row["secret"]),
        language=row["language"],
    )


KINDS: tuple[str, ...] = tuple(dict.fromkeys(row["kind"] for row in _rows()))
"""Kinds of cases, in the order of the file."""
