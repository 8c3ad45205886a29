"""llama.cpp in a process of its own, with a real small model."""

from __future__ import annotations

import asyncio
import importlib.util
import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import AsyncIterator, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Literal

import pytest
from pydantic import BaseModel

from alu.answer import Usage
from alu.chat import ChatModel, Message, Request
from alu.errors import ConfigError, MissingExtra, ModelRejected, ModelTimeout, ModelUnreachable
from alu.models.cores import usable_cores
from alu.models.embedded import SLOTS, EmbeddedServer, check, stop_all
from alu.models.open import open_model
from alu.models.structured import ask_structured
from tests.processes import children
from tests.small_model import small_model

HELLO = Request((Message("user", "Say hello in one word."),), temperature=0.0, max_tokens=8)
STORY = Request((Message("user", "Write a very long story about the sea."),), temperature=0.0, max_tokens=4000)


class Weather(BaseModel):
    """A reply of fixed form."""

    sky: Literal["clear", "cloudy"]
    degrees: int


@pytest.fixture(scope="module")
def _kept() -> Iterator[None]:
    """Keep one server for all tests that want a model: loading takes seconds."""
    server = EmbeddedServer.of(small_model())
    yield
    server.release()


@pytest.fixture
async def model(_kept: None) -> AsyncIterator[ChatModel]:
    """Open the small model, and close it."""
    model = open_model(f"embedded:{small_model()}", timeout=120)
    yield model
    await model.aclose()


def processes() -> list[int]:
    """Return the processes of all servers of this process."""
    return children(os.getpid(), "llama_server.py")


def runs(pid: int) -> bool:
    """Tell whether a process is there, and is no zombie."""
    state = Path(f"/proc/{pid}/stat")
    return state.exists() and state.read_text(encoding="utf-8").rsplit(")", 1)[1].split()[0] != "Z"


async def until_gone(pid: int) -> None:
    """Wait up to 5 s for a process to end."""
    for _ in range(250):
        if not runs(pid):
            return
        await asyncio.sleep(0.02)
    raise AssertionError


@pytest.mark.model
async def test_it_answers_silently_and_the_same_each_time(model: ChatModel, capfd: pytest.CaptureFixture[str]) -> None:
    first = await model.complete(HELLO)
    await model.complete(replace(STORY, max_tokens=20))
    again = await model.complete(HELLO)
    assert first.text == again.text != ""
    assert first.tokens.prompt > 10
    assert 0 < first.tokens.completion <= 8
    assert "".join(capfd.readouterr()) == ""


