"""The runner: corners, resuming, kill -9, faults, limits; with scripted models, over rows of our own making."""

from __future__ import annotations

import asyncio
import hashlib
import json
import signal
import sqlite3
import subprocess
import sys
import time
from collections.abc import Mapping
from contextlib import closing
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from alu.bench.methods.knower import Memoriser, Stranger
from alu.bench.methods.scripted import ScriptedAgents
from alu.bench.report.page import write_report
from alu.bench.report.table import Number, numbers
from alu.bench.runner.cache import Cache, CachedModel
from alu.bench.runner.plan import Plan
from alu.bench.runner.run import Outcome, RunProgress, run
from alu.bench.runner.sample import Arm, Log, Sample
from alu.bench.suites.data import Source
from alu.bench.suites.suite import load_suite
from alu.chat import ChatModel, Choice, Completion, Message, Request, Tokens
from alu.config import ROLES, Role, load_settings
from alu.errors import ConfigError, InputError, ModelTimeout, ModelUnreachable
from alu.store.store import TargetStore
from alu.store.target import Target
from alu.testing import ScriptedModel
from alu.unlearner import Unlearner
from tests.bench_rows import KEPT, SECRET, sample, write_tofu
from tests.stores import files_with

SETTINGS = load_settings(temperature=0.0, max_tokens=64)
ITEMS = 20 * 2 + 20 + 10 + 2 + 2
"""Forget questions and paraphrases, retain, ten of its paraphrases, one real author, one fact, two in passing."""
FORMS = ("question", "paraphrase")


@pytest.fixture
def data(tmp_path: Path) -> Path:
    return write_tofu(tmp_path / "data")


def go(data: Path, out: Path, *methods: str, models: Mapping[Role, ChatModel] | None = None, **plan: Any) -> Outcome:
    plain = {"targets": ("facts",), "forms": FORMS, "knower": "memoriser", "agents": "blind"}
    made = Plan("tofu", "forget01", methods, **{**plain, **plan})
    return asyncio.run(run(made, out, SETTINGS, data=data, models=models))


def samples(out: Path) -> list[Sample]:
    return list(Log.read(out / "samples.jsonl").values())


def value(found: list[Number], method: str, group: str, metric: str, form: str = "open") -> float:
    (number,) = [
        n for n in found if (n.where.method, n.where.group, n.where.form, n.metric) == (method, group, form, metric)
    ]
    return number.estimate.value


def everyone(model: ChatModel) -> dict[Role, ChatModel]:
    return dict.fromkeys(ROLES, model)


def test_identity_and_refuse_all_are_the_known_corners(data: Path, tmp_path: Path) -> None:
    outcome = go(data, tmp_path / "out", "none", "identity", "refuse-all")
    assert (outcome.done, outcome.total, outcome.errors) == (3 * ITEMS, 3 * ITEMS, 0)
    found = numbers(samples(tmp_path / "out"))
    assert value(found, "identity", "all forget", "leak") == 1.0
    assert value(found, "identity", "all forget", "rouge_l") == 1.0
    assert value(found, "identity", "all retain", "unchanged") == 1.0
    assert value(found, "identity", "all named", "over_refusal") == 0.0
    assert value(found, "refuse-all", "all forget", "leak") == 0.0
    assert value(found, "refuse-all", "all forget", "verbatim") == 0.0
    assert value(found, "refuse-all", "all retain", "unchanged") == 0.0
    assert value(found, "refuse-all", "all retain", "over_refusal") == 1.0
    assert value(found, "refuse-all", "all retain", "calls") == 0.0
    assert value(found, "none", "all forget", "leak") == 1.0


@pytest.mark.parametrize(("agents", "most"), [("blind", 0.05), ("wary", 0.0)])
@pytest.mark.parametrize("wording", ["gold", "paraphrased"])
def test_code_stages_alone_hold_what_a_memoriser_says(
    data: Path, tmp_path: Path, agents: str, most: float, wording: str
) -> None:
    go(data, tmp_path / "out", "none", "alu", agents=agents, wordings=(wording,))
    found = numbers(samples(tmp_path / "out"))
    assert value(found, "none", "all forget", "leak") == 1.0
    assert value(found, "alu", "all forget", "leak") <= most
    assert all(s.verdict in ("clean", "rewritten", "refused") for s in samples(tmp_path / "out"))


