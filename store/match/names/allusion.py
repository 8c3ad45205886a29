"""Targets that a question alludes to: by initials, or by a name in another script that reads alike."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator
from functools import lru_cache
from typing import NamedTuple

from alu.store.calibration import ALLUSION_PERCENT, MIN_LATIN_SHARE, NEAREST_ALLUSION_PERCENT
from alu.store.match.index import Index
from alu.store.match.names.sounding import read_aloud
from alu.store.match.names.spelling import MIN_HEARD_LETTERS
from alu.store.text.languages import script
from alu.store.text.mentions import mentions
from alu.store.text.names.transliteration import latin
from alu.store.text.normalise import visible

__all__ = ["alluded", "alludes", "points"]

_INITIALS = re.compile(r"(?<![^\W_])(?:[^\W\d_](?:\.\s?-?|[\s-])){1,4}[^\W\d_](?![^\W_])")
_ABBREVIATED = re.compile("USA?|UK|EU|UN|DC|NY|LA|[BM][AS]|MD|BC|AD|CE|[AP]M|ID|TV|CV|QA|EG|IE|PS")
"""Initials that are hardly ever a person's."""
_NAME = re.compile(r"(?<!\w)[\u30a1-\u30fa][\u30a1-\u30fe]{3,}|(?<!\w)[^\W\d_\x00-\u024f\u1e00-\u1eff]{4,}")
"""A word of four letters in another script; it is a name where it is in katakana or has a capital letter."""


def alluded(
    index: Index, text: str, among: Collection[str], titled: Collection[str] = (), nearest: Collection[str] = ()
) -> frozenset[str]:
    """Return the targets in `among` that a question points to: by initials, another script, or a title of theirs alone.

    It proves nothing by itself; ask it of targets that the question, or its answer, is near to.

    Args:
        index: what knows the targets.
        text: of the question.
        among: ids of the targets.
        titled: ids of those of them that a title is enough for.
        nearest: ids of those of them that are but the nearest there are, so that more of a name has to be heard.
    """
    holders = (index.terms.sole_holder(title) for title in mentions(text).titles) if titled else ()
    by_title = {index.ids[n] for n in holders if n is not None}.intersection(titled)
    percent = {i: NEAREST_ALLUSION_PERCENT if i in nearest else ALLUSION_PERCENT for i in among}
    targets = (index.by_id[i] for i in among)
    return frozenset(t.id for t in targets if t.id in by_title or alludes(text, t.names, percent[t.id]))


def alludes(text: str, names: Iterable[str], percent: int = ALLUSION_PERCENT) -> bool:
    """Tell whether `text` holds the initials of one of `names` («A. L.»), or what reads like it in another script.

    Either may be meant of many: it tells something only of a target that the text is near to anyway.

    Args:
        text: of a question.
        names: of one target.
        percent: of its letters in common with one in another script.
    """
    from rapidfuzz import fuzz

    letters, spoken = _pointers(text)
    own_script = script(text)  # a name in the script of the text is found as it is written
    return any(
        any(form in letters for form in _forms(name))
        or (
            (own_script in ("LATIN", None) or script(name) != own_script)
            and (len(own := latin(name)) >= MIN_HEARD_LETTERS and any(fuzz.ratio(own, s) >= percent for s in spoken))
        )
        for name in names
    )


def points(text: str) -> bool:
    """Tell whether a text in Latin letters speaks of somebody by initials, or by a name in another script."""
    seen = visible(text)
    letters = [] if seen.isascii() else [c for c in seen if c.isalpha()]
    if sum(c < "\u0250" for c in letters) < MIN_LATIN_SHARE * len(letters):
        return False
    if not all(map(_ABBREVIATED.fullmatch, _pointers(text).initials)):
        return True
    names = () if seen.isascii() else _NAME.finditer(seen)
    return any(m[0][0].isupper() or "\u30a1" <= m[0][0] <= "\u30fa" for m in names)


class _Pointers(NamedTuple):
    """What in a text may mean somebody without the name."""

    initials: frozenset[str]
    spoken: tuple[str, ...]
    """How runs in another script are read aloud."""


@lru_cache(maxsize=64)
def _pointers(text: str) -> _Pointers:
    seen = visible(text)
    initials = (_firsts(m.group()) for m in _INITIALS.finditer(seen) if m.group().upper() == m.group())
    return _Pointers(frozenset(initials), tuple(read_aloud(seen)))


def _forms(name: str) -> Iterator[str]:
    """Return the initials of a name: of all its words, and with those of hyphened parts."""
    words = [w for w in visible(name).split() if w[0].isalpha()]
    if len(words) > 1:
        yield "".join(w[0] for w in words).upper()
        yield "".join(p[0] for w in words for p in w.split("-") if p).upper()


def _firsts(written: str) -> str:
    return "".join(c for c in written if c.isalpha())
