"""What kind of person or thing an answer says first that its subject is: «Marc Lark is a renowned French singer».

The next subject of a dialogue shares such words with an earlier one who does the same, and they say nothing of the
earlier one. What follows («…, whose neighbour is …», «… in Tarn») may be of anybody and is no part of it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from alu.store.calibration import WORLD_NAME_NATS
from alu.store.text.languages import language
from alu.store.text.mentions import leading_name
from alu.store.text.vocabulary import information

__all__ = ["DEFINES", "introduction"]

DEFINES = re.compile(
    r"(?:, [^,.]{1,60},| \([^()]{1,60}\))?"
    r"( (?:is|was|are|were|ist|war|est|était|es|era|fue|è|fu|é|foi|är|var|jest|to) )",
    re.I,
)
"""What stands behind a name of which is said what it is; the group is the verb."""
_ONE = re.compile(r"(?:an?|eine?|une?|una|uma?|een|en|ett|et) ")
"""One of a kind: «a singer», and not «the priest who lent them the church»."""
_PART = re.compile(r"([^\W\d_][\w’'/-]*)(,? )?")
_LONGEST = 16
"""Words of it, at most."""
_IN_A_ROW = 4
"""Words of one calling in a row of them, at most: «actor, singer, and former football player»."""
_MORE = """who whose whom which that where when while after before as known famous best noted celebrated remembered
    in at of for from with by to on under behind near during since until about against between into through
    der die das dessen deren dem den wo aus bei von mit für auf an im am vom zum zur des seit
    qui que dont où à de du des dans avec pour par chez sur au aux depuis
    que cuyo cuya cuyos cuyas quien de del en con por para desde sobre
    che cui di del della in con per da dal dalla
    que cujo cuja de do da em no na com por para
    die dat wiens van in uit met voor bij op
    som vars hvis från fra i av af med för til till på hos
    the le la les el los las il lo het det he she it they er sie es il elle él ella lui lei hij zij han hon hun
    his her its their sein seine ihr ihre su sus son sa ses suo sua zijn haar hans hennes"""
_ENDS = frozenset(_MORE.split())
"""What begins to say more than that: of where, of whom and with whom."""
_AND = frozenset(["and", "und", "et", "y", "e", "en", "och", "og", "or", "&"])


def introduction(sentence: str) -> str:
    """Return the words that say of what kind the subject of a sentence is; none where it does not begin so.

    Example:
        >>> from alu.flow.introduction import introduction
        >>> introduction("Marc Lark (1950–2010) was a renowned French actor and singer in Tarn.")
        ' was a renowned French actor and singer'
        >>> introduction("Marc Lark is a nurse whose employer went to prison.")
        ' is a nurse'
        >>> introduction("Marc Lark is the priest who lent them the church.")
        ''
    """
    name = leading_name(sentence)
    defines = DEFINES.match(sentence, sentence.find(name) + len(name)) if name else None
    one = _ONE.match(sentence, defines.end()) if defines else None
    if defines is None or one is None:
        return ""
    *_, end = one.end(), *_ends(sentence, one.end(), german=language(sentence) == "de")
    return sentence[defines.start(1) : end].rstrip(" ,")


def _ends(sentence: str, at: int, *, german: bool) -> Iterator[int]:
    """Yield where the words behind an article may end that say of what kind something is, the last one being it."""
    row, listed = 0, False
    for _ in range(_LONGEST):
        found = _PART.match(sentence, at)
        if not found:
            return
        word, gap = found[1], found[2] or ""
        joins = word.lower() in _AND
        if word.lower() in _ENDS or (word[0].isupper() and not german and information(word) >= WORLD_NAME_NATS):
            return
        row = 0 if joins else row + 1
        if listed and row > _IN_A_ROW:
            return
        whole = gap.startswith(",") or not gap
        if not joins and (whole or not listed):  # «an auditor, sentenced to …» is no list
            yield found.end(1)
        if not gap:
            return
        if whole:
            row, listed = 0, True
        at = found.end()
