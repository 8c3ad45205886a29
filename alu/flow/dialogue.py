"""What earlier turns add to a question: the person it is about, and what replies have disclosed so far."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise

from alu.flow.antecedents import antecedents, names_one
from alu.flow.asking import asked_in, asking, begins_a_request, first_clause, is_question, without_opening
from alu.flow.chat_spelling import written_out
from alu.flow.courtesy import is_courtesy
from alu.flow.gender import is_feminine
from alu.flow.group import goes_back
from alu.flow.new_subject import asks_something_new, lacks_subject
from alu.flow.older import points_back
from alu.flow.people import names_a_person
from alu.flow.pointers import points
from alu.flow.presented import is_spoken_of, presented
from alu.flow.references import HE, HE_UNSPACED, YOU, addresses, reference_of
from alu.flow.renaming import calls_as_before, labels_in, renamed, renaming
from alu.flow.sent import SYSTEM, both_ends, earlier
from alu.flow.shift import since_shift
from alu.flow.subject import is_a_topic, names_its_subject
from alu.flow.unresolved import is_unresolved, leaves_a_group_open
from alu.flow.vault import Question
from alu.flow.word_lists import WORD_BEGIN, WORD_END
from alu.store.calibration import (
    MAX_BRIEF_WORDS,
    MAX_EARLIER_CHARACTERS,
    MAX_FOLLOW_UP_WORDS,
    MAX_TURNS,
)
from alu.store.match.inquiry import Inquiry
from alu.store.text.closed_answer import assertion
from alu.store.text.mentions import mentions
from alu.store.text.names.first_names import is_first_name
from alu.store.text.normalise import sentences
from alu.store.text.referring import names_something

__all__ = [
    "followed",
    "hangs_by_length",
    "inquiry_of",
    "replies",
    "stands_alone",
    "statements",
]

_FOLLOW_UP = re.compile(
    rf"{WORD_BEGIN}(he|she|it|they|him|her|hers|them|his|its|their|theirs|that|this|those|these|your|yours|same|else"
    rf"|{HE}){WORD_END}|{HE_UNSPACED}",
    re.I,
)
_LISTED = re.compile(r"[,:]\s*(?:(?:and|or)\s+)?(?:he|she|him|her|they|them)\s*(?:[,?？]|\b(?:and|or)\b)", re.I)
"""Somebody who was named before, compared with others: «Who was born first, she or Neil Armstrong?»."""
_JOINS = re.compile(r"\W*(?:and|but|or|so|then)\b", re.I)
_AND_WHO = re.compile(r"\W*(?:and|but|so|then)\W+(?=who\b(?!.*\b(?:the|his|her|their|its)\b))", re.I | re.S)
"""What joins a question to the turn before that asks who did something: «And who wrote Hamlet?» has its own object."""
_AND_THE = re.compile(r"(?:and|but|so|then)\W{1,3}(?:the )?([^\n]{1,80})", re.I)
"""The same before what a turn names by itself: «And the capital of Peru?»."""
_DOES = re.compile(r"what (?:does|do) ([A-Z]\w{2,30}) (?:do|make|sell|mean|cost|produce)\W*", re.I)
_ENTRY = r"(?:contact|customer|client|patient|employee|applicant|candidate|member|guest)"
"""What a list that was given may be of."""
_PICKS = re.compile(
    r"\bthe (?:former|latter)\b|\bwhich of (?:the two|the three|them|these|those|both)\b"
    r"|\bthe (?:1st|2nd|3rd|first|second|third|fourth|fifth|last|middle|other)"
    r" (?:one|person|name|man|woman|author|writer|of (?:them|these|those|the (?:two|three|four)))\b"
    rf"|\bthe (?:1st|2nd|3rd|first|second|third|fourth|fifth|last|middle|other) {_ENTRY}\b(?! of\b)"
    r"|\b(?:number|no\.|#) ?(?:one|two|three|four|five|\d)(?=\W*$)"
    rf"|\b{_ENTRY} (?:number|no\.?|#) ?(?:one|two|three|four|five|\d)\b",
    re.I,
)
"""What picks one of those that were named before."""
_MOST_NAMING = 2_000
"""Characters of what is named before that are read with the question."""


def inquiry_of(question: Question) -> Inquiry:
    """Return a question as the detector reads it, with its dialogue, its passages and what else the model was sent."""
    sent_before = tuple(earlier(question))
    if not sent_before and not question.context:  # nearly always: it has nothing to hang on
        return Inquiry(question.text)
    now = _without_older(question)
    turns = followed(now)
    brief = hangs_by_length(question)
    older = _means_older(question)
    new = brief and not older and asks_something_new(question.text)
    meant = antecedents(now, turns, goes_on=brief and not new)
    if shown := presented(now):
        certain = is_spoken_of(shown, question.text)
        meant = meant.with_more(shown.line, certain=certain)
    naming = [s for s in _naming_in(meant.certain) if s not in turns]
    return Inquiry(
        question.text,
        _joined([*naming, *turns], question),
        new or (stands_alone(question) and not (older or renamed(question) or naming)),
        sent_before,
        tuple(statements(now)),
        replies(question),
        question.context,
        tuple([*naming, *turns]),
        meant.certain,
        meant.maybe,
        may_follow=not (new or first_clause(question.text)),
        unanswered=tuple(earlier(now)),
    )


def _without_older(question: Question) -> Question:
    """Return a question without what its dialogue went on from, unless its last turn calls something as that did."""
    now = since_shift(question)
    if now is question:
        return question
    kept = set(map(id, now.messages))
    older = [m for m in question.messages if id(m) not in kept]
    return question if calls_as_before(older, question.text) else now


def _naming_in(texts: Iterable[str]) -> Iterator[str]:
    """Yield the sentences that name somebody, as far as a question is read with them."""
    left = _MOST_NAMING
    for sentence in dict.fromkeys(s for t in texts for s in sentences(t) if mentions(s).runs):
        left -= len(sentence)
        if left < 0:
            return
        yield sentence


def _joined(turns: Sequence[str], question: Question) -> str | None:
    return "\n".join([*turns, question.text]) if turns else None


def followed(question: Question) -> list[str]:
    """Return the turns that the question follows up on, or that gave a name in it."""
    said = question.said[-MAX_TURNS:]
    first = _begun(said)
    turns = said[first:-1]
    of_woman = is_feminine(said[-1])
    nearer = any(names_a_person(t, of_woman) for t in turns)
    of_older = bool(first) and _means_somebody(said[-1]) and not nearer
    if of_older:  # «that author» is of an older one
        older = said[:first]
        if not _names_one_since(question, len(question.said) - len(said) + first):
            naming = [t for t in older if names_a_person(t)] or [t for t in older if mentions(t).people]
            turns = [*naming[-1:], *turns]
    if goes_back(said[-1]) or leaves_a_group_open(said[-1]):  # «the two», «the first person I asked about»: any of them
        turns = list(dict.fromkeys([*(t for t in said[:first] if mentions(t).people), *turns]))
    elif not of_older and _means_older(question):
        turns = list(dict.fromkeys([*(t for t in said[:first] if mentions(t).runs), *turns]))
    named = bool(question.others)
    if named and first == 0 and len(question.said) <= MAX_TURNS and (_means_somebody(said[0]) or addresses(said[0])):
        turns = [*_naming(question), *turns]
    elif named and addresses(said[-1]):  # who the model is by the system prompt, it is in every turn
        turns = [*(s for s in _naming(question) if YOU.search(s)), *turns]
    agreed = renaming(question)
    if not turns:
        agreed = list(dict.fromkeys([*agreed, *(t for t in said[:-1] if labels_in(t) & labels_in(said[-1]))]))
    agreed = list(dict.fromkeys(t for one in agreed for t in (*_hung_on(one, question.said), one)))
    return [*(t for t in agreed if t not in turns), *turns]


def _hung_on(turn: str, said: Sequence[str]) -> Sequence[str]:
    """Return the turns that one of the user's follows up on: «Let's call her Marc.»."""
    if turn not in said or not (_follows(turn) or _means_somebody(turn)):
        return ()
    until = said.index(turn)
    return said[_begun(said[: until + 1]) : until] or said[:until][-MAX_TURNS:]


def _begun(said: Sequence[str]) -> int:
    """Return which of the user's turns begins what the last one follows up on: the latest with a subject of its own."""
    first = len(said) - 1
    while first > 0 and _follows(said[first]):
        first -= 1
    return first


