"""How long each view of the console takes over 10,000 targets and 100,000 requests of activity.

    python -m benchmarks.console [--targets 10000] [--requests 100000] [--times 7]

`alu serve` runs over SQLite on this machine, and a headless Chromium clicks: the time is from the click to the rows, by
the page's own clock. The store and its activity are synthetic. Limit: each view within 0.5 s. Also measured is what it
costs a request to be kept. Writes `benchmarks/results/console.json` and `.md`.
"""

from __future__ import annotations

import argparse
import os
import random
import shutil
import statistics
import tempfile
import time
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from benchmarks.report import write
from benchmarks.server import WARMING, server, upstream

WHOLE_MONTH = timedelta(days=29)
SHARES = {"clean": 90, "rewritten": 5, "refused": 3, "failed_closed": 1, "observed": 1}

Rows = dict[str, Any]

# runs a step of the page and waits until `seen()`; returns milliseconds
TIMED = """async ([act, seen]) => {
  const done = new Function(`return ${seen}`), start = performance.now();
  new Function(act)();
  while (!done()) {
    if (performance.now() - start > 30000) throw new Error(seen);
    await new Promise((next) => requestAnimationFrame(next));
  }
  return performance.now() - start;
}"""
BY = "document.getElementById"


def clicked(identity: str) -> str:
    """Return a script that clicks on an element."""
    return f"{BY}('{identity}').click()"


def typed(identity: str, text: str) -> str:
    """Return a script that fills a field."""
    return f"const e = {BY}('{identity}'); e.value = '{text}'; e.dispatchEvent(new Event('input', {{bubbles: true}}))"


def shows(identity: str, text: str) -> str:
    """Return what is true once an element shows a text."""
    return f"!{BY}('{identity}').closest('section, dialog')?.hidden && {BY}('{identity}').innerText.includes('{text}')"


def views(targets: int, queue: int, requests: int) -> dict[str, tuple[str, str, str]]:
    """Return each view: what is done before, what is clicked, and what is there then."""
    clear = typed("search", "")
    nothing = f"{BY}('targets-count').textContent = ''; {BY}('events-count').textContent = '';"
    nothing += f"{BY}('events-empty').textContent = '';"
    nothing += f"{BY}('activity-count').textContent = ''; {BY}('charts').replaceChildren()"
    drawn = f"{BY}('charts').children.length === 4"
    review, all_ = f"{queue:,} answers to review", f"{requests + WARMING:,} request"
    switch = "const e = {by}('activity-view'); e.value = '{to}'; e.dispatchEvent(new Event('input', {{bubbles: true}}))"
    opened = (
        "document.querySelector('dialog[open]')?.close(); " + clicked("tab-targets"),
        "document.querySelector('#targets-rows button.link').click()",
    )
    found = shows("drawer-found", "Found in")
    pages = "document.querySelector('#targets-pager button:last-child').click()"
    return {
        "targets, first page": (nothing, clicked("tab-targets"), shows("targets-count", f"{targets:,} targets")),
        "targets, next page": (nothing, pages, shows("targets-count", "targets")),
        "targets, search": (clear + ";" + nothing, typed("search", "a"), shows("targets-count", " of ")),
        "history, first page": (nothing, clicked("tab-history"), shows("events-count", f"{targets:,} events")),
        "history, search": (nothing, typed("events-search", "anna"), shows("events-empty", "Nothing of the kind")),
        "activity, queue": (nothing, clicked("tab-activity"), shows("activity-count", review)),
        "activity, charts of a day": (nothing, clicked("tab-activity"), drawn),
        "activity, all requests": (
            switch.format(by=BY, to="open") + ";" + nothing,
            switch.format(by=BY, to="all"),
            shows("activity-count", all_),
        ),
        "activity, charts of a month": (
            nothing,
            f"const e = {BY}('activity-hours'); e.value = '720'; e.dispatchEvent(new Event('change'))",
            drawn,
        ),
        "a target, with facts and where it was found": (*opened, shows("drawer-facts", "fact") + " && " + found),
        "a target, and then what it flags of 505 prompts": (*opened, shows("drawer-flagged", "Flagged of ordinary")),
    }


