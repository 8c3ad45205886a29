"""Chroma as the index of record: opaque ids and vectors of all targets, in shards that are thrown away whole.

Chroma 1.5.9 keeps what was deleted in its queue and its graph, even after VACUUM and `delete_collection`; only a
fresh folder is clean. So the vectors lie in shards of 4,096 (a Chroma folder each, built in about a second): a
removal deletes the shards that hold the target and adds their other vectors anew, at a cost that does not grow
with the store. Each shard has a manifest with what it holds and how its files looked; where the files look as they
did, Chroma is not even imported. Otherwise count and canary self-hits decide, because an open Chroma whose
graph is lost answers nothing, without an error.
"""

from __future__ import annotations

import contextlib
import functools
import json
import random
import struct
import uuid
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from alu.errors import StoreCorrupt
from alu.store.persist.files import make_private, private_folder, remove, write_file

if TYPE_CHECKING:
    from numpy.typing import NDArray

__all__ = ["Progress", "Shard", "VectorIndex", "open_collection", "place_in_shards"]

VectorsOf = Callable[[list[str]], "Mapping[str, NDArray[np.float32]]"]
"""Gives the vectors of some revs."""

Progress = Callable[[str, int, int], None]
"""Called with what is being done, how much of it is done, and how much there is."""

SHARD = 4096
"""Vectors in a shard, at most (a single target may go over it)."""
CANARIES = 8
"""Stored vectors of a shard that must find themselves."""
_MANIFEST = "manifest.json"
_HEADER = struct.Struct("<iQQQQ")
"""hnswlib's header: layout, offset, room, vectors in use, bytes of each."""


@dataclass(frozen=True, slots=True)
class Shard:
    """One Chroma folder and what its manifest says is in it."""

    folder: Path
    counts: Mapping[str, int]
    """Vectors of each rev."""
    files: Mapping[str, Sequence[int]]
    """Size and time of each file when it was last checked."""

    @property
    def size(self) -> int:
        """Vectors in it."""
        return sum(self.counts.values())

    def untouched(self) -> bool:
        """Tell whether the files look as they did."""
        return dict(self.files) == _look(self.folder)


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
            or not all(shard.untouched() for shard in shards)
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
        """Delete, without Chroma, the shards that hold something that is not on the list any more."""
        for shard in self._shards():
            if not shard.counts.keys() <= set(live):
                remove(shard.folder)

    def vectors(self, revs: Collection[str]) -> dict[str, NDArray[np.float32]]:
        """Return the vectors of those revs that a shard has."""
        wanted, found = set(revs), dict[str, Any]()
        for shard in self._shards() if wanted else []:
            mine = wanted & shard.counts.keys()
            if mine and _verified(shard):
                found |= _fetch(shard, mine)
        return found

    def problems(self, live: Collection[str]) -> list[str]:
        """Return what is wrong, each shard opened and tried."""
        if self._folder is None:
            return []
        shards = self._shards()
        found = [f"index {s.folder.name}: count or self-hits are wrong" for s in shards if not _verified(s)]
        found += [f"index {s.folder.name}: unused room cannot be blanked" for s in shards if not _blank(s.folder)]
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
        shards = [_read(folder, self._made_with) for folder in self._folders()]
        return [shard for shard in shards if shard]

    def _sound(self, live: Collection[str]) -> Iterator[Shard]:
        """Yield the shards that may stay: nothing removed in them, nothing twice, and no damage."""
        seen: set[str] = set()
        for shard in self._shards():
            if any(rev not in live or rev in seen for rev in shard.counts):
                continue
            if not shard.untouched():
                if not _verified(shard):
                    continue
                self._note(shard.folder, shard.counts)
            seen.update(shard.counts)
            yield shard

    def _fill(self, shard: Shard | None, vectors: Mapping[str, Any]) -> None:
        """Add revs to a shard, or to a new one; the manifest comes last, so that a torn shard is seen as one."""
        assert self._folder is not None
        folder = shard.folder if shard else private_folder(self._folder / f"chroma-{uuid.uuid4().hex[:12]}")
        ids = [f"{rev}.{n}" for rev, rows in vectors.items() for n in range(len(rows))]
        rows = np.concatenate(list(vectors.values()))
        try:
            with open_collection(folder, self._made_with) as collection:
                for start in range(0, len(ids), SHARD):
                    collection.add(ids=ids[start : start + SHARD], embeddings=rows[start : start + SHARD])
        except Exception as error:
            remove(folder)
            raise StoreCorrupt(
                f"Chroma could not index the targets in {folder.parent} ({type(error).__name__}): is the disk full?"
            ) from None
        self._note(folder, {**(shard.counts if shard else {}), **{rev: len(rows) for rev, rows in vectors.items()}})

    def _note(self, folder: Path, counts: Mapping[str, int]) -> None:
        """Write the manifest of a shard, after the last change to its files."""
        make_private(folder)
        _blank(folder)
        manifest = {**self._made_with, "counts": dict(counts), "files": _look(folder)}
        write_file(folder / _MANIFEST, json.dumps(manifest).encode())


