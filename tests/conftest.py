"""What tests all over share: a process that has imported what commands need."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.blocks import neutral
from tests.warm import warmed


@pytest.fixture(scope="session")
def warm(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    with warmed(tmp_path_factory.mktemp("warm"), neutral()) as programs:
        yield programs
