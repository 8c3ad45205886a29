"""`alu demo`: the whole flow without a model, a network or a file."""

from __future__ import annotations

import json

import pytest

from tests.cli import Shell, run_and_loaded

NAME = "Odalys Brannigan"
HEAVY = ["litellm", "openai", "chromadb", "onnxruntime", "fastapi", "uvicorn", "torch"]


def test_a_harmless_question_a_named_and_an_indirect_one(shell: Shell) -> None:
    done = shell.run("demo", "--json")
    shown = json.loads(done.stdout)
    harmless, named, indirect = shown["examples"]
    assert [example["verdict"] for example in shown["examples"]] == ["clean", "refused", "rewritten"]
    assert harmless["text"] == harmless["draft"]
    assert NAME in named["draft"]
    assert NAME not in indirect["question"]
    assert NAME in indirect["draft"]
    assert indirect["text"]
    assert indirect["text"] in indirect["draft"]
    assert all(NAME not in example["text"] for example in shown["examples"])
    # the draft and the look-up, then the agents where something is near, then the gate
    stages = [[stage["name"] for stage in example["stages"]] for example in shown["examples"]]
    assert stages[0] == ["draft", "look_up", "release"]
    assert stages[2] == ["draft", "look_up", "audit", "rewrite", "release"]


def test_people_see_each_stage_and_what_to_do_next(shell: Shell) -> None:
    done = shell.run("demo")
    assert (done.exit_code, done.stderr) == (0, "")
    lines = done.stdout.splitlines()
    assert sum(line.startswith("   release ") for line in lines) == 3
    assert [line.split()[-1] for line in lines if line.startswith("   verdict")] == ["clean", "refused", "rewritten"]
    assert "   came out         the same, byte for byte" in lines
    (rewrite,) = [line for line in lines if line.startswith("   rewrite ")]
    assert "what leaks is taken out, by code where that is enough" in rewrite
    assert "  alu ask " in lines[-2][:10]
    assert max(map(len, lines)) <= 140


def test_it_leaves_nothing_and_reads_no_setting(shell: Shell, monkeypatch: pytest.MonkeyPatch) -> None:
    before = sorted(shell.home.rglob("*"))
    for name, value in {
        "MODE": "observe",
        "PROFILE": "paper",
        "MODEL": "http://127.0.0.1:9/v1",
        "DEADLINE": "0.01",
        "MEANING": "no.such:Embedder",  # its default, too, would be: it is fetched
    }.items():
        monkeypatch.setenv(f"ALU_{name}", value)
    monkeypatch.setenv("ALU_CONFIG", str(shell.home / "none.toml"))
    shown = json.loads(shell.run("demo", "--json").stdout)
    assert [example["verdict"] for example in shown["examples"]] == ["clean", "refused", "rewritten"]
    assert sorted(shell.home.rglob("*")) == before


def test_it_loads_no_client_and_no_index() -> None:
    printed, found = run_and_loaded(["alu", "demo", "--json"], HEAVY)
    assert len(json.loads(printed)["examples"]) == 3
    assert found == []
