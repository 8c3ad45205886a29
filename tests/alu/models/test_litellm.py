"""Other providers, through the real litellm, against a server on this machine."""

from __future__ import annotations

import asyncio
import json
import logging
import time
from collections.abc import AsyncIterator
from dataclasses import replace
from typing import Any

import pytest
from pydantic import SecretStr

from alu.chat import Choice, Completion, Message, Request
from alu.errors import (
    AluError,
    BadReply,
    MissingKey,
    ModelBusy,
    ModelRejected,
    ModelTimeout,
    ModelUnreachable,
    UnknownModel,
)
from alu.models.litellm import embed_texts, load_litellm
from alu.models.open import open_model
from tests.alu.models.test_open import assert_says_nothing
from tests.model_server import Act, BadServer, answer, chat, hang, hanging_up, misbehaving, status

KEY = "sk-canary-0451"
SECRET = "the canary sang at noon"
ASK = Request((Message("user", SECRET),))
NAME = "hosted_vllm/fake"


pytestmark = pytest.mark.filterwarnings("ignore:Items? .* `ReadOnly` qualifier:UserWarning")


@pytest.fixture(scope="module", autouse=True)
def _imported() -> None:
    """Import litellm once: it takes seconds."""
    load_litellm()


@pytest.fixture(autouse=True)
async def _closed(monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[None]:
    """Close what litellm keeps open for the whole process."""
    monkeypatch.setattr("alu.models.retry.FIRST_WAIT", 0.01)
    yield
    import litellm
    from litellm.litellm_core_utils.logging_worker import GLOBAL_LOGGING_WORKER

    await litellm.close_litellm_async_clients()
    litellm.in_memory_llm_clients_cache.flush_cache()
    await GLOBAL_LOGGING_WORKER.stop()


async def asked(
    server: BadServer, monkeypatch: pytest.MonkeyPatch, request: Request = ASK, *, timeout: float = 5.0
) -> Completion:
    """Ask the server once, through litellm."""
    monkeypatch.setenv("HOSTED_VLLM_API_BASE", server.base)
    model = open_model(NAME, api_key=SecretStr(KEY))
    try:
        return await model.complete(request, timeout=timeout)
    finally:
        await model.aclose()


async def test_a_reply_comes_back_byte_for_byte(monkeypatch: pytest.MonkeyPatch) -> None:
    text = " Ünï\u200b\n\n `code`\t "
    request = Request((Message("system", "S"), Message("user", SECRET)), temperature=0.3, max_tokens=9, seed=4)
    with misbehaving(chat(text, usage={"prompt_tokens": 11, "completion_tokens": 5, "total_tokens": 16})) as server:
        completion = await asked(server, monkeypatch, replace(request, extra={"stop": ["END"]}))
    assert completion.choices == (Choice(text, "stop"),)
    assert (completion.tokens.prompt, completion.tokens.completion, completion.calls) == (11, 5, 1)
    (sent,) = server.asked
    assert {k: sent[k] for k in ("model", "temperature", "max_tokens", "seed", "stop")} == {
        "model": "fake",
        "temperature": 0.3,
        "max_tokens": 9,
        "seed": 4,
        "stop": ["END"],
    }
    assert [m["content"] for m in sent["messages"]] == ["S", SECRET]
    assert f"Bearer {KEY}" in server.headers[0].values()


async def test_choices_tool_calls_and_a_schema(monkeypatch: pytest.MonkeyPatch) -> None:
    with misbehaving(chat("One.", "Two."), then=chat("More.")) as server:
        completion = await asked(server, monkeypatch, replace(ASK, n=3, schema={"type": "object"}))
    assert [c.text for c in completion.choices] == ["One.", "Two.", "More."]
    assert server.asked[0]["response_format"]["type"] == "json_schema"
    call = {"id": "1", "type": "function", "function": {"name": "f", "arguments": "{}"}}
    message = {"role": "assistant", "content": None, "tool_calls": [call]}
    reply = {"id": "c", "created": 1, "model": "m", "object": "chat.completion"}
    with misbehaving(
        answer({**reply, "choices": [{"index": 0, "finish_reason": "tool_calls", "message": message}]})
    ) as server:
        completion = await asked(server, monkeypatch)
    assert json.loads(json.dumps(completion.choices[0].tool_calls)) == [call]
    assert completion.choices[0].finish_reason == "tool_calls"


async def test_the_cost_learns_where_litellm_knows_the_price(monkeypatch: pytest.MonkeyPatch) -> None:
    usage = {"prompt_tokens": 1000, "completion_tokens": 1000, "total_tokens": 2000}
    with misbehaving(chat("Fine.", usage=usage)) as server:
        monkeypatch.setenv("DEEPSEEK_API_BASE", server.base)
        model = open_model("deepseek/deepseek-chat", api_key=SecretStr(KEY))
        assert ((await model.complete(ASK)).tokens.cost or 0) > 0
        assert (await asked(server, monkeypatch)).tokens.cost is None


FAILURES: list[tuple[Act, type[AluError], int]] = [
    (status(400, SECRET), ModelRejected, 1),
    (status(401, f"Incorrect API key provided: {KEY}"), ModelRejected, 1),
    (status(403), ModelRejected, 1),
    (status(404), UnknownModel, 1),
    (status(400, f"maximum context length is 5 {SECRET}", kind="context_length_exceeded"), ModelRejected, 1),
    (status(500, SECRET), ModelRejected, 4),
    (status(429, Retry_After="30"), ModelBusy, 1),
    (answer(b"{no json " + SECRET.encode()), BadReply, 1),
    (answer({"choices": []}), BadReply, 1),
    (chat("x" * 10_000_000), BadReply, 1),
    (hanging_up, AluError, 4),
    (hang, ModelTimeout, 1),
]


@pytest.mark.parametrize(("act", "error", "tries"), FAILURES)
async def test_a_failure_is_named_and_says_nothing(
    act: Act,
    error: type[AluError],
    tries: int,
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
    capfd: pytest.CaptureFixture[str],
) -> None:
    start = time.monotonic()
    with caplog.at_level(logging.DEBUG), misbehaving(then=act) as server, pytest.raises(error) as caught:
        await asked(server, monkeypatch, timeout=1)
    assert time.monotonic() - start < 10  # neither a hanging server nor its Retry-After of 30 s is waited for
    assert len(server.asked) == tries
    assert_says_nothing(caught.value)
    assert "canary" not in caplog.text + "".join(capfd.readouterr())


async def test_a_reply_is_in_no_log(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture, capfd: pytest.CaptureFixture[str]
) -> None:
    with caplog.at_level(logging.DEBUG), misbehaving(then=chat(SECRET)) as server:
        await asked(server, monkeypatch)
        await asyncio.sleep(0.1)  # litellm logs in a task of its own
    assert "canary" not in caplog.text + "".join(capfd.readouterr())


async def test_callbacks_and_caches_of_the_application_get_nothing_of_our_calls(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Prompts of agents quote drafts; an application's own calls go on as it set them up."""
    import litellm
    from litellm.caching.caching import Cache
    from litellm.integrations.custom_logger import CustomLogger

    stated: list[str] = []

    class Told(CustomLogger):  # type: ignore[misc]
        def log_pre_api_call(self, model: str, messages: Any, kwargs: Any) -> None:
            stated.append(str(messages))

        async def async_log_success_event(self, kwargs: Any, response_obj: Any, start_time: Any, end_time: Any) -> None:
            stated.append(f"{kwargs['messages']} {response_obj}")

        async def async_log_failure_event(self, kwargs: Any, response_obj: Any, start_time: Any, end_time: Any) -> None:
            stated.append(f"{kwargs['messages']} {response_obj}")

    monkeypatch.setattr(litellm, "callbacks", [Told()])
    monkeypatch.setattr(litellm, "cache", Cache(type="local"))
    with misbehaving(chat("A draft."), chat("A draft."), status(400), then=chat("Theirs.")) as server:
        for _ in range(2):
            assert (await asked(server, monkeypatch, timeout=30)).text == "A draft."
        with pytest.raises(ModelRejected):
            await asked(server, monkeypatch, timeout=30)
        assert stated == []
        await asyncio.sleep(0.3)  # it is filled behind the call
        assert litellm.cache.cache.cache_dict == {}
        theirs = [{"role": "user", "content": "theirs"}]
        await litellm.acompletion(NAME, theirs, api_base=server.base, api_key="x")
    assert "theirs" in stated[0]
    for _ in range(500):
        await asyncio.sleep(0 if litellm.cache.cache.cache_dict else 0.02)
    assert len(litellm.cache.cache.cache_dict) == 1
    assert SECRET not in str(stated)


async def test_a_failure_that_passes_is_not_noticed(monkeypatch: pytest.MonkeyPatch) -> None:
    with misbehaving(status(500), status(429)) as server:
        assert (await asked(server, monkeypatch)).text == "Fine."
    assert len(server.asked) == 3


@pytest.mark.parametrize(
    ("name", "error", "says"),
    [
        ("nosuchprovider/model", UnknownModel, "no provider"),
        ("nosuchmodel", UnknownModel, "no provider"),
        ("anthropic/claude-3-5-haiku-latest", MissingKey, "ANTHROPIC_API_KEY"),
        ("groq/llama", MissingKey, "GROQ_API_KEY"),
        ("ollama/llama", ModelUnreachable, "ollama/llama"),
    ],
)
async def test_names_keys_and_addresses(
    name: str, error: type[AluError], says: str, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    for key in ("ANTHROPIC_API_KEY", "GROQ_API_KEY"):
        monkeypatch.delenv(key, raising=False)
    monkeypatch.setenv("OLLAMA_API_BASE", "http://127.0.0.1:9")
    with pytest.raises(error, match=says) as caught:
        await open_model(name).complete(ASK, timeout=5)
    assert_says_nothing(caught.value)
    assert "".join(capfd.readouterr()) == ""


def embeddings(http: Any, body: dict[str, Any]) -> None:
    """Answer with one vector a text."""
    texts = body["input"]
    rows = [{"object": "embedding", "index": i, "embedding": [len(t), 0.5]} for i, t in enumerate(texts)]
    usage = {"prompt_tokens": 1, "total_tokens": 1}
    answer({"object": "list", "model": "m", "data": rows, "usage": usage})(http, body)


async def test_texts_are_embedded_even_in_a_running_loop(monkeypatch: pytest.MonkeyPatch) -> None:
    with misbehaving(status(500), then=embeddings) as server:
        monkeypatch.setenv("HOSTED_VLLM_API_BASE", server.base)
        assert embed_texts(NAME, ["a", "bcd"], api_key=SecretStr(KEY)) == [[1.0, 0.5], [3.0, 0.5]]
    assert len(server.asked) == 2


async def test_an_embedding_model_that_fails_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    with misbehaving(then=status(401, KEY)) as server:
        monkeypatch.setenv("HOSTED_VLLM_API_BASE", server.base)
        with pytest.raises(ModelRejected, match="refuses the key") as caught:
            embed_texts(NAME, ["a"], api_key=SecretStr(KEY))
    assert_says_nothing(caught.value)
