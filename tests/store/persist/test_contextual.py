"""Contextual vectors: made behind the requests, kept, shared, wiped, and never missed by a request."""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Callable, Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from alu.errors import StoreLocked
from alu.store.match.facts.meaning import Meaning
from alu.store.persist import contextual
from alu.store.persist.contextual import ContextualVectors
from alu.store.persist.contextual_files import ContextualFiles, forget_others, row_texts
from alu.store.persist.files import FolderLock
from alu.store.persist.vector_query import VectorQuery
from alu.store.store import TargetStore
from alu.store.target import Target
from tests.stores import HashEmbedder, files_with, python, target, wait_for_python

ADA = target("Ada Quill", ["She kept a tame gull.", "She was born in Skerrow."], id="ada")
BO = target("Bo Reed", ["He mends clocks."], id="bo")
CY = target("Cy Marsh", ["He rows at night."], id="cy")


class ContextEmbedder(HashEmbedder):
    """A second space of vectors; it can be held, and can fail after some texts."""

    def __init__(self, name: str = "context-8", dim: int = 8, salt: str = "context") -> None:
        super().__init__(name, dim, salt)
        self.go = threading.Event()
        self.go.set()
        self.fails_from = 10**9

    def embed(self, texts: Sequence[str]) -> np.ndarray:
        """Return a row a text."""
        assert threading.current_thread().name != "alu-contextual" or self.go.wait(60)  # requests are not held
        if self.texts + len(texts) > self.fails_from:
            raise RuntimeError("a text of the list")
        return super().embed(texts)


@pytest.fixture(autouse=True)
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("SETTLE", "POLL", "RETRY"):
        monkeypatch.setattr(contextual, name, 0.01)


def opened(where: Path, meaning: Any = None, embedder: HashEmbedder | None = None) -> TargetStore:
    return TargetStore.open(where, embedder=embedder or HashEmbedder(), meaning=meaning or ContextEmbedder())


def meaning_of(store: TargetStore) -> Meaning:
    meaning = store.snapshot().index.meaning
    assert meaning is not None
    return meaning


def contextual_of(store: TargetStore) -> ContextualVectors:
    assert store.meaning is not None
    return store.meaning


def soon(true: Callable[[], bool]) -> None:
    ends = time.monotonic() + 20
    while not true():
        assert time.monotonic() < ends
        time.sleep(0.005)


def made(store: TargetStore) -> None:
    """Wait until nothing is pending."""
    soon(lambda: not contextual_of(store).pending())


def rows_of(store: TargetStore, which: Target) -> np.ndarray:
    """Return the vectors that a target of the list has; its name's first."""
    index = store.snapshot().index
    rows = contextual_of(store).rows(index.revs[index.numbers[which.id]])
    assert rows is not None
    return rows


def bytes_of(which: Target, embedder: HashEmbedder | None = None) -> list[bytes]:
    return [row.tobytes() for row in (embedder or ContextEmbedder()).embed(row_texts(which))]


def left(folder: Path, which: Target, embedder: HashEmbedder | None = None) -> list[str]:
    """Return the files that hold a vector of a target."""
    return [name for needle in bytes_of(which, embedder) for name in files_with(folder, needle)]


def test_a_target_is_found_at_once_and_its_vectors_follow_without_another_snapshot(tmp_path: Path) -> None:
    embedder = ContextEmbedder()
    embedder.go.clear()
    with opened(tmp_path, embedder) as store:
        store.add(ADA, BO)
        snapshot = store.snapshot()
        meaning = meaning_of(store)
        assert [e.target_id for e in snapshot.detector.look_up(["Who was Ada Quill?"])] == ["ada"]
        assert [meaning.rows(rev) for rev in snapshot.index.revs] == [None, None]
        assert sorted(contextual_of(store).pending()) == ["ada", "bo"]
        assert store.stats().pending == 2
        embedder.go.set()
        made(store)
        assert store.snapshot() is snapshot
        soon(lambda: meaning.rows(snapshot.index.revs[0]) is not None)
        assert np.array_equal(rows_of(store, ADA), ContextEmbedder().embed(row_texts(ADA)))
        soon(lambda: len(meaning.nearest(meaning.embed(["Bo Reed"]), 9)[0]) == 5)
        (near,) = meaning.nearest(meaning.embed(["He mends clocks."]), 1)
        assert [(n.rev, n.row) for n in near] == [(snapshot.index.revs[snapshot.index.numbers["bo"]], 1)]
        assert near[0].cosine == pytest.approx(1, abs=1e-5)
        assert store.stats().meaning == "context-8"


