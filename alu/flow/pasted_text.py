"""Texts that come with a question, in pieces: which of them may speak of a target."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Iterable, Sequence
from functools import lru_cache
from typing import NamedTuple

from alu.flow.asking import begins_a_request, is_question
from alu.flow.entries import entries, has_letters, people_within
from alu.flow.gender import fits, is_feminine
from alu.flow.keys import begins_with_initials, code_before, codes_in, keys_in
from alu.flow.mail import is_in_head, is_of_sender, sends, tells_mail
from alu.flow.markup import section_of, without_tags
from alu.flow.quoted import said_by_others
from alu.flow.rare import KEPT, rare_in
from alu.flow.references import PRONOUN
from alu.flow.rows import ITEM, form_of, is_alike
from alu.flow.subject import is_german
from alu.flow.vault import Question
from alu.store.calibration import NAME_WORD_NATS
from alu.store.text.mentions import full_names, mentions
from alu.store.text.names.first_names import is_first_name
from alu.store.text.names.person_names import person_in
from alu.store.text.normalise import normalise, sentences
from alu.store.text.vocabulary import information
from alu.store.text.words import words

__all__ = ["Document", "Piece", "asked_names", "asks_and_pieces"]

_KEY = re.compile(r"[\W_]{0,9}(\w[\w -]{0,20}?)[\W_]{0,3}[:=]\s")
"""The name of a field with which a row begins: «Name: …»."""
_OF_AGENDA = re.compile(r"^(top|item|agenda item|punkt|point|punto|ponto|topic|motion) ?\d{1,2}$", re.I)
"""The name of an item of minutes: «TOP 3»."""
_HEADING = re.compile(r"\s{0,9}(?:#{1,6}\s|\*\*[^*]{1,80}\*\*:?\s{0,9}$|[^.!?:]{1,80}[:：]\s{0,9}$)")
_SENTENCE_WORDS, _LEAD, _VALUE, _TITLE_WORDS, _TITLE, _MOST_FIELDS = 6, 3, 24, 5, 4, 64
"""Words of an item that may be a sentence; characters before a name that begins it; of a value that names somebody;
words of a heading, and of a row that is a name alone; fields of a record."""
_ENDS = re.compile(r"[.!?…。！？][\"'”»)\]]{0,3}$")
_SUBJECT = re.compile(
    r"\W{0,9}(?:(?:O|A|El|La|Il|De|Den|Der|Die|Herr|Frau|Señora?|Sra?\.|Signora?|Mr\.?|Mrs\.?|Ms\.?|Dr\.?) )?"
    r"([^\W\d_a-z]\w{2,30})(?= [^\W\d_A-Z]|['’]s )"
)
"""A single word with a capital letter, and one without behind it, with which a sentence begins."""
_SMALL_WORD = re.compile(r"\W{0,3}[^\W\d_A-Z][\w'’-]*\s")
"""A word without a capital letter, with which a value that is a sentence may begin."""
_NAME = re.compile(r"(?<!\w)[^\W\d_a-z]\w{2,30}")
"""A word with a capital letter."""


class Piece(NamedTuple):
    """A sentence, a record or a clause of a text."""

    text: str
    row: str
    """The row of the text that it is in."""
    line: int
    block: int
    """Number of the paragraph."""
    whole: bool
    """The sentence that it is in has an end."""


def asks_and_pieces(question: Question) -> tuple[str, list[Piece]]:
    """Return what the last turn asks, and the pieces of the texts that came with it or were sent before.

    Those are passages, system prompts, results of tools, and what stands in a user's turn in rows without a question;
    of an earlier turn only where they are two rows or more.
    """
    last, others = question.messages[question.asked_at], question.others
    asks, pieces = "", list[Piece]()
    sent = [text for text in question.context if text]
    sent += [m.content for m in others if m.content and m.role not in ("user", "assistant")]
    for text in sent:
        pieces += _pieces(_rows(text), pieces)
    for turn in (*(m for m in others if m.role == "user" and m.content), last):
        rows = _asking(_rows(turn.content), is_last=turn is last)
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
        bare = without_tags(row)
        block += not bare.strip() or bare != row
        rows.append(_Row(bare, tuple(filter(has_letters, sentences(bare))), line, block))
    return rows


def _pieces(rows: Sequence[_Row], before: Sequence[Piece]) -> list[Piece]:
    """Return the pieces of the rows of a text, numbered behind those of others."""
    line, block = (before[-1].line + 1, before[-1].block + 1) if before else (0, 0)
    found = ((row, part, piece) for row in rows for part in row.parts for piece in entries(part))
    return [
        Piece(piece, row.text, row.line + line, row.block + block, _ENDS.search(part) is not None)
        for row, part, piece in found
    ]


def _asking(rows: Sequence[_Row], is_last: bool) -> list[tuple[_Row, bool]]:
    """Return each row with whether it asks something: a request only at either end, within a text it is of the text."""
    said = [row for row in rows if row.parts]
    ends = {said[0].line, said[-1].line} if said else set[int]()
    asks = {row.line for row in said if any(map(is_question, row.parts))}
    at_ends = (row for row in said if row.line in ends)
    asks |= {row.line for row in at_ends if any(begins_a_request(p) and not _KEY.match(p) for p in row.parts)}
    if said and is_last and not asks:  # «same for the second one», without a sign of it: what stands apart at an end
        size = Counter(row.block for row in said)
        asks.update([row.line for row in (said[-1], said[0]) if size[row.block] == 1][:1])
    own = asks.difference(rows[n].line for n in said_by_others([row.text for row in rows])) or asks
    return [(row, row.line in own) for row in rows]


class _Features(NamedTuple):
    """What of a piece is the same, whichever target is looked for."""

    begins: bool
    """Its row begins with it."""
    key: str
    """The field with which its row begins."""
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
    subject: frozenset[str]
    """What of them it begins with, where that is a name: «- CI: Teodor has …»."""
    says: bool
    """Its row is an item with a sentence, or of a year, and no field of a record: «- CI: Teodor has moved it.»."""
    title: bool
    """Its row is a person's name and nothing else."""
    codes: frozenset[str]
    """Its initials and words in capital letters."""
    coded: bool
    """It begins with initials: «H.M. did the field work»."""
    keys: frozenset[str]
    """What stands for somebody, or something, in its row: «ticket 881», «0102», «TL-0447»."""
    mail: bool
    """It is in the head of a mail."""
    numbers: frozenset[str]
    """Those keys, and the other numbers and ids of its row."""
    section: str
    """The section of a settings file that it begins: «[owner]»."""


