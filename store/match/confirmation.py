"""Whether an answer bears out that its question, which names nobody, is about a target.

A question shares words and meaning with what is stored of many («Who directed the film?»), and what leaves is the
answer. So what the question alone says counts where the answer says something of the same target, where the two read
as one do, or where the question says nearly all that is stored. An answer that nobody can read settles nothing.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import replace
from math import exp, log

from alu.store.calibration import (
    ANSWER_LEAD_NATS,
    ASKED_LEAD_NATS,
    ASKED_NATS,
    MAX_JOINED_WORDS,
    MIN_JOINED_LEAD_NATS,
)
from alu.store.match.evidence import Evidence
from alu.store.match.facts import MEANING, Facts
from alu.store.match.inquiry import Draft, Inquiry
from alu.store.text.opacity import opaque
from alu.store.text.reading import read
from alu.store.text.unreadable import unreadable

__all__ = ["joined", "least_of_answer", "least_of_question", "settled", "settles"]

_FACTS = (Facts.name, MEANING)
_ASKED = ("question", "clause")


def least_of_question(threshold: float) -> float:
    """Return the strength from which on what a question says may be borne out by its answer."""
    return _strength(MIN_JOINED_LEAD_NATS, threshold)


def least_of_answer(threshold: float, asked: Iterable[Evidence]) -> float:
    """Return the strength from which on what an answer says is looked at: less where its question is near something."""
    led = any(_is_lead(e) for e in asked)
    return _strength(-ANSWER_LEAD_NATS, threshold) if led else threshold


def joined(inquiry: Inquiry, draft: Draft, asked: Iterable[Evidence]) -> str | None:
    """Return question and answer as one text where the answer is too brief to say anything alone, else None."""
    if draft.needs_question or len(draft.texts) != 1 or not any(_is_lead(e) for e in asked):
        return None
    reply = read(draft.texts[0]).plain
    return f"{inquiry.subject} {reply}" if 0 < len(reply.split()) <= MAX_JOINED_WORDS else None


def settles(draft: Draft) -> bool:
    """Tell whether an answer can be read, so that its silence about a target says something."""
    return len(draft.texts) == 1 and not any(read(t).unread or unreadable(t) or opaque(t) for t in draft.texts)


def settled(
    asked: Sequence[Evidence], said: Sequence[Evidence], whole: Sequence[Evidence], threshold: float, *, drop: bool
) -> list[Evidence]:
    """Return all evidence of a request: what facts alone gave is weighed together.

    Args:
        asked: of the question, also what is weaker than the threshold.
        said: of the answer, likewise.
        whole: of both as one text, likewise.
        threshold: strength from which on a text is near.
        drop: what the answer does not bear out is dropped.
    """
    margins = _margins(asked, said, whole, threshold)
    near = {t for t, margin in margins.items() if margin >= 0}
    otherwise = {e.target_id for e in (*asked, *said) if e.strength >= threshold and not _is_lead(e)}
    found = [
        e
        for e in (*asked, *said)
        if e.strength >= threshold and (not drop or not _is_lead(e) or e.target_id in near | otherwise)
    ]
    return [*found, *_borne_out(near - {e.target_id for e in found}, margins, (*said, *whole, *asked), threshold)]


def _borne_out(
    near: Collection[str], margins: dict[str, float], weak: Sequence[Evidence], threshold: float
) -> list[Evidence]:
    """Return evidence of the targets that are near by question and answer together: the first of each, as strong."""
    first: dict[str, Evidence] = {}
    for one in weak:
        if one.target_id in near and one.channel in _FACTS:
            first.setdefault(one.target_id, one)
    return [
        replace(e, source="draft", sentence=e.sentence if e.source == "draft" else 0, direct=False)
        for e in (replace(e, strength=_strength(margins[t], threshold)) for t, e in first.items())
    ]


def _margins(
    asked: Iterable[Evidence], said: Iterable[Evidence], whole: Iterable[Evidence], threshold: float
) -> dict[str, float]:
    """Return by how many nats each target that facts gave is near, or not near where it is below 0."""
    question = _best((e for e in asked if _is_lead(e)), threshold)
    answer, both = _best(said, threshold), _best(whole, threshold)
    return {
        t: max(
            answer.get(t, _NEVER),
            question.get(t, _NEVER) - ASKED_NATS,
            min(question.get(t, _NEVER) + ASKED_LEAD_NATS, answer.get(t, _NEVER) + ANSWER_LEAD_NATS),
            min(question.get(t, _NEVER) - MIN_JOINED_LEAD_NATS, both.get(t, _NEVER)),
        )
        for t in {*question, *answer, *both}
    }


_NEVER = -100.0


def _best(found: Iterable[Evidence], threshold: float) -> dict[str, float]:
    """Return by how many nats the strongest of each target is over the threshold."""
    best: dict[str, float] = {}
    for one in found:
        if one.channel in _FACTS:
            best[one.target_id] = max(best.get(one.target_id, _NEVER), _nats(one.strength) - _nats(threshold))
    return best


def _is_lead(one: Evidence) -> bool:
    """Tell whether evidence is what a question says of a target without its name."""
    return one.channel in _FACTS and one.aspect == "fact" and one.source in _ASKED


def _nats(strength: float) -> float:
    share = min(max(strength, 1e-9), 1 - 1e-9)
    return log(share / (1 - share))


def _strength(nats: float, threshold: float) -> float:
    return 1 / (1 + exp(-nats - _nats(threshold)))
