"""`alu ask`: one question, one checked answer."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from alu.cli import options
from alu.cli.explain import cut_off, explanation
from alu.cli.faults import FAILED_CLOSED
from alu.cli.lazy import new_app
from alu.cli.opening import NOTHING, SessionTargets, load, open_unlearner
from alu.cli.output import note, put_answer, put_json
from alu.cli.texts import question_text, read_text
from alu.cli.waiting import waiting

if TYPE_CHECKING:
    from alu.answer import Answer
    from alu.config import Settings

__all__ = ["app"]

app = new_app()
"""`alu ask`."""


@app.command()
def ask(
    question: Annotated[
        str | None, typer.Argument(help="The question; - or no argument reads standard input.", show_default=False)
    ] = None,
    forget: options.Forget = None,
    store: options.Store = None,
    namespace: options.Namespace = None,
    model: options.Model = None,
    profile: options.Profile = None,
    audit: options.AuditMode = None,
    style: options.Style = None,
    on_error: options.OnError = None,
    threshold: options.Threshold = None,
    timeout: options.Timeout = None,
    context: Annotated[
        list[str] | None,
        typer.Option(
            "--context",
            "-c",
            metavar="FILE",
            help="File with a passage to answer from; it is checked, too; repeatable.",
        ),
    ] = None,
    explain: options.Explain = False,
    as_json: options.Json = False,
) -> None:
    """Ask one question; the answer contains nothing of the forget set.

    The answer goes to stdout, everything else to stderr. Exit code 5: a check failed and the answer was withheld.
    """
    settings = load(
        store=store,
        namespace=namespace,
        model=model,
        profile=profile,
        audit=audit,
        style=style,
        on_error=on_error,
        threshold=threshold,
        timeout=timeout,
    )
    answer = _answer(settings, question, forget or [], context or [])
    if explain:
        note(explanation(answer))
    if as_json:
        put_json(answer.as_dict())
    else:
        put_answer(answer.text)
    if said := cut_off(answer):
        note(said)
    if answer.verdict == "failed_closed":
        raise typer.Exit(FAILED_CLOSED)


def _answer(settings: Settings, question: str | None, forget: list[str], context: list[str]) -> Answer:
    from alu.flow.question import LONGEST

    text = question_text(question, LONGEST)
    passages = [read_text(source) for source in context]
    with (
        SessionTargets(settings, forget) as forgotten,
        open_unlearner(settings, forgotten.store()) as unlearner,
    ):
        with waiting("asking") as on_stage:
            answer = unlearner.ask(text, context=passages, on_stage=on_stage)
        if forgotten.nothing:
            note(NOTHING)
        return answer
