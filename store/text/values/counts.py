"""Whether digits count, date or measure something, and so are no identifier."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise

from alu.store.text.values.cues import NUMBER_KINDS, SURE_KINDS
from alu.store.text.values.digits import Group

__all__ = ["NETWORK_ADDRESS", "QUANTITY", "is_counted"]

QUANTITY = re.compile(r"\d{1,3}(?:([,. '])\d{3})(?:\1\d{3})*(?:[.,]\d+)?")
"""A number whose thousands are set apart."""
NETWORK_ADDRESS = re.compile(r"(?:(?:25[0-5]|2[0-4]\d|1?\d?\d)\.){3}(?:25[0-5]|2[0-4]\d|1?\d?\d)")
"""An address of the Internet Protocol, version 4: four numbers of a byte."""
_DECIMAL = re.compile(r"\d{1,3}[.]\d{5,}")
_COUNTED_NAMES = (
    "copies people persons inhabitants residents citizens dollars euros pounds yen francs units votes voters views "
    "viewers followers subscribers listeners streams downloads plays albums singles records books tickets visitors "
    "visits tourists members users employees workers students pupils soldiers men women children households "
    "shares years days hours minutes seconds miles metres meters kilometres kilometers feet acres hectares tons "
    "tonnes barrels litres liters gallons watts bytes cases deaths victims cars trees pages words items times points "
    "exemplare menschen personen einwohner euro stimmen zuschauer tonnen jahre "
    "exemplaires habitants personnes voix spectateurs ans tonnes "
    "copias ejemplares habitantes personas votos espectadores anos toneladas "
    "copie abitanti persone voti spettatori anni km m kg g t ha mw gw kw usd eur gbp chf jpy"
)
"""What is counted in millions, in prose about people, places and works: English, German, French, Spanish, Italian."""
_COUNTED = re.compile(
    r"\s?[$€£¥%]|[ -](?:[^\W\d_]{2,12} )?(?:square |cubic )?(?:" + "|".join(_COUNTED_NAMES.split()) + r")\b"
)


def is_counted(text: str, part: Sequence[Group], label: str, dated: bytearray) -> bool:
    """Tell whether a run of groups is a date, a count, a decimal fraction or years.

    Args:
        text: a folded text.
        part: the groups.
        label: the kind that the words right before them give it, or nothing.
        dated: of each character of the text, whether it is in a date.
    """
    start, end = part[0].start, part[-1].end
    written = text[start:end]
    if 0 not in dated[start:end] and (not written.isdigit() or label not in NUMBER_KINDS):
        return True
    if all(len(g.digits) == 4 and "1000" <= g.digits <= "2100" for g in part):
        return label not in SURE_KINDS or len(part) == 1 or _is_range(part, written)
    if NETWORK_ADDRESS.fullmatch(written):
        return False
    if _is_amount(text, start, end, written, label):
        return True
    if label in NUMBER_KINDS:
        return False
    spaced = " " in written and not written.endswith("000")
    return _DECIMAL.fullmatch(written) is not None or (not spaced and QUANTITY.fullmatch(written) is not None)


def _is_range(part: Sequence[Group], written: str) -> bool:
    """Tell whether years go from one to a later one: «1998-2004»."""
    return any(c in written for c in "-/") and all(a.digits <= b.digits for a, b in pairwise(part))


def _is_amount(text: str, start: int, end: int, written: str, label: str) -> bool:
    """Tell whether money or counted things are meant, or the thousands are set apart as in no other number."""
    if text[max(0, start - 1) : start] in {"$", "€", "£", "¥"}:
        return True
    if any(c in written for c in ",'") and QUANTITY.fullmatch(written):
        return True
    return label not in SURE_KINDS and written[:1] != "0" and _COUNTED.match(text, end) is not None
