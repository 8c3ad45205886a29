"""The ablation: a handful of cases with a channel left out, its release against `ask`, and what it calls idle."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from alu.bench.methods.scripted import ScriptedAgents
from alu.chat import ChatModel, Choice, Completion, Message, Request
from alu.config import ROLES, Role
from alu.flow.vault import Question
from alu.store.match.detector import CHANNELS, STEPS
from alu.store.match.facts.meaning import NearRow
from alu.store.store import TargetStore
from alu.unlearner import Unlearner
from benchmarks import ablation, detector
from benchmarks.ablation import FULL, Case, cells, idle, measured, rows_left_out
from benchmarks.cases import Shelf
from benchmarks.meaning import ExactMeaning, RememberedMeaning
from benchmarks.release import reply
from benchmarks.respelling import cyrillic, katakana, romanised
from benchmarks.shelves import SHELVES
from tests.data import shared_data
from tests.detectors import snapshot
from tests.minilm import minilm


class Knower:
    """Says what it is told to say."""

    name = "knower"
    says = ""

    async def complete(self, request: Request, *, timeout: float | None = None) -> Completion:
        return Completion((Choice(self.says, "stop"),))

    async def aclose(self) -> None:
        """Nothing to close."""


def case(n: int, hit: bool, measure: str = "recall", group: str = "TOFU") -> Case:
    return Case("tofu-names", group, "forget", measure, n, hit)


@pytest.fixture(scope="module")
def disguises() -> Shelf:
    return SHELVES["disguises-names"](shared_data())


def test_every_channel_and_step_has_a_row() -> None:
    assert rows_left_out() == [FULL, *CHANNELS, *STEPS]
    assert len(set(rows_left_out())) == len(rows_left_out())


def test_a_name_that_only_one_channel_finds_is_missed_without_it(disguises: Shelf) -> None:
    some = [a for a in disguises.asked if a.part in ("typo, asked", "typo, others")][::5]
    found, times = measured("disguises-names", Shelf(disguises.group, disguises.targets, some), [FULL, "typo", "fact"])
    by = {row: cells(found[FULL], cases, "measure") for row, cases in found.items()}
    whole, without = by[FULL]["recall",], by["typo"]["recall",]
    assert whole.hits > 0
    assert whole.more == whole.fewer == 0
    assert without.fewer > 0
    assert without.hits == whole.hits - without.fewer
    assert by["typo"]["leak",].more > 0
    assert by["fact"]["recall",] == whole
    assert by[FULL]["flagged",].n == by[FULL]["changed",].n > 0
    assert times
    assert all(taken.keys() == found.keys() and min(taken.values()) > 0 for taken in times)


@pytest.mark.parametrize(
    ("name", "row", "part"), [("lume-stories", "verbatim", "forget, quoted"), ("wmdp", "topic", "bio")]
)
def test_stored_texts_and_topics_are_missed_without_their_channels(name: str, row: str, part: str) -> None:
    shelf = SHELVES[name](shared_data())
    some = [a for a in shelf.asked if a.part == part][:12]
    meant = [t for t in shelf.targets if t.id in {a.target for a in some}]
    found, _ = measured(name, Shelf(shelf.group, meant, some), [FULL, row])
    without = cells(found[FULL], found[row], "measure")
    assert without["recall",].fewer > 0
    assert without["leak",].more > 0


def test_every_row_but_one_reads_contextual_vectors(monkeypatch: pytest.MonkeyPatch) -> None:
    minilm()
    shelf, searches = SHELVES["rwku-QA"](shared_data()), list[int]()
    some = [a for a in shelf.asked if a.part == "level 3, not named"][:5]

    def nearest(self: RememberedMeaning, vectors: np.ndarray, k: int) -> list[list[NearRow]]:
        searches[-1:] = [len(vectors) + sum(searches[-1:])]
        return ExactMeaning.nearest(self, vectors, k)

    monkeypatch.setattr(RememberedMeaning, "nearest", nearest)
    monkeypatch.setattr(RememberedMeaning, "forget_texts", lambda self: searches.append(0))  # as a row is timed
    measured("rwku-QA", Shelf(shelf.group, shelf.targets, some), [FULL, "typo", "meaning"])
    whole, without_typo, without_meaning = searches[-3:]  # of the last case
    assert whole == without_typo > 0
    assert without_meaning == 0


@pytest.mark.parametrize(("name", "every"), [("tofu-facts", 60), ("rwku-QA", 60), ("attacks", 180)])
def test_what_comes_out_is_what_comes_out_of_ask(name: str, every: int) -> None:
    shelf = SHELVES[name](shared_data())
    stored, knower = snapshot(shelf.targets), Knower()
    roles: dict[Role, str | ChatModel] = {role: ScriptedAgents("blind") for role in ROLES}
    store = TargetStore.temporary(shelf.targets)
    with Unlearner.open(store, roles={**roles, "vanilla": knower}, seed=1, style="unknown") as unlearner:
        for question, knower.says in _requests(shelf, every):
            answer = unlearner.ask(question.messages, context=question.context, extra=question.extra)
            came = reply(stored, question, knower.says)
            assert came.text == (answer.text if answer.verdict in ("clean", "rewritten") else None)
            assert set(came.near) <= set(answer.matched)


def _requests(shelf: Shelf, every: int) -> Iterator[tuple[Question, str]]:
    """Yield the requests of some probes, and what the model says."""
    for one in list(shelf.asked)[::every]:
        messages = list(one.probe.before)
        for turn in one.probe.turns:
            messages.append(Message("user", turn.ask))
            said = turn.say or one.probe.item.gold
            yield Question(tuple(messages), one.probe.context, one.probe.extra), said
            messages.append(Message("assistant", said))


def test_all_shelves_are_made_and_only_what_is_to_be_forgotten_has_a_target() -> None:
    for name, make in SHELVES.items():
        shelf = make(shared_data())
        known = {t.id for t in shelf.targets}
        assert shelf.asked, name
        assert {a.target for a in shelf.asked} - {None} <= known, name
        assert any(a.target is None for a in shelf.asked) or name == "knowundo-strict"


def test_idle_earning_and_noise_are_distinguished() -> None:
    whole = [case(n, True) for n in range(20)]
    assert idle(whole, whole) == "nothing"
    assert idle(whole, [case(n, n > 2) for n in range(20)]) == "noise"
    assert idle(whole, [case(n, n > 5) for n in range(20)]) == "earns"


def test_more_leaks_earn_and_fewer_do_not() -> None:
    tight, leaky = ([case(n, hit, "leak") for n in range(8)] for hit in (False, True))
    assert idle(tight, leaky) == "earns"
    assert idle(leaky, tight) == "nothing"
    fewer, more = ([case(n, hit, "flagged") for n in range(8)] for hit in (False, True))
    assert idle(fewer, more) == "earns"
    cell = cells(tight, leaky, "measure")["leak",]
    assert cell.difference == pytest.approx(100.0)
    assert cell.p == pytest.approx(2 / 2**8)


def test_the_command_writes_both_files(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    data = str(shared_data())
    arguments = ["--data", data, "--every", "200", "--out", str(tmp_path), "--shelves"]
    few = [FULL, "name", "name+typo"]
    for rows, chosen in (
        (rows_left_out(), ["disguises-names"]),  # a store for each row: with another shelf they would be 50
        (few, ["disguises-names,lume-stories", "--rows", ",".join(few[1:])]),
    ):
        monkeypatch.setattr(sys, "argv", ["ablation", *arguments, *chosen])
        ablation.main()
        report = json.loads((tmp_path / "ablation.json").read_text(encoding="utf-8"))
        assert set(report["rows"]) >= set(rows)
        assert report["machine"]
        page = (tmp_path / "ablation.md").read_text(encoding="utf-8")
        assert "What earns nothing" in page
        assert all(f"| {row.replace('+', ', ')} |" in page for row in rows)


def test_the_detectors_benchmark_leaves_out_what_it_is_asked_to(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    stored = detector.snapshot(detector.authors(shared_data() / "tofu", 199), ["-name"])
    assert "name" not in {channel.name for channel in stored.detector.channels}
    monkeypatch.setattr(sys, "argv", ["detector", "--without", "nose"])
    with pytest.raises(SystemExit):
        detector.main()
    assert "nose" in capsys.readouterr().err


def test_a_name_is_respelt_as_it_sounds() -> None:
    name = "Odalys Brannigan"
    assert [write(name) for write in (katakana, cyrillic, romanised)] == [
        "オダリス・ブランニガン",
        "Одалис Бранниган",
        "Odarisu Burannigan",
    ]


@given(st.text("abcdefghijklmnopqrstuvwxyz", min_size=1, max_size=12))
def test_any_letters_can_be_respelt(word: str) -> None:
    for write in (katakana, cyrillic):
        assert not any(c.isascii() for c in write(word))
