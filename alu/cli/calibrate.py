"""`alu calibrate`: choose the namespace's threshold on harmless traffic, so that a stated false-flag rate holds."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any

import typer

from alu.cli import options
from alu.cli.lazy import new_app
from alu.cli.opening import load, open_store
from alu.cli.output import note, put, put_json
from alu.cli.progress import bar
from alu.cli.texts import STDIN, read_text
from alu.errors import InputError

if TYPE_CHECKING:
    from alu.store.guarantee import Guarantee
    from alu.store.store import TargetStore
    from alu.store.traffic import Exchange

__all__ = ["app"]

SHOWN = 10
"""Lines with a stored name that a message names."""

app = new_app()
"""`alu calibrate`."""


@app.command()
def calibrate(
    file: Annotated[
        str | None,
        typer.Argument(
            help="Harmless traffic: one prompt per line, or .jsonl as for `alu detect`; - reads standard input."
        ),
    ] = None,
    probes: Annotated[
        str | None,
        typer.Option(
            metavar="FILE", help='Texts that must be flagged, in the format of FILE; {"target": ID} names the target.'
        ),
    ] = None,
    rate: Annotated[
        float,
        typer.Option(
            metavar="X", min=0.0001, max=0.5, help="False-flag rate: the share of such traffic that may be flagged."
        ),
    ] = 0.01,
    confidence: Annotated[
        float, typer.Option(metavar="X", min=0.5, max=0.9999, help="Confidence with which the rate holds.")
    ] = 0.95,
    skip_named: Annotated[
        bool,
        typer.Option("--skip-named", help="Skip rows that contain a stored name; the rate then holds for the others."),
    ] = False,
    clear: Annotated[bool, typer.Option("--clear", help="Restore the default threshold.")] = False,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Show the result without changing anything.")] = False,
    store: options.Store = None,
    namespace: options.Namespace = None,
    as_json: options.Json = False,
) -> None:
    """Set the threshold of a namespace for a given false-flag rate on harmless traffic.

    FILE is a random sample of what users send, with answers if available. The threshold is set to the lowest value at
    which the rate holds, by an exact bound, for traffic exchangeable with the sample: 1 % with 95 % confidence takes
    299 rows of which none is flagged, 0.2 % takes 1,497. Every process uses it from the next request on, unless its
    settings have a threshold. Without FILE the current calibration is shown. No model is called.
    """
    settings = load(store=store, namespace=namespace)
    with open_store(settings, create=False) as targets:
        if clear:
            targets.set_guarantee(None)
            note("alu: the default threshold is used again")
        if clear and not as_json:
            return
        if clear or file is None:
            _show(targets, as_json=as_json)
            return
        rows = _traffic(targets, _read(file), skip_named=skip_named)
        found = _chosen(targets, rows, rate, confidence, unnamed=skip_named)
        more = _tried(targets, _read(probes), found) if probes else {}
        if not dry_run:
            targets.set_guarantee(found)
    put_json({**found.as_dict(), **more}) if as_json else put(found.sentence)
    if more and not as_json:
        put(f"Found: {more['found']} of {more['probes']} probes: with this confidence at least {more['at_least']:.1%}.")
    if settings.threshold is not None:
        note(f"alu: the settings say threshold {settings.threshold}, which wins: take it out to use the calibrated one")


def _read(file: str) -> list[Exchange]:
    from alu.store.traffic import read_traffic

    text = read_text(file)
    jsonl = file.endswith((".jsonl", ".json")) or (file == STDIN and text.lstrip().startswith("{"))
    return read_traffic(text, jsonl=jsonl)


def _traffic(store: TargetStore, rows: list[Exchange], *, skip_named: bool) -> list[Exchange]:
    """Return the rows that name no target.

    Raises:
        InputError: some name one, and `skip_named` is false.
    """
    from alu.store.traffic import naming_lines

    named = naming_lines(store.snapshot().detector, rows)
    if named and not skip_named:
        lines = ", ".join(map(str, named[:SHOWN])) + (" …" if len(named) > SHOWN else "")
        raise InputError(
            f"{len(named)} of {len(rows)} rows hold a stored name (line {lines}), so they are not harmless: with"
            " --skip-named the rate is found for traffic that names no target"
        )
    if named:
        note(f"alu: passed over {len(named)} rows that hold a stored name")
    return [row for row in rows if row.line not in set(named)]


def _chosen(store: TargetStore, rows: list[Exchange], rate: float, confidence: float, *, unnamed: bool) -> Guarantee:
    from alu.store.traffic import calibrated

    snapshot = store.snapshot()
    return calibrated(snapshot, rows, rate=rate, confidence=confidence, unnamed=unnamed, progress=bar())


def _tried(store: TargetStore, probes: list[Exchange], guarantee: Guarantee) -> dict[str, Any]:
    """Return how many probes are found at a threshold, and which share at least with the same confidence."""
    from alu.store.guarantee import most
    from alu.store.traffic import found_probes

    found = found_probes(store.snapshot().at(guarantee.threshold), probes)
    least = 1 - most(len(probes) - found, len(probes), guarantee.confidence)
    return {"probes": len(probes), "found": found, "at_least": round(least, 4)}


def _show(store: TargetStore, *, as_json: bool) -> None:
    found, problem = store.guarantee(), store.guarantee_problem()
    if as_json:
        put_json({"calibration": found and found.as_dict(), "problem": problem})
    elif found is None:
        put("Not calibrated: the default threshold is used, and no rate is known for your traffic.")
    else:
        put(found.sentence)
    if problem:
        note(f"alu: warning: {problem}")
