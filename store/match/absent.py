"""People to whom neither question nor answer refers: «When was the film 'Salt Tide' released?» is about a film.

What is stored of an actor speaks of films, bands and other people, so questions about these share its words. Where
nothing refers to a person without a name, and the answer says nothing that is stored, nothing is said of anybody.
"""

from __future__ import annotations

from collections.abc import Sequence

from alu.store.calibration import HELD_SHARE, TITLE_WORD_NATS
from alu.store.match.evidence import Evidence
from alu.store.match.facts import MEANING, Facts
from alu.store.match.index import Index, rows_of
from alu.store.match.inquiry import Draft, Inquiry
from alu.store.text.normalise import sentences
from alu.store.text.opacity import opaque
from alu.store.text.reading import read
from alu.store.text.referring import is_about_a_person, names_something, refers
from alu.store.text.terms import informative, terms

__all__ = ["present"]

_SOURCES = ("question", "draft")


def present(
    index: Index, facts: Facts, inquiry: Inquiry, draft: Draft, found: Sequence[Evidence], earlier: frozenset[str]
) -> list[Evidence]:
    """Return the evidence without facts about people to whom neither question nor answer refers.

    Args:
        index: what targets are looked up in.
        facts: the channel, which knows their names.
        inquiry: what was asked; where it follows up on other turns, or cannot be read, all evidence stays.
        draft: a text that answers it, readable, without tool calls.
        found: evidence of both.
        earlier: ids of the targets that the dialogue before is near to.
    """
    others = {e.target_id for e in found if not _is_fact(e)} | earlier
    weighed = {e.target_id for e in found} - others
    if not weighed or inquiry.thread is not None or inquiry.replies:
        return list(found)
    asks, says = read(inquiry.text).plain, read(draft.texts[0]).plain
    if not names_something(asks) or opaque(asks) or read(asks).hidden or refers(asks, says):
        return list(found)
    absent = {t for t in weighed if _is_absent(index, facts, t, asks, says)}
    return [e for e in found if e.target_id not in absent]


def _is_fact(one: Evidence) -> bool:
    return one.channel in (Facts.name, MEANING) and one.aspect == "fact" and one.source in _SOURCES


def _is_absent(index: Index, facts: Facts, target_id: str, asks: str, says: str) -> bool:
    """Tell whether a target is a person of whose name no word is there, and the answer says nothing stored."""
    number = index.numbers[target_id]
    rows = [row.text for row in rows_of(index.targets[number])]
    return (
        is_about_a_person(rows)
        and facts.own_words(number).isdisjoint(index.terms.weigh(f"{asks} {says}").hashes)
        and not any(_is_stored(sentence, asks, rows) for sentence in sentences(says))
    )


def _is_stored(sentence: str, asks: str, rows: Sequence[str]) -> bool:
    """Tell whether half of what a sentence says beyond its question is in the words that are stored."""
    new = set(terms(sentence)) - set(terms(asks))
    telling = {w for w in new if informative(w) >= TITLE_WORD_NATS} or new
    held = {w for row in rows for w in terms(row)}
    return len(telling & held) >= HELD_SHARE * len(telling)
