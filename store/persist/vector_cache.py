"""Vectors of the targets in memory-mapped files, so that an open store needs neither Chroma nor the embedder.

One folder `matrix-<key>` holds the vectors of all enforced targets in order, with what the detector derived from
them; it serves as it is while its key matches. A folder `rows-<token>` holds the vectors of targets that were just
added. A rev names one wording of one target, so its vectors never change and any folder that has them will do.
"""

from __future__ import annotations

import contextlib
import functools
import hashlib
import json
import logging
import uuid
import zlib
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from alu.errors import StoreReadOnly
from alu.store.persist.files import private_file, private_folder, remove, write_file
from alu.store.persist.vector_rows import VectorRows

if TYPE_CHECKING:
    from numpy.typing import NDArray

__all__ = ["VectorCache", "Vectors"]

_log = logging.getLogger(__name__)

FORMAT = 1
"""Changes when the files below do."""


@dataclass(frozen=True, slots=True)
class Vectors:
    """Vectors of some targets, one after the other."""

    revs: tuple[str, ...]
    counts: tuple[int, ...]
    """Rows of each rev."""
    matrix: NDArray[np.float32] = field(repr=False)
    """float32 `[sum(counts), dim]`."""
    derived: Mapping[str, NDArray[Any]] = field(default_factory=dict, repr=False)
    """What the detector derived from these targets."""

    @classmethod
    def of(cls, rows: Mapping[str, NDArray[np.float32]], dim: int) -> Vectors:
        """Put the rows of some revs one after the other."""
        matrix = np.concatenate(list(rows.values())) if rows else np.zeros((0, dim), np.float32)
        return cls(tuple(rows), tuple(map(len, rows.values())), matrix)

    def split(self) -> VectorRows:
        """Return the rows of each rev."""
        return VectorRows(self.revs, self.counts, self.matrix)


