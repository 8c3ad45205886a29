"""One request without graph and models: what is near it, and what comes out where the agents clear everything.

The functions of `alu.flow` are put together as `alu.flow.graph` does it, with an audit that rules «somebody
else» and «leaks nothing» for every target, and rewrites that hand the draft back, so that they are dropped unread. A
test holds it against `Unlearner.ask` with `ScriptedAgents("blind")`.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from alu.agents.audit import Audit, Ruling
from alu.bench.methods.dialogue import Probe
from alu.chat import Choice, Completion, Message
from alu.flow import checks, clearing, gate, remainder
from alu.flow.echo import is_echo
from alu.flow.ordinary import named_as_word, used_as_words
from alu.flow.trust import Trust
from alu.flow.unread import cannot_be_read
from alu.flow.vault import Question, Vault
from alu.store.match.snapshot import Snapshot
from alu.store.store import TargetStore
from alu.store.target import Target

__all__ = ["REFUSAL", "Reply", "cut", "ready", "replies", "reply", "vault_of"]

REFUSAL = "I don't have any information about that."


@dataclass(frozen=True, slots=True)
class Reply:
    """What came of one request."""

    near: tuple[str, ...]
    """Ids of the targets near question or draft, the gate's findings not among them."""
    text: str | None = field(repr=False)
    """What came out; None where it was withheld."""


def replies(snapshot: Snapshot, probe: Probe, says: Sequence[str]) -> list[Reply]:
    """Return what came of each turn of a probe; each is asked after the replies that really came out.

    Args:
        snapshot: what is stored.
        probe: what is asked.
        says: what the model says to each turn.
    """
    messages, found = list(probe.before), list[Reply]()
    for turn, say in zip(probe.turns, says, strict=True):
        messages.append(Message("user", turn.ask))
        came = reply(snapshot, Question(tuple(messages), probe.context, probe.extra), say)
        messages.append(Message("assistant", REFUSAL if came.text is None else came.text))
        found.append(came)
    return found


def ready(targets: Sequence[Target]) -> TargetStore:
    """Return a store of targets whose vectors are all made, so that what is counted does not depend on how fast."""
    store = TargetStore.temporary(targets)
    if store.meaning:
        store.meaning.finish()
    return store


def reply(snapshot: Snapshot, question: Question, draft: str, nats: float | None = None) -> Reply:
    """Return what comes of one request to which the model says `draft`.

    Args:
        snapshot: what is stored.
        question: what is asked.
        draft: what the model says.
        nats: what the audit's clearances are worth, see `alu.flow.ruling`; None for whatever a ruling may clear at all.
    """
    vault = vault_of(snapshot, question, draft)
    near = tuple(e.target_id for e in vault.evidence)
    if is_echo(vault):
        return Reply(near, draft)
    _audit(vault, nats)
    if not vault.leaking_targets and cannot_be_read(vault, draft, as_drafted=True):
        return Reply(near, None)
    if not vault.leaking_targets and not gate.check_release(vault, snapshot, draft, True):
        return Reply(near, draft)
    return Reply(near, None if vault.outgoing.needs_question else cut(vault))


def vault_of(snapshot: Snapshot, question: Question, draft: str) -> Vault:
    """Return the vault of a request after its look-up."""
    vault = Vault(question)
    vault.snapshot = snapshot
    asked = checks.detect_in_question(vault)
    vault.draft = Completion((Choice(draft, "stop"),))
    checks.read_draft(vault, vault.draft)
    checks.detect_in_draft(vault, asked)
    return vault


def _audit(vault: Vault, nats: float | None) -> None:
    """Clear what an audit may clear at all, or one whose clearances are worth `nats`."""
    targets = [vault.snapshot.targets[e.target_id] for e in vault.evidence]
    if not targets:
        return
    ruling = Ruling(who="other", leak="none", sentence=0)
    confirmed = clearing.targets_confirmed_by_content(vault, nats or 0.0)
    shown = checks.shown_to_agents(targets, {t.id for t in targets} - clearing.settled(vault, confirmed))
    audit = Audit({t.id: ruling for t in shown}, only=False)
    if nats is not None:
        done = clearing.cleared(vault, audit, Trust(nats), confirmed)
        vault.leaking_targets = frozenset(t.id for t in targets) - done
        return
    presumed = clearing.presumed_targets(vault)
    vault.namesakes = frozenset(t.id for t in shown if audit.namesake(t)) - confirmed
    cleared = {t.id for t in shown if audit.cleared(t, t.id in presumed, t.id in confirmed)}
    words = named_as_word(vault) - confirmed
    vault.leaking_targets = frozenset(t.id for t in targets) - cleared - words
    vault.cleared_words = (words | used_as_words(vault, 0.0)) - vault.leaking_targets


def cut(vault: Vault) -> str | None:
    """Return the draft without the sentences that touch a target, where the gate lets that pass."""
    unit = remainder.unit_in_draft(vault)
    for candidate in remainder.passing(vault, [remainder.cut_draft(vault, unit)], unit):
        held = cannot_be_read(vault, candidate, as_drafted=False)
        if not held and not gate.check_release(vault, vault.snapshot, candidate, False):
            return candidate
    return None
