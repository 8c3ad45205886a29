"""Running the server: a socket, then uvicorn in this process, or in several under one parent."""

from __future__ import annotations

import errno
import logging
import os
import signal
import socket
import sys
import tempfile
import threading
from collections.abc import Callable
from contextlib import ExitStack
from functools import partial
from typing import Any

from alu.errors import ConfigError, StoreError
from alu.server.forks import can_fork, end_with_parent, forked_workers
from alu.server.metrics import MULTIPROCESS
from alu.server.options import Options

__all__ = ["serve"]

SWITCH = 0.0005
"""Seconds after which a look-up in a thread lets the event loop on; Python's 5 ms add up over a request."""


def serve(options: Options, ready: Callable[[str], None]) -> None:
    """Serve until SIGINT, SIGTERM or SIGHUP, at which several workers are started anew; answers are finished first.

    Args:
        options: how to run; the store and the models are tried before anything is served.
        ready: called with the server's address once its port is taken.

    Raises:
        AluError: the port is taken, or the store or a model cannot be opened.
    """
    import uvicorn

    from alu.server.drain import Drained, drained_workers
    from alu.server.parent import Parent

    with ExitStack() as stack:
        sockets = [stack.enter_context(taken) for taken in _sockets(options)]
        if options.workers > 1:
            folder = stack.enter_context(tempfile.TemporaryDirectory(prefix="alu-serve-"))
            os.environ[MULTIPROCESS] = folder  # before prometheus_client is imported, here and in the workers
        ready(_address(sockets[0]))
        config = uvicorn.Config(
            partial(_app, options, os.getpid()),
            factory=True,
            http="alu.server.connections:BoundedProtocol",  # a name, since a worker gets the settings as a copy
            workers=options.workers,
            log_config=None,
            access_log=False,
            proxy_headers=False,
            server_header=False,
            lifespan="on",
            timeout_graceful_shutdown=int(options.settings.deadline) + 1,
        )
        if options.workers > 1:
            log_to_stderr()
            if can_fork():
                stack.enter_context(forked_workers())
            stack.enter_context(drained_workers())
            Parent(config, sockets).run()
            return
        server = Drained(config)
        _drain_at_hangup()
        server.run(sockets=sockets)
        if not server.started:
            raise StoreError("the server could not start")


def _app(options: Options, parent: int) -> Any:
    """Make the application in the process that runs it; a worker ends with its parent, `parent`."""
    from alu.server.app import create_app
    from alu.server.connections import bound, connection_limit

    log_to_stderr()
    bound(options.header_seconds, connection_limit(options.connections))
    if os.getpid() != parent:
        end_with_parent(parent)
    sys.setswitchinterval(SWITCH)
    return create_app(options)


def _drain_at_hangup() -> None:
    """Take SIGHUP for a request to stop: answers under way are finished first."""
    hangup = getattr(signal, "SIGHUP", None)  # none on Windows
    if hangup is not None and threading.current_thread() is threading.main_thread():
        signal.signal(hangup, lambda *_: signal.raise_signal(signal.SIGTERM))


def log_to_stderr() -> None:
    """Write alu's log, a line for each request, to stderr; what asyncio and uvicorn say of exceptions is left out."""
    logging.basicConfig(stream=sys.stderr, level=logging.WARNING, format="%(asctime)s %(levelname)s %(message)s")
    logging.getLogger("alu").setLevel(logging.INFO)
    logging.getLogger("asyncio").setLevel(logging.CRITICAL + 1)


def _sockets(options: Options) -> list[socket.socket]:
    """Take the port: with a socket for each worker where the kernel deals connections out among them.

    Raises:
        ConfigError: another process has it, or there is no such address.
    """
    taken = _socket(options.host, options.port)  # which nobody else may have, too
    if options.workers == 1 or sys.platform != "linux":
        return [taken]
    port = taken.getsockname()[1]
    taken.close()
    return [_socket(options.host, port, shared=True) for _ in range(options.workers)]


def _socket(host: str, port: int, *, shared: bool = False) -> socket.socket:
    """Take a port; where it is `shared`, others that share it may have it, too."""
    try:
        family = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0][0]
        taken = socket.create_server((host, port), family=family, backlog=2048, reuse_port=shared)
    except OSError as error:
        what = (error.strerror or type(error).__name__).partition(" (while")[0]  # asyncio adds the address once more
        hint = " (--port names another port, 0 takes a free one)" if error.errno == errno.EADDRINUSE else ""
        raise ConfigError(f"cannot listen on {host}:{port}: {what}{hint}") from None
    taken.set_inheritable(True)
    return taken


def _address(taken: socket.socket) -> str:
    host, port = taken.getsockname()[:2]
    return f"http://[{host}]:{port}" if ":" in host else f"http://{host}:{port}"