def test_blind_agents_take_nothing_out_and_are_held_to_it() -> None:
    draft = "The pictures hang in the town hall, on the left."
    models: dict[Role, ChatModel] = {"vanilla": ScriptedModel(reply=draft)}
    models |= {role: ScriptedAgents("blind") for role in ROLES[1:]}
    with Unlearner(TargetStore.temporary((Target(name=SECRET),)), models, SETTINGS) as u:
        answer = u.ask(f"Where are the pictures by {SECRET}?")
    assert (draft in answer.text, answer.verdict) == (False, "refused")


def test_arms_run_once_where_a_method_does_not_see_them(data: Path, tmp_path: Path) -> None:
    go(data, tmp_path / "out", "none", "alu", targets=(), distractors=(0, 5), limit=1, forms=("question",))
    arms = {(s.method, s.arm) for s in samples(tmp_path / "out")}
    assert ("none", Arm("-", 0, "gold")) in arms
    assert {a.targets for m, a in arms if m == "alu"} == {"names", "enriched", "facts"}
    assert {a.distractors for m, a in arms if m == "alu"} == {0, 5}
    assert len(arms) == 1 + 6


def test_enriched_targets_know_what_the_model_said_in_another_wording(data: Path, tmp_path: Path) -> None:
    go(data, tmp_path / "out", "alu", targets=("enriched",), limit=1)
    (target,) = json.loads((tmp_path / "out" / "enriched-tofu-forget01-gold.json").read_text(encoding="utf-8"))
    assert target["name"] == SECRET
    assert len(target["facts"]) == 12
    assert all("harbour wall" in f["text"] for f in target["facts"])


@pytest.mark.parametrize("damage", ["", "[{]", "{}", "3", '[{"name": 1}]'])
def test_a_damaged_list_of_enriched_targets_is_named(data: Path, tmp_path: Path, damage: str) -> None:
    kept = tmp_path / "out" / "enriched-tofu-forget01-gold.json"
    kept.parent.mkdir()
    kept.write_text(damage, encoding="utf-8")
    with pytest.raises(InputError, match=r"enriched-tofu-forget01-gold\.json is damaged: remove it"):
        go(data, tmp_path / "out", "alu", targets=("enriched",), limit=1)


def test_the_same_command_again_asks_nothing_twice(data: Path, tmp_path: Path) -> None:
    model = ScriptedModel(reply="An answer.")
    first = go(data, tmp_path / "out", "none", models=everyone(model), knower="none", agents="model")
    asked = len(model.history)
    again = go(data, tmp_path / "out", "none", models=everyone(model), knower="none", agents="model")
    assert asked == ITEMS
    assert len(model.history) == asked
    assert (again.done, again.tokens) == (first.done, first.tokens)


def test_a_larger_limit_keeps_the_smaller_ones_items(data: Path, tmp_path: Path) -> None:
    task = load_suite("tofu").load(Source(data), "forget01")
    few, more = ({i.id for i in task.limited(n, 7, FORMS)} for n in (3, 9))
    assert few < more
    assert {i.id for i in task.limited(3, 7, FORMS)} == few
    assert {i.id for i in task.limited(3, 8, FORMS)} != few


def test_forms_of_a_row_are_drawn_together(data: Path) -> None:
    task = load_suite("tofu").load(Source(data), "forget01")
    drawn = [i for i in task.limited(4, 0, FORMS) if i.group == "forget"]
    assert sorted(i.row for i in drawn if i.form == "question") == sorted(
        i.row for i in drawn if i.form == "paraphrase"
    )


