"""Target files: read with the line of every bad row, written for their owner only.

txt     a name a line; a line that begins with «# » is a comment
csv     a header line, then a target a row; several values in a cell: `a | b`, or a JSON array
xlsx    the same in a workbook's only sheet, with the extra `xlsx`; ods too
json    an array of targets
jsonl   a target a line
tofu    question-answer rows, 20 an author, as JSON Lines or a JSON array
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Literal, TextIO, cast, get_args

from pydantic import ValidationError

from alu.errors import InputError, TargetFileError
from alu.store.edit import Edit, validate_edit
from alu.store.exchange.columns import Column
from alu.store.exchange.decoding import TextSource, bytes_of, text_of
from alu.store.exchange.doubles import merged, same_as_line, same_as_stored
from alu.store.exchange.tables import FileRow, cells_of_csv, rows_of_table, write_csv
from alu.store.exchange.tofu import ROWS_PER_AUTHOR, name_in
from alu.store.persist.files import write_file
from alu.store.persist.records import Duplicates, explained
from alu.store.target import Fact, Target

__all__ = ["Format", "not_stored", "read_lines", "read_targets", "write_targets"]

Format = Literal["txt", "csv", "json", "jsonl", "tofu", "xlsx", "ods"]
"""What targets are read from and written as; workbooks and `tofu`, rows of question and answer, are not written."""

_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")
_COMMENT = re.compile(r"#(?:\s|$)")
"""`#metoo` is a name."""


def read_targets(
    source: TextSource, format: str | None = None, skip_bad: bool = False
) -> tuple[list[Target], list[str]]:
    """Read targets from a file or an open text stream, see `read_lines`."""
    rows, problems = read_lines(source, format, skip_bad)
    return [target for _, target in rows], problems


def read_lines(
    source: TextSource,
    format: str | None = None,
    skip_bad: bool = False,
    *,
    partial: bool = False,
    encoding: str | None = None,
    mapping: Mapping[str, str] | None = None,
    on_columns: Callable[[Sequence[Column]], None] | None = None,
    on_merge: Callable[[Sequence[int]], None] | None = None,
) -> tuple[list[tuple[int, Target]], list[str]]:
    """Read targets, each with the line it begins on, from a file, its bytes or an open text stream.

    Args:
        source: the file, its bytes, or the stream.
        format: one of `Format`; by default what the file's name ends in.
        skip_bad: leave bad rows out rather than refuse the whole file.
        partial: a row may be a part of a stored target: `edits_of` checks what becomes of it, and who is there twice.
        encoding: how the bytes of a text are written, see `text_of`.
        mapping: of a table, the fields of some columns, see `columns_of`.
        on_columns: of a table, called with what each column is taken for.
        on_merge: where it is given, rows of one name are made one target (`merged`), and it is called with their lines.

    Returns:
        The targets, and «line N: what is wrong» for each row that was left out.

    Raises:
        TargetFileError: rows are bad, and `skip_bad` is false.
        InputError: the file cannot be read, is no text, is too large, empty or of an unknown format.
        MissingExtra: it is a workbook, and the extra `xlsx` is not installed.
    """
    format = _format_of(source, format)
    rows = _rows(source, format, encoding, mapping or {}, on_columns)
    targets: list[tuple[int, Target]] = []
    bad: list[tuple[int, str]] = []
    for row in rows:
        try:
            targets.append((row.line, _target(row.fields)))
        except _BadRow as error:
            bad.append((row.line, str(error)))
    if on_merge:
        targets = merged(targets, on_merge)
    if not partial:
        targets = _new(targets, bad)
    problems = [f"line {line}: {problem}" for line, problem in sorted(bad, key=lambda found: found[0])]
    if problems and not skip_bad:
        raise TargetFileError(problems)
    if not targets and not problems:
        raise InputError("the file holds no target: it is empty, or has a header and no row below it")
    return targets, problems


def not_stored(rows: Iterable[tuple[int, Target]], stored: Iterable[Target]) -> tuple[list[Target], list[str]]:
    """Return the targets that are not stored yet, and «line N: which one is»; descriptions distinguish namesakes."""
    known, new, problems = Duplicates(), list[Target](), list[str]()
    for target in stored:
        known.take(target)
    for line, target in rows:
        if other := known.take(target):
            problems.append(f"line {line}: {same_as_stored(target, other)}")
        else:
            new.append(target)
    return new, problems


def write_targets(targets: Iterable[Target], out: Path | str | TextIO, format: str | None = None) -> None:
    """Write targets to a file that only its owner can read, or to an open text stream.

    Raises:
        InputError: the format is unknown or cannot be written, or the file cannot be.
    """
    format = _format_of(out, format, tuple(_WRITERS))
    if format not in _WRITERS:
        raise InputError(f"targets cannot be written as {format}: use {', '.join(_WRITERS)}")
    text = _WRITERS[format](list(targets))
    if not isinstance(out, str | Path):
        out.write(text)
        return
    try:
        write_file(Path(out), text.encode())
    except OSError as error:
        raise InputError(f"{out} cannot be written: {error.strerror}") from None


class _BadRow(Exception):
    """A row is no target; the message says why and holds nothing of the row's text."""


