"""Things named after a person: «the Ada Lovelace Institute», «Ada Lovelace Street», the ship «Ada Lovelace».

What is said of such a thing is not said of the person, as long as nobody is spoken of. English alone.
"""

from __future__ import annotations

import re
from functools import lru_cache

from alu.store.text.biography import is_calling, lives
from alu.store.text.languages import has_foreign_words
from alu.store.text.normalise import normalise, visible
from alu.store.text.terms import terms

__all__ = ["is_of_a_thing", "is_surname_of_things"]

_PLACES = """Institute Institution Foundation University College School Academy Library Museum Gallery Theatre
    Theater Hall Hospital Clinic Centre Center Laboratory Observatory Airport Station Bridge Tunnel Dam Street
    Road Avenue Lane Square Boulevard Drive Park Garden Gardens Stadium Arena Prize Award Medal Lecture
    Fellowship Scholarship Trophy Cup Building House Tower Society Trust Archive Archives Island Glacier Crater
    Mill Chapel Hotel Inn Lodge Wing Reservoir Quarry Lighthouse Harbour Pier"""
_BEARER = re.compile(
    r"\b(?:who|whose|whom|why|called|calls?|names?|named|namesakes?|after|because|tribute|goes back|owner|discover\w*"
    r"|belong\w*|origins?|title|Mrs?|Ms|Miss|Dr|Prof|Sir|honou?r\w*|commemorat\w*|found(?:er|ed)\w*|memory|life|biograph\w*|born|died"
    r"|lived?|lives|career|family)\b",
    re.IGNORECASE,
)
"""What may speak of whoever a thing has its name from, and not of somebody else."""
_FOUND = r"(?:theorem|lemma|conjecture|equation|paradox|algorithm|syndrome)s?"
"""What is named after whoever found it, in small letters."""
_STANDING = r"\b|".join(kind for kind in _PLACES.split() if kind != "House")
"""Kinds of which a thing has a surname alone; a house may be where somebody lives."""
_PUBLIC = r"(?:Street|Road|Avenue|Lane|Square|Boulevard|Bridge|Tunnel|Dam|Airport|Station|Hall|Island|Glacier)\b"
"""Those that may be asked about: what has its name from a giver, a winner or an author may be answered with these."""
_THING = re.compile(rf"(?<![\w’'-])([A-Z][\w’'-]*?)(?:\s(?:{_STANDING}\b)|(?:['’]s)?\s{_FOUND}\b)")
"""A surname, or whatever stands there, in the name of a thing."""
_PLACE = re.compile(rf"(?<![\w’'-])([A-Z][\w’'-]*?)\s{_PUBLIC}")
"""The same of a place in public."""
_VESSELS = (
    r"(?:ship|ferry|steamer|frigate|schooner|yacht|barge|trawler|tanker|lifeboat|locomotive|airship|asteroid|crater)"
)
_PERSON = re.compile(
    r"\b(?:he|she|him|her|his|hers|himself|herself|who|whose|whom|person|man|woman|boy|girl|born|died|dead|alive|namesakes?"
    r"|named|honou?r\w*|commemorat\w*|founder\w*|founded by|memory|life|biograph\w*|married|wife|husband|son|daughter"
    r"|mother|father|family|arrest\w*|convict\w*|accus\w*|jail\w*)\b",
    re.IGNORECASE,
)
"""What may speak of the person that the thing is named after."""


def is_of_a_thing(name: str, question: str, answer: str) -> bool:
    """Tell whether question and answer have a person's whole name as that of a thing alone, and speak of nobody.

    The kind of the thing follows each time («Street»); of a ship the question has it before («the ship Ada Lovelace»),
    and the answer «the». No word of the name stands by itself.

    Example:
        >>> from alu.store.text.names.eponyms import is_of_a_thing
        >>> is_of_a_thing("Ada Lark", "Where is Ada Lark Street?", "Ada Lark Street is in Lima.")
        True
        >>> is_of_a_thing("Ada Lark", "Where is Ada Lark Street?", "Ada Lark lives in Lima.")
        False
    """
    question, answer = visible(question), visible(answer)
    text = f"{question}\n{answer}"
    if _PERSON.search(text) or lives(text) or any(map(is_calling, terms(text))):
        return False
    written = re.escape(name)
    place = rf"{written}\s(?:[A-Z][a-z]+\s)?(?:{'|'.join(_PLACES.split())})\b"
    vessel = rf"\bthe\s{_VESSELS}\s[\"“«‘']?{written}\b", rf"\b[Tt]he\s(?:{_VESSELS}\s)?[\"“«‘']?{written}\b"
    for asks, says in ((place, place), vessel):
        left = re.sub(asks, " ", question), re.sub(says, " ", answer)
        if left[0] != question and not _has_part(name, " ".join(left)):
            return True
    return False


@lru_cache(
    maxsize=64
)  # each of a thousand rows of a text may ask for it, and long texts are not to be kept by hundreds
def is_surname_of_things(surname: str, text: str, asked: bool) -> bool:
    """Tell whether a text has a surname only in names of things, and speaks of nobody: «Lark Street», «Lark's theorem».

    Args:
        surname: one word, normalised.
        text: any; one that says «named after» or «who» may be about whoever the thing is named after.
        asked: a user asks it, so that the answer may speak of somebody: then the thing is a place in public.

    Example:
        >>> from alu.store.text.names.eponyms import is_surname_of_things
        >>> is_surname_of_things("lark", "Where is Lark Street?", True)
        True
        >>> is_surname_of_things("lark", "After whom was Lark Street named?", True)
        False
        >>> is_surname_of_things("lark", "The Lark Prize is old.", False)
        True
    """
    left = shown = visible(text)
    named = (_PLACE if asked else _THING).finditer(shown)
    for thing in dict.fromkeys(m.group() for m in named if normalise(m[1]) == surname):
        left = left.replace(thing, " ")
    if left == shown:  # nearly always
        return False
    return not (_has_part(surname, left) or _BEARER.search(left) or lives(left) or has_foreign_words(left))


def _has_part(name: str, text: str) -> bool:
    """Tell whether a text has a word of a name, in any case."""
    return not set(terms(name)).isdisjoint(terms(text))
