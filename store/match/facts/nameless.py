"""Texts without the words of a target's names, for many targets at about the cost of one."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence

from alu.store.match.facts.term_index import word_hashes

__all__ = ["nameless"]


def nameless(
    texts: Sequence[str], own: Mapping[int, Collection[int]]
) -> Iterator[tuple[Sequence[str], frozenset[int]]]:
    """Yield texts with the targets that they are to be read for: each text once for all whose names are not in it.

    Args:
        texts: any, each read by itself.
        own: of each target, the hashes of the words of its names; a text is yielded without them for it alone.

    Example:
        >>> from alu.store.match.facts.nameless import nameless
        >>> from alu.store.match.facts.term_index import word_hashes
        >>> own = {0: word_hashes("Brannigan"), 1: word_hashes("Lind")}
        >>> [(texts, sorted(who)) for texts, who in nameless(["Brannigan kept bees", "Who rows?"], own)]
        [(['Brannigan kept bees'], [1]), (['Who rows?'], [0, 1]), (['kept bees'], [0])]
    """
    bearers = defaultdict[int, set[int]](set)
    for number, hashes in own.items():
        for one in hashes:
            bearers[one].add(number)
    whole, without = defaultdict[frozenset[int], list[str]](list), defaultdict[int, list[str]](list)
    for text in texts if own else ():
        words = [(word, word_hashes(word)) for word in text.split()]
        named = frozenset(n for _, hashes in words for h in hashes for n in bearers[h])
        whole[named].append(text)
        for n in named:
            without[n].append(" ".join(word for word, hashes in words if not any(n in bearers[h] for h in hashes)))
    everyone = frozenset(own)
    yield from ((some, everyone - named) for named, some in whole.items() if everyone - named)
    yield from ((some, frozenset({n})) for n, some in without.items())
