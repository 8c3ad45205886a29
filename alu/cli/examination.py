"""What `alu.store.match.examination` finds of targets before they are added: warned of, refused, or passed over."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from typing import TYPE_CHECKING

from alu.cli.output import note, plain
from alu.errors import InputError, TargetFileError, summed

if TYPE_CHECKING:
    from alu.store.store import TargetStore
    from alu.store.target import Target

__all__ = ["check_new", "pass_over", "without_refused"]


def check_new(
    store: TargetStore, target: Target, *, force: bool, known: Collection[str] = (), how: str = "--force"
) -> None:
    """Try a target before it is added or changed; say on stderr what its user should know, and `how` it is forced.

    Raises:
        InputError: a name of it is in everybody's questions, and `force` is false.
    """
    from alu.store.match.examination import examine

    report = examine(target, stored=store.snapshot().detector, known=known)
    if report.refusals and not force:
        raise InputError(f"{plain('; '.join(report.refusals))} ({how} keeps it all the same)")
    for warning in (*report.refusals, *report.warnings):
        note(f"alu: warning: {plain(warning)}")


def pass_over(problems: Sequence[str]) -> None:
    """Say which rows of a file are left out, and why."""
    for problem in summed(problems):
        note(f"alu: passed over {problem}")


def without_refused(
    rows: Sequence[tuple[int, Target]],
    stored: Sequence[Target],
    bad: Sequence[str] = (),
    *,
    skip_bad: bool,
    force: bool,
) -> list[tuple[int, Target]]:
    """Return the rows of a file whose names may be added; with `force` all, and say which ones would be refused.

    `bad` says what is wrong with rows that could not be read, so that all there is to mend is said at once.

    Raises:
        TargetFileError: some are bad, or refused and `force` is not given; and `skip_bad` is not given.
    """
    from alu.store.match.examination import refused_rows
    from alu.store.match.facts.bare_facts import bare_rows

    refused: Mapping[int, tuple[str, ...]] = refused_rows(rows, stored)
    problems = [f"line {line}: {plain('; '.join(why))}" for line, why in refused.items()]
    refusals = (
        [] if force or not problems else [*problems, "--force imports them all the same, --skip-bad passes them over"]
    )
    if (bad or refusals) and not skip_bad:
        # where no row is good, there is none to pass over others for: the table has no name, or the file is no JSON
        raise TargetFileError([*bad, *(_what_to_do(bad) if rows else ()), *refusals])
    pass_over(bad)
    for problem in problems:
        note(f"alu: {'warning:' if force else 'passed over'} {problem}")
    good = [row for row in rows if force or row[0] not in refused]
    if said := bare_rows(good):
        note(f"alu: warning: {said}")
    return good


def _what_to_do(bad: Sequence[str]) -> list[str]:
    """Return what helps where rows are bad."""
    from alu.store.exchange.doubles import SAME_NAME

    merge = "--merge makes one target of rows of one name, " if any(SAME_NAME in problem for problem in bad) else ""
    return [f"nothing was imported: {merge}--skip-bad passes these rows over"] if bad else []
