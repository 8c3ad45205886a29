"""Identifiers in a text: phone and national numbers, cards, IBANs, e-mails, URLs, handles, dates, addresses.

Each has a key without its notation: `+1 (914) 476-4669`, `914.476.4669` and «nine one four …» are `9144764669`.
What tells one holder apart by itself is `hard`; a date, a year or a count is not.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Final, NamedTuple

from alu.store.calibration import KEPT_TERMS_CHARACTERS
from alu.store.text.kept import kept
from alu.store.text.values.addresses import Address, addresses
from alu.store.text.values.codes import CODE_WORD, codes
from alu.store.text.values.coordinates import coordinates
from alu.store.text.values.counts import NETWORK_ADDRESS, QUANTITY, is_counted
from alu.store.text.values.cues import HANDLE_WORD, Cues, IdentifierKind
from alu.store.text.values.dates import dates
from alu.store.text.values.digits import Group, chains, groups, luhn, speaks_digits
from alu.store.text.values.folded import Folded, Token, runs_of_letters, tokens
from alu.store.text.values.handles import handles
from alu.store.text.values.hosts import is_own_host

__all__ = [
    "IN_LETTERS",
    "LEAST",
    "Identifier",
    "IdentifierKind",
    "Read",
    "compacted",
    "identifiers",
    "read_identifiers",
    "solid",
    "solid_letters",
]

LEAST, _MOST = 7, 34
"""Digits of a number that is an identifier by itself."""
_EMAIL = re.compile(
    r"(?<![\w.+\-\\'])[\w.+\-\\']+ ?(?:@|%40|[(\[]at[)\]]) ?(?:[\w\-]+(?: ?\. ?| ?[(\[]dot[)\]] ?))+[^\W\d_]{2,}"
)
_SPELLED = re.compile(
    r"(?<![\w.+\-])[\w.+\-]+(?: (?:dot|underscore|dash) [\w.+\-]+){0,6} at [\w\-]+(?: dot [\w\-]+)* dot [^\W\d_]{2,6}\b"
)
_URL = re.compile(
    r"(?:https?://|www\.)[^\s<>\"'()\[\]{}|,]+|(?<![\w@.\-])(?:[a-z0-9\-]+\.)+[a-z]{2,}(?:/[^\s<>\"'()\[\]{}|,]*)?"
)
_DIALLED = re.compile(r"(?:^wa\.me/|[?&]phone=)(?:\+|%2b)?([1-9]\d{7,14})$")
"""A link that calls a number, with its calling code."""
_IBAN = re.compile(r"\b[a-z]{2}\d{2}(?:[ \-.]?[a-z0-9]){11,30}")
_IBAN_COUNTRIES = (
    "ad24 ae23 al28 at20 az28 ba20 be16 bg22 bh22 br29 by28 ch21 cr22 cy28 cz24 de22 dk18 do28 ee20 eg29 es24 fi18 "
    "fo18 fr27 gb22 ge22 gi23 gl18 gr27 gt28 hr21 hu28 ie22 il23 iq23 is26 it27 jo30 kw30 kz20 lb28 lc32 li21 lt20 "
    "lu20 lv21 ly25 mc27 md24 me22 mk19 mr27 mt31 mu30 nl18 no15 pk24 pl28 ps29 pt25 qa29 ro24 rs22 sa24 sc31 se24 "
    "si19 sk24 sm27 st25 sv28 tl23 tn24 tr26 ua29 va22 vg24 xk20"
)
_IBAN_LENGTHS = {w[:2]: int(w[2:]) for w in _IBAN_COUNTRIES.split()}
_CODE = re.compile(
    r"(?<!\w)[a-z]{2} ?\d\d ?\d\d ?\d\d ?[a-d](?!\w)|(?<!\w)(?=[a-z0-9])(?=[a-z\-]{0,30}\d)(?=[\d\-]{0,30}[a-z])"
    r"[a-z0-9]+(?:[\- ](?=[a-z]{0,30}\d)[a-z0-9]+){0,7}(?!\w)"
)
_NATIONAL_CODE = re.compile(
    r"[a-z]{2}\d{6}[a-d]|\d{8}[a-z]|[xyz]\d{7}[a-z]|[a-z]{6}\d\d[a-z]\d\d[a-z]\d{3}[a-z]|"
    r"[a-z]{5}\d{4}[a-z]|[a-z]{4}\d{6}[hm][a-z]{5}\w\d"
)
"""British, Spanish (two), Italian, Indian and Mexican numbers."""
_AGE = re.compile(r"aged? \d|\d[ -]year")
_SSN = re.compile(r"\d{3}([- ])\d{2}\1\d{4}")
IN_LETTERS: Final = f"{CODE_WORD}|[a-z][.][a-z]{{2}}| dot |[(\\[](?:at|dot)[)\\]]|{HANDLE_WORD}"
"""A regular expression of what an identifier of letters has: a word for a code or a handle, a host, a mark in words."""
_SIGN = re.compile(f"[0-9@]|www|://|{IN_LETTERS}")
_MARKS = (
    (re.compile(r" ?(?:%40|[(\[]at[)\]]| at ) ?"), "@"),
    (re.compile(r" ?(?:[(\[]dot[)\]]| dot ) ?|(?<=\w) ?\. ?(?=\w)"), "."),
    (re.compile(r" (?:underscore) "), "_"),
    (re.compile(r" (?:dash|hyphen) "), "-"),
    (re.compile(r"\\"), ""),
)
_SPELLED_MARKS = {"at", "dot", "underscore", "dash", "hyphen", "minus", "point", "period", "slash", "arroba", "punto"}
_SPELLED_MARKS |= {"punkt", "http", "https", "www", "mailto"}
_HOST_ENDINGS = "com org net edu gov io me info dev co uk de fr es it eu ch at nl in ru jp br ca au us app blog"
_HOST_ENDS = frozenset(_HOST_ENDINGS.split())


@dataclass(frozen=True, slots=True)
class Identifier:
    """An identifier in a text."""

    kind: IdentifierKind
    key: str
    """Without notation: digits of a number, a folded e-mail, URL without scheme or code, the ISO form of a date."""
    start: int
    end: int
    """Where it is in the text, from `start` to before `end`."""
    hard: bool = True
    """It tells its holder apart by itself."""


class Read(NamedTuple):
    """What `read_identifiers` finds in a text."""

    identifiers: tuple[Identifier, ...]
    addresses: tuple[Address, ...]
    """The addresses with the parts that are compared; where two overlap only one is an identifier."""


def identifiers(text: str) -> tuple[Identifier, ...]:
    """Return the identifiers of `text` by place; a date of which day and month may be either comes twice."""
    return read_identifiers(text).identifiers


@kept(65_536, KEPT_TERMS_CHARACTERS)
def read_identifiers(text: str) -> Read:
    """Return the identifiers of `text` and the parts of its addresses; kept by text, as facts are read again."""
    folded = Folded(text)
    if not may_hold_identifiers(folded.text):
        return Read((), ())
    words, cues = tokens(folded.text), Cues(folded.text)
    homes = tuple(addresses(folded, words)) if any(c.isdigit() for c in folded.text) else ()
    names = _Names(folded.text)
    for home in homes:
        names.add("address", home.key, home.start, home.end, hard=home.placed)
    for place in coordinates(folded.text):
        names.found.append(Identifier("id", place.key, place.start, place.end))
    _named(names, folded, cues)
    found = [*names.found, *_numbers(folded.text, groups(words), names, cues)]
    placed = (_placed(folded, i) for i in sorted(found, key=lambda i: (i.start, -i.end, i.key)))
    return Read(tuple(placed), homes)


def may_hold_identifiers(folded: str) -> bool:
    """Tell whether a folded text has what every identifier has one of: a sign, a word for its kind, digits in words."""
    return _SIGN.search(folded) is not None or speaks_digits(folded)


def _national(digits: str) -> str:
    """Return a phone number without the prefix that it is called by from elsewhere, as far as that is sure.

    `digits` may begin with `+`, `00` or `011` and a calling code; of others a trunk zero is taken away, and the 1 of
    eleven digits that begin with it.
    """
    plain = digits.lstrip("+")
    abroad = re.match(r"00|011", plain)
    if digits.startswith("+") or (abroad and len(plain) > 10):
        return _without_code(plain[abroad.end() :] if abroad and not digits.startswith("+") else plain)
    if len(plain) == 11 and plain[0] == "1":
        return plain[1:]
    return plain[1:] if plain[0] == "0" and len(plain) > LEAST else plain


def _without_code(digits: str) -> str:
    import phonenumbers  # slow to import, and for a number with a calling code alone

    try:
        parsed = phonenumbers.parse("+" + digits)
    except phonenumbers.NumberParseException:
        return digits
    return phonenumbers.national_significant_number(parsed).lstrip("0")


def _placed(folded: Folded, found: Identifier) -> Identifier:
    """Return `found` with its place in the original text."""
    span = folded.span(found.start, found.end)
    return found if span == (found.start, found.end) else replace(found, start=span[0], end=span[1])


class _Names:
    """Collects what is found in a text, each place once.

    Args:
        text: a folded text.
    """

    def __init__(self, text: str) -> None:
        self.found: list[Identifier] = []
        self.taken = bytearray(len(text))

    def add(self, kind: IdentifierKind, key: str, start: int, end: int, *, hard: bool = True) -> None:
        """Add an identifier where nothing is found yet."""
        if key and 1 not in self.taken[start:end]:
            self.taken[start:end] = b"\1" * (end - start)
            self.found.append(Identifier(kind, key, start, end, hard))


def _named(names: _Names, folded: Folded, cues: Cues) -> None:
    """Add e-mails, URLs, handles, IBANs and codes with letters."""
    text = folded.text
    for written_kind, m in _written(text, cues):
        key = _key(written_kind, m.group())
        if written_kind == "url" and (dialled := _DIALLED.search(key)):
            names.add("phone", _without_code(dialled[1]), m.start(), m.end())
        # a URL that is a host alone is anybody's, unless it is said to be somebody's own
        hard = written_kind != "url" or "/" in key or is_own_host(text, key, m.start())
        names.add(written_kind, key, m.start(), m.end(), hard=hard)
    for m in _IBAN.finditer(text):
        if iban := _iban(m.group()):
            names.add("iban", iban, m.start(), m.start() + _taken(m.group(), len(iban)))
    for code in codes(folded):
        names.add(_code(code.key, cues.certain_before(code.start)) or "id", *code)
    for m in _CODE.finditer(text):
        key = re.sub(r"[\- ]", "", m.group())
        if kind := _code(key, cues.certain_before(m.start())):
            names.add(kind, key, m.start(), m.end())


def _written(text: str, cues: Cues) -> Iterator[tuple[IdentifierKind, re.Match[str]]]:
    """Yield e-mails, URLs and handles."""
    if "@" in text or "%40" in text or "at)" in text or "at]" in text:
        yield from (("email", m) for m in _EMAIL.finditer(text))
    if " at " in text and " dot " in text:
        yield from (("email", m) for m in _SPELLED.finditer(text))
    if "." in text:
        yield from (("url", m) for m in _URL.finditer(text) if "/" in m[0] or "www." in m[0] or _host(m[0]))
    yield from (("handle", m) for m in handles(text, cues))


def _key(kind: IdentifierKind, written: str) -> str:
    if kind == "email":
        for mark, plain in _MARKS:
            written = mark.sub(plain, written)
        return written
    if kind == "url":
        return re.sub(r"^(?:https?://)?(?:www\.)?", "", written).rstrip("/.;:?!")
    return written.lstrip("@").rstrip(".") if kind == "handle" else compacted(written)


def compacted(text: str) -> str:
    """Return the letters and digits of a folded text without marks, written or spelled out, and scheme."""
    return "".join(t.text for t in solid(tokens(text)))


def solid(words: Sequence[Token]) -> list[Token]:
    """Return the tokens that are no spelled-out marks of an e-mail or URL."""
    return [t for t in words if t.text not in _SPELLED_MARKS]


def solid_letters(folded: str) -> str:
    """Return the letters of `solid` in a text without digits and escapes."""
    return "".join(word for word in runs_of_letters(folded) if word not in _SPELLED_MARKS)


def _host(url: str) -> bool:
    return url.rpartition(".")[2] in _HOST_ENDS and not url[0].isdigit()


def _iban(written: str) -> str:
    """Return the IBAN that `written` begins with (ISO 13616: length by country, remainder 1 of 97), or nothing."""
    iban = re.sub(r"[ \-.]", "", written)[: _IBAN_LENGTHS.get(written[:2], 0)]
    if len(iban) < 15 or len(iban) != _IBAN_LENGTHS[iban[:2]]:
        return ""
    return iban if int("".join(str(int(c, 36)) for c in iban[4:] + iban[:4])) % 97 == 1 else ""


def _taken(written: str, count: int) -> int:
    """Return how many characters of `written` hold its first `count` letters and digits."""
    places = [i for i, c in enumerate(written) if c.isalnum()]
    return places[count - 1] + 1


def _code(code: str, cue: str) -> IdentifierKind | None:
    """Return the kind of a code of letters and digits, if it is one of a person or thing."""
    digits = sum(c.isdigit() for c in code)
    if _NATIONAL_CODE.fullmatch(code):
        return "national_id"
    if len(code) >= 6 and digits >= 3 and cue in ("id", "national_id", "card"):
        return "national_id" if cue == "national_id" else "id"
    return "id" if len(code) >= 9 and digits >= 5 else None


def _numbers(text: str, found: Sequence[Group], names: _Names, cues: Cues) -> Iterator[Identifier]:
    """Yield numbers and dates."""
    free = [g for g in found if not names.taken[g.start]]
    days = dates(text) if free else []
    yield from (Identifier("date", key, d.start, d.end, hard=False) for d in days for key in d.keys)
    dated = bytearray(len(text))
    for day in days:
        dated[day.start : day.end] = b"\1" * (day.end - day.start)
    for chain in chains(free, text):
        yield from _chain(text, chain, dated, cues)


def _chain(text: str, chain: Sequence[Group], dated: bytearray, cues: Cues) -> Iterator[Identifier]:
    """Yield the numbers of a run of groups: all of it, and its parts between blanks that are long enough."""
    parts = [chain, *_parts(text, chain)] if len(chain) > 1 else [chain]
    hard = False
    for part in parts:
        start, end = part[0].start, part[-1].end
        digits = "".join(g.digits for g in part)
        if not LEAST <= len(digits) <= _MOST or _placeholder(digits):
            continue
        if is_counted(text, part, cues.right_before(start), dated):
            continue
        hard = True
        kind = _kind(digits, text[start:end], cues.before(start))
        plus = "+" if text[max(0, start - 2) : start].lstrip(" (").rstrip("(") == "+" else ""
        yield Identifier(kind, _national(plus + digits) if kind == "phone" else digits, start, end)
    if not hard:
        yield from _soft(text, [g for g in chain if len(g.digits) == 4 or not dated[g.start]])


def _parts(text: str, chain: Sequence[Group]) -> Iterator[list[Group]]:
    """Yield the runs between blanks, if there are several and other separators too."""
    part = [chain[0]]
    whole = True
    for group in chain[1:]:
        if text[part[-1].end : group.start].isspace():
            whole = False
            yield part
            part = []
        part.append(group)
    if not whole:
        yield part


def _placeholder(digits: str) -> bool:
    """Tell whether digits are a filler that anybody writes: `0000000`, `1234567`."""
    return len(set(digits)) < 3 or digits in "01234567890123456789" or digits in "98765432109876543210"


def _kind(digits: str, written: str, cue: str) -> IdentifierKind:
    if NETWORK_ADDRESS.fullmatch(written):
        return "id"
    if 13 <= len(digits) <= 19 and luhn(digits) and (cue == "card" or digits[0] in "3456"):
        return "card"
    if cue == "national_id" or _SSN.fullmatch(written):
        return "national_id"
    if cue == "phone" or (cue != "id" and 10 <= len(digits) <= 15 and not written.isdigit()) or len(digits) == 10:
        return "phone"
    return "id"


def _soft(text: str, chain: Sequence[Group]) -> Iterator[Identifier]:
    """Yield years, ages, short numbers and counts."""
    start, end = (chain[0].start, chain[-1].end) if chain else (0, 0)
    if len(chain) > 1 and QUANTITY.fullmatch(text[start:end]):
        chain = [Group("".join(g.digits for g in chain), start, end)]
    for g in chain:
        if len(g.digits) == 4 and "1000" <= g.digits <= "2100":
            yield Identifier("date", g.digits, g.start, g.end, hard=False)
        elif 2 < len(g.digits) <= _MOST or (len(g.digits) == 2 and _AGE.search(text[max(0, g.start - 6) : g.end + 6])):
            yield Identifier("id", g.digits, g.start, g.end, hard=False)
