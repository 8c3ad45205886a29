"""`alu batch`: each line once, whatever happens; an error is its line's alone."""

from __future__ import annotations

import asyncio
import json
import signal
import sys
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest

from alu.batch.here import Here
from alu.batch.run import Batch
from alu.chat import Choice, Completion, Request, Tokens
from alu.errors import InputError, ModelUnreachable
from alu.openai import AsyncOpenAI
from alu.prompts import refusal
from tests.blocks import model_reply
from tests.cli import Shell
from tests.flow import CANARY, agents, unlearner
from tests.openai_server import FakeServer, serving
from tests.server import ABOUT, ASK

UNKNOWN = refusal("unknown")


@pytest.fixture
def shell(shell: Shell) -> Shell:
    fact = "Odalys Brannigan kept a tame gull called Admiral Thunderbeak."
    shell.keep("Odalys Brannigan", [fact], id="keeper")
    return shell


@pytest.fixture
def model() -> Iterator[FakeServer]:
    with serving(FakeServer(reply=model_reply)) as server:
        yield server


def rows(path: Path) -> list[dict[str, Any]]:
    return sorted(map(json.loads, path.read_text("utf-8").splitlines()), key=lambda r: int(r["line"]))


def written(path: Path, *lines: object) -> Path:
    path.write_text("".join((x if isinstance(x, str) else json.dumps(x)) + "\n" for x in lines), encoding="utf-8")
    return path


def chat(question: str, name: str = "a", url: str = "/v1/chat/completions", **more: Any) -> dict[str, Any]:
    body = {"model": "m", "messages": [{"role": "user", "content": question}], **more}
    return {"custom_id": name, "method": "POST", "url": url, "body": body}


def test_a_missing_folder_is_not_made(shell: Shell, model: FakeServer) -> None:
    source = written(shell.home / "in.jsonl", {"question": ASK})
    refused = shell.run("batch", source, shell.home / "no" / "such" / "out.jsonl", "--model", model.model)
    assert refused.exit_code == 2
    assert "no such folder" in refused.stderr
    assert not (shell.home / "no").exists()


def test_the_fields_of_a_line_that_its_answer_has_too_are_kept(shell: Shell, model: FakeServer) -> None:
    asked = {"question": ASK, "answer": "gold", "line": 99, "error": "none", "verdict": "x", "split": "dev"}
    source, out = written(shell.home / "in.jsonl", asked), shell.home / "out.jsonl"
    for _ in range(2):  # the second run finds nothing left
        assert shell.run("batch", source, out, "--model", model.model).exit_code == 0
        (row,) = rows(out)
        assert row.pop("given") == {key: asked[key] for key in ("answer", "line", "error", "verdict")}
        assert row == {
            "question": ASK,
            "split": "dev",
            "answer": "The capital of France is Paris.",
            "verdict": "clean",
            "line": 1,
        }


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="of Linux")
def test_a_device_is_written_to_and_never_read(shell: Shell, model: FakeServer) -> None:
    source = written(shell.home / "in.jsonl", {"question": ASK})
    with shell.start("batch", source, "/dev/stdout", "--model", model.model) as process:
        out, err = process.communicate(timeout=60)
    assert (process.returncode, json.loads(out)["answer"]) == (0, "The capital of France is Paris."), err
    with shell.start("batch", source, "/dev/full", "--model", model.model) as process:
        _, err = process.communicate(timeout=60)
    assert (process.returncode, b"No space left" in err) == (2, True), err
    folder = shell.run("batch", source, shell.home, "--model", model.model)
    assert (folder.exit_code, "is a folder" in folder.stderr) == (2, True)


def test_an_error_that_a_line_has_from_elsewhere_is_not_its_answers(shell: Shell, model: FakeServer) -> None:
    source, out = (
        written(shell.home / "in.jsonl", {"question": ASK, "error": "timed out last week"}),
        shell.home / "out",
    )
    for kept in (0, 1):
        done = shell.run("batch", source, out, "--model", model.model)
        assert (done.exit_code, f"0 of them with an error, {kept} kept" in done.stderr) == (0, True), done.stderr
    assert [(row["answer"], "error" in row) for row in rows(out)] == [("The capital of France is Paris.", False)]


async def test_openais_client_has_no_deadline_of_its_own(monkeypatch: pytest.MonkeyPatch) -> None:
    made = AsyncOpenAI
    monkeypatch.setattr("alu.openai.AsyncOpenAI", lambda store: made(store).with_options(timeout=0.05))
    opened, vanilla, _ = unlearner(draft="Paris.")
    vanilla.latency = 0.3
    here = Here(opened)
    try:
        found, _ = await here.answer(json.dumps(chat(ASK)))
    finally:
        await here.aclose()
        opened.close()
    assert (found["error"], found["response"]["status_code"]) == (None, 200)


