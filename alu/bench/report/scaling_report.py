"""Files of `alu bench scaling`: table, CSV, JSON, and a page with plots that works from disk."""

from __future__ import annotations

import csv
import json
import os
from collections.abc import Mapping, Sequence
from dataclasses import asdict, fields
from datetime import UTC, datetime
from html import escape
from importlib.resources import files
from pathlib import Path
from string import Template
from typing import Any, NamedTuple

from alu import __version__
from alu.bench.report.charts import lines
from alu.bench.report.interval import Estimate
from alu.bench.runner.manifest import machine
from alu.bench.runner.scaling import FOUND, LEFT_ALONE, ON_DISK, Size

__all__ = ["everything", "table", "write_scaling"]

_SHARES = ("recall", "false_flags")

_TITLES = {
    "facts": "facts",
    "on_disk": "store",
    "requests": "requests",
    "audited": "requests with something near",
    "failed_closed": "failed closed",
    "calls": "model calls, mean",
    "calls_clean": "model calls, clean path, most",
    "calls_audited": "model calls, something near, mean",
    "prompt_tokens": "prompt tokens, mean",
    "prompt_tokens_clean": "prompt tokens, clean path, mean",
    "prompt_tokens_audited": "prompt tokens, something near, mean",
    "longest_agent_prompt": "longest agent prompt, tokens",
    "overhead_p50_ms": "code overhead p50, ms",
    "overhead_p95_ms": "code overhead p95, ms",
    "overhead_cpu_p95_ms": "code overhead p95, CPU ms",
    "look_up_p50_ms": "look-up of 9 texts p50, ms",
    "look_up_p95_ms": "look-up of 9 texts p95, ms",
    "recall": "targets found",
    "false_flags": "harmless prompts flagged",
    "memory_mb": "peak memory, MB",
    "import_s": "import, s",
    "open_s": "open, s",
    "start_s": "Python imports, s",
    "first_answer_s": "first answer, s",
}


class _Plot(NamedTuple):
    title: str
    series: Mapping[str, str]
    """Name of each line, and the field it shows."""
    percent: bool = False


_PLOTS = (
    _Plot("Model calls a request", {"clean": "calls_clean", "near": "calls_audited"}),
    _Plot("Prompt tokens a request", {"clean": "prompt_tokens_clean", "near": "prompt_tokens_audited"}),
    _Plot("Code, ms (p95)", {"overhead": "overhead_p95_ms", "look-up": "look_up_p95_ms"}),
    _Plot("Detector", {"missed": "missed", "flagged": "false_flags"}, percent=True),
    _Plot("Peak memory, MB", {"memory": "memory_mb"}),
    _Plot("Until it can be asked, s", {"import": "import_s", "open": "open_s"}),
)
_COLOURS = ("alu", "paper")


