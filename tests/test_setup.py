"""`setup.sh`: what it installs with, once, and what it then runs. `.ci/fresh` runs it for real, on an empty machine."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]

UV = """#!/bin/sh
echo "uv $*" >> calls
mkdir -p .venv/bin
for name in alu pytest; do
  printf '#!/bin/sh\\necho "%s $*" >> calls\\n' $name > .venv/bin/$name
  chmod +x .venv/bin/$name
done
"""
OLD = "#!/bin/sh\nexit 1\n"


class Clone:
    """A folder with the script and the lock, and a machine that has the given programs and the usual tools."""

    def __init__(self, home: Path, **programs: str) -> None:
        self.home = home
        for name in ("setup.sh", "requirements.lock"):
            shutil.copy(ROOT / name, home / name)
        (home / "bin").mkdir()
        for tool in ("sh", "cmp", "cp", "dirname", "mkdir", "chmod", "sed"):
            (home / "bin" / tool).symlink_to(str(shutil.which(tool)))
        for name, text in programs.items():
            (home / "bin" / name).write_text(text, encoding="utf-8")
            (home / "bin" / name).chmod(0o755)

    def run(self, *args: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [str(self.home / "bin" / "sh"), "setup.sh", *args],
            cwd=self.home,
            env={"PATH": str(self.home / "bin")},
            capture_output=True,
            text=True,
            check=False,
        )

    @property
    def calls(self) -> list[str]:
        return (self.home / "calls").read_text("utf-8").splitlines()


def test_with_uv_the_locked_versions_are_installed_once(tmp_path: Path) -> None:
    clone = Clone(tmp_path, uv=UV)
    assert clone.run("tests").returncode == 0
    assert clone.run("tests").returncode == 0
    assert clone.calls == ["uv sync --quiet --frozen --all-extras --no-extra ray", "pytest ", "pytest "]
    (tmp_path / "requirements.lock").write_text("another\n", encoding="utf-8")  # a newer clone is installed anew
    assert clone.run("demo").returncode == 0
    assert clone.calls[3:5] == ["uv sync --quiet --frozen --all-extras --no-extra ray", "alu demo"]
    assert all(call.endswith("--forget Hermione Granger") for call in clone.calls[5:])


def test_a_failure_to_install_stops_it_and_is_tried_again(tmp_path: Path) -> None:
    clone = Clone(tmp_path, uv="#!/bin/sh\necho tried >> calls\nexit 7\n")
    assert [clone.run("demo").returncode for _ in range(2)] == [7, 7]
    assert clone.calls == ["tried", "tried"]


@pytest.mark.parametrize("programs", [{}, {"python3": OLD, "python3.11": OLD}])
def test_without_a_python_that_is_new_enough_it_says_so(tmp_path: Path, programs: dict[str, str]) -> None:
    done = Clone(tmp_path, **programs).run("demo")
    assert done.returncode == 1
    assert "Python 3.11 or newer is needed" in done.stderr


def test_anything_else_shows_what_there_is_and_installs_nothing(tmp_path: Path) -> None:
    clone = Clone(tmp_path, uv=UV)
    for args in ((), ("help",)):
        done = clone.run(*args)
        assert (done.returncode, done.stdout) == (2, "")
        assert "sh setup.sh demo" in done.stderr
        assert "sh setup.sh tests" in done.stderr
    assert not (tmp_path / "calls").exists()
