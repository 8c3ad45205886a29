"""Other forms of a person's name, by which texts may refer to the person.

Forms differ in their words, since that is what a name is looked up by: «O. Brannigan» is also «O Brannigan»,
«Brannigan Odalys» for «Brannigan, Odalys», «Jose» is no form of «José», and «Brannigan's» needs none.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import islice
from typing import Literal

from alu.store.calibration import (
    DISTINCTIVE_NAME_NATS,
    LEAST_SURNAME_NATS,
    RARE_SURNAME_NATS,
)
from alu.store.text.languages import script
from alu.store.text.names.name_lists import short_forms, words_for
from alu.store.text.names.name_rarity import (
    is_given_name,
    is_initial,
    key_of,
    key_words,
    name_nats,
    plain,
    rarity,
)
from alu.store.text.names.other_letters import in_other_letters
from alu.store.text.names.person_names import (
    PersonName,
    is_capitalised,
    is_eastern,
    is_given,
    is_small,
    ordered,
    person_in,
    stands_alone,
)
from alu.store.text.names.ranks import is_rank
from alu.store.text.names.titles import is_title, titles_before

__all__ = [
    "NameForm",
    "NameFormKind",
    "is_person_name",
    "name_forms",
    "nicknames_of",
    "parts_of",
    "surname_forms",
    "surnames_of",
    "titled_forms",
]

NameFormKind = Literal[
    "bare",
    "entered",
    "first_last",
    "middle_initial",
    "initial_surname",
    "initials_surname",
    "reversed",
    "without_particles",
    "without_nisba",
    "nickname",
    "respelt",
    "transliterated",
    "inflected",
    "title_surname",
    "titled",
    "compound_surname",
    "half",
    "surname",
    "stated",
    "organisation",
    "short",
    "acronym",
    "rank",
    "world",
]
"""What a form leaves out or puts otherwise; «bare» leaves titles and what follows the surname («Jr.») out, «titled» is
a surname that only its title shows to be one, and «half» has one of the names that a hyphen joins; «entered» is a plain
name that the stored one holds (`register_names`), «organisation» that of a firm without its legal form
(`organisation_names`), «short» its first word, «acronym» what stands for it in capitals (`short_names`), «stated» one
that a fact gives (`stated_names`), «rank» what somebody of rank is called (`ranks`), and «world» one of the world of a
work (`world_names`)."""

_MOST_WORDS, _MOST_NICKNAMES, _LEAST_HALF = 7, 12, 3
_HYPHEN = re.compile("[-‐]")
_NISBA = re.compile(r"[AE]l[-‐]", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class NameForm:
    """Another form of a name."""

    text: str
    kind: NameFormKind
    ambiguous: bool
    """It may well mean somebody or something else («Einstein notation»): not to be acted on without other evidence."""


def name_forms(name: str) -> tuple[NameForm, ...]:
    """Return the other forms of a person's name, the distinctive kinds first; of what is no person's name, nothing.

    A name has the shape of a person's where it has two words or more, all with a capital letter, and begins with a
    given name or with a word that is in no language; so «Salt Ledger», «Apple» and «The Beatles» have no forms.
    The surname alone is a form where it is rare; it is always ambiguous. Before the surname stands one title («Mr»).
    A form is given once.
    """
    person = person_in(name)
    return _other_than(name, _forms(person)) if person else ()


def _other_than(name: str, forms: Iterable[NameForm]) -> tuple[NameForm, ...]:
    """Return forms, each once, without those that have the words of the name itself."""
    found: dict[tuple[str, ...], NameForm] = {}
    for form in forms:
        found.setdefault(key_words(form.text), form)
    found.pop(key_words(name), None)
    return tuple(found.values())


def is_person_name(name: str) -> bool:
    """Tell whether a name, without titles and suffixes, has the shape of a person's, as `name_forms` says it."""
    return person_in(name) is not None


def surname_forms(name: str) -> tuple[NameForm, ...]:
    """Return those of `name_forms`, or else of `titled_forms`, that are a surname and no first name."""
    if (person := person_in(name)) is None:
        return titled_forms(name)
    titled = _behind_title(person, person.family, person.surname)
    return _other_than(name, (*titled, *_of_other_surnames(person)))


def parts_of(name: str) -> tuple[str, ...]:
    """Return all that the forms of a name in plain letters are put together of, but for initials and titles."""
    if (person := person_in(name)) is None:
        return tuple(ordered(name))
    halves = (half for whole in (person.given[0], person.surname) for half in _halves(whole))
    together = filter(None, [_initials_together(person)])
    return (*person.given, *person.family.split(), *halves, *together, *nicknames_of(person.given[0]))


