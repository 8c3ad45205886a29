"""`alu activity`: what requests touched, where the setting `activity` keeps it."""

from __future__ import annotations

from typing import Annotated

import typer

from alu.cli import options
from alu.cli.lazy import new_app
from alu.cli.opening import load, open_list
from alu.cli.output import confirmed, note, put_json, put_table

__all__ = ["app"]

app = new_app()
"""`alu activity`."""

Most = Annotated[int, typer.Option(min=1, metavar="N", help="How many, the latest first.")]
Clear = Annotated[bool, typer.Option("--clear", help="Drop all of it; asks first at a terminal.")]


@app.command()
def activity(
    limit: Most = 100,
    clear: Clear = False,
    yes: options.Yes = False,
    store: options.Store = None,
    namespace: options.Namespace = None,
    json: options.Json = False,
) -> None:
    """List requests that touched a target: when, whose key, the verdict and the targets, the latest first.

    Kept only where the setting activity is ids or texts, for activity_days. A removed target is taken out of it.
    """
    from alu.store.persist.activity_log import ActivityLog

    settings = load(store=store, namespace=namespace)
    with open_list(settings) as database:
        log = ActivityLog(database, settings.namespace, settings.activity_days)
        if clear:
            if confirmed("Drop the whole activity of this namespace?", yes=yes, unasked=True):
                note(f"dropped {log.clear()} entries")
            return
        rows = [entry.as_dict() for entry in log.list(limit)]
    if json:
        put_json(rows)
    else:
        put_table(
            ("time", "key", "verdict", "targets"),
            ((row["time"], row["who"], row["verdict"], ", ".join(row["matched"])) for row in rows),
        )
