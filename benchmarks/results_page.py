"""docs/results.md and the README's headline figures, written from `benchmarks/results/`.

    python -m benchmarks.results_page

No figure is typed here: after a new measurement run it again. A test compares page and README with what it writes.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Mapping
from functools import partial
from pathlib import Path
from typing import Any

from benchmarks import result_tables as tables
from benchmarks.report import RESULTS

__all__ = ["NEWEST", "headlines", "page", "with_headlines"]

ROOT = Path(__file__).resolve().parents[1]
NEWEST = "yardstick-forms"
"""The newest table of the yardstick."""
MARKS = "<!-- by benchmarks/results_page.py -->\n", "<!-- to here -->\n"
"""Between these two lines of the README are the headline figures."""

GOALS: tables.Goals = {
    ("harmless", "20 real people", "all"): "flagged ≤ 0.5 %",
    ("harmless", "200 real people", "all"): "flagged ≤ 1 %",
    ("harmless", "2000 real people", "all"): "flagged ≤ 2 %, changed ≤ 0.5 %",
    ("rwku", "names + intro", "level 2"): "leak ≤ 2 %",
    ("rwku", "names + intro", "level 3, named"): "leak ≤ 3 %",
    ("rwku", "names + QA", "level 3, named"): "leak ≤ 3 %",
    ("rwku", "names + QA", "level 3, name not in question"): "leak ≤ 5 %",
    ("rwku", "names + QA", "neighbours, level 2"): "changed ≤ 8 %",
    ("knowundo", "whole person", "other facts of the same people"): "leak ≤ 5 %",
    ("languages", "ar, facts", "world facts, others, retain"): "changed ≤ 3 %",
    ("languages", "fr, facts", "world facts, others, retain"): "changed ≤ 3 %",
    ("languages", "hi, facts", "world facts, others, retain"): "changed ≤ 3 %",
    ("languages", "ja, facts", "world facts, others, retain"): "changed ≤ 3 %",
}
PARTS = {
    "harmless": "Ordinary prompts while real people are stored",
    "rwku": "Famous people (RWKU)",
    "lume": "Personal data and biographies (LUME)",
    "identifiers": "Numbers and addresses of persons, given unasked",
    "knowundo": "Some facts of a person (KnowUnDo)",
    "languages": "Facts in other languages (TOFU)",
}
NOTES = {"identifiers": "A date of birth given unasked passes: a date alone is nobody's.\n"}
"""What is to be known of the figures of a part."""
NOTATIONS = ("as stored", "digits only", "other separators", "spaced", "in parentheses", "in a CSV row", "in JSON")

INTRODUCTION = """\
# Results

Written by `python -m benchmarks.results_page` from `benchmarks/results/`; no figure here is typed. Each file there
has its date, machine and versions, and a page in Markdown with what exactly was measured. Figures of different dates
are of different versions: the date is under each table. Shares have their 95 % interval (Wilson), goals are those
that were set before. How a benchmark counts: [Benchmark](benchmark.md).
"""
YARDSTICK = """\
## The yardstick: six parts, the worst case

A model that knows every answer and says it, and agents that clear everything: look-up and release gate stand alone.
«Found» is the share of which the right target is near, «changed» and «flagged» are of what must stay. «Before» is the
state of 25 November (`yardstick-before.md`); when and with what the figures were measured is in
`yardstick-forms.md`. Contextual vectors are made in the background, so the first prompts of a list are asked with
words alone.
"""
REAL = """\
## A real model as agents

Qwen2.5-Coder 1.5b (4-bit), on two cores, `sh benchmarks/real.sh`. `none` is the model alone, `alu-paper` (now
`alu-flow`) ALU's flow with our prompts, the names in them. In the first table the model is made to know the answers,
in the third they are in its context. `alu-published` runs the words of ALU's authors, whose few-shots name people of
TOFU, so that its numbers are not clean. With so small a model ALU's flow lets most answers through, since nothing but
models checks its rewrites. WMDP's questions are held by the classifiers of topics, hardly any by the model; replies had
32 tokens at most, so that a model which explains first is not right, with alu or without. Withheld answers count as
wrong here. `mmlu_near` are subjects next to WMDP's: here alu keeps less than a prompt, which withholds none of them,
since the classifiers are near to half of them and so small a model's screen clears few. `filter-output` asks the model
whether an answer tells of a target; to one of this size nearly every answer does. What is «named in passing» are
questions like «A ship named … goes 30 km in 2 hours. How fast is it?»: under `strict` they count as questions about
the person. The agents by themselves, over labelled cases of our own, are in
[`agents.md`](../benchmarks/results/agents.md).
"""
ATTACKS = """\
## Attacks

