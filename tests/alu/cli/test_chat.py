"""`alu chat`, piped in and at a terminal of its own."""

from __future__ import annotations

import json
import signal
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.cli import Shell
from tests.openai_server import FakeServer, serving
from tests.terminal import terminal

NAME = "Basil Thornquill"


@pytest.fixture
def shell(shell: Shell, monkeypatch: pytest.MonkeyPatch) -> Shell:
    monkeypatch.delenv("ALU_STORE")
    return shell


def turns(server: FakeServer) -> list[list[str]]:
    return [[m["content"] for m in body["messages"]] for body in server.requests]


def test_piped_in_it_prints_answers_only_and_keeps_what_was_shown(shell: Shell, server: FakeServer) -> None:
    server.reply = lambda body: f"Answer {len(body['messages'])}."
    result = shell.run("chat", "--model", server.model, "--forget", NAME, input="One?\n\n  Two?  \n/quit\nThree?\n")
    assert result.exit_code == 0, result.stderr
    assert result.stdout == "Answer 1.\nAnswer 3.\n"
    assert turns(server) == [["One?"], ["One?", "Answer 1.", "Two?"]]


def test_forget_counts_from_the_next_turn_on(shell: Shell, server: FakeServer) -> None:
    server.reply = lambda body: f"{NAME} lives in Karlshavn."
    question = f"Where does {NAME} live?"
    lines = f"{question}\n/forget {NAME}\n/forget {NAME.upper()}\n{question}\n/targets\n"
    result = shell.run("chat", "--model", server.model, input=lines)
    assert result.exit_code == 5
    first, second, *table = result.stdout.splitlines()
    assert "Karlshavn" in first
    assert "Karlshavn" not in second
    assert NAME in table[-1]
    assert "in this chat" in result.stderr
    assert "already" in result.stderr


def test_forget_is_kept_where_a_store_was_chosen(shell: Shell, server: FakeServer, tmp_path: Path) -> None:
    store = tmp_path / "chosen"
    result = shell.run("chat", "--model", server.model, "--store", store, input=f"/forget {NAME}\n/forget {NAME}\n")
    assert result.exit_code == 2
    assert str(store) in result.stderr
    kept = json.loads(shell.run("targets", "list", "--store", store, "--json").stdout)
    assert [t["name"] for t in kept] == [NAME]


def test_what_is_kept_for_good_is_warned_of_at_the_door(shell: Shell, server: FakeServer, tmp_path: Path) -> None:
    chosen = tmp_path / "chosen"
    result = shell.run("chat", "--model", server.model, "--store", chosen, input="/forget Will\n/targets\n")
    assert result.exit_code == 2
    assert "the name «Will» is in 3.0% of harmless dialogues" in result.stderr
    assert "(`alu targets add NAME --force` keeps it all the same)" in result.stderr
    assert "Will" not in result.stdout
    # for one chat a warning is enough
    result = shell.run("chat", "--model", server.model, input="/forget Will\n/targets\n")
    assert "warning: «Will» is an ordinary word" in result.stderr
    assert "Will" in result.stdout


def test_piped_in_a_chat_that_withholds_nothing_says_so(shell: Shell, server: FakeServer) -> None:
    said = "alu: no targets yet, so nothing is withheld: `alu targets add NAME` adds one\n"
    assert shell.run("chat", "--model", server.model, input="Who?\n").stderr == said
    assert shell.run("chat", "--model", server.model, "--forget", NAME, input="Who?\n").stderr == ""


def test_what_another_process_forgets_counts_next_to_what_this_chat_forgets(
    shell: Shell, server: FakeServer, tmp_path: Path
) -> None:
    store = tmp_path / "chosen"
    assert shell.run("targets", "add", "Ada Reed", "--store", store).exit_code == 0

    def reply(body: dict[str, Any]) -> str:
        from alu.store.store import TargetStore
        from alu.store.target import Target

        if len(server.requests) == 1:
            with TargetStore.open(store) as other:
                other.add(Target(name=NAME))
        return f"{NAME} lives in Karlshavn."

    server.reply = reply
    result = shell.run(
        *("chat", "--store", store, "--forget", "Bo Smith", "--model", server.model),
        input=f"How are you?\nWhere does {NAME} live?\n",
    )
    assert result.exit_code == 5
    assert "Karlshavn" not in result.stdout.splitlines()[-1]


def test_explain_model_and_help(shell: Shell, server: FakeServer) -> None:
    with serving(FakeServer(reply=lambda body: "The other one.")) as other:
        lines = f"/help\n/explain\nOne?\n/explain\n/model {other.model}\nTwo?\n/model\n/nonsense\n"
        result = shell.run("chat", "--model", server.model, input=lines)
    assert result.stdout == "An answer.\nThe other one.\n"
    assert result.stderr.count("verdict: clean") == 1
    assert "/nonsense is no command" in result.stderr
    assert "/model is no command here, or lacks its name" in result.stderr
    assert result.exit_code == 2


def test_a_model_that_nobody_has_is_refused_at_once_and_the_one_before_goes_on(
    shell: Shell, server: FakeServer
) -> None:
    result = shell.run("chat", "--model", server.model, input="/model nix\nOne?\n/model \n/model http:///\nTwo?\n")
    assert result.stdout == "An answer.\nAn answer.\n"
    assert "nix names no provider that litellm knows" in result.stderr
    assert "answers from now on" not in result.stderr
    assert result.exit_code == 2


