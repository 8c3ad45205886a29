"""The vectors of the targets' texts: cached ones, those in files, and newly computed ones."""

from __future__ import annotations

import random
from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING

import numpy as np

from alu.errors import EmbedderMismatch, ModelUnreachable, StoreError
from alu.store.match.index import rows_of
from alu.store.persist.vector_cache import VectorCache, Vectors
from alu.store.persist.vector_rows import VectorRows
from alu.store.target import Target

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from alu.store.persist.transaction import Head
    from alu.store.persist.vector_index import Progress, VectorIndex
    from alu.store.text.vectors.embedder import Embedder

__all__ = ["TargetVectors", "check_embedder"]

_BATCH = 2_048
"""Texts that are embedded at once."""
_WORTH_CHROMA = 256
"""Missing targets from which on their vectors are looked for in Chroma, whose import takes a second."""
_CANARIES = 8
"""Targets whose vectors are made anew and compared with those that were read."""


class TargetVectors:
    """The vectors of one namespace, by the rev of the target that they are of. Used by one thread at a time.

    Args:
        embedder: what makes them.
        cache: files of them.
        index: Chroma, which has them, too.
        head: gives the state of the list, whose embedder must be this one.
        progress: called while vectors are made.
    """

    def __init__(
        self, embedder: Embedder, cache: VectorCache, index: VectorIndex, head: Callable[[], Head], progress: Progress
    ) -> None:
        self._embedder, self._cache, self._index, self._head, self._progress = embedder, cache, index, head, progress
        self._dim = cache.dim
        self.rows = VectorRows()
        """The vectors that are at hand, float32 `[rows, dim]` each."""

    def exact(self, targets: Mapping[str, Target], found: Vectors | None = None) -> Vectors | None:
        """Return the vectors of these targets in order where they lie in a file as they are, and are sound.

        Args:
            targets: by rev.
            found: what was read of a file already, if anything.
        """
        revs = tuple(targets)
        return self.trusted(found if found and found.revs == revs else self._cache.exact(revs), targets)

    def trusted(self, found: Vectors | None, targets: Mapping[str, Target]) -> Vectors | None:
        """Return vectors that were found of some targets, if they are sound."""
        return found if found and self._trustworthy(found.split(), targets) else None

    def joined(self, targets: Mapping[str, Target]) -> Vectors:
        """Return the vectors of these targets, one after the other, made where they are not at hand.

        Raises:
            StoreError: the embedder failed.
        """
        self.complete(targets)
        return Vectors.of({rev: self.rows[rev] for rev in targets}, self._dim)

    def of_texts(self, targets: Mapping[str, Target]) -> dict[str, NDArray[np.float32]]:
        """Return the vector of each text that some targets have, which come by rev."""
        self.complete(targets)
        return {
            row.text: vector
            for rev, target in targets.items()
            for row, vector in zip(rows_of(target), self.rows[rev], strict=True)
        }

    def complete(self, targets: Mapping[str, Target]) -> None:
        """See to it that the vectors of these targets are at hand."""
        missing = {rev: targets[rev] for rev in targets if rev not in self.rows}
        if not missing:
            return
        found = self._cache.gather(missing)
        left = missing.keys() - found.keys()
        if len(left) >= _WORTH_CHROMA:
            # an older alu may have indexed them, and cut its texts in another way
            indexed = self._index.vectors(left)
            if all(len(rows) == len(rows_of(missing[rev])) for rev, rows in indexed.items()):
                found |= indexed
        if self._trustworthy(found, missing):
            self.rows |= found
        self.rows |= self.embed({rev: t for rev, t in missing.items() if rev not in self.rows}).split()

    def embed(self, targets: Mapping[str, Target], known: Mapping[str, NDArray[np.float32]] | None = None) -> Vectors:
        """Return the vectors of targets by rev, made now.

        Args:
            targets: what they are made of.
            known: vectors of some texts, which are not embedded again.

        Raises:
            StoreError: the embedder failed.
        """
        known = known or {}
        texts = {rev: [row.text for row in rows_of(target)] for rev, target in targets.items()}
        flat = [text for some in texts.values() for text in some]
        matrix = np.empty((len(flat), self._dim), np.float32)
        for at in (at for at, text in enumerate(flat) if text in known):
            matrix[at] = known[flat[at]]
        new = [at for at, text in enumerate(flat) if text not in known]
        for start in range(0, len(new), _BATCH):
            some = new[start : start + _BATCH]
            matrix[some] = self._embed([flat[at] for at in some])
            self._progress("embedding facts", start + len(some), len(new))
        return Vectors(tuple(texts), tuple(map(len, texts.values())), matrix)

    def _trustworthy(self, found: Mapping[str, NDArray[np.float32]], targets: Mapping[str, Target]) -> bool:
        """Tell whether vectors that were read are those that the embedder makes of the same texts."""
        canaries = random.sample(list(found), min(_CANARIES, len(found)))
        texts, rows = [], []
        for rev in canaries:
            made_of = rows_of(targets[rev])
            if len(made_of) != len(found[rev]):
                return False
            at = random.randrange(len(made_of))
            texts.append(made_of[at].text)
            rows.append(found[rev][at])
        if not texts:
            return True
        # services' vectors differ a little from call to call
        return bool(np.abs(self._embed(texts) - np.stack(rows)).max() < 0.02)

    def _embed(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """Embed texts; whatever fails is a fault of the store to its callers, and its message could hold a text."""
        try:
            vectors = np.asarray(self._embedder.embed(texts), np.float32)
        except ModelUnreachable as error:
            raise StoreError(str(error)) from None
        except Exception as error:
            raise StoreError(f"the embedder {self._embedder.name} failed ({type(error).__name__})") from None
        check_embedder(self._head(), self._embedder.name, vectors.shape[-1])
        if vectors.shape != (len(texts), self._dim) or not np.isfinite(vectors).all():
            raise StoreError(f"the embedder {self._embedder.name} gave vectors that are none")
        return vectors


def check_embedder(head: Head, name: str, dim: int | None = None) -> None:
    """Check that the store was made with this embedder; one that holds no target takes any.

    Raises:
        EmbedderMismatch: it was made with another one.
    """
    if head.targets and (head.embedder != name or (dim is not None and head.dim != dim)):
        now = f"{name} ({dim} dimensions)" if dim else name
        raise EmbedderMismatch(
            f"the store was made with the embedder {head.embedder} ({head.dim} dimensions), not {now}:"
            " set embedder to that one, or export the targets and import them into a new store"
        )
