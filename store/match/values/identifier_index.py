"""The identifiers of all targets, found in a text in any notation."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from copy import copy
from dataclasses import dataclass
from functools import cached_property
from itertools import accumulate
from threading import Lock
from typing import NamedTuple

import numpy as np
from ahocorasick_rs import AhoCorasick

from alu.store.match.values.identifier_reads import PackedReads, Written, read_texts
from alu.store.match.values.jumbled import Jumbled
from alu.store.match.values.number_forms import begins, digit_forms, letter_forms, stands_apart, written_together
from alu.store.match.values.spoken_houses import around, is_next_to, spoken_numbers
from alu.store.target import Target, order_of
from alu.store.text.values.addresses import Address, is_placed, says
from alu.store.text.values.dates import dates
from alu.store.text.values.digits import Group, figures, groups, may_have_digits, respelt
from alu.store.text.values.folded import Folded, Token, tokens
from alu.store.text.values.identifiers import (
    LEAST,
    IdentifierKind,
    Read,
    compacted,
    read_identifiers,
    solid,
    solid_letters,
)
from alu.store.text.values.street_words import LEAD, AddressWords

__all__ = ["IdentifierIndex", "IdentifierMatch"]

_MANY = 16
"""Targets that are returned of one key; a date or number that more have speaks of none of them."""
_WINDOW = 12
"""Words between a house number and the name of its street."""
_BEGINNING = 8
"""Letters of a street's name that are looked for in a text first."""
_COUNT = re.compile(r"(?<![\d.,])\d{1,3}(?:([,. '])\d{3})(?:\1\d{3})*(?![\d])")


@dataclass(frozen=True, slots=True)
class IdentifierMatch:
    """An identifier of a target in a text."""

    target: int
    """The number of the target among those that the index was made of."""
    kind: IdentifierKind
    key: str
    start: int
    end: int
    """Where it is in the text, from `start` to before `end`."""
    hard: bool
    """It tells its holder apart by itself; a date, a year or a count does not."""


class _Found(NamedTuple):
    key: tuple[IdentifierKind, str]
    start: int
    end: int
    """In the folded text."""
    hard: bool = True


