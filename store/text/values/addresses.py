"""Postal addresses: a house number with its street, in a sentence, in fields or abbreviated."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from alu.store.text.values.dwellings import COMMON_STREETS, is_dwelling
from alu.store.text.values.folded import Folded, Token
from alu.store.text.values.street_words import (
    ARTICLES,
    FILLER,
    LABELS,
    LEADING,
    SIDES,
    TYPES,
    AddressWords,
    has_type,
    is_street_word,
    short,
    street_end,
)

__all__ = ["Address", "addresses", "is_placed", "says"]

_NUMBER_LAST = {"calle", "avenida", "via", "viale", "piazza", "rua", "carrer", "ulica", "corso", "rue", "chemin"}
"""Those after which the house number comes last."""
_CUE = re.compile(r"\b(?:address|adresse|direccion|resid(?:es?|ed|ing|ence)|lives? at|lived at|living at)\b")
_SMALL = FILLER | LEADING
"""Words that an address may write small."""
_STATE = re.compile(r"\W{1,3}(?:[^\W\d_]+ ){0,3}?[^\W\d_]+, ?([a-z]{2})\b")
_AMERICAN = re.compile(r", ?[a-z]{2}\b")
_STATE_CODES = (
    "al ak az ar ca co ct de fl ga hi id il in ia ks ky la me md ma mi mn ms mo mt ne nv nh nj nm ny nc nd oh ok or pa "
    "ri sc sd tn tx ut vt va wa wv wi wy dc"
)
_STATES = frozenset(_STATE_CODES.split())
_ZIP = re.compile(r"(?<!\d)(\d{4,6})(?!\d)")
_OUTWARD, _INWARD = re.compile(r"[a-z]{1,2}\d[a-z\d]?"), re.compile(r"\d[a-z]{2}")
"""The halves of a British postal code: «ox1 4ab»."""
_PARTED, _NAMED = re.compile(r"[\s,;]"), re.compile(r"[^\W\d_]{3}")
_MIXED = re.compile(r"\w*?(?:\d[^\W\d_]{1,20}\d|[^\W\d_]\d{1,20}[^\W\d_])\w*")
_MOST_STRAYS = 2
_PLACE_BEFORE, _PLACE_AFTER = 12, 24
_MOST_WORDS, _TAIL = 6, 80
_COMMON_DIGITS = 3
"""Digits of a house number that streets of every town reach."""


@dataclass(frozen=True, slots=True)
class Address:
    """A postal address in a folded text."""

    house: str
    core: tuple[str, ...]
    """The words of the street without its type and side («61» of «North 61st Avenue»)."""
    types: frozenset[str]
    sides: frozenset[str]
    place: tuple[str, ...]
    """The words of the city."""
    code: str
    """The postal code, or nothing."""
    start: int
    end: int
    placed: bool
    """The text says that somebody is to be found there, or where the street is."""

    @property
    def key(self) -> str:
        """The address in one form of words, `5611 n 61 ave`."""
        return " ".join((self.house, *sorted(self.sides), *self.core, *sorted(self.types)))

    @property
    def parts(self) -> tuple[str, tuple[str, ...], str, bool]:
        """All that two addresses of one number and street differ by."""
        return self.key, self.place, self.code, self.placed

    @property
    def letters(self) -> str:
        """The name of the street without blanks, as which it is compared: «Rosehill» is «Rose Hill»."""
        return "".join(self.core)

    @property
    def common(self) -> bool:
        """Other towns have a street of that name with such a number, too."""
        return len(self.house) <= _COMMON_DIGITS and len(self.core) == 1 and self.core[0] in COMMON_STREETS


def addresses(folded: Folded, found: Sequence[Token]) -> Iterator[Address]:
    """Yield the addresses of a text: a number, and capital letters with a type of street, or a city or a cue."""
    words = AddressWords(found)
    cue = _CUE.search(folded.text) is not None
    if not (cue or _AMERICAN.search(folded.text) or any(map(is_street_word, words.words))):
        return
    tail = -1
    for i, token in enumerate(words.tokens):
        if not token.text.isdigit() or len(token.text) > 6 or _is_in_code(words.tokens[max(0, i - 1) : i + 2]):
            continue
        address = _number_last(folded, words, i) or _numbered(folded, words, i, cue)
        if (
            address
            and not _is_one_code(folded.text[address.start : address.end])
            and (address.types or token.start > tail)
        ):
            tail = address.end + _TAIL
            yield address


def _is_in_code(found: Sequence[Token]) -> bool:
    """Tell whether letters are written right before or behind a number: «1BoatSLR» is no house."""
    return any(a.end == b.start and not has_type(a.text) for a, b in pairwise(found))


def _is_one_code(written: str) -> bool:
    """Tell whether nothing parts a house number from a street: «88.133.102.16», and «3jt3shlm» in a longer code."""
    return not _PARTED.search(written) and (not _NAMED.search(written) or _MIXED.fullmatch(written) is not None)


def says(words: AddressWords, number: int, first: int, address: Address) -> int:
    """Return one after the last word of the street of `address` where a text gives it, or 0.

    Its house number is at word `number`, and its street from word `first` on. Nothing but labels stands between the
    two, or cells and fields with a word or two, where the city is near.
    """
    after, glued = street_end(words.words, first, address.letters, address.types)
    if not after or first <= number < after:
        return 0
    return after if _is_given(words, number, (first, after), address, glued=glued) else 0


def _is_given(words: AddressWords, number: int, street: tuple[int, int], address: Address, *, glued: bool) -> bool:
    """Tell whether a house number and the words of a street, from the first to before the last, are an address.

    Args:
        words: those of a text.
        number: which word is the house number.
        street: the first word of the street, and one after the last.
        address: what they have to be.
        glued: the street's type is written right behind its name.
    """
    said, (first, after) = words.words, street
    between = said[number + 1 : first] if number < first else said[after:number]
    near = said[max(0, first - 3) : first] + said[after : after + 3]
    strays = [i for i, w in enumerate(between) if not (w in FILLER or w in TYPES or w in SIDES)]
    together = not strays
    types, sides = _kinds(near, TYPES), _kinds(near, SIDES)
    typed = glued or bool(types & address.types) or has_type(address.core[-1])
    if _placed(said, number, address) and (
        together or (typed and _in_cells(words.tokens, number, first, after, strays))
    ):
        return True
    if _placed_elsewhere(words.tokens[after : after + _PLACE_AFTER], address):
        return False
    if (types and address.types and not typed) or (sides and address.sides and not sides & address.sides):
        return False
    in_order = number < first or any(w in LABELS for w in between)
    return together and (typed or (in_order and _telling(address)))


def is_placed(words: AddressWords, number: int, address: Address) -> bool:
    """Tell whether the postal code or the city is near the house number at word `number`."""
    return _placed(words.words, number, address)


def _in_cells(found: Sequence[Token], number: int, first: int, after: int, strays: Sequence[int]) -> bool:
    """Tell whether marks, not blanks alone, stand around each of the few words between number and street."""
    begin = number + 1 if number < first else after
    gaps = (
        (found[begin + i].start - found[begin + i - 1].end, found[begin + i + 1].start - found[begin + i].end)
        for i in strays
    )
    return len(strays) <= _MOST_STRAYS and all(max(gap) > 1 for gap in gaps)


def _kinds(words: Sequence[str], of: dict[str, str]) -> frozenset[str]:
    return frozenset(of[w] for w in words if w in of)


def _placed(said: Sequence[str], at: int, address: Address) -> bool:
    """Tell whether the postal code or the city is near, too."""
    around = said[max(0, at - _PLACE_BEFORE) : at + _PLACE_AFTER]
    return bool((address.code and address.code in around) or (address.place and set(address.place) <= set(around)))


def _placed_elsewhere(after: Sequence[Token], address: Address) -> bool:
    """Tell whether another postal code follows: American, British, or five digits right behind a German street."""
    codes = list(pairwise(_joined(after)))
    american = (a in _STATES and len(b) == 5 and b.isdigit() for a, b in codes)
    british = (_OUTWARD.fullmatch(a) and _INWARD.fullmatch(b) for a, b in codes)
    next_code = next((t.text for t in after[:2] if t.text != address.house), "")
    european = len(next_code) == 5 and next_code.isdigit() and has_type(address.core[-1])
    return len(address.code) in (4, 5) and (any(american) or any(british) or european)


def _joined(found: Sequence[Token]) -> list[str]:
    """Return tokens, those that nothing parts («ox», «1») as one."""
    words, end = list[str](), -1
    for token in found:
        words[-1:] = [words[-1] + token.text] if token.start == end else [*words[-1:], token.text]
        end = token.end
    return words


def _telling(address: Address) -> bool:
    """Tell whether number and name of a street are an address without the type: no year, no lone short word."""
    long = len(address.core) > 1 or (address.core[0].isalpha() and len(address.core[0]) > 5)
    return len(address.house) > 2 and not _year(address.house) and (long or not address.types)


def _numbered(folded: Folded, words: AddressWords, at: int, cue: bool) -> Address | None:
    """Return the address whose house number is the word at `at` and whose street follows."""
    last = _segment(folded.text, words.tokens, at)
    said = words.words[at + 1 : last]
    sure = cue or _STATE.match(folded.text, words.tokens[last - 1].end) is not None
    street = _street(said)
    if not street and not (sure and said):
        return None
    if not sure and _year(words.words[at]):
        return None
    lead = said[:1] != street[:1] and bool(street)
    named = words.tokens[at + 1 : at + 1 + len(street or said) + lead]
    if not (sure and street) and not _capital(folded, named):
        return None
    return _address(folded, words, (at, at, last), said, street or said)


def _street(said: Sequence[str]) -> Sequence[str]:
    """Return the words of the street up to its last type, or after it where nothing but a side is before."""
    typed = [i for i, w in enumerate(said) if w in TYPES]
    if not typed:
        return []
    before = [w for w in said[: typed[-1]] if w not in SIDES]
    if before and typed[0]:
        return said[: typed[-1]]
    after = said[typed[0] + 1 :]
    return after if after and (said[typed[0]] in LEADING or said[typed[0]] == "hwy") else said[: typed[-1]]


def _number_last(folded: Folded, words: AddressWords, at: int) -> Address | None:
    """Return the address whose house number is the word at `at` and ends it, as in German, Italian or Spanish."""
    for first in range(max(0, at - 4), at):
        raw = words.tokens[first].text
        leading = raw in _NUMBER_LAST and at - first > 1
        street = words.tokens[first : at + 1]
        if (leading or has_type(raw)) and _capital(folded, street[:-1]) and not _is_label(folded.text, street):
            said = words.words[first:at]
            name = said[1:] if leading else said
            return None if _year(words.words[at]) else _address(folded, words, (at, first, at + 1), said, name)
    return None


def _is_label(text: str, street: Sequence[Token]) -> bool:
    """Tell whether the first word names the field in which the rest stands: «Straße: Ahornweg 12»."""
    return len(street) > 2 and ":" in text[street[0].end : street[1].start]


def _address(
    folded: Folded, words: AddressWords, place: tuple[int, int, int], said: Sequence[str], street: Sequence[str]
) -> Address | None:
    """Return the address with the house number, first and last word at `place`."""
    at, first, last = place
    core = _core(street)
    end = words.tokens[last - 1].end
    tail = folded.text[end : end + _TAIL].split("\n")[0]
    city, code = _city(tail), _ZIP.findall(tail)
    if all(w in FILLER and w not in TYPES for w in core):
        return None
    return Address(
        house=words.words[at],
        core=tuple(core),
        types=_kinds(said, TYPES) if len(core) < len(said) else frozenset(),
        sides=_kinds([w for w in said if w not in core], SIDES),
        place=city,
        code=code[-1].lstrip("0") if code else "",
        start=words.tokens[first].start,
        end=end,
        placed=is_dwelling(folded, words.tokens[first].start, end),
    )


def _core(street: Sequence[str]) -> Sequence[str]:
    """Return a street without sides and articles before and after its name, all of it where it has no other word."""
    name = [i for i, w in enumerate(street) if w not in SIDES and w not in ARTICLES]
    return street[name[0] : name[-1] + 1] if name else street


def _city(tail: str) -> tuple[str, ...]:
    parts = [[w for w in p.split() if not any(map(str.isdigit, w))] for p in re.split(r"[,;.\n]", tail)]
    named = [p for p in parts if len(" ".join(p)) > 3]
    return tuple(map(short, named[0])) if named and len(named[0]) <= 3 else ()


def _segment(text: str, found: Sequence[Token], at: int) -> int:
    """Return one after the last word of the street that begins at word `at` with its number."""
    last = at + 1
    while last < len(found) and last <= at + _MOST_WORDS:
        gap, before = text[found[last - 1].end : found[last].start], found[last - 1].text
        if len(gap) > 3 or any(c in gap for c in ',;:!?\n()"#|') or ("." in gap and len(before) > 4):
            break
        last += 1
    return last


def _capital(folded: Folded, found: Sequence[Token]) -> bool:
    """Tell whether all words but small ones have a capital letter in the original, or are numbers."""
    firsts = [folded.original[folded.span(t.start, t.end)[0]] for t in found if t.text not in _SMALL]
    return bool(firsts) and all(c.isupper() or c.isdigit() for c in firsts)


def _year(number: str) -> bool:
    return len(number) == 4 and "1500" <= number <= "2100"
