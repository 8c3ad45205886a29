"""The settings file as text: a new one with every setting as a comment, and one value changed in it."""

from __future__ import annotations

import json
import re
import tomllib
from typing import TYPE_CHECKING, Any

from alu.errors import ConfigError

if TYPE_CHECKING:
    from pathlib import Path

    from alu.config import Settings

__all__ = ["keep", "parsed", "template", "with_setting"]

HEAD = "# Settings of alu. ALU_* in the environment and flags come before what is here; `alu config show` shows all.\n"


def template(settings: type[Settings]) -> str:
    """Return a file in which each setting is a comment: its meaning, and its default where it has one."""
    lines = [HEAD]
    for name, field in settings.model_fields.items():
        if name == "server":
            continue  # a table: documented apart
        default = field.get_default()
        value = "…" if field.default_factory or default is None else _toml(default)
        lines.append(f"# {field.description}\n# {name} = {value}\n")
    return "\n".join(lines)


def parsed(value: str) -> Any:
    """Return what a person typed as TOML has it, `5`, `true`, `["-acrostic"]`; anything else is a text."""
    try:
        return tomllib.loads(f"value = {value}")["value"]
    except tomllib.TOMLDecodeError:
        return value


def with_setting(text: str, name: str, value: Any) -> str:
    """Return the file's text with one setting changed: in its line, else above the first table. The rest stays."""
    line = f"{name} = {_toml(value)}"
    head, mark, tables = _parts(text)
    set_ = re.compile(rf"^{re.escape(name)}[ \t]*=.*$", re.MULTILINE)
    if set_.search(head):
        head = set_.sub(lambda _: line, head, count=1)
    else:
        head = f"{head.rstrip()}\n{line}\n".lstrip("\n") + ("\n" if mark else "")
    return head + mark + tables


def keep(path: Path, text: str) -> None:
    """Write the file, for its owner alone.

    Raises:
        ConfigError: it would be no TOML, or cannot be written.
    """
    from alu.store.persist.files import write_file

    try:
        tomllib.loads(text)
        path.parent.mkdir(parents=True, exist_ok=True)
        write_file(path, text.encode())
    except tomllib.TOMLDecodeError:
        raise ConfigError(f"{path} is no TOML, or has that setting on several lines: change it by hand") from None
    except OSError as error:
        raise ConfigError(f"{path} cannot be written: {error.strerror}") from None


def _parts(text: str) -> tuple[str, str, str]:
    """Return what is above the first table, its heading, and the rest."""
    table = re.search(r"^[ \t]*\[[^\n]*$", text, re.MULTILINE)
    if table is None:
        return text, "", ""
    return text[: table.start()], table[0], text[table.end() :]


def _toml(value: Any) -> str:
    """Return a text, a number, a boolean or a list of these as TOML."""
    return json.dumps(value, ensure_ascii=False)
