"""The contextual embedder in the look-up, with vectors made by hand."""

from collections.abc import Sequence

import numpy as np
import pytest

from alu.store.calibration import CONTEXT_CHARACTERS
from alu.store.match.facts.contexts import Contexts, is_covered
from alu.store.match.facts.meaning import NearRow
from alu.store.match.index import rows_of
from alu.store.match.snapshot import Snapshot
from alu.store.target import Fact, Target
from alu.store.text.vectors.embedder import ENGLISH, load_embedder

KEEPER = Target(id="keeper", name="Odalys Brannigan", facts=(Fact(text="She kept a tame gull in the lighthouse."),))
BAKER = Target(id="baker", name="Petra Lindqvist-Mora", facts=(Fact(text="Her bakery burnt down one winter."),))
REWORDED = "A tame seabird lived with the keeper who looked after the lighthouse."
OTHER = "The committee will meet again on the second Tuesday of next month."


class Handmade:
    """Contextual vectors of three dimensions: the keeper's, the baker's and everything else."""

    languages = ENGLISH

    def __init__(self, pending: Sequence[str] = ()) -> None:
        self.pending = pending
        self.embedded: list[str] = []

    def embed(self, texts: Sequence[str]) -> np.ndarray:
        self.embedded += texts
        axes = {REWORDED: 0, KEEPER.facts[0].text: 0, BAKER.facts[0].text: 1}
        return np.array([np.eye(3, dtype=np.float32)[axes.get(t, 2)] for t in texts], np.float32).reshape(-1, 3)

    def rows(self, rev: str) -> np.ndarray | None:
        target = {"keeper": KEEPER, "baker": BAKER}[rev]
        return None if rev in self.pending else self.embed([row.text for row in rows_of(target)])

    def nearest(self, vectors: np.ndarray, k: int) -> list[list[NearRow]]:
        known = [rev for rev in ("keeper", "baker") if rev not in self.pending]
        near = [[NearRow(rev, 1, float(v[axis])) for axis, rev in enumerate(known)] for v in vectors]
        return [sorted(rows, key=lambda r: -r.cosine)[:k] for rows in near]


def stored(meaning: Handmade, **more: object) -> Snapshot:
    targets, model = [KEEPER, BAKER], load_embedder()
    vectors = model.embed([row.text for t in targets for row in rows_of(t)])
    return Snapshot(targets, vectors, model, version=1, meaning=meaning, revs=["keeper", "baker"], **more)  # type: ignore[arg-type]


def test_what_is_said_in_other_words_is_found_by_its_meaning() -> None:
    found = stored(Handmade()).detector.look_up([REWORDED])
    assert [(e.target_id, e.channel, e.aspect) for e in found] == [("keeper", "meaning", "fact")]


def test_without_it_nothing_is_found() -> None:
    assert stored(Handmade(), channels=["-meaning"]).detector.look_up([REWORDED]) == ()


def test_what_is_pending_is_found_by_its_words_alone() -> None:
    detector = stored(Handmade(pending=["keeper"])).detector
    assert detector.look_up([REWORDED]) == ()
    found = detector.look_up(["Who kept a tame gull in the lighthouse?"])
    assert [(e.target_id, e.channel) for e in found] == [("keeper", "fact")]


def test_what_is_about_something_else_stays_far() -> None:
    assert stored(Handmade()).detector.look_up([OTHER]) == ()


def test_each_text_is_embedded_once_in_one_batch() -> None:
    meaning = Handmade()
    contexts = Contexts(stored(meaning).index, [REWORDED, OTHER])
    meaning.embedded.clear()
    assert [set(contexts.near(n)) for n in (0, 1)] == [{0}, set()]
    assert meaning.embedded == [REWORDED, OTHER]


def test_a_cosine_that_is_not_known_is_none() -> None:
    contexts = Contexts(stored(Handmade(pending=["baker"])).index, [REWORDED, "Où est né le gardien du phare ?"])
    assert contexts.cosines(0, np.array([0, 1])).tolist()[0] == 1
    assert np.isnan(contexts.cosines(0, np.array([0, 1]))[1])
    assert np.isnan(contexts.cosines(1, np.array([0, 1]))).all()


