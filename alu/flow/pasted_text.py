"""Texts that come with a question, in pieces: which of them may speak of a target."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Sequence
from typing import NamedTuple

from alu.flow.asking import begins_a_request, is_question
from alu.flow.references import PRONOUN
from alu.flow.subject import is_german
from alu.store.calibration import OWN_WORD_NATS
from alu.store.text.mentions import mentions
from alu.store.text.normalise import sentences
from alu.store.text.terms import telling_stems
from alu.store.text.vocabulary import information

__all__ = ["Piece", "asks_and_pieces", "pieces_about"]

_TAG = re.compile(r"<[^<>]{1,200}>")
_ITEM = re.compile(r"\s{0,9}(?:[-*•–·]|\(?\d{1,3}[.)\]]|\(?[a-z][.)])\s")
"""How a row of a list begins."""
_KEY = re.compile(r"[\W_]{0,9}(\w[\w -]{0,20}?)[\W_]{0,3}[:=]\s")
"""The name of a field with which a row begins: «Name: …»."""
_HEADING = re.compile(r"\s{0,9}(?:#{1,6}\s|\*\*[^*]{1,80}\*\*:?\s{0,9}$|[^.!?:]{1,80}[:：]\s{0,9}$)")
_TITLE_WORDS = 5
_RECORD_END = re.compile(r"(?<=\})\s*,(?=\s*\{)|(?<=\])\s*,(?=\s*\[)")
"""Where one record of a list in a row ends."""
_CLAUSE = re.compile(r";\s|,\s(?=(?:while|whereas|während|tandis que|mientras|mentre|enquanto|terwijl|medan|mens)\s)")
_ENDS = re.compile(r"[.!?…。！？][\"'”»)\]]{0,3}$")
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


def asks_and_pieces(said: Sequence[str], context: Sequence[str]) -> tuple[str, list[Piece]]:
    """Return what the last turn asks, and the pieces of the texts that came with it and with the turns before.

    Args:
        said: the user's turns.
        context: passages that came with the question.
    """
    asks, pieces = list[str](), list[Piece]()
    line = block = 0
    for number, text in enumerate((*context, *said)):
        turn, last = number >= len(context), number == len(context) + len(said) - 1
        block += 1
        for row in text.splitlines():
            line += 1
            bare = _TAG.sub(" ", row)
            block += not bare.strip() or bare != row
            parts = list(filter(_has_letters, sentences(bare)))
            if turn and any(map(_asks, parts)):  # what stands in one row with a question is no text that came with it
                asks += parts if last else []
            else:
                pieces += [Piece(piece, bare, line, block) for one in parts for piece in _split(one)]
    return "\n".join(asks), pieces


def _asks(sentence: str) -> bool:
    return is_question(sentence) or (begins_a_request(sentence) and not _KEY.match(sentence))


def _has_letters(text: str) -> bool:
    return any(map(str.isalpha, text))


def _split(sentence: str) -> Iterator[str]:
    """Yield the records and clauses of a sentence."""
    for record in _RECORD_END.split(sentence):
        yield from filter(_has_letters, map(str.strip, _CLAUSE.split(record)))


def pieces_about(pieces: Sequence[Piece], near: Collection[int], asks: str) -> set[int]:
    """Return the numbers of the pieces that are near a target, or may speak of it without its name.

    Those are what follows in the same record or under the same heading, what follows without a name in the same
    paragraph, but for another row of the same table or list, and sentences without a name that have a pronoun or a
    rare word of the others.

    Args:
        pieces: of texts, in order.
        near: numbers of those that are near the target.
        asks: the question; whom it names and they do not is somebody else.
    """
    about, words = set[int](), set[str]()
    others = _asked_names(asks) - {word for n in near for word in _NAME.findall(pieces[n].text)}
    field, under = "", False
    for n, piece in enumerate(pieces):
        before = pieces[n - 1] if n else piece
        new = before.line != piece.line or not n
        key = m[1].lower() if new and (m := _KEY.match(piece.row)) else ""
        if n in near and not field:
            field, under = (key, _is_heading(piece.row)) if key or new else (field, under)
        elif new and (key == field or (under and _is_heading(piece.row))):
            field, under = "", False  # the next record, or the next heading
        rare = {s for s in telling_stems([piece.text]) if information(s) >= OWN_WORD_NATS}
        named = bool(mentions(piece.text).runs) or not others.isdisjoint(_NAME.findall(piece.text))
        hangs = not named and _hangs(piece, before, n - 1 in about, bool(about), rare & words)
        if n in near or field or under or hangs:
            about.add(n)
            words |= rare
    return about


def _hangs(piece: Piece, before: Piece, follows: bool, later: bool, shared: Collection[str]) -> bool:
    """Tell whether a piece without a name may speak of whom those before it speak of."""
    if mentions(piece.text).runs:
        return False
    if follows and (
        before.line == piece.line or (before.block == piece.block and not _is_alike(before.row, piece.row))
    ):
        return True
    return _ENDS.search(piece.text) is not None and bool(shared or (later and PRONOUN.search(piece.text)))


def _asked_names(asks: str) -> set[str]:
    """Return the words with a capital letter within the sentences of a question; none of a German one."""
    if is_german(asks):
        return set()
    return {name for one in sentences(asks) for name in _NAME.findall(one)[_NAME.match(one) is not None :]}


def _is_heading(row: str) -> bool:
    """Tell whether a row says what those after it are about."""
    if _HEADING.match(row):
        return True
    return len(row.split()) <= _TITLE_WORDS and not _ENDS.search(row) and not _ITEM.match(row) and _form(row)[1] == 0


def _is_alike(row: str, other: str) -> bool:
    """Tell whether two rows are of one list or table."""
    items = [_ITEM.match(one) is not None for one in (row, other)]
    return all(items) or (not any(items) and _form(row)[1] > 0 and _form(row) == _form(other))


def _form(row: str) -> tuple[str, int]:
    """Return the sign that divides a row most often, and how often."""
    return max(((sign, row.count(sign)) for sign in _SIGNS), key=lambda found: found[1])