class IdentifierIndex:
    """Finds identifiers of targets: hard ones wherever they are, soft ones as what supports other evidence.

    Numbers are compared by digits and must begin and end where a group of digits does, but for a calling code;
    e-mails, URLs, handles, IBANs and codes by letters and digits alone; addresses by house number and street.
    The time to search a text is linear in its length and hardly depends on the number of targets.

    Args:
        targets: their names, descriptions, facts and the questions of these are read.
        previous: an older index, which has read some of these targets.
        older: the number that each of these targets has in the older index, or -1.
        derived: what `arrays()` gave for the same targets.
    """

    def __init__(
        self,
        targets: Sequence[Target],
        previous: IdentifierIndex | None = None,
        older: Sequence[int] = (),
        derived: Mapping[str, np.ndarray] | None = None,
    ) -> None:
        self._targets = targets
        self._below: IdentifierIndex | None = None
        self._gone: Collection[int] = ()
        self._lost: Collection[object] = ()
        """What tells addresses apart that no target has any more."""
        self._reads = PackedReads.kept(derived) or PackedReads.of(_written(targets, previous, older))
        self._added: Mapping[int, Written] = {}
        self._begin(self._reads.hard)

    def arrays(self) -> dict[str, np.ndarray]:
        """Return what was read as arrays that can be kept and memory-mapped."""
        return self._reads.arrays()

    def written(self, number: int) -> Written:
        """Return what was read of a target."""
        return self._added[number] if number in self._added else self._reads.written(number)

    def layered(self, targets: Sequence[Target], added: Collection[int], gone: Collection[int]) -> IdentifierIndex:
        """Return the index of these targets over what was read here.

        Args:
            targets: those of this index, and after them others.
            added: numbers of the others.
            gone: numbers of those that are no longer on the list.
        """
        made = copy(self)
        made._targets, made._below, made._gone = targets, self, frozenset(gone)
        made._added = {n: Written.of(targets[n]) for n in added}
        for cached in ("_digit_needles", "_solid_needles", "_street_needles", "_jumbled"):
            made.__dict__.pop(cached, None)
        made._begin({n: written.reads for n, written in made._added.items()})
        dropped = [address for n in gone for address in made._homes_of(n)]
        still = {m for address in dropped for m in made._owners(("address", address.key))}
        made._lost = {a.parts for a in dropped} - {a.parts for m in still for a in made._homes_of(m)}
        return made

    def _begin(self, hard: Mapping[int, Sequence[Read]]) -> None:
        """Keep what was read of targets, by their numbers."""
        self._hard: dict[tuple[IdentifierKind, str], list[int]] = {}
        self._soft: dict[str, dict[int, IdentifierKind]] = {}
        self._addresses: dict[str, dict[str, list[Address]]] = {}
        """By house number and the first letters of the street."""
        self._reading = Lock()
        self._done: set[int] = set()
        """Targets of which also the texts were read that hold soft identifiers at most."""
        for number, reads in hard.items():
            for read in reads:
                self._keep_all(number, read)

    def find(self, text: str, of: Collection[int] = ()) -> tuple[IdentifierMatch, ...]:
        """Return the identifiers of the targets in `text`, by place.

        Of a hard key that many targets have, and of a soft one, 16 targets are returned at most, and none of a soft
        key that more have; those whose numbers are in `of` are always returned.
        """
        folded = Folded(text)
        words = tokens(folded.text)
        digits = groups(words)
        matches = self._hard_in(folded, words, digits, of)
        if digits:
            matches |= {*self._supporting(folded, digits, of)}
        return _placed(matches)

    def _read(self, of: Collection[int]) -> None:
        """Read the texts of some targets that hold soft identifiers at most."""
        if self._below:
            self._below._read([n for n in of if n not in self._added])
            of = [n for n in of if n in self._added]
        if any(n not in self._done for n in of):
            with self._reading:  # whoever needs what is being read waits until it is kept
                for number in (n for n in of if n not in self._done):
                    if soft := self.written(number).soft:
                        texts = list(read_texts(self._targets[number]))
                        for n in soft:
                            self._keep_all(number, read_identifiers(texts[n]))
                    self._done.add(number)

    def hard(self, text: str) -> tuple[IdentifierMatch, ...]:
        """Return those that tell their holder apart by themselves, by place: dates, years and counts are not read."""
        folded = Folded(text)
        if not may_have_digits(folded.text) and not self._has_solid(solid_letters(folded.text)):
            return ()  # as most texts show at once
        words = tokens(folded.text)
        return _placed(m for m in self._hard_in(folded, words, groups(words), ()) if m.hard)

    def _has_solid(self, letters: str) -> bool:
        """Tell whether a key that is not digits alone is anywhere in the letters of a text without digits."""
        keys, needles = self._solid_needles
        found = bool(keys) and bool(needles.find_matches_as_indexes(letters, overlapping=True))
        return found or (self._below is not None and self._below._has_solid(letters))

    def _hard_in(
        self, folded: Folded, words: Sequence[Token], digits: Sequence[Group], of: Collection[int]
    ) -> set[IdentifierMatch]:
        found = set(self._solid(folded.text, words))
        if digits:
            if (spelt := respelt(words, digits)) is not None:
                found |= {*self._solid(folded.text, spelt)}
            found |= {*self._numbers(folded.text, digits), *self._homes(words, digits)}
            if len(written := figures(digits)) > 1 and len(written) < len(digits):
                found |= {*self._numbers(folded.text, written)}
        return {m for f in found for m in self._matches(folded, f, of)}

    def _keep_all(self, number: int, read: Read) -> None:
        """Keep what a text tells of target `number`."""
        for found in read.identifiers:
            if not found.hard:
                self._soft.setdefault(found.key, {}).setdefault(number, found.kind)
            elif found.kind != "address":
                self._keep((found.kind, found.key), number)
        for address in read.addresses:
            self._keep(("address", address.key), number)
            homes = self._addresses.setdefault(address.house, {}).setdefault(address.letters[:LEAD], [])
            if all(home.parts != address.parts for home in homes):
                homes.append(address)

    def _keep(self, key: tuple[IdentifierKind, str], number: int) -> None:
        owners = self._hard.setdefault(key, [])
        if not owners or owners[-1] != number:
            owners.append(number)

    def _owners(self, key: tuple[IdentifierKind, str]) -> Sequence[int]:
        """Return the targets that have a hard key, by their order on the list."""
        found: Sequence[int] = self._hard.get(key, ())
        if self._below is None:
            return found
        found = [*(n for n in self._below._owners(key) if n not in self._gone), *found]
        return found if len(found) <= _MANY else sorted(found, key=lambda n: order_of(self._targets[n]))

    def _soft_owners(self, key: str) -> Mapping[int, IdentifierKind]:
        """Return the targets that have a soft key, and what it is to each, by their order on the list."""
        found: Mapping[int, IdentifierKind] = self._soft.get(key, {})
        if self._below is None:
            return found
        return {**{n: k for n, k in list(self._below._soft_owners(key).items()) if n not in self._gone}, **found}

    def _streets(self, house: str) -> Mapping[str, Sequence[Address]]:
        """Return the addresses with a house number, by the first letters of their streets."""
        found = self._addresses.get(house, {})
        if self._below is None:
            return found
        below = {
            lead: [a for a in some if a.parts not in self._lost] for lead, some in self._below._streets(house).items()
        }
        return {lead: [*below.get(lead, ()), *found.get(lead, ())] for lead in {*below, *found}}

    def _homes_of(self, number: int) -> Iterator[Address]:
        """Yield the addresses of a target."""
        return (address for read in self.written(number).reads for address in read.addresses)

    def jumbled(self, text: str) -> bool:
        """Tell whether a text holds a hard key in another order, of as few that none is met by chance."""
        return any(map(self._owners, self._jumbled_in(text)))

    def _jumbled_in(self, text: str) -> set[tuple[IdentifierKind, str]]:
        return self._jumbled.find(text) | (self._below._jumbled_in(text) if self._below else set())

    @cached_property
    def _jumbled(self) -> Jumbled:
        """The keys in other orders; made where a question first asks for it."""
        return Jumbled(key for key in self._hard if key[0] != "address")

    @cached_property
    def _digit_needles(self) -> tuple[list[list[tuple[IdentifierKind, str]]], AhoCorasick[str]]:
        """The keys behind each string of digits."""
        needles: dict[str, list[tuple[IdentifierKind, str]]] = {}
        for kind, key in self._hard:
            for form in digit_forms(kind, key):
                needles.setdefault(form, []).append((kind, key))
        return list(needles.values()), AhoCorasick(list(needles))

    @cached_property
    def _solid_needles(self) -> tuple[list[list[tuple[IdentifierKind, str]]], AhoCorasick[str]]:
        """The keys behind each string of letters and digits."""
        needles: dict[str, list[tuple[IdentifierKind, str]]] = {}
        for kind, key in self._hard:
            for form in letter_forms(key) if kind != "address" and not key.isdigit() else ():
                needles.setdefault(compacted(form), []).append((kind, key))
        return list(needles.values()), AhoCorasick(list(needles))

    @cached_property
    def _street_needles(self) -> tuple[list[str], AhoCorasick[str]]:
        """How the names of streets begin."""
        homes = (home for by_lead in self._addresses.values() for homes in by_lead.values() for home in homes)
        begins = sorted({home.letters[:_BEGINNING] for home in homes} - {""})
        return begins, AhoCorasick(begins)

    def _solid(self, text: str, words: Sequence[Token]) -> Iterator[_Found]:
        """Yield e-mails, URLs, handles, IBANs and codes: from the beginning of a word to the end of one."""
        if self._below:
            yield from self._below._solid(text, words)
        keys, needles = self._solid_needles
        kept = solid(words)
        found = needles.find_matches_as_indexes("".join(t.text for t in kept), overlapping=True) if keys else []
        if not found:
            return
        places = [0, *accumulate(len(t.text) for t in kept)]
        for needle, start, end in found:
            first, last = bisect_left(places, start), bisect_left(places, end)
            if places[first] == start and places[last] == end:
                begin, stop = kept[first].start, kept[last - 1].end
                yield from (_Found(k, begin, stop) for k in keys[needle] if stands_apart(text, begin, stop, k))

    def _numbers(self, text: str, found: Sequence[Group]) -> Iterator[_Found]:
        """Yield the numbers whose digits are in a row of groups."""
        if self._below:
            yield from self._below._numbers(text, found)
        keys, needles = self._digit_needles
        row = "".join(g.digits for g in found) if keys else ""
        matches = needles.find_matches_as_indexes(row, overlapping=True) if len(row) >= LEAST else []
        if not matches:
            return
        places = [0, *accumulate(len(g.digits) for g in found)]
        for needle, start, end in matches:
            last = bisect_left(places, end)
            first = bisect_left(places, start + 1) - 1
            before = found[first].digits[: start - places[first]]
            if places[last] == end and written_together(text, found, first, last, end - start):
                for kind, key in keys[needle]:
                    if not before or begins(kind, key, before, text[: found[first].start][-1:]):
                        yield _Found((kind, key), found[first].start, found[last - 1].end)

    def _homes(self, words: Sequence[Token], digits: Sequence[Group]) -> Iterator[_Found]:
        """Yield the addresses whose house number and street are near each other."""
        given = AddressWords(words)
        houses = [i for i, word in enumerate(given.words) if self._is_house(word)]
        streets = self._streets_in(given.words) if houses else {}
        for at in houses if streets else ():
            yield from self._home(given, streets, at)
        for number in spoken_numbers(digits):
            if self._is_house(number.digits) and (near := around(words, number)):
                yield from self._home(near[0], self._streets_in(near[0].words), near[1], spoken=True)

    def _streets_in(self, words: Sequence[str]) -> Mapping[str, Sequence[int]]:
        """Return the words at which a stored street may begin, in order, by its first letters: in most texts none."""
        keys, needles = self._street_needles
        found = needles.find_matches_as_indexes("".join(words), overlapping=True) if keys else []
        places: dict[str, set[int]] = {}
        numbers = {start: n for n, start in enumerate(accumulate(map(len, words), initial=0))} if found else {}
        for needle, start, _ in found:
            lead, number = keys[needle][:LEAD], numbers.get(start)
            if number is not None and len(lead) >= min(LEAD, len(words[number])):
                places.setdefault(lead, set()).add(number)
        for lead, more in self._below._streets_in(words).items() if self._below else ():
            places.setdefault(lead, set()).update(more)
        return {lead: sorted(some) for lead, some in places.items()}

    def _home(
        self, given: AddressWords, streets: Mapping[str, Sequence[int]], at: int, *, spoken: bool = False
    ) -> list[_Found]:
        """Return the addresses whose house number is the word at `at`, which may be `spoken` and stands nearer then.

        Args:
            given: the words of a text.
            streets: where among them stored streets may begin, by their first letters.
            at: which word is the house number.
            spoken: it was said in words.
        """
        known = self._streets(given.words[at])
        begins: dict[int, list[Address]] = {}
        for lead in sorted(known.keys() & streets.keys()):
            places = streets[lead]
            for first in places[bisect_left(places, at - _WINDOW) : bisect_left(places, at + _WINDOW)]:
                begins.setdefault(first, []).extend(known[lead])
        for first in sorted(begins):
            near = [(a, says(given, at, first, a)) for a in begins[first]]
            said = [(a, n) for a, n in near if n and (not spoken or is_next_to(given, at, (first, n), a))]
            if said:
                ends = (given.tokens[at], given.tokens[first], given.tokens[said[0][1] - 1])
                start, end = min(t.start for t in ends), max(t.end for t in ends)
                alone = [a for a, _ in said if not (a.placed and (not a.common or is_placed(given, at, a)))]
                return [_Found(("address", a.key), start, end, a not in alone) for a, _ in said]
        return []

    def _is_house(self, word: str) -> bool:
        return word in self._addresses or (self._below is not None and self._below._is_house(word))

    def _supporting(self, folded: Folded, found: Sequence[Group], of: Collection[int]) -> Iterator[IdentifierMatch]:
        """Yield the soft identifiers: dates, years, ages, counts."""
        said = [(key, d.start, d.end) for d in dates(folded.text) for key in d.keys]
        said += [(re.sub(r"\D", "", m.group()), m.start(), m.end()) for m in _COUNT.finditer(folded.text)]
        said += [(g.digits, g.start, g.end) for g in found if len(g.digits) > 1]
        if said:
            self._read(of)
        for key, start, end in said:
            if owners := self._soft_owners(key):
                span = folded.span(start, end)
                kept = list(owners) if len(owners) <= _MANY else [n for n in of if n in owners]
                yield from (IdentifierMatch(n, owners[n], key, *span, hard=False) for n in kept)

    def _matches(self, folded: Folded, found: _Found, of: Collection[int]) -> Iterator[IdentifierMatch]:
        kind, key = found.key
        owners = self._owners(found.key)
        kept = [*owners[:_MANY], *(n for n in owners[_MANY:] if n in of)]
        span = folded.span(found.start, found.end)
        yield from (IdentifierMatch(n, kind, key, *span, hard=found.hard) for n in kept)


def _placed(matches: Iterable[IdentifierMatch]) -> tuple[IdentifierMatch, ...]:
    return tuple(sorted(matches, key=lambda m: (m.start, -m.end, m.target, m.key)))


def _written(targets: Sequence[Target], previous: IdentifierIndex | None, older: Sequence[int]) -> Iterator[Written]:
    """Yield what is in the texts of each target, of the same ones as an older index has read it."""
    for number in range(len(targets)):
        known = older[number] if previous and older else -1
        yield previous.written(known) if previous and known >= 0 else Written.of(targets[number])
