"""Where the benchmark data of the tests lies."""

from __future__ import annotations

import json
import os
from pathlib import Path
from typing import Any

import pytest

__all__ = ["rows", "shared_data"]


def shared_data() -> Path:
    """Return the folder with `tofu/`, `wmdp/`, `mmlu/`, `rwku/`; skip the test where there is none."""
    path = Path(os.environ.get("ALU_TEST_DATA", Path(__file__).parents[2] / "shared" / "data"))
    if not (path / "tofu" / "full.json").exists():
        pytest.skip(f"no benchmark data: set ALU_TEST_DATA to a folder with tofu/, wmdp/, … (looked in {path})")
    return path


def rows(name: str) -> list[dict[str, Any]]:
    """Return the rows of a JSON Lines or JSON array file under the data folder."""
    text = (shared_data() / name).read_text(encoding="utf-8")
    if text.lstrip().startswith("["):
        return list(json.loads(text))
    return [json.loads(line) for line in text.splitlines() if line.strip()]
