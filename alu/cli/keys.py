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

KeyName = Annotated[
    str, typer.Argument(metavar="NAME", help="Name of the key's owner, shown in the history of targets.")
]
RoleOfKey = Literal["user", "reviewer", "admin"]
ROLES = get_args(RoleOfKey)
RoleOption = Annotated[
    RoleOfKey,
    typer.Option(
        help="user: ask; reviewer: also see the activity log; admin: everything, including changes of targets."
    ),
]
Expires = Annotated[
    str | None, typer.Option(metavar="WHEN", help="Time of expiry: a date, or a time from now such as 12h, 30d or 8w.")
]
PerMinute = Annotated[
    int | None, typer.Option(min=1, metavar="N", help="Requests per minute (default: --rate of `serve`).")
]
TokensPerDay = Annotated[int | None, typer.Option(min=1, metavar="N", help="Tokens of replies per day (UTC).")]
Grace = Annotated[str, typer.Option(metavar="TIME", help="How long the old secret stays valid, such as 90m or 12h.")]
KeyIdOrName = Annotated[str, typer.Argument(metavar="ID_OR_NAME", help="Id or name of the key.")]


@app.callback()
def keys() -> None:
    """Create, list, rotate and remove the server's API keys."""


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
    """Create a key for a namespace and print it once; only its hash is stored."""
    from alu.server.keys import KeyRing, KeyTerms

    if name.strip().lower() in ROLES and name.strip().lower() != role:
        note(f"alu: {name.strip()} is the name of this key, and its role is {role}; the role is given by --role")

    terms = KeyTerms(ahead(expires) if expires else None, requests_per_minute, tokens_per_day)
    settings = load(store=store, namespace=namespace)
    with open_store(settings, create=True) as opened:
        made = KeyRing(opened.database).add(name, role, settings.namespace, terms)
        head = opened.database.head(settings.namespace)
    if not (head and head.targets):
        note(f"alu: namespace {settings.namespace!r} has no target yet: nothing is withheld from whoever uses this key")
    _show(*made, json=json)


@app.command()
def rotate(
    key: KeyIdOrName,
    expires: Expires = None,
    grace: Grace = "0m",
    store: options.Store = None,
    json: options.Json = False,
) -> None:
    """Give a key a new secret and print it once; a running server rejects the old one within a second.

    Everything else stays the same. The new secret is valid for as long as the old one was meant to be, unless
    --expires is given.
    """
    from alu.server.keys import KeyRing

    until, patience = ahead(expires) if expires else None, span(grace, "--grace")
    with open_list(load(store=store)) as database:
        made = KeyRing(database).rotate(key, expires=until, grace=patience)
    _show(*made, json=json)


@app.command("list")
def list_(store: options.Store = None, json: options.Json = False) -> None:
    """List the keys, without their secrets; for keys with limits also today's usage (UTC)."""
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
    """Remove a key; a running server rejects it within a second.

    Asks for confirmation; without a terminal it requires --yes.
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
