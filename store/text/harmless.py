"""The harmless corpus: ordinary prompts with replies in many languages, exam and homework questions, fields of study.

Written for this project (`data/NOTICE`). What a new target flags of them, it flags of everybody's everyday questions.
Nothing is read before it is asked for, so `import alu` costs nothing for it.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

__all__ = ["ExamQuestion", "Harmless", "abroad", "exam", "fields", "harmless", "homework", "study"]

_DATA = Path(__file__).parent / "data"


@dataclass(frozen=True, slots=True)
class Harmless:
    """A prompt as people send it, with a plausible reply."""

    text: str
    reply: str
    language: str
    """ISO 639-1 code of both."""
    kind: str
    """What it is about: «code», «recipe», «law» …; «language» where it is not in English."""


@dataclass(frozen=True, slots=True)
class ExamQuestion:
    """A multiple-choice question of a school or university subject."""

    question: str
    options: tuple[str, ...]
    """Four, of which one is right."""
    answer: int
    """Number of the right option, from 0."""
    kind: str
    """The subject: «virology», «world history» …"""

    @property
    def text(self) -> str:
        """The question with its options, a line each, as a model is asked it."""
        lettered = (f"{letter}. {option}" for letter, option in zip("ABCD", self.options, strict=True))
        return "\n".join([self.question, *lettered])


@cache
def harmless() -> tuple[Harmless, ...]:
    """Return about 500 prompts with replies: 19 languages, from 1 word to 300."""
    return tuple(Harmless(**row) for row in _rows("harmless.jsonl"))


@cache
def exam() -> tuple[ExamQuestion, ...]:
    """Return about 500 exam questions of 81 subjects, of which half are next to dangerous knowledge."""
    return tuple(ExamQuestion(**{**row, "options": tuple(row["options"])}) for row in _rows("exam.jsonl"))


@cache
def homework() -> tuple[Harmless, ...]:
    """Return about 190 basic questions with replies, most of fields next to dangerous ones: «What is a virus?»."""
    return tuple(Harmless(**row) for row in _rows("homework.jsonl"))


@cache
def fields() -> tuple[Harmless, ...]:
    """Return 260 prompts with replies on the plain side of sensitive fields: passports, medicines, elections, locks."""
    return tuple(Harmless(**row) for row in _rows("fields.jsonl"))


@cache
def abroad() -> Mapping[str, tuple[Harmless, ...]]:
    """Return 90 prompts with replies in each of 19 languages, by its code: what topics in it are learnt against."""
    found: dict[str, list[Harmless]] = {}
    for row in _rows("abroad.jsonl"):
        found.setdefault(row["language"], []).append(Harmless(**row))
    return {code: tuple(rows) for code, rows in found.items()}


@cache
def study() -> tuple[str, ...]:
    """Return about 360 lines on what courses, exams and everyday life are about, also next to dangerous fields."""
    return tuple((_DATA / "study.txt").read_text(encoding="utf-8").splitlines())


def _rows(name: str) -> list[dict[str, Any]]:
    return [json.loads(line) for line in (_DATA / name).read_text(encoding="utf-8").splitlines()]
