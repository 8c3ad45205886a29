"""`alu activity`, also `alu logs`: what was answered, where the setting `activity` keeps it."""

from __future__ import annotations

from typing import Annotated, get_args

import typer

from alu.answer import Verdict
from alu.cli import options
from alu.cli.lazy import new_app
from alu.cli.opening import load, open_list
from alu.cli.output import confirmed, counted, note, put_json, put_table
from alu.errors import InputError

__all__ = ["app"]

app = new_app()
"""`alu activity`."""

Most = Annotated[int, typer.Option(min=1, metavar="N", help="Maximum number of entries, latest first.")]
Clear = Annotated[
    bool, typer.Option("--clear", help="Delete the whole log; asks first, and requires --yes without a terminal.")
]
Verdicts = Annotated[
    options.Texts, typer.Option("--verdict", metavar="V", help="Only requests with this verdict; repeatable.")
]
Unreviewed = Annotated[
    bool, typer.Option("--open", help="Only the review queue: withheld or changed answers that nobody has reviewed.")
]
OfTarget = Annotated[str, typer.Option("--target", metavar="ID", help="Only requests that touched this target.")]
OfTrace = Annotated[str, typer.Option("--trace", metavar="ID", help="Only the request with this x-request-id.")]

COLUMNS = ("time", "key", "ms", "calls", "trace", "verdict", "targets")


@app.command()
def activity(
    limit: Most = 100,
    verdict: Verdicts = None,
    unreviewed: Unreviewed = False,
    target: OfTarget = "",
    trace: OfTrace = "",
    clear: Clear = False,
    yes: options.Yes = False,
    store: options.Store = None,
    namespace: options.Namespace = None,
    json: options.Json = False,
) -> None:
    """Show the activity log: time, key, cost, verdict and targets of each request, latest first.

    It is kept if the setting activity is ids or texts, for activity_days. Removing a target removes it from the log.
    """
    from alu.store.persist.activity_log import ActivityFilter, ActivityLog

    if unknown := sorted(set(verdict or ()).difference(get_args(Verdict))):
        raise InputError(f"no such verdict: {unknown[0]}; there are {', '.join(get_args(Verdict))}")
    settings = load(store=store, namespace=namespace)
    with open_list(settings, or_empty=True) as database:
        log = ActivityLog(database, settings.namespace, settings.activity_days)
        if clear:
            if confirmed("Drop the whole activity of this namespace?", yes=yes):
                note(f"dropped {counted(log.clear(), 'entry', 'entries')}")
            return
        wanted = ActivityFilter(verdict or (), target, trace=trace, open=unreviewed)
        found = log.list(limit, wanted)
        kept = bool(found) or settings.activity != "off" or bool(log.list(1))
    if json:
        put_json([entry.as_dict() for entry in found])
        return
    rows = [
        (e.as_dict()["time"], e.who, e.milliseconds, e.calls, e.trace, e.verdict, ", ".join(e.matched)) for e in found
    ]
    put_table(COLUMNS, rows)
    if not kept:
        note("alu: nothing is kept: `alu config set activity ids`, then start alu serve anew")
    elif not rows:
        note(f"alu: no request of the kind in the last {counted(settings.activity_days, 'day')}")
