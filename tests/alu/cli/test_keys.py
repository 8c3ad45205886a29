"""`alu keys`: shown once, removed when somebody says so."""

from __future__ import annotations

import json
import re
import time
from datetime import UTC, datetime, timedelta

import pytest

from alu.cli import output
from tests.cli import Shell
from tests.stores import files_with


def listed(shell: Shell) -> list[str]:
    return [key["name"] for key in json.loads(shell.run("keys", "list", "--json").stdout)]


def test_the_key_itself_is_in_no_file(shell: Shell) -> None:
    made = json.loads(shell.run("keys", "add", "ann", "--role", "admin", "--json").stdout)
    assert re.fullmatch(r"alu-[0-9a-f]{8}-[\w-]{43}", made["key"])
    assert made["key"].split("-")[1] == made["id"]
    assert not files_with(shell.store, made["key"])
    assert not files_with(shell.store, made["key"].split("-", 2)[2])
    (kept,) = json.loads(shell.run("keys", "list", "--json").stdout)
    assert kept == {**{k: v for k, v in made.items() if k != "key"}, "today": None}


@pytest.mark.parametrize(
    ("args", "role", "hinted"),
    [
        (["admin"], "user", True),
        (["Admin"], "user", True),
        (["admin", "--role", "admin"], "admin", False),
        (["user", "--role", "admin"], "admin", True),
        (["user"], "user", False),
        (["ann"], "user", False),
    ],
)
def test_a_key_that_is_named_like_a_role_says_which_role_it_has(
    shell: Shell, args: list[str], role: str, hinted: bool
) -> None:
    made = shell.run("keys", "add", *args, "--json")
    assert json.loads(made.stdout)["role"] == role
    assert (f"its role is {role}; the role is given by --role" in made.stderr) == hinted


def test_a_key_for_a_namespace_without_targets_says_that_nothing_is_withheld(shell: Shell) -> None:
    said = "has no target yet: nothing is withheld"
    assert said in shell.run("keys", "add", "ann", "--namespace", "hrr").stderr
    shell.run("targets", "add", "Odalys Brannigan", "--namespace", "hr")
    assert said not in shell.run("keys", "add", "bob", "--namespace", "hr").stderr


@pytest.mark.parametrize("name", ["", " ann", "ann ", "a\nb", "a\x1b[2J", "a/b", "é" * 101, "a;b", '"'])
def test_a_name_that_could_not_be_shown_is_refused(shell: Shell, name: str) -> None:
    result = shell.run("keys", "add", "--", name)
    assert (result.exit_code, result.stdout) == (2, "")
    assert "a key's name is" in result.stderr
    assert shell.run("keys", "list", "--json").stdout == "[]\n"


@pytest.mark.parametrize(("said", "code", "left"), [("n\n", 1, ["ann"]), ("", 1, ["ann"]), ("yes\n", 0, [])])
def test_at_a_terminal_a_key_is_removed_when_somebody_says_so(
    shell: Shell, monkeypatch: pytest.MonkeyPatch, said: str, code: int, left: list[str]
) -> None:
    shell.run("keys", "add", "ann")
    monkeypatch.setattr(output, "at_terminal", lambda: True)
    result = shell.run("keys", "remove", "ann", input=said)
    assert result.exit_code == code
    assert "It is the last one" in result.stderr
    assert listed(shell) == left


