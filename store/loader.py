"""From the list to a `Snapshot`: only what has changed is read and embedded."""

from __future__ import annotations

import contextlib
import logging
import math
import threading
from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING, Any

import numpy as np

from alu.errors import AluError, StoreError, StoreLocked
from alu.store.embedding import TargetVectors, check_embedder
from alu.store.guarantee import ListThreshold
from alu.store.match.channels import chosen
from alu.store.match.snapshot import Snapshot
from alu.store.persist.apart import APART_FROM, Apart
from alu.store.persist.clock import ListClock
from alu.store.persist.listing import Listing
from alu.store.persist.loaded import LayerBase, Loaded
from alu.store.persist.merging import Merging
from alu.store.persist.packed_targets import LAZY_FROM, PackedTargets, Roll, packed_arrays
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
    from alu.store.text.vectors.embedder import Embedder

__all__ = ["Loader"]

LAYERED_FROM = 256
"""Targets from which on a change is layered over what was made of the list before; a shorter list is made anew."""
MOST_LAYERED = 0.25
"""Share of a list up to which changes are layered."""
MANY_CHANGES = 256
"""Changes from which on they are merged soon."""

_log = logging.getLogger(__name__)


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
        apart: Apart | None = None,
    ) -> None:
        chosen(channels, ())  # a wrong setting is an error of the start, and not of the first look-up
        self._database = database
        self._namespace = namespace
        self._embedder = embedder
        self._cache = cache
        self._index = index
        self._lock = lock
        self._channels = channels
        self._progress = progress
        self._meaning = meaning
        self._apart = apart
        self._loading = threading.RLock()
        self._loaded: Loaded | None = None
        self._listing = Listing(database, namespace, self._packed)
        self._found: Vectors | None = None
        """What lies in a file of all targets that were enforced at some time."""
        self._base: LayerBase | None = None
        self._merging = Merging(self.merge)
        self._vectors = TargetVectors(embedder, cache, index, self.head, progress)
        self.models: TopicModels = TopicModels(database, namespace, embedder, progress, meaning)
        """The classifiers of topics."""
        self.clock: ListClock = ListClock(database, namespace)
        """By which targets expire."""
        self.threshold: ListThreshold = ListThreshold(partial(database.guarantee, namespace), embedder.name, threshold)
        """From which score on a text is near."""

    def head(self) -> Head:
        """Return the state of the list.

        Raises:
            StoreError: the list cannot be read, or has gone.
        """
        head = self._database.head(self._namespace)
        if head is None:
            raise StoreError("the list of targets has gone from the database: restore a backup")
        return head

    def snapshot(self) -> Snapshot:
        """Return the targets that are enforced now: those of the last call while nothing has changed.

        Raises:
            StoreError: the list cannot be read; nothing older is given instead.
        """
        if current := self._current():
            return current
        with self._loading:
            return self._current() or self._load()

    def at_hand(self) -> Snapshot | None:
        """Return what `snapshot` gives, where it is ready and nothing has to be waited for; else None."""
        loaded = self._loaded
        if loaded is None or not loaded.snapshot.is_ready:
            return None
        head = self._database.head_at_hand(self._namespace)
        return loaded.snapshot if head and loaded.holds(head, self.clock.now(head)) else None

    def targets(self) -> list[Target]:
        """Return all targets, expired ones among them, by name."""
        return list(self.listed().ordered().values())

    def learn(self, rows: Mapping[str, NDArray[np.float32]]) -> None:
        """Take vectors that were made for targets that are about to be read."""
        with self._loading:
            self._vectors.rows |= rows

    def embed(self, targets: Mapping[str, Target], instead_of: Collection[str] = ()) -> Vectors:
        """Return the vectors of targets by rev, made now.

        Args:
            targets: what they are made of.
            instead_of: ids of stored targets that these replace: a text that one of them has is not embedded again.

        Raises:
            StoreError: the embedder failed.
        """
        if not instead_of:
            return self._vectors.embed(targets)
        with self._loading:
            _, by_rev = self._read()
            known = self._vectors.of_texts(by_rev.among(self._listing.revs_of(instead_of)))
        return self._vectors.embed(targets, known)

    def vectors(self, revs: Collection[str]) -> dict[str, NDArray[np.float32]]:
        """Return the vectors of some revs of the list: known ones, those in a file, the rest embedded."""
        with self._loading:
            _, by_rev = self._read()
            here = [rev for rev in revs if rev in by_rev]
            self._vectors.complete(by_rev.among(here))
            return {rev: self._vectors.rows[rev] for rev in here}

    def revs(self) -> list[str]:
        """Return the revs of all targets on the list."""
        return list(self.listed())

    def listed(self) -> Roll:
        """Return all targets by rev, expired ones among them."""
        with self._loading:
            return self._read()[1]

    def _current(self) -> Snapshot | None:
        """Return the snapshot, if nothing has been written and nothing has expired since."""
        head, loaded = self.head(), self._loaded
        return loaded.snapshot if loaded and loaded.holds(head, self.clock.now(head)) else None

    def _packed(self) -> PackedTargets | None:
        """Return the targets that lie in a file with their vectors."""
        self._found = self._found or self._cache.whole()
        return PackedTargets.of(self._found, self._listing.doc)

    def _read(self) -> tuple[Head, Roll]:
        """Read what is new on the list; return all of it by rev."""
        if self._apart and not self._listing.known() and self.head().targets >= APART_FROM:
            # before any target is read: without files all of them would be kept in memory
            self._apart.run(self._finds_files)
            self._finds_files()
        head, by_rev = self._listing.read()
        check_embedder(head, self._embedder.name)
        return head, by_rev

    def _finds_files(self) -> bool:
        """Look for what lies in a file of all targets that were enforced at some time; tell whether it was found."""
        self._found = self._found or self._cache.whole()
        return self._found is not None

    def _load(self) -> Snapshot:
        """Bring the snapshot up to date with the list as it is now."""
        head, by_rev = self._read()
        now = self.clock.now(head)
        expiring = by_rev.expiring()
        self.clock.note_expiry(expiring.values(), head, now)
        ends = {rev: t.expires.timestamp() for rev, t in expiring.items() if t.expires}
        enforced = by_rev.without([rev for rev, end in ends.items() if end <= now])
        self._base = self._base or self._stored_base(head, enforced)
        snapshot = self._layered(head, enforced) or self._anew(head, enforced)
        enforced = enforced if snapshot.base or self._base is None else self._base.targets
        self._found = None
        until = min((end for end in ends.values() if end > now), default=math.inf)
        self._loaded = Loaded(head, snapshot, enforced, now, until)
        if snapshot.base:
            self._merging.later(many=len(snapshot.index.added) + len(snapshot.index.gone) > MANY_CHANGES)
        return snapshot

    def _stored_base(self, head: Head, enforced: Roll) -> LayerBase | None:
        """Return what lies in a file of a list that has changed a little since; None where there is none."""
        found, packed = self._found, PackedTargets.of(self._found, self._listing.doc)
        if found is None or packed is None:
            return None
        whole = Roll.of({}, packed)
        changes = len(whole.keys() ^ enforced.keys())
        if not 0 < changes <= len(whole) * MOST_LAYERED or len(whole) < len(found.revs):
            return None
        if not self._vectors.trusted(found, whole):
            return None
        self._vectors.rows |= found.split()
        snapshot = self._whole(head, whole, found)
        return LayerBase(snapshot, whole)

    def _layered(self, head: Head, enforced: Roll) -> Snapshot | None:
        """Return a snapshot over the last one that was made of a whole list; None where there is none, or it is short.

        What it costs depends on what has changed since, and little on how long the list is.
        """
        if self._base is None or len(self._base.targets) < LAYERED_FROM:
            return None
        added = {rev: enforced[rev] for rev in enforced.keys() - self._base.targets.keys()}
        gone = self._base.targets.keys() - enforced.keys()
        if len(added) + len(gone) > len(self._base.targets) * MOST_LAYERED:
            return None
        names = dict(zip(enforced, self._meaning.enforce(enforced), strict=True)) if self._meaning else {}
        return self._base.snapshot.layered(
            list(added.values()),
            self._vectors.joined(added).matrix,
            [self._base.targets[rev].id for rev in gone],
            version=head.version,
            threshold=self.threshold.value(),
            revs=[names[rev] for rev in added] if names else (),
            topic_models=self.models.of(enforced),
        )

    def _anew(self, head: Head, enforced: Roll) -> Snapshot:
        """Return a snapshot of the whole list, over which later ones are layered."""
        enforced = enforced.ordered()
        if self._worked_out_apart(enforced) and (shared := self._shared(head, enforced)):
            return shared
        vectors, stored = self._matrix(enforced)
        snapshot = self._whole(head, enforced, vectors)
        self._base = LayerBase(snapshot, enforced)
        if not stored and self._save(head, enforced, vectors, snapshot):
            snapshot = self._shared(head, enforced) or snapshot
        return snapshot

    def _worked_out_apart(self, enforced: Roll) -> bool:
        """Have the files of a long list worked out by another process, where there are none; tell whether it was.

        Raises:
            StoreError: it could not be done.
        """
        revs = tuple(enforced)
        if self._apart is None or len(revs) < APART_FROM or (self._found and self._found.revs == revs):
            return False
        self._apart.run(lambda: self._cache.exact(revs) is not None)
        return True

    def _shared(self, head: Head, enforced: Roll) -> Snapshot | None:
        """Return a snapshot of a long list out of the file that was just written, which other processes map, too."""
        if len(enforced) < LAZY_FROM or not (vectors := self._vectors.exact(enforced)):
            return None
        self._vectors.rows |= vectors.split()
        if packed := PackedTargets.of(vectors, self._listing.doc):
            self._listing.pack(packed)
            enforced = enforced.packed_as(packed)
        snapshot = self._whole(head, enforced, vectors)
        self._base = LayerBase(snapshot, enforced)
        return snapshot

    def _whole(self, head: Head, enforced: Roll, vectors: Vectors) -> Snapshot:
        older = {rev: n for n, rev in enumerate(self._base.targets)} if self._base else {}
        return Snapshot(
            enforced.listed(),
            vectors.matrix,
            self._embedder,
            version=head.version,
            threshold=self.threshold.value(),
            channels=self._channels,
            derived=vectors.derived or None,
            meaning=self._meaning,
            revs=self._meaning.enforce(enforced) if self._meaning else (),
            previous=self._base.snapshot if self._base and not vectors.derived else None,
            older=[older.get(rev, -1) for rev in enforced],
            topic_models=self.models.of(enforced),
        )

    def merge(self) -> None:
        """Make a snapshot of the whole list where the last one is layered, and keep what it takes in a file.

        Others go on with the layered one meanwhile; what is written meanwhile is layered over the new one.
        """
        self.snapshot()
        with self._loading:
            loaded = self._loaded
            if loaded is None or loaded.snapshot.base is None:
                return
            listed = self._listing.read()[1]
            if not loaded.enforced.keys() <= listed.keys():
                return  # written meanwhile: the next snapshot is merged
            enforced = listed.among(loaded.enforced).ordered()
        if self._worked_out_apart(enforced):
            self._take_shared(loaded, loaded.snapshot, enforced)
            return
        with self._loading:
            vectors = self._cache.exact(tuple(enforced)) or self._vectors.joined(enforced)
        snapshot = self._whole(loaded.head, enforced, vectors).ready()
        with self._loading:
            self._base = LayerBase(snapshot, enforced)
            rows = self._vectors.rows | vectors.split()
            # views of the one new matrix, and nothing of removed targets
            self._vectors.rows = rows.among(self._listing.known())
            if self._loaded is loaded:
                self._loaded = replace(loaded, snapshot=snapshot)
        if self._save(loaded.head, enforced, vectors, snapshot):
            self._take_shared(loaded, snapshot, enforced)

    def _take_shared(self, loaded: Loaded, snapshot: Snapshot, enforced: Roll) -> None:
        """Go on with what lies in the files of a list, where nothing has changed since `snapshot` was made of it."""
        with self._loading:
            same = self._loaded is not None and self._loaded.snapshot is snapshot
            if self._loaded and same and (shared := self._shared(loaded.head, enforced)) and self._base:
                self._vectors.rows = self._vectors.rows.among(self._listing.known())  # nothing of removed targets
                self._loaded = replace(self._loaded, snapshot=shared.ready(), enforced=self._base.targets)

    def prepare(self) -> None:
        """Take what is in files of a long list before a removal wipes them; without them all of it is made anew."""
        if self._loaded is None and self.head().targets >= LAZY_FROM:
            with contextlib.suppress(AluError):
                self.snapshot()

    def close(self, *, merge: bool) -> None:
        """Stop what goes on behind the requests; with `merge` the next process finds the matrix ready."""
        self._merging.stop()
        if merge and self._cache.in_files:
            self.merge()

    def _matrix(self, enforced: Roll) -> tuple[Vectors, bool]:
        """Return the vectors of the enforced targets in order, and whether they lie in a file as they are."""
        rows, found = self._vectors.rows, self._found
        if not enforced.keys() <= rows.keys() and (exact := self._vectors.exact(enforced, found)):
            self._vectors.rows = exact.split()
            return exact, True
        vectors = self._vectors.joined(enforced)
        # from now on the rows are views of one matrix, so that the older ones can go
        listed = self._listing.known() & rows.keys()
        self._vectors.rows = vectors.split() | {rev: rows[rev] for rev in listed if rev not in enforced}
        return vectors, False

    def _save(self, head: Head, enforced: Roll, vectors: Vectors, snapshot: Snapshot) -> bool:
        """Leave the vectors in a file for the next process, unless one writes now or the list has moved on.

        Returns:
            Whether they are there.
        """
        try:
            derived: dict[str, Any] = dict(snapshot.derived()) if self._cache.in_files else {}
            if derived and len(enforced) >= LAZY_FROM:
                derived |= packed_arrays(enforced)
            with self._lock.hold(wait=0):
                if self.head().stamp == head.stamp:
                    self._cache.save(replace(vectors, derived=derived))
                    # a target may have been removed on another machine, with another cache
                    self._index.forget(self._listing.known())
                    return self._cache.in_files
        except StoreLocked:
            pass
        except (OSError, StoreError) as error:
            _log.warning("the vectors could not be kept in a file (%s)", type(error).__name__)
        return False
