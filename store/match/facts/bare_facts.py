"""Facts that consist of an ordinary word or two: «Berlin», «yes», «Town: Oslo».

Such a fact is all of a short text, so that whoever speaks of Berlin is taken to speak of the target.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from alu.store.calibration import UNKNOWN_WORD_NATS
from alu.store.target import Fact, Target
from alu.store.text.values.identifiers import identifiers
from alu.store.text.vocabulary import information
from alu.store.text.words import words

__all__ = ["ADVICE", "bare_facts", "bare_rows", "is_bare"]

ADVICE = (
    "texts that say it of anything else are audited, or withheld; write a sentence with what is known of this target"
    " alone"
)
"""Why it is better not to store one, and what to do."""


def is_bare(fact: Fact) -> bool:
    """Tell whether all words of a fact together tell less than one word that is hardly ever written.

    Example:
        >>> from alu.store.match.facts.bare_facts import is_bare
        >>> from alu.store.target import Fact
        >>> [is_bare(Fact(text=text)) for text in ("Berlin", "Town: Berlin", "She was born in Berlin in 1974.")]
        [True, True, False]
    """
    if fact.question or any(one.hard for one in identifiers(fact.text)):
        return False
    _, label, value = fact.text.rpartition(":")
    if label and not any(map(str.isalpha, value)):
        return False  # «Born: 1974» is found with its label alone
    return sum(map(information, words(value))) < UNKNOWN_WORD_NATS


def bare_facts(target: Target) -> tuple[int, ...]:
    """Return the numbers of a target's bare facts, from 0; those of a topic or of a text are looked for otherwise."""
    return tuple(n for n, fact in enumerate(target.facts) if target.kind == "entity" and is_bare(fact))


def bare_rows(rows: Iterable[tuple[int, Target]]) -> str:
    """Say on which lines of a file bare facts are, the first ten; nothing where there are none."""
    lines = [line for line, target in rows if bare_facts(target)]
    if not lines:
        return ""
    return f"{_listed(lines)}: a fact is an ordinary word or two by itself: {ADVICE}"


def _listed(lines: Sequence[int]) -> str:
    shown, more = lines[:10], len(lines) - 10
    if len(lines) == 1:
        return f"line {lines[0]}"
    return f"lines {', '.join(map(str, shown))}" + (f" and {more:,} more" if more > 0 else "")
