"""Names used as ordinary words in question and draft: «What is a harbour?» of a firm «Harbour».

A model that is trusted may then rule that something else is meant. Where the draft also speaks of things in general and
of nobody, and nothing but the word was found, no model is needed. «The film Harbour» is no harbour, whatever it rules.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from alu.store.calibration import MAX_PLAIN_CHARACTERS, NAMED_ODDS_NATS, STRONG_NATS
from alu.store.text.names.kinds import is_named_with_kind
from alu.store.text.names.name_forms import is_person_name
from alu.store.text.names.ordinary_words import Use, directs, use_of
from alu.store.text.names.short_names import without_article
from alu.store.text.terms import terms

if TYPE_CHECKING:
    from alu.flow.vault import Vault
    from alu.store.target import Target

__all__ = ["is_ordinary_word", "named_as_word", "named_with_kind", "used_as_words"]


def is_ordinary_word(target: Target, question: str, answer: str) -> bool:
    """Tell whether question and answer have the names of `target` that stand there as ordinary words: «a harbour»."""
    return _use(target, question, answer) >= Use.WORD


def used_as_words(vault: Vault, nats: float) -> frozenset[str]:
    """Return the targets whose names are used as words, as far as a model whose clearance is worth `nats` may say so.

    One that is trusted little may where the word is counted, qualified or done, a strong one wherever it is in small
    letters.
    """
    least = Use.SMALL if nats >= STRONG_NATS else Use.WORD if nats > NAMED_ODDS_NATS else Use.COUNTED
    return frozenset(t for t, use in _uses(vault).items() if use >= least)


def named_as_word(vault: Vault) -> frozenset[str]:
    """Return the targets of which nothing but the name was found, as a word of a text that speaks of nobody.

    The question is one sentence and all that was sent, so that nothing else says what the word is to mean.
    """
    question = vault.question
    if (
        not question.is_bare
        or vault.stated
        or len(question.text) > MAX_PLAIN_CHARACTERS
        or len(vault.outgoing.texts) != 1
    ):
        return frozenset()
    more = {e.target_id for e in vault.all_evidence if e.aspect != "name"}
    return frozenset(t for t, use in _uses(vault).items() if use == Use.GENERAL and t not in more)


def named_with_kind(vault: Vault) -> frozenset[str]:
    """Return the targets that the question names together with what they are; people may share a calling, too."""
    question, known = vault.inquiry.subject, vault.snapshot.targets
    named = {e.target_id for e in vault.all_evidence if e.presumes and e.aspect == "name"}
    return frozenset(t for t in named if _is_named_with_kind(known[t], question))


def _is_named_with_kind(target: Target, question: str) -> bool:
    facts = [fact.text for fact in target.facts]
    names = (name for name in target.names if not is_person_name(name))
    return any(is_named_with_kind(name, target.description, facts, question) for name in names)


def _uses(vault: Vault) -> Mapping[str, Use]:
    """Return how the names are used of the targets that were found by them as they are stored, and not in disguise."""
    known = vault.snapshot, vault.all_evidence, tuple(vault.sentences)
    return vault.once(_uses, known, lambda: _worked_out(vault))


def _worked_out(vault: Vault) -> Mapping[str, Use]:
    known = vault.snapshot.targets
    found = [e for e in vault.all_evidence if e.aspect == "name"]
    other = {e.target_id for e in found if e.disguised or e.mention not in _letters(known[e.target_id])}
    question, answer = vault.inquiry.subject, " ".join(vault.sentences)
    others = vault.question.others
    if any(m.role == "user" and directs(m.content) for m in others):
        return {}
    earlier = "\n".join([*(m.content for m in others if m.content), *vault.question.context])
    named = dict.fromkeys(e.target_id for e in found if e.target_id not in other)
    return {t: min(_use(known[t], question, answer), _use(known[t], earlier, "", Use.GENERAL)) for t in named}


def _use(target: Target, question: str, answer: str, unless: Use = Use.NAME) -> Use:
    """Return how two texts use the names of a target, at worst; `unless` none is there."""
    known = (target.description, *(text for fact in target.facts for text in (fact.text, fact.question or "")))
    names = {" ".join(without_article(name.split())): None for name in target.names}
    uses = (use_of(name, known, question, answer) for name in names)
    return min((use for use in uses if use is not None), default=unless)


def _letters(target: Target) -> frozenset[str]:
    names = (name.split() for name in target.names)
    return frozenset("".join(terms(" ".join(some))) for words in names for some in (words, without_article(words)))
