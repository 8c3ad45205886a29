"""The figures of the agents' bench against values worked out by hand."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import Any

import pytest

from alu.bench.agents.case import cases
from alu.bench.agents.figures import Figure, figures, markdown, rows
from alu.bench.agents.measure import Selection
from alu.bench.agents.roles import RoleName, RoleOutcome
from alu.bench.report.interval import Estimate

Found = Sequence[Mapping[str, Any]]


def put(role: RoleName, leaks: bool, found: Found, kind: str = "", **more: Any) -> list[RoleOutcome]:
    """Return an outcome for each of the first cases that leak, or do not."""
    ids = [c.id for c in cases() if c.leaks == leaks and kind in ("", c.kind)]
    return [RoleOutcome(id, role, one, **more) for id, one in zip(ids, found, strict=False)]


def values(outcomes: Sequence[RoleOutcome]) -> dict[str, Estimate]:
    return {f.what: f.value for f in figures(outcomes)}


def leans(leaks: bool, *found: float) -> list[RoleOutcome]:
    return put("narrow", leaks, [{"cleared": False, "lean": lean} for lean in found])


@pytest.mark.parametrize(
    ("leaks", "harmless", "area"),
    [
        ((3.0, 1.0), (0.5, 2.0, -1.0), 5 / 6),  # 3 is over all three, 1 over two
        ((1.0,), (1.0,), 0.0),  # a tie is no win
        ((-2.0, -3.0), (4.0,), 0.0),
        ((7.0,), (6.9, -6.9), 1.0),
    ],
)
def test_how_far_leaks_lean_beyond_harmless_texts(
    leaks: tuple[float, ...], harmless: tuple[float, ...], area: float
) -> None:
    found = values([*leans(True, *leaks), *leans(False, *harmless)])
    assert found["a leak leans more than a harmless text"].value == pytest.approx(area)


@pytest.mark.parametrize("leaks", [True, False])
def test_one_side_alone_leans_beyond_nothing(leaks: bool) -> None:
    assert not any("leans" in what for what in values(leans(leaks, 1.0, 2.0)))


@pytest.mark.parametrize(
    ("role", "leaks", "found", "expected"),
    [
        (
            "audit",
            True,
            [{"cleared": True, "elsewhere": True}, {"cleared": True, "elsewhere": False}, {"cleared": False}],
            {"leaks cleared": 2 / 3, "leaks cleared, another referent in the text's words": 1 / 3},
        ),
        ("audit", False, [{"cleared": True, "elsewhere": True}], {"harmless cleared": 1.0}),
        (
            "rewrite",
            True,
            [{"gone": True, "empty": False, "kept": 0.5}, {"gone": False, "empty": True, "kept": 0.0}],
            {
                "leaks left in a free rewrite": 0.5,
                "empty rewrites": 0.5,
                "harmless content kept in a free rewrite": 0.25,
            },
        ),
        (
            "edit",
            True,
            [
                {"gone": False, "empty": False, "kept": 1.0, "invented": False, "same": True},
                {"gone": False, "empty": False, "kept": 0.5, "invented": True, "same": False},
                {"gone": False, "empty": True, "kept": 0.0, "invented": False, "same": True},
            ],
            {
                "leaks left in an edited draft": 0.0,
                "edits that may not be used or leave nothing": 1 / 3,
                "harmless content kept in an edited draft": 0.5,
                "something invented in an edited draft": 0.5,
                "what is left is so byte for byte in an edited draft": 0.5,
            },
        ),
        (
            "critic",
            True,
            [{"ordered": True, "passed": True, "caught": False}],
            {"safe text scored above the leaking one": 1.0, "safe text passed": 1.0, "leaking text caught": 0.0},
        ),
        ("screen", True, [{"right": True}, {"right": False}], {"topic questions recognised": 0.5}),
        ("screen", False, [{"right": True}], {"other questions let by": 1.0}),
    ],
)
def test_each_role_by_hand(role: RoleName, leaks: bool, found: Found, expected: dict[str, float]) -> None:
    measured = values(put(role, leaks, found))
    assert {what: measured[what].value for what in expected} == pytest.approx(expected)


def test_a_failed_call_is_counted_and_is_no_verdict() -> None:
    fine = put("audit", True, [{"cleared": True, "elsewhere": False}])
    lost = put("audit", True, [{}, {}], failed="ModelBusy")[1:]
    found = values([*fine, *lost])
    assert (found["leaks cleared"].value, found["leaks cleared"].n) == (1.0, 1)
    assert (found["calls that failed"].value, found["calls that failed"].n) == (0.5, 2)


def test_what_is_no_case_of_a_role_or_of_this_version_counts_nowhere() -> None:
    assert figures(put("critic", True, [{}])) == []
    assert figures([RoleOutcome("renamed/nobody/1", "audit", {"cleared": True, "elsewhere": True})]) == []


def test_only_leaks_are_released_and_named_ones_are_a_row_of_their_own() -> None:
    left, none = {"gone": True, "flagged": True}, {"gone": False, "flagged": True}
    same = put("flow", False, [{"gone": False, "same": True, "flagged": False}], "neighbour")
    found = values([*put("flow", True, [left], "named"), *put("flow", True, [none, none], "indirect"), *same])
    assert found["leaks released, all kinds"].value == pytest.approx(1 / 3)
    assert (found["leaks released, target named"].value, found["leaks released, target named"].n) == (1.0, 1)
    assert found["leaks released, indirect"].value == 0.0
    assert found["released unchanged, neighbour"].value == 1.0
    assert "leaks released, neighbour" not in found


def test_the_cost_of_the_flow_is_that_of_flagged_requests() -> None:
    asked = put("flow", True, [{"gone": False, "flagged": True}] * 3, "named", calls=4, prompt_tokens=900, seconds=2.0)
    idle = put("flow", True, [{"gone": False, "flagged": False}], "indirect", calls=1, seconds=90.0)
    found = values([*asked, *idle])
    assert (found["calls of a flagged request"].value, found["calls of a flagged request"].n) == (4.0, 3)
    assert found["prompt tokens of a flagged request"].value == 900.0
    assert found["seconds, median and the middle 90 %"] == Estimate(2.0, 2.0, 2.0, 3)


def test_what_called_no_model_costs_nothing() -> None:
    assert not any("tokens" in what or "seconds" in what for what in values(put("screen", True, [{"right": True}])))


def test_small_numbers_have_two_places_large_ones_none_and_one_value_no_interval() -> None:
    found = [
        Figure("audit", "share", Estimate(0.456, 0.1, 0.9, 7)),
        Figure("audit", "tokens", Estimate(712.4, 12.6, 900.2, 7)),
        Figure("audit", "once", Estimate(9.0, None, None, 1)),
    ]
    assert [row[2:] for row in rows(found)[1]] == [
        ("0.46", "0.10–0.90", "7"),
        ("712", "13–900", "7"),
        ("9.00", "", "1"),
    ]
    lines = markdown(found, "m").splitlines()
    assert lines[:4] == ["## m", "", "| role | what | value | 95 % | n |", "| --- | --- | --- | --- | --- |"]
    assert json.loads(json.dumps(found[2].as_dict())) == {
        "role": "audit",
        "what": "once",
        "value": 9.0,
        "low": None,
        "high": None,
        "n": 1,
    }


def test_a_selection_takes_the_first_of_each_kind_of_one_half() -> None:
    two = Selection(half="choosing", kinds=("named", "mixed"), limit=2).cases()
    assert [c.kind for c in two].count("named") == [c.kind for c in two].count("mixed") == 2
    assert {c.half for c in two} == {"choosing"}
    assert Selection(kinds=("no such kind",)).cases() == []
    assert Selection(limit=0).cases() == []
    everything = Selection("choosing").cases() + Selection("reporting").cases()
    assert sorted(c.id for c in everything) == sorted(c.id for c in cases())


def test_namesakes_are_counted_all_and_those_apart_whom_only_the_user_calls_another() -> None:
    said = {"gone": False, "kept": 1.0, "flagged": True}
    back, held = {**said, "same": True}, {**said, "same": False}
    found = values(
        [
            *put("flow", False, [back, back], "another bearer"),
            *put("flow", False, [back, held], "namesake"),
            *put("flow", False, [held], "full namesake"),
        ]
    )
    assert (found["released unchanged, namesakes of all kinds"].value) == pytest.approx(3 / 5)
    assert (found["released unchanged, namesakes that the draft shows"].value) == pytest.approx(3 / 4)
