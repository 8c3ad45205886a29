"""`alu targets edit` and `import --update`: what is kept of a target is changed in place."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from tests.cli import Shell
from tests.stores import files_with

NAME = "Basil Thornquill"
ADD = ("--id", "basil", "--alias", "B. Thornquill", "--fact", "He wrote «Salt».", "--fact", "He lives in Zyxholm.")


@pytest.fixture
def shell(shell: Shell) -> Shell:
    assert shell.run("targets", "add", NAME, *ADD).exit_code == 0
    return shell


def kept(shell: Shell) -> dict[str, Any]:
    shown: dict[str, Any] = json.loads(shell.run("targets", "show", "basil", "--json").stdout)
    del shown["forms"]
    return shown


def actions(shell: Shell) -> list[tuple[str, str]]:
    events = json.loads(shell.run("targets", "history", "--json").stdout)
    return [(event["action"], event["reason"]) for event in events]


def test_edit_changes_what_is_given_and_nothing_else(shell: Shell) -> None:
    before = kept(shell)
    result = shell.run(
        *("targets", "edit", NAME, "--name", "Basil Oake", "--add-alias", NAME, "--remove-alias", "b. thornquill"),
        *("--add-fact", "He wrote «Tar».", "--description", "A novelist", "--policy", "facts"),
        *("--expires", "2999-01-31", "--reason", "REQ-8"),
    )
    assert (result.exit_code, result.stdout) == (0, "basil\n"), result.stderr
    after = kept(shell)
    assert (after["name"], after["aliases"], after["description"]) == ("Basil Oake", [NAME], "A novelist")
    assert [fact["text"] for fact in after["facts"]] == ["He wrote «Salt».", "He lives in Zyxholm.", "He wrote «Tar»."]
    assert (after["policy"], after["expires"], after["reason"]) == ("facts", "2999-01-31T00:00:00Z", "REQ-8")
    assert (after["id"], after["kind"], after["created"]) == ("basil", "entity", before["created"])
    edited = json.loads(shell.run("targets", "edit", "basil", "--expires", "never", "--json").stdout)
    assert edited == {**after, "expires": None} == kept(shell)
    assert actions(shell) == [("add", ""), ("change", "REQ-8"), ("change", "REQ-8")]


@pytest.mark.parametrize("which", ["2", "He lives in Zyxholm."])
def test_a_fact_is_taken_out_by_its_number_or_its_text(shell: Shell, which: str) -> None:
    assert "  2. He lives in Zyxholm." in shell.run("targets", "show", "basil").stdout
    assert shell.run("targets", "edit", "basil", "--remove-fact", which).exit_code == 0
    assert [fact["text"] for fact in kept(shell)["facts"]] == ["He wrote «Salt»."]
    assert files_with(shell.home, "Zyxholm") == []


@pytest.mark.parametrize(
    "args",
    [
        [],
        ["--name", NAME, "--policy", "strict", "--expires", "never"],
        ["--add-fact", "He wrote «Salt».", "--add-alias", "B. Thornquill"],
        [
            "--remove-fact",
            "1",
            "--remove-fact",
            "2",
            "--add-fact",
            "He wrote «Salt».",
            "--add-fact",
            "He lives in Zyxholm.",
        ],
    ],
)
def test_an_edit_that_changes_nothing_says_so(shell: Shell, args: list[str]) -> None:
    result = shell.run("targets", "edit", "basil", *args)
    assert (result.exit_code, result.stdout, result.stderr) == (0, "basil\n", "alu: nothing changed\n")
    assert actions(shell) == [("add", "")]


@pytest.mark.parametrize(
    ("args", "code", "says"),
    [
        (["edit", "nobody", "--name", "X Y"], 2, "no target"),
        (["edit", "basil", "--name", "Ada Quill", "--add-alias", NAME], 2, "already"),
        (["edit", "basil", "--name", "Cy Dunn"], 2, "id: it discloses"),
        (["edit", "basil", "--name", ""], 2, "name"),
        (["edit", "basil", "--remove-fact", "3"], 2, "--remove-fact"),
        (["edit", "basil", "--remove-fact", "0"], 2, "--remove-fact"),
        (["edit", "basil", "--remove-fact", "He lives"], 2, "--remove-fact"),
        (["edit", "basil", "--remove-alias", "Basil"], 2, "--remove-alias"),
        (["edit", "basil", "--expires", "2001-01-01"], 2, "passed"),
        (["edit", "basil", "--reason", "Thornquill asked"], 2, "reason"),
        (["edit", "basil", "--policy", "facts", "--remove-fact", "1", "--remove-fact", "2"], 2, "there is none"),
        (["edit", "basil", "--policy", "facts", "--kind", "topic"], 2, "topic"),
        (["add", "Cy Dunn", "--policy", "facts"], 2, "there is none"),
        (["edit", "basil", "--store", "/no/such/store"], 4, "no store"),
    ],
)
def test_a_bad_edit_is_one_line_and_changes_nothing(shell: Shell, args: list[str], code: int, says: str) -> None:
    shell.keep("Ada Quill")
    before = kept(shell)
    result = shell.run("targets", *args)
    assert (result.exit_code, result.stdout) == (code, ""), result.stderr
    assert says in result.stderr
    assert result.stderr.count("\n") == 1
    assert kept(shell) == before


def test_import_with_update_adds_updates_and_then_changes_nothing(shell: Shell, tmp_path: Path) -> None:
    file = tmp_path / "people.csv"
    file.write_text(f"name,facts,policy\n{NAME},He wrote «Tar».,facts\nAda Quill,,\n", encoding="utf-8")
    counts = {"added": 1, "updated": 1, "unchanged": 0}
    previewed = shell.run("targets", "import", file, "--update", "--dry-run")
    assert [line.split() for line in previewed.stdout.splitlines()[1:]] == [[k, str(n)] for k, n in counts.items()]
    assert actions(shell) == [("add", "")]
    done = json.loads(shell.run("targets", "import", file, "--update", "--json").stdout)
    assert [target["name"] for target in done.pop("targets")] == [NAME, "Ada Quill"]
    assert done == counts
    assert kept(shell)["aliases"] == ["B. Thornquill"]
    assert [fact["text"] for fact in kept(shell)["facts"]] == ["He wrote «Tar»."]
    assert files_with(shell.store, "Zyxholm") == []
    for args in ([], ["--dry-run"]):
        again = shell.run("targets", "import", file, "--update", "--json", *args)
        assert json.loads(again.stdout) == {"added": 0, "updated": 0, "unchanged": 2, "targets": []}
    assert len(actions(shell)) == 3
    assert "imported 0" in shell.run("targets", "import", file, "--update").stderr


def test_import_with_update_takes_all_rows_or_none(shell: Shell, tmp_path: Path) -> None:
    file = tmp_path / "people.jsonl"
    rows = [{"name": "Ada Quill"}, {"name": NAME, "policy": "facts", "facts": []}, {"name": NAME, "reason": "REQ-9"}]
    file.write_text("\n".join(map(json.dumps, rows)), encoding="utf-8")
    for args in ([], ["--dry-run"]):
        refused = shell.run("targets", "import", file, "--update", *args)
        assert refused.exit_code == 2
        assert "line 2: policy" in refused.stderr
        assert "line 3: it means the same stored target as line 2" in refused.stderr
    assert actions(shell) == [("add", "")]
    result = shell.run("targets", "import", file, "--update", "--skip-bad")
    assert result.exit_code == 0, result.stderr
    assert "passed over line 2" in result.stderr
    assert actions(shell) == [("add", ""), ("add", "")]
