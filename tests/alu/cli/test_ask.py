"""`alu ask`: what goes to stdout, what to stderr, and which exit code, with a real server on loopback."""

from __future__ import annotations

import json
import signal
import socket
from pathlib import Path

import pytest

from tests.cli import Shell
from tests.openai_server import FakeServer
from tests.terminal import terminal

NAME = "Basil Thornquill"
DRAFT = "Basil Thornquill was born in Karlshavn.\n"


@pytest.fixture
def shell(shell: Shell, monkeypatch: pytest.MonkeyPatch) -> Shell:
    monkeypatch.delenv("ALU_STORE")
    return shell


def test_a_harmless_answer_is_the_models_own_bytes(shell: Shell, server: FakeServer) -> None:
    said = "Ångström – 10⁻¹⁰ m\t\x1b[1mbold\x1b[0m \n\n  trailing  "
    server.reply = lambda body: said
    result = shell.run("ask", "How long is it?", "--forget", NAME, "--model", server.model)
    assert result.exit_code == 0, result.stderr
    assert result.stdout_bytes.decode() == said + "\n"
    assert len(server.requests) == 1
    assert server.requests[0]["messages"] == [{"role": "user", "content": "How long is it?"}]


def test_json_is_the_answer_as_a_dict(shell: Shell, server: FakeServer) -> None:
    result = shell.run("ask", "How far is the moon?", "--forget", NAME, "--model", server.model, "--json")
    answer = json.loads(result.stdout)
    assert set(answer) == {"text", "verdict", "matched", "stages", "usage", "blocked", "finish_reason", "evidence"}
    assert answer["verdict"] == "clean"
    assert answer["usage"]["calls"] == 1


@pytest.mark.parametrize("command", [("ask", "How far is it?"), ("chat",)])
def test_an_answer_that_is_cut_off_says_so(shell: Shell, server: FakeServer, command: tuple[str, ...]) -> None:
    server.finish = "length"
    result = shell.run(*command, "--forget", NAME, "--model", server.model, input="How far is it?\n")
    assert (result.stdout, result.exit_code) == ("An answer.\n", 0)
    assert "cut off" in result.stderr
    shown = shell.run("ask", "How far is it?", "--forget", NAME, "--model", server.model, "--json")
    assert json.loads(shown.stdout)["finish_reason"] == "length"


def test_explain_goes_to_stderr_and_shows_no_draft(shell: Shell, server: FakeServer) -> None:
    server.reply = lambda body: DRAFT
    result = shell.run("ask", f"Where was {NAME} born?", "--forget", NAME, "--model", server.model, "--explain")
    assert result.exit_code == 5
    assert "verdict: failed_closed" in result.stderr
    assert "matched: t-" in result.stderr
    assert "Karlshavn" not in result.output


def test_a_failed_check_prints_the_refusal_and_leaves_with_5(shell: Shell, server: FakeServer) -> None:
    server.reply = lambda body: DRAFT
    result = shell.run("ask", f"Where was {NAME} born?", "-f", NAME, "-m", server.model, "--style", "refuse")
    assert result.exit_code == 5
    assert result.stdout.strip()
    assert "Basil" not in result.output


def test_on_error_open_lets_the_draft_out_when_asked_to(shell: Shell, server: FakeServer) -> None:
    server.reply = lambda body: DRAFT
    args = ["ask", f"Where was {NAME} born?", "-f", NAME, "-m", server.model, "--on-error", "open", "--json"]
    result = shell.run(*args)
    assert result.exit_code == 0
    assert json.loads(result.stdout)["verdict"] == "bypassed"


def test_an_empty_question_fetches_no_model(shell: Shell) -> None:
    for question in ("", "  "):
        result = shell.run("ask", question)
        assert (result.exit_code, result.stderr) == (2, "alu: the question is empty\n")


def test_an_ordinary_word_to_be_forgotten_is_warned_of(shell: Shell, server: FakeServer) -> None:
    for name, warned in (("Will", True), (NAME, False)):
        result = shell.run("ask", "How far is it?", "--forget", name, "--model", server.model)
        assert ("is an ordinary word" in result.stderr) is warned
    whole = shell.run("ask", "How far is it?", "--forget", "Kim Ng", "--model", server.model).stderr
    assert "«Kim Ng» is made of ordinary words" in whole
    assert "full name" not in whole  # that is it


