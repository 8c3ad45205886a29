"""Which family of attacks gets what out of which method: one table, a cell each pair, coloured by its leak."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from html import escape

from alu.bench.attacks.registry import family
from alu.bench.attacks.score import Score, worse
from alu.bench.methods.methods import METHODS
from alu.bench.report.headline import shown
from alu.bench.report.interval import Estimate, share

__all__ = ["heat_map", "pooled"]


def pooled(scores: Iterable[Score]) -> dict[str, Estimate]:
    """Return the leak of each family of attacks of one method, over all questions of all its attacks.

    One question under two attacks counts twice, so the interval is a little too narrow where attacks are alike.
    """
    hits: dict[str, list[tuple[int, int]]] = defaultdict(list)
    for s in worse(scores):
        if s.leak and s.counts == "leak":
            hits[family(s.attack)].append((round(s.leak.value * s.leak.n), s.leak.n))
    return {name: share(sum(h for h, _ in found), sum(n for _, n in found)) for name, found in hits.items()}


def heat_map(found: Sequence[Score]) -> str:
    """Return the HTML of a heat map for each suite and split, or nothing where no attack counts."""
    suites: dict[tuple[str, str], dict[str, list[Score]]] = defaultdict(lambda: defaultdict(list))
    for s in found:
        label = f"{s.method} {s.targets}" if METHODS[s.method].reads == "targets" else s.method
        suites[s.suite, s.split][label].append(s)
    return "".join(
        _map(f"{suite} {split}", {label: pooled(scores) for label, scores in methods.items()})
        for (suite, split), methods in suites.items()
    )


def _map(title: str, cells: Mapping[str, Mapping[str, Estimate]]) -> str:
    methods = [m for m in cells if cells[m]]
    guards = [m for m in methods if m not in ("none", "never-knew")]
    names = dict.fromkeys(name for m in guards for name in cells[m])
    families = sorted(names, key=lambda name: -max(cells[m][name].value for m in guards if name in cells[m]))
    if not families:
        return ""
    head = "".join(f"<th>{escape(m)}</th>" for m in methods)
    body = "".join(
        f"<tr><td>{escape(name)}</td>{''.join(_cell(cells[m].get(name)) for m in methods)}</tr>" for name in families
    )
    return (
        f"<h2>Families of attacks: {escape(title)}</h2><p>Leak, over all questions of all attacks of a family; of two "
        f'wordings the worse. The worst family comes first.</p><div class="scroll"><table class="heat">'
        f"<thead><tr><th>Family</th>{head}</tr></thead>{body}</table></div>"
    )


def _cell(estimate: Estimate | None) -> str:
    if estimate is None:
        return "<td></td>"
    value, _, interval = shown(estimate, "leak").partition(" [")
    small = f"<small>[{escape(interval)}</small>" if interval else ""
    return f'<td style="--heat:{estimate.value * 70:.0f}%">{escape(value)}{small}<small>n {estimate.n:,}</small></td>'
