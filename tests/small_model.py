"""The small real model of the tests, fetched once into a cache that is kept between runs."""

from __future__ import annotations

from functools import cache
from pathlib import Path

import pytest

__all__ = ["small_model"]


@cache
def small_model() -> Path:
    """Return SmolLM2-135M-Instruct, from `ALU_MODELS` or the user's cache; skip where it cannot be had.

    The fetching runs in a process of its own: sockets are blocked in this one.
    """
    import subprocess
    import sys

    pytest.importorskip("xllamacpp", reason="the extra `embedded` is not installed")
    code = "from alu.models.catalog import pull; print(pull('smollm2-135m-instruct'))"
    ended = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    if ended.returncode:
        pytest.skip(f"no SmolLM2: {ended.stderr.strip().splitlines()[-1]}")
    return Path(ended.stdout.strip())
