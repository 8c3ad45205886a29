"""A server on loopback that takes whatever telemetry is sent to it, and keeps it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread

__all__ = ["collecting"]


@contextmanager
def collecting() -> Iterator[tuple[str, list[bytes]]]:
    """Serve as long as the block runs; yield the address and what came, each with its path first."""
    came: list[bytes] = []

    class Handler(BaseHTTPRequestHandler):
        def _take(self) -> None:
            came.append(
                f"{self.path} {self.headers}".encode() + self.rfile.read(int(self.headers["Content-Length"] or 0))
            )
            self.send_response(200)
            self.send_header("Content-Length", "2")
            self.end_headers()
            self.wfile.write(b"{}")

        do_POST = do_GET = do_PATCH = _take

        def log_message(self, format: str, *args: object) -> None:
            """Say nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_address[1]}", came
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
