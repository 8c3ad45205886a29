"""A list in a file, and one in memory."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from alu.store.persist.database import Database
from alu.store.persist.files import FolderLock


@pytest.fixture(params=["file", "memory"])
def database(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Database]:
    path = tmp_path / "targets.db" if request.param == "file" else None
    found = Database.open(path, FolderLock(tmp_path if path else None))
    yield found
    found.close()
