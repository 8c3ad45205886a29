"""Whether a text that outlives its target (a reason, an id) discloses the target."""

from __future__ import annotations

from collections.abc import Collection, Iterable

from alu.store.calibration import (
    DISCLOSURE_NATS,
    DISCLOSURE_WORD_NATS,
    MAX_DISCLOSURE_NATS,
    MIN_HIDDEN_NAME,
    RARE_WORD_NATS,
)
from alu.store.target import Target
from alu.store.text.normalise import variants
from alu.store.text.terms import informative, word_list

__all__ = ["discloses_target", "texts_of"]


def texts_of(target: Target) -> set[str]:
    """Return all texts of a target: names, description, facts with their questions, examples."""
    facts = (text for fact in target.facts for text in (fact.text, fact.question) if text)
    return {*target.names, target.description, *facts, *target.examples} - {""}


def discloses_target(target: Target, text: str) -> bool:
    """Tell whether a text that will be kept without its target, a reason or an id, identifies the target.

    It does with a name, whose words may be in any order, or with one rare word of a name; and with more of what is
    known of the target than two texts share by chance.
    """
    given = _words(text)
    joined = "".join(given)
    for words in map(_words, target.names):
        rare = {w for w in words if len(w) > 3 and _nats([w]) >= RARE_WORD_NATS}
        if (words and set(words) <= set(given)) or rare & set(given):
            return True
        embedded = (*rare, "".join(words) if len(words) > 1 else "")
        if any(len(w) >= MIN_HIDDEN_NAME and w in joined for w in embedded):
            return True
    return any(_shares_much(given, _words(known)) for known in texts_of(target))


def _words(text: str) -> list[str]:
    return word_list(variants(text)[-1])


def _shares_much(given: Collection[str], known: Collection[str]) -> bool:
    """Tell whether the words `given` hold much of the information in the words `known`."""
    information = _nats(set(known))
    return information >= DISCLOSURE_NATS and _nats(set(given) & set(known)) >= min(MAX_DISCLOSURE_NATS, information)


def _nats(words: Iterable[str]) -> float:
    """Return the information in words, in nats; numbers and the most ordinary words count as none."""
    return sum(n for n in (informative(w) for w in words if w.isalpha()) if n >= DISCLOSURE_WORD_NATS)