def test_only_the_last_key_comes_with_a_warning(shell: Shell, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("ann", "bob"):
        shell.run("keys", "add", name)
    monkeypatch.setattr(output, "at_terminal", lambda: True)
    assert "last" not in shell.run("keys", "remove", "ann", input="y\n").stderr
    assert listed(shell) == ["bob"]


def test_keys_are_no_targets_and_outlive_them(shell: Shell) -> None:
    shell.run("keys", "add", "ann")
    shell.keep("Basil Thornquill", id="no-7")
    assert shell.run("targets", "show", "ann").exit_code == 2
    for args in (("remove", "no-7", "--yes"), ("purge",)):
        assert shell.run("targets", *args).exit_code == 0
    assert listed(shell) == ["ann"]
    history = json.loads(shell.run("targets", "history", "--json").stdout)
    assert [event["target_id"] for event in history] == ["no-7", "no-7"]


def test_a_removed_keys_id_is_printed(shell: Shell) -> None:
    made = shell.run("keys", "add", "bob", "--json")
    gone = shell.run("keys", "remove", "bob", "--yes")
    assert (gone.stdout, gone.stderr) == (
        f"{json.loads(made.stdout)['id']}\n",
        "alu: removed; a running server refuses it a second later\n",
    )


def test_keys_are_listed_and_removed_whatever_namespaces_there_are(shell: Shell) -> None:
    shell.run("keys", "add", "ann", "--namespace", "tenant")
    assert listed(shell) == ["ann"]
    refused = shell.run("keys", "remove", "ann")
    assert (refused.exit_code, "add --yes" in refused.stderr, listed(shell)) == (2, True, ["ann"])
    removed = shell.run("keys", "remove", "ann", "--yes", "--json")
    assert (removed.exit_code, json.loads(removed.stdout)["name"]) == (0, "ann")
    assert listed(shell) == []
    assert "no namespace" in shell.run("targets", "list").stderr


def test_limits_are_set_shown_and_kept_by_a_rotation(shell: Shell) -> None:
    args = ("--expires", "30d", "--tokens-per-day", 5000, "--requests-per-minute", 20)
    made = shell.run("keys", "add", "ann", *args)
    assert ", until 20" in made.stderr
    (kept,) = json.loads(shell.run("keys", "list", "--json").stdout)
    assert (kept["tokens_per_day"], kept["requests_per_minute"]) == (5000, 20)
    assert 29.9 < (datetime.fromisoformat(kept["expires"]) - datetime.now(UTC)) / timedelta(days=1) <= 30
    rotated = shell.run("keys", "rotate", "ann", "--grace", "12h")
    assert re.fullmatch(r"alu-[0-9a-f]{8}-[\w-]{43}\n", rotated.stdout)
    assert rotated.stdout != made.stdout
    assert not files_with(shell.store, rotated.stdout.strip())
    (after,) = json.loads(shell.run("keys", "list", "--json").stdout)
    assert {**after, "created": 0, "expires": 0} == {**kept, "created": 0, "expires": 0}
    table = shell.run("keys", "list").stdout
    assert "– of 5000" in table
    assert "expired" not in table


@pytest.mark.parametrize(
    "args",
    [
        ("add", "ann", "--expires", "0d"),
        ("add", "ann", "--expires", "soon"),
        ("add", "ann", "--expires", "2020-01-01"),
        ("add", "ann", "--tokens-per-day", 0),
        ("add", "ann", "--requests-per-minute", -1),
        ("rotate", "ann", "--grace", "1 day"),
        ("rotate", "ann", "--expires", "-1d"),
    ],
)
def test_a_limit_that_is_none_is_refused(shell: Shell, args: tuple[object, ...]) -> None:
    shell.run("keys", "add", "bob")
    result = shell.run("keys", *args)
    assert (result.exit_code, result.stdout) == (2, "")
    assert listed(shell) == ["bob"]


def test_the_error_says_which_option_is_no_time(shell: Shell) -> None:
    shell.run("keys", "add", "ann")
    assert "write --grace as 90m, 12h" in shell.run("keys", "rotate", "ann", "--grace", "1 day").stderr


def test_a_key_that_is_not_there_cannot_be_rotated(shell: Shell) -> None:
    shell.run("keys", "add", "bob")
    assert shell.run("keys", "rotate", "ann").exit_code == 2


def test_an_expired_key_says_so(shell: Shell, monkeypatch: pytest.MonkeyPatch) -> None:
    shell.run("keys", "add", "ann", "--expires", "1m")
    monkeypatch.setattr("alu.server.keys.time.time", lambda: time.time_ns() / 1e9 + 61)
    assert "expired  " in shell.run("keys", "list").stdout


def test_without_a_store_there_are_no_keys(shell: Shell) -> None:
    result = shell.run("keys", "list")
    assert (result.exit_code, result.stdout) == (4, "")
    assert "no store in" in result.stderr