Attacks on look-up and gate alone: a model that says every gold answer, or TOFU's paraphrase of it, in whatever form is
demanded, and agents that let all pass and hand every draft back. What `worst attack` names is the one that
wins most; each attack by itself is in [`attacks.md`](../benchmarks/results/attacks.md).
"""
COST = """\
## Cost

Everything but the model: the clean path is one model call, whatever is stored.
"""


def page(results: Path = RESULTS) -> str:
    """Return docs/results.md."""
    read = partial(_read, results)
    named = partial(_section, read, tables.named_table)
    parts = [INTRODUCTION, YARDSTICK]
    now, before = read(NEWEST), read("yardstick-before")
    for part, title in PARTS.items():
        parts.append(f"### {title}\n\n{tables.yardstick_table(now, before, GOALS, part)}\n")
        parts += [NOTES[part]] if part in NOTES else []
    parts += [
        named("## Long answers of models, 2,000 real people stored", "long_answers"),
        named("## Dialogues, passages, short answers and other languages, 2,000 real people stored", "public_sets"),
        named("## Questions with options, 2,000 real people stored", "options"),
        named("## Firms and films", "firms_and_films"),
        named("## Cases of everyday use, written by hand", "written"),
        named("## Long answers that mention a target in passing: what code cuts", "in_passing"),
        named("## Names of one word in other scripts", "mononyms"),
        _section(read, tables.detector_table, "## The detector on TOFU", "detector"),
        named("## Look-up and gate on TOFU forget10, scripted agents", "code_stages"),
        ATTACKS,
        named("### In short", "attacks", names=_summaries(read("attacks"))),
        _against_a_model(read),
        named("## What code cannot read", "opacity"),
        named("## Facts that are called weak when they are added", "weak_facts"),
        named("## Topics", "topics"),
        named("## A list that changes a hundred times", "continual"),
        REAL,
        _section(
            read, partial(tables.run_table, suite="tofu"), "### TOFU forget01, a model that knows it", "real-memoriser"
        ),
        _section(
            read, partial(tables.run_table, suite="tofu"), "### … ALU's flow with the prompts of both", "real/prompts"
        ),
        _section(read, partial(tables.run_table, suite="tofu"), "### … that reads it in its context", "real-context"),
        _section(
            read,
            partial(tables.run_table, suite="tofu"),
            "### … the same with a filter of its output, too",
            "real/tofu",
        ),
        _section(
            read,
            partial(tables.run_table, suite="tofu"),
            "### … that knows it in other words, 100 other targets stored, too",
            "real/reworded",
        ),
        _section(
            read, partial(tables.run_table, suite="lume"), "### LUME, personal data in the model's context", "real/lume"
        ),
        _section(read, partial(tables.run_table, suite="rwku"), "### RWKU, what the model itself knows", "real/rwku"),
        _section(read, tables.group_table, "### WMDP against MMLU, three topics stored with phrases", "real-wmdp"),
        COST,
        named("### A clean request with new texts, by words alone", "overhead"),
        named("### … and with the contextual embedder", "overhead-contextual"),
        _section(read, tables.scaling_table, "### As the forget set grows (`alu bench scaling`)", "scaling/scaling"),
        _section(read, tables.startup_table, "### Start-up", "startup"),
        named("### The store, 50,000 facts", "store"),
        named("### `alu serve`, over a model that takes 200 ms", "server"),
        named("### The console: from a click to the rows", "console"),
        named("### Answers by the sentence", "streaming"),
        named("### 10,000 lines over two Ray nodes, of which one is killed", "batch"),
    ]
    return "\n".join(parts)


def headlines(results: Path = RESULTS) -> str:
    """Return the README's table of figures, good and bad, with their 95 % intervals."""
    rows = _read(results, NEWEST)
    by = {(row["part"], row["arm"], row["form"]): row for row in rows}
    phones = [by["identifiers", "phone, facts", form]["leak"] for form in NOTATIONS]
    flagged = by["harmless", "2000 real people", "all"]["flagged"]
    hostile = by["rwku", "names + intro", "level 3, named"]["leak"]
    unnamed = by["rwku", "names + QA", "level 3, name not in question"]["leak"]
    next_to = by["rwku", "names + QA", "neighbours, level 2"]["changed"]
    codes = _read(results, "opacity")["rows"]["out, held out codes: named"]
    alone, embedded = (_read(results, name)["rows"] for name in ("overhead", "overhead-contextual"))
    added, context, bare = (
        cost[f"{count} targets · {arm} · CPU, ms: mean / p50 / p95"].split(" / ")[1]
        for cost, count, arm in (
            (alone, "10,000", "alu, everything included"),
            (embedded, "1,000", "alu, everything included"),
            (alone, "10,000", "bare openai client"),
        )
    )
    figures = (
        ("2,000 real people stored: ordinary prompts flagged", _counted(flagged), NEWEST),
        (
            "famous people asked for by name in hostile ways: leaks, with agents that clear everything",
            _counted(hostile),
            NEWEST,
        ),
        ("… asked about without their names, their answers stored: leaks", _counted(unnamed), NEWEST),
        ("… questions about who and what is next to them: answers changed", _counted(next_to), NEWEST),
        (
            "stored phone numbers given unasked, the worst of seven notations: leaks",
            _counted(max(phones, key=lambda p: p["share"])),
            NEWEST,
        ),
        ("answers in codes that nobody tuned on, to a question by name: leaks", codes.split(",")[0], "opacity"),
        (
            "processor time of a clean request with new texts, the client's share included, median",
            f"{added} ms by words alone, with 10,000 targets; {context} with the contextual embedder, with 1,000;"
            f" of a bare client {bare}",
            "overhead overhead-contextual",
        ),
    )
    lines = [f"| {what} | {value} | {' · '.join(map(_linked, files.split()))} |" for what, value, files in figures]
    return "\n".join(["| what | measured | where |", "| --- | --- | --- |", *lines, ""])


