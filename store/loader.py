"""From the list to a `Snapshot`: what has changed is read and embedded, all else is taken as it is."""

from __future__ import annotations

import logging
import math
import random
import threading
import time
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

import numpy as np

from alu.errors import EmbedderMismatch, ModelUnreachable, StoreCorrupt, StoreError, StoreLocked
from alu.store.guarantee import Guarantee, unusable
from alu.store.match.channels import chosen
from alu.store.match.index import rows_of
from alu.store.match.snapshot import Snapshot
from alu.store.persist.records import parse
from alu.store.persist.transaction import plausible
from alu.store.persist.vector_cache import VectorCache, Vectors
from alu.store.target import Target
from alu.store.topic_models import TopicModels

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from alu.store.persist.contextual import ContextualVectors
    from alu.store.persist.database import Database
    from alu.store.persist.files import FolderLock
    from alu.store.persist.transaction import Head
    from alu.store.persist.vector_index import Progress, VectorIndex
    from alu.store.text.embedder import Embedder

__all__ = ["Loader", "check_embedder"]

_BATCH = 2_048
"""Texts that are embedded at once."""
_WORTH_CHROMA = 256
"""Missing targets from which on their vectors are looked for in Chroma, whose import takes a second."""
_CANARIES = 8
"""Targets whose vectors are made anew and compared with those that were read."""

_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class _Loaded:
    head: Head
    snapshot: Snapshot
    since: float
    """When it was made, in seconds since 1970."""
    until: float
    """When the next target expires."""