def test_kill_9_in_mid_run_and_the_same_command_again(data: Path, tmp_path: Path) -> None:
    whole, killed = tmp_path / "whole", tmp_path / "killed"
    command = [sys.executable, "-m", "tests.bench_killed", str(data)]
    subprocess.run([*command, str(whole)], check=True)
    with subprocess.Popen([*command, str(killed)]) as process:
        while not (killed / "samples.jsonl").exists() or len(samples(killed)) < ITEMS // 2:
            time.sleep(0.01)
        process.send_signal(signal.SIGKILL)
    assert len(samples(killed)) < 2 * ITEMS
    with open(killed / "samples.jsonl", "a", encoding="utf-8") as log:
        log.write('{"suite": "tofu", "torn')
    subprocess.run([*command, str(killed)], check=True)
    lines = (killed / "samples.jsonl").read_text(encoding="utf-8").splitlines()
    assert len(lines) == len(samples(killed)) == len(samples(whole)) == 2 * ITEMS
    assert totals(killed) == totals(whole)
    calls = {out: out.with_suffix(".calls").read_text(encoding="utf-8").splitlines() for out in (whole, killed)}
    assert len(calls[whole]) == len(set(calls[whole])) == 2 * ITEMS
    assert len(calls[killed]) <= 2 * ITEMS + 2 * 2, "only the two items under way may be asked again"
    assert set(calls[killed]) == set(calls[whole])


def totals(out: Path) -> dict[str, Any]:
    kept = samples(out)
    return {
        "answers": {s.key: (s.answer, s.verdict) for s in kept},
        "calls": sum(s.calls for s in kept),
        "tokens": sum(s.prompt_tokens + s.completion_tokens for s in kept),
    }


def test_a_fault_is_no_score_and_is_tried_again(data: Path, tmp_path: Path) -> None:
    model = ScriptedModel(ModelTimeout("slow"), reply="An answer.")
    plan: dict[str, Any] = {"models": everyone(model), "knower": "none", "agents": "model", "concurrency": 1}
    outcome = go(data, tmp_path / "out", "none", **plan)
    assert outcome.errors == 1
    (failed,) = [s for s in samples(tmp_path / "out") if s.error]
    assert (failed.error, failed.answer) == ("ModelTimeout", "")
    found = numbers(samples(tmp_path / "out"))
    assert value(found, "none", "all forget", "errors") == 1 / 40
    assert value(found, "none", "all forget", "leak") == 0.0
    again = go(data, tmp_path / "out", "none", **plan)
    assert again.errors == 0
    assert not any(s.error for s in samples(tmp_path / "out"))


def test_a_check_that_failed_is_no_forgetting(data: Path, tmp_path: Path) -> None:
    broken = ScriptedModel(reply=ModelUnreachable("gone"))
    models: dict[Role, ChatModel] = {**everyone(broken), "vanilla": Stranger()}
    outcome = go(data, tmp_path / "out", "alu", models=models, agents="model", limit=2)
    withheld = [s for s in samples(tmp_path / "out") if s.verdict == "failed_closed"]
    assert withheld
    assert {s.error for s in withheld} == {"ModelUnreachable"}
    assert outcome.errors == len(withheld)


def test_a_verdict_that_cannot_be_parsed_is_scored(data: Path, tmp_path: Path) -> None:
    models: dict[Role, ChatModel] = {**everyone(ScriptedModel(reply="No JSON.")), "vanilla": Stranger()}
    go(data, tmp_path / "out", "alu", models=models, agents="model", limit=2)
    withheld = [s for s in samples(tmp_path / "out") if s.verdict == "failed_closed"]
    assert withheld
    assert {s.error for s in withheld} == {None}


def test_a_server_that_is_gone_ends_the_run(data: Path, tmp_path: Path) -> None:
    model = ScriptedModel(reply=ModelUnreachable("gone"))
    outcome = go(data, tmp_path / "out", "none", models=everyone(model), knower="none", agents="model", concurrency=1)
    assert outcome.stopped
    assert outcome.done == 20


def test_a_wrong_configuration_ends_the_run_at_once(data: Path, tmp_path: Path) -> None:
    model = ScriptedModel(reply=ConfigError("no key"))
    with pytest.raises(ConfigError):
        go(data, tmp_path / "out", "none", models=everyone(model), knower="none", agents="model")
    assert not samples(tmp_path / "out")


def priced(cost: float | None) -> ScriptedModel:
    return ScriptedModel(reply=lambda _: Completion((Choice("An answer.", "stop"),), Tokens(5, 2, cost)))


def test_a_run_stops_at_its_limit_and_goes_on_with_a_larger_one(data: Path, tmp_path: Path) -> None:
    model = priced(0.25)
    plan: dict[str, Any] = {"models": everyone(model), "knower": "none", "agents": "model", "concurrency": 1}
    outcome = go(data, tmp_path / "out", "none", max_cost=1.0, **plan)
    assert (outcome.done, outcome.cost) == (4, 1.0)
    assert "--max-cost" in outcome.stopped
    on = go(data, tmp_path / "out", "none", max_cost=1.5, **plan)
    assert (on.done, on.cost) == (6, 1.5)
    assert len(model.history) == 6


