"""OpenAI's client with alu in its place of the server: the same surface, and nothing on the wire."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import openai
import pytest

from alu.chat import Request
from alu.errors import ConfigError, ModelUnreachable
from alu.openai import AsyncOpenAI, OpenAI
from alu.prompts import refusal
from alu.server.keys import KeyRing
from alu.store.store import TargetStore
from alu.testing import ScriptedModel, ScriptedStream
from tests.flow import CANARY, KEEPER, agents
from tests.server import ABOUT, ASK

UNKNOWN = refusal("unknown")
HARMLESS = "  Paris,\r\nof course \U0001f600. " * 30


def draft(request: Request) -> str:
    return HARMLESS if request.messages[-1].content == ASK else f"The gull was called Admiral Thunderbeak, {CANARY}."


def models(**vanilla: Any) -> dict[str, Any]:
    answering = ScriptedModel(reply=draft, **vanilla)
    return {"model": ScriptedModel(reply=agents(only=True)), "roles": {"vanilla": answering}}


@pytest.fixture
def client() -> Iterator[OpenAI]:
    with OpenAI(TargetStore.temporary([KEEPER]), **models()) as opened:
        yield opened


def asked(question: str) -> Any:
    return {"model": "any", "messages": [{"role": "user", "content": question}]}


@pytest.mark.parametrize(("question", "text"), [(ASK, HARMLESS), (ABOUT, UNKNOWN)])
def test_every_way_to_ask_gives_the_checked_answer(client: OpenAI, question: str, text: str) -> None:
    chat, responses = client.chat.completions, client.responses
    assert chat.create(**asked(question)).choices[0].message.content == text
    assert "".join(c.choices[0].delta.content or "" for c in chat.create(**asked(question), stream=True)) == text
    assert responses.create(model="any", input=question).output_text == text
    with responses.stream(model="any", input=question) as stream:
        assert "".join(e.delta for e in stream if e.type == "response.output_text.delta") == text


@pytest.mark.parametrize(("question", "text"), [(ASK, HARMLESS), (ABOUT, UNKNOWN)])
async def test_the_async_client_does_the_same(question: str, text: str) -> None:
    async with AsyncOpenAI(TargetStore.temporary([KEEPER]), **models()) as client:
        reply = await client.chat.completions.create(**asked(question))
        assert reply.choices[0].message.content == text
        stream = await client.chat.completions.create(**asked(question), stream=True)
        assert "".join([c.choices[0].delta.content or "" async for c in stream]) == text


async def test_many_at_once_share_the_models() -> None:
    chosen = models(latency=0.1)
    async with AsyncOpenAI(TargetStore.temporary([KEEPER]), **chosen) as client:
        replies = await asyncio.gather(*(client.chat.completions.create(**asked(ASK)) for _ in range(8)))
    assert {r.choices[0].message.content for r in replies} == {HARMLESS}
    assert chosen["roles"]["vanilla"].peak > 1


def test_errors_are_those_of_the_client(client: OpenAI) -> None:
    with pytest.raises(openai.BadRequestError, match="temperature"):
        client.chat.completions.create(**asked(ASK), temperature=9)
    with pytest.raises(openai.NotFoundError, match="own server"):
        client.embeddings.create(model="any", input="x")
    with pytest.raises(openai.NotFoundError):
        client.files.list()


def test_a_model_that_is_down_is_an_error_and_a_check_that_fails_is_none() -> None:
    chosen = models()
    with OpenAI(TargetStore.temporary([KEEPER]), **chosen) as client:
        chosen["roles"]["vanilla"].enqueue(ModelUnreachable("gone"))
        with pytest.raises(openai.InternalServerError, match="gone"):
            client.chat.completions.create(**asked(ASK))
        chosen["model"].enqueue(RuntimeError(CANARY))
        reply = client.chat.completions.create(**asked(ABOUT))
        assert reply.choices[0].message.content == UNKNOWN
        assert CANARY not in reply.to_json()


def test_the_clients_timeout_counts() -> None:
    with OpenAI(TargetStore.temporary([KEEPER]), **models(latency=30)) as client, pytest.raises(openai.APITimeoutError):
        client.with_options(timeout=0.2).chat.completions.create(**asked(ASK))


def test_keys_of_a_server_on_the_same_store_do_not_matter(tmp_path: Path) -> None:
    with TargetStore.open(tmp_path / "store", namespace="tenant") as store:
        store.add(KEEPER)
        KeyRing(store.database).add("desk")
    with OpenAI(tmp_path / "store", namespace="tenant", **models()) as client:
        reply = client.chat.completions.create(**asked(ABOUT))
        assert reply.choices[0].message.content == UNKNOWN
        assert [m.id for m in client.models.list()]


def test_wrong_settings_are_said_when_it_is_made() -> None:
    with pytest.raises(ConfigError, match="base_url"):
        OpenAI(TargetStore.temporary([KEEPER]), base_url="http://evil", **models())  # type: ignore[call-arg]


def test_closing_closes_the_models() -> None:
    chosen = models()
    OpenAI(TargetStore.temporary([KEEPER]), **chosen).close()
    assert chosen["model"].closed


def by_the_sentence() -> tuple[dict[str, Any], ScriptedStream]:
    text = " ".join(f"This is the sentence number {n} about the weather." for n in range(12))
    model = ScriptedStream(reply=text, pause=0.05)
    return {"model": ScriptedModel(reply=agents()), "roles": {"vanilla": model}, "stream": "sentences"}, model


def test_a_stream_is_read_while_the_model_writes() -> None:
    chosen, model = by_the_sentence()
    with OpenAI(TargetStore.temporary([KEEPER]), **chosen) as client:
        text, running = "", list[int]()
        for chunk in client.chat.completions.create(**asked(ASK), stream=True):
            if piece := chunk.choices[0].delta.content:
                text += piece
                running.append(model.running)
    assert text.endswith("number 11 about the weather.")
    assert running[0] == 1


async def test_the_async_client_reads_so_too_and_may_stop() -> None:
    chosen, model = by_the_sentence()
    async with AsyncOpenAI(TargetStore.temporary([KEEPER]), **chosen) as client:
        stream = await client.chat.completions.create(**asked(ASK), stream=True)
        async for chunk in stream:
            if chunk.choices[0].delta.content:
                assert model.running == 1
                break
        await stream.close()
        for _ in range(200):
            if not model.running:
                break
            await asyncio.sleep(0.01)
    assert model.running == 0


def test_what_users_of_the_client_pass_is_taken(tmp_path: Path) -> None:
    own: Any = {"max_retries": 3, "default_headers": {"x-team": "support"}, "organization": "o-1", "timeout": 30.0}
    with OpenAI(TargetStore.temporary([KEEPER]), **models(), **own) as client:
        assert (client.max_retries, client.default_headers["x-team"], client.organization) == (3, "support", "o-1")
        assert client.unlearner.settings.timeout == 30
        other = client.with_options(timeout=5)
        assert (other.max_retries, other.default_headers["x-team"]) == (3, "support")
        for asking in (client, other):
            assert asking.chat.completions.create(**asked(ABOUT)).choices[0].message.content == UNKNOWN


@pytest.mark.parametrize(
    ("option", "what"),
    [("base_url", "model='http://HOST:PORT/v1'"), ("http_client", "named by model"), ("retries", "is unknown")],
)
@pytest.mark.parametrize("kind", [OpenAI, AsyncOpenAI])
def test_what_means_nothing_here_is_refused_with_what_to_do(kind: Any, option: str, what: str) -> None:
    with pytest.raises(ConfigError) as caught:
        kind(TargetStore.temporary([KEEPER]), **models(), **{option: "x"})
    assert option in str(caught.value)
    assert what in str(caught.value)
