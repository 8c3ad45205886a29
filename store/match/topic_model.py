"""The classifier of one topic: fitted on its phrases when it is stored, kept beside it in the database."""

from __future__ import annotations

import io
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from itertools import accumulate
from typing import TYPE_CHECKING, NamedTuple
from zipfile import BadZipFile

import numpy as np

from alu.store.calibration import TOPIC_FOLDS, TOPIC_PENALTY
from alu.store.match.logistic import fitted
from alu.store.match.topic_phrases import phrases_of
from alu.store.target import Target
from alu.store.text.embedder import Embedder
from alu.store.text.topic_features import Rows, TopicFeatures, topic_features, windows

if TYPE_CHECKING:
    from numpy.typing import NDArray

__all__ = ["HeldOut", "TopicModel", "fit_topic", "scores_of"]


@dataclass(frozen=True, slots=True)
class HeldOut:
    """Scores of texts by a classifier that did not see them, in nats, float32."""

    exam: NDArray[np.float32] = field(repr=False)
    """Of the exam questions that come with alu."""
    prompts: NDArray[np.float32] = field(repr=False)
    """Of the harmless prompts."""
    replies: NDArray[np.float32] = field(repr=False)
    """Of the replies to them."""
    phrases: NDArray[np.float32] = field(repr=False)
    """Of the topic's own phrases."""


@dataclass(frozen=True, slots=True)
class TopicModel:
    """A fitted classifier. Holds no text; the weights are derived from the topic's texts, so they go when it goes."""

    version: str
    """Of the features that it was fitted with."""
    weights: NDArray[np.float16] = field(repr=False)
    """Of the columns and, last, the bias, in nats, float16 `[COLUMNS + dim + 1]`: about 83 kB."""
    held_out: HeldOut = field(repr=False)

    def to_bytes(self) -> bytes:
        """Return it as the database keeps it."""
        out, kept = io.BytesIO(), self.held_out
        np.savez(
            out,
            version=np.array(self.version),
            weights=self.weights,
            exam=kept.exam,
            prompts=kept.prompts,
            replies=kept.replies,
            phrases=kept.phrases,
        )
        return out.getvalue()

    @classmethod
    def from_bytes(cls, data: bytes, version: str) -> TopicModel | None:
        """Read what `to_bytes` wrote; None where it is damaged or of other features: then it is fitted anew."""
        try:
            with np.load(io.BytesIO(data), allow_pickle=False) as found:
                if str(found["version"]) != version or not np.isfinite(found["weights"]).all():
                    return None
                held_out = HeldOut(found["exam"], found["prompts"], found["replies"], found["phrases"])
                return cls(version, found["weights"], held_out)
        except (OSError, ValueError, KeyError, EOFError, BadZipFile):
            return None


def fit_topic(target: Target, embedder: Embedder) -> TopicModel:
    """Return the classifier of a topic, fitted on its phrases against harmless texts: about a second.

    The scores of each part of the texts come from a fit on the others, so thresholds that are set on them hold for
    texts that were not seen.

    Raises:
        Exception: whatever the embedder raises.
    """
    return _fit(phrases_of(target), topic_features(embedder))


class _Fold(NamedTuple):
    """What the parts that are left out are scored on: texts in windows."""

    rows: Rows
    owner: NDArray[np.int64]
    """Number of the text of each window."""
    part: NDArray[np.int64]
    """Part that each text is in."""


@lru_cache(maxsize=8)
def _fit(phrases: tuple[str, ...], features: TopicFeatures) -> TopicModel:
    own = features.rows(phrases)
    rows = own.joined(features.background)
    positive = np.arange(len(rows)) < len(own)
    amounts = np.where(positive, len(features.background) / len(own), 1.0)
    part = np.concatenate([np.arange(len(own)), np.arange(len(features.background))]) % TOPIC_FOLDS
    counts = [len(own), *map(len, (features.exam, features.prompts, features.replies))]
    scored = _scored_on(phrases, features)
    scores = np.full(sum(counts), -np.inf)
    for fold in range(TOPIC_FOLDS):
        kept = part != fold
        weights = fitted(rows.take(kept), positive[kept], amounts[kept], TOPIC_PENALTY)
        theirs = scored.part[scored.owner] == fold
        found = scored.rows.take(theirs).times(weights[:-1]) + weights[-1]
        np.maximum.at(scores, scored.owner[theirs], found)
    whole = fitted(rows, positive, amounts, TOPIC_PENALTY)
    phrases_, exam, prompts, replies = np.split(scores.astype(np.float32), list(accumulate(counts))[:-1])
    return TopicModel(features.version, whole.astype(np.float16), HeldOut(exam, prompts, replies, phrases_))


def _scored_on(phrases: Sequence[str], features: TopicFeatures) -> _Fold:
    """Return phrases, exam questions, prompts and replies in windows, in the order and the parts of the fit."""
    texts = [*phrases, *features.exam, *features.prompts, *features.replies]
    cut = [(number, window) for number, text in enumerate(texts) for window in windows(text)]
    owner = np.array([number for number, _ in cut])
    part = np.concatenate([np.arange(len(phrases)), np.arange(len(texts) - len(phrases))]) % TOPIC_FOLDS
    return _Fold(features.rows([window for _, window in cut]), owner, part)


def scores_of(rows: Rows, models: Sequence[TopicModel]) -> NDArray[np.float64]:
    """Return the score of each text by each model, in nats, float `[models, texts]`."""
    found = [rows.times(m.weights[:-1].astype(np.float64)) + float(m.weights[-1]) for m in models]
    return np.array(found).reshape(len(models), len(rows))
