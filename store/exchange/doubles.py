"""Rows of a file that describe the same target: how that is reported, and how they are merged."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import Any

from alu.store.persist.records import descriptions_differ, key_of, name_key, sameness
from alu.store.target import Policy, Target

__all__ = ["SAME_NAME", "merged", "same_as_line", "same_as_stored"]

SAME_NAME = "the same name"
"""What is said of a row whose name an earlier one has."""
_WIDEST: tuple[Policy, ...] = ("strict", "lenient", "facts")
"""The policies; the first forgets most."""
_LONGEST = 2_000
"""Characters of a reason."""


def same_as_line(target: Target, other: Target, line: int) -> str:
    """Say that a row is about the same target as an earlier one, and what makes them two where they are."""
    what = sameness(target, other)
    if what == "id":
        return f"the same id as in line {line}: give it another one"
    said = SAME_NAME + what.removeprefix("name")
    return f"{said} as in line {line}: where two are meant, a description in each row tells them apart"


def same_as_stored(target: Target, other: Target) -> str:
    """Say that a row is about a target that is stored."""
    return f"a target of that {sameness(target, other)} is stored already: {other.id}"


def merged(rows: Iterable[tuple[int, Target]], on_merge: Callable[[Sequence[int]], None]) -> list[tuple[int, Target]]:
    """Return the rows with those that are about one target by name made one, which is on the line of the first.

    Namesakes whose descriptions differ stay apart, and so do rows with ids of their own, of another kind, and a row
    that could go with several others.

    Args:
        rows: each with its line.
        on_merge: called with the lines of the rows that became one.
    """
    groups: dict[str, list[list[tuple[int, Target]]]] = {}
    for line, target in rows:
        alike = groups.setdefault(name_key(target.name), [])
        fitting = [group for group in alike if all(_may_be_one(target, other) for _, other in group)]
        if len(fitting) == 1:
            fitting[0].append((line, target))
        else:
            alike.append([(line, target)])
    found = sorted((group for alike in groups.values() for group in alike), key=lambda group: group[0][0])
    for group in found:
        if len(group) > 1:
            on_merge([line for line, _ in group])
    return [(group[0][0], _one_of([target for _, target in group])) for group in found]


def _may_be_one(target: Target, other: Target) -> bool:
    """Tell whether nothing in two rows of one name says that they are about two."""
    own_ids = all("id" in one.model_fields_set for one in (target, other)) and target.id != other.id
    return not own_ids and target.kind == other.kind and not descriptions_differ(target, other)


def _one_of(targets: Sequence[Target]) -> Target:
    """Return one target that forgets all that these do, for as long as any of them."""
    first, *more = targets
    if not more:
        return first
    given = set[str]().union(*(target.model_fields_set for target in targets))
    names = {key_of(first.name): first.name}
    for name in (name for target in targets for name in target.names):
        names.setdefault(key_of(name), name)
    both: dict[str, Any] = {
        "id": next((target.id for target in targets if "id" in target.model_fields_set), first.id),
        "name": first.name,
        "aliases": tuple(names.values())[1:],
        "kind": first.kind,
        "description": next((target.description for target in targets if target.description), ""),
        "facts": tuple(dict.fromkeys(fact for target in targets for fact in target.facts)),
        "examples": tuple(dict.fromkeys(text for target in targets for text in target.examples)),
        "policy": min((target.policy for target in targets), key=_WIDEST.index),
        "derive": any(target.derive for target in targets),
        "reason": ", ".join(dict.fromkeys(target.reason for target in targets if target.reason))[:_LONGEST],
        "created": min((target.created for target in targets if target.created), default=None),
        "expires": None if any(t.expires is None for t in targets) else max(t.expires for t in targets if t.expires),
    }
    given |= {"aliases"} if both["aliases"] else set()
    return Target.model_validate({name: value for name, value in both.items() if name in given})
