"""Targets as the database holds them, and what may not be among them."""

from __future__ import annotations

import hashlib
import re
from collections import defaultdict
from collections.abc import Collection, Iterable

from pydantic import ValidationError

from alu.errors import DuplicateTarget, StoreCorrupt
from alu.store.normalise import normalise
from alu.store.target import Target
from alu.store.transaction import Record, Writer

__all__ = ["Duplicates", "is_named_in", "key_of", "parse", "record_of", "refuse_duplicates", "texts_of"]


def key_of(name: str) -> str:
    """Return the key under which a name is found: a hash, so that it is short whatever the name."""
    return hashlib.blake2b(" ".join(normalise(name).split()).encode(), digest_size=12).hexdigest()


def record_of(target: Target) -> Record:
    """Return a target as the database holds it."""
    doc = target.model_dump_json()
    return Record(target.id, _rev_of(doc), key_of(target.name), doc)


def parse(doc: str, rev: str) -> Target:
    """Read a target from its JSON.

    Raises:
        StoreCorrupt: it is not what was written.
    """
    try:
        if _rev_of(doc) == rev:
            return Target.model_validate_json(doc)
    except (ValidationError, UnicodeError):
        pass
    raise StoreCorrupt("a target on the list is damaged: restore a backup")


def texts_of(target: Target) -> set[str]:
    """Return all that a target says."""
    facts = (text for fact in target.facts for text in (fact.text, fact.question) if text)
    return {target.name, *target.aliases, target.description, *facts, *target.examples} - {""}


def is_named_in(target: Target, text: str) -> bool:
    """Tell whether a text, such as a reason that will outlive its target, names it."""
    said = f" {_words(text)} "
    return any(f" {name} " in said for name in map(_words, (target.name, *target.aliases)) if name)


class Duplicates:
    """Notices a target that is there already, by its id or its name.

    Namesakes are no duplicates where a description tells them apart.
    """

    def __init__(self) -> None:
        self._by_id: dict[str, Target] = {}
        self._by_name = defaultdict[str, list[Target]](list)

    def take(self, target: Target) -> Target | None:
        """Take a target in and return None, or return the one that is there already."""
        if target.id in self._by_id:
            return self._by_id[target.id]
        namesakes = self._by_name[key_of(target.name)]
        for other in namesakes:
            if not _told_apart(target, other):
                return other
        namesakes.append(target)
        self._by_id[target.id] = target
        return None


def refuse_duplicates(targets: Iterable[Target], records: Collection[Record], writer: Writer) -> None:
    """Refuse targets that are on the list already, or twice among themselves.

    Raises:
        DuplicateTarget: one is.
    """
    duplicates = Duplicates()
    for record in writer.find([r.id for r in records], {r.name_key for r in records}):
        duplicates.take(parse(record.doc, record.rev))
    for target in targets:
        if other := duplicates.take(target):
            raise DuplicateTarget(
                f"a target of that id or name is there already: {other.id}"
                " (change that one, or give both a description that tells them apart)"
            )


def _rev_of(doc: str) -> str:
    """Return the rev of a target's JSON: 24 hexadecimal digits."""
    return hashlib.blake2b(doc.encode(), digest_size=12).hexdigest()


def _told_apart(one: Target, other: Target) -> bool:
    """Tell whether two of the same name have descriptions that differ."""
    first, second = normalise(one.description).strip(), normalise(other.description).strip()
    return bool(first and second and first != second)


def _words(text: str) -> str:
    """Return the words of a text, one space between them."""
    return " ".join(re.findall(r"\w+", normalise(text)))
