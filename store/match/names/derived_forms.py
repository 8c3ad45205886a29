"""The other forms by which a target is found: of its names, and names that its facts state.

They are worked out when a text first holds the surname, and shown with the target.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Iterable, Iterator
from functools import lru_cache

from alu.store.calibration import DISTINCTIVE_NAME_NATS, ENTERED_NAME_NATS, RARE_SURNAME_NATS
from alu.store.target import Target
from alu.store.text.names.abbreviations import otherwise_written
from alu.store.text.names.caseless_names import caseless_forms
from alu.store.text.names.name_forms import NameForm, is_person_name, name_forms, surname_forms, titled_forms
from alu.store.text.names.name_order import other_order
from alu.store.text.names.name_rarity import is_initial, is_ordinary, name_nats, rarity
from alu.store.text.names.numbered_names import numbered_names
from alu.store.text.names.organisation_names import is_distinct, organisation_names
from alu.store.text.names.person_names import person_in, without_note
from alu.store.text.names.ranks import given_name_of, rank_forms, ranked_names
from alu.store.text.names.register_names import register_names
from alu.store.text.names.short_names import acronyms, short_names, title_alone
from alu.store.text.names.stated_names import stated_names, used_names
from alu.store.text.names.world_names import is_work, world_names
from alu.store.text.normalise import variants
from alu.store.text.terms import word_list

__all__ = [
    "FormWords",
    "derived_forms",
    "entered_names",
    "forms_of_name",
    "forms_of_surnames",
    "is_shortened",
    "known_names",
    "other_forms",
    "plain_forms",
    "spelling",
    "spellings",
    "stated_forms",
]

FormWords = tuple[str, ...]
"""The words by which a name is found."""
_NO_PLURAL = re.compile(r"(?:[suix]s|[xzh]|[^aeiou]y)$")


def derived_forms(target: Target) -> tuple[NameForm, ...]:
    """Return the other forms of the names of a target that are looked for, each once; none where it wants none.

    A title before the surname is given once, whatever the titles: «Mr Brannigan» stands for «Ms Brannigan», too.
    """
    if not target.derive or target.kind != "entity":
        return ()
    names = target.names
    of_names = (form for name in (*names, *entered_names(target)) for form in forms_of_name(name))
    return _each_once(names, (*plain_forms(target), *of_names, *other_forms(target)))


def stated_forms(target: Target) -> tuple[NameForm, ...]:
    """Return those of them that facts alone give: «Ada Lark», where a fact says that Ada Marsh was born so."""
    if not target.derive or target.kind != "entity":
        return ()
    return _each_once(target.names, _forms_of_facts(target))


def plain_forms(target: Target) -> Iterator[NameForm]:
    """Return the `entered_names` of a target as forms."""
    return (NameForm(name, "entered", not _is_rare(name)) for name in entered_names(target))


def entered_names(target: Target) -> tuple[str, ...]:
    """Return the plain names that those of a target hold as registers write them: «Ada Lark» of «Dr. med. Ada Lark»."""
    if not target.derive or target.kind != "entity":
        return ()
    return _entered_in(target.names, target.description)


@lru_cache(maxsize=1024)
def _entered_in(own: tuple[str, ...], description: str) -> tuple[str, ...]:
    """Return the plain names that some names hold; what is derived of a target asks for them again and again."""
    found = (name for entry in own for name in (*_entered(entry), *_in_short(entry, description)))
    return tuple(dict.fromkeys(name for name in found if name not in own))


def known_names(target: Target) -> tuple[str, ...]:
    """Return the names that are looked for in every script, with slips and in codes: a target's own, and plain ones.

    Those of its `entered_names` that cannot be taken for words, and distinctive names without the middle one.
    """
    own = target.names
    entered = entered_names(target)
    short = _without_middle((*own, *entered)) if target.derive and target.kind == "entity" else ()
    if not (entered or short):
        return own
    spelt = {"".join(spelling(name)) for name in own}
    apart = (name for name in entered if " " not in name or name_nats(name) >= ENTERED_NAME_NATS)
    return (*own, *(name for name in dict.fromkeys((*apart, *short)) if "".join(spelling(name)) not in spelt))


def is_shortened(target: Target, letters: str) -> bool:
    """Tell whether one of the `known_names` of a target lacks the middle name, so that somebody else may be called so.

    Args:
        target: whose name it is.
        letters: letters and digits of the name, normalised.
    """
    if any("".join(spelling(name)) == letters for name in target.names):  # nearly always
        return False
    whole = (*target.names, *entered_names(target))
    return letters in _letters_of(_without_middle(whole)) and letters not in _letters_of(whole)


def _letters_of(names: Iterable[str]) -> set[str]:
    """Return the letters of names in each way in which they are normalised."""
    return {"".join(word_list(written)) for name in names for written in variants(name)}


def _without_middle(names: Iterable[str]) -> tuple[str, ...]:
    """Return first name and surname of each name that has more: «Odalys Brannigan» of «Odalys Marie Brannigan»."""
    people = (person for name in names if name.count(" ") > 1 and (person := person_in(name)))
    short = (f"{p.given[0]} {p.family}" for p in people if len(p.given) > 1 and not is_initial(p.given[0]))
    return tuple(name for name in short if _is_distinctive(name))


def _entered(entry: str) -> Iterator[str]:
    ways = (entry, *otherwise_written(entry))
    written = (*ways[1:], *numbered_names(entry), *(name for one in ways for name in organisation_names(one)))
    yield from filter(is_distinct, written)
    yield from ranked_names(entry)
    yield from other_order(entry)
    plain = (without_note(entry),) if entry.endswith(")") else ()
    for name in (*register_names(entry), *plain):
        if is_person_name(name) if " " in name else rarity(name) >= RARE_SURNAME_NATS:
            yield name


def _in_short(entry: str, description: str) -> Iterator[str]:
    """Yield the short names of an organisation that cannot be taken for words, and a distinctive title."""
    yield from filter(is_distinct, short_names(entry, description))
    if _is_distinctive(title := title_alone(entry, description)):
        yield title


def forms_of_surnames(names: Iterable[str]) -> tuple[NameForm, ...]:
    """Return those forms of names in plain letters that are a surname and no first name, each once."""
    return _each_once(names, (form for name in names for form in surname_forms(name)))


def _each_once(names: Iterable[str], forms: Iterable[NameForm]) -> tuple[NameForm, ...]:
    """Return forms without those that are spelt like another, or like one of the names."""
    found: dict[FormWords, NameForm] = {}
    for form in forms:
        found.setdefault(spelling(form.text), form)
    for name in names:
        found.pop(spelling(name), None)
    return tuple(found.values())


def other_forms(target: Target) -> tuple[NameForm, ...]:
    """Return the forms that are put together of no parts of a person's name: of organisations, and what facts give.

    A name of an organisation without its legal form counts where it is written with capital letters, and so does the
    title of a work without its subtitle.
    """
    entries, about = target.names, target.description
    own = (
        name
        for entry in entries
        for name in (*organisation_names(entry), *numbered_names(entry), *_otherwise_written(entry))
        if not is_distinct(name)
    )
    titles = (title for entry in entries if (title := title_alone(entry, about)) and not _is_distinctive(title))
    alone = (NameForm(name, "organisation", not _is_rare(name)) for name in (*own, *titles))
    short = (name for entry in entries for name in short_names(entry, about) if not is_distinct(name))
    facts = (fact.text for fact in target.facts)
    stated = (
        *acronyms(entries, facts),
        *(short for entry in entries for short in otherwise_written(entry) if short.isupper()),
    )
    return (
        *(NameForm(name, "short", False) for name in short),
        *alone,
        *(NameForm(name, "acronym", not _is_rare(name)) for name in stated),
        *(NameForm(name, "rank", True) for entry in entries for name in rank_forms(entry)),
        *_forms_of_facts(target),
    )


def _otherwise_written(entry: str) -> Iterator[str]:
    """Yield a name as `otherwise_written`, but for ordinary words and for what counts in capitals alone («NWA»)."""
    return (name for name in otherwise_written(entry) if not is_ordinary(name) and not name.isupper())


def _is_rare(name: str) -> bool:
    """Tell whether hardly anybody else is called so."""
    return _is_distinctive(name) if " " in name else name_nats(name) >= RARE_SURNAME_NATS


def _is_distinctive(name: str) -> bool:
    """Tell whether nothing else is called by a name of several words, as of the names that are stored."""
    return " " in name and name_nats(name) >= DISTINCTIVE_NAME_NATS


def _forms_of_facts(target: Target) -> tuple[NameForm, ...]:
    """Return the names that the facts give: of a work those of its world, of anybody else other names."""
    facts = [(fact.question or "", fact.text) for fact in target.facts]
    if is_work(target.description):
        world = world_names(target.name, target.description, facts) if target.policy != "facts" else ()
        return tuple(NameForm(text, "world", not rare) for text, rare in world)
    given = given_name_of(target.name)
    first = given or (target.name.split()[0] if is_person_name(target.name) else "")
    named = (*stated_names(facts, first, target.names), *(used_names(given, facts) if given else ()))
    short = (form.text for name in named for form in name_forms(name) if form.kind == "first_last")
    return tuple(NameForm(text, "stated", False) for text in dict.fromkeys((*named, *filter(_is_distinctive, short))))


def forms_of_name(name: str) -> Iterator[NameForm]:
    """Return the forms of a name, and those of it in Latin, or in plain, letters where it has others: «Mr Thoering»."""
    listed = name_forms(name) or titled_forms(name) or tuple(caseless_forms(name))
    yield from listed
    for form in listed:
        if form.kind in ("transliterated", "respelt"):
            yield from name_forms(form.text)


def spellings(form: NameForm) -> tuple[FormWords, ...]:
    """Return the words by which a form is found: of one word in no language also its plural, or singular."""
    words = spelling(form.text)
    if form.kind not in ("world", "short") or len(words) != 1 or _NO_PLURAL.search(words[0]):
        return (words,)
    return (words, (words[0].removesuffix("s") if words[0].endswith("s") else f"{words[0]}s",))


def spelling(name: str) -> FormWords:
    """Return the words by which a name is found; its forms share most of them, so each is worked out once."""
    return tuple(word for token in name.split() for word in _of_token(token))


@lru_cache(maxsize=8192)
def _of_token(token: str) -> FormWords:
    return tuple(map(sys.intern, word_list(variants(token)[0])))
