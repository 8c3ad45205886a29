"""`alu targets add`, `edit` and `import` refuse a name that is in everybody's questions, and warn of weak facts."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.cli import Shell


def names(shell: Shell) -> list[str]:
    return [target["name"] for target in json.loads(shell.run("targets", "list", "--json").stdout)]


@pytest.mark.parametrize("name", ["Will", "May", "US", "It"])
def test_an_ordinary_word_is_refused_with_its_rate_and_what_to_do(shell: Shell, name: str) -> None:
    shell.run("targets", "add", "Odalys Brannigan")
    refused = shell.run("targets", "add", name)
    assert refused.exit_code == 2
    assert f"the name «{name}» is in " in refused.stderr
    assert "% of harmless dialogues" in refused.stderr
    assert "full, longer name" in refused.stderr
    assert "--force" in refused.stderr
    assert names(shell) == ["Odalys Brannigan"]


def test_a_rate_below_the_limit_is_not_said(shell: Shell) -> None:
    refused = shell.run("targets", "add", "Apple")
    assert refused.exit_code == 2
    assert "alu: the name «Apple» is an ordinary word, so that questions which mean something else" in refused.stderr
    assert "%" not in refused.stderr


def test_a_short_name_of_a_person_is_kept_with_a_warning(shell: Shell, tmp_path: Path) -> None:
    assert "warning: «Kim Ng» is made of ordinary words" in shell.run("targets", "add", "Kim Ng").stderr
    file = tmp_path / "names.txt"
    file.write_text("Dan Brown\nBen Ott\n")
    assert shell.run("targets", "import", file).exit_code == 0
    assert names(shell) == ["Ben Ott", "Dan Brown", "Kim Ng"]


def test_force_keeps_it_and_still_says_the_reason(shell: Shell) -> None:
    kept = shell.run("targets", "add", "Apple", "--force", "--id", "apple")
    assert (kept.exit_code, kept.stdout) == (0, "apple\n")
    assert "warning: the name «Apple» is an ordinary word" in kept.stderr
    assert names(shell) == ["Apple"]


def test_a_weak_fact_is_named_with_what_would_help(shell: Shell) -> None:
    added = shell.run("targets", "add", "Odalys Brannigan", "--fact", "Odalys Brannigan is old.", "--json")
    assert added.exit_code == 0
    assert "warning: fact 1 is easily missed in other words" in added.stderr
    assert json.loads(added.stdout)["name"] == "Odalys Brannigan"


def test_a_new_name_of_a_stored_target_is_tried_and_an_old_one_is_not(shell: Shell) -> None:
    shell.run("targets", "add", "Apple", "--force", "--id", "apple")
    assert shell.run("targets", "edit", "apple", "--add-alias", "Odalys Brannigan").exit_code == 0
    refused = shell.run("targets", "edit", "apple", "--add-alias", "Will")
    assert refused.exit_code == 2
    assert "the alias «Will»" in refused.stderr
    assert "Apple" not in refused.stderr
    assert shell.run("targets", "edit", "apple", "--add-alias", "Will", "--force").exit_code == 0


def test_an_import_refuses_such_rows_by_their_line(shell: Shell, tmp_path: Path) -> None:
    file = tmp_path / "names.txt"
    file.write_text("Odalys Brannigan\nWill\nApple\n")
    for dry in ([], ["--dry-run"]):
        refused = shell.run("targets", "import", file, *dry)
        assert refused.exit_code == 2
        assert "line 2: the name «Will»" in refused.stderr
        assert "line 3: the name «Apple»" in refused.stderr
        assert "--skip-bad" in refused.stderr
    assert not shell.store.exists() or names(shell) == []
    shown = shell.run("targets", "import", file, "--dry-run", "--skip-bad", "--json")
    assert [target["name"] for target in json.loads(shown.stdout)] == ["Odalys Brannigan"]
    assert "passed over line 2" in shown.stderr
    assert shell.run("targets", "import", file, "--skip-bad").exit_code == 0
    assert names(shell) == ["Odalys Brannigan"]
    forced = shell.run("targets", "import", file, "--force", "--update")
    assert forced.exit_code == 0
    assert "warning: line 3: the name «Apple»" in forced.stderr
    assert names(shell) == ["Apple", "Odalys Brannigan", "Will"]
    assert shell.run("targets", "import", file, "--update").exit_code == 0  # they are stored already


def test_facts_of_one_word_are_warned_of_and_stored(shell: Shell, tmp_path: Path) -> None:
    added = shell.run("targets", "add", "Karl Emmering", "--fact", "Berlin")
    assert (added.exit_code, "warning: fact 1 is an ordinary word or two by itself" in added.stderr) == (0, True)
    file = tmp_path / "people.csv"
    file.write_text("name,facts\nOdalys Brannigan,Berlin\nBo Reed,He sails to Skerrow.\nAda Quill,yes\n")
    for how in (["--dry-run"], [], ["--update"]):
        done = shell.run("targets", "import", file, *how)
        assert (done.exit_code, "warning: lines 2, 4: a fact is an ordinary word" in done.stderr) == (0, True)


def test_all_that_is_wrong_with_a_file_is_said_at_once(shell: Shell, tmp_path: Path) -> None:
    file = tmp_path / "people.csv"
    file.write_text("name,facts\nOdalys Brannigan,\n,nobody's\nApple,\n")
    refused = shell.run("targets", "import", file)
    assert refused.exit_code == 2
    assert "line 3: name: is missing" in refused.stderr
    assert "line 4: the name «Apple»" in refused.stderr
    forced = shell.run("targets", "import", file, "--force")
    assert forced.exit_code == 2
    assert "line 3" in forced.stderr
    assert "line 4" not in forced.stderr
    assert shell.run("targets", "import", file, "--skip-bad").exit_code == 0
    assert names(shell) == ["Odalys Brannigan"]


def test_forms_are_shown_and_can_be_switched_off(shell: Shell) -> None:
    shell.run("targets", "add", "Odalys Brannigan", "--id", "keeper")
    assert "O. Brannigan" in shell.run("targets", "show", "keeper").stdout
    shown = json.loads(shell.run("targets", "show", "keeper", "--json").stdout)
    assert {"Mr Brannigan", "Brannigan"} <= set(shown["forms"])
    asked = json.dumps({"text": "When was Ms Brannigan born?"})
    assert json.loads(shell.run("detect", input=asked).stdout)["flagged"]
    assert shell.run("targets", "edit", "keeper", "--no-forms").exit_code == 0
    assert not json.loads(shell.run("detect", input=asked).stdout)["flagged"]
    off = json.loads(shell.run("targets", "show", "keeper", "--json").stdout)
    assert (off["derive"], off["forms"]) == (False, [])
    assert "forms       none" in shell.run("targets", "show", "keeper").stdout
    shell.run("targets", "add", "Petra Lindqvist", "--no-forms", "--id", "baker")
    assert json.loads(shell.run("targets", "show", "baker", "--json").stdout)["forms"] == []


@pytest.mark.parametrize("ending", ["csv", "json", "jsonl"])
def test_whether_forms_are_looked_for_is_exported_and_imported(shell: Shell, tmp_path: Path, ending: str) -> None:
    shell.run("targets", "add", "Odalys Brannigan", "--id", "a")
    shell.run("targets", "add", "Petra Lindqvist", "--id", "b", "--no-forms")
    out = tmp_path / f"out.{ending}"
    shell.run("targets", "export", "--out", out)
    other = ("--store", tmp_path / "other")
    assert shell.run("targets", "import", out, *other).exit_code == 0
    listed = json.loads(shell.run("targets", "list", "--json", *other).stdout)
    assert {target["id"]: target["derive"] for target in listed} == {"a": True, "b": False}


def test_what_show_prints_can_be_imported(shell: Shell, tmp_path: Path) -> None:
    shell.run("targets", "add", "Odalys Brannigan", "--id", "keeper")
    file = tmp_path / "one.jsonl"
    file.write_text(json.dumps(json.loads(shell.run("targets", "show", "keeper", "--json").stdout)))
    assert shell.run("targets", "import", file, "--store", tmp_path / "other").exit_code == 0
