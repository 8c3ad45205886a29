"""Keeps the providers' own loggers silent during alu's calls: at DEBUG they log whole prompts and keys.

The host application's own use of the same libraries goes on logging.
"""

from __future__ import annotations

import logging
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar

__all__ = ["is_quiet", "quiet", "silence_loggers"]

_SENDERS = ("httpcore", "httpcore2")
"""What httpx and httpx2 send through: litellm has the one, alu and openai the other."""

_TALKERS = frozenset(
    {*_SENDERS, "openai", "httpx", "httpx2", "litellm", "aiohttp", "botocore", "boto3", "google", "urllib3"}
)

_PARTS = ("connection", "http11", "http2", "proxy", "socks")
_LATE = (*(f"{sender}.{part}" for sender in _SENDERS for part in _PARTS), "LiteLLM")
"""Loggers of modules that are imported during the first call only."""

_ours: ContextVar[bool] = ContextVar("alu_call", default=False)


class _Ours(logging.Filter):
    """Drops what is logged on behalf of an alu call."""

    def filter(self, record: logging.LogRecord) -> bool:
        return not _ours.get()


_FILTER = _Ours()
_silenced = 0
"""How many loggers there were when all of them had the filter."""


def is_quiet() -> bool:
    """Tell whether what runs here runs on behalf of an alu call."""
    return _ours.get()


@contextmanager
def quiet() -> Iterator[None]:
    """Silence the providers' loggers for this context and for the tasks that it starts."""
    silence_loggers()
    token = _ours.set(True)
    try:
        yield
    finally:
        _ours.reset(token)


def silence_loggers() -> None:
    """Put the filter on every logger there is by now: a filter does not reach a logger's children.

    Loggers are never taken away, so that their number tells whether there are new ones.
    """
    global _silenced
    there = logging.root.manager.loggerDict
    if len(there) == _silenced:
        return
    for name in {*_LATE, *there}:
        if name.split(".")[0].split(" ")[0].lower() in _TALKERS:
            logging.getLogger(name).addFilter(_FILTER)
    _silenced = len(there)