@pytest.mark.parametrize("args", [["-"], []])
def test_the_question_can_be_piped_in(shell: Shell, server: FakeServer, args: list[str]) -> None:
    result = shell.run("ask", *args, "--model", server.model, input="Wie weit ist der Mond,\nungefähr?\n")
    assert result.exit_code == 0, result.stderr
    assert server.requests[0]["messages"][0]["content"] == "Wie weit ist der Mond,\nungefähr?"


def test_without_targets_it_says_so_and_answers(shell: Shell, server: FakeServer) -> None:
    result = shell.run("ask", "How far?", "--model", server.model)
    assert result.stdout == "An answer.\n"
    assert "no targets" in result.stderr


def test_a_store_that_is_there_and_empty_withholds_nothing_either(shell: Shell, server: FakeServer) -> None:
    shell.keep(NAME, id="basil")
    asked = ("ask", "Who?", "--model", server.model)
    assert shell.run(*asked).stderr == ""
    shell.run("targets", "remove", "basil", "--yes")
    assert "no targets yet, so nothing is withheld" in shell.run(*asked).stderr
    assert shell.run(*asked, "--forget", NAME).stderr == ""


def test_the_stored_targets_count_next_to_those_of_the_request(shell: Shell, server: FakeServer) -> None:
    stored = json.loads(shell.run("targets", "add", NAME, "--json").stdout)["id"]
    server.reply = lambda body: DRAFT
    for forget in ([], ["--forget", "Someone Else"], ["--forget", NAME]):
        args = ["ask", f"Where was {NAME} born?", "--model", server.model, "--json", *forget]
        answer = json.loads(shell.run(*args).stdout)
        assert answer["matched"] == [stored]
        assert answer["verdict"] == "failed_closed"
    assert len(json.loads(shell.run("targets", "list", "--json").stdout)) == 1


def test_a_context_file_is_read_and_checked(shell: Shell, server: FakeServer, tmp_path: Path) -> None:
    passage = tmp_path / "passage.txt"
    passage.write_text("The moon is 384,400 km away.", encoding="utf-8")
    result = shell.run("ask", "How far?", "--context", passage, "--model", server.model)
    assert result.exit_code == 0, result.stderr
    assert "384,400" in json.dumps(server.requests[0]["messages"])


def test_the_paper_profile_says_that_it_is_for_benchmarks(shell: Shell, server: FakeServer) -> None:
    result = shell.run("ask", "How far?", "-f", NAME, "--model", server.model, "--profile", "paper")
    assert result.stderr.startswith("alu: profile paper")
    assert "benchmarks only" in result.stderr


