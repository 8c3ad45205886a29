"""One command at a time in a run's folder, where two would cut off each other's lines, and none through its links.

A folder may be somebody else's: a link in it could name any file of whoever works in it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path

from filelock import FileLock, Timeout

from alu.errors import InputError
from alu.store.persist.files import private_file

__all__ = ["claimed", "refuse_links"]


@contextmanager
def claimed(folder: Path) -> Iterator[None]:
    """Keep others from writing into a run's folder while the block runs.

    Raises:
        InputError: another command is at work there, or a file of it is a link.
        StoreReadOnly: nothing can be written there.
    """
    if folder.is_dir():
        refuse_links(folder.iterdir())
    lock = FileLock(private_file(folder / "run.lock"), timeout=0, mode=0o600)
    try:
        lock.acquire()
    except Timeout:
        raise InputError(f"another run is at work in {folder}") from None
    try:
        yield
    finally:
        lock.release()


def refuse_links(paths: Iterable[Path]) -> None:
    """Refuse to write where a link is.

    Raises:
        InputError: one of these is a link.
    """
    for path in paths:
        if path.is_symlink():
            raise InputError(f"{path} is a link, and what it points to would be written: remove it")
