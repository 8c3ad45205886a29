"""The wordings of `data/references.toml`, as parts of patterns: words are data, how they stand together is code."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from functools import cache
from pathlib import Path

from alu.store.text.choice import choice
from alu.store.text.values.folded import VOWEL_SIGNS

__all__ = ["WORD_BEGIN", "WORD_END", "any_of"]

WORD_BEGIN, WORD_END = rf"(?<![\w{VOWEL_SIGNS}])", rf"(?![\w{VOWEL_SIGNS}])"
"""Where a word begins and ends: `\\b` sees an end before a vowel sign of Devanagari, and none behind it."""

_FILE = Path(__file__).parent / "data" / "references.toml"


def any_of(kind: str, *languages: str) -> str:
    """Return a choice between all wordings of a kind, without parentheses; of some languages, or of all.

    Example:
        >>> from alu.flow.word_lists import any_of
        >>> any_of("he_unspaced", "ja"), any_of("and", "en", "fr")
        ('彼(?:女|)', 'and|et')
    """
    listed = _tables()[kind]
    return choice(one for code in languages or listed for one in _patterns(listed[code]))


def _patterns(listed: str) -> list[str]:
    """Return the wordings of one language, a pattern each."""
    written = listed.strip().replace("(", "(?:").replace("*", r"\w*").replace("'", "['’]")
    return re.split(r",\s+", written)


@cache
def _tables() -> Mapping[str, Mapping[str, str]]:
    return tomllib.loads(_FILE.read_text(encoding="utf-8"))
