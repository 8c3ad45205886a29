"""`alu keys`: who may use the server."""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING, Annotated, Literal, get_args

import typer

from alu.cli import options
from alu.cli.faults import FAULT
from alu.cli.lazy import new_app
from alu.cli.making import ahead, span
from alu.cli.opening import load, open_list, open_store
from alu.cli.output import confirmed, note, put, put_json, put_table

if TYPE_CHECKING:
    from alu.server.budgets import KeyUse
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
Expires = Annotated[
    str | None, typer.Option(metavar="WHEN", help="Accept it until then: a date, or a time from now as 12h, 30d or 8w.")
]
PerMinute = Annotated[int | None, typer.Option(min=1, metavar="N", help="Requests a minute (else --rate of `serve`).")]
TokensPerDay = Annotated[int | None, typer.Option(min=1, metavar="N", help="Tokens of replies in a day of UTC.")]
Grace = Annotated[str, typer.Option(metavar="TIME", help="Accept the old secret for so long, too, as 90m or 12h.")]
KeyIdOrName = Annotated[str, typer.Argument(metavar="ID_OR_NAME", help="Which key.")]


@app.callback()
def keys() -> None:
    """Make, list, rotate and remove API keys for `alu serve`."""


@app.command()
def add(
    name: KeyName,
    role: RoleOption = "user",
    expires: Expires = None,
    requests_per_minute: PerMinute = None,
    tokens_per_day: TokensPerDay = None,
    store: options.Store = None,
    namespace: options.Namespace = None,
    json: options.Json = False,
) -> None:
    """Make a key for the targets of a namespace and print it, once: only its hash is kept."""
    from alu.server.keys import KeyRing, KeyTerms

    if name.strip().lower() in ROLES and name.strip().lower() != role:
        note(f"alu: {name.strip()} is the name of this key, and its role is {role}; the role is given by --role")

    terms = KeyTerms(ahead(expires) if expires else None, requests_per_minute, tokens_per_day)
    settings = load(store=store, namespace=namespace)
    with open_store(settings, create=True) as opened:
        made = KeyRing(opened.database).add(name, role, settings.namespace, terms)
    _show(*made, json=json)


@app.command()
def rotate(
    key: KeyIdOrName,
    expires: Expires = None,
    grace: Grace = "0m",
    store: options.Store = None,
    json: options.Json = False,
) -> None:
    """Give a key another secret and print it, once; a running server refuses the old one a second later.

    All else stays. It expires after as long a time as before, unless --expires says when.
    """
    from alu.server.keys import KeyRing

    until, patience = ahead(expires) if expires else None, span(grace)
    with open_list(load(store=store)) as database:
        made = KeyRing(database).rotate(key, expires=until, grace=patience)
    _show(*made, json=json)


@app.command("list")
def list_(store: options.Store = None, json: options.Json = False) -> None:
    """List the keys, without the keys themselves, and what was asked today (UTC) with those that have limits."""
    from alu.server.budgets import Budgets
    from alu.server.keys import KeyRing

    with open_list(load(store=store), or_empty=True) as database:
        found, used = KeyRing(database).list(), Budgets(database).used()
    rows = [(key, used.get(key.id)) for key in found]
    if json:
        put_json([{**key.as_dict(), "today": asdict(use) if use else None} for key, use in rows])
    else:
        header = ("id", "name", "role", "namespace", "created", "expires", "a minute", "requests", "tokens")
        put_table(header, [_row(*row) for row in rows])
    if not found:
        note("alu: no key is made yet: `alu keys add NAME --role admin` makes one")


@app.command()
def remove(key: KeyIdOrName, store: options.Store = None, yes: options.Yes = False, json: options.Json = False) -> None:
    """Remove a key; a running server refuses it a second later.

    Asks first; without a terminal it wants --yes.
    """
    from alu.server.keys import KeyRing

    with open_list(load(store=store)) as database:
        ring = KeyRing(database)
        last = len(ring.list()) == 1
        warning = " It is the last one: without it, a server that runs lets nobody in." if last else ""
        if not confirmed(f"remove the key {key}?{warning}", yes=yes):
            raise typer.Exit(FAULT)
        removed = ring.remove(key)
    if json:
        put_json(removed.as_dict())
    else:
        put(removed.id)
        note("alu: removed; a running server refuses it a second later")


def _show(key: ApiKey, secret: str, *, json: bool) -> None:
    if json:
        put_json({**key.as_dict(), "key": secret})
        return
    until = f", until {key.terms.expires:%Y-%m-%d %H:%M} UTC" if key.terms.expires else ""
    note(f"{key.role} key {key.id} for {key.name}, namespace {key.namespace}{until}; it is not shown again:")
    put(secret)


def _row(key: ApiKey, use: KeyUse | None) -> list[object]:
    shown, terms = key.as_dict(), key.terms
    expires = "expired" if key.expired else shown["expires"] or "–"
    tokens = use.tokens if use else "–"
    tokens = f"{tokens} of {terms.tokens_per_day}" if terms.tokens_per_day else tokens
    own = [shown[name] for name in ("id", "name", "role", "namespace", "created")]
    return [*own, expires, terms.requests_per_minute or "–", use.requests if use else "–", tokens]
