"""Reports of a run: `report.html`, one file that works from disk, and its numbers as CSV and JSON."""

from __future__ import annotations

import csv
import json
from collections.abc import Mapping, Sequence
from html import escape
from importlib.resources import files
from pathlib import Path
from string import Template
from typing import Any

from alu.agents.published import CAVEAT
from alu.bench.attacks.registry import attacks
from alu.bench.attacks.score import Score, scores
from alu.bench.attacks.shown import as_dict, attack_sections, columns, headline, rows
from alu.bench.methods.judge import agreement_of, judged_numbers, read_judgements
from alu.bench.methods.knower import Stranger
from alu.bench.methods.methods import METHODS
from alu.bench.report.headline import COLUMNS, SHORT, Headline, headlines, shown, used
from alu.bench.report.heat import heat_map
from alu.bench.report.interval import Estimate
from alu.bench.report.roc import operating_points
from alu.bench.report.sections import everything, section
from alu.bench.report.table import METRICS, Number, numbers
from alu.bench.runner.claim import refuse_links
from alu.bench.runner.manifest import Manifest
from alu.bench.runner.run import SAMPLES
from alu.bench.runner.sample import Log, Sample
from alu.errors import InputError
from alu.store.exchange.tables import inert
from alu.store.persist.files import private_file

__all__ = ["attack_summary", "attacked", "caveats", "plain_samples", "summary", "write_report"]

_ABOUT = ("suite", "split", "method", "targets", "distractors", "wording", "group", "form", "metric")
_FIELDS = (*_ABOUT, "value", "low", "high", "standard_error", "n", "better")


def write_report(folder: Path, *, drafts: bool = False, texts: bool = True) -> list[Path]:
    """Write `report.html`, `numbers.csv` and `numbers.json` into a run's folder.

    Args:
        folder: the folder of the run.
        drafts: show the drafts behind the worst leaks.
        texts: show questions and answers of the worst leaks at all.

    Returns:
        The files.

    Raises:
        InputError: the folder holds no run, its log is damaged, or a link is where a file would be written.
        MissingExtra: rouge_score or scipy is not installed.
    """
    manifest, samples = Manifest.read(folder), plain_samples(folder)
    won = scores(_samples(folder, attacked=True))
    found = [*numbers(samples), *judged_numbers(samples, read_judgements(folder))]
    heads = headlines(found)
    manifest["judge"] = agreement_of(folder)
    points = [point._asdict() for point in operating_points(samples)]
    page = _page(manifest, samples, found, heads, won, drafts=drafts, texts=texts)
    written = [folder / name for name in ("report.html", "numbers.csv", "numbers.json")]
    refuse_links(written)
    if texts:
        private_file(written[0])
    written[0].write_text(page, encoding="utf-8", errors="replace")  # a model may write half a character
    with open(written[1], "w", encoding="utf-8", newline="") as out:
        table = csv.DictWriter(out, _FIELDS)
        table.writeheader()
        table.writerows(_inert(_row(n)) for n in found)
    with open(written[2], "w", encoding="utf-8") as out:
        json.dump(
            {**_everything(manifest, found, heads), "attacks": as_dict(won), "topics": points},
            out,
            ensure_ascii=False,
            indent=1,
        )
    return written


def summary(folder: Path) -> tuple[list[str], list[list[str]]]:
    """Return the headline table of a run's folder as a terminal shows it: its header and rows, no intervals.

    Raises:
        InputError: the folder holds no run, or its log is damaged.
        MissingExtra: rouge_score or scipy is not installed.
    """
    heads = headlines(numbers(plain_samples(folder)))
    columns = used(heads, SHORT)
    rows = [[f"{h.suite} {h.split}", h.label, *(_value(h, name) for name in columns)] for h in heads]
    return ["SUITE", "METHOD", *(COLUMNS[name][0].upper() for name in columns)], rows


