"""`alu activity`: the latest first, of one namespace, without a text that was not kept, and dropped when asked."""

from __future__ import annotations

import json
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from alu.cli import output
from alu.store.persist.activity import Activity
from alu.store.persist.activity_log import ActivityLog
from alu.store.persist.location import open_place
from tests.cli import Shell


@pytest.fixture
def shell(shell: Shell) -> Shell:
    shell.keep("Odalys Brannigan", id="odalys")
    return shell


def touched(shell: Shell, *entries: Activity, namespace: str = "default") -> None:
    """Keep entries, as a running server does."""
    with closing(open_place(str(shell.store), namespace, create=False).database) as database:
        log = ActivityLog(database, namespace)
        for entry in entries:
            log.add(entry)


def listed(shell: Shell, *args: object) -> list[dict[str, Any]]:
    said = shell.run("activity", "--json", *args)
    assert said.exit_code == 0, said.stderr
    return list(json.loads(said.stdout))


def test_without_an_entry_there_is_an_empty_list_and_nothing_to_drop(
    shell: Shell, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert listed(shell) == []
    assert shell.run("activity").stdout.split() == ["time", "key", "ms", "calls", "trace", "verdict", "targets"]
    assert shell.run("activity").stderr == (
        "alu: nothing is kept: `alu config set activity ids`, then start alu serve anew\n"
    )
    monkeypatch.setenv("ALU_ACTIVITY", "ids")
    assert shell.run("logs").stderr == "alu: no request of the kind in the last 30 days\n"
    refused = shell.run("activity", "--clear")
    assert (refused.exit_code, "add --yes" in refused.stderr) == (2, True)
    assert shell.run("activity", "--clear", "--yes").stderr == "dropped 0 entries\n"


def test_a_search_that_finds_nothing_is_not_taken_for_nothing_kept(shell: Shell) -> None:
    """A server may keep what this shell's settings know nothing of."""
    touched(shell, Activity("refused", ("odalys",)))
    said = "alu: no request of the kind in the last 30 days\n"
    assert shell.run("activity", "--verdict", "clean").stderr == said
    assert shell.run("activity", "--target", "nobody").stderr == said


def test_the_latest_come_first_as_many_as_asked_for(shell: Shell) -> None:
    touched(shell, *(Activity(f"v{n}", ("odalys",), who=f"key{n}") for n in range(3)))
    assert [row["verdict"] for row in listed(shell)] == ["v2", "v1", "v0"]
    assert [row["who"] for row in listed(shell, "--limit", 2)] == ["key2", "key1"]
    assert shell.run("activity", "--limit", 0).exit_code == 2


def test_a_row_names_all_targets_and_cannot_steer_the_terminal(shell: Shell) -> None:
    touched(shell, Activity("rewritten", ("odalys", "b\x1b[2J"), who="ann\nroot"))
    _, row = shell.run("activity").stdout.splitlines()
    assert row.split()[-4:] == ["rewritten", "odalys,", "b", "[2J"]
    assert "\x1b" not in row
    assert "ann root" in row


def test_one_namespace_neither_sees_nor_drops_anothers(shell: Shell) -> None:
    assert shell.run("targets", "add", "Tobin Ashgrove", "--namespace", "other", "--force").exit_code == 0
    touched(shell, Activity("refused", ("odalys",)))
    touched(shell, Activity("clean", ("tobin",)), namespace="other")
    assert [row["verdict"] for row in listed(shell, "--namespace", "other")] == ["clean"]
    assert shell.run("activity", "--clear", "--yes", "--namespace", "other").stderr == "dropped 1 entry\n"
    assert [row["verdict"] for row in listed(shell)] == ["refused"]
    assert listed(shell, "--namespace", "other") == []


@pytest.mark.parametrize(("reply", "left"), [("n\n", 1), ("\n", 1), ("y\n", 0)])
def test_it_is_dropped_at_a_terminal_only_on_a_yes(
    shell: Shell, monkeypatch: pytest.MonkeyPatch, reply: str, left: int
) -> None:
    touched(shell, Activity("refused", ("odalys",)))
    monkeypatch.setattr(output, "at_terminal", lambda: True)
    said = shell.run("activity", "--clear", input=reply)
    assert "Drop the whole activity of this namespace? [y/N]" in said.stderr
    assert len(listed(shell)) == left


def test_a_removed_target_is_in_no_entry(shell: Shell) -> None:
    touched(shell, Activity("refused", ("odalys",), question="Who is Odalys Brannigan?", draft="She painted gulls."))
    assert shell.run("targets", "remove", "odalys", "--yes").exit_code == 0
    kept = json.dumps(listed(shell))
    assert not any(word in kept for word in ("odalys", "Odalys", "gulls"))


def test_a_store_that_is_not_there_is_an_error_and_not_made(shell: Shell, tmp_path: Path) -> None:
    said = shell.run("activity", "--store", tmp_path / "nowhere")
    assert said.exit_code != 0
    assert "nowhere" in said.stderr
    assert not (tmp_path / "nowhere").exists()


def test_only_what_is_asked_for_is_listed_by_both_names(shell: Shell) -> None:
    touched(
        shell,
        Activity("refused", ("odalys",), trace="abc"),
        Activity("clean", milliseconds=12, calls=1),
        Activity("rewritten", ("other",)),
    )
    assert [row["verdict"] for row in listed(shell)] == ["rewritten", "clean", "refused"]
    assert [row["verdict"] for row in listed(shell, "--open")] == ["rewritten", "refused"]
    assert [row["trace"] for row in listed(shell, "--target", "odalys")] == ["abc"]
    assert [row["verdict"] for row in listed(shell, "--trace", "abc")] == ["refused"]
    _, row = shell.run("logs", "--verdict", "clean").stdout.splitlines()
    assert row.split()[1:] == ["12", "1", "clean"]
    assert shell.run("logs", "--verdict", "nonsense").exit_code == 2
