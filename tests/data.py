"""Where the benchmark data of the tests lies."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

__all__ = ["shared_data"]


def shared_data() -> Path:
    """Return the folder with `tofu/`, `wmdp/`, `mmlu/`, `rwku/`; skip the test where there is none."""
    path = Path(os.environ.get("ALU_TEST_DATA", Path(__file__).parents[2] / "shared" / "data"))
    if not (path / "tofu" / "full.json").exists():
        pytest.skip(f"no benchmark data: set ALU_TEST_DATA to a folder with tofu/, wmdp/, … (looked in {path})")
    return path
