"""Reading what a person hands over: a question, a passage, a file. Text in UTF-8 or a clear error."""

from __future__ import annotations

import sys
from pathlib import Path

from alu.cli import output
from alu.errors import InputError

__all__ = ["named", "question_text", "read_text"]

STDIN = "-"


def named(source: str) -> str:
    """Return how messages call `source`."""
    return "standard input" if source == STDIN else source


def read_text(source: str, *, limit: int | None = None) -> str:
    """Return the text of a file, or of standard input for `-`.

    Args:
        source: a path, or `-`.
        limit: the most bytes that are read; what is longer is refused.

    Raises:
        InputError: no such file, not readable, too long, binary, or not UTF-8.
    """
    data = _read(source, -1 if limit is None else limit + 1)
    if limit is not None and len(data) > limit:
        raise InputError(f"{named(source)} is longer than {limit // 1000} kB")
    if b"\0" in data:
        raise InputError(f"{named(source)} is a binary file, not text")
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise InputError(f"{named(source)} is not UTF-8 text (byte {error.start + 1})") from None


def question_text(question: str | None, limit: int) -> str:
    """Return the question: the argument, or standard input where it is `-` or missing and something is piped in.

    Raises:
        InputError: there is none, it is empty, or no text of at most `limit` bytes.
    """
    text = _question(question, limit)
    if not text.strip():  # before a model is fetched or opened
        raise InputError("the question is empty")
    return text


def _question(question: str | None, limit: int) -> str:
    if question not in {None, STDIN}:
        assert question is not None
        try:
            question.encode()
        except UnicodeEncodeError:
            raise InputError("the question is not UTF-8 text") from None
        return question
    if question is None and output.at_terminal():
        raise InputError("ask what? `alu ask QUESTION`, or pipe the question in")
    return read_text(STDIN, limit=limit).rstrip("\r\n")


def _read(source: str, most: int) -> bytes:
    try:
        if source == STDIN:
            return sys.stdin.buffer.read(most)
        with Path(source).open("rb") as file:
            return file.read(most)
    except OSError as error:
        raise InputError(f"{named(source)} cannot be read: {error.strerror or type(error).__name__}") from None
