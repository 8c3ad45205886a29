"""Who may do what: keys, roles, namespaces, and the machine itself while no key is stored."""

from __future__ import annotations

import shutil
import tempfile
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import httpx2
import pytest

from alu.config import load_settings
from alu.errors import InputError, ModelUnreachable, StoreCorrupt
from alu.server import access
from alu.server.app import create_app
from alu.server.keys import KeyRing, KeyRole, UnknownKey
from alu.server.options import Options
from alu.store.store import TargetStore
from alu.store.target import Target
from alu.testing import ScriptedModel
from alu.unlearner import Unlearner
from tests.postgres import Server as Database
from tests.processes import until
from tests.server import Server, body, running, serving
from tests.stores import HashEmbedder, open_store


def get(server: Server, path: str = "/v1/models", **headers: str) -> Any:
    return server.client.get(path, headers={k.replace("_", "-"): v for k, v in headers.items()})


@pytest.fixture
def fresh(monkeypatch: pytest.MonkeyPatch) -> None:
    """Believe no list of keys for longer than a moment."""
    monkeypatch.setattr(access, "FRESH", 0.0)


def test_without_keys_nothing_is_served_but_what_the_token_opens(fresh: None) -> None:
    with running(options={"token": "t" * 43, "no_key": False}) as server:
        for path in ("/v1/models", "/v1/targets", "/metrics", "/v1/key"):
            assert get(server, path).status_code == 401
            assert get(server, path, authorization=f"Bearer {'t' * 42}u").status_code == 401
            assert get(server, path, authorization=f"Bearer {'t' * 43}").status_code == 200
        assert server.ask().status_code == 401
        assert "token" in server.ask().json()["error"]["message"]
        assert server.ask(key="t" * 43).status_code == 200
        assert get(server, "/").status_code == get(server, "/healthz").status_code == 200
        assert get(server, authorization=f"Bearer {'t' * 43}", x_forwarded_for="192.0.2.7").status_code == 200


def test_without_keys_and_without_a_token_nothing_is_served() -> None:
    with running(options={"no_key": False}) as server:
        assert get(server).status_code == 401
        assert get(server, authorization="Bearer x").status_code == 401


@pytest.mark.parametrize("seen", [True, False], ids=["seen", "between two requests"])
def test_removing_the_last_key_closes_the_door(fresh: None, seen: bool) -> None:
    with running(options={"token": "t" * 43}) as server:
        ring = KeyRing(server.unlearner.targets.database)
        assert get(server).status_code == 200
        key = ring.add("ann", "admin")[1]
        if seen:
            assert get(server, authorization=f"Bearer {key}").status_code == 200
            assert get(server, authorization=f"Bearer {'t' * 43}").status_code == 401
        ring.remove("ann")
        for presented in ("x", key, "t" * 43):
            refused = get(server, authorization=f"Bearer {presented}")
            assert refused.status_code == 401
            assert "alu keys add" in refused.json()["error"]["message"]
        assert get(server, authorization=f"Bearer {ring.add('bob')[1]}").status_code == 200


def test_nothing_private_is_kept_by_a_cache() -> None:
    with running() as server:
        for path in ("/v1/models", "/v1/targets", "/v1/targets/history", "/v1/key", "/metrics", "/v1/nothing"):
            assert get(server, path).headers["cache-control"] == "no-store"
        assert server.ask().headers["cache-control"] == "no-store"
        assert "cache-control" not in get(server, "/console/console.js").headers


def test_with_no_key_this_machine_may_do_everything_with_any_header() -> None:
    with running() as server:
        assert get(server).status_code == 200
        assert get(server, authorization="Bearer whatever").status_code == 200
        assert get(server, authorization="Basic eDp5").status_code == 200
        assert get(server, "/v1/targets").status_code == 200
        assert get(server, "/metrics").status_code == 200


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        ({"x_forwarded_for": "127.0.0.1"}, 401),
        ({"forwarded": "for=127.0.0.1"}, 401),
        ({"x_real_ip": "127.0.0.1"}, 401),
        ({"via": "1.1 proxy"}, 401),
        ({"host": "rebound.example"}, 403),
        ({"host": "["}, 403),
        ({"origin": "https://evil.example"}, 403),
        ({"origin": "null"}, 403),
        ({"sec_fetch_site": "cross-site"}, 403),
        ({"sec_fetch_site": "same-site"}, 403),
    ],
)
def test_with_no_key_nobody_else_may_do_anything(headers: dict[str, str], status: int) -> None:
    with running() as server:
        for path in ("/v1/models", "/v1/targets", "/metrics", "/v1/key"):
            assert get(server, path, **headers).status_code == status