@pytest.mark.model
async def test_a_reply_without_a_limit_ends_all_the_same(model: ChatModel, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("alu.models.embedded.LONGEST_REPLY", 12)
    cut = await model.complete(replace(STORY, max_tokens=None))
    longer = await model.complete(replace(STORY, max_tokens=20))
    assert (cut.choices[0].finish_reason, cut.tokens.completion, longer.tokens.completion) == ("length", 12, 20)


@pytest.mark.model
async def test_a_small_model_does_not_say_one_thing_over_and_over(model: ChatModel) -> None:
    france = await model.complete(Request((Message("user", "What is the capital of France?"),), max_tokens=150))
    assert "Paris" in france.text
    assert france.choices[0].finish_reason == "stop"
    own = await model.complete(replace(HELLO, extra={"repeat_penalty": 1.0}))  # a request's own sampling comes first
    assert own.text


@pytest.mark.model
async def test_a_schema_binds_even_a_small_model(model: ChatModel) -> None:
    used: list[Usage] = []
    ask = [Message("user", 'Make up a weather report as JSON with "sky" (clear or cloudy) and "degrees".')]
    reply = await ask_structured(model, ask, Weather, timeout=60, max_tokens=60, recorder=used.append)
    assert isinstance(reply, Weather)
    assert sum(u.calls for u in used) in {1, 2}


@pytest.mark.model
async def test_many_choices_and_their_tokens(model: ChatModel) -> None:
    few = await model.complete(replace(HELLO, n=3, temperature=1.0))
    assert (len(few.choices), few.calls) == (3, 1)
    many = await model.complete(replace(HELLO, n=SLOTS + 2, temperature=1.0))
    assert (len(many.choices), many.calls) == (SLOTS + 2, SLOTS + 2)
    assert few.tokens.completion > len([c for c in few.choices if c.text])


@pytest.mark.model
async def test_a_prompt_longer_than_the_context_is_named(model: ChatModel) -> None:
    with pytest.raises(ModelRejected, match="longer than the context"):
        await model.complete(replace(HELLO, messages=(Message("user", "word " * 10_000),)))
    assert (await model.complete(HELLO)).text


@pytest.mark.model
async def test_a_call_that_is_given_up_frees_its_slot(model: ChatModel) -> None:
    await model.complete(HELLO)
    for _ in range(SLOTS):
        with pytest.raises(ModelTimeout):
            await model.complete(STORY, timeout=0.3)
    start = time.monotonic()
    await model.complete(HELLO)
    assert time.monotonic() - start < 30  # four stories take minutes


@pytest.mark.model
async def test_models_of_one_file_share_a_server_and_the_last_stops_it(tmp_path: Path) -> None:
    path = tmp_path / "same.gguf"
    shutil.copyfile(small_model(), path)
    one, two = open_model(f"embedded:{path}"), open_model(f"embedded:{path.parent / '.' / path.name}")
    await asyncio.gather(one.complete(HELLO), two.complete(HELLO))
    pid = processes()[-1]
    await one.aclose()
    await one.aclose()
    assert runs(pid)
    assert (await two.complete(HELLO)).text
    story = asyncio.create_task(two.complete(STORY))
    await asyncio.sleep(0.3)
    start = time.monotonic()
    await two.aclose()
    assert time.monotonic() - start < 20
    assert pid not in processes()
    await until_gone(pid)
    story.cancel()
    await asyncio.gather(story, return_exceptions=True)


@pytest.mark.model
async def test_a_server_that_died_is_started_again(model: ChatModel) -> None:
    await model.complete(HELLO)
    (pid,) = processes()
    os.kill(pid, signal.SIGKILL)
    await until_gone(pid)
    assert (await model.complete(HELLO)).text
    assert processes() != [pid]


@pytest.mark.model
async def test_no_one_else_can_use_the_server(model: ChatModel) -> None:
    import httpx2

    await model.complete(HELLO)
    server = EmbeddedServer.of(small_model())
    async with httpx2.AsyncClient(trust_env=False) as client:
        url = f"{await server.address()}/v1/chat/completions"
        reply = await client.post(url, json={"messages": [{"role": "user", "content": "Hi"}]})
    assert reply.status_code == 401
    server.release()
    assert server.key not in f"{server!r}{model!r}"


LEAVE = """
import asyncio, os, sys
from alu.chat import Message, Request
from alu.models.open import open_model
from tests.processes import children
async def main():
    model = open_model("embedded:" + sys.argv[1])
    await model.complete(Request((Message("user", "Hi"),), max_tokens=1))
    print(*children(os.getpid(), "llama_server.py"), flush=True)
    asyncio.create_task(model.complete(Request((Message("user", "A story"),), max_tokens=4000)))
    await asyncio.sleep(0.3)
    if sys.argv[2] == "killed":
        os.kill(os.getpid(), 9)
asyncio.run(main())
"""


@pytest.mark.model
@pytest.mark.parametrize("end", ["ended", "killed"])
def test_the_server_ends_with_its_user(end: str) -> None:
    command = [sys.executable, "-c", LEAVE, str(small_model()), end]
    ended = subprocess.run(command, capture_output=True, text=True, check=False, timeout=120)
    assert ended.returncode == (0 if end == "ended" else -signal.SIGKILL)
    assert ended.stderr == ""
    asyncio.run(until_gone(int(ended.stdout)))


@pytest.mark.model
@pytest.mark.parametrize("size", [2000, 100_000, 30_000_000])
async def test_a_file_that_was_cut_off_is_named(tmp_path: Path, size: int) -> None:
    cut = tmp_path / "cut.gguf"
    with small_model().open("rb") as whole:
        cut.write_bytes(whole.read(size))
    model = open_model(f"embedded:{cut}")
    with pytest.raises(ConfigError, match=r"cannot load .*cut\.gguf"):
        await model.complete(HELLO)
    await model.aclose()


def test_a_file_that_is_no_model_is_refused_at_once(tmp_path: Path) -> None:
    file = tmp_path / "file.gguf"
    for content, says in [
        (b"", "not a GGUF"),
        (b"PK\x03\x04" * 1000, "not a GGUF"),
        (b"GGUF\x03\x00\x00\x00", "damaged"),
        (b"GGUF\x00\x00\x00\x03" + b"x" * 2000, "damaged"),
    ]:
        file.write_bytes(content)
        with pytest.raises(ConfigError, match=says):
            open_model(f"embedded:{file}")
    with pytest.raises(ConfigError, match="cannot read"):
        check(tmp_path)


def test_without_xllamacpp_it_says_what_to_install(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    real = importlib.util.find_spec
    monkeypatch.setattr("importlib.util.find_spec", lambda name: None if name == "xllamacpp" else real(name))
    file = tmp_path / "file.gguf"
    file.write_bytes(b"GGUF\x03\x00\x00\x00" + b"x" * 2000)
    with pytest.raises(MissingExtra, match=r"alu\[embedded\]"):
        open_model(f"embedded:{file}")


@pytest.mark.parametrize(
    ("cores", "allowed", "quota", "threads"),
    [
        (8, 8, "max 100000", 8),
        (64, 2, "max 100000", 2),
        (64, 64, "200000 100000", 2),
        (4, 4, "50000 100000", 1),
        (4, 4, None, 4),
    ],
)
def test_a_thread_for_each_core_that_the_process_may_use(
    cores: int, allowed: int, quota: str | None, threads: int, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr("os.cpu_count", lambda: cores)
    monkeypatch.setattr("os.sched_getaffinity", lambda pid: set(range(allowed)))
    monkeypatch.setattr("alu.models.cores.CPU_MAX", tmp_path / "cpu.max")
    if quota is not None:
        (tmp_path / "cpu.max").write_text(f"{quota}\n", encoding="utf-8")
    assert usable_cores() == threads


async def test_a_process_that_ends_while_it_loads_is_named(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(sys, "executable", "/bin/false")
    server = EmbeddedServer.of(tmp_path / "x.gguf")
    with pytest.raises(ModelUnreachable, match="ended while it was loading"):
        await server.address()
    server.release()


async def test_what_still_runs_at_the_end_is_stopped(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    (silent := tmp_path / "silent").write_text("#!/bin/sh\nexec sleep 60\n", encoding="utf-8")
    silent.chmod(0o700)
    monkeypatch.setattr(sys, "executable", str(silent))
    server = EmbeddedServer.of(tmp_path / "x.gguf")
    loading = asyncio.create_task(server.address())
    while not (started := children(os.getpid(), "sleep\x0060")):  # noqa: ASYNC110  another process is waited for
        await asyncio.sleep(0.02)
    stop_all()
    await until_gone(*started)
    with pytest.raises(ModelUnreachable, match="ended while it was loading"):
        await loading
    server.release()
