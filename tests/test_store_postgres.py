"""The store in a real PostgreSQL server: tenants apart, a restart survived, nothing else different."""

from __future__ import annotations

import tempfile
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from alu.errors import DuplicateTarget, StoreError
from alu.store.store import TargetStore
from tests.postgres import Server
from tests.stores import HashEmbedder, files_with, open_store, python, target, wait_for_python
from tests.test_store import BERTHA, HERMIONE, names

pytestmark = pytest.mark.postgres


@pytest.fixture(scope="module")
def server() -> Iterator[Server]:
    # pytest's own folders are closed to the user that the server runs as
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as folder:
        found = Server(Path(folder))
        yield found
        found.stop()


@pytest.fixture(autouse=True)
def cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Keep vectors in a folder of the test's own."""
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    return tmp_path


def test_a_namespace_lives_as_a_folder_does(server: Server, cache: Path) -> None:
    with open_store(server.url, "life") as store:
        (stored,) = store.add(HERMIONE, who="clerk")
        assert names(store, "Hermione Granger") == ["Hermione Granger"]
        assert store.get("hermione granger") == stored
        with pytest.raises(DuplicateTarget):
            store.add(target("Hermione Granger"))
        assert store.version() == 1
        assert "hidden-password" not in store.stats().where
    with open_store(server.url, "life") as store:
        store.remove(HERMIONE.id, reason="R-1")
        assert not names(store, "Hermione Granger")
        assert [(e.action, e.reason) for e in store.history()] == [("add", "GDPR-1"), ("remove", "R-1")]
        assert store.check() == []
        store.purge()
        assert not files_with(cache, "Krum")
        assert not store._database.head("life").unclean  # type: ignore[union-attr]


def test_tenants_do_not_see_each_other(server: Server, cache: Path) -> None:
    with open_store(server.url, "one") as one, open_store(server.url, "two") as two:
        one.add(HERMIONE)
        two.add(HERMIONE, BERTHA)
        two.remove(HERMIONE.id)
        assert names(one, "Hermione Granger") == ["Hermione Granger"]
        assert not names(two, "Hermione Granger")
        assert (one.version(), two.version()) == (1, 2)
        assert [t.name for t in two.list()] == ["Bertha Jorkins"]
        assert len(one.history()) == 1
    assert len(list((cache / "alu" / "stores").iterdir())) == 2


TENANT = """
mine, other = sys.argv[2:]
store = open_store(sys.argv[1], mine)
print("open", flush=True)
for line in sys.stdin:
    store.add(target(f"{mine}field {line.strip()}{mine}son"))
    snapshot = store.snapshot()
    hits = [len(snapshot.look_up([f"{name}field {line.strip()}{name}son"])) for name in (mine, other)]
    print(len(store.list()), *hits, flush=True)
"""


def test_two_processes_on_two_namespaces_and_a_restart_in_mid_run(server: Server) -> None:
    processes = [python(TENANT, server.url, *names) for names in (("scarlet", "blue"), ("blue", "scarlet"))]

    def ask(line: str) -> list[str]:
        for process in processes:
            assert process.stdin
            process.stdin.write(f"{line}\n")
            process.stdin.flush()
        return [process.stdout.readline().strip() for process in processes if process.stdout]

    assert [process.stdout.readline() for process in processes if process.stdout] == ["open\n"] * 2
    assert ask("ada") == ["1 1 0", "1 1 0"]
    assert ask("bea") == ["2 1 0", "2 1 0"]
    server.stop()
    server.start()
    assert ask("cleo") == ["3 1 0", "3 1 0"]
    for process in processes:
        wait_for_python(process)


def test_two_clients_make_the_same_namespace_at_once(server: Server) -> None:
    failures: list[BaseException] = []

    def work(name: str) -> None:
        try:
            with open_store(server.url, "shared") as store:
                store.add(target(name))
        except BaseException as error:
            failures.append(error)

    threads = [threading.Thread(target=work, args=(name,)) for name in ("Ada Lovelace", "Bea Potter")]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert not failures
    with open_store(server.url, "shared") as store:
        assert [t.name for t in store.list()] == ["Ada Lovelace", "Bea Potter"]
        assert store.version() == 2


def test_a_removal_reaches_the_vectors_on_other_machines(
    server: Server, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    row = HashEmbedder().embed(["Hermione Granger"])[0].tobytes()
    here, there = tmp_path / "here", tmp_path / "there"
    monkeypatch.setenv("XDG_CACHE_HOME", str(here))
    with open_store(server.url, "machines") as one:
        one.add(HERMIONE, BERTHA)
        monkeypatch.setenv("XDG_CACHE_HOME", str(there))
        with open_store(server.url, "machines") as other:
            other.snapshot()
            assert files_with(there, row)
            one.remove(HERMIONE.id)
            assert not files_with(here, row)
            assert not names(other, "Hermione Granger")
            assert not files_with(there, row)


@pytest.mark.parametrize("url", ["url", "url_by_query"])
def test_a_server_that_is_down_fails_closed_and_comes_back(server: Server, url: str) -> None:
    with open_store(getattr(server, url), url) as store:
        assert "hidden-password" not in store.stats().where
        store.add(HERMIONE)
        assert names(store, "Hermione Granger")
        server.stop()
        try:
            for call in (store.snapshot, lambda: store.add(BERTHA), store.list):
                with pytest.raises(StoreError, match="cannot be reached") as caught:
                    call()
                assert "hidden-password" not in str(caught.value)
                assert "Albania" not in str(caught.value)
            with pytest.raises(StoreError, match="cannot be reached"):
                open_store(getattr(server, url), url)
            assert any("cannot be reached" in problem for problem in store.check())
        finally:
            server.start()
        assert names(store, "Hermione Granger") == ["Hermione Granger"]
        store.add(BERTHA)
        assert names(store, "Bertha Jorkins") == ["Bertha Jorkins"]


def test_a_store_that_may_not_be_made_is_not(server: Server) -> None:
    with pytest.raises(StoreError, match="no namespace"):
        TargetStore.open(server.url, namespace="absent", embedder=HashEmbedder(), create=False)


def test_any_text_is_kept(server: Server) -> None:
    odd = target("Nul\x00 name \U0001f600", ["a\x00b", "\ud7ff'; DROP TABLE alu_targets; --"], reason="R\x001")
    with open_store(server.url, "odd") as store:
        (stored,) = store.add(odd, who="cl\x00erk")
        assert store.get(odd.id) == stored
        assert store.history()[0].who == "cl erk"
