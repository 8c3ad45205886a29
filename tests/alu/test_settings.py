"""Settings: which source wins, what is refused and by which name, and what nobody is shown."""

from __future__ import annotations

import logging
from pathlib import Path
from typing import Any

import pytest

from alu.cli.config import described, source_of
from alu.config import ROLES, Settings, changed, config_path, load_settings
from alu.errors import ConfigError
from alu.store.store import TargetStore
from alu.testing import ScriptedModel
from alu.unlearner import Unlearner
from tests.flow import KEEPER

KEY = "sk-canary-4711"


@pytest.fixture(autouse=True)
def file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return the settings file of an environment without any setting; there is none yet."""
    import os

    for name in os.environ.keys() - {"ALU_TEST_DATA", "ALU_MEANING"}:
        if name.upper().startswith("ALU_"):
            monkeypatch.delenv(name)
    monkeypatch.setattr("alu.config.user_config_path", lambda _: tmp_path)
    return tmp_path / "config.toml"


SOURCES: list[tuple[str | None, str | None, str | None, str]] = [
    (None, None, None, "unknown"),
    ("refuse", None, None, "refuse"),
    (None, "refuse", None, "refuse"),
    (None, None, "refuse", "refuse"),
    ("refuse", "unknown", None, "unknown"),
    ("refuse", None, "unknown", "unknown"),
    ("unknown", "unknown", "refuse", "refuse"),
    ("unknown", "refuse", None, "refuse"),
]


@pytest.mark.parametrize(("written", "exported", "flag", "style"), SOURCES)
def test_file_then_environment_then_flag(
    written: str | None, exported: str | None, flag: str | None, style: str, file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    if written:
        file.write_text(f'style = "{written}"\n', encoding="utf-8")
    if exported:
        monkeypatch.setenv("ALU_STYLE", exported)
    assert load_settings(style=flag).style == style


def test_a_file_may_begin_with_a_byte_order_mark(file: Path) -> None:
    file.write_text('style = "refuse"\n', encoding="utf-8-sig")
    assert load_settings().style == "refuse"


def test_where_a_setting_is_from_is_said_of_a_file_with_a_byte_order_mark(file: Path) -> None:
    file.write_text('style = "refuse"\n', encoding="utf-8-sig")
    assert described(load_settings())["style"] == {"value": "refuse", "from": "file"}
    assert source_of("style") == "file"


@pytest.mark.parametrize("name", ["ALU_STYLE", "alu_style", "Alu_Style"])
def test_the_environment_is_read_in_any_case_and_only_with_its_prefix(
    name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("STYLE", "loud")
    monkeypatch.setenv(name, "refuse")
    assert load_settings().style == "refuse"


REFUSED: list[tuple[str, Any]] = [
    ("profile", "quick"),
    ("audit", "sometimes"),
    ("audit", "sample"),
    ("audit", "sample:"),
    ("audit", "sample:1.01"),
    ("audit", "sample:-0.1"),
    ("audit", "sample:nan"),
    ("audit", "near "),
    ("merge", 0),
    ("merge", 6),
    ("merge", 1.5),
    ("style", ""),
    ("on_error", "OPEN"),
    ("on_error", True),
    ("timeout", 0),
    ("timeout", float("nan")),
    ("timeout", "soon"),
    ("deadline", -1),
    ("deadline", float("nan")),
    ("deadline", float("inf")),
    ("timeout", float("inf")),
    ("api_key", "sk-a\nb"),
    ("api_key", "sk-ключ"),
    ("temperature", 2.1),
    ("temperature", -0.1),
    ("max_tokens", 0),
    ("seed", "x"),
    ("threshold", 1.1),
    ("threshold", float("nan")),
    ("tracing", "maybe"),
    ("api_key", 5),
    ("models", "a"),
    ("namespace", ""),
    ("namespace", "a" * 101),
    ("namespace", "a\nb"),
    ("channels", ["-nosuch"]),
    ("channels", ["nosuch"]),
    ("channels", ["module:"]),
]


@pytest.mark.parametrize(("name", "value"), REFUSED)
def test_what_cannot_be_is_refused_by_its_name(name: str, value: Any) -> None:
    with pytest.raises(ConfigError, match=rf"\b{name}: ") as caught:
        load_settings(**{name: value})
    assert caught.value.__cause__ is None


def test_a_variable_that_is_no_list_is_named(file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ALU_CHANNELS", "x")
    with pytest.raises(ConfigError, match=r"^ALU_CHANNELS is no JSON: write a list as "):
        load_settings()


def test_all_that_is_wrong_is_reported_at_once(file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    file.write_text("merge = 9\nstyl = 1\n", encoding="utf-8")
    monkeypatch.setenv("ALU_DEADLINE", "-3")
    with pytest.raises(ConfigError) as caught:
        load_settings(seed="x")
    assert all(f"{name}: " in str(caught.value) for name in ("merge", "styl", "deadline", "seed"))
    assert str(file) in str(caught.value)


def test_a_file_in_another_encoding_hears_of_utf_8(file: Path) -> None:
    file.write_bytes("style = 'refuse'".encode("utf-16"))
    with pytest.raises(ConfigError, match="is not UTF-8 text: save it as UTF-8"):
        load_settings()


@pytest.mark.parametrize("data", [b"\xff\xfe", b"style = ", b"[style", b"style = 'refuse'\nstyle = 'unknown'"])
def test_a_file_that_is_no_toml_is_named(data: bytes, file: Path) -> None:
    file.write_bytes(data)
    with pytest.raises(ConfigError, match=r"config\.toml"):
        load_settings()


def test_a_folder_in_the_files_place_is_an_error_where_it_was_asked_for(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("ALU_CONFIG", str(tmp_path))
    assert config_path() == tmp_path
    with pytest.raises(ConfigError, match="no such file"):
        load_settings()


@pytest.mark.parametrize(
    "line", [f'api_key = "{KEY}', f'api_key = ["{KEY}"]', f'api_key = {{x = "{KEY}"}}', f"{KEY} = 1 2"]
)
def test_no_error_of_the_file_shows_a_key(line: str, file: Path) -> None:
    file.write_text(f"{line}\n", encoding="utf-8")
    with pytest.raises(ConfigError) as caught:
        load_settings()
    assert KEY not in f"{caught.value!r} {caught.value.__cause__!r}"


@pytest.mark.parametrize("how", ["file", "environment", "flag"])
def test_a_key_is_read_from_everywhere_and_shown_nowhere(
    how: str, file: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    if how == "file":
        file.write_text(f'api_key = "{KEY}"\n', encoding="utf-8")
    if how == "environment":
        monkeypatch.setenv("ALU_API_KEY", KEY)
    settings = load_settings(api_key=KEY if how == "flag" else None)
    settings = changed(settings, style="refuse")
    assert settings.api_key is not None
    assert settings.api_key.get_secret_value() == KEY
    with Unlearner.open(TargetStore.temporary([KEEPER]), model=ScriptedModel(reply="Hi."), settings=settings) as u:
        shown = f"{u.settings!r} {u.settings} {u.settings.model_dump_json()} {u!r} {vars(u)}"
        u.ask("Hello there?")
    assert KEY not in shown + caplog.text


def test_a_role_takes_its_own_model_before_the_one_for_all() -> None:
    settings = load_settings(model="all", audit_model="own", critic_model="")
    assert [settings.model_for(role) for role in ROLES] == ["all", "own", "all", "all"]
    assert {load_settings().model_for(role) for role in ROLES} == {None}


def test_settings_are_frozen_and_a_change_leaves_the_old_ones() -> None:
    old = load_settings(merge=2)
    new = changed(old, merge=3, style=None)
    assert (old.merge, new.merge, new.style) == (2, 3, old.style)
    assert changed(old) is old
    with pytest.raises(ValueError, match="frozen"):
        old.merge = 5


@pytest.mark.parametrize("wrong", [{"merge": 9}, {"styl": "refuse"}, {"deadline": float("nan")}])
def test_a_change_is_checked_as_a_flag_is(wrong: dict[str, Any]) -> None:
    with pytest.raises(ConfigError, match=next(iter(wrong))):
        changed(Settings(), **wrong)


@pytest.mark.parametrize("roles", [{"auditor": "x"}, {"Audit": "x"}, {"audit": "x", "": "y"}])
def test_a_role_that_there_is_not_is_refused_before_any_model_is_opened(roles: Any) -> None:
    models = {role: ScriptedModel() for role in roles}
    with pytest.raises(ConfigError, match="vanilla, audit, rewrite, critic"):
        Unlearner.open(TargetStore.temporary([KEEPER]), model=ScriptedModel(), roles=models)


def test_a_secret_comes_from_a_file_of_its_own(
    tmp_path: Path, file: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "key").write_text(f"{KEY}\n", encoding="utf-8")
    (tmp_path / "store").write_text("postgresql://alu:hidden@db/alu\n", encoding="utf-8")
    file.write_text('api_key = "from the settings"', encoding="utf-8")
    for name in ("key", "store"):
        monkeypatch.setenv(f"ALU_{'API_KEY' if name == 'key' else 'STORE'}_FILE", str(tmp_path / name))
    settings = load_settings()
    assert settings.api_key
    assert (settings.api_key.get_secret_value(), settings.store) == (KEY, "postgresql://alu:hidden@db/alu")
    shown = described(settings)
    assert (shown["store"]["from"], shown["api_key"]["from"]) == ("env", "env")
    assert KEY not in str(shown)
    assert "hidden" not in str(shown)
    monkeypatch.setenv("ALU_API_KEY", "from the environment")
    key = load_settings().api_key
    assert key
    assert key.get_secret_value() == "from the environment"


@pytest.mark.parametrize("what", ["none", "empty", "folder", "bytes"])
def test_a_secret_that_cannot_be_read_is_no_missing_one(
    tmp_path: Path, file: Path, monkeypatch: pytest.MonkeyPatch, what: str
) -> None:
    where = tmp_path / "secret"
    if what == "folder":
        where.mkdir()
    elif what != "none":
        where.write_bytes(b" \n" if what == "empty" else b"\xff\xfe")
    monkeypatch.setenv("ALU_STORE_FILE", str(where))
    with pytest.raises(ConfigError, match="ALU_STORE_FILE: "):
        load_settings()


def test_a_key_may_end_with_the_line_break_of_its_secret(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ALU_API_KEY", f"{KEY}\n")
    found = load_settings().api_key
    assert found is not None
    assert found.get_secret_value() == KEY


@pytest.mark.parametrize(("variable", "meant"), [("ALU_NAMESPCE", "ALU_NAMESPACE"), ("ALU_DEADLIN", "ALU_DEADLINE")])
def test_a_misspelt_variable_is_refused(monkeypatch: pytest.MonkeyPatch, variable: str, meant: str) -> None:
    monkeypatch.setenv(variable, "x")
    with pytest.raises(ConfigError, match=rf"{variable} is no setting: is it {meant}\?"):
        load_settings()


@pytest.mark.parametrize("variable", ["ALU_PORT", "ALU_PORT_80_TCP", "ALU_SERVICE_HOST", "ALU_MODELS", "ALU_KEY"])
def test_a_variable_of_others_is_left_alone(monkeypatch: pytest.MonkeyPatch, variable: str) -> None:
    monkeypatch.setenv(variable, "x")
    assert load_settings() == Settings()
