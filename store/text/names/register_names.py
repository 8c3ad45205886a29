"""The plain names in an entry of a register or address book: «Dr. med. Ada "Addy" Lark née Dove».

Titles, degrees, departments and life dates are no part of a name, and a name in brackets or quotes, or behind «née» or
«alias», is another one of the same person. Whether what is left has the shape of a person's name, `name_forms` tells.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from functools import cache, lru_cache

from alu.store.calibration import LEAST_SURNAME_NATS
from alu.store.text.names.first_names import is_first_name
from alu.store.text.names.name_lists import words_for
from alu.store.text.names.name_order import in_order
from alu.store.text.names.name_rarity import key_of, rarity
from alu.store.text.names.organisation_names import has_legal_form
from alu.store.text.names.titles import is_title

__all__ = ["person_name", "register_names"]

_LONGEST = 200
_PLAIN = re.compile(r"[^\W\d_]+(?:-[^\W\d_]+)*(?: [^\W\d_]+(?:-[^\W\d_]+)*)*")
_NOTES = re.compile(r"<[^<>]*>|\[[^\[\]]*\]")
"""Addresses and numbers of a file: «<ada@…>», «[HR-0042]»."""
_APART = re.compile(r"\s[-–—|/]\s")
"""What is behind is a department or a place: «Ada Lark - HR»."""
_DEPARTMENT_WORDS = 2
"""More are the title of a work, mostly: «Ada Lark - Songs of the Sea»."""
_ENCLOSED = re.compile(r"\(([^()]*)\)|[\"“„”«»]([^\"“„”«»]{1,60})[\"“”«»]|(?<!\w)['‘’‚]([^'‘’‚]{1,60})['‘’](?!\w)")
_BORN = r"[Gg]eb|GEB|geborene[nr]?|[Nn][ée]e?|NÉE|NEE|born|verh|verw|vormals|früher|formerly|f\.?k\.?a|roz|nata"
_CALLED = r"a\.?k\.?a|A\.?K\.?A|alias|genannt|also known as|known as|called|detto|detta|dit|dite"
_MARK = re.compile(rf"(?<!\w)(?:({_BORN})|({_CALLED}))(?!\w)\.?:?\s*(?=\S)")
"""With a small letter, mostly: «Max Born» has a surname."""
_ANDS = "and|und|et|y|e|и|i|og|och|en"
_AND = re.compile(rf"\s(?:&|\+|{_ANDS})\s")
_APOSTROPHE = re.compile(r"(?<=[^\W\d_])['’](?=[^\W\d_])")
_BEFORE = re.compile(
    r"(?:\d{1,6}[.)]|[#№] ?\d{1,9}[.:]?|[-•*–—]) |(?:full )?names?: ?|(?:the )?(?:late|estate of) ", re.IGNORECASE
)
"""A mark of a list, a label, and what makes no other name: «1. Ada Lark», «Name: Ada Lark», «the late Ada Lark»."""
_BEHIND = re.compile(
    r"(?:['’]s|,? et al\.?|,? and (?:family|others)|[ ,]{0,2}\(?(?:she/her|he/him|they/them)\)?|[;,]"
    r"|(?<=[^\W\d_]{3})\.)$",
    re.IGNORECASE,
)
_LETTERS = re.compile(r"[^\W\d_]+")
_GENERATIONS = frozenset({"jr", "sr", "ii", "iii", "iv", "v"})
"""Of what stands behind a name, what tells a parent from a child."""


@lru_cache(maxsize=4096)
def register_names(entry: str) -> tuple[str, ...]:
    """Return the plain names of an entry, its own first; none where it is a plain name already.

    Example:
        >>> from alu.store.text.names.register_names import register_names
        >>> register_names('Dr. med. Ada "Addy" Lark née Dove'), register_names("Ada Lark")
        (('Ada Lark', 'Addy Lark', 'Ada Dove'), ())
    """
    if len(entry) > _LONGEST or has_legal_form(entry):
        return ()
    shown = " ".join(unicodedata.normalize("NFC", entry).split())
    if len(several := [one for part in shown.split(";") if (one := _bare(part.strip()))]) > 1 or several != [shown]:
        every = (name for one in several for name in (one, *register_names(one)))
        return tuple(dict.fromkeys(name for name in every if name != shown))
    if _PLAIN.fullmatch(shown) and _special().isdisjoint(shown.casefold().split()) and not _MARK.search(shown):
        return in_order(shown)
    found = [*_names(shown)]
    together = (_APOSTROPHE.sub("", name) for name in found if _APOSTROPHE.search(name))  # «Ada OHara»
    return tuple(dict.fromkeys(name for name in (*found, *together) if name != shown))


@lru_cache(maxsize=4096)
def person_name(entry: str) -> str:
    """Return a person's name without titles and degrees, first name first, so that two entries can be compared.

    What may tell two people apart stays where it is: a generation («Jr.»), a profession, a department, another name,
    dates. Of such an entry, of a firm and of several people the entry is returned as it is.

    Example:
        >>> from alu.store.text.names.register_names import person_name
        >>> person_name("Dr. med. Ada Lark"), person_name("LARK, Ada, PhD"), person_name("Ada Lark (surgeon)")
        ('Ada Lark', 'Ada Lark', 'Ada Lark (surgeon)')
    """
    shown = " ".join(unicodedata.normalize("NFC", entry).split())
    if len(entry) > _LONGEST or has_legal_form(entry) or _has_more(shown):
        return entry
    pieces = [words for piece in shown.split(",") if (words := _untitled(piece.split()))]
    if len(pieces) == 2:
        own, given = pieces
        if not is_first_name(key_of(given[0])):
            return entry  # «Ada Lark, surgeon»
        pieces = [[*given, *own]]
    if len(pieces) != 1 or len(pieces[0]) < 2:
        return entry
    name = " ".join(pieces[0])
    return next(iter(in_order(name)), name)


def _bare(entry: str) -> str:
    """Return an entry without what a list puts before it or behind it, and without quotes around all but an address."""
    noted = _NOTES.sub(" ", entry).strip()
    if noted[:1] == '"' and noted.find('"', 1) == len(noted) - 1:
        entry = noted.strip('"')
    if mark := _BEFORE.match(entry):
        entry = entry[mark.end() :]
    kept = _BEHIND.sub("", entry)
    return entry if _is_degree(entry.split(" ")[-1]) else kept


def _has_more(entry: str) -> bool:
    """Tell whether an entry has more than a name and titles: brackets, numbers, several people, a generation."""
    if any(mark.search(entry) for mark in (_NOTES, _APART, _ENCLOSED, _MARK, _AND)) or any(map(str.isdigit, entry)):
        return True
    return any("".join(_LETTERS.findall(word)).casefold() in _GENERATIONS for word in entry.split()[1:])


def _untitled(words: Sequence[str]) -> list[str]:
    """Return the words of a part of a name without degrees and without titles of any language, but for a last word."""
    if words and _is_title(words[0]) and all(_is_title(w) or _is_degree(w) or _is_of_faculty(w) for w in words):
        return []  # «…, Dr. rer. nat.»
    left = _stripped(words)
    while len(left) > 1 and is_title(key_of(left[0])):
        left = left[1:]
    return left


@cache
def _special() -> frozenset[str]:
    """Return the words that a plain name has none of: titles, degrees, «and»."""
    lists = ("honorifics", "register_titles", "degrees", "suffixes")
    return frozenset((*(word for which in lists for word in words_for(which)), *_ANDS.split("|")))


def _names(entry: str) -> Iterator[str]:
    """Yield the names of an entry."""
    enclosed = [(_inside(m), bool(entry[m.end() :].strip())) for m in _ENCLOSED.finditer(entry)]
    written, *marked = _parts(_NOTES.sub(" ", _ENCLOSED.sub(" ", entry)))
    for own in _people(_before_department(written)):
        for name in in_order(own) or (own,):
            if " " in name:
                yield name
                yield from _other_names(name, enclosed, marked)


def _inside(match: re.Match[str]) -> str:
    return match[match.lastindex or 0].strip()


def _other_names(name: str, enclosed: Iterable[tuple[str, bool]], marked: Iterable[tuple[bool, str]]) -> Iterator[str]:
    """Yield what else somebody is called by.

    Args:
        name: the plain one, first name first.
        enclosed: what is in brackets or quotes, and whether more of the name follows.
        marked: what is behind «née» (True) or «alias».
    """
    first, surname = name.split()[0], name.split()[-1]
    for inside, within in enclosed:
        before, *more = _parts(inside)
        yield from (other for born, text in more for other in _behind(name, text, born=born))
        nick = before.strip(" ,;")
        if not more and _is_name(nick) and (within or is_first_name(key_of(nick))):
            yield f"{nick} {surname}"
            if not is_first_name(key_of(nick)):  # a surname of before, mostly
                yield f"{first} {nick}"
    yield from (other for born, text in marked for other in _behind(name, text, born=born))


def _behind(name: str, text: str, *, born: bool) -> Iterator[str]:
    """Yield the name that stands behind a mark: a surname, a first name, or both."""
    *given, surname = name.split()
    other = " ".join(_stripped(text.strip(" ,;").split()))
    if not _is_name(other):
        return
    if " " in other and other[0].isupper() and is_first_name(key_of(other.split()[0])):
        yield other
    elif born:
        yield f"{' '.join(given)} {other}"
    elif is_first_name(key_of(other)):
        yield f"{other} {surname}"
    else:
        yield other


def _is_name(text: str) -> bool:
    """Tell whether a text is a name of a few words: letters alone, the last with a capital."""
    parts = text.split()
    return 0 < len(parts) <= 4 and parts[-1][0].isupper() and not any(c.isdigit() or c in "@,;:/" for c in text)


def _parts(text: str) -> tuple[str, *tuple[tuple[bool, str], ...]]:
    """Return what stands before the first mark, and behind each, with whether it is one of «née»."""
    marks = list(_MARK.finditer(text))
    ends = [*(m.start() for m in marks), len(text)]
    behind = ((bool(m[1]), text[m.end() : end]) for m, end in zip(marks, ends[1:], strict=True))
    return (text[: ends[0]], *behind)


def _before_department(text: str) -> str:
    """Return the first part of an entry that has two words or more, where the others are short: «HR - Ada Lark»."""
    parts = [part.strip() for part in _APART.split(text)]
    names = [part for part in parts if " " in part]
    short = all(len(part.split()) <= _DEPARTMENT_WORDS for part in parts if part not in names[:1])
    return names[0] if names and short else text


def _people(text: str) -> Iterator[str]:
    """Yield the people of an entry, first name first: one mostly, and two of «Ada Lark & Ben Dove»."""
    both = [part for part in _AND.split(text) if part.strip()]
    if len(both) == 1:
        yield from _orders(text)
    elif len(both) == 2:
        one, other = (next(_orders(part), "") for part in both)
        if one and " " in other and _are_people(one.split()[0], other.split()[0]):
            yield one if " " in one else f"{one} {other.split()[-1]}"
            yield other


def _are_people(one: str, other: str) -> bool:
    """Tell whether two words begin the names of two people: one on the lists, and the other no ordinary word."""
    words = one, other
    unlisted = [word for word in words if not is_first_name(key_of(word))]
    return len(unlisted) < len(words) and all(rarity(word) >= LEAST_SURNAME_NATS for word in unlisted)


def _orders(text: str) -> Iterator[str]:
    """Yield the words of a name, first name first, without titles and degrees; both ways where a comma may mean two."""
    pieces = [words for piece in text.split(",") if (words := _stripped(piece.split()))]
    if not pieces:
        return
    own, *more = pieces
    given = bool(more) and is_first_name(key_of(more[0][0]))
    if not more or (len(own) > 1 and not given):  # «Ada Lark, surgeon»
        yield " ".join(own)
    if more and (given or not is_first_name(key_of(own[0]))):
        yield " ".join((*more[0], *own))


def _stripped(words: Sequence[str]) -> list[str]:
    """Return the words of a part of a name without titles before and degrees behind; of titles alone, none."""
    if all(_is_title(word) or _is_degree(word) for word in words):
        return []
    start, end = _after_titles(words), len(words)
    while end - start > 1 and (_is_degree(words[end - 1]) or not _LETTERS.search(words[end - 1])):
        end -= 1
    return list(words[start:end])


def _after_titles(words: Sequence[str]) -> int:
    """Return the place of the first word that is no title."""
    at = 1 if len(words) > 1 and words[0].lower() == "the" and _is_title(words[1]) else 0
    while at < len(words) - 1 and (_is_title(words[at]) or (at and _is_of_faculty(words[at]))):
        at += 1
    return at


def _is_title(word: str) -> bool:
    """Tell whether a word is a title, or several in one: «Dr.», «Dr.-Ing.», «Dott.ssa»."""
    parts = _LETTERS.findall(word.casefold())
    known = words_for("honorifics"), words_for("register_titles")
    return bool(parts) and all(any(part in some for some in known) for part in parts)


def _is_of_faculty(word: str) -> bool:
    """Tell whether a word says what somebody is a doctor of: «med.», «rer.», «nat.»."""
    return (word.endswith(".") or word.islower()) and all(
        part in words_for("faculties") for part in _LETTERS.findall(word.casefold())
    )


def _is_degree(word: str) -> bool:
    """Tell whether a word is a degree, an order or a generation, as such are written: «LL.M.», «PhD», «III»."""
    short = "".join(_LETTERS.findall(word))
    written = "." in word or sum(map(str.isupper, short)) > 1
    listed = short.casefold() in words_for("degrees") or short.casefold() in words_for("suffixes")
    return listed and (written or short.casefold() in ("jr", "sr", "esq"))
