"""Settings of the server itself; `alu.config.Settings` has the rest."""

from __future__ import annotations

from dataclasses import dataclass, field

from alu.config import Settings

__all__ = ["Options"]


@dataclass(frozen=True, slots=True)
class Options:
    """How one server runs. Every worker process gets a copy."""

    settings: Settings = field(repr=False)
    host: str = "127.0.0.1"
    port: int = 8080
    """0 takes a free one."""
    workers: int = 1
    """Processes; targets and keys changed in one are enforced in all."""
    places: int = 128
    """Choices that one process works on at the same time."""
    queue: int = 512
    """Requests of one process that may wait in the queue; the next one is refused (429)."""
    token: str = field(default="", repr=False)
    """What opens the server as an admin while no key is stored; empty: nothing does, or `no_key`."""
    no_key: bool = False
    """Let every program on this machine do everything, without any key, until the first one is stored."""
    rate: int = 0
    """Requests a minute of a key that has no rate of its own, over all processes and replicas; 0 sets no limit."""
    max_body: int = 2_000_000
    """Bytes of a request, an import of targets apart."""
    max_import: int = 20_000_000
    """Bytes of a file of targets: reading one takes up to 30 times as much memory."""
    max_rows: int = 100_000
    """Rows of a file of targets."""
    max_held: int = 200_000_000
    """Bytes of all the requests that one process has at the same time; the next one is refused (429)."""
    body_seconds: float = 30.0
    """How long a client may take to send its request."""
    keep_alive: float = 5.0
    """Seconds between comments while a stream waits for its checked answer."""
    connections: int = 1000
    """Connections that one process keeps, at most half as many as it may open files; then idle ones are closed."""
    header_seconds: float = 10.0
    """How long a client may take to send the head of a request, and how long a connection may be silent before it."""
