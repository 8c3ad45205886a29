"""`Evidence`: one reason to believe that a text touches a target, with its channel and place."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any, Literal

__all__ = ["Aspect", "Evidence", "EvidenceSource"]

Aspect = Literal["name", "fact", "topic", "text"]
"""What of a target a text touches: its name · something that is said of it · its topic · a run of a stored text."""
EvidenceSource = Literal["question", "quotation", "thread", "passage", "draft", "release", "audit", "screen"]
"""Where it was found: the last user turn · what is in quotes in it · the turns that it follows up on · a passage that
came with it · the draft · the text about to leave · the audit's ruling · the screen's ruling."""


@dataclass(frozen=True, slots=True)
class Evidence:
    """One reason to take a text for touching a target. Holds no text that may be shown.

    Where several channels find the same, each says so; `Detector` orders them.
    """

    target_id: str
    channel: str
    """Name of the channel that found it, see `detector.CHANNELS`."""
    aspect: Aspect
    strength: float = 1.0
    """0 to 1; 1 is a name or an exact run."""
    sentence: int = 0
    """Number of the sentence, or text, within its source, from 0."""
    source: EvidenceSource = "question"
    direct: bool = True
    """It is in what the user asks, so that the target is presumed to be meant: not in what came with the question, and
    not in the draft."""
    distinctive: bool = False
    """The name is not also an ordinary word or a part of many names."""
    disguised: bool = False
    """The name is there only encoded, misspelt or in another script."""
    shared_nats: float = 0.0
    """Nats of telling words that the text shares with one fact."""
    unambiguous: bool = False
    """The text says so much of this target, and so little of any other, that nobody else can be meant."""
    mention: str = field(default="", repr=False)
    """Letters and digits of the name that was found, normalised. Never shown: it is a stored name."""

    def as_dict(self) -> dict[str, Any]:
        """Return it as a JSON object, without the name that was found."""
        return {
            "target": self.target_id,
            "channel": self.channel,
            "how": self.aspect,
            "source": self.source,
            "sentence": self.sentence,
            "score": round(self.strength, 4),
            "disguised": self.disguised,
        }

    @property
    def only_nearest(self) -> bool:
        """Tell whether code cannot compare the text, so that the target is but the nearest there is."""
        return self.channel in ("language", "unread")

    @property
    def presumes(self) -> bool:
        """Tell whether the user is taken to mean the target: what is asked names it, or says enough of it."""
        return self.direct and (self.aspect in ("name", "topic") or self.unambiguous)
