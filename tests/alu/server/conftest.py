"""What tests of pages share: a browser, and where pictures of a failure go."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.browser import chromium


@pytest.fixture(scope="module")
def browser() -> Iterator[Any]:
    with chromium() as started:
        yield started


@pytest.fixture
def shots(tmp_path: Path) -> Path:
    return Path(os.environ.get("ALU_SCREENSHOTS") or tmp_path)
