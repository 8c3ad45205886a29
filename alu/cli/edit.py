"""`alu targets edit`: change what is kept of one target."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any, Literal

import typer

from alu.address import shown
from alu.cli import options
from alu.cli.examination import check_new
from alu.cli.making import ahead, who
from alu.cli.opening import load, open_store
from alu.cli.output import note, put, put_json
from alu.cli.shown import as_json as target_json
from alu.errors import InputError

if TYPE_CHECKING:
    from alu.store.target import Fact, Target

__all__ = ["edit"]

NEVER = "never"
"""What `--expires` takes for a target that stays enforced."""


def edit(
    which: options.IdOrName,
    name: Annotated[
        str | None, typer.Option(metavar="NAME", help="New name; use --add-alias to keep the old one findable.")
    ] = None,
    add_alias: Annotated[options.Texts, typer.Option(metavar="NAME", help="Alias to add; repeatable.")] = None,
    remove_alias: Annotated[options.Texts, typer.Option(metavar="NAME", help="Alias to remove; repeatable.")] = None,
    add_fact: Annotated[options.Texts, typer.Option(metavar="TEXT", help="Statement to add; repeatable.")] = None,
    remove_fact: Annotated[
        options.Texts,
        typer.Option(metavar="N|TEXT", help="Fact to remove, by its number in `show` or its text; repeatable."),
    ] = None,
    description: Annotated[
        str | None, typer.Option(metavar="TEXT", help="Who or what it is; '' removes the description.")
    ] = None,
    kind: Annotated[Literal["entity", "topic", "text"] | None, typer.Option(help="What it is.")] = None,
    policy: options.PolicyName = None,
    reason: Annotated[
        str | None, typer.Option(metavar="REF", help="Reference of the request; kept in the history, so no names.")
    ] = None,
    expires: Annotated[
        str | None,
        typer.Option(metavar="WHEN", help=f"Enforced until then, a date or 30d from now, or {NEVER} to end it."),
    ] = None,
    forms: Annotated[
        bool | None,
        typer.Option(
            "--forms/--no-forms", help="Match derived forms of the names as well, or the names as given only."
        ),
    ] = None,
    force: options.Force = False,
    store: options.Store = None,
    namespace: options.Namespace = None,
    as_json: options.Json = False,
) -> None:
    """Change one target; fields that are not given keep their values.

    It takes effect from the next request on. Removed texts are wiped from every file, as after `remove`, and are no
    longer forgotten. The history keeps the id and the reason.
    """
    fields = {
        "name": name,
        "description": description,
        "kind": kind,
        "policy": policy,
        "reason": reason,
        "derive": forms,
    }
    given: dict[str, Any] = {field: value for field, value in fields.items() if value is not None}
    if expires is not None:
        given["expires"] = None if expires == NEVER else ahead(expires)
    settings = load(store=store, namespace=namespace)
    with open_store(settings, create=False) as targets:
        from alu.store.edit import changed

        def change(old: Target) -> Target:
            aliases = _aliases(old, add_alias or [], remove_alias or [])
            facts = _facts(old, add_fact or [], remove_fact or [])
            return changed(old, {**given, "aliases": aliases, "facts": facts})

        old = targets.get(which)
        if name or add_alias or add_fact:
            check_new(targets, change(old), force=force, known=old.names)
        done = targets.revise(which, change, who())
    if as_json:
        put_json(target_json(done.new))
    else:
        put(done.new.id)
        note("alu: nothing changed" if done.outcome == "unchanged" else f"alu: changed in {shown(settings.store)}")


def _aliases(target: Target, added: list[str], removed: list[str]) -> list[str]:
    """Return the aliases of the target without some and with others.

    Raises:
        InputError: one to be dropped is none of them.
    """
    from alu.store.persist.records import key_of

    dropped = {key_of(name) for name in removed}
    if not dropped <= {key_of(name) for name in target.aliases}:
        raise InputError("--remove-alias: the target has no such alias: `alu targets show` shows them")
    return [*(name for name in target.aliases if key_of(name) not in dropped), *added]


def _facts(target: Target, added: list[str], removed: list[str]) -> list[Fact | str]:
    """Return the facts of the target without some and with others that it does not have yet.

    Raises:
        InputError: one to be dropped is none of them.
    """
    dropped = {index for which in removed for index in _positions(target, which)}
    kept = [fact for index, fact in enumerate(target.facts) if index not in dropped]
    statements = {fact.text for fact in kept if not fact.question}
    return [*kept, *(text for text in dict.fromkeys(map(str.strip, added)) if text not in statements)]


def _positions(target: Target, which: str) -> list[int]:
    """Return where the facts of that text or, else, the fact of that number is."""
    found = [index for index, fact in enumerate(target.facts) if fact.text == which.strip()]
    if not found and which.isdecimal() and 1 <= int(which) <= len(target.facts):
        found = [int(which) - 1]
    if not found:
        raise InputError("--remove-fact: the target has no such fact: `alu targets show` numbers them")
    return found
