"""Recall: many targets at once are compared as each by itself, and no text is embedded once a target."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pytest

from alu.bench.synthetic import synthetic_targets
from alu.store.match.facts import recall as module
from alu.store.match.facts.recall import Recall, Recalled
from alu.store.match.index import Index, rows_of
from alu.store.target import Target
from alu.store.text.vectors.embedder import load_embedder

PEOPLE = synthetic_targets(60, seed=3)
SAID = "Who lives in the town?"
TOLD = [t.facts[n % 5].text for n, t in enumerate(PEOPLE)]
NAMED = [f"{t.name} came to the town in spring." for t in PEOPLE]


class Counting:
    """The default embedder, which counts the texts that it is given."""

    name, dim = "counting", 256

    def __init__(self) -> None:
        self.texts = 0

    def embed(self, texts: Sequence[str]) -> np.ndarray:
        """Return one row a text."""
        self.texts += len(texts)
        return load_embedder().embed(texts)


def recall(count: int = len(PEOPLE)) -> tuple[Recall, Counting]:
    embedder = Counting()
    people = PEOPLE[:count]
    vectors = embedder.embed([row.text for t in people for row in rows_of(t)])
    index = Index(people, vectors, embedder)
    embedder.texts = 0
    return Recall(index), embedder


def pairs(found: Sequence[Recalled]) -> list[tuple[int, int]]:
    return [(r.target, r.text) for r in found]


@pytest.mark.parametrize("named", [(), range(0, 60, 2), range(60)])
@pytest.mark.parametrize("meant", [None, frozenset({3, 4})])
def test_all_at_once_is_as_each_by_itself(named: Sequence[int], meant: frozenset[int] | None) -> None:
    stored, _ = recall()
    texts = [*TOLD, *NAMED]
    together = list(stored.find(texts, SAID, range(60), set(named), meant))
    alone = [r for n in range(60) for r in stored.find(texts, SAID, [n], set(named), meant)]
    assert pairs(together) == pairs(alone)
    assert np.allclose([r.score for r in together], [r.score for r in alone], atol=1e-5)
    assert {(n, n) for n in range(60) if n in (meant or range(60)) or n in named} <= set(pairs(together))


def test_what_the_user_wrote_is_not_recalled() -> None:
    stored, _ = recall()
    assert list(stored.find(TOLD, "\n".join(TOLD), range(60), (), None)) == []


def test_a_target_without_facts_recalls_nothing() -> None:
    bare = [t.model_copy(update={"facts": ()}) for t in PEOPLE[:2]]
    model = load_embedder()
    stored = Recall(Index(bare, model.embed([r.text for t in bare for r in rows_of(t)]), model))
    assert list(stored.find(TOLD, SAID, [0, 1], (), None)) == []


def test_twice_as_many_targets_and_texts_embed_about_twice_as_much() -> None:
    counts = []
    for size in (30, 60):
        stored, embedder = recall(size)
        list(stored.find([*TOLD[:size], *NAMED[:size]], SAID, range(size), set(range(size)), None))
        counts.append(embedder.texts)
    assert counts[1] < 2.5 * counts[0]


def test_facts_are_kept_for_the_same_words_of_a_user() -> None:
    stored, embedder = recall()
    list(stored.find(["Nothing at all."], SAID, range(60), (), None))
    embedder.texts = 0
    list(stored.find(["Nothing at all."], SAID, range(60), (), None))
    assert embedder.texts == 2  # the text, and its new words


def test_what_is_kept_does_not_grow_with_the_questions_that_were_asked(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "KEPT_ROWS", 40)
    stored, embedder = recall(11)  # of five facts each

    def embedded(said: str, among: Sequence[int]) -> int:
        before = embedder.texts
        list(stored.find(["Nothing at all."], said, among, (), None))
        return embedder.texts - before

    anew, again = embedded(SAID, [1]), embedded(SAID, [1])
    assert (anew, again) == (12, 2)  # two for the text, and two for each fact that is not kept
    assert [embedded(f"{SAID} Number {n}.", [2, 3]) for n in range(9)] == [22] * 9
    assert embedded(SAID, [1]) == anew  # others have taken its place
    others = range(2, 11)
    assert embedded(SAID, others) == embedded(SAID, others) == 92  # more than may be kept at all


def of(*facts: str) -> Recall:
    """Return what compares texts with the facts of one person."""
    people = [Target(id="one", name="Odalys Brannigan", facts=facts)]
    embedder = load_embedder()
    return Recall(Index(people, embedder.embed([row.text for t in people for row in rows_of(t)]), embedder))


@pytest.mark.parametrize("text", ["7.", "2", "2. Ghent 19542", "Ghent, 2011"])
def test_a_number_repeats_no_year_that_is_but_near_to_it(text: str) -> None:
    stored = of("1924", "She won the cup in 1972, 1975, 1977 and 1978.", "On 5 March 2020.")
    assert list(stored.find([text], "Number the lines about Ghent.", [0], (), None)) == []


@pytest.mark.parametrize("text", ["1924", "In 1924.", "It was 1975, then 1977 and 1978."])
def test_a_year_of_a_fact_is_repeated_by_itself(text: str) -> None:
    stored = of("1924", "She won the cup in 1972, 1975, 1977 and 1978.")
    assert [r.target for r in stored.find([text], "When was that?", [0], (), None)] == [0]
