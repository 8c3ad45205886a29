"""Other names that a dialogue gives to something: «Call her Heron.», and later «Where was Heron born?».

With them goes what orders how later turns are answered: «Whenever I say apple, …».
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from alu.chat import Message
from alu.flow.sent import recent
from alu.flow.vault import Question
from alu.store.calibration import LABEL_NATS, MAX_TURNS
from alu.store.text.mentions import mentions
from alu.store.text.normalise import sentences
from alu.store.text.vocabulary import information
from alu.store.text.words import words

__all__ = ["RENAMES_PASTED", "calls_as_before", "labels_in", "renamed", "renaming"]

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
RENAMES_PASTED = re.compile(
    r"=|→|->|\b(?:call(?:ed|s)?|known as|alias|nicknam\w+|stands? for|code ?names?|pseudonyms?)\b", re.I
)
"""What in a text that came with the question may give a target another name, by which a question can mean it."""
_SIGN = re.compile(r"(?<![\w'’])(?:[A-Zb-hj-z]|[A-Z]{2,5})(?!\w)|[\u2190-\u2bff\U0001f300-\U0001faff]")
"""A letter or a picture that may be such a name."""
_NUMBERED = re.compile(r"\b([a-z]{1,12}) ?#?(\d{1,3})\b", re.I)
"""One of several things in a row: «person 1», «item #7»."""


def renamed(question: Question) -> bool:
    """Tell whether the last turn has a name that an earlier one gave to something, or one orders what answers it."""
    return bool(renaming(question))


def renaming(question: Question) -> list[str]:
    """Return what was said before that gives something the name by which the last turn calls it, or orders answers."""
    giving = [text for m in recent(question) for text in _giving(m)]
    last = _given(question.text) if giving else set()
    return [*(turn for turn in giving if last & _given(turn)), *_ordering(question)]


def calls_as_before(older: Sequence[Message], last: str) -> bool:
    """Tell whether a turn calls something as an older message does, or one of these orders how it is answered."""
    given, labels = _given(last), labels_in(last)
    again = any(given & _given(text) for m in older for text in _giving(m))
    ordered = any(_ORDERS.search(m.content) for m in older)
    return again or ordered or any(labels_in(m.content) & labels for m in older if m.role == "user")


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


def labels_in(turn: str) -> set[str]:
    """Return the rarer words with a capital letter, or in quotes, by which a turn may call what another one names."""
    return {label for m in _LABEL.finditer(turn) if information(label := m[m.lastindex or 1].lower()) >= LABEL_NATS}
