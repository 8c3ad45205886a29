"""A benchmark's files when they are odd, damaged or hostile: named, never a crash, never markup."""

from __future__ import annotations

import csv
import json
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any

import pytest

from alu.bench.methods.judge import AGREEMENT, JUDGED, read_judgements
from alu.bench.report.charts import Bar, Point, bars, lines, scatter
from alu.bench.report.interval import Estimate
from alu.bench.report.page import summary, write_report
from alu.bench.report.receipt_page import write_receipt
from alu.bench.report.tabular import RunsTable, as_csv, as_latex, runs_table
from alu.bench.runner.claim import claimed
from alu.bench.runner.manifest import Manifest
from alu.bench.runner.plan import Plan
from alu.bench.runner.sample import Arm, Log, Sample
from alu.bench.suites.data import Source
from alu.bench.suites.item import Task
from alu.bench.suites.suite import load_task
from alu.errors import ConfigError, InputError, StoreReadOnly
from tests.bench_rows import KEPT, SECRET, item, sample

HOSTILE = '"><script>alert(1)</script>&amp;$everything'
COMMON: dict[str, Any] = {"models": {"vanilla": "m"}, "knower": "none", "agents": "model"}


def run_of(folder: Path, *samples: Sample, split: str = "forget01") -> Path:
    folder.mkdir(exist_ok=True)
    Manifest(folder, COMMON).add({"suite": "tofu", "split": split, "data": {}})
    log = Log(folder / "samples.jsonl")
    for one in samples:
        log.write(one)
    log.close()
    return folder


def page(folder: Path, **options: bool) -> str:
    return write_report(folder, **options)[0].read_text(encoding="utf-8")


def test_half_a_character_in_an_answer_is_kept_and_reported(tmp_path: Path) -> None:
    half = sample(answer="Dunmorrow \ud83d or so", decoded="\udc00")
    folder = run_of(tmp_path, half, sample("none", arm=Arm(), answer="«ø»"))
    assert half in Log.read(folder / "samples.jsonl").values()
    assert "Dunmorrow ? or so" in page(folder)


@pytest.mark.parametrize("line", [b"\xff\xfe", b"{}", b"[]", b'"x"', b"{", b"\x00\x00"])
def test_a_damaged_line_of_a_log_is_named_by_its_number(tmp_path: Path, line: bytes) -> None:
    path = run_of(tmp_path, sample(answer="zanzibar")) / "samples.jsonl"
    path.write_bytes(path.read_bytes() + line + b"\n" + path.read_bytes())
    with pytest.raises(InputError, match="line 2 is not a sample") as named:
        write_report(tmp_path)
    assert "zanzibar" not in str(named.value)


@pytest.mark.parametrize("depth", [0, 1])
def test_a_line_that_is_too_deep_is_named(tmp_path: Path, depth: int) -> None:
    path = run_of(tmp_path, sample(answer="whole")) / "samples.jsonl"
    deep = "[" * 100_000 + "]" * 100_000
    path.write_text((deep if not depth else f'{{"item":{deep}}}') + "\n", encoding="utf-8")
    with pytest.raises(InputError, match="line 1 is not a sample"):
        write_report(tmp_path)


@pytest.mark.parametrize(
    "wrong",
    [
        {"answer": 7},
        {"answer": None},
        {"seconds": "x"},
        {"seconds": float("nan")},
        {"cost": float("inf")},
        {"calls": "9"},
        {"calls": True},
        {"method": ["alu"]},
        {"stages": [1]},
        {"error": 5},
        {"arm": "facts"},
        {"arm": {"targets": {}}},
        {"arm": {"distractors": "many"}},
        {"item": {"gold": 1}},
        {"item": {"options": "abc"}},
        {"item": {"row": [1]}},
        {"item": {"subject": [1]}},
    ],
    ids=str,
)
def test_a_line_with_a_value_of_another_type_is_named(tmp_path: Path, wrong: dict[str, Any]) -> None:
    path = run_of(tmp_path, sample(answer="zanzibar")) / "samples.jsonl"
    kept = json.loads(path.read_text("utf-8"))
    nested = {k: {**kept[k], **v} if isinstance(v, dict) else v for k, v in wrong.items()}
    with open(path, "a", encoding="utf-8") as log:
        log.write(json.dumps({**kept, **nested}) + "\n")
    with pytest.raises(InputError, match="line 2 is not a sample") as named:
        write_report(tmp_path)
    assert "zanzibar" not in str(named.value)


