"""Files that are derived from the list: after a fault nothing of a removed target is left in them."""

from __future__ import annotations

import logging
from unittest.mock import MagicMock, call

import pytest

from alu.errors import StoreError, StoreLocked
from alu.store.derived import DerivedFiles
from alu.store.persist.location import Place


class Parts:
    """The files of one namespace with parts that fail when they are bidden, in a record of what was done."""

    def __init__(self, *, unclean: bool = False, behind: bool = False) -> None:
        self.done = MagicMock()
        self.done.loader.vectors.return_value = {}
        self.done.loader.targets.return_value = []
        self.done.loader.head.return_value.unclean = unclean
        self.done.index.behind.return_value = behind
        self.done.cache.dim = 2
        place = Place(self.done.database, self.done.lock, None, None)
        self.files = DerivedFiles(
            place, "default", self.done.loader, self.done.cache, self.done.index, self.done.progress
        )


FAULTS = [OSError(28, "no space: /secret/path"), StoreError("secret")]


@pytest.mark.parametrize("fault", FAULTS)
@pytest.mark.parametrize("rewrite", [True, False])
def test_what_cannot_be_rewritten_is_emptied_and_the_database_is_cleaned_all_the_same(
    fault: Exception, rewrite: bool
) -> None:
    parts = Parts()
    parts.done.cache.replace.side_effect = parts.done.index.sync.side_effect = fault
    parts.files.wipe(rewrite=rewrite)
    parts.done.cache.clear.assert_called_once_with()
    parts.done.index.clear.assert_called_once_with()
    assert parts.done.mock_calls[-1] == call.database.clean("default", rewrite=rewrite)


def test_a_file_that_cannot_be_emptied_either_is_an_error_and_is_not_marked_clean() -> None:
    parts = Parts()
    parts.done.index.sync.side_effect = parts.done.index.clear.side_effect = StoreError("in use")
    with pytest.raises(StoreError, match="in use"):
        parts.files.wipe(rewrite=False)
    assert not parts.done.database.clean.called


@pytest.mark.parametrize("wipe", [True, False])
def test_a_write_that_takes_nothing_out_wipes_nothing(wipe: bool) -> None:
    parts = Parts()
    parts.files.update(wipe=wipe)
    assert parts.done.cache.replace.called is parts.done.database.clean.called is wipe
    assert parts.done.index.sync.call_count == 1


@pytest.mark.parametrize("fault", FAULTS)
def test_an_index_that_is_behind_is_warned_of_without_a_secret(
    fault: Exception, caplog: pytest.LogCaptureFixture
) -> None:
    parts = Parts(behind=True)
    parts.done.index.sync.side_effect = fault
    with caplog.at_level(logging.WARNING):
        parts.files.index()
        parts.files.mend()
    assert [type(fault).__name__ in r.getMessage() for r in caplog.records] == [True, True]
    assert "secret" not in caplog.text


@pytest.mark.parametrize(
    ("unclean", "behind", "wiped", "synced"),
    [(False, False, 0, 0), (False, True, 0, 1), (True, False, 1, 1), (True, True, 1, 1)],
)
def test_only_what_was_left_undone_is_mended_under_the_lock(
    unclean: bool, behind: bool, wiped: int, synced: int
) -> None:
    parts = Parts(unclean=unclean, behind=behind)
    parts.files.mend()
    assert parts.done.database.clean.call_count == wiped
    assert parts.done.index.sync.call_count == synced
    assert parts.done.lock.hold.called is (unclean or behind)


def test_another_process_that_mends_is_left_to_it() -> None:
    parts = Parts(unclean=True)
    parts.done.lock.hold.side_effect = StoreLocked("busy")
    parts.files.mend()
    assert not parts.done.database.clean.called


def test_a_purge_makes_the_index_anew_and_rewrites_the_database() -> None:
    parts = Parts()
    parts.files.purge()
    done = [name for name, _, _ in parts.done.mock_calls]
    assert done.index("index.clear") < done.index("index.sync") < done.index("database.clean")
    assert parts.done.database.clean.call_args == call("default", rewrite=True)
