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

__all__ = ["checked", "keep", "parsed", "template", "text_of", "with_setting", "without_setting"]

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
    set_ = _line_of(name)
    if set_.search(head):
        head = set_.sub(lambda _: f"{line}\n", head, count=1)
    else:
        head = f"{head.rstrip()}\n{line}\n".lstrip("\n") + ("\n" if mark else "")
    return head + mark + tables


def without_setting(text: str, name: str) -> str:
    """Return the file's text without the line that sets `name`.

    Raises:
        ConfigError: none does.
    """
    head, mark, tables = _parts(text)
    if not _line_of(name).search(head):
        raise ConfigError(f"{name} is not set in the file: `alu config show` says where each value is from")
    return _line_of(name).sub("", head, count=1) + mark + tables


def text_of(path: Path) -> str:
    """Return the file's text, which may begin with a byte order mark; nothing where there is none.

    Raises:
        ConfigError: it cannot be read.
    """
    try:
        return path.read_text(encoding="utf-8-sig") if path.is_file() else ""
    except UnicodeDecodeError:
        raise ConfigError(f"{path} is not UTF-8 text: save it as UTF-8") from None
    except (OSError, ValueError) as error:
        raise ConfigError(f"{path} cannot be read ({type(error).__name__})") from None


def checked(path: Path, text: str) -> dict[str, Any]:
    """Return the settings in what is to be the text of the file.

    Raises:
        ConfigError: it would be no TOML.
    """
    try:
        return tomllib.loads(text)
    except tomllib.TOMLDecodeError:
        raise ConfigError(f"{path} is no TOML, or has that setting on several lines: change it by hand") from None


def keep(path: Path, text: str) -> None:
    """Write the file, for its owner alone.

    Raises:
        ConfigError: it cannot be written.
    """
    from alu.store.persist.files import write_file

    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        write_file(path, text.encode())
    except OSError as error:
        raise ConfigError(f"{path} cannot be written: {error.strerror}") from None


def _line_of(name: str) -> re.Pattern[str]:
    """Return what finds the line that sets `name`."""
    return re.compile(rf"^{re.escape(name)}[ \t]*=.*(?:\n|\Z)", re.MULTILINE)


def _parts(text: str) -> tuple[str, str, str]:
    """Return what is above the first table, its heading, and the rest."""
    table = re.search(r"^[ \t]*\[[^\n]*$", text, re.MULTILINE)
    if table is None:
        return text, "", ""
    return text[: table.start()], table[0], text[table.end() :]


def _toml(value: Any) -> str:
    """Return a text, a number, a boolean or a list of these as TOML."""
    return json.dumps(value, ensure_ascii=False)
