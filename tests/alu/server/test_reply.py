"""Replies, errors and counters of the server, each by itself."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Sequence
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError
from starlette.requests import ClientDisconnect

from alu.answer import Answer, Stage, Usage, Words
from alu.errors import (
    AluError,
    ConfigError,
    DuplicateTarget,
    InputError,
    MissingKey,
    ModelBusy,
    ModelRejected,
    ModelTimeout,
    ModelUnreachable,
    StoreCorrupt,
    TargetFileError,
    UnknownModel,
    UnknownTarget,
)
from alu.server.errors import ApiError, as_api_error, body_of
from alu.server.form import AnswerFormat, format_answer
from alu.server.limits import BodyBudget
from alu.server.metrics import Metrics
from alu.server.reply import ChatReply
from alu.server.request import ChatRequest
from alu.server.stream import ChatEvents
from alu.server.waiting import unless_gone
from tests.flow import CANARY

ASK = {"role": "user", "content": "Who?"}
SAID = Words("I don't know.", 4)


def request(**more: Any) -> ChatRequest:
    return ChatRequest.model_validate({"messages": [ASK], **more})


def drafted(text: str, prompt: int = 7, completion: int = 9, seconds: float = 0.25, **more: Any) -> Answer:
    usage = Usage(1, prompt, completion, seconds)
    plain: dict[str, Any] = {"verdict": "clean", "stages": (Stage("draft", "drafted", usage),), "usage": usage}
    return Answer(text, **{**plain, **more})


def replied(*answers: Answer, admin: bool = False, limit: int | None = None, **more: Any) -> ChatReply:
    return ChatReply.begun(request(**more), admin=admin).ended(answers, 1.0, refusal=SAID, limit=limit)


def sent(reply: ChatReply) -> list[dict[str, Any]]:
    events = ChatEvents()
    *chunks, end = [e.decode().removeprefix("data: ").strip() for e in (*events.begin(reply), *events.end(reply))]
    assert end == "[DONE]"
    return [json.loads(c) for c in chunks]


@pytest.mark.parametrize(
    ("answers", "usage"),
    [
        ([drafted("Paris.")], (7, 9)),
        ([drafted("Paris."), drafted("Rome.", 8, 2)], (8, 11)),  # the prompt is sent once, the choices add up
        ([drafted(SAID.text, verdict="refused", completion=900)], (7, 4)),
        ([drafted("A tower.", verdict="rewritten", completion=900)], (7, 3)),
        ([drafted("Paris."), drafted(SAID.text, 7, 900, verdict="failed_closed")], (7, 13)),
        ([Answer(SAID.text, "failed_closed")], (0, 4)),  # it failed before a draft was there
        ([drafted("Paris.", verdict="bypassed")], (7, 9)),
    ],
)
def test_usage_is_of_what_is_sent(answers: list[Answer], usage: tuple[int, int]) -> None:
    stated = replied(*answers).body()["usage"]
    assert (stated["prompt_tokens"], stated["completion_tokens"], stated["total_tokens"]) == (*usage, sum(usage))


def test_the_overhead_is_the_time_next_to_the_slowest_draft_and_never_below_nothing() -> None:
    assert replied(drafted("A", seconds=0.25), drafted("B", seconds=0.75)).overhead == pytest.approx(0.25)
    assert replied(drafted("A", seconds=3.0)).overhead == 0


def test_only_an_admin_learns_what_happened_and_even_an_admin_no_text() -> None:
    audit = Stage("audit", "no leak", Usage(1, 5, 3, 0.1))
    answer = drafted(CANARY, matched=("keeper",), stages=(Stage("draft", "drafted"), audit))
    stated, known = replied(answer), replied(answer, admin=True)
    assert "alu" not in stated.body()
    assert [h for h in stated.headers() if h.startswith("x-alu")] == []
    assert known.headers()["x-alu-matched"] == "keeper"
    assert known.headers()["x-alu-stages"] == "draft:drafted,audit:no-leak"
    assert CANARY not in json.dumps([known.body()["alu"], known.headers()])
    assert known.body()["alu"]["trace"] == known.headers()["x-request-id"]


@pytest.mark.parametrize("texts", [[""], ["one"], ["x" * 700], ["a b " * 200, "né «Ω» 漢字 " * 40], [" " * 300]])
def test_pieces_of_each_choice_make_its_text(texts: list[str]) -> None:
    chunks = sent(replied(*map(drafted, texts)))
    for index, text in enumerate(texts):
        own = [c["choices"][0] for c in chunks if c["choices"][0]["index"] == index]
        assert "".join(c["delta"].get("content", "") for c in own) == text
        assert [c["finish_reason"] for c in own][-1] == "stop"
        assert {c["finish_reason"] for c in own[:-1]} <= {None}


@given(st.text(alphabet=" ab\n漢\u2028", max_size=900))
def test_no_text_is_lost_between_chunks_and_none_is_long(text: str) -> None:
    deltas = [c["choices"][0]["delta"].get("content", "") for c in sent(replied(drafted(text)))]
    assert "".join(deltas) == text
    assert all(len(d) <= 240 for d in deltas)


@pytest.mark.parametrize("admin", [False, True])
def test_usage_comes_once_and_what_happened_at_the_end(admin: bool) -> None:
    reply = replied(drafted("A"), drafted("B"), admin=admin, stream=True, stream_options={"include_usage": True})
    *chunks, last = sent(reply)
    assert all(c["usage"] is None for c in chunks)
    assert (last["choices"], last["usage"]) == ([], reply.usage())
    assert [("alu" in c) for c in chunks] == [False] * (len(chunks) - 1) + [admin]
    assert len({(c["id"], c["created"], c["model"]) for c in (*chunks, last)}) == 1


def test_tool_calls_are_streamed_by_their_place() -> None:
    calls = [{"id": f"c{n}", "type": "function", "function": {"name": "look", "arguments": "{}"}} for n in (0, 1)]
    answer = drafted("", tool_calls=tuple(calls), finish_reason="tool_calls")
    message = replied(answer).message(0)
    assert (message["content"], message["tool_calls"]) == (None, calls)
    stated = [d["tool_calls"] for c in sent(replied(answer)) if "tool_calls" in (d := c["choices"][0]["delta"])]
    assert stated == [[{"index": n, **calls[n]}] for n in (0, 1)]


@pytest.mark.parametrize(
    ("text", "stops", "limit", "content", "reason"),
    [
        ("One two three.", [], None, "One two three.", "stop"),
        ("One two three.", ["two"], None, "One ", "stop"),
        ("One two three.", ["three", "two"], None, "One ", "stop"),  # the first in the text, whatever the order
        ("One two three.", ["two", " two"], None, "One", "stop"),
        ("One two three.", ["three"], 2, "One two", "length"),  # it ended before the stop could come
        ("One two three.", ["One"], 2, "", "stop"),
        ("One two three.", [], 1, "One", "length"),
        ("One two three.", [], 4, "One two three.", "stop"),
        ("One.\nTwo.", ["\n"], None, "One.", "stop"),
    ],
)
def test_a_rewritten_text_ends_where_the_request_says(
    text: str, stops: list[str], limit: int | None, content: str, reason: str
) -> None:
    form = format_answer(Answer(text, "rewritten"), AnswerFormat(limit=limit, stops=stops), SAID, 99)
    assert (form.content, form.finish_reason) == (content, reason)
    assert 1 <= form.tokens <= (limit or 99)


@pytest.mark.parametrize("verdict", ["clean", "bypassed"])
def test_the_models_own_text_is_never_cut(verdict: Any) -> None:
    form = format_answer(
        Answer("One two three.", verdict, finish_reason="length"), AnswerFormat(limit=1, stops=["two"]), SAID, 5
    )
    assert (form.content, form.finish_reason, form.tokens) == ("One two three.", "length", 5)


@pytest.mark.parametrize(
    ("sent", "stops", "limit"),
    [
        ({"stop": "END"}, ("END",), 50),
        ({"stop": None}, (), 50),
        ({"stop": ["a", 1, None, "b"]}, ("a", "b"), 50),
        ({"stop": {"a": "b"}}, (), 50),
        ({"max_tokens": 9}, (), 9),
        ({"max_tokens": 9, "max_completion_tokens": 8}, (), 8),
    ],
)
def test_the_form_asked_for_is_read(sent: dict[str, Any], stops: Sequence[str], limit: int) -> None:
    asked = request(**sent).answer_format(50)
    assert (tuple(asked.stops), asked.limit, asked.json) == (stops, limit, False)


@pytest.mark.parametrize(
    "name", ["api_base", "base_url", "api_key", "model_list", "extra_body", "n", "stream", "timeout"]
)
def test_what_would_steer_the_server_never_reaches_the_model(name: str) -> None:
    value: Any = {"n": 2, "stream": True}.get(name, "http://evil")
    assert request(**{name: value}).for_model() == {}


def test_each_choice_has_a_seed_of_its_own_and_none_where_none_was_given() -> None:
    assert [request(seed=-1).for_model(i)["seed"] for i in range(3)] == [-1, 0, 1]
    assert "seed" not in request().for_model(5)


@pytest.mark.parametrize(
    "wrong",
    [
        {"messages": [{"role": "user", "content": CANARY, "x": "\ud83d"}]},
        {"messages": [{"role": CANARY, "content": "x"}]},
        {"messages": CANARY},
        {"temperature": CANARY},
        {"response_format": {"type": CANARY}},
        {"n": [CANARY]},
    ],
)
def test_a_refusal_does_not_say_what_was_sent(wrong: dict[str, Any]) -> None:
    with pytest.raises(ValidationError) as refused:
        request(**wrong)
    assert CANARY not in str(refused.value)
    assert all(CANARY not in e["msg"] for e in refused.value.errors(include_input=False))


PRIVATE = "postgresql://db.internal/targets"


@pytest.mark.parametrize(
    ("error", "status", "public"),
    [
        (ModelTimeout(PRIVATE), 504, "the model did not answer"),
        (ModelUnreachable(PRIVATE), 502, "the model did not answer"),
        (ModelRejected(PRIVATE, 418), 418, "the model did not answer"),
        (ModelRejected(PRIVATE, 500), 502, "the model did not answer"),
        (ModelRejected(PRIVATE, 302), 502, "the model did not answer"),
        (ModelRejected(PRIVATE, None), 502, "the model did not answer"),
        (ConfigError(PRIVATE), 500, "the model did not answer"),
        (MissingKey(PRIVATE), 502, "the model did not answer"),
        (UnknownModel(PRIVATE), 424, "the model did not answer"),
        (StoreCorrupt(PRIVATE), 503, "the targets cannot be read"),
        (UnknownTarget("no such target"), 404, "no such target"),
        (DuplicateTarget("it is there"), 409, "it is there"),
        (InputError("the question is empty"), 400, "the question is empty"),
        (AluError("other"), 500, "other"),
    ],
)
def test_each_fault_has_its_status_and_tells_no_stranger_where_things_are(
    error: AluError, status: int, public: str
) -> None:
    stated = as_api_error(error)
    assert (stated.status, stated.code) == (status, type(error).__name__)
    assert stated.for_client(admin=True).message == str(error)
    assert stated.for_client(admin=False).message == public
    assert stated.for_client(admin=False).status == status


@pytest.mark.parametrize(("wait", "header"), [(None, "1"), (0.0, "1"), (0.2, "1"), (29.6, "30")])
def test_a_busy_model_says_when_to_come_back_to_everybody(wait: float | None, header: str) -> None:
    stated = as_api_error(ModelBusy("busy", wait))
    assert (stated.status, stated.for_client(admin=False).headers) == (429, {"Retry-After": header})


@pytest.mark.parametrize(
    ("status", "kind"),
    [
        (400, "invalid_request_error"),
        (401, "authentication_error"),
        (403, "permission_error"),
        (408, "timeout_error"),
        (418, "invalid_request_error"),
        (429, "rate_limit_error"),
        (500, "api_error"),
        (503, "api_error"),
        (504, "timeout_error"),
    ],
)
def test_errors_have_openais_type(status: int, kind: str) -> None:
    assert body_of(ApiError(status, "x", param="n")) == {
        "error": {"message": "x", "type": kind, "param": "n", "code": None}
    }


def test_the_bad_rows_of_a_file_are_listed() -> None:
    error = as_api_error(TargetFileError(("line 2: no name", "line 9: too long")))
    assert body_of(error)["error"]["problems"] == ["line 2: no name", "line 9: too long"]


def test_room_is_given_back_whatever_happens() -> None:
    budget = BodyBudget(10)
    with budget.share() as take:
        take(7)
        with budget.share() as other:
            other(3)
            assert budget.free == 0
        with pytest.raises(ApiError) as full:
            take(4)
        assert budget.free == 3
    assert (full.value.status, budget.free) == (429, 10)


def test_a_namespace_sees_its_own_counters_alone() -> None:
    metrics = Metrics()
    stages = (Stage("draft", "drafted", Usage(1, 7, 9, 0.2)), Stage("audit", "leak", Usage(2, 11, 3, 0.1)))
    metrics.answered("a", [drafted("x", stages=stages, blocked=True), drafted("y")], 0.5, 0.1)
    metrics.answered('q"uo\\te', [drafted("z", verdict="refused")], 0.5, 0.1)
    metrics.failed("b")
    metrics.set_gauges(taken=3, queued=2, versions={"a": 4, "b": 9})
    text = metrics.text("a")[0].decode()
    lines = text.splitlines()
    assert 'alu_model_calls_total{namespace="a",stage="audit"} 2.0' in lines
    assert 'alu_model_tokens_total{kind="prompt",namespace="a",stage="audit"} 11.0' in lines
    assert 'alu_stage_outcomes_total{namespace="a",outcome="leak",stage="audit"} 1.0' in lines
    assert 'alu_requests_total{namespace="a",verdict="clean"} 2.0' in lines
    assert 'alu_gate_blocks_total{namespace="a"} 1.0' in lines
    assert 'alu_store_version{namespace="a"} 4.0' in lines
    assert not any(other in text for other in ('namespace="b"', "uo", "alu_places{"))
    whole = metrics.text()[0].decode().splitlines()
    assert 'alu_requests_total{namespace="b",verdict="error"} 1.0' in whole
    assert 'alu_places{kind="queued"} 2.0' in whole


async def hung_up() -> dict[str, str]:
    return {"type": "http.disconnect"}


async def silent() -> dict[str, str]:
    await asyncio.Event().wait()
    return {}


async def test_work_ends_with_the_client() -> None:
    work: asyncio.Task[bool] = asyncio.create_task(asyncio.Event().wait())
    with pytest.raises(ClientDisconnect):
        await unless_gone(work, hung_up)
    assert work.cancelled()


async def test_patience_ends_the_waiting_and_not_the_work() -> None:
    go_on = asyncio.Event()
    work: asyncio.Task[bool] = asyncio.create_task(go_on.wait())
    assert not await unless_gone(work, silent, patience=0.001)
    assert not work.cancelled()
    go_on.set()
    assert await unless_gone(work, silent)


async def test_a_fault_of_the_work_is_left_to_whoever_asks_for_the_result() -> None:
    async def broken() -> None:
        raise InputError("no")

    work = asyncio.create_task(broken())
    assert await unless_gone(work, silent)
    with pytest.raises(InputError):
        work.result()
