"""Nearest neighbours from Chroma: all of the index as last merged, or None; never a partial result.

None means that the caller has to search its own matrix, exactly: a shard is missing, damaged, of another build or held
by a writer, a server is gone, or an answer is not one that a sound index gives. Clients stay open while their shards
keep their build, since an open one does not see what another process writes.

In shards of 4,096, exact search took less time at every size that was tried, up to 100,000 vectors
(`benchmarks/chroma.py`): this is for an index on a server, or for shards that are larger.
"""

from __future__ import annotations

import contextlib
import hashlib
import threading
import time
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from heapq import nsmallest
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from alu.errors import AluError, StoreCorrupt
from alu.store.match.facts.meaning import NearRow
from alu.store.persist import shard as shards
from alu.store.persist.shard import Connect, Shard

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from alu.store.persist.files import FolderLock

__all__ = ["Base", "VectorQuery", "ask", "merged"]

RETRY = 30.0
"""Seconds until a shard or a server that failed is tried again."""


@dataclass(frozen=True, slots=True)
class Base:
    """What the index answers for. Rows of revs that are not in it are for the caller to search."""

    version: str
    """Changes with what the shards hold."""
    counts: Mapping[str, int] = field(repr=False)
    """Vectors of each rev."""


@dataclass(frozen=True, slots=True)
class _Seen:
    """A shard, and the stamp of the manifest that it was read from."""

    stamp: tuple[int, ...]
    shard: Shard


class VectorQuery:
    """The nearest vectors in the shards of one namespace and one embedder. Any number of threads may use it.

    Args:
        folder: where the shards are.
        embedder: name of what made the vectors.
        dim: length of a vector.
        lock: the folder's lock; it is tried, and not waited for, when a shard is opened.
        connect: opens a client for a shard on a Chroma server, a `chromadb.HttpClient` for one, whose collection
            `vectors` holds what the shard's manifest says; None for the shard's own folder.
    """

    def __init__(self, folder: Path, embedder: str, dim: int, lock: FolderLock, connect: Connect | None = None) -> None:
        self._folder = folder
        self._made_with = {"embedder": embedder, "dim": dim}
        self._lock = lock
        self._connect = connect
        self._changing = threading.RLock()
        self._seen: dict[Path, _Seen] = {}
        self._open: dict[Path, tuple[str, Any, Any]] = {}
        self._base = Base("", {})
        self._wait_until = 0.0

    def base(self) -> Base | None:
        """Return what the shards hold now, without Chroma; None where one of them has no manifest of ours.

        What is open of shards that are no more is closed, so that nothing of a removed target stays in use.
        """
        with self._changing:
            return self._look()

    def query(self, vectors: NDArray[np.float32], k: int, *, version: str) -> list[list[NearRow]] | None:
        """Return the `k` nearest stored vectors of each of `vectors`, nearest first; fewer where fewer are stored.

        Args:
            vectors: float32 `[m, dim]`, each of length 1; one of zeros is near to nothing.
            k: how many.
            version: of the `Base` that the answer is to be for.

        Returns:
            A list a vector; or None where the index cannot answer for that base: then search exactly.
        """
        asked = np.flatnonzero(np.any(vectors, axis=1)).tolist()
        try:
            with shards.upright():
                parts = self._collections(version)
                found = [ask(shard, collection, vectors[asked], k) for shard, collection in parts if asked]
                if self.base() is None or self._base.version != version:
                    return None  # it was written meanwhile
        except Exception as error:  # Chroma raises its Rust errors as bare exceptions of many kinds
            self._fail(error)
            return None
        return merged(len(vectors), asked, found, k)

    def close(self) -> None:
        """Close all clients; the next query opens them anew."""
        with self._changing:
            for folder in list(self._open):
                self._shut(folder)

    def _look(self) -> Base | None:
        """Read the manifests that were written since the last time."""
        folders = sorted(self._folder.glob("chroma-*"))
        seen = {folder: one for folder in folders if (one := self._one(folder))}
        if seen != self._seen:
            self._seen = seen
            self._base = _base(one.shard for one in seen.values())
            self._wait_until = 0.0
        for folder in [f for f, (build, _, _) in self._open.items() if f not in seen or seen[f].shard.build != build]:
            self._shut(folder)
        return self._base if len(seen) == len(folders) else None

    def _one(self, folder: Path) -> _Seen | None:
        stamp, known = shards.stamp(folder), self._seen.get(folder)
        if known and known.stamp == stamp:
            return known
        shard = shards.read(folder, self._made_with) if stamp else None
        return _Seen(stamp, shard) if stamp and shard and shard.build else None

    def _collections(self, version: str) -> list[tuple[Shard, Any]]:
        """Return all shards with their open collections.

        Raises:
            StoreCorrupt: the base is another one by now, or a shard failed a moment ago.
            StoreLocked: a shard is to be opened, and a writer is at work.
        """
        with self._changing:
            base = self._look()
            if base is None or base.version != version or time.monotonic() < self._wait_until:
                raise _Late("the index is of another version, or failed a moment ago")
            for folder in self._seen.keys() - self._open.keys():
                self._enter(folder)
            return [(one.shard, self._open[folder][2]) for folder, one in self._seen.items()]

    def _enter(self, folder: Path) -> None:
        """Open a shard, try it, and note what opening did to its files."""
        with self._lock.hold(wait=0) if self._connect is None else contextlib.nullcontext():
            shard = self._seen[folder].shard if self._connect else shards.read(folder, self._made_with)
            if shard is None or not (self._connect or shard.sound()):
                raise StoreCorrupt(f"the files of {folder.name} are not those that were written")
            if shard.build != self._seen[folder].shard.build:
                raise _Late("somebody wrote to the index a moment ago")
            client = (self._connect or shards.connect)(folder)
            try:
                collection = client.get_collection("vectors", embedding_function=None)
                if not shards.verified(collection, shard):
                    raise StoreCorrupt(f"count or self-hits of {folder.name} are wrong")
                if self._connect is None:
                    shards.note(folder, shard.counts, self._made_with, shard.build)
            except BaseException:
                client.close()
                raise
            self._open[folder] = shard.build, client, collection

    def _shut(self, folder: Path) -> None:
        _, client, _ = self._open.pop(folder)
        with contextlib.suppress(Exception), shards.upright():
            client.close()

    def _fail(self, error: Exception) -> None:
        """Close everything after a failure of the index, and leave it alone for a while."""
        if isinstance(error, (_Late, AluError)) and not isinstance(error, StoreCorrupt):
            return  # a writer is at work, or has been: no failure
        with self._changing:
            self.close()
            self._wait_until = time.monotonic() + RETRY