def filled(store: Path, targets: int, requests: int) -> int:
    """Make a store with targets and activity; return how many answers are to be reviewed."""
    from alu.bench.synthetic import synthetic_targets
    from alu.store.persist.activity import HELD, Activity
    from alu.store.persist.activity_log import ActivityFilter, ActivityLog
    from alu.store.store import TargetStore

    rng, now = random.Random(0), datetime.now(UTC)
    with TargetStore.open(store) as opened:
        added = opened.add(*synthetic_targets(targets))
        log = ActivityLog(opened.database, "default")

        def entry(n: int) -> Activity:
            (verdict,) = rng.choices(list(SHARES), list(SHARES.values()))
            matched = (rng.choice(added).id,) if verdict in HELD else ()
            evidence = tuple(
                {"target": t, "channel": "name", "how": "name", "source": "draft", "sentence": k, "score": 0.9}
                for t in matched
                for k in range(3)
            )
            ago = WHOLE_MONTH * (1 - n / requests)
            return Activity(
                verdict,
                matched,
                evidence,
                "local",
                time=now - ago,
                milliseconds=int(rng.lognormvariate(6, 0.7)),
                calls=4 if matched else 1,
                prompt_tokens=rng.randrange(800),
                completion_tokens=rng.randrange(400),
            )

        log.add(*map(entry, range(requests)))
        return log.count(ActivityFilter(open=True))


def cpu(process: int) -> float:
    """Return the CPU time of a process, in milliseconds (Linux)."""
    fields = Path(f"/proc/{process}/stat").read_text("ascii").rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) * 1000 / os.sysconf("SC_CLK_TCK")


def seen(
    process: int, port: int, steps: dict[str, tuple[str, str, str]], times: int
) -> Iterator[tuple[str, list[float], float]]:
    """Click through the console; yield each view with its milliseconds, and the server's CPU time for one."""
    from playwright.sync_api import sync_playwright

    with sync_playwright() as started:
        browser = started.chromium.launch(executable_path=shutil.which("chromium"), args=["--no-sandbox"])
        page = browser.new_page(viewport={"width": 1280, "height": 800}, locale="en-US", bypass_csp=True)
        page.goto(f"http://127.0.0.1:{port}/")
        page.get_by_text("no key needed").wait_for()
        for name, (before, act, there) in steps.items():
            found, used = [], 0.0
            for _ in range(times):
                page.evaluate("(script) => new Function(script)()", before)
                page.wait_for_timeout(600)
                used -= cpu(process)
                found.append(page.evaluate(TIMED, [act, there]))
                used += cpu(process)
            yield name, found, used / times
        browser.close()


def kept(store: Path, times: int = 200) -> str:
    """Return what it costs to keep one request, in milliseconds."""
    from alu.store.persist.activity import Activity
    from alu.store.persist.activity_log import ActivityLog
    from alu.store.store import TargetStore

    with TargetStore.open(store) as opened:
        log, found = ActivityLog(opened.database, "default"), []
        for _ in range(times):
            start = time.perf_counter()
            log.add(Activity("clean"))
            found.append((time.perf_counter() - start) * 1000)
    return f"{statistics.median(found):.1f} / {statistics.quantiles(found, n=20)[-1]:.1f}"


def main() -> None:
    """Measure all views and write the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--targets", type=int, default=10_000)
    parser.add_argument("--requests", type=int, default=100_000)
    parser.add_argument("--times", type=int, default=7)
    options = parser.parse_args()
    rows: Rows = {"targets / requests kept": f"{options.targets:,} / {options.requests:,}"}
    with tempfile.TemporaryDirectory() as folder:
        store = Path(folder) / "store"
        queue = filled(store, options.targets, options.requests)
        steps = views(options.targets, queue, options.requests)
        with upstream() as (_, model), server(model, store, ALU_ACTIVITY="ids") as (started, port):
            for name, found, used in seen(started.pid, port, steps, options.times):
                what = f"{name}, median / slowest, ms (the server's CPU, ms)"
                rows[what] = f"{statistics.median(found):.0f} / {max(found):.0f} ({used:.0f})"
                print(what, rows[what], flush=True)
        rows["a request is kept, p50 / p95, ms"] = kept(store)
    write("console", rows, __doc__ or "")


if __name__ == "__main__":
    main()
