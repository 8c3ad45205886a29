"""What all tests share: a process that has imported what commands need, and a heap that is scanned less."""

from __future__ import annotations

import gc
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.blocks import neutral
from tests.warm import warmed


@pytest.fixture(scope="session")
def warm(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    with warmed(tmp_path_factory.mktemp("warm"), neutral()) as programs:
        yield programs


def pytest_collection_finish() -> None:
    """Let the collector of garbage pass over what collecting left, which stays to the end."""
    gc.collect()
    gc.freeze()