def surnames_of(name: str) -> tuple[str, ...]:
    """Return the words of a name one of which is in each of its forms: its surname, or what a title makes one of."""
    if person := person_in(name):
        return (person.surname, *([person.given[-1]] if _has_nisba(person) else []), *_other_surnames(person))
    parts = ordered(name)
    # «A. Brannigan» has the shape of no person's name, since «a» is an article: half of all texts hold that one
    return tuple(p for p in (parts[-1], parts[0]) if not is_initial(p)) if len(parts) > 1 else ()


def titled_forms(name: str) -> tuple[NameForm, ...]:
    """Return what only a title makes a person's name of a name that has not the shape of one: «Ms Djokovic», «Ms Yu».

    Its last word, and its first where surnames may come first; where such a word is rare, it is a form without a title,
    too. All words need capital letters, and none may be one of organisations or works.
    """
    parts = ordered(name)
    capitals = all(is_capitalised(p) and not is_initial(p) for p in parts)
    if not 2 <= len(parts) <= _MOST_WORDS or not capitals or any(plain(p) in words_for("nobody") for p in parts):
        return ()
    found: list[NameForm] = []
    for surname in dict.fromkeys(p for p in (parts[-1], parts[0]) if not (is_title(plain(p)) or is_rank(p))):
        person = PersonName((), surname)
        alone = rarity(surname) < RARE_SURNAME_NATS
        found += (NameForm(f"{title} {surname}", "titled", alone) for title in islice(titles_before(person.surname), 1))
        if stands_alone(surname):
            found.append(NameForm(surname, "surname", True))
    return tuple(found)


def nicknames_of(given: str) -> tuple[str, ...]:
    """Return the short forms of a given name, and the names that it is short for, with a capital letter each."""
    return tuple(other.capitalize() for other in short_forms().get(key_of(given), ()))


def _forms(person: PersonName) -> Iterator[NameForm]:
    first, family = person.given[0], person.family
    yield from _full(_fuller(person), person)
    alone = rarity(person.surname) < RARE_SURNAME_NATS
    if len(person.given) > 1 or not is_initial(first):
        yield NameForm(f"{first[0]}. {family}", "initial_surname", alone)
        initials = " ".join(f"{g[0]}." for g in person.given if not is_small(g))
        yield NameForm(f"{initials} {family}", "initials_surname", alone)
        if together := _initials_together(person):
            yield NameForm(f"{together} {family}", "initials_surname", alone)
    yield from _behind_title(person, family, person.surname)
    if len(person.given) > 1 and not is_given(person.given[-1]) and script(family) == "LATIN":
        both = f"{person.given[-1]} {family}"
        yield NameForm(both, "compound_surname", name_nats(both) < DISTINCTIVE_NAME_NATS)
    yield from _of_other_surnames(person)


def _initials_together(person: PersonName) -> str:
    """Return the initials of two first names or more in one word, «JB»; no title or first name."""
    names = [part for g in person.given if not is_small(g) for part in _HYPHEN.split(g) if part]
    together = "".join(part[0].upper() for part in names) if len(names) > 1 else ""
    return "" if is_title(plain(together)) or is_given_name(together) else together


def _behind_title(person: PersonName, family: str, surname: str) -> Iterator[NameForm]:
    """Yield a surname, with its particles, behind the first title that it takes."""
    alone = rarity(surname) < RARE_SURNAME_NATS
    for title in islice(titles_before(person.surname), 1):
        yield NameForm(f"{title} {family}", "title_surname", alone)


def _of_other_surnames(person: PersonName) -> Iterator[NameForm]:
    """Yield the other surnames of a person behind a title, and of all surnames those that stand alone."""
    others = _other_surnames(person)
    for other in others:
        yield from _behind_title(person, other, other)
    for surname in dict.fromkeys((person.surname, person.family, *others)):
        if stands_alone(surname):
            yield NameForm(surname, "surname", True)


def _other_surnames(person: PersonName) -> tuple[str, ...]:
    """Return what is a surname of a person besides the last word: parts that a hyphen joins, and the first of two."""
    first = person.given[-1:] if _has_two_surnames(person) else ()
    return tuple(dict.fromkeys((*_halves(person.surname), *first)))


def _halves(name: str) -> tuple[str, ...]:
    """Return the names that a hyphen joins; none where one is an article («Al-Said») or too short to be a name."""
    parts = _HYPHEN.split(name)
    whole = all(len(p) >= _LEAST_HALF and p[0].isupper() and plain(p) not in words_for("particles") for p in parts)
    return tuple(parts) if len(parts) > 1 and whole else ()


