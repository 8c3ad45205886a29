"""Names as they are written down by ear in other scripts: in katakana, in Cyrillic, and from katakana back in Latin.

Rules of sound without exceptions: no list of names, and no row of a data set.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

from anyascii import anyascii

__all__ = ["cyrillic", "katakana", "romanised"]

_SOUNDS = (
    *((r"ph", "f"), (r"th", "s"), (r"kh", "h"), (r"ck|q|c(?![eihy])", "k"), (r"c(?=[eiy])", "s"), (r"x", "kus")),
    *((r"l", "r"), (r"(?<=[^aiueo])y(?![aiueo])", "i"), (r"([kgszptdbmrfv])\1", r"\1")),
    *((r"(?<![cs])h(?![aiueo])", ""),),
)
"""What Japanese makes of the sounds that it has not."""
_SYLLABLE = re.compile(r"(ch|sh|[^aiueo])?([aiueo])|(ch|sh|[^aiueo])")
_ADDED = {"n": "", "t": "o", "d": "o", "ch": "i", "j": "i", "y": "i"}
"""The vowel after a consonant that has none; else «u»."""
_ROWS: Mapping[str, str] = {
    **{
        "": "ア イ ウ エ オ",
        "k": "カ キ ク ケ コ",
        "g": "ガ ギ グ ゲ ゴ",
        "s": "サ シ ス セ ソ",
        "z": "ザ ジ ズ ゼ ゾ",
    },
    **{"t": "タ ティ トゥ テ ト", "d": "ダ ディ ドゥ デ ド", "n": "ナ ニ ヌ ネ ノ", "h": "ハ ヒ フ ヘ ホ"},
    **{
        "b": "バ ビ ブ ベ ボ",
        "p": "パ ピ プ ペ ポ",
        "m": "マ ミ ム メ モ",
        "r": "ラ リ ル レ ロ",
        "y": "ヤ イ ユ イエ ヨ",
    },
    **{"f": "ファ フィ フ フェ フォ", "v": "ヴァ ヴィ ヴ ヴェ ヴォ", "w": "ワ ウィ ウ ウェ ウォ"},
    **{"j": "ジャ ジ ジュ ジェ ジョ", "ch": "チャ チ チュ チェ チョ", "sh": "シャ シ シュ シェ ショ"},
}
_KANA = {f"{c}{v}": kana for c, row in _ROWS.items() for v, kana in zip("aiueo", row.split(), strict=True)} | {
    "n": "ン"
}
_LETTERS: Mapping[str, str] = {
    **{"shch": "щ", "sh": "ш", "ch": "ч", "zh": "ж", "kh": "х", "ts": "ц", "ph": "ф", "th": "т", "ck": "к", "qu": "кв"},
    **{"yu": "ю", "ya": "я", "yo": "ё", "ce": "се", "ci": "си", "cy": "си", "j": "дж", "x": "кс", "w": "у", "y": "и"},
    **dict(zip("abcdefghiklmnopqrstuvz", "абкдефгхиклмнопкрстувз", strict=True)),
}
_LETTER = re.compile("|".join(sorted(_LETTERS, key=len, reverse=True)))


def katakana(name: str) -> str:
    """Return a name in katakana, with a point between its words."""
    return "・".join("".join(_KANA[s] for s in _syllables(word)) for word in _words(name))


def romanised(name: str) -> str:
    """Return a name as it comes back from katakana in Latin letters."""
    return " ".join("".join(_syllables(word)).capitalize() for word in _words(name))


def cyrillic(name: str) -> str:
    """Return a name in Cyrillic letters."""
    return " ".join(_LETTER.sub(lambda m: _LETTERS[m.group()], word).capitalize() for word in _words(name))


def _words(name: str) -> list[str]:
    return re.findall(r"[a-z]+", anyascii(name).lower())


def _syllables(word: str) -> list[str]:
    """Return the Japanese syllables of a word of Latin letters."""
    for pattern, sound in _SOUNDS:
        word = re.sub(pattern, sound, word)
    return [m.group() if m[2] else m.group() + _ADDED.get(m.group(), "u") for m in _SYLLABLE.finditer(word)]
