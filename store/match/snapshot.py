"""`Snapshot`: all targets at one version of the list, ready to be searched."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from copy import copy
from functools import cached_property

import numpy as np

from alu.store.match.channels import chosen
from alu.store.match.detector import Detector
from alu.store.match.facts.meaning import Meaning
from alu.store.match.index import Index, StackedRows
from alu.store.match.layered_index import LayeredIndex
from alu.store.match.topics.topic_model import TopicModel
from alu.store.target import Target
from alu.store.text.vectors.embedder import Embedder

__all__ = ["Snapshot"]


class Snapshot:
    """The targets, the index over them and the detector. Immutable; any number of threads may use it.

    Args:
        targets: in any order; nothing that is found depends on it.
        vectors: float32 `[rows, dim]`, of `rows_of` each target in order; may be a read-only memory map.
        embedder: what made the vectors.
        version: of the list of targets.
        threshold: 0 to 1, from which on a text is near; None for the default.
        derived: what `index.derived()` gave for the same targets, to spare the work.
        previous: an older snapshot; what it derived from a target that is still the same is used again.
        older: the number of each target in the older snapshot, or -1; of the same objects, where it is not given.
        channels: channels of others, as `module:CLASS`, and `-NAME` for a channel or step that is left out.
        meaning: contextual vectors of the targets, where there are some.
        revs: of each target, the name that `meaning` knows its wording by.
        topic_models: fitted classifiers of topics, by target; others are fitted when they are first needed.
    """

    def __init__(
        self,
        targets: Sequence[Target],
        vectors: StackedRows,
        embedder: Embedder,
        *,
        version: int,
        threshold: float | None = None,
        derived: Mapping[str, np.ndarray] | None = None,
        previous: Snapshot | None = None,
        older: Sequence[int] | None = None,
        channels: Sequence[str] = (),
        meaning: Meaning | None = None,
        revs: Sequence[str] = (),
        topic_models: Mapping[str, TopicModel] | None = None,
    ) -> None:
        previous = (previous.base or previous) if previous else None
        index = Index(
            targets,
            vectors,
            embedder,
            derived=derived,
            meaning=meaning,
            revs=revs,
            previous=previous.index if previous else None,
            older=older,
        )
        self._hold(index, version, threshold, channels, topic_models or {})
        # the older detector alone, and no older snapshot: those would keep one another in memory for ever
        self._older: Detector | None = previous.__dict__.get("detector") if previous else None

    def layered(
        self,
        targets: Sequence[Target],
        vectors: np.ndarray,
        gone: Collection[str],
        *,
        version: int,
        threshold: float | None = None,
        revs: Sequence[str] = (),
        topic_models: Mapping[str, TopicModel] | None = None,
    ) -> Snapshot:
        """Return the snapshot of a list that has changed, at a cost of what has changed; all else stays shared.

        Args:
            targets: those that are added.
            vectors: float32 `[rows, dim]`, of `rows_of` each of them in order.
            gone: ids of those of this snapshot that are no longer on the list, or not as they were.
            version: of the list of targets.
            threshold: 0 to 1, from which on a text is near; None for the default.
            revs: of each added target, the name that its contextual vectors are known by.
            topic_models: fitted classifiers of topics, by target.
        """
        made = copy(self)
        made.__dict__.pop("detector", None)
        index = LayeredIndex(self.index, targets, vectors, gone, revs)
        made._hold(index, version, threshold, self._channels, topic_models or {})
        made.base, made._older = self, None
        return made

    def _hold(
        self,
        index: Index,
        version: int,
        threshold: float | None,
        channels: Sequence[str],
        topic_models: Mapping[str, TopicModel],
    ) -> None:
        self.version = version
        self.index = index
        self.targets: Mapping[str, Target] = index.by_id
        self.is_ready = False
        """Nothing is left to be worked out for the first look-up and the first check."""
        self.base: Snapshot | None = None
        """The snapshot that this one is layered over."""
        self._threshold, self._channels, self._topic_models = threshold, channels, topic_models

    @cached_property
    def detector(self) -> Detector:
        """What decides what a text touches."""
        older, self._older = self._older, None
        return self._detector(self._threshold, older)

    def at(self, threshold: float) -> Detector:
        """Return a detector of the same targets with another threshold, 0 to 1."""
        return self._detector(threshold, None if self.base else self.detector)

    def _detector(self, threshold: float | None, previous: Detector | None) -> Detector:
        own = any(not name.startswith("-") for name in self._channels)
        without, more = chosen(self._channels, self.index.listed if own else ())
        return Detector(
            self.index,
            threshold=threshold,
            without=without,
            more=more,
            previous=previous,
            base=self.base.detector if self.base else None,
            topic_models=self._topic_models,
        )

    def derived(self) -> dict[str, np.ndarray]:
        """Return what was worked out of the targets, to be kept with their vectors; of a snapshot of a whole list."""
        return self.index.derived() | self.detector.arrays()

    def ready(self) -> Snapshot:
        """Work out now what the first look-up and the first check would otherwise wait for; return the snapshot."""
        self.detector.ready()
        self.is_ready = True
        return self
