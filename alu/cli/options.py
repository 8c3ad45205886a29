"""Options that several commands share, each declared once."""

from __future__ import annotations

from typing import Annotated, Literal

import typer

__all__ = [
    "AuditMode",
    "Explain",
    "Forget",
    "Json",
    "Model",
    "Namespace",
    "OnError",
    "Profile",
    "Store",
    "Style",
    "Threshold",
    "Yes",
]

Store = Annotated[
    str | None,
    typer.Option("--store", metavar="PATH", help="Folder of the targets, or postgresql://… (else from the settings)."),
]
Namespace = Annotated[
    str | None, typer.Option("--namespace", metavar="NAME", help="Which tenant's targets, in a shared database.")
]
Model = Annotated[
    str | None,
    typer.Option(
        "--model",
        "-m",
        metavar="MODEL",
        help="openai/…, anthropic/…, ollama/…, http://HOST:PORT/v1#NAME or embedded:NAME.",
    ),
]
Profile = Annotated[
    Literal["fast", "paper"] | None,
    typer.Option("--profile", help="fast, or paper: as published, for benchmarks only."),
]
AuditMode = Annotated[
    str | None,
    typer.Option("--audit", metavar="MODE", help="near (default), always, or sample:P with P from 0 to 1."),
]
Style = Annotated[Literal["unknown", "refuse"] | None, typer.Option("--style", help="How a withheld answer reads.")]
OnError = Annotated[
    Literal["closed", "open"] | None,
    typer.Option("--on-error", help="open lets an unchecked answer out when a check fails; it is logged."),
]
Threshold = Annotated[
    float | None,
    typer.Option("--threshold", metavar="X", min=0, max=1, help="Look-up score from which a text counts as near."),
]
Forget = Annotated[
    list[str] | None,
    typer.Option("--forget", "-f", metavar="NAME", help="Forget this too, for this request only; repeatable."),
]
Explain = Annotated[bool, typer.Option("--explain", help="Show stages, cost, verdict and matched ids on stderr.")]
Json = Annotated[bool, typer.Option("--json", help="Print JSON.")]
Yes = Annotated[bool, typer.Option("--yes", "-y", help="Do it without asking.")]
