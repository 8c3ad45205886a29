"""How much memory another process has."""

from __future__ import annotations

import os
from pathlib import Path

__all__ = ["proportional", "resident"]


def resident(pid: int) -> int:
    """Return the memory of a process, files that are mapped included, in MiB (Linux)."""
    pages = int(Path(f"/proc/{pid}/statm").read_text(encoding="utf-8").split()[1])
    return pages * os.sysconf("SC_PAGE_SIZE") // 2**20


def proportional(pid: int) -> int:
    """Return the memory of a process, of what it shares with n processes an n-th (PSS), in MiB (Linux)."""
    lines = Path(f"/proc/{pid}/smaps_rollup").read_text(encoding="utf-8").splitlines()
    sizes = {name: int(rest.split()[0]) for name, _, rest in (line.partition(":") for line in lines[1:])}
    return sizes["Pss"] // 1024