@functools.cache
def _settings() -> Any:
    """Return Chroma's settings: no telemetry, nothing from a `.env` file, in this process; reading them takes 20 ms."""
    from chromadb.config import Settings

    chosen: Any = {"_env_file": None, "chroma_api_impl": "chromadb.api.rust.RustBindingsAPI"}
    return Settings(anonymized_telemetry=False, **chosen)


@contextlib.contextmanager
def open_collection(folder: Path, made_with: Mapping[str, Any] | None = None) -> Iterator[Any]:
    """Open the collection of a shard; make it where `made_with` is given. Closed on leaving."""
    import chromadb

    client: Any = chromadb.PersistentClient(path=str(folder), settings=_settings().model_copy())
    try:
        if made_with:
            yield client.get_or_create_collection(
                "vectors",
                embedding_function=None,
                metadata=dict(made_with),
                configuration={"hnsw": {"space": "cosine"}},
            )
        else:
            yield client.get_collection("vectors", embedding_function=None)
    finally:
        client.close()


def _verified(shard: Shard) -> bool:
    """Open a shard: its count is right and canaries find themselves."""
    try:
        with open_collection(shard.folder) as collection:
            return bool(collection.count() == shard.size) and _self_hits(collection, shard)
    except Exception:  # Chroma raises its Rust errors as bare exceptions of many kinds
        return False


def _read(folder: Path, made_with: Mapping[str, Any]) -> Shard | None:
    """Return the shard in a folder, or None where it has no manifest or was made with another embedder."""
    try:
        manifest = json.loads((folder / _MANIFEST).read_bytes())
        if {k: manifest[k] for k in made_with} != made_with:
            return None
        return Shard(folder, manifest["counts"], {k: tuple(v) for k, v in manifest["files"].items()})
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        return None


def _look(folder: Path) -> dict[str, Sequence[int]]:
    """Return size and time (ns) of all files of a shard but its manifest."""
    found: dict[str, Sequence[int]] = {}
    for path in sorted(folder.rglob("*")):
        with contextlib.suppress(FileNotFoundError):
            status = path.stat()
            if path.is_file() and path.name != _MANIFEST:
                found[path.relative_to(folder).as_posix()] = (status.st_size, status.st_mtime_ns)
    return found


def _blank(folder: Path) -> bool:
    """Overwrite the unused room in a shard's graph files, and tell whether that could be done.

    Chroma writes a new graph with room for 100 vectors straight out of memory that is not cleared: bytes of
    whatever the process held before, a removed target for one, were found in it.
    """
    try:
        return all(_blank_after(header) for header in folder.glob("*/header.bin"))
    except (OSError, struct.error):
        return False


def _blank_after(header: Path) -> bool:
    """Overwrite what lies after the vectors in use in the files next to a graph's header."""
    layout, _, _, used, width = _HEADER.unpack_from(header.read_bytes())
    if layout != 1:
        return False
    for name, size in (("data_level0.bin", used * width), ("length.bin", used * 4)):
        with (header.parent / name).open("r+b") as file:
            unused = file.seek(0, 2) - size
            file.seek(size)
            file.write(bytes(max(unused, 0)))
    return True


def _self_hits(collection: Any, shard: Shard) -> bool:
    """Tell whether stored vectors find themselves, or one just like them."""
    ids = [f"{rev}.{n}" for rev, count in shard.counts.items() for n in range(count)]
    canaries = random.sample(ids, min(CANARIES, len(ids)))
    stored = collection.get(ids=canaries, include=["embeddings"])["embeddings"]
    rows = [row for row in stored if np.any(row)]  # a vector of zeros is near nothing
    distances = collection.query(query_embeddings=rows, n_results=1)["distances"] if rows else []
    return len(stored) == len(canaries) and all(found and abs(found[0]) < 1e-3 for found in distances)


def _fetch(shard: Shard, revs: Collection[str]) -> dict[str, NDArray[np.float32]]:
    """Read the vectors of some revs out of a shard; nothing where it lacks one of them."""
    ids = [f"{rev}.{n}" for rev in revs for n in range(shard.counts[rev])]
    try:
        with open_collection(shard.folder) as collection:
            got = collection.get(ids=ids, include=["embeddings"])
        rows = {i: np.asarray(row, np.float32) for i, row in zip(got["ids"], got["embeddings"], strict=True)}
        return {rev: np.stack([rows[f"{rev}.{n}"] for n in range(shard.counts[rev])]) for rev in revs}
    except Exception:  # damaged, or deleted by a writer just now: the caller embeds them anew
        return {}


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