class Loader:
    """Keeps the snapshot of one namespace up to date. Any number of threads may use it."""

    def __init__(
        self,
        database: Database,
        namespace: str,
        embedder: Embedder,
        cache: VectorCache,
        index: VectorIndex,
        lock: FolderLock,
        threshold: float | None,
        channels: Sequence[str],
        progress: Progress,
        meaning: ContextualVectors | None = None,
    ) -> None:
        chosen(channels, ())  # a wrong setting is an error of the start, and not of the first look-up
        self._database = database
        self._namespace = namespace
        self._embedder = embedder
        self._cache = cache
        self._index = index
        self._lock = lock
        self._threshold = threshold
        self._channels = channels
        self._progress = progress
        self._meaning = meaning
        self._loading = threading.RLock()
        self._loaded: _Loaded | None = None
        self._targets: dict[str, Target] = {}
        self._rows: dict[str, NDArray[np.float32]] = {}
        self._models = TopicModels(database, namespace, embedder, progress, meaning)
        self._seen = 0.0

    def head(self) -> Head:
        """Return the state of the list.

        Raises:
            StoreError: the list cannot be read, or has gone.
        """
        head = self._database.head(self._namespace)
        if head is None:
            raise StoreError("the list of targets has gone from the database: restore a backup")
        return head

    def now(self, head: Head) -> float:
        """Return the time, never earlier than one that was seen before, here or by another process.

        One that is far ahead of this machine's clock is ignored: no target expires because of it.
        """
        now = time.time()
        self._seen = max([now, *(seen for seen in (self._seen, head.clock) if plausible(seen, now))])
        return self._seen

    def clock_problem(self) -> str:
        """Say what to do where the list's clock is so far ahead of this machine's that one is wrong; else nothing."""
        head, now = self.head(), time.time()
        if plausible(head.clock, now):
            return ""
        stored, here = (datetime.fromtimestamp(t, UTC).isoformat(timespec="minutes") for t in (head.clock, now))
        return (
            f"the list was written when a clock said {stored}, and this machine's says {here}: set whichever is wrong;"
            " targets stay enforced until this machine's clock says that they expire, and the next write keeps its time"
        )

    def warn_of_clock(self) -> None:
        """Log that a clock is wrong, where one is."""
        if problem := self.clock_problem():
            _log.warning("%s", problem)

    def snapshot(self) -> Snapshot:
        """Return the targets that are enforced now: those of the last call while nothing has changed.

        Raises:
            StoreError: the list cannot be read; nothing older is given instead.
        """
        if current := self._current():
            return current
        with self._loading:
            return self._current() or self._load()

    def targets(self) -> list[Target]:
        """Return all targets, expired ones among them, by name."""
        with self._loading:
            _, targets = self._read()
            return sorted(targets.values(), key=_order)

    def fit(self, targets: Mapping[str, Target]) -> dict[tuple[str, str], bytes]:
        """Return the classifiers of those targets, by rev, that are topics, fitted now, by id and rev.

        Raises:
            StoreError: the embedder failed.
        """
        return self._models.fit(targets)

    def learn(self, rows: Mapping[str, NDArray[np.float32]]) -> None:
        """Take vectors that were made for targets that are about to be read."""
        with self._loading:
            self._rows |= rows

    def embed(self, targets: Mapping[str, Target], instead_of: Collection[str] = ()) -> Vectors:
        """Return the vectors of targets by rev, made now.

        Args:
            targets: what they are made of.
            instead_of: ids of stored targets that these replace: a text that one of them has is not embedded again.

        Raises:
            StoreError: the embedder failed.
        """
        known = self._vectors_of_texts(instead_of) if instead_of else {}
        texts = {rev: [row.text for row in rows_of(target)] for rev, target in targets.items()}
        flat = [text for some in texts.values() for text in some]
        matrix = np.empty((len(flat), self._cache.dim), np.float32)
        for at in (at for at, text in enumerate(flat) if text in known):
            matrix[at] = known[flat[at]]
        new = [at for at, text in enumerate(flat) if text not in known]
        for start in range(0, len(new), _BATCH):
            some = new[start : start + _BATCH]
            matrix[some] = self._embed([flat[at] for at in some])
            self._progress("embedding facts", start + len(some), len(new))
        return Vectors(tuple(texts), tuple(map(len, texts.values())), matrix)

    def vectors(self, revs: Collection[str]) -> dict[str, NDArray[np.float32]]:
        """Return the vectors of some revs of the list: known ones, those in a file, the rest embedded."""
        with self._loading:
            _, by_rev = self._read()
            self._complete({rev: by_rev[rev] for rev in revs if rev in by_rev})
            return {rev: self._rows[rev] for rev in revs if rev in by_rev}

    def revs(self) -> list[str]:
        """Return the revs of all targets on the list."""
        return list(self.listed())

    def listed(self) -> dict[str, Target]:
        """Return all targets by rev, expired ones among them."""
        with self._loading:
            return self._read()[1].copy()

    def _current(self) -> Snapshot | None:
        """Return the snapshot, if nothing has been written and nothing has expired since."""
        head, loaded = self.head(), self._loaded
        if loaded and loaded.head.stamp == head.stamp and loaded.since <= self.now(head) < loaded.until:
            return loaded.snapshot
        return None

    def _read(self) -> tuple[Head, dict[str, Target]]:
        """Read what is new on the list; return all of it by rev."""
        head, revs, docs = self._database.read(self._namespace, self._targets.keys())
        if head is None:
            raise StoreError("the list of targets has gone from the database: restore a backup")
        if head.targets != len(revs):
            raise StoreCorrupt(f"{len(revs)} of {head.targets} targets are on the list: restore a backup")
        check_embedder(head, self._embedder.name)
        known = self._targets | {rev: parse(doc, rev) for rev, doc in docs.items()}
        self._targets = {rev: known[rev] for rev in revs.values()}
        return head, self._targets

    def _load(self) -> Snapshot:
        """Build a snapshot of the list as it is now."""
        head, by_rev = self._read()
        now = self.now(head)
        self._note_expiry(by_rev.values(), head, now)
        enforced = {
            rev: target
            for rev, target in sorted(by_rev.items(), key=lambda item: _order(item[1]))
            if not target.expires or target.expires.timestamp() > now
        }
        vectors, stored = self._matrix(enforced)
        snapshot = Snapshot(
            list(enforced.values()),
            vectors.matrix,
            self._embedder,
            version=head.version,
            threshold=self.threshold(),
            channels=self._channels,
            derived=vectors.derived or None,
            meaning=self._meaning,
            revs=self._meaning.enforce(enforced) if self._meaning else (),
            previous=self._loaded.snapshot if self._loaded else None,
            topic_models=self._models.of(enforced),
        )
        until = min((t.expires.timestamp() for t in enforced.values() if t.expires), default=math.inf)
        self._loaded = _Loaded(head, snapshot, now, until)
        if not stored:
            self._save(head, vectors, snapshot)
        return snapshot

    def guarantee(self) -> Guarantee | None:
        """Return what was found of the namespace's threshold; None where nothing was, or nothing that alu reads."""
        text = self._database.guarantee(self._namespace)
        return Guarantee.parse(text) if text else None

    def threshold(self) -> float | None:
        """Return the threshold of the settings or, else, the calibrated one; None for the default."""
        if self._threshold is not None or (found := self.guarantee()) is None:
            return self._threshold
        if problem := unusable(found, self._embedder.name):
            _log.warning("%s: run `alu calibrate` again", problem)
            return None
        return found.threshold

    def _note_expiry(self, targets: Iterable[Target], head: Head, now: float) -> None:
        """Keep the time at which a target was first seen to have expired, for other processes."""
        if any(t.expires and head.clock < t.expires.timestamp() <= now for t in targets):
            try:
                self._database.set_clock(self._namespace, now)
            except StoreError:
                _log.warning("the time of an expiry could not be kept in the store")

    def _matrix(self, enforced: Mapping[str, Target]) -> tuple[Vectors, bool]:
        """Return the vectors of the enforced targets in order, and whether they lie in a file as they are."""
        revs = tuple(enforced)
        if not enforced.keys() <= self._rows.keys():
            exact = self._cache.exact(revs)
            if exact and self._trustworthy(rows := exact.split(), enforced):
                self._rows = rows
                return exact, True
        self._complete(enforced)
        vectors = Vectors.of({rev: self._rows[rev] for rev in revs}, self._cache.dim)
        # from now on the rows are views of one matrix, so that the older ones can go
        expired = {rev: self._rows[rev] for rev in self._targets.keys() & self._rows.keys() if rev not in enforced}
        self._rows = vectors.split() | expired
        return vectors, False

    def _complete(self, targets: Mapping[str, Target]) -> None:
        """See to it that the vectors of these targets are at hand."""
        missing = {rev: target for rev, target in targets.items() if rev not in self._rows}
        if not missing:
            return
        found = self._cache.gather(missing)
        left = missing.keys() - found.keys()
        if len(left) >= _WORTH_CHROMA:
            # an older alu may have indexed them, and cut its texts in another way
            indexed = self._index.vectors(left)
            if all(len(rows) == len(rows_of(missing[rev])) for rev, rows in indexed.items()):
                found |= indexed
        if self._trustworthy(found, missing):
            self._rows |= found
        self._rows |= self.embed({rev: t for rev, t in missing.items() if rev not in self._rows}).split()

    def _vectors_of_texts(self, ids: Collection[str]) -> dict[str, NDArray[np.float32]]:
        """Return the vector of each text that some stored targets have."""
        with self._loading:
            stored = {rev: target for rev, target in self._read()[1].items() if target.id in ids}
            self._complete(stored)
            return {
                row.text: vector
                for rev, target in stored.items()
                for row, vector in zip(rows_of(target), self._rows[rev], strict=True)
            }

    def _trustworthy(self, found: Mapping[str, NDArray[np.float32]], targets: Mapping[str, Target]) -> bool:
        """Tell whether vectors that were read are those that the embedder makes of the same texts."""
        canaries = random.sample(list(found), min(_CANARIES, len(found)))
        texts, rows = [], []
        for rev in canaries:
            made_of = rows_of(targets[rev])
            if len(made_of) != len(found[rev]):
                return False
            at = random.randrange(len(made_of))
            texts.append(made_of[at].text)
            rows.append(found[rev][at])
        if not texts:
            return True
        # services' vectors differ a little from call to call
        return bool(np.abs(self._embed(texts) - np.stack(rows)).max() < 0.02)

    def _embed(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """Embed texts; whatever fails is a fault of the store to its callers, and its message could hold a text."""
        try:
            vectors = np.asarray(self._embedder.embed(texts), np.float32)
        except ModelUnreachable as error:
            raise StoreError(str(error)) from None
        except Exception as error:
            raise StoreError(f"the embedder {self._embedder.name} failed ({type(error).__name__})") from None
        check_embedder(self.head(), self._embedder.name, vectors.shape[-1])
        if vectors.shape != (len(texts), self._cache.dim) or not np.isfinite(vectors).all():
            raise StoreError(f"the embedder {self._embedder.name} gave vectors that are none")
        return vectors

    def _save(self, head: Head, vectors: Vectors, snapshot: Snapshot) -> None:
        """Leave the vectors in a file for the next process, unless one writes now or the list has moved on."""
        try:
            derived: dict[str, Any] = dict(snapshot.index.derived())
            with self._lock.hold(wait=0):
                if self.head().stamp == head.stamp:
                    self._cache.save(replace(vectors, derived=derived))
                    # a target may have been removed on another machine, with another cache
                    self._index.forget(self._targets)
        except StoreLocked:
            return
        except (OSError, StoreError) as error:
            _log.warning("the vectors could not be kept in a file (%s)", type(error).__name__)


def check_embedder(head: Head, name: str, dim: int | None = None) -> None:
    """Check that the store was made with this embedder; one that holds no target takes any.

    Raises:
        EmbedderMismatch: it was made with another one.
    """
    if head.targets and (head.embedder != name or (dim is not None and head.dim != dim)):
        now = f"{name} ({dim} dimensions)" if dim else name
        raise EmbedderMismatch(
            f"the store was made with the embedder {head.embedder} ({head.dim} dimensions), not {now}:"
            " set embedder to that one, or export the targets and import them into a new store"
        )


def _order(target: Target) -> tuple[str, str, str, str]:
    """Sort by what a target is, so that nothing depends on when it was added."""
    return target.name, target.kind, target.description, target.id
