"""The store in a real PostgreSQL server: tenants apart, a restart survived, nothing else different."""

from __future__ import annotations

import contextlib
import tempfile
import threading
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import httpx2
import pytest

from alu.chat import Request
from alu.errors import DuplicateTarget, StoreError, StoreLocked
from alu.server.app import create_app
from alu.server.options import Options
from alu.store.guarantee import Guarantee, detection_version, now
from alu.store.persist import database
from alu.store.store import TargetStore
from alu.store.target import Fact, Target
from alu.testing import ScriptedModel
from alu.unlearner import Unlearner
from tests.cli import Shell
from tests.postgres import Server
from tests.processes import until
from tests.server import body, serving
from tests.store.test_store import BERTHA, HERMIONE, names
from tests.stores import HashEmbedder, files_with, open_store, python, target, wait_for_python

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


def test_a_calibration_is_of_one_namespace_and_of_every_process(server: Server) -> None:
    long = "n" * 100
    with (
        TargetStore.open(server.url, namespace=long) as one,
        TargetStore.open(server.url, namespace=long) as same,
        TargetStore.open(server.url, namespace="calibrated-not") as other,
    ):
        embedder = one.stats().embedder
        kept = Guarantee(0.4, 0.1, 0.95, 40, 0, 0, 0, embedder, detection_version(), now())
        one.set_guarantee(kept)
        assert same.guarantee() == kept
        assert [s.snapshot().detector.threshold for s in (one, same, other)] == [0.4, 0.4, 0.5]
        same.set_guarantee(None)
        assert one.snapshot().detector.threshold == 0.5


def test_a_namespace_lives_as_a_folder_does(server: Server, cache: Path) -> None:
    with open_store(server.url, "life") as store:
        (stored,) = store.add(HERMIONE, who="clerk")
        assert names(store, "Hermione Granger") == ["Hermione Granger"]
        assert store.get("hermione granger") == stored
        with pytest.raises(DuplicateTarget):
            store.add(target("Hermione Granger"))
        assert store.version() == 1
        assert "hidden-password" not in store.stats().where
        assert store.stats().where.startswith("postgresql://")
    with open_store(server.url, "life") as store:
        server.checkpoint()
        assert files_with(server.tables, "Krum")
        store.remove(HERMIONE.id, reason="R-1")
        assert not names(store, "Hermione Granger")
        assert [(e.action, e.reason) for e in store.history()] == [("add", "GDPR-1"), ("remove", "R-1")]
        assert store.check() == []
        store.purge()
        assert not files_with(server.tables, "Krum")
        assert not files_with(cache, "Krum")
        assert not store.database.head("life").unclean  # type: ignore[union-attr]


def test_an_edit_lives_as_in_a_folder(server: Server, cache: Path) -> None:
    with open_store(server.url, "edits") as store, open_store(server.url, "edits") as other:
        (added, _) = store.add(HERMIONE, BERTHA)
        calls: list[int] = []

        def read_more(old: Target) -> Target:
            calls.append(len(old.facts))
            if len(calls) == 1:
                other.update(old.id, "other", aliases=["Miss Granger"])
            return old.model_copy(update={"facts": (Fact(text="She reads a lot"),)})

        edit = store.revise(added.id, read_more, "boss")
        assert calls == [1, 1]
        assert (edit.new.aliases, edit.new.created) == (("Miss Granger",), added.created)
        assert names(other, "Miss Granger") == names(other, "She reads a lot") == ["Hermione Granger"]
        assert not names(other, "She danced with Viktor Krum")
        store.update(added.id, facts=["She reads a lot"])
        with pytest.raises(DuplicateTarget):
            store.update(added.id, name="Bertha Jorkins")
        assert [(e.action, e.who) for e in store.history()][2:] == [("change", "other"), ("change", "boss")]
        assert store.version() == 3
        assert store.check() == []
        store.purge()
        assert not files_with(server.tables, "Krum")
        assert not files_with(cache, "Krum")


