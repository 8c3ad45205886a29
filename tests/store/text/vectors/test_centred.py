"""Vectors without what all texts have in common: by MiniLM, to which something in common was added."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pytest

from alu.store.match.facts.contexts import Contexts
from alu.store.store import TargetStore
from alu.store.target import Fact, Target
from alu.store.text.vectors.centred import Centred
from alu.store.text.vectors.contextual_embedder import ContextualEmbedder
from alu.store.text.vectors.embedder import ENGLISH, unit
from tests.minilm import minilm

TEXTS = ("She kept a tame gull.", "A tame gull was hers.", "The company lost its licence.", "Où est la gare?")


class Narrow:
    """MiniLM with much added that is the same in every vector, as an embedder of the E5 family has it."""

    name = "narrow-384"
    dim = 384
    languages = None

    def embed(self, texts: Sequence[str]) -> np.ndarray:
        rows = minilm().embed(texts)
        return unit(rows + rows.any(axis=1, keepdims=True) * np.full(384, 0.1, np.float32))


def cosines(rows: np.ndarray) -> np.ndarray:
    return np.asarray(rows @ rows.T)


def test_unrelated_texts_are_near_to_nothing_again() -> None:
    raw, centred, own = (cosines(e.embed(TEXTS)) for e in (Narrow(), Centred(Narrow()), minilm()))
    assert raw[0, 2] > 0.7
    assert centred[0, 2] == pytest.approx(own[0, 2], abs=0.15)
    assert centred[0, 1] > 0.6


def test_a_text_without_content_stays_nothing() -> None:
    rows = Centred(Narrow()).embed(["", "She kept a gull."])
    assert not rows[0].any()
    assert np.linalg.norm(rows[1]) == pytest.approx(1)


def test_it_has_another_name_and_the_languages_of_the_other_one() -> None:
    centred = Centred(Narrow())
    assert (centred.name, centred.dim, centred.languages) == ("narrow-384, centred", 384, None)
    assert ContextualEmbedder(centred).languages is None
    assert ContextualEmbedder("minilm").languages == ENGLISH


@pytest.mark.parametrize("languages", [None, ENGLISH])
def test_a_text_in_french_is_near_to_what_is_stored_where_the_embedder_reads_french(
    languages: frozenset[str] | None,
) -> None:
    class Bilingual(Narrow):
        def embed(self, texts: Sequence[str]) -> np.ndarray:
            gull = "She kept a tame gull at the lighthouse."
            return super().embed([gull if "goéland" in t or "oiseau de mer" in t else t for t in texts])

    embedder = Bilingual()
    embedder.languages = languages  # type: ignore[assignment]
    keeper = Target(id="keeper", name="Odalys Brannigan", facts=(Fact(text="Elle élevait un goéland apprivoisé."),))
    store = TargetStore.temporary([keeper], meaning=embedder)
    assert store.meaning
    store.meaning.finish()
    said = Contexts(store.snapshot().index, ["Cet oiseau de mer vivait chez la gardienne du phare."])
    assert said.near(0) == ({0} if languages is None else set())
