"""Copies of the list in a folder, sent to workers on other machines: one namespace, without keys and activity."""

from __future__ import annotations

import io
import sqlite3
import tempfile
import zipfile
from collections.abc import Iterator
from contextlib import closing, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from alu.errors import ConfigError
from alu.flow.trust import trust_path
from alu.store.persist.database import INDEX
from alu.store.persist.files import FolderLock, folder_name, walk
from alu.store.persist.transaction import guarantee_key

if TYPE_CHECKING:
    from alu.config import Settings
    from alu.store.store import TargetStore

__all__ = ["Copy", "ListSource", "unpack"]

_LIST = "targets.db"
_NAMED = {
    "alu_namespaces": "name",
    "alu_targets": "namespace",
    "alu_events": "namespace",
    "alu_topic_models": "namespace",
}
"""The tables that are sent, and which of their columns is the namespace; of `alu_meta` two rows are sent."""


@dataclass(frozen=True, slots=True)
class Copy:
    """What a worker opens."""

    version: int = 0
    """Of the list; 0 where workers open the list itself."""
    packed: bytes = b""
    """The folder, zipped; empty where workers open the database that the settings name."""
    trust: str = ""
    """What was measured of the models, as in its file; see `alu.flow.trust`."""

    def __repr__(self) -> str:
        """Show the version alone: tracebacks call this."""
        return f"Copy({self.version})"


class ListSource:
    """The list of a run, of which workers are sent a copy where it is in a folder.

    Args:
        settings: of the run.
        store: it, open.

    Raises:
        ConfigError: the activity is to be kept, and a copy of the list would be the place.
    """

    def __init__(self, settings: Settings, store: TargetStore) -> None:
        self._store = store
        self._home = None if "://" in settings.store else Path(settings.store).expanduser()
        if self._home and settings.activity != "off":
            raise ConfigError('activity is kept where the list is: use a store on PostgreSQL, or activity = "off"')

    def version(self) -> int:
        """Return the version that an answer must have been checked against to be written."""
        return self._store.version() if self._home else 0

    def copy(self) -> Copy:
        """Return what workers open, of one moment: nobody writes to the folder meanwhile.

        Raises:
            StoreError: the folder cannot be read, or another process writes for too long.
        """
        trust = trust_path().read_text("utf-8") if trust_path().is_file() else ""
        if self._home is None:
            return Copy(trust=trust)
        with FolderLock(self._home).hold():
            return Copy(self._store.version(), _packed(self._home, self._store.namespace), trust)


def unpack(packed: bytes, folder: Path) -> None:
    """Write a copy of a list into an empty folder."""
    with zipfile.ZipFile(io.BytesIO(packed)) as archive:
        archive.extractall(folder)


def _packed(home: Path, namespace: str) -> bytes:
    packed = io.BytesIO()
    with tempfile.TemporaryDirectory(prefix="alu-copy-") as folder, zipfile.ZipFile(packed, "w") as archive:
        archive.write(_thinned(home / _LIST, Path(folder) / _LIST, namespace), _LIST)
        for path in _derived(home / INDEX / folder_name(namespace)):
            with suppress(FileNotFoundError):  # vectors follow in the background: what is torn is made anew
                archive.write(path, path.relative_to(home))
    return packed.getvalue()


def _derived(folder: Path) -> Iterator[Path]:
    """Yield the files of vectors and matrix; the small index of Chroma is made anew from them."""
    for path in walk(folder):
        if path.is_file() and path.name != "lock" and not path.relative_to(folder).parts[0].startswith("chroma-"):
            yield path


def _thinned(source: Path, copy: Path, namespace: str) -> Path:
    """Copy a list, and take out of the copy what does not belong to the namespace."""
    kept = ("schema", guarantee_key(namespace))
    with closing(sqlite3.connect(source)) as whole, closing(sqlite3.connect(copy)) as thin:
        whole.backup(thin)
        tables = thin.execute("SELECT name FROM sqlite_master WHERE type = 'table' AND name LIKE 'alu%'")
        for (table,) in tables.fetchall():
            if table == "alu_meta":
                thin.execute("DELETE FROM alu_meta WHERE key NOT IN (?, ?)", kept)
            elif table in _NAMED:
                thin.execute(f"DELETE FROM {table} WHERE {_NAMED[table]} <> ?", (namespace,))
            else:
                thin.execute(f"DELETE FROM {table}")
        thin.commit()
        thin.execute("VACUUM")  # what was deleted is not sent
    return copy
