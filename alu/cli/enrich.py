"""`alu targets enrich`: ask the target model itself what it knows of a name, once per target."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from typing import TYPE_CHECKING, Annotated

import typer

from alu.cli import options, output
from alu.cli.making import who
from alu.cli.opening import load, named, open_store, open_unlearner
from alu.cli.output import confirmed, note, plain
from alu.cli.shown import listed
from alu.cli.waiting import waiting
from alu.errors import AluError, InputError

if TYPE_CHECKING:
    from alu.config import Settings
    from alu.store.store import TargetStore
    from alu.store.target import Target

__all__ = ["check_terminal", "enrich", "enrich_added"]

_SHOWN = 10
"""Ids that are named where more could not be enriched."""


def enrich(
    which: Annotated[list[str] | None, typer.Argument(metavar="[ID]...", help="Ids or names; all if none.")] = None,
    yes: options.Yes = False,
    model: options.Model = None,
    timeout: options.Timeout = None,
    store: options.Store = None,
    namespace: options.Namespace = None,
    as_json: options.Json = False,
) -> None:
    """Ask the model what it knows about targets, and store that.

    Aliases and key facts, or subfields of a topic, are shown and confirmed first. A bare name is a weak target; with
    facts, questions that avoid the name are found as well. It takes a few model calls per target, once, and none per
    request.
    """
    check_terminal(yes=yes)
    settings = load(store=store, namespace=namespace, model=model, timeout=timeout)
    with open_store(settings, create=False) as targets:
        chosen = named(targets, which) if which else targets.list()
        listed(enrich_now(settings, targets, chosen, yes=yes), json=as_json)


def check_terminal(*, yes: bool) -> None:
    """Refuse to begin where no user can confirm.

    Raises:
        InputError: stdin is no terminal and `yes` is not given.
    """
    if not yes and not output.at_terminal():
        raise InputError("what the model says is shown and confirmed first; without a terminal add --yes")


def enrich_now(settings: Settings, store: TargetStore, targets: Sequence[Target], *, yes: bool) -> list[Target]:
    """Enrich stored `targets` one by one and return them as they are stored then."""
    kept = []
    with open_unlearner(settings, store) as unlearner:
        for number, target in enumerate(targets, 1):
            note(f"alu: asking the model about {plain(target.name)} ({number} of {len(targets)}) …")
            with waiting("asking"):
                proposal = unlearner.enrich(target)
            if _accepted(target, proposal, yes=yes):
                target = store.revise(target.id, partial(_completed, target, proposal), who()).new
            kept.append(target)
    return kept


def enrich_added(settings: Settings, store: TargetStore, targets: Sequence[Target], *, yes: bool) -> list[Target]:
    """Enrich targets that were just added; where that fails, say that they are stored, and how to go on."""
    try:
        return enrich_now(settings, store, targets, yes=yes)
    except AluError:
        ids = [target.id for target in targets[:_SHOWN]]
        shown = " ".join(ids) if len(ids) == len(targets) else ""
        note(f"alu: stored and enforced, but not enriched: {len(targets)} ({shown or f'{ids[0]} …'});")
        note(f"alu: `{f'alu targets enrich {shown}'.strip()}` completes that")
        raise


def _completed(asked: Target, proposal: Target, stored: Target) -> Target:
    """Return a stored target with what the model added to it as it was `asked` about; it may have changed meanwhile."""
    aliases = (alias for alias in proposal.aliases if alias not in (*asked.aliases, *stored.aliases))
    facts = (fact for fact in proposal.facts if fact not in (*asked.facts, *stored.facts))
    examples = (e for e in proposal.examples if e not in (*asked.examples, *stored.examples))
    new = proposal.description != asked.description
    return stored.model_copy(
        update={
            "aliases": (*stored.aliases, *aliases),
            "facts": (*stored.facts, *facts),
            "examples": (*stored.examples, *examples),
            "description": proposal.description if new else stored.description,
        }
    )


def _accepted(target: Target, proposal: Target, *, yes: bool) -> bool:
    """Show what would be added and ask whether to keep it."""
    added = [f"alias: {plain(a)}" for a in proposal.aliases if a not in target.aliases]
    added += [f"fact: {plain(f.text)}" for f in proposal.facts if f not in target.facts]
    added += [f"example: {plain(e)}" for e in proposal.examples if e not in target.examples]
    if proposal.description != target.description:
        added.append(f"description: {plain(proposal.description)}")
    if not added:
        note("  nothing new")
        return False
    note("\n".join(f"  + {line}" for line in added))
    return confirmed("Keep this?", yes=yes)
