"""`alu bench`: what is printed, and the exit codes."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from alu.bench.suites.suite import SUITES
from tests.bench_rows import write_tofu
from tests.cli import Shell
from tests.openai_server import FakeServer, serving


@pytest.fixture
def data(tmp_path: Path) -> Path:
    return write_tofu(tmp_path / "data")


def test_suites_and_methods_are_listed(shell: Shell) -> None:
    said = shell.run("bench", "list")
    assert said.exit_code == 0, said.stderr
    assert all(word in said.stdout for word in ("tofu", "rwku", "alu-flow", "forget01"))
    listed = json.loads(shell.run("bench", "list", "--json").stdout)
    assert [s["name"] for s in listed["suites"]] == list(SUITES)


def test_a_run_is_reported(shell: Shell, data: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    common = ("--split", "forget01", "--data", data, "--knower", "memoriser", "--agents", "wary", "--limit", 2)
    said = shell.run("bench", "run", "tofu", *common, "--out", out, "--targets", "facts")
    assert said.exit_code == 0, said.stderr
    assert "alu facts" in said.stdout
    counted = json.loads(
        shell.run("bench", "run", "tofu", *common, "--out", out, "--targets", "facts", "--json").stdout
    )
    assert counted["done"] == counted["total"] > 0
    assert counted["errors"] == 0
    written = shell.run("bench", "report", out)
    assert written.exit_code == 0, written.stderr
    assert all(Path(line).is_file() for line in written.stdout.splitlines())


def test_a_run_with_a_served_model(shell: Shell, data: Path, tmp_path: Path) -> None:
    with serving(FakeServer()) as server:
        server.reply = lambda body: "An answer."
        common = (
            "--split",
            "forget01",
            "--data",
            data,
            "--limit",
            1,
            "--forms",
            "question",
            "--methods",
            "none,prompt",
        )
        said = shell.run("bench", "run", "tofu", *common, "--out", tmp_path / "out", "--model", server.model)
        assert said.exit_code == 0, said.stderr
        assert {(b["temperature"], b["max_tokens"], b["seed"]) for b in server.requests} == {(0.0, 256, 0)}
        roles = ("--role", f"vanilla={server.model}")
        said = shell.run("bench", "run", "tofu", *common, "--out", tmp_path / "roles", "--model", "x/y", *roles)
        assert said.exit_code == 0, said.stderr


def test_a_server_that_is_gone_is_exit_code_3(shell: Shell, data: Path, tmp_path: Path) -> None:
    with serving(FakeServer()) as server:
        server.status = 500
        common = ("--split", "forget01", "--data", data, "--limit", 1, "--forms", "question", "--methods", "none")
        said = shell.run("bench", "run", "tofu", *common, "--out", tmp_path / "out", "--model", server.model)
    assert said.exit_code == 3
    assert "run the same command" in said.stderr


@pytest.mark.parametrize(
    ("args", "said"),
    [
        (("nonsense",), "no suite"),
        (("tofu", "--split", "forget99"), "no split"),
        (("tofu", "--methods", "magic"), "--methods"),
        (("tofu", "--role", "poet=x"), "--role"),
        (("tofu", "--distractors", "many"), "--distractors"),
        (("tofu", "--distractors", ","), "--distractors"),
        (("tofu", "--methods", ","), "--methods"),
        (("tofu", "--wording", ","), "--wording"),
        (("os.path:join",), "no suite"),
        (("alu.bench.suites.tofu:Tofu",), "no suite"),
    ],
)
def test_bad_input_is_named(shell: Shell, data: Path, tmp_path: Path, args: tuple[str, ...], said: str) -> None:
    result = shell.run("bench", "run", *args, "--data", data, "--out", tmp_path / "out")
    assert result.exit_code == 2
    assert said in result.stderr


def test_a_judge_by_command(shell: Shell, data: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    common = ("--split", "forget01", "--data", data, "--limit", 1, "--forms", "question", "--methods", "identity")
    shell.run("bench", "run", "tofu", *common, "--knower", "memoriser", "--agents", "wary", "--out", out)
    with serving(FakeServer()) as server:
        server.reply = lambda body: json.dumps(
            {"told": 1} if "told" in str(body["messages"][0]) else {"quality": 3, "says": "answer"}
        )
        said = shell.run("bench", "judge", out, "--model", server.model)
        assert said.exit_code == 0, said.stderr
        server.reply = lambda body: "Hm."
        shell.run("bench", "run", "tofu", *common[:-1], "refuse-all", "--knower", "memoriser", "--agents", "wary",
                  "--out", out)  # fmt: skip
        assert shell.run("bench", "judge", out, "--model", server.model).exit_code == 3


@pytest.mark.parametrize(
    ("model", "shown"),
    [
        ("http://127.0.0.1:8000/v1#org/small-2b", "org/small-2b"),
        ("embedded:/home/someone/models/small.gguf", "small.gguf"),
        ("embedded:small-2b", "embedded:small-2b"),
    ],
)
def test_a_table_names_a_model_without_folders(model: str, shown: str) -> None:
    from benchmarks.topics import shown_name

    assert shown_name(model) == shown
