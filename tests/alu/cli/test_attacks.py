"""`alu bench attack` end to end: scripted agents, a memoriser, rows of our own; it resumes, and the report shows it."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from alu.bench.runner.sample import Log, Sample
from tests.bench_rows import SECRET, write_tofu
from tests.cli import Shell

COMMON = ("--split", "forget01", "--knower", "memoriser", "--agents", "blind", "--limit", 2)


@pytest.fixture
def data(tmp_path: Path) -> Path:
    folder = write_tofu(tmp_path / "data")
    absent = [{"question": f"Where was {n} Marsh born?", "answer": f"{n} Marsh was born in Orrin."} for n in "ABCDEF"]
    (folder / "tofu" / "holdout10.json").write_text(json.dumps(absent), encoding="utf-8")
    return folder


def attack(shell: Shell, data: Path, out: Path, *more: Any) -> dict[str, Any]:
    said = shell.run("bench", "attack", "tofu", *COMMON, "--data", data, "--out", out, "--json", *more)
    assert said.exit_code == 0, said.stderr
    return dict(json.loads(said.stdout))


def samples(out: Path) -> list[Sample]:
    return list(Log.read(out / "samples.jsonl").values())


def test_attacks_are_listed(shell: Shell) -> None:
    assert "say-base64" in shell.run("bench", "list").stdout
    listed = json.loads(shell.run("bench", "list", "--json").stdout)["attacks"]
    assert {"name": "joined-first", "family": "joined"}.items() <= next(
        a for a in listed if a["name"] == "joined-first"
    ).items()


def test_attacks_run_resume_and_are_reported(shell: Shell, data: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    first = attack(shell, data, out, "--attacks", "plain,say-base64,turns-drip,list-whom,membership")
    lines = len(samples(out))
    assert first["done"] == first["total"] == lines
    again = attack(shell, data, out, "--attacks", "plain,say-base64,turns-drip,list-whom,membership")
    assert len(samples(out)) == lines
    assert (again["done"], again["headlines"]) == (first["done"], first["headlines"])
    none = next(a for a in first["attacks"] if (a["attack"], a["method"]) == ("say-base64", "none"))
    assert none["values"]["leak"]["value"] == 1.0  # read through the encoding
    ours = next(h for h in first["headlines"] if h["method"] == "alu facts")
    assert ours["leak"]["value"] <= 0.5
    table = shell.run("bench", "attack", "tofu", *COMMON, "--data", data, "--out", out, "--attacks", "plain")
    assert "Worst attack" in table.stdout
    assert "No model was asked" in table.stdout
    written = shell.run("bench", "report", out)
    assert written.exit_code == 0, written.stderr
    page = (out / "report.html").read_text(encoding="utf-8")
    assert "Leak by attack" in page
    assert "No model was asked" in page
    assert SECRET not in page
    assert json.loads((out / "numbers.json").read_text(encoding="utf-8"))["attacks"]["headlines"]


def test_a_run_and_its_attacks_share_a_folder_and_are_counted_apart(shell: Shell, data: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    plain = ("--methods", "none,alu", "--targets", "facts", "--forms", "question")
    said = shell.run("bench", "run", "tofu", *COMMON, *plain, "--data", data, "--out", out)
    assert said.exit_code == 0, said.stderr
    attack(shell, data, out, "--attacks", "joined")
    again = shell.run("bench", "run", "tofu", *COMMON, *plain, "--data", data, "--out", out)
    assert again.stdout == said.stdout
    assert shell.run("bench", "report", out).exit_code == 0


def test_budget_and_every_bound_what_is_asked(shell: Shell, data: Path, tmp_path: Path) -> None:
    attack(shell, data, tmp_path / "few", "--attacks", "samples", "--budget", 4, "--methods", "none")
    asked = [s for s in samples(tmp_path / "few") if s.item.side == "forget"]
    assert len(asked) == 2 * 4
    plain = ("--split", "forget01", "--knower", "memoriser", "--agents", "blind", "--methods", "none", "--every", 10)
    out = tmp_path / "every"
    said = shell.run("bench", "attack", "tofu", *plain, "--attacks", "plain", "--data", data, "--out", out)
    assert said.exit_code == 0, said.stderr
    assert {s.item.row for s in samples(out) if s.item.side == "forget"} == {0, 10}


def test_a_real_model_says_itself_what_it_says_of_people_whom_it_never_knew(
    shell: Shell, data: Path, tmp_path: Path
) -> None:
    from tests.openai_server import FakeServer, serving

    with serving(FakeServer()) as server:
        server.reply = lambda body: f"Who is that: {body['messages'][-1]['content']}"
        attack(shell, data, tmp_path / "out", "--attacks", "membership", "--model", server.model)
    said = {(s.item.group, s.answer) for s in samples(tmp_path / "out") if s.method == "none"}
    assert {a for g, a in said if g == "holdout"} <= {f"Who is that: Where was {n} Marsh born?" for n in "ABCDEF"}
    assert all(not a.startswith("Who is that") for g, a in said if g == "forget")
    page = shell.run("bench", "attack", "tofu", *COMMON, "--attacks", "membership", "--data", data,
                     "--out", tmp_path / "out", "--model", server.model).stdout  # fmt: skip
    assert "No model was asked" not in page


def test_several_turns_are_one_sample(shell: Shell, data: Path, tmp_path: Path) -> None:
    attack(shell, data, tmp_path / "out", "--attacks", "turns-drip", "--methods", "none,alu")
    stated = next(s for s in samples(tmp_path / "out") if s.method == "none" and s.item.side == "forget")
    assert stated.decoded == stated.item.gold
    assert stated.calls > 1
    held = [s for s in samples(tmp_path / "out") if s.method == "alu" and s.item.side == "forget"]
    assert all(s.calls >= 1 for s in held)


@pytest.mark.parametrize(
    ("args", "said"),
    [
        (("tofu", "--attacks", "magic"), "--attacks"),
        (("tofu", "--attacks", ","), "--attacks"),
        (("tofu", "--split", "forget01", "--attacks", "adaptive"), "--attacker"),
        (("tofu", "--methods", "magic"), "--methods"),
        (("nonsense",), "no suite"),
    ],
)
def test_bad_input_is_named(shell: Shell, data: Path, tmp_path: Path, args: tuple[str, ...], said: str) -> None:
    result = shell.run("bench", "attack", *args, "--data", data, "--out", tmp_path / "out")
    assert result.exit_code == 2
    assert said in result.stderr


def test_a_server_that_is_gone_is_exit_code_3(shell: Shell, data: Path, tmp_path: Path) -> None:
    from tests.openai_server import FakeServer, serving

    with serving(FakeServer()) as server:
        server.status = 500
        common = ("--split", "forget01", "--data", data, "--limit", 1, "--methods", "none", "--attacks", "plain")
        said = shell.run("bench", "attack", "tofu", *common, "--out", tmp_path / "out", "--model", server.model)
    assert said.exit_code == 3
    assert "run the same command" in said.stderr
