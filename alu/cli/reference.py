"""The reference of all commands as Markdown, made from their own `--help`."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from typer.main import get_command

__all__ = ["markdown"]

WIDTH = 100


def markdown() -> str:
    """Return a section with the `--help` of every command, the groups before what is in them."""
    from alu.cli.app import app

    pages = (f"## `{path}`\n\n```text\n{text}\n```\n" for path, text in _pages(get_command(app), "alu", None))
    head = "# Commands\n\nMade from `--help` by `alu.cli.reference()`; a test compares the two.\n"
    return "\n".join([head, *pages])


def _pages(command: Any, name: str, parent: Any) -> Iterator[tuple[str, str]]:
    """Yield the full name and the help of `command` and of all below it."""
    context = command.make_context(name, [], parent=parent, resilient_parsing=True, terminal_width=WIDTH)
    yield context.command_path, "\n".join(line.rstrip() for line in command.get_help(context).splitlines())
    for below in command.list_commands(context) if hasattr(command, "list_commands") else ():
        yield from _pages(command.get_command(context, below), below, context)