@pytest.mark.parametrize(
    "content",
    [
        "[" * 100_000,
        "[]",
        '{"common": [], "machine": 1, "runs": {}}',
        '{"common": {"models": {}}, "machine": {}, "runs": [1]}',
        '{"common": {"models": {"vanilla": 1}, "knower": "none", "agents": "model", "alu": "0", "prompts": {}},'
        ' "machine": {"python": "3", "system": "x", "packages": {}}, "runs": []}',
    ],
)
def test_a_manifest_that_lacks_something_is_named(tmp_path: Path, content: str) -> None:
    (run_of(tmp_path, sample(answer="whole")) / "manifest.json").write_text(content, encoding="utf-8")
    with pytest.raises(InputError, match=r"manifest\.json cannot be read"):
        write_report(tmp_path)


def claim(folder: Path) -> None:
    with claimed(folder):
        pass


@pytest.mark.parametrize("name", ["report.html", "numbers.csv", "receipt.json", "manifest.tmp", "judged.jsonl"])
def test_nothing_is_written_through_a_link(tmp_path: Path, name: str) -> None:
    """Whoever unpacks the folder of somebody else may find links to their own files in it."""
    folder, mine = run_of(tmp_path / "run", sample(answer="whole")), tmp_path / "mine"
    mine.write_text("precious", encoding="utf-8")
    (folder / name).symlink_to(mine)
    ways: dict[str, Callable[[Path], object]] = {"rep": write_report, "num": write_report}
    ways["rec"] = partial(write_receipt, {})
    write = ways.get(name[:3], claim)
    with pytest.raises(InputError, match="is a link"):
        write(folder)
    assert mine.read_text("utf-8") == "precious"


def test_a_log_that_is_no_file_is_reported(tmp_path: Path) -> None:
    log = run_of(tmp_path / "run", sample(answer="whole")) / "samples.jsonl"
    log.unlink()
    log.symlink_to("/dev/zero")
    with pytest.raises(InputError, match="is no file"):
        write_report(log.parent)
    log.unlink()
    log.mkdir()
    with pytest.raises(InputError, match="is no file"):
        write_report(log.parent)
    with pytest.raises(StoreReadOnly, match="cannot write"):
        Log(log)


def test_a_spreadsheet_runs_nothing_of_a_run(tmp_path: Path) -> None:
    formula = '=HYPERLINK("http://x","y")'
    about = item(group=formula)
    stated = [Sample.of({**json.loads(sample(about=about, answer="No.").as_line()), "split": formula})]
    folder = run_of(tmp_path / formula.replace("/", ""), *stated, split=formula)
    write_report(folder)
    rows = list(csv.DictReader((folder / "numbers.csv").read_text("utf-8").splitlines()))
    assert {row["group"][0] for row in rows if "HYPERLINK" in row["group"]} == {"'"}
    assert {row["split"] for row in rows} == {f"'{formula}"}
    (row,) = csv.DictReader(as_csv(runs_table([folder])).splitlines())
    assert row["run"].startswith("'=")
    assert "a \\textbackslash{}input\\{x\\} \\\\\n" in as_latex(
        RunsTable(("Run",), (), [("a\n\n\\input{x}\x1b",)], [[]])
    )


