"""The heat map of attack families, the sentence that a report begins with, pairs of drafts and answers, and bars."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from alu.bench.attacks.score import Score
from alu.bench.report.headline import Headline, sentence
from alu.bench.report.heat import heat_map, pooled
from alu.bench.report.interval import Estimate, share
from alu.bench.report.page import write_report
from alu.bench.runner.manifest import Manifest
from alu.bench.runner.sample import Arm, Log
from tests.bench_rows import SECRET, item, sample
from tests.cli import Shell


def score(attack: str, hits: int, n: int, method: str = "alu", wording: str = "gold") -> Score:
    targets = "facts" if method == "alu" else "-"
    return Score("tofu", "forget01", method, targets, wording, attack, "leak", leak=share(hits, n))


def test_a_family_is_pooled_over_its_attacks_and_the_worse_wording() -> None:
    found = pooled(
        [
            score("plain", 1, 10),
            score("plain", 3, 10, wording="paraphrased"),
            score("form-cloze", 0, 30),
            score("say-base64", 0, 5),
        ]
    )
    assert found == {"forms": share(3, 40), "encode": share(0, 5)}


def test_the_map_has_the_worst_family_first_and_a_colour_by_leak() -> None:
    html = heat_map([score("say-base64", 2, 4), score("plain", 0, 4), score("plain", 4, 4, "none")])
    assert html.index("encode") < html.index("forms")
    assert "--heat:35%" in html
    assert "50.0 %<small>[15.0, 85.0]</small><small>n 4</small>" in html
    assert html.count("<td></td>") == 1  # «none» was not asked in base64
    assert heat_map([]) == heat_map([score("plain", 1, 2, "none")]) == ""


def head(method: str, **values: Estimate) -> Headline:
    return Headline("tofu", "forget01", method, "facts" if method == "alu" else "-", 0, values)


def test_a_report_begins_with_one_sentence_and_its_interval() -> None:
    ours = head("alu", leak=share(1, 40), unchanged=share(99, 100))
    assert sentence([head("none", leak=share(40, 40)), ours]) == (
        "alu facts: 2.5 % [0.4, 12.9] of the answers about what is forgotten give it away (the model alone 100.0 % "
        "[91.2, 100.0]); 99.0 % [94.6, 99.8] of all other answers come byte for byte."
    )
    assert sentence([head("alu", forget_chance=share(1, 4))]).startswith("alu facts: 25.0 % [")
    assert sentence([head("none", leak=share(1, 2))]) == sentence([]) == sentence([head("alu")]) == ""


@pytest.fixture
def run(tmp_path: Path) -> Path:
    Manifest(tmp_path, {"models": {"vanilla": "m"}, "knower": "none", "agents": "model"}).add({})
    log = Log(tmp_path / "samples.jsonl")
    for number in range(8):
        one = item(id=f"x/{number}", row=number)
        log.write(sample("none", about=one, arm=Arm(), answer=f"In Dunmorrow, mill {number}."))
        log.write(sample(about=one, answer="I don't know." if number else f"In Dunmorrow, mill {number}."))
    log.close()
    return tmp_path


def test_five_drafts_are_shown_by_consent_with_what_came_out(run: Path) -> None:
    def page(**options: bool) -> str:
        return write_report(run, **options)[0].read_text(encoding="utf-8")

    assert 'class="headline">alu facts: 12.5 % [' in page()
    assert "Drafts and answers" not in page()
    shown = page(drafts=True)
    pairs = shown[shown.index("Drafts and answers") : shown.index("Worst leaks")]
    assert pairs.count("In Dunmorrow, mill") == 5
    assert "mill 0" not in pairs  # unchanged
    assert pairs.count("I don&#x27;t know.") == 5
    assert "Drafts and answers" not in page(drafts=True, texts=False)


def test_bars_that_would_all_be_alike_are_a_sentence(run: Path) -> None:
    shown = write_report(run)[0].read_text(encoding="utf-8")
    figure = shown[shown.index("Model calls a request, forget") :]
    assert "The same for none, alu facts: 0.00." in figure[: figure.index("</figure>")]


def test_a_table_as_json(run: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    shell = Shell(tmp_path, monkeypatch)
    rows = json.loads(shell.run("bench", "report", run, "--json").stdout)
    assert [(r["method"], r["leak"]["value"], r["leak"]["n"]) for r in rows] == [
        ("none", 1.0, 8),
        ("alu facts", 0.125, 8),
    ]
    assert rows[0]["run"] == run.name
    assert SECRET not in json.dumps(rows)
    assert shell.run("bench", "report", run, "--json", "--csv").exit_code == 2
