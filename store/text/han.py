"""Chinese characters by one shape: «瀾石生物» of Taiwan and «澜石生物» of the mainland are one name."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path

__all__ = ["FILE", "as_chinese", "simplified"]

FILE = Path(__file__).parent / "data" / "han_variants.txt"
"""Characters, and in its second line what each is compared as; see the NOTICE next to it."""

_HAN = re.compile("[\u3400-\u9fff\U00020000-\U0003ffff]")
_KANA = re.compile("[\u3041-\u30ff]")


def simplified(text: str) -> str:
    """Return a text with its traditional characters, and those with another shape in Japan, as simplified ones.

    Example:
        >>> from alu.store.text.han import simplified
        >>> simplified("瀾石生物"), simplified("渡邊") == simplified("渡辺"), simplified("Ada Lark")
        ('澜石生物', True, 'Ada Lark')
    """
    return text.translate(_table()) if not text.isascii() and _HAN.search(text) else text


def as_chinese(text: str) -> str:
    """Return `simplified(text)`, but a text with Japanese kana as it is: what is frequent there has another shape.

    Example:
        >>> from alu.store.text.han import as_chinese
        >>> as_chinese("東京很大"), as_chinese("東京は広い")
        ('东京很大', '東京は広い')
    """
    return text if _KANA.search(text) else simplified(text)


@cache
def _table() -> dict[int, int]:
    return str.maketrans(*FILE.read_text(encoding="utf-8").splitlines())
