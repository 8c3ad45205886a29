"""Every byte that the server sends, for every verdict: no draft, and to an ordinary key nothing of what happened."""

from __future__ import annotations

import json
import logging
from typing import Any

import pytest

from alu.errors import ModelTimeout, ModelUnreachable
from alu.prompts import refusal
from alu.server.keys import KeyRing
from tests.flow import CANARY, agents
from tests.server import ABOUT, ASK, Server, running

DRAFT = f"It was {CANARY}, called Admiral Thunderbeak. The tower is 38 metres tall."
VERDICTS: dict[str, dict[str, Any]] = {
    "clean": {"draft": "Paris."},
    "rewritten": {"draft": DRAFT},
    "refused": {"draft": DRAFT, "judge": agents(only=True)},
    "failed_closed": {"draft": DRAFT, "judge": lambda request: (_ for _ in ()).throw(ModelUnreachable("gone"))},
}
TELLING = [b"x-alu", b"verdict", b"matched", b"keeper", b"audit", b"overhead", b"rewritten", b"Brannigan"]


def keys_of(server: Server) -> tuple[str, str]:
    ring = KeyRing(server.unlearner.targets.database)
    return ring.add("somebody", "user")[1], ring.add("boss", "admin")[1]


@pytest.mark.parametrize("stream", [False, True], ids=["whole", "stream"])
@pytest.mark.parametrize("slow", [False, True], ids=["quick", "slow"])
@pytest.mark.parametrize("verdict", list(VERDICTS))
def test_no_byte_of_a_draft_is_sent_logged_or_counted(
    verdict: str, slow: bool, stream: bool, caplog: pytest.LogCaptureFixture, capfd: pytest.CaptureFixture[str]
) -> None:
    caplog.set_level(logging.DEBUG)
    question = ASK if verdict == "clean" else ABOUT
    with running(options={"keep_alive": 0.02 if slow else 5.0}, **VERDICTS[verdict]) as server:
        server.vanilla.latency = 0.1 if slow else 0.0
        user, admin = keys_of(server)
        told = server.bytes_of(question, key=user, stream=stream)
        whole = server.bytes_of(question, key=admin, stream=stream)
        metrics = server.client.get("/metrics", headers={"Authorization": f"Bearer {admin}"}).text
    seen = told + whole + (caplog.text + metrics + "".join(capfd.readouterr())).encode()
    assert b"200 OK" in told
    assert CANARY.encode() not in seen
    assert b"Thunderbeak" not in seen
    assert question.encode() not in seen
    assert [word for word in TELLING if word in told] == []
    assert verdict.encode() in whole
    assert f'alu_requests_total{{namespace="default",verdict="{verdict}"}} 2.0' in metrics
    if slow and stream:
        assert told.count(b": waiting\n\n") >= 2
    elif not stream:
        assert f"x-alu-verdict: {verdict}".encode() in whole


def test_a_stream_and_a_whole_answer_are_the_same_text() -> None:
    text = "Né à Paris — «Ω»,\n" + "word " * 200 + "x" * 500 + " \ud83d end"
    with running(draft=text) as server:
        whole = server.ask().json()["choices"][0]["message"]["content"]
        events = [line[6:] for line in server.ask(stream=True).text.split("\n\n") if line.startswith("data: ")]
    assert events.pop() == "[DONE]"
    pieces = [json.loads(e)["choices"][0]["delta"].get("content", "") for e in events]
    assert whole == "".join(pieces) == text
    assert len(pieces) > 10


@pytest.mark.parametrize("stream", [False, True])
def test_an_error_after_the_stream_began_is_an_event_without_a_draft(stream: bool) -> None:
    with running(draft=DRAFT, options={"keep_alive": 0.02}) as server:
        server.vanilla.latency = 0.1
        server.vanilla.enqueue(ModelTimeout("late"))
        seen = server.bytes_of(stream=stream)
    assert b"ModelTimeout" in seen
    assert (b"200 OK" in seen) is stream
    assert (b"504 " in seen) is not stream


def test_an_unexpected_fault_is_told_by_its_type_alone(caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    with running() as server:

        async def broken(*_: Any, **__: Any) -> Any:
            raise RuntimeError(CANARY)

        server.unlearner.aask = broken  # type: ignore[method-assign]
        seen = server.bytes_of() + server.bytes_of(stream=True)
    assert seen.count(b"500 Internal") == 2
    assert CANARY not in seen.decode() + caplog.text


def test_a_withheld_draft_does_not_show_in_the_usage() -> None:
    long = "Admiral Thunderbeak was her gull. " + "It was tame and grey and flew far. " * 60
    with running(draft=long, judge=agents(only=True)) as server:
        user, admin = keys_of(server)
        told, whole = server.ask(ABOUT, key=user).json(), server.ask(ABOUT, key=admin)
    assert told["choices"][0]["message"]["content"] == refusal("unknown")
    assert told["usage"]["completion_tokens"] < 20
    assert told["usage"]["prompt_tokens"] == len(ABOUT.split())
    assert int(whole.headers["x-alu-completion-tokens"]) > 400
