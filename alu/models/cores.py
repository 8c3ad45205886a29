"""The number of processor cores that a model in a child process may use."""

from __future__ import annotations

import os
from pathlib import Path

__all__ = ["CPU_MAX", "usable_cores"]

CPU_MAX = Path("/sys/fs/cgroup/cpu.max")
"""A container's quota: microseconds of processor time and the period that they are for (Linux, cgroup v2)."""


def usable_cores() -> int:
    """Return the number of cores that this process may use.

    How busy they are does not count: with threads that sleep while they wait for each other (`OMP_WAIT_POLICY=PASSIVE`)
    two are as fast as one next to another process, and faster as soon as that ends (`benchmarks/results/embedded.md`).
    """
    cores = os.cpu_count() or 1
    allowed = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else cores
    return max(1, min(allowed, _quota(allowed)))


def _quota(cores: int) -> int:
    """Return how many cores a container's quota comes to (cgroup v2), `cores` where there is none."""
    try:
        quota, period = CPU_MAX.read_text(encoding="utf-8").split()
        return max(1, int(quota) // int(period))
    except (OSError, ValueError):  # no such file, or «max»
        return cores
