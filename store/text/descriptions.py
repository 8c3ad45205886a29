"""Definite descriptions: «the actor from 'The Salt Ledger'» identifies a person by occupation and work.

«A beekeeper in Tarn who was born in 1931» means somebody, too, by a calling, a place and a year of birth; and of all
whom an academy has honoured, «the laureate of 1990» means one, by the number next to what all of them share.

Known for English. What asks who it is («Who is the actor from …?»), or says what is played («She played the queen of
…»), speaks of nobody that is known already, so it describes nobody.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import takewhile
from typing import NamedTuple

from alu.store.calibration import DESCRIBED_NATS, MAX_DESCRIPTION
from alu.store.text.biography import fields_of_work, is_calling
from alu.store.text.kept import kept
from alu.store.text.mentions import QUOTED
from alu.store.text.normalise import visible
from alu.store.text.terms import terms
from alu.store.text.vocabulary import information

__all__ = ["Description", "TitleNumber", "descriptions", "undescribed"]

_OPENS = re.compile(r"\bt(?:he|his|hat)\s+|(?:^|[.!?]\s+)T(?:he|his|hat)\s+|\b(?P<any>[Aa]n?)\s+")
_NOBODY = re.compile(
    r"\b(?:(?:who|he|she|you|they|name|me|play(?:s|ed|ing)?|portray(?:s|ed|ing)?|as)\s+(?:is\s|was\s|were\s|are\s)?|"
    r"name\s+of\s|be(?:en|ing)?\s|bec[ao]m(?:e|es|ing)\s)$",
    re.IGNORECASE,
)
"""What stands before a description of somebody that nobody knows yet, or of a part that is played."""
_NOBODY_REACH = 20
_MOST_NOUNS = 3
_ENDS = re.compile(r"[?!;:\n]|\.\s|,\s(?!who|born|known|famous|famed|celebrated|and\s)|\s(?:than|or|versus|vs)\b")
_BORN = re.compile(r"\bborn\s(?:in\s|on\s)?(?:[\w,]{1,12}\s){0,3}?([12]\d{3})\b")
_CAPITALS = re.compile(r"(?<![\w'’])[^\W\d_a-zß-öø-ÿ][\w’'-]*(?:\s[^\W\d_a-zß-öø-ÿ][\w’'-]*)*")
_LINKS = "a an of from in by on at to with for and or that who which whose is was did does has had"
"""What a noun is not behind, so that the calling is the noun that the article belongs to."""
_ANYBODY = """star person man woman celebrity icon host hostess artist personality idol creator founder leader owner
    winner champion laureate recipient medallist medalist honoree awardee nominee finalist"""
"""Words for a person of any calling."""
_OFFICES = frozenset({"rule"})
"""The field of callings that one person has after another: «the president of the United States» is no certain one, but
for «the 44th»."""
_MORE_OFFICES = frozenset(("representative", "congressman", "congresswoman", "delegate", "premier", "councillor"))
_AFTER, _GENERAL = frozenset(_LINKS.split()), frozenset(_ANYBODY.split())
_NUMBER = re.compile(r"(?<![\w.,:$€£%-])\d{1,4}(?:st|nd|rd|th)?(?![\w%'’]|[.,:-]\d)")
"""A year, a number or an ordinal that may tell one bearer of a title from another."""
_BETWEEN = frozenset(("in", "of", "for", "on", "at", "to", "the", "a", "an", "s"))
"""Words between a title and a number, or another title, that belongs to it; what «and» joins is another one."""
_MOST_BETWEEN, _MARKS = 3, re.compile(r"[^\w\s'’-]")
_ARTICLE = re.compile(r"\b[Tt]h(?:e|is|at)\s")
_KNOWN = "known|famous|famed|celebrated|noted|renowned|recogni[sz]ed|acclaimed|remembered"
_LINKED = (
    rf",?\s(?:(?:(?:who|that)\s(?:is|was)\s)?(?:[a-z]+\s)?(?:{_KNOWN})\s(?:for|as|from|in)|from|of|in|behind|on|"
    r"(?:who|that)(?:\s[a-z]+){1,2}?)"
    r"(?:\s[\w’']+){0,4}?\s"
)
_TITLE = (
    rf"(?:{QUOTED.pattern}|{_CAPITALS.pattern}(?:(?:\s(?:of|the|and|in|a|for|to|with|from|on))+\s{_CAPITALS.pattern})*)"
    r"(?=[\s,?]|\.?$|\.\s)"
)
_WITH_TITLE = re.compile(
    r"(?P<noun>(?:[a-z-]+\s){0,3}?)"
    rf"(?:{_TITLE}\s(?P<after>[a-z]+)\b|(?P<before>[a-z]+){_LINKED}{_TITLE}(?:(?:,|\s(?:and|or))\s{_TITLE})*,?)"
)
"""What may stand behind an article: «'Salt Ledger' actor», and «actor from the film 'The Salt Ledger'»."""


class TitleNumber(NamedTuple):
    """A number that belongs to a title: «1990» of «the Nobel Prize in Literature in 1990»."""

    title: int
    """Which of the titles it belongs to."""
    text: str
    between: tuple[str, ...] = ()
    """The words between the two, in small letters, that have to be stored with them."""


class Description(NamedTuple):
    """Somebody by a calling, and by the names and titles that it has to do with."""

    fields: frozenset[str]
    """The fields of work of the calling; none where it may be of any."""
    titles: tuple[tuple[str, ...], ...]
    """The words of each of those names and titles, at least one, in order, and the year of birth; the last may belong
    to what follows."""
    whole: bool = False
    """All of it has to fit: «a painter», not «the painter», nor «the Nobel Prize in Physics»."""
    numbers: tuple[TitleNumber, ...] = ()

    @property
    def nats(self) -> float:
        """What the names and titles tell together."""
        return sum(information(word) for title in self.titles for word in title)

    @property
    def nats_of_numbers(self) -> float:
        """What the numbers tell together."""
        return sum(information(number.text) for number in self.numbers)


@kept(1024)
def descriptions(text: str) -> tuple[Description, ...]:
    """Return the definite descriptions of people in a text, each once.

    Example:
        >>> from alu.store.text.descriptions import descriptions
        >>> descriptions("Where did the violinist behind 'Salt Waltz' study?")
        (Description(fields=frozenset({'music'}), titles=(('salt', 'waltz'),), whole=False, numbers=()),)
        >>> descriptions("Who is the violinist behind 'Salt Waltz'?")
        ()
    """
    return tuple(dict.fromkeys(_found(visible(text))))


def undescribed(text: str) -> str:
    """Return a text without the names and titles by which it describes somebody, «the actor from 'The Salt Ledger'».

    Example:
        >>> from alu.store.text.descriptions import undescribed
        >>> undescribed("Where did the violinist, best known for the album 'Salt Waltz', study?")
        'Where did the violinist study?'
        >>> undescribed("Where did the 'Salt Waltz' violinist study?")
        'Where did the violinist study?'
    """
    kept, end = list[str](), 0
    for article in _ARTICLE.finditer(text):
        at = article.start()
        found = _WITH_TITLE.match(text, article.end(), article.end() + MAX_DESCRIPTION) if at >= end else None
        if not found or _NOBODY.search(text, max(0, at - _NOBODY_REACH), at):
            continue
        calling = found["after"] or found["before"]
        if calling in _GENERAL or _is_own_calling(calling, numbered=False):
            kept += [text[end : found.start()], found["noun"], calling]
            end = found.end()
    return "".join([*kept, text[end:]])


def _found(text: str) -> Iterator[Description]:
    for opening in _OPENS.finditer(text):
        at, rest = opening.start(), text[opening.end() : opening.end() + MAX_DESCRIPTION]
        end = _ENDS.search(rest)
        phrase = rest[: end.start()] if end else rest
        if _has_no_title(phrase) or _NOBODY.search(text, max(0, at - _NOBODY_REACH), at):
            continue
        bare, born = QUOTED.sub("", phrase), _BORN.search(phrase)
        titles, tied, numbers = _titles(_BORN.sub(",", phrase))
        calling = _calling(bare, numbered=bool(numbers))
        if calling and _is_named_behind(calling, bare):
            continue
        if not born and (opening["any"] or calling is None):
            continue
        fields = frozenset[str]() if calling is None or calling in _GENERAL else fields_of_work(calling)
        if titles and calling is None:  # one that no list has: then its words have to be stored
            titles, numbers = ((_nouns(bare), *titles) if _nouns(bare) else ()), ()
        whole = bool(opening["any"]) or tied
        found = Description(fields, (*titles, (born[1],)) if born else titles, whole, numbers)
        if titles and found.nats >= DESCRIBED_NATS:
            yield found


def _has_no_title(phrase: str) -> bool:
    """Tell at once of most phrases that no name and no title is in them, without which they describe nobody."""
    return phrase.isascii() and phrase.islower() and '"' not in phrase and "'" not in phrase


def _calling(phrase: str, *, numbered: bool) -> str | None:
    nouns = (w.strip(",'’") for w in takewhile(lambda w: w not in _AFTER, phrase.split()))
    return next((w for w in nouns if w.islower() and (w in _GENERAL or _is_own_calling(w, numbered))), None)


def _is_named_behind(calling: str, phrase: str) -> bool:
    """Tell whether a phrase says who is described: «the painter Ada Lark», who is found by her name if at all."""
    behind = re.search(rf"(?<!\w){re.escape(calling)}\s+(\w)", phrase)
    return behind is not None and behind[1].isupper()


def _nouns(phrase: str) -> tuple[str, ...]:
    """Return the words, in small letters, that the article belongs to: «piano tuner» of «piano tuner in Leeds»."""
    nouns = list(takewhile(lambda w: w not in _AFTER, phrase.split()))
    return tuple(terms(" ".join(nouns))) if 0 < len(nouns) <= _MOST_NOUNS and all(map(str.islower, nouns)) else ()


def _is_own_calling(word: str, numbered: bool) -> bool:
    """Tell whether a word is the calling of one person; of an office where a number says of which one."""
    if word in _MORE_OFFICES or (is_calling(word) and fields_of_work(word) == _OFFICES):
        return numbered
    return is_calling(word)


def _titles(phrase: str) -> tuple[tuple[tuple[str, ...], ...], bool, tuple[TitleNumber, ...]]:
    """Return the names and titles of a phrase, in its order, whether the last belongs to another, and the numbers."""
    quoted = [(m.start(), m.end(), m[m.lastindex or 1]) for m in QUOTED.finditer(phrase)]
    bare = QUOTED.sub(lambda m: "," * len(m.group()), phrase)
    capitals = [(m.start(), m.end(), m.group()) for m in _CAPITALS.finditer(bare)]
    found = [(start, end, words) for start, end, text in sorted([*quoted, *capitals]) if (words := terms(text))]
    tied = len(found) > 1 and _between(phrase[found[-2][1] : found[-1][0]]) == ()
    places = [(start, end) for start, end, _ in found]
    numbers = (_belongs(m, phrase, places) for m in _NUMBER.finditer(bare))
    return tuple(words for _, _, words in found), tied, tuple(n for n in numbers if n)


def _belongs(number: re.Match[str], phrase: str, titles: Sequence[tuple[int, int]]) -> TitleNumber | None:
    """Return a number with the title that it belongs to: the one before it, else the one behind."""
    before = [n for n, (_, end) in enumerate(titles) if end <= number.start()][-1:]
    behind = [n for n, (start, _) in enumerate(titles) if start >= number.end()][:1]
    for n in (*before, *behind):
        start, end = titles[n]
        between = _between(phrase[end : number.start()] if n in before else phrase[number.end() : start])
        if between is not None:
            return TitleNumber(n, number.group().lower(), between)
    return None


def _between(text: str) -> tuple[str, ...] | None:
    """Return the words, but for links, between a title and what may belong to it; nothing where that is too far."""
    words = tuple(w for w in terms(text) if w not in _BETWEEN)
    return words if len(words) <= _MOST_BETWEEN and not _MARKS.search(text) else None
