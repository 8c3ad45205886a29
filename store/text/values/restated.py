"""Facts stated in other forms: large numbers in words, and years of a life in words."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from alu.store.text.values.folded import Folded, Token, tokens
from alu.store.text.values.number_words import said_at

__all__ = ["restated"]

_THOUSAND = (
    "thousand tausend mille mil mila duizend tusen tysiac tysiace tysiecy bin тысяча тысячи тысяч тисяча тисячі тисяч"
)
_MILLION = "million millions millionen millones milion miliony milionow miljoen миллион миллиона миллионов"
_TIMES = {
    Folded(word).text: times for words, times in ((_THOUSAND, 10**3), (_MILLION, 10**6)) for word in words.split()
}
_GLUED = re.compile(r"(tausend|duizend|tusen|mila)")
_AND = {"and", "und", "e", "y", "et", "en"}
_LIFE = re.compile(
    r"\((?P<sign>b\. ?|\* ?|geb\. ?)?(?P<born>[12]\d{3})(?P<on> ?[–—-] ?)?(?P<died>(?<=[–— -])[12]\d{3})? ?\)"
)
"""«(1931–2009)», «(1951– )», «(b. 1951)»."""
_SHORTEST_LIFE = 15
"""Years from which on a span is of a life rather than of a reign or a journal."""


def restated(text: str) -> str | None:
    """Return `text` with large numbers in figures and the years of a life in words; None where it has neither.

    Example:
        >>> from alu.store.text.values.restated import restated
        >>> restated("She earns eighty-four thousand five hundred pounds."), restated("Ann Lee (1951– ) sings.")
        ('She earns 84,500 pounds.', 'Ann Lee (born in 1951) sings.')
        >>> restated("It was printed in 1951.") is None
        True
    """
    plain = _LIFE.sub(_life, _in_figures(text))
    return plain if plain != text else None


def _life(match: re.Match[str]) -> str:
    """Return years of a life as words; a year alone in brackets is of a book as well."""
    born, died = match["born"], match["died"]
    if died:
        long = int(died) - int(born) >= _SHORTEST_LIFE
        return f"(born in {born}, died in {died})" if long else match.group()
    return f"(born in {born})" if match["sign"] or match["on"] else match.group()


def _in_figures(text: str) -> str:
    folded, parts, done = Folded(text), list[str](), 0
    for number, first, last in _large(list(_pieces(tokens(folded.text)))):
        start, end = folded.span(first, last)
        parts += [text[done:start], f"{number:,}"]
        done = end
    return "".join([*parts, text[done:]])


def _pieces(words: Sequence[Token]) -> Iterator[Token]:
    """Yield the tokens, «vierundachtzigtausendfünfhundert» in three."""
    for word in words:
        at = word.start
        for piece in filter(None, _GLUED.split(word.text)):
            yield Token(piece, at, at + len(piece))
            at += len(piece)


def _large(words: Sequence[Token]) -> Iterator[tuple[int, int, int]]:
    """Yield the numbers from a thousand on that words say, and where they begin and end."""
    at = 0
    while at < len(words):
        total, last = _number(words, at)
        if total >= min(_TIMES.values()):
            yield total, words[at].start, words[last - 1].end
        at = max(last, at + 1)


def _number(words: Sequence[Token], at: int) -> tuple[int, int]:
    """Return the number that begins at a word, and one after its last word; of no thousands where there are none."""
    total, last, begun = 0, at, False
    while last < len(words):
        begin = last + (begun and last + 1 < len(words) and words[last].text in _AND)
        said = said_at(words, begin) if begin == at or _follows(words, begin) else None
        if said is None:
            break
        times = _TIMES.get(words[said.end].text, 1) if said.end < len(words) and _follows(words, said.end) else 1
        total, last, begun = total + int(said.digits) * times, said.end + (times > 1), True
        if times == 1:
            break
    return total, last


def _follows(words: Sequence[Token], at: int) -> bool:
    return words[at].start - words[at - 1].end <= 1
