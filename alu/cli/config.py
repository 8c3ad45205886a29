"""`alu config`: every setting, whether it is the default, from the file or from the environment; the file itself."""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Annotated, Any, Literal

import typer

from alu.address import shown
from alu.cli import options
from alu.cli.lazy import new_app
from alu.cli.output import note, put, put_json, put_table
from alu.errors import ConfigError

if TYPE_CHECKING:
    from alu.config import Settings

__all__ = ["SettingSource", "app", "described", "source_of"]

SettingSource = Literal["default", "file", "env"]
"""Where a setting's value came from: built in, the TOML file, or an environment variable `ALU_*`."""

app = new_app(no_args_is_help=True, help="Show and change the settings.")
"""`alu config` with its commands."""


@app.command()
def show(as_json: options.Json = False) -> None:
    """Show each setting and its source. Keys are never shown."""
    from alu.cli.opening import load

    rows = described(load())
    if as_json:
        put_json(rows)
    else:
        put_table(("setting", "value", "from"), ((n, _shown(r["value"]), r["from"]) for n, r in rows.items()))


@app.command()
def path(as_json: options.Json = False) -> None:
    """Print the path of the settings file ($ALU_CONFIG, else in the user's config folder)."""
    from alu.config import config_path

    where = config_path()
    if as_json:
        put_json({"path": str(where), "exists": where.is_file()})
        return
    put(str(where))
    if not where.is_file():
        note("alu: there is no such file yet; it is optional")


@app.command()
def init() -> None:
    """Create a settings file, readable by you alone, with every setting explained and commented out."""
    from alu.cli.settings_file import keep, template
    from alu.config import Settings, config_path

    where = config_path()
    if where.exists():
        raise ConfigError(f"{where} is there already: `alu config set NAME VALUE` changes it")
    keep(where, template(Settings))
    put(str(where))


@app.command("set")
def set_(
    name: Annotated[str, typer.Argument(metavar="NAME", help="Name of a setting, see `alu config show`.")],
    value: Annotated[str, typer.Argument(metavar="VALUE", help='A text or a TOML value: 5, true, ["-acrostic"].')],
) -> None:
    """Change a setting in the file, which is created if needed; invalid values are refused."""
    from pydantic import SecretStr

    from alu.cli.settings_file import parsed, with_setting
    from alu.config import Settings

    if name not in Settings.model_fields or name == "server":
        raise ConfigError(f"{name} is no setting that is set here: `alu config show` lists them")
    text = Settings.model_fields[name].annotation in (str, str | None, SecretStr | None)
    given = value if text else parsed(value)
    _rewrite(name, lambda old: with_setting(old, name, given))


@app.command()
def unset(name: Annotated[str, typer.Argument(metavar="NAME", help="Name of a setting in the file.")]) -> None:
    """Remove a setting from the file, which restores its default."""
    from alu.cli.settings_file import without_setting

    _rewrite(name, lambda old: without_setting(old, name))


def _rewrite(name: str, change: Callable[[str], str]) -> None:
    """Change a setting in the file's text; what else is wrong there is said, and can be mended in the same way.

    Raises:
        ConfigError: its value is wrong, or the file cannot be read or written, or would be no TOML.
    """
    from alu.cli.settings_file import checked, keep, text_of
    from alu.config import config_path, problems_of

    where = config_path()
    text = change(text_of(where))
    problems = problems_of(checked(where, text))
    if name in problems:
        raise ConfigError(problems[name])
    keep(where, text)
    put(str(where))
    for problem in problems.values():
        note(f"alu: still wrong in that file: {problem}")
    if _source(name, {}) == "env":
        note(f"alu: ALU_{name.upper()} is set in the environment, and comes first")


def described(settings: Settings) -> dict[str, dict[str, Any]]:
    """Return, for each setting, its `value` (JSON; passwords and keys are masked) and where it is `from`."""
    values = {n: shown(v) if isinstance(v, str) else v for n, v in settings.model_dump(mode="json").items()}
    in_file = _in_file()
    return {name: {"value": values[name], "from": _source(name, in_file)} for name in values}


def source_of(name: str) -> SettingSource:
    """Return where the setting `name` comes from when no flag gives it."""
    return _source(name, _in_file())


def _source(name: str, in_file: Mapping[str, Any]) -> SettingSource:
    if any(key.upper() in (f"ALU_{name.upper()}", f"ALU_{name.upper()}_FILE") for key in os.environ):
        return "env"
    return "file" if name in in_file else "default"


def _in_file() -> Mapping[str, Any]:
    from alu.config import config_path, read_file

    return read_file(config_path())


def _shown(value: object) -> str:
    return "–" if value is None else str(value)
