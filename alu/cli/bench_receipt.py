"""`alu bench receipt` and `alu bench verify`: what was asked of a target, on paper, and whether it is true."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from alu.cli import options
from alu.cli.output import note, plain, put
from alu.errors import InputError

__all__ = ["receipt", "verify"]

_Stored = Annotated[
    list[str], typer.Argument(metavar="TARGET...", help="Ids or names of stored targets.", show_default=False)
]
_Receipt = Annotated[Path, typer.Argument(metavar="RECEIPT", help="The JSON file.", show_default=False)]


def receipt(
    targets: _Stored,
    run: Annotated[Path, typer.Option("--run", metavar="DIR", help="Folder of the run.", show_default=False)],
    out: Annotated[
        Path | None, typer.Option("--out", "-o", metavar="DIR", help="Where to write it; else the run's folder.")
    ] = None,
    store: options.Store = None,
    namespace: options.Namespace = None,
) -> None:
    """Write a receipt of a run for an auditor: what was asked about stored targets, and the outcome.

    receipt.html prints to PDF, receipt.json is what `verify` checks. Neither holds a name or a fact. The suite `own`
    asks about your own targets.
    """
    from alu.bench.report.receipt import receipt_of
    from alu.bench.report.receipt_page import write_receipt
    from alu.cli.opening import load, named, open_store

    with open_store(load(store=store, namespace=namespace), create=False) as stored:
        found = named(stored, targets)
    for path in write_receipt(receipt_of(run, found), out or run):
        put(str(path))


def verify(
    path: _Receipt,
    run: Annotated[
        Path | None, typer.Option("--run", metavar="DIR", help="Folder of the run; else the receipt's own folder.")
    ] = None,
) -> None:
    """Verify a receipt: digest, page, the run's log and manifest, and all numbers by recounting.

    Of a receipt that `alu targets receipt --json` or the console wrote there is the digest alone.
    """
    from alu.bench.report.verify import faults_of, read_receipt
    from alu.store.exchange.receipt import KIND, is_unchanged

    if (found := read_receipt(path, KIND))["kind"] == KIND:
        if not is_unchanged(found):
            raise InputError(f"{path} was changed after it was made: its own digest differs")
        put(f"{path}: as it was made on {plain(found['made'])}; who made it, it does not show")
        return
    if faults := faults_of(path, run or path.parent):
        for fault in faults:
            note(f"alu: {fault}")
        raise InputError(f"{path} does not agree with the run")
    put(f"{path}: receipt, log and numbers agree")
