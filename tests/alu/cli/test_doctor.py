"""`alu doctor`, `alu config` and `alu models`."""

from __future__ import annotations

import functools
import io
import json
import re
import sys
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from alu.cli.doctor import EXTRAS
from tests.blocks import model_reply
from tests.cli import Shell
from tests.openai_server import FakeServer, serving

KEY = "sk-canary-4711"


@pytest.fixture
def server() -> Iterator[FakeServer]:
    with serving(FakeServer(reply=model_reply)) as server:
        yield server


def checks(out: str) -> dict[str, tuple[str, str]]:
    return {f["check"]: (f["status"], f["detail"]) for f in json.loads(out)}


def test_doctor_finds_nothing_wrong(shell: Shell, server: FakeServer) -> None:
    shell.run("targets", "add", "Basil Thornquill")
    result = shell.run("doctor", "--model", server.model, "--json")
    assert result.exit_code == 0, result.stdout
    found = checks(result.stdout)
    assert found["store"][0] == "ok"
    assert "1 target, namespace" in found["store"][1]
    assert "env" in found["store"][1]
    assert "wordllama-256" in found["embedder"][1]
    assert "answered in" in found["model"][1]
    assert re.fullmatch(r"one verdict took \d\.\d s, 7 \+ 3 tokens, a call", found["audit"][1])
    assert len(server.requests) == 2
    assert "Thornquill" not in result.output
    text = shell.run("doctor", "--model", server.model).stdout
    assert "ok" in text.splitlines()[1]


def test_doctor_says_what_a_topic_touches_and_lacks(shell: Shell) -> None:
    shell.run("targets", "add", "Lock bypassing", "--kind", "topic", "--id", "locks", "--example", "Which pick?")
    result = shell.run("doctor", "--offline", "--json")
    said = [(f["status"], f["detail"]) for f in json.loads(result.stdout) if f["check"] == "topic locks"]
    assert [status for status, _ in said] == ["ok", "note"]
    assert "of exam questions" in said[0][1]
    assert "2 phrases are too few" in said[1][1]
    assert "of exam questions" in shell.run("targets", "show", "locks").stdout
    assert "pick" not in result.stdout


