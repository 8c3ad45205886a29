"""`alu --help` is quick, complete and the same as the reference in docs/cli.md."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from alu import __version__
from alu.cli import reference
from alu.cli.app import COMMANDS
from alu.cli.faults import EXIT_CODES
from tests.cli import Shell, run_and_loaded

HEAVY = ["litellm", "chromadb", "langgraph", "openai", "pydantic", "pydantic_settings", "rich", "numpy", "sqlalchemy"]


@pytest.mark.parametrize("line", [["alu", "--help"], ["alu", "targets", "add", "--help"]])
def test_help_imports_nothing_heavy(line: list[str]) -> None:
    printed, found = run_and_loaded(line, HEAVY)
    assert "Usage: alu" in printed
    # below the top typer itself imports pydantic, for `--install-completion`
    assert found in ([], ["pydantic"]) if "targets" in line else found == []


def test_import_alu_imports_nothing_heavy() -> None:
    script = f"import sys, alu; print([m for m in {HEAVY} if m in sys.modules])"
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, check=True, text=True)
    assert done.stdout.strip() == "[]"


def test_help_names_every_command_and_exit_code(shell: Shell) -> None:
    result = shell.run("--help")
    assert result.exit_code == 0
    assert all(f"\n  {name} " in result.stdout for name in COMMANDS)
    assert all(f"\n    {code} " in result.stdout for code in EXIT_CODES)


def test_no_arguments_shows_help(shell: Shell) -> None:
    result = shell.run()
    assert result.exit_code == 2
    assert "Commands:" in result.stderr


def test_version(shell: Shell) -> None:
    assert shell.run("--version").stdout == f"alu {__version__}\n"


@pytest.mark.parametrize("args", [["askk"], ["ask", "--no-such"], ["targets", "lst"], ["ask", "--threshold", "2", "q"]])
def test_wrong_usage_is_exit_2(shell: Shell, args: list[str]) -> None:
    result = shell.run(*args)
    assert result.exit_code == 2
    assert result.stdout == ""
    assert "Usage:" in result.stderr


def test_a_typing_error_is_answered_with_the_command_meant(shell: Shell) -> None:
    assert "Did you mean 'targets'" in shell.run("target").stderr
    assert "is it `alu targets add` or `alu keys add`?" in shell.run("add", "Odalys Brannigan").stderr
    assert "`alu targets enrich`?" in shell.run("enrich").stderr
    assert shell.run("nothing-like-it").stderr.endswith("No such command 'nothing-like-it'.\n")


def test_the_help_of_a_group_has_whole_sentences(shell: Shell) -> None:
    for group in ("targets", "config", "keys", "bench", "models"):
        assert "..." not in shell.run(group, "--help").stdout.partition("Commands:")[2]


@pytest.mark.parametrize(
    ("args", "says"),
    [
        (("keys", "add", "Anna", "--role", "boss"), "'--role': 'boss' is not one of"),
        (("ask", "Who?", "--timeout", "x"), "'--timeout': must be a number"),
        (("ask", "Who?", "--timeout", "0"), "timeout: must be greater than 0"),
        (("targets", "add", ""), "name: must not be empty"),
        (("config", "set", "mode", "watch"), "mode: must be 'enforce' or 'observe'"),
    ],
)
def test_a_wrong_value_is_named_in_plain_words(shell: Shell, args: tuple[str, ...], says: str) -> None:
    result = shell.run(*args)
    assert (result.exit_code, result.stdout) == (2, "")
    assert says in result.stderr


def test_reference_in_docs_is_current() -> None:
    page = Path(__file__).parents[3] / "docs" / "cli.md"
    if not page.exists():
        pytest.skip("the docs are not in this copy")
    hint = "make it anew: python -c 'import alu.cli; print(alu.cli.reference(), end=\"\")' > docs/cli.md"
    assert page.read_text(encoding="utf-8") == reference(), hint


@pytest.mark.skipif(not Path("/proc/self/task").exists(), reason="threads are counted in /proc")
@pytest.mark.parametrize(("wanted", "threads"), [(None, 1), ("2", 2)])
def test_numpy_has_one_thread_unless_more_are_asked_for(wanted: str | None, threads: int) -> None:
    script = """
import contextlib, os, sys
sys.argv = ["alu", "--version"]
from alu.cli import main
with contextlib.suppress(SystemExit):
    main()
import numpy
matrix = numpy.ones((600, 600))
matrix @ matrix
print(len(os.listdir("/proc/self/task")))
"""
    unset = ("OPENBLAS_NUM_THREADS", "OMP_NUM_THREADS", "GOTO_NUM_THREADS")
    env = {k: v for k, v in os.environ.items() if k not in unset}
    env |= {"OPENBLAS_NUM_THREADS": wanted} if wanted else {}
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, check=True, text=True, env=env)
    assert int(done.stdout.split()[-1]) == min(threads, os.cpu_count() or 1)
