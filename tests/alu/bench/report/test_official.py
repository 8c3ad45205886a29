"""TOFU's own metrics: by hand, on TOFU's stored logs where they are, and out of a run's folder."""

from __future__ import annotations

import csv
import io
import json
import math
import os
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from alu.bench.report.interval import Estimate
from alu.bench.report.official import (
    CONVENTION,
    LIKELIHOODS,
    Scored,
    forget_quality,
    model_utility,
    official,
    official_of,
    probability,
    truth_ratio,
    truth_score,
)
from alu.bench.report.tabular import RunsTable, as_csv, as_latex, as_text
from alu.bench.runner.manifest import Manifest
from alu.bench.runner.sample import Arm, Log
from alu.errors import InputError
from tests.bench_rows import item, sample
from tests.cli import Shell

HALF, QUARTER, EIGHTH = math.log(0.5), math.log(0.25), math.log(0.125)


@pytest.mark.parametrize(
    ("one", "value"),
    [
        (Scored("retain", 1.0, HALF, HALF, (EIGHTH,)), 0.5),
        (Scored("forget", 1.0, QUARTER, HALF, (EIGHTH,)), 0.25),
        (Scored("world_facts", 1.0, HALF, HALF, (EIGHTH, EIGHTH)), 0.5 / 0.75),
        (Scored("real_authors", 1.0, EIGHTH, EIGHTH, (QUARTER, QUARTER, QUARTER)), 0.125 / 0.875),
        (Scored("forget", 1.0, HALF, HALF, (EIGHTH,), withheld=True), 0.0),
        (Scored("real_authors", 1.0, HALF, HALF, (EIGHTH,) * 3, withheld=True), 0.25),
    ],
)
def test_a_probability_by_hand(one: Scored, value: float) -> None:
    assert probability(one) == pytest.approx(value)


def test_a_truth_ratio_is_of_the_geometric_mean() -> None:
    ratio = truth_ratio(HALF, (HALF, EIGHTH))  # sqrt(1/2 · 1/8) = 1/4, against 1/2
    assert ratio == pytest.approx(0.5)
    assert truth_score(ratio, "forget") == pytest.approx(0.5)
    assert truth_score(ratio, "retain") == pytest.approx(0.5)
    assert truth_score(4.0, "forget") == 0.25
    assert truth_score(4.0, "retain") == 0.0
    assert truth_ratio(-5000.0, (-1.0,)) > 1e300  # no overflow


def test_model_utility_is_the_harmonic_mean_of_nine() -> None:
    assert model_utility([0.5] * 9) == pytest.approx(0.5)
    assert model_utility([1.0] * 8 + [0.1]) == pytest.approx(9 / 18)
    assert model_utility([1.0] * 8 + [0.0]) == 0.0
    with pytest.raises(ValueError, match="nine"):
        model_utility([1.0] * 8)


def test_forget_quality_is_a_p_value() -> None:
    same = [n / 50 for n in range(50)]
    assert forget_quality(same, same) == 1.0
    assert forget_quality(same, [n + 1 for n in same]) == pytest.approx(2 / math.comb(100, 50), rel=1e-6)


@given(st.lists(st.floats(-60, 0), min_size=1, max_size=5), st.floats(-60, 0))
def test_scores_stay_between_none_and_one(false: list[float], true: float) -> None:
    for group in ("forget", "retain", "real_authors", "world_facts"):
        assert 0 <= probability(Scored(group, 1.0, true, true, tuple(false))) <= 1
        assert 0 <= truth_score(truth_ratio(true, false), group) <= 1


# TOFU's stored logs ---------------------------------------------------------------------------------------------------

FILES = {
    "eval_log_forget": "forget",
    "eval_log": "retain",
    "eval_real_author_wo_options": "real_authors",
    "eval_real_world_wo_options": "world_facts",
}


