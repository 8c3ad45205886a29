"""Options that several commands share, each declared once."""

from __future__ import annotations

from typing import Annotated, Literal

import typer

__all__ = [
    "AuditMode",
    "Explain",
    "Force",
    "Forget",
    "IdOrName",
    "Json",
    "JsonLines",
    "Model",
    "Namespace",
    "NoForms",
    "OnError",
    "PolicyName",
    "Profile",
    "Store",
    "StreamMode",
    "Style",
    "Texts",
    "Threshold",
    "Timeout",
    "Yes",
]

Store = Annotated[
    str | None,
    typer.Option(
        "--store", metavar="PATH", help="Store of targets: folder or postgresql://… (default: from the settings)."
    ),
]
"""`--store`: a folder, or the address of a PostgreSQL database."""
Namespace = Annotated[
    str | None, typer.Option("--namespace", metavar="NAME", help="Tenant whose targets are used, in a shared database.")
]
"""`--namespace`: one tenant's list in a shared database."""
Model = Annotated[
    str | None,
    typer.Option(
        "--model",
        "-m",
        metavar="MODEL",
        help="openai/…, anthropic/…, ollama/…, http://HOST:PORT/v1#NAME, or a name of `alu models list`.",
    ),
]
"""`--model`: a provider's model, a server's address, or a file of this machine."""
Profile = Annotated[
    Literal["fast", "paper"] | None,
    typer.Option("--profile", help="fast, or paper: the flow of the ALU paper, for benchmarks only."),
]
"""`--profile`: the product, or ALU's flow."""
AuditMode = Annotated[
    str | None,
    typer.Option(
        "--audit", metavar="MODE", help="Drafts to audit: near (default), always, or sample:P with P from 0 to 1."
    ),
]
"""`--audit`: which drafts the audit agent reads."""
StreamMode = Annotated[
    Literal["whole", "sentences"] | None,
    typer.Option("--stream", help="Release streamed answers whole, or sentence by sentence as each is checked."),
]
"""`--stream`: when an answer leaves that a client wants as a stream."""
Style = Annotated[Literal["unknown", "refuse"] | None, typer.Option("--style", help="Wording of refusals.")]
"""`--style`: whether a withheld answer knows nothing or declines."""
OnError = Annotated[
    Literal["closed", "open"] | None,
    typer.Option("--on-error", help="open: release the answer unchecked if a check fails, and log it."),
]
"""`--on-error`: what happens to an answer when a check fails."""
Threshold = Annotated[
    float | None,
    typer.Option("--threshold", metavar="X", min=0, max=1, help="Score from which a text is near a target."),
]
"""`--threshold`: a look-up score from 0 to 1."""
Timeout = Annotated[
    float | None,
    typer.Option("--timeout", metavar="SECONDS", help="Timeout of one model call, retries included (120)."),
]
"""`--timeout`: the setting of that name."""
Force = Annotated[
    bool, typer.Option("--force", help="Accept a name that is frequent in ordinary prompts; otherwise it is refused.")
]
"""`--force`: names that would flag everybody's questions are kept all the same."""
NoForms = Annotated[
    bool, typer.Option("--no-forms", help="Match the names as given, without derived forms (Ms X, J. X).")
]
"""`--no-forms`: other forms of a name are not looked for."""
Forget = Annotated[
    list[str] | None,
    typer.Option("--forget", "-f", metavar="NAME", help="Also forget this, for this request only; repeatable."),
]
"""`--forget`: names that are targets of this request alone."""
Explain = Annotated[bool, typer.Option("--explain", help="Show stages, cost, verdict and matched ids on stderr.")]
"""`--explain`: how the answer came about, on stderr."""
Json = Annotated[bool, typer.Option("--json", help="Print JSON.")]
"""`--json`: one JSON document instead of text."""
JsonLines = Annotated[bool, typer.Option("--json", help="Print JSON Lines; this is the default.")]
"""`--json` of a command that prints nothing else, for those who give it to every command."""
Yes = Annotated[bool, typer.Option("--yes", "-y", help="Do not ask for confirmation.")]
"""`--yes`: no question before something is removed."""
IdOrName = Annotated[str, typer.Argument(metavar="ID_OR_NAME", help="The target's id or name.")]
"""Which target, by its id or else its name."""
PolicyName = Annotated[
    Literal["strict", "lenient", "facts"] | None,
    typer.Option(
        "--policy",
        help="strict (default): a question that names it is presumed to leak · lenient: the audit decides"
        " · facts: only its facts are forgotten.",
    ),
]
"""`--policy`: how much of a target is forgotten."""
Texts = list[str] | None
"""What an option that can be repeated gives; None where it is left out."""
