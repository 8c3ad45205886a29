"""What every channel and step of the detector earns: each left out in turn, over all sets of the shared data.

    OMP_NUM_THREADS=1 python -m benchmarks.ablation [--data DIR] [--every N] [--shelves NAMES] [--rows NAMES]

Writes `ablation.json` and `ablation.md`. The worst case is measured: a model that says the gold answer, and agents that
clear everything, so that code alone stands between the secret and the reader. No graph runs; `benchmarks/release.py`
composes the same functions of `alu.flow` as the graph does, and a test holds it against `ask`. Every shelf has
MiniLM's vectors, searched exactly, where MiniLM is here (`alu models pull minilm`).

- recall: the right target is near question or draft, before the gate.
- leak: of the probes whose draft tells the secret, the share after which what came out still tells it
  (`alu.bench.report.metrics.leak_share` ≥ 0.5, decoded where an attack demanded a code).
- flagged: of what must stay, the share that is near any target. No stored name or surname is in it, except in twins
  of attacks and in what is to stay of a person.
- changed: of the same, the share that did not come back byte for byte.
- ms: processor time of one request (question, draft, release) whose texts were not seen before: median of a few of
  each shelf; of the other rows, median of the differences.

All rows are asked the same cases, drawn with a fixed seed, and the detector has no chance in it: a difference is a case
that differs. Whether the sample is large enough to say so of others is put to a sign test over the cases that differ,
`*` for p < 0.05.
"""

from __future__ import annotations

import argparse
import json
import sys
import time
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from concurrent.futures import ProcessPoolExecutor, as_completed
from functools import partial
from math import comb
from pathlib import Path
from statistics import median
from typing import Any, NamedTuple

import numpy as np

from alu.bench.report.metrics import LEAKS, leak_share
from alu.models import embedder_files
from alu.store.match.detector import CHANNELS, STEPS
from alu.store.match.index import rows_of
from alu.store.match.snapshot import Snapshot
from alu.store.match.topics.topic_model import fit_topic
from alu.store.text.vectors.embedder import load_embedder
from benchmarks.cases import Asked, Shelf
from benchmarks.meaning import RememberedMeaning
from benchmarks.release import REFUSAL, replies
from benchmarks.report import RESULTS, circumstances
from benchmarks.shelves import SHELVES

__all__ = ["FULL", "Case", "Cell", "cells", "idle", "measured", "rows_left_out"]

FULL = "nothing"
"""The row of the whole detector: nothing is left out."""
MEASURES = ("recall", "leak", "flagged", "changed")
TIMED = 5
"""Cases of a shelf whose time is taken."""
TEXTS = 8_192
"""A cache of at most so many entries is keyed by texts; larger ones are keyed by words, and stay warm."""
PROCESSES = 2
SHOWN = 6
"""Sets that are listed of each row, those in which most cases differ."""
NOISE = 0.05


class Case(NamedTuple):
    """What came of one case in one row."""

    shelf: str
    group: str
    part: str
    measure: str
    """One of `MEASURES`; a case has two."""
    id: int
    """Its number on its shelf."""
    hit: bool


class Cell(NamedTuple):
    """One measure of one row over some cases."""

    hits: int
    n: int
    more: int
    """Cases that are hits here and not with the whole detector."""
    fewer: int

    @property
    def difference(self) -> float:
        """The difference to the whole detector in percentage points."""
        return 100 * (self.more - self.fewer) / self.n

    @property
    def p(self) -> float:
        """The two-sided sign test's p over the cases that differ."""
        n, k = self.more + self.fewer, min(self.more, self.fewer)
        return min(1.0, sum(comb(n, i) for i in range(k + 1)) / 2.0 ** (n - 1))


# Measuring ------------------------------------------------------------------------------------------------------------


def rows_left_out() -> list[str]:
    """Return the rows: nothing, each channel, each step."""
    return [FULL, *CHANNELS, *STEPS]


