"""`alu targets`: what is to be forgotten."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import asdict
from typing import TYPE_CHECKING, Annotated, Any, Literal

import typer

from alu.address import shown
from alu.cli import options
from alu.cli.edit import edit
from alu.cli.enrich import check_terminal, enrich, enrich_added
from alu.cli.examination import check_new
from alu.cli.faults import FAULT
from alu.cli.lazy import new_app
from alu.cli.making import ahead, new_target, who
from alu.cli.opening import id_of, load, named, nothing_made, open_store, open_to_list
from alu.cli.output import confirmed, counted, note, plain, put, put_json, put_table
from alu.cli.progress import bar
from alu.cli.shown import as_json as target_json
from alu.cli.shown import listed, report_of, show_receipt, show_target
from alu.cli.transfer import export_targets, import_targets
from alu.errors import ConfigError

if TYPE_CHECKING:
    pass

__all__ = ["app"]

app = new_app(no_args_is_help=True, help="Manage targets: add, import, list, edit, enrich, remove.")
"""`alu targets` with its commands."""


def add(
    name: Annotated[str, typer.Argument(help="Name of the person, work, place or topic, or title of the text.")],
    alias: Annotated[options.Texts, typer.Option(metavar="NAME", help="Another name; repeatable.")] = None,
    fact: Annotated[
        options.Texts, typer.Option(metavar="TEXT", help="A statement about the target; repeatable.")
    ] = None,
    kind: Annotated[
        Literal["entity", "topic", "text"],
        typer.Option(
            help="entity: a person, work, place · topic: a field of knowledge · text: words that must not be quoted."
        ),
    ] = "entity",
    description: Annotated[str, typer.Option(metavar="TEXT", help="Who or what it is; tells namesakes apart.")] = "",
    example: Annotated[
        options.Texts, typer.Option(metavar="TEXT", help="A question that touches a topic; repeatable.")
    ] = None,
    policy: options.PolicyName = None,
    reason: Annotated[
        str, typer.Option(metavar="REF", help="Reference of the request; kept in the history, so no names.")
    ] = "",
    expires: Annotated[
        str | None,
        typer.Option(metavar="WHEN", help="Time of expiry: 2027-01-31 (UTC), 2027-01-31T12:00+01:00, or 30d from now."),
    ] = None,
    target_id: Annotated[
        str | None, typer.Option("--id", metavar="ID", help="Id of the target; by default a random one.")
    ] = None,
    ask_model: Annotated[
        bool, typer.Option("--enrich", help="Also ask the model what it knows about the target, and store that.")
    ] = False,
    no_forms: options.NoForms = False,
    force: options.Force = False,
    yes: options.Yes = False,
    model: options.Model = None,
    store: options.Store = None,
    namespace: options.Namespace = None,
    as_json: options.Json = False,
) -> None:
    """Add one target. It is enforced from the next request on, in every running process.

    The target is first tested against 505 harmless dialogues: a name that is frequent in ordinary prompts is refused
    without --force, and a fact that would be found in its own wording only causes a warning.
    """
    if ask_model:
        check_terminal(yes=yes)
    fields = {"name": name, "kind": kind, "description": description, "reason": reason, "policy": policy or "strict"}
    lists = {"aliases": tuple(alias or ()), "facts": tuple(fact or ()), "examples": tuple(example or ())}
    own = {"id": target_id} if target_id is not None else {}
    target = new_target(**fields, **lists, **own, derive=not no_forms, expires=ahead(expires) if expires else None)
    settings = load(store=store, namespace=namespace, model=model)
    with open_store(settings, create=True) as targets:
        check_new(targets, target, force=force)
        (added,) = targets.add(target, who=who())
        if ask_model:
            (added,) = enrich_added(settings, targets, [added], yes=yes)
    if as_json:
        put_json(target_json(added))
    else:
        put(added.id)
        note(f"alu: added {plain(added.name)} to {shown(settings.store)}")


def list_targets(
    search: Annotated[
        str,
        typer.Option("--search", metavar="TEXT", help="Only targets with this text in a name, alias, id or reason."),
    ] = "",
    reason: Annotated[
        str, typer.Option("--reason", metavar="REF", help="Only targets with this text in their reason.")
    ] = "",
    limit: Annotated[int | None, typer.Option("--limit", metavar="N", min=1, help="Only the first N.")] = None,
    store: options.Store = None,
    namespace: options.Namespace = None,
    as_json: options.Json = False,
) -> None:
    """List targets, sorted by name."""
    settings = load(store=store, namespace=namespace)
    with open_to_list(settings) as targets:
        stored = targets.list()
    found = [t for t in stored if t.matches(search) and reason.casefold() in t.reason.casefold()]
    listed(found[:limit], json=as_json)
    if stored and not found:
        note(f"alu: none matches, of {counted(len(stored), 'target')}")
    elif not stored and not nothing_made(settings):
        note("alu: no target is stored")
    elif limit and len(found) > limit:
        note(f"alu: {len(found) - limit} more; --limit {len(found)} lists them all")


def show(
    which: options.IdOrName,
    store: options.Store = None,
    namespace: options.Namespace = None,
    as_json: options.Json = False,
) -> None:
    """Show one target with all stored data; for a topic, also what it flags of harmless texts."""
    with open_store(load(store=store, namespace=namespace), create=False) as targets:
        target = targets.get(which)
        pending = targets.meaning is not None and target.id in targets.meaning.pending()
        report = None if as_json else report_of(targets, target)
        show_target(target, json=as_json, report=report, pending=pending)


def remove(
    which: Annotated[list[str], typer.Argument(metavar="ID_OR_NAME...", help="Ids or names of the targets.")],
    reason: Annotated[
        str, typer.Option(metavar="REF", help="Reference of the request; kept in the history, so no names.")
    ] = "",
    yes: options.Yes = False,
    store: options.Store = None,
    namespace: options.Namespace = None,
    as_json: options.Json = False,
) -> None:
    """Remove targets with all stored data: all that are named or, if one does not exist, none.

    Asks for confirmation; without a terminal it requires --yes. The history keeps ids and reasons, no names.
    """
    with open_store(load(store=store, namespace=namespace), create=False) as targets:
        found = {target.id: target for target in named(targets, which)}
        names = ", ".join(f"{plain(target.name)} ({target.id})" for target in found.values())
        if not confirmed(f"Remove {names}?", yes=yes):
            raise typer.Exit(FAULT)
        targets.remove_all(found, reason=reason, who=who())
    if as_json:
        put_json({"removed": list(found)})
    else:
        put("\n".join(found))
        note("alu: removed; answers may tell of it again")


def undo(
    yes: options.Yes = False,
    store: options.Store = None,
    namespace: options.Namespace = None,
    as_json: options.Json = False,
) -> None:
    """Undo the last write, unless it dropped data, which cannot be restored.

    Added targets are removed, and targets that the write only added to are restored. Asks for confirmation; without a
    terminal it requires --yes.
    """
    from alu.store.undo import last_write, take_back

    with open_store(load(store=store, namespace=namespace), create=False) as targets:
        write = last_write(targets)
        what = f"remove {len(write.added)} added, put back {counted(len(write.changed), 'changed target')}"
        if not confirmed(f"Take the last write back: {what}?", yes=yes):
            raise typer.Exit(FAULT)
        take_back(targets, write, who())
    if as_json:
        put_json({"removed": list(write.added), "restored": list(write.changed)})
    else:
        put("\n".join((*write.added, *write.changed)))
        note(f"alu: taken back: {what}")


def stats(store: options.Store = None, namespace: options.Namespace = None, as_json: options.Json = False) -> None:
    """Show the number of targets, facts and vectors."""
    settings = load(store=store, namespace=namespace)
    with open_to_list(settings) as targets:
        figures = asdict(targets.stats())
    if nothing_made(settings):
        figures["where"] = settings.store
    if as_json:
        put_json(figures)
    else:
        kinds = ", ".join(f"{kind} {number:,}" for kind, number in figures["kinds"].items())
        put_table(("what", "value"), {**figures, "kinds": kinds}.items())


def history(store: options.Store = None, namespace: options.Namespace = None, as_json: options.Json = False) -> None:
    """Show the history: every addition, change and removal.

    Time, action, id, user and reason of each write; no names.
    """
    with open_to_list(load(store=store, namespace=namespace)) as targets:
        events: list[dict[str, Any]] = [event.as_dict() for event in targets.history()]
    if as_json:
        put_json(events)
    else:
        header = ("time", "action", "target_id", "who", "reason")
        put_table(header, ([event[column] for column in header] for event in events))


def receipt(
    which: Annotated[
        str, typer.Argument(metavar="ID_OR_NAME", help="The target's id or name; for a removed target its id.")
    ],
    store: options.Store = None,
    namespace: options.Namespace = None,
    as_json: options.Json = False,
) -> None:
    """Print a record of a target's erasure, without its name: since when, who did what, what became of requests.

    It is meant for the person who asked to be forgotten. With --json it is the file that the console saves, with its
    digest.
    """
    from alu.store.exchange.receipt import receipt_of

    settings = load(store=store, namespace=namespace)
    with open_store(settings, create=False) as targets:
        made = receipt_of(targets, id_of(targets, which), settings.activity, settings.activity_days)
    show_receipt(made, json=as_json)


def purge(store: options.Store = None, namespace: options.Namespace = None, as_json: options.Json = False) -> None:
    """Wipe remains of removed targets from all files.

    Rewrites all files that may still contain bytes of them. In SQLite a removal does so as well, unless another
    process is reading. On PostgreSQL it locks the tables (VACUUM FULL) and does not reach the server's log, archives,
    replicas and backups.
    """
    from alu.store.persist.chroma_server import KEEPS

    settings = load(store=store, namespace=namespace)
    with open_store(settings, create=False) as targets:
        targets.purge()
        beyond = "; ".join(filter(None, [targets.database.beyond_reach, settings.chroma and KEEPS]))
    if as_json:
        put_json({"purged": True})
    else:
        note(f"alu: purged; {beyond}" if beyond else "alu: purged")


def index(store: options.Store = None, namespace: options.Namespace = None, as_json: options.Json = False) -> None:
    """Compute pending contextual vectors, and refit topics that were stored without them.

    Downloads the embedder if needed. If interrupted, it resumes the next time.
    """
    with open_store(load(store=store, namespace=namespace), create=False) as targets:
        if targets.meaning is None:
            raise ConfigError("meaning is off: set it to auto, or name an embedder")
        made = targets.meaning.finish(bar())
    if as_json:
        put_json({"embedder": targets.meaning.name, "indexed": made})
    else:
        put(str(made))
        note(f"alu: the contextual vectors of all targets are made, by {targets.meaning.name}")


COMMANDS: dict[str, Callable[..., None]] = {
    "add": add,
    "import": import_targets,
    "list": list_targets,
    "show": show,
    "edit": edit,
    "remove": remove,
    "undo": undo,
    "enrich": enrich,
    "export": export_targets,
    "stats": stats,
    "history": history,
    "receipt": receipt,
    "purge": purge,
    "index": index,
}

for _name, _command in COMMANDS.items():
    app.command(_name)(_command)
