"""The texts of a request in languages that facts are not in, which cannot be compared with these."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Sequence
from functools import partial

from alu.store.calibration import FOREIGN_SCORE, MAX_NEAR_TARGETS
from alu.store.match.evidence import Evidence
from alu.store.match.facts.chances import among
from alu.store.match.facts.term_index import word_hashes
from alu.store.match.index import Index
from alu.store.text.first_letters import first_letters_among
from alu.store.text.languages import not_english
from alu.store.text.names.places import without_places

__all__ = ["QUESTION", "in_other_languages", "to_be_audited"]

QUESTION = -1
"""The number of the question among the sentences of its answer."""


def in_other_languages(index: Index, question: str, said: Sequence[str]) -> list[tuple[int, str]]:
    """Return the texts that cannot be compared with facts, each with its number among the sentences of an answer.

    An answer in English with a line of Spanish in it has been read but for that line, so it alone counts. Where the
    question is in another language, most of the answer is, or English is, all of both counts, but for first letters.
    A larger town or country that more targets hold than an audit sees tells none of them apart, and counts for nothing.

    Args:
        index: of the targets.
        question: what was asked, decoded.
        said: the sentences of the answer, in order.
    """
    letters = first_letters_among(said)
    found = [(QUESTION, question), *((n, text) for n, text in enumerate(said) if n not in letters)]
    if not index.is_foreign([question]):
        some = [(n, said[n]) for n in not_english(said)]
        if 2 * len(some) < len(said) and index.is_foreign(text for _, text in some):
            found = some
    return [(n, without_places(text, partial(_is_common, index))) for n, text in found]


def _is_common(index: Index, place: str) -> bool:
    """Tell whether more targets hold a place than an audit sees."""
    return len(index.terms.holders(word_hashes(place))) > MAX_NEAR_TARGETS


def to_be_audited(
    nearest: Callable[[Collection[str]], Iterable[Evidence]],
    foreign: Collection[str],
    spoken_of: Collection[str],
    sentences: int,
) -> list[Evidence]:
    """Return the evidence of targets in other languages than a text that an audit has to be asked about.

    A list that an audit sees whole is asked about whole, and so are those that the dialogue was about. Of a longer list
    those count that the text says something of: where it says nothing of anybody, the nearest eight of thousands are as
    good as drawn by lot, so that to ask about them would cost a call an answer and find nobody.

    Args:
        nearest: gives the evidence of those targets, of some, that the text is nearest to.
        foreign: targets whose facts are in other languages than the text.
        spoken_of: targets that earlier turns were about.
        sentences: how many the text has.
    """
    if len(foreign) <= MAX_NEAR_TARGETS:
        return [*nearest(foreign)]
    before = set(foreign).intersection(spoken_of)
    found = [*nearest(before)] if before else []
    more = (e for e in nearest(foreign) if e.target_id not in before)
    return [*found, *(e for e in more if among(e.strength, sentences) >= FOREIGN_SCORE)]
