"""What `benchmarks/results/*.json` holds, as tables in Markdown: one function for each kind of file.

A file of the yardstick is a list of rows with shares; a run of `alu bench` has headlines; what `benchmarks.report`
writes has `rows` by name, start-up has medians, `alu bench scaling` has sizes and the detector's file its own rows.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import Any, NamedTuple

__all__ = [
    "Goals",
    "attack_table",
    "detector_table",
    "foot",
    "group_table",
    "named_table",
    "run_table",
    "scaling_table",
    "startup_table",
    "yardstick_table",
]

Row = Mapping[str, Any]
Goals = Mapping[tuple[str, str, str], str]
"""What was aimed at, by the yardstick's part, arm and form."""

MEASURES = {"near": "found", "leak": "leak", "changed": "changed", "flagged": "flagged"}
"""Shares of the yardstick, and what their columns are called."""


class Figure(NamedTuple):
    """A figure of a run or of a size of the list: its key, its column, and how it is shown."""

    key: str
    title: str
    form: str


RUN = (
    Figure("leak", "leak", ".0%"),
    Figure("forget_accuracy", "answered right, to be forgotten", ".0%"),
    Figure("retain_accuracy", "answered right, to be kept", ".0%"),
    Figure("unchanged", "kept unchanged", ".0%"),
    Figure("over_refusal", "over-refused", ".0%"),
    Figure("named_refused", "named in passing, refused", ".0%"),
    Figure("forget_calls", "calls, to be forgotten", ".3g"),
    Figure("retain_calls", "calls, to be kept", ".3g"),
)
GROUPED = (
    ("the model alone: right", ("none", "accuracy"), ".0%"),
    ("alu: right", ("alu", "accuracy"), ".0%"),
    ("withheld", ("alu", "refused"), ".0%"),
    ("unchanged", ("alu", "unchanged"), ".0%"),
    ("calls", ("alu", "calls"), ".3g"),
)
"""Columns of a table of groups: title, method and metric, and how it is shown."""
SIZES = (
    Figure("calls", "model calls, mean", ".3g"),
    Figure("calls_clean", "model calls where nothing is near, most", ".0f"),
    Figure("overhead_p50_ms", "everything but the model, p50, ms", ".3g"),
    Figure("overhead_p95_ms", "everything but the model, p95, ms", ".3g"),
    Figure("recall", "targets found", ".2%"),
    Figure("false_flags", "harmless prompts flagged", ".2%"),
    Figure("memory_mb", "peak memory, MB", ".4g"),
    Figure("import_s", "import, s", ".3g"),
    Figure("open_s", "open, s", ".3g"),
)


def yardstick_table(rows: Sequence[Row], before: Sequence[Row], goals: Goals, part: str) -> str:
    """Return what the yardstick measured of one part, with what it was `before` and what was aimed at."""
    earlier = {_place(row): row for row in before}
    mine = [row for row in rows if row["part"] == part]
    measures = [m for m in MEASURES if any(m in row for row in mine)]
    lines = []
    for row in mine:
        shares = [_share(row[m]) if m in row else "" for m in measures]
        was = _was(earlier.get(_place(row), {}), [m for m in measures if m in row and m != "near"])
        n = max(row[m]["n"] for m in measures if m in row)
        lines.append([row["arm"], row["form"], n, *shares, was, goals.get(_place(row), "")])
    return _table(["stored", "asked", "n", *(MEASURES[m] for m in measures), "before", "goal"], lines)


def _place(row: Row) -> tuple[str, str, str]:
    return row["part"], row["arm"], row["form"]


def _was(row: Row, measures: Iterable[str]) -> str:
    return ", ".join(f"{MEASURES[m]} {row[m]['share']:.1%}" for m in measures if m in row).replace("%", " %")


def named_table(data: Row, names: Collection[str] = ()) -> str:
    """Return the rows by name of a file of `benchmarks.report`: those of some `names`, all if there are none."""
    return _table(["what", "measured"], [(k, v) for k, v in data["rows"].items() if not names or k in names])


def detector_table(data: Row) -> str:
    """Return what the detector found of TOFU, with what was aimed at."""
    return _table(["what", "measured", "n", "goal"], [(w, f"{v:.2%}", n, goal) for w, v, n, goal in data["tofu"]])


