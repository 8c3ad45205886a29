"""`alu bench …`: run benchmarks, report them, list what there is."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from alu.cli import options
from alu.cli.bench_likelihoods import likelihoods
from alu.cli.bench_options import (
    AgentOptions,
    AttackOptions,
    CommonOptions,
    ConcurrencyOption,
    OutOption,
    RunFolder,
    RunOptions,
    SuiteName,
    checked_roles,
)
from alu.cli.bench_receipt import receipt, verify
from alu.cli.bench_report import report
from alu.cli.bench_watch import watching
from alu.cli.grouped import grouped
from alu.cli.lazy import new_app
from alu.cli.output import note, put, put_json, put_table
from alu.errors import InputError

if TYPE_CHECKING:
    from alu.bench.runner.run import Outcome
    from alu.config import Settings

__all__ = ["app"]

INCOMPLETE = 3
"""Exit code of a run that ended early or has items without an answer; the same command goes on."""

app = new_app(no_args_is_help=True, help="Run unlearning benchmarks and report them.")
"""`alu bench` with its commands."""


@app.command("run")
@grouped
def run_suite(suite: SuiteName, out: OutOption, asks: RunOptions, common: CommonOptions) -> None:
    """Run a benchmark suite; run the same command again to resume.

    Every answer is a line of DIR/samples.jsonl, written before it is scored. Nothing is asked twice. Exit code 3: the
    run ended early, or items have no answer; run it again.
    """
    outcome = _run(
        suite,
        out,
        common,
        methods=_list(asks.methods),
        targets=_list(asks.targets),
        distractors=_counts(asks.distractors, "--distractors"),
        forms=_list(asks.forms),
        limit=asks.limit,
    )
    if common.as_json:
        put_json(_counted(outcome))
    else:
        _show_headlines(out)
    _go_on(outcome)


@app.command("attack")
@grouped
def attack_suite(suite: SuiteName, out: OutOption, asks: AttackOptions, common: CommonOptions) -> None:
    """Attack a suite: ask for the forget set in many ways, and likewise for the retain set.

    The headline figure is that of the most successful attack. Run the same command again to resume. Exit code 3: the
    run ended early, or items have no answer.
    """
    from alu.bench.attacks.registry import chosen

    outcome = _run(
        suite,
        out,
        common,
        methods=_list(asks.methods),
        targets=_list(asks.targets),
        attacks=chosen(_list(asks.attacks)),
        budget=asks.budget,
        attacker=asks.attacker,
        limit=asks.limit,
        every=asks.every,
    )
    _show_attacks(out, _counted(outcome) if common.as_json else None)
    _go_on(outcome)


app.command()(report)
app.command()(likelihoods)
app.command()(receipt)
app.command()(verify)


@app.command()
def judge(
    folder: RunFolder,
    model: options.Model = None,
    concurrency: ConcurrencyOption = 4,
) -> None:
    """Let a model judge open answers about the forget set; run the same command again to resume.

    The judge is first measured on a labelled set, and the report shows its agreement. Exit code 3: some answers have
    no judgement.
    """
    import asyncio

    from alu.bench.methods.judge import judge as judge_run
    from alu.cli.opening import load
    from alu.models.open import open_model

    settings = load(model=model)
    judging = open_model(settings.model or "embedded:", api_key=settings.api_key)

    async def judged() -> int:
        try:
            return await judge_run(folder, judging, timeout=settings.timeout, concurrency=concurrency)
        finally:
            await judging.aclose()

    if missing := asyncio.run(judged()):
        note(f"alu: {missing} answers without a judgement: run the same command to go on")
        raise typer.Exit(INCOMPLETE)


@app.command()
def scaling(
    out: Annotated[Path, typer.Option("--out", "-o", metavar="DIR", help="Folder for table, CSV, JSON and plots.")],
    targets: Annotated[
        str, typer.Option("--targets", metavar="COUNTS", help="Sizes of the forget set, separated by commas.")
    ] = "10,100,1000,10000,100000",
    facts: Annotated[int, typer.Option("--facts", metavar="N", help="Facts of each target.", min=0)] = 5,
    prompts: Annotated[int, typer.Option("--prompts", metavar="N", help="Requests at each size.", min=1)] = 200,
    seed: Annotated[int, typer.Option("--seed", metavar="S", help="Of targets and prompts.", min=0)] = 17,
    as_json: options.Json = False,
) -> None:
    """Measure the cost of a request as the forget set grows, with synthetic targets and scripted models.

    The prompts are the same at each size. 100,000 targets take minutes and about 3.5 GB of memory.
    """
    from alu.bench.report.scaling_report import everything, table, write_scaling
    from alu.bench.runner.scaling import scaling as measure

    asked = {"seed": seed, "facts": facts, "prompts": prompts}
    sizes = []
    for size in measure(_counts(targets, "--targets"), **asked, tell=note):
        sizes.append(size)  # written each time: a size that fails takes nothing from those before
        written = write_scaling(out, sizes, asked)
    if as_json:
        put_json(everything(sizes, asked))
    else:
        put_table(*table(sizes))
    for path in written:
        note(str(path))


@app.command()
@grouped
def agents(out: OutOption, asks: AgentOptions, model: options.Model = None, as_json: options.Json = False) -> None:
    """Measure a model in each agent's role, and the whole flow with it, on labelled cases.

    Every case is a line of DIR/agents.jsonl; run the same command again to resume. Half of the cases are for choosing
    prompts and constants; figures are reported on the other half.
    """
    import asyncio

    from alu.bench.agents.figures import figures, markdown, rows
    from alu.bench.agents.measure import Selection, measure
    from alu.cli.opening import load
    from alu.models.open import open_model

    settings = load(model=model)
    measured = open_model(settings.model or "embedded", api_key=settings.api_key)
    asked = Selection(asks.half, checked_roles(asks.roles), _list(asks.kinds), asks.limit, asks.trust)

    async def run() -> list[Any]:
        try:
            return figures(await measure(out, measured, asked, timeout=settings.timeout, tell=note))
        finally:
            await measured.aclose()

    found = asyncio.run(run())
    (out / "agents.md").write_text(markdown(found, f"{measured.name}, {asks.half} half"), encoding="utf-8")
    if as_json:
        put_json([f.as_dict() for f in found])
    else:
        put_table(*rows(found))


@app.command("list")
def list_suites(as_json: options.Json = False) -> None:
    """List suites with their splits, methods and attacks."""
    from alu.bench.attacks.registry import attacks, family
    from alu.bench.methods.methods import METHODS
    from alu.bench.suites.suite import SUITES, load_suite

    suites = [load_suite(name) for name in SUITES]
    if as_json:
        put_json(
            {
                "suites": [{"name": s.name, "about": s.about, "splits": list(s.splits)} for s in suites],
                "methods": [{"name": name, "about": kind.about} for name, kind in METHODS.items()],
                "attacks": [{"name": a.name, "family": family(a.name), "about": a.about} for a in attacks().values()],
            }
        )
        return
    put_table(("SUITE", "SPLITS", "ABOUT"), [(s.name, _some(s.splits), s.about) for s in suites])
    put("")
    put_table(("METHOD", "ABOUT"), [(name, kind.about) for name, kind in METHODS.items()])
    put("")
    put_table(("ATTACK", "FAMILY", "ABOUT"), [(a.name, family(a.name), a.about) for a in attacks().values()])


def _run(suite: str, out: Path, common: CommonOptions, **asks: Any) -> Outcome:
    """Run what the shared options and `asks`, further fields of the plan, ask of a suite."""
    import asyncio

    from alu.bench.runner.plan import Plan
    from alu.bench.runner.run import run
    from alu.bench.suites.suite import load_suite

    plan = Plan(
        suite=suite,
        split=common.split or load_suite(suite).splits[0],
        wordings=_list(common.wording),
        knower=common.knower,
        agents=common.agents,
        seed=common.seed,
        concurrency=common.concurrency,
        max_cost=common.max_cost,
        **asks,
    )
    settings = _settings(common.model, common.role or [], common.seed)
    if common.paper_prompts:
        settings = settings.model_copy(update={"paper_prompts": common.paper_prompts.resolve()})
    with watching() as watch:
        return asyncio.run(run(plan, out, settings, data=common.data, watch=watch))


def _counted(outcome: Outcome) -> dict[str, object]:
    return {"done": outcome.done, "total": outcome.total, "errors": outcome.errors, "cost": outcome.cost}


def _go_on(outcome: Outcome) -> None:
    """Leave with an exit code of its own where something is left to do.

    Raises:
        typer.Exit: it is.
    """
    if outcome.stopped or outcome.done < outcome.total or outcome.errors:
        note(f"alu: {outcome.stopped or f'{outcome.errors} without an answer'}: run the same command to go on")
        raise typer.Exit(INCOMPLETE)


def _settings(model: str | None, roles: Sequence[str], seed: int) -> Settings:
    """Return the settings, greedy and with short answers unless somebody set that otherwise."""
    from alu.cli.opening import load
    from alu.config import ROLES

    named: dict[str, str] = {}
    for given in roles:
        role, equals, name = given.partition("=")
        if role not in ROLES or not equals or not name:
            raise InputError(f"--role: write it as ROLE=MODEL, with one of {', '.join(ROLES)}")
        named[f"{role}_model"] = name
    settings = load(model=model, seed=seed, **named)
    unset = {"temperature": 0.0, "max_tokens": 256}
    return settings.model_copy(update={k: v for k, v in unset.items() if getattr(settings, k) is None})


def _list(given: str) -> tuple[str, ...]:
    return tuple(dict.fromkeys(part.strip() for part in given.split(",") if part.strip()))


def _counts(given: str, option: str) -> tuple[int, ...]:
    try:
        return tuple(dict.fromkeys(int(part) for part in _list(given)))
    except ValueError:
        raise InputError(f"{option}: write numbers with a comma between them") from None


def _some(splits: Sequence[str], most: int = 6) -> str:
    return ", ".join(splits[:most]) + (f", … ({len(splits)})" if len(splits) > most else "")


def _show_headlines(out: Path) -> None:
    """Print the numbers that a report begins with."""
    from alu.bench.report.page import caveats, summary

    put_table(*summary(out))
    for caveat in caveats(out):
        note(f"alu: {caveat}")
    note(f"`alu bench report {out}` writes the whole report")


def _show_attacks(out: Path, counted: dict[str, object] | None) -> None:
    """Print what every attack came to, as JSON where `counted` is given."""
    from alu.bench.report.page import attack_summary, attacked

    if counted is not None:
        put_json({**counted, **attacked(out)})
        return
    header, rows, heads = attack_summary(out)
    put_table(header, rows)
    for head in heads:
        put(head)
    note(f"`alu bench report {out}` writes the whole report")
