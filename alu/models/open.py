"""Real models behind `ChatModel`: the only file that imports openai or litellm, and only when used.

    http://host:port/v1#name    any OpenAI-compatible server; without #name, the one it serves
    embedded:NAME or PATH.gguf  llama.cpp in a process of its own; `embedded` alone takes the best there is
    openai/gpt-…, gpt-…         OpenAI itself
    anything else               litellm's names (anthropic/…, ollama/…, azure/…)

No error that leaves this file has a text of the dialogue, of a reply or of a provider in it, nor the
provider's exception as its cause or context: both may hold the prompt or the key.
"""

from __future__ import annotations

import asyncio
import json
import os
import re
import time
import warnings
from collections.abc import AsyncIterable, AsyncIterator, Awaitable, Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import AbstractAsyncContextManager
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit
from weakref import WeakKeyDictionary

from pydantic import SecretStr

from alu.chat import ChatModel, Completion, Request
from alu.errors import AluError, BadReply, ConfigError, MissingKey, ModelRejected, UnknownModel
from alu.models.embedded import LONGEST_REPLY, EmbeddedServer, check
from alu.models.provider_errors import fault_of
from alu.models.quiet import hush, quiet
from alu.models.remote import Remote
from alu.models.retry import patiently
from alu.models.wire import completion_of, served_model

if TYPE_CHECKING:
    import httpx
    from openai import AsyncOpenAI

__all__ = ["CONNECT_TIMEOUT", "MAX_REPLY_BYTES", "TIMEOUT", "embed_texts", "open_model"]

TIMEOUT = 120.0
"""Seconds for one `complete()`, retries included, where the caller gives none."""

CONNECT_TIMEOUT = 10.0
"""Seconds to connect, each try. The reply itself may take all that is left."""

MAX_REPLY_BYTES = 4 * 2**20
"""A longer body is not read: no model writes that much, and memory is finite."""

_MAX_ERROR_BYTES = 64 * 2**10

_OPENAI_NAME = re.compile(r"openai/.+|(?:gpt|chatgpt|o\d)-?[^/]*")
_HEADERS = frozenset(
    {
        *("accept", "accept-encoding", "connection", "content-length", "content-type", "host", "user-agent"),
        "x-stainless-raw-response",  # the client looks for it in what it sent
    }
)

_LOOPBACK = {"localhost", "127.0.0.1", "::1"}


def open_model(name: str, *, api_key: SecretStr | None = None, timeout: float = TIMEOUT) -> ChatModel:
    """Return the model that goes by `name`; nothing is sent yet.

    Args:
        name: see the module.
        api_key: the server's key. Without it OpenAI and litellm look in their own environment
            variables; a plain server is sent none.
        timeout: seconds for each call, retries included, where the call itself sets none.

    Raises:
        ConfigError: the name or the model file is not usable as it is, or a part is missing.
    """
    if name.startswith(("http://", "https://")):
        return _http(name, api_key, timeout)
    if name == "embedded" or name.startswith("embedded:"):
        return _embedded(name, timeout)
    if _OPENAI_NAME.fullmatch(name):
        return _openai(name, api_key, timeout)
    if not name.strip() or any(c.isspace() for c in name):
        raise UnknownModel("a model's name is empty or holds a space: write it as in openai/gpt-4o-mini")
    return _LiteLLM(name, api_key, timeout)


def _http(name: str, api_key: SecretStr | None, timeout: float) -> ChatModel:
    try:
        url = urlsplit(name)
        host, _ = url.hostname, url.port
    except ValueError:
        host = None
    if not host:
        raise UnknownModel("the model's address is not a URL: write it as in http://localhost:8000/v1#name")
    if url.username or url.password or url.query:
        raise ConfigError("the model's address holds a password or a query: give the key as the API key instead")
    base = f"{url.scheme}://{url.netloc}{url.path.rstrip('/') or '/v1'}"
    shown = f"{base}#{url.fragment}" if url.fragment else base
    return _OpenAI(shown, _Server(base, api_key, url.fragment or None), timeout)


def _openai(name: str, api_key: SecretStr | None, timeout: float) -> ChatModel:
    key = api_key.get_secret_value() if api_key else os.environ.get("OPENAI_API_KEY")
    if not key:
        raise MissingKey(f"{name} needs a key: set OPENAI_API_KEY (or ALU_API_KEY)")
    base = os.environ.get("OPENAI_BASE_URL") or os.environ.get("OPENAI_API_BASE") or "https://api.openai.com/v1"
    return _OpenAI(name, _Server(base, SecretStr(key), name.removeprefix("openai/")), timeout)


def _embedded(name: str, timeout: float) -> ChatModel:
    from alu.models.catalog import default_model, resolve

    wanted = name.removeprefix("embedded").removeprefix(":")
    path = resolve(wanted) if wanted else default_model()
    check(path)
    return _Embedded(name if wanted else f"embedded:{path.stem}", path, timeout)


@dataclass(frozen=True, slots=True)
class _Server:
    """Where an OpenAI-compatible server is."""

    base: str
    key: SecretStr | None
    model: str | None
    """None: the one that it serves."""


