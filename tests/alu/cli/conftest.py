"""What most tests of the command line start from."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.openai_server import FakeServer, serving


@pytest.fixture
def server() -> Iterator[FakeServer]:
    """A model server that answers every request alike."""
    with serving(FakeServer()) as server:
        yield server
