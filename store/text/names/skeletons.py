"""The consonant classes of a word, which survive transliteration from one script to another."""

from __future__ import annotations

import re

__all__ = ["once", "skeleton"]

_CLASSES = str.maketrans(
    {**dict.fromkeys("bfpv", "p"), **dict.fromkeys("cgkqx", "k"), **dict.fromkeys("sz", "s"), "j": "s", "r": "l"}
    | {**dict.fromkeys("dt", "t"), **dict.fromkeys("mn", "n"), **dict.fromkeys("aeiouyhw", None)}
)
_SOFT = re.compile(r"[dt]?[sz]h|t?sch|t?ch(?![rl])|dg(?=[eiy])|[gc](?=[eiy])")
"""Letters for sounds that scripts write as s, z, j or ch."""


def skeleton(word: str) -> str:
    """Return the classes of the consonants of a Latin word, none twice in a row."""
    classes = _SOFT.sub("s", word.lower()).translate(_CLASSES)
    return re.sub(r"[^a-z]|(.)(?=\1)", "", classes)


def once(sounds: str) -> str:
    """Return sounds, none twice in a row."""
    return re.sub(r"(.)(?=\1)", "", sounds)
