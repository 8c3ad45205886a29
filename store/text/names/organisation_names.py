"""Names of organisations without legal form and article, and with «and» for «&»."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence
from functools import lru_cache

from alu.store.calibration import (
    DISTINCTIVE_NAME_NATS,
    LEAST_SURNAME_NATS,
    RARE_SURNAME_NATS,
    UNCOMMON_WORD_NATS,
    UNKNOWN_WORD_NATS,
)
from alu.store.text.names.name_lists import words_for
from alu.store.text.names.name_rarity import (
    is_frequent_surname,
    is_given_name,
    is_ordinary,
    key_words,
    name_nats,
    rarity,
)
from alu.store.text.names.other_letters import respelt

__all__ = ["has_legal_form", "is_distinct", "organisation_names", "without_legal_forms"]

_LONGEST, _LEAST_LETTERS, _LEAST_UNSPACED = 150, 4, 3
_LETTERS = re.compile(r"[^\W\d_]+")
_AND = re.compile(r"\s(?:&|\+|and|und|et|y|och|og|en)\s", re.IGNORECASE)
_SHORT = 3
"""Letters of a legal form that may be a surname."""
_SITE = re.compile(r"\.(?:com|org|net|io|ai|co|co\.uk|de|fr|eu|app|dev)$", re.IGNORECASE)
_FEW = 3
"""Words up to which «a» belongs to a name: «A Quiet Place»."""
_MOST_JOINED = 5
"""Words of a name in which «and» is written otherwise: titles of works have more."""
_ANDS = ("and", "und")
"""What joins two names; other languages have a word that is found by what the name is stored with."""
_QUOTES = " ,\"'“”„«»‘’"


@lru_cache(maxsize=4096)
def organisation_names(name: str) -> tuple[str, ...]:
    """Return what an organisation is also called by; of what is none, or where ordinary words are left, nothing.

    What is left is a name of two words, or one word that is no ordinary one, no first name and no frequent surname.

    Example:
        >>> from alu.store.text.names.organisation_names import organisation_names
        >>> organisation_names("Lark & Dove-Thoering GmbH"), organisation_names("Apple Inc.")
        (('Lark & Dove-Thoering', 'Lark and Dove-Thoering', 'Lark und Dove-Thoering'), ())
    """
    if len(name) > _LONGEST:
        return ()
    whole = " ".join(unicodedata.normalize("NFC", name).split())
    words = whole.split()
    core = without_legal_forms(words)
    legal = len(core) < len(words)
    article = len(core) > 1 and core[0].lower() in (*words_for("articles"), *(["a", "an"] if len(core) > _FEW else []))
    if not (legal or article or _AND.search(whole) or _SITE.search(whole)):
        return _unspaced(whole)
    least = UNCOMMON_WORD_NATS if legal else LEAST_SURNAME_NATS
    kept = core[1:] if article else core
    cores = [kept, *([kept[1:]] if legal and kept and kept[0].casefold() in words_for("organisation_kinds") else [])]
    found = [written for one in cores for written in _written(" ".join(one).strip(_QUOTES))]
    named = [one for one in found if _is_name(one, least)]
    named += (joined for joined in found if _is_pair(joined))
    named += (site for one in found if (site := _SITE.sub("", one)) != one and _is_name(site, RARE_SURNAME_NATS))
    return tuple(dict.fromkeys(one for one in named if key_words(one) != key_words(whole)))


def _unspaced(name: str) -> tuple[str, ...]:
    """Return a name in letters without spaces without its legal form: «スケロウ» of «株式会社スケロウ»."""
    for form in words_for("unspaced_legal_forms"):
        core = name.removeprefix(form).removesuffix(form).strip()
        if core != name and len(core) >= _LEAST_UNSPACED:
            return (core,)
    return ()


def _is_pair(text: str) -> bool:
    """Tell whether «and» joins two words with capital letters, which names something: «Salt & Gull»."""
    parts = _AND.split(text)
    return len(parts) == 2 and all(part[:1].isupper() and len(part) > 1 for part in parts)


def has_legal_form(name: str) -> bool:
    """Tell whether a name ends, or begins, with a legal form: «GmbH», «Ltd», «S.A.», «ООО»."""
    words = name.split()
    return len(without_legal_forms(words)) < len(words)


def is_distinct(name: str) -> bool:
    """Tell whether a name is known in small letters, too: it has a word of no language, and is long or a site."""
    unknown = any(rarity(w) >= UNKNOWN_WORD_NATS for w in name.split())
    return unknown and (name_nats(name) >= DISTINCTIVE_NAME_NATS or _SITE.search(name) is not None)


def without_legal_forms(words: Sequence[str]) -> list[str]:
    """Return the words of a name without legal forms, and what joins them: «GmbH & Co. KG»."""
    start, end = 0, len(words)
    while end > 1 and (_is_form(words[end - 1]) or (end < len(words) and _is_between(words[end - 1]))):
        end -= 1
    if end > 1 and _is_form(words[0]) and words[0].isupper():
        start = 1
    return list(words[start:end])


def _is_between(word: str) -> bool:
    return word.casefold() in words_for("between_legal_forms") or not _LETTERS.search(word)


def _is_form(word: str) -> bool:
    """Tell whether a word is a legal form as it is written: «AG» and «S.A.», and no surname «Sa»."""
    short = "".join(_LETTERS.findall(word))
    if not short or short.casefold() not in words_for("legal_forms"):
        return False
    written = len(short) > _SHORT or "." in word or "/" in word or short != short.capitalize()
    return written or short in words_for("capitalised_legal_forms")


def _written(core: str) -> Iterator[str]:
    """Yield a name as people write it: with each word for «and», and without marks on letters."""
    mark = _AND.search(core) if core.count(" ") < _MOST_JOINED else None
    ands = _ANDS if mark and "&" in mark.group() else ("&",)
    joined = [_AND.sub(f" {word} ", core) for word in ands] if mark else []
    for one in (core, *joined):
        yield one
        yield respelt(one)


def _is_name(text: str, least: float) -> bool:
    """Tell whether what is left names something: no ordinary words, no first name, and no surname that many bear."""
    words = text.split()
    if len(words) == 1 and not re.search(r"\w-\w", text):
        borne = is_given_name(text) or is_frequent_surname(text)
        return len(text) >= _LEAST_LETTERS and text[0].isupper() and rarity(text) >= least and not borne
    return bool(words) and not is_ordinary(text) and any(rarity(w) >= least - 1 for w in words)
