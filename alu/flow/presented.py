"""The person that a system prompt presents as the subject of a dialogue («Current patient: Odalys Brannigan»).

In the turns that follow nobody names that person again: «Write the discharge letter.», «Any known conditions?». An
answer that speaks of «the patient», or a question about «the case», is then about the one who is presented; of any
other turn that names no subject of its own the audit decides.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache
from typing import NamedTuple

from alu.flow.asking import begins_a_request
from alu.flow.courtesy import is_courtesy
from alu.flow.people import people_in
from alu.flow.sent import SYSTEM, both_ends
from alu.flow.shift import names_its_own
from alu.flow.vault import Question
from alu.flow.word_lists import any_of
from alu.store.calibration import MAX_EARLIER_CHARACTERS
from alu.store.text.mentions import placed_names
from alu.store.text.names.person_names import person_in
from alu.store.text.roles import is_role_of_one

__all__ = ["Presented", "is_spoken_of", "presented"]

_LABEL = re.compile(
    r"(?<![^\W\d_])([^\W\d_]{3,30})(?: (?:name|record|file|in question|at hand))?[\"'*_]{0,3}"
    r"(?:\s?[:=–—]\s?|\s(?:is|named|ist|est|es|è|é)\s)[\s\"'“«*_]{0,4}(?:(?:Mr|Mrs|Ms|Dr|Herr|Frau)\.? )?$",
    re.I,
)
"""What stands before a name to say who that is: «Current patient: », «the customer is »."""
_PARTNER = re.compile(
    r"\b(?:(?:talking|speaking|chatting|call|chat|conversation|session|interview) (?:is )?(?:with|to|about)"
    r"|assist(?:ing|ant (?:of|to))|helping|supporting|serving|on behalf of|work(?:ing)? for)"
    r" (?:(?:the |our |your )?[^\W\d_]{3,30} )?(?:(?:Mr|Mrs|Ms|Dr)\.? )?$",
    re.I,
)
"""What makes a name that of the person that the model serves: «You are talking with », «You are the assistant of »."""
_ROLE = re.compile(any_of("role"), re.I)
_USER = frozenset({"user", "users", "name", "username", "nutzer", "benutzer"})
"""Labels that are no word for somebody in an answer: «the user» of a manual is anybody."""
_BEFORE = 80
"""Characters before a name in which it is said who that is."""
_CASE = re.compile(
    r"\b(?:summari[sz]e|describe|update|review|read|open|show|status of|about|in|from) (?:the|this)"
    r" (?:case|file|chart|record|account|dossier)\b(?! (?:of|for|with|that|who|where|against|law|study)\b)",
    re.I,
)
"""A question about whoever a file is of: «Summarise the case.», and not «Is that the case?»."""
_ANY = re.compile(r"\bany (?:\w+ )?\w+|\b(?:planned|scheduled|due|open|today|tomorrow|this week)\b", re.I)
"""What is asked of somebody without a subject: «Any known conditions?», «What is planned for today?»."""
_OWN = re.compile(
    r"\ban? (?!(?:note|letter|summary|e?-?mail|report|message|reply|reminder|bill|invoice)\b)[a-z]{3}"
    r"|\b(?:some|two|three|four|five|\d{1,2}) [a-z]{3}|\bthe (?:\w+ ){1,3}(?:of|in|on) (?:the )?[a-z]",
    re.I,
)
"""What a turn brings up: «a poem», «the first man on the moon»."""
_DEFINITE = r"(?<!\ban )(?<!\ba )(?<!each )(?<!every )(?<!any )(?<!ein )(?<!eine )(?<!jeder )(?<!un )(?<!une )"
"""Before a word for somebody that means one of many, and not the one who is presented."""


class Presented(NamedTuple):
    """A person that a system prompt presents."""

    line: str
    """Its line that has the name."""
    label: str
    """The word for that person in small letters, where it is one that an answer would use: «patient»."""


def presented(question: Question) -> Presented | None:
    """Return the person that a system prompt presents, where the turns have no subject of their own.

    None where it presents several, or nobody.

    Example:
        >>> from alu.chat import Message
        >>> from alu.flow.presented import presented
        >>> from alu.flow.vault import Question
        >>> prompt = Message("system", "You are an assistant. Current patient: Ada Lark, room 12.")
        >>> presented(Question((prompt, Message("user", "Any allergies?"))))
        Presented(line='You are an assistant. Current patient: Ada Lark, room 12.', label='patient')
        >>> presented(Question((prompt, Message("user", "What is a biopsy?"))))
    """
    texts = (both_ends(m.content, MAX_EARLIER_CHARACTERS) for m in question.messages if m.role in SYSTEM)
    found = [one for text in texts for one in _presented(text)]
    return found[0] if len(found) == 1 and not _has_subject(question.said) else None


def is_spoken_of(one: Presented, asks: str, answer: str = "") -> bool:
    """Tell whether question or answer speak of the person that a system prompt presents: «the case», «the patient»."""
    if _CASE.search(asks):
        return True
    if not one.label or not begins_a_request(asks):  # «How does the refund work?»: any customer
        return False
    return re.search(rf"{_DEFINITE}\b{re.escape(one.label)}\b", answer, re.I) is not None


def _has_subject(said: Sequence[str]) -> bool:
    """Tell whether some turns have a subject of their own, or none but courtesy: «What is a biopsy?», «Hello!»."""
    turns = [turn for turn in said if not is_courtesy(turn)]
    return not turns or any(
        names_its_own(_ANY.sub(" ", turn)) or _OWN.search(turn) is not None or bool(people_in(turn)) for turn in turns
    )


@lru_cache(maxsize=64)
def _presented(text: str) -> tuple[Presented, ...]:
    """Return those who are presented in a text, each name once."""
    found = dict[str, Presented]()
    for name, at in placed_names(text):
        before = text[max(0, at - _BEFORE) : at].rpartition("\n")[2]
        label = _LABEL.search(before)
        word = label[1].lower() if label else ""
        known = word in _USER or is_role_of_one(word) or bool(word and _ROLE.fullmatch(word))
        if (known or _PARTNER.search(before)) and person_in(name):
            start, end = text.rfind("\n", 0, at) + 1, text.find("\n", at)
            line = text[start : end if end >= 0 else len(text)]
            found.setdefault(name, Presented(line.strip(), word if known and word not in _USER else ""))
    return tuple(found.values())
