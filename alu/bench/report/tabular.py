"""Tables of one or several runs for other programs and papers: CSV, LaTeX, or as a terminal shows them."""

from __future__ import annotations

import csv
import io
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from alu.bench.methods.judge import judged_numbers, read_judgements
from alu.bench.report.headline import COLUMNS, SHORT, headlines, shown, used
from alu.bench.report.interval import Estimate
from alu.bench.report.letters import LETTERS_CONVENTION, lettered_of
from alu.bench.report.official import CONVENTION, GROUPS, PARTS, official_of
from alu.bench.report.page import caveats, plain_samples
from alu.bench.report.table import numbers
from alu.bench.runner.manifest import Manifest
from alu.bench.suites.topics import DOMAINS
from alu.errors import InputError
from alu.store.exchange.tables import inert

__all__ = ["RunsTable", "as_csv", "as_json", "as_latex", "as_text", "official_table", "runs_table"]

_ABOUT = ("Run", "Model", "Suite", "Method")
_OFFICIAL = (
    *(f"{group} {part}" for group in GROUPS for part in PARTS),
    "forget exact",
    "forget extraction",
    "model utility",
    "forget quality",
    *(f"{group} accuracy" for group in (*DOMAINS, "mmlu")),
)
_LATEX = {c: f"\\{c}" for c in "&%$#_{}"} | {"\\": r"\textbackslash{}", "~": r"\textasciitilde{}", "^": r"\^{}"}


@dataclass(frozen=True, slots=True)
class RunsTable:
    """Rows that begin with words and go on with values; None where a row has no such value."""

    about: tuple[str, ...]
    """Titles of the columns with words."""
    columns: tuple[tuple[str, str, str], ...]
    """Of those with values: name, title, and the metric that says how it is shown; "" for four digits."""
    words: list[tuple[str, ...]]
    values: list[list[Estimate | None]]
    notes: tuple[str, ...] = ()
    """What a reader must know to read the values; LaTeX has them as comments."""


def runs_table(folders: Sequence[Path], *, full: bool = False) -> RunsTable:
    """Return the headline of the runs in `folders`, one after the other; `full`: every headline number.

    Raises:
        InputError: a folder holds no run, or its log is damaged.
        MissingExtra: rouge_score or scipy is not installed.
    """
    heads = []
    for folder in folders:
        model, samples = _model(folder), plain_samples(folder)
        found = [*numbers(samples), *judged_numbers(samples, read_judgements(folder))]
        heads += [(folder.resolve().name, model, h) for h in headlines(found)]
    names = used([h for _, _, h in heads], COLUMNS if full else SHORT)
    return RunsTable(
        _ABOUT,
        tuple((name, COLUMNS[name][0], COLUMNS[name][2]) for name in names),
        [(run, model, f"{h.suite} {h.split}", h.label) for run, model, h in heads],
        [[h.values.get(name) for name in names] for _, _, h in heads],
        tuple(dict.fromkeys(caveat for folder in folders for caveat in caveats(folder))),
    )


def official_table(folders: Sequence[Path]) -> tuple[RunsTable, list[str]]:
    """Return the metrics that papers print of the runs in `folders`, then the conventions and what is missing.

    Raises:
        InputError: a folder holds no run of TOFU, WMDP or MMLU, or its log or likelihoods are damaged.
        MissingExtra: rouge_score or scipy is not installed.
    """
    words: list[tuple[str, ...]] = []
    rows: list[Mapping[str, Estimate]] = []
    notes: list[str] = []
    for folder in folders:
        model, run = _model(folder), folder.resolve().name
        if not (measured := _papers(folder)):
            raise InputError(f"{folder}: --protocol official is TOFU's, WMDP's and MMLU's, and the run asked none")
        for (suite, method, targets), values, missing in measured:
            label = method if targets == "-" else f"{method} {targets}"
            words.append((run, model, suite, label))
            rows.append(values)
            notes += [f"{run}, {label}: {line}" for line in missing]
    kinds = {suite.partition(" ")[0] for _, _, suite, _ in words}
    said = [CONVENTION] if "tofu" in kinds else []
    said += [LETTERS_CONVENTION] if kinds - {"tofu"} else []
    said += dict.fromkeys(caveat for folder in folders for caveat in caveats(folder))
    names = [name for name in _OFFICIAL if any(name in row for row in rows)]
    titles = tuple((n, n.capitalize().replace("_", " "), "") for n in names)
    return RunsTable(_ABOUT, titles, words, [[row.get(n) for n in names] for row in rows], tuple(said)), notes


