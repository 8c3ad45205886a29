"""The one retry layer: exponential waits with jitter, `Retry-After` honoured, never past the deadline."""

from __future__ import annotations

import random
import time
from collections.abc import Awaitable, Callable, Mapping
from datetime import UTC
from email.utils import parsedate_to_datetime
from math import isfinite, nan
from typing import TypeVar

from tenacity import (
    AsyncRetrying,
    RetryCallState,
    retry_if_exception,
    stop_before_delay,
)

from alu.errors import ModelBusy, ModelRejected, ModelUnreachable

__all__ = ["MORE_TIME", "retry_after", "with_retries"]

MORE_TIME = "raise timeout or deadline in the settings (--timeout at the terminal), or ask for less"
"""What to do about a model that was too slow, with the names of the settings."""

_PASSING = frozenset({408, 425, 429})
"""HTTP statuses under 500 after which the same request may succeed."""

FIRST_WAIT = 0.5
LONGEST_WAIT = 20.0
LONGEST_ASKED = 86_400.0
"""The most seconds that a server may ask to wait: clients are sent them, and a telephone number would fit in."""
TRIES = {ModelUnreachable: 3, ModelRejected: 4}
"""A busy server is asked until the deadline; one that is down or broken is not."""

T = TypeVar("T")


async def with_retries(attempt: Callable[[], Awaitable[T]], *, seconds: float) -> T:
    """Await `attempt()` until it succeeds, fails for good, or the next wait would end after `seconds`.

    Raises:
        alu.errors.AluError: what the last try raised.
    """
    too_late = stop_before_delay(seconds)
    retrying = AsyncRetrying(
        retry=retry_if_exception(_may_pass),
        wait=_wait,
        stop=lambda state: _tried_enough(state) or too_late(state),
        reraise=True,
    )
    async for trial in retrying:
        with trial:
            result = await attempt()
    return result


def retry_after(headers: Mapping[str, str]) -> float | None:
    """Return the seconds that a response asks to wait (RFC 9110 §10.2.3), None where it does not say."""
    value = headers.get("retry-after", "").strip()
    try:
        seconds = float(value)
    except ValueError:
        seconds = _seconds_until(value)
    return min(max(seconds, 0.0), LONGEST_ASKED) if isfinite(seconds) else None


def _seconds_until(date: str) -> float:
    try:
        at = parsedate_to_datetime(date)
        at = at if at.tzinfo else at.replace(tzinfo=UTC)  # asctime's form has no zone, and means GMT
        return at.timestamp() - time.time()
    except (ValueError, OverflowError):
        return nan


def _may_pass(error: BaseException) -> bool:
    """Tell whether the same request may succeed later."""
    if isinstance(error, ModelRejected):
        return error.status is not None and (error.status >= 500 or error.status in _PASSING)
    return isinstance(error, ModelUnreachable | ModelBusy)


def _tried_enough(state: RetryCallState) -> bool:
    error = state.outcome.exception() if state.outcome else None
    limit = next((n for kind, n in TRIES.items() if isinstance(error, kind)), None)
    return limit is not None and state.attempt_number >= limit


def _wait(state: RetryCallState) -> float:
    error = state.outcome.exception() if state.outcome else None
    asked = error.retry_after if isinstance(error, ModelBusy) else None
    if asked is not None:
        return asked + random.uniform(0, FIRST_WAIT)  # many clients must not come back at once
    growing = FIRST_WAIT * 2.0 ** (state.attempt_number - 1)
    return float(min(growing, LONGEST_WAIT)) + random.uniform(0, FIRST_WAIT)