class Document:
    """Pieces of texts, read once for all targets.

    Args:
        pieces: in order.
        asks: the question; who is named there and not in the texts is somebody else.
    """

    def __init__(self, pieces: Sequence[Piece], asks: str) -> None:
        self.texts = [piece.text for piece in pieces]
        self._pieces = pieces
        mails = {piece.block for piece in pieces if tells_mail(_field(piece))}
        self._read = [_read(p, pieces[n - 1] if n else None, p.block in mails) for n, p in enumerate(pieces)]
        self._fields = {p.block: read.key for p, read in reversed([*zip(pieces, self._read, strict=True)]) if read.key}
        self._names = frozenset[str]().union(*(read.names for read in self._read))
        self._asked = asked_names(asks)
        self._listed = frozenset(filter(None, (code_before(piece.row) for piece in pieces)))

    def about(
        self, near: Collection[int], named: str = "", stored: str = "", codes: frozenset[str] = frozenset()
    ) -> set[int]:
        """Return the numbers of the pieces that are near a target, or may speak of it without its name.

        Those are what follows in the same record or under the same heading, what follows without a name in the same
        paragraph, but for another row of the same table or list, sentences without a name that have a pronoun or a
        rare word of the others, and what has a key of those that are near («ticket 881», «0102») or stands for the
        name («H.M.»). What follows a row with the name alone is about it as far as the next such row. Not an item with
        a sentence that begins with another name. Of what somebody sent those that speak of «me» are about the sender.

        Args:
            near: numbers of those that are near the target.
            named: its names, a line each.
            stored: what is stored of the target: whoever is named there is nobody else.
            codes: what may stand for its names, see `codes`.
        """
        firsts = {n: self._first_field(n) for n in near}
        about, seen = {before for n, first in firsts.items() for before in range(first, n)}, set[str]()
        keys = frozenset[str]().union(*(self._read[n].keys for n in (*near, *about)))
        own = frozenset(_NAME.findall(stored))
        others = self._asked - own.union(*(self._read[n].names for n in near))
        field, under, name, titled, label, sent = "", False, words(named), False, "", False
        table = ""
        home: str | None = None
        of_others = self._listed - codes if self._listed & codes else frozenset[str]()
        for n, read in enumerate(self._read):
            heads, next_one, table = read.heads and not read.key, False, read.section or table
            if heads_mail := read.mail and sends(read.key):
                sent = n in near
            if read.begins and (read.title or (titled and label and self._label(n) == label)):
                titled = n in near and read.title
                label = self._label(n - 1) if titled and n else label
            if n in near and not field and not heads_mail:
                key = (self._read[firsts[n]].key or read.key) if self._begins_with(n, name) else ""
                home = table if "=" in self._pieces[n].row else None
                field, under = (key, heads) if read.key or read.begins else (field, under)
            elif read.begins and ((field and read.key == field) or (under and heads) or _leaves(read.section, home)):
                field, under, next_one = "", False, True  # the next record, or the next heading
            of_another = bool(read.subject) and own.isdisjoint(read.subject)
            coded = read.coded or not of_others.isdisjoint(read.codes)
            in_record = (
                (field or under or titled) and not (read.says and of_another) and not self._lists_another(n, own)
            )
            keyed = not (keys.isdisjoint(read.numbers) and codes.isdisjoint(read.codes))
            if n in near or in_record or keyed or (sent and is_of_sender(self.texts[n])):
                is_about = True
            elif read.named or of_another or coded or next_one or not others.isdisjoint(read.names):
                is_about = False
            else:
                is_about = (
                    (read.goes_on and n - 1 in about and not self._read[n - 1].mail)
                    or (self._pieces[n].whole and not seen.isdisjoint(read.rare))
                    or (read.means and bool(about) and not self._means_another(n, about))
                )
            if is_about:
                about.add(n)
                seen |= read.rare if n in near or in_record or read.goes_on else set()
        return about

    def _lists_another(self, n: int, own: Collection[str]) -> bool:
        """Tell whether a piece within a row is the entry of another person: «9h Ada Lark; 10h Bo Dale»."""
        if self._read[n].begins or _KEY.match(self.texts[n]):
            return False
        people = people_within(self.texts[n])
        return bool(people) and not any(word in own for name in people for word in name.split())

    def names_apart(self, about: Collection[int]) -> frozenset[str]:
        """Return the words with a capital letter that no piece of `about` has."""
        return self._names.difference(*(self._read[n].names for n in about))

    def _begins_with(self, n: int, named: Collection[str]) -> bool:
        """Tell whether the field that begins a row has a name for its value: «Name: Dr Ada Lark», not «to Ada Lark»."""
        row = self._pieces[n].row
        key = _KEY.match(row)
        if key is None:
            return False
        value = row[key.end() :][:_VALUE]
        return not _SMALL_WORD.match(value) and any(word in normalise(value) for word in named)

    def codes(self, near: Collection[int], named: str) -> frozenset[str]:
        """Return what may stand for a target's names: their initials with dots, and what a row has before one of them.

        Args:
            near: numbers of the pieces that are near it.
            named: its names, a line each.
        """
        capitals = ([word[0] for word in name.split() if word[0].isupper()] for name in named.splitlines())
        found = {"".join(f"{letter}." for letter in some) for some in capitals if len(some) > 1}
        before = (code_before(self._pieces[n].row, frozenset(words(named))) for n in near)
        return frozenset(found.union(filter(None, before)))

    def codes_of(self, some: Iterable[int]) -> frozenset[str]:
        """Return the initials and the words in capital letters of some pieces."""
        return frozenset[str]().union(*(self._read[n].codes for n in some))

    def _label(self, n: int) -> str:
        """Return the word with which a brief row begins that may be a heading: «Candidate A»."""
        row = self._pieces[n].row
        said = words(row) if len(row.split()) <= _TITLE_WORDS and not _ENDS.search(row) else ()
        return said[0] if said else ""

    def _first_field(self, n: int) -> int:
        """Return where the record begins that has a field which names a target: «employee: 0102», «name: Ada Lark».

        It begins with the head of a section, an item («- id: 7») or the paragraph's first field; else behind a name.
        """
        pieces, read, first, named = self._pieces, self._read, n, -1
        all_items = n > 0 and all(map(ITEM.match, (pieces[n].row, pieces[n - 1].row)))
        begins = self._fields.get(pieces[n].block)
        while _KEY.match(pieces[first].row) and n - first < _MOST_FIELDS:
            if (ITEM.match(pieces[first].row) and not all_items) or (first < n and read[first].key == begins):
                return first
            before = first - 1
            within = first > 0 and pieces[before].block == pieces[n].block
            if not within or (read[n].key and read[before].key == read[n].key):
                break
            if read[before].section:
                return before
            named = first if named < 0 and read[before].named else named
            first = before
        return first if named < 0 else named

    def _means_another(self, n: int, about: Collection[int]) -> bool:
        """Tell whether a pronoun means another person, with whose name the piece before it in its row begins."""
        one = self._read[n - 1] if n and n - 1 not in about else None
        if one is None or not one.subject or self._pieces[n].line != self._pieces[n - 1].line:
            return False
        feminine = is_feminine(self.texts[n])
        return feminine is None or any(fits(normalise(name), feminine) for name in one.subject)

    def go_on(self, n: int) -> bool:
        """Tell whether a piece goes on about the person that the one before it names: «She …» in the same row."""
        return self._pieces[n].line == self._pieces[n - 1].line and PRONOUN.match(self.texts[n]) is not None