def _full(forms: Iterable[tuple[NameFormKind, str]], person: PersonName) -> Iterator[NameForm]:
    """Return forms that hold a first name and a surname, and whether they could be there by chance."""
    needed = {"reversed": LEAST_SURNAME_NATS, "nickname": RARE_SURNAME_NATS}
    rare = rarity(person.surname)
    for kind, text in forms:
        half = kind in ("half", "compound_surname") and rarity(text.split()[-1]) < RARE_SURNAME_NATS
        chance = name_nats(text) < DISTINCTIVE_NAME_NATS or rare < needed.get(kind, 0.0)
        yield NameForm(text, kind, half or chance)


def _fuller(person: PersonName) -> Iterator[tuple[NameFormKind, str]]:
    first, family, given = person.given[0], person.family, " ".join(person.given)
    spelt = not is_initial(first)
    yield "bare", f"{given} {family}"  # without titles and suffixes, the first name first
    if len(person.given) > 1 and not spelt and not is_initial(person.given[1]):  # «F. Scott Fitzgerald»
        yield "first_last", f"{' '.join(person.given[1:])} {family}"
    if len(person.given) > 1 and spelt:
        yield "first_last", f"{first} {family}"
        middle = (f"{g[0]}." for g in person.given[1:] if not is_small(g))
        yield "middle_initial", " ".join([first, *middle, family])
    if spelt:
        yield "reversed", f"{family}, {given}"
        yield "reversed", f"{family}, {first}"
    if person.particles:
        yield "without_particles", f"{given} {person.surname}"
    yield from (("without_particles", f"{given} {other}") for other in _with_other_article(person.surname))
    if _has_nisba(person):  # where somebody is from is left out, and written in many ways
        yield "without_nisba", given
    yield from (("half", half) for half in _halved(person))
    if len(person.given) > 1 and rarity(person.surname) >= RARE_SURNAME_NATS:  # the second given name is the usual one
        yield from (("first_last", f"{g} {family}") for g in person.given[1:] if len(g) > 2 and is_given_name(g))
    if is_eastern(person):
        # «Thị Hồng Nhung Nguyễn»: the last name is the usual one
        yield from (("first_last", f"{' '.join(person.given[n:])} {family}") for n in range(1, len(person.given)))
    if _has_two_surnames(person):  # the second, the mother's in Spanish, is left out
        yield "compound_surname", f"{first} {person.given[-1]}"
        yield "compound_surname", given
    if script(first) == "LATIN":
        yield from (("nickname", f"{short} {family}") for short in islice(nicknames_of(first), _MOST_NICKNAMES))
    yield from in_other_letters(person.given, family, cases=not person.particles)


def _with_other_article(surname: str) -> Iterator[str]:
    """Yield «El-Ghamdi» of «Al-Ghamdi», and «Ghamdi» where hardly anybody is called so."""
    if article := _NISBA.match(surname):
        rest = surname[article.end() :]
        yield f"{'Al' if article.group()[0] in 'Ee' else 'El'}-{rest}"
        if rarity(rest) >= RARE_SURNAME_NATS:
            yield rest


def _halved(person: PersonName) -> Iterator[str]:
    """Yield first name and surname with one of the names that a hyphen joins in either: «Anna Müller»."""
    firsts, surnames = (dict.fromkeys((name, *_halves(name))) for name in (person.given[0], person.surname))
    for first in firsts if not is_initial(person.given[0]) else ():
        yield from (f"{first} {surname}" for surname in surnames)
    if len(surnames) > 1:
        yield from (f"{person.given[0][0]}. {surname}" for surname in surnames)


def _has_nisba(person: PersonName) -> bool:
    """Tell whether a name ends with «al-Kuwaiti», and what is before that is a distinctive name by itself."""
    article = person.particles.split()[-1:] in (["al"], ["el"]) or _NISBA.match(person.surname)
    named = len(person.given) > 1 and not any(map(is_initial, person.given))
    return bool(article) and named and name_nats(" ".join(person.given)) >= DISTINCTIVE_NAME_NATS


def _has_two_surnames(person: PersonName) -> bool:
    """Tell whether the word before the surname is one, too: «María Echenagusía Robles», «Lucía García Belmonte».

    A rare word that is no given name, or a surname that many bear in Spain or Portugal.
    """
    first, last = person.given[0], person.given[-1]
    named = len(person.given) > 1 and not is_initial(first) and not is_given(last) and script(last) == "LATIN"
    return named and (rarity(last) >= RARE_SURNAME_NATS or key_of(last) in words_for("iberian_surnames"))
