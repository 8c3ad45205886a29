"""The texts that are looked up together, and the targets that are wanted."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from typing import NamedTuple

from alu.store.match.evidence import EvidenceSource
from alu.store.text.reading import Reading, read

__all__ = ["EVERYTHING", "CandidateFilter", "Query"]


class CandidateFilter(NamedTuple):
    """Which targets a score is wanted of."""

    always_include: Mapping[int, Collection[int]] = {}
    """Of each text, targets that are scored in any case."""
    restrict_to: Collection[int] | None = None
    """The only targets that are wanted, where it is given."""
    min_score: float = 0.0
    """What cannot score so much is not wanted."""
    exempt: Collection[int] = ()
    """Unless it is one of these."""


EVERYTHING = CandidateFilter()
"""A score of every candidate, however low."""


@dataclass(frozen=True, slots=True)
class Query:
    """Texts that are looked up: each by itself, or the sentences of one draft in order."""

    readings: tuple[Reading, ...] = field(repr=False)
    answers: str | None = field(default=None, repr=False)
    """The question that they answer. Then they are one text: a name may go from one sentence on into the next, and a
    sentence that names nobody is taken to speak of the person that the question names."""
    source: EvidenceSource = "question"
    wanted: CandidateFilter = EVERYTHING
    parts: tuple[tuple[str, ...], ...] = field(default=(), repr=False)
    """The same texts as the release gate reads them afterwards: those of each of these as one."""
    in_play: bool = False
    """A target is in play: what parts the words of a name may have been put there."""
    unnamed: bool = False
    """One pass has shown that no stored name stands in their words, in a cipher, or in first letters."""

    @classmethod
    def of(cls, texts: Iterable[str], answers: str | None = None, source: EvidenceSource = "question") -> Query:
        """Return the query of some texts."""
        return cls(tuple(map(read, texts)), answers, source)

    @property
    def texts(self) -> list[str]:
        """The texts as they were written."""
        return [r.text for r in self.readings]

    @property
    def consecutive(self) -> bool:
        """Whether they come one after the other: the sentences of a draft, of a passage, of what is about to leave."""
        return self.source in ("draft", "passage", "release")

    @property
    def joined(self) -> bool:
        """Whether they are one text in parts."""
        return self.answers is not None
