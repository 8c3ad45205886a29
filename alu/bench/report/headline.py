"""The few numbers a report begins with: one row a method and arm, the worse wording of two."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from alu.bench.methods.methods import METHODS
from alu.bench.report.interval import Estimate
from alu.bench.report.table import METRICS, Number

__all__ = ["COLUMNS", "SHORT", "Headline", "headlines", "sentence", "shown", "used"]

FORGET, RETAIN, NAMED = "all forget", "all retain", "all named"

COLUMNS: Mapping[str, tuple[str, str, str]] = {
    "leak": ("Leak", FORGET, "leak"),
    "forget_rouge": ("ROUGE-L, forget", FORGET, "rouge_l"),
    "forget_accuracy": ("Accuracy, forget", FORGET, "accuracy"),
    "forget_chance": ("… refusals by chance", FORGET, "accuracy_chance"),
    "truth_ratio": ("Truth ratio", "forget", "truth_ratio"),
    "ks_p": ("KS p against never-knew", "forget", "ks_p"),
    "refused": ("Refused, forget", FORGET, "refused"),
    "invented": ("Invented, forget", FORGET, "invented"),
    "forgetting": ("Forgetting, judged", FORGET, "forgetting"),
    "quality": ("Quality, judged", FORGET, "quality"),
    "unavailable": ("Unavailable, judged", FORGET, "unavailable"),
    "unchanged": ("Kept unchanged", RETAIN, "unchanged"),
    "retain_rouge": ("ROUGE-L, retain", RETAIN, "rouge_l"),
    "rouge_change": ("… against none", RETAIN, "rouge_l_change"),
    "retain_accuracy": ("Accuracy, retain", RETAIN, "accuracy"),
    "over_refusal": ("Over-refusal", RETAIN, "over_refusal"),
    "named_refused": ("… named in passing", NAMED, "over_refusal"),
    "failed_forget": ("Failed closed, forget", FORGET, "failed_closed"),
    "failed_retain": ("Failed closed, retain", RETAIN, "failed_closed"),
    "errors": ("No answer", RETAIN, "errors"),
    "forget_calls": ("Calls, forget", FORGET, "calls"),
    "retain_calls": ("Calls, retain", RETAIN, "calls"),
    "retain_in": ("Tokens in, retain", RETAIN, "prompt_tokens"),
    "retain_out": ("Tokens out, retain", RETAIN, "completion_tokens"),
    "latency": ("p50 s, retain", RETAIN, "latency_p50"),
    "latency_p95": ("p95 s, retain", RETAIN, "latency_p95"),
}
"""Each headline number: its title, the side it is of, and its metric."""

_SHORT = "leak forget_chance unchanged retain_accuracy over_refusal named_refused latency failed_forget errors"
SHORT = tuple(_SHORT.split())
"""What fits on a terminal."""
_CLAUSES = (
    ("leak", "{} of the answers about what is forgotten give it away"),
    ("forget_chance", "{} of the letters about what is forgotten are right"),
    ("unchanged", "{} of all other answers come byte for byte"),
    ("retain_accuracy", "{} of all other letters are right"),
)
_FAULTS = ("failed_forget", "failed_retain", "errors")


@dataclass(frozen=True, slots=True)
class Headline:
    """One method under one arm; the wording that is worse."""

    suite: str
    split: str
    method: str
    targets: str
    distractors: int
    values: Mapping[str, Estimate] = field(default_factory=dict)

    @property
    def label(self) -> str:
        """Return how charts call it."""
        arm = self.targets if self.targets != "-" and METHODS[self.method].reads == "targets" else ""
        return " ".join(filter(None, (self.method, arm, f"+{self.distractors}" if self.distractors else "")))


def headlines(numbers: Iterable[Number]) -> list[Headline]:
    """Return the headline of each method and arm, in the order in which methods are listed.

    Where a memoriser answered in two wordings, each number is the worse of the two values.
    """
    wanted = {(group, metric): name for name, (_, group, metric) in COLUMNS.items()}
    rows: dict[tuple[str, str, str, str, int], dict[str, list[Estimate]]] = defaultdict(lambda: defaultdict(list))
    numbers = list(numbers)
    opened = {(n.where._replace(form=""), n.metric) for n in numbers if n.where.form == "open"}
    for n in numbers:
        w = n.where
        if w.form == "closed" and (w._replace(form=""), n.metric) in opened:
            continue  # a suite that asks both ways is summarised by its open questions
        if name := wanted.get((w.group, n.metric)):
            rows[w.suite, w.split, w.method, w.arm.targets, w.arm.distractors][name].append(n.estimate)
    found = [Headline(*key, {name: _worse(name, e) for name, e in values.items()}) for key, values in rows.items()]
    order = list(METHODS)
    return sorted(found, key=lambda h: (h.suite, h.split, order.index(h.method), h.distractors, _arm_rank(h.targets)))


def used(heads: Sequence[Headline], among: Iterable[str] = COLUMNS) -> list[str]:
    """Return the columns that some row has; faults only where there were any."""
    values = {name: [h.values[name].value for h in heads if name in h.values] for name in among}
    return [n for n, found in values.items() if found and (n not in _FAULTS or any(found))]


def sentence(heads: Sequence[Headline]) -> str:
    """Return what a reader must take away: what alu lets out and what it keeps, next to the model alone."""
    ours = [h for h in heads if h.method == "alu" and not h.distractors]
    if not ours:
        return ""
    head, none = ours[-1], next((h for h in heads if h.method == "none"), None)
    parts = [_clause(head, none, *clause) for clause in _CLAUSES if clause[0] in head.values]
    return f"{head.label}: {'; '.join(parts)}." if parts else ""


def _clause(head: Headline, none: Headline | None, name: str, text: str) -> str:
    value = shown(head.values[name], COLUMNS[name][2])
    alone = none.values.get(name) if none else None
    model_alone = f" (the model alone {shown(alone, COLUMNS[name][2])})" if alone else ""
    return f"{text.format(value)}{model_alone}"


def shown(estimate: Estimate | None, metric: str) -> str:
    """Return a value as people read it: per cent with its interval, or a plain number."""
    if estimate is None:
        return ""
    scale, unit = (100, " %") if METRICS[metric].percent else (1, "")
    places = 1 if METRICS[metric].percent else 2
    text = f"{estimate.value * scale:,.{places}f}"
    if estimate.low is None or estimate.high is None or estimate.low == estimate.high:
        return text + unit
    return f"{text}{unit} [{estimate.low * scale:,.{places}f}, {estimate.high * scale:,.{places}f}]"


def _worse(name: str, estimates: Sequence[Estimate]) -> Estimate:
    """Return the worse value; of what is neither good nor bad in itself, the one nearer to knowing the secret."""
    _, group, metric = COLUMNS[name]
    knows = group == FORGET and metric.startswith(("rouge", "accuracy"))
    pick = max if METRICS[metric].better == "lower" or knows else min
    return pick(estimates, key=lambda e: e.value)


def _arm_rank(targets: str) -> int:
    return ("-", "names", "description", "enriched", "phrases", "facts").index(targets)
