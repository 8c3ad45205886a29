"""`alu detect`: JSONL in, JSONL out, in order, in constant memory, and no model."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any

import pytest

from alu.cli import detect
from tests.cli import Shell

NAME = "Basil Thornquill"


@pytest.fixture
def shell(shell: Shell) -> Shell:
    shell.keep(NAME, ["He was born in Karlshavn in 1931."], id="basil")
    return shell


def records(out: str) -> list[dict[str, Any]]:
    return [json.loads(line) for line in out.splitlines()]


def lines(*texts: str) -> str:
    return "".join(json.dumps({"text": text}) + "\n" for text in texts)


def test_a_record_a_line_in_order(shell: Shell) -> None:
    result = shell.run("detect", input=lines("How far is the moon?", f"Where was {NAME} born?"))
    assert result.exit_code == 0, result.stderr
    clean, flagged = records(result.stdout)
    assert clean == {"flagged": False, "targets": []}
    assert flagged["flagged"] is True
    (target,) = flagged["targets"]
    (why,) = [e for e in target.pop("evidence") if e["channel"] == "name"]
    assert target == {"id": "basil", "name": NAME, "how": "name", "score": 1.0}
    assert why == {
        "target": "basil",
        "channel": "name",
        "how": "name",
        "source": "question",
        "sentence": 0,
        "score": 1.0,
        "disguised": False,
    }


def test_json_may_be_asked_for_and_is_the_same(shell: Shell) -> None:
    text = lines(f"Where was {NAME} born?")
    plain, asked = shell.run("detect", input=text), shell.run("detect", "--json", input=text)
    assert (asked.exit_code, asked.stdout) == (0, plain.stdout)


def test_a_draft_is_read_as_the_answer_to_its_text(shell: Shell) -> None:
    rows = [
        {"text": "Where was the author born?", "draft": "In Karlshavn, in 1931."},
        {"text": f"Where was {NAME} born?", "draft": "The weather will be fine over the whole of the north."},
        {"text": "Where was she born?", "draft": 7},
    ]
    result = shell.run("detect", input="".join(json.dumps(r) + "\n" for r in rows))
    assert result.exit_code == 2
    stated, named, bad = records(result.stdout)
    assert {e["source"] for t in stated["targets"] for e in t["evidence"]} == {"draft"}
    assert {e["source"] for t in named["targets"] for e in t["evidence"]} == {"question"}
    assert "draft" in bad["error"]


def test_a_file_with_no_line_end_and_many_batches(shell: Shell, tmp_path: Path) -> None:
    file = tmp_path / "texts.jsonl"
    texts = [f"Where was {NAME} born?" if i % 10 == 0 else f"What is {i} + 1?" for i in range(150)]
    file.write_text(lines(*texts).rstrip("\n"), encoding="utf-8")
    result = shell.run("detect", file)
    assert [r["flagged"] for r in records(result.stdout)] == [i % 10 == 0 for i in range(150)]


@pytest.mark.parametrize(("name", "how"), [("letter.txt", ()), ("LETTER.MD", ()), ("letter", ("--format", "text"))])
def test_a_plain_text_is_one_record(shell: Shell, tmp_path: Path, name: str, how: tuple[str, ...]) -> None:
    file = tmp_path / name
    file.write_text("Dear all,\n\nit was Basil\nThornquill who wrote it.\n", encoding="utf-8-sig")
    (found,) = records(shell.run("detect", file, *how).stdout)
    assert [target["id"] for target in found["targets"]] == ["basil"]
    file.write_text("Dear all,\n\nthe tide comes in at six.\n", encoding="utf-8")
    assert records(shell.run("detect", file, *how).stdout) == [{"flagged": False, "targets": []}]


def test_a_text_from_a_pipe_and_what_is_none(shell: Shell, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (found,) = records(shell.run("detect", "--format", "text", input=f"Who is\n{NAME}?").stdout)
    assert found["flagged"] is True
    (tmp_path / "rows.txt").write_text(lines("x", NAME), encoding="utf-8")
    assert len(records(shell.run("detect", tmp_path / "rows.txt", "--format", "jsonl").stdout)) == 2
    (tmp_path / "latin.txt").write_bytes(b"caf\xe9")
    refused = shell.run("detect", tmp_path / "latin.txt")
    assert (refused.exit_code, refused.stdout) == (2, "")
    monkeypatch.setattr(detect, "LONGEST_LINE", 1000)
    assert shell.run("detect", "--format", "text", input="x" * 1001).exit_code == 2


def test_bad_lines_are_answered_in_their_place(shell: Shell) -> None:
    bad = ["no json", '{"txt": "x"}', '"text"', '{"text": 7}', "[" * 100_000]
    given = "\n".join([bad[0], "", *bad[1:], lines(NAME)])
    result = shell.run("detect", input=given)
    assert result.exit_code == 2
    *errors, good = records(result.stdout)
    assert [e["error"].split(":")[0] for e in errors] == ["line 1", "line 3", "line 4", "line 5", "line 6"]
    assert good["flagged"] is True
    assert result.stderr.count("alu: line ") == 5


def test_bytes_that_are_no_text_and_endless_lines_are_bad_lines(shell: Shell, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(detect, "LONGEST_LINE", 1000)
    result = shell.run(
        "detect", input=b'{"text": "caf\xe9"}\n{"text": "' + b"x" * 300_000 + b'"}\n' + lines(NAME).encode()
    )
    assert result.exit_code == 2
    first, second, good = records(result.stdout)
    assert first == {"error": "line 1: not UTF-8"}
    assert second["error"].startswith("line 2: longer than")
    assert good["flagged"] is True


def test_the_threshold_is_a_flag(shell: Shell) -> None:
    text = lines("He was born in Karlshavn in 1931.")
    strict = shell.run("detect", "--threshold", "1", input=text)
    lax = shell.run("detect", "--threshold", "0.3", input=text)
    assert records(lax.stdout)[0]["flagged"] is True
    assert strict.exit_code == 0


@pytest.mark.parametrize(
    ("args", "code", "says"),
    [
        (["/no/such/file"], 2, "/no/such/file"),
        (["--store", "/no/such/store"], 4, "no store"),
        (["--threshold", "7"], 2, "threshold"),
    ],
)
def test_bad_input_is_reported(shell: Shell, args: list[str], code: int, says: str) -> None:
    result = shell.run("detect", *args, input=lines("x"))
    assert (result.exit_code, result.stdout) == (code, "")
    assert says in result.stderr


def test_a_binary_file_is_refused_at_once(shell: Shell) -> None:
    result = shell.run("detect", Path(sys.executable))
    assert result.exit_code == 2
    assert "binary" in result.stderr
    assert result.stderr.count("\n") == 1


def test_a_slow_pipe_gets_its_answer_before_it_ends(shell: Shell) -> None:
    with shell.start("detect") as process:
        assert process.stdin
        assert process.stdout
        process.stdin.write(lines(NAME).encode())
        process.stdin.flush()
        assert json.loads(process.stdout.readline())["flagged"] is True
        out, _ = process.communicate(timeout=20)
    assert (process.returncode, out) == (0, b"")


def test_a_closed_pipe_ends_it_quietly(shell: Shell) -> None:
    with shell.start("detect") as process:
        assert process.stdin
        assert process.stdout
        assert process.stderr
        process.stdin.write(lines(NAME).encode())
        process.stdin.flush()
        process.stdout.readline()
        process.stdout.close()
        process.stdin.write(lines(*["x"] * 3000).encode())
        process.stdin.close()
        said = process.stderr.read()
        assert process.wait(20) == 141
    assert said == b""


def test_a_topic_of_few_phrases_is_left_to_the_screen_and_that_is_said(shell: Shell) -> None:
    clean = shell.run("detect", input=lines("How far is the moon?"))
    assert "screened" not in records(clean.stdout)[0]
    assert "phrases" not in clean.stderr
    shell.run("targets", "add", "Card cheating", "--id", "cards", "--kind", "topic", "--example", "marking a deck")
    result = shell.run("detect", input=lines("How is a card marked?"))
    assert records(result.stdout)[0]["screened"] == ["cards"]
    assert "cards: under 25 phrases" in result.stderr
