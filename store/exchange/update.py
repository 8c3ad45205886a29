"""Imports that update the list: rows add targets, or replace fields of the stored targets they match."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence

from alu.errors import InputError
from alu.store.edit import Edit, changed, validate_edit
from alu.store.exchange.doubles import same_as_line, same_as_stored
from alu.store.exchange.formats import not_stored
from alu.store.persist.records import Duplicates, descriptions_differ, key_of, name_key
from alu.store.target import Target

__all__ = ["additions_of", "edits_of"]


def additions_of(rows: Iterable[tuple[int, Target]], stored: Iterable[Target]) -> tuple[list[Edit], list[str]]:
    """Return the additions that rows of a file ask for, and «line N: which one is there» for each that is stored."""
    targets, problems = not_stored(rows, stored)
    return [Edit(target) for target in targets], problems


def edits_of(rows: Iterable[tuple[int, Target]], stored: Iterable[Target]) -> tuple[list[Edit], list[str]]:
    """Return the edits that rows of a file ask for, and «line N: what is wrong» for each row that asks for none.

    A row means the stored target of its id or, else, its name, unless both have a description and these differ. The
    fields that the row gives replace those of the target as a whole; its id, `created` and all other fields stay, and
    so does a name that has other titles. A row that means no stored target adds one.
    """
    stored = list(stored)
    matcher, asked, problems = _Matcher(stored), list[tuple[int, Edit]](), list[str]()
    for line, row in rows:
        try:
            edit = _edit(row, matcher.match(line, row))
            if problem := validate_edit(edit):
                raise InputError(problem)
            asked.append((line, edit))
        except InputError as error:
            problems.append(f"line {line}: {error}")
    edits, doubled = _distinct(asked, stored)
    return edits, problems + doubled


class _Matcher:
    """Finds the stored target that a row means; no two rows may mean the same one."""

    def __init__(self, stored: Iterable[Target]) -> None:
        self._by_id: dict[str, Target] = {}
        self._by_name = defaultdict[str, list[Target]](list)
        self._line_of: dict[str, int] = {}
        for target in stored:
            self._by_id[target.id] = target
            self._by_name[name_key(target.name)].append(target)

    def match(self, line: int, row: Target) -> Target | None:
        """Return the target that the row means, or None where it is a new one.

        Raises:
            InputError: it may mean several, or an earlier row means the same.
        """
        found = self._by_id.get(row.id)
        if found is None:
            namesakes = [t for t in self._by_name[name_key(row.name)] if not descriptions_differ(t, row)]
            namesakes = [t for t in namesakes if key_of(t.name) == key_of(row.name)] or namesakes
            if len(namesakes) > 1:
                raise InputError("several stored targets go by that name: give the id")
            found = namesakes[0] if namesakes else None
        if found and found.id in self._line_of:
            raise InputError(f"it means the same stored target as line {self._line_of[found.id]}")
        if found:
            self._line_of[found.id] = line
        return found


def _edit(row: Target, old: Target | None) -> Edit:
    """Return the edit that a row asks for."""
    if old is None:
        return Edit(row)
    given = {name: getattr(row, name) for name in row.model_fields_set - {"id", "created"}}
    if row.id != old.id and key_of(row.name) != key_of(old.name):
        del given["name"]  # it differs in titles alone, and a name without them is found in more texts
    return Edit(changed(old, given), old)


def _distinct(asked: Sequence[tuple[int, Edit]], stored: Iterable[Target]) -> tuple[list[Edit], list[str]]:
    """Return the edits whose target has an id and a name of its own, and «line N: which other one has it»."""
    replaced = {edit.old.id for _, edit in asked if edit.old}
    known, lines, edits, problems = Duplicates(), dict[str, int](), list[Edit](), list[str]()
    for target in stored:
        if target.id not in replaced:
            known.take(target)
    for line, edit in asked:
        other = known.take(edit.new)
        if other is None:
            edits.append(edit)
            lines[edit.new.id] = line
        elif other.id in lines:
            problems.append(f"line {line}: {same_as_line(edit.new, other, lines[other.id])}")
        else:
            problems.append(f"line {line}: {same_as_stored(edit.new, other)}")
    return edits, problems
