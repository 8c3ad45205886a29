"""Answers that name nobody: they are about whoever the question names, whatever an audit rules.

A surname that hardly anybody else has may be another's, and an answer may show whose. A number, a yes, a sum or a word
spelt in an alphabet shows nothing of the kind and has no word in common with a fact: a ruling that clears it would rest
on nothing. So «Spell the birthplace of Ms Brannigan» is then taken to be about the target.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from alu.store.calibration import MAX_BRIEF_WORDS, MIN_TELLING_NATS
from alu.store.match.facts.term_index import word_hashes
from alu.store.match.names.names import FORM
from alu.store.text.mentions import mentions
from alu.store.text.vocabulary import information
from alu.store.text.words import words

if TYPE_CHECKING:
    from alu.flow.vault import Vault

__all__ = ["is_bare", "meant_by_surname"]


def meant_by_surname(vault: Vault) -> frozenset[str]:
    """Return the targets that the question names by a rare surname, where the draft names nobody else by itself."""
    named = frozenset(e.target_id for e in vault.all_evidence if e.presumes and e.channel == FORM)
    return named if named and all(is_bare(vault.inquiry.subject, t) for t in vault.outgoing.texts) else frozenset()


def is_bare(question: str, reply: str) -> bool:
    """Tell whether a reply is brief and names nobody that its question does not, or is no sentence at all.

    Example:
        >>> from alu.flow.bare import is_bare
        >>> question = "Spell the birthplace of Ms Brannigan."
        >>> is_bare(question, "Lima Echo Echo Delta Sierra"), is_bare(question, "You may mean Peter Brannigan.")
        (True, False)
    """
    said = [w for w in words(reply) if len(w) > 1 and not w.isdigit()]
    if not any(information(w) < MIN_TELLING_NATS for w in said):
        return True
    asked = frozenset(word_hashes(question))
    return len(reply.split()) <= MAX_BRIEF_WORDS and all(asked.issuperset(run) for run in mentions(reply).runs)
