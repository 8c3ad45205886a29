"""One collection of a Chroma server: rows under the ids `WORDING.NUMBER`, and in its metadata a hash of these ids."""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

__all__ = ["VERSION", "batches", "counts_of", "hash_of", "ids_of", "whole_rows", "write_rows"]

VERSION = "version"
"""Where the metadata has the hash; it is empty while somebody writes."""
BATCH = 1_000
"""Rows that are read or written at once."""
PAGE = 20_000
"""Ids that are listed at once."""


def ids_of(collection: Any) -> list[str]:
    """Return the ids of all rows of a collection."""
    ids: list[str] = []
    while page := collection.get(include=[], limit=PAGE, offset=len(ids))["ids"]:
        ids += page
        if len(page) < PAGE:
            break
    return ids


def hash_of(ids: Collection[str]) -> str:
    """Return what changes with the ids of the rows."""
    return hashlib.blake2b("\n".join(sorted(ids)).encode(), digest_size=12).hexdigest()


def counts_of(ids: Collection[str]) -> dict[str, int]:
    """Return how many rows each wording has."""
    counts: dict[str, int] = {}
    for name in ids:
        wording = name.rpartition(".")[0]
        counts[wording] = counts.get(wording, 0) + 1
    return counts


def write_rows(
    collection: Any, rows: Mapping[str, NDArray[np.float32]], held: Sequence[str], live: Collection[str]
) -> None:
    """Delete rows of what is not live, add those that are not held, and note what is there then."""
    made = {f"{name}.{n}": row for name, some in rows.items() for n, row in enumerate(some)}
    wordings = {name: name.rpartition(".")[0] for name in held}
    gone = [i for i, name in wordings.items() if name not in live or (name in rows and i not in made)]
    there = set(held).difference(gone)
    new = {i: row for i, row in made.items() if i not in there}
    version = hash_of(there | new.keys())
    if not gone and not new and (collection.metadata or {}).get(VERSION) == version:
        return
    collection.modify(metadata={VERSION: ""})
    for start in range(0, len(gone), BATCH):
        collection.delete(ids=gone[start : start + BATCH])
    names = list(new)
    for start in range(0, len(names), BATCH):
        some = names[start : start + BATCH]
        collection.upsert(ids=some, embeddings=np.stack([new[name] for name in some]))
    collection.modify(metadata={VERSION: hash_of(ids_of(collection))})


def batches(names: Sequence[str], counts: Mapping[str, int]) -> Iterator[list[str]]:
    """Yield wordings, as many as are read at once."""
    batch: list[str] = []
    size = 0
    for name in names:
        batch.append(name)
        size += counts[name]
        if size >= BATCH:
            yield batch
            batch, size = [], 0
    if batch:
        yield batch


def whole_rows(rows: Mapping[str, NDArray[np.float32]], name: str, count: int) -> NDArray[np.float32] | None:
    """Return the rows of a wording; None where one is missing, or is no vector of length 1 or of zeros."""
    found = [rows.get(f"{name}.{n}") for n in range(count)]
    whole = [row for row in found if row is not None]
    if len(whole) < count:
        return None
    lengths = np.linalg.norm(np.stack(whole), axis=1)
    return np.stack(whole) if np.all((np.abs(lengths - 1) < 1e-3) | (lengths == 0)) else None
