"""Files of a store on disk: private to their owner, written whole or not at all, one writer at a time."""

from __future__ import annotations

import contextlib
import hashlib
import os
import shutil
import stat
import threading
import time
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from alu.address import opens
from alu.errors import StoreError, StoreLocked, StoreReadOnly

if TYPE_CHECKING:
    from filelock import FileLock

__all__ = [
    "FolderLock",
    "folder_name",
    "folder_size",
    "local_folder",
    "make_private",
    "open_to_others",
    "private_file",
    "private_folder",
    "remove",
    "walk",
    "write_file",
]

WAIT = 30.0
"""Seconds that a writer waits for another one before it gives up."""


def private_folder(path: Path) -> Path:
    """Create `path` and its parents for their owner only; a folder that is there keeps its permissions.

    Raises:
        StoreReadOnly: it cannot be made, or not be written.
        StoreError: something else goes by that name.
    """
    try:
        missing = [p for p in (path, *path.parents) if not p.exists()]
        for folder in reversed(missing):
            with contextlib.suppress(FileExistsError):
                folder.mkdir(mode=0o700)
    except OSError as error:
        raise StoreReadOnly(f"cannot make the folder {path}: {error.strerror}") from None
    if not path.is_dir():
        raise StoreError(f"{path} is a file: a store needs a folder of its own")
    if not os.access(path, os.W_OK | os.X_OK):
        raise StoreReadOnly(f"cannot write in {path}: make it writable (SQLite needs that even for reading)")
    return path


def private_file(path: Path) -> Path:
    """Create an empty file that only its owner can read, unless it is there.

    Raises:
        StoreReadOnly: it cannot be made.
    """
    try:
        os.close(os.open(path, os.O_CREAT | os.O_RDWR, 0o600))
    except OSError as error:
        raise StoreReadOnly(f"cannot write {path}: {error.strerror}") from None
    return path


def write_file(path: Path, data: bytes) -> None:
    """Write a private file whole or not at all (another process sees the old one or the new one)."""
    draft = path.with_name(f".{path.name}.{os.getpid()}.{threading.get_ident()}")
    try:
        with open(os.open(draft, os.O_CREAT | os.O_TRUNC | os.O_WRONLY, 0o600), "wb") as file:
            file.write(data)
        draft.replace(path)
    except OSError:  # a full disk, say
        draft.unlink(missing_ok=True)
        raise


def walk(folder: Path) -> list[Path]:
    """Return all files and folders in `folder`, in order; what another process deletes meanwhile is left out.

    `Path.rglob` raises where a folder goes while it is read, and vectors are written to a draft that is renamed.
    """
    return sorted(Path(at, name) for at, folders, files in os.walk(folder) for name in (*folders, *files))


def folder_size(folder: Path) -> int:
    """Return the size of all files in `folder`, in bytes."""
    size = 0
    for path in walk(folder):
        with contextlib.suppress(FileNotFoundError):
            size += path.stat().st_size if path.is_file() else 0
    return size


def make_private(folder: Path) -> None:
    """Take `folder` and all that is in it from everybody but their owner, as far as it is ours."""
    for path in (folder, *walk(folder)):
        with contextlib.suppress(FileNotFoundError, PermissionError):
            path.chmod(0o700 if path.is_dir() else 0o600)


def open_to_others(folder: Path) -> list[Path]:
    """Return what in `folder` (itself included) group or others may read or write."""
    found = []
    for path in (folder, *walk(folder)):
        with contextlib.suppress(FileNotFoundError):
            if stat.S_IMODE(path.lstat().st_mode) & 0o077:
                found.append(path)
    return found


def remove(path: Path) -> None:
    """Delete a file or a folder with all that is in it; it is no fault if it has gone already.

    Raises:
        StoreReadOnly: it could not be deleted.
    """
    for _ in range(3):
        with contextlib.suppress(OSError):
            shutil.rmtree(path) if path.is_dir() and not path.is_symlink() else path.unlink()
        if not path.exists():
            return
        time.sleep(0.05)  # another process of ours may delete the same folder
    raise StoreReadOnly(f"cannot delete {path}")


def folder_name(*parts: str) -> str:
    """Return a folder's name that identifies some texts and shows none of them."""
    return hashlib.blake2b("\n".join(parts).encode(), digest_size=8).hexdigest()


def local_folder(url: str, namespace: str) -> Path:
    """Return where the vectors of a database's namespace lie on this machine, in the user's cache.

    Raises:
        StoreReadOnly: it cannot be made.
        StoreError: the URL is none.
    """
    from platformdirs import user_cache_path

    from alu.store.persist.driver import postgres_url

    whole = postgres_url(url).set(password=None)
    public = whole.difference_update_query([name for name in whole.query if opens(name)])
    return private_folder(user_cache_path("alu") / "stores" / folder_name(public.render_as_string(), namespace))


class FolderLock:
    """One writer at a time in a folder, among threads and processes; the same thread may take it twice."""

    def __init__(self, folder: Path | None) -> None:
        self._threads = threading.RLock()
        self._path = folder / "lock" if folder else None
        self._file: FileLock | None = None

    @contextlib.contextmanager
    def hold(self, wait: float | None = None) -> Iterator[None]:
        """Hold the lock; wait for it up to `wait` seconds, `WAIT` by default.

        Raises:
            StoreLocked: another thread or process kept it for longer.
            StoreReadOnly: the folder cannot be written.
        """
        wait = WAIT if wait is None else wait
        if not self._threads.acquire(timeout=wait):
            raise StoreLocked(f"another thread has been writing to the store for more than {wait:g} s")
        try:
            with self._processes(wait):
                yield
        finally:
            self._threads.release()

    @contextlib.contextmanager
    def _processes(self, wait: float) -> Iterator[None]:
        """Hold the lock file, where there is a folder."""
        if self._path is None:
            yield
            return
        from filelock import FileLock, Timeout

        if self._file is None:
            self._file = FileLock(private_file(self._path), mode=0o600, thread_local=False)
        try:
            self._file.acquire(timeout=wait, poll_interval=0.02)
        except Timeout:
            raise StoreLocked(
                f"another process has been writing to {self._path.parent} for more than {wait:g} s: try again"
            ) from None
        except OSError as error:
            raise StoreReadOnly(f"cannot lock {self._path}: {error.strerror}") from None
        try:
            yield
        finally:
            self._file.release()
