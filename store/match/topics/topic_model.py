"""The classifier of one topic: fitted on its phrases when it is stored, kept with it in the database."""

from __future__ import annotations

import io
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import lru_cache
from itertools import accumulate, chain
from typing import TYPE_CHECKING, NamedTuple
from zipfile import BadZipFile

import numpy as np

from alu.store.match.facts.meaning import Meaning
from alu.store.match.topics.logistic import fitted
from alu.store.match.topics.topic_phrases import phrases_of
from alu.store.target import Target
from alu.store.text.harmless import abroad
from alu.store.text.languages import language
from alu.store.text.vectors.embedder import Embedder
from alu.store.text.vectors.topic_calibration import TOPIC_FOLDS, TOPIC_PENALTY
from alu.store.text.vectors.topic_context import topic_context
from alu.store.text.vectors.topic_features import Rows, TopicFeatures, content, topic_features, windows

if TYPE_CHECKING:
    from numpy.typing import NDArray

__all__ = ["HeldOut", "TopicModel", "context_version", "fit_topic", "scores_of"]


@dataclass(frozen=True, slots=True)
class HeldOut:
    """Scores of texts by a classifier that did not see them, in nats, float32."""

    exam: NDArray[np.float32] = field(repr=False)
    """Of the exam questions that come with alu."""
    prompts: NDArray[np.float32] = field(repr=False)
    """Of the harmless prompts."""
    replies: NDArray[np.float32] = field(repr=False)
    """Of the replies to them."""
    homework: NDArray[np.float32] = field(repr=False)
    """Of the basic questions next to dangerous fields, and of the replies to them."""
    fields: NDArray[np.float32] = field(repr=False)
    """Of the prompts on the plain side of sensitive fields, and of the replies to them."""
    abroad: NDArray[np.float32] = field(repr=False)
    """Of prompts and replies in other languages, float `[languages, texts]`; minus infinity where it has no phrase."""
    phrases: NDArray[np.float32] = field(repr=False)
    """Of the topic's own phrases."""

    @property
    def harmless(self) -> tuple[NDArray[np.float32], ...]:
        """Of the sets of harmless texts, in the order of `TOPIC_BUDGETS`, and of each language."""
        return self.exam, self.prompts, self.replies, self.homework, self.fields, *self.abroad


@dataclass(frozen=True, slots=True)
class TopicModel:
    """A fitted classifier. Holds no text; the weights are derived from the topic's texts, so they go when it goes."""

    version: str
    """Of the features that it was fitted with."""
    weights: NDArray[np.float16] = field(repr=False)
    """Of the columns and, last, the bias, in nats, float16 `[COLUMNS + dim + 1]`: about 83 kB."""
    held_out: HeldOut = field(repr=False)
    context: TopicModel | None = field(default=None, repr=False)
    """One that reads contextual vectors too, where they were to be had."""

    def to_bytes(self) -> bytes:
        """Return it as the database keeps it."""
        out = io.BytesIO()
        np.savez(
            out, allow_pickle=False, **self._arrays(""), **(self.context._arrays(_CONTEXT) if self.context else {})
        )
        return out.getvalue()

    @classmethod
    def from_bytes(cls, data: bytes, version: str, context: str = "") -> TopicModel | None:
        """Read what `to_bytes` wrote; None where it is damaged or of other features: then it is fitted anew.

        Args:
            data: the bytes.
            version: of the features that it must have been fitted with.
            context: the same of the one that reads contextual vectors, which is left out where it is another.
        """
        try:
            with np.load(io.BytesIO(data), allow_pickle=False) as found:
                model = cls._of(found, "", version)
                more = cls._of(found, _CONTEXT, context) if model and context else None
                return replace(model, context=more) if model and more else model
        except (OSError, ValueError, KeyError, EOFError, BadZipFile):
            return None

    def _arrays(self, prefix: str) -> dict[str, np.ndarray]:
        kept = {name: getattr(self.held_out, name) for name in _HELD_OUT}
        arrays = {"version": np.array(self.version), "weights": self.weights, **kept}
        return {prefix + name: array for name, array in arrays.items()}

    @classmethod
    def _of(cls, found: Mapping[str, np.ndarray], prefix: str, version: str) -> TopicModel | None:
        if prefix + "version" not in found or str(found[prefix + "version"]) != version:
            return None
        weights = found[prefix + "weights"]
        held_out = HeldOut(*(found[prefix + name] for name in _HELD_OUT))
        return cls(version, weights, held_out) if np.isfinite(weights).all() else None


_LEAST_PHRASES, _LEAST_SHARE = 2, 0.1
"""Phrases of a language, and their share of all, from which on a topic is in it."""
_HELD_OUT = ("exam", "prompts", "replies", "homework", "fields", "abroad", "phrases")
_CONTEXT = "context_"


def fit_topic(target: Target, embedder: Embedder, meaning: Meaning | None = None) -> TopicModel:
    """Return the classifier of a topic, fitted on its phrases against harmless texts: a second, or four with `meaning`.

    The scores of each part of the texts come from a fit on the others, so thresholds that are set on them hold for
    texts that were not seen.

    Args:
        target: the topic.
        embedder: the store's.
        meaning: the contextual embedder, where there is one.

    Raises:
        Exception: whatever the embedder raises.
    """
    phrases, features = phrases_of(target), topic_features(embedder)
    words = _fit_words(phrases, features)
    return replace(words, context=_fit_context(phrases, features, meaning)) if meaning else words


