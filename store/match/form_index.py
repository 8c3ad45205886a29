"""Other forms of the names of all targets («Ms Brannigan», «O. Brannigan»), found in one pass over the words of texts.

A form proves less than a name: no form is distinctive, and one that others bear too is left to the audit.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from typing import NamedTuple

from alu.store.calibration import LISTED_SURNAME_NATS, MAX_SURNAME_QUESTION_CHARACTERS, SURNAME_NATS, UNCOMMON_WORD_NATS
from alu.store.target import Target
from alu.store.text.mentions import mentions
from alu.store.text.name_forms import (
    NameForm,
    NameFormKind,
    is_frequent_surname,
    is_given_name,
    is_title,
    name_forms,
    titled_forms,
)
from alu.store.text.normalise import variants, visible
from alu.store.text.reading import Reading
from alu.store.text.terms import word_list
from alu.store.text.vocabulary import information

__all__ = ["FormIndex", "FormMatch", "derived_forms"]

_WITH_INITIALS: tuple[NameFormKind, ...] = ("initial_surname", "initials_surname")
_TITLED: tuple[NameFormKind, ...] = ("title_surname", "titled")
_WRITTEN = re.compile(r"[^\W_]+(?:[-‐][^\W_]+)*")
_Words = tuple[str, ...]


def derived_forms(target: Target) -> tuple[NameForm, ...]:
    """Return the other forms of the names of a target that are looked for, each once; none where it wants none.

    A title before the surname is given once, whatever the titles: «Mr Brannigan» stands for «Ms Brannigan», too.
    """
    if not target.derive or target.kind != "entity":
        return ()
    found: dict[_Words, NameForm] = {}
    for name in (target.name, *target.aliases):
        for form in _forms(name):
            found.setdefault(_words(form.text), form)
    for name in (target.name, *target.aliases):
        found.pop(_words(name), None)
    return tuple(found.values())


def _forms(name: str) -> Iterator[NameForm]:
    """Return the forms of a name, and those of it in Latin letters where it has others."""
    listed = name_forms(name, titles=1) or titled_forms(name)
    yield from listed
    for form in listed:
        if form.kind == "transliterated":
            yield from name_forms(form.text, titles=1)


class FormMatch(NamedTuple):
    """A form of a name, found in a text."""

    target: int
    """Number of the target, in the order in which they were given."""
    key: str
    """Letters and digits of the form, normalised."""
    text: int
    """Which of the texts the form begins in."""
    certain: bool
    """Hardly anybody else is called by it, and no other target: it may be taken for the target's name."""


class _Holder(NamedTuple):
    """A target that has a form."""

    target: int
    form: NameForm


@dataclass(slots=True)
class _Entry:
    """All that is written with the same words."""

    forms: list[_Holder] = field(default_factory=list)
    """Forms that mean the target wherever they stand."""
    surnames: list[_Holder] = field(default_factory=list)
    """Surnames, which mean it after a title, or in a question about nobody else."""


