"""Rare words, figures and names, by which one text is seen to be drawn from another."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Sequence
from functools import lru_cache

from alu.store.calibration import OWN_WORD_NATS
from alu.store.text.mentions import mentions
from alu.store.text.terms import telling_stems
from alu.store.text.values.quantities import in_figures, numbers_in
from alu.store.text.vocabulary import information

__all__ = ["KEPT", "figures_in", "names_in", "own_words", "rare", "rare_in", "stems_in"]

_TIME = re.compile(r"(?<![\d.,])\d{1,3}(?::\d\d){1,2}(?!\d)")
_CELLS, _CELL_OF_WORDS = re.compile(r",(?=\S)"), re.compile(r"[^\W\d_],\S|,[^\W\d_]")
_FEW_CELLS = 3
"""Commas without a space behind, from which on a row with words is one of a table: «102,Ada Lark,32,3480»."""
KEPT = 1024
"""Texts of which the words are kept: the pieces of a document are compared with every target that it names."""


def own_words(*texts: str) -> set[str]:
    """Return the stems of the rare words of some texts, and their figures of two digits or more.

    Example:
        >>> from alu.flow.rare import own_words
        >>> sorted(own_words("The crane was repaired for 6,150 pounds in 3 days."))
        ['6150', 'cran', 'pound', 'repair']
    """
    return set().union(*map(_own_words, texts))


@lru_cache(maxsize=KEPT)
def _own_words(text: str) -> frozenset[str]:
    words = (stem for stem in rare_in(text) if not stem.isdigit())
    return frozenset([*words, *(figure for figure in _figures(text) if len(figure) > 1)])


def stems_in(texts: Iterable[str]) -> set[str]:
    """Return the telling stems of some texts, see `alu.store.text.terms`."""
    return set().union(*map(_stems, texts))


@lru_cache(maxsize=KEPT)
def _stems(text: str) -> frozenset[str]:
    return frozenset(telling_stems([text]))


@lru_cache(maxsize=KEPT)
def rare_in(text: str) -> frozenset[str]:
    """Return the stems of the rare words of a text."""
    return frozenset(rare(_stems(text)))


def rare(stems: Collection[str]) -> set[str]:
    """Return the stems of rare words."""
    return {stem for stem in stems if information(stem) >= OWN_WORD_NATS}


def names_in(texts: Sequence[str]) -> set[tuple[int, ...]]:
    """Return the names that some texts have, as `alu.store.text.mentions` gives them."""
    return {run for text in texts for run in mentions(text).runs}


def figures_in(*texts: str) -> set[str]:
    """Return the numbers of some texts as digits alone, and times; those of two digits or more also where in words.

    Example:
        >>> from alu.flow.rare import figures_in
        >>> sorted(figures_in("102,Ada Lark,Light,3480")), sorted(figures_in("eleven days, one boat, 3,480 at 9:31"))
        (['102', '3480'], ['11', '3480', '9:31'])
    """
    return set().union(*map(_figures, texts))


@lru_cache(maxsize=KEPT)
def _figures(text: str) -> frozenset[str]:
    rows = (_CELLS.sub(", ", row) if _is_of_table(row) else row for row in text.splitlines())
    apart = "\n".join(rows)
    times, rest = _TIME.findall(apart), _TIME.sub(" ", apart)
    more = (number for number in numbers_in(in_figures(rest)) if len(number) > 1)
    return frozenset([*times, *numbers_in(rest), *more])


def _is_of_table(row: str) -> bool:
    return len(_CELLS.findall(row)) >= _FEW_CELLS and _CELL_OF_WORDS.search(row) is not None
