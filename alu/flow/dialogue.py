"""What earlier turns add to a question: the person it is about, and what replies have disclosed so far."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise

from alu.chat import Message
from alu.flow.antecedents import antecedents, names_one
from alu.flow.asking import asked_in, asking, begins_a_request, first_clause, is_question, without_opening
from alu.flow.gender import is_feminine
from alu.flow.group import goes_back
from alu.flow.new_subject import asks_something_new, lacks_subject
from alu.flow.older import points_back
from alu.flow.people import names_a_person
from alu.flow.pointers import points
from alu.flow.references import HE, HE_UNSPACED, YOU, addresses, is_courtesy, reference_of
from alu.flow.sent import SYSTEM, before, both_ends, earlier, recent
from alu.flow.shift import since_shift
from alu.flow.subject import is_a_topic, names_its_subject
from alu.flow.unresolved import is_unresolved, leaves_a_group_open
from alu.flow.vault import Question
from alu.flow.word_lists import WORD_BEGIN, WORD_END
from alu.store.calibration import (
    LABEL_NATS,
    MAX_BRIEF_WORDS,
    MAX_EARLIER_CHARACTERS,
    MAX_FOLLOW_UP_WORDS,
    MAX_TURNS,
)
from alu.store.match.inquiry import Inquiry
from alu.store.text.closed_answer import assertion
from alu.store.text.mentions import mentions
from alu.store.text.normalise import sentences
from alu.store.text.vocabulary import information
from alu.store.text.words import words

__all__ = [
    "followed",
    "hangs_by_length",
    "inquiry_of",
    "renamed",
    "replies",
    "stands_alone",
    "statements",
]

_FOLLOW_UP = re.compile(
    rf"{WORD_BEGIN}(he|she|it|they|him|her|hers|them|his|its|their|theirs|that|this|those|these|your|yours|same|else"
    rf"|{HE}){WORD_END}|{HE_UNSPACED}",
    re.I,
)
_LABEL = re.compile(r"[\"“«‘'](\w{1,30})[\"”»’']|(?<!\w)([^\W\d_a-z]\w*)")
_RENAMES = re.compile(
    r"\b(?:call(?:ed|ing|s)?|renamed?|nicknam\w+|refer(?:red|ring|s)? to|known as|alias|pseudonym|code ?(?:name|word)s?"
    r"|stands? for|instead of|let\W+\w+\W+(?:be|mean|stand)|I mean|means|denotes?|henceforth"
    r"|use\W+\w+\W+(?:for|when)|nenn\w+|heißt|appel\w+|nomm\w+|surnom\w+|llam\w+"
    r"|chiam\w+|назов\w+|назыв\w+)\b|=|->|→|[«「]|\b[a-z]{1,12} ?#?\d{1,3} ?[:)]",
    re.I,
)
"""What a turn has that gives something another name."""
_ORDERS = re.compile(
    r"\b(?:from now on|henceforth|whenever|(?:each|every|any) (?:time|question|message|turn|answer|reply)|for the rest"
    r"|until I|(?:my|your|the|all) (?:next|following|further|later|coming) (?:question|message|turn|answer|reply|replie"
    r"|sentence|word)s?|when I (?:say|ask|write|type)|if I (?:say|ask|write|type))\b",
    re.I,
)
"""What orders how later turns are to be answered."""
_RENAMES_IN_DATA = re.compile(r"\b(?:alias|pseudonym|code ?(?:name|word)s?|nicknames?|known as|stands? for)\b", re.I)
"""What a tool's result has that gives something another name: signs do not count, since data is full of them."""
_SIGN = re.compile(r"(?<![\w'’])(?:[A-Zb-hj-z]|[A-Z]{2,5})(?!\w)|[\u2190-\u2bff\U0001f300-\U0001faff]")
"""A letter or a picture that may be such a name."""
_NUMBERED = re.compile(r"\b([a-z]{1,12}) ?#?(\d{1,3})\b", re.I)
"""One of several things in a row: «person 1», «item #7»."""
_LISTED = re.compile(r"[,:]\s*(?:(?:and|or)\s+)?(?:he|she|him|her|they|them)\s*(?:[,?？]|\b(?:and|or)\b)", re.I)
"""Somebody who was named before, compared with others: «Who was born first, she or Neil Armstrong?»."""
_JOINS = re.compile(r"\W*(?:and|but|or|so|then)\b", re.I)
_PICKS = re.compile(
    r"\bthe (?:former|latter)\b|\bwhich of (?:the two|the three|them|these|those|both)\b"
    r"|\bthe (?:1st|2nd|3rd|first|second|third|fourth|fifth|last|middle|other)"
    r" (?:one|person|name|man|woman|author|writer|of (?:them|these|those|the (?:two|three|four)))\b"
    r"|\b(?:number|no\.|#) ?(?:one|two|three|four|five|\d)(?=\W*$)",
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
    kept, last = set(map(id, now.messages)), question.text
    older = [m for m in question.messages if id(m) not in kept]
    given, labels = _given(last), _labels(last)
    again = any(given & _given(text) for m in older for text in _giving(m))
    ordered = any(_ORDERS.search(m.content) for m in older)
    return question if again or ordered or any(_labels(m.content) & labels for m in older if m.role == "user") else now


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
    named = bool(before(question))
    if named and first == 0 and len(question.said) <= MAX_TURNS and (_means_somebody(said[0]) or addresses(said[0])):
        turns = [*_naming(question), *turns]
    elif named and addresses(said[-1]):  # who the model is by the system prompt, it is in every turn
        turns = [*(s for s in _naming(question) if YOU.search(s)), *turns]
    agreed = _renaming(question)
    if not turns:
        agreed = list(dict.fromkeys([*agreed, *(t for t in said[:-1] if _labels(t) & _labels(said[-1]))]))
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
    since = [m.content for m in question.messages[users[begun] : -1]] if begun > 0 else []
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


def renamed(question: Question) -> bool:
    """Tell whether the last turn has a name that an earlier one gave to something, or one orders what answers it."""
    return bool(_renaming(question))


def _renaming(question: Question) -> list[str]:
    """Return what was said before that gives something the name by which the last turn calls it, or orders answers."""
    giving = [text for m in recent(question) for text in _giving(m)]
    last = _given(question.text) if giving else set()
    return [*(turn for turn in giving if last & _given(turn)), *_ordering(question)]


def _ordering(question: Question) -> Iterator[str]:
    """Yield the sentences of the user's that say of what later answers are to be, and name it."""
    for turn in question.said[-MAX_TURNS:-1]:
        if _ORDERS.search(turn):
            said = (s for s in sentences(turn) if _ORDERS.search(s) and not _RENAMES.search(s))
            yield from (s for s in said if mentions(s).runs)


def _giving(message: Message) -> Iterator[str]:
    """Yield what of a message may give something a name: all of a turn, the lines of what a tool returned."""
    if message.role != "tool":
        yield from (message.content,) if _RENAMES.search(message.content) else ()
    elif _RENAMES_IN_DATA.search(message.content):
        yield from (s for s in sentences(message.content) if _RENAMES_IN_DATA.search(s))


def _given(turn: str) -> set[str]:
    """Return what may be a name that was given: rarer words in any case, letters, pictures, numbered things."""
    signs = {*_SIGN.findall(turn), *(f"{word.lower()} {number}" for word, number in _NUMBERED.findall(turn))} - {"I"}
    return {w for w in words(turn) if information(w) >= LABEL_NATS} | signs


def _labels(turn: str) -> set[str]:
    """Return the rarer words with a capital letter, or in quotes, by which a turn may call what another one names."""
    return {label for m in _LABEL.finditer(turn) if information(label := m[m.lastindex or 1].lower()) >= LABEL_NATS}


def stands_alone(question: Question) -> bool:
    """Tell whether the last turn asks something of its own, so that its answer belongs to no other question.

    A pronoun in a later clause may mean what the first one names; in the first it means what was said before.
    """
    return _stands(question.text)


def _stands(whole: str) -> bool:
    turn = without_opening(whole)
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


def _means_somebody(turn: str) -> bool:
    """Tell whether a turn means somebody who was named before it, if only in the system prompt."""
    return bool(_LISTED.search(turn) or reference_of(turn).other)


def statements(question: Question) -> list[str]:
    """Return what the earlier closed replies («Yes.», «B», «1931») asserted, each with its question."""
    turns = pairwise(before(question)[-2 * MAX_TURNS :])
    pairs = [(a.content, b.content) for a, b in turns if (a.role, b.role) == ("user", "assistant")]
    return [claim for asked, reply in pairs if (claim := assertion(asked, reply)) is not None]


def replies(question: Question) -> str:
    """Return the brief replies so far, a line each: a name may be given a letter a turn."""
    said = [m.content for m in before(question) if m.role == "assistant"]
    return "\n".join(s for s in said[-2 * MAX_TURNS :] if len(s.split()) <= MAX_BRIEF_WORDS)


def hangs_by_length(question: Question) -> bool:
    """Tell whether the last turn follows up on those before it for no other reason than that it is brief."""
    turn = without_opening(question.text)
    if not _is_brief(turn) or not before(question):
        return False
    refers = _FOLLOW_UP.search(turn) or _PICKS.search(turn) or _means_somebody(turn) or addresses(turn)
    return is_courtesy(turn) or not (refers or renamed(question))


def _follows(whole: str) -> bool:
    turn = without_opening(whole)
    hangs = (_is_brief(turn) and not (_stands(turn) and names_a_person(turn))) or lacks_subject(turn)
    return bool(hangs or is_unresolved(turn) or _PICKS.search(turn))


def _is_brief(turn: str) -> bool:
    return len(turn.split()) < MAX_FOLLOW_UP_WORDS
