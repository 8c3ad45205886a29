"""What `alu` reads and writes at its edges: other locales, pipes that nobody reads, streams that are closed."""

from __future__ import annotations

import json
import os
from pathlib import Path

import pytest

from tests.cli import Shell

NAME, ID = "Çelik Öz-山田", "celik"


@pytest.fixture
def shell(shell: Shell) -> Shell:
    shell.keep(NAME, ["Keeps a gull."], id=ID)
    return shell


def ran(
    shell: Shell, *args: object, closed: int | None = None, given: bytes | None = None, **env: str
) -> tuple[int, str, str]:
    """Run a process, one of its standard streams closed if asked for; return its exit code and what it wrote."""
    options = {} if closed is None else {"preexec_fn": lambda: os.close(closed)}
    with shell.start(*args, env=env, **options) as process:
        out, err = process.communicate(given, timeout=60)
        return process.returncode, out.decode(), err.decode()


def test_what_is_piped_is_utf_8_in_any_locale(shell: Shell) -> None:
    encoding = "latin-1"
    code, out, err = ran(shell, "targets", "export", PYTHONIOENCODING=encoding)
    assert (code, err) == (0, "")
    assert json.loads(out)["name"] == NAME
    args = ("targets", "import", "-", "--format", "txt", "--json", "--dry-run")
    code, out, _ = ran(shell, *args, given="Zoë Søby\n".encode(), PYTHONIOENCODING=encoding)
    assert [t["name"] for t in json.loads(out)] == ["Zoë Søby"]
    code, out, err = ran(shell, *args, given="Zoë Søby\n".encode("latin-1"), PYTHONIOENCODING=encoding)
    assert (code, out) == (2, "")
    assert "UTF-8" in err


@pytest.mark.parametrize(
    "args",
    [
        ("--help",),
        ("--version",),
        ("targets", "--help"),
        ("targets", "list"),
        ("targets", "export"),
        ("doctor", "--offline", "--store", "/no/such/store"),
    ],
)
def test_a_reader_that_has_gone_is_141_and_no_noise(shell: Shell, args: tuple[str, ...]) -> None:
    unread, pipe = os.pipe()
    os.close(unread)
    try:
        with shell.start(*args, stdout=pipe) as process:
            _, err = process.communicate(timeout=60)
            assert (process.returncode, err) == (141, b"")
    finally:
        os.close(pipe)


@pytest.mark.parametrize(
    ("args", "code", "says"),
    [
        (("targets", "remove", ID), 2, "add --yes"),
        (("ask", "--model", "http://127.0.0.1:9/v1#none"), 2, "empty"),
        (("targets", "import", "-", "--format", "txt"), 2, "holds no target"),
    ],
)
def test_a_closed_stdin_is_an_empty_one(shell: Shell, args: tuple[str, ...], code: int, says: str) -> None:
    left, _, err = ran(shell, *args, closed=0)
    assert left == code, err
    assert says in err
    assert "unexpected" not in err


@pytest.mark.parametrize("closed", [1, 2])
def test_a_command_does_its_work_with_nobody_to_tell(shell: Shell, closed: int) -> None:
    assert ran(shell, "targets", "add", "Bo Reed", "--id", "bo", closed=closed)[0] == 0
    # nor did a message land in a file that had taken the number of the closed stream
    assert json.loads(shell.run("targets", "stats", "--json").stdout)["targets"] == 2
    (store,) = [f for f in json.loads(shell.run("doctor", "--offline", "--json").stdout) if f["check"] == "store"]
    assert store["status"] == "ok"


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="this system has no /dev/full")
@pytest.mark.parametrize("args", [("--help",), ("targets", "list"), ("targets", "export")])
def test_a_full_disk_is_reported_in_words(shell: Shell, args: tuple[str, ...]) -> None:
    with open("/dev/full", "wb") as full, shell.start(*args, stdout=full) as process:
        _, err = process.communicate(timeout=60)
    assert (process.returncode, err) == (1, b"alu: the disk is full: make room, or send the output elsewhere\n")
