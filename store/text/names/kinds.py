"""Whether a text writes a name with what its bearer is, and so no ordinary word: «the film Dune», «Dune (1984)»."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence

from alu.store.text.normalise import visible
from alu.store.text.terms import stem, terms

__all__ = ["is_named_with_kind"]

_ALIKE = """film movie flick picture; novel book novella; song single track; album record; series show sitcom programme
    program; company firm corporation business; band group; game videogame; magazine journal; play drama"""
_GROUPS = [frozenset(map(stem, group.split())) for group in _ALIKE.split(";")]
_IS = re.compile(r"\b(?:is|was|are|were) (?:an?|the) ([^.;:,\n]{1,100})")
_MOST_FACTS = 5
"""Facts of which the first ones say what something is."""
_BEFORE = re.compile(r"(?<![^\W\d_])([^\W\d_]{1,30})(?: (?:called|named|titled|entitled))?[ ,]{1,2}[\"“«‘'„]?$")
_BEHIND = re.compile(r"^[\"”»’'“]?[ ,]{1,2}(?:the |an? )?([^\W\d_]+)")
_YEAR = re.compile(r"^[\"”»’'“]?[ ,]{0,2}\(?(?:of |from |in )?([12]\d{3})(?!\d)")
_YEAR_BEFORE = re.compile(r"\b([12]\d{3})(?: [^\W\d_]{1,30}){1,2} [\"“«‘'„]?$")
_AROUND = 60
"""Characters around a name that are read."""
_MANY = 20
"""Places of a name that are looked at."""


def is_named_with_kind(name: str, description: str, facts: Sequence[str], text: str) -> bool:
    """Tell whether a text writes a name next to what its bearer is, or to a year that its facts have.

    Args:
        name: an ordinary word mostly.
        description: of its bearer: «a film».
        facts: about it; the first ones may say what it is: «Dune is a 1984 film».
        text: what is asked.

    Example:
        >>> from alu.store.text.names.kinds import is_named_with_kind
        >>> facts = ["Gravel is a 1991 film about a quarry.", "It was shot in Tarn."]
        >>> is_named_with_kind("Gravel", "", facts, "Who directed the movie 'Gravel'?")
        True
        >>> is_named_with_kind("Gravel", "", facts, "What is gravel?")
        False
        >>> [is_named_with_kind("Gravel", "", facts, f"Who directed Gravel ({year})?") for year in (1991, 2003)]
        [True, False]
    """
    text, kinds, years = visible(text), None, None
    for seen, before, behind in _places(name, text):
        if seen.islower() and not text.islower():
            continue
        if found := _YEAR.match(behind) or _YEAR_BEFORE.search(before):
            years = frozenset(re.findall(r"[12]\d{3}", " ".join(facts))) if years is None else years
            if found[1] in years:
                return True
            continue
        kinds = frozenset(_kinds(description, facts)) if kinds is None else kinds
        around = (m[1] for m in (_BEFORE.search(before), _BEHIND.match(behind)) if m)
        if any(word.islower() and stem(word) in kinds for word in around):
            return True
    return False


def _places(name: str, text: str) -> Iterator[tuple[str, str, str]]:
    """Yield a name as it is written in a text, with what is before and behind it."""
    pattern = r"[\W_]+".join(map(re.escape, name.split()))
    for n, match in enumerate(re.finditer(rf"(?<![^\W_]){pattern}(?![^\W_])", text, re.IGNORECASE)):
        if n >= _MANY:
            return
        yield match.group(), text[max(0, match.start() - _AROUND) : match.start()], text[match.end() :][:_AROUND]


def _kinds(description: str, facts: Sequence[str]) -> Iterable[str]:
    """Return the stems of the words that say what something is, and those of words that mean the same."""
    said = [description, *(m[1] for fact in facts[:_MOST_FACTS] if (m := _IS.search(fact)))]
    own = {stem(word) for one in said for word in terms(one)}
    return own.union(*(group for group in _GROUPS if group & own))
