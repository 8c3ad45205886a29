"""The weight of an audit's ruling: one more piece of evidence, by how reliable its model was measured to be.

A clearance speaks against a leak by the nats that `Trust` holds: the log of how much more often the model clears what
is harmless than what leaks. A target is cleared where that, and what code can check of the ruling, outweigh what
speaks for it: the log odds of the detector's evidence.
"""

from __future__ import annotations

from collections.abc import Iterable
from math import log
from typing import TYPE_CHECKING

from alu.store.calibration import FOREIGN_ODDS_NATS, MAX_FACT_STRENGTH, NAMED_ODDS_NATS, REFERENT_NATS
from alu.store.match.names.names import FORM
from alu.store.text.normalise import normalise
from alu.store.text.terms import telling_stems, word_list

if TYPE_CHECKING:
    from alu.agents.audit import Ruling
    from alu.store.match.evidence import Evidence
    from alu.store.target import Target

__all__ = ["clears", "odds_of", "refers_elsewhere"]


def clears(
    ruling: Ruling, target: Target, evidence: Iterable[Evidence], question: str, draft: str, trusted: float
) -> bool:
    """Tell whether a ruling outweighs the evidence for `target`.

    Args:
        ruling: the audit's, on this target.
        target: what it is about.
        evidence: what the detector found of it.
        question: what was asked.
        draft: what it asserts; the other referent must be in one of the two.
        trusted: nats that a clearance by this model is worth.
    """
    if ruling.leak != "none" or trusted <= 0:
        return False
    found = list(evidence)
    other = ruling.who == "other" and refers_elsewhere(ruling.words, target, question, draft)
    asked = (e.mention for e in found if e.channel == FORM and e.source != "draft")
    other = other and all(_is_borne(form, ruling.words) for form in asked)
    return trusted + (REFERENT_NATS if other else 0.0) > odds_of(found)


def odds_of(evidence: Iterable[Evidence]) -> float:
    """Return the log odds, in nats, that a text leaks a target: the most that a piece of evidence gives; 0 for none."""
    return max(map(_odds, evidence), default=0.0)


def refers_elsewhere(words: str, target: Target, question: str, draft: str) -> bool:
    """Tell whether `words` name another referent.

    Those that tell anything are all in question or draft, and one of them is in the draft, which is what leaves, and
    in nothing that is stored of the target.
    """
    said, drafted = telling_stems([words]), telling_stems([draft])
    new = said & drafted
    if not new or not said <= drafted | telling_stems([question]):
        return False  # before what is stored is read, which may be long
    for text in (*target.names, target.description, *(f.text for f in target.facts)):
        new -= telling_stems([text])
    return bool(new)


def _is_borne(form: str, words: str) -> bool:
    """Tell whether `words` name somebody, or something, by the surname of a form.

    A question about «Brannigan» is about another only where that one is a Brannigan, or has the word in its name, like
    «Brannigan's law»: not where the answer happens to hold a year or a third name.
    """
    surname = word_list(normalise(form))[-1:]
    return bool(surname) and surname[0] in word_list(normalise(words))


def _odds(e: Evidence) -> float:
    if e.aspect in ("fact", "text") and not e.only_nearest:
        share = min(e.strength, MAX_FACT_STRENGTH)
        return log(share / (1 - share)) if share > 0 else 0.0
    return NAMED_ODDS_NATS if e.presumes or e.aspect == "name" else FOREIGN_ODDS_NATS
