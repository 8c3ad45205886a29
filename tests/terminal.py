"""A terminal of its own for a process, and what a person does at it."""

from __future__ import annotations

import codecs
import os
import pty
import re
import select
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

__all__ = ["Terminal", "terminal"]


class Terminal:
    """The other side of a terminal that a process runs at; `streams` are its options for `Shell.start`."""

    def __init__(self, fd: int, theirs: int) -> None:
        self.fd = fd
        self.seen = ""
        self._decoder = codecs.getincrementaldecoder("utf-8")()
        self.streams: dict[str, Any] = {
            **dict.fromkeys(("stdin", "stdout", "stderr"), theirs),
            "start_new_session": True,
        }

    def type(self, text: str) -> None:
        os.write(self.fd, text.encode())

    def wait_for(self, pattern: str, seconds: float = 60) -> str:
        """Read until `pattern` has been shown since the last time; return what was shown up to there."""
        end = time.monotonic() + seconds
        while not (found := re.search(pattern, self.seen, re.DOTALL)):
            assert time.monotonic() < end, f"{pattern} not in {self.seen!r}"
            if select.select([self.fd], [], [], 0.1)[0]:
                self.seen += self._decoder.decode(os.read(self.fd, 4096))  # a letter may come in two reads
        shown, self.seen = self.seen[: found.end()], self.seen[found.end() :]
        return shown


@contextmanager
def terminal() -> Iterator[Terminal]:
    """Open a terminal; it is closed at the end of the block."""
    ours, theirs = pty.openpty()
    try:
        yield Terminal(ours, theirs)
    finally:
        os.close(ours)
        os.close(theirs)
