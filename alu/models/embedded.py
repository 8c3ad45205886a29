"""llama.cpp's server for one GGUF file, in a process of its own that ends with this one.

A child process is used, not a thread: xllamacpp holds the interpreter's lock while it loads a model,
deadlocks when it is stopped with a request under way, and prints from C.
"""

from __future__ import annotations

import asyncio
import atexit
import contextlib
import importlib.util
import json
import os
import secrets
import subprocess
import sys
import threading
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

from pydantic import SecretStr

from alu.chat import Completion, Request
from alu.errors import ConfigError, MissingExtra, ModelUnreachable
from alu.models.cores import usable_cores
from alu.models.openai import OpenAIModel, Server

__all__ = ["CONTEXT", "LONGEST_REPLY", "SLOTS", "EmbeddedModel", "EmbeddedServer", "check", "stop_all"]

CONTEXT = 8192
"""Tokens of prompt and reply that each slot holds; less where the model was trained with less."""

LONGEST_REPLY = 1024
"""Tokens that are written at most where the request sets no `max_tokens`."""

STEADY = {"repeat_penalty": 1.1, "repeat_last_n": 256}
"""Sampling of free text: a small model that is left alone says one thing over and over. Replies of a fixed form have
none, since what an agent quotes must be what it read. Of 1.0, 1.1, 1.2 and DRY, 1.1 alone answered and then ended
(«What is the capital of France?», SmolLM2 135M)."""

SLOTS = 4
"""Replies that are written at the same time; llama.cpp refuses a larger `n`."""

_POLL = 0.02
_STOP = 2.0
_SMALLEST = 1024
"""Bytes; a GGUF file's header with its metadata alone is longer."""


def check(path: Path) -> None:
    """Check that a model can be run from `path`, as far as can be seen without loading it.

    Raises:
        MissingExtra: xllamacpp is not installed.
        ConfigError: `path` is not a GGUF file.
    """
    if importlib.util.find_spec("xllamacpp") is None:
        raise MissingExtra("an embedded model needs xllamacpp: pip install 'alu[embedded]'")
    try:
        with path.open("rb") as file:
            head = file.read(8)
        size = path.stat().st_size
    except OSError as error:
        raise ConfigError(f"cannot read the model file {path}: {error.strerror}") from None
    if head[:4] != b"GGUF":
        raise ConfigError(f"{path} is not a GGUF file: llama.cpp runs models in that format only")
    if size < _SMALLEST or not 2 <= int.from_bytes(head[4:8], "little") <= 99:
        raise ConfigError(f"{path} is damaged or of an unknown GGUF version: get it again")


