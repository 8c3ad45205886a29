"""Words given one by one in the same frame: «print("Ada")», then «print("Lark")»; «(1) Ada (2) Lark».

What stands around each of them comes again and again, or counts them, and is no part of what they say together.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise

from alu.store.text.names.name_rarity import is_given_name
from alu.store.text.values.ordinals import ORDINALS, ROMAN

__all__ = ["in_a_row", "unframed"]

_MOST_WORDS, _MOST_BETWEEN = 3, 60
"""Words in a frame, and characters between two counts, from which on a text goes on instead."""
_LONGEST_LINE, _LONGEST_END, _MOST_COUNTS = 300, 40, 2_000
_WORD = re.compile(r"[^\W_]+")
_SUM = re.compile(r"\d\s?[-+*/×÷x]\s?\$?\d[\d.,]*\s?=\s?\$?\d")
"""What is worked out line by line frames nobody: «Ada has 54/2 = 27 pears», «Lark has 27+6 = 33 pears»."""
_COUNTS_WORDS = frozenset((*ORDINALS, "next", "last", "then", "final", "finally"))
_COUNT = re.compile(
    r"(?<![^\W_])(?:(?P<number>\d{1,3})|(?P<roman>[ivx]{1,5})|(?P<letter>[a-z]))(?![^\W_])(?P<mark>\s?[.):\]=,}])?"
)
_OPENS = ("(", "[", "{", "#", "=")
"""What stands before a number that counts; others count things, or are any."""
_FIRST = re.compile(r"[01](?!\d)|(?:^|[\s(])[ia][.):\]]")
"""One of these is in a text that counts."""
_ROMAN = {numeral: n for n, numeral in enumerate(ROMAN, 1)}
_AROUND = " \t\n.,:;=()[]{}#'\""
_THEN = re.compile(
    r"(?<![\w-])(?P<one>[A-Z][\w-]{0,40}+)[\"”'’»*]{0,3},? "
    r"(?:(?:and )?then|(?:is )?followed by|plus|and next|next) (?=[\"“'‘«*]{0,3}[A-Z])"
)
_BLANK = re.compile(r"\\[sSbBnrt][+*?]?")
"""A blank in a pattern, or as a program writes it."""


def unframed(text: str) -> Iterator[str]:
    r"""Yield a text without frames and counts, where it has some.

    Example:
        >>> from alu.store.text.hidden.frames import unframed
        >>> list(unframed("print('Ada', end='')\nprint('Lark', end='')"))
        ['Ada Lark']
        >>> list(unframed("(1) Ada (2) Lark")), list(unframed("Ada has 1 gull and 2 geese."))
        (['Ada Lark'], [])
    """
    shown = _THEN.sub(r"\g<one> ", _BLANK.sub(" ", text) if "\\" in text else text)
    counted = _without_counts(shown)
    framed = _without_frames(shown.splitlines()) if "\n" in shown else shown
    yield from (one for one in dict.fromkeys((shown, counted, framed)) if one.split() != text.split())


def in_a_row(values: Sequence[str]) -> str:
    """Return values as one line, with a mark between two whole names, which are not one.

    Example:
        >>> from alu.store.text.hidden.frames import in_a_row
        >>> in_a_row(["Ada", "Lark"]), in_a_row(["Ada Dale", "Bo Lark"])
        ('Ada Lark', 'Ada Dale; Bo Lark')
    """
    marks = (";" if _are_names(one.lower().split(), other.lower().split()) else "" for one, other in pairwise(values))
    return " ".join(map(str.__add__, values, (*marks, "")))


def _are_names(one: Sequence[str], other: Sequence[str]) -> bool:
    """Tell whether two values of several words begin with a first name each, and the one ends with no initial."""
    several = min(len(one), len(other)) > 1 and len(one[-1].strip(".")) > 1
    return several and is_given_name(one[0]) and is_given_name(other[0])


@dataclass(frozen=True, slots=True)
class _Numeral:
    """A number, a roman numeral or a letter that may count what is behind it."""

    kind: str
    value: int
    start: int
    end: int


def _counts(text: str) -> list[_Numeral]:
    found = list[_Numeral]()
    for m in _COUNT.finditer(text):
        if m["number"]:
            if not (m["mark"] or text[max(0, m.start() - 3) : m.start()].rstrip().endswith(_OPENS)):
                continue
            found.append(_Numeral("number", int(m["number"]), m.start(), m.end()))
        elif m["mark"] and m["roman"] in _ROMAN:
            found.append(_Numeral("roman", _ROMAN[m["roman"]], m.start(), m.end()))
        elif m["mark"] and m["letter"]:
            found.append(_Numeral("letter", ord(m["letter"]) - ord("a") + 1, m.start(), m.end()))
        if len(found) >= _MOST_COUNTS:
            break
    return found


def _without_counts(text: str) -> str:
    """Return a text without what counts its words from 0 or 1 on: «1. Ada 2. Lark», «(i) Ada (ii) Lark»."""
    counts = _counts(text) if _FIRST.search(text) else []
    for kind in ("number", "roman", "letter"):
        run = _run([one for one in counts if one.kind == kind], text)
        if len(run) > 1:
            edges = [0, *(edge for one in run for edge in (one.start, one.end)), len(text)]
            return in_a_row([text[a:b].strip(_AROUND) for a, b in zip(edges[::2], edges[1::2], strict=True)]).strip()
    return text


def _run(counts: Sequence[_Numeral], text: str) -> list[_Numeral]:
    """Return the first counts that go on by one, with a word or a few between them."""
    run = list[_Numeral]()
    for one in counts:
        if run and one.value == run[-1].value + 1 and _is_brief(text[run[-1].end : one.start]):
            run.append(one)
        elif len(run) > 1:
            break
        else:
            run = [one] if one.value in (0, 1) else []
    return run


def _is_brief(between: str) -> bool:
    return len(between) <= _MOST_BETWEEN and 0 < len(_WORD.findall(between)) <= _MOST_WORDS


@dataclass(frozen=True, slots=True)
class _Line:
    """A line, and its words with those that count as one sign."""

    text: str
    words: tuple[str, ...]
    places: tuple[tuple[int, int], ...]

    @classmethod
    @lru_cache(maxsize=2048)
    def of(cls, text: str) -> _Line:
        """Read a line."""
        found = list(_WORD.finditer(text)) if len(text) <= _LONGEST_LINE else []
        return cls(text, tuple(_key(m.group()) for m in found), tuple(m.span() for m in found))

    def within(self, before: int, after: int) -> str:
        """Return what is between the first and the last words of it."""
        places = self.places[before : len(self.places) - after]
        return self.text[places[0][0] : places[-1][1]]

    def fits(self, head: Sequence[str], tail: Sequence[str]) -> bool:
        """Tell whether it has a word or a few between some first words and some last ones."""
        within = len(self.words) - len(head) - len(tail)
        begins = self.words[: len(head)] == tuple(head)
        return 0 < within <= _MOST_WORDS and begins and self.words[len(self.words) - len(tail) :] == tuple(tail)


def _key(word: str) -> str:
    """Return a word in small letters; of one that counts, a sign."""
    small = word.casefold()
    if small.isdigit() or len(small) == 1 or small in _COUNTS_WORDS:
        return "#"
    return small.rstrip("0123456789") or "#"


def _without_frames(written: Sequence[str]) -> str:
    """Return lines, where those in a row that differ in a word or a few are one line of these."""
    lines = [line for line in written if line.strip()]
    ends = [_ends(line) for line in lines]
    found, at = list[str](), 0
    while at < len(lines):
        head, tail = _frame(lines, ends, at)
        last = at
        while (head or tail) and last < len(lines) and _Line.of(lines[last]).fits(head, tail):
            last += 1
        if last - at > 1:
            found.append(in_a_row([_Line.of(line).within(len(head), len(tail)) for line in lines[at:last]]))
        else:
            found.append(lines[at])
        at = max(last, at + 1)
    return "\n".join(found)


def _ends(line: str) -> tuple[str, str]:
    """Return the first and the last word of a line; of a long one, or a sum, what no other line has."""
    if len(line) > _LONGEST_LINE or _SUM.search(line) or (first := _WORD.search(line)) is None:
        return "", ""
    *_, last = _WORD.findall(line[-_LONGEST_END:]) or [""]
    return _key(first.group()), _key(last) if last else ""


def _frame(lines: Sequence[str], ends: Sequence[tuple[str, str]], at: int) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Return the first and the last words that a line shares with the next."""
    if at + 1 == len(lines) or not any(one and one == other for one, other in zip(*ends[at : at + 2], strict=True)):
        return (), ()
    one, other = map(_Line.of, lines[at : at + 2])
    shorter = min(len(one.words), len(other.words)) - 1
    before = next((n for n in range(max(0, shorter)) if one.words[n] != other.words[n]), max(0, shorter))
    rest = shorter - before
    after = next((n for n in range(rest) if one.words[-1 - n] != other.words[-1 - n]), max(0, rest))
    return one.words[:before], one.words[len(one.words) - after :]
