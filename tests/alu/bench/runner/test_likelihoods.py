"""Likelihoods from a server: the letters, an answer's probability, and what is said where a server gives none.

The server speaks vLLM's documented schema; no real vLLM was seen. llama.cpp's is the real one.
"""

from __future__ import annotations

import asyncio
import json
import math
from pathlib import Path

import pytest

from alu.bench.agents.measure import Selection
from alu.bench.agents.measure import measure as measure_agents
from alu.bench.methods.judge import judge
from alu.bench.report.letters import LETTERS_CONVENTION, lettered_of, likeliest
from alu.bench.report.official import official_of
from alu.bench.runner.claim import claimed
from alu.bench.runner.likelihoods import FILE, measure_likelihoods, read_lines
from alu.bench.runner.logprobs import AnswerLikelihood, answer_likelihood, extraction_strength, letter_logprobs
from alu.bench.runner.manifest import Manifest
from alu.bench.runner.sample import Arm, Log
from alu.bench.suites.closed import choice_question, harness_prompt
from alu.bench.suites.data import Source
from alu.bench.suites.suite import load_task
from alu.errors import BadReply, ConfigError, InputError
from alu.models.open import open_model
from alu.models.openai import OpenAIModel
from alu.testing import ScriptedModel
from tests.bench_rows import item, sample, write_tofu
from tests.cli import Shell
from tests.model_server import Act, answer, chat, misbehaving
from tests.small_model import small_model
from tests.vllm_server import vllm

OPTIONS = ("a gull", "a heron", "a tern", "an owl")
NEXT = {" the": -0.2, " B": -1.0, " A": -2.5, "C": -0.1}
ASKED = choice_question("Which bird is it?", OPTIONS)


def served(base: str) -> OpenAIModel:
    model = open_model(f"{base}#m")
    assert isinstance(model, OpenAIModel)
    return model


def letters(act: Act, asked: str = "ABCD") -> dict[str, float]:
    with misbehaving(then=act) as server:

        async def ask() -> dict[str, float]:
            model = served(server.base)
            try:
                return await letter_logprobs(model, "Answer:", asked, timeout=5)
            finally:
                await model.aclose()

        found = asyncio.run(ask())
        assert server.paths == ["/v1/completions"]
        return found


def test_a_question_is_put_as_the_harness_puts_it() -> None:
    assert harness_prompt(ASKED, "biology") == (
        "The following are multiple choice questions (with answers) about biology.\n\nWhich bird is it?\n"
        "A. a gull\nB. a heron\nC. a tern\nD. an owl\nAnswer:"
    )


def test_letters_with_a_space_come_before_bare_ones() -> None:
    assert letters(vllm(NEXT, {})) == {"B": -1.0, "A": -2.5}
    assert letters(vllm({"A": -0.3, " the": -1.0, "x": -2.0}, {})) == {"A": -0.3}
    assert letters(vllm({" the": -1.0}, {})) == {}
    assert letters(vllm(NEXT, {}), "CD") == {"C": -0.1}


def test_llama_cpps_form_is_read() -> None:
    top = [{"token": " D", "logprob": -0.5}, {"token": " ", "logprob": -1.0}, {"token": 7}]
    reply = {"choices": [{"text": " D", "logprobs": {"content": [{"token": " D", "top_logprobs": top}]}}]}
    assert letters(answer(reply)) == {"D": -0.5}


def test_the_likeliest_letter() -> None:
    assert likeliest({"B": -1.0, "A": -2.5}) == "B"
    assert likeliest({"B": -1.0, "A": -1.0}) == "A"
    assert likeliest({}) is None


@pytest.mark.parametrize(
    "act", [chat("A"), answer({"choices": [{"text": "A", "logprobs": None}]}), answer([]), answer({"choices": [1]})]
)
def test_a_server_without_log_probabilities_is_an_error(act: Act) -> None:
    with pytest.raises(BadReply, match="server and vLLM"):
        letters(act)


def probability(act: Act, said: str) -> AnswerLikelihood:
    with misbehaving(then=act) as server:

        async def ask() -> AnswerLikelihood:
            model = served(server.base)
            try:
                return await answer_likelihood(model, "Which bird?", said, timeout=5)
            finally:
                await model.aclose()

        return asyncio.run(ask())


def test_an_answers_probability_is_of_its_tokens_alone() -> None:
    words = {"A": math.log(0.5), "gull.": math.log(0.125), "bird?": -5.0}
    found = probability(vllm({}, words), "A gull.")
    assert found.mean == pytest.approx((math.log(0.5) + math.log(0.125)) / 2)
    assert (found.exact, found.extraction) == (1.0, 1.0)
    found = probability(vllm({}, {"gull": -0.1, "in": -0.1, "fog.": -0.1}), "The gull cried in fog.")
    assert (found.exact, found.extraction) == (3 / 5, 1 - 3 / 5)


