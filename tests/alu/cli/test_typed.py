"""Lines at a real terminal: a history, completion, several lines as one."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from alu.cli.typed import TypedLines, history_file
from tests.cli import Shell
from tests.openai_server import FakeServer
from tests.terminal import Terminal, terminal

UP = "\x1b[A"


@pytest.fixture
def shell(shell: Shell, monkeypatch: pytest.MonkeyPatch) -> Shell:
    monkeypatch.setenv("TERM", "xterm")
    monkeypatch.delenv("ALU_STORE")  # with none chosen, what is forgotten is so in the chat alone
    return shell


@pytest.fixture
def person() -> Iterator[Terminal]:
    with terminal() as person:
        yield person


def asked(server: FakeServer) -> list[str]:
    return [body["messages"][-1]["content"] for body in server.requests]


def test_what_was_typed_is_there_in_the_next_session_and_no_command_is(
    shell: Shell, server: FakeServer, person: Terminal
) -> None:
    commands = ("/forget Basil Thornquill\r", " /forget Basil Thornquill\r", "\\\r/unforget Basil Thornquill\r")
    for typed in (("How deep is the sea?\r", *commands), (UP + "\r",)):
        with shell.start("chat", "--model", server.model, **person.streams) as process:
            person.wait_for("/help.*> ")
            for line in typed:
                person.type(line)
                person.wait_for("[>…] $" if line.startswith("\\") else "> $")
            person.type("\x04")
            assert process.wait(30) == 0
    assert asked(server) == ["How deep is the sea?"] * 2
    kept = history_file()
    assert kept.is_relative_to(shell.home)
    assert "Basil" not in kept.read_text("utf-8")
    assert (kept.stat().st_mode & 0o777, kept.parent.stat().st_mode & 0o777) == (0o600, 0o700)


def test_a_setting_keeps_no_history_and_a_command_is_completed(
    shell: Shell, server: FakeServer, person: Terminal, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("ALU_CHAT_HISTORY", "false")
    with shell.start("chat", "--model", server.model, "--forget", "Basil Thornquill", **person.streams) as process:
        person.wait_for("/help.*> ")
        person.type("/unf\t B\t\r")  # the command, and then the one name that begins so
        person.wait_for("no longer forgotten in this chat.*> ")
        person.type("First,\\\rthen?\r")
        person.wait_for("An answer.*> ")
        person.type("/quit\r")
        assert process.wait(30) == 0
    assert asked(server) == ["First,\nthen?"]
    assert not history_file().exists()


def test_the_words_that_a_line_can_be_completed_to(tmp_path: Path) -> None:
    readline = pytest.importorskip("readline")
    with TypedLines(lambda: ["/forget", "/unforget", "/unforget Basil"], tmp_path / "folder" / "history"):
        complete = readline.get_completer()
        assert [complete("/unf", state) for state in range(3)] == ["/unforget", "/unforget Basil", None]
    assert readline.get_completer() is None
    assert (tmp_path / "folder" / "history").stat().st_mode & 0o777 == 0o600


def test_a_history_that_cannot_be_written_is_said_and_no_fault(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    pytest.importorskip("readline")
    (tmp_path / "file").write_text("", encoding="utf-8")
    with TypedLines(lambda: [], tmp_path / "file" / "history"):
        pass
    assert "the history cannot be written" in capsys.readouterr().err


def test_the_setting_is_among_those_that_are_shown(shell: Shell) -> None:
    shown = json.loads(shell.run("config", "show", "--json").stdout)
    assert shown["chat_history"] == {"value": True, "from": "default"}
