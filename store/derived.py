"""Files derived from the list: updated after a write, wiped after a removal."""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING

from alu.errors import AluError, StoreLocked
from alu.store.persist.contextual_files import wipe_contextual
from alu.store.persist.vector_cache import Vectors

if TYPE_CHECKING:
    from alu.store.loader import Loader
    from alu.store.persist.location import Place
    from alu.store.persist.vector_cache import VectorCache
    from alu.store.persist.vector_index import Progress, VectorIndex

__all__ = ["DerivedFiles"]

_log = logging.getLogger(__name__)


class DerivedFiles:
    """The files of one namespace: matrix, Chroma, contextual vectors. Who calls `wipe` or `index` holds the lock.

    Args:
        place: the list, and where the files are.
        progress: called while vectors are indexed.
    """

    def __init__(
        self,
        place: Place,
        namespace: str,
        loader: Loader,
        cache: VectorCache,
        index: VectorIndex,
        progress: Progress,
    ) -> None:
        self._place = place
        self._namespace = namespace
        self._loader = loader
        self._cache = cache
        self._index = index
        self._progress = progress

    def wipe(self, *, rewrite: bool) -> None:
        """Leave nothing of removed targets in any file.

        Raises:
            StoreError: a file cannot be deleted or is in use for too long; the next open goes on.
        """
        try:
            live = self._loader.vectors(self._loader.revs())
            self._cache.replace(Vectors.of(live, self._cache.dim))
        except (AluError, OSError):
            self._cache.clear()
        try:
            self._sync()
        except (AluError, OSError):
            self._index.clear()
        wipe_contextual(self._place.folder, self._loader.listed().values(), self._place.chroma)
        self._place.database.clean(self._namespace, rewrite=rewrite)

    def update(self, *, wipe: bool) -> None:
        """Bring the files up to date after a write; where something was taken out, wipe it.

        Raises:
            StoreError: as `wipe`.
        """
        if wipe:
            self.wipe(rewrite=False)
        else:
            self.index()

    def purge(self) -> None:
        """Wipe what was removed from all files, and make the index anew."""
        self._loader.vectors(self._loader.revs())
        self._index.clear()
        self.wipe(rewrite=True)

    def index(self) -> None:
        """Bring Chroma up to date. The list is written, so a failure here is no failure of the write."""
        try:
            self._sync()
        except (AluError, OSError) as error:
            _log.warning("the index is behind the list (%s); the next open makes it anew", type(error).__name__)

    def mend(self) -> None:
        """Finish what a killed process left undone and rebuild a damaged index, unless another process is at it.

        Raises:
            StoreError: the list cannot be read, or not be wiped from a file.
        """
        if not (self._loader.head().unclean or self._index.behind(self._loader.revs())):
            return
        try:
            with self._place.lock.hold(wait=0):
                if self._loader.head().unclean:
                    self.wipe(rewrite=False)
                else:
                    self._sync()
        except StoreLocked:
            return
        except (AluError, OSError) as error:
            _log.warning("the index could not be rebuilt (%s): is the disk full?", type(error).__name__)

    def _sync(self) -> None:
        self._index.sync(self._loader.revs(), self._loader.vectors, self._progress)
