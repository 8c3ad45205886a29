"""Targets as stored in the database, and the validation of new ones."""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Collection, Sequence

from pydantic import ValidationError

from alu.errors import DuplicateTarget, StoreCorrupt, UnknownTarget, expect, plainly
from alu.store.match.disclosure import discloses_target
from alu.store.match.names.name_patterns import is_findable
from alu.store.persist.transaction import Record, Writer
from alu.store.target import Target
from alu.store.text.names.register_names import person_name
from alu.store.text.normalise import normalise

__all__ = [
    "Duplicates",
    "descriptions_differ",
    "explained",
    "key_of",
    "keys_of",
    "name_key",
    "only_one",
    "parse",
    "record_of",
    "refuse_duplicates",
    "sameness",
    "validate_name",
    "validate_policy",
    "validate_reason",
    "written",
]


def key_of(name: str) -> str:
    """Return the key under which a name is found: a hash, so that it is short whatever the name."""
    return hashlib.blake2b(" ".join(normalise(name).split()).encode(), digest_size=12).hexdigest()


def name_key(name: str) -> str:
    """Return the key that a target is kept under: titles and degrees are no part of who somebody is."""
    return key_of(person_name(name))


def keys_of(name: str) -> set[str]:
    """Return the keys under which a target of that name may be kept: one that alu once wrote has the name's own.

    Raises:
        InputError: it is no text.
    """
    expect(name, str, "a target is meant by its id or name, a text")
    return {key_of(name), name_key(name)}


def record_of(target: Target) -> Record:
    """Return a target as the database holds it."""
    rev, doc = written(target)
    return Record(target.id, rev, name_key(target.name), doc)


def written(target: Target) -> tuple[str, str]:
    """Return a target's rev and its JSON."""
    doc = target.model_dump_json()
    return _rev_of(doc), doc


def only_one(found: Sequence[Record], id_or_name: str) -> Target:
    """Return the target, of those that go by an id or a name, that is meant by it: one that has the very name first.

    Raises:
        UnknownTarget: there is none, or several targets go by that name.
        StoreCorrupt: it is not what was written.
    """
    chosen = [r for r in found if r.id == id_or_name] or found
    if not chosen:
        raise UnknownTarget("no target of that id or name: `alu targets list --search TEXT` finds it")
    targets = [parse(record.doc, record.rev) for record in chosen]
    if len(targets) > 1:
        targets = [t for t in targets if key_of(t.name) == key_of(id_or_name)] or targets
    if len(targets) > 1:
        raise UnknownTarget(f"several targets go by that name, use an id: {', '.join(t.id for t in targets)}")
    return targets[0]


def parse(doc: str, rev: str) -> Target:
    """Read a target from its JSON.

    Raises:
        StoreCorrupt: it is not what was written.
    """
    try:
        if _rev_of(doc) == rev:
            return _slim(Target.model_validate_json(doc))
    except (ValidationError, UnicodeError):
        pass
    raise StoreCorrupt("a target on the list is damaged: restore a backup")


def _slim(target: Target) -> Target:
    """Return a target that shares what pydantic notes of which fields were given: 1 kB of the 2.4 of a target."""
    for model in (target, *target.facts):
        given = model.model_fields_set
        object.__setattr__(model, "__pydantic_fields_set__", _GIVEN.setdefault(frozenset(given), given))
    return target


_GIVEN: dict[frozenset[str], set[str]] = {}
"""Which fields were given, each combination once; targets are frozen, and a copy of one copies its own."""


def validate_reason(target: Target, reason: str) -> str:
    """Say what is wrong with a reason that discloses its target: the history keeps it. Empty where nothing is wrong."""
    if not discloses_target(target, reason):
        return ""
    return "reason: it discloses the target and would be kept without it; give a reference number only"


def validate_name(target: Target) -> str:
    """Say what is wrong where no text can mention the target, which would never be found; an empty text if one can."""
    if target.kind == "topic" or any(map(is_findable, target.names)):
        return ""
    return (
        "name: with fewer than two letters or digits it is found in no text; give a longer one, or an alias as well"
        " («C language» for «C»)"
    )


def validate_policy(target: Target) -> str:
    """Say what is wrong where the policy `facts` leaves nothing to forget; an empty text where nothing is wrong."""
    if target.policy != "facts":
        return ""
    if target.kind == "topic":
        return "policy: facts is for an entity or a text; a topic is forgotten as a whole (strict or lenient)"
    return "" if target.facts else "policy: with facts only the stored facts are forgotten, and there is none: give one"


def explained(error: ValidationError) -> str:
    """Return what is wrong with which field of a target, without its value; the first three."""
    found = error.errors(include_url=False, include_context=False, include_input=False)
    return "; ".join(f"{'.'.join(map(str, e['loc'])) or 'row'}: {_said(e['loc'], e['msg'])}" for e in found[:3])


def _said(place: tuple[int | str, ...], problem: str) -> str:
    """Return a problem in plain words; an id has a form that a pattern would not make plain, and so has a date."""
    if place in (("created",), ("expires",)) and "passed" not in problem:
        said = "write a date as 2027-01-31, or with its time and zone as 2027-01-31T12:00+01:00"
        return f"{said}; in a table 31.01.2027 is read, too, and 31/01/2027 where its column shows which is the day"
    return "1 to 80 letters, digits or ._-" if place == ("id",) and "pattern" in problem else plainly(problem)


def descriptions_differ(one: Target, other: Target) -> bool:
    """Tell whether two namesakes have descriptions that differ."""
    first, second = normalise(one.description).strip(), normalise(other.description).strip()
    return bool(first and second and first != second)


class Duplicates:
    """Notices a target that is there already, by its id or its name, whatever titles are with it.

    Namesakes are no duplicates where their descriptions differ.
    """

    def __init__(self) -> None:
        self._by_id: dict[str, Target] = {}
        self._by_name = defaultdict[str, list[Target]](list)

    def take(self, target: Target) -> Target | None:
        """Take a target in and return None, or return the one that is there already."""
        if target.id in self._by_id:
            return self._by_id[target.id]
        namesakes = self._by_name[name_key(target.name)]
        for other in namesakes:
            if not descriptions_differ(target, other):
                return other
        namesakes.append(target)
        self._by_id[target.id] = target
        return None


def sameness(target: Target, other: Target) -> str:
    """Say what a target and one that `Duplicates` found there already have in common."""
    if target.id == other.id:
        return "id"
    return "name" if key_of(target.name) == key_of(other.name) else "name, titles and word order aside,"


def refuse_duplicates(targets: Collection[Target], records: Collection[Record], writer: Writer) -> None:
    """Refuse targets that are on the list already, or twice among themselves.

    Raises:
        DuplicateTarget: one is.
    """
    duplicates = Duplicates()
    keys = {key for target in targets for key in keys_of(target.name)}
    for record in writer.find([r.id for r in records], keys):
        duplicates.take(parse(record.doc, record.rev))
    for target in targets:
        if other := duplicates.take(target):
            if other.id == target.id:
                raise DuplicateTarget(
                    f"a target of the id {other.id} is there already: change that one, or take another id"
                )
            raise DuplicateTarget(
                f"a target of that {sameness(target, other)} is there already: {other.id}"
                " (change that one, or give both a description that tells them apart)"
            )


def _rev_of(doc: str) -> str:
    """Return the rev of a target's JSON: 24 hexadecimal digits."""
    return hashlib.blake2b(doc.encode(), digest_size=12).hexdigest()