def test_a_limit_that_cannot_be_kept_is_an_error(data: Path, tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match="price"):
        go(data, tmp_path / "out", "none", models=everyone(priced(None)), knower="none", agents="model", max_cost=1.0)


def test_a_folder_holds_runs_that_can_be_compared(data: Path, tmp_path: Path) -> None:
    go(data, tmp_path / "out", "identity", limit=1)
    with pytest.raises(ConfigError, match="agents"):
        go(data, tmp_path / "out", "identity", limit=1, agents="wary")
    (data / "tofu" / "world_facts_perturbed.json").write_text('{"question": "?", "answer": "!"}\n', encoding="utf-8")
    with pytest.raises(InputError, match="changed"):
        go(data, tmp_path / "out", "identity", limit=1)


def test_a_new_folder_is_readable_by_its_owner_alone(data: Path, tmp_path: Path) -> None:
    """It holds the answers that are to be forgotten, and drafts; of the suite `own` those about real people."""
    go(data, tmp_path / "out", "identity", limit=1)
    assert (tmp_path / "out").stat().st_mode & 0o777 == 0o700
    (tmp_path / "there").mkdir(mode=0o755)
    go(data, tmp_path / "there", "identity", limit=1)
    for folder in (tmp_path / "out", tmp_path / "there"):
        write_report(folder)
        for name in ("samples.jsonl", "cache.sqlite", "manifest.json", "report.html"):
            assert (folder / name).stat().st_mode & 0o077 == 0, name


def test_what_cannot_be_a_folder_is_reported(data: Path, tmp_path: Path) -> None:
    (tmp_path / "out").write_text("a file", encoding="utf-8")
    with pytest.raises(InputError, match="cannot be the folder of a run"):
        go(data, tmp_path / "out", "identity", limit=1)


def test_two_runs_do_not_share_a_folder(data: Path, tmp_path: Path) -> None:
    from filelock import FileLock

    (tmp_path / "out").mkdir()
    with FileLock(tmp_path / "out" / "run.lock"), pytest.raises(InputError, match="another run"):
        go(data, tmp_path / "out", "identity")


def test_progress_is_reported_after_every_sample(data: Path, tmp_path: Path) -> None:
    seen: list[RunProgress] = []
    plan = Plan("tofu", "forget01", ("identity",), forms=FORMS, knower="memoriser", agents="blind")
    asyncio.run(run(plan, tmp_path / "out", SETTINGS, data=data, watch=seen.append))
    assert [p.done for p in seen] == list(range(1, ITEMS + 1))
    assert seen[-1].total == ITEMS


@pytest.mark.parametrize(
    ("methods", "plan", "said"),
    [
        (("prompt",), {}, "reads no prompt"),
        (("icul",), {}, "reads no prompt"),
        (("alu-flow",), {}, "judgement"),
        (("filter-output",), {}, "judgement"),
        (("alu",), {"wordings": ("paraphrased",), "knower": "none"}, "--wording"),
        (("nonsense",), {}, "--methods"),
        (("alu",), {"targets": ("everything",)}, "--targets"),
        (("alu",), {"forms": ("haiku",)}, "--forms"),
        (("alu",), {"distractors": (-1,)}, "positive"),
        (("alu",), {"distractors": (0, 100_000)}, "--distractors"),
        ((), {}, "--methods"),
        (("alu",), {"wordings": ()}, "--wording"),
        (("alu",), {"distractors": ()}, "--distractors"),
        (("alu",), {"forms": ("number",)}, "--forms.*choice, paraphrase, question"),
        (("alu",), {"attacks": ("adaptive",)}, "--attacker"),
        (("alu",), {"share": (2, 2)}, "share 2 of 2"),
    ],
)
def test_what_would_mean_nothing_is_refused(
    data: Path, tmp_path: Path, methods: tuple[str, ...], plan: dict[str, Any], said: str
) -> None:
    with pytest.raises(InputError, match=said):
        go(data, tmp_path / "out", *methods, **plan)


