"""People that neither question nor answer refers to: «When was the film 'Salt Tide' released?» is about a film.

What is stored of an actor speaks of films, bands and other people, so questions about these share its words; what is
stored of a patient speaks of an illness, so that «What is asthma?» does. Where nothing refers to a person without a
name, and the answer says nothing that is stored, nothing is said of anybody.
"""

from __future__ import annotations

from collections.abc import Sequence

from alu.store.calibration import TITLE_WORD_NATS, UNKNOWN_WORD_NATS
from alu.store.match.evidence import Evidence
from alu.store.match.facts.confirmation import says_a_fact
from alu.store.match.facts.facts import Facts
from alu.store.match.facts.term_index import word_hashes
from alu.store.match.index import Index, rows_of
from alu.store.match.inquiry import Draft, Inquiry
from alu.store.text.names.ordinary_words import is_general
from alu.store.text.normalise import sentences
from alu.store.text.readability.opacity import opaque
from alu.store.text.reading import read
from alu.store.text.referring import is_about_a_person, names_something, refers
from alu.store.text.terms import hashed, informative, terms

__all__ = ["present"]

_SOURCES = ("question", "draft")


def present(
    index: Index, facts: Facts, inquiry: Inquiry, draft: Draft, found: Sequence[Evidence], earlier: frozenset[str]
) -> list[Evidence]:
    """Return the evidence without facts about people that neither question nor answer refers to.

    Args:
        index: what targets are looked up in.
        facts: the channel, which knows their names.
        inquiry: what was asked; where it follows up on other turns, or cannot be read, all evidence stays.
        draft: a text that answers it, readable, without tool calls.
        found: evidence of both.
        earlier: ids of targets that stay: those that the dialogue before is near to, or with facts in other languages.
    """
    others = {e.target_id for e in found if not _is_fact(e)} | earlier
    weighed = {e.target_id for e in found} - others
    if not weighed or inquiry.thread is not None or inquiry.replies:
        return list(found)
    asks, says = read(inquiry.text).plain, read(draft.texts[0]).plain
    if opaque(asks) or read(asks).hidden:
        return list(found)
    of_something = names_something(asks) and not refers(asks, says)
    if not of_something and not (is_general(asks, says) and not refers(asks, says, guessing=False)):
        return list(found)
    within = (sentence for part in read(draft.texts[0]).parts for sentence in part)  # a tag may join two of `says`
    said = list(dict.fromkeys((*sentences(says), *within)))
    absent = {t for t in weighed if _is_absent(index, facts, t, asks, says, said)}
    return [e for e in found if e.target_id not in absent]


def _is_fact(one: Evidence) -> bool:
    return says_a_fact(one) and one.source in _SOURCES


def _is_absent(index: Index, facts: Facts, target_id: str, asks: str, says: str, said: Sequence[str]) -> bool:
    """Tell whether a target is a person of whose name no word is there, and no sentence that is said is stored."""
    number = index.numbers[target_id]
    rows = [row.text for row in rows_of(index.targets[number])]
    held, asked = {w for row in rows for w in terms(row)}, set(terms(asks))
    return (
        is_about_a_person(rows)
        and facts.own_words(number).isdisjoint(word_hashes(f"{asks} {says}"))
        and not any(_is_stored(set(terms(sentence)) - asked, held) for sentence in said)
        and not any(_is_own(index, number, word) for word in (set(terms(says)) - asked) & held)
    )


def _is_own(index: Index, number: int, word: str) -> bool:
    """Tell whether a word is of no language and of one target alone, as its gull's name is, whatever else is said."""
    return informative(word) >= UNKNOWN_WORD_NATS and index.terms.sole_holder((hashed(word),)) == number


def _is_stored(new: set[str], held: set[str]) -> bool:
    """Tell whether half of the words that a sentence adds to its question, of those that tell something, are held."""
    telling = {w for w in new if informative(w) >= TITLE_WORD_NATS} or new
    return 2 * len(telling & held) >= len(telling)
