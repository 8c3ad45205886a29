"""Whether a text is in a language, or a script, that the stored facts are not in."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Sequence
from functools import cache, lru_cache
from typing import Any

from alu.store.normalise import sentences

__all__ = ["Languages", "language", "script"]

_LETTERS = 40
"""Fewer letters of a script with spaces than this are unsure: names and short answers."""
_DENSE = 8
"""The same for a script that says more with a letter, or that no fact is in."""
_SURE = 0.98
_COMMON = 0.2
"""Share of English function words from which on a text is English without asking the classifier."""
_ENGLISH = frozenset(
    re.findall(
        r"\w+",
        "the of and to in is was are were be been has have had a an that this it its he she they his her their for on"
        " with as by from at or not but which who what when where how why does did do can could would should will"
        " about into also than more most some any i you we my your our there these those if so",
    )
)
_FAMILY = {"HIRAGANA": "CJK", "KATAKANA": "CJK", "IDEOGRAPHIC": "CJK", "FULLWIDTH": "LATIN", "MODIFIER": "LATIN"}


def script(text: str) -> str | None:
    """Return the script of most letters of `text` («LATIN», «CJK», «CYRILLIC»), None without letters."""
    counts = Counter(_script(c) for c in text if c.isalpha())
    return counts.most_common(1)[0][0] if counts else None


@lru_cache(maxsize=8192)
def _script(char: str) -> str:
    name = unicodedata.name(char, "").split(" ")[0].split("-")[0]
    return _FAMILY.get(name, name)


def language(text: str) -> str | None:
    """Return the ISO 639-1 code of the language of `text`, None where it is too short or not sure."""
    words = text.lower().split()
    if sum(map(str.isalpha, text)) < _LETTERS and script(text) == "LATIN":
        return None
    if words and sum(w.strip(".,;:!?\"'()") in _ENGLISH for w in words) >= _COMMON * len(words):
        return "en"
    code, probability = _classifier().classify(text)
    return str(code) if probability >= _SURE else None


class Languages:
    """The languages and scripts of some texts.

    Args:
        texts: of the stored facts; of many, 200 evenly spaced ones are read.
    """

    def __init__(self, texts: Sequence[str]) -> None:
        sample = texts[:: max(1, len(texts) // 200)]
        self._scripts = frozenset(filter(None, map(script, sample)))
        self._codes = frozenset(filter(None, map(language, sample)))

    def lack(self, text: str) -> bool:
        """Tell whether a sentence of `text` is surely in none of these languages; False when unsure."""
        return any(self._lacks(s) for s in sentences(text))

    def _lacks(self, sentence: str) -> bool:
        written = script(sentence)
        if written is None or not self._scripts:
            return False
        if written not in self._scripts:
            return sum(map(str.isalpha, sentence)) >= _DENSE
        if not self._codes:
            return False
        found = language(sentence)
        return found is not None and found not in self._codes


@cache
def _classifier() -> Any:
    from py3langid.langid import MODEL_FILE, LanguageIdentifier

    return LanguageIdentifier.from_model_file(MODEL_FILE, norm_probs=True)
