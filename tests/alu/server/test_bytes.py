"""Every byte that the server sends, for every verdict: no draft, and to an ordinary key nothing of what happened."""

from __future__ import annotations

import json
import logging
import re
from typing import Any

import httpx2
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
        stated = server.bytes_of(question, key=user, stream=stream)
        whole = server.bytes_of(question, key=admin, stream=stream)
        metrics = server.client.get("/metrics", headers={"Authorization": f"Bearer {admin}"}).text
    seen = stated + whole + (caplog.text + metrics + "".join(capfd.readouterr())).encode()
    assert b"200 OK" in stated
    assert CANARY.encode() not in seen
    assert b"Thunderbeak" not in seen
    assert question.encode() not in seen
    assert [word for word in TELLING if word in stated] == []
    assert verdict.encode() in whole
    assert f'alu_requests_total{{namespace="default",verdict="{verdict}"}} 2.0' in metrics
    if slow and stream:
        assert stated.count(b": waiting\n\n") >= 2
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


def test_an_unexpected_fault_is_reported_by_its_type_alone(caplog: pytest.LogCaptureFixture) -> None:
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
        stated, whole = server.ask(ABOUT, key=user).json(), server.ask(ABOUT, key=admin)
    assert stated["choices"][0]["message"]["content"] == refusal("unknown")
    assert stated["usage"]["completion_tokens"] < 20
    assert stated["usage"]["prompt_tokens"] == len(ABOUT.split())
    assert int(whole.headers["x-alu-completion-tokens"]) > 400


ORDINARY = {"id", "object", "created", "model", "choices", "usage"}


def evidence_of(answer: httpx2.Response, *, stream: bool) -> list[dict[str, Any]]:
    """Return the evidence in an admin's answer, which a stream sends with its last choice."""
    if not stream:
        return list(answer.json()["alu"]["runs"][0]["evidence"])
    events = [json.loads(e[6:]) for e in answer.text.split("\n\n") if e.startswith("data: {")]
    assert ["alu" in e for e in events] == [False] * (len(events) - 1) + [True]
    return list(events[-1]["alu"]["runs"][0]["evidence"])


@pytest.mark.parametrize("stream", [False, True], ids=["whole", "stream"])
def test_an_admin_learns_why_and_an_ordinary_key_is_not(stream: bool) -> None:
    with running(draft=DRAFT, judge=agents(only=True)) as server:
        user, admin = keys_of(server)
        found = evidence_of(server.ask(ABOUT, key=admin, stream=stream), stream=stream)
        stated = server.bytes_of(ABOUT, key=user, stream=stream)
        expected = server.unlearner.ask(ABOUT).as_dict()["evidence"]
    assert found == expected
    assert {"target": "keeper", "source": "question", "sentence": 0, "how": "name"}.items() <= found[0].items()
    assert {f["source"] for f in found} >= {"question", "draft"}
    assert all(set(f) == {"target", "channel", "how", "source", "sentence", "score", "disguised"} for f in found)
    assert not [word for word in (b"evidence", b"channel", b"keeper", b"score", b'alu"') if word in stated]


@pytest.mark.parametrize("stream", [False, True], ids=["whole", "stream"])
def test_to_an_ordinary_key_a_refusal_is_as_long_as_the_same_words_from_the_model(stream: bool) -> None:
    words = refusal("unknown")
    with running(
        draft=lambda r: DRAFT if r.messages[-1].content == ABOUT else words, judge=agents(only=True)
    ) as server:
        user, _ = keys_of(server)
        harmless = " ".join(["How", *["tall"] * (len(ABOUT.split()) - 1)])  # as many words as ABOUT, for the usage
        said, withheld = (server.bytes_of(q, key=user, stream=stream) for q in (harmless, ABOUT))
        whole = server.ask(ABOUT, key=user).json()
    assert len(said) == len(withheld)
    assert blank(said) == blank(withheld)
    assert set(whole) == ORDINARY


def blank(stated: bytes) -> bytes:
    """Return what was sent without what differs from one answer to the next: ids, times, counts of the rest."""
    ids = rb"[0-9a-f]{32}|\"created\":\d+|date: [^\r]+|x-ratelimit-[^\r]+|_tokens\":\d+"
    return re.sub(ids, b"", stated)
