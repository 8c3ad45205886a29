"""Chroma as the index of record: opaque ids and vectors of all targets, in shards that are thrown away whole.

Chroma 1.5.9 keeps what was deleted in its queue and its graph, even after VACUUM and `delete_collection`; only a
fresh folder is clean. So the vectors lie in shards of 4,096 (a Chroma folder each, built in about a second): a
removal deletes the shards that hold the target and adds their other vectors anew, at a cost that does not grow
with the store. Where the files of all shards look as they did, Chroma is not even imported; where they hold something
else, the shard is made anew (`shard.py` says why it is not opened).
"""

from __future__ import annotations

import uuid
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from alu.errors import StoreCorrupt
from alu.store.persist.files import private_folder, remove
from alu.store.persist.shard import Shard, blank, note, opened, read, tried

if TYPE_CHECKING:
    from numpy.typing import NDArray

__all__ = ["Progress", "VectorIndex", "place_in_shards"]

VectorsOf = Callable[[list[str]], "Mapping[str, NDArray[np.float32]]"]
"""Gives the vectors of some revs."""

Progress = Callable[[str, int, int], None]
"""Called with what is being done, how much of it is done, and how much there is."""

SHARD = 4096
"""Vectors in a shard, at most (a single target may go over it)."""
_BATCH = 4096
"""Vectors that Chroma is given at once: it takes 5,461."""