def caveats(folder: Path) -> list[str]:
    """Return what must be said with every number of a run.

    Raises:
        InputError: the folder holds no run.
    """
    return [CAVEAT] if "paper_prompts" in Manifest.read(folder)["common"] else []


def attack_summary(folder: Path) -> tuple[list[str], list[list[str]], list[str]]:
    """Return the table of a run's attacks as a terminal shows it (header, rows), and a line below for each method.

    Raises:
        InputError: the folder's log is damaged.
        MissingExtra: rouge_score is not installed.
    """
    found = scores(_samples(folder, attacked=True))
    return columns(), rows(found), [*headline(found), *_by_construction(Manifest.read(folder))]


def attacked(folder: Path) -> dict[str, Any]:
    """Return the same as JSON.

    Raises:
        InputError: the folder's log is damaged.
        MissingExtra: rouge_score is not installed.
    """
    return as_dict(scores(_samples(folder, attacked=True)))


def plain_samples(folder: Path) -> list[Sample]:
    """Return the answers to questions as they are.

    Raises:
        InputError: the folder's log is damaged.
    """
    return _samples(folder, attacked=False)


def _samples(folder: Path, *, attacked: bool) -> list[Sample]:
    """Return the answers to attacks, or those to plain questions: they are never counted together."""
    found = [s for s in Log.read(folder / SAMPLES).values() if bool(s.arm.attack) == attacked]
    if strange := {s.method for s in found} - METHODS.keys() | {s.arm.attack for s in found} - {"", *attacks()}:
        raise InputError(f"{folder}: this version of alu knows no {', '.join(sorted(strange))}; another one wrote it")
    return found


def _value(head: Headline, name: str) -> str:
    return shown(head.values.get(name), COLUMNS[name][2]).partition(" [")[0]


def _page(
    manifest: Mapping[str, Any],
    samples: Sequence[Sample],
    found: Sequence[Number],
    heads: Sequence[Headline],
    won: Sequence[Score],
    *,
    drafts: bool,
    texts: bool,
) -> str:
    template = Template(files(__package__).joinpath("report.html").read_text(encoding="utf-8"))
    tasks = list(dict.fromkeys([*((h.suite, h.split) for h in heads), *((s.suite, s.split) for s in won)]))
    sections = [
        section(
            f"{suite} {split}",
            [h for h in heads if (h.suite, h.split) == (suite, split)],
            [n for n in found if (n.where.suite, n.where.split) == (suite, split)],
            [s for s in samples if (s.suite, s.split) == (suite, split)],
            drafts=drafts,
            texts=texts,
        )
        for suite, split in dict.fromkeys((h.suite, h.split) for h in heads)
    ]
    metrics = {n.metric for n in found}
    glossary = "".join(
        f"<dt>{escape(m.title)}</dt><dd>{escape(m.formula)}{_direction(m.better)}</dd>"
        for name, m in METRICS.items()
        if name in metrics
    )
    return template.substitute(
        title=escape("Unlearning benchmark: " + ", ".join(f"{suite} {split}" for suite, split in tasks)),
        subtitle=escape(_subtitle(manifest, samples)),
        notes="".join(f'<div class="note">{escape(note)}</div>' for note in _notes(manifest)),
        sections="".join(sections) + heat_map(won) + attack_sections(won),
        glossary=glossary,
        everything=everything(found),
        manifest=_facts(manifest),
    )


def _subtitle(manifest: Mapping[str, Any], samples: Sequence[Sample]) -> str:
    models = manifest["common"]["models"]
    said = "; ".join(f"{role}: {name}" for role, name in models.items())
    if len(set(models.values())) == 1:
        said = next(iter(models.values()))
    machine, version = manifest["machine"], manifest["common"]["alu"]
    return f"{len(samples):,} answers · {said} · alu {version} · {machine['system']}, {machine['cores']} cores"


