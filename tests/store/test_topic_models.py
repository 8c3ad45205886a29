"""Topics that were stored without contextual vectors are learnt again, and every process reads what one has learnt."""

from __future__ import annotations

import time
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest

from alu.models import catalog
from alu.store.persist import contextual
from alu.store.persist.contextual import ContextualVectors
from alu.store.store import TargetStore
from alu.store.target import Target
from tests.cli import Shell
from tests.minilm import minilm
from tests.stores import python, wait_for_python
from tests.topics import LOCKS, ON_LOCKS

KEEPER = Target(id="keeper", name="Odalys Brannigan")
OPENED = """
import time
from alu.store.persist import contextual
contextual.POLL = contextual.SETTLE = 0.01
store = TargetStore.open(sys.argv[1], meaning="minilm")
store.snapshot()
ends = time.monotonic() + 100
while not store.snapshot().detector.topics.contextual:
    assert time.monotonic() < ends
    time.sleep(0.05)
print(store.meaning.pending())
store.close()
"""


@pytest.fixture(autouse=True)
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    minilm()
    for name in ("SETTLE", "POLL", "RETRY"):
        monkeypatch.setattr(contextual, name, 0.01)


@pytest.fixture
def older(tmp_path: Path) -> Path:
    """A store whose topic was written where there was no contextual embedder."""
    where = tmp_path / "store"
    with TargetStore.open(where, meaning="off") as store:
        store.add(LOCKS, KEEPER)
        assert not store.snapshot().detector.topics.contextual
    return where


def contextual_of(store: TargetStore) -> ContextualVectors:
    assert store.meaning is not None
    return store.meaning


def soon(true: Callable[[], bool], seconds: float = 60) -> None:
    ends = time.monotonic() + seconds
    while not true():
        assert time.monotonic() < ends
        time.sleep(0.02)


def test_an_older_topic_is_pending_and_learnt_again_behind_the_requests(older: Path) -> None:
    with TargetStore.open(older, meaning="minilm") as store:
        assert "locks" in contextual_of(store).pending()
        first = store.snapshot().detector.topics
        assert not first.contextual, "a request waits for nothing"
        soon(lambda: len(store.snapshot().detector.topics.contextual) == 1)
        assert not contextual_of(store).pending()
        assert store.snapshot().detector.topics.nearest([ON_LOCKS], 1) == [LOCKS.model_copy(update=_stored(store))]
        events = [event.action for event in store.history()]
    with TargetStore.open(older, meaning="minilm") as store:
        assert len(store.snapshot().detector.topics.contextual) == 1, "it is kept in the database"
        assert [event.action for event in store.history()] == events, "nothing was changed of the list"


def _stored(store: TargetStore) -> dict[str, object]:
    return {"created": store.get("locks").created}


def test_of_several_processes_each_reads_what_one_has_learnt(older: Path) -> None:
    processes = [python(OPENED, older) for _ in range(2)]
    assert [wait_for_python(p).strip() for p in processes] == ["[]"] * 2
    with TargetStore.open(older, meaning="minilm") as store:
        assert not contextual_of(store).pending()
        assert [t.id for t in store.list()] == ["locks", "keeper"]


def test_a_topic_that_is_changed_meanwhile_keeps_the_newer_classifier(older: Path) -> None:
    with TargetStore.open(older, meaning="off") as store:
        ((rev, before),) = store.database.models("default").items()
        changed = store.update("locks", examples=(*LOCKS.examples, "pulling the lever of a screw lock"))
        store.database.keep_model("default", "locks", rev, before)
        ((newer, after),) = store.database.models("default").items()
        assert newer != rev
        assert after != before
        store.remove(changed.id)
        store.database.keep_model("default", "locks", newer, after)
        assert store.database.models("default") == {}


def test_a_damaged_classifier_is_learnt_again_and_what_cannot_be_embedded_is_left(
    older: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with TargetStore.open(older, meaning="off") as store:
        (rev,) = store.database.models("default")
        store.database.keep_model("default", "locks", rev, b"damaged")
    with TargetStore.open(older, meaning="minilm") as store:
        vectors = contextual_of(store)
        with monkeypatch.context() as patched:
            patched.setattr(vectors, "embed", lambda texts: np.zeros((len(texts), 384), np.float32))
            store.snapshot()
            vectors.finish()
            assert vectors.pending() == ["locks"]
        vectors.finish()
        assert not vectors.pending()


def test_show_says_that_it_is_pending_and_index_learns_it(
    older: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    models = str(catalog.folder())
    shell = Shell(tmp_path / "home", monkeypatch)
    monkeypatch.setenv("ALU_MODELS", models)
    monkeypatch.setenv("ALU_MEANING", "minilm")
    monkeypatch.setattr(contextual, "SETTLE", 600.0)  # nothing is learnt behind the commands
    shown = shell.run("targets", "show", "locks", "--store", older)
    assert "pending" in shown.stdout, shown.stderr
    assert "`alu targets index`" in shown.stdout
    learnt = shell.run("targets", "index", "--store", older)
    assert (learnt.exit_code, learnt.stdout) == (0, "1\n")
    assert "pending" not in shell.run("targets", "show", "locks", "--store", older).stdout
