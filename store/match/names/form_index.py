"""Other forms of the names of all targets («Ms Brannigan», «O. Brannigan»), found in one pass over a text.

A form proves less than a name: no form is distinctive, and one that others bear too is left to the audit.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from copy import copy
from dataclasses import dataclass, field
from functools import lru_cache
from itertools import chain
from typing import NamedTuple

import numpy as np

from alu.store.calibration import MAX_SURNAMES_KEPT, MIN_SHORT_NAME, ORDINARY_NAME_NATS
from alu.store.match.names.declined import Bearer, Declined
from alu.store.match.names.derived_forms import FormWords, known_names, spelling
from alu.store.match.names.romanisations import Romanisations
from alu.store.match.names.surname_signs import (
    FIRST,
    OTHER,
    UNKNOWN,
    KnownOfTarget,
    SurnameSigns,
    beginning,
    neighbours_of,
)
from alu.store.match.names.target_forms import TargetForms, forms_of_sign, known_of
from alu.store.match.names.written_forms import (
    asks_about,
    goes_on_after,
    has_capitals,
    is_called,
    is_first_name_before,
    is_in_unlisted_language,
    is_no_initial,
    is_no_title,
    is_short_name,
    is_surname,
    is_titled,
    is_written_as_name,
    names_begun_with,
    shows_initial,
)
from alu.store.match.packed.packed_numbers import PackedNumbers
from alu.store.match.packed.postings import Postings
from alu.store.target import Target
from alu.store.text.names.capitals import is_written_small
from alu.store.text.names.eponyms import is_surname_of_things
from alu.store.text.names.name_forms import NameForm, NameFormKind
from alu.store.text.names.short_names import is_acronym_in
from alu.store.text.normalise import visible
from alu.store.text.reading import Reading
from alu.store.text.vocabulary import information

__all__ = ["FormIndex", "FormMatch"]

_WITH_INITIALS: tuple[NameFormKind, ...] = ("initial_surname", "initials_surname")
_KEPT = 16_384
"""Targets whose forms are kept in memory."""
_NAMED, _OWNERS, _SIGNS = "forms.named", "forms.owners", "forms.signs"
"""How the names of its arrays begin."""


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
    («Jane Brannigan») means somebody else. The forms of a target are worked out when a text first holds its surname,
    and next to it a word that one of them has.

    Args:
        targets: in the order in which their numbers are wanted.
        previous: an older index, which has the forms of some of these targets.
        older: the number that each of these targets has in the older index, or -1.
        derived: what `arrays()` gave for the same targets.
    """

    def __init__(
        self,
        targets: Sequence[Target],
        previous: FormIndex | None = None,
        older: Sequence[int] = (),
        derived: Mapping[str, np.ndarray] | None = None,
    ) -> None:
        self._of = _worked_out(targets)
        self._count = len(targets)
        if derived and f"{_SIGNS}.signs" in derived:
            self._named, self._owners = (Postings(PackedNumbers(derived, name)) for name in (_NAMED, _OWNERS))
            self._signs = SurnameSigns(self._owners, derived, _SIGNS)
        else:
            known = previous._known(older) if previous else {}
            self._named = Postings.of(_names(targets, range(len(targets))))
            signs = [(n, known.get(n) or known_of(target)) for n, target in enumerate(targets)]
            self._owners = Postings.of(_surnames(signs))
            self._signs = SurnameSigns.of(self._owners, signs)
        self._made()

    def _made(self, below: Romanisations | None = None) -> None:
        """Prepare what is read of the rest."""
        self._none = set[str]()
        """Words that are no surname, as most are."""
        self._alone = lru_cache(maxsize=MAX_SURNAMES_KEPT)(self._alone_as)
        self._declined = Declined(self._owners, self._named, self._signs, self._bearer)
        self._romanised = Romanisations(self._owners, self._named, self._bearer, below)

    def _bearer(self, number: int) -> Bearer | None:
        return self._of(number).bearer

    def arrays(self) -> dict[str, np.ndarray]:
        """Return all as arrays that can be kept and memory-mapped."""
        kept = (self._named.base.arrays(_NAMED), self._owners.base.arrays(_OWNERS), self._signs.arrays(_SIGNS))
        return {name: array for some in kept for name, array in some.items()}

    def _known(self, numbers: Sequence[int]) -> dict[int, KnownOfTarget]:
        """Return what is known of some targets, by their places among `numbers`; of -1 nothing."""
        known = self._signs.by_number(self._count)
        return {n: known(old) for n, old in enumerate(numbers) if old >= 0}

    def layered(self, targets: Sequence[Target], added: Collection[int], gone: Collection[int]) -> FormIndex:
        """Return the index of these targets over what was worked out here.

        Args:
            targets: those of this index, and after them others.
            added: numbers of the others.
            gone: numbers of those that are no longer on the list.
        """
        made = copy(self)
        below, above, first = self._of, _worked_out(targets), self._count
        made._of = lambda number: below(number) if number < first else above(number)
        made._count = len(targets)
        made._named = self._named.layered(_names(targets, added), gone)
        made._owners = self._owners.layered(_surnames((n, known_of(targets[n])) for n in added), gone)
        made._signs = self._signs.layered(made._owners)
        made._made(self._romanised)
        return made

    def bearers(self, words: Iterable[str]) -> set[int]:
        """Return the targets one of whose surnames is among some words."""
        return {number for word in self._owners.among(words) for number in self._owners.get(word)}

    def stated_bearers(self, words: Collection[str]) -> set[int]:
        """Return those of them whose facts give a name that the words may hold: with another word, or a surname."""
        held = {word: stated for word in self._owners.among(words) if (stated := self._signs.stated(word))}
        return {
            n for word, some in held.items() for n in some & (self._signs.near(word, words) | self._signs.others(word))
        }

    def scan(self, readings: Sequence[Reading], *, joined: bool, asked: bool) -> Iterator[FormMatch]:
        """Return the forms in texts, each once a text.

        Args:
            readings: of the texts.
            joined: they are parts of one text, so that a form may go from one on into the next.
            asked: a user asks them: a surname that others bear too is enough, where they name nobody else.
        """
        for form in (0, -1):
            if joined:
                words = [w for r in readings for w in r.words[form]]
                owners = [i for i, r in enumerate(readings) for _ in r.words[form]]
                found = set(self._in(words, owners, readings, asked))
            else:
                found = set(self._in_each(readings, form, asked))
            yield from sorted(found)
            if all(len(r.words) == 1 for r in readings):
                return

    def _in_each(self, readings: Sequence[Reading], form: int, asked: bool) -> Iterator[FormMatch]:
        """Return the forms in texts by themselves."""
        for i, reading in enumerate(readings):
            words = reading.words[form]
            yield from (m._replace(text=i) for m in self._in(words, [0] * len(words), [reading], asked))

    def _alone_as(self, word: str) -> _Entry:
        """Return all that is written with a surname alone."""
        entry, part = _Entry(), (word,)
        for number, sign in self._signs.signs(word).items():
            if sign & OTHER:
                forms, surnames = self._of(number).of_words(part)
            else:
                forms, surnames = forms_of_sign(sign)
            entry.forms += [_Holder(number, form) for form in forms]
            entry.surnames += [_Holder(number, form) for form in surnames]
        if self._named.get(word):
            entry.forms.clear()
        return entry

    def _entries(self, words: Sequence[str]) -> Iterator[tuple[str, FormWords, _Entry]]:
        """Yield the surnames in words, each with what may be written with it there: by its words, and their forms."""
        said = set(words)
        asked = said - self._none
        borne = self._owners.among(asked)
        if len(self._none) < MAX_SURNAMES_KEPT:
            self._none |= asked.difference(borne)
        neighbours = neighbours_of(words, set(borne))
        for word in borne:
            entries: dict[FormWords, _Entry] = defaultdict(_Entry)
            for number in self._signs.near(word, neighbours[word]):
                worked = self._of(number)
                for part, form in worked.forms:
                    # of its own names none is among a target's forms
                    if len(part) > 1 and said.issuperset(part) and not self._named.get(" ".join(part)):
                        entries[part].forms.append(_Holder(number, form))
                for part, form in worked.surnames:
                    if len(part) > 1 and said.issuperset(part):
                        entries[part].surnames.append(_Holder(number, form))
            yield word, (word,), self._alone(word)
            yield from ((word, part, entry) for part, entry in entries.items())

    def _in(
        self, words: Sequence[str], owners: Sequence[int], readings: Sequence[Reading], asked: bool
    ) -> Iterator[FormMatch]:
        borne = {(word, part): entry for word, part, entry in self._entries(words)}
        starts = defaultdict[str, set[int]](set)
        for _, part in borne:
            starts[part[0]].add(len(part))
        known: dict[tuple[FormWords, FormWords, str], list[tuple[int, bool]]] = {}  # what is said again and again
        for at, word in enumerate(words if starts else ()):
            for length in starts.get(word, ()):
                part, before = tuple(words[at : at + length]), tuple(words[max(0, at - 2) : at])
                if at and owners[at - 1] != owners[at] and not goes_on_after(before):
                    before = ()  # another sentence, or cell, ends there
                text = readings[owners[at]].text
                if (place := (before, part, text)) not in known:
                    entry = _joined(borne.get((w, part)) for w in dict.fromkeys(part)) if len(part) == length else None
                    known[place] = self._borne(entry, before, part, text, asked) if entry else []
                for number, certain in known[place]:
                    yield FormMatch(number, "".join(part), owners[at], certain)
        yield from self._in_other_forms(words, owners, readings)

    def _borne(
        self, entry: _Entry, before: FormWords, part: FormWords, text: str, asked: bool
    ) -> list[tuple[int, bool]]:
        """Return the targets that some words mean behind others, and whether each for certain."""
        if len(part) == 1 and is_surname_of_things(part[0], text, asked):
            return []
        found = [*self._meant(entry, before, part, text)]
        people = [h for h in entry.surnames if is_surname(h.form, part)]
        of_world = any(h.form.kind == "world" for h in people)
        if not found and asked and people and asks_about(part, text, of_world=of_world):
            # nobody else is named there, nobody else of that name is stored, and it is not «Smith»
            alone = len({h.target for h in people}) == 1
            certain = alone and information(part[-1]) >= ORDINARY_NAME_NATS
            found = [(h.target, certain) for h in people]
        return found

    def _in_other_forms(
        self, words: Sequence[str], owners: Sequence[int], readings: Sequence[Reading]
    ) -> Iterator[FormMatch]:
        """Return the names in other cases, or with another first name, that are written as names are."""
        for at, meant in chain(self._declined.find(words), self._romanised.find(words)):
            if not any(is_written_small(word, readings[owners[at]].text) for word in meant.words):
                yield FormMatch(meant.target, meant.key, owners[at], meant.certain)

    def _meant(self, entry: _Entry, before: Sequence[str], part: FormWords, text: str) -> Iterator[tuple[int, bool]]:
        """Return the targets that a form may mean after the words `before`, and whether it means one for certain."""
        alone = len({h.target for h in entry.forms}) == 1
        of_another = self._of_others(part, before, text)
        begun = names_begun_with(part[0], text) if any(form.kind == "surname" for _, form in entry.forms) else ()
        begins_another = self._begins_another(part[0], begun) if begun else None
        for number, form in entry.forms:
            if form.kind == "surname":
                another = of_another(number) or (begins_another and begins_another(number))
                if not another and not is_in_unlisted_language(part[-1], text):
                    yield number, alone
            elif not _is_written(form, part, text) or (form.kind == "short" and not is_short_name(part, before, text)):
                continue
            elif form.kind not in _WITH_INITIALS or (
                not self._has_other_initial(number, before, text)
                and (shows_initial(part, text) if form.ambiguous else not is_no_initial(part, text))
            ):
                yield number, alone and not form.ambiguous
        if is_titled(before) and not is_no_title(before[-1], part, text):
            alone = len({h.target for h in entry.surnames}) == 1
            yield from ((number, alone and not form.ambiguous) for number, form in entry.surnames)

    def _begins_another(self, surname: str, begun: Iterable[FormWords]) -> Callable[[int], bool]:
        """Return what tells of a bearer whether some names, which a surname begins, are of others."""
        signs, near = self._signs.signs(surname), self._signs.near(surname, chain(*begun))

        def begins_another(number: int) -> bool:
            sign = signs.get(number, UNKNOWN)
            if sign & FIRST and not sign & OTHER and number not in near:
                return True  # none of the words behind it is in its names
            return sign & FIRST != 0 and self._of(number).begins_another(surname, begun)

        return begins_another

    def _of_others(self, part: FormWords, before: Sequence[str], text: str) -> Callable[[int], bool]:
        """Return what tells of a bearer of a surname whether the word before it is the first name of another."""
        if not before or is_titled(before) or not is_first_name_before(before[-1], part, text):
            return lambda number: False
        if len(part) > 1:
            return lambda number: self._is_of_another(number, before)
        # who has no such first name, nor one that begins like it, is somebody else
        beginnings = (beginning(word) for word in before if len(word) >= MIN_SHORT_NAME)
        near = self._signs.near(part[0], (before[-1], *beginnings))
        return lambda number: number not in near or self._is_of_another(number, before)

    def _has_other_initial(self, number: int, before: Sequence[str], text: str) -> bool:
        """Tell whether the initial before an initial is somebody else's: «E. O. Lark», and not «Olga Lark»."""
        if not before or len(before[-1]) != 1 or not before[-1].isalpha():
            return False
        written = re.search(rf"(?<!\w){re.escape(before[-1].upper())}\.\s?[^\W\d_]\.", text)
        return written is not None and self._is_of_another(number, before)

    def is_borne_by_another(self, number: int, surname: str, readings: Iterable[Reading]) -> bool:
        """Tell whether texts call somebody else by a surname of a target, with a first name: «Jane Brannigan»."""
        for reading in readings:
            for before in reading.before.get(surname, ()):
                if is_called(before, surname, reading.text) and self._is_of_another(number, before):
                    return True
        return False

    def _is_of_another(self, number: int, before: Sequence[str]) -> bool:
        """Tell whether the word before a surname, which may be a first name, is that of somebody else."""
        word, given = before[-1], self._of(number).given
        if word in given or len(word) == 1:
            return len(word) == 1 and not any(g.startswith(word) for g in given)
        return not any(_shortens(w, g) for w in before for g in given)


