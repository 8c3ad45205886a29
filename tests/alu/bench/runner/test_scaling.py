"""`alu bench scaling`: what is measured, and that a request's calls and prompts do not grow with the forget set."""

from __future__ import annotations

import csv
import io
import json
import sys
from dataclasses import replace
from pathlib import Path
from xml.etree import ElementTree

import pytest

from alu.bench.report.scaling_report import table, write_scaling
from alu.bench.runner import scaling as measuring
from alu.bench.runner.scaling import Job, Size, ask_store, fill_store, scaling
from alu.errors import InputError, StoreError
from tests.cli import Shell

LENGTHS = ("calls_clean", "calls_audited", "prompt_tokens_clean", "prompt_tokens_audited", "longest_agent_prompt")


def job(folder: Path, targets: int) -> Job:
    return Job(targets, facts=5, prompts=40, seed=17, smallest=10, folder=str(folder))


def test_a_store_on_disk_and_one_in_memory(tmp_path: Path) -> None:
    folders = [tmp_path / "disk", tmp_path / "memory"]
    for folder in folders:
        folder.mkdir()
    filled = fill_store(job(folders[0], 30))
    on_disk = Size(**filled, **ask_store(job(folders[0], 30)))
    in_memory = Size(**ask_store(job(folders[1], 30)))
    assert (on_disk.on_disk, in_memory.on_disk) == (True, False)
    assert on_disk.open_s is not None
    assert in_memory.open_s is None
    assert on_disk.calls_clean == 1
    assert on_disk.audited >= 2
    assert on_disk.failed_closed == 0
    assert 1 < on_disk.calls < on_disk.calls_audited <= 6
    assert on_disk.recall > 0.9
    assert on_disk.false_flags < 0.1
    assert [getattr(on_disk, name) for name in LENGTHS] == [getattr(in_memory, name) for name in LENGTHS]
    assert on_disk.memory_mb > 10


@pytest.mark.timeout(120)
def test_calls_and_prompts_do_not_grow(shell: Shell, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(measuring, "ON_DISK", 10)
    out = tmp_path / "out"
    said = shell.run("bench", "scaling", "--targets", "30,10", "--prompts", 40, "--out", out, "--json")
    assert said.exit_code == 0, said.stderr
    assert "30 targets: building in memory and asking" in said.stderr
    small, large = (Size(**row) for row in json.loads(said.stdout)["sizes"])
    assert [(s.targets, s.on_disk) for s in (small, large)] == [(10, True), (30, False)]
    assert small.calls_clean == large.calls_clean == 1
    assert large.prompt_tokens_clean == pytest.approx(small.prompt_tokens_clean, rel=0.05)
    assert large.longest_agent_prompt <= 1.5 * small.longest_agent_prompt
    assert abs(large.calls - small.calls) < 0.2
    with open(out / "scaling.csv", encoding="utf-8", newline="") as file:
        assert [row["targets"] for row in csv.DictReader(file)] == ["10", "30"]
    assert json.loads((out / "scaling.json").read_text(encoding="utf-8"))["seed"] == 17
    assert "| targets | 10 | 30 |" in (out / "scaling.md").read_text(encoding="utf-8")


def size(targets: int) -> Size:
    return Size(
        targets=targets,
        facts=5 * targets,
        on_disk=targets < 1000,
        requests=200,
        audited=10,
        failed_closed=0,
        calls=1.1,
        calls_clean=1,
        calls_audited=3.0,
        prompt_tokens=90.0,
        prompt_tokens_clean=20.0,
        prompt_tokens_audited=1800.0,
        longest_agent_prompt=900,
        overhead_p50_ms=3.0,
        overhead_p95_ms=5.0,
        overhead_cpu_p95_ms=4.0,
        look_up_p50_ms=1.0,
        look_up_p95_ms=2.0,
        recall=0.99,
        false_flags=0.01,
        memory_mb=200.0,
        import_s=1.0,
        open_s=0.5 if targets < 1000 else None,
        start_s=0.8,
        first_answer_s=0.3,
    )


@pytest.mark.parametrize("sizes", [[10], [10, 100, 5000], [5000]])
def test_files_parse(tmp_path: Path, sizes: list[int]) -> None:
    written = write_scaling(tmp_path / "new", [size(n) for n in sizes], {"seed": 1, "facts": 5, "prompts": 200})
    assert [p.name for p in written] == ["scaling.md", "scaling.csv", "scaling.json", "scaling.html"]
    page = written[3].read_text(encoding="utf-8")
    plots = ["<svg" + rest.partition("</svg>")[0] + "</svg>" for rest in page.split("<svg")[1:]]
    assert len(plots) == 6
    for plot in plots:
        assert ElementTree.fromstring(plot).get("aria-label")
    assert "$" not in page
    rows = list(csv.DictReader(io.StringIO(written[1].read_text(encoding="utf-8"))))
    assert [int(row["targets"]) for row in rows] == sizes


def test_the_axis_is_logarithmic(tmp_path: Path) -> None:
    *_, path = write_scaling(tmp_path, [size(n) for n in (10, 100, 10_000)], {"seed": 1, "facts": 5, "prompts": 200})
    plot = path.read_text(encoding="utf-8").split("<svg")[1]
    first, second, third = (float(dot.partition('"')[0]) for dot in plot.split('<circle cx="')[1:4])
    assert third - second == pytest.approx(2 * (second - first), abs=0.2)


def test_a_table_says_what_is_not_there() -> None:
    header, rows = table([size(10), size(5000)])
    assert header == ["targets", "10", "5,000"]
    stated = {row[0]: row[1:] for row in rows}
    assert stated["store"] == ["folder", "in memory"]
    assert stated["open, s"] == ["0.5", "–"]
    assert stated["targets found"] == ["99.00%", "99.00%"]


@pytest.mark.parametrize("given", ["", "0,10", "-5", "many", "10;20", "1e3"])
def test_bad_sizes_are_named(shell: Shell, tmp_path: Path, given: str) -> None:
    said = shell.run("bench", "scaling", "--targets", given, "--out", tmp_path / "out")
    assert said.exit_code == 2
    assert "--targets: write numbers" in said.stderr
    assert not (tmp_path / "out").exists()


def test_no_size_is_an_input_error() -> None:
    with pytest.raises(InputError, match="--targets"):
        scaling([], facts=5, prompts=1, seed=0, tell=lambda _: None)


def test_a_process_that_fails_is_an_error(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "executable", "/bin/false")
    with pytest.raises(StoreError, match="10 targets ended with exit code 1"):
        next(scaling([10], facts=5, prompts=1, seed=0, tell=lambda _: None))


def test_a_process_reads_its_job(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    stated = {"targets": 3, "facts": 1, "prompts": 2, "seed": 0, "smallest": 3, "folder": str(tmp_path)}
    monkeypatch.setattr(sys, "stdin", io.StringIO(json.dumps({"step": "fill", "job": stated})))
    measuring.child()
    assert json.loads(capsys.readouterr().out)["import_s"] > 0


def test_without_audited_requests_nothing_is_divided_by_none(tmp_path: Path) -> None:
    one = replace(job(tmp_path, 10), prompts=1)
    measured = ask_store(one)
    assert measured["audited"] == 0
    assert measured["calls_audited"] == measured["longest_agent_prompt"] == 0
