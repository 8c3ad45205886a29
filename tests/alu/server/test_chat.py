"""`POST /v1/chat/completions` as OpenAI's clients use it."""

from __future__ import annotations

import json
import socket
import threading
import time
from typing import Any

import pytest

from alu.chat import Choice, Completion, Request, Tokens
from alu.errors import ModelBusy, ModelRejected, ModelTimeout, ModelUnreachable, StoreCorrupt
from alu.prompts import refusal
from tests.flow import agents
from tests.server import ABOUT, ASK, body, running

UNKNOWN = refusal("unknown")
TOOL = {"type": "function", "function": {"name": "look", "parameters": {"type": "object"}}}


MEDIA = "application/json"


def parts(*content: dict[str, Any]) -> dict[str, Any]:
    return {"messages": [{"role": "user", "content": list(content)}]}


def call(arguments: str) -> Completion:
    function = {"id": "c1", "type": "function", "function": {"name": "look", "arguments": arguments}}
    return Completion((Choice("", "tool_calls", (function,)),), Tokens(7, 3))


def test_an_answer_has_openais_shape() -> None:
    with running(draft="Paris.") as server:
        response = server.ask()
    reply = response.json()
    assert reply["object"] == "chat.completion"
    assert reply["model"] == "any-name"
    assert reply["choices"] == [
        {
            "index": 0,
            "message": {"role": "assistant", "content": "Paris.", "refusal": None},
            "logprobs": None,
            "finish_reason": "stop",
        }
    ]
    assert reply["usage"] == {"prompt_tokens": 6, "completion_tokens": 1, "total_tokens": 7}
    assert response.headers["x-request-id"] == response.headers["x-alu-trace"]
    assert response.headers["x-alu-calls"] == "1"


def test_parameters_reach_the_vanilla_model_alone() -> None:
    sent: dict[str, Any] = {
        "stop": ["END"],
        "top_p": 0.5,
        "tools": [TOOL],
        "tool_choice": "auto",
        "response_format": {"type": "json_object"},
        "temperature": 0.3,
        "max_tokens": 77,
        "seed": 5,
        "top_k": 3,
    }
    refused: dict[str, Any] = {
        "api_base": "http://evil",
        "api_key": "x",
        "timeout": 1,
        "extra_headers": {},
        "metadata": {"a": "b"},
    }
    with running(draft='{"tall": 38}', temperature=1.0, max_tokens=5, seed=1) as server:
        assert server.ask(ABOUT, key=None, **sent, **refused).status_code == 200
        first = server.vanilla.history[0]
        own = ("temperature", "max_tokens", "seed")
        assert dict(first.extra) == {k: v for k, v in sent.items() if k not in own}
        assert (first.temperature, first.max_tokens, first.seed) == (0.3, 77, 5)
        assert all(not r.extra for r in server.others.history)
        server.ask(max_completion_tokens=9)
        last = server.vanilla.history[-1]
        assert (last.temperature, last.max_tokens, last.seed) == (1.0, 9, 1)


def test_the_dialogue_reaches_the_model_as_it_came() -> None:
    turns = [
        {"role": "system", "content": "Be short."},
        {"role": "developer", "content": "In French."},
        {"role": "user", "content": [{"type": "text", "text": "Who was"}, {"type": "text", "text": "Napoleon?"}]},
        {"role": "assistant", "content": None, "tool_calls": [{"id": "c1", "type": "function"}]},
        {"role": "tool", "content": "A general.", "tool_call_id": "c1"},
        {"role": "user", "content": "And his wife?", "name": "ann"},
    ]
    with running(draft="Joséphine.") as server:
        reply = server.client.post("/v1/chat/completions", json={"messages": turns})
        assert [m.as_dict() for m in server.vanilla.history[0].messages] == turns
    assert reply.json()["choices"][0]["message"]["content"] == "Joséphine."
    assert reply.json()["model"] == "alu"


PICTURE = {"type": "image_url", "image_url": {"url": "data:image/png;base64,iVBORw0KGgo="}}


@pytest.mark.parametrize("kind", ["text", "input_text", "output_text", "refusal"])
def test_every_part_with_words_is_read_and_sent(kind: str) -> None:
    words = "refusal" if kind == "refusal" else "text"
    asked = {"type": kind, words: "What was the gull of Odalys Brannigan called?"}
    sent = parts(PICTURE, {"type": "text", "text": "Please tell me:"}, asked)
    with running(draft="Admiral.", judge=agents(only=True), server={"parts": ["image"]}) as server:
        reply = server.client.post("/v1/chat/completions", json=body() | sent)
        assert [m.as_dict() for m in server.vanilla.history[0].messages] == sent["messages"]
    assert reply.headers["x-alu-matched"] == "keeper"