def test_with_no_key_the_servers_own_page_may_ask() -> None:
    with running() as server:
        own = f"http://127.0.0.1:{server.port}"
        assert get(server, origin=own, sec_fetch_site="same-origin").status_code == 200
        assert get(server, host="localhost").status_code == 200
        assert get(server, host="[::1]:80").status_code == 200


@pytest.mark.parametrize(
    ("host", "loopback"),
    [
        ("127.0.0.1", True),
        ("127.8.8.8", True),
        ("::1", True),
        ("::ffff:127.0.0.1", True),
        ("LocalHost", True),
        ("10.0.0.1", False),
        ("::ffff:10.0.0.1", False),
        ("", False),
        ("localhost.evil.example", False),
    ],
)
def test_what_counts_as_this_machine(host: str, loopback: bool) -> None:
    assert access.is_loopback(host) is loopback


@pytest.mark.parametrize("path", ["/healthz", "/readyz"])
def test_a_monitor_may_ask_for_the_head_alone(fresh: None, path: str) -> None:
    with running() as server:
        answered = server.client.head(path)
        assert (answered.status_code, answered.content) == (200, b"")


def test_keys_open_what_their_role_may_do(fresh: None) -> None:
    with running() as server:
        ring = KeyRing(server.unlearner.targets.database)
        user, admin = ring.add("ann")[1], ring.add("bob", "admin")[1]
        for path, needed in {"/v1/models": "user", "/v1/targets": "admin", "/metrics": "admin"}.items():
            assert get(server, path).status_code == 401
            assert get(server, path, authorization="Bearer nonsense").status_code == 401
            assert get(server, path, authorization=f"Basic {admin}").status_code == 401
            assert get(server, path, authorization=f"bearer {admin}").status_code == 200
            expected = 200 if needed == "user" else 403
            assert get(server, path, authorization=f"Bearer {user}").status_code == expected
        assert get(server, "/healthz").status_code == get(server, "/readyz").status_code == 200
        refused = get(server)
        assert refused.headers["www-authenticate"] == "Bearer"
        assert refused.json()["error"]["code"] == "invalid_api_key"
        assert get(server, "/v1/key", authorization=f"Bearer {user}").json()["role"] == "user"


def test_where_the_model_is_is_shown_to_admins_only() -> None:
    with running() as server:
        ring = KeyRing(server.unlearner.targets.database)
        keys = {role: ring.add(role, role)[1] for role in ("user", "admin")}
        server.vanilla.name = "http://10.0.0.7:8000/v1#llama"
        stated = {}
        for role, key in keys.items():
            server.vanilla.enqueue(ModelUnreachable("cannot reach http://10.0.0.7:8000/v1#llama"))
            stated[role] = server.ask(key=key).json()["error"]
        assert get(server, authorization=f"Bearer {keys['user']}").json()["data"][0]["id"] == "llama"
    assert "10.0.0.7" in stated["admin"]["message"]
    assert stated["user"] == {
        "message": "the model did not answer",
        "type": "api_error",
        "param": None,
        "code": "ModelUnreachable",
    }


@pytest.mark.parametrize(
    ("name", "stated"),
    [
        ("http://10.0.0.7:8000/v1", "alu"),
        ("http://10.0.0.7:8000/v1#meta-llama/Llama-3", "meta-llama/Llama-3"),
        ("http://10.0.0.7:8000/v1#/srv/models/llama.gguf", "llama"),
        ("embedded:/srv/models/qwen-1.5b.gguf", "embedded:qwen-1.5b"),
        ("embedded:models/qwen-1.5b.gguf", "embedded:qwen-1.5b"),
        ("embedded:C:\\models\\qwen.gguf", "embedded:qwen"),
        ("embedded:qwen-1.5b", "embedded:qwen-1.5b"),
        ("openai/gpt-4o-mini", "openai/gpt-4o-mini"),
        ("ollama/llama3:8b", "ollama/llama3:8b"),
    ],
)
def test_a_models_name_holds_no_address_and_no_folder(name: str, stated: str) -> None:
    with running() as server:
        server.vanilla.name = name
        assert get(server).json()["data"][0]["id"] == stated


def test_a_key_with_one_character_changed_opens_nothing(fresh: None) -> None:
    with running() as server:
        secret = KeyRing(server.unlearner.targets.database).add("ann")[1]
        for i in range(4, len(secret), 5):
            changed = secret[:i] + ("x" if secret[i] != "x" else "y") + secret[i + 1 :]
            assert get(server, authorization=f"Bearer {changed}").status_code == 401


