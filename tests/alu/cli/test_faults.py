"""Faults become one line and an exit code, and no text of an exception is shown."""

from __future__ import annotations

import gc
import logging
import sqlite3
import sys
import tempfile
import threading
import warnings
from pathlib import Path
from types import SimpleNamespace

import pytest
import typer

from alu.cli import app, faults, main
from alu.cli.faults import EXIT_CODES, guard_streams, reported
from alu.errors import AluError, ConfigError, InputError, ModelTimeout, StoreLocked, where
from tests.cli import Shell

CANARY = "the draft said so"


@pytest.mark.parametrize(
    ("error", "code"),
    [
        (AluError("what it says"), 1),
        (ConfigError("what it says"), 2),
        (InputError("what it says"), 2),
        (ModelTimeout("what it says"), 3),
        (StoreLocked("what it says"), 4),
    ],
)
def test_our_errors_are_one_line_and_their_code(error: AluError, code: int, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(typer.Exit) as left, reported():
        raise error
    assert left.value.exit_code == code
    assert code in EXIT_CODES
    assert capsys.readouterr().err == "alu: what it says\n"


@pytest.mark.parametrize("debug", ["", "1"])
def test_an_unexpected_fault_shows_no_text(
    debug: str, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("ALU_DEBUG", debug)
    with pytest.raises(typer.Exit) as left, reported():
        stumble()
    said = capsys.readouterr().err
    assert left.value.exit_code == 1
    assert "unexpected fault: ExceptionGroup" in said
    assert CANARY not in said
    assert ("KeyError" in said and "ValueError" in said and __file__ in said) == bool(debug)


def test_a_database_that_fills_the_disk_is_reported_in_words(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    db = sqlite3.connect(tmp_path / "db")
    db.execute("PRAGMA max_page_count = 1")
    with pytest.raises(typer.Exit), reported():
        db.execute("CREATE TABLE t (x TEXT)")
    db.close()
    assert capsys.readouterr().err.startswith("alu: the disk is full")


def stumble() -> None:
    try:
        raise KeyError(CANARY)
    except KeyError as error:
        raise ExceptionGroup(CANARY, [ValueError(CANARY)]) from error


def test_ctrl_c_is_130(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(typer.Exit) as left, reported():
        raise KeyboardInterrupt
    assert left.value.exit_code == 130
    assert capsys.readouterr().err == "\n"


def test_usage_errors_and_exits_pass_through() -> None:
    with pytest.raises(typer.BadParameter), reported():
        raise typer.BadParameter("no")
    with pytest.raises(typer.Exit) as left, reported():
        raise typer.Exit(5)
    assert left.value.exit_code == 5


def test_where_ends_on_a_plain_error() -> None:
    assert where(ValueError(CANARY)) == "ValueError, raised in"


def test_guarded_hooks_show_no_text(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    for module, name in ((sys, "excepthook"), (sys, "unraisablehook"), (threading, "excepthook")):
        monkeypatch.setattr(module, name, getattr(module, name))
    level = logging.getLogger("asyncio").level
    try:
        with warnings.catch_warnings():
            guard_streams()
        sys.excepthook(ValueError, ValueError(CANARY), None)
        thread = threading.Thread(target=lambda: exec("raise ValueError(CANARY)", {"CANARY": CANARY}))
        thread.start()
        thread.join()
        sys.unraisablehook(None)  # type: ignore[arg-type]
        logging.getLogger("asyncio").error(CANARY)
    finally:
        logging.getLogger("asyncio").setLevel(level)
    said = capsys.readouterr().err
    assert said.count("unexpected fault: ValueError") == 2
    assert CANARY not in said
    assert faults.FAULT == 1


@pytest.mark.parametrize(
    ("left", "code"), [(SystemExit(None), 0), (SystemExit(5), 5), (SystemExit(130), 130), (KeyboardInterrupt(), 130)]
)
def test_main_leaves_with_the_code(left: BaseException, code: int, monkeypatch: pytest.MonkeyPatch) -> None:
    def command(**options: object) -> None:
        raise left

    kept = gc.get_threshold()
    monkeypatch.setattr(app, "guard_streams", lambda: None)
    monkeypatch.setattr(app, "get_command", lambda _: SimpleNamespace(main=command))
    monkeypatch.setattr("signal.signal", lambda *_: None)
    try:
        with pytest.raises(SystemExit) as result:
            main()
    finally:
        gc.set_threshold(*kept)
    assert result.value.code == code


def test_a_closed_pipe_is_141(monkeypatch: pytest.MonkeyPatch) -> None:
    with tempfile.TemporaryFile("w", encoding="utf-8") as pipe:
        monkeypatch.setattr(sys, "stdout", pipe)
        with pytest.raises(typer.Exit) as left, reported():
            raise BrokenPipeError
    assert left.value.exit_code == 141


def test_a_name_without_quotes_hears_of_them(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    done = Shell(tmp_path, monkeypatch).run("targets", "add", "Bo", "Reed")
    assert (done.exit_code, "what has several words goes in quotes" in done.stderr) == (2, True)
