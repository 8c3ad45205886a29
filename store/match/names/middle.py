"""Full names with words between first name and surname: a middle name hides none («Ada Jean Lark», «Ada and Bo Lark»).

Nor does it where the name is stored with a short form of the first name: «Robert James Lark» may be «Rob Lark». Nor
where facts state it: «Ada Jean Lark» is who was born «Ada Lark».
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from functools import lru_cache
from itertools import chain

from alu.store.calibration import (
    MAX_MIDDLE_WORDS,
    MIDDLE_NAME_REACH,
    MIDDLE_WORD_NATS,
    RARE_SURNAME_NATS,
)
from alu.store.match.evidence import Evidence
from alu.store.match.index import Index, rows_of
from alu.store.match.names.derived_forms import is_shortened, spelling, stated_forms
from alu.store.match.names.name_index import NameMatch
from alu.store.match.names.names import form_evidence, name_evidence
from alu.store.match.query import Query
from alu.store.text.kept import kept
from alu.store.text.mentions import full_names
from alu.store.text.names.name_forms import nicknames_of, surnames_of
from alu.store.text.names.name_rarity import is_given_name, rarity
from alu.store.text.names.relatives import names_of_relatives
from alu.store.text.names.split_names import split_names
from alu.store.text.normalise import normalise, visible
from alu.store.text.reading import read
from alu.store.text.terms import informative, word_list

__all__ = ["MiddleNames", "nicknamed", "shortened"]

_QUOTED = re.compile(r"[\"“«‘'(]([^\W\d_]{2,20})[\"”»’')](?=\s)")
"""A nickname in the middle of a name («Ada “Jo” Lark»)."""
_PART = re.compile(r"[^.,;:!?()\[\]\n]+(?:(?<=\b[^\W\d_])\.[^.,;:!?()\[\]\n]*)*")
"""What is between marks; the point of an initial is none."""

_AroundMiddle = tuple[list[str], list[str], list[str]]
"""The words before, in and behind what may be a middle name."""
_PREFIXES = frozenset("od")
_FEW = 64
"""Rows of a text up to which what was found in them is kept."""
_KEPT = 16_384
"""Targets of which the names are kept that facts state."""


class MiddleNames:
    """Finds distinctive names that have a middle name or initial between their words."""

    name = "middle"

    def __init__(self, index: Index) -> None:
        self._index = index
        self._known = lru_cache(maxsize=512)(self._scan)  # the gate reads the same sentences again
        self._middles_of = lru_cache(maxsize=_KEPT)(self._middles)
        self._stated_of = lru_cache(maxsize=_KEPT)(self._stated_letters)
        self._of_facts = lru_cache(maxsize=512)(self._stated_in)

    def find(self, query: Query, so_far: Sequence[Evidence]) -> Iterator[Evidence]:
        """Return the distinctive names that the texts hold with a word or two more."""
        # a name that is said again and again is looked up once a text
        texts = {text: tuple(map(tuple, shortened(text))) for text in dict.fromkeys(query.texts)}
        holders: dict[tuple[str, ...], list[int]] = {}
        for number, reading in enumerate(query.readings):
            for row in texts[reading.text]:
                holders.setdefault(row, []).append(number)
        rows = tuple(holders)
        found = (self._known if len(rows) <= _FEW else self._scan)(rows) if rows else ()
        matches = {m._replace(text=number) for m in found for number in holders[rows[m.text]]}
        around: dict[str, tuple[_AroundMiddle, ...]] = {}  # a long text is read once, whoever is named in it
        matches = {m for m in matches if not self._has_other_middle(m, query.readings[m.text].text, around)}
        yield from name_evidence(self._index, matches, self.name, query)
        yield from self._split(query)
        yield from self._with_nicknames(query, texts)
        yield from self._stated(query, texts)

    def _split(self, query: Query) -> Iterator[Evidence]:
        """Return the names of which the surname stands apart: with another first name, or with that of a relative."""
        rows = [(number, row) for number, reading in enumerate(query.readings) for row in split_names(reading.text)]
        for one_text in [query.texts] if query.consecutive else map(list, zip(query.texts, strict=True)):
            rows += names_of_relatives(one_text)
        if not rows:
            return
        found = self._index.names.scan([row for _, row in rows], joined=False)
        whole = (m._replace(text=rows[m.text][0]) for m in found if m.key == "".join(rows[m.text][1]))
        yield from name_evidence(self._index, whole, self.name, query, disguised=False)
        written = [read(" ".join(map(str.title, row))) for _, row in rows]
        for form in self._index.forms.scan(written, joined=False, asked=False):
            if form.key == "".join(rows[form.text][1]):
                yield form_evidence(self._index.ids[form.target], query, rows[form.text][0], form.key, form.certain)

    def _stated(self, query: Query, rows: Mapping[str, Collection[tuple[str, ...]]]) -> Iterator[Evidence]:
        """Return the targets of which facts state such a name: «Ada Jean Lark» where one says that she was Ada Lark."""
        for number, reading in enumerate(query.readings):
            for target, certain, letters in chain.from_iterable(map(self._of_facts, dict.fromkeys(rows[reading.text]))):
                yield form_evidence(target, query, number, letters, certain)

    def _stated_in(self, row: tuple[str, ...]) -> tuple[tuple[str, bool, str], ...]:
        """Return the targets whose facts state a name that a row of words has, if certainly, and the letters of it."""
        bearers, letters = self._index.forms.stated_bearers(row), "".join(row)
        # to read a row takes long: where few bear such a surname, the names of all of these take less
        few = len(bearers) <= _FEW
        if not bearers or (few and not any(name in letters for n in bearers for name in self._stated_of(n))):
            return ()
        found = self._index.forms.scan([read(" ".join(map(str.title, row)))], joined=False, asked=False)
        return tuple(
            (self._index.targets[m.target].id, m.certain, m.key) for m in found if m.key in self._stated_of(m.target)
        )

    def _has_other_middle(self, match: NameMatch, text: str, around: dict[str, tuple[_AroundMiddle, ...]]) -> bool:
        """Tell whether a text gives a name other middle initials or first names than what is stored of the target.

        A surname in the middle may be that from before a marriage.
        """
        stored = self._middles_of(match.target).get(match.key)
        if not stored:  # nearly always
            return False
        if text not in around:
            around[text] = _names(text)
        written = [w for given, middle, surname in around[text] if given[-1] + surname[0] == match.key for w in middle]
        named = all(len(word) == 1 or is_given_name(word) for word in written)
        return bool(written) and named and stored.isdisjoint(word[0] for word in written)

    def _middles(self, number: int) -> dict[str, set[str]]:
        """Return the first letters of the middle names that a target is stored with, by first name and surname."""
        found: dict[str, set[str]] = {}
        for row in rows_of(self._index.targets[number]):
            for words in map(word_list, map(normalise, full_names(visible(row.text)))):
                if len(words) > 2:
                    found.setdefault(words[0] + words[-1], set()).update(word[0] for word in words[1:-1])
        return found

    def _stated_letters(self, number: int) -> frozenset[str]:
        """Return the letters of the names that facts state of a target."""
        forms = stated_forms(self._index.targets[number])
        return frozenset("".join(spelling(form.text)) for form in forms if form.kind == "stated")

    def _with_nicknames(self, query: Query, texts: Collection[str]) -> Iterator[Evidence]:
        """Return the names that are stored with a nickname; where the surname is common the audit has to decide."""
        if not (rows := [(row, written, text) for text in texts for row, written in nicknamed(text)]):
            return
        found = set[tuple[str, int, str]]()
        for m in self._scan(tuple(row for row, _, _ in rows)):
            row, written, text = rows[m.text]
            if m.key.startswith(row[0]):  # what is behind the first name is the surname, as it is stored
                found.add((text, m.target, written + m.key.removeprefix(row[0])))
        for number, reading in enumerate(query.readings):
            for _, target, mention in sorted(f for f in found if f[0] == reading.text):
                stored = self._index.targets[target]
                rare = any(rarity(surname) >= RARE_SURNAME_NATS for surname in surnames_of(stored.name)[:1])
                yield form_evidence(stored.id, query, number, mention, rare)

    def _scan(self, rows: tuple[tuple[str, ...], ...]) -> tuple[NameMatch, ...]:
        """Return the distinctive names in rows of words."""
        names = self._index.names
        found = names.scan(rows, joined=False)
        distinctive = {key for key in {m.key for m in found} if names.distinctive(key)}  # one name may be there often
        # whoever is stored with a middle name is not meant by another one
        return tuple(
            m for m in found if m.key in distinctive and not is_shortened(self._index.targets[m.target], m.key)
        )


def shortened(text: str) -> Iterator[list[str]]:
    """Return the words around each word or two that may be a middle name in `text`, also with their initials instead.

    «Ada Jean Lark» may be stored as «Ada Lark», and as «Ada J. Lark».
    """
    for given, middle, surname in _names(text):
        yield given + surname
        if any(len(w) > 1 for w in middle):
            yield [*given, *(w[0] for w in middle), *surname]


def nicknamed(text: str) -> Iterator[tuple[tuple[str, ...], str]]:
    """Return the words behind each such word with a short form of the first name, and what is written for that.

    «Robert James Lark» may be stored as «Rob Lark».
    """
    for given, middle, surname in _names(text):
        for nick in nicknames_of(given[-1]):
            yield (normalise(nick), *surname), "".join([given[-1], *middle])


@kept(512)
def _names(text: str) -> tuple[_AroundMiddle, ...]:
    """Return what `_read` yields."""
    return tuple(_read(text))


def _read(text: str) -> Iterator[_AroundMiddle]:
    """Yield the words before, in and behind each word or two of a text that may be a middle name."""
    shown = _QUOTED.sub(r"\1", visible(text))
    small = shown.islower()
    for run in _PART.findall(shown) if small else full_names(shown):
        words = word_list(normalise(run))
        around, seen = MIDDLE_NAME_REACH + MAX_MIDDLE_WORDS, set[tuple[int, tuple[str, ...]]]()
        for first in range(1, len(words) - 1):
            if len(words[first - 1]) == 1:
                continue  # before a middle name stands no initial
            before = min(first, MIDDLE_NAME_REACH)
            window = (before, tuple(words[first - before : first + around]))
            if window in seen:
                continue  # the same words again
            seen.add(window)
            for last in range(first + 1, min(first + MAX_MIDDLE_WORDS, len(words) - 1) + 1):
                surname = words[last : last + MIDDLE_NAME_REACH]
                whole = len(surname[0]) > 1 or _is_prefixed(surname)
                if whole and (
                    not small or all(len(w) == 1 or informative(w) >= MIDDLE_WORD_NATS for w in words[first:last])
                ):
                    yield words[max(0, first - MIDDLE_NAME_REACH) : first], words[first:last], surname


def _is_prefixed(surname: Sequence[str]) -> bool:
    """Tell whether the words of a surname begin as «O'Connor» or «D'Arcy» does."""
    return len(surname) > 1 and surname[0] in _PREFIXES
