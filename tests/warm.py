"""Commands that start in a process which has imported and loaded what they need: it forks for each of them.

The pages of the documentation run about a hundred commands, and each would spend most of its time on the same imports,
tables and harmless prompts. Here one process has read them and waits at a socket. Arguments, environment, folder,
files, signals and exit code of a command are its own, and nothing that one does reaches another. What only a new
interpreter can show, such as what a command imports, is tested elsewhere: `tests/alu/cli/test_help.py`, the README's
blocks, `.ci/fresh`.
"""

from __future__ import annotations

import gc
import importlib
import json
import os
import selectors
import socket
import subprocess
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from io import BufferedReader, BufferedWriter, FileIO, TextIOWrapper
from pathlib import Path
from typing import NamedTuple

from alu.server.preload import look_something_up
from alu.store.match.everyday import everyday
from alu.store.store import TargetStore
from tests.stores import target

__all__ = ["serve", "warmed"]

MODULES = (
    *("alu.cli.app", "alu.cli.opening", "alu.cli.targets", "alu.server.app", "alu.store.store", "alu.unlearner"),
    *("chromadb", "openai", "uvicorn", "wordllama"),
)
"""What most commands import."""

CLIENT = """#!{python} -IS
import json, os, signal, socket, sys
link = socket.socket(socket.AF_UNIX)
link.connect({address!r})
asked = json.dumps([sys.argv, os.getcwd(), dict(os.environ)]).encode()
socket.send_fds(link, [len(asked).to_bytes(8, "big")], [0, 1, 2])
link.sendall(asked)
pid = int.from_bytes(link.recv(8), "big")
for number in (signal.SIGTERM, signal.SIGINT):
    signal.signal(number, lambda number, _: os.kill(pid, number))
code = int.from_bytes(link.recv(8), "big", signed=True)
sys.exit(code if code >= 0 else 128 - code)
"""


@contextmanager
def warmed(folder: Path, env: Mapping[str, str]) -> Iterator[Path]:
    """Yield a folder for PATH with `alu`, with `block` for `python -c` and `script` for `python`.

    Args:
        folder: an empty one; its path is short enough for a socket.
        env: what the modules are imported with.
    """
    address = str(folder / "socket")
    for name in ("alu", "block", "script"):
        (folder / name).write_text(CLIENT.format(python=sys.executable, address=address), encoding="utf-8")
        (folder / name).chmod(0o755)
    # no name may be left that a block could use without having imported it
    code = f"exec(__import__('tests.warm', fromlist=['serve']).serve({address!r}))"
    with subprocess.Popen(
        [sys.executable, "-c", code],
        env={**env, "OPENBLAS_NUM_THREADS": "1"},
        cwd=Path(__file__).parents[1],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
    ) as process:
        assert process.stdin
        assert process.stdout
        assert process.stdout.readline() == b"ready\n"
        yield folder
        process.stdin.close()  # which ends it


def serve(address: str) -> str:
    """Fork for each command that comes; return in the child, with the code that it is to run."""
    own = {"", *os.environ.get("PYTHONPATH", "").split(os.pathsep)}
    for name in MODULES:
        importlib.import_module(name)
    with TargetStore.temporary([target("Odalys Brannigan")], meaning="off") as store:
        look_something_up(store.snapshot())
    everyday().prepare()
    gc.collect()
    gc.freeze()
    with socket.socket(socket.AF_UNIX) as door, selectors.DefaultSelector() as events:
        door.bind(address)
        door.listen()
        events.register(door, selectors.EVENT_READ)
        events.register(0, selectors.EVENT_READ)
        os.write(1, b"ready\n")
        while True:
            for key, _ in events.select():
                if key.fileobj == 0:
                    os._exit(0)
                if key.data:
                    _ended(events, *key.data)
                elif asked := _forked(events, door):
                    return _become(asked, own)


class Asked(NamedTuple):
    """A command as its client sent it."""

    files: list[int]
    """For input, output and errors."""
    argv: list[str]
    folder: str
    env: dict[str, str]


def _forked(events: selectors.BaseSelector, door: socket.socket) -> Asked | None:
    """Take a command and fork; return it in the child alone."""
    link = door.accept()[0]
    head, files, _, _ = socket.recv_fds(link, 8, 3)
    with link.makefile("rb") as stream:
        asked = Asked(files, *json.loads(stream.read(int.from_bytes(head, "big"))))
    if not (pid := os.fork()):
        link.close()
        return asked
    for file in files:
        os.close(file)
    link.sendall(pid.to_bytes(8, "big"))
    end = os.pidfd_open(pid)
    events.register(end, selectors.EVENT_READ, (pid, end, link))
    return None


def _ended(events: selectors.BaseSelector, pid: int, end: int, link: socket.socket) -> None:
    code = os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1])
    events.unregister(end)
    os.close(end)
    with link:
        link.sendall(code.to_bytes(8, "big", signed=True))


def _become(asked: Asked, own: set[str]) -> str:
    """Make this process what was asked for; its modules are all that it has of where it was forked."""
    for number, file in enumerate(asked.files):
        os.dup2(file, number)
        os.close(file)
    # the old ones know what kind of files they were on
    sys.stdin = TextIOWrapper(BufferedReader(FileIO(0, closefd=False)), "utf-8")
    sys.stdout = TextIOWrapper(BufferedWriter(FileIO(1, "w", closefd=False)), "utf-8")
    sys.stderr = TextIOWrapper(BufferedWriter(FileIO(2, "w", closefd=False)), "utf-8", "backslashreplace", None, True)
    os.chdir(asked.folder)
    os.environ.clear()
    os.environ.update(asked.env)
    program = Path(asked.argv[0])
    sys.argv[:] = asked.argv if program.name == "alu" else asked.argv[1:]
    first, code = str(program.parent), "from alu.cli import main; main()"
    if program.name == "block":
        first, code, sys.argv[0] = "", sys.argv[0], "-c"
    elif program.name == "script":
        first = str(Path(sys.argv[0]).parent)
        code = (
            f"__file__ = {sys.argv[0]!r}\nwith open(__file__, 'rb') as it: exec(compile(it.read(), __file__, 'exec'))"
        )
    paths = filter(None, asked.env.get("PYTHONPATH", "").split(os.pathsep))
    sys.path[:] = [first, *paths, *(path for path in sys.path if path not in own)]
    importlib.invalidate_caches()
    return code
