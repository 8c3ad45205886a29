"""The `alu` command itself: its table of commands, `--version`, and the exit codes in its help."""

from __future__ import annotations

import gc
import signal
import sys
from typing import Annotated

import typer
from typer.main import get_command

from alu.cli.faults import CANCELLED, EXIT_CODES, guard_streams
from alu.cli.lazy import Entry, lazy_group, new_app

__all__ = ["COMMANDS", "app", "run"]

COMMANDS = {
    "demo": Entry("alu.cli.demo", "Show in two seconds what alu does; nothing is fetched or stored."),
    "ask": Entry("alu.cli.ask", "Ask one question; what is to be forgotten stays out of the answer."),
    "chat": Entry("alu.cli.chat", "Talk with a model at the terminal, with /forget, /targets, /explain."),
    "targets": Entry("alu.cli.targets", "Add, import, list, edit, enrich, remove what is to be forgotten."),
    "batch": Entry("alu.cli.batch", "Answer each line of a JSONL file; the same command again goes on."),
    "detect": Entry("alu.cli.detect", "Say which targets a text, or each one of a JSONL file, touches; no model."),
    "calibrate": Entry(
        "alu.cli.calibrate", "Set the threshold so that a stated false-flag rate holds for your traffic."
    ),
    "serve": Entry("alu.cli.serve", "Serve any OpenAI client, and a page for people."),
    "mcp": Entry("alu.cli.mcp", "Check texts for a program that speaks MCP, on standard input and output."),
    "keys": Entry("alu.cli.keys", "Make, list and remove the server's API keys."),
    "activity": Entry("alu.cli.activity", "Show what was answered and which targets it touched, where kept."),
    "logs": Entry("alu.cli.activity", "The same as activity."),
    "models": Entry("alu.cli.models", "List and fetch models that run on this machine."),
    "doctor": Entry("alu.cli.doctor", "Check settings, store, embedder and model."),
    "config": Entry("alu.cli.config", "Show and change the settings."),
    "bench": Entry("alu.cli.bench", "Run unlearning benchmarks and report them."),
}
"""What `alu` can do: a new command is one line here and one module with an `app`."""

EPILOG = "\b\nExit codes:\n" + "\n".join(f"  {code:<4} {meaning}" for code, meaning in EXIT_CODES.items())

app = new_app(cls=lazy_group(COMMANDS), no_args_is_help=True, add_completion=True, epilog=EPILOG)
"""The `alu` command; each command of `COMMANDS` is imported when it is first asked for."""


def _show_version(wanted: bool) -> None:
    if wanted:
        from alu import __version__

        sys.stdout.write(f"alu {__version__}\n")
        raise typer.Exit


@app.callback()
def alu(
    version: Annotated[
        bool, typer.Option("--version", callback=_show_version, is_eager=True, help="Show the version and leave.")
    ] = False,
) -> None:
    """Inference-time unlearning for any language model.

    What is to be forgotten never leaves; everything else comes back as the model said it.
    """


def run() -> int:
    """Run the command line on `sys.argv` and return its exit code."""
    # what is imported here stays: collecting while it comes takes a fifth of the time to the first model call
    gc.set_threshold(100_000, 50, 50)
    guard_streams()
    try:
        get_command(app).main(prog_name="alu")
    except SystemExit as left:
        code = left.code if isinstance(left.code, int) else 0
    if code == CANCELLED:
        signal.signal(signal.SIGINT, signal.SIG_DFL)  # a second Ctrl-C ends the clean-up at once
    return code
