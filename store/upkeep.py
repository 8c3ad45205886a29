"""What is derived from the list, brought up to date after a write: vector files and Chroma."""

from __future__ import annotations

import logging

from alu.errors import AluError, StoreLocked
from alu.store.loader import Loader
from alu.store.persist.database import Database
from alu.store.persist.files import FolderLock
from alu.store.persist.vector_cache import VectorCache, Vectors
from alu.store.persist.vector_index import Progress, VectorIndex

__all__ = ["Upkeep"]

_log = logging.getLogger(__name__)


class Upkeep:
    """Keeps the files of one namespace as its list is. All but `mend` are called under the lock."""

    def __init__(
        self,
        database: Database,
        namespace: str,
        loader: Loader,
        cache: VectorCache,
        index: VectorIndex,
        lock: FolderLock,
        progress: Progress,
    ) -> None:
        self._database, self._namespace, self._loader = database, namespace, loader
        self._cache, self._index, self._lock, self._progress = cache, index, lock, progress

    def wipe(self, *, rewrite: bool) -> None:
        """Leave nothing of removed targets in any file."""
        try:
            live = self._loader.vectors(self._loader.revs())
            self._cache.replace(Vectors.of(live, self._cache.dim))
        except (AluError, OSError):
            self._cache.clear()
        try:
            self._index.sync(self._loader.revs(), self._loader.vectors, self._progress)
        except (AluError, OSError):
            self._index.clear()
        self._database.clean(self._namespace, rewrite=rewrite)

    def purge(self) -> None:
        """Wipe what was removed from all files, and make the index anew."""
        self._loader.vectors(self._loader.revs())
        self._index.clear()
        self.wipe(rewrite=True)

    def index_now(self) -> None:
        """Bring Chroma up to date. The list is written, so a failure here is no failure of the write."""
        try:
            self._index.sync(self._loader.revs(), self._loader.vectors, self._progress)
        except (AluError, OSError) as error:
            _log.warning("the index is behind the list (%s); the next open makes it anew", type(error).__name__)

    def mend(self) -> None:
        """Finish what a killed process left undone and rebuild a damaged index, unless another process is at it."""
        if not (self._loader.head().unclean or self._index.behind(self._loader.revs())):
            return
        try:
            with self._lock.hold(wait=0):
                if self._loader.head().unclean:
                    self.wipe(rewrite=False)
                else:
                    self._index.sync(self._loader.revs(), self._loader.vectors, self._progress)
        except StoreLocked:
            return
        except (AluError, OSError) as error:
            _log.warning("the index could not be rebuilt (%s): is the disk full?", type(error).__name__)
