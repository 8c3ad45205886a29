"""Whether an answer confirms that its question, which names nobody, is about a target.

A question shares words and meaning with what is stored of many («Who directed the film?»), and what leaves is the
answer. So what the question alone says counts where it says nearly all that is stored, or where question and answer
together say enough. An answer that nobody can read settles nothing.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import replace

import numpy as np

from alu.store.calibration import ASKED_LEAD_NATS, ASKED_NATS, MAX_BRIEF_WORDS, MAX_JOINT_CHARACTERS, UNKNOWN_WORD_NATS
from alu.store.match.evidence import Evidence
from alu.store.match.facts.facts import MEANING, Facts
from alu.store.match.facts.score_model import log_odds, strength_of
from alu.store.match.facts.term_index import word_hashes
from alu.store.match.index import Index
from alu.store.match.inquiry import Draft, Inquiry
from alu.store.match.ranking import strengths
from alu.store.text.languages import is_name
from alu.store.text.readability.opacity import opaque
from alu.store.text.readability.unreadable import unreadable
from alu.store.text.reading import read
from alu.store.text.terms import hashed, terms
from alu.store.text.vocabulary import information
from alu.store.text.words import word_count

__all__ = [
    "as_one_text",
    "in_context",
    "leads",
    "least_lead",
    "may_drop",
    "needs_subject",
    "says_a_fact",
    "settled",
    "settles",
    "without_names",
]


def least_lead(threshold: float) -> float:
    """Return the strength from which on an answer may bear out what a question says."""
    return strength_of(log_odds(threshold) - ASKED_LEAD_NATS)


def leads(asked: Iterable[Evidence]) -> dict[str, float]:
    """Return the targets that facts alone gave of a question, with the strength of each."""
    return strengths(filter(_is_lead, asked))


def as_one_text(inquiry: Inquiry, draft: Draft) -> str:
    """Return the question with what answers it, up to `MAX_JOINT_CHARACTERS`."""
    return " ".join([inquiry.subject, *(read(t).plain for t in draft.texts)])[:MAX_JOINT_CHARACTERS]


def needs_subject(inquiry: Inquiry, draft: Draft) -> bool:
    """Tell whether an answer is a phrase («Washington University») about somebody that its question names."""
    phrase = len(draft.texts) == 1 and word_count(draft.texts[0]) <= MAX_BRIEF_WORDS
    return phrase and bool(inquiry.reading.mentions.people) and settles(draft)


def in_context(
    index: Index, facts: Facts, inquiry: Inquiry, said: Sequence[Evidence], answer: str, together: Iterable[Evidence]
) -> list[Evidence]:
    """Return the evidence of such an answer, without facts that question and answer together do not say.

    Of a target only where the question names others, and nobody that is in what is stored of it, and where the answer
    has no word of its name, and none of no language that it shares: «Washington University», and not «Skerrow».
    """
    near = {e.target_id for e in together}
    found = np.array([index.numbers[e.target_id] for e in said], np.int64)
    held = np.zeros(len(found), bool)
    for run in inquiry.reading.mentions.people:
        held |= index.terms.holding(run, found)
    words = frozenset(word_hashes(answer))
    held |= np.array([not words.isdisjoint(facts.own_words(n)) for n in found.tolist()], bool)
    for word in {w for w in terms(answer) if information(w) >= UNKNOWN_WORD_NATS}:
        held |= index.terms.holding((hashed(word),), found)
    return [e for e, own in zip(said, held, strict=True) if own or e.target_id in near or not says_a_fact(e)]


def without_names(draft: Draft, asked: Collection[Evidence]) -> Draft:
    """Return an answer whose language counts: less what is a name alone, where its question is about nobody stored.

    Names are looked up in every script; «San Francisco» is how an Arabic answer may give it.
    """
    return replace(draft, texts=tuple(t for t in draft.texts if asked or not is_name(t)))


def may_drop(asked: Iterable[Evidence], draft: Draft) -> bool:
    """Tell whether what facts gave of a question is dropped where its answer does not bear it out."""
    return bool(leads(asked)) and settles(draft)  # reading an answer through costs milliseconds


def settled(
    asked: Sequence[Evidence],
    said: Sequence[Evidence],
    together: Mapping[str, float],
    threshold: float,
    *,
    drop: bool,
    but: Collection[str] = (),
) -> list[Evidence]:
    """Return all evidence of a request: what facts alone gave of the question is weighed with the answer.

    Args:
        asked: of the question.
        said: of the answer.
        together: of the targets that the question may be about, how near question and answer are as one, 0 to 1.
        threshold: strength from which on a text is near.
        drop: what the answer does not bear out is dropped.
        but: ids of targets of which it is not.
    """
    enough = strength_of(log_odds(threshold) + ASKED_NATS)
    otherwise = {e.target_id for e in (*asked, *said) if not _is_lead(e)}
    borne_out = {t for t, strength in together.items() if strength >= threshold}
    kept = otherwise | borne_out | {*but}

    def stays(one: Evidence) -> bool:
        return not drop or not _is_lead(one) or one.strength >= enough or one.target_id in kept

    found = [*filter(stays, asked), *said]
    near = {e.target_id for e in found}
    more = [
        Evidence(t, Facts.name, "fact", together[t], source="draft", direct=False)
        for t in sorted(borne_out - near, key=lambda t: (-together[t], t))
    ]
    return [*found, *more]


def _is_lead(one: Evidence) -> bool:
    """Tell whether evidence is what a question says of a target without its name.

    Not where it says so in quotes («the person of whom it is said: …»): that means somebody, whatever is asked.
    """
    return says_a_fact(one) and one.source == "question"


def says_a_fact(one: Evidence) -> bool:
    """Tell whether evidence is that a text says, in whatever words, what is stored of a person or thing."""
    return one.channel in (Facts.name, MEANING) and one.aspect == "fact"


def settles(draft: Draft) -> bool:
    """Tell whether an answer can be read, so that its silence about a target says something."""
    return len(draft.texts) == 1 and not any(read(t).unread or unreadable(t) or opaque(t) for t in draft.texts)
