"""Rare words, figures and names, by which one text is seen to be drawn from another."""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence

from alu.store.calibration import OWN_WORD_NATS
from alu.store.text.mentions import mentions
from alu.store.text.terms import telling_stems
from alu.store.text.vocabulary import information

__all__ = ["figures_in", "names_in", "own_words", "rare"]

_FIGURE = re.compile(r"\d+(?:[.,:]\d+)*")


def own_words(*texts: str) -> set[str]:
    """Return the stems of the rare words of some texts, and their figures of two digits or more.

    Example:
        >>> from alu.flow.rare import own_words
        >>> sorted(own_words("The crane was repaired for 6,150 pounds in 3 days."))
        ['6,150', 'cran', 'pound', 'repair']
    """
    words = (stem for stem in rare(telling_stems(texts)) if not stem.isdigit())
    return {*words, *(figure for figure in figures_in(*texts) if sum(map(str.isdigit, figure)) > 1)}


def rare(stems: Collection[str]) -> set[str]:
    """Return the stems of rare words."""
    return {stem for stem in stems if information(stem) >= OWN_WORD_NATS}


def names_in(texts: Sequence[str]) -> set[tuple[int, ...]]:
    """Return the names that some texts have, as `alu.store.text.mentions` gives them."""
    return {run for text in texts for run in mentions(text).runs}


def figures_in(*texts: str) -> set[str]:
    """Return the numbers of some texts, as they are written."""
    return {figure for text in texts for figure in _FIGURE.findall(text)}
