"""Where a store is: a folder with its list in it, or a list in PostgreSQL with a folder of its own here."""

from __future__ import annotations

from pathlib import Path
from typing import NamedTuple

from alu.store.persist.database import INDEX, Database
from alu.store.persist.files import FolderLock, folder_name, local_folder, make_private, private_folder

__all__ = ["Place", "open_place"]

_LIST = "targets.db"


class Place(NamedTuple):
    """A list of targets and the folders that belong to it on this machine."""

    database: Database
    lock: FolderLock
    home: Path
    folder: Path
    """What is derived from the list of one namespace lies here; not made yet."""


def open_place(where: str | Path, namespace: str, *, create: bool) -> Place:
    """Open the list in a folder or at a `postgresql://` URL; the caller closes the database.

    Raises:
        StoreError: there is none and `create` is false, or it cannot be opened; a subclass says more.
    """
    if isinstance(where, str) and "://" in where:
        home = folder = local_folder(where, namespace)
        lock = FolderLock(home)
        return Place(Database.open(where, lock, create=create), lock, home, folder)
    home = Path(where).expanduser()
    if create or home.exists():
        private_folder(home)
    if create and not any(home.iterdir()):
        make_private(home)
    lock, folder = FolderLock(home), home / INDEX / folder_name(namespace)
    return Place(Database.open(home / _LIST, lock, create=create), lock, home, folder)
