"""Targets as the database holds them, and what is refused before it does."""

from __future__ import annotations

import hashlib
import re
from collections import defaultdict
from collections.abc import Iterable
from datetime import datetime

from pydantic import ValidationError

from alu.errors import DuplicateTarget, InputError, StoreCorrupt
from alu.store.database import Record
from alu.store.normalise import normalise
from alu.store.target import Target

__all__ = ["Duplicates", "key_of", "parse", "record_of", "refuse_expired", "refuse_name", "texts_of"]


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


def refuse_expired(targets: Iterable[Target], now: datetime) -> None:
    """Refuse targets that would not be enforced for a moment.

    Raises:
        InputError: one has expired.
    """
    for target in targets:
        if target.expired(now):
            raise InputError(f"target {target.id} has expired already: give it a later time, or none")


def refuse_name(target: Target, reason: str) -> None:
    """Refuse a reason that names its target, for it stays in the history when the target is removed.

    Raises:
        InputError: it does.
    """
    said = _words(reason)
    if any(f" {name} " in f" {said} " for name in map(_words, (target.name, *target.aliases)) if name):
        raise InputError(f"the reason of {target.id} names the target and would outlive it: give a reference only")


class Duplicates:
    """Notices a target that is there already, by its id or its name.

    Namesakes are no duplicates where a description tells them apart.
    """

    def __init__(self) -> None:
        self._ids: set[str] = set()
        self._named = defaultdict[str, list[Target]](list)

    def refuse(self, target: Target) -> None:
        """Take a target in.

        Raises:
            DuplicateTarget: it is there already.
        """
        if target.id in self._ids:
            raise DuplicateTarget(f"a target with the id {target.id} is there already")
        namesakes = self._named[key_of(target.name)]
        for other in namesakes:
            if not _told_apart(target, other):
                raise DuplicateTarget(
                    f"a target of the same name is there already: {other.id}"
                    " (change that one, or give both a description that tells them apart)"
                )
        namesakes.append(target)
        self._ids.add(target.id)


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
