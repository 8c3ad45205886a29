"""Environments that are not the project's, and what runs in them.

`.ci/stacks` makes them in the folder `ALU_STACKS`; a test of one that is not there is skipped.
"""

from __future__ import annotations

import os
import subprocess
from pathlib import Path

import pytest
from platformdirs import user_cache_path

__all__ = ["EXAMPLES", "python_of", "said"]

EXAMPLES = Path(__file__).parents[2] / "examples" / "stacks"
HOME = Path(os.environ.get("ALU_STACKS") or user_cache_path("alu") / "stacks")


def python_of(name: str) -> Path:
    """Return the interpreter of an environment; skip where it is not there."""
    python = HOME / name / "bin" / "python"
    if not python.exists():
        pytest.skip(f"no environment {name} in {HOME}: run .ci/stacks")
    return python


def said(environment: str, script: str | Path, *args: object, home: Path, **more: str) -> str:
    """Return what a script prints, byte for byte, run in another environment and outside the repository.

    `more` are variables of the environment.
    """
    kept = {k: v for k, v in os.environ.items() if not k.startswith(("ALU_", "PYTHON", "COV", "PYTEST", "OPENAI"))}
    code = ["-c", script] if isinstance(script, str) else [str(script)]
    command = [str(python_of(environment)), *code, *map(str, args)]
    done = subprocess.run(
        command, cwd=home, env={**kept, "PYTHONIOENCODING": "utf-8", **more}, capture_output=True, timeout=240
    )
    assert done.returncode == 0, done.stderr.decode("utf-8", "replace")[-4000:]
    return done.stdout.decode("utf-8")