class _Late(Exception):
    """The index cannot be asked now; nothing is wrong with it."""


def _base(parts: Iterator[Shard] | Collection[Shard]) -> Base:
    every = list(parts)
    names = "\n".join(f"{shard.folder.name} {shard.build}" for shard in every)
    counts = {rev: count for shard in every for rev, count in shard.counts.items()}
    return Base(hashlib.blake2b(names.encode(), digest_size=12).hexdigest(), counts)


def merged(
    count: int, asked: Sequence[int], parts: Sequence[Sequence[Sequence[NearRow]]], k: int
) -> list[list[NearRow]]:
    """Return, of each of `count` vectors, the `k` nearest rows of all parts; none of those that were not asked for."""
    near: list[list[NearRow]] = [[] for _ in range(count)]
    for at, i in enumerate(asked):
        rows = (neighbour for part in parts if part for neighbour in part[at])
        near[i] = nsmallest(k, rows, key=lambda n: (-n.cosine, n.rev, n.row))
    return near


def ask(shard: Shard, collection: Any, vectors: NDArray[np.float32], k: int) -> Sequence[Sequence[NearRow]]:
    """Return the `k` nearest rows of each of some vectors in one shard.

    Raises:
        StoreCorrupt: it gave fewer rows than it holds, or others: its graph is lost, or it is another one's.
    """
    wanted = min(k, shard.size)
    got = collection.query(query_embeddings=vectors, n_results=wanted, include=["distances"])
    found = [
        [NearRow(*_place(shard, row), 1 - distance) for row, distance in zip(ids, distances, strict=True)]
        for ids, distances in zip(got["ids"], got["distances"], strict=True)
    ]
    if len(found) != len(vectors) or any(len(near) != wanted for near in found):
        raise StoreCorrupt(f"{shard.folder.name} gave fewer vectors than it holds")
    return found


def _place(shard: Shard, name: str) -> tuple[str, int]:
    """Take the name of a row apart."""
    rev, _, row = name.rpartition(".")
    if not 0 <= int(row) < shard.counts.get(rev, 0):
        raise StoreCorrupt(f"{shard.folder.name} gave a vector that it does not hold")
    return rev, int(row)
