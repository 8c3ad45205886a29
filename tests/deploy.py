"""What `deploy/compose.yaml` starts, as processes of this machine instead of containers."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Any

import yaml  # type: ignore[import-untyped]

from tests.postgres import Server as Postgres
from tests.processes import until

__all__ = ["COMPOSE", "ROOT", "Deployment", "deployed", "free_port"]

ROOT = Path(__file__).parents[1]
COMPOSE: Mapping[str, Any] = yaml.safe_load((ROOT / "deploy" / "compose.yaml").read_text("utf-8"))
"""The file as it is."""
SERVERS = ("alu-1", "alu-2")
_MAIN = "from alu.cli import main; main()"


class Deployment:
    """The services of the file: commands, environment, secrets and health checks are its own, but for addresses.

    Args:
        folder: of everything that the services write.
        model: address of the model's server.
        meaning: the contextual embedder.
    """

    def __init__(self, folder: Path, model: str, meaning: str) -> None:
        self._folder = folder
        self._ports = {name: free_port() for name in ("chroma", *SERVERS)}
        self._known = {"ALU_MODEL": model, "ALU_CHROMA": f"http://127.0.0.1:{self._ports['chroma']}"}
        self._more = {"ALU_MEANING": meaning, "ALU_TRUST": "strong"}
        (folder / "db").mkdir()
        self.db = Postgres(folder / "db")
        self._running: dict[str, subprocess.Popen[bytes]] = {}
        for name, text in (("store", self.db.url), ("api_key", "none")):
            (folder / name).write_text(text, "utf-8")

    def url(self, service: str) -> str:
        """Return the address of a service."""
        return f"http://127.0.0.1:{self._ports[service]}"

    def start(self, service: str) -> None:
        """Start a service; `healthy` tells when it is well."""
        settings = COMPOSE["services"][service]
        port = str(self._ports[service])
        inside = {"0.0.0.0": "127.0.0.1", "8080": port, "8000": port, "/data/chroma": str(self._folder / "chroma")}
        arguments = [inside.get(part, part) for part in settings["command"]]
        program = [sys.executable, "-c", _MAIN]
        if settings.get("entrypoint"):
            program = [str(Path(sys.executable).with_name(settings["entrypoint"][0]))]
        with (self._folder / f"{service}.log").open("ab") as log:
            self._running[service] = subprocess.Popen(
                [*program, *arguments], env=self._env(service), cwd=ROOT, stdout=log, stderr=log
            )

    def healthy(self, service: str) -> bool:
        """Run the health check of a service; it has ended for the worse where its process has."""
        assert self._running[service].poll() is None, (self._folder / f"{service}.log").read_text("utf-8")[-2000:]
        kind, *command = COMPOSE["services"][service]["healthcheck"]["test"]
        with socket.socket() as door:  # a check is a process of its own, and a start takes seconds
            if door.connect_ex(("127.0.0.1", self._ports[service])):
                return False
        inside = {"8080": str(self._ports[service]), "8000": str(self._ports[service])}
        for old, new in inside.items():
            command = [part.replace(f":{old}/", f":{new}/") for part in command]
        assert (kind, command[0]) == ("CMD", "python")
        return not subprocess.run([sys.executable, *command[1:]], capture_output=True).returncode

    def alu(self, *args: str) -> str:
        """Run `alu ARGS` in the first server's container, as it were; return what it prints."""
        command = [sys.executable, "-c", _MAIN, *args]
        done = subprocess.run(command, env=self._env("alu-1"), cwd=ROOT, capture_output=True, text=True, check=True)
        return done.stdout.strip()

    def kill(self, service: str) -> None:
        """End a service with no warning."""
        self._end(service, signal.SIGKILL)

    def close(self) -> None:
        """Stop everything."""
        for service in list(self._running):
            self._end(service, signal.SIGTERM)
        self.db.stop()

    def _end(self, service: str, how: signal.Signals) -> None:
        process = self._running.pop(service)
        process.send_signal(how)
        process.wait(60)

    def _env(self, service: str) -> dict[str, str]:
        env = {k: v for k, v in os.environ.items() if not k.startswith("ALU_")} | self._more
        for name, value in COMPOSE["services"][service].get("environment", {}).items():
            value = self._known.get(name, value)
            secret = value.removeprefix("/run/secrets/")
            env[name] = str(self._folder / secret) if secret != value else value.replace("/data", str(self._folder))
        env["XDG_CACHE_HOME"] = str(self._folder / service)
        return env


@contextmanager
def deployed(model: str, meaning: str = "off") -> Iterator[Deployment]:
    """Run all services as long as the block does."""
    with ExitStack() as stack:
        # pytest's own folders are closed to the user that PostgreSQL runs as
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory(ignore_cleanup_errors=True)))
        folder.chmod(0o755)
        deployment = Deployment(folder, model, meaning)
        stack.callback(deployment.close)
        for service in ("chroma", *SERVERS):
            deployment.start(service)
        until(lambda: all(map(deployment.healthy, SERVERS)), 240)
        yield deployment


def free_port() -> int:
    """Return a port of 127.0.0.1 that nobody listens on."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return int(free.getsockname()[1])
