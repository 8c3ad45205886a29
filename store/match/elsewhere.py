"""What of a request is in languages that facts are not in."""

from __future__ import annotations

from collections.abc import Sequence

from alu.store.match.index import Index
from alu.store.text.languages import not_english

__all__ = ["QUESTION", "in_other_languages"]

QUESTION = -1
"""The number of the question among the sentences of its answer."""


def in_other_languages(index: Index, question: str, said: Sequence[str]) -> list[tuple[int, str]]:
    """Return the texts that cannot be compared with facts, each with its number among the sentences of an answer.

    An answer in English with a line of Spanish in it has been read but for that line, so it alone counts. Where the
    question is in another language, most of the answer is, or English is, all of both counts.

    Args:
        index: of the targets.
        question: what was asked, decoded.
        said: the sentences of the answer, in order.
    """
    every = [(QUESTION, question), *enumerate(said)]
    if index.foreign([question]):
        return every
    some = [(n, said[n]) for n in not_english(said)]
    few = 2 * len(some) < len(said)
    return some if few and index.foreign(text for _, text in some) else every