def _means_older(question: Question) -> bool:
    """Tell whether the last turn means what was spoken of before the exchange that it would follow up on."""
    said = question.said[-MAX_TURNS:]
    first = _begun(said) if len(said) > 1 else 0
    users = [n for n, m in enumerate(question.messages) if m.role == "user"][-len(said) :]
    begun = min(first, len(said) - 2)  # of a turn with a subject of its own, the exchange before it
    since = [m.content for m in question.messages[users[begun] : question.asked_at]] if begun > 0 else []
    return bool(since) and points_back(said[-1], since, said[:begun])


def _names_one_since(question: Question, turn: int) -> bool:
    """Tell whether a reply since the user's turn with a number named the referent of the last turn."""
    users = [n for n, m in enumerate(question.messages) if m.role == "user"]
    since = question.messages[users[max(0, turn - 1)] + 1 :] if users else ()
    return any(m.role == "assistant" and names_one(m.content, question.text) for m in since)


def _naming(question: Question) -> Iterator[str]:
    """Yield the sentences of the system prompt that name somebody, who is then «she» in the first turn."""
    for message in question.messages:
        if message.role in SYSTEM:
            said = sentences(both_ends(message.content, MAX_EARLIER_CHARACTERS))
            yield from (s for s in said if mentions(s).runs or len(said) == 1)