def _papers(folder: Path) -> list[tuple[tuple[str, str, str], Mapping[str, Estimate], Sequence[str]]]:
    """Return suite with split, method and arm; their numbers; what is missing."""
    tofu = [
        ((f"tofu {split}", method, targets), {n: Estimate(v, None, None, 0) for n, v in o.values.items()}, o.missing)
        for (split, method, targets), o in official_of(folder).items()
    ]
    letters = [
        ((f"{suite} {split}", method, targets), {f"{g} accuracy": e for g, e in o.accuracy.items()}, o.missing)
        for (suite, split, method, targets), o in lettered_of(folder).items()
    ]
    return [*tofu, *letters]


def as_text(table: RunsTable) -> tuple[list[str], list[list[str]]]:
    """Return header and rows as a terminal shows them, without intervals."""
    header = [title.upper() for title in (*table.about, *(title for _, title, _ in table.columns))]
    return header, [[cell.partition(" [")[0] for cell in row] for row in _cells(table)]


def as_csv(table: RunsTable) -> str:
    """Return the table with each value as a plain number, its interval and how many it is made of."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    measured = [f"{name}{part}" for name, _, _ in table.columns for part in ("", "_low", "_high", "_n")]
    writer.writerow([*(title.lower() for title in table.about), *measured])
    for words, values in zip(table.words, table.values, strict=True):
        numbers = [part for e in values for part in ((e.value, e.low, e.high, e.n or None) if e else (None,) * 4)]
        writer.writerow([*map(inert, words), *numbers])
    return out.getvalue()


def as_json(table: RunsTable) -> list[dict[str, object]]:
    """Return a row each run and method, a value with its interval and how many it is made of."""
    return [
        dict(zip((title.lower() for title in table.about), words, strict=True))
        | {name: e._asdict() if e else None for (name, _, _), e in zip(table.columns, values, strict=True)}
        for words, values in zip(table.words, table.values, strict=True)
    ]


def as_latex(table: RunsTable) -> str:
    """Return a `tabular` for the package booktabs, values with their intervals."""
    titles = (*table.about, *(title for _, title, _ in table.columns))
    lines = [
        *(f"% {note}" for note in table.notes),
        f"\\begin{{tabular}}{{{'l' * len(table.about)}{'r' * len(table.columns)}}}",
        "\\toprule",
        " & ".join(map(_escaped, titles)) + " \\\\",
        "\\midrule",
        *(" & ".join(map(_escaped, row)) + " \\\\" for row in _cells(table)),
        "\\bottomrule",
        "\\end{tabular}",
    ]
    return "\n".join(lines) + "\n"


def _model(folder: Path) -> str:
    """Return the model that answered, or who stood in its place."""
    common = Manifest.read(folder)["common"]
    model = str(common["models"]["vanilla"])
    return model if common["knower"] == "none" else f"{common['knower']}+{model}"


def _cells(table: RunsTable) -> list[list[str]]:
    metrics = [metric for _, _, metric in table.columns]
    return [
        [*words, *(_shown(e, metric) for e, metric in zip(values, metrics, strict=True))]
        for words, values in zip(table.words, table.values, strict=True)
    ]


def _shown(estimate: Estimate | None, metric: str) -> str:
    if metric or estimate is None:
        return shown(estimate, metric)
    text = f"{estimate.value:.4f}" if estimate.value >= 0.0001 or not estimate.value else f"{estimate.value:.1e}"
    if estimate.low is None or estimate.high is None:
        return text
    return f"{text} [{estimate.low:.4f}, {estimate.high:.4f}]"


def _escaped(text: str) -> str:
    return "".join(_LATEX.get(c, c) for c in " ".join(text.split()) if c.isprintable())
