"""Real clients against a running server, with scripted models and with a real one."""

from __future__ import annotations

import json
import shutil
import subprocess
from collections.abc import Iterator
from typing import Any

import httpx2
import pytest

from alu.config import load_settings
from alu.server.app import create_app
from alu.server.options import Options
from alu.store.store import TargetStore
from alu.store.target import Target
from alu.testing import ScriptedModel
from alu.unlearner import Unlearner
from tests.flow import CANARY, KEEPER, agents
from tests.server import ABOUT, ASK, Server, running, serving
from tests.small_model import small_model

pytestmark = pytest.mark.filterwarnings("ignore")  # the clients' own

DRAFT = f"It was {CANARY}, called Admiral Thunderbeak. The tower is 38 metres tall."
SKY = "What colour is the sky? Answer in one word."
ASKED: list[Any] = [{"role": "user", "content": SKY}]


@pytest.fixture(scope="module", params=["scripted", pytest.param("embedded", marks=pytest.mark.model)])
def server(request: pytest.FixtureRequest) -> Iterator[Server]:
    if request.param == "scripted":
        draft = lambda r: "Blue." if r.messages[-1].content == SKY else DRAFT  # noqa: E731
        with running(draft=draft) as started:
            yield started
        return
    settings = load_settings(max_tokens=8, temperature=0.0, timeout=240.0)
    store = TargetStore.temporary((KEEPER, Target(name="Paris", description="capital of France")))
    unlearner = Unlearner.open(store, model=f"embedded:{small_model()}", settings=settings)
    with serving(create_app(Options(settings, no_key=True), unlearner)) as port:
        client = httpx2.Client(base_url=f"http://127.0.0.1:{port}", timeout=300)
        yield Server(port, unlearner, ScriptedModel(), ScriptedModel(), client)
        client.close()


def check(text: str | None) -> None:
    """An answer came, and nothing that is to be forgotten is in it."""
    assert text
    assert "Paris" not in text
    assert CANARY not in text
    assert "Thunderbeak" not in text


def test_openai_finds_each_model_that_it_may_ask(server: Server) -> None:
    from openai import OpenAI

    with OpenAI(base_url=server.url, api_key="anything", max_retries=0) as client:
        listed = client.models.list().data[0].id
        assert client.models.retrieve(listed).id == listed
        assert client.models.retrieve("team/any-name").id == "team/any-name"


def test_openai(server: Server) -> None:
    from openai import OpenAI

    with OpenAI(base_url=server.url, api_key="anything", max_retries=0) as client:
        for question in (SKY, ASK):
            reply = client.chat.completions.create(model="m", messages=[{"role": "user", "content": question}])
            check(reply.choices[0].message.content)
            assert reply.usage
            assert reply.usage.total_tokens > 0
        raw = client.chat.completions.with_raw_response.create(model="m", messages=ASKED)
        assert raw.headers["x-alu-verdict"] in ("clean", "rewritten", "refused", "failed_closed")
        assert [m.id for m in client.models.list()]


def test_openai_streaming(server: Server) -> None:
    from openai import OpenAI

    with OpenAI(base_url=server.url, api_key="anything", max_retries=0) as client:
        whole = client.chat.completions.create(model="m", messages=ASKED, seed=1, temperature=0)
        chunks = list(
            client.chat.completions.create(
                model="m", messages=ASKED, seed=1, temperature=0, stream=True, stream_options={"include_usage": True}
            )
        )
    text = "".join(c.choices[0].delta.content or "" for c in chunks if c.choices)
    check(text)
    assert text == whole.choices[0].message.content
    assert chunks[-1].usage == whole.usage
    assert [c.choices[0].finish_reason for c in chunks if c.choices][-1] in ("stop", "length")


async def test_openai_async(server: Server) -> None:
    from openai import AsyncOpenAI

    async with AsyncOpenAI(base_url=server.url, api_key="anything", max_retries=0) as client:
        reply = await client.chat.completions.create(model="m", messages=ASKED)
        check(reply.choices[0].message.content)
        stream = await client.chat.completions.create(model="m", messages=ASKED, stream=True)
        check("".join([c.choices[0].delta.content or "" async for c in stream]))


def test_openai_knows_our_errors(server: Server) -> None:
    import openai

    with openai.OpenAI(base_url=server.url, api_key="anything", max_retries=0) as client:
        with pytest.raises(openai.BadRequestError, match="temperature"):
            client.chat.completions.create(model="m", messages=ASKED, temperature=9)
        with pytest.raises(openai.NotFoundError):
            client.embeddings.create(model="m", input="x")


def test_litellm(server: Server, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LITELLM_LOCAL_MODEL_COST_MAP", "True")
    import litellm

    asked = {"model": "openai/m", "api_base": server.url, "api_key": "x", "num_retries": 0}
    check(litellm.completion(messages=ASKED, **asked).choices[0].message.content)
    parts = litellm.completion(messages=ASKED, stream=True, **asked)
    check("".join(p.choices[0].delta.content or "" for p in parts))


def test_langchain(server: Server) -> None:
    from langchain_openai import ChatOpenAI
    from pydantic import SecretStr

    chat = ChatOpenAI(base_url=server.url, api_key=SecretStr("x"), model="m", max_retries=0)
    check(str(chat.invoke(SKY).content))
    check("".join(str(part.content) for part in chat.stream(SKY)))


@pytest.mark.skipif(shutil.which("curl") is None, reason="no curl here")
@pytest.mark.parametrize("stream", [False, True])
def test_curl(server: Server, stream: bool) -> None:
    asked = json.dumps({"model": "m", "messages": ASKED, "stream": stream})
    done = subprocess.run(
        ["curl", "-sSNf", f"{server.url}/chat/completions", "-H", "Content-Type: application/json", "-d", asked],
        capture_output=True,
        check=True,
        text=True,
    )
    if stream:
        assert done.stdout.startswith("data: {")
        assert done.stdout.endswith("data: [DONE]\n\n")
    else:
        check(json.loads(done.stdout)["choices"][0]["message"]["content"])


def test_openai_structured_output_sees_a_refusal() -> None:
    from openai import OpenAI
    from pydantic import BaseModel

    class Height(BaseModel):
        metres: int

    with (
        running(draft='{"metres": 38}', judge=agents(only=True)) as started,
        OpenAI(base_url=started.url, api_key="x", max_retries=0) as client,
    ):
        parse = client.chat.completions.parse
        clean = parse(model="m", messages=ASKED, response_format=Height).choices[0].message
        started.vanilla.enqueue('{"gull": "Admiral Thunderbeak"}')
        about: list[Any] = [{"role": "user", "content": ABOUT}]
        refused = parse(model="m", messages=about, response_format=Height).choices[0].message
    assert clean.parsed == Height(metres=38)
    assert refused.parsed is None
    assert refused.refusal


def test_a_client_that_only_reads_comments_for_a_while_does_not_hang_up() -> None:
    from openai import OpenAI

    with (
        running(draft="Paris.", options={"keep_alive": 0.1}) as started,
        OpenAI(base_url=started.url, api_key="x", max_retries=0, timeout=httpx2.Timeout(5, read=0.4)) as client,
    ):
        started.vanilla.latency = 1.2
        stream = client.chat.completions.create(model="m", messages=ASKED, stream=True)
        assert "".join(c.choices[0].delta.content or "" for c in stream) == "Paris."