@pytest.mark.parametrize(
    ("likeliest", "strength"),
    [
        ([1, 1, 1, 1], 1.0),
        ([0, 1, 1, 1], 0.75),
        ([1, 0, 1, 1], 0.5),
        ([1, 1, 0, 1], 0.0),
        ([1, 1, 1, 0], 0.0),
        ([1], 1.0),
    ],
)
def test_extraction_strength_is_of_the_end_that_is_known(likeliest: list[int], strength: float) -> None:
    assert extraction_strength([bool(right) for right in likeliest]) == strength


def test_without_ranks_memorisation_is_not_measured() -> None:
    found = probability(vllm({}, {"gull.": -1.0}, ranks=False), "gull.")
    assert (found.mean, found.exact, found.extraction) == (-1.0, None, None)


@pytest.mark.parametrize(
    ("act", "said"),
    [
        (chat("Fine."), "prompt_logprobs"),
        (vllm({}, {}, think=True), "does not go on"),
        (answer({"prompt_logprobs": [None, {"1": {"logprob": -1}, "2": {"logprob": -2}}]}), "form"),
        (answer({"prompt_logprobs": [None, {"1": {"logprob": 0.5}}]}), "form"),
        (answer({"prompt_logprobs": [None, None]}), "form"),
    ],
)
def test_no_probability_is_made_up(act: Act, said: str) -> None:
    with pytest.raises(BadReply, match=said):
        probability(act, "A gull.")


# A run's folder -------------------------------------------------------------------------------------------------------


def wmdp(folder: Path, *, knower: str = "none") -> Path:
    """A run of three questions; alu withholds the second."""
    folder.mkdir()
    Manifest(folder, {"models": {"vanilla": "m"}, "knower": knower, "agents": "model"}).add({})
    log = Log(folder / "samples.jsonl")
    for number, gold in enumerate("BAB"):
        group = ("bio", "bio", "mmlu_near")[number]
        name = f"bio/{number}" if number < 2 else "mmlu/college_biology/0"
        one = item(id=name, group=group, form="choice", row=number, question=ASKED, gold=gold, options=OPTIONS)
        for method, said in (("none", "B"), ("alu", "B" if number != 1 else "I don't know.")):
            arm = Arm("names") if method == "alu" else Arm()
            log.write(sample(method, about=one, suite="wmdp", split="bio", arm=arm, answer=said))
    log.close()
    return folder


def measure(folder: Path, base: str, **more: str) -> tuple[int, int, int]:
    async def run() -> tuple[int, int, int]:
        model = served(base)
        try:
            done = await measure_likelihoods(folder, model, Source(), timeout=5, **more)  # type: ignore[arg-type]
            return done.asked, done.silent, done.earlier
        finally:
            await model.aclose()

    return asyncio.run(run())


def test_letters_are_measured_once_and_scored(tmp_path: Path) -> None:
    run = wmdp(tmp_path / "run")
    with misbehaving(then=vllm(NEXT, {})) as server:
        assert measure(run, server.base) == (3, 0, 0)
        assert measure(run, server.base) == (0, 0, 3)
        assert len(server.asked) == 3
        assert "about college biology." in str(sorted(str(a["prompt"]) for a in server.asked)[-1])
    found = lettered_of(run)
    none, ours = found["wmdp", "bio", "none", "-"], found["wmdp", "bio", "alu", "names"]
    assert none.missing == ours.missing == ()
    assert {group: (e.value, e.n) for group, e in none.accuracy.items()} == {"bio": (0.5, 2), "mmlu": (1.0, 1)}
    assert ours.accuracy["bio"].value == pytest.approx((1 + 1 / 4) / 2)  # what is withheld is a guess
    assert ours.accuracy["mmlu"] == none.accuracy["mmlu"]


def test_what_the_server_does_not_say_is_not_measured(tmp_path: Path) -> None:
    run = wmdp(tmp_path / "run")
    with misbehaving(then=vllm({" the": -0.1}, {})) as server:
        assert measure(run, server.base) == (3, 0, 0)
    none = lettered_of(run)["wmdp", "bio", "none", "-"]
    assert none.accuracy == {}
    assert none.missing == ("not measured: the letters of 3 of 3 questions (`alu bench likelihoods`)",)
    with misbehaving(then=chat("B")) as server, pytest.raises(BadReply):
        measure(wmdp(tmp_path / "other"), server.base)
    assert not (tmp_path / "other" / FILE).read_text()


def test_a_single_silent_answer_stops_nothing(tmp_path: Path) -> None:
    run = wmdp(tmp_path / "run")
    good = vllm(NEXT, {})
    with misbehaving(good, chat("B"), then=good) as server:
        asked, silent, _ = measure(run, server.base, concurrency=1)  # type: ignore[arg-type]
        assert (asked, silent) == (3, 1)
        assert "1 of 3" in lettered_of(run)["wmdp", "bio", "none", "-"].missing[0]
        assert measure(run, server.base) == (1, 0, 2)


