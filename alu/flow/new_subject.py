"""Short turns that ask something new: «Tell me a joke.» behind a question about somebody.

A turn of a few words is read with the one before it, since it mostly hangs on that («And where?», «Which town?»). One
that is a greeting, or asks for something of its own, does not: its answer is not held for the person in the
turn before, as long as it does not go back to that person. Where that is not clear, the audit decides.
"""

from __future__ import annotations

import re
from dataclasses import replace

from alu.flow.asking import begins_a_request, has_question_mark, without_opening, without_request
from alu.flow.chat_spelling import written_out
from alu.flow.courtesy import is_courteous_reply, is_courtesy
from alu.flow.references import PRONOUN, reference_of, speaks_of_one
from alu.flow.word_lists import WORD_END, any_of
from alu.store.calibration import LABEL_NATS, MAX_BRIEF_WORDS
from alu.store.match.detection import Detection
from alu.store.text.languages import language
from alu.store.text.mentions import QUOTED
from alu.store.text.vocabulary import information
from alu.store.text.words import word_count, words

__all__ = ["LIVED", "asks_something_new", "lacks_subject", "tells_a_subject", "with_thread", "without_thread"]

_OF_SOMEBODY = re.compile(rf"\b(?:{any_of('of_somebody')}|{any_of('field')}){WORD_END}", re.I)
"""What may be asked for of somebody who was spoken of: it is no subject of its own."""
_DEFINITE = re.compile(r"\b(?:the|this|that|these|those|same|other|another|more|next|last|first|second|third)\b", re.I)
"""What points to something that is known, unless more is said of it."""
_SAID_MORE = re.compile(r"\bthe (?:\w+ ){1,3}(?:of|in|for|on|to|between|from)\b", re.I)
_ABOUT = re.compile(
    r"\b(?:about|on|of|for) (?:(?:a|an|the|my|our|your|some) )?"
    r"(?!(?:and|him|her|them|it|that|this|the|not|no|all|one)\b)[a-z]{3}",
    re.I,
)
_RECOMMENDS = re.compile(
    rf"\W*(?:please |just )?(?:(?:{any_of('recommend')}) (?:{any_of('recommended')})"
    rf"(?=\W*$| (?:{any_of('preposition')}) | about )"
    rf"|(?:{any_of('recommended', 'tr')}) (?:{any_of('recommend_behind')})\W*$)|\W*(?:{any_of('recommend_unspaced')})",
    re.I,
)
"""What asks for something of the model's own choice, be it of a kind that somebody makes: «Recommend a film.»."""
_FICTION = re.compile(r"\b(?:jokes?|puns?|knock[- ]knock|witz|blague|chiste|barzelletta|piada)\b", re.I)
"""What has people of its own, so that «he» in it is nobody else."""
_FEELS = re.compile(
    r"\W*(?:i['’]?m|i am|i feel|feeling)(?: (?:so|very|really|just|a bit|kinda|still)){0,2} (?:bored|sad|tired|mad"
    r"|angry|lonely|hungry|sick|ill|stressed|anxious|nervous|happy|excited|scared|exhausted|sleepy|upset|down)"
    r"(?: (?:today|now|rn|tbh|lol))?\W*",
    re.I,
)
"""A turn in which somebody says how they are, and no more."""
_JOKE = re.compile(
    r"\W*(?:(?:another|one|an?|any|some|tell|give|gimme|me|us|good|funny|dad|ek|koi|ac+ha|sa) ){0,5}(?:jokes?|puns?)"
    r"(?: (?:pls|please|lol|sunao|batao|na|yaar|bro)){0,3}\W*",
    re.I,
)
"""A turn that asks for a joke and no more."""
_SUM = re.compile(r"\d\s?(?:[+*/×÷^]|times|plus|minus|divided by)\s?\d|\bconvert \d", re.I)
LIVED = re.compile(
    r"\b(?:born|married|divorced|diagnosed|lives?|lived|studied|graduated|earns?|convicted|arrested|died|wed|jailed"
    r"|founded|published|wrote|awarded)\b",
    re.I,
)
"""What is said of people with or without a name: «Born in Tarn, 1961.»"""
_WHO = re.compile(r"\b(?:who|whose)\b", re.I)
_NAMES = re.compile(r"(?<![.!?:\n…] )(?<![\n\"“«'‘(\-*>#])(?<!^)\b(?!I\b)[^\W\d_a-z]|\d")
"""A capital letter that begins no sentence and no line, or a figure: a name, a title, a year."""


