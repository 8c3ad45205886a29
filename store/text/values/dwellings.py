"""Whether an address is given as the place where somebody lives or works, and not as a mere name."""

from __future__ import annotations

import re

from alu.store.text.values.folded import Folded
from alu.store.text.values.street_words import short

__all__ = ["COMMON_STREETS", "is_dwelling"]

_FOUND_THERE = re.compile(
    r"\b(?:liv(?:es?|ed|ing)|resid\w*|dwell\w*|address\w*|adress\w*|home|house|flat|apartment|room|mov(?:es?|ed|ing)|"
    r"stay(?:s|ed|ing)?|locat\w*|reach\w*|headquarter\w*|based|offices?|works? (?:at|from|out)|worked (?:at|from|out)|"
    r"work(?:ing|place)|practi[cs]es?|surgery|studio|shop|store|business|company|runs|ran|rents?|rented|own(?:s|ed)?|bought|"
    r"grew up|born at|raised|neighbou?rs?|mail|letters?|write to|visit\w*|deliver\w*|found at|meet|"
    r"wohn\w*|anschrift|gemeldet|buro|praxis|laden|kanzlei|zuhause|arbeitet|zog|umgezogen|"
    r"habit\w*|demeur\w*|domicil\w*|loge\w*|travaille|"
    r"viv\w*|direccion|casa|trabaja|abit\w*|indirizzo|lavora|mora|morada|endereco|woon\w*|adres\w*|bor|mieszka\w*)\b"
)
"""Words of living, working, moving and being reached."""
_SENTENCE = re.compile(r"(?<=[^\W\d_]{3})[.!]\s|;\s")
_HOUSE_LETTER = re.compile(r" ?[a-z](?![^\W_])")
"""Behind the number of a house: «12b», «12 b»."""
_LABEL = re.compile(
    r"(?:^|[|;,\n\"'{] ?)(?:street|strasse|rue|calle|via|straat|gata|gate|ulica|utca|ulice)"
    r"(?: (?:name|line ?\d?|and number|und (?:haus)?n(?:umme)?r\.?))?[\"']?\s?[:=]\s?[\"']?$"
)
"""A field of a form right before an address: «Straße: Ahornweg 12b»."""
_BEFORE, _AFTER, _LABELLED = 100, 60, 60
_CODE_BEHIND = re.compile(
    r"(?:\.?,\s?|[\s|]{1,3})(?:[a-z]{1,2}-)?(?:\d{5,6}(?!\d)|\d{4} ?(?=[^\W\d_])|[a-z]{1,2}\d[a-z\d]? ?\d[a-z]{2}\b)"
)
_CITY_BEHIND = re.compile(
    r"\.?\s?[,|\n]\s?(?:[^\W\d_]+[ \-]){0,2}[^\W\d_]{3,}"
    r"(?=\W{0,2}$|[.;]|\s?[,|\n]\s?[^\W_]|\s(?:[a-z]{2}\s)?\(?[a-z]{0,2}\d)"
)
_COMMON_NAMES = (
    "high main church station park school mill market green london victoria queen king queens kings manor springfield "
    "new north south west east oak pine maple cedar elm lake hill washington first second third 1 2 3 4 5 haupt "
    "hauptstr bahnhofstr dorfstr schulstr gartenstr kirchstr bergstr kirchweg gartenweg birkenweg waldweg "
    "eglise gare republique ecole mairie roma garibaldi mazzini verdi mayor real iglesia"
)
COMMON_STREETS = frozenset(map(short, _COMMON_NAMES.split()))
"""Names of streets that every other town has, as addresses are compared by them (Great Britain's, the USA's, Germany's,
France's, Italy's and Spain's most frequent ones)."""


def is_dwelling(folded: Folded, start: int, end: int) -> bool:
    """Tell whether an address in a text is where somebody is to be found: it says so, or a city or postal code follows.

    Args:
        folded: the text.
        start: where the address begins.
        end: where it ends.
    """
    text = folded.text
    if letter := _HOUSE_LETTER.match(text, end):
        end = letter.end()
    if not re.search(r"\w", text[:start] + text[end:]) or _LABEL.search(text[max(0, start - _LABELLED) : start]):
        return True
    before = _SENTENCE.split(text[max(0, start - _BEFORE) : start])[-1]
    after = _SENTENCE.split(text[end : end + _AFTER], maxsplit=1)[0]
    if _FOUND_THERE.search(before) or _FOUND_THERE.search(after):
        return True
    return _CODE_BEHIND.match(text, end) is not None or _has_city(folded, end)


def _has_city(folded: Folded, end: int) -> bool:
    """Tell whether a name of a city follows: words with capitals between commas, or up to the end."""
    city = _CITY_BEHIND.match(folded.text, end)
    if city is None:
        return False
    first, last = folded.span(end, city.end())
    words = re.findall(r"[^\W\d_]+", folded.original[first:last])
    return bool(words) and all(w[:1].isupper() for w in words)