def test_purge_and_doctor_say_what_they_do_not_reach(
    server: Server, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    shell = Shell(tmp_path, monkeypatch)
    assert shell.run("targets", "add", "Odalys Brannigan", "--store", server.url).exit_code == 0
    assert "pg_wal" in shell.run("targets", "purge", "--store", server.url).stderr
    assert "pg_wal" in shell.run("doctor", "--offline", "--json", "--store", server.url).stdout


def test_a_name_of_a_namespace_may_be_as_long_as_anywhere(server: Server) -> None:
    with open_store(server.url, "ü" * 100) as store:
        store.add(BERTHA)
    with open_store(server.url, "ü" * 100) as again:
        assert [t.name for t in again.list()] == [BERTHA.name]


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
    hits = [len(snapshot.detector.look_up([f"{name}field {line.strip()}{name}son"])) for name in (mine, other)]
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


def test_a_server_that_hangs_is_one_that_is_down(server: Server, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(database, "BUSY", 1.0)
    with open_store(server.url, "hangs") as store:
        store.add(HERMIONE)
        assert names(store, "Hermione Granger")
        with server.hanging():
            for call in (store.snapshot, store.list, lambda: store.add(BERTHA)):
                start = time.monotonic()
                with pytest.raises(StoreError, match="does not answer"):
                    call()
                assert time.monotonic() - start < 9
        assert names(store, "Hermione Granger") == ["Hermione Granger"]
        store.add(BERTHA)
        store.purge()
        assert store.check() == []


def test_a_lock_that_another_client_keeps_is_not_waited_for_without_end(
    server: Server, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(database, "BUSY", 1.0)
    with open_store(server.url, "kept") as store, open_store(server.url, "kept") as other:
        with other.database.write("kept", 0.0), pytest.raises(StoreLocked, match="another process"):
            store.add(HERMIONE)
        store.add(BERTHA)


def test_a_request_over_a_server_that_hangs_ends_at_its_deadline(server: Server) -> None:
    def drafted(_: Request) -> str:
        if len(vanilla.history) > 1:
            stack.enter_context(server.hanging())
        return "The mill has two wheels."

    vanilla = ScriptedModel(reply=drafted)
    with open_store(server.url, "deadline") as store:
        store.add(HERMIONE)
        unlearner = Unlearner.open(store, model=vanilla, deadline=3.0)
        app = create_app(Options(unlearner.settings, no_key=True), unlearner)
        with serving(app) as port, httpx2.Client(base_url=f"http://127.0.0.1:{port}", timeout=30) as client:
            with ThreadPoolExecutor(1) as pool, contextlib.ExitStack() as stack:
                assert client.post("/v1/chat/completions", json=body()).json()["choices"][0]["message"]["content"]
                start = time.monotonic()
                answer = pool.submit(client.post, "/v1/chat/completions", json=body())
                while not answer.done():
                    assert httpx2.get(f"http://127.0.0.1:{port}/healthz", timeout=2).status_code == 200
                    time.sleep(0.1)
                assert time.monotonic() - start < 9
            assert answer.result().status_code == 200
            assert "wheels" not in answer.result().text


def test_a_store_that_may_not_be_made_is_not(server: Server) -> None:
    with pytest.raises(StoreError, match="no namespace"):
        TargetStore.open(server.url, namespace="absent", embedder=HashEmbedder(), create=False)


def test_any_text_is_kept(server: Server) -> None:
    odd = target("Nul\x00 name \U0001f600", ["a\x00b", "\ud7ff'; DROP TABLE alu_targets; --"], reason="R\x001")
    with open_store(server.url, "odd") as store:
        (stored,) = store.add(odd, who="cl\x00erk")
        assert store.get(odd.id) == stored
        assert store.history()[0].who == "cl erk"


def terminated(server: Server) -> int:
    """Throw all clients out of the server, as a restart or a pooler does; return how many there were."""
    import psycopg

    with psycopg.connect(server.url, autocommit=True) as connection:
        found = connection.execute(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
            " WHERE pid <> pg_backend_pid() AND backend_type = 'client backend'"
        )
        return len(found.fetchall())


def test_dropped_connections_are_made_anew_however_often(server: Server) -> None:
    with open_store(server.url, "dropped") as store:
        store.add(HERMIONE)
        dropped = 0
        for n in range(40):
            dropped += terminated(server)
            match n % 4:
                case 0:
                    assert names(store, "Hermione Granger") == ["Hermione Granger"]
                case 1:
                    assert [t.name for t in store.list()] == ["Hermione Granger"]
                case 2:
                    assert store.get("hermione granger").name == "Hermione Granger"
                case _:
                    assert len(store.history()) == 1
        assert dropped >= 40
        terminated(server)
        store.add(BERTHA)
        assert names(store, "Bertha Jorkins") == ["Bertha Jorkins"]


def test_connections_dropped_in_mid_request_leave_no_server_that_fails_for_good(server: Server) -> None:
    vanilla = ScriptedModel(reply="The mill has two wheels.")
    stop = threading.Event()

    def drop() -> None:
        while not stop.wait(0.02):
            terminated(server)

    with open_store(server.url, "loop") as store:
        store.add(HERMIONE)
        unlearner = Unlearner.open(store, model=vanilla)
        app = create_app(Options(unlearner.settings, no_key=True), unlearner)
        with serving(app) as port, httpx2.Client(base_url=f"http://127.0.0.1:{port}", timeout=30) as client:
            dropper = threading.Thread(target=drop)
            dropper.start()
            try:
                answers = [
                    client.post("/v1/chat/completions", json=body("Who is Hermione Granger?")) for _ in range(30)
                ]
            finally:
                stop.set()
                dropper.join()
            assert {a.status_code for a in answers} <= {200, 503}
            began = time.monotonic()
            while client.get("/readyz").status_code != 200:
                assert time.monotonic() - began < 6
            assert client.post("/v1/chat/completions", json=body()).json()["choices"][0]["message"]["content"]


def test_readiness_is_known_within_two_seconds_whatever_the_database_does(server: Server) -> None:
    with open_store(server.url, "ready") as store:
        unlearner = Unlearner.open(store, model=ScriptedModel(reply="Two."))
        app = create_app(Options(unlearner.settings, no_key=True), unlearner)
        with serving(app) as port, httpx2.Client(base_url=f"http://127.0.0.1:{port}", timeout=30) as client:
            assert client.get("/readyz").status_code == 200
            with server.hanging():
                for _ in range(3):
                    began = time.monotonic()
                    assert client.get("/readyz").status_code == 503
                    assert client.get("/healthz").status_code == 200
                    assert time.monotonic() - began < 6
            until(lambda: client.get("/readyz").status_code == 200)
            server.stop()
            try:
                began = time.monotonic()
                assert client.get("/readyz").status_code == 503
                assert time.monotonic() - began < 6
            finally:
                server.start()
            until(lambda: client.get("/readyz").status_code == 200)