class _Twice(ValueError):
    """An object has a key twice."""


def _rows(
    source: TextSource,
    format: Format,
    encoding: str | None,
    given: Mapping[str, str],
    on_columns: Callable[[Sequence[Column]], None] | None,
) -> Iterable[FileRow]:
    """Return the rows of a file in its format."""
    if format in ("xlsx", "ods"):
        from alu.store.exchange.spreadsheet import cells_of_workbook

        if encoding is not None:
            raise InputError("a workbook has no encoding of its own")
        if not isinstance(source, str | Path | bytes):
            raise InputError("a workbook is read from a file, or its bytes")
        return rows_of_table(cells_of_workbook(bytes_of(source)), given, on_columns)
    if format == "csv":
        return rows_of_table(cells_of_csv(text_of(source, encoding, guess=True), given), given, on_columns)
    if given:
        raise InputError(f"{format} has no columns that could be mapped")
    return _READERS[format](text_of(source, encoding))


def _format_of(where: TextSource, format: str | None, usable: Sequence[str] = get_args(Format)) -> Format:
    """Return the format asked for, or that of the file's name; where it is none, the error names what is `usable`."""
    known = get_args(Format)
    if isinstance(where, str | Path) and Path(where).is_dir():
        raise InputError(f"{where} is a folder, not a file")
    name = format or (Path(where).suffix.lstrip(".").lower() if isinstance(where, str | Path) else "")
    name = "csv" if name == "tsv" else name
    if name not in known:
        unknown = f"an unknown ending, .{name}" if name and not format else f"no format {name}" if name else "no ending"
        raise InputError(f"which format is it? it has {unknown}; there are {', '.join(usable)}")
    return cast("Format", name)


def _target(fields: dict[str, Any] | str) -> Target:
    """Make a target of a row's fields."""
    if isinstance(fields, str):
        raise _BadRow(fields)
    if "question" in fields and "name" not in fields:
        raise _BadRow("a question without a name: is the file in the format tofu?")
    fields = {key: value for key, value in fields.items() if key != "forms"}  # `targets show` adds them
    for key in ("created", "expires"):
        if isinstance(day := fields.get(key), str) and _DAY.fullmatch(day):
            fields = {**fields, key: f"{day}T00:00:00Z"}
    try:
        target = Target.model_validate(fields)
    except ValidationError as error:
        raise _BadRow(explained(error)) from None
    if target.expired(datetime.now(UTC)):
        raise _BadRow("expires: that time has passed")
    return target


def _new(rows: Iterable[tuple[int, Target]], bad: list[tuple[int, str]]) -> list[tuple[int, Target]]:
    """Return the rows that may be stored and are not there twice, and add what is wrong with the others to `bad`."""
    duplicates, lines, good = Duplicates(), dict[str, int](), list[tuple[int, Target]]()
    for line, target in rows:
        if problem := validate_edit(Edit(target)):
            bad.append((line, problem))
        elif other := duplicates.take(target):
            bad.append((line, same_as_line(target, other, lines[other.id])))
        else:
            lines[target.id] = line
            good.append((line, target))
    return good


def _read_txt(text: str) -> Iterator[FileRow]:
    for number, line in enumerate(text.splitlines(), 1):
        if (name := line.strip()) and not _COMMENT.match(name):
            yield FileRow(number, {"name": name})


def _read_jsonl(text: str) -> Iterator[FileRow]:
    for number, line in enumerate(text.split("\n"), 1):
        if line.strip():
            yield FileRow(number, _object(line))


def _object(line: str) -> dict[str, Any] | str:
    """Return the fields of a JSON line; a string is a name."""
    try:
        return _fields(json.loads(line, object_pairs_hook=_each_once))
    except (ValueError, RecursionError) as error:
        return _broken(error)


def _fields(value: object) -> dict[str, Any] | str:
    """Return the fields in a JSON value; a string is a name."""
    if isinstance(value, str):
        return {"name": value}
    return value if isinstance(value, dict) else "neither an object nor a name"


