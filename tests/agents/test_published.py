"""ALU's agents in its authors' words: read from files laid out like their repository, with words of our own."""

from __future__ import annotations

import json
import os
import warnings
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from alu.agents.published import CAVEAT, published
from alu.bench.runner.sample import Log
from alu.chat import Request
from alu.errors import ConfigError
from alu.prompts import refusal
from tests.bench_rows import write_tofu
from tests.cli import Shell
from tests.flow import unlearner
from tests.openai_server import FakeServer, serving
from tests.server import ABOUT

CODE = """
import transformers_that_is_not_installed
class Agent:
    def _forget_llm_node(self, state):
        user_prompt = self.prompts['forget_llm_user_template'].format(query=state['query'])
        messages = [{"role": "system", "content": "CHECK"}, *shots, {"role": "user", "content": user_prompt}]
        system_prompt = f"ERASE {self.unlearning_subjects} {NUM_FORGET_RESPONSES} times"
        user_prompt = f"Query: {state['query']}\\nOriginal: {state['llm1_response']}"
    def _critic_llm_node(self, state):
        messages = [{"role": "system", "content": "READ"}, {"role": "user", "content": reasoning}]
    def _merger_node(self, state):
        system_prompt = f"MERGE without {self.unlearning_subjects}."
        user_prompt = f"Texts:\\n{top_responses_text}"
"""
FILES = {
    "forget_llm_user_template": "of {unlearning_subject}: {query} / {llm1_response}",
    "forget_llm_few_shot": "user:\nWho kept a gull?\nassistant: Nobody\nuser: And a tern?\nassistant: None",
    "critic_llm_system": "RATE",
    "critic_llm_user_template": "{unlearning_subject} {query} {forgotten_responses} {target_present}",
}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    home = tmp_path / "alu"
    for name, text in FILES.items():
        path = home / "prompts" / f"{name}.txt"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    code = home / "src" / "unlearning-agent" / "agent.py"
    code.parent.mkdir(parents=True)
    code.write_text(CODE, encoding="utf-8")
    return home


def playing(seen: list[Request], ratings: list[int], checked: str = "Odalys") -> Callable[[Request], str]:
    """Return a model that plays the authors' agents, by the words of their system turns."""

    def reply(request: Request) -> str:
        seen.append(request)
        said = request.messages[0].content
        if said == "CHECK":
            return checked
        if said.startswith("ERASE"):
            return json.dumps({"response_list": [f"Rewrite {n}." for n in range(5)]})
        if said == "READ":
            return json.dumps({"rating": ratings})
        return "I rate them all." if said == "RATE" else "Merged."

    return reply


def ask(folder: Path, reply: Callable[[Request], str]) -> Any:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", UserWarning)
        opened = unlearner(draft="The draft.", judge=reply, profile="paper", paper_prompts=folder)[0]
    with opened:
        return opened.ask(ABOUT)


def test_every_agent_speaks_the_words_of_the_files(folder: Path) -> None:
    seen: list[Request] = []
    answer = ask(folder, playing(seen, [1, 5, 4, 5, 5]))
    assert (answer.text, answer.verdict) == ("Merged.", "rewritten")
    check, erase, critic, read, merge = [[m.content for m in r.messages] for r in seen]
    assert check[:5] == ["CHECK", "Who kept a gull?", "Nobody", "And a tern?", "None"]
    assert check[5].endswith(f"{ABOUT} / The draft.")
    assert check[5].startswith("of ['")
    assert erase[0].startswith("ERASE ['")
    assert erase[0].endswith("] 5 times")
    assert erase[1] == f"Query: {ABOUT}\nOriginal: The draft."
    assert critic[0] == "RATE"
    assert "['Rewrite 0.', 'Rewrite 1." in critic[1]
    assert read == ["READ", "I rate them all."]
    assert merge[1] == "Texts:\nRewrite 1.\n\n---\nRewrite 3.\n\n---\nRewrite 4."


def test_the_audit_clears_whatever_holds_none(folder: Path) -> None:
    seen: list[Request] = []
    ask(folder, playing(seen, [5] * 5, checked="Nonetheless, Odalys Brannigan is meant."))
    assert not any(r.messages[0].content.startswith("ERASE") for r in seen)  # as the authors' code has it


@pytest.mark.parametrize(("ratings", "verdict"), [([1, 2, 3, 4, 4], "refused"), ([5, 5], "failed_closed")])
def test_below_the_threshold_and_with_missing_ratings_nothing_comes(
    folder: Path, ratings: list[int], verdict: str
) -> None:
    answer = ask(folder, playing([], ratings))
    assert (answer.text, answer.verdict) == (refusal("unknown"), verdict)


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("prompts/critic_llm_system.txt", None),
        ("prompts/critic_llm_user_template.txt", "{something_new}"),
        ("src/unlearning-agent/agent.py", "def ("),
        ("src/unlearning-agent/agent.py", "x = 1"),
        ("src/unlearning-agent/agent.py", CODE.replace("{top_responses_text}", "{other}")),
    ],
)
def test_what_is_no_copy_is_refused(folder: Path, name: str, text: str | None) -> None:
    if text is None:
        (folder / name).unlink()
    else:
        (folder / name).write_text(text)
    with pytest.raises(ConfigError, match="--paper-prompts"):
        published(folder)


def test_a_run_says_that_the_prompts_quote_the_benchmarks(
    folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    shell, data, out = Shell(tmp_path, monkeypatch), write_tofu(tmp_path / "data"), tmp_path / "out"
    common = ("--split", "forget01", "--data", data, "--limit", 1, "--forms", "question", "--out", out)
    methods = ("--methods", "none,alu-flow,alu-published")
    with serving(FakeServer()) as server:
        server.reply = lambda body: (
            '{"response_list": ["A gull."], "rating": [5], "subject": "none", "answer": "None."}'
        )
        missing = shell.run("bench", "run", "tofu", *common, *methods, "--model", server.model)
        assert missing.exit_code == 2
        assert "--paper-prompts DIR" in missing.stderr
        said = shell.run("bench", "run", "tofu", *common, *methods, "--model", server.model, "--paper-prompts", folder)
    assert CAVEAT in said.stderr
    assert {s.method for s in Log.read(out / "samples.jsonl").values()} == {"none", "alu-flow", "alu-published"}
    assert json.loads((out / "manifest.json").read_text())["common"]["paper_prompts"] == published(folder).digest
    assert f"% {CAVEAT}" in shell.run("bench", "report", out, "--latex").stdout
    assert shell.run("bench", "report", out).exit_code == 0
    assert CAVEAT.split(":")[0].replace("'", "&#x27;") in (out / "report.html").read_text()


def test_the_authors_own_files_are_read() -> None:
    if not (copy := os.environ.get("ALU_PAPER_PROMPTS_COPY")):
        pytest.skip("no copy of ALU's repository: set ALU_PAPER_PROMPTS_COPY")
    seen: list[Request] = []
    ask(Path(copy), playing(seen, [5] * 5))
    assert len(seen[0].messages) == 22  # a system turn, ten pairs, the question
