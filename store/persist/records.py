"""Targets as the database holds them, and what may not be among them."""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Collection, Iterable

from pydantic import ValidationError

from alu.errors import DuplicateTarget, StoreCorrupt
from alu.store.match.name_index import is_findable
from alu.store.persist.transaction import Record, Writer
from alu.store.target import Target
from alu.store.text.normalise import normalise, variants
from alu.store.text.terms import informative, word_list

__all__ = [
    "Duplicates",
    "key_of",
    "name_problem",
    "parse",
    "reason_problem",
    "record_of",
    "refuse_duplicates",
    "tells_of",
    "texts_of",
]


_RARE = 12.0
"""Nats from which on a word of a name tells who is meant."""
_LONG = 6
"""Letters from which on a rare word or a name is also seen within another word, as in an id."""
_LITTLE, _MUCH, _LEAST = 25.0, 36.0, 6.0
"""Nats of a text worth keeping back, of what may not be shared with it, and of a word that counts: it takes three."""


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


def tells_of(target: Target, text: str) -> bool:
    """Tell whether a text that will outlive its target, a reason or an id, gives it away.

    It does with a name, its words in any order or a rare one of them alone; and with more of what is known of the
    target than chance would have in common.
    """
    said = _words(text)
    joined = "".join(said)
    for words in map(_words, (target.name, *target.aliases)):
        rare = {w for w in words if len(w) > 3 and _nats([w]) >= _RARE}
        if (words and set(words) <= set(said)) or rare & set(said):
            return True
        if any(len(w) >= _LONG and w in joined for w in (*rare, "".join(words) if len(words) > 1 else "")):
            return True
    return any(_shared(said, _words(known)) for known in texts_of(target))


def reason_problem(target: Target, reason: str) -> str:
    """Say what is wrong with a reason that tells of its target, for the history keeps it; nothing if it does not."""
    if not tells_of(target, reason):
        return ""
    return "reason: it tells of the target and would outlive it; give a reference number only"


def name_problem(target: Target) -> str:
    """Say what is wrong where no text can name the target, which would then not be enforced; nothing if one can."""
    if target.kind == "topic" or any(map(is_findable, (target.name, *target.aliases))):
        return ""
    return (
        "name: with fewer than two letters or digits it is found in no text; give a longer one, or an alias beside it"
        " («C language» for «C»)"
    )


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


def _words(text: str) -> list[str]:
    """Return the words of a text."""
    return word_list(variants(text)[-1])


def _shared(said: Collection[str], known: Collection[str]) -> bool:
    """Tell whether two texts share much of what the second one tells."""
    told = _nats(set(known))
    return told >= _LITTLE and _nats(set(said) & set(known)) >= min(_MUCH, told)


def _nats(words: Iterable[str]) -> float:
    """Return what words tell; numbers and the most ordinary words, which are in any reference, count for nothing."""
    return sum(n for n in (informative(w) for w in words if w.isalpha()) if n >= _LEAST)
