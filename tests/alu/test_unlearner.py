"""The Python API: sync and async are one, `map` keeps the order, models are shared by name."""

from __future__ import annotations

import asyncio
import dataclasses
import inspect
import json
import os
import threading
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest

import alu
from alu import Answer, Fact, Settings, Target, Unlearner
from alu.chat import Request
from alu.errors import AluError, ConfigError, InputError, MissingKey, ModelTimeout, ModelUnreachable
from alu.overrides import Overrides
from alu.store.store import TargetStore
from alu.testing import ScriptedModel
from tests.flow import KEEPER, agents, unlearner


def test_the_public_names_are_there_and_no_others() -> None:
    assert all(getattr(alu, name) is not None for name in alu.__all__)
    assert sorted(alu.__all__) == alu.__all__
    with pytest.raises(AttributeError, match="nothing"):
        alu.nothing  # noqa: B018


async def test_sync_and_async_give_the_same() -> None:
    u, _, _ = unlearner(judge=agents(only=True))
    async with u:
        a = await u.aask("Who is Odalys Brannigan?")
        b = await asyncio.to_thread(u.ask, "Who is Odalys Brannigan?")
    assert (a.text, a.verdict, a.matched) == (b.text, b.verdict, b.matched)
    assert isinstance(a, Answer)
    with pytest.raises(dataclasses.FrozenInstanceError):
        a.text = "x"  # type: ignore[misc]


def test_map_answers_in_the_order_asked() -> None:
    u, vanilla, _ = unlearner(draft=lambda r: r.messages[-1].content[::-1])
    vanilla.latency = 0.05
    with u:
        answers = list(u.map((f"number {i}" for i in range(30)), concurrency=10))
    assert [a.text for a in answers] == [f"number {i}"[::-1] for i in range(30)]
    assert 1 < vanilla.peak <= 10


def test_map_raises_where_it_happened() -> None:
    u, vanilla, _ = unlearner(draft="Fine.")
    vanilla.enqueue("One.", ModelUnreachable("gone"))
    with u:
        answers = u.map(["a b", "c d", "e f"], concurrency=1)
        assert next(answers).text == "One."
        with pytest.raises(ModelUnreachable):
            next(answers)


def test_map_answers_what_comes_before_a_bad_question() -> None:
    u, _, _ = unlearner(draft=lambda r: r.messages[-1].content)
    with u:
        answers = u.map(["one question", "two question", ""])
        assert [next(answers).text, next(answers).text] == ["one question", "two question"]
        with pytest.raises(InputError, match="empty"):
            next(answers)


@pytest.mark.parametrize(("questions", "concurrency"), [(["a b"], 0), (["a b"], -1), ("a b", 2)])
def test_map_says_at_once_what_it_cannot_do(questions: Any, concurrency: int) -> None:
    u, vanilla, _ = unlearner()
    with u, pytest.raises(InputError):
        u.map(questions, concurrency=concurrency)
    assert vanilla.history == []


def test_ask_takes_what_aask_takes() -> None:
    async_only = dict(inspect.signature(Unlearner.aask).parameters)
    del async_only["on_text"]  # `ask` and `astream` hand no pieces to anybody else
    assert inspect.signature(Unlearner.ask).parameters == async_only
    assert inspect.signature(Unlearner.astream).parameters == async_only
    u, vanilla, _ = unlearner()
    vanilla.latency = 30
    with u:
        for seconds in (0.2, 0):
            with pytest.raises(ModelTimeout, match="vanilla"):
                u.ask("Hello there?", deadline=seconds)


