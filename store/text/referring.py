"""Whether a question and its answer refer to a person that neither names: «he», «the actor», «who».

Known for English. A word that only may be a role («-er», «-ist») counts as one, so that silence is certain.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from alu.store.text.biography import is_calling
from alu.store.text.languages import is_name, language
from alu.store.text.mentions import QUOTED, full_names
from alu.store.text.roles import ROLES, THINGS

__all__ = ["is_about_a_person", "names_something", "refers"]

_HE = r"he|she|him|her|hers|his|himself|herself"
_PRONOUN = re.compile(
    rf"\b(?:{_HE}|they|them|their|theirs|themselves|someone|somebody|anyone|anybody|you|your)\b", re.IGNORECASE
)
_WHO = re.compile(r"\b(?:who|whom|whose)\b", re.IGNORECASE)
_AGENT = re.compile(r"(?:[^aeiou]er|or|ist|ian|ess|man|woman|person|eer|eur|ster|ee)s?$")
_ENGLISH = re.compile(r"\b(?:the|what|which|when|where|how|did|does|who|whose)\b", re.IGNORECASE)
_WORD = re.compile(r"[^\W\d_]+")
_CAPITAL = re.compile(r"(?<![.!?] )(?<!^)(?<![¿¡])\b(?!I\b)[^\W\d_a-z]")
"""A letter with which a word within a sentence begins, and that may be a capital one."""
_ITS = re.compile(r"\b(?:it|its|itself)\b", re.IGNORECASE)
_HIS = re.compile(rf"\b(?:{_HE})\b", re.IGNORECASE)
_LIVED = re.compile(
    r"\b(?:born|married|divorced|diagnosed|suffers|lives|lived|studied|graduated|earns|convicted|arrested|died)\b"
    r"|\b(?:wife|husband|daughter|son|children|mother|father) of\b"
)
"""What people do and suffer, and things hardly ever."""
_SAID_OF = re.compile(r"\b(?:as|be|been|bec[ao]me)\s+(?:[\w'’-]+\s+){0,4}$")
_ASKED_FOR = re.compile(
    r"(?:\b[Ww]ho\s+(?:is|was|are|were)\s+(?:[\w'’-]+\s+){0,4}|\b(?:[Ww]hich|[Ww]hat)\s+"
    r"(?:(?!(?:did|do|does|is|was|are|were|has|had|can|the|that|this)\b)[\w’'-]+\s+){0,3})$"
)
_REACH = 60
"""Characters before a role in which such a phrase begins."""


def refers(question: str, answer: str, *, guessing: bool = True) -> bool:
    """Tell whether a question, or its answer, may refer to a person that neither names.

    «Who», and the role that it asks for, refers to nobody where the answer is the name of somebody else; a pronoun not
    behind a whole name, nor behind that «who»; a role not in a title, nor where it is said of a name («as president»).
    True for what is not in English.

    Args:
        question: any.
        answer: any.
        guessing: what only ends like a role («disorder») counts as one, too.

    Example:
        >>> from alu.store.text.referring import refers
        >>> refers("When was the film 'Salt Tide' released?", "In 1986."), refers("Where was the keeper born?", "Oslo")
        (False, True)
        >>> refers("Who left the Gulls in 1966?", "Odo Finch"), refers("Who left the Gulls in 1966?", "the drummer")
        (False, True)
    """
    if not _ENGLISH.search(question) or any(language(text) not in ("en", None) for text in (question, answer)):
        return True
    asks, says = (QUOTED.sub(" ", text) for text in (question, answer))
    named = bool(full_names(answer)) or is_name(answer)
    if _WHO.search(asks) and not named:
        return True
    role = _has_role(asks, guessing, asked=named) or _has_role(says, guessing)
    return role or _has_pronoun(asks) or _has_pronoun(says)


def _has_role(text: str, guessing: bool, *, asked: bool = False) -> bool:
    """Tell whether a text has a role that is not said of somebody named before, nor, with `asked`, what it asks for."""
    names = full_names(text)
    named = text.find(names[0]) if names else len(text)
    for found in _WORD.finditer(text):
        at = found.start()
        if not _is_role(found.group(), text[found.end() : found.end() + 2], guessing):
            continue
        before, owns = text[max(0, at - _REACH) : at], text[found.end() : found.end() + 1] in ("'", "’")
        if not (named < at and _SAID_OF.search(before)) and not (asked and not owns and _ASKED_FOR.search(before)):
            return True
    return False


def _is_role(word: str, behind: str, guessing: bool) -> bool:
    """Tell whether a word may be what somebody is; one with a capital not where a name follows: «President Adams»."""
    if not word.islower():
        return word.istitle() and is_calling(word.lower()) and not behind[1:].isupper()
    if _PRONOUN.fullmatch(word):
        return False
    one = word.removesuffix("s") if word != "stars" else word  # the verb, mostly
    guessed = guessing and bool(_AGENT.search(word)) and word not in THINGS
    return bool({word, one} & ROLES) or is_calling(one) or guessed


def _has_pronoun(text: str) -> bool:
    names, who = full_names(text), _WHO.search(text)
    named = text.find(names[0]) if names else len(text)
    return bool(_PRONOUN.search(text, 0, min(named, who.start() if who else len(text))))


def names_something(text: str) -> bool:
    """Tell whether a text has a capital letter within a sentence: a name or a title."""
    return any(m[0].isupper() for m in _CAPITAL.finditer(text))


def is_about_a_person(texts: Iterable[str]) -> bool:
    """Tell whether what is stored is about a person: more of it says «he» or what is said of people than «it».

    Example:
        >>> from alu.store.text.referring import is_about_a_person
        >>> [is_about_a_person([text]) for text in ("She kept a gull.", "Odo Finch married in 1980.", "It sells salt.")]
        [True, True, False]
    """
    listed = list(texts)
    return sum(bool(_HIS.search(t) or _LIVED.search(t)) for t in listed) > sum(bool(_ITS.search(t)) for t in listed)
