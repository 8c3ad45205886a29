"""What all Latin spellings of an East Slavic name share: «Tchaikovets», «Chaikovets».

Each language that writes them has letters of its own for the same sounds, and Russian and Ukrainian differ in some. A
key leaves out what differs. It is too coarse for other names, so a surname needs an ending that theirs have.
"""

from __future__ import annotations

import re
from collections.abc import Collection
from functools import cache, lru_cache

from alu.store.text.names.first_names import first_name_rows

__all__ = ["ends_as_slavic", "is_patronymic", "romanised_key", "same_first_names"]

_LEAST = 5
_ENDING = re.compile(
    r"(?:sk[yij]+|skaya|skaia|skaja|[cz]k[yij]+|[oe](?:v|w|ff)a?|enko|[cyijla]uk|ouk|[czhslnij]ak|[oe](?:ts|tz|c|z)"
    r"|[iy](?:ch|cz|c|tch|tsch)|[a-z]{3}[iy]na?|[iey]iko|ayko|adze|shvili|[nvl][iy]i|[nvl]yy|ov[yi]k|yan|ets[iy]?)$"
)
"""How surnames end, as they are in Latin letters without marks."""
_PATRONYMIC = re.compile(r"(?:ovi|evi|ovy|evy|ii|yi|yo[vw]y|i)(?:ch|c|cz|tch|tsch)$|(?:[oei]v|i|[iy]ch)n[ao]$")
_SOUNDS = re.compile(
    r"schtsch|chtch|shtch|stch|shch|szcz|tsch|tch|sch|cz|ch|sh|sz|zh|kh|ph|tz|ts|ck|ou|oo|gu(?=[eiy])|[jiy]+(?=[aueo])"
    r"|[jiy]+|c(?=[eiy])|z$|c$|[chwxq]"
)
_WRITTEN = {
    **dict.fromkeys(("schtsch", "chtch", "shtch", "stch", "shch", "szcz"), "x"),
    **dict.fromkeys(("tsch", "tch", "cz", "ch"), "c"),
    **dict.fromkeys(("sch", "sh", "sz"), "w"),
    **dict.fromkeys(("tz", "ts"), "q"),
    **dict.fromkeys(("kh", "h", "gu"), "g"),
    **{"zh": "j", "ph": "f", "ck": "k", "ou": "u", "oo": "u", "w": "v", "x": "ks", "q": "k"},
}
_DOUBLED = re.compile(r"(.)(?=\1)")


@lru_cache(maxsize=16_384)
def romanised_key(word: str) -> str:
    """Return what all ways to write a name in Latin letters have in common; of a word in small letters without marks.

    Example:
        >>> from alu.store.text.names.romanised import romanised_key
        >>> romanised_key("tchaikovets") == romanised_key("chaykovec"), romanised_key("hrushchak")
        (True, 'gruxak')
    """
    parts, end = list[str](), 0
    for match in _SOUNDS.finditer(word):
        parts += (word[end : match.start()], _sound(match.group(), word[match.end() : match.end() + 1]))
        end = match.end()
    key = _DOUBLED.sub("", "".join((*parts, word[end:])))
    return key[:-1] + "v" if key.endswith(("of", "ef")) else key


def _sound(written: str, after: str) -> str:
    """Return what letters stand for before the letter `after`."""
    if written[0] in "jiy":  # «ie», «ye» and «e» are one, and so are «yo» and «e»
        return "" if after == "e" else "i"
    if written in ("c", "z"):
        return "q" if not after or (written == "c" and after in "eiy") else "k"
    return _WRITTEN.get(written, written)


@lru_cache(maxsize=16_384)
def ends_as_slavic(word: str) -> bool:
    """Tell whether a word, in small letters without marks, ends as East Slavic surnames do."""
    return len(word) >= _LEAST and word.isascii() and _ENDING.search(word) is not None


def is_patronymic(word: str) -> bool:
    """Tell whether a word may be the name of somebody's father: «Oleksandrivna», «Petrovich»."""
    return len(word) > _LEAST and _PATRONYMIC.search(word) is not None


@lru_cache(maxsize=4096)
def same_first_names(given: str) -> Collection[str]:
    """Return the keys of a first name, of what it is in the other languages of Europe, and of what is short for it."""
    key = romanised_key(given)
    return _related().get(key, frozenset()) | {key}


@cache
def _related() -> dict[str, frozenset[str]]:
    found: dict[str, set[str]] = {}
    for names, short in first_name_rows():
        keys = set(map(romanised_key, names))
        for key in keys:
            found.setdefault(key, set()).update(keys, map(romanised_key, short))
    return {key: frozenset(others) for key, others in found.items()}
