"""A server on loopback that takes whatever telemetry is sent to it, and keeps it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler

from tests.loopback import listening

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

    with listening(Handler) as port:
        yield f"http://127.0.0.1:{port}", came
