"""`Evidence`: one reason to believe that a text touches a target, with its channel and place."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any, Literal

__all__ = ["Aspect", "Evidence", "EvidenceSource"]

Aspect = Literal["name", "fact", "topic", "text"]
"""What a text touches: a target's name, one of its facts, its topic, or a passage of its stored text."""
EvidenceSource = Literal["question", "quotation", "thread", "passage", "draft", "release", "audit", "screen"]
"""Where evidence was found: in the last user turn, a quotation in it, the earlier turns it follows up on, a passage
sent with it, the draft, or the text about to be released; or by a ruling of the audit or the screen."""


@dataclass(frozen=True, slots=True)
class Evidence:
    """One reason to believe that a text touches a target. It contains no text that could be shown.

    If several channels find the same, there is one piece of evidence from each; `Detector` orders them.
    """

    target_id: str
    channel: str
    """Name of the channel, see `detector.CHANNELS`."""
    aspect: Aspect
    strength: float = 1.0
    """From 0 to 1; 1 for a name or an exact passage."""
    sentence: int = 0
    """Index of the sentence or text within its source."""
    source: EvidenceSource = "question"
    direct: bool = True
    """Whether it is in the user's own question, and not in accompanying texts or the draft; then the target is presumed
    to be meant."""
    distinctive: bool = False
    """Whether the name is neither an ordinary word nor part of many names."""
    disguised: bool = False
    """Whether the name occurs only in encoded or misspelt form, or in another script."""
    shared_nats: float = 0.0
    """Information, in nats, of the words that the text shares with one fact."""
    clause: bool = False
    """Whether it is in a clause of the text, which by itself says less than the whole."""
    unambiguous: bool = False
    """Whether the text fits this target so well, and all others so badly, that only this one can be meant."""
    mention: str = field(default="", repr=False)
    """Letters and digits of the name that was found, normalised. It is a stored name and never shown."""

    def as_dict(self) -> dict[str, Any]:
        """Return the evidence as a JSON object, without the name that was found."""
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
        """Whether code cannot compare the text, and the target is merely the nearest one."""
        return self.channel in ("language", "unread")

    @property
    def presumes(self) -> bool:
        """Whether the user is presumed to mean the target: the question names it or describes it well enough."""
        return self.direct and (self.aspect in ("name", "topic") or self.unambiguous)
