"""`alu targets import` and `export`: targets from and to files."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, Literal

import typer

from alu.address import shown
from alu.cli import options
from alu.cli.enrich import check_terminal, enrich_added
from alu.cli.examination import pass_over, without_refused
from alu.cli.making import who
from alu.cli.opening import load, open_store, open_to_list
from alu.cli.output import counted, note, plain, put_json
from alu.cli.shown import as_json as target_json
from alu.cli.shown import listed, put_outcomes
from alu.cli.texts import STDIN
from alu.errors import InputError, TargetFileError

if TYPE_CHECKING:
    from alu.config import Settings
    from alu.store.edit import Edit
    from alu.store.exchange.columns import Column
    from alu.store.store import TargetStore
    from alu.store.target import Target

__all__ = ["export_targets", "import_targets"]


def import_targets(
    file: Annotated[str, typer.Argument(help="The file; - reads standard input (requires --format).")],
    file_format: Annotated[
        Literal["tofu", "txt", "csv", "xlsx", "ods", "json", "jsonl"] | None,
        typer.Option(
            "--format", help="Format of the file; by default from its name. tofu: 20 question-answer rows per author."
        ),
    ] = None,
    column: Annotated[
        options.Texts,
        typer.Option(
            "--map",
            metavar="COLUMN=FIELD",
            help="Field of a column, given by header or number; =- ignores it, *=- all unknown ones; repeatable.",
        ),
    ] = None,
    encoding: Annotated[
        str | None,
        typer.Option(
            "--encoding",
            metavar="NAME",
            help="Encoding, such as windows-1252; by default UTF-8 or UTF-16 by its byte order mark.",
        ),
    ] = None,
    skip_bad: Annotated[bool, typer.Option("--skip-bad", help="Skip bad, duplicate and refused rows.")] = False,
    merge: Annotated[bool, typer.Option("--merge", help="Merge rows with the same name into one target.")] = False,
    force: options.Force = False,
    ask_model: Annotated[
        bool, typer.Option("--enrich", help="Also ask the model what it knows about each target, and store that.")
    ] = False,
    update: Annotated[bool, typer.Option("--update", help="Update stored targets with the same id or name.")] = False,
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help="Show what would be imported, without storing anything.")
    ] = False,
    yes: options.Yes = False,
    model: options.Model = None,
    store: options.Store = None,
    namespace: options.Namespace = None,
    as_json: options.Json = False,
) -> None:
    """Import targets: all of them or, if a row is bad, none.

    A row is bad if its name is frequent in ordinary prompts (unless --force is given), or if an earlier row or a
    stored target has the same name, apart from titles, and no description tells the two apart. With --update,
    importing the same file again changes nothing.

    txt: one name per line, # starts a comment · csv, xlsx, ods: a header with name, or first_name and last_name, and
    other fields by their usual names; --dry-run shows how each column is read · json, jsonl: targets as written by
    `export` · tofu: question-answer rows.
    """
    if ask_model and not dry_run:
        check_terminal(yes=yes)
    from alu.store.exchange.columns import mapping_of

    rows, problems = _read(
        file,
        file_format,
        skip_bad=True,
        partial=update,
        encoding=encoding,
        mapping=mapping_of(column or ()),
        on_columns=_show_columns if dry_run else None,
        on_merge=_show_merged if merge else None,
    )
    settings = load(store=store, namespace=namespace, model=model)
    accepted = partial(without_refused, bad=problems, skip_bad=skip_bad, force=force)
    if dry_run:
        _preview(settings, rows, accepted, update=update, skip_bad=skip_bad, as_json=as_json)
        return
    if problems and not skip_bad:
        accepted(rows, ())  # says what is wrong before a store is made
    with open_store(settings, create=True) as kept:
        good = accepted(rows, kept.list())
        with _cancelled(kept):
            edits = kept.apply(lambda: _edits(good, kept.list(), update=update, skip_bad=skip_bad), who())
        if ask_model:
            edits = _enriched(settings, kept, edits, yes=yes)
    _say_imported(edits, settings, update=update, as_json=as_json)


def export_targets(
    file_format: Annotated[
        Literal["jsonl", "json", "csv", "txt"] | None,
        typer.Option("--format", help="Format; by default from the name of --out, else jsonl."),
    ] = None,
    out: Annotated[
        str | None, typer.Option("--out", "-o", metavar="FILE", help="File to write, readable by you alone.")
    ] = None,
    events: Annotated[
        bool, typer.Option("--events", help="Export the history instead, as JSONL, without names.")
    ] = False,
    store: options.Store = None,
    namespace: options.Namespace = None,
) -> None:
    """Export the targets with their facts, in a format that `import` reads."""
    from alu.store.exchange.formats import write_targets

    with open_to_list(load(store=store, namespace=namespace)) as kept:
        if events:
            _write_events(kept, out)
        elif out is None:
            write_targets(kept.list(), sys.stdout, file_format or "jsonl")
        else:
            write_targets(kept.list(), Path(out), file_format)


def _read(file: str, file_format: str | None, **how: Any) -> tuple[list[tuple[int, Target]], list[str]]:
    from alu.store.exchange.decoding import bytes_of
    from alu.store.exchange.formats import read_lines

    if file == STDIN and file_format is None:
        raise InputError("standard input has no ending: say --format txt, csv, xlsx, ods, json, jsonl or tofu")
    return read_lines(bytes_of(sys.stdin.buffer) if file == STDIN else Path(file), file_format, **how)


@contextmanager
def _cancelled(store: TargetStore) -> Iterator[None]:
    """Say so where what is cancelled was written already: vectors and names are worked out behind that."""
    before = store.version()
    try:
        yield
    except KeyboardInterrupt:
        stored = store.version() != before
        taken = "but the targets are stored already: `alu targets undo` takes them back"
        note(f"alu: cancelled, {taken if stored else 'and nothing was stored'}")
        raise


def _show_columns(columns: Sequence[Column]) -> None:
    """Say what each column of a table was taken for."""
    from alu.store.exchange.columns import UNKNOWN

    for column in columns:
        if column.header or column.field:
            field = {"": "left out", UNKNOWN: "unknown"}.get(column.field, column.field)
            note(f"alu: column {column.number}, {plain(column.header)}: {field}")


def _show_merged(lines: Sequence[int]) -> None:
    """Say which rows became one target."""
    *others, last = map(str, lines)
    note(f"alu: lines {', '.join(others)} and {last} are one target, by their name")


def _preview(
    settings: Settings,
    rows: Sequence[tuple[int, Target]],
    accepted: Callable[[Sequence[tuple[int, Target]], Sequence[Target]], list[tuple[int, Target]]],
    *,
    update: bool,
    skip_bad: bool,
    as_json: bool,
) -> None:
    """Show what an import would store."""
    if not update:
        listed([target for _, target in accepted(rows, ())], json=as_json)
        return
    with open_store(settings, create=False) as kept:
        stored = kept.list()
        put_outcomes(_edits(accepted(rows, stored), stored, update=True, skip_bad=skip_bad), json=as_json)


def _edits(rows: Sequence[tuple[int, Target]], stored: Sequence[Target], *, update: bool, skip_bad: bool) -> list[Edit]:
    """Return the additions and, with `update`, the changes that the rows ask for.

    Raises:
        TargetFileError: a row is bad, or stored already, and `skip_bad` is false.
    """
    from alu.store.exchange.update import additions_of, edits_of

    edits, problems = (edits_of if update else additions_of)(rows, stored)
    if problems and not skip_bad:
        hint = "--merge makes one target of rows of one name" if update else "--update changes what is stored"
        raise TargetFileError([*problems, f"nothing was imported: {hint}, --skip-bad passes these rows over"])
    pass_over(problems)
    return edits


def _enriched(settings: Settings, store: TargetStore, edits: Sequence[Edit], *, yes: bool) -> list[Edit]:
    """Enrich the targets that were added, and return the edits with what is stored then."""
    from dataclasses import replace

    added = [edit.new for edit in edits if edit.outcome == "added"]
    enriched = {target.id: target for target in enrich_added(settings, store, added, yes=yes)} if added else {}
    return [replace(edit, new=enriched.get(edit.new.id, edit.new)) for edit in edits]


def _say_imported(edits: Sequence[Edit], settings: Settings, *, update: bool, as_json: bool) -> None:
    """Show what became of the rows, and say how many targets that were."""
    if update:
        put_outcomes(edits, json=as_json)
    elif as_json:
        put_json([target_json(edit.new) for edit in edits])
    imported = sum(edit.outcome != "unchanged" for edit in edits)
    note(f"alu: imported {counted(imported, 'target')} into {shown(settings.store)}")


def _write_events(store: TargetStore, out: str | None) -> None:
    from alu.store.persist.files import write_file

    text = "".join(json.dumps(event.as_dict(), ensure_ascii=False) + "\n" for event in store.history())
    if out is None:
        sys.stdout.write(text)
        return
    try:
        write_file(Path(out), text.encode())
    except OSError as error:
        raise InputError(f"{out} cannot be written: {error.strerror}") from None
