"""Edits of the list: a target before and after, validation, and how an edit is written."""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from functools import partial
from typing import Any, Literal, TypeVar

from pydantic import ValidationError

from alu.errors import InputError, StoreLocked, UnknownTarget, expect
from alu.store.match.disclosure import discloses_target, texts_of
from alu.store.persist.records import (
    explained,
    parse,
    record_of,
    refuse_duplicates,
    validate_name,
    validate_policy,
    validate_reason,
)
from alu.store.persist.transaction import Record, Writer
from alu.store.target import Target

__all__ = [
    "Edit",
    "OutdatedEdit",
    "additions",
    "changed",
    "checked",
    "dated",
    "retried",
    "reworded",
    "validate_edit",
    "write_edits",
    "write_removals",
]

T = TypeVar("T")

UNADDRESSABLE = frozenset({".", "..", "examine", "export", "history", "import", "remove", "search"})
"""Ids that a path of the server's routes has for something else, or that clients take out of it."""
_MAX_TRIES = 10
"""Times that an edit is made anew because another process changed the same target."""


@dataclass(frozen=True, slots=True)
class Edit:
    """A target that a write puts on the list, and the wording that it replaces."""

    new: Target
    old: Target | None = None
    """What was stored under the same id; None where the target is added."""

    @classmethod
    def of(cls, old: Target, change: Callable[[Target], Target]) -> Edit:
        """Return what `change` makes of a target; its id and `created` stay.

        Raises:
            InputError: `change` is no function, or returns no `Target`.
        """
        if not callable(change):
            raise InputError(f"change is a function that takes a Target and returns one, not {type(change).__name__}")
        new = change(old)
        expect(new, Target, "change returns the Target as it is to be, as target.model_copy(update=…) makes it")
        return cls(new.model_copy(update={"id": old.id, "created": old.created}), old)

    @property
    def outcome(self) -> Literal["added", "updated", "unchanged"]:
        """Say what the write does to the list."""
        if self.old is None:
            return "added"
        return "unchanged" if self.old == self.new else "updated"

    @property
    def drops(self) -> bool:
        """Tell whether the old wording has a text that the new one lacks: its bytes are to be wiped."""
        return self.old is not None and not texts_of(self.old) <= texts_of(self.new)


class OutdatedEdit(Exception):
    """A target was changed by another writer after it was read: the edit has to be made anew."""


def additions(targets: Iterable[Target], now: datetime) -> list[Edit]:
    """Return the edits that add targets.

    Raises:
        InputError: one is no target, or has expired already.
    """
    edits = []
    for target in targets:
        expect(target, Target, 'a target is added as add(Target(name="…")), several as add(*targets)')
        if target.expired(now):
            raise InputError(f"{target.id} has expired already: it is {now:%Y-%m-%d %H:%M} UTC here")
        edits.append(Edit(target))
    return edits


def changed(target: Target, changes: Mapping[str, Any]) -> Target:
    """Return the target with other values in some of its fields.

    Raises:
        InputError: a field is unknown, wrong or not to be changed (`id`, `created`), or the expiry has passed.
    """
    if fixed := sorted(changes.keys() & {"id", "created"}):
        raise InputError(f"{fixed[0]}: it cannot be changed")
    try:
        new = Target.model_validate({**target.model_dump(), **changes})
    except ValidationError as error:
        raise InputError(explained(error)) from None
    if new.expires != target.expires and new.expired(datetime.now(UTC)):
        raise InputError("expires: that time has passed")
    return new


def reworded(target: Target, new: Target) -> Target:
    """Return the new wording of a target.

    Raises:
        UnknownTarget: it is of another id, which is the target's name.
    """
    if target.id != new.id:
        raise UnknownTarget("no target of that id")
    return new


def retried(write: Callable[[], T]) -> T:
    """Return what `write` does, which reads targets and changes them, as often as another process was faster.

    Raises:
        StoreLocked: one was, again and again.
    """
    for _ in range(_MAX_TRIES):
        with contextlib.suppress(OutdatedEdit):
            return write()
    raise StoreLocked("other processes keep changing the same targets: try again")


