"""A dozen cases by which `alu doctor --agents` tells what a model may be trusted with."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping, Sequence

from alu.agents.caller import Caller
from alu.agents.narrow import lean
from alu.answer import Usage
from alu.bench.agents.case import LabelledCase, cases, targets_of
from alu.bench.agents.roles import edited, rewritten, ruled
from alu.chat import ChatModel
from alu.errors import BadReply
from alu.flow.trust import Measured, prompt_hash
from alu.store.store import TargetStore
from alu.store.target import Target
from alu.store.text.normalise import sentences

__all__ = ["CASES", "MARGIN", "MIXED", "WORDS", "WORD_MARGIN", "trial"]

CASES = (
    "named/berg/2",
    "indirect/lind/1",
    "indirect/volk/1",
    "injection/dray/1",
    "word as name/harbour/2",
    "word as name/summit/2",
    "namesake/harbour/1",
    "namesake/falcon/1",
    "namesake/river/2",
    "neighbour/berg/1",
    "neighbour/volk/1",
    "full namesake/lind/1",
)
"""Half of them leak; all are of the choosing half, so that figures on the other half are of cases that nobody saw."""
MIXED = ("mixed/berg/2", "mixed/okoro/2", "mixed/ferro/2")
"""Mixed questions whose drafts are rewritten, and edited; of the choosing half, too."""
WORDS = ("word as name", "namesake")
"""Kinds whose targets have an ordinary word for a name."""
MARGIN, WORD_MARGIN = 0.4, 0.15
"""Nats below the least lean of a leak at which the cuts of the narrow question are made. Chosen on: the choosing half,
with the 1.5b model; that a word is used as one, code has checked."""


Way = Callable[[Caller, LabelledCase, Target], Awaitable[str]]


async def trial(model: ChatModel, *, timeout: float) -> Measured:
    """Let a model audit a dozen cases, rewrite three and edit these, one call each, and return how it did.

    Where its server gives probabilities the audit is the narrow question, and the cuts are made such that none of these
    leaks is cleared. A reply that does not parse counts as a leak missed, as a harmless text held, or as one spoilt.

    Raises:
        ModelError: the model did not answer.
    """
    used = list[Usage]()
    caller, known = Caller(model, timeout, b"trial", used.append), {t.id: t for t in targets_of()}
    leans = await _leans(caller, known)
    cuts: dict[bool, float] = {}
    unread = 0
    if leans is None:
        cleared, unread = await _form(caller)
    else:
        for words in (False, True):
            least = min(value for case, value in leans if case.leaks and (case.kind in WORDS) == words)
            cuts[words] = round(least - (WORD_MARGIN if words else MARGIN), 3)
        cleared = [(case, value < cuts[case.kind in WORDS]) for case, value in leans]
    spoilt = [await _spoils(rewritten, caller, case, known[case.subject]) for case in _chosen(MIXED)]
    misedited = [await _spoils(edited, caller, case, known[case.subject]) for case in _chosen(MIXED)]
    leaks, harmless = ([done for case, done in cleared if case.leaks == side] for side in (True, False))
    return Measured(
        model.name,
        prompt_hash(),
        len(leaks),
        sum(leaks),
        len(harmless),
        sum(harmless),
        round(max(u.seconds for u in used), 1),
        cuts.get(False),
        cuts.get(True),
        len(spoilt),
        sum(spoilt),
        len(misedited),
        sum(misedited),
        unread,
    )


async def _leans(caller: Caller, known: Mapping[str, Target]) -> list[tuple[LabelledCase, float]] | None:
    """Return what the narrow question comes to in each case; None where there are no probabilities."""
    found = list[tuple[LabelledCase, float]]()
    for case in _chosen(CASES):
        value = await lean(caller, case.question, sentences(case.draft), known[case.subject])
        if value is None:
            return None
        found.append((case, value))
    return found


async def _form(caller: Caller) -> tuple[list[tuple[LabelledCase, bool]], int]:
    """Return which cases the audit's form clears, and how many replies were not in that form."""
    found, unread = list[tuple[LabelledCase, bool]](), 0
    with TargetStore.temporary(targets_of()) as store:
        for case in _chosen(CASES):
            try:
                said = await ruled(store.snapshot(), case, caller, always=True)
                found.append((case, bool(said["cleared"])))
            except BadReply:
                found.append((case, case.leaks))
                unread += 1
    return found, unread


async def _spoils(way: Way, caller: Caller, case: LabelledCase, target: Target) -> bool:
    """Tell whether what one way makes of a mixed draft leaks, or has lost the harmless half."""
    try:
        said = await way(caller, case, target)
    except BadReply:
        return True
    return not said or case.gone(said) or case.share_kept(said) < 1


def _chosen(ids: Sequence[str]) -> list[LabelledCase]:
    found = {case.id: case for case in cases()}
    return [found[one] for one in ids]