def test_single_settings_come_before_those_given_whole(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ALU_MERGE", "3")
    given = Settings(merge=2, deadline=5)
    monkeypatch.setenv("ALU_DEADLINE", "7")
    store = TargetStore.temporary([KEEPER])
    with Unlearner.open(store, model=ScriptedModel(), settings=given, style="refuse", timeout=None) as u:
        kept = {**dict(given), "style": "refuse"}
        assert dict(u.settings) == kept
    with pytest.raises(ConfigError, match="style"):
        Unlearner.open(store, model=ScriptedModel(), settings=given, style="loud")  # type: ignore[arg-type]


def test_the_paper_profile_warns_whoever_opens_it() -> None:
    with pytest.warns(UserWarning, match="benchmarks only") as stated:
        Unlearner.open(TargetStore.temporary([KEEPER]), model=ScriptedModel(), profile="paper").close()
    assert (len(stated), stated[0].filename) == (1, __file__)


def test_a_process_that_was_forked_opens_its_own() -> None:
    u, _, _ = unlearner()
    with u:
        read, write = os.pipe()
        if not (child := os.fork()):
            try:
                u.ask("Hello?")
            except AluError as error:
                os.write(write, str(error).encode())
            u.close()
            os._exit(0)
        os.close(write)
        assert os.waitpid(child, 0)[1] == 0
        with os.fdopen(read) as said:
            assert said.read() == "it was opened before this process forked: open another one"


async def test_a_closed_one_says_so() -> None:
    u, vanilla, _ = unlearner()
    u.close()
    u.close()
    for ask in (
        u.aask("Hello?"),
        asyncio.to_thread(u.ask, "Hello?"),
        u.aenrich(KEEPER),
        asyncio.to_thread(list, u.map(["?"])),
    ):
        with pytest.raises(AluError, match="closed"):
            await ask
    assert vanilla.history == []


def test_closing_ends_what_is_under_way() -> None:
    u, vanilla, _ = unlearner()
    vanilla.latency = 30
    with ThreadPoolExecutor(1) as pool:
        asked = pool.submit(u.ask, "Hello there?")
        while not vanilla.running:
            time.sleep(0.01)
        u.close()
        with pytest.raises(AluError, match="closed"):
            asked.result(timeout=10)


def test_roles_can_have_their_own_models() -> None:
    audit, rest = ScriptedModel(reply=agents(only=True)), ScriptedModel(reply=lambda _: "She lived there.")
    with Unlearner.open(TargetStore.temporary([KEEPER]), model=rest, roles={"audit": audit}) as u:
        assert u.ask("Who is Odalys Brannigan?").verdict == "refused"
    assert (len(audit.history), len(rest.history)) == (1, 1)


def test_audit_and_critic_run_at_temperature_0() -> None:
    u, _, others = unlearner(draft="The keeper kept Admiral Thunderbeak. It is 38 metres tall.", temperature=0.9)
    with u:
        u.ask("How tall is the tower of Odalys Brannigan?")
    assert {r.temperature for r in others.history} == {0.0}


def test_enrich_adds_what_the_model_knows_and_keeps_what_a_person_wrote() -> None:
    u, vanilla, _ = unlearner()
    vanilla.enqueue(
        '{"description": "A poet.", "aliases": ["B. Tarn", "Bo", "Bram Tarn", "Tarn", "X", "Apple"],'
        ' "confused_with": ["Bram Stoker jr."]}',
        '{"facts": ["Bram Tarn wrote Low Tide.", "Bram Tarn wrote Low Tide.", " "]}',
    )
    with u:
        rich = u.enrich(Target(id="b", name="Bram Tarn", facts=(Fact(text="He sails."),)))
    assert rich.aliases == ("B. Tarn",)
    assert rich.description == "A poet. Not to be confused with Bram Stoker jr."
    assert [(f.text, f.origin) for f in rich.facts] == [("He sails.", "user"), ("Bram Tarn wrote Low Tide.", "model")]
    assert len(vanilla.history) == 2


def test_enriching_a_topic_takes_its_subfields_and_no_general_heading() -> None:
    u, vanilla, _ = unlearner()
    drafted = ["raking spool pins of a lock", "Raking  spool pins of a lock", "Locks", "Python functions and recursion"]
    vanilla.enqueue(json.dumps({"phrases": drafted}))
    topic = Target(name="Lock bypassing", kind="topic", description="opening locks", examples=("picking a lock",))
    with u:
        rich = u.enrich(topic)
    assert rich.examples == ("picking a lock", "raking spool pins of a lock")
    assert (rich.facts, rich.aliases, len(vanilla.history)) == ((), (), 1)


@pytest.mark.parametrize("error", [ModelUnreachable("gone"), MissingKey("set a key"), RuntimeError("broken")])
@pytest.mark.parametrize("good", [0, 1])
def test_enriching_fails_as_the_model_does_and_stores_nothing(good: int, error: Exception) -> None:
    u, vanilla, _ = unlearner()
    names = '{"description": "", "aliases": [], "confused_with": []}'
    vanilla.enqueue(*[names] * good, error)
    with u:
        before = u.targets.list()
        with pytest.raises(type(error)):
            u.enrich(KEEPER)
        assert u.targets.list() == before


ALIASES: list[tuple[list[str], tuple[str, ...]]] = [
    (["Odalys Brannigan", "odalys  brannigan", "o. brannigan"], ()),
    (["Odalys", "Brannigan", "OB", "…", " "], ()),
    (["Odalys B. Brannigan", "Odalys B. Brannigan"], ("Odalys B. Brannigan",)),
    (["  Lady \n Fog "], ("Lady Fog",)),
    (["Bo Tarn", "Lady Fog"], ("Lady Fog",)),
]


@pytest.mark.parametrize(("said", "added"), ALIASES)
def test_an_alias_that_means_others_too_or_is_known_is_not_added(said: list[str], added: tuple[str, ...]) -> None:
    u, vanilla, _ = unlearner()
    names = {"description": "Another.", "aliases": said, "confused_with": ["Bo Tarn"]}
    vanilla.enqueue(json.dumps(names), '{"facts": []}')
    with u:
        rich = u.enrich(KEEPER)
    assert rich == KEEPER.model_copy(update={"aliases": (*KEEPER.aliases, *added)})


@pytest.mark.parametrize("taken", [0, 1, 5])
def test_a_map_that_is_left_leaves_nothing_running(taken: int) -> None:
    u, vanilla, _ = unlearner(draft="Fine.")
    with u:
        answers = u.map((f"number {i}" for i in range(1000)), concurrency=4)
        assert [next(answers).text for _ in range(taken)] == ["Fine."] * taken
        vanilla.latency = 30
        answers.close()  # type: ignore[attr-defined]
    assert vanilla.running == 0
    assert len(vanilla.history) <= taken + 4


def test_a_source_of_questions_that_breaks_ends_the_map_with_its_own_error() -> None:
    def source() -> Iterator[str]:
        yield "one question"
        raise OSError("no more to read")

    u, _, _ = unlearner(draft="Fine.")
    with u, pytest.raises(OSError, match="no more to read"):
        list(u.map(source(), concurrency=1))


def test_nothing_is_asked_before_the_first_answer_is_wanted() -> None:
    u, vanilla, _ = unlearner(draft="Fine.")
    with u:
        answers = u.map(["one question"])
        assert vanilla.history == []
        assert [a.text for a in answers] == ["Fine."]


EXTRA: list[tuple[dict[str, Any], tuple[Any, Any, Any], dict[str, Any]]] = [
    ({}, (0.5, 7, 3), {}),
    ({"temperature": 1.5}, (1.5, 7, 3), {}),
    ({"max_tokens": 9, "seed": 0}, (0.5, 9, 0), {}),
    ({"temperature": None}, (None, 7, 3), {}),
    ({"stop": ["x"], "top_p": 0.1}, (0.5, 7, 3), {"stop": ["x"], "top_p": 0.1}),
]


@pytest.mark.parametrize(("extra", "own", "passed"), EXTRA)
def test_extra_is_for_the_vanilla_model_alone_and_is_left_as_it_was(
    extra: dict[str, Any], own: tuple[Any, Any, Any], passed: dict[str, Any]
) -> None:
    given = dict(extra)
    u, vanilla, others = unlearner(judge=agents(only=True), temperature=0.5, max_tokens=7, seed=3)
    with u:
        u.ask("Who is Odalys Brannigan?", extra=extra)
    request = vanilla.history[0]
    assert (request.temperature, request.max_tokens, request.seed) == own
    assert (request.extra, extra) == (passed, given)
    assert [(r.temperature, r.seed, r.extra) for r in others.history] == [(0.0, None, {})]


@pytest.mark.parametrize("deadline", [-1, 0, 1e-9])
async def test_no_time_is_no_answer(deadline: float) -> None:
    u, _, others = unlearner(draft="Fine.")
    async with u:
        with pytest.raises(ModelTimeout, match="vanilla"):
            await u.aask("Who is Odalys Brannigan?", deadline=deadline)
        assert u.pending() == 0
    assert others.history == []


@pytest.mark.parametrize("deadline", [None, 1000.0, float("inf")])
def test_a_deadline_only_shortens_that_of_the_settings(deadline: float | None) -> None:
    u, vanilla, _ = unlearner(deadline=0.2)
    vanilla.latency = 30
    with u, pytest.raises(ModelTimeout, match=r"0\.2 s"):
        u.ask("Hello there?", deadline=deadline)


async def test_whoever_stops_waiting_in_the_middle_of_a_check_leaves_nothing_running() -> None:
    asked, ended = threading.Event(), threading.Event()

    async def judging(_: Request) -> str:
        asked.set()
        try:
            await asyncio.Event().wait()
        finally:
            ended.set()
        return "never"

    u, _, others = unlearner()
    others.enqueue(judging)
    async with u:
        task = asyncio.create_task(u.aask("Who is Odalys Brannigan?"))
        assert await asyncio.to_thread(asked.wait, 10)
        task.cancel()
        with pytest.raises(asyncio.CancelledError):
            await task
        assert await asyncio.to_thread(ended.wait, 10)
    assert others.running == 0


def test_a_passage_that_tells_of_a_target_lets_nothing_of_it_out() -> None:
    stated = "Odalys Brannigan kept a tame gull called Admiral Thunderbeak."
    u, vanilla, _ = unlearner(draft=stated, judge=agents(leak="none", who="other", answers=(stated,)))
    with u:
        answer = u.ask("Which bird is meant in the passage?", context=iter(["Height: 38 m.", stated]))
    assert "Thunderbeak" not in answer.text
    assert [m.role for m in vanilla.history[0].messages] == ["user", "user"]
    assert stated in vanilla.history[0].messages[0].content


def test_settings_come_from_file_environment_and_flags(tmp_path: object, monkeypatch: pytest.MonkeyPatch) -> None:
    from pathlib import Path

    from alu.config import load_settings

    file = Path(str(tmp_path)) / "c.toml"
    file.write_text('style = "refuse"\nmodel = "a"\ndeadline = 5\n', encoding="utf-8")
    monkeypatch.setenv("ALU_CONFIG", str(file))
    monkeypatch.setenv("ALU_MODEL", "b")
    read = load_settings(deadline=7.0, timeout=None)
    assert (read.style, read.model, read.deadline, read.timeout) == ("refuse", "b", 7.0, Settings().timeout)


@pytest.mark.parametrize(
    ("text", "complaint"),
    [("styl = 1", "styl"), ("style = ", "TOML"), ('audit = "sample:7"', "sample"), ("deadline = -1", "deadline")],
)
def test_a_wrong_file_is_reported_by_name(
    text: str, complaint: str, tmp_path: object, monkeypatch: pytest.MonkeyPatch
) -> None:
    from pathlib import Path

    from alu.config import load_settings

    file = Path(str(tmp_path)) / "c.toml"
    file.write_text(text, encoding="utf-8")
    monkeypatch.setenv("ALU_CONFIG", str(file))
    with pytest.raises(ConfigError, match=complaint):
        load_settings()


def test_a_configured_file_that_is_missing_is_an_error(monkeypatch: pytest.MonkeyPatch) -> None:
    from alu.config import load_settings

    monkeypatch.setenv("ALU_CONFIG", "/nowhere/c.toml")
    with pytest.raises(ConfigError, match="nowhere"):
        load_settings()


def test_a_secret_is_not_in_the_settings_repr_or_error(monkeypatch: pytest.MonkeyPatch) -> None:
    from alu.config import load_settings

    settings = load_settings(api_key="sk-canary-1")
    assert "sk-canary-1" not in repr(settings) + str(settings.model_dump())
    monkeypatch.setenv("ALU_API_KEY", "sk-canary-2")
    with pytest.raises(ConfigError) as caught:
        load_settings(deadline=-1)
    assert "sk-canary" not in str(caught.value)


def test_an_answer_prints_as_its_text() -> None:
    u, _, _ = unlearner(draft="Fine.")
    with u:
        answer = u.ask("How are you?")
    assert str(answer) == f"{answer}" == "Fine."
    assert "Fine" not in repr(answer)


def test_stages_are_reported_as_they_end() -> None:
    seen: list[alu.Stage] = []
    u, _, _ = unlearner(judge=agents(only=True))
    with u:
        answer = u.ask("Who is Odalys Brannigan?", on_stage=seen.append)
    assert [s.name for s in seen] == ["draft", "look_up", "audit", "release"]
    assert tuple(seen) == answer.stages


def test_a_callback_that_fails_changes_nothing(caplog: pytest.LogCaptureFixture) -> None:
    def broken(stage: alu.Stage) -> None:
        raise RuntimeError("secret")

    u, _, _ = unlearner(draft="Fine.")
    with u:
        assert u.ask("How are you?", on_stage=broken).text == "Fine."
    assert "on_stage failed with RuntimeError" in caplog.text
    assert "secret" not in caplog.text


def test_facts_may_be_plain_texts_for_type_checkers_too() -> None:
    made = Target(name="Odalys Brannigan", facts=["She kept a gull.", Fact(text="A lamp.", question="What else?")])
    assert [f.text for f in made.facts] == ["She kept a gull.", "A lamp."]
    typed = set(inspect.signature(Target).parameters)
    assert typed == set(Target.model_fields)


def test_a_type_checker_knows_every_setting_and_no_other() -> None:
    assert set(Overrides.__annotations__) == set(Settings.model_fields) - {"model", "store"}
    with pytest.raises(ConfigError, match="stile"):
        Unlearner.open(stile="refuse")  # type: ignore[call-arg]  # mypy says so where it does not