def test_what_is_made_is_not_made_again(tmp_path: Path) -> None:
    with opened(tmp_path) as store:
        store.add(ADA, BO)
        made(store)
    embedder = ContextEmbedder()
    with opened(tmp_path, embedder) as store:
        rows_of(store, ADA)
        assert contextual_of(store).pending() == []
        assert embedder.texts == 0
        store.add(CY)
        made(store)
        assert embedder.texts <= len(row_texts(CY)) + 4  # and as many to compare
        store.update("cy", reason="R-7")
        assert contextual_of(store).pending() == []


def test_work_that_is_cut_off_goes_on_where_it_was(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(contextual, "WRITTEN_ROWS", 3)
    monkeypatch.setattr(contextual, "AT_CLOSE", 0)
    embedder = ContextEmbedder()
    embedder.fails_from = 5
    with opened(tmp_path, embedder) as store:
        store.add(ADA, BO, CY)
        soon(lambda: 0 < len(contextual_of(store).pending()) < 3)
        left = contextual_of(store).pending()
    embedder = ContextEmbedder()
    shown: list[tuple[str, int, int]] = []
    with opened(tmp_path, embedder) as store:
        assert contextual_of(store).finish(lambda *step: shown.append(step)) == len(left)
        assert embedder.texts <= 4 + 2  # two to compare
        assert shown[-1] == ("contextual vectors", len(left), len(left))
        assert contextual_of(store).finish() == 0


def test_few_are_made_at_the_end_and_many_are_left(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(contextual, "SETTLE", 600)
    with opened(tmp_path) as store:
        store.add(ADA)
    monkeypatch.setattr(contextual, "AT_CLOSE", 1)
    with opened(tmp_path) as store:
        assert contextual_of(store).pending() == []
        store.add(BO)
    with opened(tmp_path) as store:
        assert contextual_of(store).pending() == ["bo"]


@pytest.mark.parametrize("how", ["remove", "off", "edit", "another", "purge"])
def test_nothing_of_what_is_removed_is_left_in_any_file(tmp_path: Path, how: str) -> None:
    with opened(tmp_path) as store:
        store.add(ADA, BO)
        made(store)
        contextual_of(store).finish()
    assert left(tmp_path, ADA)
    meaning: Any = {"off": "off", "another": ContextEmbedder("other-4", 4)}.get(how, ContextEmbedder())
    with opened(tmp_path, meaning) as store:
        if how == "edit":
            store.replace(target("Ada Quill", id="ada"))
        else:
            store.remove("ada")
        if how == "purge":
            store.purge()
        assert not set(left(tmp_path, ADA)) - set(left(tmp_path, target("Ada Quill")))
    assert not set(left(tmp_path, ADA)) - set(left(tmp_path, target("Ada Quill")))
    assert left(tmp_path, BO)
    if how != "edit":
        assert not left(tmp_path, ADA)
        with opened(tmp_path) as store:
            assert contextual_of(store).pending() == []


def test_what_was_being_made_when_it_was_removed_is_not_written(tmp_path: Path) -> None:
    embedder = ContextEmbedder()
    embedder.go.clear()
    with opened(tmp_path, embedder) as store:
        store.add(ADA, BO)
        time.sleep(0.1)
        store.remove("ada")
        embedder.go.set()
        made(store)
    assert left(tmp_path, BO)
    assert not left(tmp_path, ADA)


def test_a_killed_writer_leaves_nothing_after_the_next_removal(tmp_path: Path) -> None:
    with opened(tmp_path) as store:
        store.add(ADA, BO)
        made(store)
    (folder,) = tmp_path.rglob("contextual-*")
    torn = folder / "rows-draft-0123"
    torn.mkdir()
    (torn / "vectors.npy").write_bytes(b"".join(bytes_of(ADA)))
    with opened(tmp_path) as store:
        store.remove("ada")
    assert not left(tmp_path, ADA)
    assert left(tmp_path, BO)


def test_another_embedder_makes_its_own_and_then_the_old_ones_go(tmp_path: Path) -> None:
    with opened(tmp_path) as store:
        store.add(ADA, BO)
        made(store)
    other = ContextEmbedder("other-4", 4, "other")
    with opened(tmp_path, other) as store:
        assert rows_or_none(store, ADA) is None or rows_of(store, ADA).shape == (3, 4)
        assert left(tmp_path, ADA)
        contextual_of(store).finish()
        assert rows_of(store, ADA).shape == (3, 4)
        assert not left(tmp_path, ADA)
        assert left(tmp_path, ADA, ContextEmbedder("other-4", 4, "other"))


def rows_or_none(store: TargetStore, which: Target) -> np.ndarray | None:
    index = store.snapshot().index
    return contextual_of(store).rows(index.revs[index.numbers[which.id]])


def test_an_embedder_that_has_changed_under_its_name_makes_all_anew(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    with opened(tmp_path) as store:
        store.add(ADA, BO)
        made(store)
    with opened(tmp_path, ContextEmbedder(salt="new")) as store:
        store.add(CY)
        soon(lambda: "made anew" in caplog.text)
        made(store)
        contextual_of(store).finish()
        assert np.array_equal(rows_of(store, ADA), ContextEmbedder(salt="new").embed(row_texts(ADA)))
    assert not left(tmp_path, ADA)


def test_an_embedder_with_another_dimension_under_its_name_makes_all_anew(tmp_path: Path) -> None:
    with opened(tmp_path) as store:
        store.add(ADA)
        made(store)
    with opened(tmp_path, ContextEmbedder(dim=4)) as store:
        contextual_of(store).finish()
        assert rows_of(store, ADA).shape == (3, 4)
        contextual_of(store).finish()
        assert len(meaning_of(store).nearest(meaning_of(store).embed(["Ada Quill"]), 5)[0]) == 3
    assert not left(tmp_path, ADA)


def test_what_has_expired_is_not_near(tmp_path: Path) -> None:
    soon_over = BO.model_copy(update={"expires": datetime.now(UTC) + timedelta(seconds=0.5)})
    with opened(tmp_path) as store:
        store.add(ADA, soon_over)
        made(store)
        time.sleep(0.6)
        meaning = meaning_of(store)
        asked = meaning.embed(["He mends clocks."])
        soon(lambda: len(meaning.nearest(asked, 9)[0]) == 3)
        store.remove("ada")
        assert meaning_of(store).nearest(asked, 9) == [[]]


def test_an_embedder_that_fails_stops_no_request(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    embedder = ContextEmbedder()
    embedder.fails_from = 0
    with opened(tmp_path, embedder) as store:
        store.add(ADA)
        meaning = meaning_of(store)
        for _ in range(3):
            assert not meaning.embed(["Who?", "What?"]).any()
        assert meaning.nearest(meaning.embed(["Who?", "What?"]), 3) == [[], []]
        assert [e.target_id for e in store.snapshot().detector.look_up(["Ada Quill?"])] == ["ada"]
        warned = [r for r in caplog.records if r.levelno == logging.WARNING]
        assert len(warned) == 1
        assert "a text of the list" not in caplog.text
        embedder.fails_from = 10**9
        time.sleep(0.05)
        meaning.embed(["Who?"])  # a request has it tried again
        made(store)


def test_vectors_that_are_none_are_not_kept(tmp_path: Path) -> None:
    class Broken(ContextEmbedder):
        def embed(self, texts: Sequence[str]) -> np.ndarray:
            return super().embed(texts) * np.nan

    with opened(tmp_path, Broken()) as store:
        store.add(ADA)
        assert not meaning_of(store).embed(["Who?"]).any()
    with opened(tmp_path) as store:
        assert contextual_of(store).pending() == ["ada"]


def test_one_process_makes_them_and_the_other_reads_them(tmp_path: Path) -> None:
    held, idle = ContextEmbedder(), ContextEmbedder()
    held.go.clear()
    with opened(tmp_path, held) as one, opened(tmp_path, idle) as two:
        one.add(ADA, BO)
        time.sleep(0.2)
        two.snapshot()
        time.sleep(0.2)
        assert idle.texts == 0
        held.go.set()
        soon(lambda: rows_or_none(two, ADA) is not None)
        assert idle.texts == 0


def test_a_process_that_is_killed_leaves_the_rest_to_another(tmp_path: Path) -> None:
    code = (
        "from tests.store.persist.test_contextual import *\n"
        "contextual.WRITTEN_ROWS = 3\n"
        "embedder = ContextEmbedder()\n"
        "store = opened(Path(sys.argv[1]), embedder)\n"
        "store.add(ADA, BO, CY)\n"
        "soon(lambda: list(Path(sys.argv[1]).rglob('contextual-*/rows-[0-9a-f]*/manifest.json')))\n"
        "os.kill(os.getpid(), 9)"
    )
    with python(code, tmp_path) as process:
        assert process.wait(timeout=120) == -9
    with opened(tmp_path) as store:
        assert len(contextual_of(store).pending()) < 3
        contextual_of(store).finish()
        assert rows_of(store, CY).shape == (2, 8)


def test_a_process_waits_at_its_end_for_a_batch_that_closing_would_not(tmp_path: Path) -> None:
    """Else Python ends the thread wherever it is, and within ONNX or pydantic that aborts the process."""
    code = (
        "from tests.store.persist.test_contextual import *\n"
        "class Slow(ContextEmbedder):\n"
        "    def embed(self, texts):\n"
        "        begun.set()\n"
        "        time.sleep(0.5)\n"
        "        print('made', flush=True)\n"
        "        return super().embed(texts)\n"
        "contextual.AT_MOST, begun = 0.01, threading.Event()\n"
        "store = opened(Path(sys.argv[1]), Slow())\n"
        "store.add(ADA)\n"
        "begun.wait(60)\n"
        "contextual_of(store).stop()\n"
        "print('end', flush=True)"
    )
    assert wait_for_python(python(code, tmp_path)).splitlines() == ["end", "made"]


def test_the_command_line_waits_for_what_another_process_makes(tmp_path: Path) -> None:
    code = (
        "from tests.store.persist.test_contextual import *\n"
        "store = opened(Path(sys.argv[1]))\n"
        "print(store.meaning.finish(lambda *step: print(step[1], flush=True)))"
    )
    held = ContextEmbedder()
    held.go.clear()
    with opened(tmp_path, held) as store:
        store.add(ADA, BO)
        time.sleep(0.2)
        process = python(code, tmp_path)
        assert process.stdout is not None
        assert process.stdout.readline() == "0\n"  # of two, and it waits
        held.go.set()
        assert wait_for_python(process).splitlines()[-1] == "2"


def test_no_vectors_where_they_are_off(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with TargetStore.open(tmp_path, embedder=HashEmbedder()) as store:  # as ALU_MEANING has it in these tests
        store.add(ADA)
        assert store.meaning is None
        assert store.snapshot().index.meaning is None
        assert (store.stats().meaning, store.stats().pending) == ("off", 0)
    assert not list(tmp_path.rglob("contextual-*"))
    monkeypatch.setenv("ALU_MEANING", "tests.stores:HashEmbedder")
    with TargetStore.open(tmp_path, embedder=HashEmbedder()) as store:
        assert contextual_of(store).name == "hash-16, centred"


def test_a_store_in_memory_has_them_and_takes_what_another_has(tmp_path: Path) -> None:
    with opened(tmp_path) as store:
        store.add(ADA, BO)
        made(store)
        embedder = ContextEmbedder()
        named = TargetStore.temporary([*store.list(), CY], embedder=HashEmbedder(), meaning=embedder, like=store)
        made(named)
        assert embedder.texts <= 2 + 4
        assert np.array_equal(rows_of(named, ADA), rows_of(store, ADA))
        named.close()


def test_a_folder_that_cannot_be_written_leaves_them_in_memory(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    with opened(tmp_path) as store:
        (folder,) = (tmp_path / "index").iterdir()
    from alu.store.persist.files import folder_name

    (folder / f"contextual-{folder_name('context-8')}").write_bytes(b"in the way")
    with opened(tmp_path) as store:
        store.add(ADA)
        made(store)
        assert rows_of(store, ADA).shape == (3, 8)
    assert "cannot be kept" in caplog.text


@pytest.fixture
def asked(monkeypatch: pytest.MonkeyPatch) -> list[bool]:
    """Ask Chroma however few vectors there are; whether it answered."""
    monkeypatch.setattr("alu.store.persist.contextual_rows.CHROMA_FROM_ROWS", 4)
    monkeypatch.setattr("alu.store.persist.contextual_rows.UNINDEXED_ROWS", 4)
    answers: list[bool] = []
    query = VectorQuery.query

    def spy(self: VectorQuery, *args: Any, **options: Any) -> Any:
        found = query(self, *args, **options)
        answers.append(found is not None)
        return found

    monkeypatch.setattr(VectorQuery, "query", spy)
    return answers


def exact(store: TargetStore, vectors: np.ndarray, k: int) -> list[list[tuple[str, int]]]:
    """Return the nearest rows by brute force."""
    index = store.snapshot().index
    names = [(rev, n) for t, rev in zip(index.targets, index.revs, strict=True) for n in range(len(row_texts(t)))]
    stored = np.concatenate([ContextEmbedder().embed(row_texts(t)) for t in index.targets])
    return [[names[i] for i in np.argsort(-scores, kind="stable")[:k]] for scores in vectors @ stored.T]


def found(store: TargetStore, vectors: np.ndarray, k: int = 3) -> list[list[tuple[str, int]]]:
    return [[(n.rev, n.row) for n in near] for near in contextual_of(store).nearest(vectors, k)]


@pytest.fixture
def queries() -> np.ndarray:
    return ContextEmbedder().embed(["He mends clocks.", "a question", "another one"])


def test_chroma_is_asked_for_what_it_holds_and_the_rest_is_searched_next_to_it(
    tmp_path: Path, asked: list[bool], queries: np.ndarray
) -> None:
    with opened(tmp_path) as store:
        store.add(ADA, BO)
        store.snapshot()
        contextual_of(store).finish()
        assert asked == [True]  # its shards are open before a request comes
        assert found(store, queries) == exact(store, queries, 3)
        assert asked == [True, True]
        store.add(CY)
        store.snapshot()
        contextual_of(store).finish()
        assert found(store, queries, 7) == exact(store, queries, 7)
        assert asked[-1]
        zero = contextual_of(store).nearest(np.zeros((2, 8), np.float32), 3)
        assert zero == [[], []]


@pytest.mark.parametrize("harm", ["gone", "damaged", "locked"])
def test_where_chroma_cannot_answer_all_are_searched(
    tmp_path: Path, asked: list[bool], queries: np.ndarray, harm: str
) -> None:
    with opened(tmp_path) as store:
        store.add(ADA, BO)
        contextual_of(store).finish()
    (shard,) = [p for p in tmp_path.rglob("contextual-*/chroma-*") if p.is_dir()]
    if harm == "damaged":
        for path in shard.rglob("*.bin"):
            path.write_bytes(b"\0" * path.stat().st_size)
    with opened(tmp_path) as store:
        store.snapshot()
        lock = FolderLock(shard.parent)
        if harm == "gone":
            contextual_of(store).finish()
            (shard / "manifest.json").unlink()
            assert found(store, queries) == exact(store, queries, 3)
            assert not asked[-1]
        elif harm == "locked":
            with lock.hold():
                assert found(store, queries) == exact(store, queries, 3)
        else:
            contextual_of(store).finish()
            assert found(store, queries) == exact(store, queries, 3)
        store.remove("bo")
        store.snapshot()
        assert found(store, queries) == exact(store, queries, 3)
    assert not left(tmp_path, BO)


def test_a_removal_says_so_where_another_process_writes_for_too_long(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with opened(tmp_path) as store:
        store.add(ADA, BO)
        made(store)
    monkeypatch.setattr("alu.store.persist.files.WAIT", 0.2)
    (folder,) = tmp_path.rglob("contextual-*")
    with opened(tmp_path, "off") as store:
        with FolderLock(folder).hold(), pytest.raises(StoreLocked):
            store.remove("ada")
        assert [t.id for t in store.list()] == ["bo"]
    with opened(tmp_path, "off") as store:  # the next open goes on
        assert store.check() == []
    assert not left(tmp_path, ADA)


def test_files_are_put_together_and_lose_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("alu.store.persist.contextual_files.FOLDERS", 2)
    files = ContextualFiles(tmp_path, "context-8", 8)
    live = {f"w{n}": ContextEmbedder().embed([f"text {n}"]) for n in range(5)}
    for name, rows in live.items():
        files.append({name: rows})
    files.tidy(live)
    assert len(list(tmp_path.rglob("rows-*"))) == 1
    assert files.gather(live).keys() == live.keys()
    files.tidy(live | {"w5": ContextEmbedder().embed(["text 5"])})  # what could not be written before
    assert files.gather(["w5"]).keys() == {"w5"}


def test_a_store_in_memory_makes_nothing_when_it_is_closed_and_may_be_closed_twice(
    caplog: pytest.LogCaptureFixture,
) -> None:
    embedder = ContextEmbedder()
    embedder.go.clear()  # the thread that makes vectors waits
    store = TargetStore.temporary([ADA], embedder=HashEmbedder(), meaning=embedder)
    store.snapshot()
    embedder.go.set()
    store.close()
    made_then = embedder.texts
    with caplog.at_level(logging.WARNING):
        store.close()
    assert embedder.texts == made_then
    assert not caplog.records


def test_vectors_of_another_embedder_stay_while_they_are_being_made(tmp_path: Path) -> None:
    with opened(tmp_path, ContextEmbedder("other-8")) as store:
        store.add(ADA)
        soon(lambda: not contextual_of(store).pending())
    (other,) = tmp_path.rglob("contextual-*")
    making = FolderLock(other / "making")
    with making.hold():
        thread = threading.Thread(target=forget_others, args=(other.parent, "context-8"))
        thread.start()
        thread.join()
        assert other.is_dir()
    forget_others(other.parent, "context-8")
    assert not other.exists()