def context_version(features: TopicFeatures, meaning: Meaning | None) -> str:
    """Return what a classifier that reads contextual vectors must have been fitted with; nothing without them."""
    return f"{features.version} {meaning.name}" if meaning and topic_context(meaning.name) else ""


class _Texts(NamedTuple):
    """What a classifier is fitted and scored on."""

    phrases: Sequence[str]
    background: Sequence[str]
    """The harmless texts that it is fitted against, as they are read."""
    parts: Sequence[tuple[int, str]]
    """What is scored, in windows, each with the number of its text: phrases, the sets of `HeldOut`, its languages."""
    counts: tuple[int, ...]
    """How many of each there are."""
    places: NDArray[np.int64]
    """Number of each of them, phrases apart, among the background."""
    languages: Sequence[str]
    """The languages of which there are texts, in the order of `abroad`."""


def _texts(phrases: Sequence[str], features: TopicFeatures) -> _Texts:
    languages = _languages_of(phrases)
    foreign = [[text for row in abroad()[code] for text in (row.text, row.reply)] for code in languages]
    sets = [phrases, *features.sets, *foreign]
    cut = [(number, window) for number, text in enumerate(chain(*sets)) for window in windows(text)]
    background = (*features.background_texts, *map(content, chain(*foreign)))
    known, more = sum(map(len, features.sets)), sum(map(len, foreign))
    places = np.append(np.arange(known), np.arange(len(background) - more, len(background)))  # fields of study between
    return _Texts(phrases, background, cut, tuple(map(len, sets)), places, languages)


def _languages_of(phrases: Sequence[str]) -> list[str]:
    """Return the languages other than English that some phrases are in, and of which there are harmless texts."""
    found = Counter(map(language, phrases))
    return [code for code in abroad() if found[code] >= max(_LEAST_PHRASES, _LEAST_SHARE * len(phrases))]


@lru_cache(maxsize=8)
def _fit_words(phrases: tuple[str, ...], features: TopicFeatures) -> TopicModel:
    texts = _texts(phrases, features)
    return _fit(texts, *_rows(texts, features), features.version)


def _fit_context(phrases: tuple[str, ...], features: TopicFeatures, meaning: Meaning) -> TopicModel | None:
    """Return the classifier that reads contextual vectors too; None where they cannot be had."""
    if not (context := topic_context(meaning.name)):
        return None
    texts = _texts(phrases, features)
    fitted_on, scored = [*phrases, *texts.background], [window for _, window in texts.parts]
    found = context.directions_of([*fitted_on, *scored], meaning.embed)
    if found is None:
        return None
    directions = np.split(found, [len(fitted_on)])
    rows, parts = (some.widened(more) for some, more in zip(_rows(texts, features), directions, strict=True))
    return _fit(texts, rows, parts, context_version(features, meaning))


def _rows(texts: _Texts, features: TopicFeatures) -> tuple[Rows, Rows]:
    """Return the features of the phrases and the background, and of what is scored."""
    rows = features.rows(texts.phrases).joined(features.background)
    if more := texts.background[len(features.background) :]:
        rows = rows.joined(features.rows(more))
    return rows, features.rows([window for _, window in texts.parts])


def _fit(texts: _Texts, rows: Rows, parts: Rows, version: str) -> TopicModel:
    """Return the classifier fitted on the phrases and the background, with the scores of the parts."""
    own, background = len(texts.phrases), len(texts.background)
    owner = np.array([number for number, _ in texts.parts])
    positive = np.arange(own + background) < own
    amounts = np.where(positive, background / own, 1.0)
    fold = np.concatenate([np.arange(own), np.arange(background)]) % TOPIC_FOLDS
    fold_of_text = np.concatenate([np.arange(own), texts.places]) % TOPIC_FOLDS
    scores = np.full(len(fold_of_text), -np.inf)
    for left_out in range(TOPIC_FOLDS):
        kept = fold != left_out
        weights = fitted(rows.take(kept), positive[kept], amounts[kept], TOPIC_PENALTY)
        theirs = fold_of_text[owner] == left_out
        found = parts.take(theirs).times(weights[:-1]) + weights[-1]
        np.maximum.at(scores, owner[theirs], found)
    whole = fitted(rows, positive, amounts, TOPIC_PENALTY)
    sets = np.split(scores.astype(np.float32), list(accumulate(texts.counts))[:-1])
    phrases, exam, prompts, replies, homework, fields, *foreign = sets
    held_out = HeldOut(exam, prompts, replies, homework, fields, _by_language(texts.languages, foreign), phrases)
    return TopicModel(version, whole.astype(np.float16), held_out)


def _by_language(languages: Sequence[str], scores: Sequence[NDArray[np.float32]]) -> NDArray[np.float32]:
    """Return the scores of the texts in each language of `abroad`, a row each, minus infinity where there are none."""
    found = np.full((len(abroad()), max(2 * len(rows) for rows in abroad().values())), -np.inf, np.float32)
    for code, some in zip(languages, scores, strict=True):
        found[list(abroad()).index(code), : len(some)] = some
    return found


def scores_of(rows: Rows, models: Sequence[TopicModel]) -> NDArray[np.float64]:
    """Return the score of each text by each model, in nats, float `[models, texts]`."""
    found = [rows.times(m.weights[:-1].astype(np.float64)) + float(m.weights[-1]) for m in models]
    return np.array(found).reshape(len(models), len(rows))
