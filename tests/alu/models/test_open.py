"""Models behind HTTP: what is sent, what comes back, and every way in which a server can fail."""

from __future__ import annotations

import asyncio
import gc
import json
import logging
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from pydantic import SecretStr

from alu.chat import ChatModel, Completion, Message, Request
from alu.errors import (
    AluError,
    BadReply,
    ConfigError,
    MissingKey,
    ModelBusy,
    ModelError,
    ModelRejected,
    ModelTimeout,
    ModelUnreachable,
    UnknownModel,
)
from alu.models.open import open_model
from alu.models.provider_errors import fault_of
from tests.model_server import Act, BadServer, answer, chat, hang, hanging_up, misbehaving, status

KEY = "sk-canary-0451"
SECRET = "the canary sang at noon"
ASK = Request((Message("user", SECRET),))
SCHEMA = {"type": "object", "properties": {"a": {"type": "integer"}}, "required": ["a"]}


@pytest.fixture(autouse=True)
def _fast(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("alu.models.retry.FIRST_WAIT", 0.01)
    monkeypatch.delenv("OPENAI_API_KEY", raising=False)


async def asked(server: BadServer, request: Request = ASK, *, timeout: float = 5.0) -> Completion:
    """Ask the server once and close."""
    model = open_model(server.model, api_key=SecretStr(KEY))
    try:
        return await model.complete(request, timeout=timeout)
    finally:
        await model.aclose()


async def test_a_request_is_sent_as_it_is_and_the_reply_comes_back_byte_for_byte() -> None:
    text = " Ünï\u200b\n\n `code`\t" + "x" * 5000 + " "
    request = Request(
        (Message("system", "S"), Message("user", SECRET, {"name": "n"})),
        temperature=0.3,
        max_tokens=9,
        seed=4,
        extra={"stop": ["END"], "top_k": 3},
    )
    with misbehaving(chat(text, usage={"prompt_tokens": 11, "completion_tokens": 5})) as server:
        completion = await asked(server, request)
    assert completion.text == text
    assert completion.choices[0].finish_reason == "stop"
    assert (completion.tokens.prompt, completion.tokens.completion, completion.tokens.cost) == (11, 5, None)
    assert completion.calls == 1
    assert server.asked == [
        {
            "model": "fake",
            "messages": [{"role": "system", "content": "S"}, {"role": "user", "content": SECRET, "name": "n"}],
            "temperature": 0.3,
            "max_tokens": 9,
            "seed": 4,
            "stop": ["END"],
            "top_k": 3,
            "stream": False,
        }
    ]
    assert server.paths == ["/v1/chat/completions"]
    assert server.headers[0]["authorization"] == f"Bearer {KEY}"


async def test_nothing_is_sent_that_was_not_asked_for() -> None:
    with misbehaving() as server:
        await asked(server)
    assert set(server.asked[0]) == {"model", "messages", "stream"}


async def test_the_environments_openai_key_goes_to_no_other_server(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("OPENAI_API_KEY", KEY)
    monkeypatch.setenv("OPENAI_ORG_ID", "org-canary")
    monkeypatch.setenv("OPENAI_PROJECT_ID", "project-canary")
    monkeypatch.setenv("OPENAI_CUSTOM_HEADERS", "X-Gateway: canary")
    with misbehaving() as server:
        model = open_model(server.model)
        await model.complete(ASK)
        await model.aclose()
    assert "authorization" not in server.headers[0]
    assert "canary" not in json.dumps(dict(server.headers[0]))


async def test_openais_own_server_is_sent_who_pays(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("alu.models.openai.OPENAI_HOST", "127.0.0.1")
    monkeypatch.setenv("OPENAI_ORG_ID", "org-canary")
    monkeypatch.setenv("OPENAI_PROJECT_ID", "project-canary")
    with misbehaving() as server:
        await asked(server)
    sent = server.headers[0]
    assert (sent["openai-organization"], sent["openai-project"]) == ("org-canary", "project-canary")


async def test_a_proxy_is_not_asked_for_a_server_on_this_machine(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HTTP_PROXY", "http://127.0.0.1:9")
    with misbehaving() as server:
        assert (await asked(server)).text == "Fine."


async def test_openai_names_go_to_openais_address(monkeypatch: pytest.MonkeyPatch) -> None:
    with misbehaving() as server:
        monkeypatch.setenv("OPENAI_API_KEY", KEY)
        monkeypatch.setenv("OPENAI_BASE_URL", server.base)
        for name, sent in [("openai/some-model", "some-model"), ("gpt-4o-mini", "gpt-4o-mini"), ("o3", "o3")]:
            model = open_model(name)
            assert (await model.complete(ASK)).text == "Fine."
            assert model.name == name
            assert server.asked[-1]["model"] == sent
            await model.aclose()


async def test_without_a_name_the_model_that_is_served_is_taken_and_asked_for_once() -> None:
    with misbehaving(answer({"object": "list", "data": [{"id": "served"}]})) as server:
        model = open_model(f"http://127.0.0.1:{server.port}")
        await model.complete(ASK)
        await model.complete(ASK)
        await model.aclose()
    assert server.paths == ["/v1/models", "/v1/chat/completions", "/v1/chat/completions"]
    assert [a.get("model") for a in server.asked] == [None, "served", "served"]
    assert model.name == server.base


@pytest.mark.parametrize("served", [[], [{"id": "one"}, {"id": "other"}]])
async def test_without_a_name_there_must_be_one_model(served: list[dict[str, str]]) -> None:
    with misbehaving(answer({"object": "list", "data": served})) as server:
        model = open_model(f"http://127.0.0.1:{server.port}")
        with pytest.raises(UnknownModel, match="add the name of one"):
            await model.complete(ASK)
        await model.aclose()


@pytest.mark.parametrize("listed", [{"data": []}, {"data": [{"id": 3}, 4]}, [], {"data": "x"}])
async def test_a_server_that_lists_no_model_is_named(listed: object) -> None:
    with misbehaving(answer(listed)) as server:
        model = open_model(server.base)
        with pytest.raises(UnknownModel, match="#name"):
            await model.complete(ASK)
        await model.aclose()


@pytest.mark.parametrize(
    ("name", "error"),
    [
        ("", UnknownModel),
        ("a model", UnknownModel),
        ("http://", UnknownModel),
        ("http://host:port/v1", UnknownModel),
        ("http://[::1/v1", UnknownModel),
        (f"http://user:{KEY}@localhost/v1", ConfigError),
        (f"http://localhost/v1?key={KEY}", ConfigError),
        ("openai/gpt-4o", MissingKey),
        ("embedded:/no/such/file.gguf", UnknownModel),
        ("embedded:no-such-model", UnknownModel),
    ],
)
def test_a_name_that_cannot_work_is_refused_at_once(name: str, error: type[AluError]) -> None:
    with pytest.raises(error) as caught:
        open_model(name)
    assert KEY not in str(caught.value)


def test_a_model_shows_its_name_and_no_key() -> None:
    model = open_model("http://localhost:1/v1#m", api_key=SecretStr(KEY))
    assert isinstance(model, ChatModel)
    assert repr(model) == "OpenAIModel('http://localhost:1/v1#m')"


# --- failures -----------------------------------------------------------------------------------

PERMANENT: list[tuple[Act, type[AluError], int | None]] = [
    (status(400, SECRET), ModelRejected, 400),
    (status(401, f"Incorrect API key provided: {KEY}"), ModelRejected, 401),
    (status(402), ModelRejected, 402),
    (status(403), ModelRejected, 403),
    (status(404, "model fake not found"), UnknownModel, None),
    (status(400, kind="model_not_found"), UnknownModel, None),
    (status(413), ModelRejected, 413),
    (status(400, f"maximum context length is 5: {SECRET}"), ModelRejected, 413),
    (status(500, "Context size has been exceeded"), ModelRejected, 413),
    (status(422), ModelRejected, 422),
    (status(429, kind="insufficient_quota"), ModelRejected, 402),
    (status(307, Location="http://127.0.0.1:9/v1"), ModelRejected, 307),
    (answer(b"{no json"), BadReply, None),
    (answer(b"<html>" + SECRET.encode()), BadReply, None),
    (answer(b""), BadReply, None),
    (answer(b"[]"), BadReply, None),
    (answer({"choices": []}), BadReply, None),
    (answer({"choices": None, "error": {"message": SECRET}}), BadReply, None),
    (answer({"choices": [{"text": SECRET}]}), BadReply, None),
    (answer({"choices": [3]}), BadReply, None),
    (answer({"choices": [{"message": {"content": 3}}]}), BadReply, None),
    (chat("x" * 10_000_000), BadReply, None),
    (answer(b"\x1f\x8bnot gzip", Content_Encoding="gzip"), BadReply, None),
]


@pytest.mark.parametrize(("act", "error", "code"), PERMANENT)
async def test_a_permanent_failure_is_named_and_not_tried_again(
    act: Act, error: type[AluError], code: int | None
) -> None:
    with misbehaving(then=act) as server, pytest.raises(error) as caught:
        await asked(server)
    assert len(server.asked) == 1
    assert getattr(caught.value, "status", None) == code
    assert_says_nothing(caught.value)


@pytest.mark.parametrize(
    ("act", "error", "tries"),
    [
        (status(500, SECRET), ModelRejected, 4),
        (status(502), ModelRejected, 4),
        (status(408), ModelRejected, 4),
        (hanging_up, ModelUnreachable, 3),
    ],
)
async def test_a_passing_failure_is_tried_again_a_few_times(act: Act, error: type[AluError], tries: int) -> None:
    with misbehaving(then=act) as server, pytest.raises(error) as caught:
        await asked(server)
    assert len(server.asked) == tries
    assert_says_nothing(caught.value)


@pytest.mark.parametrize("acts", [[status(500), status(503), status(429)], [hanging_up, hanging_up], [status(529)]])
async def test_a_failure_that_passes_is_not_noticed(acts: list[Act]) -> None:
    with misbehaving(*acts) as server:
        completion = await asked(server)
    assert completion.text == "Fine."
    assert completion.calls == 1
    assert len(server.asked) == len(acts) + 1


async def test_an_unreachable_server_is_named_with_its_address_and_soon() -> None:
    model = open_model("http://127.0.0.1:9/v1#m", api_key=SecretStr(KEY))
    start = time.monotonic()
    with pytest.raises(ModelUnreachable, match=r"http://127\.0\.0\.1:9/v1#m") as caught:
        await model.complete(ASK)
    assert time.monotonic() - start < 20
    assert_says_nothing(caught.value)
    await model.aclose()


async def test_the_wait_that_a_server_asks_for_is_kept() -> None:
    with misbehaving(status(429, Retry_After="0.3")) as server:
        start = time.monotonic()
        assert (await asked(server)).text == "Fine."
    assert time.monotonic() - start >= 0.3


async def test_a_wait_longer_than_the_time_left_is_not_begun() -> None:
    with misbehaving(then=status(429, Retry_After="30")) as server:
        start = time.monotonic()
        with pytest.raises(ModelBusy) as caught:
            await asked(server, timeout=20)
    assert time.monotonic() - start < 15
    assert caught.value.retry_after == 30
    assert len(server.asked) == 1


async def test_a_busy_server_is_asked_until_the_time_is_up() -> None:
    with misbehaving(then=status(429)) as server:
        start = time.monotonic()
        with pytest.raises(ModelBusy):
            await asked(server, timeout=0.5)
    assert time.monotonic() - start < 10
    assert len(server.asked) > 3


async def test_a_server_that_never_answers_ends_by_the_timeout() -> None:
    with misbehaving(then=hang) as server:
        start = time.monotonic()
        with pytest.raises(ModelTimeout) as caught:
            await asked(server, timeout=0.3)
    assert time.monotonic() - start < 10
    assert len(server.asked) == 1
    assert_says_nothing(caught.value)


async def test_retries_and_hanging_together_end_by_the_timeout() -> None:
    with misbehaving(status(500), hanging_up, then=hang) as server:
        start = time.monotonic()
        with pytest.raises(ModelTimeout):
            await asked(server, timeout=0.5)
    assert time.monotonic() - start < 10
    assert len(server.asked) == 3


async def test_the_models_own_timeout_holds_where_a_call_sets_none() -> None:
    with misbehaving(then=hang) as server:
        model = open_model(server.model, timeout=0.2)
        with pytest.raises(ModelTimeout, match=r"0\.2 s"):
            await model.complete(ASK)
        await model.aclose()


async def test_cancelling_leaves_no_task() -> None:
    with misbehaving(then=hang) as server:
        before = asyncio.all_tasks()
        model = open_model(server.model)
        call = asyncio.create_task(model.complete(replace(ASK, n=3), timeout=30))
        await until(lambda: len(server.asked) >= 1)
        call.cancel()
        with pytest.raises(asyncio.CancelledError):
            await call
        await model.aclose()
        assert asyncio.all_tasks() == before


async def test_a_storm_of_429_loses_no_request() -> None:
    acts = [status(429)] * 60
    with misbehaving(*acts) as server:
        model = open_model(server.model)
        async with asyncio.TaskGroup() as group:
            tasks = [group.create_task(model.complete(ASK, timeout=20)) for _ in range(50)]
        await model.aclose()
    assert [t.result().text for t in tasks] == ["Fine."] * 50
    assert len(server.asked) == 110


async def test_an_error_of_any_length_is_read_only_in_part() -> None:
    with misbehaving(then=answer(b"x" * 3_000_000, 400)) as server, pytest.raises(ModelRejected):
        await asked(server)


def test_a_model_can_be_used_from_one_event_loop_after_another() -> None:
    with misbehaving() as server:
        model = open_model(server.model)

        async def once() -> str:
            try:
                return (await model.complete(ASK)).text
            finally:
                await model.aclose()

        assert [asyncio.run(once()) for _ in range(3)] == ["Fine."] * 3
    gc.collect()


# --- what a server does not take ----------------------------------------------------------------


def refusing(*names: str, with_: str = "") -> Act:
    """Refuse a request that has one of these parameters, as servers do; else answer."""

    def act(http: Any, body: dict[str, Any]) -> None:
        bad = next((n for n in names if body.get(n) not in {None} and not (n == "n" and body[n] == 1)), None)
        (status(400, with_ or f"Unsupported value: {bad!r}") if bad else chat("Fine."))(http, body)

    return act


async def test_n_that_is_refused_becomes_single_requests_and_is_remembered() -> None:
    with misbehaving(then=refusing("n", with_="Field 'n': Value must be between 1 <= value <= 1")) as server:
        model = open_model(server.model)
        for requests in (4, 7):  # one refused and three single ones, then three single ones
            completion = await model.complete(replace(ASK, n=3, seed=5))
            assert [c.text for c in completion.choices] == ["Fine."] * 3
            assert (completion.calls, completion.tokens.prompt, completion.tokens.completion) == (3, 21, 9)
            assert len(server.asked) == requests
        await model.aclose()
    assert sorted(a["seed"] for a in server.asked[4:]) == [5, 6, 7]


async def test_fewer_choices_than_asked_for_are_made_up() -> None:
    with misbehaving(chat("One.", "Two."), then=chat("More.")) as server:
        completion = await asked(server, replace(ASK, n=4))
    assert [c.text for c in completion.choices] == ["One.", "Two.", "More.", "More."]
    assert completion.calls == 3


async def test_more_choices_than_asked_for_are_left_out() -> None:
    with misbehaving(chat("One.", "Two.")) as server:
        assert len((await asked(server)).choices) == 1


async def test_a_failed_single_request_fails_the_call_with_its_own_error() -> None:
    with misbehaving(chat("One."), then=status(401)) as server, pytest.raises(ModelRejected, match="401") as caught:
        await asked(server, replace(ASK, n=3))
    assert_says_nothing(caught.value)


async def test_temperature_that_is_refused_is_dropped_once_for_all() -> None:
    with misbehaving(then=refusing("temperature")) as server:
        model = open_model(server.model)
        await model.complete(replace(ASK, temperature=0.0))
        await model.complete(replace(ASK, temperature=0.0))
        await model.aclose()
    assert ["temperature" in a for a in server.asked] == [True, False, False]


async def test_max_tokens_goes_by_its_new_name_where_that_is_wanted() -> None:
    why = "Unsupported parameter: 'max_tokens'. Use 'max_completion_tokens' instead."
    with misbehaving(then=refusing("max_tokens", with_=why)) as server:
        model = open_model(server.model)
        await model.complete(replace(ASK, max_tokens=9))
        await model.complete(replace(ASK, max_tokens=9))
        await model.aclose()
    assert [a.get("max_completion_tokens") for a in server.asked] == [None, 9, 9]


async def test_a_value_that_is_refused_is_not_left_out_for_others() -> None:
    too_high = refusing("temperature", with_="temperature must be between 0 and 1")
    with misbehaving(chat("Fine."), then=too_high) as server:
        model = open_model(server.model)
        await model.complete(replace(ASK, temperature=0.2))
        with pytest.raises(ModelRejected):
            await model.complete(replace(ASK, temperature=1.5))
        await model.aclose()
    assert [a.get("temperature") for a in server.asked] == [0.2, 1.5]


async def test_an_unusual_value_teaches_nothing() -> None:
    with misbehaving(status(400, "temperature must be between 0 and 1")) as server:
        model = open_model(server.model)
        for value in (1.5, 0.2):
            await model.complete(replace(ASK, temperature=value))
        await model.aclose()
    assert [a.get("temperature") for a in server.asked] == [1.5, None, 0.2]


async def test_a_schema_is_asked_for_in_weaker_ways_until_one_is_taken() -> None:
    with misbehaving(*[status(400, "response_format is not supported")] * 3) as server:
        model = open_model(server.model)
        await model.complete(replace(ASK, schema=SCHEMA))
        await model.complete(replace(ASK, schema=SCHEMA))
        await model.aclose()
    ways: list[Any] = [a.get("response_format") for a in server.asked]
    assert ways[0] == {"type": "json_schema", "json_schema": {"name": "reply", "schema": SCHEMA, "strict": True}}
    assert ways[1]["json_schema"]["strict"] is False
    assert ways[2:] == [{"type": "json_object"}, None, None]
    assert [len(a["messages"]) for a in server.asked] == [1, 1, 2, 2, 2]
    assert json.dumps(SCHEMA) in server.asked[4]["messages"][0]["content"]
    assert server.asked[4]["messages"][1]["content"] == SECRET


async def test_a_refusal_that_names_nothing_is_tried_without_n_then_without_the_schema() -> None:
    with misbehaving(*[status(400)] * 2) as server:
        model = open_model(server.model)
        await model.complete(replace(ASK, schema=SCHEMA, n=2, temperature=0.0))
        await model.aclose()
    assert [("n" in a, a["response_format"]["json_schema"]["strict"]) for a in server.asked] == [
        (True, True),
        (False, True),
        (False, False),
        (False, False),
    ]
    assert all("temperature" in a for a in server.asked)


async def test_what_did_not_help_is_not_remembered() -> None:
    with misbehaving(*[status(400)] * 4) as server:
        model = open_model(server.model)
        with pytest.raises(ModelRejected):
            await model.complete(replace(ASK, schema=SCHEMA))
        await model.complete(replace(ASK, schema=SCHEMA))
        await model.aclose()
    assert server.asked[4]["response_format"]["json_schema"]["strict"] is True


# --- nothing leaks ------------------------------------------------------------------------------


@pytest.fixture
def everything(caplog: pytest.LogCaptureFixture) -> Iterator[pytest.LogCaptureFixture]:
    """Log at DEBUG level, from all loggers."""
    with caplog.at_level(logging.DEBUG):
        yield caplog


@pytest.mark.parametrize("act", [chat(SECRET), status(401, KEY), status(500, SECRET), answer(SECRET.encode()), hang])
async def test_no_log_holds_a_key_a_prompt_or_a_reply(everything: pytest.LogCaptureFixture, act: Act) -> None:
    with misbehaving(then=act) as server:
        try:
            await asked(server, replace(ASK, n=2, schema=SCHEMA), timeout=0.4)
        except ModelError as error:
            assert_says_nothing(error)
    assert "canary" not in everything.text
    assert "canary" not in str([r.__dict__ for r in everything.records])


async def test_the_applications_own_logging_goes_on(everything: pytest.LogCaptureFixture) -> None:
    import httpx2

    with misbehaving() as server:
        await asked(server)
        async with httpx2.AsyncClient(trust_env=False) as client:
            await client.post(f"{server.base}/mine", json={})
    assert [r.getMessage() for r in everything.records if r.name == "httpx2"] == [
        f'HTTP Request: POST {server.base}/mine "HTTP/1.1 200 OK"'
    ]


def assert_says_nothing(error: BaseException) -> None:
    """Check that neither the error nor what it came from holds the key, the prompt or a provider's error."""
    assert error.__cause__ is None
    assert error.__context__ is None
    assert "canary" not in f"{error} {error!r} {error.args}"


async def until(true: Any) -> None:
    """Wait up to 5 s."""
    for _ in range(500):
        if true():
            return
        await asyncio.sleep(0.01)
    raise AssertionError


def test_a_server_is_asked_without_the_clients_of_providers() -> None:
    code = (
        "import sys, asyncio; from alu.models.open import open_model; from alu.chat import Message, Request\n"
        "assert not {'openai', 'litellm', 'httpx', 'httpx2', 'tenacity.x'} & set(sys.modules), 'heavy'\n"
        "async def main():\n"
        "    m = open_model(sys.argv[1]); print((await m.complete(Request((Message('user', 'Hi'),)))).text)\n"
        "    await m.aclose()\n"
        "asyncio.run(main()); assert not {'openai', 'litellm', 'httpx'} & set(sys.modules), 'heavy'"
    )
    with misbehaving() as server:
        ended = subprocess.run([sys.executable, "-c", code, server.model], capture_output=True, text=True, check=False)
    assert (ended.stdout, ended.stderr) == ("Fine.\n", "")


def test_a_clients_own_timeout_is_a_timeout() -> None:
    class Timeout(Exception):
        """As litellm calls it."""

    fault = fault_of(Timeout(SECRET), "m", keyed=True)
    assert isinstance(fault, ModelTimeout)
    assert_says_nothing(fault)


def test_a_model_that_runs_here_needs_no_scheme(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ALU_MODELS", str(tmp_path))
    file = tmp_path / "mine.gguf"
    file.write_bytes(b"GGUF" + (3).to_bytes(4, "little") + bytes(2000))
    (tmp_path / "gpt-mine.gguf").write_bytes(file.read_bytes())
    for name in ("mine", str(file)):
        assert open_model(name).name == f"embedded:{name}"
    with pytest.raises(UnknownModel, match="alu models pull"):
        open_model("qwen2.5-1.5b-instruct")  # known, and not installed
    monkeypatch.delenv("OPENAI_API_KEY", raising=False)
    with pytest.raises(MissingKey):
        open_model("gpt-mine")  # OpenAI's names stay OpenAI's
    assert open_model("ollama/mine").name == "ollama/mine"
