"""What a look-up and the release gate find."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal

__all__ = ["Finding", "Hit", "How", "Rule"]

How = Literal["name", "fact", "topic", "text"]
"""What of a target a text is near to."""
Rule = Literal["alias", "fact", "verbatim"]
"""Which rule of the gate holds a text: a name, a fact, or a run of a stored text."""


@dataclass(frozen=True, slots=True)
class Hit:
    """A target that a text is near to."""

    target_id: str
    how: How
    """`name`: the text names it · `fact`: it is about a fact · `topic` · `text`: runs of a stored text."""
    score: float
    """0 to 1; 1 is a name or an exact run."""
    index: int = 0
    """Which of the texts that were looked up, from 0."""
    distinctive: bool = field(default=False)
    """The name is not also an ordinary word or a part of many names."""
    disguised: bool = field(default=False)
    """The name is there only encoded, misspelt or in another script."""
    told: float = 0.0
    """Nats of telling words that the text shares with one fact."""
    sure: bool = False
    """The text tells so much of this target, and so little of any other, that nobody else can be meant."""


@dataclass(frozen=True, slots=True)
class Finding:
    """Why the release gate holds a text back. Holds no text."""

    target_id: str
    rule: Rule
    sentence: int = 0
    """Which sentence of the text, from 0."""
    distinctive: bool = field(default=False, compare=False)
    """The name is not also an ordinary word or a part of many names."""
