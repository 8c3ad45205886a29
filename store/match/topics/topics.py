"""Channel `topic`: each topic's classifier decides whether a text or part of it is of that field of knowledge."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np

from alu.store.calibration import DEFAULT_THRESHOLD
from alu.store.match.evidence import Evidence
from alu.store.match.fact_languages import Languages
from alu.store.match.index import Index
from alu.store.match.query import Query
from alu.store.match.topics.topic_limits import TopicLimits
from alu.store.match.topics.topic_model import TopicModel, fit_topic, scores_of
from alu.store.match.topics.topic_phrases import is_thin, phrases_of
from alu.store.target import Target, order_of
from alu.store.text.languages import has_foreign_words, is_foreign, may_be_english
from alu.store.text.vectors.topic_calibration import MIN_TOPIC_WORD_LETTERS, TOPIC_CONTEXT_MARGIN
from alu.store.text.vectors.topic_context import TopicContext, topic_context
from alu.store.text.vectors.topic_features import Rows, topic_features, windows
from alu.store.text.vocabulary import languages_of
from alu.store.text.words import words

if TYPE_CHECKING:
    from numpy.typing import NDArray

__all__ = ["Topics"]

_IN_ORDER = ("draft", "passage", "release")
"""Sources of which the texts are the sentences of one text."""
_DERIVED = ("models", "limits", "languages", "thin")
"""What is worked out of the topics alone."""


class Topics:
    """Finds the topics that texts are of. Made once for a version of the list; any number of threads may use it.

    Args:
        index: the targets.
        models: fitted classifiers by target; those of topics that it lacks are fitted when they are first needed.
        base: the topics of the index below; what was worked out of the same ones stays shared.
    """

    name = "topic"

    def __init__(self, index: Index, models: Mapping[str, TopicModel], base: Topics | None = None) -> None:
        found = [index.targets[n] for n in index.added_of("topic")]
        if base:
            found += [
                t
                for t in base.topics
                if index.numbers.get(t.id, -1) in range(index.added[0] if index.added else len(index.targets))
            ]
        self.topics: tuple[Target, ...] = tuple(sorted(found, key=order_of)) if base else tuple(found)
        self._index, self._given = index, models
        if base and self.topics == base.topics:
            self.__dict__.update({k: v for k, v in base.__dict__.items() if k in _DERIVED})

    @cached_property
    def models(self) -> tuple[TopicModel, ...]:
        """The classifier of each topic, in order."""
        return tuple(self._given.get(t.id) or fit_topic(t, self._index.embedder) for t in self.topics)

    @cached_property
    def limits(self) -> TopicLimits:
        """From which scores on a text is of each topic."""
        return TopicLimits.of(self.models)

    @cached_property
    def _context(self) -> TopicContext | None:
        return topic_context(self._index.meaning.name) if self._index.meaning else None

    @property
    def by_words_alone(self) -> frozenset[str]:
        """Ids of the topics that are not fitted with contextual vectors yet; until then words alone count for all."""
        lacking = (t.id for t, model in zip(self.topics, self.models, strict=True) if not model.context)
        return frozenset(lacking) if self._context else frozenset()

    @cached_property
    def contextual(self) -> tuple[TopicModel, ...]:
        """The classifiers that read contextual vectors too, in order; none unless each topic has one."""
        found = tuple(model.context for model in self.models if model.context)
        return found if self._context and len(found) == len(self.models) else ()

    @cached_property
    def contextual_limits(self) -> TopicLimits:
        """From which of their scores on a text is of each topic."""
        return TopicLimits.of(self.contextual)

    @cached_property
    def languages(self) -> Languages:
        """The languages of the phrases of each topic."""
        return Languages(phrases_of(t) for t in self.topics)

    @cached_property
    def thin(self) -> frozenset[str]:
        """Ids of the topics that have too few phrases for silence to mean anything."""
        return frozenset(t.id for t in self.topics if is_thin(t))

    def ready(self) -> None:
        """Work out now what the first request would otherwise wait for."""
        if self.topics:
            _ = self.limits, self.contextual_limits, self.languages, self.thin

    def find(self, query: Query, so_far: Sequence[Evidence]) -> Iterator[Evidence]:
        """Yield the topics that each text is of, or of a draft each run of sentences; a quotation is not read.

        From the threshold on: `DEFAULT_THRESHOLD` is what a topic's own limits are put at. A strength of
        `TOPIC_SURE_STRENGTH` is beyond doubt, less may be decided by the screen.
        """
        if not self.topics or query.source == "quotation":
            return
        wanted = query.wanted.restrict_to
        texts = query.texts
        cut = list(_runs(texts) if query.source in _IN_ORDER else _each(texts))
        if query.source == "question":  # the others hide in the first: what initials spell is no text, mostly
            cut = [(number, window) for number, window in cut if number == 0 or _has_words(window)]
        for n, number, strength in self._near(cut, query.wanted.min_score or DEFAULT_THRESHOLD):
            target = self.topics[n]
            if query.source == "question" and target.id in self.thin:
                continue  # of few phrases anything follows: the screen reads every question for such a topic
            if wanted is None or self._index.numbers[target.id] in wanted:
                yield Evidence(target.id, self.name, "topic", strength, sentence=number, source=query.source)

    def nearest(self, texts: Iterable[str], k: int) -> list[Target]:
        """Return the `k` topics nearest to any of `texts`, however far, the nearest first."""
        strengths = self.strengths([window for text in texts for window in windows(text)])
        best = strengths.max(axis=1, initial=0)
        return [self.topics[n] for n in np.argsort(-best, kind="stable")[:k]]

    def thinly_near(self, text: str) -> Target | None:
        """Return the topic of too few phrases that a text is likeliest of, if it is over its limit; None for no such.

        `find` leaves such a topic of a question to the screen. This is for a screen whose word is worth little.
        """
        near = self._near(list(_each([text])), DEFAULT_THRESHOLD)
        found = ((strength, n) for n, _, strength in near if self.topics[n].id in self.thin)
        return max(((strength, self.topics[n]) for strength, n in found), key=lambda f: f[0], default=(0.0, None))[1]

    def unread(self, texts: Iterable[str]) -> frozenset[str]:
        """Return the ids of the topics of which silence proves nothing: thin ones, and all where a text is not English.

        In other languages words alone are read, and few of those that a topic may come in are among its phrases.
        English is read by all, unless no topic has a phrase in it.
        """
        if not self.topics:
            return frozenset()
        texts = list(texts)
        if any(is_foreign(text) or has_foreign_words(text) for text in texts):
            return frozenset(t.id for t in self.topics)
        foreign = np.flatnonzero(self.languages.foreign(texts))
        return self.thin | {self.topics[n].id for n in foreign}

    def _near(self, cut: Sequence[tuple[int, str]], least: float) -> Iterator[tuple[int, int, float]]:
        """Yield topic, text and strength of the strongest part of each text that may be of a topic."""
        strengths = self.strengths([window for _, window in cut])
        best: dict[tuple[int, int], float] = {}
        for n, part in np.argwhere(strengths >= least).tolist():
            key = (n, cut[part][0])
            best[key] = max(best.get(key, 0.0), float(strengths[n, part]))
        yield from ((n, number, strength) for (n, number), strength in best.items())

    def strengths(self, texts: Sequence[str]) -> NDArray[np.float64]:
        """Return with what probability each text is of each topic, float `[topics, texts]`."""
        if not self.topics or not texts:
            return np.zeros((len(self.topics), len(texts)))
        rows = topic_features(self._index.embedder).rows(texts)
        scores = scores_of(rows, self.models)
        strengths = self.limits.strengths(scores)
        if self.contextual:
            asked = np.asarray((scores >= self.limits.low[:, None] - TOPIC_CONTEXT_MARGIN).any(axis=0))
            asked &= [not near or may_be_english(text) for near, text in zip(asked, texts, strict=True)]
            self._read_again(texts, rows, asked, strengths)
        return strengths

    def _read_again(
        self, texts: Sequence[str], rows: Rows, asked: NDArray[np.bool_], strengths: NDArray[np.float64]
    ) -> None:
        """Put in what contextual vectors, which are English, say of the texts asked for; without any, words decide.

        Args:
            texts: all of them.
            rows: their features.
            asked: which of them, bool `[texts]`.
            strengths: by words, float `[topics, texts]`.
        """
        assert self._context
        assert self._index.meaning
        vectors = self._index.meaning.embed([texts[i] for i in np.flatnonzero(asked).tolist()])
        known = vectors.any(axis=1)
        if not known.any():
            return
        asked[asked] = known
        again = rows.take(asked).widened(self._context.directions(vectors[known]))
        strengths[:, asked] = self.contextual_limits.strengths(scores_of(again, self.contextual))


def _each(texts: Sequence[str]) -> Iterator[tuple[int, str]]:
    """Yield the windows of each text with its number."""
    yield from ((number, window) for number, text in enumerate(texts) for window in windows(text))


def _has_words(text: str) -> bool:
    """Tell whether a text has a word of any language."""
    return any(len(word) >= MIN_TOPIC_WORD_LETTERS and languages_of(word) for word in words(text))


def _runs(sentences: Sequence[str]) -> Iterator[tuple[int, str]]:
    """Yield windows over sentences in order, each with the number of the sentence that it begins in."""
    starts, at = list[int](), 0
    for sentence in sentences:
        starts.append(at)
        at += len(sentence) + 1
    whole, at = "\n".join(sentences), 0
    for window in windows(whole):
        at = max(whole.find(window, at), 0)
        yield int(np.searchsorted(starts, at, side="right")) - 1, window
