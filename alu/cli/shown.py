"""How targets are shown at a terminal and as JSON."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Any

from alu.cli.output import plain, put, put_json, put_table

if TYPE_CHECKING:
    from alu.store.edit import Edit
    from alu.store.exchange.receipt import Receipt
    from alu.store.match.topics.topic_report import TopicReport
    from alu.store.store import TargetStore
    from alu.store.target import Fact, Target

__all__ = ["as_json", "listed", "put_outcomes", "report_of", "show_receipt", "show_target"]

REASON = 40
"""Characters of a reason that the list shows."""


def as_json(target: Target) -> dict[str, Any]:
    """Return the target as the JSON object that `alu targets import` reads back."""
    return target.model_dump(mode="json")


def listed(targets: Iterable[Target], *, json: bool) -> None:
    """Write the targets to stdout: a table, or with `json` a list of all that is kept of each."""
    if json:
        put_json([as_json(target) for target in targets])
        return
    put_table(
        ("id", "name", "kind", "aliases", "facts", "policy", "expires", "reason"),
        map(_row, targets),
    )


def _row(t: Target) -> tuple[object, ...]:
    """Return a target's row in the list; a long reason is cut."""
    expires = t.expires.date() if t.expires else "–"
    reason = t.reason if len(t.reason) <= REASON else f"{t.reason[: REASON - 1]}…"
    return t.id, t.name, t.kind, len(t.aliases), len(t.facts), t.policy, expires, reason


def show_target(target: Target, *, json: bool, report: TopicReport | None = None, pending: bool = False) -> None:
    """Write all that is kept of one target to stdout, with the forms of its names that are found, too.

    Of a topic, with what it touches of harmless texts; and whether its contextual vectors are still to be made.
    """
    from alu.store.match.names.derived_forms import derived_forms

    forms = [form.text for form in derived_forms(target)]
    if json:
        put_json({**as_json(target), "forms": forms})
        return
    for name, value in _fields(target):
        put(f"{name:<12}{plain(value)}")
    if pending:
        put(f"{'meaning':<12}pending, see `alu targets index`; until then found by name, identifiers and words")
    _put_lines("also found as", forms)
    _put_lines("facts", [f"{number}. {_fact(fact)}" for number, fact in enumerate(target.facts, 1)])
    _put_lines("examples", [f"- {example}" for example in target.examples])
    if report:
        _put_lines("harmless", [report.summary, *report.warnings])


def report_of(store: TargetStore, target: Target) -> TopicReport | None:
    """Return what a topic touches of harmless texts, None of anything else and of one that has expired."""
    if target.kind != "topic":
        return None
    from alu.store.match.topics.topic_report import topic_reports

    detector = store.snapshot().detector
    reports = topic_reports(detector.topics, detector.threshold)
    return next((r for r in reports if r.target_id == target.id), None)


def put_outcomes(edits: Sequence[Edit], *, json: bool) -> None:
    """Write how many targets were added, updated or left as they are to stdout; with `json` those that changed too."""
    count = Counter(edit.outcome for edit in edits)
    counts = {outcome: count[outcome] for outcome in ("added", "updated", "unchanged")}
    if json:
        changed = [as_json(edit.new) for edit in edits if edit.outcome != "unchanged"]
        put_json({**counts, "targets": changed})
    else:
        put_table(("what", "targets"), counts.items())


def _put_lines(title: str, lines: Sequence[str]) -> None:
    if lines:
        put(title)
        put("\n".join(f"  {plain(line)}" for line in lines))


def _fields(target: Target) -> list[tuple[str, object]]:
    """Return the one-line fields that have a value."""
    fields: list[tuple[str, object]] = [
        ("id", target.id),
        ("name", target.name),
        ("kind", target.kind),
        ("aliases", " · ".join(target.aliases)),
        ("description", target.description),
        ("policy", target.policy),
        ("forms", "" if target.derive else "none"),
        ("reason", target.reason),
        ("created", target.created.isoformat(timespec="seconds") if target.created else ""),
        ("expires", target.expires.isoformat(timespec="seconds") if target.expires else ""),
    ]
    return [(name, value) for name, value in fields if value]


def _fact(fact: Fact) -> str:
    question = f"{fact.question} → " if fact.question else ""
    return f"{question}{fact.text}" + (" [from the model]" if fact.origin == "model" else "")


def show_receipt(receipt: Receipt, *, json: bool) -> None:
    """Write what can be said of an erasure to stdout."""
    fields = receipt.model_dump(mode="json")
    if json:
        put_json(fields)
        return
    events, not_promised, requests = (fields.pop(name) for name in ("events", "not_promised", "requests"))
    for name, value in fields.items():
        if value not in (None, ""):
            put(f"{name.replace('_', ' '):<15}{plain(value)}")
    found = ", ".join(f"{verdict} {number:,}" for verdict, number in requests.items())
    put(f"{'requests':<15}{found or 'none is kept'}")
    put("events, the latest first")
    put_table(
        ("time", "action", "who", "reason"), ([e[c] for c in ("time", "action", "who", "reason")] for e in events)
    )
    put("what it does not promise")
    for promise in not_promised:
        put(f"  {promise}")
