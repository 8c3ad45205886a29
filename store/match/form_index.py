"""Other forms of the names of all targets («Ms Brannigan», «O. Brannigan»), found in one pass over the words of texts.

A form proves less than a name: no form is distinctive, and one that others bear too is left to the audit.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from copy import copy
from dataclasses import dataclass, field
from functools import lru_cache
from typing import NamedTuple

import numpy as np

from alu.store.calibration import (
    MAX_SURNAMES_KEPT,
    MIN_SHORT_NAME,
    UNCOMMON_WORD_NATS,
)
from alu.store.match.declined import Bearer, Declined
from alu.store.match.derived_forms import FormWords, derived_forms, forms_of_facts, forms_of_name, spelling, spellings
from alu.store.match.packed_numbers import PackedNumbers
from alu.store.match.postings import Postings
from alu.store.match.written_forms import asks_about, is_surname, is_written_as_name, shows_initial
from alu.store.target import Target
from alu.store.text.capitals import is_written_small
from alu.store.text.name_forms import (
    NameForm,
    NameFormKind,
    is_given_name,
    surnames_of,
)
from alu.store.text.reading import Reading
from alu.store.text.titles import is_title
from alu.store.text.vocabulary import information

__all__ = ["FormIndex", "FormMatch"]

_WITH_INITIALS: tuple[NameFormKind, ...] = ("initial_surname", "initials_surname")
_TITLED: tuple[NameFormKind, ...] = ("title_surname", "titled")
_KEPT = 16_384
"""Targets whose forms are kept, at 1.5 kB to 10 kB each."""
_NAMED, _OWNERS = "forms.named", "forms.owners"
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


@dataclass(frozen=True, slots=True)
class _Bearing:
    """The forms of all whose surname is one word."""

    entries: Mapping[FormWords, _Entry]
    lengths: Mapping[str, frozenset[int]]
    """Words of the forms that begin with a word."""


class FormIndex:
    """The forms of all names, by their words.

    A form that is a stored name of another target means that one, and a surname after another first name
    («Jane Brannigan») means somebody else. The forms of a target are worked out when a text first holds its surname.

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
        self._targets = targets
        self._of = _worked_out(targets)
        self._borne = self._kept()
        if derived and f"{_NAMED}.starts" in derived:
            self._named, self._owners = (Postings(PackedNumbers(derived, name)) for name in (_NAMED, _OWNERS))
            self._declined = Declined(self._owners, self._named, self._bearer)
            return
        known = previous._surnames(older) if previous else {}
        bearers = [_Bearer.of(target, number, known.get(number)) for number, target in enumerate(targets)]
        self._named = Postings.of(_names(bearers))
        self._owners = Postings.of(_surnames(bearers))
        self._declined = Declined(self._owners, self._named, self._bearer)

    def arrays(self) -> dict[str, np.ndarray]:
        """Return all as arrays that can be kept and memory-mapped."""
        return self._named.base.arrays(_NAMED) | self._owners.base.arrays(_OWNERS)

    def _surnames(self, numbers: Sequence[int]) -> dict[int, tuple[str, ...]]:
        """Return the surnames of some targets, by their places among `numbers`; of -1 none."""
        keys = list(self._owners.base.keys)
        places, starts = self._owners.base.by_number(len(self._targets))
        return {
            n: tuple(keys[place] for place in places[starts[old] : starts[old + 1]].tolist())
            for n, old in enumerate(numbers)
            if old >= 0
        }

    def layered(self, targets: Sequence[Target], added: Collection[int], gone: Collection[int]) -> FormIndex:
        """Return the index of these targets over what was worked out here.

        Args:
            targets: those of this index, and after them others.
            added: numbers of the others.
            gone: numbers of those that are no longer on the list.
        """
        made = copy(self)
        made._targets, made._borne = targets, made._kept()
        below, above, first = self._of, _worked_out(targets), len(self._targets)
        made._of = lambda number: below(number) if number < first else above(number)
        bearers = [_Bearer.of(targets[n], n) for n in added]
        made._named = self._named.layered(_names(bearers), gone)
        made._owners = self._owners.layered(_surnames(bearers), gone)
        made._declined = Declined(made._owners, made._named, made._bearer)
        return made

    def bearers(self, words: Iterable[str]) -> set[int]:
        """Return the targets one of whose surnames is among some words."""
        return {number for word in self._owners.among(words) for number in self._owners.get(word)}

    def scan(self, readings: Sequence[Reading], *, joined: bool, asked: bool) -> Iterator[FormMatch]:
        """Return the forms in texts, each once a text.

        Args:
            readings: of the texts.
            joined: they are parts of one text, so that a form may go from one on into the next.
            asked: a user asks them: a surname that others bear too is enough to look at the answer.
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
        """Return the forms in texts by themselves; what is said again and again is read once."""
        known: dict[str, list[FormMatch]] = {}
        for i, reading in enumerate(readings):
            if (found := known.get(reading.text)) is None:
                words = reading.words[form]
                found = known[reading.text] = list(self._in(words, [0] * len(words), [reading], asked))
            yield from (match._replace(text=i) for match in found)

    def _kept(self) -> Callable[[str], _Bearing]:
        return lru_cache(maxsize=MAX_SURNAMES_KEPT)(self._bearing)

    def _bearing(self, word: str) -> _Bearing:
        """Return the forms of the targets whose surname is a word."""
        entries: dict[FormWords, _Entry] = defaultdict(_Entry)
        for number in self._owners.get(word):
            derived = self._of(number)
            for part, form in derived.forms:
                # of its own names none is among a target's forms
                if not self._named.get(" ".join(part)):
                    entries[part].forms.append(_Holder(number, form))
            for part, form in derived.surnames:
                entries[part].surnames.append(_Holder(number, form))
        lengths: dict[str, set[int]] = defaultdict(set)
        for part in entries:
            lengths[part[0]].add(len(part))
        return _Bearing(dict(entries), {first: frozenset(some) for first, some in lengths.items()})

    def _bearer(self, number: int) -> Bearer | None:
        return self._of(number).bearer

    def _in(
        self, words: Sequence[str], owners: Sequence[int], readings: Sequence[Reading], asked: bool
    ) -> Iterator[FormMatch]:
        borne = {word: self._borne(word) for word in self._owners.among(words)}
        starts, said = defaultdict[str, set[int]](set), set(words)
        for one in borne.values():
            for first in one.lengths.keys() & said:
                starts[first] |= one.lengths[first]
        seen: set[tuple[FormWords, int, int]] = set()  # what is said again and again is looked at once
        for at, word in enumerate(words if starts else ()):
            for length in starts.get(word, ()):
                part = tuple(words[at : at + length])
                place = (tuple(words[max(0, at - 2) : at + length]), length, owners[at])
                if place in seen:
                    continue
                seen.add(place)
                entry = _joined(borne[w].entries.get(part) for w in dict.fromkeys(part) if w in borne)
                if entry and len(part) == length:
                    before = words[max(0, at - 2) : at]
                    text = readings[owners[at]].text
                    found = [*self._meant(entry, before, part, text)]
                    people = [h for h in entry.surnames if is_surname(h.form, part)]
                    of_world = any(h.form.kind == "world" for h in people)
                    if not found and asked and people and asks_about(part, text, of_world=of_world):
                        found = [(h.target, False) for h in people]
                    for number, certain in found:
                        yield FormMatch(number, "".join(part), owners[at], certain)
        yield from self._in_other_forms(words, owners, readings)

    def _in_other_forms(
        self, words: Sequence[str], owners: Sequence[int], readings: Sequence[Reading]
    ) -> Iterator[FormMatch]:
        """Return the names in other cases, or with another first name, that are written as names are."""
        for at, meant in self._declined.find(words):
            if not any(is_written_small(word, readings[owners[at]].text) for word in meant.words):
                yield FormMatch(meant.target, meant.key, owners[at], meant.certain)

    def _meant(self, entry: _Entry, before: Sequence[str], part: FormWords, text: str) -> Iterator[tuple[int, bool]]:
        """Return the targets that a form may mean after the words `before`, and whether it means one for certain."""
        alone = len({h.target for h in entry.forms}) == 1
        for number, form in entry.forms:
            if form.kind == "surname":
                if not self._is_of_another(number, before):
                    yield number, alone
            elif form.kind == "world" and not is_written_as_name(part, text):
                continue
            elif form.kind not in _WITH_INITIALS or not form.ambiguous or shows_initial(part, text):
                yield number, alone and not form.ambiguous
        if _titled(before):
            alone = len({h.target for h in entry.surnames}) == 1
            yield from ((number, alone and not form.ambiguous) for number, form in entry.surnames)

    def _is_of_another(self, number: int, before: Sequence[str]) -> bool:
        """Tell whether the word before a surname is the first name of somebody else."""
        if not before or _titled(before):
            return False
        word, given = before[-1], self._of(number).given
        if word in given or len(word) == 1:
            return len(word) == 1 and not any(g.startswith(word) for g in given)
        if any(_shortens(w, g) for w in before for g in given):
            return False
        return is_given_name(word) or information(word) >= UNCOMMON_WORD_NATS


def _joined(entries: Iterable[_Entry | None]) -> _Entry | None:
    """Return all that is written with the same words, whichever of them is the surname."""
    found = [entry for entry in entries if entry]
    if len(found) < 2:
        return found[0] if found else None
    forms = dict.fromkeys(holder for entry in found for holder in entry.forms)
    surnames = dict.fromkeys(holder for entry in found for holder in entry.surnames)
    return _Entry(list(forms), list(surnames))


@dataclass(frozen=True, slots=True)
class _Bearer:
    """What tells whether a text may hold a form of a target."""

    number: int
    """Of the target."""
    names: tuple[FormWords, ...]
    surnames: tuple[str, ...]
    """Words one of which is in every form."""

    @classmethod
    def of(cls, target: Target, number: int, known: tuple[str, ...] | None = None) -> _Bearer:
        """Read a target; `known` are its surnames, where they were read before."""
        own = (target.name, *target.aliases) if target.kind != "topic" else ()
        if known is not None:
            return cls(number, tuple(map(spelling, own)), known)
        surnames: set[str] = set()
        for name in own if target.derive and target.kind == "entity" else ():
            # in Latin letters without marks every form holds the surname as it is
            held = surnames_of(name) if name.isascii() else (form.text for form in forms_of_name(name))
            surnames |= {words[-1] for words in map(spelling, held) if words}
        if own and target.derive and target.kind == "entity":
            surnames |= {words[-1] for form in forms_of_facts(target) for words in spellings(form) if words}
        return cls(number, tuple(map(spelling, own)), tuple(sorted(surnames)))


@dataclass(frozen=True, slots=True)
class _Derived:
    """What is looked for of one target besides its names."""

    forms: tuple[tuple[FormWords, NameForm], ...]
    surnames: tuple[tuple[FormWords, NameForm], ...]
    given: frozenset[str]
    """Words of its names and forms that may stand before the surname."""
    bearer: Bearer | None
    """What shows that a name in another form is its own; None of what is no person."""

    @classmethod
    def of(cls, target: Target) -> _Derived:
        listed = [(words, f) for f in derived_forms(target) for words in spellings(f)]
        borne = tuple((words, f) for words, f in listed if f.kind == "world" and f.ambiguous)
        forms = tuple(one for one in listed if one[1].kind not in _TITLED and one[0] and one not in borne)
        titled = tuple((words[1:], f) for words, f in listed if f.kind in _TITLED and len(words) > 1) + borne
        own_names = [spelling(name) for name in (target.name, *target.aliases)]
        given = frozenset(w for words in (*own_names, *(words for words, _ in forms)) for w in words)
        whole = [*own_names, *(words for words, f in forms if f.kind != "nickname")]
        alone = frozenset(words[-1] for words, f in forms if f.kind == "surname")
        return cls(forms, titled, given, Bearer.of(given, whole, titled, alone))


def _worked_out(targets: Sequence[Target]) -> Callable[[int], _Derived]:
    """Return what gives the forms of a target by its number, worked out once."""
    return lru_cache(maxsize=_KEPT)(lambda number: _Derived.of(targets[number]))


def _names(bearers: Iterable[_Bearer]) -> Iterator[tuple[str, int]]:
    return ((" ".join(name), bearer.number) for bearer in bearers for name in bearer.names)


def _surnames(bearers: Iterable[_Bearer]) -> Iterator[tuple[str, int]]:
    return ((surname, bearer.number) for bearer in bearers for surname in bearer.surnames)


def _shortens(one: str, other: str) -> bool:
    """Tell whether a first name is the other one cut short: «Kim» and «Kimila»; `middle` finds the same one."""
    return (
        one != other
        and min(len(one), len(other)) >= MIN_SHORT_NAME
        and (one.startswith(other) or other.startswith(one))
    )


def _titled(before: Sequence[str]) -> bool:
    """Tell whether the last of some words is a title («Dr»), or an initial after one («Dr J.»)."""
    return any(map(is_title, before[-1:])) or (len(before) > 1 and len(before[-1]) == 1 and is_title(before[-2]))
