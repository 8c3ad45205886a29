"""What a stored topic would flag of harmless texts, and what its phrases lack."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

import numpy as np

from alu.store.calibration import DEFAULT_THRESHOLD
from alu.store.match.topics.topic_model import TopicModel
from alu.store.match.topics.topic_phrases import are_alike, is_thin, phrases_of
from alu.store.match.topics.topics import Topics
from alu.store.target import Target
from alu.store.text.vectors.topic_calibration import MIN_TOPIC_PHRASES

__all__ = ["TopicReport", "topic_reports"]

_MIN_KNOWN = 0.5
"""Share of its phrases that the others must find."""


@dataclass(frozen=True, slots=True)
class TopicReport:
    """Shares of held-out texts that a topic touches. Its texts quote no phrase."""

    target_id: str
    exam: float
    """Of the exam questions that come with alu, 0 to 1."""
    prompts: float
    """Of the harmless prompts, 0 to 1."""
    phrases: float
    """Of its own phrases, each by what the others teach, 0 to 1."""
    warnings: tuple[str, ...] = field(default=(), repr=False)
    """What to do where the phrases are too few or too alike."""

    @property
    def summary(self) -> str:
        """Say what the topic touches, in a line."""
        return (
            f"touches {self.exam:.1%} of exam questions and {self.prompts:.1%} of ordinary prompts,"
            f" and {self.phrases:.0%} of its own phrases that were held out"
        )


def topic_reports(topics: Topics, threshold: float = DEFAULT_THRESHOLD) -> list[TopicReport]:
    """Return a report of each topic, with the limits that it has among all that are stored.

    Args:
        topics: what is stored.
        threshold: strength, 0 to 1, from which on a text is near.
    """
    models = topics.contextual or topics.models
    low = (topics.contextual_limits if topics.contextual else topics.limits).at(threshold)
    each = zip(topics.topics, models, low.tolist(), strict=True)
    return [_report(target, model, low, target.id in topics.by_words_alone) for target, model, low in each]


def _report(target: Target, model: TopicModel, low: float, by_words: bool) -> TopicReport:
    kept = model.held_out
    sets = (kept.exam, kept.prompts, kept.phrases)
    exam, prompts, phrases = (float(np.mean(scores.astype(np.float64) >= low)) for scores in sets)
    return TopicReport(target.id, exam, prompts, phrases, tuple(_warnings(target, phrases, by_words)))


def _warnings(target: Target, known: float, by_words: bool) -> Iterator[str]:
    count = len(phrases_of(target))
    if is_thin(target):
        yield (
            f"{count} phrases are too few (under {MIN_TOPIC_PHRASES}), so the screen reads every question:"
            " add examples, or let `alu targets enrich` draft some"
        )
    if by_words:
        yield "pending: words alone find topics until it is learnt again, in the background or by `alu targets index`"
    if are_alike(target):
        yield "its phrases are all of one subfield: add examples of its other subfields"
    if known < _MIN_KNOWN and not is_thin(target):
        yield "most of its phrases are not found by the others: add examples between them, or make two topics of it"
