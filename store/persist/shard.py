"""One shard of the index: a Chroma folder, and a manifest that says what is in it and what its files look like.

Chroma answers nothing, without an error, where its graph is lost, and ends the process where its files are damaged.
So a folder is opened only where its bytes are those that were last written (size and time, else a checksum of each
file), and what is opened must have the right count and find stored vectors by themselves. Opening a folder writes to
it, and a small graph is then rewritten with bytes of whatever the process held before: a folder that was opened is
blanked and noted again, under the lock of whoever calls.
"""

from __future__ import annotations

import contextlib
import functools
import json
import random
import struct
import uuid
import warnings
import zlib
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeVar

import numpy as np

from alu.errors import StoreCorrupt
from alu.store.persist.files import make_private, walk, write_file

__all__ = [
    "EF_SEARCH",
    "Connect",
    "Shard",
    "blank",
    "connect",
    "note",
    "opened",
    "read",
    "stamp",
    "tried",
    "upright",
    "verified",
]

Result = TypeVar("Result")
Connect = Callable[[Path], Any]
"""Opens a Chroma client for the folder of a shard; its collection is called `vectors`."""

EF_SEARCH = 800
"""Candidates that a search of a shard keeps. In a shard of 4,096 sentences (wordllama, 300 queries, the 8 nearest) 100
missed three of eight for the worst query, 200 two, 400 one, 800 none, at 1.4 to 2 ms each; `benchmarks/chroma.py`
measures what 800 gives over many shards. Chroma's 16 neighbours a vector (`M`) are enough for that."""
CANARIES = 8
"""Stored vectors of a shard that must find themselves."""
_MANIFEST = "manifest.json"
_HEADER = struct.Struct("<iQQQQ")
"""hnswlib's header: layout, offset, room, vectors in use, bytes of each."""

Files = Mapping[str, Sequence[int]]
"""Size, time (ns) and CRC-32 of each file of a shard but its manifest."""


@dataclass(frozen=True, slots=True)
class Shard:
    """One Chroma folder and what its manifest says is in it."""

    folder: Path
    counts: Mapping[str, int]
    """Vectors of each rev."""
    files: Files
    build: str = ""
    """Changes with what is in it; empty where an alu made it that did not set `EF_SEARCH`."""

    @property
    def size(self) -> int:
        """Vectors in it."""
        return sum(self.counts.values())

    def untouched(self) -> bool:
        """Tell whether the files have the size and time that they had."""
        return {name: tuple(look[:2]) for name, look in self.files.items()} == _look(self.folder)

    def sound(self) -> bool:
        """Tell whether the files hold what they held, whatever their times say; of an older alu's, only the times."""
        try:
            sums = {name: tuple(look[2:]) for name, look in self.files.items()}
            return sums == _sums(self.folder) if self.build else self.untouched()
        except OSError:
            return False


def connect(folder: Path) -> Any:
    """Open a Chroma client in this process on the folder of a shard."""
    import chromadb

    return chromadb.PersistentClient(path=str(folder), settings=_settings().model_copy())


@functools.cache
def _settings() -> Any:
    """Return Chroma's settings: no telemetry, nothing from a `.env` file, in this process; reading them takes 20 ms."""
    from chromadb.config import Settings

    chosen: Any = {"_env_file": None, "chroma_api_impl": "chromadb.api.rust.RustBindingsAPI"}
    return Settings(anonymized_telemetry=False, **chosen)


@contextlib.contextmanager
def upright() -> Iterator[None]:
    """Turn a panic of Chroma's Rust code, which is no `Exception`, into one.

    Raises:
        StoreCorrupt: Chroma panicked.
    """
    try:
        yield
    except BaseException as error:
        if type(error).__name__ != "PanicException":
            raise
        raise StoreCorrupt("Chroma failed on the files of the index") from None


@contextlib.contextmanager
def opened(folder: Path, made_with: Mapping[str, Any] | None = None) -> Iterator[Any]:
    """Open the collection of a shard; make it where `made_with` is given. Closed on leaving."""
    with upright():
        client = connect(folder)
        try:
            if made_with:
                yield client.get_or_create_collection(
                    "vectors",
                    embedding_function=None,
                    metadata=dict(made_with),
                    configuration={"hnsw": {"space": "cosine", "ef_search": EF_SEARCH}},
                )
            else:
                yield client.get_collection("vectors", embedding_function=None)
        finally:
            client.close()


