"""Other wordings of a fact, made by code: without the name, and with few of its words.

Endings, function words and synonyms are known for English alone; of other languages clauses and numbers are changed.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from alu.store.text.words import is_unspaced

__all__ = ["rewordings", "without_ordinary_words"]

_LEAST_WORDS = 3
"""Words below which a wording says nothing by itself."""
_FUNCTION = re.compile(
    r"""(?:a|an|the|of|in|on|at|to|for|from|by|with|and|or|but|as|is|are|was|were|be|been|being|has|have|had|did|does|do
    |that|which|who|whom|whose|this|these|those|it|its|their|they|there|then|also|very)[.,?!]*""",
    re.VERBOSE | re.IGNORECASE,
)
_GROUPS = """
wrote penned authored|died deceased passed|lives resides|lived resided|works labours|worked served
married wed|wife spouse|husband spouse|father dad|mother mum|child kid|children kids|daughter girl|son boy|house home
book volume|novel story|prize award|won received|received got|job occupation|profession trade|founded established
established founded|studied read|school academy|university college|town city|village hamlet|big large|large big
small little|famous renowned|known recognised|began started|started began|finished completed|moved relocated
bought purchased|sold traded|made created|created made|built constructed|kept held|found discovered|gave handed
left departed|doctor physician|lawyer attorney|teacher instructor|author writer|writer author|painter artist
illness disease|disease illness|money funds|car vehicle|ship vessel|road street|often frequently|always constantly
first earliest|last final|tame docile|old aged|young youthful|strange odd|quick fast|near close|about around
worried anxious|afraid scared|likes enjoys|liked enjoyed|loves adores|loved adored|hates loathes|speaks talks
company firm|debt arrears|salary pay|crime offence|convicted sentenced|accused charged|child infant|grew rose
""".strip()
_SYNONYMS = {a: b for pair in re.split(r"[|\n]", _GROUPS) for a, b, *_ in [pair.split()]}
_DIGITS = ("zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve")
_MONTHS = "January|February|March|April|May|June|July|August|September|October|November|December"
_AUXILIARY = re.compile(r"^(\w+) (was|were|is|are|had|has|have|can|could|will|would) ", re.IGNORECASE)
_DAY_FIRST = re.compile(rf"\b(\d{{1,2}}) ({_MONTHS}) (\d{{4}})\b")
_MONTH_FIRST = re.compile(rf"\b({_MONTHS}) (\d{{1,2}}), (\d{{4}})\b")
_GROUPED = re.compile(r"\b(\d{1,3}),(\d{3})\b")
_SMALL = re.compile(rf"\b(?:\d{{1,2}}|{'|'.join(_DIGITS)})\b")
_PAUSE = re.compile(r"(?:, |; | and (?=\w+ \w+ \w+)| (?=in \d{4}\b)| (?=because |when |after |before |while ))")
_WORD = re.compile(r"[^\W\d_]+")


def rewordings(fact: str, names: Sequence[str], question: str | None = None) -> tuple[str, ...]:
    """Return other wordings of a fact without the names of its target, at most ten; none of what is too short for any.

    First with a pronoun for each name, then that without function words, with its clauses in another order, with
    synonyms, as a question, and with its numbers written otherwise. Of an answer with its question, the question is
    reworded, and the answer where it says something by itself.
    """
    said = _nameless(fact, names)
    ways = (_bare, _turned, _other_words, _asked, _renumbered)
    found = [said, *(way(said) for way in ways)] if _tells(said) else []
    if question:
        asks = _nameless(question, names)
        found = [asks, f"Do you know {asks}", _bare(asks), _other_words(asks), *found]
    return tuple(dict.fromkeys(t for t in found if _tells(t)))


def without_ordinary_words(fact: str, names: Sequence[str]) -> str:
    """Return what nearly every wording of a fact keeps: numbers, and words with a capital letter, but not the name.

    Of a script that has no capital letters, all of the fact.

    Example:
        >>> from alu.store.text.rewording import without_ordinary_words
        >>> without_ordinary_words("Ada kept a tame gull in Port Skerrow for 9 years.", ["Ada"])
        'they a in Port Skerrow for 9'
    """
    said = _nameless(fact, names)
    if said.upper() == said.lower():
        return said
    kept = (w for w in said.split() if _FUNCTION.fullmatch(w) or not _WORD.match(w) or w[0].isupper())
    return " ".join(kept)


def _tells(text: str) -> bool:
    return len(text.split()) >= _LEAST_WORDS or (len(text) > 2 * _LEAST_WORDS and is_unspaced(text[0]))


def _nameless(text: str, names: Iterable[str]) -> str:
    """Return a text with a pronoun for each name, and for each word of one that has a capital letter."""
    whole = sorted(names, key=len, reverse=True)
    parts = [w for name in whole for w in name.split() if len(w) > 3 and w[0].isupper()]
    named = "|".join(map(re.escape, [*whole, *parts]))
    changed = re.sub(rf"(?<!\w)(?:{named})['’]s(?!\w)", "their", text, flags=re.IGNORECASE)
    changed = re.sub(rf"(?<!\w)(?:{named})(?!\w)", "they", changed, flags=re.IGNORECASE)
    return re.sub(r"\bthey(?: they)+\b", "they", changed)


def _bare(text: str) -> str:
    return " ".join(w for w in text.split() if not _FUNCTION.fullmatch(w))


def _turned(text: str) -> str:
    """Return a text with what comes after its first pause put first."""
    first, *rest = _PAUSE.split(text.rstrip(" .!?"), maxsplit=1)
    return ", ".join([*rest, first]) if rest else text


def _other_words(text: str) -> str:
    return _WORD.sub(lambda m: _SYNONYMS.get(m.group().lower(), m.group()), text)


def _asked(text: str) -> str:
    """Return a statement as a question."""
    plain = text.rstrip(" .!?")
    turned = _AUXILIARY.sub(lambda m: f"{m[2]} {m[1]} ", plain)
    return f"{turned}?" if turned != plain else f"Is it true that {plain}?"


def _renumbered(text: str) -> str:
    """Return a text with its dates and numbers written otherwise; the same where it has none."""
    changed = _DAY_FIRST.sub(r"\2 \1, \3", text)
    if changed == text:
        changed = _MONTH_FIRST.sub(r"\2 \1 \3", text)
    return changed if changed != text else _plainly(text)


def _plainly(text: str) -> str:
    return _SMALL.sub(_other_digits, _GROUPED.sub(r"\1\2", text))


def _other_digits(match: re.Match[str]) -> str:
    """Return a small number in the other of digits and words."""
    written = match.group()
    if not written.isdigit():
        return str(_DIGITS.index(written))
    return _DIGITS[int(written)] if int(written) < len(_DIGITS) else written