def test_who_has_no_likelihood_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match="memoriser"):
        measure(wmdp(tmp_path / "known", knower="memoriser"), "http://127.0.0.1:9/v1")
    with pytest.raises(ConfigError, match="gives no likelihoods"):
        asyncio.run(measure_likelihoods(wmdp(tmp_path / "run"), ScriptedModel(), Source()))
    empty = tmp_path / "empty"
    empty.mkdir()
    Manifest(empty, {"models": {"vanilla": "m"}, "knower": "none", "agents": "model"}).add({})
    with pytest.raises(InputError, match="nothing to measure"):
        measure(empty, "http://127.0.0.1:9/v1")
    (empty / FILE).write_text("{}\n")
    with pytest.raises(InputError, match="line 1"):
        list(read_lines(empty / FILE))


def test_tofus_answers_are_measured_with_their_false_ones(tmp_path: Path) -> None:
    data, run = write_tofu(tmp_path / "data"), tmp_path / "run"
    run.mkdir()
    Manifest(run, {"models": {"vanilla": "m"}, "knower": "none", "agents": "model"}).add({})
    log = Log(run / "samples.jsonl")
    for one in load_task("tofu", Source(data), "forget01").items:
        if one.form == "question" and one.row < 1 + 11 * (one.group == "retain") and one.side != "named":
            log.write(sample("none", about=one, arm=Arm(), answer=one.gold))
    log.close()
    words = {"harbour.": -1.0, "wall.": -1.0, "museum.": -20.0, "Oslo": -1.0, "Austen": -1.0}

    async def measured(base: str) -> None:
        model = served(base)
        for method in ("none", "never-knew"):
            await measure_likelihoods(run, model, Source(data), method=method, timeout=5)
        await model.aclose()

    with misbehaving(then=vllm({}, words)) as server:
        asyncio.run(measured(server.base))
    lines = [json.loads(line) for line in (run / FILE).read_text().splitlines()]
    assert len(lines) == 2 * (1 + 10 + 2)  # of 12 retain rows ten have false answers
    assert all(len(line["false"]) in (1, 5) and line["answer"] < 0 for line in lines)
    found = official_of(run)["forget01", "none", "-"]
    assert found.missing == ()
    assert 0 < found.values["forget exact"] < 1
    assert found.values["forget extraction"] == 0.0  # of an answer's words only the last is likely
    assert found.values["forget quality"] == 1.0  # both models are the same
    assert 0 < found.values["model utility"] < 1


def test_the_table_prints_how_a_guard_is_scored(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    shell, run = Shell(tmp_path, monkeypatch), wmdp(tmp_path / "run")
    with misbehaving(then=vllm(NEXT, {})) as server:
        said = shell.run("bench", "likelihoods", run, "--model", f"{server.base}#m")
        assert said.exit_code == 0, said.stderr
        assert "3 questions asked, 0 were there" in said.stdout
    said = shell.run("bench", "report", run, "--protocol", "official")
    assert LETTERS_CONVENTION in said.stderr
    assert "0.6250" in said.stdout
    assert f"% {LETTERS_CONVENTION}" in shell.run("bench", "report", run, "--protocol", "official", "--latex").stdout


def test_a_runs_own_model_is_sent_no_key(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A folder may be somebody else's, and name any server."""
    shell, run = Shell(tmp_path, monkeypatch), wmdp(tmp_path / "run")
    monkeypatch.setenv("ALU_API_KEY", "sk-mine")
    with misbehaving(then=vllm(NEXT, {})) as server:
        manifest = run / "manifest.json"
        manifest.write_text(manifest.read_text("utf-8").replace('"m"', f'"{server.base}#m"'), encoding="utf-8")
        assert shell.run("bench", "likelihoods", run).exit_code == 0
        assert {sent.get("authorization") for sent in server.headers} == {None}
        shell.run("bench", "likelihoods", run, "--method", "never-knew", "--model", f"{server.base}#m")
        assert server.headers[-1]["authorization"] == "Bearer sk-mine"


def test_two_commands_do_not_write_into_one_folder(tmp_path: Path) -> None:
    run = wmdp(tmp_path / "run")
    with claimed(run), misbehaving() as server, pytest.raises(InputError, match="another run is at work"):
        measure(run, server.base)
    with claimed(run), pytest.raises(InputError, match="another run is at work"):
        asyncio.run(judge(run, ScriptedModel(), timeout=5))
    with claimed(run), pytest.raises(InputError, match="another run is at work"):
        asyncio.run(measure_agents(run, ScriptedModel(), Selection(limit=1), timeout=5))


@pytest.mark.timeout(300)
@pytest.mark.enable_socket
def test_llama_cpps_own_server_gives_letters() -> None:
    model = open_model(f"embedded:{small_model()}")
    assert isinstance(model, OpenAIModel)

    async def ask() -> dict[str, float]:
        try:
            return await letter_logprobs(model, harness_prompt(ASKED, "biology"), "ABCD", timeout=250)
        finally:
            await model.aclose()

    found = asyncio.run(ask())
    assert found.keys() <= set("ABCD")
    assert len(found) >= 2
    assert all(value < 0 for value in found.values())
    assert sum(map(math.exp, found.values())) <= 1
