"""The files of the contextual vectors: a folder for each embedder, apart from those of the store's own vectors.

A removal wipes the folders of all embedders, whichever is set, and needs none of them for it. They have a lock of
their own, so that no write of the list waits for vectors that are made in the background.
"""

from __future__ import annotations

import hashlib
import json
import logging
from collections.abc import Collection, Iterable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from alu.errors import AluError, StoreLocked
from alu.store.match.index import rows_of
from alu.store.persist.files import FolderLock, folder_name, private_folder, remove, write_file
from alu.store.persist.vector_cache import VectorCache, Vectors
from alu.store.persist.vector_index import Progress, VectorIndex
from alu.store.persist.vector_query import VectorQuery
from alu.store.target import Target

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from alu.store.persist.chroma_server import ChromaServer

__all__ = ["ContextualFiles", "forget_others", "known_dim", "row_texts", "wipe_contextual", "wording_of"]

FOLDERS = 8
"""Folders of vectors from which on they are put together in one."""

_MADE_WITH = "embedder.json"

_log = logging.getLogger(__name__)


def row_texts(target: Target) -> list[str]:
    """Return the texts of `target` that get a vector, in the order of `rows_of`."""
    return [row.text for row in rows_of(target)]


def wording_of(target: Target) -> str:
    """Return what the vectors of a target are kept under: 24 digits of a hash of its id and texts.

    Other changes of the target, and an alu that cuts its texts in the same way, need no new vectors.
    """
    texts = "\0".join([target.id, *row_texts(target)])
    return hashlib.blake2b(texts.encode("utf-8", "replace"), digest_size=12).hexdigest()


class ContextualFiles:
    """The contextual vectors of one namespace, by one embedder.

    Args:
        folder: the store's vector folder; None for vectors in memory alone.
        embedder: name of what makes them.
        dim: length of a vector.

    Raises:
        StoreReadOnly: the folder cannot be made.
    """

    def __init__(self, folder: Path | None, embedder: str, dim: int) -> None:
        self.dim = dim
        self._folder = private_folder(_place(folder, embedder)) if folder else None
        if self._folder and _made_with(self._folder) != (embedder, dim):
            write_file(self._folder / _MADE_WITH, json.dumps({"embedder": embedder, "dim": dim}).encode())
        self.lock = FolderLock(self._folder)
        """Held while files are written."""
        self.making = FolderLock(private_folder(self._folder / "making") if self._folder else None)
        """Held while vectors are made, by one process at a time."""
        self.query = VectorQuery(self._folder, embedder, dim, self.lock) if self._folder else None
        # what the vectors are of is in their names, so the code that cut the texts does not count
        self._cache = VectorCache(self._folder, embedder, dim, code="")
        self._index = VectorIndex(self._folder, embedder, dim)

    def gather(self, wordings: Collection[str]) -> dict[str, NDArray[np.float32]]:
        """Return the vectors of those wordings that some file has."""
        return self._cache.gather(wordings) if wordings else {}

    def append(self, rows: Mapping[str, NDArray[np.float32]]) -> None:
        """Write new vectors. Under the lock; a full disk is logged, and the vectors stay in memory alone."""
        self._cache.keep(Vectors.of(rows, self.dim))

    def tidy(self, live: Mapping[str, NDArray[np.float32]]) -> None:
        """Keep the vectors of live wordings alone, all of them and in few files. Under the lock.

        Raises:
            OSError: the disk is full, or the folder cannot be written.
            StoreReadOnly: a file could not be deleted.
        """
        held = self._cache.held()
        if len(held) > FOLDERS or any(revs is None or not revs <= live.keys() for revs in held):
            self._cache.replace(Vectors.of(live, self.dim))
        else:
            known = {rev for revs in held if revs for rev in revs}
            self.append({wording: rows for wording, rows in live.items() if wording not in known})
        self._index.forget(live)

    def wipe(self, live: Collection[str]) -> None:
        """Leave nothing but the vectors of live wordings in any file. Under the lock.

        Raises:
            StoreReadOnly: a file could not be deleted.
        """
        try:
            self._cache.replace(Vectors.of(self._cache.gather(live), self.dim))
        except (AluError, OSError):
            self._cache.clear()
        self._index.forget(live)

    def index(self, live: Mapping[str, NDArray[np.float32]], progress: Progress) -> None:
        """Make Chroma's shards hold exactly the vectors of live wordings. Under the lock.

        Raises:
            alu.errors.StoreCorrupt: Chroma fails on a fresh folder.
            OSError: the disk is full, or the folder cannot be written.
        """
        self._index.sync(live, lambda wordings: {wording: live[wording] for wording in wordings}, progress)


def known_dim(folder: Path | None, embedder: str) -> int | None:
    """Return the length of the vectors that an embedder has made here; None where it has made none."""
    made_with = _made_with(_place(folder, embedder)) if folder else None
    return made_with[1] if made_with else None


def wipe_contextual(folder: Path | None, targets: Iterable[Target], chroma: ChromaServer | None = None) -> None:
    """Leave nothing of other targets than these in the contextual vectors of any embedder.

    A Chroma server that does not answer is wiped by whichever process asks it next.

    Raises:
        StoreLocked: another process writes vectors for too long.
        StoreReadOnly: a file could not be deleted.
    """
    parts = _parts(folder)
    live = {wording_of(target) for target in targets} if parts or chroma else set()
    for part in parts:
        made_with = _made_with(part)
        if folder is None or made_with is None or _place(folder, made_with[0]) != part:
            remove(part)
            continue
        files = ContextualFiles(folder, *made_with)
        with files.lock.hold():
            files.wipe(live)
    if chroma:
        try:
            chroma.wipe(live)
        except AluError as error:
            _log.warning("%s: vectors of what was removed are on it until it is asked again", error)


def forget_others(folder: Path | None, embedder: str) -> None:
    """Delete the vectors that other contextual embedders have made, unless they are made just now."""
    for part in _parts(folder):
        if folder and part != _place(folder, embedder):
            try:
                with FolderLock(private_folder(part / "making")).hold(wait=0), FolderLock(part).hold(wait=0):
                    remove(part)
            except StoreLocked:
                continue


def _place(folder: Path, embedder: str) -> Path:
    return folder / f"contextual-{folder_name(embedder)}"


def _parts(folder: Path | None) -> list[Path]:
    return sorted(folder.glob("contextual-*")) if folder else []


def _made_with(part: Path) -> tuple[str, int] | None:
    """Return name and dimension of the embedder of a folder; None where that cannot be read."""
    try:
        made_with = json.loads((part / _MADE_WITH).read_bytes())
        return str(made_with["embedder"]), int(made_with["dim"])
    except (OSError, ValueError, KeyError, TypeError):
        return None
