"""People of rank, who are called by a given name and what they are: «Prince Odalys, Duke of Tarn», «Odalys VIII»."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from functools import lru_cache
from typing import NamedTuple

from alu.store.text.names.name_lists import words_for
from alu.store.text.names.name_rarity import is_given_name, key_of, plain

__all__ = ["given_name_of", "is_numeral", "is_rank", "is_rank_phrase", "rank_forms", "ranked_names"]

_LONGEST, _MOST_WORDS = 100, 12
_NUMERAL = re.compile(r"[IVX]{1,5}\.?")
_ORDINAL = re.compile(r"\d{1,2}(?:st|nd|rd|th)|first|second|third", re.IGNORECASE)
_WORD = re.compile(r"[^\W_]+(?:['’-][^\W_]+)*\.?")
_LINKS = "of von zu zur de di du del della do da d' af"
_OF = frozenset(_LINKS.split())


class _Ranked(NamedTuple):
    """A name of somebody of rank, in parts."""

    rank: tuple[str, ...]
    """Before the name: «Crown Prince»."""
    name: tuple[str, ...]
    numeral: str
    office: tuple[str, ...]
    """Behind the name, without an ordinal: «Duke of Tarn»."""
    shortened: bool
    """The entry has more than these: «… of Sweden»."""


def is_rank(word: str) -> bool:
    """Tell whether a word with a capital letter is a rank: «Duke», «Königin»."""
    return word[0].isupper() and (plain(word) in words_for("ranks") or key_of(word) in words_for("ranks"))


def is_rank_phrase(text: str) -> bool:
    """Tell whether what stands behind the comma of an entry is a rank: «1st Duke of Tarn», «Princess Royal».

    Example:
        >>> from alu.store.text.names.ranks import is_rank_phrase
        >>> is_rank_phrase("6th Baron Byron"), is_rank_phrase("Ada")
        (True, False)
    """
    return bool(_office(text.split()))


def is_numeral(word: str) -> bool:
    """Tell whether a word behind a name tells rulers apart: «VIII»."""
    return _NUMERAL.fullmatch(word) is not None


def ranked_names(entry: str) -> tuple[str, ...]:
    """Return the plain names in an entry about somebody of rank; none where it has no rank, number or country.

    Example:
        >>> from alu.store.text.names.ranks import ranked_names
        >>> ranked_names("Prince Odalys, Duke of Tarn"), ranked_names("Archbishop Ada Lark")
        (('Prince Odalys',), ('Ada Lark',))
        >>> ranked_names("Queen Odalys II"), ranked_names("Juan Odalys I of Tarn"), ranked_names("Queen Odalys")
        (('Odalys II',), ('Juan Odalys I',), ())
    """
    if (one := _ranked(entry)) is None:
        return ()
    found = []
    if one.numeral and (one.rank or one.shortened):
        found.append(" ".join((*one.name, one.numeral)))
    elif one.rank and len(one.name) > 1 and is_given_name(one.name[0]):
        found.append(" ".join(one.name))
    if one.rank and one.shortened:
        found.append(" ".join((*one.rank, *one.name, *filter(None, [one.numeral]))))
    return tuple(found)


def given_name_of(entry: str) -> str:
    """Return the one given name that an entry has and no surname, "" where it has another shape.

    Example:
        >>> from alu.store.text.names.ranks import given_name_of
        >>> given_name_of("Catherine, Princess of Tarn"), given_name_of("Catherine"), given_name_of("Ada Lark")
        ('Catherine', 'Catherine', '')
    """
    one = _ranked(entry)
    names = one.name if one else tuple(entry.split())
    return names[0] if len(names) == 1 and is_given_name(names[0]) else ""


def rank_forms(entry: str) -> tuple[str, ...]:
    """Return what somebody of rank is called, too, as others may be: by the office, and by rank and given name.

    Example:
        >>> from alu.store.text.names.ranks import rank_forms
        >>> rank_forms("Odalys, Princess of Tarn"), rank_forms("King Odalys III")
        (('Princess of Tarn', 'Princess Odalys'), ('King Odalys',))
        >>> rank_forms("Ada VIII")
        ('King Ada', 'Queen Ada', 'Emperor Ada', 'Pope Ada')
    """
    if (one := _ranked(entry)) is None:
        return ()
    named = not _OF.isdisjoint(map(plain, one.office)) or one.office[-1:] == one.name[-1:]
    found = [" ".join(one.office)] if named and len(one.office) > 1 else []
    if one.rank:
        found += [" ".join((*one.rank, *one.name))] if one.numeral else []
    elif len(one.name) == 1 and one.office:
        found.append(f"{next(filter(is_rank, one.office))} {one.name[0]}")
    elif one.numeral and all(map(is_given_name, one.name)):
        found += [" ".join((rank, *one.name)) for rank in words_for("sovereigns")]
    return tuple(found)


@lru_cache(maxsize=64)
def _ranked(entry: str) -> _Ranked | None:
    """Return the parts of an entry about somebody of rank, else nothing."""
    if len(entry) > _LONGEST or not any(map(_is_sign, entry.split())):
        return None
    before, comma, after = unicodedata.normalize("NFC", entry).partition(",")
    words, office = before.split(), _office(after.split())
    if not words or len(words) > _MOST_WORDS or (comma and not office) or not all(map(_WORD.fullmatch, words)):
        return None
    at = _after_rank(words)
    rank, rest = words[:at], words[at:]
    place = next((n for n, word in enumerate(rest) if n and word == "of"), len(rest))
    named, shortened = rest[:place], bool(office) or place < len(rest)
    numbered = len(named) > 1 and is_numeral(named[-1]) and (rank or is_given_name(named[0]))
    numeral = named.pop() if numbered else ""
    if not named or not (rank or office or numeral) or not all(word[0].isupper() for word in (named[0], named[-1])):
        return None
    return _Ranked(tuple(rank), tuple(named), numeral, tuple(office), shortened)


def _is_sign(word: str) -> bool:
    """Tell whether a word may make an entry one about somebody of rank."""
    return word.endswith(",") or is_rank(word) or is_numeral(word)


def _office(words: Sequence[str]) -> list[str]:
    """Return the words of a rank that stands behind a name, without an ordinal; of what is none, nothing."""
    left = list(words)
    while left and (_ORDINAL.fullmatch(left[0]) or left[0].lower() == "the"):
        left = left[1:]
    at = _after_rank([*left, ""])  # a rank alone is one, too
    named = all(word[0].isupper() or plain(word) in _OF or plain(word) == "the" for word in left[at:])
    return left if at and named and len(left) <= _MOST_WORDS and all(map(_WORD.fullmatch, left)) else []


def _after_rank(words: Sequence[str]) -> int:
    """Return the place behind the ranks that words begin with, 0 where they begin with none; a last word is no rank."""
    at = ranked = 0
    while at < len(words) - 1 and (is_rank(words[at]) or plain(words[at]) in words_for("of_ranks")):
        at += 1
        ranked = at if is_rank(words[at - 1]) else ranked
    return ranked
