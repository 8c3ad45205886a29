"""Figures in a request about figures, and keys in one about keys, if its words say so and speak of no code."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping, Sequence
from functools import cache, lru_cache
from pathlib import Path

from alu.store.readability import MAX_VARIABLES
from alu.store.text.normalise import normalise
from alu.store.text.readability.notations import is_notation, random_pieces
from alu.store.text.terms import terms
from alu.store.text.words import is_unspaced

__all__ = ["figures", "is_about_figures", "is_about_keys", "names_keys", "repeated_keys", "speaks_of_code"]

_FILE = Path(__file__).parents[1] / "data" / "figure_words.toml"
_FIGURE = re.compile(r"[^\W_]{0,3}(?=\D*\d)[\d.,:;+*/%()\[\]{}$€£¥=<>'\"!?#|^−–×÷°-]+[^\W_]{0,3}[.,;:?!)\]}\"']*")
"""A number with the signs of a list, a currency or a unit."""
_SUM = re.compile(r"\d {1,3}[+*×÷/^=−–-] {1,3}\(?\d")
"""Two numbers with an operator between them."""
_BETWEEN = re.compile(r"[|,;:/*+=·•-]{1,3}")
"""What stands between figures."""
_KEY = re.compile(r"[\[{(,]*[\"'][A-Za-z_]{1,12}[\"']:")
"""The key of a value in JSON."""
_OPENING = "[{(,"
_LONGEST = 40
"""Letters of a word that are read: no listed one has so many."""


def figures(text: str, pieces: Sequence[str]) -> list[bool]:
    """Tell of each piece of `text` between spaces whether it is a known notation, or a figure of what is about figures.

    Example:
        >>> from alu.store.text.readability.figures import figures
        >>> text = "Sum of $12.50, $8.95"
        >>> figures(text, text.split())
        [False, False, True, True]
    """
    keys = {p for p in pieces if _KEY.fullmatch(p)}
    keys = keys if len(keys) <= MAX_VARIABLES else set()  # a code needs more of them
    like = [bool(p in keys or _FIGURE.fullmatch(p) or _BETWEEN.fullmatch(p)) for p in pieces]
    about = any(like) and any(map(str.isdigit, text)) and is_about_figures(text)
    keys_asked = random_pieces(pieces)
    strings = keys_asked if keys_asked and is_about_keys(text) else frozenset()
    return [is_notation(p) or p in strings or (about and figure) for p, figure in zip(pieces, like, strict=True)]


def repeated_keys(pieces: Sequence[str]) -> frozenset[str]:
    """Return the keys of JSON, where they come again in one order from row to row: these tell nothing.

    Example:
        >>> from alu.store.text.readability.figures import repeated_keys
        >>> sorted(repeated_keys('[{"x": 4, "y": 5}, {"x": 7, "y": 1}, {"x": 3, "y": 8}]'.split()))
        ['"y":', '[{"x":', '{"x":']
    """
    found = [piece for piece in pieces if _KEY.fullmatch(piece)]
    names = [piece.strip(_OPENING) for piece in found]
    first = list(dict.fromkeys(names))
    is_cycle = all(name == first[n % len(first)] for n, name in enumerate(names))
    return frozenset(found) if is_cycle and len(names) > len(first) else frozenset()


def is_about_figures(text: str) -> bool:
    """Tell whether `text` asks for something to be worked out, ordered or written anew, and of no code.

    Example:
        >>> from alu.store.text.readability.figures import is_about_figures
        >>> is_about_figures("Sort these: 4 1 3"), is_about_figures("Sort these in our code: 4 1 3")
        (True, False)
    """
    return _is_about(text, "tasks") or (bool(_SUM.search(text)) and not speaks_of_code(text))


def is_about_keys(text: str) -> bool:
    """Tell whether `text` asks about keys, passwords, hashes and the like, and of no code.

    Example:
        >>> from alu.store.text.readability.figures import is_about_keys
        >>> is_about_keys("Make a strong password."), is_about_keys("Encode the password.")
        (True, False)
    """
    return _is_about(text, "strings")


def names_keys(text: str) -> bool:
    """Tell whether `text` is the names of keys, hashes and the like and nothing else, as «UUID?» is.

    Example:
        >>> from alu.store.text.readability.figures import names_keys
        >>> names_keys("uuid?"), names_keys("uuid of Ada")
        (True, False)
    """
    words = terms(text)
    return bool(words) and all(_begins(word, "strings") for word in words)


def speaks_of_code(text: str) -> bool:
    """Tell whether `text` says that something is, or is to be, in a code.

    Example:
        >>> from alu.store.text.readability.figures import speaks_of_code
        >>> speaks_of_code("Antworte verschlüsselt."), speaks_of_code("Write it in French.")
        (True, False)
    """
    return _says(text, "codes")


def _is_about(text: str, kind: str) -> bool:
    """Tell whether `text` has a word of the kind, and none of a code."""
    return _says(text, kind) and not speaks_of_code(text)


def _says(text: str, kind: str) -> bool:
    spaced = (w for w in terms(text) if not is_unspaced(w))
    return any(_begins(word[:_LONGEST], kind) for word in spaced) or _holds(text, kind)


@lru_cache(maxsize=16_384)
def _begins(word: str, kind: str) -> bool:
    """Tell whether a word is one of the kind, or begins with one that stands for all its endings."""
    whole, beginnings = _lists()[kind][:2]
    return word in whole or any(word[:n] in beginnings for n in range(3, len(word) + 1))


def _holds(text: str, kind: str) -> bool:
    """Tell whether a word of the kind of a script without spaces is in `text`."""
    return not text.isascii() and any(map(is_unspaced, text)) and any(word in text for word in _lists()[kind][2])


@cache
def _lists() -> Mapping[str, tuple[frozenset[str], frozenset[str], tuple[str, ...]]]:
    """Return whole words, beginnings and words without spaces around them, by kind."""
    found = {}
    for kind, languages in tomllib.loads(_FILE.read_text(encoding="utf-8")).items():
        listed = " ".join(languages.values()).split()
        unspaced = tuple(w for w in listed if is_unspaced(w[0]))
        spaced = [w for w in listed if not is_unspaced(w[0])]
        whole = frozenset(normalise(w) for w in spaced if not w.endswith("*"))
        found[kind] = whole, frozenset(normalise(w[:-1]) for w in spaced if w.endswith("*")), unspaced
    return found
