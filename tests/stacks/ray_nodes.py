"""A Ray cluster that is told to lose a node, and commands that run with Ray's interpreter."""

from __future__ import annotations

import os
import subprocess
from pathlib import Path

from tests.deploy import free_port
from tests.stacks.environments import python_of

__all__ = ["Nodes"]

CLUSTER = Path(__file__).with_name("ray_cluster.py")


class Nodes:
    """A cluster as a process, which kills its second node and adds another where it is told to."""

    def __init__(self, home: Path) -> None:
        kept = {k: v for k, v in os.environ.items() if not k.startswith(("ALU_", "PYTHON", "COV", "PYTEST"))}
        self.env = {**kept, "RAY_USAGE_STATS_ENABLED": "0", "ALU_MEANING": "off", "XDG_CONFIG_HOME": str(home)}
        self.home, self.python = home, str(python_of("ray"))
        self._process = self.start(str(CLUSTER), str(free_port()), stdin=subprocess.PIPE)
        self.address, self.client = self._said().split()

    def start(self, *args: str, stdin: int | None = None) -> subprocess.Popen[str]:
        """Run something with Ray's interpreter, outside the repository."""
        with (self.home / "log").open("a") as log:
            return subprocess.Popen(
                [self.python, *args], cwd=self.home, env=self.env, stdin=stdin, stdout=subprocess.PIPE,
                stderr=log if stdin else subprocess.PIPE, text=True,
            )  # fmt: skip

    def tell(self, what: str) -> None:
        """Kill the second node, or add one; return when that is done."""
        assert self._process.stdin
        self._process.stdin.write(f"{what}\n")
        self._process.stdin.flush()
        assert self._said() == what

    def end(self) -> None:
        """End the cluster."""
        self._process.communicate(timeout=60)

    def _said(self) -> str:
        assert self._process.stdout
        return self._process.stdout.readline().strip()
