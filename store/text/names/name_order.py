"""Names as exports write them: in capitals, in lower case, or surname first without a comma."""

from __future__ import annotations

import re
from collections.abc import Sequence

from alu.store.calibration import LEAST_SURNAME_NATS, RARE_SURNAME_NATS, UNCOMMON_WORD_NATS
from alu.store.text.names.first_names import is_first_name
from alu.store.text.names.name_lists import listed_in, words_for
from alu.store.text.names.name_rarity import (
    is_frequent_surname,
    is_initial,
    is_of_nobody,
    key_of,
    may_be_surname,
    plain,
    rarity,
)
from alu.store.text.names.ranks import is_numeral

__all__ = ["in_order", "other_order"]

_PART = re.compile(r"[^\W\d_]+")
_MOST_WORDS = 6
_LEAST_CAPITALS, _CLEAR_CAPITALS = 3, 4
"""Letters of a surname in capitals next to a listed first name, and next to another word: «AG» and «UK» are neither."""
_PATRONYMIC = re.compile(r"(?:ovich|evich|ovych|evych|ivna|ovna|evna|vič|ович|евич|ич|овна|евна|івна|ївна|ична)$")


def in_order(name: str) -> tuple[str, ...]:
    """Return a name with capitals as a person's has them, first name first; nothing where it is so already.

    What is written in capitals next to a first name is the surname. Where capitals tell nothing, the lists of first
    names do. Small words without a listed first name and a surname that is no ordinary word are no name.

    Example:
        >>> from alu.store.text.names.name_order import in_order
        >>> in_order("BRANNIGAN Eleanor"), in_order("eleanor brannigan"), in_order("Eleanor Brannigan")
        (('Eleanor Brannigan',), ('Eleanor Brannigan',), ())
    """
    words = name.split()
    if not 2 <= len(words) <= _MOST_WORDS or is_of_nobody([w for w in words if len(w) > 2]) or is_numeral(words[-1]):
        return ()
    if name.islower() or name.isupper():
        return _listed(words)
    if any(w.isupper() and len(w) >= _LEAST_CAPITALS for w in words):
        return _with_capitals(words)
    first = _is_surname_first(words, UNCOMMON_WORD_NATS) or _is_eastern(words)
    return (" ".join((*words[1:], words[0])),) if first else ()


def other_order(name: str) -> tuple[str, ...]:
    """Return a name of two words with its words exchanged where no list tells which of them is the surname.

    Example:
        >>> from alu.store.text.names.name_order import other_order
        >>> other_order("Brannigan Peter"), other_order("Peter Brannigan"), other_order("Ada Peter")
        (('Peter Brannigan',), (), ())
    """
    words = [_capitalised(w) if w.isupper() or w.islower() else w for w in name.split()]
    if len(words) != 2 or not (_is_listed(words[1]) and is_frequent_surname(words[1])) or _is_listed(words[0]):
        return ()
    return (f"{words[1]} {words[0]}",) if may_be_surname(words[0], UNCOMMON_WORD_NATS) else ()


def _is_eastern(words: Sequence[str]) -> bool:
    """Tell whether a name begins with a surname of China, Korea or Vietnam, and with no other, nor ends with one."""
    rest = [w for w in words[1:] if not is_initial(w)]
    borne = key_of(words[0]) in words_for("eastern_surnames")
    last = bool(rest) and (is_frequent_surname(rest[-1]) or key_of(rest[-1]) in words_for("eastern_surnames"))
    return borne and len(rest) == len(words) - 1 <= 3 and not last and not _is_listed(rest[0])


def _with_capitals(words: Sequence[str]) -> tuple[str, ...]:
    """Return a name whose surname alone is in capitals: «BRANNIGAN Eleanor», «Odalys VAN GRIMKOV»."""
    surname = [w for w in words if w.isupper() and (len(w) >= _LEAST_CAPITALS or plain(w) in words_for("particles"))]
    given = [w for w in words if w not in surname]
    clear = len(surname[-1]) >= _CLEAR_CAPITALS and may_be_surname(surname[-1], RARE_SURNAME_NATS)
    if not _is_listed(given[0]) and not (clear and rarity(given[0]) >= UNCOMMON_WORD_NATS):
        return ()
    return (" ".join((*given, *map(_capitalised, surname))),)


def _listed(words: Sequence[str]) -> tuple[str, ...]:
    """Return a name of which no capitals tell anything."""
    written = [_capitalised(w) for w in words]
    if _is_surname_first(words, LEAST_SURNAME_NATS):
        return (" ".join((*written[1:], written[0])),)
    return (" ".join(written),) if _is_listed(words[0]) and may_be_surname(words[-1], LEAST_SURNAME_NATS) else ()


def _is_surname_first(words: Sequence[str], least: float) -> bool:
    """Tell whether a surname stands before first names: no first name itself, and no word that is an ordinary one."""
    surname, first, *more = words
    borne = is_frequent_surname(surname) and key_of(surname) not in listed_in("given_names")
    if (_is_listed(surname) and not borne) or not _is_listed(first) or (not more and is_frequent_surname(first)):
        return False
    if len(more) == 1 and _PATRONYMIC.search(more[0].lower()):
        return True
    middle = all(_is_listed(w) or is_initial(w) for w in more)
    return middle and not (more and is_frequent_surname(more[-1])) and may_be_surname(surname, least)


def _is_listed(word: str) -> bool:
    return len(word) > 1 and any(is_first_name(key_of(part)) for part in word.split("-"))


def _capitalised(word: str) -> str:
    """Return a word of a name with a capital letter where one belongs: «O'Brien», «van»."""
    small = word.lower()
    return small if small in words_for("particles") else _PART.sub(lambda part: part.group().capitalize(), small)
