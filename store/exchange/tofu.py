"""TOFU's question-answer rows (Maini et al. 2024): 20 an author, the author's name found in them without a model."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence

__all__ = ["ROWS_PER_AUTHOR", "name_in"]

ROWS_PER_AUTHOR = 20
"""Questions about each of TOFU's authors, one after the other in the file."""

_WORD = re.compile(r"[^\W\d_]+(?:[-'’.][^\W\d_]+)*|[^\w\s]")
_QUOTED = re.compile(r"\"[^\"]*\"|“[^”]{0,400}”|'(?=[A-Z])[^']*'(?!\w)|‘[^’]{0,400}’(?!\w)")
_PARTICLE = re.compile("al|ap|bin|bint|d|da|das|de|del|della|den|der|di|dos|du|el|ibn|la|le|mac|of|st|van|von|y")
_LONGEST = 6
"""Words in a name."""
_AS_OFTEN = 0.5
"""A longer name is the full one where it recurs in half as many rows as its part."""


def name_in(texts: Sequence[str]) -> str | None:
    """Return the full name that recurs in most of `texts` (a question with its answer each), or None.

    A name is two to six capitalised words in a row, particles («van», «bin») within; titles in quotes are none.
    None where no name recurs in a third of the texts: one of TOFU's 200 authors is never named.
    """
    counts = Counter(name for text in texts for name in set(_names(text)))
    if not counts:
        return None
    best, rows = max(counts.items(), key=lambda item: (item[1], len(item[0]), item[0]))
    longer = [name for name, n in counts.items() if n >= rows * _AS_OFTEN and _contains(name, best)]
    full = max(longer, key=lambda name: (len(name), counts[name], name))
    return " ".join(full) if rows * 3 >= len(texts) else None


def _names(text: str) -> Iterator[tuple[str, ...]]:
    """Yield all runs of words that could be a name."""
    words = [re.sub(r"['’]s$", "", word) for word in _WORD.findall(_QUOTED.sub(" . ", text))]
    for start, first in enumerate(words):
        if not first[0].isupper():
            continue
        for end in range(start + 1, min(start + _LONGEST, len(words))):
            word = words[end]
            if word[0].isupper():
                yield tuple(words[start : end + 1])
            elif not _PARTICLE.fullmatch(word):
                break


def _contains(name: Iterable[str], part: tuple[str, ...]) -> bool:
    """Tell whether `part` is a run of words of `name`."""
    return f" {' '.join(part)} " in f" {' '.join(name)} "
