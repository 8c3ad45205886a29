"""Which of the sentences read in a text are first letters of the others, apart or joined («l e e p e», «lee pe»)."""

from __future__ import annotations

import re
from collections.abc import Sequence

from alu.store.calibration import MIN_SURE_LETTERS
from alu.store.text.normalise import UNSPACED

__all__ = ["first_letters_among"]

_WORD = re.compile(r"[^\s.,;:!?\"()]+")
_UNSPACED = re.compile(UNSPACED)


def first_letters_among(texts: Sequence[str]) -> frozenset[int]:
    """Return the numbers of the texts that are first letters: they are in no language.

    Those that are joined may be, where they are enough to tell.

    Example:
        >>> from alu.store.text.first_letters import first_letters_among
        >>> sorted(first_letters_among(["La tour.", "Elle est haute.", "l e", "le", "Qui ?"]))
        [2, 3]
    """
    letters = ["".join(_WORD.findall(text)) for text in texts]
    apart = [n for n, text in enumerate(texts) if _is_of_letters(text)]
    short = {letters[n] for n in apart if len(letters[n]) < MIN_SURE_LETTERS}
    return frozenset((*apart, *(n for n, joined in enumerate(letters) if joined in short)))


def _is_of_letters(text: str) -> bool:
    """Tell whether a text is single letters of a script with spaces."""
    return not _UNSPACED.search(text) and all(len(word) == 1 for word in _WORD.findall(text))