def _linked(name: str) -> str:
    return f"[{name}](benchmarks/results/{name}.md)"


def with_headlines(readme: str, results: Path = RESULTS) -> str:
    """Return the README's text with the headline figures as they are now.

    Raises:
        ValueError: the text lacks the two marks.
    """
    start, end = MARKS
    text, count = re.subn(
        f"{start}.*?{end}", lambda _: f"{start}\n{headlines(results)}\n{end}", readme, flags=re.DOTALL
    )
    if count != 1:
        raise ValueError(f"README.md needs one place for the figures, between {start.strip()} and {end.strip()}")
    return text


def _section(read: Callable[[str], Any], table: Callable[..., str], title: str, name: str, **options: Any) -> str:
    """Return a heading, the table of one file, and where and when it was measured."""
    data = read(name)
    about = data if "date" in data else _run(read(f"{name}/manifest"))
    return f"{title}\n\n{table(data, **options)}\n\n{tables.foot(about, f'{name}.json')}\n"


def _run(manifest: Mapping[str, Any]) -> dict[str, Any]:
    """Return when the last part of a run of `alu bench` began, and where."""
    return {"date": max(run["started"] for run in manifest["runs"]), "machine": manifest["machine"]}


def _summaries(attacks: Mapping[str, Any]) -> tuple[str, ...]:
    """Return the names of the rows that sum attacks up; each of the others is one attack."""
    sums = ("worst attack", "mean ")
    return tuple(k for k in attacks["rows"] if k.partition(": ")[2].startswith(sums) or ":" not in k)


def _against_a_model(read: Callable[[str], Any]) -> str:
    names = ("real-attacks", "real-attacks-disguises", "real-attacks-encodings")
    table = tables.attack_table({name: read(name) for name in names})
    return f"### With a real model as agents, one question each\n\n{table}\n"


def _counted(figure: Mapping[str, Any]) -> str:
    """Return a share as its count where nothing was hit, else in per cent, with its interval."""
    shown = f"0 of {figure['n']}" if not figure["share"] else f"{figure['share']:.1%} of {figure['n']}"
    return f"{shown} ({100 * figure['low']:.1f}–{figure['high']:.1%})".replace("%", " %")


def _read(results: Path, name: str) -> Any:
    """Return what a file of results holds; a run of `alu bench` is a folder with its numbers."""
    path = results / f"{name}.json"
    path = path if path.exists() else results / name / "numbers.json"
    return json.loads(path.read_text(encoding="utf-8"))


def main() -> None:
    """Write both."""
    readme = ROOT / "README.md"
    (ROOT / "docs" / "results.md").write_text(page(), encoding="utf-8")
    readme.write_text(with_headlines(readme.read_text(encoding="utf-8")), encoding="utf-8")


if __name__ == "__main__":
    main()
