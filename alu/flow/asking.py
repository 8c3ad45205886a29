"""The part of a turn that asks something: its questions and requests, without the texts that come with them.

A text or a program that is to be worked on stands in lines of its own behind what is asked of it, mostly.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from alu.flow.word_lists import WORD_END, any_of
from alu.store.calibration import MAX_FOLLOW_UP_WORDS, MIN_OWN_WORDS
from alu.store.text.normalise import sentences

__all__ = [
    "asked_in",
    "asking",
    "begins_a_request",
    "brings_text",
    "first_clause",
    "has_question_mark",
    "is_question",
    "without_opening",
    "without_request",
]

_REQUEST = re.compile(
    rf"\W*(?:(?:please|now|then|and|so|ok|okay|just|also|bitte)\W+)*(?:{any_of('request')}){WORD_END}", re.I
)
"""How a turn begins that asks for something."""
_REQUEST_UNSPACED = re.compile(any_of("request_unspaced"))
_QUESTION_UNSPACED = re.compile(rf"(?:{any_of('question_unspaced')})(?=[\s.!。．！」』]|$)")
_NOTED, _GOES_ON = any_of("noted"), any_of("goes_on")
_OPENING = re.compile(
    rf"[\s«\"“]{{0,9}}(?:(?:{_NOTED}){WORD_END}\s{{0,9}}(?:[.,;:!…–—-]{{1,9}}|(?=(?:{_NOTED}|{_GOES_ON}){WORD_END}))\s{{0,9}}"
    rf"|(?:{any_of('noted_unspaced')})[\s。、，．.,!！।،…]{{0,9}}"
    rf"|(?:{any_of('purpose')}){WORD_END}\s{{0,9}}[,:–—-]{{1,3}}\s{{0,9}}"
    rf"|(?:{_GOES_ON}){WORD_END}[\s,:–—-]{{0,9}}|(?:{any_of('goes_on_unspaced')})[\s、，,]{{0,9}}){{1,4}}",
    re.I,
)
"""How a turn begins that takes note of a reply and goes on: «OK. Then», «わかりました。では、», «For the form:»."""
_CLAUSE = re.compile(
    r"[,;:.!?？]|\band (?=(?:who|whom|whose|what|when|where|which|why|how|whether|if|is|are|was|were|do|does|did|has"
    r"|have|had|can|could|will|would|tell|give|name|list|say|also|then|please|I|you|we|he|she|it|they|that|this)\b)"
)
"""Where a clause ends: an «and» between two nouns ends none («of birth and death of that woman»)."""


def begins_a_request(text: str) -> bool:
    """Tell whether a text begins as requests do: «Write …», «Please tell me …»."""
    return _REQUEST.match(text) is not None


def without_request(text: str) -> str:
    """Return what a request asks for; all of a text that is none.

    Example:
        >>> from alu.flow.asking import without_request
        >>> without_request("Please tell me a joke.")
        ' a joke.'
    """
    begins = _REQUEST.match(text)
    return text[begins.end() :] if begins else text


def without_opening(turn: str) -> str:
    """Return a turn without what takes note of the reply before it, or what it is for; all of a turn that does no more.

    Example:
        >>> from alu.flow.asking import without_opening
        >>> without_opening("OK. Then tell me a joke."), without_opening("Na gut. Was ist Gewinn?")
        ('tell me a joke.', 'Was ist Gewinn?')
        >>> without_opening("Fine, then just for the capacity sheet: how many machines is it on?")
        'how many machines is it on?'
        >>> without_opening("Fine art?"), without_opening("Never mind.")
        ('Fine art?', 'Never mind.')
    """
    begins = _OPENING.match(turn)
    left = turn[begins.end() :] if begins else turn
    return left if any(map(str.isalnum, left)) else turn


def asking(turn: str) -> Iterator[tuple[str, bool]]:
    """Yield each sentence of a turn, and whether the line it is in asks something."""
    lines = [line for line in turn.splitlines() if line.strip()]
    for n, line in enumerate(lines):
        last = n == len(lines) - 1 and len(line.split()) < MAX_FOLLOW_UP_WORDS
        asks = n == 0 or last or has_question_mark(line) or begins_a_request(line)
        yield from ((one, asks) for one in sentences(line))


def asked_in(turn: str) -> str:
    """Return the questions, requests and scraps of a turn; where it has none, whatever it says in lines that may ask.

    Example:
        >>> from alu.flow.asking import asked_in
        >>> asked_in("Ada has six eggs. How many are left?")
        'How many are left?'
    """
    said = [one for one, asks in asking(turn) if asks]
    asks = (one for one in said if has_question_mark(one) or begins_a_request(one) or len(one.split()) < MIN_OWN_WORDS)
    return " ".join([*asks] or said)


def brings_text(turn: str) -> bool:
    """Tell whether a turn brings along a text to be worked on, in lines that ask nothing."""
    return any(not asks and len(one.split()) >= MIN_OWN_WORDS for one, asks in asking(turn))


def first_clause(turn: str) -> str:
    """Return the first clause of a turn that is long enough to have a subject; "" without any."""
    asked = turn.rpartition(": ")[2]  # behind an instruction, or what is said of the answer's form
    clauses = _CLAUSE.split(asked if has_question_mark(asked) else turn)
    return next((c for c in clauses if len(c.split()) >= MIN_OWN_WORDS), "")


def is_question(text: str) -> bool:
    """Tell whether a text asks: by a question mark or, where many write none, as questions end and requests are made.

    Example:
        >>> from alu.flow.asking import is_question
        >>> [is_question(text) for text in ("Who is it?", "富士山の高さを教えてください。", "Yes.")]
        [True, True, False]
        >>> is_question("何日間残りますか。"), is_question("確か。"), is_question("며칠 동안 보관되나요.")
        (True, False, True)
    """
    return has_question_mark(text) or any(p.search(text) for p in (_REQUEST_UNSPACED, _QUESTION_UNSPACED))


def has_question_mark(text: str) -> bool:
    """Tell whether a text has a question mark of any script."""
    return "?" in text or "？" in text or "؟" in text
