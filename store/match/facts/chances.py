"""Whether what a long text says of a target is more than one of its many sentences would say by chance.

A score is that of one text and one target. A draft of forty sentences has forty chances to be near to somebody by a
word or two («New York», «The father has two sons»), and few of them, if any, tell a secret. So the odds of a draft are
the mean of those of its sentences, of which several may speak of the same target; a few sentences count as one.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from itertools import accumulate
from math import exp, log

from alu.store.match.evidence import Evidence
from alu.store.match.facts.score_model import log_odds, strength_of

__all__ = ["among", "beyond_chance"]

_FEW = 3
"""Sentences of an answer that says one thing: so many, or fewer, are no more chances than one."""


def among(strength: float, sentences: int) -> float:
    """Return what is left of the strength of one of so many sentences, 0 to 1: its odds are a share of theirs."""
    return strength_of(log_odds(strength) - log(max(1.0, sentences / _FEW)))


def beyond_chance(
    found: Iterable[Evidence],
    parts: Sequence[Sequence[str]],
    threshold: float,
    weighs: Callable[[Evidence], bool],
) -> list[Evidence]:
    """Return the evidence without what is near by no more than chance, in the same order.

    Args:
        found: of the sentences of one text, numbered through all parts.
        parts: the sentences: first those of the text as it is written, then those that hide in it, reading by reading.
            Each reading is a further chance.
        threshold: strength, 0 to 1, from which on one sentence is near.
        weighs: tells which evidence is a score, and may be chance; all other stays.
    """
    listed = list(found)
    ends = list(accumulate(map(len, parts)))
    if not ends or ends[-1] <= _FEW:
        return listed
    of_part = [n for n, part in enumerate(parts) for _ in part]
    best: dict[tuple[str, int], float] = defaultdict(float)
    for one in filter(weighs, listed):
        best[one.target_id, one.sentence] = max(best[one.target_id, one.sentence], one.strength)
    odds: dict[tuple[str, int], float] = defaultdict(float)
    for (target, sentence), strength in best.items():
        odds[target, of_part[sentence]] += exp(log_odds(strength))
    enough = {
        target
        for (target, part), together in odds.items()
        if log(together) - log(max(1.0, ends[part] / _FEW)) >= log_odds(threshold)
    }
    return [one for one in listed if not weighs(one) or one.target_id in enough]
