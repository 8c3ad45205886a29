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
    "demo": Entry("alu.cli.demo", "Demonstrate alu in two seconds; nothing is downloaded or stored."),
    "ask": Entry("alu.cli.ask", "Ask one question; the answer contains nothing of the forget set."),
    "chat": Entry("alu.cli.chat", "Chat with a model in the terminal, with /forget, /targets, /explain."),
    "targets": Entry("alu.cli.targets", "Manage targets: add, import, list, edit, enrich, remove."),
    "batch": Entry("alu.cli.batch", "Answer each line of a JSONL file; run it again to resume."),
    "detect": Entry("alu.cli.detect", "Find the targets that a text, or each text of a JSONL file, touches; no model."),
    "calibrate": Entry("alu.cli.calibrate", "Set the threshold for a given false-flag rate on your own traffic."),
    "serve": Entry("alu.cli.serve", "Serve OpenAI clients, and a web console."),
    "mcp": Entry("alu.cli.mcp", "Serve MCP clients on standard input and output: tools that check texts."),
    "keys": Entry("alu.cli.keys", "Create, list, rotate and remove the server's API keys."),
    "activity": Entry("alu.cli.activity", "Show the activity log: requests, verdicts and the targets they touched."),
    "logs": Entry("alu.cli.activity", "Alias of activity."),
    "models": Entry("alu.cli.models", "List and download models that run on this machine."),
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
        bool, typer.Option("--version", callback=_show_version, is_eager=True, help="Show the version and exit.")
    ] = False,
) -> None:
    """Inference-time unlearning for any language model.

    What is to be forgotten is never released; everything else is returned exactly as the model wrote it.
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