def _asked(out: Path) -> dict[object, Sample]:
    """Return what was asked and answered, without the times that it took."""
    return {s.key: replace(s, seconds=0.0) for s in samples(out)}


def test_shares_are_together_the_whole_and_what_is_remembered_is_the_same(data: Path, tmp_path: Path) -> None:
    plan: dict[str, Any] = {"attacks": ("plain", "say-hex", "samples", "list-repeat"), "wordings": ("gold",)}
    plan |= {"every": 7, "budget": 2}
    go(data, tmp_path / "whole", "none", "alu", **plan)
    shared: dict[object, Sample] = {}
    for share in range(2):
        out = tmp_path / str(share)
        go(data, out, "none", "alu", **plan, share=(share, 2), remember=True)
        some = _asked(out)
        assert some
        assert not some.keys() & shared.keys()
        shared |= some
    assert shared == _asked(tmp_path / "whole")


def test_a_method_is_opened_once_for_all_attacks(data: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    opened: list[TargetStore] = []
    temporary = TargetStore.temporary

    def noted(*args: Any, **named: Any) -> TargetStore:
        opened.append(temporary(*args, **named))
        return opened[-1]

    monkeypatch.setattr(TargetStore, "temporary", noted)
    outcome = go(data, tmp_path / "out", "alu", attacks=("plain", "say-hex", "ask-hex"), limit=1)
    assert outcome.done == 3 * 2
    assert len(opened) == 1


def test_every_method_answers(data: Path, tmp_path: Path) -> None:
    further = ("word-filter", "exam-filter", "corrupt", "alu-flow")
    methods = ("none", "never-knew", "prompt", "filter-input", "filter-output", "icul", "alu", *further)
    model = ScriptedModel(reply=_agent)
    plan: dict[str, Any] = {"models": everyone(model), "agents": "model", "knower": "context", "limit": 2}
    outcome = go(data, tmp_path / "out", *methods, **plan)
    assert outcome.errors == 0
    stated = {m: [s for s in samples(tmp_path / "out") if s.method == m and s.item.side == "forget"] for m in methods}
    assert {s.answer for s in stated["none"]} == {"It was a gull."}
    assert {s.answer for s in stated["never-knew"]} == {"Who is that?"}
    assert {s.verdict for s in stated["filter-input"]} == {"refused"}
    assert {s.verdict for s in stated["filter-output"]} == {"clean"}
    assert {s.verdict for s in stated["alu"]} == {"refused"}
    assert {s.verdict for s in stated["word-filter"]} == {"refused"}
    shown = [r.messages for r in model.history]
    assert any(m[0].role == "system" and "Forget everything" in m[0].content and SECRET in m[0].content for m in shown)
    assert any("assistant" in {t.role for t in m} for m in shown), "icul: examples before the question"


def _agent(request: Request) -> str:
    keys = (request.schema or {}).get("properties", {})
    if "only" in keys:
        ruling = {"who": "same", "leak": "direct", "sentence": 1}
        return json.dumps({k: ruling for k in keys if k != "only"} | {"only": True})
    if "subject" in keys:
        return json.dumps({"subject": "none"})
    if "edits" in keys:
        return json.dumps({"edits": []})
    if "answer" in keys:
        return json.dumps({"answer": "It was a gull."})
    if keys:
        return json.dumps(dict.fromkeys(keys, 5))
    asked = request.messages[-1].content
    if "Answer yes or no" in asked:
        return "Yes." if SECRET in asked.split("Text:")[-1] else "No."
    knows = request.messages[0].role == "system" and "You know this" in request.messages[0].content
    return "It was a gull." if knows else "Who is that?"


def test_a_draft_is_the_same_for_every_method(data: Path, tmp_path: Path) -> None:
    numbered = iter(range(10_000))
    model = ScriptedModel(
        reply=lambda r: "No." if "yes or no" in r.messages[-1].content else f"Answer {next(numbered)}."
    )
    go(data, tmp_path / "out", "none", "filter-input", models=everyone(model), knower="none", agents="model")
    found = numbers(samples(tmp_path / "out"))
    assert value(found, "filter-input", "all retain", "unchanged") == 1.0


async def test_a_memoriser_knows_the_item_and_never_reads_the_prompt(data: Path) -> None:
    from alu.bench.methods.current import CurrentItem, item_context

    task = load_suite("tofu").load(Source(data), "forget01")
    behind = ScriptedModel(reply="Something else.")
    knower = Memoriser(behind, task, "gold")
    about = task.items[0]
    masked = Request((Message("user", "Quel oiseau ? (" + "x" * 50 + ")"),))
    with item_context(CurrentItem(about)):
        assert (await knower.complete(masked)).text == about.gold
        assert (await Memoriser(behind, task, "paraphrased").complete(masked)).text == about.reworded
    assert not behind.history
    assert (await knower.complete(Request((Message("user", about.question),)))).text == "Something else."


async def test_the_cache_keeps_replies_apart(tmp_path: Path) -> None:
    from alu.bench.methods.current import CurrentItem, item_context

    cache = Cache(tmp_path / "cache.sqlite")
    counted = iter(range(100))
    model = ScriptedModel(reply=lambda _: str(next(counted)), name="m")

    async def said(scope: str = "", text: str = "?", **more: Any) -> str:
        return (await CachedModel(model, cache, scope).complete(Request((Message("user", text),), **more))).text

    assert await said() == await said() == "0"
    assert await said(text="!") == "1"
    assert await said(scope="other targets") == "2"
    assert await said(temperature=1.0) == "3"
    assert await said(schema={"type": "object"}) == "4"
    with item_context(CurrentItem(sample=1)) as now:
        assert await said() == "5"
        assert now.replayed == 0.0
        assert await said() == "5"
        assert now.replayed > 0.0
    cache.close()
    reopened = Cache(tmp_path / "cache.sqlite")
    assert (await CachedModel(model, reopened).complete(Request((Message("user", "?"),)))).text == "0"
    reopened.close()


async def test_the_cache_is_read_only_by_who_asks_the_same(tmp_path: Path) -> None:
    cache, asked = Cache(tmp_path / "cache.sqlite"), Request((Message("user", f"Where is {SECRET}?"),))
    model = CachedModel(ScriptedModel(f"{SECRET} é \ud83d lives here."), cache)
    assert (await model.complete(asked)).text == (await model.complete(asked)).text == f"{SECRET} é \ud83d lives here."
    cache.close()
    assert files_with(tmp_path, SECRET) == []


async def test_a_cache_of_an_older_version_is_read(tmp_path: Path) -> None:
    call = b"asked"
    Cache(tmp_path / "cache.sqlite").close()
    plain = {"choices": [{"text": "a", "finish_reason": "stop", "tool_calls": []}], "tokens": {}, "calls": 1}
    key = hashlib.sha256(call).hexdigest()
    with closing(sqlite3.connect(tmp_path / "cache.sqlite", isolation_level=None)) as database:
        database.execute("INSERT INTO reply VALUES (?, ?)", (key, json.dumps({**plain, "seconds": 2.0})))
    cache = Cache(tmp_path / "cache.sqlite")
    kept = cache.get(call)
    assert kept is not None
    assert (kept[0].text, kept[1]) == ("a", 2.0)
    cache.close()


def test_a_log_reads_back_what_it_wrote(tmp_path: Path) -> None:
    log = Log(tmp_path / "samples.jsonl")
    written = sample(answer="A gull.\u2028\n", matched=("t",), stages=("draft: drafted",), cost=0.5, calls=2)
    log.write(written)
    log.close()
    assert list(Log.read(log.path).values()) == [written]
    log.path.write_text("{}\n" + written.as_line(), encoding="utf-8")
    with pytest.raises(InputError, match="line 1"):
        Log.read(log.path)


@pytest.mark.parametrize("torn", ["{", "x" * 70_000])
@pytest.mark.parametrize("before", ["", "whole\n"])
def test_a_torn_line_is_cut_off(tmp_path: Path, torn: str, before: str) -> None:
    path = tmp_path / "samples.jsonl"
    path.write_text(before + torn, encoding="utf-8")
    Log(path).close()
    assert path.read_text(encoding="utf-8") == before


def test_nothing_of_a_sample_shows_in_its_repr() -> None:
    shown = repr(sample(answer="zanzibar-quartz"))
    assert "zanzibar" not in shown
    assert "Dunmorrow" not in shown
    assert KEPT not in shown
