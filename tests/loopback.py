"""A server on a free port of 127.0.0.1, for the fakes that stand in for other servers; standard library only."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from typing import Any

__all__ = ["listening"]


class _Server(ThreadingHTTPServer):
    def handle_error(self, request: Any, client_address: Any) -> None:
        # a client may end whenever it likes: a traceback of this would stand amid the output that a test reads
        if not isinstance(sys.exception(), ConnectionError):
            super().handle_error(request, client_address)


@contextmanager
def listening(handler: Callable[..., BaseHTTPRequestHandler], *, waits: bool = True) -> Iterator[int]:
    """Serve as long as the block runs, and yield the port.

    Args:
        handler: Answers the requests, each in a thread of its own.
        waits: False where the end must not wait for replies that hang.
    """
    server = _Server(("127.0.0.1", 0), handler)
    server.block_on_close = waits
    thread = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
    thread.start()
    try:
        yield server.server_port
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