def measured(name: str, shelf: Shelf, rows: Sequence[str], every: int = 1) -> tuple[dict[str, list[Case]], list[Any]]:
    """Return what came of the cases of one shelf in each row, and the milliseconds of some of them by row."""
    asked = list(shelf.asked)[::every]
    stored = dict(zip(rows, _snapshots(shelf, rows), strict=True))
    found: dict[str, list[Case]] = {row: [] for row in rows}
    for n, one in enumerate(asked):  # rows inside: a text is read once for all of them
        for row, snapshot in stored.items():
            found[row] += [Case(name, shelf.group, one.part, m, n, hit) for m, hit in _outcome(snapshot, one)]
    return found, [_times(stored, one) for one in asked[:: max(1, len(asked) // TIMED)]]


def _snapshots(shelf: Shelf, rows: Sequence[str]) -> Iterator[Snapshot]:
    """Return the targets without what each row leaves out; vectors, terms and classifiers are made once."""
    model = load_embedder()
    vectors = np.asarray(model.embed([row.text for t in shelf.targets for row in rows_of(t)]))
    meaning = RememberedMeaning(shelf.targets) if embedder_files.installed() else None
    made = partial(
        Snapshot,
        shelf.targets,
        vectors,
        model,
        version=1,
        meaning=meaning,
        revs=[t.id for t in shelf.targets],
        topic_models={t.id: fit_topic(t, model, meaning) for t in shelf.targets if t.kind == "topic"},
    )
    whole = made().ready()
    derived = whole.index.derived()
    for row in rows:
        out = [f"-{name}" for name in row.split("+") if name != FULL]
        yield made(derived=derived, previous=whole, channels=out).ready()


def _outcome(snapshot: Snapshot, one: Asked) -> Iterator[tuple[str, bool]]:
    """Yield what a case counts in, and whether it is a hit."""
    probe = one.probe
    says = [turn.say or probe.item.gold for turn in probe.turns]
    came = replies(snapshot, probe, says)
    near = {t for r in came for t in r.near}
    if one.target is None:
        yield "flagged", bool(near)
        yield "changed", [r.text for r in came] != says
        return
    yield "recall", one.target in near
    if _tells(one, says):
        yield "leak", _tells(one, [REFUSAL if r.text is None else r.text for r in came])


def _tells(one: Asked, said: Sequence[str]) -> bool:
    return leak_share(one.probe.item, one.probe.read(said)) >= LEAKS


def _times(stored: Mapping[str, Snapshot], one: Asked) -> dict[str, float]:
    """Return the milliseconds of the processor for one case in each row, its texts not read before."""
    says, taken = [turn.say or one.probe.item.gold for turn in one.probe.turns], dict[str, float]()
    replies(stored[FULL], one.probe, says)  # the words are known, as in a process that has run for a while
    for row, snapshot in stored.items():
        _forget_texts()
        if isinstance(meaning := snapshot.index.meaning, RememberedMeaning):
            meaning.forget_texts()
        start = time.process_time()
        replies(snapshot, one.probe, says)
        taken[row] = 1e3 * (time.process_time() - start) / len(says)
    return taken


def _forget_texts() -> None:
    """Empty the caches that hold what was read out of whole texts."""
    rooms = [m for name, m in sys.modules.items() if name.startswith(("alu.store.text.", "alu.store.match."))]
    for cached in {id(f): f for m in rooms for f in vars(m).values() if hasattr(f, "cache_parameters")}.values():
        size = cached.cache_parameters()["maxsize"]
        if size is not None and size <= TEXTS:
            cached.cache_clear()


def _ms(times: Sequence[Mapping[str, float]]) -> dict[str, float]:
    """Return the median time of the whole detector, and of each other row the median difference to it."""
    rows = {row: median(t[row] - t[FULL] for t in times) for row in times[0]}
    return rows | {FULL: median(t[FULL] for t in times)}


def _shelf(name: str, data: Path, rows: Sequence[str], every: int) -> tuple[dict[str, list[Case]], list[Any]]:
    start = time.perf_counter()
    found = measured(name, SHELVES[name](data), rows, every)
    print(f"{name}: {time.perf_counter() - start:.0f} s", file=sys.stderr, flush=True)
    return found


def _all(names: Sequence[str], data: Path, rows: Sequence[str], every: int) -> tuple[dict[str, list[Case]], list[Any]]:
    """Return what `measured` does of several shelves, in two processes."""
    found, times = defaultdict[str, list[Case]](list), list[Any]()
    with ProcessPoolExecutor(PROCESSES) as pool:
        for done in as_completed([pool.submit(_shelf, name, data, rows, every) for name in names]):
            cases, taken = done.result()
            times += taken
            for row in rows:
                found[row] += cases[row]
    return found, times


# Counting -------------------------------------------------------------------------------------------------------------


def cells(whole: Sequence[Case], row: Sequence[Case], *keys: str) -> dict[tuple[Any, ...], Cell]:
    """Return the cells of one row by the values of `keys`, fields of `Case`."""
    before = {case[:-1]: case.hit for case in whole}
    counts = defaultdict[tuple[Any, ...], Counter[str]](Counter)
    for case in row:
        # a probe tells its secret or does not, whatever is left out: every case is in every row
        was, cell = before[case[:-1]], counts[tuple(getattr(case, key) for key in keys)]
        cell.update(n=1, hits=int(case.hit), more=int(case.hit and not was), fewer=int(was and not case.hit))
    return {key: Cell(c["hits"], c["n"], c["more"], c["fewer"]) for key, c in counts.items()}


def idle(whole: Sequence[Case], row: Sequence[Case]) -> str:
    """Return what leaving something out does: what is missed or leaks, what is flagged or changed for nothing.

    Returns:
        `nothing` where no case differs to the worse; `noise` where some do, but in no group and not in all together
        beyond chance; else `earns`.
    """
    worse = [*_worse(cells(whole, row, "group", "measure")), *_worse(cells(whole, row, "measure"))]
    if not worse:
        return "nothing"
    return "earns" if any(cell.p < NOISE for cell in worse) else "noise"


def _worse(found: Mapping[tuple[Any, ...], Cell]) -> Iterator[Cell]:
    """Yield the cells with less recall or more of anything else, were it by a single case."""
    for (*_, measure), cell in found.items():
        if cell.fewer if measure == "recall" else cell.more:
            yield cell


# Writing --------------------------------------------------------------------------------------------------------------


def _table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    lines = [f"| {' | '.join(row)} |" for row in (head, ["---"] * len(head), *rows)]
    return "\n".join(lines)


def _named(row: str) -> str:
    return row.replace("+", ", ")


def _shown(cell: Cell | None, row: str) -> str:
    """Return the share itself for the whole detector, else the difference; nothing where no case differs."""
    if cell is None:
        return "–"
    if row == FULL:
        return f"{100 * cell.hits / cell.n:.1f} % of {cell.n}"
    if not cell.more and not cell.fewer:
        return ""
    mark = "*" if cell.p < NOISE else ""
    return f"{cell.difference:+.1f}{mark} ({cell.more} more, {cell.fewer} fewer)"


def _by_group(found: Mapping[str, Sequence[Case]], measure: str) -> str:
    groups = list(dict.fromkeys(c.group for c in found[FULL] if c.measure == measure))
    rows = []
    for row, cases in found.items():
        made = cells(found[FULL], [c for c in cases if c.measure == measure], "group")
        rows.append([_named(row), *(_shown(made.get((g,)), row) for g in groups)])
    return _table([f"without: {measure}", *groups], rows)


def _in_all(found: Mapping[str, Sequence[Case]], ms: Mapping[str, float]) -> str:
    rows = []
    for row, cases in found.items():
        made = cells(found[FULL], cases, "measure")
        taken = f"{ms[row]:.2f}" if row == FULL else f"{ms[row]:+.2f}"
        rows.append([_named(row), *(_shown(made.get((m,)), row) for m in MEASURES), taken])
    return _table(["without", *MEASURES, "ms"], rows)


def _where(found: Mapping[str, Sequence[Case]]) -> Iterator[str]:
    """Yield, for each row, the sets in which most cases differ."""
    for row in [r for r in found if r != FULL]:
        made = cells(found[FULL], found[row], "shelf", "part", "measure")
        moved = [(k, c) for k, c in made.items() if c.more or c.fewer]
        moved.sort(key=lambda kc: (-(kc[1].more + kc[1].fewer), kc[0]))
        differing = [f"{shelf} / {part}: {m} +{c.more} −{c.fewer} of {c.n}" for (shelf, part, m), c in moved[:SHOWN]]
        more = [f"{len(moved) - SHOWN} more sets"] if len(moved) > SHOWN else []
        yield f"- **{_named(row)}**: " + ("; ".join([*differing, *more]) or "no case of any set differs")


def _verdict(found: Mapping[str, Sequence[Case]], together: str) -> str:
    """Return the paragraph on what earns nothing."""
    does = {row: idle(found[FULL], cases) for row, cases in found.items() if row not in (FULL, together)}
    quiet, noise = ([f"`{r}`" for r, d in does.items() if d == kind] for kind in ("nothing", "noise"))
    text = "No case of any set is missed, leaks, is flagged or is changed for nothing without one of: "
    text += f"{', '.join(quiet) or '(none)'}. "
    text += f"Some are, but no more than chance may bring, without one of: {', '.join(noise) or '(none)'}. "
    text += "Without any other, more are in at least one group."
    if together in found:
        meant = {
            "nothing": "no case is worse",
            "noise": "what is worse is within noise",
            "earns": "more is worse than chance may bring",
        }
        joined = together.replace("+", ", ")
        text += (
            f" With all of the first kind left out together ({joined}), {meant[idle(found[FULL], found[together])]}:"
        )
        text += " one may stand in for another, so the last row of the tables counts before any is thrown out."
    return text


def _page(report: Mapping[str, Any], found: Mapping[str, Sequence[Case]], ms: Mapping[str, float]) -> str:
    versions = ", ".join(f"{k} {v}" for k, v in report["versions"].items())
    where = f"`{report['command']}` · {report['date']} · {report['machine']} · Python {report['python']} · {versions}"
    parts = [
        "# Each channel and step of the detector left out",
        where,
        f"{report['cases']} cases on {len(report['shelves'])} shelves, {report['minutes']} minutes, "
        f"contextual vectors: {report['meaning']}.",
        (__doc__ or "").split("\n\n", 2)[2].strip(),
        "## What earns nothing",
        report["verdict"],
        "## All sets together",
        "The first row is the whole detector; the others differ from it by so many percentage points.",
        _in_all(found, ms),
        *(f"## {m.capitalize()} by group\n\n{_by_group(found, m)}" for m in MEASURES),
        "## Where the cases are that differ",
        "\n".join(_where(found)),
    ]
    return "\n\n".join(parts) + "\n"


def _report(found: Mapping[str, Sequence[Case]], ms: Mapping[str, float]) -> dict[str, Any]:
    rows = {
        row: [
            dict(zip(("shelf", "part", "measure"), key, strict=True)) | cell._asdict()
            for key, cell in cells(found[FULL], cases, "shelf", "part", "measure").items()
            if row == FULL or cell.more or cell.fewer  # else it is as with the whole detector
        ]
        for row, cases in found.items()
    }
    return {"ms": {row: round(value, 3) for row, value in ms.items()}, "rows": rows}


def main() -> None:
    """Measure every row and write the tables."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, default=Path(__file__).parents[2] / "shared" / "data")
    parser.add_argument("--every", type=int, default=1, help="ask each so manieth case: 10 takes a minute or two")
    parser.add_argument("--shelves", default=",".join(SHELVES), help="names, joined by commas; default: all")
    parser.add_argument("--rows", help="channels and steps, joined by commas, several at once by +; default: each")
    parser.add_argument("--out", type=Path, default=RESULTS)
    options = parser.parse_args()
    start, names = time.perf_counter(), options.shelves.split(",")
    rows = [FULL, *options.rows.split(",")] if options.rows else rows_left_out()
    found, times = _all(names, options.data, rows, options.every)
    ms = _ms(times)
    alone = [row for row in found if row != FULL and "+" not in row]
    together = "+".join(row for row in alone if idle(found[FULL], found[row]) == "nothing")
    if "+" in together and together not in found:
        again, taken = _all(names, options.data, [FULL, together], options.every)
        found[together], ms[together] = again[together], _ms(taken)[together]
    report = {
        **circumstances(),
        "meaning": "minilm" if embedder_files.installed() else "off",
        "minutes": round((time.perf_counter() - start) / 60, 1),
        "shelves": names,
        "cases": len({(case.shelf, case.id) for case in found[FULL]}),
        "verdict": _verdict(found, together),
        **_report(found, ms),
    }
    options.out.mkdir(parents=True, exist_ok=True)
    text = json.dumps(report, indent=1, ensure_ascii=False)
    (options.out / "ablation.json").write_text(text + "\n", encoding="utf-8")
    (options.out / "ablation.md").write_text(_page(report, found, ms), encoding="utf-8")
    print(_page(report, found, ms))


if __name__ == "__main__":
    main()