class _OpenAI(Remote):
    """An OpenAI-compatible server, through the openai client."""

    def __init__(self, name: str, server: _Server | None, timeout: float) -> None:
        super().__init__(name, timeout)
        self._server = server
        self._served: str | None = None
        self._clients: WeakKeyDictionary[asyncio.AbstractEventLoop, tuple[_Server, AsyncOpenAI]] = WeakKeyDictionary()

    def _load(self) -> None:
        from openai.resources import chat, models  # noqa: F401  openai itself leaves them for the first call

    async def aclose(self) -> None:
        """Close this event loop's connections."""
        _, client = self._clients.pop(asyncio.get_running_loop(), (None, None))
        if client is not None:
            await client.close()

    async def _where(self) -> _Server:
        assert self._server is not None
        return self._server

    async def _once(self, body: dict[str, Any], request: Request, deadline: float) -> Completion:
        server = await self._where()
        client = await self._client(server)
        model = server.model or self._served
        if model is None:
            model = self._served = served_model(await self._read(server, client.models.with_streaming_response.list()))
        create = client.chat.completions.with_streaming_response.create
        reply = await self._read(server, create(model=model, messages=[], extra_body=body))
        return completion_of(reply, request.messages)

    async def _read(self, server: _Server, sending: AbstractAsyncContextManager[Any]) -> object:
        """Return the JSON that is answered, read up to a size."""
        try:
            async with sending as response:
                return json.loads(await _body(response.iter_bytes()))
        except AluError:
            raise
        except Exception as error:
            fault = fault_of(error, self.name, keyed=server.key is not None)
        raise fault

    async def _client(self, server: _Server) -> AsyncOpenAI:
        """Return this event loop's client: connections cannot be shared between loops."""
        loop = asyncio.get_running_loop()
        known, client = self._clients.get(loop, (None, None))
        if client is not None and known == server:
            return client
        self._clients[loop] = (server, new := _connect(server))
        if client is not None:
            await client.close()  # of a server that was started again elsewhere
        return new


def _connect(server: _Server) -> AsyncOpenAI:
    import httpx
    from openai import AsyncOpenAI

    from alu.models.pools import Pools

    hush()  # their loggers are there only now
    verify = httpx.create_ssl_context() if server.base.startswith("https") else False  # loading certificates: 30 ms

    def pool(keep: int) -> httpx.AsyncHTTPTransport:
        limits = httpx.Limits(max_connections=None, max_keepalive_connections=keep)
        return httpx.AsyncHTTPTransport(verify=verify, limits=limits)

    connections = httpx.AsyncClient(
        headers={"Accept-Encoding": "identity"},  # 15 kB can unpack to a gigabyte before its size is known
        timeout=httpx.Timeout(None, connect=CONNECT_TIMEOUT),
        follow_redirects=False,  # a redirect would carry the prompt to another host
        trust_env=urlsplit(server.base).hostname not in _LOOPBACK,  # no proxy to ourselves
        verify=verify,
        mounts={"all://": Pools(pool)},  # a proxy of the environment comes before it
        event_hooks={"request": [_stripping(server)], "response": [_packed, _cap_error]},
    )
    return AsyncOpenAI(
        base_url=server.base,
        api_key=server.key.get_secret_value() if server.key else "none",
        max_retries=0,
        http_client=connections,
    )


def _stripping(server: _Server) -> Callable[[httpx.Request], Awaitable[None]]:
    """Return a hook that drops what the client adds from the environment: it belongs to OpenAI alone."""
    ours = urlsplit(server.base).hostname == "api.openai.com"
    kept = _HEADERS | {"authorization"} if server.key else _HEADERS

    async def strip(request: httpx.Request) -> None:
        for name in [] if ours else [n for n in request.headers if n not in kept]:
            del request.headers[name]

    return strip


async def _packed(response: httpx.Response) -> None:
    """Leave a body packed that was not asked for so: it is then no reply."""
    response.headers.pop("content-encoding", None)


async def _cap_error(response: httpx.Response) -> None:
    """Keep only the start of an error's body; openai's client would read all of it."""
    import httpx

    if response.is_success or not isinstance(response.stream, httpx.AsyncByteStream):
        return
    start = await _first_bytes(response.stream, _MAX_ERROR_BYTES)
    await response.stream.aclose()
    response.stream = httpx.ByteStream(start)


async def _body(chunks: AsyncIterator[bytes]) -> bytes:
    body = await _first_bytes(chunks, MAX_REPLY_BYTES + 1)
    if len(body) > MAX_REPLY_BYTES:
        raise BadReply(f"the model's server answered with more than {MAX_REPLY_BYTES // 2**20} MiB; it was not read")
    return body


async def _first_bytes(chunks: AsyncIterable[bytes], limit: int) -> bytes:
    start = bytearray()
    async for chunk in chunks:
        start += chunk
        if len(start) >= limit:
            break
    return bytes(start[:limit])


