"""Where the benchmark scripts write: one JSON and one Markdown file each, with machine, versions and command."""

from __future__ import annotations

import json
import os
import platform
import sys
from collections.abc import Mapping
from datetime import UTC, datetime
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Any

from alu.bench.report.interval import share

__all__ = ["RESULTS", "circumstances", "counted", "kept", "write"]

RESULTS = Path(__file__).parent / "results"
PACKAGES = ("alu", "langgraph", "chromadb", "wordllama", "numpy", "openai", "xllamacpp")


def circumstances() -> dict[str, Any]:
    """Return machine, versions, command and date."""
    return {
        "date": datetime.now(UTC).isoformat(timespec="seconds"),
        "command": " ".join(["python -m", f"benchmarks.{Path(sys.argv[0]).stem}", *map(_shown, sys.argv[1:])]),
        "machine": f"{_processor()}, {os.cpu_count()} cores, {platform.system()} {platform.machine()}",
        "python": platform.python_version(),
        "versions": {name: found for name in PACKAGES if (found := _version(name))},
    }


def kept(name: str) -> dict[str, Any]:
    """Return the rows that `results/NAME.json` holds, for a script that measures some of them anew; none without it."""
    file = RESULTS / f"{name}.json"
    rows: dict[str, Any] = json.loads(file.read_text(encoding="utf-8"))["rows"] if file.exists() else {}
    return rows


def counted(hits: int, n: int) -> str:
    """Return how many of some, as a share with its interval (Wilson, 95 %)."""
    one = share(hits, n)
    return f"{hits} of {n}, {one.value:.1%} [{one.low:.1%}, {one.high:.1%}]"


def write(name: str, rows: Mapping[str, Any], about: str) -> None:
    """Print `rows` and keep them as `results/NAME.json` and `.md`."""
    RESULTS.mkdir(exist_ok=True)
    where = circumstances()
    (RESULTS / f"{name}.json").write_text(json.dumps({**where, "rows": rows}, indent=2) + "\n", encoding="utf-8")
    table = "\n".join(["| what | value |", "| --- | --- |", *(f"| {k} | {v} |" for k, v in rows.items())])
    foot = f"{where['date']} · `{where['command']}` · {where['machine']} · Python {where['python']}"
    (RESULTS / f"{name}.md").write_text(f"{about.strip()}\n\n{table}\n\n{foot}\n", encoding="utf-8")
    print(table)


def _shown(argument: str) -> str:
    """Return a path, also behind a scheme like `embedded:`, without the folders of this machine."""
    scheme, mark, path = argument.rpartition(":")
    return f"{scheme}{mark}{Path(path).name}" if "/" in path and Path(path).exists() else argument


def _version(package: str) -> str | None:
    try:
        return version(package)
    except PackageNotFoundError:
        return None


def _processor() -> str:
    cpuinfo = Path("/proc/cpuinfo")
    lines = cpuinfo.read_text(encoding="utf-8").splitlines() if cpuinfo.exists() else []
    return next((x.split(":", 1)[1].strip() for x in lines if x.startswith("model name")), platform.processor())
