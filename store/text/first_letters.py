"""Texts of an answer that are only the first letters of the others, apart or joined («l e p», «lep»)."""

from __future__ import annotations

from collections.abc import Sequence

from alu.store.calibration import MIN_SURE_LETTERS
from alu.store.text.words import words

__all__ = ["first_letters_among"]


def first_letters_among(texts: Sequence[str]) -> frozenset[int]:
    """Return the numbers of the texts that are the first letters of others, apart or joined: they are in no language.

    Joined letters that are as many as tell a language count as one; letters that spell something else are no others'.

    Example:
        >>> from alu.store.text.first_letters import first_letters_among
        >>> sorted(first_letters_among(["La tour.", "Elle est haute.", "Pourquoi ?", "l e p", "lep"]))
        [3, 4]
        >>> sorted(first_letters_among(["La tour.", "Elle est haute.", "1 9 3 1", "1931"]))
        []
    """
    parts = [words(text) for text in texts]
    apart = {n: "".join(part) for n, part in enumerate(parts) if part and all(len(word) == 1 for word in part)}
    if not apart:
        return frozenset()
    first = [part[0][0] for n, part in enumerate(parts) if part and n not in apart]
    of_others = {n: letters for n, letters in apart.items() if _are_in_order(letters, first)}
    short = {letters for letters in of_others.values() if len(letters) < MIN_SURE_LETTERS}
    joined = (n for n, part in enumerate(parts) if n not in apart and "".join(part) in short)
    return frozenset(of_others).union(joined)


def _are_in_order(letters: str, given: Sequence[str]) -> bool:
    """Tell whether all letters are among those given, in their order."""
    left = iter(given)
    return all(letter in left for letter in letters)
