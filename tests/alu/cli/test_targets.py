"""`alu targets`: add, import, list, show, remove, export, stats, history, purge, enrich."""

from __future__ import annotations

import json
import os
import re
import stat
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from alu.store.store import TargetStore
from tests.cli import Shell
from tests.openai_server import FakeServer

NAME = "Basil Thornquill"


def rows(shell: Shell) -> list[dict[str, Any]]:
    listed: list[dict[str, Any]] = json.loads(shell.run("targets", "list", "--json").stdout)
    return listed


def test_add_prints_the_id_and_show_gives_all_of_it_back(shell: Shell) -> None:
    result = shell.run(
        *("targets", "add", NAME, "--alias", "B. Thornquill", "--fact", "He wrote «Salt»."),
        *("--description", "A Danish novelist", "--policy", "lenient", "--reason", "REQ-7"),
        *("--expires", "2999-01-31", "--id", "basil"),
    )
    assert result.exit_code == 0, result.stderr
    assert result.stdout == "basil\n"
    kept = json.loads(shell.run("targets", "show", "basil", "--json").stdout)
    assert kept["name"] == NAME
    assert kept["aliases"] == ["B. Thornquill"]
    assert kept["facts"] == [{"text": "He wrote «Salt».", "question": None, "origin": "user"}]
    assert kept["policy"] == "lenient"
    assert kept["expires"] == "2999-01-31T00:00:00Z"
    shown = shell.run("targets", "show", NAME).stdout
    assert "He wrote «Salt»." in shown
    assert "expires" in shown


def test_add_json_has_the_id(shell: Shell) -> None:
    added = json.loads(shell.run("targets", "add", "Virology", "--kind", "topic", "--example", "How?", "--json").stdout)
    assert re.fullmatch(r"t-[0-9a-f]{12}", added["id"])
    assert added["kind"] == "topic"
    assert "  - How?" in shell.run("targets", "show", "Virology").stdout


@pytest.mark.parametrize(
    ("args", "code", "says"),
    [
        (["targets", "add", ""], 2, "name"),
        (["targets", "add", "X", "--alias", "B"], 2, "alias"),
        (["targets", "add", "X", "--id", "no spaces"], 2, "alu: id: 1 to 80 letters, digits or ._-\n"),
        (["targets", "add", "X", "--expires", "tomorrow"], 2, "or 30d from now"),
        (["targets", "add", "Bo Reed", "--policy", "facts"], 2, "alu: policy: with facts only the stored"),
        (["targets", "remove", NAME, "nobody", "--yes"], 2, "no target of that id or name"),
        (["targets", "add", "X", "--expires", "2001-01-01"], 2, "passed"),
        (["targets", "add", "X", "--enrich"], 2, "--yes"),
        (["targets", "add", NAME], 2, "already"),
        (["targets", "show", "nobody"], 2, "no target of that id or name"),
        (["targets", "remove", "nobody", "--yes"], 2, "no target of that id or name"),
        (["targets", "remove", NAME], 2, "add --yes"),
        (["targets", "undo"], 2, "add --yes"),
        (["targets", "import", "/no/such/file.txt"], 2, "/no/such/file.txt"),
        (["targets", "import", "-"], 2, "--format"),
        (["targets", "export", "--out", "/no/such/folder/x.json"], 2, "/no/such/folder"),
        (["targets", "enrich"], 2, "--yes"),
        (["targets", "list", "--store", "/no/such/store"], 4, "no store"),
    ],
)
def test_bad_input_is_one_line_and_loses_nothing(shell: Shell, args: list[str], code: int, says: str) -> None:
    shell.keep(NAME)
    result = shell.run(*args)
    assert (result.exit_code, result.stdout) == (code, ""), result.stderr
    assert says in result.stderr
    assert "unexpected" not in result.stderr
    assert result.stderr.count("\n") == 1
    assert [row["name"] for row in rows(shell)] == [NAME]


