"""The phrases that a topic is learnt from, and whether they suffice."""

from __future__ import annotations

import re
from collections.abc import Sequence

from alu.store.target import Target
from alu.store.text.harmless import exam, study
from alu.store.text.vectors.embedder import load_embedder
from alu.store.text.vectors.topic_calibration import ALIKE_COSINE, MIN_TOPIC_PHRASES
from alu.store.text.words import word_count

__all__ = ["are_alike", "is_classified", "is_thin", "phrases_of", "specific"]

_CLAUSE = re.compile(r"[:,;.]\s|[：、，；。]")


def phrases_of(target: Target) -> tuple[str, ...]:
    """Return what a topic is learnt from: its names, the clauses of its description, its facts and its examples."""
    clauses = (part for part in _CLAUSE.split(target.description) if word_count(part) > 1)
    facts = (f"{fact.question} {fact.text}" if fact.question else fact.text for fact in target.facts)
    texts = (*target.names, *clauses, *facts, *target.examples)
    return tuple(dict.fromkeys(stripped for text in texts if (stripped := text.strip())))


def is_classified(target: Target) -> bool:
    """Tell whether a topic's classifier alone finds a target: its phrases are what that was fitted on."""
    return target.kind == "topic" and not target.facts


def is_thin(target: Target) -> bool:
    """Tell whether a topic has too few phrases for its classifier to be trusted where it is silent."""
    return len(phrases_of(target)) < MIN_TOPIC_PHRASES


def are_alike(target: Target) -> bool:
    """Tell whether a topic's phrases are all of one subfield, by the mean cosine of any two."""
    vectors = load_embedder().embed(phrases_of(target))
    n = len(vectors)
    mean = (float((vectors.sum(axis=0) ** 2).sum()) - n) / max(n * (n - 1), 1)
    return n > 1 and mean >= ALIKE_COSINE


def specific(target: Target, phrases: Sequence[str]) -> list[str]:
    """Return those of new phrases that are nearer to what a topic has than to any harmless field of study.

    A general heading («introduction to biology») makes a topic's classifier touch general questions.
    """
    if not phrases:
        return []
    embed = load_embedder().embed
    own, general = embed(phrases_of(target)), embed([*study(), *(q.question for q in exam())])
    new = embed(phrases)
    nearer = (new @ own.T).max(axis=1) > (new @ general.T).max(axis=1)
    return [phrase for phrase, kept in zip(phrases, nearer.tolist(), strict=True) if kept]
