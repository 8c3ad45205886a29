"""Where a store is: a folder with its list, or a list in PostgreSQL with a local folder."""

from __future__ import annotations

from pathlib import Path
from typing import NamedTuple

from alu.errors import InputError, expect
from alu.store.persist.chroma_server import ChromaServer
from alu.store.persist.database import INDEX, Database
from alu.store.persist.files import FolderLock, folder_name, local_folder, make_private, private_folder

__all__ = ["Place", "open_place", "place_in_memory"]

_LIST = "targets.db"


class Place(NamedTuple):
    """A list of targets and the folders that belong to it on this machine."""

    database: Database
    lock: FolderLock
    home: Path | None
    folder: Path | None
    """What is derived from the list of one namespace lies here; not made yet."""
    chroma: ChromaServer | None = None
    """The server that contextual vectors are on, too."""


def open_place(where: str | Path, namespace: str, *, create: bool, chroma: str | None = None) -> Place:
    """Open the list in a folder or at a `postgresql://` URL; the caller closes the database.

    Raises:
        alu.errors.ConfigError: `chroma` is no address of a Chroma server.
        InputError: it is neither.
        StoreError: there is none and `create` is false, or it cannot be opened; a subclass says more.
    """
    expect(where, str | Path, "a store is a folder, or the postgresql:// address of a database")
    if not str(where).strip():
        raise InputError("a store has a name: give a folder, or the postgresql:// address of a database")
    if isinstance(where, str) and "://" in where:
        home = folder = local_folder(where, namespace)
        lock = FolderLock(home)
        return _placed(Database.open(where, lock, create=create), lock, home, folder, chroma, namespace)
    home = Path(where).expanduser()
    if create or home.exists():
        private_folder(home)
    if create and not any(home.iterdir()):
        make_private(home)
    lock, folder = FolderLock(home), home / INDEX / folder_name(namespace)
    return _placed(Database.open(home / _LIST, lock, create=create), lock, home, folder, chroma, namespace)


def place_in_memory() -> Place:
    """Return a list of nobody else's, with no folder: it is gone when it is closed."""
    lock = FolderLock(None)
    return Place(Database.open(None, lock), lock, None, None)


def _placed(
    database: Database, lock: FolderLock, home: Path, folder: Path, chroma: str | None, namespace: str
) -> Place:
    try:
        server = ChromaServer(chroma, database, namespace, home) if chroma else None
    except BaseException:
        database.close()
        raise
    return Place(database, lock, home, folder, server)
