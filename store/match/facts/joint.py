"""How much a question and its answer together say of a target, as one score.

«Which film did she make in 1984?» and «The Salt Ledger» say little each. The two by themselves, and read as one text,
are weighed by weights that were learnt (`score_model`).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

import numpy as np

from alu.store.match.facts.contexts import Contexts, is_covered
from alu.store.match.facts.facts import Facts
from alu.store.match.facts.score_model import LOWEST, log_odds, score_model, strength_of
from alu.store.match.index import Index
from alu.store.match.query import CandidateFilter, Query
from alu.store.match.ranking import strengths
from alu.store.text.mentions import mentions

__all__ = ["joint_strengths"]


def joint_strengths(
    index: Index, facts: Facts, asked: Mapping[str, float], question: str, sentences: Sequence[str], whole: str
) -> dict[str, float]:
    """Return how near question and answer together are to some targets, 0 to 1, as `Evidence.strength` is.

    Args:
        index: what targets are looked up in.
        facts: the channel.
        asked: of each target that is wanted, at least one, the strength of the question by itself.
        question: what the user wrote last.
        sentences: what the answer asserts.
        whole: both as one text.
    """
    numbers = sorted(index.numbers[t] for t in asked)
    targets = [index.ids[n] for n in numbers]
    chosen = np.array(numbers, np.int64)
    answers = replace(Query.of(sentences, question, "draft"), wanted=CandidateFilter(restrict_to=set(numbers)))
    said = strengths(facts.find(answers, ()))
    weighed = index.terms.weigh(whole)
    vector = index.embedder.embed([whole])[0]
    features, _ = facts.scorer.features(mentions(whole), weighed, index.terms.mass(weighed)[chosen], vector, chosen)
    context = Contexts(index, [whole]).cosines(0, chosen) if facts.meaning else np.full(len(chosen), np.nan)
    scores = score_model().joint(
        np.array([log_odds(asked[t]) for t in targets]),
        np.array([log_odds(said[t]) if t in said else -LOWEST for t in targets]),
        features,
        context,
        is_covered(whole, index.meaning),
    )
    return dict(zip(targets, map(strength_of, scores.tolist()), strict=True))