def test_a_new_key_works_at_once_and_a_removed_one_no_longer(monkeypatch: pytest.MonkeyPatch) -> None:
    with running() as server:
        ring = KeyRing(server.unlearner.targets.database)
        admin = ring.add("boss", "admin")[1]
        assert get(server, authorization=f"Bearer {admin}").status_code == 200
        key, secret = ring.add("ann")
        assert get(server, authorization=f"Bearer {secret}").status_code == 200
        ring.remove(key.id)
        monkeypatch.setattr(access, "FRESH", 0.0)
        assert get(server, authorization=f"Bearer {secret}").status_code == 401


def test_if_the_keys_cannot_be_read_nobody_is_let_in(monkeypatch: pytest.MonkeyPatch, fresh: None) -> None:
    def broken(_: KeyRing) -> None:
        raise StoreCorrupt("bad")

    with running() as server:
        monkeypatch.setattr(KeyRing, "list", broken)
        assert get(server).status_code == 503
        assert server.ask().status_code == 503


@contextmanager
def stored(where: Path | str, stop: Callable[[], object]) -> Iterator[tuple[httpx2.Client, dict[str, str]]]:
    """Serve a real store that is stopped once the keys were read; yield a client and each role's headers."""
    settings = load_settings(store=str(where))
    store = TargetStore.open(where)
    ring = KeyRing(store.database)
    roles: tuple[KeyRole, ...] = ("user", "admin")
    headers: dict[str, str] = {role: f"Bearer {ring.add(role, role)[1]}" for role in roles}
    unlearner = Unlearner.open(store, model=ScriptedModel(reply="Paris."), settings=settings)
    with serving(create_app(Options(settings, no_key=True), unlearner)) as port, httpx2.Client() as client:
        client.base_url = httpx2.URL(f"http://127.0.0.1:{port}")
        for authorization in headers.values():
            assert client.get("/v1/models", headers={"Authorization": authorization}).status_code == 200
        stop()
        yield client, headers


def said_without_the_store(
    client: httpx2.Client, headers: dict[str, str], monkeypatch: pytest.MonkeyPatch
) -> list[str]:
    """Return what the server says to nobody, a user and an admin; the latter two while their keys are believed."""
    admin = {"Authorization": headers["admin"]}
    monkeypatch.setattr(access, "FRESH", 1000.0)
    known = client.get("/v1/targets", headers=admin)
    monkeypatch.setattr(access, "FRESH", 0.0)
    unknown = [client.get("/v1/models"), client.get("/v1/models", headers=admin), client.get("/readyz")]
    assert [r.status_code for r in (known, *unknown)] == [503] * 4
    return [r.json()["error"]["message"] for r in (*unknown, known)]


