"""Waits: as long as the server asks, longer each time, never past the deadline."""

from __future__ import annotations

import asyncio
import itertools
import math
import time
from email.utils import formatdate

import pytest
from hypothesis import given
from hypothesis import strategies as st

from alu.errors import AluError, ModelBusy, ModelRejected, ModelTimeout, ModelUnreachable
from alu.models import retry
from alu.models.retry import retry_after, with_retries


def test_retry_after_is_seconds_or_a_date() -> None:
    assert retry_after({"retry-after": " 7 "}) == 7
    assert retry_after({"retry-after": "1.5"}) == 1.5
    assert retry_after({"retry-after": "-3"}) == 0
    in_an_hour = retry_after({"retry-after": formatdate(time.time() + 3600, usegmt=True)})
    assert in_an_hour == pytest.approx(3600, abs=5)
    assert retry_after({"retry-after": formatdate(0)}) == 0


@pytest.mark.parametrize("value", ["5550172331", "1e15", "Thu, 01 Jan 9998 00:00:00 GMT"])
def test_more_than_a_day_is_a_day(value: str) -> None:
    assert retry_after({"retry-after": value}) == 86_400


NO_WAITS = [
    "",
    "soon",
    "nan",
    "99999-99-99",
    "inf",
    "-inf",
    "1e999",
    pytest.param("9" * 400, id="digits"),
    "Mon, 01 Jan 99999999999999999999 00:00:00 GMT",
    "Mon, 01 Jan 2030 00:00:00 +99999999999999999999",
    "Mon, 41 Jan 2030 00:00:00 GMT",
    "Mon, 01 Jan 2030 25:00:00 GMT",
]


@pytest.mark.parametrize("value", NO_WAITS)
def test_what_is_no_wait_is_none(value: str) -> None:
    assert retry_after({"retry-after": value}) is None
    assert retry_after({}) is None


@pytest.mark.parametrize("zone", ["UTC", "America/New_York", "Asia/Tokyo"])
@pytest.mark.parametrize(
    "form",
    ["%a, %d %b %Y %H:%M:%S GMT", "%A, %d-%b-%y %H:%M:%S GMT", "%a %b %d %H:%M:%S %Y", "%a, %d %b %Y %H:%M:%S -0000"],
)
def test_a_date_in_any_of_the_three_forms_is_in_gmt(form: str, zone: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TZ", zone)
    time.tzset()
    try:
        date = time.strftime(form, time.gmtime(time.time() + 3600))
        assert retry_after({"retry-after": date}) == pytest.approx(3600, abs=5)
    finally:
        monkeypatch.undo()
        time.tzset()


@given(st.text())
def test_no_header_breaks_it(value: str) -> None:
    seconds = retry_after({"retry-after": value})
    assert seconds is None or 0 <= seconds < math.inf


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
        await with_retries(attempt, seconds=10)
    assert count == tries


async def test_waits_grow_and_end_with_the_time(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(retry, "FIRST_WAIT", 0.02)
    at: list[float] = []

    async def attempt() -> None:
        at.append(time.monotonic())
        raise ModelBusy("x")

    with pytest.raises(AluError):
        await with_retries(attempt, seconds=0.5)
    gaps = [b - a for a, b in itertools.pairwise(at)]
    assert 3 <= len(gaps) <= 5
    assert all(gap >= 0.02 * 2**i for i, gap in enumerate(gaps))


@pytest.mark.parametrize(
    ("asked", "seconds", "tries"),
    [(5.0, 4.9, 1), (0.0, 10.0, 5), (0.02, 10.0, 5), (None, 0.0, 1), (0.02, 0.0, 1), (1e9, 600.0, 1)],
)
async def test_a_wait_that_would_end_too_late_is_not_begun(
    asked: float | None, seconds: float, tries: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(retry, "FIRST_WAIT", 0.001)
    errors = iter([ModelBusy("x", asked) for _ in range(4)])
    count = 0

    async def attempt() -> str:
        nonlocal count
        count += 1
        if error := next(errors, None):
            raise error
        return "done"

    if tries == 5:
        assert await with_retries(attempt, seconds=seconds) == "done"
    else:
        with pytest.raises(ModelBusy):
            await with_retries(attempt, seconds=seconds)
    assert count == tries


async def test_each_kind_of_failure_has_tries_of_its_own_and_the_last_one_is_reported(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(retry, "FIRST_WAIT", 0.001)
    errors = iter([ModelUnreachable("1"), ModelBusy("2"), ModelRejected("3", 500), ModelRejected("4", 401)])

    async def attempt() -> None:
        raise next(errors)

    with pytest.raises(ModelRejected) as caught:
        await with_retries(attempt, seconds=10)
    assert caught.value.status == 401


async def test_whoever_is_cancelled_is_not_asked_again() -> None:
    count = 0

    async def attempt() -> None:
        nonlocal count
        count += 1
        raise asyncio.CancelledError

    with pytest.raises(asyncio.CancelledError):
        await with_retries(attempt, seconds=10)
    assert count == 1