def asks_something_new(turn: str) -> bool:
    """Tell whether a short turn is thanks or a greeting, or asks for something that is nobody's.

    Example:
        >>> from alu.flow.new_subject import asks_something_new
        >>> [asks_something_new(t) for t in ("Tell me a joke.", "Thanks anyway!", "What is 2+2?")]
        [True, True, True]
        >>> [asks_something_new(t) for t in ("Tell me more.", "Write a biography.", "Which town?")]
        [False, False, False]
    """
    if is_courtesy(turn):
        return True
    turn = without_opening(written_out(turn))
    if _SUM.search(turn):
        return not LIVED.search(turn)
    if _RECOMMENDS.match(turn) or _FEELS.fullmatch(turn) or _JOKE.fullmatch(turn):
        return not reference_of(turn).other and not PRONOUN.search(turn)
    if reference_of(turn) or LIVED.search(turn):
        return False
    if not begins_a_request(turn) or has_question_mark(turn):
        return False
    asks = without_request(turn)
    return not (_DEFINITE.search(asks) and not _SAID_MORE.search(asks)) and _has_subject(asks)


def tells_a_subject(text: str) -> bool:
    """Tell whether a text, a request or not, has a word that something may be about."""
    return _has_subject(without_request(text))


def lacks_subject(turn: str) -> bool:
    """Tell whether a turn asks for a text without saying about what, however long it is.

    Example:
        >>> from alu.flow.new_subject import lacks_subject
        >>> lacks_subject("Write a detailed biography in three long paragraphs, please.")
        True
        >>> lacks_subject("Write a detailed biography of a lighthouse keeper, please.")
        False
    """
    return begins_a_request(turn) and not tells_a_subject(turn)


def _has_subject(asks: str) -> bool:
    """Tell whether what is asked for has a word of its own, says what it is about, or quotes something."""
    own = _OF_SOMEBODY.sub(" ", asks)
    quoted_or_about = QUOTED.search(asks) or _ABOUT.search(own)
    return bool(quoted_or_about) or any(information(word) >= LABEL_NATS for word in words(own))


def _goes_back(turn: str, text: str) -> bool:
    """Tell whether an answer speaks of somebody that neither it nor its turn names: «She was born»."""
    if _FICTION.search(turn):
        return LIVED.search(text) is not None
    return speaks_of_one(text, turn) or bool(LIVED.search(text))


def without_thread(turn: str, text: str, asked: Detection) -> Detection:
    """Return what a question touches, where it asks something new, by what answers it.

    What the turns before touch is left out where the answer is all courtesy, or speaks of nobody and names nothing;
    it stays where the answer goes back to somebody; else it stays for the audit to rule on.

    Args:
        turn: the question.
        text: what answers it, decoded.
        asked: what was found in question and thread.
    """
    courtesy = is_courtesy(turn)
    back = courtesy or _goes_back(turn, text)
    if (courtesy and is_courteous_reply(text)) or (not back and _speaks_of_nobody(text)):
        return with_thread(asked, direct=None)
    return with_thread(asked, direct=back)


def with_thread(asked: Detection, direct: bool | None) -> Detection:
    """Return a detection whose evidence in the turns before is direct or not, or is left out where that is None."""
    kept = (e for e in asked.evidence if e.source != "thread" or direct is not None)
    evidence = (replace(e, direct=bool(direct)) if e.source == "thread" else e for e in kept)
    return replace(asked, evidence=tuple(evidence))


def _speaks_of_nobody(text: str) -> bool:
    """Tell whether an English text of a sentence or more is about no person and names nothing."""
    if word_count(text) <= MAX_BRIEF_WORDS and "\n" not in text:
        return False
    return language(text) in ("en", None) and not any(p.search(text) for p in (PRONOUN, _WHO, _NAMES))
