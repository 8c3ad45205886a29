"""What bounds leave out could not have been near."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pytest

from alu.bench.synthetic import synthetic_prompts, synthetic_targets
from alu.store.match.facts.scorer import Candidate, Scorer
from alu.store.match.facts.term_index import TermIndex
from alu.store.match.query import EVERYTHING, CandidateFilter
from alu.store.match.snapshot import Snapshot
from alu.store.store import TargetStore
from alu.store.target import Target
from alu.store.text.mentions import spoken_of

TARGETS = synthetic_targets(80, seed=5)


def snapshot_of(targets: Sequence[Target]) -> Snapshot:
    with TargetStore.temporary(targets) as store:
        return store.snapshot().ready()


@pytest.fixture(scope="module")
def stored() -> Snapshot:
    return snapshot_of(TARGETS)


def texts() -> list[str]:
    facts = [fact.text for target in TARGETS[:30] for fact in target.facts]
    halves = [" ".join(text.split()[::2]) for text in facts]
    named = [
        f"{target.name} was there, and {other.name} was not."
        for target, other in zip(TARGETS, TARGETS[9:40], strict=False)
    ]
    return [*facts, *halves, *named, *(p.text for p in synthetic_prompts(TARGETS, 40, seed=5))]


def found(stored: Snapshot, wanted: CandidateFilter, asked: str = "") -> list[Candidate]:
    scorer, listed = stored.detector.scorer, texts()
    reach = list(scorer.reach(listed, wanted, asked=asked))
    vectors = stored.index.embedder.embed([listed[r.text] for r in reach])
    return scorer.scored(reach, vectors)


@pytest.mark.parametrize("asked", ["", f"What did {TARGETS[3].name} write?"])
@pytest.mark.parametrize("least", [0.02, 0.3, 0.5, 0.9])
def test_nothing_is_left_out_that_scores_enough(stored: Snapshot, least: float, asked: str) -> None:
    every = {(c.text, c.target): c.score for c in found(stored, EVERYTHING, asked)}
    bounded = {(c.text, c.target): c.score for c in found(stored, CandidateFilter(min_score=least), asked)}
    enough = {place for place, score in every.items() if score >= least}
    assert enough
    assert enough <= bounded.keys()
    assert bounded == pytest.approx({place: every[place] for place in bounded})
    assert len(bounded) < len(every)


def test_a_target_that_is_exempt_is_scored_however_far(stored: Snapshot) -> None:
    every = {(c.text, c.target) for c in found(stored, EVERYTHING) if c.target == 7}
    exempt = {(c.text, c.target) for c in found(stored, CandidateFilter(min_score=0.99, exempt={7}))}
    assert every <= exempt


def test_who_is_named_is_taken_from_the_question_where_the_text_names_nobody() -> None:
    asked = "Who was Odalys Brannigan?"
    assert spoken_of("She kept a gull.", asked).runs == spoken_of(asked, "").runs != ()
    assert spoken_of("Ada Lark kept a gull.", asked) == spoken_of("Ada Lark kept a gull.", "")


def test_the_highest_score_grows_with_what_is_shared(stored: Snapshot) -> None:
    scorer: Scorer = stored.detector.scorer
    shared = np.arange(1.0, 60.0)
    scores = scorer.highest(shared, np.full(len(shared), 60.0))
    assert (np.diff(scores) >= 0).all()


def test_what_a_word_tells_follows_the_list(stored: Snapshot) -> None:
    text = TARGETS[0].facts[0].text
    before = stored.index.terms.weigh(text)
    assert before.held == pytest.approx(float(before.weights.sum()))
    again = stored.index.terms.weigh(text)
    assert (again.keys == before.keys).all()
    assert (again.weights == before.weights).all()
    copies = [TARGETS[0].model_copy(update={"id": f"copy-{n}", "name": f"Somebody {n} Else"}) for n in range(40)]
    more = snapshot_of([*TARGETS, *copies])
    assert more.index.terms.weigh(text).held < before.held, "what many hold tells less"


def test_what_no_target_can_be_near_is_not_measured_against_any(
    stored: Snapshot, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(TermIndex, "mass", lambda *_: pytest.fail("what the targets share was counted"))
    assert not list(stored.detector.scorer.reach(["The weather was fine."], CandidateFilter(min_score=0.5)))


def test_forms_of_a_word_count_once_as_the_commonest_of_them(stored: Snapshot) -> None:
    weigh = stored.index.terms.weigh
    both, one = weigh("He writes, and writing he wrote."), weigh("He writing, and writing he wrote.")
    assert both.hashes == one.hashes
    assert both.total <= one.total
    assert weigh("writes writing").total == min(weigh("writes").total, weigh("writing").total)