def test_explain_shows_the_evidence_as_ask_does_and_no_draft(shell: Shell, server: FakeServer) -> None:
    server.reply = lambda body: f"{NAME} lives in Karlshavn."
    question = f"Where does {NAME} live?"
    chatted = shell.run("chat", "--model", server.model, "--forget", NAME, input=f"/explain\n{question}\n")
    asked = shell.run("ask", question, "--model", server.model, "--forget", NAME, "--explain")
    rows = [[r.split() for r in shown.stderr.splitlines()] for shown in (chatted, asked)]
    found = [[r[1:] for r in own if r and r[0].startswith("t-")] for own in rows]
    assert [r for r in rows[0] if r[:1] == ["target"]] == [["target", "channel", "where", "sentence", "score"]]
    assert found[0] == found[1]
    assert {r[-3] for r in found[0]} >= {"question", "draft"}
    assert "Karlshavn" not in chatted.output


def test_a_fault_is_reported_and_the_chat_goes_on(shell: Shell, server: FakeServer) -> None:
    def reply(body: dict[str, Any]) -> str:
        server.status = 200
        return "Again."

    server.reply, server.status = reply, 400
    result = shell.run("chat", "--model", server.model, "--forget", NAME, input="/help\nOne?\n")
    assert result.exit_code == 3
    server.status = 200
    assert shell.run("chat", "--model", server.model, input="One?\n").stdout == "Again.\n"


def test_input_that_is_no_text_is_exit_2(shell: Shell, server: FakeServer) -> None:
    result = shell.run("chat", "--model", server.model, input=b"caf\xe9?\n")
    assert result.exit_code == 2
    assert "UTF-8" in result.stderr


def test_at_a_terminal_a_fault_or_ctrl_c_keeps_the_chat(
    shell: Shell, server: FakeServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    from alu.unlearner import Unlearner

    typed: Iterator[str | BaseException] = iter([KeyboardInterrupt(), "One?", "Two?", "/nonsense", EOFError()])

    def read(prompt: str) -> str:
        said = next(typed)
        if isinstance(said, str):
            return said
        raise said

    real = Unlearner.ask
    asked: list[object] = []

    def ask(self: Unlearner, question: Any, **more: Any) -> Any:
        asked.append(question)
        if len(asked) == 1:
            raise KeyboardInterrupt
        return real(self, question, **more)

    monkeypatch.setattr("alu.cli.output.at_terminal", lambda: True)
    monkeypatch.setattr("builtins.input", read)
    monkeypatch.setattr(Unlearner, "ask", ask)
    result = shell.run("chat", "--model", server.model, "--forget", NAME)
    assert result.exit_code == 0, result.stderr
    assert result.stdout == "An answer.\n"
    assert turns(server) == [["Two?"]]
    assert "cancelled" in result.stderr
    assert "Ctrl-D or /quit leaves" in result.stderr
    assert "1 target" in result.stderr


def test_piped_in_ctrl_c_is_130(shell: Shell, server: FakeServer, monkeypatch: pytest.MonkeyPatch) -> None:
    from alu.unlearner import Unlearner

    def ask(self: Unlearner, question: object, **_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(Unlearner, "ask", ask)
    assert shell.run("chat", "--model", server.model, "-f", NAME, input="One?\nTwo?\n").exit_code == 130


def test_at_a_terminal_ctrl_c_cancels_the_answer_and_ctrl_d_leaves(shell: Shell, server: FakeServer) -> None:
    server.delay = 30.0
    with (
        terminal() as person,
        shell.start("chat", "--model", server.model, "--forget", NAME, **person.streams) as process,
    ):
        person.wait_for("1 target.*/help.*> ")
        person.type("One?\r")
        assert server.arrived.wait(60)
        process.send_signal(signal.SIGINT)
        person.wait_for("cancelled.*> ")
        server.delay = 0.0
        person.type("Two?\r")
        person.wait_for("An answer.*> ")
        time.sleep(1)  # Python misses a signal between its prompt and its wait for a line
        process.send_signal(signal.SIGINT)
        person.wait_for("Ctrl-D.*> ")
        person.type("\x04")
        assert process.wait(20) == 0
    assert turns(server)[-1] == ["Two?"]


def test_a_new_dialogue_and_what_is_forgotten_no_longer(shell: Shell, server: FakeServer) -> None:
    server.reply = lambda body: f"{NAME} lives in Karlshavn."
    question = f"Where does {NAME} live?"
    lines = f"{question}\n/unforget {NAME.lower()}\n{question}\n/new\n{question}\n/unforget {NAME}\n"
    result = shell.run("chat", "--model", server.model, "--forget", NAME, input=lines)
    refused, *open_ = result.stdout.splitlines()
    assert "Karlshavn" not in refused
    assert open_ == [f"{NAME} lives in Karlshavn."] * 2
    assert [len(said) for said in turns(server)][-2:] == [3, 1]
    assert "no longer forgotten in this chat" in result.stderr
    assert f"{NAME} is not forgotten" in result.stderr


@pytest.mark.parametrize("agreed", [True, False])
def test_what_is_stored_is_removed_where_a_person_says_so(
    shell: Shell, server: FakeServer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, agreed: bool
) -> None:
    store = tmp_path / "chosen"
    assert shell.run("targets", "add", NAME, "--id", "basil", "--store", store).exit_code == 0
    if agreed:
        monkeypatch.setattr("alu.cli.output.at_terminal", lambda: True)
        monkeypatch.setattr("alu.cli.chat.confirmed", lambda question, *, yes: "(basil)" in question)
    result = shell.run("chat", "--model", server.model, "--store", store, input=f"/unforget {NAME}\n")
    left = json.loads(shell.run("targets", "list", "--store", store, "--json").stdout)
    assert [target["id"] for target in left] == ([] if agreed else ["basil"])
    assert ("`alu targets remove basil`" in result.stderr) != agreed