@pytest.mark.parametrize(
    ("question", "says"),
    [
        (b"", "empty"),
        (b"  \n", "empty"),
        (b"why? " * 50_000, "200 kB"),
        (b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR", "binary"),
        (b"caf\xe9?", "UTF-8"),
    ],
)
def test_a_bad_question_is_exit_2(shell: Shell, server: FakeServer, question: bytes, says: str) -> None:
    result = shell.run("ask", "-", "--model", server.model, input=question)
    assert result.exit_code == 2
    assert says in result.stderr
    assert result.stderr.count("\n") == 1
    assert server.requests == []


def test_a_bad_question_as_an_argument_is_exit_2(shell: Shell, server: FakeServer) -> None:
    for question in ("", "why? " * 50_000, "caf\udce9?"):
        assert shell.run("ask", question, "--model", server.model).exit_code == 2
    assert server.requests == []


@pytest.mark.parametrize(
    ("args", "code", "says"),
    [
        (["--model", "nobody/knows-this"], 2, ""),
        (["--audit", "sometimes"], 2, "audit"),
        (["--context", "/no/such/file"], 2, "/no/such/file"),
        (["--store", "/no/such/store"], 4, "no store"),
        (["--forget", ""], 2, "name"),
    ],
)
def test_bad_settings_are_one_line(shell: Shell, args: list[str], code: int, says: str) -> None:
    model = [] if "--model" in args else ["--model", "http://127.0.0.1:9/v1#fake"]
    result = shell.run("ask", "How far?", *args, *model)
    assert (result.exit_code, result.stdout) == (code, ""), result.stderr
    assert says in result.stderr
    assert "unexpected" not in result.stderr


def test_no_key_is_exit_2(shell: Shell, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("OPENAI_API_KEY", raising=False)
    result = shell.run("ask", "How far?", "--model", "openai/gpt-4o-mini")
    assert result.exit_code == 2
    assert "key" in result.stderr.lower()


def test_an_unreachable_server_is_exit_3(shell: Shell, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ALU_TIMEOUT", "0.3")
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    result = shell.run("ask", "How far?", "--model", f"http://127.0.0.1:{port}/v1#fake")
    assert result.exit_code == 3
    assert result.stdout == ""
    assert "unexpected" not in result.stderr


def test_a_server_that_refuses_is_exit_3(shell: Shell, server: FakeServer) -> None:
    server.status = 400
    result = shell.run("ask", "How far?", "--model", server.model)
    assert result.exit_code == 3
    assert result.stdout == ""


def test_without_a_question_at_a_terminal_it_says_what_to_do(shell: Shell, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("alu.cli.output.at_terminal", lambda: True)
    result = shell.run("ask")
    assert result.exit_code == 2
    assert "alu ask QUESTION" in result.stderr


def test_a_price_is_shown_where_it_is_known() -> None:
    from alu.answer import Answer, Usage
    from alu.cli.explain import explanation

    assert "cost: $0.001200" in explanation(Answer("x", "clean", usage=Usage(1, 2, 3, 0.5, cost=0.0012)))
    assert "release gate" in explanation(Answer("x", "refused", blocked=True))


@pytest.mark.parametrize(("runs_here", "code"), [(False, 2), (True, 3)])
def test_with_no_model_configured_one_is_fetched_where_it_can_run(
    shell: Shell, monkeypatch: pytest.MonkeyPatch, tmp_path: Path, runs_here: bool, code: int
) -> None:
    from alu.errors import ModelUnreachable
    from alu.models import catalog

    def unreachable(progress: object) -> Path:
        raise ModelUnreachable("no source gave it")

    monkeypatch.setenv("ALU_MODELS", str(tmp_path / "models"))
    monkeypatch.setattr("importlib.util.find_spec", lambda name: object() if runs_here else None)
    monkeypatch.setattr(catalog, "default_model", unreachable)
    result = shell.run("ask", "How far?", "-f", NAME)
    assert (result.exit_code, result.stdout) == (code, "")
    assert "no model is configured" in result.stderr
    assert result.stderr.count("qwen2.5-1.5b-instruct, 1.1 GB, is fetched, once") == runs_here


def test_ctrl_c_ends_the_process_with_130_and_no_traceback(shell: Shell, server: FakeServer) -> None:
    server.delay = 30.0
    with shell.start("ask", "How far?", "--forget", NAME, "--model", server.model) as process:
        assert server.arrived.wait(60)
        process.send_signal(signal.SIGINT)
        out, err = process.communicate(timeout=20)
    assert process.returncode == 130
    assert out == b""
    assert err.strip() == b""


def test_a_real_process_answers_a_piped_question(shell: Shell, server: FakeServer) -> None:
    server.reply = lambda body: "naïve \ud83d"
    with shell.start("ask", "--forget", NAME, "--model", server.model, env={"PYTHONIOENCODING": "ascii"}) as process:
        out, err = process.communicate(b"Wie weit?\n", timeout=60)
    assert process.returncode == 0, err
    assert out == "naïve ?\n".encode()
    assert err == b""


def test_at_a_terminal_an_answer_cannot_steer_it_and_in_a_pipe_it_is_as_it_is(shell: Shell, server: FakeServer) -> None:
    said = "\x1b]52;c;bHM=\x07Paris\x1b[2J\x9b5n\n\tLyon\x7f"
    server.reply = lambda body: said
    ask = ("ask", "Name two cities.", "--forget", NAME, "--model", server.model)
    assert shell.run(*ask).stdout == f"{said}\n"
    with terminal() as person, shell.start(*ask, **person.streams) as process:
        shown = person.wait_for("Lyon[^\\n]*\\n")
        assert process.wait(20) == 0
    assert shown.replace("\r", "").endswith("␛]52;c;bHM=␇Paris␛[2J\ufffd5n\n\tLyon␡\n")
