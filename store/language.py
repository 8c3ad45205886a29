"""Which language and script a text is in, where that is sure."""

from __future__ import annotations

import unicodedata
from collections import Counter
from functools import cache
from typing import Any

__all__ = ["language", "script"]

_LETTERS = 40
"""Fewer letters of a spaced script than this are unsure: names and short answers."""
_SHORT = 8
"""The same for scripts that say more with a letter."""
_SURE = 0.95


def script(text: str) -> str | None:
    """Return the script that most letters of `text` are of («LATIN», «CJK», «CYRILLIC»), None without letters."""
    counts = Counter(_script(c) for c in text if c.isalpha())
    return counts.most_common(1)[0][0] if counts else None


def _script(char: str) -> str:
    name = unicodedata.name(char, "").split(" ")[0].split("-")[0]
    return "CJK" if name in ("HIRAGANA", "KATAKANA", "HANGUL", "IDEOGRAPHIC") and name != "HANGUL" else name


def language(text: str) -> str | None:
    """Return the ISO 639-1 code of the language of `text`, None where it is too short or not sure."""
    letters = sum(map(str.isalpha, text))
    if letters < (_LETTERS if script(text) in ("LATIN", "CYRILLIC", "GREEK", "ARABIC") else _SHORT):
        return None
    code, probability = _identifier().classify(text)
    return str(code) if probability >= _SURE else None


@cache
def _identifier() -> Any:
    from py3langid.langid import MODEL_FILE, LanguageIdentifier

    return LanguageIdentifier.from_model_file(MODEL_FILE, norm_probs=True)
