"""The same request in the words of each protocol: what no check reads is refused, what leaks or fails is withheld."""

from __future__ import annotations

import json
from typing import Any

import pytest

from alu.errors import AluError, MissingKey, ModelUnreachable, UnknownModel
from alu.prompts import refusal
from alu.server.keys import KeyRing
from alu.store.target import Target
from tests.flow import CANARY, agents
from tests.server import ABOUT, ASK, Server, running

UNKNOWN = refusal("unknown")
LEAK = f"The keeper had a gull called Admiral Thunderbeak, {CANARY}. The tower is 38 metres tall."
CHAT, MESSAGES, RESPONSES = PATHS = ("/v1/chat/completions", "/v1/messages", "/v1/responses")
GUARD = "/v1/guard"
PICTURE = "data:image/png;base64,AA=="
SEEN: dict[str, dict[str, Any]] = {
    CHAT: {"type": "image_url", "image_url": {"url": PICTURE}},
    MESSAGES: {"type": "image", "source": {"type": "base64", "media_type": "image/png", "data": "AA=="}},
    RESPONSES: {"type": "input_image", "image_url": PICTURE},
    GUARD: {"type": "image_url", "image_url": {"url": PICTURE}},
}
"""A picture, as each path takes it."""


def body_of(path: str, text: str, *parts: dict[str, Any], **more: Any) -> dict[str, Any]:
    """Return a request with a text and some other parts in one turn."""
    words = {"type": "input_text" if path == RESPONSES else "text", "text": text}
    turns = [{"role": "user", "content": [*parts, words]}]
    needed: dict[str, Any] = {"text": "1931"} if path == GUARD else {"model": "m"}
    if path == MESSAGES:
        needed["max_tokens"] = 99
    return {"input" if path == RESPONSES else "messages": turns, **needed, **more}


def withheld(server: Server, path: str, key: str = "", **more: Any) -> str:
    """Ask about a target, and return all that came with no error."""
    headers = {"Authorization": f"Bearer {key}"} if key else {}
    response = server.client.post(path, json=body_of(path, ABOUT, **more), headers=headers)
    assert response.status_code == 200
    return response.text


@pytest.mark.parametrize("path", [*PATHS, GUARD])
def test_a_picture_is_refused_before_any_model_is_asked(path: str) -> None:
    with running(server={"parts": ["file", "audio", "video"]}) as server:
        response = server.client.post(path, json=body_of(path, "What is on it?", SEEN[path]))
        assert server.vanilla.history == server.others.history == []
    assert response.status_code == 400
    assert "kind image is refused" in response.json()["error"]["message"]
    assert PICTURE not in response.text


@pytest.mark.parametrize("path", PATHS)
def test_a_picture_that_is_refused_begins_no_stream(path: str) -> None:
    with running() as server:
        response = server.client.post(path, json=body_of(path, "What is on it?", SEEN[path], stream=True))
    assert (response.status_code, response.headers["content-type"]) == (400, "application/json")


@pytest.mark.parametrize("path", PATHS)
def test_a_picture_that_is_let_in_goes_to_the_model_and_the_words_next_to_it_are_checked(path: str) -> None:
    with running(draft=LEAK, judge=agents(only=True), server={"parts": ["image"]}) as server:
        response = server.client.post(path, json=body_of(path, ABOUT, SEEN[path]))
        (sent,) = server.vanilla.history
    assert PICTURE in json.dumps([m.as_dict() for m in sent.messages])
    assert UNKNOWN in response.text
    assert CANARY not in response.text


def test_an_answer_to_check_may_have_a_picture_in_its_dialogue_where_that_is_let_in() -> None:
    with running(server={"parts": ["image"]}) as server:
        reply = server.client.post(GUARD, json=body_of(GUARD, "In which year?", SEEN[GUARD])).json()
    assert (reply["action"], reply["text"]) == ("passed", "1931")


@pytest.mark.parametrize("fault", [ModelUnreachable(CANARY), MissingKey("set a key"), UnknownModel("none")])
@pytest.mark.parametrize("stream", [False, True])
@pytest.mark.parametrize("path", PATHS)
def test_a_check_that_fails_withholds_in_every_protocol(path: str, stream: bool, fault: AluError) -> None:
    """An error would tell whoever asks that something was checked; a harmless question is answered meanwhile."""
    with running(draft=lambda r: "Paris." if r.messages[-1].content == ASK else LEAK) as server:
        server.others.enqueue(fault)
        assert "Paris." in server.client.post(path, json=body_of(path, ASK, stream=stream)).text
        came = withheld(server, path, stream=stream)
    assert UNKNOWN in came or all(word.strip(".") in came for word in UNKNOWN.split())
    assert CANARY not in came
    assert "Thunderbeak" not in came


@pytest.mark.parametrize("path", PATHS)
def test_a_stream_of_a_refusal_has_the_events_of_a_harmless_answer(path: str) -> None:
    kinds = []
    for draft, question in ((UNKNOWN, ASK), (LEAK, ABOUT)):
        with running(draft=draft, judge=agents(only=True)) as server:
            key = KeyRing(server.unlearner.targets.database).add("desk", "user")[1]
            headers = {"Authorization": f"Bearer {key}"}
            sent = body_of(path, question, stream=True)
            response = server.client.post(path, json=sent, headers=headers)
        lines = [line for line in response.text.splitlines() if line.startswith("data: {")]
        events = [json.loads(line.removeprefix("data: ")) for line in lines]
        kinds.append([(e.get("type"), sorted(e)) for e in events])
        assert "refused" not in response.text + str(response.headers)
    assert kinds[0] == kinds[1]
    assert len(kinds[0]) > 2


@pytest.mark.parametrize("path", PATHS)
def test_what_is_observed_leaves_whole_in_every_protocol(path: str) -> None:
    with running(draft=LEAK, judge=agents(only=True), mode="observe") as server:
        assert json.dumps(LEAK)[1:-1] in withheld(server, path)


def test_guard_takes_one_answer_at_a_time() -> None:
    with running() as server:
        response = server.client.post(GUARD, json={"text": "Fine.", "n": 2})
    assert response.status_code == 400
    assert "n" in response.json()["error"]["message"]


@pytest.mark.parametrize(
    ("observe", "action"),
    [([], "BLOCKED"), (["target:miller"], "NONE"), (["target:other"], "BLOCKED"), (["namespace:default"], "NONE")],
)
def test_two_choices_of_a_proxy_are_one_answer(observe: list[str], action: str) -> None:
    miller = Target(id="miller", name="Peter Miller")
    texts = ["It was kept by Peter", "Miller, of course."]
    asked = [{"role": "user", "content": "Who kept the light?"}]
    sent = {"input_type": "response", "texts": texts, "structured_messages": asked, "litellm_call_id": "c1"}
    with running(targets=[miller], judge=agents(only=True), observe=observe) as server:
        reply = server.client.post("/beta/litellm_basic_guardrail_api", json=sent).json()
    assert (reply["action"], reply["texts"]) == (action, None)