def test_list_is_a_table_whose_names_cannot_steer_the_terminal(shell: Shell) -> None:
    assert shell.run("targets", "add", "Evil\x1b[2JName").exit_code != 0
    shell.run("targets", "add", "Evil\x1b[2JName", "--force")
    out = shell.run("targets", "list").stdout
    assert out.splitlines()[0].split() == ["id", "name", "kind", "aliases", "facts", "policy", "expires", "reason"]
    assert "Evil [2JName" in out
    assert "\x1b" not in out


def test_remove_needs_no_terminal_with_yes(shell: Shell) -> None:
    shell.keep(NAME, id="basil")
    result = shell.run("targets", "remove", NAME, "--reason", "REQ-9", "--yes")
    assert (result.exit_code, result.stdout) == (0, "basil\n")
    assert rows(shell) == []
    shell.keep("Olga Othmar", id="other")
    assert json.loads(shell.run("targets", "remove", "other", "--yes", "--json").stdout) == {"removed": ["other"]}


def test_several_are_removed_at_once(shell: Shell) -> None:
    for name in ("a", "b", "c"):
        shell.keep(f"{NAME} {name}", id=name)
    result = shell.run("targets", "remove", "c", f"{NAME} a", "c", "--yes")
    assert (result.exit_code, result.stdout) == (0, "c\na\n")
    assert [row["id"] for row in rows(shell)] == ["b"]
    result = shell.run("targets", "remove", "b", f"{NAME} d", "--yes")
    assert (result.exit_code, result.stdout) == (2, "")
    assert result.stderr.startswith("alu: number 2 of the 2 that are named: no target of that id or name: ")
    assert [row["id"] for row in rows(shell)] == ["b"]


def test_an_id_that_is_taken_is_said_to_be(shell: Shell) -> None:
    shell.keep(NAME, id="basil")
    same = shell.run("targets", "add", "Odalys Brannigan", "--id", "basil")
    assert (same.exit_code, same.stdout) == (2, "")
    assert "a target of the id basil is there already" in same.stderr
    assert "description" not in same.stderr


def test_a_time_from_now_is_a_date(shell: Shell) -> None:
    def days() -> float:
        until = json.loads(shell.run("targets", "show", NAME, "--json").stdout)["expires"]
        return (datetime.fromisoformat(until) - datetime.now(UTC)) / timedelta(days=1)

    assert shell.run("targets", "add", NAME, "--expires", "30d").exit_code == 0
    assert 29.9 < days() <= 30
    assert shell.run("targets", "edit", NAME, "--expires", "8w").exit_code == 0
    assert 55.9 < days() <= 56


NOTHING = "alu: no targets yet, so nothing is withheld: `alu targets add NAME` adds one\n"


@pytest.mark.parametrize(
    ("command", "shown"),
    [
        (("targets", "list", "--json"), "[]\n"),
        (("targets", "history", "--json"), "[]\n"),
        (("targets", "export"), ""),
        (("targets", "export", "--events"), ""),
        (("activity", "--json"), "[]\n"),
        (("keys", "list", "--json"), "[]\n"),
    ],
)
def test_a_list_that_nobody_has_made_is_empty(
    shell: Shell, monkeypatch: pytest.MonkeyPatch, command: tuple[str, ...], shown: str
) -> None:
    monkeypatch.delenv("ALU_STORE")
    none = shell.run(*command)
    assert (none.exit_code, none.stdout) == (0, shown)
    assert none.stderr == NOTHING or command[0] != "targets"
    # where one is named that is not there, that is a mistake
    assert shell.run(*command, "--store", shell.store).exit_code == 4