class _Embedded(_OpenAI):
    """A GGUF file, served by llama.cpp."""

    def __init__(self, name: str, path: Path, timeout: float) -> None:
        super().__init__(name, None, timeout)
        self._path = path
        self._llama: EmbeddedServer | None = None

    async def complete(self, request: Request, *, timeout: float | None = None) -> Completion:
        """Answer `request`; where it sets no limit, with `LONGEST_REPLY` tokens at most: small models run on and on."""
        limit = LONGEST_REPLY if request.max_tokens is None else request.max_tokens
        return await super().complete(replace(request, max_tokens=limit), timeout=timeout)

    async def _where(self) -> _Server:
        if self._llama is None:
            self._llama = EmbeddedServer.of(self._path)
        address = await self._llama.address()
        return _Server(f"{address}/v1", SecretStr(self._llama.key), "embedded")

    async def aclose(self) -> None:
        """Close the connections and give the server back; the last one to do so stops it."""
        await super().aclose()
        llama, self._llama = self._llama, None
        if llama is not None:
            llama.release()


class _LiteLLM(Remote):
    """Any other provider, through litellm."""

    def __init__(self, name: str, api_key: SecretStr | None, timeout: float) -> None:
        super().__init__(name, timeout)
        self._key = api_key

    def _load(self) -> None:
        _litellm()

    async def aclose(self) -> None:
        """Nothing: litellm keeps its connections for the whole process, and closes them at its end."""

    async def _once(self, body: dict[str, Any], request: Request, deadline: float) -> Completion:
        litellm = _litellm()
        hush()
        try:
            reply = await litellm.acompletion(
                model=self.name,
                api_key=self._key.get_secret_value() if self._key else None,
                timeout=max(deadline - time.monotonic(), 0.001),
                num_retries=0,
                max_retries=0,
                drop_params=True,
                **{**body, "no-log": True},
            )
            completion = completion_of(_capped(reply.model_dump()), request.messages)
            return replace(completion, tokens=replace(completion.tokens, cost=_cost(litellm, reply, self.name)))
        except AluError:
            raise
        except Exception as error:
            fault = _litellm_fault(litellm, error, self.name, self._key)
        raise fault


def _litellm_fault(litellm: Any, error: Exception, model: str, key: SecretStr | None) -> AluError:
    """Map litellm's exception; without a key some of its clients fail as if the server had."""
    missing = (litellm.validate_environment(model).get("missing_keys") or []) if key is None else []
    names = ", ".join([*missing, "or the key as ALU_API_KEY"]) if missing else "ALU_API_KEY"
    fault = fault_of(error, model, keyed=key is not None, key=names)
    if missing and isinstance(fault, ModelRejected) and (fault.status or 0) >= 500:
        return MissingKey(f"{model} wants a key: set {names}")
    return fault


@cache
def _litellm() -> Any:
    """Import litellm so that it asks nobody for anything and tells nobody."""
    os.environ.setdefault("LITELLM_LOCAL_MODEL_COST_MAP", "True")
    warnings.filterwarnings("ignore", "Items? .* `ReadOnly` qualifier", UserWarning)  # of its types, on first use
    import litellm

    litellm.suppress_debug_info = True
    for kind in ("callbacks", "input_callback", "success_callback", "failure_callback", "service_callback"):
        setattr(litellm, kind, [])
    return litellm


def _cost(litellm: Any, reply: Any, model: str) -> float | None:
    """Return the price in US dollars, None where litellm knows none."""
    try:
        return float(litellm.completion_cost(completion_response=reply, model=model)) or None
    except Exception:  # it raises whatever it likes for a model without a price
        return None


def _capped(reply: dict[str, Any]) -> dict[str, Any]:
    """Refuse a reply that is too long to be one; litellm has read it by then."""
    if any(len(str(c.get("message"))) > MAX_REPLY_BYTES for c in reply.get("choices") or []):
        raise BadReply(f"the model answered with more than {MAX_REPLY_BYTES // 2**20} MiB")
    return reply


def embed_texts(
    model: str, texts: Sequence[str], *, api_key: SecretStr | None = None, timeout: float = TIMEOUT
) -> list[list[float]]:
    """Return one vector a text from a litellm embedding model. Blocks.

    Raises:
        ModelError: the model did not answer.
        ConfigError: its name or its key is missing or wrong.
    """
    calls = _embed(model, list(texts), api_key, time.monotonic() + timeout)
    with ThreadPoolExecutor(1) as thread:  # the caller's own event loop may be running
        return thread.submit(asyncio.run, calls).result()


async def _embed(model: str, texts: list[str], api_key: SecretStr | None, deadline: float) -> list[list[float]]:
    litellm = _litellm()

    async def attempt() -> list[list[float]]:
        try:
            left = max(deadline - time.monotonic(), 0.001)
            key = api_key.get_secret_value() if api_key else None
            reply = litellm.embedding(model=model, input=texts, api_key=key, timeout=left, max_retries=0)
            return [list(map(float, row["embedding"])) for row in reply.data]
        except Exception as error:
            fault = _litellm_fault(litellm, error, model, api_key)
        raise fault

    with quiet():
        return await patiently(attempt, seconds=deadline - time.monotonic())
