"""A PostgreSQL server of the tests' own, on loopback, in a folder that is thrown away."""

from __future__ import annotations

import atexit
import os
import pwd
import shutil
import signal
import socket
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path

import pytest

__all__ = ["Server"]


class Server:
    """A cluster that is made by `initdb` and run by `pg_ctl`, as the user `postgres` where we are root."""

    def __init__(self, folder: Path) -> None:
        found = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"))
        initdb = shutil.which("initdb") or (found[-1].as_posix() if found else None)
        if not initdb:
            pytest.skip("no PostgreSQL server is installed: apt-get install postgresql")
        self._bin = Path(initdb).parent
        self._data = folder / "data"
        self._user = "postgres" if os.geteuid() == 0 else pwd.getpwuid(os.geteuid()).pw_name
        if os.geteuid() == 0:
            owner = pwd.getpwnam("postgres")
            os.chown(folder, owner.pw_uid, owner.pw_gid)
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            self._port = free.getsockname()[1]
        _as_owner("cp", "-R", _made(str(self._bin / "initdb"), self._user), self._data)
        self._data.chmod(0o700)
        self.start()

    @property
    def url(self) -> str:
        """Where the database is; the password is not asked for, and must be shown nowhere."""
        return f"postgresql://{self._user}:hidden-password@127.0.0.1:{self._port}/postgres"

    @property
    def url_by_query(self) -> str:
        """The same place, with user and password among the options."""
        return f"postgresql://127.0.0.1:{self._port}/postgres?user={self._user}&password=hidden-password"

    @property
    def tables(self) -> Path:
        """Where the server keeps tables, without its log."""
        return self._data / "base"

    def checkpoint(self) -> None:
        """Let the server write its tables to their files."""
        import psycopg

        with psycopg.connect(self.url) as connection:
            connection.execute("CHECKPOINT")

    def start(self) -> None:
        """Start the server and wait until it answers."""
        options = f"-p {self._port} -c listen_addresses=127.0.0.1 -c unix_socket_directories= -c fsync=off"
        self._run("pg_ctl", "-D", self._data, "-w", "-l", self._data.parent / "log", "-o", options, "start")

    def stop(self) -> None:
        """Stop the server; it throws its clients out."""
        self._run("pg_ctl", "-D", self._data, "-w", "-m", "fast", "stop")

    @contextmanager
    def hanging(self) -> Iterator[None]:
        """Stop all of the server's processes, as a machine does that has no memory left; they go on afterwards."""
        postmaster = (self._data / "postmaster.pid").read_text().split()[0]
        parents = {
            p.parent.name: p.read_text().rpartition(")")[2].split()[1] for p in Path("/proc").glob("[0-9]*/stat")
        }
        processes = [int(pid) for pid, parent in parents.items() if postmaster in (pid, parent)]
        for pid in processes:
            os.kill(pid, signal.SIGSTOP)
        try:
            yield
        finally:
            for pid in processes:
                os.kill(pid, signal.SIGCONT)

    def _run(self, program: str, *args: object) -> None:
        _as_owner(str(self._bin / program), *map(str, args))


@cache
def _made(initdb: str, user: str) -> str:
    """Return the folder of a new cluster, which is made once and copied: that takes a tenth of the time."""
    folder = Path(tempfile.mkdtemp())
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    if os.geteuid() == 0:
        shutil.chown(folder, user)
    data = str(folder / "data")
    _as_owner(initdb, "-D", data, "-N", "-E", "UTF8", "--locale=C", "-A", "trust", "-U", user)
    return data


def _as_owner(*command: str | Path) -> None:
    owner = ("runuser", "-u", "postgres", "--") if os.geteuid() == 0 else ()
    subprocess.run([*owner, *command], check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, cwd="/")
