"""CPU in proportion to the length of a text, as a ratio: an absolute time would fail on a slow or busy machine."""

from __future__ import annotations

import gc
import time
from collections.abc import Callable
from typing import Any

__all__ = ["LARGE", "MOST", "MOST_WHOLE", "SMALL", "assert_linear", "growth", "growth_of_pattern"]

SMALL, LARGE = 20_000, 80_000
"""Characters of the two texts that are compared."""
MOST = 6.0
"""Times the CPU for four times the text, at most; what takes the square of its length takes sixteen times."""
MOST_WHOLE = 8.0
"""The same of a whole look-up, which leaves more of a small text in the processor's cache."""
QUICK = 0.004
"""Seconds of CPU for the small text below which nothing takes its square: of 20,000 characters that is 0.2 s."""
FAIR = 5.0
"""Ratio up to which one try is enough."""
PLAIN = 4.4
"""Ratio of 20,000 characters to 5,000 up to which the large text is not tried.

Where the part that takes the square is large enough at 20,000 to make 80,000 take six times as long, it is 5 % at
5,000, and the ratio there 4.6."""


def assert_linear(work: Callable[[str], object], unit: str, most: float = MOST) -> None:
    """Fail where `work` takes more than `most` times the CPU for a text of one unit that is four times as long."""
    small, large = (unit * (size // len(unit)) for size in (SMALL, LARGE))
    assert growth(work, small, large) <= most


def growth(work: Callable[[Any], Any], small: Any, large: Any, tries: int = 5) -> float:
    """Return how many times as much CPU `work` takes of `large` as of `small`, each the best of some tries."""
    if (once := _least(work, small, 1)) < QUICK:
        return 0.0
    ratio, rounds = _least(work, large, 1) / once, 3
    while ratio > FAIR and rounds:  # another process may have slowed one of the two
        ratio, rounds = min(ratio, _least(work, large, tries) / max(_least(work, small, tries), 1e-9)), rounds - 1
    return ratio


def growth_of_pattern(use: Callable[[Any], Any], small: Any, large: Any) -> float:
    """Return `growth` of what a pattern does, of shorter texts where these tell: a pattern knows no length.

    Look-ups do: there are limits from which on they read a text otherwise.
    """
    if (once := _least(use, small, 1)) < QUICK:
        return 0.0
    shorter = small[: len(small) // 4 - 3] + small[-3:]
    plain = once / max(_least(use, shorter, 2), 1e-9)
    return plain if plain <= PLAIN else growth(use, small, large)


def _least(work: Callable[[Any], Any], text: Any, tries: int) -> float:
    """Return the least CPU seconds of some tries, without the collector of garbage."""
    costs, collects = [], gc.isenabled()
    gc.disable()
    try:
        for _ in range(tries):
            began = time.thread_time()
            work(text)
            costs.append(time.thread_time() - began)
    finally:
        if collects:
            gc.enable()
    return min(costs)
