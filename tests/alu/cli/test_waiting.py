"""The line that shows how long an answer takes: at a terminal alone, on stderr, and gone when the answer is there."""

from __future__ import annotations

import io
import json
import re
import sys
import threading

import pytest

from alu.answer import Stage, Usage
from alu.cli.waiting import waiting
from tests.cli import Shell
from tests.openai_server import FakeServer
from tests.terminal import terminal


@pytest.fixture
def shell(shell: Shell, monkeypatch: pytest.MonkeyPatch) -> Shell:
    monkeypatch.setenv("TERM", "xterm")
    shell.keep("Basil Thornquill")
    return shell


class Screen(io.StringIO):
    """A stderr that is a terminal."""

    def isatty(self) -> bool:
        return True


def test_off_a_terminal_nothing_is_shown(capsys: pytest.CaptureFixture[str]) -> None:
    with waiting("asking") as on_stage:
        assert on_stage is None
    assert capsys.readouterr().err == ""


def test_seconds_and_stages_are_shown_and_wiped_whatever_happens(monkeypatch: pytest.MonkeyPatch) -> None:
    screen, drawn = Screen(), threading.Event()
    monkeypatch.setattr(sys, "stderr", screen)
    monkeypatch.setenv("COLUMNS", "60")
    with pytest.raises(KeyboardInterrupt), waiting("asking") as on_stage:  # noqa: PT012 (the block is what is tried)
        assert on_stage is not None
        for name in ("draft", "look_up", "audit", "rewrite"):
            on_stage(Stage(name, "done", Usage()))
        drawn.wait(1)
        raise KeyboardInterrupt
    lines = screen.getvalue().split("\r\x1b[K")
    assert re.match(r"asking [01] s · draft at 0\.\d s · look_up at 0\.\d s", lines[-2])
    assert max(map(len, lines)) <= 59
    assert lines[-1] == ""


@pytest.mark.parametrize("command", ["ask", "enrich"])
def test_at_a_terminal_the_commands_show_it(shell: Shell, server: FakeServer, command: str) -> None:
    server.delay = 1.5
    line: tuple[str, ...] = ("ask", "How deep is the sea?")
    if command == "enrich":
        facts, about = {"facts": ["A fact."]}, {"description": "A person.", "aliases": [], "confused_with": []}
        server.reply = lambda body: json.dumps(facts if "facts" in str(body.get("response_format")) else about)
        line = ("targets", "enrich", "--yes")
    with terminal() as person, shell.start(*line, "--model", server.model, **person.streams) as process:
        person.wait_for(r"asking 1 s")
        assert process.wait(60) == 0


def test_the_server_says_what_it_waits_for_before_it_serves(shell: Shell, server: FakeServer) -> None:
    serve = ("serve", "--port", 0, "--no-key", "--model", server.model)
    with terminal() as person, shell.start(*serve, **person.streams) as process:
        person.wait_for(r"opening models and targets.*alu: serving")
        process.terminate()


def test_a_timeout_is_a_flag_and_its_error_names_the_setting(shell: Shell, server: FakeServer) -> None:
    server.delay = 5.0
    done = shell.run("ask", "How deep is the sea?", "--model", server.model, "--timeout", "0.2")
    assert done.exit_code == 3
    assert "did not answer within 0.2 s: raise timeout" in done.stderr
    assert shell.run("ask", "How?", "--model", server.model, "--timeout", "0").exit_code == 2
