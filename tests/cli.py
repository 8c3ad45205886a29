"""Running the command line in a test: in this process, or as a process of its own."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner, Result

from tests.stores import target

__all__ = ["Shell", "run_and_loaded"]


class Shell:
    """A person's shell with an empty home: `run` in this process, `start` as a process."""

    def __init__(self, home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        from alu.config import Settings

        self.home = home
        # the default was worked out when the class was made, from another home
        monkeypatch.setattr(Settings.model_fields["store"], "default", str(home / "data" / "alu" / "targets"))
        Settings.model_rebuild(force=True)
        for name in [
            n for n in os.environ if n.upper().startswith("ALU_") and n not in ("ALU_TEST_DATA", "ALU_MEANING")
        ]:
            monkeypatch.delenv(name)
        for name in ("DATA", "CONFIG", "CACHE", "STATE"):
            monkeypatch.setenv(f"XDG_{name}_HOME", str(home / name.lower()))
        monkeypatch.setenv("ALU_STORE", str(self.store))
        monkeypatch.setenv("COLUMNS", "100")
        monkeypatch.setenv("ALU_TRUST", "strong")  # the servers of tests play strong models: all agents are asked

    @property
    def store(self) -> Path:
        """Where the targets are, unless a test says otherwise."""
        return self.home / "targets"

    def run(self, *args: object, input: str | bytes | None = None) -> Result:
        """Run `alu ARGS` in this process."""
        from alu.cli.app import app

        return CliRunner().invoke(app, [str(a) for a in args], input=input, prog_name="alu")

    def keep(self, name: str, facts: Sequence[str] = (), **fields: object) -> None:
        """Store a target as `alu targets add` does, without trying it on ordinary prompts first."""
        from alu.config import load_settings
        from alu.opened import open_configured

        with open_configured(load_settings()) as store:
            store.add(target(name, facts, **fields))

    @contextmanager
    def start(
        self, *args: object, env: Mapping[str, str] | None = None, **options: Any
    ) -> Iterator[subprocess.Popen[bytes]]:
        """Run `alu ARGS` as a process with pipes; it is killed where the block leaves it running."""
        command = [sys.executable, "-c", "from alu.cli import main; main()", *map(str, args)]
        pipes: dict[str, Any] = dict.fromkeys(("stdin", "stdout", "stderr"), subprocess.PIPE)
        # a test run in the background hands its ignored SIGINT down
        pipes["preexec_fn"] = lambda: signal.signal(signal.SIGINT, signal.SIG_DFL)
        process = subprocess.Popen(command, env={**os.environ, **(env or {})}, **{**pipes, **options})
        try:
            yield process
        finally:
            process.kill()
            for pipe in filter(None, (process.stdin, process.stdout, process.stderr)):
                with suppress(BrokenPipeError):
                    pipe.close()
            process.wait()


def run_and_loaded(line: Sequence[str], modules: Sequence[str]) -> tuple[str, list[str]]:
    """Run a command line as a process of its own; return what it printed, and which of some modules it had loaded."""
    script = f"""
import atexit, json, sys
sys.argv = {list(line)}
atexit.register(lambda: print(json.dumps([m for m in {list(modules)} if m in sys.modules]), file=sys.stderr))
from alu.cli import main
main()
"""
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, check=True, text=True)
    return done.stdout, json.loads(done.stderr)
