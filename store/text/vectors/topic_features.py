"""The features of a topic classifier: words, word pairs, letter sequences, and the embedder's vector.

Words and letters are hashed into a fixed number of columns and weighed by how rare they are in harmless texts, so that
no vocabulary has to be kept with a topic. Which texts are harmless comes with alu and depends on nothing stored.
"""

from __future__ import annotations

import hashlib
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from itertools import chain, pairwise
from typing import TYPE_CHECKING
from zlib import crc32

import numpy as np

from alu.store.text.harmless import exam, fields, harmless, homework, study
from alu.store.text.normalise import normalise
from alu.store.text.vectors.embedder import Embedder, WordLlama, load_embedder
from alu.store.text.vectors.topic_calibration import TOPIC_RARITY, TOPIC_STEP_WORDS, TOPIC_WEIGHTS, TOPIC_WINDOW_WORDS

if TYPE_CHECKING:
    from numpy.typing import NDArray

__all__ = ["COLUMNS", "Rows", "TopicFeatures", "content", "topic_features", "windows"]

_WORDS, _LETTERS = 8_192, 32_768
COLUMNS = _WORDS + _LETTERS
"""Columns of words and letters; those of the embedders come after them."""
_WORD = re.compile(r"\w{2,}")
_ALL_WORDS = re.compile(r"\w+")
_PIECE = re.compile(r"\S{1,40}")
_LABEL = re.compile(r"(?m)^[^\S\n]{0,8}\(?[A-Za-z][.):]\)?\s")
_INSTRUCTION = frozenset(
    [
        "a",
        "b",
        "c",
        "d",
        "e",
        "answer",
        "answers",
        "the",
        "with",
        "by",
        "of",
        "from",
        "one",
        "only",
        "just",
        "letter",
        "letters",
        "option",
        "options",
        "choice",
        "choices",
        "correct",
        "right",
        "best",
        "single",
        "following",
        "question",
        "questions",
        "multiple",
        "choose",
        "select",
        "pick",
        "give",
        "reply",
        "respond",
        "state",
        "your",
        "please",
        "and",
        "or",
        "no",
        "not",
        "do",
        "explain",
        "explanation",
        "is",
        "are",
    ]
)
"""Words of a line that says how to answer, and nothing of what is asked."""


@dataclass(frozen=True, slots=True)
class Rows:
    """The features of some texts: the columns of each that are not 0, one text after another, and its vector."""

    owner: NDArray[np.int64] = field(repr=False)
    """Number of the text of each value, int `[n]`, ascending."""
    column: NDArray[np.int64] = field(repr=False)
    """Column of each value, int `[n]`."""
    value: NDArray[np.float64] = field(repr=False)
    """The values, float `[n]`."""
    dense: NDArray[np.float64] = field(repr=False)
    """Vectors by the embedders, float `[texts, dim]`."""

    def __len__(self) -> int:
        """Return the number of texts."""
        return len(self.dense)

    def take(self, wanted: NDArray[np.bool_]) -> Rows:
        """Return the texts that are wanted, bool `[texts]`."""
        kept = wanted[self.owner]
        number = np.cumsum(wanted) - 1
        return Rows(number[self.owner[kept]], self.column[kept], self.value[kept], self.dense[wanted])

    def joined(self, other: Rows) -> Rows:
        """Return these texts and then the others."""
        return Rows(
            np.concatenate([self.owner, other.owner + len(self)]),
            np.concatenate([self.column, other.column]),
            np.concatenate([self.value, other.value]),
            np.concatenate([self.dense, other.dense]),
        )

    def widened(self, vectors: NDArray[np.float64]) -> Rows:
        """Return these texts with more columns after all others, float `[texts, dim]`."""
        return Rows(self.owner, self.column, self.value, np.concatenate([self.dense, vectors], axis=1))

    def times(self, weights: NDArray[np.floating]) -> NDArray[np.float64]:
        """Return the sum of each text's values times `weights`, float `[COLUMNS + dim]`."""
        sparse = np.bincount(self.owner, self.value * weights[self.column], minlength=len(self))
        return np.asarray(sparse + self.dense @ weights[COLUMNS:])

    def transposed_times(self, amounts: NDArray[np.float64]) -> NDArray[np.float64]:
        """Return the sum of all texts, each times its amount, float `[COLUMNS + dim]`."""
        sparse = np.bincount(self.column, self.value * amounts[self.owner], minlength=COLUMNS)
        return np.concatenate([sparse, amounts @ self.dense])


def content(text: str) -> str:
    """Return a text without the labels of options and the lines that only say how to answer."""
    lines = _LABEL.sub("", text).splitlines()
    kept = [line for line in lines if not _INSTRUCTION.issuperset(_ALL_WORDS.findall(line.lower()))]
    return "\n".join(kept) or text


def windows(text: str) -> list[str]:
    """Return the parts of a text that are scored by themselves: its content, or windows of it that overlap."""
    text = content(text)
    places = [m.span() for m in _PIECE.finditer(text)]
    if len(places) <= TOPIC_WINDOW_WORDS + TOPIC_STEP_WORDS:
        return [text]
    last = len(places) - TOPIC_WINDOW_WORDS
    starts = [*range(0, last, TOPIC_STEP_WORDS), last]
    return [text[places[s][0] : places[s + TOPIC_WINDOW_WORDS - 1][1]] for s in starts]


