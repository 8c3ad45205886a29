"""Letters of other scripts that look like Latin ones (after UTS #39, which no installed package contains)."""

from __future__ import annotations

import re
from typing import Final

__all__ = ["LOOKALIKES", "unmixed"]


def _pairs(letters: str, latin: str) -> dict[str, str]:
    return dict(zip(letters, latin, strict=True))


_CHEROKEE = _pairs("ᎠᎡᎢᎥᎩᎪᎫᎬᎳᎷᎻᎽᎾᏀᏂᏃᏆᏏᏒᏔᏕᏙᏚᏞᏟᏢᏦᏧᏳᏴ", "drtiyajewmhyoghzibrwsvslcpkdgb")
_LISU = _pairs("ꓐꓑꓓꓔꓖꓗꓙꓚꓜꓝꓟꓠꓡꓢꓣꓦꓧꓪꓫꓬꓮꓰꓲꓳꓴ", "bpdtgkjczfmnlsrvhwxyaeiou")
LOOKALIKES: Final[dict[str, str]] = {
    **_pairs(
        "аеорсухіјѕԁԛԝһӏьвкмнтзԍαβεικνορτυχωϲϳγηϐոսօցհքյıȷɑɡɩʟɪʀʏᴀʙᴄᴅᴇɢʜᴊᴋᴍɴᴏᴘᴛᴜᴠᴡᴢꜰꜱꞁǀøłđħŧ",
        "aeopcyxijsdqwhlbbkmht3gabeikvoptuxwcjyhbnuoghpjijagiliryabcdeghjkmnoptuvwzfslloldht",
    ),
    **_CHEROKEE,
    **_LISU,
    **{"æ": "ae", "œ": "oe", "þ": "th", "ð": "d", "ə": "a"},
}
"""Cyrillic, Greek, Armenian, Latin, Cherokee and Lisu letters, folded, that are read as a plain one, and Latin ones as
people write them who have no such letters."""
_MIXED = _pairs("ΝΜΖΥημпгПГՏԼզգռլⲀⲂⲈⲎⲒⲔⲘⲚⲞⲢⲤⲦⲨⲬⲌⲟⲣⲥ", "NMZYnunrnrSLqqnlABEHIKMNOPCTYXZopc")
_TABLE = str.maketrans(_MIXED)
_WORD = re.compile(r"[^\W\d_]+")
_LATIN = re.compile("[A-Za-z]")
_MIXES = re.compile("[A-Za-z][\u0370-\u058f\u2c80-\u2cff]|[\u0370-\u058f\u2c80-\u2cff][A-Za-z]")
"""Where a word goes on in another script, Greek, Cyrillic, Armenian or Coptic."""


def unmixed(text: str) -> str:
    """Return `text` with look-alikes in words that have Latin letters, too, as the letters that they are read as.

    In a word of one script they stand for themselves: a Greek «Ν» is a small «ν», which looks like a «v».
    """
    return _WORD.sub(_latin, text) if _MIXES.search(text) else text


def _latin(match: re.Match[str]) -> str:
    word = match.group()
    return word.translate(_TABLE) if _LATIN.search(word) else word