@pytest.mark.parametrize(
    "strange", [sample("amnesia", arm=Arm()), sample(arm=Arm("facts", attack="mask-dream"))], ids=["method", "attack"]
)
def test_a_log_of_another_version_is_reported(tmp_path: Path, strange: Sample) -> None:
    with pytest.raises(InputError, match=r"knows no (amnesia|mask-dream)"):
        write_report(run_of(tmp_path, sample(answer="whole"), strange))


def test_a_log_cut_off_within_a_letter_has_what_was_whole(tmp_path: Path) -> None:
    kept, cut = sample(answer="whole"), sample("none", arm=Arm(), answer="é" * 40)
    path = run_of(tmp_path, kept, cut) / "samples.jsonl"
    path.write_bytes(path.read_bytes()[: path.read_bytes().rindex("é".encode()) + 1])
    assert list(Log.read(path).values()) == [kept]
    log = Log(path)
    log.write(cut)
    log.close()
    assert list(Log.read(path).values()) == [kept, cut]


def test_of_an_item_asked_again_the_last_answer_counts(tmp_path: Path) -> None:
    folder = run_of(tmp_path, sample(error="ModelTimeout"), sample(answer="Oslo"), sample(answer="Dunmorrow"))
    (kept,) = Log.read(folder / "samples.jsonl").values()
    assert kept.answer == "Dunmorrow"


@pytest.mark.parametrize("name", [JUDGED, AGREEMENT])
@pytest.mark.parametrize("content", [b"\xff\n", b"{\n", b"[1]\n", b"7\n", b'{"key": 1}x\n'])
def test_damaged_judgements_are_named(tmp_path: Path, name: str, content: bytes) -> None:
    (run_of(tmp_path, sample(answer="Oslo")) / name).write_bytes(content)
    with pytest.raises(InputError, match=name):
        write_report(tmp_path)


def test_a_judgement_cut_off_counts_as_not_written(tmp_path: Path) -> None:
    row = {"key": ["tofu", "forget01", "x/0/question", "alu"], "arm": ["facts", 0, "gold"]}
    line = json.dumps({**row, "told": 3, "quality": 2, "says": "answer"})
    (tmp_path / JUDGED).write_text(f"{line}\n{line[:-9]}", encoding="utf-8")
    assert list(read_judgements(tmp_path)) == [sample().key]


def test_a_hostile_run_writes_no_markup(tmp_path: Path) -> None:
    hostile = item(id=HOSTILE, group=HOSTILE, question=HOSTILE, gold="Dunmorrow.")
    stated = [
        sample(method, arm=arm, about=hostile, answer=f"Dunmorrow {HOSTILE}", verdict=HOSTILE, stages=(HOSTILE,))
        for method, arm in (("none", Arm()), ("alu", Arm("facts")), ("alu", Arm("facts", 3)))
    ]
    stated = [Sample.of({**json.loads(s.as_line()), "suite": HOSTILE, "split": HOSTILE}) for s in stated]
    text = page(run_of(tmp_path, *stated, split=HOSTILE), drafts=True)
    assert "<script" not in text
    assert text.count("&lt;script&gt;") > 10
    assert "&amp;amp;$everything" in text


@pytest.mark.parametrize("texts", [True, False])
def test_a_report_without_texts_has_no_name_of_whom_to_forget(tmp_path: Path, texts: bool) -> None:
    about = item(id=f"forget/{SECRET}/1/0", form="cloze", row=4, name=SECRET)
    folder = run_of(tmp_path, sample(about=about, answer="In Dunmorrow."))
    assert ("Brannigan" in page(folder, texts=texts)) is texts
    assert ("cloze 4" in page(folder, texts=texts)) is not texts


def test_a_run_without_an_answer_still_has_a_report(tmp_path: Path) -> None:
    folder = run_of(tmp_path, sample(error="ModelTimeout"))
    assert "No answer" in page(folder)
    assert summary(folder)[0][:2] == ["SUITE", "METHOD"]


