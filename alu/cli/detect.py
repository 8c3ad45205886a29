"""`alu detect`: which targets does each text touch, and why? JSONL or a plain text in, JSONL out, no model."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Annotated, BinaryIO, Literal

import typer

from alu.cli import options
from alu.cli.faults import BAD_INPUT
from alu.cli.lazy import new_app
from alu.cli.opening import load, open_store
from alu.cli.output import note, put
from alu.cli.texts import STDIN, named, read_text
from alu.errors import InputError

if TYPE_CHECKING:
    from alu.store.match.snapshot import Snapshot

__all__ = ["app"]

LONGEST_LINE = 4_000_000
"""Bytes; a longer line is refused, so that memory stays constant."""

CHUNK = 1 << 17
"""Bytes read at a time."""

PLAIN = (".txt", ".md")
"""How the name of a file ends that is one text."""

BATCH = 64
"""Lines looked up together, at most."""

app = new_app()
"""`alu detect`."""


@app.command()
def detect(
    file: Annotated[str, typer.Argument(help="JSONL or text file; - reads standard input.")] = STDIN,
    file_format: Annotated[
        Literal["jsonl", "text"] | None,
        typer.Option("--format", help="text: the whole file is one text (default for .txt and .md); else jsonl."),
    ] = None,
    store: options.Store = None,
    namespace: options.Namespace = None,
    threshold: options.Threshold = None,
    as_json: options.JsonLines = False,
) -> None:
    """Find the targets that each text touches, and why, without a model.

    Each input line is {"text": …}, or {"text": …, "draft": …} with an answer. Each output line is {"flagged":
    true|false, "targets": [{"id", "name", "how", "score", "evidence"}]}, in the same order: the evidence that `alu
    ask` finds. «screened» lists topics for which code cannot decide and `alu ask` would call the screen. An unusable
    line gives {"error": …}, is reported on stderr, and makes the exit code 2. Empty lines are skipped. A plain text
    gives one such record.
    """
    settings = load(store=store, namespace=namespace, threshold=threshold)
    if file_format == "text" or (file_format is None and file.lower().endswith(PLAIN)):
        text = read_text(file, limit=LONGEST_LINE)
        with open_store(settings, create=False) as targets:
            _put_found(targets.snapshot(), text)
            _note_thin(targets.snapshot())
        return
    bad = 0
    with _opened(file) as source, open_store(settings, create=False) as targets:
        snapshot = targets.snapshot()
        for lines in _batches(source, named(file)):
            bad += _look_up(lines, snapshot)
            sys.stdout.flush()
        _note_thin(snapshot)
    if bad:
        raise typer.Exit(BAD_INPUT)


def _look_up(lines: list[tuple[int, bytes]], snapshot: Snapshot) -> int:
    """Write a record for each line and return how many were bad."""
    bad = 0
    for number, line in lines:
        row, wrong = _row(line)
        if row is None:
            bad += 1
            note(f"alu: line {number}: {wrong}")
            put(json.dumps({"error": f"line {number}: {wrong}"}, ensure_ascii=False))
        else:
            _put_found(snapshot, row["text"], row.get("draft", ""))
    return bad


def _put_found(snapshot: Snapshot, text: str, draft: str = "") -> None:
    from alu.store.match.findings import record

    put(json.dumps(record(snapshot, text, draft), ensure_ascii=False))


def _note_thin(snapshot: Snapshot) -> None:
    """Say that nothing was found of a topic since too little is known of it."""
    from alu.store.text.vectors.topic_calibration import MIN_TOPIC_PHRASES

    if thin := sorted(snapshot.detector.topics.thin):
        note(
            f"alu: {', '.join(thin)}: under {MIN_TOPIC_PHRASES} phrases, so code cannot tell whether a question is of"
            " it and `alu ask` has the screen read every one: add examples, or let `alu targets enrich` draft some"
        )


def _row(line: bytes) -> tuple[dict[str, str] | None, str]:
    """Return the object in one line, or None and what is wrong with it."""
    if len(line) > LONGEST_LINE:
        return None, f"longer than {LONGEST_LINE // 1_000_000} MB"
    try:
        row = json.loads(line)
    except UnicodeDecodeError:
        return None, "not UTF-8"
    except (ValueError, RecursionError):
        return None, "not JSON; a plain text goes with --format text"
    if not isinstance(row, dict) or not isinstance(row.get("text"), str):
        return None, 'no object with a string "text"'
    if not isinstance(row.get("draft", ""), str):
        return None, '"draft" is no string'
    return row, ""


@contextmanager
def _opened(file: str) -> Iterator[BinaryIO]:
    if file == STDIN:
        yield sys.stdin.buffer
        return
    try:
        source = open(file, "rb")  # noqa: SIM115 (closed below; only the opening may raise InputError)
    except OSError as error:
        raise InputError(f"{file} cannot be read: {error.strerror}") from None
    with source:
        yield source


def _batches(source: BinaryIO, name: str) -> Iterator[list[tuple[int, bytes]]]:
    """Yield the complete lines that are there, numbered from 1: a slow pipe gets its answers at once."""
    rest, number = b"", 0
    while chunk := source.read1(CHUNK):  # type: ignore[attr-defined]
        if b"\0" in chunk and not number:
            raise InputError(f"{name} is a binary file, not JSONL")
        *lines, rest = (rest + chunk).split(b"\n")
        rest = rest[: LONGEST_LINE + 1]  # the line is refused anyway
        batch = [(number + i, line) for i, line in enumerate(lines, 1) if line.strip()]
        number += len(lines)
        for start in range(0, len(batch), BATCH):
            yield batch[start : start + BATCH]
    if rest.strip():
        yield [(number + 1, rest)]