def test_where_the_targets_are_is_shown_to_admins_only(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    where = tmp_path / "s"
    with stored(where, lambda: (where / "targets.db").rename(where / "gone")) as (client, headers):
        *others, admin = said_without_the_store(client, headers, monkeypatch)
    assert others == ["the targets cannot be read"] * 3
    assert str(where) in admin


@pytest.mark.postgres
@pytest.mark.parametrize("url", ["url", "url_by_query"])
def test_where_the_database_is_is_shown_to_admins_only_and_its_password_to_nobody(
    url: str, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as folder:
        database = Database(Path(folder))
        with stored(getattr(database, url), database.stop) as (client, headers):
            *others, admin = said_without_the_store(client, headers, monkeypatch)
    assert others == ["the targets cannot be read"] * 3
    assert "127.0.0.1" in admin
    assert "hidden-password" not in admin


def test_what_is_kept_of_a_key_is_a_hash(tmp_path: Path) -> None:
    with TargetStore.open(tmp_path / "s") as store:
        key, secret = KeyRing(store.database).add("ann", "admin", "tenant-1")
        assert KeyRing(store.database).list() == [key]
        assert secret not in repr(key) + str(key.as_dict())
        assert key.hash not in repr(key) + str(key.as_dict())
    kept = b"".join(p.read_bytes() for p in (tmp_path / "s").rglob("*") if p.is_file())
    assert b"ann" in kept
    assert secret.encode() not in kept
    assert secret[13:].encode() not in kept


def test_names_of_keys_are_checked() -> None:
    with TargetStore.temporary() as store:
        ring = KeyRing(store.database)
        assert ring.list() == []
        with pytest.raises(UnknownKey):
            ring.remove("nobody")
        ring.add("ann")
        for name in ("ann", "", " ann", "a\nb", "x" * 101, "a;b"):
            with pytest.raises(InputError):
                ring.add(name)
        assert ring.remove("ann").name == "ann"
        with pytest.raises(UnknownKey):
            ring.remove("ann")


def test_a_key_is_bound_to_its_namespace(tmp_path: Path, fresh: None) -> None:
    where = tmp_path / "s"
    settings = load_settings(store=str(where))
    with TargetStore.open(where) as store:
        ring = KeyRing(store.database)
        keys = {name: ring.add(name, "admin", name)[1] for name in ("default", "other")}
    with TargetStore.open(where, namespace="other") as store:
        store.add(Target(name="Petra Lindqvist-Mora"))
    unlearner = Unlearner.open(
        TargetStore.open(where), model=ScriptedModel(reply="Petra Lindqvist-Mora is a smith."), settings=settings
    )
    with serving(create_app(Options(settings, no_key=True), unlearner)) as port:
        base = f"http://127.0.0.1:{port}/v1"
        seen = {}
        for name, key in keys.items():
            headers = {"Authorization": f"Bearer {key}"}
            listed = httpx2.get(f"{base}/targets", headers=headers).json()["total"]
            asked = {"messages": [{"role": "user", "content": "Tell me of a smith."}]}
            answer = httpx2.post(f"{base}/chat/completions", json=asked, headers=headers)
            seen[name] = (listed, answer.headers["x-alu-verdict"])
        whole, part = (
            httpx2.get(f"http://127.0.0.1:{port}/metrics", headers={"Authorization": f"Bearer {keys[name]}"}).text
            for name in ("default", "other")
        )
    assert seen == {"default": (0, "clean"), "other": (1, "failed_closed")}
    for name, verdict, version in (("other", "failed_closed", 1), ("default", "clean", 0)):
        lines = {
            f'alu_store_version{{namespace="{name}"}} {version}.0',
            f'alu_requests_total{{namespace="{name}",verdict="{verdict}"}} 1.0',
        }
        assert lines <= set(whole.splitlines())
        assert (lines <= set(part.splitlines())) is (name == "other")
    assert "alu_places{" in whole
    assert "alu_places{" not in part
    assert "default" not in part


def test_who_waits_for_targets_waits_no_longer_than_the_deadline_and_holds_nobody_up(
    tmp_path: Path, fresh: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    where, go_on = tmp_path / "s", threading.Event()
    real = HashEmbedder.embed

    def embed(self: HashEmbedder, texts: Sequence[str]) -> Any:
        assert not any("Lindqvist" in text for text in texts) or go_on.wait(30)
        return real(self, texts)

    with open_store(where) as store:
        keys = {name: KeyRing(store.database).add(name, "user", name)[1] for name in ("large", "small")}
    with open_store(where, "large") as store:
        store.add(Target(name="Petra Lindqvist-Mora"))
    shutil.rmtree(where / "index")  # its vectors must be made anew
    monkeypatch.setattr(HashEmbedder, "embed", embed)
    settings = load_settings(store=str(where), embedder="tests.stores:HashEmbedder", deadline=0.7)
    unlearner = Unlearner.open(open_store(where), model=ScriptedModel(reply="Paris."), settings=settings)
    with serving(create_app(Options(settings, no_key=True), unlearner)) as port, httpx2.Client(timeout=30) as client:

        def ask(name: str) -> httpx2.Response:
            headers = {"Authorization": f"Bearer {keys[name]}"}
            return client.post(f"http://127.0.0.1:{port}/v1/chat/completions", json=body(), headers=headers)

        start = time.monotonic()
        late = [ask("large"), ask("large")]
        assert time.monotonic() - start < 20
        assert ask("small").status_code == 200
        go_on.set()
        until(lambda: ask("large").status_code == 200)
    assert [(r.status_code, r.json()["error"]["code"], r.headers["retry-after"]) for r in late] == [
        (503, "opening", "5")
    ] * 2


def test_a_key_may_only_make_so_many_requests_a_minute() -> None:
    with running(options={"rate": 3}) as server:
        ring = KeyRing(server.unlearner.targets.database)
        ann, bob = ring.add("ann")[1], ring.add("bob")[1]
        statuses = [server.ask(key=ann).status_code for _ in range(4)]
        late = server.ask(key=ann)
        assert server.ask(key=bob).status_code == 200
        assert len(server.vanilla.history) == 4
    assert statuses == [200, 200, 200, 429]
    assert 1 <= int(late.headers["retry-after"]) <= 20


def test_many_at_once_read_the_keys_once(monkeypatch: pytest.MonkeyPatch) -> None:
    reads = []
    real = KeyRing.list

    def counted(self: KeyRing) -> Any:
        reads.append(1)
        return real(self)

    with running() as server:
        monkeypatch.setattr(KeyRing, "list", counted)
        threads = [threading.Thread(target=get, args=(server,)) for _ in range(10)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
    assert len(reads) <= 2