def dated(edits: Iterable[Edit], now: datetime) -> list[Edit]:
    """Return edits whose targets say when they were added: `now`, where they do not say so already."""
    return [e if e.new.created else replace(e, new=e.new.model_copy(update={"created": now})) for e in edits]


def checked(edits: Iterable[Edit]) -> list[Edit]:
    """Return the edits that change something.

    Raises:
        InputError: one of them may not be written.
    """
    writes = [edit for edit in edits if edit.outcome != "unchanged"]
    for edit in writes:
        if problem := validate_edit(edit):
            # of a single new one there is no doubt which it is, and its id says nothing to anybody
            raise InputError(f"{edit.new.id}: {problem}" if edit.old or len(writes) > 1 else problem)
    return writes


def validate_edit(edit: Edit) -> str:
    """Say what is wrong with an edit; an empty text where nothing is."""
    old, new = edit.old, edit.new
    renamed = old is None or (new.name, new.aliases) != (old.name, old.aliases)
    if old is None and new.id in UNADDRESSABLE:
        return "id: it cannot be part of an address: choose another one"
    problem = (renamed and validate_name(new)) or validate_policy(new) or validate_reason(new, new.reason)
    if problem or old is None or not edit.drops:
        return problem
    if discloses_target(old, new.id) and not discloses_target(new, new.id):
        return "id: it discloses what would be dropped; remove the target and add it under another id"
    return validate_reason(old, new.reason)  # the history would keep what is dropped


def write_edits(
    edits: Sequence[Edit], writer: Writer, who: str, models: Mapping[tuple[str, str], bytes] | None = None
) -> None:
    """Write all edits within the transaction of `writer`, and the classifiers of topics, by id and rev.

    Raises:
        OutdatedEdit: a target is no longer what it was when it was read.
        UnknownTarget: one has gone since.
        DuplicateTarget: a new id or name is on the list already, or there twice.
    """
    records = [record_of(edit.new) for edit in edits]
    updates = {edit.old.id: edit for edit in edits if edit.old}
    _refuse_outdated(updates, writer.find(list(updates), ()))
    for target_id, edit in updates.items():
        writer.delete(target_id, unclean=edit.drops)
        if edit.drops and edit.old:
            writer.blank(target_id, partial(discloses_target, edit.old))
    refuse_duplicates([edit.new for edit in edits], records, writer)
    writer.insert(records)
    writer.keep_models(models or {})
    writer.record("add", {edit.new.id: edit.new.reason for edit in edits if not edit.old}, who)
    writer.record("change", {target_id: edit.new.reason for target_id, edit in updates.items()}, who)
    if not any(edit.drops for edit in edits):  # what is dropped is wiped, and cannot come back
        writer.offer_undo({target_id: record_of(edit.old).doc for target_id, edit in updates.items() if edit.old})


def write_removals(targets: Sequence[Target], writer: Writer, reason: str, who: str) -> None:
    """Take targets out within the transaction of `writer`; the reason of each is its own where `reason` is empty.

    Raises:
        InputError: the reason discloses one of them.
        UnknownTarget: one has gone since it was read.
    """
    for target in targets:
        if problem := validate_reason(target, reason):
            raise InputError(f"{target.id}: {problem}")
        if not writer.delete(target.id):
            raise UnknownTarget("no target of that id or name")
    writer.record("remove", {target.id: reason or target.reason for target in targets}, who)
    for target in targets:
        writer.redact(target.id, partial(discloses_target, target))


def _refuse_outdated(updates: Mapping[str, Edit], stored: Sequence[Record]) -> None:
    """Check that each target is still the one that its edit was made from."""
    found = {record.id: parse(record.doc, record.rev) for record in stored}
    for target_id, edit in updates.items():
        if target_id not in found:
            raise UnknownTarget("no target of that id")
        if found[target_id] != edit.old:
            raise OutdatedEdit
