"""Stages: whichever one breaks, in whatever way, nothing of the draft comes out, and what it cost is told."""

from __future__ import annotations

import json
import warnings
from collections.abc import Callable, Sequence
from typing import Any

import pytest

from alu.chat import Choice, Completion, Request
from alu.errors import BadReply, ConfigError, MissingKey, ModelBusy, ModelTimeout, ModelUnreachable, UnknownModel
from alu.prompts import refusal
from alu.store.target import Target
from alu.unlearner import Unlearner
from tests.flow import CANARY, KEEPER, agents, unlearner

UNKNOWN = refusal("unknown")
TOPIC = Target(id="locks", name="Lock bypassing", kind="topic", examples=("How is a lock picked?",))
ABOUT = "What was the gull of Odalys Brannigan called next to what height of the tower?"
MIXED = f"The keeper had a gull called Admiral Thunderbeak, {CANARY}. The tower is 38 metres tall."
TWO = ("The tower is 38 metres tall.", "It is 38 metres tall.")
Judge = Callable[[Request], str | Sequence[str]]
BROKEN: list[Any] = [
    ModelTimeout("late"),
    ModelUnreachable("gone"),
    ModelBusy("busy", 1.0),
    BadReply("no"),
    RuntimeError(CANARY),
    RecursionError(CANARY),
    "",
    "null",
    CANARY,
    json.dumps({"answer": None}),
    Completion(()),
    Completion((Choice('{"answer": "The tow', "length"),)),
]
STAGES = {"screen": "topic", "audit": "only", "rewrite": "answer", "critic": "C1"}


def stage_of(request: Request) -> str:
    """Return which agent asks: the composer's form is that of a rewrite, its prompt is not."""
    keys = (request.schema or {}).get("properties", {})
    stage = next(name for name, key in STAGES.items() if key in keys)
    return "compose" if stage == "rewrite" and "<candidate C1" in request.messages[-1].content else stage


def breaking(stage: str, how: Any, good: Judge) -> Judge:
    """Return agents of which the one of `stage` breaks."""

    def reply(request: Request) -> Any:
        if stage_of(request) != stage:
            return good(request)
        if isinstance(how, Exception):
            raise how
        return how

    return reply


def opened(stage: str, how: Any, **settings: Any) -> Unlearner:
    judge = breaking(stage, how, agents(answers=TWO))
    return unlearner(KEEPER, TOPIC, draft=MIXED, judge=judge, merge=2, **settings)[0]


@pytest.mark.parametrize(
    "how", BROKEN, ids=lambda h: str(h)[:20] or "empty" if isinstance(h, str) else type(h).__name__
)
@pytest.mark.parametrize("stage", [*STAGES, "compose"])
def test_a_stage_that_breaks_withholds(stage: str, how: Any, caplog: pytest.LogCaptureFixture) -> None:
    with opened(stage, how) as u:
        answer = u.ask(ABOUT)
    assert (answer.text, answer.verdict, answer.tool_calls) == (UNKNOWN, "failed_closed", ())
    assert answer.stages[-1].name == "fault"
    assert answer.stages[-2].name == stage or stage == "screen"
    assert answer.usage.calls == sum(s.usage.calls for s in answer.stages) >= 1
    assert CANARY not in caplog.text + repr(answer) + json.dumps(answer.as_dict())


@pytest.mark.parametrize("how", [MissingKey("set a key"), UnknownModel("no such model"), ConfigError("wrong")])
@pytest.mark.parametrize("stage", [*STAGES, "compose"])
def test_what_is_configured_wrongly_is_said_whichever_stage_it_is(stage: str, how: Exception) -> None:
    with opened(stage, how) as u, pytest.raises(type(how), match=str(how)) as caught:
        u.ask(ABOUT)
    assert caught.value.__context__ is None


@pytest.mark.parametrize("stage", ["audit", "rewrite", "critic", "compose"])
def test_open_lets_the_draft_out_whichever_stage_breaks(stage: str) -> None:
    with opened(stage, ModelUnreachable("gone"), on_error="open") as u:
        answer = u.ask(ABOUT)
    assert (answer.text, answer.verdict) == (MIXED, "bypassed")


@pytest.mark.parametrize("style", ["unknown", "refuse"])
@pytest.mark.parametrize("stage", [*STAGES, "compose"])
def test_a_stage_that_breaks_withholds_in_the_words_of_the_style(stage: str, style: Any) -> None:
    with opened(stage, "no", style=style) as u:
        assert u.ask(ABOUT).text == refusal(style)