@pytest.mark.parametrize("kind", ["image_url", "input_audio", "video_url", "input_file"])
def test_a_part_that_no_check_reads_is_refused_unless_it_is_allowed(kind: str) -> None:
    sent = parts({"type": "text", "text": "What is this?"}, {"type": kind, kind: {"url": "https://example.org/a"}})
    with running(server={"parts": ["image"]}) as server:
        reply = server.client.post("/v1/chat/completions", json=body() | sent)
        assert bool(server.vanilla.history) is (kind == "image_url")
    assert reply.status_code == (200 if kind == "image_url" else 400)
    if reply.status_code == 400:
        assert reply.json()["error"]["code"] == "part_refused"
        assert "[server] parts" in reply.json()["error"]["message"]


def test_a_follow_up_about_a_target_is_caught() -> None:
    turns = [
        {"role": "user", "content": "Who was Odalys Brannigan?"},
        {"role": "assistant", "content": UNKNOWN},
        {"role": "user", "content": "What was her gull called?"},
    ]
    with running(draft="Admiral Thunderbeak.", judge=agents(only=True)) as server:
        reply = server.client.post("/v1/chat/completions", json={"messages": turns})
    assert reply.json()["choices"][0]["message"]["content"] == UNKNOWN
    assert reply.headers["x-alu-matched"] == "keeper"


@pytest.mark.parametrize("stream", [False, True])
def test_n_choices_are_n_checked_runs_with_seeds_of_their_own(stream: bool) -> None:
    with running(draft=lambda r: f"Answer {r.seed}.") as server:
        response = server.ask(n=3, seed=10, stream=stream, stream_options={"include_usage": True})
        assert response.headers["x-alu-calls"] == "3"
    if stream:
        chunks = [json.loads(line[6:]) for line in response.text.split("\n\n")[:-2]]
        texts = ["", "", ""]
        for choice in (c for chunk in chunks for c in chunk["choices"]):
            texts[choice["index"]] += choice["delta"].get("content", "")
        usage = chunks[-1]["usage"]
    else:
        texts = [c["message"]["content"] for c in response.json()["choices"]]
        usage = response.json()["usage"]
    assert texts == ["Answer 10.", "Answer 11.", "Answer 12."]
    assert usage == {"prompt_tokens": 6, "completion_tokens": 6, "total_tokens": 12}


@pytest.mark.parametrize("stream", [False, True])
def test_tool_calls_are_passed_on_and_checked(stream: bool) -> None:
    with running(judge=agents(only=True)) as server:
        server.vanilla.enqueue(call('{"city": "Paris"}'), call('{"gull": "Admiral Thunderbeak"}'))
        clean, leaking = server.ask(tools=[TOOL], stream=stream), server.ask(ABOUT, tools=[TOOL], stream=stream)
    assert "Paris" in clean.text
    assert "tool_calls" in clean.text
    assert "Thunderbeak" not in leaking.text
    assert UNKNOWN in leaking.text


def test_a_tool_call_is_gated_like_text_whatever_the_audit_says() -> None:
    with running(judge=agents(leak="none")) as server:
        server.vanilla.enqueue(call('{"who": "Odalys Brannigan"}'))
        answer = server.ask("Who keeps the light?", tools=[TOOL])
    assert "Odalys" not in answer.text
    assert answer.json()["alu"]["runs"][0]["blocked"] is True
    assert answer.json()["choices"][0]["message"]["content"] == "The tower is 38 metres tall."


def test_json_that_was_rewritten_stays_content() -> None:
    with running(draft='{"gull": "Admiral Thunderbeak", "tall": 38}', judge=agents(answers=['{"tall": 38}'])) as server:
        message = server.ask(ABOUT, response_format={"type": "json_object"}).json()["choices"][0]["message"]
    assert json.loads(message["content"]) == {"tall": 38}


