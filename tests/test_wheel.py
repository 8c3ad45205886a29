"""The wheel, installed in an empty folder beside `openai-agents`, which also has a package called `agents`."""

from __future__ import annotations

import subprocess
import sys
import sysconfig
import venv
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]


def run(*command: str | Path, cwd: Path) -> str:
    done = subprocess.run([str(c) for c in command], cwd=cwd, capture_output=True, text=True, timeout=240, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


@pytest.fixture(scope="module")
def python(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a Python that has the wheel, `openai-agents`, and this machine's copies of what they need."""
    home = tmp_path_factory.mktemp("wheel")
    uv = Path(sys.executable).with_name("uv")
    run(uv, "build", "--quiet", "--wheel", "--out-dir", home, ROOT, cwd=home)
    venv.create(home / "env", with_pip=False, symlinks=True)
    site = next((home / "env").glob("lib/python*/site-packages"))
    pip = (uv, "pip", "install", "--quiet", "--no-deps", "--python", home / "env" / "bin" / "python")
    run(*pip, next(home.glob("alu-*.whl")), "openai-agents", cwd=home)
    (site / "borrowed.pth").write_text(sysconfig.get_path("purelib") + "\n", encoding="utf-8")
    return home / "env" / "bin" / "python"


def test_both_packages_called_agents_live_side_by_side(python: Path, tmp_path: Path) -> None:
    program = (
        "from importlib.metadata import packages_distributions as p\n"
        "from importlib.util import find_spec\n"
        "import alu.agents.audit as ours\n"
        "print(p()['agents'], find_spec('agents') is not None, ours.__name__)"
    )
    assert run(python, "-c", program, cwd=tmp_path) == "['openai-agents'] True alu.agents.audit\n"


def test_the_installed_wheel_has_its_prompts_and_answers(python: Path, tmp_path: Path) -> None:
    program = (
        "from alu import Target, Unlearner, prompts\n"
        "from alu.store.store import TargetStore\n"
        "from alu.testing import ScriptedModel\n"
        "prompts.hashes()\n"
        "with Unlearner.open(TargetStore.temporary([Target(name='Odalys Brannigan')]),"
        " model=ScriptedModel(reply=lambda _: 'Fine.')) as u: print(u.ask('How are you?').text)"
    )
    assert run(python, "-W", "error", "-c", program, cwd=tmp_path) == "Fine.\n"


def test_the_installed_command_runs(python: Path, tmp_path: Path) -> None:
    assert run(python, "-m", "alu", "--version", cwd=tmp_path).startswith("alu ")
