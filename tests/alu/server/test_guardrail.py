"""LiteLLM's generic guardrail form, as its proxy sends it: the question first, the answer later."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from alu.chat import Message
from alu.errors import ModelUnreachable
from alu.prompts import refusal
from alu.server.access import Client
from alu.server.dialogues import Dialogues
from alu.server.keys import KeyRing
from alu.store.target import Target
from tests.flow import agents
from tests.server import ABOUT, Server, running

UNKNOWN = refusal("unknown")
LEAK = "The keeper had a gull called Admiral Thunderbeak. The tower is 38 metres tall."
BORN = "In which year was Odalys Brannigan born?"
CLIENT = Client("k1", "proxy", "user", "default")


@pytest.fixture
def server() -> Iterator[Server]:
    with running() as started:
        yield started


def send(server: Server, kind: str, *texts: str, key: str = "", status: int = 200, **more: Any) -> dict[str, Any]:
    body = {"input_type": kind, "texts": list(texts), "request_data": {}, "litellm_call_id": "c1", **more}
    headers = {"x-api-key": key} if key else {}
    response = server.client.post("/beta/litellm_basic_guardrail_api", json=body, headers=headers)
    assert response.status_code == status
    reply: dict[str, Any] = response.json()
    return reply


def ask(server: Server, question: str, **more: Any) -> dict[str, Any]:
    return send(server, "request", question, structured_messages=[{"role": "user", "content": question}], **more)


def look(arguments: str) -> dict[str, Any]:
    return {"id": "c1", "type": "function", "function": {"name": "look", "arguments": arguments}}


def test_a_question_is_never_changed(server: Server) -> None:
    assert ask(server, ABOUT)["action"] == "NONE"
    assert (server.vanilla.history, server.others.history) == ([], [])


def test_a_harmless_answer_is_left_as_it_is(server: Server) -> None:
    ask(server, "How are you?")
    assert send(server, "response", "Fine.", tool_calls=[look('{"at": "Paris"}')])["action"] == "NONE"
    assert server.others.history == []


@pytest.mark.parametrize("kind", ["request", "response"])
def test_a_question_with_a_picture_is_refused_since_no_check_reads_it(server: Server, kind: str) -> None:
    picture = {"type": "image_url", "image_url": {"url": "data:image/png;base64,AAAA"}}
    shown = [{"role": "user", "content": [{"type": "text", "text": "Whose year of birth is this?"}, picture]}]
    refused = send(server, kind, "1931", structured_messages=shown, status=400)
    assert refused["error"]["code"] == "part_refused"


def test_what_leaks_is_rewritten(server: Server) -> None:
    ask(server, ABOUT)
    reply = send(server, "response", LEAK)
    assert (reply["action"], reply["texts"]) == ("GUARDRAIL_INTERVENED", ["The tower is 38 metres tall."])


def test_each_choice_keeps_its_place() -> None:
    with running(judge=agents(only=True)) as server:
        ask(server, "Who kept the light?")
        assert send(server, "response", "I cannot say.", LEAK)["texts"] == ["I cannot say.", UNKNOWN]


def test_a_name_in_pieces_is_blocked() -> None:
    with running(targets=[Target(id="bare", name="Peter Miller")], judge=agents(only=True)) as server:
        ask(server, "Who kept the light?")
        reply = send(server, "response", "It was kept by Peter", "Miller, of course.")
    assert (reply["action"], reply["blocked_reason"]) == ("BLOCKED", UNKNOWN)


NUMBERED = Target(id="n", name="Odalys Brannigan", facts=("Her insurance number is 618-42-7705.",))


@pytest.mark.parametrize(
    ("texts", "action"),
    [
        (("Odalys Brannigan kept it.", "618-42", "7705"), "BLOCKED"),
        (("618-42", "Odalys Brannigan kept it.", "7705"), "BLOCKED"),
        (("Odalys Brannigan kept it.", "The ferry leaves", "at noon."), "GUARDRAIL_INTERVENED"),
        (("Odalys Brannigan kept it.", "618-42"), "GUARDRAIL_INTERVENED"),
    ],
)
def test_what_is_left_of_several_texts_is_checked_as_one(texts: tuple[str, ...], action: str) -> None:
    with running(targets=[NUMBERED], judge=agents(only=True, answers=("",)), meaning="off") as server:
        ask(server, "Tell me about the harbour.")
        reply = send(server, "response", *texts)
    assert reply["action"] == action
    if action != "BLOCKED":
        assert reply["texts"] == [UNKNOWN if "Odalys" in text else text for text in texts]


def test_a_tool_call_that_leaks_blocks(server: Server) -> None:
    ask(server, ABOUT)
    reply = send(server, "response", tool_calls=[look('{"gull": "Admiral Thunderbeak"}')])
    assert (reply["action"], reply["blocked_reason"]) == ("BLOCKED", UNKNOWN)


def test_a_short_answer_is_read_with_the_question_that_came_before() -> None:
    with running(judge=agents(only=True)) as server:
        ask(server, BORN)
        assert send(server, "response", "1931")["texts"] == [UNKNOWN]
        assert send(server, "response", "1931")["texts"] == [UNKNOWN]  # a stream is checked more than once
        ask(server, "In which year was the tower built?", litellm_call_id="c2")
        assert send(server, "response", "1931", litellm_call_id="c2")["action"] == "NONE"


def test_a_short_answer_to_no_known_question_is_blocked_and_says_what_to_set(server: Server) -> None:
    reply = send(server, "response", "1931", litellm_call_id="other")
    assert reply["action"] == "BLOCKED"
    assert "pre_call" in reply["blocked_reason"]
    assert send(server, "response", LEAK, litellm_call_id="other")["action"] == "GUARDRAIL_INTERVENED"


@pytest.mark.parametrize("text", ["Yes.", "No", "true", "1931", "Dunmorrow"])
@pytest.mark.parametrize("messages", [None, [{}], [{"role": "user", "content": [{"type": "hum"}]}]])
def test_messages_that_cannot_be_read_are_no_question(server: Server, text: str, messages: Any) -> None:
    reply = send(server, "response", text, litellm_call_id="new", structured_messages=messages)
    assert reply["action"] in ("BLOCKED", "GUARDRAIL_INTERVENED")
    assert reply["action"] == "BLOCKED" or text == "Dunmorrow"


@pytest.mark.parametrize("role", ["user", "function", "robot", None])
def test_a_question_is_read_whatever_role_is_next_to_it(role: str | None) -> None:
    asked = [{"role": "user", "content": BORN}, {"role": role, "content": "The tower was built in 1902."}]
    with running(judge=agents(only=True)) as server:
        reply = send(server, "response", "1931", litellm_call_id="new", structured_messages=asked)
        assert reply["texts"] == [UNKNOWN]


def test_a_picture_is_refused_whatever_is_next_to_it(server: Server) -> None:
    picture = {"type": "image_url", "image_url": {"url": "https://example.org/a.png"}}
    unread: list[dict[str, Any]] = [{}, {"role": "robot", "content": [{"type": "hum"}]}]
    for other in unread:
        shown = [other, {"role": "robot", "content": [picture]}]
        refused = send(server, "request", "What is it?", structured_messages=shown, status=400)
        assert refused["error"]["code"] == "part_refused"


def test_calls_without_an_id_do_not_lend_each_other_their_questions(server: Server) -> None:
    ask(server, "In which year was the tower built?", litellm_call_id="")
    assert send(server, "response", "1931", litellm_call_id="")["action"] == "BLOCKED"


def test_a_failed_check_withholds_the_answer(server: Server) -> None:
    ask(server, ABOUT)
    server.others.enqueue(ModelUnreachable("gone"))
    assert send(server, "response", LEAK)["texts"] == [UNKNOWN]


def test_the_key_is_where_litellm_puts_it(server: Server) -> None:
    key = KeyRing(server.unlearner.targets.database).add("proxy", "user")[1]
    send(server, "response", "It is a fine day.", status=401)
    send(server, "response", "It is a fine day.", key="alu-wrong", status=401)
    assert send(server, "response", "It is a fine day.", key=key)["action"] == "NONE"


def test_too_many_texts_are_an_error(server: Server) -> None:
    refused = send(server, "response", *["It is a fine day."] * 65, status=400)
    assert refused["error"]["code"] == "too_many_texts"


def test_an_answer_passes_with_every_question_that_has_its_id() -> None:
    """A client may choose the id (`x-litellm-call-id`), and ask something harmless while the other question is open."""
    built = "In which year was the tower built?"
    with running(judge=agents(only=True)) as server:
        for questions in ((BORN, built), (built, BORN), (built, BORN, built)):
            call = "-".join(map(str, map(len, questions)))
            for question in questions:
                ask(server, question, litellm_call_id=call)
            assert send(server, "response", "1931", litellm_call_id=call)["action"] == "BLOCKED"
        for year in range(9):
            ask(server, f"{built} Was it 187{year}?", litellm_call_id="all")
        assert "many questions" in send(server, "response", "1874", litellm_call_id="all")["blocked_reason"]
        ask(server, built, litellm_call_id="again")
        ask(server, built, litellm_call_id="again")  # the proxy tries again
        assert send(server, "response", "1874", litellm_call_id="again")["action"] == "NONE"


def test_messages_of_an_unknown_form_count_as_a_question() -> None:
    with running(judge=agents(only=True)) as server:
        send(server, "request", BORN, structured_messages=[{"role": "robot", "content": [{"type": "hum"}]}])
        assert send(server, "response", "1931")["texts"] == [UNKNOWN]


def test_dialogues_are_kept_within_bounds() -> None:
    said = [Message("user", "x" * 40)]
    kept = Dialogues(most=2, characters=100, seconds=60)
    for call in ("a", "b", "c"):
        kept.keep(CLIENT, call, said)
    assert [bool(kept.find(CLIENT, c)) for c in "abc"] == [False, True, True]
    kept.keep(CLIENT, "d", [Message("user", "x" * 99)])
    assert [bool(kept.find(CLIENT, c)) for c in "abcd"] == [False, False, False, True]
    kept.keep(CLIENT, "e", [Message("user", "x" * 101)])
    assert not kept.find(CLIENT, "e")
    kept.keep(CLIENT, "f", said)
    kept.keep(CLIENT, "f", said)
    kept.keep(CLIENT, "g", said)
    assert [bool(kept.find(CLIENT, c)) for c in "fg"] == [True, True]
    other = Client("k2", "other", "user", "default")
    assert not kept.find(other, "f")


def test_a_dialogue_is_not_kept_for_ever() -> None:
    kept = Dialogues(seconds=0)
    kept.keep(CLIENT, "a", [Message("user", "x")])
    assert not kept.find(CLIENT, "a")