def test_a_failed_draft_ends_the_screen_next_to_it_and_is_what_is_reported() -> None:
    u, vanilla, others = unlearner(TOPIC)
    others.latency = 30
    vanilla.enqueue(ModelUnreachable("gone"))
    with u, pytest.raises(ModelUnreachable, match="gone"):
        u.ask("How is a lock opened?")
    assert others.running == 0


def test_all_stages_of_a_merge_are_reported_in_order_with_what_each_cost() -> None:
    u, _, _ = unlearner(KEEPER, TOPIC, draft=MIXED, judge=agents(answers=TWO), merge=2)
    with u:
        answer = u.ask(ABOUT)
    assert [(s.name, s.outcome, s.usage.calls) for s in answer.stages] == [
        ("draft", "drafted", 1),
        ("screen", "nothing near", 1),
        ("look_up", "near", 0),
        ("audit", "leak", 1),
        ("rewrite", "rewritten", 1),
        ("critic", "safe", 1),
        ("compose", "merged", 1),
        ("release", "passed", 0),
    ]
    assert (answer.usage.calls, answer.verdict) == (6, "rewritten")
    assert answer.usage.prompt_tokens == sum(s.usage.prompt_tokens for s in answer.stages)


@pytest.mark.parametrize(("trust", "outcome", "calls"), [("weak", "presumed", 0), ("strong", "leak", 1)])
def test_an_audit_that_asks_no_model_says_so(trust: str, outcome: str, calls: int) -> None:
    with unlearner(draft="Odalys Brannigan kept a tame gull called Admiral Thunderbeak.", trust=trust)[0] as u:
        stages = u.ask("Who is Odalys Brannigan?").stages
    assert [(s.outcome, s.usage.calls) for s in stages if s.name == "audit"] == [(outcome, calls)]


def test_a_merge_that_says_what_no_candidate_said_is_caught() -> None:
    def reply(request: Request) -> str | Sequence[str]:
        leak = json.dumps({"answer": "The gull was Admiral Thunderbeak."})
        return leak if stage_of(request) == "compose" else agents(answers=TWO)(request)

    with unlearner(draft=MIXED, judge=reply, merge=2)[0] as u:
        answer = u.ask(ABOUT)
    assert "Thunderbeak" not in answer.text
    assert answer.blocked


@pytest.mark.parametrize("merged", ["", " \n"])
def test_a_merge_that_says_nothing_leaves_the_best_candidate(merged: str) -> None:
    with opened("compose", json.dumps({"answer": merged})) as u:
        answer = u.ask(ABOUT)
    assert (answer.text, answer.verdict) == (TWO[0], "rewritten")


PAPER = {"audit": "subject", "rewrite": "answers", "critic": "C1", "compose": "answer"}
PAPERS: dict[str, Any] = {
    "subject": "Odalys Brannigan",
    "answers": ["The tower is 38 metres tall."] * 5,
    "answer": "The tower is 38 metres tall.",
}


def papers(request: Request, rating: int = 5) -> str:
    keys = (request.schema or {}).get("properties", {})
    return json.dumps({key: PAPERS.get(key, rating) for key in keys})


def paper(judge: Judge) -> Unlearner:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", UserWarning)
        return unlearner(draft=MIXED, judge=judge, profile="paper")[0]


@pytest.mark.parametrize("how", [*BROKEN[:5], "", "none", Completion(())], ids=lambda h: type(h).__name__)
@pytest.mark.parametrize("stage", list(PAPER))
def test_a_stage_of_the_paper_that_breaks_withholds_too(stage: str, how: Any) -> None:
    def reply(request: Request) -> Any:
        if PAPER[stage] not in (request.schema or {}).get("properties", {}):
            return papers(request)
        if isinstance(how, Exception):
            raise how
        return how

    with paper(reply) as u:
        answer = u.ask(ABOUT)
    assert (answer.text, answer.verdict) == (UNKNOWN, "failed_closed")
    assert [s.name for s in answer.stages][-2:] == [stage, "fault"]


@pytest.mark.parametrize(("rating", "verdict"), [(5, "rewritten"), (4, "rewritten"), (3, "refused"), (1, "refused")])
def test_the_paper_refuses_below_its_threshold(rating: int, verdict: str) -> None:
    with paper(lambda request: papers(request, rating)) as u:
        answer = u.ask(ABOUT)
    assert (answer.text, answer.verdict) == (PAPERS["answer"] if rating > 3 else UNKNOWN, verdict)
