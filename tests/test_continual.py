"""A list that changes step by step, on a store on disk, in short; and that the counting can see a failure."""

from __future__ import annotations

from pathlib import Path

import pytest

from alu.store.store import TargetStore
from benchmarks.continual import REOPENED, run


def test_nothing_leaks_and_what_is_removed_comes_back(tmp_path: Path) -> None:
    tally = run(tmp_path / "targets", REOPENED + 4, seed=1, asked=2)
    counts = tally.counts
    assert (counts["leaked"], counts["regressed"]) == (0, 0)
    assert counts["stored"] > 10
    assert counts["back"] == counts["removed"] > 3
    assert counts["kept"] == counts["harmless"] == 2 * (REOPENED + 4)
    assert tally.rows()["leak, of what is stored"].startswith("0 of ")


def test_a_list_that_takes_nothing_in_leaks(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(TargetStore, "add", lambda store, person: None)
    monkeypatch.setattr(TargetStore, "remove", lambda store, name: None)
    counts = run(tmp_path / "targets", 6, seed=1, asked=2).counts
    assert counts["leaked"] == counts["stored"] > 0
    assert counts["kept"] == counts["harmless"]


def test_a_removal_that_takes_others_along_is_a_regression(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    remove = TargetStore.remove

    def everybody(store: TargetStore, name: str) -> None:
        for person in store.list():
            remove(store, person.id)

    with monkeypatch.context() as patch:
        patch.setattr(TargetStore, "remove", everybody)
        counts = run(tmp_path / "others", 14, seed=1, asked=8).counts
    assert counts["regressed"] > 0
    assert counts["leaked"] > 0