def _read(piece: Piece, before: Piece | None, in_head: bool) -> _Features:
    begins = before is None or before.line != piece.line
    field = _field(piece) if begins else ""
    goes_on = before is not None and (
        not begins or (before.block == piece.block and not is_alike(before.row, piece.row))
    )
    keys, numbers = keys_in(piece.row)
    return _Features(
        begins,
        field.lower(),
        _is_heading(piece.row, before is None or before.block != piece.block),
        goes_on,
        rare_in(piece.text),
        piece.whole and PRONOUN.search(piece.text) is not None,
        bool(mentions(piece.text).runs),
        frozenset(_NAME.findall(piece.text)),
        _subject(piece.text),
        bool(field) and (field.isdigit() or _is_sentence(piece.row)),
        len(piece.row.split()) <= _TITLE
        and full_names(piece.row) == [piece.row.strip()]
        and person_in(piece.row) is not None,
        codes_in(piece.text),
        begins_with_initials(piece.text),
        keys,
        in_head and is_in_head(_field(piece)),
        numbers,
        section_of(piece.row) if begins else "",
    )


def _leaves(section: str, own: str | None) -> bool:
    """Tell whether a section, if any, is another than a record's `own` (None in no settings), and none within it."""
    return bool(section) and own is not None and not (own and section.startswith(f"{own}."))


