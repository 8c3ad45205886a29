"""Answers that go on about what a dialogue has turned to since it spoke of a target.

A brief turn («Can I freeze it?») hangs on every turn before it. Its answer shows which is meant: it has rare words of
the exchanges since, or a name, and nothing of those that speak of the target.
"""

from __future__ import annotations

from collections.abc import Collection
from typing import TYPE_CHECKING

from alu.flow.gender import fits, is_feminine
from alu.flow.older import points_back
from alu.flow.rare import names_in, own_words
from alu.flow.shift import means_older, means_older_person
from alu.store.text.mentions import full_names
from alu.store.text.names.first_names import is_first_name
from alu.store.text.names.person_names import person_in
from alu.store.text.normalise import sentences, visible

if TYPE_CHECKING:
    from alu.flow.vault import Vault

__all__ = ["continued"]

_LEAST = 2
"""Rare words and figures that an answer has of the exchanges since."""
_EXCHANGE = 2
"""Messages since, at least: a question and its reply."""


def continued(vault: Vault, among: Collection[str]) -> frozenset[str]:
    """Return the targets of which only earlier turns speak, where the draft goes on about what was said since.

    Neither the last turn nor the draft may be near anybody by themselves, nor mean something older.

    Args:
        vault: of the request.
        among: ids of targets.
    """
    *before, last = vault.question.messages
    draft = "\n".join(vault.outgoing.texts)
    if not among or len(before) <= _EXCHANGE or means_older(last.content):
        return frozenset()
    look_up = vault.snapshot.detector.look_up
    alone = [*look_up([last.content, *sentences(last.content)]), *look_up(sentences(draft), source="draft")]
    if alone:
        return frozenset()
    spoken = [{e.target_id for e in look_up([m.content, *sentences(m.content)], source="thread")} for m in before]
    found = set[str]()
    for one in among:
        numbers = [n for n, ids in enumerate(spoken) if one in ids]
        end = numbers[-1] + 1 if numbers else len(before)
        end += end < len(before) and before[end].role == "assistant" and before[end - 1].role == "user"  # its reply
        theirs, since = [m.content for m in before[:end]], [m.content for m in before[end:]]
        said, held = own_words(draft), own_words(*theirs)
        drawn = (said & own_words(*since)) - held - own_words(last.content)
        named = names_in([draft]) & names_in(since) - names_in(theirs)
        asked = [m.content for m in before[:end] if m.role == "user"]
        apart = len(since) >= _EXCHANGE and not said & held - own_words(*since)
        apart = apart and not points_back(last.content, since, asked)
        one_of_them = _names_one_of(draft, own_words(*since) - held, last.content)
        older = means_older_person(last.content, since) and not one_of_them
        if apart and not older and (named or len(drawn) >= _LEAST):
            found.add(one)
    return frozenset(found)


def _names_one_of(draft: str, since: Collection[str], asks: str) -> bool:
    """Tell whether a draft gives the full name of somebody whose surname the exchanges since have: «Clio Marrow»."""
    feminine = is_feminine(asks)
    people = ((name, name.split()[0].lower()) for name in full_names(visible(draft)) if person_in(name))
    return any(
        is_first_name(first) and fits(first, feminine) and not own_words(name).isdisjoint(since)
        for name, first in people
    )