class EmbeddedServer:
    """The server of one model file, shared by all who use it in this process.

    `EmbeddedServer.of(path)` gives it and counts its users; `release()` by the last one stops it.
    Only who has `key` can use it: other users of the machine cannot.
    """

    _servers: dict[Path, EmbeddedServer] = {}  # noqa: RUF012  one registry for the process
    _guard = threading.Lock()

    def __init__(self, path: Path) -> None:
        self.path = path
        self.key = secrets.token_urlsafe(24)
        self._users = 0
        self._lock = threading.Lock()
        self._process: subprocess.Popen[bytes] | None = None
        self._said: list[bytes] = []

    @classmethod
    def of(cls, path: Path) -> EmbeddedServer:
        """Return the server of the file at `path`; it starts when it is first asked for its address."""
        path = path.resolve()
        with cls._guard:
            server = cls._servers.get(path)
            if server is None:
                server = cls._servers[path] = cls(path)
            server._users += 1
            return server

    def release(self) -> None:
        """Give the server back. Nobody else uses it: stop it."""
        with self._guard:
            self._users -= 1
            if self._users > 0:
                return
            self._servers.pop(self.path, None)
        self.stop()

    async def address(self) -> str:
        """Return `http://127.0.0.1:PORT`, once the model is loaded. A server that died is started again.

        Raises:
            ConfigError: llama.cpp cannot load the file.
        """
        with self._lock:
            if self._process is None or self._process.poll() is not None:
                self._launch()
            process, said = self._process, self._said
        while not said:  # noqa: ASYNC110  a thread says it, for whichever event loop asks
            await asyncio.sleep(_POLL)
        return self._address(process, said[0])

    def stop(self) -> None:
        """End the server's process, whatever it is doing."""
        with self._lock:
            process, self._process = self._process, None
        if process is not None:
            _end(process)

    def _launch(self) -> None:
        """Start the process and a thread that waits for the one line it says."""
        if self._process is not None:
            _end(self._process)
        script = Path(__file__).with_name("llama_server.py")
        self._process = subprocess.Popen(
            [sys.executable, "-P", str(script)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            start_new_session=True,  # Ctrl-C is for us
            # threads that wait by spinning write a seventh as fast on a machine that does something else, too
            env={"OMP_WAIT_POLICY": "PASSIVE", **os.environ},
        )
        self._said = []
        order = {"path": str(self.path), "key": self.key, "context": CONTEXT, "slots": SLOTS, "threads": usable_cores()}
        threading.Thread(target=_talk, args=(self._process, order, self._said.append), daemon=True).start()

    def _address(self, process: subprocess.Popen[bytes] | None, line: bytes) -> str:
        with contextlib.suppress(ValueError):
            return str(json.loads(line)["address"])
        if process is not None:
            _end(process)
        if line.strip() == b"refused":
            raise ConfigError(
                f"llama.cpp cannot load {self.path}: the file is damaged, needs a newer xllamacpp, "
                "or there is too little memory"
            )
        raise ModelUnreachable(f"the llama.cpp process for {self.path} ended while it was loading")


class EmbeddedModel(OpenAIModel):
    """A GGUF file, served by llama.cpp."""

    def __init__(self, name: str, path: Path, timeout: float) -> None:
        super().__init__(name, self._started, timeout)
        self._path = path
        self._llama: EmbeddedServer | None = None

    async def complete(self, request: Request, *, timeout: float | None = None) -> Completion:
        """Answer `request`; where it sets no limit, with `LONGEST_REPLY` tokens at most: small models run on and on."""
        return await super().complete(_limited(request), timeout=timeout)

    async def stream(
        self, request: Request, on_text: Callable[[str], None], *, timeout: float | None = None
    ) -> Completion:
        """Answer `request` and hand on its text as it comes, with the same limit."""
        return await super().stream(_limited(request), on_text, timeout=timeout)

    async def _started(self) -> Server:
        if self._llama is None:
            self._llama = EmbeddedServer.of(self._path)
        address = await self._llama.address()
        return Server(f"{address}/v1", SecretStr(self._llama.key), "embedded")

    async def aclose(self) -> None:
        """Close the connections and give the server back; the last one to do so stops it."""
        await super().aclose()
        llama, self._llama = self._llama, None
        if llama is not None:
            llama.release()


def _limited(request: Request) -> Request:
    """Return a request with a limit; free text gets a penalty on repetition, too."""
    limit = LONGEST_REPLY if request.max_tokens is None else request.max_tokens
    extra = {**STEADY, **request.extra} if request.schema is None else request.extra
    return replace(request, max_tokens=limit, extra=extra)


def _talk(process: subprocess.Popen[bytes], order: dict[str, object], say: Callable[[bytes], None]) -> None:
    assert process.stdin is not None
    assert process.stdout is not None
    line = b""
    with contextlib.suppress(OSError, ValueError):  # it died, or was stopped, before it could say anything
        process.stdin.write(json.dumps(order).encode() + b"\n")
        process.stdin.flush()
        line = process.stdout.readline()
    say(line)


def _end(process: subprocess.Popen[bytes]) -> None:
    """Kill: the process holds nothing that could be lost."""
    process.kill()
    with contextlib.suppress(subprocess.TimeoutExpired):
        process.wait(_STOP)
    for pipe in (process.stdin, process.stdout):
        if pipe is not None:
            with contextlib.suppress(OSError):
                pipe.close()


@atexit.register
def stop_all() -> None:
    """End all servers of this process, whatever they are doing; runs when the interpreter exits."""
    for server in list(EmbeddedServer._servers.values()):
        server.stop()
