"""`alu targets import` and `export`: targets from and to files."""

from __future__ import annotations

import json
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal

import typer

from alu.address import shown
from alu.cli import options
from alu.cli.enrich import check_terminal, enrich_added
from alu.cli.making import who
from alu.cli.opening import load, open_store
from alu.cli.output import note, put_json
from alu.cli.shown import as_json as target_json
from alu.cli.shown import listed
from alu.cli.texts import STDIN
from alu.errors import InputError, TargetFileError

if TYPE_CHECKING:
    from alu.store.store import TargetStore
    from alu.store.target import Target

__all__ = ["export_targets", "import_targets"]


def import_targets(
    file: Annotated[str, typer.Argument(help="The file; - is standard input (say its --format).")],
    file_format: Annotated[
        Literal["tofu", "txt", "csv", "json", "jsonl"] | None,
        typer.Option("--format", help="Else from the file's ending; tofu: 20 question-answer rows an author."),
    ] = None,
    skip_bad: Annotated[bool, typer.Option("--skip-bad", help="Pass over bad and doubled rows.")] = False,
    ask_model: Annotated[
        bool, typer.Option("--enrich", help="Ask the model what it knows of each, and keep that too.")
    ] = False,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Show what would be imported; store nothing.")] = False,
    yes: options.Yes = False,
    model: options.Model = None,
    store: options.Store = None,
    namespace: options.Namespace = None,
    as_json: options.Json = False,
) -> None:
    """Import targets: all of them or, where a row is bad, none.

    txt: a name a line · csv: a header with name and other fields · json, jsonl: targets as `export` writes them ·
    tofu: question-answer rows.
    """
    if ask_model and not dry_run:
        check_terminal(yes=yes)
    rows = _read(file, file_format, skip_bad=skip_bad)
    if dry_run:
        listed([target for _, target in rows], json=as_json)
        return
    settings = load(store=store, namespace=namespace, model=model)
    with open_store(settings, create=True) as kept:
        added = kept.add(*_new(rows, kept, skip_bad=skip_bad), who=who())
        if ask_model:
            added = enrich_added(settings, kept, added, yes=yes)
    if as_json:
        put_json([target_json(target) for target in added])
    note(f"alu: imported {len(added)} targets into {shown(settings.store)}")


def export_targets(
    file_format: Annotated[
        Literal["jsonl", "json", "csv", "txt"] | None,
        typer.Option("--format", help="Else from the ending of --out; jsonl if there is none."),
    ] = None,
    out: Annotated[
        str | None, typer.Option("--out", "-o", metavar="FILE", help="Write there, readable by you alone.")
    ] = None,
    events: Annotated[bool, typer.Option("--events", help="The history instead, as JSONL; no names.")] = False,
    store: options.Store = None,
    namespace: options.Namespace = None,
) -> None:
    """Export the targets, with their facts, as `import` reads them."""
    from alu.store.exchange.formats import write_targets

    with open_store(load(store=store, namespace=namespace), create=False) as kept:
        if events:
            _write_events(kept, out)
        elif out is None:
            write_targets(kept.list(), sys.stdout, file_format or "jsonl")
        else:
            write_targets(kept.list(), Path(out), file_format)


def _read(file: str, file_format: str | None, *, skip_bad: bool) -> list[tuple[int, Target]]:
    from alu.store.exchange.formats import read_lines

    if file == STDIN and file_format is None:
        raise InputError("standard input has no ending: say --format txt, csv, json, jsonl or tofu")
    rows, problems = read_lines(sys.stdin if file == STDIN else Path(file), file_format, skip_bad)
    _pass_over(problems)
    return rows


def _new(rows: Sequence[tuple[int, Target]], store: TargetStore, *, skip_bad: bool) -> list[Target]:
    """Return the targets that the store has not yet.

    Raises:
        TargetFileError: it has some, and `skip_bad` is false.
    """
    from alu.store.exchange.formats import not_stored

    targets, problems = not_stored(rows, store.list())
    if problems and not skip_bad:
        raise TargetFileError(problems)
    _pass_over(problems)
    return targets


def _pass_over(problems: Sequence[str]) -> None:
    for problem in problems:
        note(f"alu: passed over {problem}")


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
