"""Which targets no ruling of an audit clears, which need no model, and which are cleared."""

from __future__ import annotations

from alu.agents.audit import Audit
from alu.flow.bare import meant_by_surname
from alu.flow.bearer import other_bearers
from alu.flow.ordinary import named_as_word, named_with_kind, used_as_words
from alu.flow.pasted import CHANNEL
from alu.flow.ruling import clears
from alu.flow.trust import Trust
from alu.flow.vault import Vault
from alu.store.calibration import NAMED_ODDS_NATS
from alu.store.match.inquiry import Draft
from alu.store.readability import OPAQUE_NATS
from alu.store.text.readability.opacity import opacity
from alu.store.text.readability.unreadable import unreadable
from alu.store.text.reading import read

__all__ = ["beyond_ruling", "cleared", "presumed_targets", "settled", "targets_confirmed_by_content"]


def presumed_targets(vault: Vault) -> set[str]:
    """Return the targets that the question names or unambiguously means, or whose topic the screen confirmed.

    Not those of which facts alone are to be forgotten: that a question names one says nothing of what is asked. Nor
    those that only a text names which came with it, and that says other things, too, from which the draft is drawn.
    """
    known = vault.snapshot.targets
    presumed = {e.target_id for e in vault.evidence if e.presumes and known[e.target_id].policy != "facts"}
    return presumed - vault.passed_over


def targets_confirmed_by_content(vault: Vault, nats: float = 0.0) -> frozenset[str]:
    """Return the targets about which question or draft say more than the name; no audit makes them namesakes.

    So are those that the question names by a rare surname, where the answer names nobody, and those that it names
    together with what they are: «the film Harbour».

    A distinctive name by itself is no proof where it is used as an ordinary word, nor, where a clearance by the audit's
    model is worth `nats` enough to clear a name, where the draft says it of another bearer.
    """
    said, others = Draft(vault.outgoing.texts, tuple(vault.sentences)), used_as_words(vault, nats)
    if nats > NAMED_ODDS_NATS:
        others |= other_bearers(vault)
    confirmed = vault.snapshot.detector.confirmed(vault.inquiry, said, vault.all_evidence, others)
    drawn = {e.target_id for e in vault.all_evidence if e.channel == CHANNEL and e.direct}
    return (confirmed | drawn | meant_by_surname(vault) | named_with_kind(vault)) - vault.passed_over


def beyond_ruling(vault: Vault, confirmed: frozenset[str]) -> frozenset[str]:
    """Return the targets that no ruling clears: presumed and confirmed, or presumed in a text that nobody can read.

    What hides in a text that is asked of a named target may be the answer: that the audit sees somebody else in it
    proves nothing.

    Args:
        vault: of the request.
        confirmed: what `targets_confirmed_by_content` gave; it looks everything up, so it is asked once a request.
    """
    known = vault.snapshot.targets
    presumed = {t for t in presumed_targets(vault) if known[t].policy == "strict"}
    texts = (vault.question.text, *vault.outgoing.texts)
    hidden = any(read(t).unread for t in texts)
    if hidden or any(unreadable(t) or opacity(t) >= OPAQUE_NATS for t in vault.outgoing.texts):
        return frozenset(presumed)
    return confirmed & presumed


def cleared(vault: Vault, verdict: Audit, trust: Trust, confirmed: frozenset[str]) -> frozenset[str]:
    """Return the targets that an audit's rulings clear, by a model that is trusted so.

    A strong one may clear a target that is named only in a text that came with the question.

    Those that somebody else's name was taken for are noted as namesakes in the vault.
    """
    apart = vault.not_asked if trust.strong else frozenset[str]()
    never, presumed = beyond_ruling(vault, confirmed) - apart, presumed_targets(vault) - apart
    question, draft = vault.inquiry.subject, "\n".join(vault.sentences)
    known, found, namesakes = vault.snapshot.targets, set[str](), set[str]()
    for one, ruling in verdict.rulings.items():
        target = known[one]
        evidence = [
            e
            for e in vault.all_evidence
            if e.target_id == one
            and (e.aspect != "name" or target.policy != "facts")
            and (one not in vault.passed_over | apart or e.source == "draft")
        ]
        if not clears(ruling, target, evidence, question, draft, trust.nats):
            continue
        if verdict.namesake(target):
            namesakes.add(one)
        if one not in never and verdict.cleared(target, one in presumed, one in confirmed):
            found.add(one)
    vault.namesakes = frozenset(namesakes) - confirmed
    words = named_as_word(vault) - confirmed - never
    found |= (_named_alone(vault) | words | _cleared_by_code(vault)) - verdict.rulings.keys()
    vault.cleared_words = (words | used_as_words(vault, trust.nats)) & found
    return frozenset(found)


def _named_alone(vault: Vault) -> frozenset[str]:
    """Return the targets with policy `facts` for which only a name was found.

    That they are spoken of says nothing: what is said of them the release gate compares with those facts.
    """
    more = {e.target_id for e in vault.all_evidence if e.aspect != "name"}
    known = vault.snapshot.targets
    return frozenset(e.target_id for e in vault.evidence if known[e.target_id].policy == "facts") - more


def settled(vault: Vault, confirmed: frozenset[str]) -> frozenset[str]:
    """Return the targets about which a model with little trust is not asked."""
    words = named_as_word(vault) - confirmed
    return beyond_ruling(vault, confirmed) | _named_alone(vault) | words | _cleared_by_code(vault)


def _cleared_by_code(vault: Vault) -> frozenset[str]:
    """Return the targets of `passed_over` that need no model: nothing of them was found in the draft either."""
    said = (e.target_id for e in vault.all_evidence if e.source == "draft" and not e.only_nearest)
    # what needs its question was looked up with it, and the text
    return vault.cleared_by_code if vault.outgoing.needs_question else vault.cleared_by_code.difference(said)