def stored(model: str) -> list[Scored]:
    """Return what TOFU's authors logged of a model (locuslab/tofu, `data/ft_epoch5_*_wd0.01/…/ds_size300`)."""
    folder = Path(os.environ.get("ALU_TEST_TOFU_LOGS", Path(__file__).parents[5] / "shared" / "data" / "tofu_logs"))
    if not (folder / model / "eval_log.json").exists():
        pytest.skip(f"no logs of TOFU's: set ALU_TEST_TOFU_LOGS to a folder with {model}/eval_log.json, …")
    return [one for name, group in FILES.items() for one in _logged(folder / model / f"{name}.json", group)]


def _logged(path: Path, group: str) -> Iterator[Scored]:
    log: dict[str, dict[str, Any]] = json.loads(path.read_text(encoding="utf-8"))
    for row, loss in log["avg_gt_loss"].items():
        false: Sequence[float] = log["average_perturb_loss"][row]
        rouge, true = log["rougeL_recall"][row], -log["avg_paraphrased_loss"][row]
        yield Scored(group, rouge, -loss, true, tuple(-n for n in false))


@pytest.mark.parametrize(
    ("full", "retrained", "utility", "forget", "quality"),
    [
        ("llama2-7b_full", "llama2-7b_retain90", 0.6227, (0.991, 0.985, 0.516), 1.8e-21),
        ("llama2-7b_retain90", "llama2-7b_retain90", 0.6137, (0.148, 0.408, 0.674), 1.0),
        ("phi_full", "phi_retain90", 0.5221, (0.928, 0.925, 0.483), 2.2e-16),
        ("phi_retain90", "phi_retain90", 0.5320, (0.135, 0.428, 0.629), 1.0),
    ],
)
def test_tofus_own_logs_give_tofus_own_figures(
    full: str, retrained: str, utility: float, forget: tuple[float, float, float], quality: float
) -> None:
    reference = [truth_ratio(one.true, one.false) for one in stored(retrained) if one.group == "forget"]
    found = official(stored(full), reference)
    assert not found.missing
    assert found.values["model utility"] == pytest.approx(utility, abs=5e-5)
    assert [found.values[f"forget {part}"] for part in ("probability", "rouge", "truth")] == pytest.approx(
        forget, abs=5.1e-4
    )
    assert found.values["forget quality"] == pytest.approx(quality, rel=0.03)


# A run's folder -------------------------------------------------------------------------------------------------------

GROUPS = ("forget", "retain", "real_authors", "world_facts")
ITEMS = [
    item(id=f"{'forget01' if group == 'forget' else group}/{n}/question", group=group, row=n, gold="A tame gull.",
         side="forget" if group == "forget" else "retain")
    for group in GROUPS for n in range(4)
]  # fmt: skip


def written(folder: Path, *, likelihoods: bool) -> Path:
    """A run in which alu withholds what is to be forgotten, and passes the rest."""
    folder.mkdir()
    Manifest(folder, {"models": {"vanilla": "m_1"}, "knower": "none", "agents": "model"}).add({})
    log = Log(folder / "samples.jsonl")
    for one in ITEMS:
        held = one.side == "forget"
        log.write(sample("none", about=one, arm=Arm(), answer="A tame gull."))
        log.write(sample("alu", about=one, answer="I don't know." if held else "A tame gull."))
    log.close()
    if likelihoods:
        about = {"suite": "tofu", "split": "forget01", "false": [EIGHTH, EIGHTH, EIGHTH]}
        rows = [
            {**about, "item": one.id, "method": method, "answer": HALF, "true": QUARTER if method == "none" else EIGHTH}
            for one in ITEMS
            for method in ("none", "never-knew")
        ]
        (folder / LIKELIHOODS).write_text("\n".join(map(json.dumps, rows)), encoding="utf-8")
    return folder


def test_what_is_released_is_what_counts(tmp_path: Path) -> None:
    found = official_of(written(tmp_path / "run", likelihoods=True))
    none, ours = found["forget01", "none", "-"], found["forget01", "alu", "facts"]
    assert none.missing == ours.missing == ()
    assert none.values["forget probability"] == pytest.approx(0.5)
    assert none.values["forget truth"] == pytest.approx(0.5)  # 1/8 against 1/4
    assert none.values["forget quality"] == pytest.approx(2 / math.comb(8, 4))
    assert (ours.values["forget probability"], ours.values["forget truth"], ours.values["forget rouge"]) == (0, 1, 0)
    assert ours.values["forget quality"] == 1.0  # withheld is 1, as one who never knew
    assert ours.values["world_facts probability"] == pytest.approx(0.5 / (0.5 + 3 / 8))
    assert ours.values["model utility"] == none.values["model utility"] > 0