def test_questions_and_openais_lines_are_answered_in_their_own_form(shell: Shell, model: FakeServer) -> None:
    response = {"custom_id": "r", "url": "/v1/responses", "body": {"model": "m", "input": ABOUT}}
    source = written(
        shell.home / "in.jsonl",
        {"question": ASK, "id": 7},
        "",
        {"question": "Who is Odalys Brannigan?"},
        chat(ASK),
        response,
    )
    out = shell.home / "out.jsonl"
    done = shell.run("batch", source, out, "--model", model.model)
    assert done.exit_code == 0, done.output
    assert "4 lines answered, 0 of them with an error, 0 kept" in done.stderr
    plain, about, one, other = rows(out)
    assert plain == {
        "question": ASK,
        "id": 7,
        "answer": "The capital of France is Paris.",
        "verdict": "clean",
        "line": 1,
    }
    assert (about["answer"], about["verdict"], about["line"]) == (UNKNOWN, "refused", 3)
    assert (one["custom_id"], one["error"], one["response"]["status_code"]) == ("a", None, 200)
    assert one["response"]["body"]["choices"][0]["message"]["content"] == "The capital of France is Paris."
    said = json.dumps(other["response"]["body"]["output"])
    assert "38 metres" in said
    assert "Thunderbeak" not in out.read_text("utf-8")


BAD = [
    "no json",
    "[1]",
    {"question": ""},
    {"question": 7},
    {},
    chat(ASK, url="/v1/embeddings"),
    chat(ASK, temperature=9),
]


def test_an_error_is_its_lines_alone_and_is_asked_again(shell: Shell, model: FakeServer) -> None:
    source, out = written(shell.home / "in.jsonl", *BAD, {"question": ASK}), shell.home / "out.jsonl"
    for kept in (0, 1):
        done = shell.run("batch", source, out, "--model", model.model)
        assert done.exit_code == 2
        assert f"{8 - kept} lines answered, 7 of them with an error, {kept} kept" in done.stderr
        assert f"the key error of such a line in {shell.home / 'out.jsonl'} says" in done.stderr
        assert [r["error"] is not None for r in rows(out)[:7]] == [True] * 7
        assert rows(out)[7]["verdict"] == "clean"
    assert rows(out)[6]["response"]["status_code"] == 400


def test_a_line_without_a_question_and_one_in_another_encoding_are_named(shell: Shell, model: FakeServer) -> None:
    source, out = written(shell.home / "in.jsonl", {"q": ASK}), shell.home / "out.jsonl"
    assert shell.run("batch", source, out, "--model", model.model).exit_code == 2
    assert 'a line has a "question"' in rows(out)[0]["error"]["message"]
    source.write_bytes(b'{"question": "x"}\n{"question": "caf\xe9"}\n')
    done = shell.run("batch", source, shell.home / "other.jsonl", "--model", model.model)
    assert (done.exit_code, "in.jsonl is not UTF-8 text (line 2)" in done.stderr) == (2, True)


async def test_what_was_answered_is_not_asked_again(tmp_path: Path) -> None:
    source = written(tmp_path / "in.jsonl", *({"question": f"number {i}"} for i in range(20)))
    out = tmp_path / "out.jsonl"
    u, vanilla, _ = unlearner(draft=lambda r: r.messages[-1].content[::-1])
    async with u:
        vanilla.enqueue(*["Fine."] * 7, ModelUnreachable("gone"))
        await Batch(Here(u), source, out, concurrency=1, max_tokens=25).run()
        first = len(rows(out))
        out.write_text(out.read_text("utf-8") + '{"question": "number 19", "ans', "utf-8")  # killed while it wrote
        outcome = await Batch(Here(u), source, out).run()
    assert 0 < first < 20
    assert outcome.kept + outcome.written == 20
    assert [r["line"] for r in rows(out)] == list(range(1, 21))
    assert not [r for r in rows(out) if r.get("error")]


def test_a_run_that_is_killed_is_finished_by_the_next(shell: Shell, model: FakeServer) -> None:
    source = written(shell.home / "in.jsonl", *({"question": f"How deep is sea {i}?"} for i in range(60)))
    out, model.delay = shell.home / "out.jsonl", 0.05
    command = ("batch", source, out, "--model", model.model, "--concurrency", 2)
    with shell.start(*command) as process:
        until = time.monotonic() + 60
        while time.monotonic() < until and (not out.exists() or out.read_text("utf-8").count("\n") < 5):
            time.sleep(0.02)
        process.send_signal(signal.SIGKILL)
        process.wait(30)
    before = out.read_text("utf-8").count("\n")
    model.delay = 0.0
    assert shell.run(*command).exit_code == 0
    assert 5 <= before < 60
    assert [r["line"] for r in rows(out)] == list(range(1, 61))
    assert len(model.requests) <= 60 + 2  # at most what was under way is asked twice


async def test_limits_end_the_run(tmp_path: Path) -> None:
    def priced(request: Request) -> Completion:
        return Completion((Choice("Fine.", "stop"),), Tokens(3, 1, 0.25))

    source = written(tmp_path / "in.jsonl", *({"question": f"number {i}"} for i in range(9)), chat("number 10"))
    u, vanilla, _ = unlearner()
    vanilla.enqueue(*[priced] * 20)
    async with u:
        capped = await Batch(Here(u), source, tmp_path / "a", concurrency=1, max_cost=0.9).run()
        assert (capped.stopped, capped.written, capped.cost) == (True, 4, 1.0)
        rest = await Batch(Here(u), source, tmp_path / "a", concurrency=1).run()
        assert (rest.stopped, rest.kept, rest.written, rest.cost, rest.tokens) == (False, 4, 6, 1.5, 24)


