"""`alu keys`: who may use the server."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Literal, get_args

import typer

from alu.cli import options
from alu.cli.faults import FAULT
from alu.cli.lazy import new_app
from alu.cli.opening import load, open_list, open_store
from alu.cli.output import confirmed, note, put, put_json, put_table

if TYPE_CHECKING:
    from alu.server.keys import ApiKey

__all__ = ["app"]

app = new_app(no_args_is_help=True)
"""`alu keys` with its commands."""

KeyName = Annotated[str, typer.Argument(metavar="NAME", help="Whose key it is, as the targets' history says.")]
RoleOfKey = Literal["user", "reviewer", "admin"]
ROLES = get_args(RoleOfKey)
RoleOption = Annotated[
    RoleOfKey, typer.Option(help="user: ask; reviewer: see the activity too; admin: all, and change targets.")
]


@app.callback()
def keys() -> None:
    """Make, list and remove API keys for `alu serve`."""


@app.command()
def add(
    name: KeyName,
    role: RoleOption = "user",
    store: options.Store = None,
    namespace: options.Namespace = None,
    json: options.Json = False,
) -> None:
    """Make a key for the targets of a namespace and print it, once: only its hash is kept."""
    from alu.server.keys import KeyRing

    if name.strip().lower() in ROLES and name.strip().lower() != role:
        note(f"alu: {name.strip()} is the name of this key, and its role is {role}: for the other say --role")

    settings = load(store=store, namespace=namespace)
    with open_store(settings, create=True) as opened:
        key, secret = KeyRing(opened.database).add(name, role, settings.namespace)
    if json:
        put_json({**key.as_dict(), "key": secret})
    else:
        note(f"{key.role} key {key.id} for {key.name}, namespace {key.namespace}; it is not shown again:")
        put(secret)


@app.command("list")
def list_(store: options.Store = None, json: options.Json = False) -> None:
    """List the keys, without the keys themselves."""
    from alu.server.keys import KeyRing

    with open_list(load(store=store)) as database:
        found = KeyRing(database).list()
    if json:
        put_json([key.as_dict() for key in found])
    else:
        put_table(("id", "name", "role", "namespace", "created"), map(_row, found))


@app.command()
def remove(
    key: Annotated[str, typer.Argument(metavar="ID_OR_NAME")], store: options.Store = None, yes: options.Yes = False
) -> None:
    """Remove a key; a running server refuses it a second later."""
    from alu.server.keys import KeyRing

    with open_list(load(store=store)) as database:
        ring = KeyRing(database)
        last = len(ring.list()) == 1
        warning = " It is the last one: without it, a server that runs lets nobody in." if last else ""
        if not confirmed(f"remove the key {key}?{warning}", yes=yes, unasked=True):
            raise typer.Exit(FAULT)
        note(f"removed {ring.remove(key).id}")


def _row(key: ApiKey) -> list[str]:
    return list(key.as_dict().values())