@pytest.mark.parametrize(
    ("low", "high", "value"), [(None, None, 0.0), (0.0, 0.0, 0.0), (0.2, 1.4, 0.9), (-0.5, 0.3, 0.1), (1.0, 1.0, 1.0)]
)
def test_charts_draw_any_value_within_their_frame(low: float | None, high: float | None, value: float) -> None:
    e = Estimate(value, low, high, 3)
    drawn = [
        bars([Bar(HOSTILE, "alu", e, HOSTILE)] * 2, HOSTILE, 1.0),
        scatter([Point(HOSTILE, "alu", n, e, e) for n in range(5)], HOSTILE, HOSTILE),
        lines({HOSTILE: [(0, e), (10, e)]}, {HOSTILE: "alu"}, HOSTILE, percent=True),
        lines({HOSTILE: [(10, e)]}, {HOSTILE: "alu"}, HOSTILE, percent=False, log=True),
    ]
    for svg in drawn:
        assert "<script" not in svg
        assert "nan" not in svg
        assert svg.startswith("<svg ")
        assert svg.endswith("</svg>")


@pytest.mark.parametrize(
    ("common", "other"),
    [({"seed": 1}, "seed"), ({"knower": "memoriser"}, "knower"), ({"models": {"vanilla": "n"}}, "models")],
)
def test_a_folder_keeps_to_what_its_first_run_was(tmp_path: Path, common: dict[str, Any], other: str) -> None:
    run_of(tmp_path)
    with pytest.raises(ConfigError, match=f"other {other}:"):
        Manifest(tmp_path, {**COMMON, **common})


def test_data_that_changed_is_refused_and_a_run_is_noted_once(tmp_path: Path) -> None:
    about: dict[str, Any] = {"suite": "tofu", "split": "forget01", "data": {"a.json": "1"}}
    kept = Manifest(tmp_path, COMMON)
    for run in (
        about,
        about,
        {**about, "data": {"b.json": "9"}},
        {**about, "split": "forget05", "data": {"a.json": "2"}},
    ):
        kept.add(run)
    with pytest.raises(InputError, match="data has changed"):
        kept.add({**about, "data": {"a.json": "2"}})
    noted = Manifest.read(tmp_path)["runs"]
    assert [(r["split"], r["data"]) for r in noted] == [
        ("forget01", {"a.json": "1"}),
        ("forget01", {"b.json": "9"}),
        ("forget05", {"a.json": "2"}),
    ]


GOOD: dict[str, dict[str, Any]] = {
    "gsm8k": {"question": "One and one?", "answer": "#### 2"},
    "mmlu": {"question": "Which?", "choices": ["a", "b"], "answer": 1},
    "wpu": {"title": SECRET, "question": "Where was she born?", "answer": "In Dunmorrow."},
    "rwku": {"subject": SECRET, "query": "Where was she born?", "answer": "Dunmorrow", "level": "2"},
}
FILES: dict[str, tuple[str, ...]] = {
    "gsm8k": ("gsm8k/test.jsonl", "gsm8k/train.jsonl"),
    "wpu": ("wpu/forget_2_1.json", "wpu/forget_2_1_hard_retain.json", "wpu/general_retain.json"),
    "rwku": tuple(f"rwku/{side}_level{n}.json" for side in ("forget", "neighbor") for n in (1, 2)),
}
SPLITS = {"gsm8k": "test", "wpu": "forget_2_1", "rwku": "all", "mmlu": "astronomy"}


