"""The people and years that a text mentions, found by capital letters and digits."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from alu.store.calibration import (
    MAX_STATEMENT,
    MAX_TITLE_WORDS,
    MIN_STATEMENT,
    NAME_WORD_NATS,
    RARE_WORD_NATS,
    TITLE_WORD_NATS,
)
from alu.store.text.kept import kept
from alu.store.text.names.name_lists import listed_in
from alu.store.text.normalise import normalise, visible
from alu.store.text.terms import hashed, informative, terms, word_list
from alu.store.text.words import word_count

__all__ = [
    "QUOTED",
    "YEAR",
    "Mentions",
    "full_names",
    "leading_name",
    "mentions",
    "placed_names",
    "quotations",
    "spoken_of",
]

_UPPER = "".join(c for c in map(chr, (*range(0x41, 0x590), *range(0x1E00, 0x2000))) if c.isupper())
"""Capital letters. A script that has none, like Han or Arabic, shows no names, and its words must not pass for some."""
_ONE_CAPITAL = re.compile(f"[{_UPPER}]")
_CAPITAL = rf"(?:(?:[{_UPPER}]\.\s?)+|[{_UPPER}][\w’'\-]*)"
_ALONE = re.compile(_CAPITAL)
_RUN = re.compile(rf"{_CAPITAL}(?:\s?(?:(?:al|bin|ben|de|del|da|di|der|den|la|le|van|von|el)\s)?\s?{_CAPITAL})+")
_BEGINS = re.compile(
    r"[\W_]{0,9}(?:(?:The|A|An|El|La|Los|Las|Le|Les|Il|Lo|I|Gli|O|Os|As|Der|Die|Das|De|Het|Den)\s|[LD]['’])?"
)
"""What stands in front of the name with which a sentence begins."""
QUOTED = re.compile(
    r"""(?<!\w)(?:"([^"“”«»]{2,80})"|“([^"“”«»]{2,80})”|«([^"“”«»]{2,80})»"""
    r"""|['‘](\w[^'‘’"]{1,80}(?:['’]\w[^'‘’"]{0,60})?)['’](?!\w))"""
)
"""What is in quotes of any kind; its only group that matches holds it."""
_OPENING = re.compile('["“«「『]')
_CLOSING = {'"': '"', "“": "”", "«": "»", "「": "」", "『": "』"}
YEAR = re.compile(r"(?<!\d)[12]\d{3}(?!\d)")
"""A year of the last thousand years."""
_POSSESSIVE = re.compile(r"['’]s?(?=\s|$)")
_SURNAME = re.compile(r"(?<![\w.!?…\-] )(?<![\"“«‘(\[\n])(?<!^)\b[A-Z][a-z’'\-]{3,}\b|\b[A-Z][a-z]{3,}(?=['’]s\b)")
_SUBJECT = re.compile(
    rf"\b(?:is|are|was|were|does|did|do|has|have|had|can|could|will|would) ([{_UPPER}][^\s,;:?!]{{0,40}}"
    rf"(?: (?:& )?[{_UPPER}(][^\s,;:?!]{{0,40}}){{0,5}})(?= ?[?]| [a-z])"
)
"""What a question asks about: «Where is Aon plc headquartered?»."""
_INITIAL = re.compile(r"[b-hj-z]")
"""A single letter that is no word of its own; in other scripts many are."""
_INITIALS = re.compile(r"(?:\W*[^\W\d_](?![^\W\d_]))+\W*")
_OTHER_SCRIPT = re.compile(r"(?<!\w)[^\W\d_\x00-\u024f\u1e00-\u20ff]{2,}(?!\w)")
"""In a Latin text a name in another script, like one in initials, may be anybody's: it speaks for nobody else."""


@dataclass(frozen=True, slots=True)
class Mentions:
    """What a text names without our knowing whether it is stored."""

    runs: tuple[tuple[int, ...], ...]
    """Word hashes of each run of two or more capitalised words, a full name mostly, of each rare word with a
    capital letter, a surname mostly, and of each quoted title."""
    years: tuple[int, ...]
    """Word hashes of the years."""
    titles: tuple[tuple[int, ...], ...] = ()
    """Those of the runs that are quoted titles of two words or more."""

    @property
    def people(self) -> tuple[tuple[int, ...], ...]:
        """The runs of two words or more that are in no title: whole names."""
        return tuple(r for r in self.runs if len(r) > 1 and not any(set(r) <= set(t) for t in self.titles))


@kept(1024)
def mentions(text: str) -> Mentions:
    """Return the names and years of `text`; of a text all in capitals or in small letters, no names."""
    text = visible(text)
    own = text.isascii() or sum(c.isascii() for c in text) > len(text) / 2
    found = [m.group() for m in _each(_RUN, text)] if not text.isupper() else []
    runs = [_name(r) for r in found if not (_INITIALS.fullmatch(r) or (own and _OTHER_SCRIPT.search(r)))]
    titles = [t for m in QUOTED.finditer(text) if (t := _title(m[m.lastindex or 1]))]
    full = {w for r in runs if len(r) > 1 for w in r}
    lone = [(hashed(w),) for w in _lone(text)] if not text.isupper() else []
    named = [*(r for r in runs if len(r) > 1), *(s for s in lone if s[0] not in full), *titles]
    years = tuple(map(hashed, YEAR.findall(text)))
    return Mentions(tuple(named), years, tuple(t for t in titles if len(t) > 1))


@kept(1024)
def _asked_about(question: str) -> tuple[int, ...]:
    """Return the word hashes of what is named as the subject of a question, be it a single ordinary word.

    Of «When was Zoetis's head born?» they are none: it asks about somebody else.
    """
    found = _SUBJECT.search(visible(question)) if "?" in question else None
    if not found or _POSSESSIVE.search(found[1].strip()):
        return ()
    return tuple(map(hashed, terms(found[1])))


def spoken_of(text: str, asked: str) -> Mentions:
    """Return who is named in a text, or, where nobody is, in the question `asked` that it answers, but for places.

    Example:
        >>> from alu.store.text.mentions import spoken_of
        >>> from alu.store.text.terms import hashed
        >>> spoken_of("In 1952.", "When was Aon founded?").runs == ((hashed("aon"),),)
        True
    """
    said, subject = mentions(text), _asked_about(asked)
    runs = said.runs or tuple(run for run in mentions(asked).runs if run not in _places())
    if subject and subject not in runs and (not said.runs or set(subject) <= set(map(hashed, terms(text)))):
        runs = (*runs, subject)
    return Mentions(runs, said.years, said.titles)


@cache
def _places() -> frozenset[tuple[int, ...]]:
    """Return the word hashes of each larger town, country and state of the USA."""
    return frozenset(tuple(map(hashed, place.split())) for place in listed_in("places"))


def quotations(text: str) -> list[str]:
    """Return what is in quotes and is longer than a title."""
    return [s for s in _quoted(text) if word_count(s) > MAX_TITLE_WORDS]


def _quoted(text: str) -> Iterator[str]:
    """Yield what is in quotes of one kind, 20 to 400 characters; looks for each closing mark once."""
    closes, end = dict.fromkeys(_CLOSING.values(), -1), 0
    for opening in _OPENING.finditer(text):
        mark, start = _CLOSING[opening.group()], opening.end()
        if closes[mark] < start:
            at = text.find(mark, start)
            closes[mark] = at if at >= 0 else len(text) + MAX_STATEMENT
        length = closes[mark] - start
        if opening.start() >= end and MIN_STATEMENT <= length <= MAX_STATEMENT and closes[mark] < len(text):
            end = closes[mark] + 1
            yield text[start : end - 1]


def full_names(visible: str) -> list[str]:
    """Return the runs of two or more capitalised words in a line of a text that is given as it is seen."""
    return [name for name, _ in placed_names(visible)]


def placed_names(visible: str) -> Iterator[tuple[str, int]]:
    """Yield the same with where each begins.

    Example:
        >>> from alu.store.text.mentions import placed_names
        >>> list(placed_names("Ada Lark met Bo Dale, and Ada Lark left."))
        [('Ada Lark', 0), ('Bo Dale', 13), ('Ada Lark', 26)]
    """
    for match in _each(_RUN, visible):
        at = match.start()
        for part in match.group().splitlines():
            at = visible.find(part, at)
            yield part, at
            at += len(part)


def leading_name(sentence: str) -> str:
    """Return the words with a capital letter with which a sentence begins, behind an article; "" where it has none.

    Example:
        >>> from alu.store.text.mentions import leading_name
        >>> leading_name("The Tarn–Skerrow Bay Bridge is a bridge."), leading_name("- Deezer is a service.")
        ('Tarn–Skerrow Bay Bridge', 'Deezer')
    """
    start = begins.end() if (begins := _BEGINS.match(sentence)) else 0
    end = start
    while found := _RUN.match(sentence, end) or _ALONE.match(sentence, end):
        end = found.end()
        if sentence[end : end + 1] not in ("–", "/", "&"):
            break
        end += 1
    return sentence[start:end].rstrip("–/&")


def _each(pattern: re.Pattern[str], text: str) -> Iterator[re.Match[str]]:
    """Yield the matches of a pattern that begins with a capital letter; to look for one first is faster."""
    end = 0
    for capital in _ONE_CAPITAL.finditer(text):
        if capital.start() >= end and (found := pattern.match(text, capital.start())):
            end = found.end()
            yield found


def _name(run: str) -> tuple[int, ...]:
    """Return the hashes of the words of a run without the common words that it begins with («Has», «Which»)."""
    words = word_list(_POSSESSIVE.sub("", run).lower())
    while words and informative(words[0]) < NAME_WORD_NATS and (len(words[0]) > 1 or not _INITIAL.match(words[0])):
        words = words[1:]
    if all(len(w) == 1 for w in words):  # «Has A. L.»: initials, which may be anybody's
        return ()
    return tuple(map(hashed, terms(" ".join(words))))


def _lone(text: str) -> list[str]:
    """Return the rare words that have a capital letter where a sentence does not begin."""
    words = (normalise(_POSSESSIVE.sub("", m.group())) for m in _each(_SURNAME, text))
    return [w for w in dict.fromkeys(words) if w.isalpha() and informative(w) >= RARE_WORD_NATS]


def _title(quoted: str) -> tuple[int, ...]:
    """Return the hashes of the words of a title without «the» and its like; of a sentence in quotes, nothing."""
    if _is_sentence(quoted):
        return ()
    return tuple(hashed(w) for w in terms(quoted) if informative(w) >= TITLE_WORD_NATS)


def _is_sentence(quoted: str) -> bool:
    """Tell whether most of the longer words of a quotation have small letters, unlike those of a long title."""
    words = quoted.split()
    longer = [w for w in words if len(w) > 3]
    return len(words) > MAX_TITLE_WORDS and sum(w[0].islower() for w in longer) * 2 >= len(longer)
