"""What the command line does when something goes wrong: one line on stderr and a documented exit code.

The text of an exception that alu did not raise itself is never shown: it may hold a draft.
"""

from __future__ import annotations

import errno
import logging
import os
import sys
import threading
import warnings
from collections.abc import Iterator
from contextlib import contextmanager

import typer

from alu.cli.output import tame
from alu.errors import AluError, plainly, where

__all__ = [
    "BAD_INPUT",
    "CANCELLED",
    "EXIT_CODES",
    "FAILED_CLOSED",
    "FAULT",
    "guard_streams",
    "reported",
    "tell",
]

FAULT = 1
"""Exit code of an unexpected fault, a no when asked, a limit that was reached, a problem that `alu doctor` found."""
BAD_INPUT = 2
"""Exit code of bad input, usage or configuration."""
FAILED_CLOSED = 5
"""Exit code of an answer that was withheld because a check failed."""
CANCELLED = 130
"""Exit code after Ctrl-C: 128 and the number of SIGINT."""
READER_GONE = 141
_SQLITE_FULL = 13
_FULL = {errno.ENOSPC, errno.EDQUOT, errno.EFBIG}

EXIT_CODES = {
    0: "success",
    FAULT: "unexpected error, full disk, a confirmation declined, a limit reached, or a problem found by `alu doctor`",
    BAD_INPUT: "bad input, usage or configuration",
    3: "a model did not answer",
    4: "the targets could not be read or written",
    FAILED_CLOSED: "a check failed and the answer was withheld (its text is still printed)",
    CANCELLED: "cancelled with Ctrl-C",
    READER_GONE: "the reader of the output closed the pipe",
}
"""What each exit code means, in the words of `alu --help`."""


@contextmanager
def reported() -> Iterator[None]:
    """Turn what is raised inside into one line on stderr and `typer.Exit` with its code."""
    try:
        with _flushed():
            yield
    except AluError as error:
        tell(str(error) or type(error).__name__)
        raise typer.Exit(error.exit_code) from None
    except typer.TyperException as error:
        error.message = plainly(error.message)
        if "unexpected extra argument" in error.message:
            error.message += ": what has several words goes in quotes"
        raise
    except (typer.Exit, typer.Abort):
        raise
    except KeyboardInterrupt:
        sys.stderr.write("\n")
        raise typer.Exit(CANCELLED) from None
    except BrokenPipeError:
        _drop_output()
        raise typer.Exit(READER_GONE) from None
    except Exception as error:
        full = isinstance(error, OSError) and error.errno in _FULL
        if full:  # it may be the output that is on it
            _drop_output()
        full = full or getattr(error, "sqlite_errorcode", 0) == _SQLITE_FULL
        tell("the disk is full: make room, or send the output elsewhere" if full else unexpected(error))
        raise typer.Exit(FAULT) from None


def tell(message: str) -> None:
    """Write «alu: message» to stderr."""
    sys.stderr.write(f"alu: {tame(message)}\n")
    sys.stderr.flush()


def unexpected(error: BaseException) -> str:
    """Return the line for an exception that alu did not raise on purpose, with a traceback if ALU_DEBUG is set."""
    if os.environ.get("ALU_DEBUG", "") in {"", "0"}:
        return f"unexpected fault: {type(error).__name__} (please report it; ALU_DEBUG=1 shows where it arose)"
    return f"unexpected fault: {type(error).__name__} (please report it)\n{where(error)}"


def guard_streams() -> None:
    """Make a process fit for secrets: odd characters never raise, and stray tracebacks show no message.

    What is piped is UTF-8 whatever the locale: a name that is read in another encoding would be found in no text.
    """
    _open_closed()
    for stream in (sys.stdin, sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(
                encoding=None if stream.isatty() else "utf-8", errors="strict" if stream is sys.stdin else "replace"
            )
    if not sys.warnoptions:
        warnings.simplefilter("ignore")  # they are for developers of alu
    logging.getLogger("asyncio").setLevel(logging.CRITICAL + 1)  # it logs exceptions nobody awaited, text and all
    sys.excepthook = lambda _, error, __: tell(unexpected(error))
    threading.excepthook = lambda fault: tell(unexpected(fault.exc_value or fault.exc_type()))
    sys.unraisablehook = lambda fault: None


def _open_closed() -> None:
    """Put the null device where a standard stream is closed, so that no file of ours takes its number."""
    for name, mode in (("stdin", "r"), ("stdout", "w"), ("stderr", "w")):
        if getattr(sys, name) is None:
            setattr(sys, name, open(os.devnull, mode, encoding="utf-8"))  # noqa: SIM115 (open to the end)


@contextmanager
def _flushed() -> Iterator[None]:
    """Write out what is left for stdout while a closed pipe can still be reported."""
    try:
        yield
    except typer.Exit:
        sys.stdout.flush()
        raise
    sys.stdout.flush()


def _drop_output() -> None:
    """Point stdout at nothing, so that the interpreter's last flush raises no second error."""
    nothing = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nothing, sys.stdout.fileno())
    os.close(nothing)
