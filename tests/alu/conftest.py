"""What tests of several packages start from."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.cli import Shell


@pytest.fixture
def shell(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Shell:
    """A shell with an empty home; modules that need targets in it override this."""
    return Shell(tmp_path, monkeypatch)
