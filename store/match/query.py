"""The texts that are looked up together, and the targets that are wanted."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from typing import NamedTuple

from alu.store.match.evidence import EvidenceSource
from alu.store.text.reading import Reading, read

__all__ = ["EVERYTHING", "CandidateFilter", "Query"]


class CandidateFilter(NamedTuple):
    """Which targets are to be scored."""

    always_include: Mapping[int, Collection[int]] = {}
    """Targets that are always scored, by text."""
    restrict_to: Collection[int] | None = None
    """If given, the only targets to be scored."""
    min_score: float = 0.0
    """Targets that cannot reach this score are left out."""
    exempt: Collection[int] = ()
    """Targets that `min_score` does not apply to."""


EVERYTHING = CandidateFilter()
"""A score of every candidate, however low."""


@dataclass(frozen=True, slots=True)
class Query:
    """Texts to be looked up: each by itself, or as the consecutive sentences of one text."""

    readings: tuple[Reading, ...] = field(repr=False)
    answers: str | None = field(default=None, repr=False)
    """The question that the texts answer, if any. They are then one text: a name may continue in the next sentence, and
    a sentence that names nobody is read as being about the person that the question names."""
    source: EvidenceSource = "question"
    wanted: CandidateFilter = EVERYTHING
    parts: tuple[tuple[str, ...], ...] = field(default=(), repr=False)
    """The same texts grouped as the release gate will read them, each group as one text."""
    as_one: bool = False
    """Whether each text counts as a whole: what it was put together from says nothing by itself."""
    in_play: bool = False
    """Whether a target is in play; then anything between the words of a name may have been inserted on purpose."""
    unnamed: bool = False
    """Whether a previous pass found no stored name in the words, ciphers and first letters."""

    @classmethod
    def of(cls, texts: Iterable[str], answers: str | None = None, source: EvidenceSource = "question") -> Query:
        """Return a query of some texts."""
        return cls(tuple(map(read, texts)), answers, source)

    @property
    def texts(self) -> list[str]:
        """The texts as written."""
        return [r.text for r in self.readings]

    @property
    def consecutive(self) -> bool:
        """Whether the texts are consecutive sentences: of a draft, a passage, or a text about to be released."""
        return self.source in ("draft", "passage", "release")

    @property
    def joined(self) -> bool:
        """Whether the texts are parts of one text."""
        return self.answers is not None
