"""Options of `alu bench`: those that `run` and `attack` share, and those of each."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal

import typer

from alu.cli import options
from alu.errors import InputError

if TYPE_CHECKING:
    from alu.bench.agents.roles import RoleName

__all__ = [
    "AgentOptions",
    "AttackOptions",
    "CommonOptions",
    "ConcurrencyOption",
    "OutOption",
    "RunFolder",
    "RunOptions",
    "SuiteName",
    "checked_roles",
]

RunFolder = Annotated[Path, typer.Argument(metavar="DIR", help="Folder of a run.", show_default=False)]
"""The folder of a run, as an argument."""
SuiteName = Annotated[str, typer.Argument(metavar="SUITE", help="See `alu bench list`.", show_default=False)]
"""The suite to run."""
OutOption = Annotated[
    Path, typer.Option("--out", "-o", metavar="DIR", help="Folder of the run, which is resumed if it exists.")
]
"""`--out`: the folder that a run writes."""
ConcurrencyOption = Annotated[int, typer.Option("--concurrency", "-j", metavar="C", min=1)]
"""`--concurrency`: requests under way at the same time."""

_Methods = Annotated[str, typer.Option("--methods", metavar="NAMES", help="Names of methods, separated by commas.")]
_Targets = Annotated[
    str,
    typer.Option(
        "--targets",
        metavar="ARMS",
        help="What the store knows about a target: names,enriched,facts; or a topic: names,description,phrases.",
    ),
]


@dataclass(frozen=True, slots=True)
class CommonOptions:
    """What every run is asked with: models, data, who knows the answers, cost."""

    model: options.Model = None
    role: Annotated[
        list[str] | None,
        typer.Option("--role", metavar="ROLE=MODEL", help="vanilla, audit, rewrite or critic; repeatable."),
    ] = None
    split: Annotated[
        str | None, typer.Option("--split", metavar="NAME", help="Part of the suite; see `alu bench list`.")
    ] = None
    data: Annotated[
        Path | None,
        typer.Option(
            "--data",
            metavar="DIR",
            help="Folder with tofu/, wmdp/, mmlu/, rwku/, …; by default data comes from the hub.",
        ),
    ] = None
    knower: Annotated[
        Literal["none", "memoriser", "context"],
        typer.Option(
            "--knower",
            help="What knows the answers: the model itself (none), a memoriser, or facts in the model's context.",
        ),
    ] = "none"
    wording: Annotated[
        str, typer.Option("--wording", metavar="ARMS", help="Wording of a memoriser's answers: gold,paraphrased.")
    ] = "gold"
    agents: Annotated[
        Literal["model", "blind", "wary"],
        typer.Option("--agents", help="blind, wary: scripted, to measure the code stages alone."),
    ] = "model"
    paper_prompts: Annotated[
        Path | None,
        typer.Option(
            "--paper-prompts", metavar="DIR", help="Copy of the ALU authors' repository, for the method alu-published."
        ),
    ] = None
    seed: Annotated[int, typer.Option("--seed", metavar="S")] = 0
    concurrency: ConcurrencyOption = 4
    max_cost: Annotated[float | None, typer.Option("--max-cost", metavar="USD", help="Stop at this cost.", min=0)] = (
        None
    )
    as_json: options.Json = False


@dataclass(frozen=True, slots=True)
class RunOptions:
    """What `run` asks: which questions, and how large the forget set is."""

    methods: _Methods = "none,alu"
    targets: _Targets = ""
    distractors: Annotated[
        str,
        typer.Option(
            "--distractors", metavar="COUNTS", help="Numbers of unrelated targets in the store: 0,20,100,1000."
        ),
    ] = "0"
    forms: Annotated[
        str, typer.Option("--forms", metavar="NAMES", help="question,paraphrase,cloze,number,choice; default by suite.")
    ] = ""
    limit: Annotated[
        int | None, typer.Option("--limit", metavar="N", help="Rows per group, sampled with --seed.", min=1)
    ] = None


@dataclass(frozen=True, slots=True)
class AttackOptions:
    """What `attack` asks: which attacks, and how often."""

    attacks: Annotated[
        str, typer.Option("--attacks", metavar="NAMES", help="all, a family, or single ones; see `alu bench list`.")
    ] = "all"
    budget: Annotated[
        int, typer.Option("--budget", metavar="N", help="Maximum number of requests per attack and question.", min=1)
    ] = 64
    attacker: Annotated[
        str | None, typer.Option("--attacker", metavar="MODEL", help="A model that rewords the questions.")
    ] = None
    methods: _Methods = "none,never-knew,alu"
    targets: _Targets = "facts"
    limit: Annotated[
        int | None, typer.Option("--limit", metavar="N", help="Questions per side, sampled with --seed.", min=1)
    ] = None
    every: Annotated[
        int, typer.Option("--every", metavar="N", help="Attack every Nth row of the forget set.", min=1)
    ] = 1


@dataclass(frozen=True, slots=True)
class AgentOptions:
    """What `agents` asks: which roles, over which cases, and how far the model is trusted in the flow."""

    roles: Annotated[
        str,
        typer.Option("--roles", metavar="NAMES", help="Of flow, audit, narrow, edit, rewrite, critic, screen."),
    ] = "flow,audit"
    half: Annotated[
        Literal["choosing", "reporting"], typer.Option("--half", help="Which half of the cases, split by subject.")
    ] = "reporting"
    kinds: Annotated[
        str, typer.Option("--kinds", metavar="NAMES", help="Kinds of cases: named,mixed,namesake,…; default all.")
    ] = ""
    limit: Annotated[int | None, typer.Option("--limit", metavar="N", help="Cases of each kind.", min=1)] = None
    trust: Annotated[
        Literal["measured", "weak", "strong"], typer.Option("--trust", help="How far the flow trusts the model.")
    ] = "measured"


def checked_roles(given: str) -> tuple[RoleName, ...]:
    """Return the roles that are named, with commas between them.

    Raises:
        InputError: there is no such role.
    """
    from alu.bench.agents.roles import ROLE_NAMES

    named = [part.strip() for part in given.split(",") if part.strip()]
    found = [role for role in ROLE_NAMES if role in named]
    if not found or len(found) < len(set(named)):
        raise InputError(f"--roles: name some of {', '.join(ROLE_NAMES)}, a comma between them")
    return tuple(found)