def test_what_nobody_has_made_holds_nothing_and_has_no_target(shell: Shell, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("ALU_STORE")
    figures = json.loads(shell.run("targets", "stats", "--json").stdout)
    assert (figures["targets"], Path(figures["where"]).name, Path(figures["where"]).exists()) == (0, "targets", False)
    assert "`alu keys add" in shell.run("keys", "list").stderr
    for command in (("show", NAME), ("remove", NAME, "--yes"), ("undo", "--yes"), ("purge",), ("index",)):
        assert shell.run("targets", *command).exit_code == 4
    assert shell.run("detect", "-").exit_code == 4


def test_what_holds_nothing_to_find_is_warned_of(shell: Shell) -> None:
    text = shell.run("targets", "add", "The Skerrow Ode", "--kind", "text")
    assert "warning: a text without its words is found by its title alone" in text.stderr
    topic = shell.run("targets", "add", "Lock picking", "--kind", "topic")
    assert "warning: a topic without phrases has the screen read every question" in topic.stderr
    words = ("--fact", "The lamp burned low and the gull flew over the Skerrow rocks at night.")
    assert "without its words" not in shell.run("targets", "add", "The Other Ode", "--kind", "text", *words).stderr


def test_remove_asks_at_a_terminal(shell: Shell, monkeypatch: pytest.MonkeyPatch) -> None:
    from alu.cli import output

    shell.keep(NAME)
    monkeypatch.setattr(output, "at_terminal", lambda: True)
    for said in ("n\n", "", "what?\n"):
        result = shell.run("targets", "remove", NAME, input=said)
        assert result.exit_code == 1
        assert f"Remove {NAME}" in result.stderr
    assert len(rows(shell)) == 1
    assert shell.run("targets", "remove", NAME, input="yes\n").exit_code == 0
    assert rows(shell) == []


def test_the_last_write_is_taken_back_once(shell: Shell, monkeypatch: pytest.MonkeyPatch) -> None:
    shell.keep(NAME, id="basil")
    shell.run("targets", "edit", "basil", "--add-alias", "B. Thornquill")
    undone = shell.run("targets", "undo", "--yes", "--json")
    assert json.loads(undone.stdout) == {"removed": [], "restored": ["basil"]}
    assert json.loads(shell.run("targets", "show", "basil", "--json").stdout)["aliases"] == []
    again = shell.run("targets", "undo", "--yes")
    assert (again.exit_code, again.stdout) == (2, "")
    assert "cannot be taken back" in again.stderr
    shell.keep("Ada Reed", id="ada")
    monkeypatch.setattr("alu.cli.output.at_terminal", lambda: True)
    assert shell.run("targets", "undo", input="n\n").exit_code == 1
    agreed = shell.run("targets", "undo", input="y\n")
    assert (agreed.exit_code, agreed.stdout) == (0, "ada\n")
    assert "remove 1 added" in agreed.stderr


def test_history_keeps_ids_and_reasons_and_no_names(shell: Shell) -> None:
    shell.keep(NAME, id="no-7", reason="REQ-7")
    shell.run("targets", "remove", "no-7", "--reason", "REQ-9", "--yes")
    events = json.loads(shell.run("targets", "history", "--json").stdout)
    assert [(e["action"], e["target_id"], e["reason"]) for e in events] == [
        ("add", "no-7", "REQ-7"),
        ("remove", "no-7", "REQ-9"),
    ]
    text = shell.run("targets", "history").stdout
    assert "REQ-9" in text
    assert "Thornquill" not in text
    out = shell.home / "events.jsonl"
    assert shell.run("targets", "export", "--events", "--out", out).exit_code == 0
    assert shell.run("targets", "export", "--events", "--out", shell.home / "no" / "x").exit_code == 2
    exported = shell.run("targets", "export", "--events").stdout
    assert out.read_text(encoding="utf-8") == exported
    assert [json.loads(line)["action"] for line in exported.splitlines()] == ["add", "remove"]


def test_what_is_pending_is_said_and_made(shell: Shell, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("alu.store.persist.contextual.SETTLE", 600)
    monkeypatch.setattr("alu.store.persist.contextual.AT_CLOSE", 0)
    off = shell.run("targets", "index")
    assert off.exit_code != 0
    monkeypatch.setenv("ALU_MEANING", "tests.stores:HashEmbedder")
    shell.keep(NAME, id="basil")
    assert "alu targets index" in shell.run("targets", "show", "basil").stdout
    assert json.loads(shell.run("targets", "show", "basil", "--json").stdout)["name"] == NAME
    stats = json.loads(shell.run("targets", "stats", "--json").stdout)
    assert (stats["meaning"], stats["pending"]) == ("hash-16, centred", 1)
    assert "1 target pending" in shell.run("doctor", "--offline").stdout
    assert json.loads(shell.run("targets", "index", "--json").stdout) == {"embedder": "hash-16, centred", "indexed": 1}
    assert shell.run("targets", "index").stdout == "0\n"
    assert "pending" not in shell.run("targets", "show", "basil").stdout
    assert json.loads(shell.run("targets", "stats", "--json").stdout)["pending"] == 0
    assert "target pending" not in shell.run("doctor", "--offline").stdout
    monkeypatch.setenv("ALU_MEANING", "off")
    assert "meaning is off" in shell.run("targets", "index").stderr
    monkeypatch.setenv("ALU_MEANING", "no-such-one")
    assert shell.run("targets", "list").exit_code == 2


def test_stats_and_purge(shell: Shell) -> None:
    shell.keep(NAME, ["He wrote «Salt»."])
    assert json.loads(shell.run("targets", "stats", "--json").stdout)["targets"] == 1
    shown = shell.run("targets", "stats").stdout
    assert "targets" in shown
    assert re.search(r"^kinds +entity 1$", shown, re.MULTILINE)
    assert json.loads(shell.run("targets", "purge", "--json").stdout) == {"purged": True}
    assert shell.run("targets", "purge").exit_code == 0
    assert len(rows(shell)) == 1


def test_the_list_is_searched_and_cut_and_says_what_it_left_out(shell: Shell) -> None:
    assert "no target is stored" in shell.run("targets", "list", "--store", emptied(shell)).stderr
    people = [("Ada Quill", "Countess", "GDPR-7"), ("Bo Reed", "B. Reed", "GDPR-17 " + "x" * 60), ("Cleo", "", "")]
    for name, alias, reason in people:
        aliases = ("--alias", alias) if alias else ()
        shell.run("targets", "add", name, *aliases, "--reason", reason, "--force")

    def found(*args: str) -> list[str]:
        return [row["name"] for row in json.loads(shell.run("targets", "list", "--json", *args).stdout)]

    assert found("--search", "COUNT") == ["Ada Quill"]
    assert found("--search", "gdpr-") == ["Ada Quill", "Bo Reed"]
    assert found("--search", "reed", "--reason", "gdpr-17") == ["Bo Reed"]
    assert found("--search", "ada", "--reason", "17") == []
    assert found("--limit", "2") == ["Ada Quill", "Bo Reed"]
    assert "alu: 1 more; --limit 3 lists them all" in shell.run("targets", "list", "--limit", "2").stderr
    # nothing found is not nothing stored
    none = shell.run("targets", "list", "--search", "Zed")
    assert (none.exit_code, none.stderr) == (0, "alu: none matches, of 3 targets\n")
    assert f"GDPR-17 {'x' * 31}…" in shell.run("targets", "list").stdout


def test_a_name_is_searched_without_the_accents_that_a_keyboard_lacks(shell: Shell) -> None:
    shell.keep("Zofia Kołodziejczyk-Übelacker", id="zofia", reason="GDPR-7")
    shell.keep("Ada Quill")
    for written in ("kolodziejczyk", "KOŁODZIEJCZYK", "Ubelacker", "Übel", "gdpr\u20107"):
        found = json.loads(shell.run("targets", "list", "--json", "--search", written).stdout)
        assert [row["id"] for row in found] == ["zofia"]
    assert json.loads(shell.run("targets", "list", "--json", "--search", "\u0301").stdout) == []


def emptied(shell: Shell) -> Path:
    """Return a store from which the only target was removed."""
    store = shell.home / "emptied"
    shell.run("targets", "add", "Dora Vex", "--id", "d", "--store", store)
    shell.run("targets", "remove", "d", "--store", store, "--yes")
    return store


def test_import_takes_all_rows_or_none(shell: Shell, tmp_path: Path) -> None:
    file = tmp_path / "names.jsonl"
    file.write_text('{"name": "Ada Quill"}\n{"nome": "?"}\n{"name": "Bo Reed"}\n', encoding="utf-8")
    result = shell.run("targets", "import", file)
    assert result.exit_code == 2
    assert "line 2" in result.stderr
    assert shell.run("targets", "list").exit_code == 4
    result = shell.run("targets", "import", file, "--skip-bad", "--json")
    assert result.exit_code == 0, result.stderr
    assert "line 2" in result.stderr
    assert [t["name"] for t in json.loads(result.stdout)] == ["Ada Quill", "Bo Reed"]


def test_import_passes_over_what_is_stored_only_when_asked_to(shell: Shell, tmp_path: Path) -> None:
    shell.keep("Ada Quill")
    file = tmp_path / "names.txt"
    file.write_text("Ada Quill\nBo Reed\n", encoding="utf-8")
    refused = shell.run("targets", "import", file)
    assert refused.exit_code == 2
    assert "line 1: a target of that name is stored already: t-" in refused.stderr
    assert [r["name"] for r in rows(shell)] == ["Ada Quill"]
    result = shell.run("targets", "import", file, "--skip-bad")
    assert result.exit_code == 0, result.stderr
    assert sorted(r["name"] for r in rows(shell)) == ["Ada Quill", "Bo Reed"]


def test_who_cancels_an_import_that_is_written_already_is_reported(
    shell: Shell, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = tmp_path / "people.txt"
    file.write_text("Bo Reed\n")
    apply = TargetStore.apply

    def late(*args: Any) -> None:
        apply(*args)
        raise KeyboardInterrupt

    def early(*args: Any) -> None:
        raise KeyboardInterrupt

    for interrupted, said, stored in ((early, False, 0), (late, True, 1)):
        monkeypatch.setattr(TargetStore, "apply", interrupted)
        done = shell.run("targets", "import", file)
        assert (done.exit_code, "the targets are stored already" in done.stderr) == (130, said)
        assert len(rows(shell)) == stored


def test_what_cannot_be_passed_over_is_not_said_to_be(shell: Shell, tmp_path: Path) -> None:
    file = tmp_path / "people.csv"
    file.write_text("name,name\nBo Reed,Bob\n")
    refused = shell.run("targets", "import", file)
    assert (refused.exit_code, "--skip-bad" in refused.stderr) == (2, False)
    file.write_text("name,kind\nBo Reed,bad\nAda Quill,\n")
    assert "--skip-bad passes these rows over" in shell.run("targets", "import", file).stderr


def test_rows_about_one_person_are_refused_or_made_one(shell: Shell, tmp_path: Path) -> None:
    file = tmp_path / "people.csv"
    file.write_text("name,facts\nDr. med. Anna Kettleby,She lives in Vell.\nAnna Kettleby,She sails.\n")
    refused = shell.run("targets", "import", file)
    assert (refused.exit_code, shell.store.exists()) == (2, False)
    assert "line 3: the same name, titles and word order aside, as in line 2" in refused.stderr
    assert "--merge makes one target" in refused.stderr
    done = shell.run("targets", "import", file, "--merge", "--json")
    assert "lines 2 and 3 are one target" in done.stderr
    assert [len(target["facts"]) for target in json.loads(done.stdout)] == [2]
    again = shell.run("targets", "import", file, "--merge", "--update", "--json")
    assert json.loads(again.stdout)["unchanged"] == 1
    assert "--merge" in shell.run("targets", "import", file, "--update").stderr
    assert shell.run("targets", "add", "Prof. Anna Kettleby").exit_code == 2
    assert "She sails." in shell.run("targets", "show", "Kettleby, Anna").stdout


def test_a_table_of_another_program_is_previewed_and_imported(shell: Shell, tmp_path: Path) -> None:
    file = tmp_path / "crm.csv"
    file.write_bytes("Vorname;Nachname;Alias;Betreuer\r\nPetra;Lindqvist-Möra;P. Lindqvist;Kim\r\n".encode("cp1252"))
    refused = shell.run("targets", "import", file)
    assert (refused.exit_code, shell.store.exists()) == (2, False)
    assert "column 4 is none of" in refused.stderr
    unknown = shell.run("targets", "import", file, "--dry-run")
    assert (unknown.exit_code, unknown.stderr.splitlines()[3]) == (2, "alu: column 4, Betreuer: unknown")
    command = ("targets", "import", file, "--map", "Betreuer=-", "--map", "3=aliases")
    seen = shell.run(*command, "--dry-run")
    assert seen.stderr.splitlines() == [
        "alu: column 1, Vorname: first_name",
        "alu: column 2, Nachname: last_name",
        "alu: column 3, Alias: aliases",
        "alu: column 4, Betreuer: left out",
    ]
    assert not shell.store.exists()
    (petra,) = json.loads(shell.run(*command, "--json").stdout)
    assert (petra["name"], petra["aliases"]) == ("Petra Lindqvist-Möra", ["P. Lindqvist"])


def test_a_german_list_with_faults_says_each_fault_once(shell: Shell, tmp_path: Path) -> None:
    until = {3: "irgendwann", 4: "irgendwann", 5: "irgendwann", 9: "irgendwann"}
    rows = [f"Adda{'aeioubcdfghk'[n]}o;Quillfeather;V-{n};{until.get(n, '31.12.2097')}" for n in range(12)]
    (tmp_path / "liste.csv").write_text("\n".join(["Vorname;Nachname;Vorgang;Gültig bis", *rows]), "cp1252")
    command = ("targets", "import", tmp_path / "liste.csv")
    failed = shell.run(*command)
    assert failed.exit_code == 2
    assert failed.stderr.startswith("alu: lines 5–7, 11: expires: write a date as ")
    assert failed.stderr.count("expires") == 1
    done = shell.run(*command, "--skip-bad", "--json")
    assert "alu: passed over lines 5–7, 11: expires: " in done.stderr
    kept = json.loads(done.stdout)
    assert [one["expires"] for one in kept] == ["2097-12-31T00:00:00Z"] * 8
    assert kept[0]["reason"] == "V-0"


def test_a_name_in_broken_letters_is_refused(shell: Shell) -> None:
    name = "Jörg Lüdenscheidt".encode().decode("cp1252")
    added, listed = (
        shell.run("targets", "add", name),
        shell.run("targets", "import", "-", "--format", "txt", input=name),
    )
    for refused in (added, listed):
        assert refused.exit_code == 2
        assert "was read in another encoding than it was written in" in refused.stderr
    assert shell.run("targets", "add", name, "--force").exit_code == 0


@pytest.mark.parametrize("name", ["Müller-Brandt &amp; Sohn", "[Odalys Brannigan](http://x)", "Odalys\u200bBrannigan"])
def test_a_name_with_escapes_is_refused(shell: Shell, name: str) -> None:
    added = shell.run("targets", "add", name)
    listed = shell.run("targets", "import", "-", "--format", "txt", input=name)
    for refused in (added, listed):
        assert refused.exit_code == 2
        assert "holds escapes or markup, and is in no answer: write it as people read it" in refused.stderr
    assert shell.run("targets", "add", "Ada Quill", "--alias", name).exit_code == 2
    assert shell.run("targets", "add", name, "--force").exit_code == 0


def test_a_day_is_written_with_dots_too(shell: Shell) -> None:
    done = shell.run("targets", "add", "Odalys Brannigan", "--expires", "31.12.2097", "--json")
    assert json.loads(done.stdout)["expires"] == "2097-12-31T00:00:00Z"
    assert shell.run("targets", "edit", "Odalys Brannigan", "--expires", "03/04/2097").exit_code == 2


def test_an_encoding_is_named_for_a_pipe(shell: Shell) -> None:
    command = ("targets", "import", "-", "--format", "csv", "--json")
    data = "name\nJiří Dvořák\n".encode("cp1250")
    assert "name its encoding (--encoding NAME)" in shell.run(*command, input=data).stderr
    (jiri,) = json.loads(shell.run(*command, "--encoding", "cp1250", input=data).stdout)
    assert jiri["name"] == "Jiří Dvořák"


def test_import_from_a_pipe_and_dry_run(shell: Shell) -> None:
    result = shell.run("targets", "import", "-", "--format", "txt", "--dry-run", input="Ada Quill\nBo Reed\n")
    assert result.exit_code == 0, result.stderr
    assert "Bo Reed" in result.stdout
    assert not shell.store.exists()
    assert shell.run("targets", "import", "-", "--format", "txt", input="Ada Quill\n").exit_code == 0
    assert len(rows(shell)) == 1


def test_a_binary_file_is_refused(shell: Shell, tmp_path: Path) -> None:
    file = tmp_path / "names.txt"
    file.write_bytes(b"\x7fELF\x02\x01\x00\x00" * 10)
    result = shell.run("targets", "import", file)
    assert result.exit_code == 2
    assert "unexpected" not in result.stderr


def test_export_is_read_back_and_private(shell: Shell, tmp_path: Path) -> None:
    shell.keep(NAME, ["He wrote «Salt»."], id="basil", aliases=["B. Thornquill"])
    before = rows(shell)
    for name in ("out.jsonl", "out.json", "out.csv"):
        out = tmp_path / name
        assert shell.run("targets", "export", "--out", out).exit_code == 0
        assert stat.S_IMODE(out.stat().st_mode) == 0o600
        other = tmp_path / f"{name}.store"
        result = shell.run("targets", "import", out, "--store", other)
        assert result.exit_code == 0, result.stderr
        again = json.loads(shell.run("targets", "list", "--json", "--store", other).stdout)
        assert [(t["id"], t["name"], t["aliases"]) for t in again] == [("basil", NAME, ["B. Thornquill"])]
    assert rows(shell) == before
    assert shell.run("targets", "export", "--format", "txt").stdout.strip() == NAME


def test_a_store_made_with_another_embedder_is_exit_4(shell: Shell, monkeypatch: pytest.MonkeyPatch) -> None:
    shell.keep(NAME)
    monkeypatch.setenv("ALU_EMBEDDER", "minilm-384")
    result = shell.run("targets", "list")
    assert result.exit_code == 4
    assert "wordllama" in result.stderr
    assert result.stderr.count("\n") == 1


def test_a_corrupt_store_is_exit_4(shell: Shell) -> None:
    shell.keep(NAME)
    for file in shell.store.glob("targets.db*"):
        file.write_bytes(b"\0garbage\xff" * 1000)
    result = shell.run("targets", "list")
    assert result.exit_code == 4, result.stderr
    assert "unexpected" not in result.stderr
    assert NAME not in result.stderr


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write everywhere")
def test_a_read_only_folder_is_exit_4(shell: Shell, tmp_path: Path) -> None:
    folder = tmp_path / "locked"
    folder.mkdir(mode=0o500)
    result = shell.run("targets", "add", NAME, "--store", folder / "targets")
    assert result.exit_code == 4


def test_a_file_in_place_of_the_folder_is_exit_4(shell: Shell, tmp_path: Path) -> None:
    file = tmp_path / "file"
    file.write_text("", encoding="utf-8")
    for args in (["targets", "add", NAME], ["targets", "list"]):
        assert shell.run(*args, "--store", file).exit_code == 4


def enriching(body: dict[str, Any]) -> str:
    schema = json.dumps(body)
    if "confused_with" in schema:
        return json.dumps(
            {"description": "A novelist.", "aliases": ["Basil T. Quill"], "confused_with": ["Basil Thorn"]}
        )
    return json.dumps({"facts": ["He wrote «Salt» in Karlshavn."]})


def test_enrich_keeps_what_the_model_says_marked_as_such(shell: Shell, server: FakeServer) -> None:
    server.reply = enriching
    shell.keep(NAME)
    result = shell.run("targets", "enrich", NAME, "--yes", "--model", server.model, "--json")
    assert result.exit_code == 0, result.stderr
    assert "+ alias: Basil T. Quill" in result.stderr
    (target,) = json.loads(result.stdout)
    assert target["facts"] == [{"text": "He wrote «Salt» in Karlshavn.", "question": None, "origin": "model"}]
    assert rows(shell) == [target]
    assert "[from the model]" in shell.run("targets", "show", NAME).stdout
    again = shell.run("targets", "enrich", "--yes", "--model", server.model)
    assert "nothing new" in again.stderr


def test_enrich_keeps_a_topics_subfields_as_examples(shell: Shell, server: FakeServer) -> None:
    server.reply = lambda body: json.dumps({"phrases": ["raking spool pins of a lock", "Python functions"]})
    shell.run("targets", "add", "Lock bypassing", "--kind", "topic", "--example", "picking a lock")
    result = shell.run("targets", "enrich", "--yes", "--model", server.model, "--json")
    assert result.exit_code == 0, result.stderr
    assert "+ example: raking spool pins of a lock" in result.stderr
    assert json.loads(result.stdout)[0]["examples"] == ["picking a lock", "raking spool pins of a lock"]


def test_add_and_import_can_enrich_at_once(shell: Shell, server: FakeServer, tmp_path: Path) -> None:
    server.reply = enriching
    added = shell.run("targets", "add", NAME, "--enrich", "--yes", "--model", server.model, "--json")
    assert json.loads(added.stdout)["aliases"] == ["Basil T. Quill"]
    file = tmp_path / "names.txt"
    file.write_text("Ada Quill\n", encoding="utf-8")
    result = shell.run("targets", "import", file, "--enrich", "--yes", "--model", server.model, "--json")
    assert json.loads(result.stdout)[0]["aliases"] == ["Basil T. Quill"]


def test_what_the_model_says_is_dropped_when_nobody_agrees(
    shell: Shell, server: FakeServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    from alu.cli import output

    server.reply = enriching
    shell.keep(NAME)
    monkeypatch.setattr(output, "at_terminal", lambda: True)
    result = shell.run("targets", "enrich", "--model", server.model, input="n\n")
    assert result.exit_code == 0, result.stderr
    assert rows(shell)[0]["facts"] == []


def test_a_target_stays_when_the_model_fails_to_enrich_it(shell: Shell, server: FakeServer) -> None:
    server.status = 400
    result = shell.run("targets", "add", NAME, "--enrich", "--yes", "--model", server.model)
    assert result.exit_code == 3
    (row,) = rows(shell)
    assert row["name"] == NAME
    assert f"`alu targets enrich {row['id']}` completes that" in result.stderr


@pytest.mark.parametrize(
    ("name", "content", "says"),
    [
        ("kunden.xls", "x", "which format is it? it has an unknown ending, .xls; there are txt, csv, "),
        ("kunden", "x", "which format is it? it has no ending; there are txt, csv, "),
        ("folder.csv", None, "folder.csv is a folder, not a file"),
        ("empty.csv", "name\n", "the file holds no target: it is empty, or has a header and no row below it"),
    ],
)
def test_a_file_that_is_none_is_refused_with_what_to_do(
    shell: Shell, tmp_path: Path, name: str, content: str | None, says: str
) -> None:
    file = tmp_path / name
    file.mkdir() if content is None else file.write_text(content)
    result = shell.run("targets", "import", file)
    assert (result.exit_code, result.stdout) == (2, "")
    assert says in result.stderr


def test_rows_that_are_stored_are_refused_with_what_takes_them(shell: Shell) -> None:
    once = shell.run("targets", "import", "-", "--format", "txt", input="Ada Quill\n")
    assert "imported 1 target into" in once.stderr
    again = shell.run("targets", "import", "-", "--format", "txt", input="Ada Quill\n")
    assert again.exit_code == 2
    assert "nothing was imported: --update changes what is stored, --skip-bad passes these rows over" in again.stderr
