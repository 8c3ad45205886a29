"""One command at a time in a run's folder: two would cut off each other's lines."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from filelock import FileLock, Timeout

from alu.errors import InputError
from alu.store.persist.files import private_file

__all__ = ["claimed"]


@contextmanager
def claimed(folder: Path) -> Iterator[None]:
    """Keep others from writing into a run's folder while the block runs.

    Raises:
        InputError: another command is at work there.
        StoreReadOnly: nothing can be written there.
    """
    lock = FileLock(private_file(folder / "run.lock"), timeout=0, mode=0o600)
    try:
        lock.acquire()
    except Timeout:
        raise InputError(f"another run is at work in {folder}") from None
    try:
        yield
    finally:
        lock.release()
