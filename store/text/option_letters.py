"""Which of a question's options a reply chooses, by their letters."""

from __future__ import annotations

import re
from functools import cache, lru_cache
from typing import NamedTuple

from alu.store.text.values.ordinals import ORDINALS

__all__ = ["label_places", "letters_in"]

_LABEL = re.compile(r"^(?:[^\S\n]|[>*_(\[-])*+([A-Ja-j])\*{0,2}[.):\]]", re.MULTILINE)
_ALONE = re.compile(r"(?<!\w)\w(?!\w)")
_GOES_ON = r"(?:is|was|because|since|as|and|or|seems|would)\b"
"""What follows «A» or «I» where it is an option, and neither an article nor the one who speaks."""
_WRONG = r"[)\]*_\"'.:,]*\s*(?:is|are|was|were)(?:n['’]t|\s+(?:not|wrong|incorrect|false))\b"
_OPENS = r"[\s:*_(\[{>\"'«–-]*"
_CLOSES = r"[)\]}<*_\"'».:]"
_AND = r"(?:,(?:\s*(?:and|or)\b)?|and\b|or\b|&|/)"
_IS = r"(?:(?:is|are|was|(?:would|should|must)\s+be)\b|=)"
_KIND = r"(?:option|choice|letter|number)"
_TAKES = (
    rf"(?:(?:{_KIND}|pick|guess)(?:\s+{_IS})?|(?:go|going|went)\s+with|choose|chose|select|take|say|probably|likely|"
    r"definitely|certainly|clearly|surely|correct(?:\s+is)?|"
    r"it['’]?s|it\s+is|must\s+be)"
)
_SAID = rf"\banswers?\b{_OPENS}(?:{_IS}{_OPENS})?(?:{_KIND}\b{_OPENS})?|\\boxed\{{(?:\\text\{{)?"
_ORDINALS = ORDINALS[:6]
_PLACE = rf"(?<!not the )\b({'|'.join(_ORDINALS)}|last)"
_ORDINAL = re.compile(
    rf"{_PLACE}\s+(?:one|option|choice|answer|statement|of\s+(?:these|those|them))\b|\A\W*(?:the\s+)?{_PLACE}\W*\Z",
    re.I,
)
"""«The second one» anywhere, or a reply that is «The second.»."""
_DENIED = r"(\bnot\s+|n['’]t\s+|\bneither\s+|\bnor\s+)?"


class _Patterns(NamedTuple):
    """How some labels are recognised."""

    answer: re.Pattern[str]
    """«The answer is B»."""
    first: re.Pattern[str]
    """«B) a hook»."""
    taken: re.Pattern[str]
    """«I'd go with B», and what denies it before."""
    label: re.Pattern[str]


@lru_cache(maxsize=64)
def label_places(text: str) -> frozenset[int]:
    r"""Return where the letters are that label lines of a text, from A on: of two lines or more.

    Example:
        >>> from alu.store.text.option_letters import label_places
        >>> sorted(label_places("Which one? A. Lark?\nA. hammer\nB. anvil")), sorted(label_places("A. Lark\nC. Ito"))
        ([20, 30], [])
    """
    found = list[int]()
    for m in _LABEL.finditer(text):
        if ord(m[1].lower()) - ord("a") == len(found):
            found.append(m.start(1))
    return frozenset(found if len(found) > 1 else ())


def letters_in(reply: str, labels: str) -> tuple[str, ...]:
    """Return those of `labels` (capitals and digits) that `reply` takes: none, one, or several.

    Looked for in this order: «the answer is B», the last one said; a label at the start; «option B», «I'd go with
    B». An article is no label, and one that is called wrong is not taken. Where there is none, «the second one» is
    the label at that place.
    """
    return _by_letter(reply, labels) or _by_place(reply, labels)


def _by_place(reply: str, labels: str) -> tuple[str, ...]:
    """Return the labels whose places in their row a reply names: «it's the second one», «the last»."""
    named = (m[1] or m[2] for m in _ORDINAL.finditer(reply))
    places = (-1 if name.lower() == "last" else _ORDINALS.index(name.lower()) for name in named)
    return tuple(dict.fromkeys(labels[place].upper() for place in places if place < len(labels)))


def _by_letter(reply: str, labels: str) -> tuple[str, ...]:
    if {*labels, *labels.lower()}.isdisjoint(_ALONE.findall(reply)):
        return ()  # none stands by itself
    if not _may_take(reply):
        return ()  # patterns for labels that no question had before take milliseconds to make
    found = _patterns("".join(sorted(set(labels))))
    if answers := list(found.answer.finditer(reply)):
        runs = [answers[-1][1]]
    elif first := found.first.match(reply):
        runs = [first[1]]
    else:
        runs = [m[2] for m in found.taken.finditer(reply) if not m[1]]
    return tuple(dict.fromkeys(label.upper() for run in runs for label in found.label.findall(run)))


@lru_cache(maxsize=64)
def _patterns(labels: str) -> _Patterns:
    capital = "".join(c for c in labels if c.isalpha())
    weak = re.escape(capital.lower() + "".join(c for c in labels if c.isdigit()))
    one = _one(f"[{capital}]" if capital else "", f"[{weak}]")
    run = rf"((?>{one}(?:[)\]*_\"']*\s*{_AND}{_OPENS}{one})*)(?!{_WRONG}))"
    return _Patterns(
        answer=re.compile(rf"(?i:{_SAID}){run}"),
        first=re.compile(rf"\W*{run}"),
        taken=re.compile(rf"(?i:{_DENIED}\b{_TAKES}\b{_OPENS}){run}"),
        label=re.compile(rf"(?<!\w)[{capital}{weak}](?!\w)"),
    )


def _one(capital: str, weak: str) -> str:
    """Return the pattern of one label, from those of its capital letters and of its small letters and digits."""
    # a small letter or a digit is a word or a count where its sentence goes on
    ends = rf"(?=[^\S\n]*(?:{_CLOSES}|\n|$|{_AND}\s*{weak}\b))"
    strong = rf"(?![AI]\s+(?!{_GOES_ON})[a-z]){capital}|" if capital else ""
    return rf"(?<!\w)(?:{strong}{weak}{ends})(?!['’-]?\w)"


def _may_take(reply: str) -> bool:
    """Tell whether a reply takes any label at all, whatever the labels are: what `_patterns` finds, this does."""
    return any(pattern.search(reply) for pattern in _of_any_labels())


@cache
def _of_any_labels() -> tuple[re.Pattern[str], ...]:
    one = _one(r"[^\W\d_]", r"\w")
    return tuple(re.compile(p) for p in (rf"(?i:{_SAID}){one}", rf"\A\W*{one}", rf"(?i:\b{_TAKES}\b{_OPENS}){one}"))