class VectorIndex:
    """The shards of one namespace and one embedder. The caller holds the folder's lock."""

    def __init__(self, folder: Path | None, embedder: str, dim: int) -> None:
        self._folder = folder
        self._made_with = {"embedder": embedder, "dim": dim}

    def behind(self, live: Collection[str]) -> bool:
        """Tell, without Chroma, whether the shards hold other vectors than the list's or were touched."""
        if self._folder is None:
            return False
        shards = self._shards()
        return (
            sorted(rev for shard in shards for rev in shard.counts) != sorted(live)
            or len(shards) != len(self._folders())
            or not all(shard.build and shard.untouched() for shard in shards)
        )

    def sync(self, live: Collection[str], vectors: VectorsOf, progress: Progress) -> None:
        """Make the shards hold exactly the list's vectors; `vectors` gives those of some revs.

        Raises:
            StoreCorrupt: Chroma fails on a fresh folder.
            alu.errors.StoreReadOnly: a shard could not be deleted.
            OSError: the disk is full, or the folder cannot be written.
        """
        if self._folder is None:
            return
        shards = list(self._sound(set(live)))
        while shards and not self._opens(smallest := min(shards, key=lambda s: s.size)):
            shards.remove(smallest)
        kept = {shard.folder for shard in shards}
        for folder in self._folders():
            if folder not in kept:
                remove(folder)
        rows = vectors(sorted(set(live).difference(*(shard.counts for shard in shards))))
        done = 0
        for shard, revs in place_in_shards(rows, shards):
            self._fill(shard, {rev: rows[rev] for rev in revs})
            done += len(revs)
            progress("indexing targets", done, len(rows))

    def forget(self, live: Collection[str]) -> None:
        """Delete, without Chroma, the shards that hold something that is not on the list any more, or do not say."""
        kept = {shard.folder for shard in self._shards() if shard.counts.keys() <= set(live)}
        for folder in self._folders():
            if folder not in kept:
                remove(folder)

    def vectors(self, revs: Collection[str]) -> dict[str, NDArray[np.float32]]:
        """Return the vectors of those revs that a shard has."""
        wanted, found = set(revs), dict[str, Any]()
        for shard in self._shards() if wanted else []:
            if mine := sorted(wanted & shard.counts.keys()):
                found |= tried(shard, self._made_with, partial(_vectors, shard, mine)) or {}
        return found

    def problems(self, live: Collection[str]) -> list[str]:
        """Return what is wrong, each shard opened and tried."""
        if self._folder is None:
            return []
        shards = self._shards()
        wrong = [shard for shard in shards if not tried(shard, self._made_with, lambda _: True)]
        found = [f"index {s.folder.name}: files, count or self-hits are wrong" for s in wrong]
        found += [f"index {s.folder.name}: unused room cannot be blanked" for s in shards if not blank(s.folder)]
        if len(shards) != len(self._folders()):
            found.append("index: a part has no manifest")
        held = {rev for shard in shards for rev in shard.counts}
        if held != set(live):
            found.append(f"index: {len(held & set(live))} of {len(live)} targets are in it")
        return found

    def clear(self) -> None:
        """Delete all shards."""
        for folder in self._folders():
            remove(folder)

    def _folders(self) -> list[Path]:
        """Return all shard folders, sound or not."""
        return sorted(self._folder.glob("chroma-*")) if self._folder else []

    def _shards(self) -> list[Shard]:
        """Return the shards that have a manifest of ours."""
        shards = [read(folder, self._made_with) for folder in self._folders()]
        return [shard for shard in shards if shard]

    def _sound(self, live: Collection[str]) -> Iterator[Shard]:
        """Yield the shards that may stay: nothing removed in them, nothing twice, and no damage."""
        seen: set[str] = set()
        for shard in self._shards():
            if any(rev not in live or rev in seen for rev in shard.counts):
                continue
            if not (shard.build and shard.untouched()) and not tried(shard, self._made_with, lambda _: True):
                continue
            seen.update(shard.counts)
            yield shard

    def _opens(self, shard: Shard) -> bool:
        """Tell whether a shard that is to be added to, and so is opened, holds what was last noted of it."""
        now = read(shard.folder, self._made_with)
        return now is not None and now.sound()

    def _fill(self, shard: Shard | None, vectors: Mapping[str, Any]) -> None:
        """Add revs to a shard, or to a new one; the manifest comes last, so that a torn shard is seen as one."""
        assert self._folder is not None
        folder = shard.folder if shard else private_folder(self._folder / f"chroma-{uuid.uuid4().hex[:12]}")
        ids = [f"{rev}.{n}" for rev, rows in vectors.items() for n in range(len(rows))]
        rows = np.concatenate(list(vectors.values()))
        try:
            with opened(folder, self._made_with) as collection:
                for start in range(0, len(ids), _BATCH):
                    collection.add(ids=ids[start : start + _BATCH], embeddings=rows[start : start + _BATCH])
        except Exception as error:
            remove(folder)
            raise StoreCorrupt(
                f"Chroma could not index the targets in {folder.parent} ({type(error).__name__}): is the disk full?"
            ) from None
        note(folder, {**(shard.counts if shard else {}), **{r: len(v) for r, v in vectors.items()}}, self._made_with)


def _vectors(shard: Shard, revs: Sequence[str], collection: Any) -> dict[str, NDArray[np.float32]]:
    """Read the vectors of some revs out of the open collection of their shard."""
    ids = [f"{rev}.{n}" for rev in revs for n in range(shard.counts[rev])]
    got = collection.get(ids=ids, include=["embeddings"])
    rows = {i: np.asarray(row, np.float32) for i, row in zip(got["ids"], got["embeddings"], strict=True)}
    return {rev: np.stack([rows[f"{rev}.{n}"] for n in range(shard.counts[rev])]) for rev in revs}


def place_in_shards(vectors: Mapping[str, Any], shards: Sequence[Shard]) -> Iterator[tuple[Shard | None, list[str]]]:
    """Yield which revs go into which shard: into the emptiest one while there is room, then into new ones."""
    shard = min(shards, key=lambda s: s.size, default=None)
    room = SHARD - shard.size if shard else SHARD
    batch: list[str] = []
    for rev, rows in vectors.items():
        if len(rows) > room:
            if batch:
                yield shard, batch
            shard, room, batch = None, SHARD, []
        batch.append(rev)
        room -= len(rows)
    if batch:
        yield shard, batch