def verified(collection: Any, shard: Shard) -> bool:
    """Tell whether an open collection has the right count and stored vectors find themselves, or one just like them."""
    if collection.count() != shard.size:
        return False
    ids = [f"{rev}.{n}" for rev, count in shard.counts.items() for n in range(count)]
    canaries = random.sample(ids, min(CANARIES, len(ids)))
    stored = collection.get(ids=canaries, include=["embeddings"])["embeddings"]
    rows = [row for row in stored if np.any(row)]  # a vector of zeros is near nothing
    distances = collection.query(query_embeddings=rows, n_results=1)["distances"] if rows else []
    return len(stored) == len(canaries) and all(found and abs(found[0]) < 1e-3 for found in distances)


def tried(shard: Shard, made_with: Mapping[str, Any], use: Callable[[Any], Result]) -> Result | None:
    """Return what `use` makes of the collection of a shard, or None where the shard is not sound.

    One of an older alu gets today's `EF_SEARCH`. The shard is noted anew, unless somebody writes to it meanwhile.
    """
    if not shard.sound():
        return None
    try:
        with opened(shard.folder) as collection:
            if not verified(collection, shard):
                return None
            if not shard.build:
                _widen(collection)
            result = use(collection)
        now = read(shard.folder, made_with)
        if now and now.build == shard.build:
            note(shard.folder, shard.counts, made_with, shard.build)
    except Exception:  # Chroma raises its Rust errors as bare exceptions of many kinds; or a writer deleted the shard
        return None
    return result if now else None


def _widen(collection: Any) -> None:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)  # Chroma's own, for a collection that does not embed
        collection.modify(configuration={"hnsw": {"ef_search": EF_SEARCH}})


def read(folder: Path, made_with: Mapping[str, Any]) -> Shard | None:
    """Return the shard in a folder, or None where it has no manifest or was made with another embedder."""
    try:
        manifest = json.loads((folder / _MANIFEST).read_bytes())
        if {k: manifest[k] for k in made_with} != made_with:
            return None
        files = {k: tuple(map(int, v)) for k, v in manifest["files"].items()}
        counts = {k: int(v) for k, v in manifest["counts"].items()}
        return Shard(folder, counts, files, str(manifest.get("build", "")))
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        return None


def stamp(folder: Path) -> tuple[int, ...] | None:
    """Return what changes whenever the manifest of a shard is written; None where there is none."""
    try:
        status = (folder / _MANIFEST).stat()
    except OSError:
        return None
    return status.st_ino, status.st_size, status.st_mtime_ns


def note(folder: Path, counts: Mapping[str, int], made_with: Mapping[str, Any], build: str = "") -> Shard:
    """Write the manifest of a shard, after the last change to its files; without `build`, as one that is new."""
    make_private(folder)
    blank(folder)
    sums = _sums(folder)
    files = {name: (*look, *sums.get(name, ())) for name, look in _look(folder).items()}
    shard = Shard(folder, dict(counts), files, build or uuid.uuid4().hex[:12])
    manifest = {**made_with, "counts": shard.counts, "files": files, "build": shard.build}
    write_file(folder / _MANIFEST, json.dumps(manifest).encode())
    return shard


def _paths(folder: Path) -> Iterator[tuple[str, Path]]:
    for path in walk(folder):
        if path.is_file() and path.name != _MANIFEST:
            yield path.relative_to(folder).as_posix(), path


def _look(folder: Path) -> dict[str, tuple[int, int]]:
    """Return size and time (ns) of all files of a shard but its manifest."""
    found: dict[str, tuple[int, int]] = {}
    for name, path in _paths(folder):
        with contextlib.suppress(FileNotFoundError):
            status = path.stat()
            found[name] = (status.st_size, status.st_mtime_ns)
    return found


def _sums(folder: Path) -> dict[str, tuple[int]]:
    """Return the CRC-32 of all files of a shard but its manifest: 7 ms for 4,096 vectors."""
    return {name: (zlib.crc32(path.read_bytes()),) for name, path in _paths(folder)}


def blank(folder: Path) -> bool:
    """Overwrite the unused room in a shard's graph files, and tell whether that could be done.

    Chroma writes a new graph with room for 100 vectors straight out of memory that is not cleared: bytes of
    whatever the process held before, a removed target for one, were found in it.
    """
    try:
        return all(_blank_after(header) for header in folder.glob("*/header.bin"))
    except (OSError, OverflowError, ValueError, struct.error):  # a damaged header says anything
        return False


def _blank_after(header: Path) -> bool:
    """Overwrite what lies after the vectors in use in the files next to a graph's header."""
    layout, _, _, used, width = _HEADER.unpack_from(header.read_bytes())
    if layout != 1:
        return False
    for name, size in (("data_level0.bin", used * width), ("length.bin", used * 4)):
        with (header.parent / name).open("r+b") as file:
            file.seek(size)
            if any(unused := file.read()):  # a file that needs nothing keeps its time
                file.seek(size)
                file.write(bytes(len(unused)))
    return True