class VectorCache:
    """The matrix files of one namespace and one embedder. The caller holds the folder's lock while it writes.

    Args:
        folder: where they are; None for none.
        embedder: name of what made the vectors.
        dim: length of a vector.
        code: files that were made with another one are not read; a hash of the store's code by default.
    """

    def __init__(self, folder: Path | None, embedder: str, dim: int, code: str | None = None) -> None:
        self.dim = dim
        self._folder = folder
        code = _code() if code is None else code
        self._made_with = {"format": FORMAT, "embedder": embedder, "dim": dim, "code": code}

    @property
    def in_files(self) -> bool:
        """Whether there are files at all."""
        return self._folder is not None

    def key(self, revs: Sequence[str]) -> str:
        """Return the key of these revs in this order."""
        made_with = json.dumps(self._made_with, sort_keys=True)
        return hashlib.blake2b("\n".join([made_with, *revs]).encode(), digest_size=12).hexdigest()

    def exact(self, revs: Sequence[str]) -> Vectors | None:
        """Return the vectors of exactly these revs in this order, memory-mapped, or None."""
        return self._load(self._folder / f"matrix-{self.key(revs)}") if self._folder else None

    def whole(self) -> Vectors | None:
        """Return the vectors of all targets that were enforced at some time, memory-mapped, or None."""
        found = (self._load(folder) for folder in (self._folder.glob("matrix-*") if self._folder else ()))
        return next((vectors for vectors in found if vectors), None)

    def gather(self, revs: Collection[str]) -> dict[str, NDArray[np.float32]]:
        """Return the vectors of those revs that some file has."""
        wanted, found = set(revs), dict[str, Any]()
        for folder in self._folders():
            if not wanted:
                break
            if vectors := self._load(folder):
                rows = vectors.split()
                found.update((rev, rows[rev]) for rev in wanted & rows.keys())
                wanted -= rows.keys()
        return found

    def held(self) -> list[frozenset[str] | None]:
        """Return, of each folder, the revs whose vectors it holds; None of one that is not ours, torn or damaged."""
        loaded = [self._load(folder) for folder in self._folders()]
        return [frozenset(vectors.revs) if vectors else None for vectors in loaded]

    def save(self, vectors: Vectors) -> None:
        """Write the vectors of all enforced targets and delete all other files, the removed targets' among them.

        Raises:
            OSError: the disk is full, or the folder cannot be written.
        """
        if self._folder:
            self._write(self._folder / f"matrix-{self.key(vectors.revs)}", vectors)
            self._keep(self._folder / f"matrix-{self.key(vectors.revs)}")

    def append(self, vectors: Vectors) -> Path | None:
        """Write vectors of new targets, before the list has them, and return where.

        Raises:
            OSError: the disk is full, or the folder cannot be written.
        """
        if self._folder is None:
            return None
        folder = self._folder / f"rows-{uuid.uuid4().hex[:12]}"
        self._write(folder, vectors)
        return folder

    def keep(self, vectors: Vectors) -> Path | None:
        """Write vectors of new targets where that can be done, so that no process makes them twice; return where."""
        try:
            return self.append(vectors) if vectors.revs else None
        except (OSError, StoreReadOnly) as error:
            _log.warning("new vectors could not be kept in a file (%s)", type(error).__name__)
            return None

    def replace(self, vectors: Vectors) -> None:
        """Keep these vectors and no other, in whatever order; the matrix is made by the next load.

        Raises:
            OSError: the disk is full, or the folder cannot be written.
        """
        self._keep(self.append(vectors))

    def clear(self) -> None:
        """Delete all matrix files."""
        self._keep(None)

    def _keep(self, kept: Path | None) -> None:
        """Delete all folders but one."""
        for folder in self._folders():
            if folder != kept:
                remove(folder)

    def _folders(self) -> list[Path]:
        """Return the folders of this cache; those of few rows first, which hold what was just added."""
        return [*self._folder.glob("rows-*"), *self._folder.glob("matrix-*")] if self._folder else []

    def _write(self, folder: Path, vectors: Vectors) -> None:
        """Write a folder whole or not at all, in the place of a damaged one."""
        draft = private_folder(folder.with_name(f"rows-draft-{uuid.uuid4().hex[:12]}"))
        try:
            arrays = {
                "vectors": np.ascontiguousarray(vectors.matrix, np.float32),
                "revs": np.array([rev.encode() for rev in vectors.revs], "S24"),
                "counts": np.array(vectors.counts, np.int32),
                **{f"derived-{name}": array for name, array in vectors.derived.items()},
            }
            sums = {}
            for name, array in arrays.items():
                with private_file(draft / f"{name}.npy").open("wb") as file:
                    np.save(file, array, allow_pickle=False)
                sums[name] = _checksum(draft / f"{name}.npy")
            write_file(draft / "manifest.json", json.dumps({**self._made_with, "sums": sums}).encode())
            remove(folder)
            draft.rename(folder)
        except BaseException:
            with contextlib.suppress(OSError):
                remove(draft)
            raise

    def _load(self, folder: Path) -> Vectors | None:
        """Return what a folder holds, or None where it is not ours, torn or damaged."""
        try:
            manifest = json.loads((folder / "manifest.json").read_bytes())
            if {k: v for k, v in manifest.items() if k != "sums"} != self._made_with:
                return None
            if any(_checksum(folder / f"{name}.npy") != crc for name, crc in manifest["sums"].items()):
                return None
            arrays: dict[str, NDArray[Any]] = {
                # a plain view: every slice of a memmap costs 70 µs
                name: np.asarray(np.load(folder / f"{name}.npy", mmap_mode="r", allow_pickle=False))
                for name in manifest["sums"]
            }
            counts = tuple(arrays.pop("counts").tolist())
            revs = tuple(rev.decode() for rev in arrays.pop("revs").tolist())
            matrix = arrays.pop("vectors")
        except (OSError, ValueError, KeyError, TypeError, AttributeError):
            return None
        derived = {name.removeprefix("derived-"): array for name, array in arrays.items()}
        return Vectors(revs, counts, matrix, derived) if len(matrix) == sum(counts) else None


@functools.cache
def _code() -> str:
    """Return a hash of the store's code: arrays that other code derived from the same targets are not reused."""
    sources = sorted(Path(__file__).parents[1].rglob("*.py"))
    return hashlib.blake2b(b"".join(p.read_bytes() for p in sources)).hexdigest()[:16]


def _checksum(path: Path) -> int:
    """Return the CRC-32 of a file, read in pieces."""
    crc = 0
    with path.open("rb") as file:
        while piece := file.read(1 << 20):
            crc = zlib.crc32(piece, crc)
    return crc
