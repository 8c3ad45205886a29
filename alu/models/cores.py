"""How many processor cores a model in a process of its own may use."""

from __future__ import annotations

import os
from pathlib import Path

__all__ = ["CPU_MAX", "free_cores"]

CPU_MAX = Path("/sys/fs/cgroup/cpu.max")
"""A container's quota: microseconds of processor time and the period that they are for (Linux, cgroup v2)."""


def free_cores() -> int:
    """Return the number of cores that are free for this process.

    llama.cpp's threads wait for each other by spinning: with more threads than free cores it writes ten
    times slower than with one (measured: 2 against 24 tokens/s on two busy cores).
    """
    cores = os.cpu_count() or 1
    allowed = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else cores
    load = os.getloadavg()[0] if hasattr(os, "getloadavg") else 0.0
    return max(1, min(allowed, _quota(allowed), round(cores - load)))


def _quota(cores: int) -> int:
    """Return how many cores a container's quota comes to (cgroup v2), `cores` where there is none."""
    try:
        quota, period = CPU_MAX.read_text(encoding="utf-8").split()
        return max(1, int(quota) // int(period))
    except (OSError, ValueError):  # no such file, or «max»
        return cores