class TopicFeatures:
    """Makes features of texts. Any number of threads may use it.

    Args:
        embedder: the store's; the static one is always read as well.
    """

    def __init__(self, embedder: Embedder) -> None:
        static = load_embedder()
        self._embedders = (static,) if embedder.name == WordLlama.name else (static, embedder)
        self.exam = [question.text for question in exam()]
        """The exam questions that come with alu."""
        self.prompts = [row.text for row in harmless()]
        """The harmless prompts."""
        self.replies = [row.reply for row in harmless()]
        """The replies to them."""
        self.homework = [text for row in homework() for text in (row.text, row.reply)]
        """Basic questions next to dangerous fields, each with its reply."""
        self.fields = [text for row in fields() for text in (row.text, row.reply)]
        """Prompts on the plain side of sensitive fields, each with its reply."""
        self.sets = (self.exam, self.prompts, self.replies, self.homework, self.fields)
        """What limits are set on."""
        texts = list(map(content, (*chain(*self.sets), *study())))
        self.background_texts = tuple(texts)
        """All harmless texts, fields of study last, as they are read."""
        self._rarity = _rarity(texts)
        vectors = [embedder.embed(texts) for embedder in self._embedders]
        self._means = [rows.mean(axis=0) for rows in vectors]
        self.background: Rows = self._rows(texts, vectors)
        """Their features."""
        digest = hashlib.blake2b(self._rarity.tobytes(), digest_size=8).hexdigest()
        self.version: str = f"2 {digest} {embedder.name}"
        """What a classifier must have been fitted with to be used; its number is raised with `abroad.jsonl`."""

    def rows(self, texts: Sequence[str]) -> Rows:
        """Return the features of some texts."""
        return self._rows(texts, [embedder.embed(texts) for embedder in self._embedders])

    def _rows(self, texts: Sequence[str], vectors: Sequence[NDArray[np.float32]]) -> Rows:
        nothing = np.zeros(0, np.int64)
        owners, columns, values = [nothing], [nothing], [np.zeros(0)]
        for number, text in enumerate(texts):
            for counts, weight in zip(_counted(text), TOPIC_WEIGHTS[:2], strict=True):
                found = np.fromiter(counts, np.int64, len(counts))
                often = np.fromiter(counts.values(), float, len(counts))
                row = (1 + np.log(often)) * self._rarity[found]
                columns.append(found)
                values.append(weight * row / max(float(np.linalg.norm(row)), 1e-9))
                owners.append(np.full(len(found), number))
        dense = [_direction(np.asarray(v - mean, np.float32)) for v, mean in zip(vectors, self._means, strict=True)]
        return Rows(
            np.concatenate(owners),
            np.concatenate(columns),
            np.concatenate(values),
            TOPIC_WEIGHTS[2] * np.concatenate(dense, axis=1),
        )


_MADE: dict[str, TopicFeatures] = {}
"""By the embedder's name, on which alone vectors depend."""


def topic_features(embedder: Embedder) -> TopicFeatures:
    """Return the features for an embedder, made once a process: in a second with the static one."""
    if embedder.name not in _MADE:
        _MADE[embedder.name] = TopicFeatures(embedder)
    return _MADE[embedder.name]


def _direction(rows: NDArray[np.float32]) -> NDArray[np.float64]:
    """Return rows of length 1."""
    return np.asarray(rows / np.maximum(np.linalg.norm(rows, axis=1, keepdims=True), 1e-9), np.float64)


def _rarity(texts: Iterable[str]) -> NDArray[np.float64]:
    """Return the weight of each column, float `[COLUMNS]`: a power of its inverse document frequency."""
    held, number = np.zeros(COLUMNS), 0
    for text in texts:
        number += 1
        for counts in _counted(text):
            held[list(counts)] += 1
    return np.asarray(np.log((number + 1) / (held + 1)) ** TOPIC_RARITY)


def _counted(text: str) -> tuple[Counter[int], Counter[int]]:
    """Return how often each column of words, and of letters, is in a text."""
    words = _WORD.findall(normalise(text))
    letters = Counter[int]()
    for word, often in Counter(words).items():
        for column in _letters(word):
            letters[column] += often
    return Counter([*map(_word, words), *(_word(f"{a} {b}") for a, b in pairwise(words))]), letters


def _word(word: str) -> int:
    return crc32(word.encode()) % _WORDS


@lru_cache(maxsize=65_536)
def _letters(word: str) -> tuple[int, ...]:
    """Return the columns of the runs of 3 to 5 letters of a word, its ends among them."""
    return tuple(_WORDS + crc32(run.encode()) % _LETTERS for run in _runs(f" {word} "))


def _runs(padded: str) -> Iterator[str]:
    for length in (3, 4, 5):
        yield from (padded[i : i + length] for i in range(len(padded) - length + 1))
