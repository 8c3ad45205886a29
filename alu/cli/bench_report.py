"""`alu bench report`: the page of a run, or one table of several runs."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated, Literal

import typer

from alu.cli import options
from alu.cli.output import note, put, put_json, put_table
from alu.errors import InputError

__all__ = ["report"]

_Folders = Annotated[list[Path], typer.Argument(metavar="DIR...", help="Folders of runs.", show_default=False)]


def report(
    folders: _Folders,
    show_drafts: Annotated[
        bool,
        typer.Option(
            "--show-drafts", help="Include five drafts with their answers, and the drafts of the worst leaks."
        ),
    ] = False,
    no_texts: Annotated[
        bool, typer.Option("--no-texts", help="Leave out questions and answers, for publication.")
    ] = False,
    protocol: Annotated[
        Literal["own", "official"],
        typer.Option(
            "--protocol", help="official: the metrics that papers print of TOFU, WMDP and MMLU, and what is missing."
        ),
    ] = "own",
    csv: Annotated[bool, typer.Option("--csv", help="Print one table of all runs as CSV.")] = False,
    latex: Annotated[bool, typer.Option("--latex", help="Print one table of all runs as LaTeX.")] = False,
    as_json: options.Json = False,
) -> None:
    """Write report.html, numbers.csv and numbers.json into DIR; print one table of several runs."""
    forms = [form for form, wanted in (("csv", csv), ("latex", latex), ("json", as_json)) if wanted]
    if len(forms) > 1:
        raise InputError("--csv, --latex or --json: name one of them")
    if protocol == "official" or forms or len(folders) > 1:
        _print_table(folders, official=protocol == "official", form=forms[0] if forms else "")
        return
    from alu.bench.report.page import write_report

    for path in write_report(folders[0], drafts=show_drafts, texts=not no_texts):
        put(str(path))


def _print_table(folders: list[Path], *, official: bool, form: str) -> None:
    from alu.bench.report.tabular import as_csv, as_json, as_latex, as_text, official_table, runs_table

    missing: list[str] = []
    if official:
        table, missing = official_table(folders)
    else:
        table = runs_table(folders, full=form in ("csv", "json"))
    if form == "json":
        put_json(as_json(table))
    elif form:
        sys.stdout.write(as_csv(table) if form == "csv" else as_latex(table))
    else:
        put_table(*as_text(table))
    for line in [*table.notes, *missing]:
        note(f"alu: {line}")