class FormIndex:
    """The forms of all names, by their words.

    A form that is a stored name of another target means that one, and a surname after another first name
    («Jane Brannigan») means somebody else.

    Args:
        targets: in the order in which their numbers are wanted.
        previous: an older index, whose forms of the same targets are taken over.
    """

    def __init__(self, targets: Sequence[Target], previous: FormIndex | None = None) -> None:
        older: dict[str, _Derived] = previous._derived if previous else {}
        self._derived: dict[str, _Derived] = {
            t.id: known if (known := older.get(t.id)) and known.target is t else _Derived.of(t) for t in targets
        }
        names = {words: n for n, t in enumerate(targets) for words in self._derived[t.id].names}
        self._entries: dict[_Words, _Entry] = defaultdict(_Entry)
        self._given: list[frozenset[str]] = []
        for number, target in enumerate(targets):
            derived = self._derived[target.id]
            self._given.append(derived.given)
            for words, form in derived.forms:
                if names.get(words, number) == number:
                    self._entries[words].forms.append(_Holder(number, form))
            for words, form in derived.surnames:
                self._entries[words].surnames.append(_Holder(number, form))
        self._entries = dict(self._entries)
        lengths: dict[str, set[int]] = defaultdict(set)
        for words in self._entries:
            lengths[words[0]].add(len(words))
        self._lengths = {first: tuple(found) for first, found in lengths.items()}

    def scan(self, readings: Sequence[Reading], *, joined: bool, asked: bool) -> Iterator[FormMatch]:
        """Return the forms in texts, each once a text.

        Args:
            readings: of the texts.
            joined: they are parts of one text, so that a form may go from one on into the next.
            asked: a user asks them: a surname that others bear too is enough to look at the answer.
        """
        for form in (0, -1):
            texts = [(r.words[form], [i] * len(r.words[form])) for i, r in enumerate(readings)]
            if joined:
                texts = [([w for words, _ in texts for w in words], [i for _, owners in texts for i in owners])]
            found = {match for words, owners in texts for match in self._in(words, owners, readings, asked)}
            yield from sorted(found)
            if all(len(r.words) == 1 for r in readings):
                return

    def _in(
        self, words: Sequence[str], owners: Sequence[int], readings: Sequence[Reading], asked: bool
    ) -> Iterator[FormMatch]:
        for at, word in enumerate(words):
            for length in self._lengths.get(word, ()):
                part = tuple(words[at : at + length])
                entry = self._entries.get(part)
                if entry and len(part) == length:
                    before = words[max(0, at - 2) : at]
                    text = readings[owners[at]].text
                    found = [*self._meant(entry, before, part, text)]
                    people = [h.target for h in entry.surnames if h.form.kind == "title_surname"]
                    if not found and asked and people and _asks_about(part, text):
                        found = [(number, False) for number in people]
                    for number, certain in found:
                        yield FormMatch(number, "".join(part), owners[at], certain)

    def _meant(self, entry: _Entry, before: Sequence[str], part: _Words, text: str) -> Iterator[tuple[int, bool]]:
        """Return the targets that a form may mean after the words `before`, and whether it means one for certain."""
        alone = len({h.target for h in entry.forms}) == 1
        for number, form in entry.forms:
            if form.kind == "surname":
                if not self._is_of_another(number, before):
                    yield number, alone
            elif form.kind not in _WITH_INITIALS or not form.ambiguous or _shows_initial(part, text):
                yield number, alone and not form.ambiguous
        if _titled(before):
            alone = len({h.target for h in entry.surnames}) == 1
            yield from ((number, alone and not form.ambiguous) for number, form in entry.surnames)

    def _is_of_another(self, number: int, before: Sequence[str]) -> bool:
        """Tell whether the word before a surname is the first name of somebody else."""
        if not before or _titled(before):
            return False
        word = before[-1]
        if word in self._given[number] or len(word) == 1:
            return len(word) == 1 and not any(g.startswith(word) for g in self._given[number])
        return is_given_name(word) or information(word) >= UNCOMMON_WORD_NATS


@dataclass(frozen=True, slots=True)
class _Derived:
    """What is looked for of one target beside its names."""

    target: Target
    names: tuple[_Words, ...]
    forms: tuple[tuple[_Words, NameForm], ...]
    surnames: tuple[tuple[_Words, NameForm], ...]
    given: frozenset[str]
    """Words of its names and forms that may stand before the surname."""

    @classmethod
    def of(cls, target: Target) -> _Derived:
        own = (target.name, *target.aliases) if target.kind != "topic" else ()
        listed = [(_words(f.text), f) for f in derived_forms(target)]
        forms = tuple((words, f) for words, f in listed if f.kind not in _TITLED and words)
        titled = tuple((words[1:], f) for words, f in listed if f.kind in _TITLED and len(words) > 1)
        names = tuple(map(_words, own))
        given = frozenset(w for words in (*names, *(words for words, _ in forms)) for w in words)
        return cls(target, names, forms, titled, given)


@lru_cache(maxsize=4096)
def _words(name: str) -> _Words:
    return tuple(word_list(variants(name)[0]))


def _titled(before: Sequence[str]) -> bool:
    """Tell whether the last of some words is a title («Dr»), or an initial after one («Dr J.»)."""
    if not before:
        return False
    return is_title(before[-1]) or (len(before) > 1 and len(before[-1]) == 1 and is_title(before[-2]))


def _asks_about(part: _Words, text: str) -> bool:
    """Tell whether a short question names nobody but by this surname, with a capital letter, and no ordinary word."""
    if (
        len(text) > MAX_SURNAME_QUESTION_CHARACTERS
        or text.isupper()
        or not _may_be_surname(part[-1])
        or mentions(text).people
    ):
        return False
    written = [m.group() for m in _WRITTEN.finditer(visible(text))]
    for before, word, after in zip(written, written[1:], [*written[2:], ""], strict=False):
        if word[0].isupper() and _words(word)[-1:] == part[-1:] and not after[:1].isupper():
            return not before[0].isupper() or before == written[0]
    return False


def _may_be_surname(word: str) -> bool:
    return information(word) >= (LISTED_SURNAME_NATS if is_frequent_surname(word) else SURNAME_NATS)


def _shows_initial(part: _Words, text: str) -> bool:
    """Tell whether the first word of a form is written as an initial: «a. smith», «J Smith», and not «a smith»."""
    first, rest = re.escape(part[0]), re.escape(part[-1])
    return bool(re.search(rf"(?<!\w){first}\.", text, re.IGNORECASE)) or (
        part[0] not in {"a", "i", "o"} and bool(re.search(rf"(?<!\w){first.upper()}\s+{rest[:1].upper()}", text))
    )
