"""The words, figures and names of some pieces of a text, or of all its other pieces."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Hashable, Iterable, Sequence
from collections.abc import Set as AbstractSet
from typing import NamedTuple, TypeVar

from alu.flow.rare import figures_in, names_in, own_words, stems_in

__all__ = ["Content", "Tally"]

T = TypeVar("T", bound=Hashable)


class Content(NamedTuple):
    """What some texts say, see `alu.flow.rare`."""

    own: AbstractSet[str]
    """Stems of their rare words, and their figures of two digits or more."""
    stems: AbstractSet[str]
    """Their telling stems."""
    figures: AbstractSet[str]
    names: AbstractSet[tuple[int, ...]]


def _said_in(*texts: str) -> Content:
    """Return what some texts say."""
    return Content(own_words(*texts), stems_in(texts), figures_in(*texts), names_in(texts))


class Tally:
    """How many pieces of a text say each thing, so that what the others say is found without reading them again.

    Args:
        pieces: of the text.

    Example:
        >>> from alu.flow.said import Tally
        >>> tally = Tally(["The crane cost 61 pounds.", "The crane stands in Corran."])
        >>> sorted(tally.without([1]).figures), "crane" in "".join(tally.without([0]).stems)
        (['61'], False)
    """

    def __init__(self, pieces: Sequence[str]) -> None:
        self._said = [_said_in(piece) for piece in pieces]
        self._own = _counted(said.own for said in self._said)
        self._stems = _counted(said.stems for said in self._said)
        self._figures = _counted(said.figures for said in self._said)
        self._names = _counted(said.names for said in self._said)

    def without(self, pieces: Collection[int]) -> Content:
        """Return what all pieces but some say."""
        some = [self._said[n] for n in pieces]
        return Content(
            _rest(self._own, (said.own for said in some)),
            _rest(self._stems, (said.stems for said in some)),
            _rest(self._figures, (said.figures for said in some)),
            _rest(self._names, (said.names for said in some)),
        )


def _counted(sets: Iterable[AbstractSet[T]]) -> Counter[T]:
    return Counter(item for found in sets for item in found)


def _rest(counts: Counter[T], sets: Iterable[AbstractSet[T]]) -> AbstractSet[T]:
    """Return what is counted more often than in some of the sets."""
    return counts.keys() - {item for item, count in _counted(sets).items() if counts[item] == count}