def _field(piece: Piece) -> str:
    """Return the name of the field with which a row begins, «TOP 0» for any item of minutes; "" where it has none."""
    key = _KEY.match(piece.row)
    return _OF_AGENDA.sub(r"\1 0", key[1]) if key else ""


def asked_names(asks: str) -> set[str]:
    """Return the words with a capital letter within the sentences of a question; none of a German one."""
    if is_german(asks):
        return set()
    return {name for one in sentences(asks) for name in _NAME.findall(one)[_NAME.match(one) is not None :]}


def _subject(text: str) -> frozenset[str]:
    """Return the words of the name that a piece begins with, behind the sign of an item and the name of a field."""
    said = text[sign.end() :] if (sign := ITEM.match(text)) else text
    said = said[key.end() :] if (key := _KEY.match(said)) else said
    if (
        (one := _SUBJECT.match(said))
        and information(name := normalise(one[1])) >= NAME_WORD_NATS
        and is_first_name(name)
    ):
        return frozenset({one[1]})
    first = next(iter(full_names(said)), "")
    leads = first and said.find(first) <= _LEAD and not first.startswith("The ") and person_in(first)
    return frozenset(_NAME.findall(first)) if leads else frozenset()


def _is_sentence(row: str) -> bool:
    """Tell whether an item of a list is a sentence."""
    return bool(ITEM.match(row) and _ENDS.search(row)) and len(row.split()) >= _SENTENCE_WORDS


@lru_cache(maxsize=KEPT)
def _is_heading(row: str, begins: bool) -> bool:
    """Tell whether a row says what those after it are about: by its form, or as it is brief and begins a paragraph."""
    if _HEADING.match(row):
        return True
    sign, count = form_of(row)
    few = begins and len(row.split()) <= _TITLE_WORDS and (not count or (sign, count) == (",", 1))  # «Lark, Ada»
    return few and not _ENDS.search(row) and not ITEM.match(row)