def _each_once(pairs: Sequence[tuple[str, Any]]) -> dict[str, Any]:
    """Return the fields of an object, of which Python would keep the last where a key comes twice."""
    fields = dict(pairs)
    if len(fields) < len(pairs):
        raise _Twice
    return fields


def _broken(error: Exception) -> str:
    """Return what is wrong with a text that is no JSON."""
    if isinstance(error, _Twice):
        return "a field is there twice: give each once, several facts as one list"
    if isinstance(error, json.JSONDecodeError):
        return f"broken JSON, column {error.colno}: {error.msg}"
    return "broken JSON: nested too deeply" if isinstance(error, RecursionError) else "broken JSON"


def _read_json(text: str) -> Iterator[FileRow]:
    """Read an array of targets, or JSON Lines under the name of JSON."""
    if not text.lstrip().startswith("["):
        yield from _read_jsonl(text)
        return
    space, decoder = re.compile(r"\s*"), json.JSONDecoder(object_pairs_hook=_each_once)
    at = _skip(space, text, text.index("[") + 1)
    line, counted = 1, 0
    while not text.startswith("]", at):
        line, counted = line + text.count("\n", counted, at), at
        try:
            value, at = decoder.raw_decode(text, at)
        except (ValueError, RecursionError) as error:
            yield FileRow(getattr(error, "lineno", line), _broken(error))
            return
        yield FileRow(line, _fields(value))
        at = _skip(space, text, at)
        if text.startswith(",", at):
            at = _skip(space, text, at + 1)
        elif not text.startswith("]", at):
            yield FileRow(line + text.count("\n", counted, at), "broken JSON: a comma or the closing ] is missing")
            return
    if text[at + 1 :].strip():
        yield FileRow(line + text.count("\n", counted, at), "broken JSON: more text after the closing ]")


def _skip(space: re.Pattern[str], text: str, at: int) -> int:
    """Return where the white space from `at` on ends."""
    found = space.match(text, at)
    return found.end() if found else at


def _read_tofu(text: str) -> Iterator[FileRow]:
    """Read a target from each 20 rows."""
    rows = list(_read_json(text))
    bad = [row for row in map(_checked_pair, rows) if isinstance(row.fields, str)]
    if bad:
        yield from bad
        return
    for start in range(0, len(rows), ROWS_PER_AUTHOR):
        block = rows[start : start + ROWS_PER_AUTHOR]
        if len(block) < ROWS_PER_AUTHOR:
            yield FileRow(block[0].line, f"the last author has {len(block)} of {ROWS_PER_AUTHOR} rows")
            return
        pairs = [cast("dict[str, Any]", row.fields) for row in block]
        # one of TOFU's 200 authors is never named: this name is in no text
        name = name_in([f"{p['question']}\n{p['answer']}" for p in pairs]) or f"Unnamed author {start // 20 + 1}"
        facts = tuple(Fact(question=p["question"], text=p["answer"]) for p in pairs)
        yield FileRow(block[0].line, {"name": name, "facts": facts})


def _checked_pair(row: FileRow) -> FileRow:
    """Return the row, or what is wrong with it as a question and its answer."""
    if isinstance(row.fields, str):
        return row
    for key in ("question", "answer"):
        value = row.fields.get(key)
        if not isinstance(value, str) or not value.strip():
            return FileRow(row.line, f"{key}: missing, empty or no text")
    return row


def _write_txt(targets: Sequence[Target]) -> str:
    names = [" ".join(target.name.split()) for target in targets]
    if any(_COMMENT.match(name) for name in names):
        raise InputError("a name begins with “#”, which is a comment in txt: use csv or jsonl")
    return "".join(f"{name}\n" for name in names)


def _write_json(targets: Sequence[Target]) -> str:
    rows = [target.model_dump(mode="json") for target in targets]
    return json.dumps(rows, ensure_ascii=False, indent=1) + "\n"


def _write_jsonl(targets: Sequence[Target]) -> str:
    return "".join(target.model_dump_json() + "\n" for target in targets)


_READERS: dict[str, Callable[[str], Iterator[FileRow]]] = {
    "txt": _read_txt,
    "json": _read_json,
    "jsonl": _read_jsonl,
    "tofu": _read_tofu,
}
_WRITERS: dict[str, Callable[[Sequence[Target]], str]] = {
    "txt": _write_txt,
    "csv": write_csv,
    "json": _write_json,
    "jsonl": _write_jsonl,
}