def write_scaling(folder: Path, sizes: Sequence[Size], asked: Mapping[str, Any]) -> list[Path]:
    """Write `scaling.md`, `.csv`, `.json` and `.html` into a folder, which is made.

    Args:
        folder: where to.
        sizes: what was measured, one or more.
        asked: what was asked for: seed, facts, prompts.

    Returns:
        The files.
    """
    folder.mkdir(parents=True, exist_ok=True)
    written = [folder / f"scaling.{kind}" for kind in ("md", "csv", "json", "html")]
    run = everything(sizes, asked)
    written[0].write_text(_markdown(sizes, run), encoding="utf-8")
    with open(written[1], "w", encoding="utf-8", newline="") as out:
        rows = csv.DictWriter(out, [f.name for f in fields(Size)])
        rows.writeheader()
        rows.writerows(asdict(size) for size in sizes)
    written[2].write_text(json.dumps(run, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    written[3].write_text(_page(sizes, run), encoding="utf-8")
    return written


def everything(sizes: Sequence[Size], asked: Mapping[str, Any]) -> dict[str, Any]:
    """Return what was measured, with machine, versions and load, as one JSON object."""
    load = round(os.getloadavg()[0], 1) if hasattr(os, "getloadavg") else None
    date = datetime.now(UTC).isoformat(timespec="seconds")
    about = {"alu": __version__, "date": date, "machine": machine(), "load": load}
    return {**about, **asked, "sizes": [asdict(size) for size in sizes]}


def table(sizes: Sequence[Size]) -> tuple[list[str], list[list[str]]]:
    """Return header and rows: a column for each size."""
    rows = [[title, *(_shown(name, getattr(size, name)) for size in sizes)] for name, title in _TITLES.items()]
    return ["targets", *(f"{size.targets:,}" for size in sizes)], rows


def _shown(name: str, value: Any) -> str:
    if name == "on_disk":
        return "folder" if value else "in memory"
    if value is None:
        return "–"
    if name in _SHARES:
        return f"{value:.2%}"
    return f"{value:,.0f}" if isinstance(value, int) or value >= 1000 else f"{value:,.4g}"


def _markdown(sizes: Sequence[Size], run: Mapping[str, Any]) -> str:
    header, rows = table(sizes)
    ruled = [header, ["---", *["---:"] * len(sizes)], *rows]
    body = "\n".join("| " + " | ".join(row) + " |" for row in ruled)
    return f"# Cost as the forget set grows\n\n{_about(run)}\n\n{body}\n\n{_foot(run)}\n"


def _about(run: Mapping[str, Any]) -> str:
    return (
        f"The same {run['prompts']} prompts at each size, 5 % of them about a target, through the whole pipeline with "
        "scripted models that answer at once, so that a request's wall time is the code's; audits find a leak in "
        f"every second prompt. Tokens are four characters each. The detector: {FOUND} prompts about a target, "
        f"{LEFT_ALONE} about nobody stored, half of these on strangers with names of the same lists, or on a stored "
        f"surname, a town or a trade. Importing into a folder includes loading Chroma. Above {ON_DISK:,} targets the "
        "store is built in memory, without Chroma and files, and the peak memory is that of building it."
    )


def _foot(run: Mapping[str, Any]) -> str:
    on = run["machine"]
    return (
        f"{run['date']} · alu {run['alu']} · seed {run['seed']}, {run['facts']} facts a target · {on['system']}, "
        f"{on['cores']} cores, load {run['load']} · Python {on['python']}, numpy {on['packages'].get('numpy')}"
    )


def _page(sizes: Sequence[Size], run: Mapping[str, Any]) -> str:
    report = files(__package__).joinpath("report.html").read_text(encoding="utf-8")
    head = Template(report.partition("</head>")[0]).substitute(title="Cost as the forget set grows")
    figures = "".join(f"<figure><h3>{escape(p.title)}</h3>{_drawn(p, sizes)}</figure>" for p in _PLOTS)
    header, rows = table(sizes)
    cells = "".join(f"<tr>{''.join(f'<td>{escape(cell)}</td>' for cell in row)}</tr>" for row in rows)
    titles = "".join(f"<th>{escape(cell)}</th>" for cell in header)
    return (
        f"{head}</head>\n<body>\n<main>\n<h1>Cost as the forget set grows</h1>\n<p>{escape(_about(run))}</p>\n"
        f'<div class="panels">{figures}</div>\n'
        f'<div class="scroll"><table><thead><tr>{titles}</tr></thead>{cells}</table></div>\n'
        f'<p class="soft">{escape(_foot(run))}</p>\n</main>\n</body>\n</html>\n'
    )


def _drawn(plot: _Plot, sizes: Sequence[Size]) -> str:
    """Draw a plot over the number of targets, the axis logarithmic."""
    series = {
        label: [(s.targets, Estimate(v, None, None, 1)) for s in sizes if (v := _value(s, name)) is not None]
        for label, name in plot.series.items()
    }
    colours = dict(zip(plot.series, _COLOURS, strict=False))
    drawn = {label: points for label, points in series.items() if points}
    return lines(drawn, colours, f"{plot.title}, by targets", percent=plot.percent, log=True)


def _value(size: Size, name: str) -> float | None:
    value: float | None = 1 - size.recall if name == "missed" else getattr(size, name)
    return value
