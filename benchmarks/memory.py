"""How much memory another process has."""

from __future__ import annotations

import os
from pathlib import Path

__all__ = ["resident"]


def resident(pid: int) -> int:
    """Return the memory of a process, files that are mapped included, in MiB (Linux)."""
    pages = int(Path(f"/proc/{pid}/statm").read_text(encoding="utf-8").split()[1])
    return pages * os.sysconf("SC_PAGE_SIZE") // 2**20
