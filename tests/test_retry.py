"""Waits: as long as the server asks, longer each time, never past the deadline."""

from __future__ import annotations

import itertools
import time
from email.utils import formatdate

import pytest
from hypothesis import given
from hypothesis import strategies as st

from alu import retry
from alu.errors import AluError, ModelBusy, ModelRejected, ModelTimeout, ModelUnreachable
from alu.retry import patiently, retry_after


def test_retry_after_is_seconds_or_a_date() -> None:
    assert retry_after({"retry-after": " 7 "}) == 7
    assert retry_after({"retry-after": "1.5"}) == 1.5
    assert retry_after({"retry-after": "-3"}) == 0
    in_an_hour = retry_after({"retry-after": formatdate(time.time() + 3600, usegmt=True)})
    assert in_an_hour == pytest.approx(3600, abs=5)
    assert retry_after({"retry-after": formatdate(0)}) == 0


@pytest.mark.parametrize("value", ["", "soon", "nan", "inf", "1e999", "99999-99-99"])
def test_what_is_no_wait_is_none(value: str) -> None:
    assert retry_after({"retry-after": value}) is None
    assert retry_after({}) is None


@given(st.text())
def test_no_header_breaks_it(value: str) -> None:
    seconds = retry_after({"retry-after": value})
    assert seconds is None or seconds >= 0


@pytest.mark.parametrize(
    ("error", "tries"),
    [
        (ModelUnreachable("x"), 3),
        (ModelRejected("x", 500), 4),
        (ModelRejected("x", 408), 4),
        (ModelRejected("x", 400), 1),
        (ModelRejected("x", None), 1),
        (ModelTimeout("x"), 1),
        (ValueError("x"), 1),
    ],
)
async def test_how_often(monkeypatch: pytest.MonkeyPatch, error: Exception, tries: int) -> None:
    monkeypatch.setattr(retry, "FIRST_WAIT", 0.001)
    count = 0

    async def attempt() -> None:
        nonlocal count
        count += 1
        raise error

    with pytest.raises(type(error)):
        await patiently(attempt, seconds=10)
    assert count == tries


async def test_waits_grow_and_end_with_the_time(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(retry, "FIRST_WAIT", 0.02)
    at: list[float] = []

    async def attempt() -> None:
        at.append(time.monotonic())
        raise ModelBusy("x")

    start = time.monotonic()
    with pytest.raises(AluError):
        await patiently(attempt, seconds=0.5)
    assert time.monotonic() - start < 0.5
    gaps = [b - a for a, b in itertools.pairwise(at)]
    assert 3 <= len(gaps) <= 5
    assert all(gap >= 0.02 * 2**i for i, gap in enumerate(gaps))
