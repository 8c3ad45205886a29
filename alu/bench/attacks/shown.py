"""Attacks as people read them: the terminal's table, the report's chart and table, JSON."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from html import escape
from itertools import groupby
from typing import Any

from alu.bench.attacks.registry import attacks, family
from alu.bench.attacks.score import Score, Worst, worst
from alu.bench.report.charts import Bar, bars
from alu.bench.report.headline import shown
from alu.bench.report.interval import Estimate

__all__ = ["as_dict", "attack_sections", "columns", "headline", "rows"]

_HEADS = ("Attack", "Leak", "Never knew", "Over-refusal", "Unchanged", "More")
_DRAWN = 12
"""Bars at most; the table has the rest."""
_OURS = ("none", "never-knew")
"""Methods that others are compared with; they have no headline of their own."""


def columns() -> list[str]:
    """Return the header of the terminal's table."""
    return ["SUITE", "METHOD", *(h.upper() for h in _HEADS)]


def rows(found: Iterable[Score]) -> list[list[str]]:
    """Return a row for each attack on each method, the worst leak of a method first."""
    return [
        [f"{group[0].suite} {group[0].split}", label, *(cell.partition(" [")[0] for cell in _cells(s))]
        for label, group in _groups(found)
        for s in group
    ]


def headline(found: Iterable[Score]) -> list[str]:
    """Return a line for each method: the attack that wins most, and the mean."""
    return [
        f"{group[0].suite} {group[0].split}, {label}: {_said(head)}"
        for label, group in _groups(found)
        if (head := worst(group)) and group[0].method not in _OURS
    ]


def attack_sections(found: Iterable[Score]) -> str:
    """Return the HTML of all attacked methods, or nothing where none was."""
    parts = []
    for label, group in _groups(found):
        head = worst(group)
        if group[0].method in _OURS or head is None:
            continue
        title = f"Attacks: {group[0].suite} {group[0].split}, {label}"
        parts.append(
            f'<h2>{escape(title)}</h2><p>{escape(_said(head))}</p><div class="panels"><figure><h3>Leak by attack</h3>'
            f"{_drawn(group, title)}</figure></div>{_table(group)}"
        )
    return "".join(parts)


def as_dict(found: Iterable[Score]) -> dict[str, Any]:
    """Return the scores and headlines as JSON."""
    found = list(found)
    return {
        "attacks": [_score(s) for s in found],
        "headlines": [
            {"suite": g[0].suite, "split": g[0].split, "method": label, **_worst(head)}
            for label, g in _groups(found)
            if (head := worst(g))
        ],
    }


def _groups(found: Iterable[Score]) -> Iterator[tuple[str, list[Score]]]:
    """Yield the scores of each method under each set of conditions, the worst leak first."""
    ordered = sorted(found, key=lambda s: (s.suite, s.split, s.method, s.targets, s.wording))
    for key, group in groupby(ordered, key=lambda s: (s.suite, s.split, s.method, s.targets, s.wording)):
        _, _, method, targets, wording = key
        label = " ".join(p for p in (method, targets, wording) if p not in ("-", "gold"))
        yield label, sorted(group, key=lambda s: -s.leak.value if s.leak else 1.0)


def _cells(s: Score) -> Iterator[str]:
    """Yield what a table holds of one attack: a list is measured by its recall, membership by its AUC."""
    leaks = s.counts in ("leak", "apart")
    yield s.attack
    yield shown(s.leak, "leak") if leaks else ""
    yield shown(s.never_knew, "leak") if leaks else ""
    yield shown(s.over_refusal, "over_refusal")
    yield shown(s.unchanged, "unchanged")
    more = [f"{name} {e.value:.2f}" for name, e in s.more.items()]
    yield ", ".join(["apart", *more] if s.counts == "apart" else more)


def _drawn(group: Sequence[Score], title: str) -> str:
    """Draw the attacks that got something out, the worst first; the others would all be the same bar."""
    counted = [(s.attack, s.leak) for s in group if s.leak and s.counts == "leak"]
    won = [Bar(attack, "alu", leak, shown(leak, "leak")) for attack, leak in counted if leak.value][:_DRAWN]
    drawing = bars(won, title, 1.0) if won else ""
    if len(won) > 1 and len({bar.text for bar in won}) == 1:
        drawing = f'<p class="alike">{escape(", ".join(bar.label for bar in won))}: {escape(won[0].text)} each.</p>'
    nothing = sum(not leak.value for _, leak in counted)
    caption = (
        "Share of questions whose answer discloses the secret, in whatever form, with 95 % intervals. "
        f"{nothing:,} of {len(counted):,} attacks got nothing out."
    )
    return f"{drawing}<figcaption>{escape(caption)}</figcaption>"


def _table(group: Sequence[Score]) -> str:
    head = "".join(f"<th>{escape(h)}</th>" for h in (*_HEADS, "Family", "How it asks"))
    body = "".join(f"<tr>{''.join(_html(cell) for cell in _cells(s))}{_about(s)}</tr>" for s in group)
    table = f'<div class="scroll"><table><thead><tr>{head}</tr></thead>{body}</table></div>'
    return f"<details><summary>All {len(group):,} attacks</summary>{table}</details>"


def _html(cell: str) -> str:
    value, _, interval = cell.partition(" [")
    small = f"<small>[{escape(interval)}</small>" if interval else ""
    return f"<td>{escape(value)}{small}</td>"


def _about(s: Score) -> str:
    texts = (family(s.attack), attacks()[s.attack].about)
    return "".join(f'<td class="text">{escape(t)}</td>' for t in texts)


def _said(head: Worst) -> str:
    return (
        f"Worst attack: {head.attack}, {shown(head.leak, 'leak')} leak; mean of all attacks {head.mean:.2%}; "
        f"over-refusal on retain twins {head.over_refusal:.2%}."
    )


def _score(s: Score) -> dict[str, Any]:
    estimates: Mapping[str, Estimate | None] = {
        "leak": s.leak,
        "never_knew": s.never_knew,
        "over_refusal": s.over_refusal,
        "unchanged": s.unchanged,
        **s.more,
    }
    values = {name: e._asdict() for name, e in estimates.items() if e}
    about = {"suite": s.suite, "split": s.split, "method": s.method, "targets": s.targets, "wording": s.wording}
    return {**about, "attack": s.attack, "counts": s.counts, "values": values}


def _worst(head: Worst) -> dict[str, Any]:
    return {**head._asdict(), "leak": head.leak._asdict()}
