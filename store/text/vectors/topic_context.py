"""Contextual vectors of the harmless corpus, computed ahead, so that a topic is fitted without embedding it.

`benchmarks/topic_context.py` makes the file. Another contextual embedder than the one that made it is not read for
topics, since a user's machine would have to embed two thousand texts first.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Sequence
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from alu.store.text.harmless import exam, fields, harmless, homework, study
from alu.store.text.vectors.topic_calibration import TOPIC_WEIGHTS
from alu.store.text.vectors.topic_features import content, windows

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Embed = Callable[[Sequence[str]], NDArray[np.float32]]

__all__ = ["FILE", "TopicContext", "digest_of", "harmless_parts", "topic_context"]

FILE = Path(__file__).parents[1] / "data" / "topic_context.npz"
"""`name` of the embedder, `digest` of the texts, and `vectors`, int8 `[texts, dim]`, of any length."""


class TopicContext:
    """The vectors of the harmless texts by one embedder. Any number of threads may use it.

    Args:
        vectors: float32 `[texts, dim]`, of length 1, of `harmless_parts()` in order.
    """

    def __init__(self, vectors: NDArray[np.float32]) -> None:
        texts = harmless_parts()
        self._known = dict(zip(texts, vectors, strict=True))
        whole = [content(text) for text in _harmless_texts()]
        self._mean = np.mean([self._known[text] for text in whole], axis=0)

    def directions(self, vectors: NDArray[np.float32]) -> NDArray[np.float64]:
        """Return vectors, `[texts, dim]`, less the mean of harmless texts, as long as a classifier reads them."""
        away = vectors - self._mean
        lengths = np.maximum(np.linalg.norm(away, axis=1, keepdims=True), 1e-9)
        return np.asarray(TOPIC_WEIGHTS[2] * away / lengths, np.float64)

    def directions_of(self, texts: Sequence[str], embed: Embed) -> NDArray[np.float64] | None:
        """Return the directions of texts, of which the harmless ones are known; None where one was not embedded.

        Args:
            texts: any.
            embed: returns a vector a text, `[n, dim]`, of zeros where it fails.
        """
        new = list(dict.fromkeys(text for text in texts if text not in self._known))
        made = dict(zip(new, embed(new), strict=True))
        if not all(vector.any() for vector in made.values()):
            return None
        return self.directions(np.array([made[t] if t in made else self._known[t] for t in texts]))


@cache
def topic_context(name: str) -> TopicContext | None:
    """Return the vectors by the embedder of that name, read once; None where it made none, or of other texts."""
    try:
        with np.load(FILE, allow_pickle=False) as found:
            if str(found["name"]) != name or str(found["digest"]) != digest_of(harmless_parts()):
                return None
            vectors = found["vectors"].astype(np.float32)
    except OSError:
        return None
    return TopicContext(vectors / np.linalg.norm(vectors, axis=1, keepdims=True))


def harmless_parts() -> list[str]:
    """Return the content of each harmless text and its windows, each once."""
    texts = _harmless_texts()
    return list(dict.fromkeys([*map(content, texts), *(part for text in texts for part in windows(text))]))


def digest_of(texts: Sequence[str]) -> str:
    """Return what tells some texts in order from any others."""
    return hashlib.blake2b("\0".join(texts).encode(), digest_size=16).hexdigest()


def _harmless_texts() -> list[str]:
    rows, lessons = harmless(), (text for row in (*homework(), *fields()) for text in (row.text, row.reply))
    return [*(q.text for q in exam()), *(r.text for r in rows), *(r.reply for r in rows), *lessons, *study()]