def _by_construction(manifest: Mapping[str, Any]) -> list[str]:
    """Say which controls measure nothing where there is no model behind the memoriser."""
    if manifest["common"]["models"].get("vanilla") != Stranger.name:
        return []
    return [
        f"No model was asked: one who never knew says «{Stranger.says}» to everything. So «never knew» is 0, and "
        "membership shows in declining, length or words only where a target's secret leaks or is withheld in other "
        "words. With a real model in the vanilla role both are measured."
    ]


def _notes(manifest: Mapping[str, Any]) -> list[str]:
    """Say what a reader must know before any number."""
    common, said = manifest["common"], []
    if common["knower"] == "memoriser":
        said.append(
            "Memoriser: in the vanilla role a scripted model answers every item with its gold answer, whatever the "
            "prompt. It is the worst case for leaks, no real model. It reads no prompt, so methods that work by one "
            "are absent."
        )
    if common["knower"] == "context":
        said.append("Context: the facts are in the vanilla model's system prompt; the model did not learn them.")
    said += _by_construction(manifest)
    if common["agents"] == "blind":
        said.append(
            "Blind agents: scripted, they clear everything and hand drafts back with a word behind them. Only look-up "
            "and release gate are measured."
        )
    if common["agents"] == "wary":
        said.append(
            "Wary agents: scripted, they find a leak in whatever the look-up brings and keep nothing of it. Only the "
            "look-up and the release gate are measured."
        )
    if "paper_prompts" in common:
        said.append(CAVEAT)
    if manifest["judge"]:
        said.append(_judge(manifest["judge"]))
    return said


def _judge(measured: Mapping[str, Any]) -> str:
    """Say how far the judge can be trusted."""
    if not measured["n"]:
        return f"Judged by {measured['model']}, which gave no verdict that could be read on the labelled set."
    disclosed, says = (shown(Estimate(**measured[k]), "leak") for k in ("told", "says"))
    return (
        f"Judged by {measured['model']}. On {measured['n']} labelled replies it agrees with people on what is "
        f"disclosed in {disclosed} (Cohen's kappa {measured['told_kappa']:.2f}), and on whether there is "
        f"an answer in {says}."
    )


def _direction(better: str) -> str:
    return f" <em>({better} is better)</em>" if better != "-" else ""


def _facts(manifest: Mapping[str, Any]) -> str:
    shown = {
        **manifest["common"],
        **manifest["machine"],
        "judge": manifest["judge"] or "none",
        **{f"run {i}": run for i, run in enumerate(manifest["runs"], 1)},
    }
    return "".join(f"<dt>{escape(str(k))}</dt><dd>{escape(_flat(v))}</dd>" for k, v in shown.items())


def _flat(value: object) -> str:
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)


def _row(n: Number) -> dict[str, object]:
    w, e = n.where, n.estimate
    values = (w.suite, w.split, w.method, w.arm.targets, w.arm.distractors, w.arm.wording, w.group, w.form, n.metric)
    rest = (e.value, e.low, e.high, n.standard_error, e.n, METRICS[n.metric].better)
    return dict(zip(_FIELDS, (*values, *rest), strict=True))


def _inert(row: Mapping[str, object]) -> dict[str, object]:
    """Return a row of which a spreadsheet runs nothing: some of its words are of whoever wrote the run's data."""
    return {k: inert(str(v)) if k in ("suite", "split", "group", "form") else v for k, v in row.items()}


def _everything(manifest: Mapping[str, Any], found: Sequence[Number], heads: Sequence[Headline]) -> dict[str, object]:
    return {
        "manifest": manifest,
        "metrics": {name: metric._asdict() for name, metric in METRICS.items()},
        "headlines": [
            {
                "suite": h.suite,
                "split": h.split,
                "method": h.method,
                "targets": h.targets,
                "distractors": h.distractors,
                "values": {name: estimate._asdict() for name, estimate in h.values.items()},
            }
            for h in heads
        ],
        "numbers": [_row(n) for n in found],
    }
