"""`alu batch`: answer the lines of a file, and go on where an earlier run ended."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from alu.cli import options
from alu.cli.faults import BAD_INPUT, FAULT
from alu.cli.lazy import new_app
from alu.cli.opening import load, open_store, open_unlearner
from alu.cli.output import counted, note
from alu.cli.progress import bar

if TYPE_CHECKING:
    from alu.batch.run import Answers
    from alu.config import Settings

__all__ = ["app"]

app = new_app()
"""`alu batch`."""

InFile = Annotated[Path, typer.Argument(metavar="IN.jsonl", help="Input file, one question per line.")]
Out = Annotated[
    Path, typer.Argument(metavar="OUT.jsonl", help="Output file: a new one, or that of an interrupted run to resume.")
]
AtOnce = Annotated[int, typer.Option("--concurrency", min=1, metavar="N", help="Number of lines in progress at once.")]
MaxCost = Annotated[
    float | None, typer.Option(min=0, metavar="USD", help="Start no line after this cost, as far as prices are known.")
]
MaxTokens = Annotated[
    int | None,
    typer.Option(min=1, metavar="N", help="Start no line after this number of tokens, of all agents together."),
]

On = Annotated[str | None, typer.Option(metavar="ADDRESS", help="Ray cluster: ray://HOST:10001 or HOST:6379.")]


@app.command()
def batch(
    source: InFile,
    out: Out,
    concurrency: AtOnce = 16,
    max_cost: MaxCost = None,
    max_tokens: MaxTokens = None,
    on: On = None,
    store: options.Store = None,
    namespace: options.Namespace = None,
    model: options.Model = None,
) -> None:
    """Answer each line of a file: {"question": …}, or one of OpenAI's batch lines.

    Answers are written as they arrive, each with the number of its "line". Run the same command again to resume and to
    retry failed lines. A line that fails has an "error" and makes the exit code 2; if a limit stopped the run it is 1.
    What a line has of its own under a name that its answer takes ("answer", "verdict", "line", "error") is in "given".
    With --on, workers of a Ray cluster call the model, and only this process writes.
    """
    from alu.batch.run import Batch

    settings, draw = load(store=store, namespace=namespace, model=model), bar()

    def progress(done: int, total: int) -> None:
        if draw is not None:
            draw("lines", done, total)

    with _answers(settings, on, concurrency) as answers:
        run = Batch(answers, source, out, concurrency, max_cost, max_tokens, progress)
        try:
            outcome = asyncio.run(run.run())
        except KeyboardInterrupt:
            note("alu: cancelled: the same command goes on where it stopped")
            raise
    dollars = f", {outcome.cost:.4f} US dollars" if outcome.cost else ""
    note(
        f"alu: {counted(outcome.written, 'line')} answered, {outcome.failed} of them with an error, "
        f"{outcome.kept} kept; {outcome.tokens:,} tokens{dollars}"
    )
    if outcome.stopped:
        note("alu: stopped at the limit: the same command with a higher one goes on")
        raise typer.Exit(FAULT)
    if outcome.failed:
        note(f"alu: the key error of such a line in {out} says what is wrong with it")
        raise typer.Exit(BAD_INPUT)


@contextmanager
def _answers(settings: Settings, on: str | None, concurrency: int) -> Iterator[Answers]:
    """Open what answers lines: models and targets here, or workers of a cluster and the list that they get."""
    store = open_store(settings, create=False)
    if on is None:
        from alu.batch.here import Here

        with open_unlearner(settings, store) as unlearner:
            yield Here(unlearner)
        return
    from alu.batch.cluster import on_cluster
    from alu.batch.copied import ListSource

    with store, on_cluster(on, settings, ListSource(settings, store), concurrency) as pool:
        yield pool