def test_doctor_asks_each_model_once_and_none_offline(
    shell: Shell, server: FakeServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    shell.run("targets", "add", "Basil Thornquill")
    with serving(FakeServer(reply=model_reply)) as judge:
        monkeypatch.setenv("ALU_AUDIT_MODEL", judge.model)
        found = checks(shell.run("doctor", "--model", server.model, "--json").stdout)
        assert found["model (audit)"][0] == found["model (vanilla, rewrite, critic)"][0] == found["audit"][0] == "ok"
        assert (len(server.requests), len(judge.requests)) == (1, 2)
        offline = shell.run("doctor", "--model", server.model, "--offline", "--json")
        assert checks(offline.stdout)["model (audit)"][0] == "note"
        assert (len(server.requests), len(judge.requests)) == (1, 2)
    assert offline.exit_code == 0


def test_doctor_says_what_a_verdict_costs_and_that_there_is_none(shell: Shell, server: FakeServer) -> None:
    server.reply = lambda body: "A word."
    result = shell.run("doctor", "--model", server.model, "--json")
    assert result.exit_code == 1
    status, detail = checks(result.stdout)["audit"]
    assert (status, "did not reply in the form" in detail) == ("problem", True)
    said = iter(["ready", "Hm."])
    server.reply = lambda body: next(said, "") or model_reply(body)
    found = checks(shell.run("doctor", "--model", server.model, "--json").stdout)
    assert "2 calls" in found["audit"][1]


def test_doctor_says_what_is_broken(shell: Shell, server: FakeServer, monkeypatch: pytest.MonkeyPatch) -> None:
    server.status = 400
    monkeypatch.setenv("ALU_EMBEDDER", "no-such-embedder")
    result = shell.run("doctor", "--model", server.model, "--json")
    assert result.exit_code == 1
    found = checks(result.stdout)
    assert found["store"][0] == found["embedder"][0] == found["model"][0] == "problem"
    assert "!!" in shell.run("doctor", "--model", server.model).stdout


def test_doctor_names_variables_that_nothing_reads(shell: Shell, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ALU_OFFLINE", "1")
    assert "variables" not in checks(shell.run("doctor", "--offline", "--json").stdout)
    monkeypatch.setenv("ALU_PORT", "tcp://10.0.0.1:80")
    said = "nothing reads ALU_PORT: `alu config show` lists the settings"
    assert checks(shell.run("doctor", "--offline", "--json").stdout)["variables"] == ("note", said)
    monkeypatch.setenv("ALU_NAMESPASE", "acme")
    status, said = checks(shell.run("doctor", "--offline", "--json").stdout)["settings"]
    assert (status, said) == ("problem", "ALU_NAMESPASE is no setting: is it ALU_NAMESPACE?")


def test_doctor_reports_a_store_that_others_can_read(shell: Shell, server: FakeServer) -> None:
    shell.run("targets", "add", "Basil Thornquill")
    shell.store.chmod(0o755)
    result = shell.run("doctor", "--offline")
    assert result.exit_code == 1
    assert "others can read" in result.stdout


def test_doctor_names_the_extras_that_there_are_and_what_they_hold(shell: Shell) -> None:
    from importlib.metadata import packages_distributions

    extras = tomllib.loads((Path(__file__).parents[3] / "pyproject.toml").read_text("utf-8"))["project"]
    held = {
        name: {re.split(r"[\[<>=;~! ]", one)[0] for one in wanted}
        for name, wanted in extras["optional-dependencies"].items()
    }
    assert EXTRAS.keys() == held.keys()
    distributions = packages_distributions()
    for extra, modules in EXTRAS.items():
        brought = {distributions.get(module, [module])[0].replace("_", "-") for module in modules}
        assert brought <= held[extra], extra
    found = checks(shell.run("doctor", "--offline", "--json").stdout)
    assert {name for name in found if name.startswith("extra ")} == {f"extra {name}" for name in held}


def test_doctor_says_whether_the_chroma_server_answers(shell: Shell, monkeypatch: pytest.MonkeyPatch) -> None:
    shell.run("targets", "add", "Basil Thornquill")
    monkeypatch.setenv("ALU_CHROMA", "http://127.0.0.1:9")
    result = shell.run("doctor", "--offline", "--json")
    status, said = checks(result.stdout)["chroma"]
    assert (result.exit_code, status) == (1, "problem")
    assert "http://127.0.0.1:9 does not answer" in said
    monkeypatch.setenv("ALU_CHROMA", "127.0.0.1:9")
    assert "http://HOST:PORT" in shell.run("targets", "list").stderr


def test_doctor_stops_at_wrong_settings(shell: Shell, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ALU_PROFILE", "slow")
    result = shell.run("doctor", "--json")
    assert result.exit_code == 1
    assert checks(result.stdout)["settings"][0] == "problem"


def test_doctor_takes_no_default_store_for_no_problem(
    shell: Shell, server: FakeServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("ALU_STORE")
    result = shell.run("doctor", "--model", server.model, "--json")
    assert result.exit_code == 0
    assert checks(result.stdout)["store"][0] == "note"


def test_an_unexpected_fault_of_a_check_shows_no_text(shell: Shell, monkeypatch: pytest.MonkeyPatch) -> None:
    from alu.store.text.vectors import embedder as embed

    def fail(name: str) -> Any:
        raise RuntimeError(KEY)

    monkeypatch.setattr(embed, "load_embedder", fail)
    result = shell.run("doctor", "--offline")
    assert result.exit_code == 1
    assert "RuntimeError" in result.stdout
    assert KEY not in result.output


def test_config_says_where_each_value_is_from_and_masks_secrets(
    shell: Shell, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = tmp_path / "alu.toml"
    file.write_text('model = "openai/gpt-4o-mini"\nstyle = "refuse"\n', encoding="utf-8")
    monkeypatch.setenv("ALU_CONFIG", str(file))
    monkeypatch.setenv("ALU_API_KEY", KEY)
    monkeypatch.setenv("alu_style", "unknown")
    monkeypatch.setenv("ALU_STORE", f"postgresql://me:{KEY}@db/alu")
    result = shell.run("config", "show", "--json")
    assert result.exit_code == 0, result.stderr
    rows = json.loads(result.stdout)
    assert rows["model"] == {"value": "openai/gpt-4o-mini", "from": "file"}
    assert rows["style"] == {"value": "unknown", "from": "env"}
    assert rows["profile"] == {"value": "fast", "from": "default"}
    assert rows["api_key"]["value"] == "**********"
    assert rows["store"]["value"] == "postgresql://me:***@db/alu"
    text = shell.run("config", "show").stdout
    assert "gpt-4o-mini" in text
    assert KEY not in result.stdout + text


@pytest.mark.parametrize("address", [f"postgresql://127.0.0.1:1/alu?user=me&password={KEY}", f"pgsql://me:{KEY}@db/a"])
def test_no_password_of_an_address_is_shown(shell: Shell, address: str) -> None:
    model = f"http://127.0.0.1:1/v1?api_key={KEY}"
    config = shell.run("config", "show", "--json")
    runs = [
        shell.run("doctor", "--store", address, "--model", model),
        shell.run("doctor", "--offline", "--store", address, "--model", model),
        shell.run("targets", "list", "--store", address),
        shell.run("serve", "--port", 0, "--store", address, "--model", "http://127.0.0.1:1/v1"),
    ]
    assert config.exit_code == 0
    assert [run.exit_code for run in runs] == [1, 1, 4, 4]
    assert KEY not in "".join(run.output + run.stderr for run in runs)


def test_config_path(shell: Shell, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    result = shell.run("config", "path")
    assert result.stdout.strip().endswith("config.toml")
    assert "no such file yet" in result.stderr
    file = tmp_path / "alu.toml"
    file.write_text("", encoding="utf-8")
    monkeypatch.setenv("ALU_CONFIG", str(file))
    assert json.loads(shell.run("config", "path", "--json").stdout) == {"path": str(file), "exists": True}
    assert shell.run("config", "path").stdout == f"{file}\n"


@pytest.mark.parametrize("content", ["model = ", "colour = 'red'\n", "profile = 'slow'\n"])
def test_a_bad_settings_file_is_exit_2(
    shell: Shell, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, content: str
) -> None:
    file = tmp_path / "alu.toml"
    file.write_text(content, encoding="utf-8")
    monkeypatch.setenv("ALU_CONFIG", str(file))
    result = shell.run("config", "show")
    assert (result.exit_code, result.stdout) == (2, "")
    assert "alu.toml" in result.stderr


def test_models_are_listed_and_pulled(shell: Shell, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from alu.models import catalog, embedder_files

    models = tmp_path / "models"
    models.mkdir()
    (models / "own.gguf").write_bytes(b"GGUF" + bytes(2000))
    monkeypatch.setenv("ALU_MODELS", str(models))
    rows = {row["name"]: row for row in json.loads(shell.run("models", "list", "--json").stdout)}
    best = catalog.KNOWN[0]
    assert rows[best.name]["installed"] is False
    assert rows["own"] == {
        "name": "own",
        "installed": True,
        "path": str(models / "own.gguf"),
        "bytes": 2004,
        "note": "",
    }
    assert best.name in shell.run("models", "list").stdout
    assert rows["minilm"]["installed"] is False

    monkeypatch.setattr(catalog, "pull", lambda name, progress: models / f"{name}.gguf")
    result = shell.run("models", "pull")
    assert result.stdout == f"{models / best.name}.gguf\n"
    assert "MB" in result.stderr
    assert json.loads(shell.run("models", "pull", best.name, "--json").stdout)["name"] == best.name
    monkeypatch.setattr(embedder_files, "pull", lambda name, progress: models / f"{name}.onnx")
    assert shell.run("models", "pull", "minilm").stdout == f"{models / 'minilm.onnx'}\n"
    unknown = shell.run("models", "pull", "no-such-model")
    assert unknown.exit_code == 2
    assert best.name in unknown.stderr
    assert "minilm" in unknown.stderr


def test_progress_is_drawn_at_a_terminal_only(monkeypatch: pytest.MonkeyPatch) -> None:
    from alu.cli.progress import bar, bar_of_bytes

    assert bar_of_bytes("model") is None
    terminal = io.StringIO()
    monkeypatch.setattr(terminal, "isatty", lambda: True)
    monkeypatch.setattr(sys, "stderr", terminal)
    for draw in (bar_of_bytes("a model"), functools.partial(bar() or print, "a model")):
        assert draw
        draw(1, 3)
        draw(3, 3)
    assert "a model" in terminal.getvalue()


def test_nobody_at_the_keyboard_is_nobody_in_the_history(monkeypatch: pytest.MonkeyPatch) -> None:
    from alu.cli.making import who

    def nobody() -> str:
        raise KeyError("no such user")

    monkeypatch.setattr("getpass.getuser", nobody)
    assert who() == ""


def test_a_settings_file_is_made_and_changed(shell: Shell, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("ALU_STORE")
    made = shell.run("config", "init")
    file = Path(made.stdout.strip())
    assert (made.exit_code, file.stat().st_mode & 0o777) == (0, 0o600)
    assert "# seconds for one request in all\n# deadline = 600.0\n" in file.read_text("utf-8")
    assert json.loads(shell.run("config", "show", "--json").stdout)["style"]["from"] == "default"
    assert shell.run("config", "init").exit_code == 2  # it is not written over

    file.write_text(file.read_text("utf-8") + '\n# mine\nstyle = "unknown"\n\n[server]\nparts = ["image"]\n', "utf-8")
    for name, value in (("style", "refuse"), ("deadline", "30"), ("channels", '["-acrostic"]'), ("api_key", "5")):
        assert shell.run("config", "set", name, value).exit_code == 0
    shown = json.loads(shell.run("config", "show", "--json").stdout)
    found = {name: shown[name]["value"] for name in ("style", "deadline", "channels", "server")}
    assert found == {
        "style": "refuse",
        "deadline": 30.0,
        "channels": ["-acrostic"],
        "server": {"parts": ["image"]},
    }
    assert "# mine\nstyle =" in file.read_text("utf-8")
    assert file.stat().st_mode & 0o777 == 0o600


@pytest.mark.parametrize(
    ("name", "value", "says"),
    [
        ("deadline", "soon", "deadline"),
        ("style", "rude", "style"),
        ("stile", "refuse", "stile is no setting"),
        ("server", "{}", "server is no setting"),
        ("namespace", "", "a namespace is 1 to 100"),
        ("channels", '["-nosuch"]', "no channel 'nosuch'"),
    ],
)
def test_what_is_wrong_is_not_written(shell: Shell, name: str, value: str, says: str) -> None:
    refused = shell.run("config", "set", name, value)
    assert (refused.exit_code, refused.stdout) == (2, "")
    assert says in refused.stderr
    assert json.loads(shell.run("config", "path", "--json").stdout)["exists"] is False


def test_a_settings_file_is_made_where_alu_config_says(
    shell: Shell, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("ALU_CONFIG", str(tmp_path / "new" / "mine.toml"))
    assert shell.run("config", "set", "style", "refuse").exit_code == 0
    assert json.loads(shell.run("config", "show", "--json").stdout)["style"] == {"value": "refuse", "from": "file"}


def test_wrong_values_are_mended_one_by_one(shell: Shell) -> None:
    file = Path(shell.run("config", "path").stdout.strip())
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text('style = "rude"\nmerge = 9\nnosuch = 1\nseed = \n', "utf-8")
    assert shell.run("config", "show").exit_code == 2
    assert "no TOML" in shell.run("config", "set", "style", "refuse").stderr
    assert shell.run("config", "set", "seed", "5").exit_code == 0
    mended = shell.run("config", "set", "style", "refuse")
    assert mended.exit_code == 0
    assert "alu: still wrong in that file: merge: must be less than or equal to 5" in mended.stderr
    assert "nosuch" in mended.stderr
    assert shell.run("config", "set", "merge", "8").exit_code == 2
    for name in ("merge", "nosuch"):
        assert shell.run("config", "unset", name).exit_code == 0
    assert file.read_text("utf-8") == 'style = "refuse"\nseed = 5\n'
    assert shell.run("config", "show").exit_code == 0
    absent = shell.run("config", "unset", "merge")
    assert (absent.exit_code, absent.stdout) == (2, "")
    assert "merge is not set in the file" in absent.stderr


def test_a_variable_that_comes_first_is_named(shell: Shell, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ALU_STYLE", "unknown")
    done = shell.run("config", "set", "style", "refuse")
    assert "ALU_STYLE is set in the environment" in done.stderr
    file = Path(done.stdout.strip())
    assert file.read_text("utf-8") == 'style = "refuse"\n'
    file.write_text('channels = [\n "-acrostic",\n]\n', "utf-8")
    broken = shell.run("config", "set", "channels", "[]")  # its line is not all of it
    assert broken.exit_code == 2
    assert "by hand" in broken.stderr
    assert "acrostic" in file.read_text("utf-8")
