"""What detection finds in a part of the golden cases, against the golden file."""

from __future__ import annotations

from functools import cache
from math import isclose
from typing import Any

import pytest

from tests.data import shared_data
from tests.golden.cases import Shelf, shelves
from tests.golden.recorder import frozen, record

EVERY = 9
"""The tests ask each 9th case; `python -m tests.golden.recorder` asks all."""
SHELVES = 10


@cache
def made() -> list[Shelf]:
    """Return the shelves, which take longer to make than some to be asked."""
    return list(shelves(shared_data()))


@pytest.mark.parametrize("number", range(SHELVES))
def test_what_is_found_is_what_was_frozen(number: int) -> None:
    known = frozen()
    lines = list(record(made()[number], EVERY))
    assert lines
    for line in lines:
        assert _same(line, known[line["id"]]), (known[line["id"]], line)


def test_every_shelf_is_asked() -> None:
    assert len(made()) == SHELVES


def test_a_difference_is_seen() -> None:
    line = next(line for line in frozen().values() if line["wary"]["evidence"])
    evidence = line["wary"]["evidence"]
    assert not _same(line | {"wary": line["wary"] | {"evidence": evidence[1:]}}, line)
    assert not _same({"score": 0.6}, {"score": 0.61})


def _same(now: Any, before: Any) -> bool:
    """Compare lines; scores may differ in the last digits between processors."""
    if isinstance(now, float) and isinstance(before, float):
        return isclose(now, before, abs_tol=2e-3)
    if isinstance(now, dict) and isinstance(before, dict):
        return now.keys() == before.keys() and all(_same(now[k], before[k]) for k in now)
    if isinstance(now, list) and isinstance(before, list):
        return len(now) == len(before) and all(map(_same, now, before))
    return bool(now == before)