async def test_an_output_of_another_source_is_not_touched(tmp_path: Path) -> None:
    out = written(tmp_path / "out.jsonl", {"question": "other", "answer": "x", "line": 1})
    before = out.read_bytes()
    u, vanilla, _ = unlearner(draft="Fine.")
    async with u:
        with pytest.raises(InputError, match="other lines"):
            await Batch(Here(u), written(tmp_path / "in.jsonl", {"question": "mine"}), out).run()
        with pytest.raises(InputError, match="missing"):
            await Batch(Here(u), tmp_path / "in.missing", tmp_path / "new").run()
        (tmp_path / "latin").write_bytes(b'{"question": "\xe9"}\n')
        with pytest.raises(InputError, match="UTF-8"):
            await Batch(Here(u), tmp_path / "latin", tmp_path / "new").run()
    assert out.read_bytes() == before
    assert vanilla.history == []


@pytest.mark.parametrize("notes", ["hello\n", "hello", "[", '{"other": 1}\n', '{"other": 1}', "[1]\n", "{\n"])
async def test_a_file_that_is_no_output_is_not_touched(tmp_path: Path, notes: str) -> None:
    source, out = written(tmp_path / "in.jsonl", {"question": "mine"}), tmp_path / "notes.txt"
    out.write_text(notes, encoding="utf-8")
    u, _, _ = unlearner(draft="Fine.")
    async with u:
        with pytest.raises(InputError, match="no answers of a batch"):
            await Batch(Here(u), source, out).run()
        with pytest.raises(InputError, match="the file with the questions"):
            await Batch(Here(u), source, source).run()
    assert out.read_text("utf-8") == notes
    assert source.read_text("utf-8") == '{"question": "mine"}\n'


async def test_of_two_runs_on_one_output_the_second_says_so(tmp_path: Path) -> None:
    source, out = written(tmp_path / "in.jsonl", {"question": "mine"}, {"question": "yours"}), tmp_path / "out.jsonl"
    u, _, _ = unlearner(draft=lambda r: asked(r))
    complaints: list[str] = []

    def asked(_: Request) -> str:
        try:  # from the loop of the first run, in another thread: locks are of files, and not of threads
            with ThreadPoolExecutor(1) as pool:
                pool.submit(asyncio.run, Batch(Here(u), source, out).run()).result(20)
        except InputError as error:
            complaints.append(str(error))
        return "Fine."

    async with u:
        await Batch(Here(u), source, out, concurrency=1).run()
    assert len(complaints) == 2
    assert "another run writes to" in complaints[0]
    assert [r["line"] for r in rows(out)] == [1, 2]


async def test_a_link_stays_one(tmp_path: Path) -> None:
    source, whole = written(tmp_path / "in.jsonl", {"question": "mine"}), tmp_path / "whole.jsonl"
    whole.write_text('{"question": "mine", "error": "gone", "line": 1}\n', encoding="utf-8")
    link = tmp_path / "link.jsonl"
    link.symlink_to(whole)
    u, _, _ = unlearner(draft="Fine.")
    async with u:
        await Batch(Here(u), source, link).run()
    assert link.is_symlink()
    assert [r["answer"] for r in rows(whole)] == ["Fine."]


async def test_a_failed_check_withholds_its_answer_and_progress_is_reported(tmp_path: Path) -> None:
    seen: list[tuple[int, int]] = []
    u, _, others = unlearner(draft=f"It was Admiral Thunderbeak, {CANARY}.", judge=agents(only=True))
    others.enqueue(RuntimeError(CANARY))
    source = written(tmp_path / "in.jsonl", {"question": ABOUT}, chat(ABOUT))
    async with u:
        await Batch(Here(u), source, tmp_path / "out", 1, progress=lambda done, total: seen.append((done, total))).run()
    assert [r.get("verdict") for r in rows(tmp_path / "out")] == ["failed_closed", None]
    assert CANARY not in (tmp_path / "out").read_text("utf-8")
    assert seen == [(1, 2), (2, 2)]


def test_a_cluster_needs_ray_and_a_place_for_the_activity(shell: Shell, monkeypatch: pytest.MonkeyPatch) -> None:
    source, out = written(shell.home / "in.jsonl", {"question": ASK}), shell.home / "out.jsonl"
    monkeypatch.setitem(sys.modules, "ray", None)
    done = shell.run("batch", source, out, "--on", "10.0.0.5:6379")
    assert (done.exit_code, done.stderr) == (2, "alu: --on needs Ray: pip install 'alu[ray]'\n")
    monkeypatch.setenv("ALU_ACTIVITY", "ids")
    done = shell.run("batch", source, out, "--on", "10.0.0.5:6379")
    assert (done.exit_code, "PostgreSQL" in done.stderr) == (2, True)
    assert not out.exists()
