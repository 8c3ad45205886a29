"""A whole date, number or address that a target does not have is somebody else's, and so are the words it is made of.

«18 October 1979» and «18 April 1979» share a day and a year, «(503) 555-0199» and «(503) 555-0147» an exchange, and of
two thousand people stored somebody shares most of any date. Identifiers are compared whole (`Identifiers`), so the
parts of one that is another's count for nothing as words.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Protocol, TypeVar

from alu.store.target import Target
from alu.store.text.values.identifiers import LEAST, Identifier, read_identifiers

__all__ = ["looked_at_again", "without_unheld"]

_YEAR, _WHOLE_DATE = len("1931"), len("1931-05-11")
_TOWN = 60
"""Characters behind a street in which its town and postal code are."""


def without_unheld(text: str, target: Target) -> str:
    """Return `text` without the whole dates, numbers, addresses and the like in it that `target` does not have.

    Example:
        >>> from alu import Target
        >>> from alu.store.match.values.unheld import without_unheld
        >>> keeper = Target(name="Odalys Brannigan", facts=["She was born on 11 May 1931."])
        >>> without_unheld("Born on 11 May 1931, not on 12 May 1931.", keeper)
        'Born on 11 May 1931, not on  .'
    """
    read = read_identifiers(text)
    found = [i for i in read.identifiers if _is_whole(i)]
    if not found:
        return text
    own = list(_own(target))
    held = [i for i in found if _is_held(i, own)]
    others = [i for i in found if not any(i.start < h.end and h.start < i.end for h in held)]
    codes = {address.key: address.code for address in read.addresses}
    for one in sorted(others, key=lambda i: -i.start):
        end = _end_of_town(text, one.end, codes.get(one.key, "")) if one.kind == "address" else one.end
        text = f"{text[: one.start]} {text[end:]}"
    return text


def _end_of_town(text: str, end: int, code: str) -> int:
    """Return where the town and the postal code behind an address end; `end` where there is no code in its line."""
    line = text[end : end + _TOWN].partition("\n")[0]
    at = line.casefold().find(code) if code else -1
    return end + at + len(code) if at >= 0 else end


class _InText(Protocol):
    """A text in which something of a target was found."""

    @property
    def text(self) -> int: ...

    @property
    def target(self) -> int: ...


F = TypeVar("F", bound=_InText)


def looked_at_again(
    found: Sequence[F],
    texts: Sequence[str],
    targets: Sequence[Target],
    find: Callable[[list[str], set[int]], Iterable[F]],
) -> Iterator[tuple[F, F | None]]:
    """Yield each finding with what comes of it without others' identifiers in its text; None where nothing does.

    Args:
        found: by the number of its text and of its target.
        texts: what it was found in.
        targets: by number.
        find: finds the same in other texts, of some targets.
    """
    own = [without_unheld(texts[one.text], targets[one.target]) for one in found]
    again = [(one.target, text) for one, text in zip(found, own, strict=True) if text != texts[one.text]]
    left = list(dict.fromkeys(text for _, text in again))  # most targets leave the same out of a text
    still = find(left, {target for target, _ in again}) if left else ()
    by = {(one.target, left[one.text]): one for one in still}
    for one, text in zip(found, own, strict=True):
        yield one, one if text == texts[one.text] else by.get((one.target, text))


def _own(target: Target) -> Iterator[Identifier]:
    """Yield the identifiers of a target, whole ones and years."""
    for fact in target.facts:
        for said in (fact.text, fact.question or ""):
            yield from read_identifiers(said).identifiers
    yield from read_identifiers(target.description).identifiers


def _is_whole(one: Identifier) -> bool:
    return one.hard or (one.kind == "date" and len(one.key) >= _WHOLE_DATE)


def _is_held(one: Identifier, own: list[Identifier]) -> bool:
    """Tell whether an identifier may be a target's own: it is not where the target has others of its sort alone.

    A date may also be one of which no more than the year is stored.
    """
    if one.kind != "date":
        hard = [other.key for other in own if other.hard]
        return not hard or any(_are_same(one.key, key) for key in hard)
    dates = {other.key for other in own if other.kind == "date"}
    whole = {key for key in dates if len(key) >= _WHOLE_DATE}
    year = one.key[:_YEAR]
    only_year = year in dates and not any(key.startswith(year) for key in whole)
    return not whole or one.key in whole or only_year


def _are_same(one: str, other: str) -> bool:
    """Tell whether two keys are the same, or numbers of which one has a calling code more."""
    if one == other:
        return True
    short, long = sorted((one, other), key=len)
    return len(short) >= LEAST and short.isdigit() and long.endswith(short)
