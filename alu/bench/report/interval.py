"""Intervals at 95 %, and the two-sample test, for the numbers of a report."""

from __future__ import annotations

import math
from collections.abc import Sequence
from statistics import fmean, stdev
from typing import NamedTuple

from alu.errors import MissingExtra

__all__ = ["Estimate", "Z", "ks_p", "mean", "percentile", "share"]

Z = 1.959964
"""The normal distribution's 97.5 % point."""


class Estimate(NamedTuple):
    """A value with its interval and how many it is made of."""

    value: float
    low: float | None
    high: float | None
    n: int


def share(hits: int, n: int) -> Estimate:
    """Return hits/n with Wilson's interval, which holds also where the share is 0 or 1."""
    p, z2 = hits / n, Z * Z
    middle = (p + z2 / (2 * n)) / (1 + z2 / n)
    half = Z * math.sqrt(p * (1 - p) / n + z2 / (4 * n * n)) / (1 + z2 / n)
    return Estimate(p, max(0.0, middle - half) if hits else 0.0, min(1.0, middle + half) if hits < n else 1.0, n)


def mean(values: Sequence[float]) -> Estimate:
    """Return the mean plus or minus 1.96 standard errors; no interval for a single value."""
    if len(values) < 2:
        return Estimate(fmean(values), None, None, len(values))
    middle, half = fmean(values), Z * stdev(values) / math.sqrt(len(values))
    return Estimate(middle, middle - half, middle + half, len(values))


def percentile(values: Sequence[float], p: float) -> float:
    """Return the value below which a share `p` of `values` lies, interpolated."""
    ordered = sorted(values)
    place = p * (len(ordered) - 1)
    below = math.floor(place)
    above = min(below + 1, len(ordered) - 1)
    return ordered[below] + (ordered[above] - ordered[below]) * (place - below)


def ks_p(first: Sequence[float], second: Sequence[float]) -> float:
    """Return the p-value of the two-sample Kolmogorov-Smirnov test.

    Raises:
        MissingExtra: scipy is not installed.
    """
    try:
        from scipy.stats import ks_2samp
    except ImportError:
        raise MissingExtra("the truth ratio's test needs scipy: pip install 'alu[bench]'") from None
    return float(ks_2samp(first, second).pvalue)
