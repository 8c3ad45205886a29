"""Folders of a store are read while other threads and processes write to them."""

import shutil
import threading
from collections.abc import Callable
from pathlib import Path

import pytest

from alu.errors import StoreReadOnly
from alu.store.persist.files import folder_size, make_private, open_to_others, remove, walk, write_file


@pytest.fixture
def busy(tmp_path: Path) -> Path:
    """Return a folder with one file of five bytes, in which another thread writes and deletes folders."""
    (tmp_path / "kept").write_bytes(b"12345")
    return tmp_path


@pytest.mark.parametrize("read", [folder_size, make_private, open_to_others])
def test_a_folder_that_goes_while_it_is_read_is_no_fault(busy: Path, read: Callable[[Path], object]) -> None:
    done = threading.Event()

    def write() -> None:
        while not done.is_set():
            for number in range(20):
                (busy / f"draft-{number}").mkdir(exist_ok=True)
                (busy / f"draft-{number}" / "rows.npy").write_bytes(b"")
            for number in range(20):
                remove(busy / f"draft-{number}")

    writer = threading.Thread(target=write)
    writer.start()
    try:
        for _ in range(300):
            read(busy)
    finally:
        done.set()
        writer.join()
    assert folder_size(busy) == 5


def test_a_walk_finds_files_and_folders_in_order(tmp_path: Path) -> None:
    (tmp_path / "b" / "c").mkdir(parents=True)
    (tmp_path / "b" / "c" / "file").touch()
    (tmp_path / "a").touch()
    assert [p.relative_to(tmp_path).as_posix() for p in walk(tmp_path)] == ["a", "b", "b/c", "b/c/file"]
    assert walk(tmp_path / "missing") == []


def test_a_file_that_cannot_be_written_leaves_no_draft(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(Path, "replace", full)
    with pytest.raises(OSError, match="No space"):
        write_file(tmp_path / "x", b"1")
    assert not list(tmp_path.iterdir())


def test_a_folder_that_fills_while_it_is_deleted_is_tried_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    tries, rmtree = iter([OSError(39, "Directory not empty"), None]), shutil.rmtree

    def racing(path: Path) -> None:
        if error := next(tries):
            raise error
        rmtree(path)

    (tmp_path / "a" / "b").mkdir(parents=True)
    monkeypatch.setattr(shutil, "rmtree", racing)
    remove(tmp_path / "a")
    assert not list(tmp_path.iterdir())


def test_what_cannot_be_deleted_is_said(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def kept(*_: object) -> None:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(shutil, "rmtree", kept)
    with pytest.raises(StoreReadOnly, match="cannot delete"):
        remove(tmp_path)