def _joined(entries: Iterable[_Entry | None]) -> _Entry | None:
    """Return all that is written with the same words, whichever of them is the surname."""
    found = [entry for entry in entries if entry]
    if len(found) < 2:
        return found[0] if found else None
    forms = dict.fromkeys(holder for entry in found for holder in entry.forms)
    surnames = dict.fromkeys(holder for entry in found for holder in entry.surnames)
    return _Entry(list(forms), list(surnames))


def _worked_out(targets: Sequence[Target]) -> Callable[[int], TargetForms]:
    """Return what gives the forms of a target by its number, worked out once."""
    return lru_cache(maxsize=_KEPT)(lambda number: TargetForms.of(targets[number]))


def _names(targets: Sequence[Target], numbers: Iterable[int]) -> Iterator[tuple[str, int]]:
    listed = ((n, targets[n]) for n in numbers)
    return (
        (" ".join(spelling(name)), n) for n, target in listed if target.kind != "topic" for name in known_names(target)
    )


def _surnames(known: Iterable[tuple[int, KnownOfTarget]]) -> Iterator[tuple[str, int]]:
    return ((surname, n) for n, one in known for surname in one.signs)


def _shortens(one: str, other: str) -> bool:
    """Tell whether a first name is the other one cut short: «Kim» and «Kimila»; `middle` finds the same one."""
    return (
        one != other
        and min(len(one), len(other)) >= MIN_SHORT_NAME
        and (one.startswith(other) or other.startswith(one))
    )


def _is_written(form: NameForm, part: FormWords, text: str) -> bool:
    """Tell whether a text writes a form as it has to be written to mean its bearer."""
    if form.kind == "world":
        return is_written_as_name(part, text)
    if form.kind == "acronym":
        return is_acronym_in("".join(part), visible(text))
    return form.kind != "organisation" or has_capitals(part, text)
