"""A choice of many words as a pattern that looks at each letter once.

`re` tries the words of `a|b|c` one after the other; where letters may be small or capital, none is ruled out by its
first letter. Of some hundred words that takes most of the time of a pattern.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

__all__ = ["choice"]

_SPECIAL = frozenset(r"\.^$*+?{}[]|()")
_REPEATS = ("?", "*", "+", "{")


def choice(alternatives: Iterable[str]) -> str:
    """Return a pattern, without parentheses, that takes what `"|".join(alternatives)` takes and prefers the same.

    Args:
        alternatives: patterns, of which none has a choice outside parentheses.

    Example:
        >>> from alu.store.text.choice import choice
        >>> choice(["her", "hers", "he", "the (old )?one", "they"])
        'he(?:r(?:|s)|)|the(?: (old )?one|y)'
    """
    return "|".join(_parted(alternatives))


def _parted(alternatives: Iterable[str]) -> list[str]:
    """Return alternatives of which no two neighbours begin with the same letter."""
    found, begun = list[str](), dict[str, list[str]]()
    for one in alternatives:
        if _begins_with_a_letter(one):
            begun.setdefault(one[0], []).append(one[1:])
        else:  # it may take what another one takes, so that none may be moved over it
            found += [*_grouped(begun), one]
            begun = {}
    return [*found, *_grouped(begun)]


def _begins_with_a_letter(pattern: str) -> bool:
    """Tell whether a pattern begins with a sign that stands for itself, once."""
    return bool(pattern) and pattern[0] not in _SPECIAL and pattern[1:2] not in _REPEATS


def _grouped(begun: Mapping[str, Iterable[str]]) -> Iterator[str]:
    """Yield a pattern for each first letter."""
    for letter, rests in begun.items():
        inner = _parted(dict.fromkeys(rests))
        yield letter + inner[0] if len(inner) == 1 else f"{letter}(?:{'|'.join(inner)})"
