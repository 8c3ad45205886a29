"""The contextual vectors of the harmless texts that ship: of these texts, by this embedder, near to what it makes."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pytest

from alu.store.text.vectors import topic_context as module
from alu.store.text.vectors.minilm import MiniLM
from alu.store.text.vectors.topic_calibration import TOPIC_WEIGHTS
from alu.store.text.vectors.topic_context import FILE, TopicContext, digest_of, harmless_parts, topic_context
from tests.minilm import minilm


@pytest.fixture(scope="module")
def context() -> TopicContext:
    found = topic_context(MiniLM.name)
    assert found, "exam, harmless or study has changed: run python -m benchmarks.topic_context"
    return found


def never(texts: Sequence[str]) -> np.ndarray:
    assert not texts
    return np.zeros((0, MiniLM.dim), np.float32)


def test_what_ships_is_known_and_is_not_embedded_again(context: TopicContext) -> None:
    parts = harmless_parts()
    found = context.directions_of(parts, never)
    assert found is not None
    assert found.shape == (len(parts), MiniLM.dim)
    assert np.allclose(np.linalg.norm(found, axis=1), TOPIC_WEIGHTS[2])


def test_the_rounded_vectors_are_those_of_the_embedder(context: TopicContext) -> None:
    some = harmless_parts()[::400]
    known = context.directions_of(some, never)
    assert known is not None
    made = context.directions(minilm().embed(some))
    assert ((known * made).sum(axis=1) > 0.99 * TOPIC_WEIGHTS[2] ** 2).all()


def test_a_text_that_was_not_embedded_makes_all_unknown(context: TopicContext) -> None:
    texts = [harmless_parts()[0], "an unheard-of text"]
    assert context.directions_of(texts, lambda new: np.zeros((len(new), MiniLM.dim), np.float32)) is None
    found = context.directions_of(texts, lambda new: np.ones((len(new), MiniLM.dim), np.float32))
    assert found is not None
    assert len(found) == 2


def test_another_embedder_and_other_texts_have_none(monkeypatch: pytest.MonkeyPatch) -> None:
    assert topic_context("another") is None
    topic_context.cache_clear()
    monkeypatch.setattr(module, "digest_of", lambda texts: "of other texts")
    assert topic_context(MiniLM.name) is None
    monkeypatch.setattr(module, "FILE", FILE.with_name("missing.npz"))
    topic_context.cache_clear()
    assert topic_context(MiniLM.name) is None
    topic_context.cache_clear()


def test_a_digest_tells_texts_and_their_order_apart() -> None:
    assert digest_of(["a", "b"]) != digest_of(["b", "a"])
    assert digest_of(["ab", ""]) != digest_of(["a", "b"])
    assert len(set(harmless_parts())) == len(harmless_parts())
