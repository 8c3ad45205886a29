"""What look-up and release gate hold by themselves: TOFU forget10, a memoriser, and scripted agents.

    python -m benchmarks.code_stages --data DIR [--out DIR]

The memoriser says every gold answer, or TOFU's paraphrase of it, whatever it is asked. The agents judge nothing:
`blind` ones clear everything and hand each draft back with a word behind it, so that only the gate can hold a leak;
`wary` ones refuse whatever the look-up brings, so that the look-up alone decides. No model is asked. Unchanged: byte
for byte what the memoriser said. A run in `--out` resumes; without it a temporary folder is used.
"""

from __future__ import annotations

import argparse
import asyncio
import tempfile
from collections.abc import Iterator
from pathlib import Path

from alu.bench.methods.scripted import Agents
from alu.bench.report.interval import share
from alu.bench.report.metrics import LEAKS, leak_share
from alu.bench.runner.plan import Plan
from alu.bench.runner.run import SAMPLES, run
from alu.bench.runner.sample import Log, Sample
from alu.config import load_settings
from benchmarks.report import write

MODES: tuple[Agents, ...] = ("blind", "wary")
LEAK_LIMITS = {("gold", "question"): 0.01, ("gold", "paraphrase"): 0.02}
REWORDED_LIMIT = 0.03
KEPT_LIMITS = {("retain",): 0.985, ("real_authors", "world_facts"): 0.995}


def main() -> None:
    """Measure and write the table."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--data", type=Path, required=True)
    options.add_argument("--out", type=Path)
    options.add_argument("--concurrency", type=int, default=2)
    chosen = options.parse_args()
    rows: dict[str, str] = {}
    with tempfile.TemporaryDirectory() as temporary:
        out = chosen.out or Path(temporary)
        for mode in MODES:
            rows |= _measure(chosen.data, out / mode, mode, chosen.concurrency)
    write("code_stages", rows, __doc__ or "")


def _measure(data: Path, out: Path, mode: Agents, concurrency: int) -> dict[str, str]:
    plan = Plan(
        suite="tofu",
        split="forget10",
        methods=("none", "alu"),
        targets=("facts",),
        wordings=("gold", "paraphrased"),
        knower="memoriser",
        agents=mode,
        concurrency=concurrency,
    )
    asyncio.run(run(plan, out, load_settings(temperature=0.0), data=data))
    samples = list(Log.read(out / SAMPLES).values())
    said = {(s.item.id, s.arm.wording): s.answer for s in samples if s.method == "none"}
    asked = [s for s in samples if s.method == "alu"]
    return {f"{mode}: {what}": shown for what, shown in (*_leaks(asked), *_kept(asked, said))}


def _leaks(samples: list[Sample]) -> Iterator[tuple[str, str]]:
    for wording in ("gold", "paraphrased"):
        for form in ("question", "paraphrase"):
            cell = [s for s in samples if s.item.side == "forget" and (s.arm.wording, s.item.form) == (wording, form)]
            hits = sum(leak_share(s.item, s.answer) >= LEAKS for s in cell)
            limit = LEAK_LIMITS.get((wording, form), REWORDED_LIMIT)
            yield f"leak, {form}s, {wording} wording", _shown(hits, len(cell), limit, most=True)


def _kept(samples: list[Sample], said: dict[tuple[str, str], str]) -> Iterator[tuple[str, str]]:
    for wording in ("gold", "paraphrased"):
        for groups, limit in KEPT_LIMITS.items():
            cell = [s for s in samples if s.item.group in groups and s.arm.wording == wording]
            plain = [s for s in cell if s.item.form == "question"]
            same = sum(s.answer == said[s.item.id, wording] for s in plain)
            what = " and ".join(groups).replace("_", " ")
            yield f"unchanged, {what}, {wording} wording", _shown(same, len(plain), limit, most=False)
        named = [s for s in samples if s.item.side == "named" and s.arm.wording == wording]
        refused = sum(s.verdict == "refused" for s in named)
        yield f"refused, named in passing, {wording} wording", f"{refused} of {len(named)}"


def _shown(hits: int, n: int, limit: float, *, most: bool) -> str:
    e = share(hits, n)
    met = e.value <= limit if most else e.value >= limit
    sign = "≤" if most else "≥"
    verdict = "" if met else " **missed**"
    return f"{e.value:.2%} ({hits} of {n}, 95 % {e.low:.2%} to {e.high:.2%}; {sign} {limit:.1%}){verdict}"


if __name__ == "__main__":
    main()
