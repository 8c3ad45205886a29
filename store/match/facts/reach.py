"""A text and the targets that it can be near to, with bounds of their scores."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from alu.store.match.facts.term_index import Weighed
from alu.store.text.mentions import Mentions

__all__ = ["ANY_SIGNS", "Reach", "RowShares", "Signs"]


class RowShares(NamedTuple):
    """What the rows of some targets and a text say alike, float `[targets]` each."""

    share: np.ndarray
    """Of what the text tells, the most that one row holds."""
    covered: np.ndarray
    """Of what a row tells, the most that the text holds; at most 1."""
    telling: np.ndarray
    """Nats of telling words that one row and the text share."""


class Signs(NamedTuple):
    """What a text could say of any target besides its facts, for a bound on its scores."""

    rare: bool = True
    """A rare part of a name is in it."""
    held: bool = True
    """A whole name or title is in it."""


ANY_SIGNS = Signs()
"""Whatever it says."""


class Reach(NamedTuple):
    """A text, and the targets that it can be near to."""

    text: int
    weighed: Weighed
    said: Mentions
    """Who is named: in the text, or else in the question that it answers."""
    chosen: np.ndarray
    """Numbers of the targets, ascending, at least one."""
    mass: np.ndarray
    """Nats that each shares with the text, float `[len(chosen)]`."""
    context: np.ndarray
    """Cosine of the contextual embedder to each, float `[len(chosen)]`, NaN where it is not known."""

    def only(self, kept: np.ndarray) -> Reach:
        """Return the same with some of the targets alone, bool `[len(chosen)]`."""
        if kept.all():
            return self
        return self._replace(chosen=self.chosen[kept], mass=self.mass[kept], context=self.context[kept])