def test_what_is_missing_is_said(tmp_path: Path) -> None:
    found = official_of(written(tmp_path / "run", likelihoods=False))["forget01", "none", "-"]
    assert found.values == {f"{group} rouge": 1.0 for group in GROUPS}
    assert [line.split(":")[0] for line in found.missing[-2:]] == ["no model utility", "no forget quality"]
    assert all(LIKELIHOODS in line for line in found.missing[:4])


@pytest.mark.parametrize("line", ["{}", "no json", '{"answer": 1, "true": -1, "false": [-1]}', '{"answer": "nan"}'])
def test_a_bad_line_is_named(tmp_path: Path, line: str) -> None:
    folder = written(tmp_path / "run", likelihoods=True)
    with open(folder / LIKELIHOODS, "a", encoding="utf-8") as out:
        out.write("\n" + line)
    with pytest.raises(InputError, match="line 33 has not"):
        official_of(folder)


def test_several_runs_are_one_table(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    shell = Shell(tmp_path, monkeypatch)
    runs = [written(tmp_path / name, likelihoods=name == "first") for name in ("first", "run_2")]
    said = shell.run("bench", "report", *runs)
    assert said.exit_code == 0, said.stderr
    assert [line.split()[0] for line in said.stdout.splitlines()] == ["RUN", "first", "first", "run_2", "run_2"]
    rows = list(csv.DictReader(io.StringIO(shell.run("bench", "report", *runs, "--csv").stdout)))
    ours = next(r for r in rows if (r["run"], r["method"]) == ("run_2", "alu facts"))
    assert (ours["model"], ours["leak"], ours["leak_low"], ours["leak_n"]) == ("m_1", "0.0", "0.0", "4")
    latex = shell.run("bench", "report", *runs, "--latex").stdout
    assert "run\\_2 & m\\_1 & tofu forget01 & alu facts & 0.0 \\% [0.0, 49.0]" in latex
    assert not any((run / "report.html").exists() for run in runs)
    both = shell.run("bench", "report", *runs, "--csv", "--latex")
    assert both.exit_code != 0


def test_the_official_table_says_what_it_lacks(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    shell = Shell(tmp_path, monkeypatch)
    runs = [written(tmp_path / name, likelihoods=name == "first") for name in ("first", "second")]
    said = shell.run("bench", "report", *runs, "--protocol", "official")
    assert said.exit_code == 0, said.stderr
    assert "MODEL UTILITY" in said.stdout
    assert CONVENTION in said.stderr
    assert "second, none: no model utility" in said.stderr
    assert "first, none" not in said.stderr
    assert "\\toprule" in shell.run("bench", "report", *runs, "--protocol", "official", "--latex").stdout
    said = shell.run("bench", "report", tmp_path, "--protocol", "official")
    assert said.exit_code != 0
    assert "manifest.json" in said.stderr


def test_a_table_in_three_forms() -> None:
    table = RunsTable(
        ("Run",), (("leak", "Leak", "leak"), ("q", "Quality", "")), [("a & b_{%}\\",)],
        [[Estimate(0.5, 0.25, 0.75, 8), Estimate(1.8e-21, None, None, 0)]],
    )  # fmt: skip
    assert as_text(table) == (["RUN", "LEAK", "QUALITY"], [["a & b_{%}\\", "50.0 %", "1.8e-21"]])
    assert as_csv(table).splitlines()[1] == "a & b_{%}\\,0.5,0.25,0.75,8,1.8e-21,,,"
    row = as_latex(table).splitlines()[4]
    assert row == r"a \& b\_\{\%\}\textbackslash{} & 50.0 \% [25.0, 75.0] & 1.8e-21 \\"
