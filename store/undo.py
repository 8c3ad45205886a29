"""Undo of the last write, if it dropped nothing: additions are removed, pure additions to a target reverted.

A write that drops a text wipes it from every file before it returns, so nothing can bring it back; what any other write
replaces is kept until the next one.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from alu.errors import InputError, UnknownTarget
from alu.store.edit import Edit
from alu.store.target import Target

if TYPE_CHECKING:
    from alu.store.store import TargetStore

__all__ = ["LastWrite", "last_write", "take_back"]


@dataclass(frozen=True, slots=True)
class LastWrite:
    """What taking the last write back would do."""

    version: int
    """Of the list, from that write on."""
    added: tuple[str, ...]
    """Ids of targets that it added: they would go."""
    changed: Mapping[str, Target]
    """Older wordings by id: they would be back."""


def last_write(store: TargetStore) -> LastWrite:
    """Return what the last write was.

    Raises:
        InputError: it cannot be taken back; the message says why.
        alu.errors.StoreError: the list cannot be read.
    """
    version = store.version()
    events = [event for event in store.history() if event.version == version]
    kept = store.database.undo(store.namespace)
    if kept is None or not events:
        raise InputError(
            "the last write cannot be taken back: there is none, it dropped something, which was wiped, "
            "or it was not of a target (`alu targets history` shows them)"
        )
    added = tuple(event.target_id for event in events if event.action == "add")
    return LastWrite(version, added, {i: Target.model_validate_json(doc) for i, doc in json.loads(kept).items()})


def take_back(store: TargetStore, write: LastWrite, who: str = "") -> None:
    """Take the last write back; changes first, then additions, each in one transaction.

    Raises:
        InputError: the list has been written to since.
        alu.errors.StoreError: the store cannot be written.
    """

    def propose() -> list[Edit]:
        if store.version() != write.version:
            raise InputError("the list has been written to since: look again")
        return [Edit(old, store.get(target_id)) for target_id, old in write.changed.items()]

    if write.changed:
        store.apply(propose, who)
    elif store.version() != write.version:
        raise InputError("the list has been written to since: look again")
    if write.added:
        try:
            store.remove_all(write.added, who=who)
        except UnknownTarget:
            raise InputError("a target that was added has gone meanwhile: look again") from None