def stands_alone(question: Question) -> bool:
    """Tell whether the last turn asks something of its own, so that its answer belongs to no other question.

    A pronoun in a later clause may mean what the first one names; in the first it means what was said before.
    """
    return _stands(question.text)


def _stands(whole: str) -> bool:
    turn = without_opening(written_out(whole))
    who = _AND_WHO.match(turn)
    turn = turn[who.end() :] if who and names_something(turn[who.end() :]) else _own_topic(turn)
    asks = is_question(turn)
    requests = (
        not _is_brief(turn)
        and not lacks_subject(turn)
        and any(begins_a_request(one) for one, asked in asking(turn) if asked)
    )
    topic = is_a_topic(turn)
    first = first_clause(turn) or (turn if topic or names_its_subject(turn) else "")
    if not first or not (asks or requests or topic):  # what asks nothing may follow what does
        return False
    joined = is_unresolved(turn) or _means_somebody(turn) or points(asked_in(turn), first) or _JOINS.match(turn)
    return not joined


def _own_topic(turn: str) -> str:
    """Return what is behind an «and», where that is all that a turn names; else the turn as it is."""
    found = _AND_THE.fullmatch(turn.strip())
    if not found:
        return turn
    does = _DOES.fullmatch(found[1])
    own = (
        does[1].istitle() and not is_first_name(does[1].lower())
        if does
        else " of " in found[1] and is_a_topic(found[1])
    )
    return found[1] if own else turn


def _means_somebody(turn: str) -> bool:
    """Tell whether a turn means somebody who was named before it, if only in the system prompt."""
    return bool(_LISTED.search(turn) or reference_of(turn).other)


def statements(question: Question) -> list[str]:
    """Return what the earlier closed replies («Yes.», «B», «1931») asserted, each with its question."""
    turns = pairwise(question.others[-2 * MAX_TURNS :])
    pairs = [(a.content, b.content) for a, b in turns if (a.role, b.role) == ("user", "assistant")]
    return [claim for asked, reply in pairs if (claim := assertion(asked, reply)) is not None]


def replies(question: Question) -> str:
    """Return the brief replies so far, a line each: a name may be given a letter a turn."""
    said = [m.content for m in question.others if m.role == "assistant"]
    return "\n".join(s for s in said[-2 * MAX_TURNS :] if len(s.split()) <= MAX_BRIEF_WORDS)


def hangs_by_length(question: Question) -> bool:
    """Tell whether the last turn follows up on those before it for no other reason than that it is brief."""
    turn = without_opening(written_out(question.text))
    if not _is_brief(turn) or not question.others:
        return False
    refers = _FOLLOW_UP.search(turn) or _PICKS.search(turn) or _means_somebody(turn) or addresses(turn)
    return is_courtesy(turn) or not (refers or renamed(question))


def _follows(whole: str) -> bool:
    turn = without_opening(written_out(whole))
    hangs = (_is_brief(turn) and not (_stands(turn) and names_a_person(turn))) or lacks_subject(turn)
    return bool(hangs or is_unresolved(turn) or _PICKS.search(turn))


def _is_brief(turn: str) -> bool:
    return len(turn.split()) < MAX_FOLLOW_UP_WORDS