def startup_table(data: Row) -> str:
    """Return how long commands and imports take, as the median of the runs, with what was aimed at."""
    limits = data["limits"]
    rows = [
        (f"`{name}`", f"{found['wall']:.2f} s", f"≤ {limits[name]} s" if name in limits else "")
        for name, found in data["median"].items()
    ]
    ratio = ("`alu ask to first call` / `bare import`", f"{data['ratio']['wall']:.2f} ×", f"≤ {limits['ratio']} ×")
    return _table(["what", "median", "goal"], [*rows, ratio])


def scaling_table(data: Row) -> str:
    """Return what a request costs, a column for each number of targets."""
    sizes = data["sizes"]
    rows = [(f.title, *(_shown(size.get(f.key), f.form) for size in sizes)) for f in SIZES]
    return _table(["targets", *(f"{size['targets']:,}" for size in sizes)], rows)


def run_table(data: Row, suite: str) -> str:
    """Return the headlines of a run of `alu bench run`, a row for each method, of one suite."""
    heads = [head for head in data["headlines"] if head["suite"] == suite]
    shown = [f for f in RUN if any(f.key in head["values"] for head in heads)]
    return _table(
        ["method", "stored", *(f.title for f in shown)],
        [(f"`{h['method']}`", _stored(h), *(_figure(h["values"].get(f.key), f.form) for f in shown)) for h in heads],
    )


def _stored(head: Mapping[str, Any]) -> str:
    """Return what is stored of the targets, and how many others are stored, too: «facts +100»."""
    others = head.get("distractors", 0)
    return f"{head['targets']} +{others}" if others else str(head["targets"])


def group_table(data: Row) -> str:
    """Return what a run of closed questions gave in each of their groups, the model alone before alu."""
    found = {(n["group"], n["method"], n["metric"]): n for n in data["numbers"] if n["form"] == "choice"}
    groups = list(dict.fromkeys(group for group, _, _ in found))
    rows = [
        (
            group,
            found[group, "alu", "accuracy"]["n"],
            *(_figure(found.get((group, *key)), form) for _, key, form in GROUPED),
        )
        for group in groups
    ]
    return _table(["questions", "n", *(title for title, _, _ in GROUPED)], rows)


def attack_table(runs: Mapping[str, Row], method: str = "alu") -> str:
    """Return how many attacks of each run of `alu bench attack` won, and what was refused of others meanwhile."""
    rows = []
    for name, data in runs.items():
        mine = [a["values"] for a in data["attacks"]["attacks"] if a["method"] == method]
        leaks, refusals, unchanged = (
            [values[key] for values in mine if values.get(key, {}).get("n")]
            for key in ("leak", "over_refusal", "unchanged")
        )
        won = sum(leak["value"] > 0 for leak in leaks)
        rows.append((f"`{name}`", f"{won} of {len(leaks)}", _mean(refusals), _mean(unchanged)))
    return _table(["run", "attacks that won", "others over-refused, mean", "others unchanged, mean"], rows)


def foot(data: Row, file: str) -> str:
    """Return where and when a file was measured."""
    machine = data["machine"]
    if not isinstance(machine, str):
        machine = f"{machine['system']}, {machine['cores']} cores"
    by = f" · `{data['command']}`" if "command" in data else ""
    return f"`{file}` · {data['date'][:10]}{by} · {machine}"


def _share(figure: Row) -> str:
    """Return a share with its 95 % interval in per cent."""
    value, low, high = (100 * figure[key] for key in ("share", "low", "high"))
    return f"{value:.1f} % [{low:.1f}, {high:.1f}]"


def _mean(figures: Sequence[Row]) -> str:
    return f"{sum(f['value'] for f in figures) / len(figures):.1%}" if figures else "–"


def _figure(value: Row | None, form: str) -> str:
    if value is None:
        return ""
    return f"{value['value']:{form}} of {value['n']}" if form.endswith("%") else f"{value['value']:{form}}"


def _shown(value: float | None, form: str) -> str:
    return "–" if value is None else f"{value:{form}}"


def _table(header: Sequence[str], rows: Iterable[Sequence[object]]) -> str:
    lines = [header, ["---"] * len(header), *rows]
    return "\n".join("| " + " | ".join(str(cell).replace("|", "\\|") for cell in line) + " |" for line in lines)