@pytest.mark.parametrize("dim", [1, 3, 4])
def test_a_text_that_could_not_be_embedded_has_no_cosine(dim: int, monkeypatch: pytest.MonkeyPatch) -> None:
    meaning = Handmade()
    index = stored(meaning).index
    rows = meaning.rows("keeper")
    monkeypatch.setattr(meaning, "rows", lambda rev: rows)
    monkeypatch.setattr(meaning, "embed", lambda texts: np.zeros((len(texts), dim), np.float32))
    assert np.isnan(Contexts(index, [REWORDED]).cosines(0, np.array([0]))).all()


def test_rows_of_another_dimension_have_no_cosine(monkeypatch: pytest.MonkeyPatch) -> None:
    meaning = Handmade()
    index = stored(meaning).index
    monkeypatch.setattr(meaning, "rows", lambda rev: np.eye(4, dtype=np.float32))
    assert np.isnan(Contexts(index, [REWORDED]).cosines(0, np.array([0]))).all()


def test_a_list_without_contextual_vectors_has_none() -> None:
    index = Snapshot([KEEPER], np.zeros((2, 256), np.float32), load_embedder(), version=1).index
    contexts = Contexts(index, [REWORDED])
    assert contexts.near(0) == frozenset()
    assert np.isnan(contexts.cosines(0, np.array([0]))).all()


@pytest.mark.parametrize(
    ("text", "covered"),
    [
        (REWORDED, True),
        ("She was born in Skerrow in 1931.", True),
        ("Où est né le gardien du phare, et qui était sa mère ?", False),
        ("वह किस शहर में पैदा हुई थी?", False),
        ("¿Dónde nació la guardiana del faro y quién era su madre?", False),
    ],
)
def test_english_is_what_the_embedder_reads(text: str, covered: bool) -> None:
    assert is_covered(text) == covered


@pytest.mark.parametrize(
    ("text", "covered"),
    [
        ("", False),
        ("1931 1932", False),
        ("Xqzvk wprtg", False),
        ("She said: das Haus ist klein und der Turm ist hoch.", False),
        ("The old keeper of the tower said «adiós» and left the island at dawn.", True),
    ],
)
def test_a_text_without_english_words_is_not_covered(text: str, covered: bool) -> None:
    assert is_covered(text) is covered


def test_of_long_texts_the_beginning_and_the_end_are_read() -> None:
    meaning, texts = Handmade(), [f"{REWORDED} And that was the year of number {i}." for i in range(1000)]
    contexts = Contexts(stored(meaning).index, [REWORDED, *texts, REWORDED])
    assert contexts.near(0)
    assert contexts.near(1001)
    assert not contexts.near(500)
    assert sum(map(len, meaning.embedded[-1000:])) < CONTEXT_CHARACTERS + 1000


def test_initials_in_a_row_are_no_words() -> None:
    assert not is_covered("t o a h i s")
    assert is_covered("to a h")


def test_what_no_likely_cosine_makes_near_is_not_embedded() -> None:
    others = [
        Target(id=f"t{n}", name=f"Anders Holm-{n}", facts=(Fact(text=f"Anders Holm-{n} sails a boat."),))
        for n in range(400)
    ]
    model, meaning, targets = load_embedder(), Handmade(), [KEEPER, BAKER, *others]
    vectors = model.embed([row.text for t in targets for row in rows_of(t)])
    revs = ["keeper", "baker", *(t.id for t in others)]
    meaning.pending = revs[2:]
    detector = Snapshot(targets, vectors, model, version=1, meaning=meaning, revs=revs).detector  # type: ignore[arg-type]
    detector.look_up([OTHER, REWORDED], answers="Who is it?", source="draft")
    assert meaning.embedded.count(REWORDED) == 1
    assert OTHER not in meaning.embedded


def test_what_shares_too_little_with_each_fact_is_not_embedded() -> None:
    meaning, little = Handmade(), "They tried to tame the river in spring, and walked along its bank all winter."
    stored(meaning).detector.look_up([little], source="draft")
    assert little not in meaning.embedded


def test_a_clause_is_embedded_where_its_words_alone_make_it_near() -> None:
    clause = "who kept a tame gull in the lighthouse"
    idle = "and the committee will meet again on the second Tuesday"
    meaning = Handmade()
    text = f"The lady of the third house by the harbour, {clause}, has sold it to the bank of the town, {idle}."
    found = stored(meaning).detector.look_up([text], source="draft")
    assert [e.target_id for e in found] == ["keeper"]
    assert clause in meaning.embedded
    assert idle not in meaning.embedded