@pytest.mark.parametrize(
    ("error", "status"),
    [
        (ModelRejected("refused", 401), 502),
        (ModelRejected("refused", 403), 502),
        (ModelRejected("refused", 404), 424),
        (ModelRejected("refused", 503), 503),
        (ModelRejected("refused"), 502),
        (ModelBusy("busy", 7), 429),
        (ModelTimeout("late"), 504),
        (ModelUnreachable("gone"), 502),
    ],
)
def test_the_status_of_the_models_server_is_kept_unless_it_seems_the_clients(error: Exception, status: int) -> None:
    with running() as server:
        server.vanilla.enqueue(error)
        response = server.ask()
    assert response.status_code == status
    assert set(response.json()["error"]) == {"message", "type", "param", "code"}
    assert response.headers.get("retry-after") == ("7" if status == 429 else None)
    if status == 424:
        assert "check --model" in response.json()["error"]["message"]


@pytest.mark.parametrize(
    ("wrong", "param"),
    [
        ({"messages": []}, "messages"),
        ({"messages": [{"role": "owner", "content": "x"}]}, "messages.0.role"),
        ({"messages": [{"role": "user"}]}, "messages.0"),
        ({"temperature": 9}, "temperature"),
        ({"n": 0}, "n"),
        ({"n": 1000}, "n"),
        ({"max_tokens": 0}, "max_tokens"),
        ({"logprobs": True}, None),
        ({"functions": []}, None),
        ({"chat_template_kwargs": {"chat_template": "{{ 'Oda' ~ 'lys' }}"}}, None),
        ({"chat_template_kwargs": {"messages": []}}, None),
        ({"messages": [{"role": "user", "content": "  "}]}, None),
        ({"messages": [{"role": "user", "content": "x" * 200_001}]}, None),
        ({"messages": [{"role": "assistant", "content": "x"}]}, None),
        ({"messages": [{"role": "user", "content": "half \ud83d"}]}, None),
        ({"messages": [{"role": "user", "content": "x", "name": "\udc00"}]}, None),
        ({"stop": ["\ud83d"]}, None),
        ({"top_p": float("nan")}, None),
        ({"logit_bias": {"7": float("-inf")}}, None),
        ({"tools": [{"type": "function", "function": {"name": "f", "parameters": {"\ud83d": {}}}}]}, None),
        (parts({"type": "text", "text": "x"}, {"type": "thinking", "thinking": "Who?"}), "messages.0"),
        (parts({"type": "text", "text": "x"}, {"type": "tool_result", "content": [{"text": "Who?"}]}), "messages.0"),
        (parts({"type": "text", "text": ["x"]}), "messages.0"),
        (parts({"type": "thinking", "thinking": "Who?", "text": "x"}), "messages.0"),
        (parts({"text": "Who?"}), "messages.0"),
        (parts({"type": ["text"], "text": "x"}), "messages.0"),
        (parts({"type": {"text": 1}, "text": "x"}), "messages.0"),
    ],
)
def test_bad_requests_are_refused_before_any_call(wrong: dict[str, Any], param: str | None) -> None:
    with running() as server:
        content = json.dumps(body() | wrong)
        response = server.client.post("/v1/chat/completions", content=content, headers={"Content-Type": MEDIA})
        assert server.vanilla.history == []
    assert response.status_code == 400
    assert response.json()["error"]["type"] == "invalid_request_error"
    assert response.json()["error"]["param"] == param


@pytest.mark.parametrize("content", [b"{", b"\xff", b'"text"', b"[]"])
def test_what_is_no_json_object_is_refused(content: bytes) -> None:
    with running() as server:
        response = server.client.post(
            "/v1/chat/completions", content=content, headers={"Content-Type": "application/json"}
        )
    assert response.status_code == 400
    assert "error" in response.json()


def test_a_broken_store_withholds_every_answer(monkeypatch: pytest.MonkeyPatch) -> None:
    def broken() -> None:
        raise StoreCorrupt("bad")

    with running() as server:
        monkeypatch.setattr(server.unlearner.targets, "snapshot", broken)
        response = server.ask()
        ready = server.client.get("/readyz")
    assert response.json()["choices"][0]["message"]["content"] == UNKNOWN
    assert response.headers["x-alu-verdict"] == "failed_closed"
    assert ready.status_code == 503


def test_the_deadline_ends_a_hanging_model_and_a_hanging_judge() -> None:
    with running(deadline=0.3) as server:
        server.vanilla.latency = 30
        start = time.monotonic()
        assert server.ask().status_code == 504
        server.vanilla.latency = 0
        server.others.latency = 30
        answer = server.ask(ABOUT)
        assert time.monotonic() - start < 20
    assert answer.json()["choices"][0]["message"]["content"] == UNKNOWN
    assert answer.headers["x-alu-verdict"] == "failed_closed"


