"""Problems of a store, for `alu doctor`."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from alu.errors import AluError
from alu.store.persist.clock import clock_problem
from alu.store.persist.files import open_to_others

if TYPE_CHECKING:
    from alu.store.loader import Loader
    from alu.store.persist.database import Database
    from alu.store.persist.files import FolderLock
    from alu.store.persist.vector_index import VectorIndex

__all__ = ["problems"]


def problems(home: Path | None, database: Database, loader: Loader, index: VectorIndex, lock: FolderLock) -> list[str]:
    """Return what is wrong with a store's parts: reads and tries all of it.

    No problem is raised: what cannot be read is one of the problems.
    """
    found = [f"others can read or write {p}: chmod go= it" for p in (open_to_others(home) if home else [])]
    for part in (_list_problems(database, loader), _index_problems(loader, index, lock)):
        try:
            found += part
        except (AluError, OSError) as error:
            found.append(str(error))
    return found


def _list_problems(database: Database, loader: Loader) -> Iterator[str]:
    """Yield what is wrong with the list."""
    yield from database.problems()
    if loader.head().unclean:
        yield "something was removed and is not wiped from all files: run `alu targets purge`"
    if problem := clock_problem(loader.head()):
        yield problem


def _index_problems(loader: Loader, index: VectorIndex, lock: FolderLock) -> Iterator[str]:
    """Yield what is wrong with the index."""
    with lock.hold():
        yield from index.problems(loader.revs())