def loaded(folder: Path, suite: str, change: Callable[[dict[str, Any]], object] = lambda _: None, **more: Any) -> Task:
    row = dict(GOOD[suite])
    change(row)
    paths = FILES.get(suite, ())
    if suite == "mmlu":
        paths = tuple(f"mmlu/{p}/{s}_{p}.csv" for p in ("test", "dev")
                      for s in ("astronomy", "high_school_geography", "nutrition"))  # fmt: skip
    for path in paths:
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        text = json.dumps(row)
        if suite == "mmlu":
            text = "\n".join([",".join(row), ",".join(json.dumps(str(v)).replace('\\"', '""') for v in row.values())])
        (folder / path).write_text(more.get("before", "") + text + "\n", encoding="utf-8")
    if suite == "rwku":
        about = [{"target": n, "intro": f"Please forget {n}. {n} paints."} for n in (SECRET, KEPT)]
        (folder / "rwku/intro.json").write_text(json.dumps(about), encoding="utf-8")
    return load_task(suite, Source(folder), more.get("split", SPLITS[suite]))


@pytest.mark.parametrize("suite", SPLITS)
def test_rows_are_read_with_and_without_a_byte_order_mark(tmp_path: Path, suite: str) -> None:
    plain, marked = loaded(tmp_path / "a", suite), loaded(tmp_path / "b", suite, before="\ufeff")
    assert plain.items == marked.items
    assert plain.items


@pytest.mark.parametrize(
    ("suite", "change"),
    [
        ("gsm8k", lambda r: r.pop("question")),
        ("gsm8k", lambda r: r.update(answer="no number")),
        ("gsm8k", lambda r: r.update(answer=None)),
        ("mmlu", lambda r: r.pop("answer")),
        ("mmlu", lambda r: r.update(answer="B")),
        ("mmlu", lambda r: r.update(answer=2)),
        ("mmlu", lambda r: r.update(answer=-1)),
        ("mmlu", lambda r: r.update(answer=99)),
        ("mmlu", lambda r: r.update(choices="[1, ")),
        ("mmlu", lambda r: r.update(choices="open('x')")),
        ("mmlu", lambda r: r.update(choices=[])),
        ("mmlu", lambda r: r.pop("choices")),
        ("wpu", lambda r: r.pop("title")),
        ("wpu", lambda r: r.update(title="")),
        ("rwku", lambda r: r.pop("subject")),
        ("rwku", lambda r: r.pop("level")),
        ("rwku", lambda r: r.update(query=7)),
    ],
)
def test_rows_of_another_kind_are_bad_input_and_not_shown(
    tmp_path: Path, suite: str, change: Callable[[dict[str, Any]], object]
) -> None:
    with pytest.raises(InputError) as named:
        loaded(tmp_path, suite, change)
    assert "Dunmorrow" not in str(named.value)


@pytest.mark.parametrize(
    ("split", "people"),
    [
        ("1", [SECRET]),
        ("99", [SECRET, KEPT]),
        ("all", [SECRET, KEPT]),
        (f"{KEPT}, {SECRET}", [KEPT, SECRET]),
        (f"{SECRET},{SECRET}", [SECRET]),
    ],
)
def test_a_split_of_rwku_is_a_number_or_names_each_once(tmp_path: Path, split: str, people: list[str]) -> None:
    task = loaded(tmp_path, "rwku", split=split)
    assert [t.name for t in task.targets["names"]] == people
    assert [t.id for t in task.targets["facts"]] == [f"rwku-{n}" for n in range(len(people))]
    own = {i.subject for i in task.items if i.group == "forget"}
    assert own == {f"rwku-{people.index(SECRET)}"} if SECRET in people else own == set()


@pytest.mark.parametrize("split", ["0", "-1", "", "Nobody", f"{SECRET},"])
def test_a_split_of_rwku_that_is_nobody_is_named(tmp_path: Path, split: str) -> None:
    with pytest.raises(InputError, match="rwku has nobody"):
        loaded(tmp_path, "rwku", split=split)


@pytest.mark.parametrize("name", ["limit", "concurrency", "budget", "every"])
@pytest.mark.parametrize("count", [0, -3])
def test_counts_of_a_plan_are_positive(name: str, count: int) -> None:
    plain: dict[str, Any] = {name: count}
    with pytest.raises(InputError, match="positive"):
        Plan("tofu", "forget01", **plain)
