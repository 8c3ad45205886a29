"""Commands that are imported when they run: a table of names, and the group that reads it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from importlib import import_module
from typing import Any, NamedTuple

import typer
from typer.core import TyperGroup
from typer.main import get_command

from alu.cli.faults import reported

__all__ = ["CommandTable", "Entry", "WordyGroup", "lazy_group", "new_app"]

LINE = 200
"""Characters of a command's first sentence that a group's help shows; typer cuts it at the end of the line."""


class Entry(NamedTuple):
    """One line of a command table."""

    module: str
    """The module whose `app` is the command, imported when it is called."""
    help: str
    """What `alu --help` says of it, without importing the module."""


class CommandTable(Mapping[str, Any]):
    """Commands by name; looking one up imports its module."""

    def __init__(self, entries: Mapping[str, Entry]) -> None:
        self.entries = dict(entries)

    def __getitem__(self, name: str) -> Any:
        command = get_command(import_module(self.entries[name].module).app)
        command.name = name
        return command

    def __iter__(self) -> Iterator[str]:
        return iter(self.entries)

    def __len__(self) -> int:
        return len(self.entries)


def lazy_group(entries: Mapping[str, Entry]) -> type[TyperGroup]:
    """Return a group class for `typer.Typer(cls=…)` that has the commands of `entries`."""
    table = CommandTable(entries)

    class LazyGroup(TyperGroup):
        """A group that lists its commands without importing them, and turns faults into exit codes."""

        def __init__(self, **attrs: Any) -> None:
            super().__init__(**{**attrs, "commands": table})

        def format_commands(self, ctx: Any, formatter: Any) -> None:
            """Write the table's own help lines."""
            with formatter.section("Commands"):
                formatter.write_dl([(name, entry.help) for name, entry in table.entries.items()])

        def make_context(self, *args: Any, **extra: Any) -> Any:
            """Read the line; `--help` and `--version` are written here."""
            with reported():
                return super().make_context(*args, **extra)

        def invoke(self, ctx: Any) -> Any:
            """Run the command named on the line; a fault becomes one line on stderr and an exit code."""
            with reported():
                return super().invoke(ctx)

        def resolve_command(self, ctx: Any, args: list[str]) -> Any:
            """Return the command named on the line; what is a command below another one is hinted at."""
            if args and args[0] not in table and (paths := _paths_to(table, args[0])):
                ctx.fail(f"No such command '{args[0]}': is it {' or '.join(f'`alu {path}`' for path in paths)}?")
            return super().resolve_command(ctx, args)

    return LazyGroup


def _paths_to(table: CommandTable, name: str) -> list[str]:
    """Return where commands of a name are that are below another one: `targets add` and `keys add` for `add`."""
    return [f"{above} {name}" for above in table if name in getattr(table[above], "commands", ())]


class WordyGroup(TyperGroup):
    """A group whose help has the whole first sentence of each command."""

    def format_commands(self, ctx: Any, formatter: Any) -> None:
        """Write a line for each command."""
        with formatter.section("Commands"):
            formatter.write_dl([(name, self.commands[name].get_short_help_str(LINE)) for name in self.commands])


def new_app(**options: Any) -> typer.Typer:
    """Return a typer app with the settings that all of alu's commands share."""
    shared: dict[str, Any] = {
        "cls": WordyGroup,
        "add_completion": False,
        "rich_markup_mode": None,
        "pretty_exceptions_enable": False,
        "context_settings": {"help_option_names": ["-h", "--help"], "max_content_width": 100},
    }
    return typer.Typer(**{**shared, **options})
