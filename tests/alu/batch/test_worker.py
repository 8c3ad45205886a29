"""A worker over a copy of a folder's list: it answers by that list alone, and leaves nothing behind."""

from __future__ import annotations

import json
import sqlite3
import tempfile
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from alu import __version__
from alu.batch.copied import Copy, ListSource, unpack
from alu.batch.pool import Pool
from alu.batch.run import Batch
from alu.batch.worker import FOLDER, LineWorker
from alu.config import Settings, load_settings
from alu.errors import ConfigError
from alu.prompts import refusal
from alu.server.keys import KeyRing
from alu.store.persist.database import Database
from alu.store.store import TargetStore
from alu.store.target import Target
from tests.blocks import model_reply
from tests.cli import Shell
from tests.flow import CANARY, KEEPER
from tests.openai_server import FakeServer, serving
from tests.server import ABOUT, ASK

UNKNOWN = refusal("unknown")
OTHER = "Basil Thornquill"


@pytest.fixture
def model() -> Iterator[FakeServer]:
    with serving(FakeServer(reply=model_reply)) as server:
        yield server


@pytest.fixture
def settings(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, model: FakeServer) -> Settings:
    """Settings of a store with a namespace that is asked for and one that is not; temporary files are in `tmp`."""
    shell = Shell(tmp_path, monkeypatch)
    (tmp_path / "tmp").mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path / "tmp"))
    with TargetStore.open(shell.store) as store:
        store.add(KEEPER)
    with TargetStore.open(shell.store, namespace="other") as store:
        store.add(Target(name=OTHER))
    return load_settings(model=model.model)


def copied(settings: Settings) -> Copy:
    with TargetStore.open(settings.store, create=False) as store:
        return ListSource(settings, store).copy()


async def test_it_answers_by_its_copy_and_deletes_it(settings: Settings, tmp_path: Path) -> None:
    worker = LineWorker(settings, __version__)
    assert await worker.load(copied(settings)) == ""
    plain = await worker.answer(json.dumps({"question": ASK}))
    about = await worker.answer(json.dumps({"question": "Who is Odalys Brannigan?"}))
    assert (plain.row["answer"], plain.version) == ("The capital of France is Paris.", 1)
    assert (about.row["answer"], about.row["verdict"]) == (UNKNOWN, "refused")
    (folder,) = (tmp_path / "tmp").glob(f"{FOLDER}*")
    assert folder.stat().st_mode & 0o077 == 0
    await worker.close()
    assert not list((tmp_path / "tmp").iterdir())


async def test_a_copy_holds_one_namespace_and_no_key(settings: Settings, tmp_path: Path) -> None:
    with closing(TargetStore.open(settings.store)) as store:
        KeyRing(store.database).add("somebody")
        store.remove("keeper")
        store.add(Target(name="Petra Lindqvist-Mora"))
        copy = ListSource(settings, store).copy()
    unpack(copy.packed, tmp_path / "there")
    everything = b"".join(p.read_bytes() for p in (tmp_path / "there").rglob("*") if p.is_file())
    assert b"Lindqvist" in everything
    assert OTHER.encode() not in everything
    assert b"Thunderbeak" not in everything
    assert b"somebody" not in everything
    assert repr(copy) == f"Copy({copy.version})"
    with closing(sqlite3.connect(tmp_path / "there" / "targets.db")) as db:
        assert db.execute("SELECT name FROM alu_namespaces").fetchall() == [("default",)]
        assert db.execute("SELECT count(*) FROM alu_keys").fetchone() == (0,)


async def test_a_target_that_is_added_in_mid_run_is_enforced_from_then_on(settings: Settings, tmp_path: Path) -> None:
    class Near(LineWorker):
        """A worker in this process."""

        def kill(self) -> None:
            pass

    source, out = tmp_path / "in.jsonl", tmp_path / "out.jsonl"
    source.write_text((json.dumps({"question": "Who is Basil Thornquill?"}) + "\n") * 30, encoding="utf-8")
    with TargetStore.open(settings.store) as store:

        def added(done: int, total: int) -> None:
            if done == 10:
                store.add(Target(name=OTHER))

        shared = Pool(lambda: Near(settings, __version__), 2, ListSource(settings, store))
        await Batch(shared, source, out, concurrency=4, progress=added).run()
    verdicts = [json.loads(line)["verdict"] for line in out.read_text("utf-8").splitlines()]
    assert (len(verdicts), verdicts[:10]) == (30, ["clean"] * 10)
    assert "clean" not in verdicts[13:]  # three others may have been answered and not been written yet
    assert not list((tmp_path / "tmp").iterdir())


async def test_what_a_worker_says_is_no_secret(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    assert "has alu" in await LineWorker(settings, "0.0.1").load(Copy())
    assert await LineWorker(settings, __version__).load(Copy(1, CANARY.encode())) == "it failed with BadZipFile"
    worker = LineWorker(settings, __version__)
    await worker.load(copied(settings))

    async def broken(self: Any, line: str) -> None:
        raise RuntimeError(CANARY)

    monkeypatch.setattr("alu.batch.here.Here.answer", broken)
    reply = await worker.answer(json.dumps({"question": ABOUT, "custom_id": "a"}))
    assert reply.row["error"] == {"code": "RuntimeError", "message": "the worker failed"}
    assert reply.row["custom_id"] == "a"
    await worker.close()


async def test_copies_of_killed_workers_are_deleted_by_the_next(settings: Settings, tmp_path: Path) -> None:
    left = tmp_path / "tmp" / f"{FOLDER}{2**22 + 1}-abc"  # no process has that number
    left.mkdir()
    (left / "targets.db").write_text("Thunderbeak", encoding="utf-8")
    worker = LineWorker(settings, __version__)
    await worker.load(copied(settings))
    assert not left.exists()
    await worker.close()


def test_what_was_measured_of_the_models_goes_along(settings: Settings, tmp_path: Path, monkeypatch: Any) -> None:
    (tmp_path / "trust.json").write_text("{}", encoding="utf-8")
    monkeypatch.setenv("ALU_TRUST_FILE", str(tmp_path / "trust.json"))
    assert copied(settings).trust == "{}"


def test_activity_is_not_kept_in_a_copy(settings: Settings) -> None:
    with (
        TargetStore.open(settings.store) as store,
        pytest.raises(ConfigError, match="PostgreSQL"),
    ):
        ListSource(load_settings(activity="ids"), store)


def test_a_database_is_opened_by_the_workers_themselves(settings: Settings) -> None:
    with TargetStore.open(settings.store) as store:
        there = ListSource(settings.model_copy(update={"store": "postgresql://u:p@h/db"}), store)
        assert (there.version(), there.copy()) == (0, Copy())
        assert isinstance(store.database, Database)
