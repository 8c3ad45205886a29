"""Texts that come with a question, in pieces: which of them may speak of a target."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Sequence
from functools import lru_cache
from typing import NamedTuple

from alu.flow.asking import begins_a_request, is_question
from alu.flow.rare import KEPT, rare_in
from alu.flow.references import PRONOUN
from alu.flow.subject import is_german
from alu.flow.vault import Question
from alu.store.text.mentions import mentions
from alu.store.text.normalise import sentences

__all__ = ["Document", "Piece", "asks_and_pieces"]

_TAG = re.compile(r"<[^<>]{1,200}>")
_ITEM = re.compile(r"\s{0,9}(?:[-*•–·]|\(?\d{1,3}[.)\]]|\(?[a-z][.)])\s")
"""How a row of a list begins."""
_KEY = re.compile(r"[\W_]{0,9}(\w[\w -]{0,20}?)[\W_]{0,3}[:=]\s")
"""The name of a field with which a row begins: «Name: …»."""
_HEADING = re.compile(r"\s{0,9}(?:#{1,6}\s|\*\*[^*]{1,80}\*\*:?\s{0,9}$|[^.!?:]{1,80}[:：]\s{0,9}$)")
_TITLE_WORDS, _SMALL = 5, 2
"""Words of a heading; digits of a number that many things have."""
_RECORD_END = re.compile(r"(?<=\})\s*,(?=\s*\{)|(?<=\])\s*,(?=\s*\[)")
"""Where one record of a list in a row ends."""
_CLAUSE = re.compile(r";\s|,\s(?=(?:while|whereas|während|tandis que|mientras|mentre|enquanto|terwijl|medan|mens)\s)")
_ENDS = re.compile(r"[.!?…。！？][\"'”»)\]]{0,3}$")
_ID = re.compile(r"(?<![\w.,:+-])(?:[A-Za-z]{1,4}-?\d{2,12}|0\d{2,12})(?![\w:]|[.,]\d)")
"""What may stand for somebody in a row: «TL-0447», «0102»."""
_NUMBERED = re.compile(
    r"\b(lane|ticket|seat|bed|desk|case|no|nr|num(?:ber|éro|ero)?|id|item|lot|unit|order|invoice|file|player|bib|account"
    r"|customer|patient|employee|platz|bahn|bett|zimmer|fall|stelle|kunde|lit|chambre|siège|cama|asiento|letto|posto|łóżko|tor"
    r"|bilet)[ .:]{0,2}#?(\d{1,6})\b(?![.,:]\d)|#(\d{1,6})\b",
    re.I,
)
"""One of several things: «lane 4», «ticket 881»."""
_NUMBER = re.compile(r"(?<![\w.,:+-])\d{3,6}(?![\w:]|[.,]\d)")
_SIGNS = "|;,\t:"
_NAME = re.compile(r"(?<!\w)[^\W\d_a-z]\w{2,30}")
"""A word with a capital letter."""


class Piece(NamedTuple):
    """A sentence, a record or a clause of a text."""

    text: str
    row: str
    """The row of the text that it is in."""
    line: int
    """Number of the row."""
    block: int
    """Number of the paragraph."""
    whole: bool
    """The sentence that it is in has an end."""


def asks_and_pieces(question: Question) -> tuple[str, list[Piece]]:
    """Return what the last turn asks, and the pieces of the texts that came with it or were sent before.

    Those are passages, system prompts, results of tools, and what stands in a user's turn in rows without a question;
    of an earlier turn only where they are two rows or more.
    """
    *before, last = question.messages
    asks, pieces = "", list[Piece]()
    sent = [text for text in question.context if text]
    sent += [m.content for m in before if m.content and m.role not in ("user", "assistant")]
    for text in sent:
        pieces += _pieces(_rows(text), pieces)
    for turn in (*(m for m in before if m.role == "user" and m.content), last):
        rows = [(row, any(map(_asks, row.parts))) for row in _rows(turn.content)]
        brought = [row for row, asking in rows if not asking]
        if turn is last:
            asks = "\n".join(part for row, asking in rows if asking for part in row.parts)
        if turn is last or sum(bool(row.parts) for row in brought) > 1:
            pieces += _pieces(brought, pieces)
    return asks, pieces


class _Row(NamedTuple):
    """A line of a text."""

    text: str
    parts: tuple[str, ...]
    line: int
    block: int


def _rows(text: str) -> list[_Row]:
    rows, block = list[_Row](), 0
    for line, row in enumerate(text.splitlines()):
        bare = _TAG.sub(" ", row)
        block += not bare.strip() or bare != row
        rows.append(_Row(bare, tuple(filter(_has_letters, sentences(bare))), line, block))
    return rows


def _pieces(rows: Sequence[_Row], before: Sequence[Piece]) -> list[Piece]:
    """Return the pieces of the rows of a text, numbered behind those of others."""
    line, block = (before[-1].line + 1, before[-1].block + 1) if before else (0, 0)
    found = ((row, part, piece) for row in rows for part in row.parts for piece in _split(part))
    return [
        Piece(piece, row.text, row.line + line, row.block + block, _ENDS.search(part) is not None)
        for row, part, piece in found
    ]


def _asks(sentence: str) -> bool:
    return is_question(sentence) or (begins_a_request(sentence) and not _KEY.match(sentence))


def _has_letters(text: str) -> bool:
    return any(map(str.isalpha, text))


def _split(sentence: str) -> Iterator[str]:
    """Yield the records and clauses of a sentence."""
    for record in _RECORD_END.split(sentence):
        yield from filter(_has_letters, map(str.strip, _CLAUSE.split(record)))


class _Features(NamedTuple):
    """What of a piece is the same, whichever target is looked for."""

    begins: bool
    """Its row begins with it."""
    key: str
    """The name of the field with which its row begins."""
    heads: bool
    """Its row says what those after it are about."""
    goes_on: bool
    """It is in the row of the piece before, or in another row of its paragraph that is not of the same list."""
    rare: frozenset[str]
    """Stems of its rare words."""
    means: bool
    """It is of a whole sentence with a pronoun."""
    named: bool
    """It has a name."""
    names: frozenset[str]
    """Its words with a capital letter."""
    keys: frozenset[str]
    """What stands for somebody, or something, in its row: «ticket 881», «0102», «TL-0447»."""
    numbers: frozenset[str]
    """Those keys, and the numbers of three digits or more of its row."""


class Document:
    """Pieces of texts, read once for all targets.

    Args:
        pieces: in order.
        asks: the question; whom it names and the texts do not is somebody else.
    """

    def __init__(self, pieces: Sequence[Piece], asks: str) -> None:
        self.texts = [piece.text for piece in pieces]
        self._pieces = pieces
        self._read = [_read(piece, pieces[n - 1] if n else None) for n, piece in enumerate(pieces)]
        self._asked = _asked_names(asks)

    def about(self, near: Collection[int], stored: str = "") -> set[int]:
        """Return the numbers of the pieces that are near a target, or may speak of it without its name.

        Those are what follows in the same record or under the same heading, what follows without a name in the same
        paragraph, but for another row of the same table or list, sentences without a name that have a pronoun or a
        rare word of the others, and what has a key of those that are near: «ticket 881», «0102».

        Args:
            near: numbers of those that are near the target.
            stored: what is stored of the target: whoever is named there is nobody else.
        """
        about, words = self._fields_before(near), set[str]()
        keys = frozenset[str]().union(*(self._read[n].keys for n in (*near, *about)))
        own = frozenset(_NAME.findall(stored)).union(*(self._read[n].names for n in near))
        others = self._asked - own
        field, under = "", False
        for n, read in enumerate(self._read):
            heads = read.heads and not read.key
            if n in near and not field:
                field, under = (read.key, heads) if read.key or read.begins else (field, under)
            elif read.begins and ((field and read.key == field) or (under and heads)):
                field, under = "", False  # the next record, or the next heading
            if n in near or field or under or not keys.isdisjoint(read.numbers):
                is_about = True
            elif read.named or not others.isdisjoint(read.names):
                is_about = False
            else:
                is_about = (
                    (read.goes_on and n - 1 in about)
                    or (self._pieces[n].whole and not words.isdisjoint(read.rare))
                    or (read.means and bool(about))
                )
            if is_about:
                about.add(n)
                words |= read.rare
        return about

    def _fields_before(self, near: Collection[int]) -> set[int]:
        """Return the pieces of a record before the field that names a target: «employee: 0102», «name: Ada Lark»."""
        found, pieces = set[int](), self._pieces
        for n in near:
            if not _KEY.match(pieces[n].row):
                continue
            while n and pieces[n - 1].block == pieces[n].block and _KEY.match(pieces[n - 1].row):
                n -= 1
                if n in near or self._read[n].named:
                    break
                found.add(n)
        return found

    def go_on(self, n: int) -> bool:
        """Tell whether a piece goes on about whom the one before it names: «She …» in the same row."""
        return self._pieces[n].line == self._pieces[n - 1].line and PRONOUN.match(self.texts[n]) is not None


def _read(piece: Piece, before: Piece | None) -> _Features:
    begins = before is None or before.line != piece.line
    field = _KEY.match(piece.row) if begins else None
    goes_on = before is not None and (
        not begins or (before.block == piece.block and not _is_alike(before.row, piece.row))
    )
    keys, numbers = _keys(piece.row)
    return _Features(
        begins,
        field[1].lower() if field else "",
        _is_heading(piece.row),
        goes_on,
        rare_in(piece.text),
        piece.whole and PRONOUN.search(piece.text) is not None,
        bool(mentions(piece.text).runs),
        frozenset(_NAME.findall(piece.text)),
        keys,
        numbers,
    )


@lru_cache(maxsize=KEPT)
def _keys(row: str) -> tuple[frozenset[str], frozenset[str]]:
    """Return what stands for somebody, or something, in a row, and that with the other numbers of three digits or more.

    That is an id, or the number of one of several things. Pieces of one row ask for the same.
    """
    ids = {found[0].lower() for found in _ID.finditer(row)}
    for found in _NUMBERED.finditer(row):
        number = found[2] or found[3]
        ids.add(number if len(number) > _SMALL else f"{(found[1] or '#').lower()} {int(number)}")
    return frozenset(ids), frozenset(ids.union(_NUMBER.findall(row)))


def _asked_names(asks: str) -> set[str]:
    """Return the words with a capital letter within the sentences of a question; none of a German one."""
    if is_german(asks):
        return set()
    return {name for one in sentences(asks) for name in _NAME.findall(one)[_NAME.match(one) is not None :]}


@lru_cache(maxsize=KEPT)
def _is_heading(row: str) -> bool:
    """Tell whether a row says what those after it are about."""
    if _HEADING.match(row):
        return True
    sign, count = _form(row)
    few = len(row.split()) <= _TITLE_WORDS and (not count or (sign, count) == (",", 1))  # «Lark, Ada»
    return few and not _ENDS.search(row) and not _ITEM.match(row)


def _is_alike(row: str, other: str) -> bool:
    """Tell whether two rows are of one list or table."""
    items = [_ITEM.match(one) is not None for one in (row, other)]
    return all(items) or (not any(items) and _form(row)[1] > 0 and _form(row) == _form(other))


@lru_cache(maxsize=KEPT)
def _form(row: str) -> tuple[str, int]:
    """Return the sign that divides a row most often, and how often."""
    return max(((sign, row.count(sign)) for sign in _SIGNS), key=lambda found: found[1])
