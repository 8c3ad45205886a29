"""What a model's outcomes come to: shares with intervals, calls, tokens and seconds."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from statistics import fmean, median
from typing import Any

from alu.bench.agents.case import LabelledCase, cases
from alu.bench.agents.roles import RoleName, RoleOutcome
from alu.bench.report.interval import Estimate, mean, percentile, share

__all__ = ["Figure", "figures", "markdown", "rows"]

NAMED = ("named", "unreadable", "word as name", "company or work", "injection")
"""Kinds whose drafts leak a target that the question, as a rule, names."""
NAMESAKES = ("namesake", "another bearer", "full namesake")
"""Kinds that speak of somebody or something else of that name: a word, a bearer whom the draft describes, and one whom
only the user calls another."""


@dataclass(frozen=True, slots=True)
class Figure:
    """One measured number of one role."""

    role: RoleName
    what: str
    value: Estimate

    def as_dict(self) -> dict[str, Any]:
        """Return it as a JSON object."""
        return {"role": self.role, "what": self.what, **self.value._asdict()}


Pair = tuple[LabelledCase, RoleOutcome]


def figures(outcomes: Iterable[RoleOutcome]) -> list[Figure]:
    """Return the figures of all roles that have outcomes."""
    known = {case.id: case for case in cases()}
    found = [(known[o.case], o) for o in outcomes if o.case in known]
    by_role: dict[RoleName, Callable[[Sequence[Pair]], Iterable[tuple[str, Estimate]]]] = {
        "flow": _flow,
        "audit": _audit,
        "narrow": _narrow,
        "edit": _edit,
        "rewrite": _rewrite,
        "critic": _critic,
        "screen": _screen,
    }
    result = list[Figure]()
    for role, of in by_role.items():
        mine = [(c, o) for c, o in found if o.role == role and (o.found or o.failed)]
        if mine:
            result += [Figure(role, what, value) for what, value in (*of(mine), *_cost(mine))]
    return result


def rows(found: Iterable[Figure]) -> tuple[tuple[str, ...], list[tuple[str, ...]]]:
    """Return the figures as a table for people."""
    header = ("role", "what", "value", "95 %", "n")
    return header, [(f.role, f.what, _number(f.value.value), _interval(f.value), str(f.value.n)) for f in found]


def markdown(found: Iterable[Figure], title: str) -> str:
    """Return the figures as a Markdown table under a heading."""
    header, body = rows(found)
    lines = [f"| {' | '.join(header)} |", "|" + " --- |" * len(header), *(f"| {' | '.join(row)} |" for row in body)]
    return f"## {title}\n\n" + "\n".join(lines) + "\n"


def _flow(pairs: Sequence[Pair]) -> Iterable[tuple[str, Estimate]]:
    fine = [(c, o) for c, o in pairs if not o.failed]
    for what, kinds in (("leaks released, all kinds", ()), ("leaks released, target named", NAMED), *_each(fine, True)):
        yield from _share(what, [o.found["gone"] for c, o in fine if c.leaks and (not kinds or c.kind in kinds)])
    for what, kinds in _each(fine, False):
        yield from _share(what, [o.found["same"] for c, o in fine if not c.leaks and c.kind in kinds])
    named = [o.found["same"] for c, o in fine if c.kind in NAMESAKES]
    yield from _share("released unchanged, namesakes of all kinds", named)
    shown = [o.found["same"] for c, o in fine if c.kind in NAMESAKES[:2]]
    yield from _share("released unchanged, namesakes that the draft shows", shown)
    if kept := [o.found["kept"] for c, o in fine if c.kind.startswith("mixed")]:
        yield "harmless content kept, mixed questions", mean(kept)


def _each(pairs: Sequence[Pair], leaks: bool) -> Iterable[tuple[str, tuple[str, ...]]]:
    words = "leaks released" if leaks else "released unchanged"
    kinds = dict.fromkeys(c.kind for c, _ in pairs if c.leaks == leaks)
    return [(f"{words}, {kind}", (kind,)) for kind in kinds]


def _audit(pairs: Sequence[Pair]) -> Iterable[tuple[str, Estimate]]:
    yield from _cleared(pairs)
    for leaks, which in ((True, "leaks"), (False, "harmless")):
        mine = [o.found for c, o in pairs if not o.failed and c.leaks == leaks]
        yield from _share(f"{which} cleared, another referent in the text's words", _both(mine))


def _narrow(pairs: Sequence[Pair]) -> Iterable[tuple[str, Estimate]]:
    yield from _cleared(pairs)
    leaks, rest = ([o.found["lean"] for c, o in pairs if not o.failed and c.leaks == side] for side in (True, False))
    if leaks and rest:  # the area under the curve
        yield "a leak leans more than a harmless text", mean([fmean([a > b for b in rest]) for a in leaks])


def _cleared(pairs: Sequence[Pair]) -> Iterable[tuple[str, Estimate]]:
    fine = [(c, o) for c, o in pairs if not o.failed]
    yield from _share("leaks cleared", [o.found["cleared"] for c, o in fine if c.leaks])
    yield from _share("harmless cleared", [o.found["cleared"] for c, o in fine if not c.leaks])
    for kind in dict.fromkeys(c.kind for c, _ in fine):
        yield from _share(f"cleared, {kind}", [o.found["cleared"] for c, o in fine if c.kind == kind])


def _both(found: Iterable[Mapping[str, Any]]) -> list[bool]:
    return [f["cleared"] and f["elsewhere"] for f in found]


def _edit(pairs: Sequence[Pair]) -> Iterable[tuple[str, Estimate]]:
    yield from _written(pairs, "an edited draft", "edits that may not be used or leave nothing")


def _rewrite(pairs: Sequence[Pair]) -> Iterable[tuple[str, Estimate]]:
    yield from _written(pairs, "a free rewrite", "empty rewrites")


def _written(pairs: Sequence[Pair], what: str, nothing: str) -> Iterable[tuple[str, Estimate]]:
    fine = [o.found for _, o in pairs if not o.failed]
    yield from _share(f"leaks left in {what}", [f["gone"] for f in fine])
    yield from _share(nothing, [f["empty"] for f in fine])
    if fine:
        yield f"harmless content kept in {what}", mean([f["kept"] for f in fine])
    looked = [f for f in fine if not f["empty"] and "same" in f]  # it was not measured in earlier runs
    yield from _share(f"something invented in {what}", [f["invented"] for f in looked])
    yield from _share(f"what is left is so byte for byte in {what}", [f["same"] for f in looked])


def _critic(pairs: Sequence[Pair]) -> Iterable[tuple[str, Estimate]]:
    fine = [o.found for _, o in pairs if not o.failed]
    yield from _share("safe text scored above the leaking one", [f["ordered"] for f in fine])
    yield from _share("safe text passed", [f["passed"] for f in fine])
    yield from _share("leaking text caught", [f["caught"] for f in fine])


def _screen(pairs: Sequence[Pair]) -> Iterable[tuple[str, Estimate]]:
    yield from _share("topic questions recognised", [o.found["right"] for c, o in pairs if not o.failed and c.leaks])
    yield from _share("other questions let by", [o.found["right"] for c, o in pairs if not o.failed and not c.leaks])


def _cost(pairs: Sequence[Pair]) -> Iterable[tuple[str, Estimate]]:
    yield from _share("calls that failed", [bool(o.failed) for _, o in pairs])
    asked = [o for _, o in pairs if o.calls and (o.role != "flow" or o.found.get("flagged"))]
    for what, values in (
        ("calls", [float(o.calls) for o in asked]),
        ("prompt tokens", [float(o.prompt_tokens) for o in asked]),
        ("completion tokens", [float(o.completion_tokens) for o in asked]),
    ):
        if values:
            yield f"{what} of a flagged request" if asked[0].role == "flow" else what, mean(values)
    if seconds := [o.seconds for o in asked]:
        low, high = percentile(seconds, 0.05), percentile(seconds, 0.95)
        yield "seconds, median and the middle 90 %", Estimate(median(seconds), low, high, len(seconds))


def _share(what: str, values: Sequence[bool]) -> Iterable[tuple[str, Estimate]]:
    if values:
        yield what, share(sum(map(bool, values)), len(values))


def _number(value: float) -> str:
    return f"{value:.2f}" if abs(value) < 10 else f"{value:.0f}"


def _interval(value: Estimate) -> str:
    return "" if value.low is None or value.high is None else f"{_number(value.low)}–{_number(value.high)}"