@pytest.mark.parametrize("stream", [False, True])
@pytest.mark.parametrize("keep_alive", [0.02, 5.0])
def test_a_client_that_goes_cancels_the_model_calls(stream: bool, keep_alive: float) -> None:
    with running(options={"keep_alive": keep_alive}) as server:
        server.vanilla.latency = 30
        data = json.dumps(body(stream=stream, n=2)).encode()
        head = "POST /v1/chat/completions HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n"
        with socket.create_connection(("127.0.0.1", server.port)) as connection:
            connection.sendall(f"{head}Content-Length: {len(data)}\r\n\r\n".encode() + data)
            _until(lambda: server.vanilla.running == 2)
        _until(lambda: server.vanilla.running == 0)
        _until(lambda: server.unlearner.pending() == 0)
        server.vanilla.latency = 0
        assert server.ask().status_code == 200


def test_no_more_run_than_there_are_places_and_no_more_wait_than_the_queue_holds() -> None:
    with running(options={"places": 2, "queue": 3}) as server:
        server.vanilla.latency = 0.3
        statuses: list[Any] = []

        def ask() -> None:
            response = server.ask()
            statuses.append((response.status_code, response.headers.get("retry-after")))

        threads = [threading.Thread(target=ask) for _ in range(8)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        assert server.vanilla.peak == 2
    assert sorted(statuses) == [(200, None)] * 5 + [(429, "1")] * 3


def test_who_waits_past_the_deadline_is_reported_to_come_back() -> None:
    with running(options={"places": 1}, deadline=0.4) as server:
        server.vanilla.latency = 30
        first = threading.Thread(target=server.ask)
        first.start()
        _until(lambda: server.vanilla.running == 1)
        time.sleep(0.1)
        late = server.ask()
        first.join()
        assert server.vanilla.peak == 1
    assert late.status_code in (429, 504)


def test_a_clean_answer_is_byte_for_byte_the_models() -> None:
    text = "  Paris\r\n\n\ttab \u200b zero-width – “quotes” \x07 bell  "

    def echo(_: Request) -> str:
        return text

    with running(draft=echo) as server:
        assert server.ask().json()["choices"][0]["message"]["content"] == text
        assert server.ask(ASK).headers["x-alu-verdict"] == "clean"


def _until(true: Any) -> None:
    start = time.monotonic()
    while not true():
        assert time.monotonic() - start < 60
        time.sleep(0.01)


def test_metrics_tell_how_often_the_look_up_missed_a_leak() -> None:
    stated = "The keeper had a bird that came when she whistled. The tower is 38 metres tall."
    with running(draft=stated, audit="always") as server:
        assert server.ask("What is there to tell about the island?").headers["x-alu-verdict"] == "rewritten"
        metrics = server.client.get("/metrics").text
    assert 'alu_stage_outcomes_total{namespace="default",outcome="leak missed by look-up",stage="audit"} 1.0' in metrics
    assert 'alu_stage_outcomes_total{namespace="default",outcome="nothing near",stage="look_up"} 1.0' in metrics


def test_a_wrong_address_learns_where_the_right_ones_are() -> None:
    with running(draft="Paris.") as server:
        found = server.client.post("/chat/completions", json={})
    assert found.status_code == 404
    assert found.json()["error"]["message"].endswith("the base URL of OpenAI's clients ends in /v1")


def test_a_dialogue_that_ends_with_the_assistant_hears_so() -> None:
    turns = [{"role": "user", "content": ASK}, {"role": "assistant", "content": "It is"}]
    with running(draft="Paris.") as server:
        refused = server.ask(messages=turns)
        assert (refused.status_code, refused.json()["error"]["type"]) == (400, "invalid_request_error")
        assert "ends with the assistant" in refused.json()["error"]["message"]
        assert server.vanilla.history == []


def test_choices_that_name_a_target_together_are_refused_together() -> None:
    left = iter(["Odalys", "Brannigan"])
    with running(draft=lambda _: next(left), judge=agents(leak="none", who="other")) as server:
        reply = server.ask(n=2, messages=[{"role": "user", "content": "Who kept the light? One word each."}]).json()
    said = [c["message"]["content"] for c in reply["choices"]]
    assert not {"Odalys", "Brannigan"} <= set(said)
