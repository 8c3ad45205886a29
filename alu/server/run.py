"""Running the server: a socket, then uvicorn in this process, or in several under one parent."""

from __future__ import annotations

import logging
import os
import socket
import sys
import tempfile
from collections.abc import Callable
from contextlib import ExitStack
from dataclasses import replace
from functools import partial
from typing import Any

from alu.errors import ConfigError, StoreError
from alu.server.metrics import MULTIPROCESS
from alu.server.options import Options

__all__ = ["serve"]

SWITCH = 0.0005
"""Seconds after which a look-up in a thread lets the event loop on; Python's 5 ms add up over a request."""


def serve(options: Options, ready: Callable[[str], None]) -> None:
    """Serve until SIGINT or SIGTERM; requests under way are finished first.

    Args:
        options: how to run; the store and the models are tried before anything is served.
        ready: called with the server's address once its port is taken.

    Raises:
        AluError: the port is taken, or the store or a model cannot be opened.
    """
    import uvicorn
    from uvicorn.supervisors import Multiprocess

    with ExitStack() as stack:
        taken = stack.enter_context(_socket(options))
        if options.workers > 1:
            folder = stack.enter_context(tempfile.TemporaryDirectory(prefix="alu-serve-"))
            options = replace(options, shared=folder)
            os.environ[MULTIPROCESS] = folder  # before prometheus_client is imported, here and in the workers
        ready(_address(taken))
        config = uvicorn.Config(
            partial(_app, options),
            factory=True,
            workers=options.workers,
            log_config=None,
            access_log=False,
            proxy_headers=False,
            server_header=False,
            lifespan="on",
            timeout_graceful_shutdown=int(options.settings.deadline) + 1,
        )
        server = uvicorn.Server(config)
        if options.workers > 1:
            Multiprocess(config, [taken]).run()
            return
        server.run(sockets=[taken])
        if not server.started:
            raise StoreError("the server could not start")


def _app(options: Options) -> Any:
    """Make the application in the process that runs it."""
    from alu.server.app import create_app

    log_to_stderr()
    sys.setswitchinterval(SWITCH)
    return create_app(options)


def log_to_stderr() -> None:
    """Write alu's log, a line for each request, to stderr; what asyncio and uvicorn say of exceptions is left out."""
    logging.basicConfig(stream=sys.stderr, level=logging.WARNING, format="%(asctime)s %(levelname)s %(message)s")
    logging.getLogger("alu").setLevel(logging.INFO)
    logging.getLogger("asyncio").setLevel(logging.CRITICAL + 1)


def _socket(options: Options) -> socket.socket:
    """Take the port.

    Raises:
        ConfigError: another process has it, or there is no such address.
    """
    try:
        family = socket.getaddrinfo(options.host, options.port, type=socket.SOCK_STREAM)[0][0]
        taken = socket.create_server((options.host, options.port), family=family, backlog=2048)
    except OSError as error:
        what = error.strerror or type(error).__name__
        raise ConfigError(f"cannot listen on {options.host}:{options.port}: {what}") from None
    taken.set_inheritable(True)
    return taken


def _address(taken: socket.socket) -> str:
    host, port = taken.getsockname()[:2]
    return f"http://[{host}]:{port}" if ":" in host else f"http://{host}:{port}"
