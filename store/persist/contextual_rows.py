"""The available contextual vectors, in memory and in files, and which of them are searched."""

from __future__ import annotations

import contextlib
import logging
import threading
import time
from collections.abc import Callable, Collection, Iterator, Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from alu.errors import AluError, StoreLocked
from alu.store.calibration import CHROMA_FROM_ROWS
from alu.store.match.packed.by_key import ByKey
from alu.store.persist.contextual_files import ContextualFiles, known_dim, row_texts, wording_of
from alu.store.persist.contextual_search import ContextualSearch, IndexBase

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from alu.store.persist.chroma_server import ChromaServer, ServerVectors
    from alu.store.persist.vector_index import Progress
    from alu.store.target import Target

__all__ = ["ContextualRows"]

WRITE_WAIT = 1.0
"""Seconds that new vectors wait for the lock; then they are written when all are made."""
INDEXED_ROWS = 8_192
"""Rows that are added to Chroma under one hold of the lock, some ten seconds, so that a removal gets its turn."""
UNINDEXED_ROWS = 1_024
"""Rows that Chroma lacks, from which on they are added to it; until then they are searched exactly."""

SERVER_RETRY = 30.0
"""Seconds until a Chroma server that failed is tried again."""

_log = logging.getLogger(__name__)


class ContextualRows:
    """The vectors of one namespace by one embedder. Any number of threads may use it.

    Args:
        folder: the store's vector folder; None for a store in memory.
        embedder: name of what makes them.
        listed: gives all targets on the list, by rev.
        chroma: the server that the vectors are on, too; None for none.
    """

    def __init__(
        self,
        folder: Path | None,
        embedder: str,
        listed: Callable[[], Mapping[str, Target]],
        chroma: ChromaServer | None = None,
    ) -> None:
        self.search = ContextualSearch({}, 0)
        """What is enforced and made."""
        self._folder = folder
        self._embedder = embedder
        self._listed = listed
        self._changing = threading.RLock()
        self._wordings: dict[str, str] = {}
        self._enforced: tuple[str, ...] = ()
        self._rows: dict[str, NDArray[np.float32]] = {}
        self._epoch = 0
        self._base: IndexBase | None = None
        self._files: ContextualFiles | None = None
        self._chroma = chroma
        self._server: ServerVectors | None = None
        self._failed_until: float | None = None

    @property
    def dim(self) -> int:
        """Length of a vector; 1 until that is known."""
        return self._files.dim if self._files else 1

    def get(self, wording: str) -> NDArray[np.float32] | None:
        """Return the vectors of a wording; None while they are not here."""
        return self._rows.get(wording)

    def __contains__(self, wording: str) -> bool:
        """Tell whether the vectors of a wording are here."""
        return wording in self._rows

    def behind(self) -> bool:
        """Tell whether vectors that are enforced are not searched, or Chroma could not be asked."""
        retry = self._failed_until is not None and time.monotonic() > self._failed_until
        return retry or self.search.lapsed or len(self.search.wordings) < len(self._enforced)

    def named(self, targets: Mapping[str, Target]) -> Mapping[str, Target]:
        """Return targets, which come by rev, by their wording; of each rev that is worked out once."""
        known = self._wordings
        names = {rev: known.get(rev) or wording_of(targets[rev]) for rev in targets}
        self._wordings = {**known, **names} if len(known) < 2 * len(names) else names
        return ByKey({names[rev]: rev for rev in targets}, targets)

    def listed(self) -> Mapping[str, Target]:
        """Return all targets on the list by their wording.

        Raises:
            StoreError: the list cannot be read.
        """
        return self.named(self._listed())

    def missing(self) -> dict[str, Target]:
        """Return the targets on the list, by their wording, whose vectors are not here.

        Raises:
            StoreError: the list cannot be read.
        """
        listed = self.listed()
        return {name: listed[name] for name in listed if name not in self._rows}

    def opened(self, dim: int) -> ContextualFiles:
        """Return the files, those in memory where the folder cannot be written; another `dim` starts anew."""
        with self._changing:
            if self._files is None or dim != self._files.dim:
                self._rows, self._epoch = {}, self._epoch + 1
                try:
                    self._files = ContextualFiles(self._folder, self._embedder, dim)
                except (AluError, OSError) as error:
                    _log.warning("contextual vectors cannot be kept in a file (%s)", type(error).__name__)
                    self._files = ContextualFiles(None, self._embedder, dim)
                if self._server:
                    self._server.close()
                self._server = self._chroma.vectors(self._embedder, dim) if self._chroma else None
            return self._files

    def gather(self, wordings: Collection[str]) -> None:
        """Read what files have of the vectors that are not here."""
        missing = [name for name in wordings if name not in self._rows]
        if missing and (dim := self._files.dim if self._files else known_dim(self._folder, self._embedder)):
            files, epoch = self.opened(dim), self._epoch
            found = files.gather(missing)
            with self._changing:
                if epoch == self._epoch:  # else all was forgotten while it was read
                    self._rows = {**self._rows, **found}

    def fetch(self, targets: Mapping[str, Target]) -> None:
        """Take, and write here, what a Chroma server has of the vectors of some targets, by wording, that are not here.

        Raises:
            StoreError: the list cannot be read.
        """
        missing = {name: len(row_texts(target)) for name, target in targets.items() if name not in self._rows}
        if self._server and missing:
            try:
                found = self._server.gather(missing)
            except AluError as error:
                self._unserved(error)
            else:
                self.keep(found)

    def take(self, other: ContextualRows) -> None:
        """Take the vectors that another one has."""
        if other._rows:
            self.opened(other.dim)
            with self._changing:
                self._rows = {**self._rows, **other._rows}

    def enforce(self, wordings: Collection[str]) -> None:
        """Search these from now on."""
        with self._changing:
            self._enforced = tuple(wordings)
        self.publish()

    def keep(self, new: Mapping[str, NDArray[np.float32]]) -> None:
        """Take new vectors, and write those whose targets are still on the list.

        Raises:
            StoreError: the list cannot be read.
        """
        with self._changing:
            self._rows = {**self._rows, **new}
        self.publish()
        files = self.opened(self.dim)
        with contextlib.suppress(StoreLocked), files.lock.hold(WRITE_WAIT):
            live = self.listed()
            files.append({name: rows for name, rows in new.items() if name in live})

    def forget(self) -> None:
        """Delete all vectors.

        Raises:
            StoreError: a file cannot be deleted, or another process writes for too long.
        """
        files = self.opened(self.dim)
        with files.lock.hold():
            files.wipe(())
            with self._changing:
                self._rows, self._epoch = {}, self._epoch + 1
        if self._chroma:
            self._chroma.wipe(())

    def tidy(self, progress: Progress, wait: float | None = 0) -> bool:
        """Delete what is on the list no more, and have Chroma index what is; tell whether there is more to index.

        Where another process writes, that is for it to do, after `wait` seconds (None: as long as a writer waits).

        Raises:
            StoreError: the list cannot be read.
        """
        files = self.opened(self.dim)
        try:
            with files.lock.hold(wait):
                names = self.listed()
                self.gather(names)
                with self._changing:
                    live = self._rows = {name: rows for name, rows in self._rows.items() if name in names}
                files.tidy(live)
                return self._serve(live, names) if self._server else self._index(files, live, progress)
        except StoreLocked:
            return False
        except OSError as error:
            _log.warning("the contextual vectors could not be kept (%s)", type(error).__name__)
            return False
        finally:
            self.publish()

    def publish(self) -> None:
        """Let requests search what is enforced and made."""
        with self._changing:
            rows = {name: self._rows[name] for name in self._enforced if name in self._rows}
            same = tuple(rows) == self.search.wordings and self.search.base is self._base
            if same and not self.search.lapsed:
                return
            self.search = ContextualSearch(rows, self.dim, self._base)
            # from now on the rows are views of one matrix, so that the older ones can go
            self._rows = {**self._rows, **self.search.rows()}

    def close(self) -> None:
        """Close what is open of Chroma."""
        if self._files and self._files.query:
            self._files.query.close()
        if self._server:
            self._server.close()

    def _serve(self, live: Mapping[str, NDArray[np.float32]], names: Collection[str]) -> bool:
        """Bring the Chroma server up to date by some rows, and ask it from now on where there are many.

        Returns:
            Whether it wrote something.
        """
        assert self._server is not None
        try:
            base = self._server.look()
            newer = {name: rows for name, rows in live.items() if base.counts.get(name) != len(rows)}
            if newer or not base.version or not base.counts.keys() <= set(names):
                self._base = None
                self._server.sync(dict(_some(newer, INDEXED_ROWS)), self.listed)
                return True
        except AluError as error:
            self._base = None
            self._unserved(error)
            return False
        self._failed_until = None
        if sum(map(len, live.values())) < CHROMA_FROM_ROWS:
            self._base = None
        elif self._base is None or self._base.version != base.version:
            self._base = IndexBase(self._server, base.version, frozenset(base.counts))
        return False

    def _unserved(self, error: AluError) -> None:
        """Leave a server alone for a while, and say so once."""
        if self._failed_until is None:
            _log.warning("%s: all contextual vectors are searched here", error)
        self._failed_until = time.monotonic() + SERVER_RETRY

    def _index(self, files: ContextualFiles, live: Mapping[str, NDArray[np.float32]], progress: Progress) -> bool:
        """Add some rows to Chroma where there are many, or open its shards before a request does.

        Returns:
            Whether it added some.
        """
        if files.query is None:
            return False
        base = files.query.base()  # closes what was deleted
        if sum(map(len, live.values())) < CHROMA_FROM_ROWS:
            self._base = None
            return False
        held = {name: live[name] for name in live if base and name in base.counts}
        newer = {name: rows for name, rows in live.items() if name not in held}
        if base is None or sum(map(len, newer.values())) >= UNINDEXED_ROWS:
            try:
                files.index(held | dict(_some(newer, INDEXED_ROWS)), progress)
            except AluError as error:
                _log.warning("Chroma does not take the contextual vectors (%s): all are searched", error)
                return False
            return True
        probe = next(iter(live.values()))[:1]
        asked = files.query.query(probe, 1, version=base.version)
        self._base = IndexBase(files.query, base.version, frozenset(base.counts)) if asked else None
        return False


def _some(vectors: Mapping[str, NDArray[np.float32]], rows: int) -> Iterator[tuple[str, NDArray[np.float32]]]:
    """Yield the first of some vectors, about so many rows."""
    for name, some in vectors.items():
        if rows <= 0:
            return
        yield name, some
        rows -= len(some)
