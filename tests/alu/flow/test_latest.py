"""The targets as they are enforced now: at once, or from a thread."""

from __future__ import annotations

import asyncio
import threading

import pytest
from sqlalchemy import delete

from alu.errors import StoreError
from alu.flow.latest import latest
from alu.store.match.snapshot import Snapshot
from alu.store.persist.schema import namespaces
from alu.store.store import TargetStore
from tests.stores import HashEmbedder, target


@pytest.fixture
def threads(monkeypatch: pytest.MonkeyPatch) -> list[threading.Thread]:
    """In which the list was read."""
    read, seen = TargetStore.snapshot, list[threading.Thread]()

    def snapshot(store: TargetStore) -> Snapshot:
        seen.append(threading.current_thread())
        return read(store)

    monkeypatch.setattr(TargetStore, "snapshot", snapshot)
    return seen


def test_a_thread_is_taken_where_something_has_changed_or_it_is_wanted(threads: list[threading.Thread]) -> None:
    store = TargetStore.temporary([target("Ada Quill")], embedder=HashEmbedder())

    async def several() -> list[Snapshot]:
        found = [await latest(store), await latest(store), await latest(store, at_once=False)]
        store.add(target("Bo Wren"))
        return [*found, await latest(store)]

    *same, new = asyncio.run(several())
    assert len(threads) == 3
    assert threading.main_thread() not in threads
    assert len({*map(id, same)}) == 1
    assert len(new.targets) == 2


def test_a_list_that_cannot_be_read_is_an_error() -> None:
    store = TargetStore.temporary([target("Ada Quill")], embedder=HashEmbedder())
    asyncio.run(latest(store))
    with store.database.transaction(write=True) as connection:
        connection.execute(delete(namespaces))
    with pytest.raises(StoreError, match="has gone"):
        asyncio.run(latest(store))
