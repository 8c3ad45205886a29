"""OpenAI-compatible servers, over HTTP through the openai client, which is imported with the first call.

No error that leaves this file has a text of the dialogue, of a reply or of a server in it, nor the client's
exception as its cause or context: both may hold the prompt or the key.
"""

from __future__ import annotations

import asyncio
import json
import time
from collections.abc import AsyncIterable, AsyncIterator, Awaitable, Callable
from contextlib import AbstractAsyncContextManager, aclosing, suppress
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit
from weakref import WeakKeyDictionary

from pydantic import SecretStr

from alu.chat import Completion, Request
from alu.errors import AluError, BadReply, ModelError
from alu.models.chunks import Chunks, data_of
from alu.models.provider_errors import fault_of
from alu.models.quiet import silence_loggers
from alu.models.remote import RemoteModel
from alu.models.retry import with_retries
from alu.models.wire import MAX_REPLY_BYTES, Refused, completion_of, served_model

if TYPE_CHECKING:
    import httpx2
    from openai import AsyncOpenAI

__all__ = ["CONNECT_TIMEOUT", "OpenAIModel", "Server"]

CONNECT_TIMEOUT = 10.0
"""Seconds to connect, each try. The reply itself may take all that is left."""

_MAX_ERROR_BYTES = 64 * 2**10

_HEADERS = frozenset(
    {
        *("accept", "accept-encoding", "connection", "content-length", "content-type", "host", "user-agent"),
        "x-stainless-raw-response",  # the client looks for it in what it sent
    }
)

_LOOPBACK = {"localhost", "127.0.0.1", "::1"}


@dataclass(frozen=True, slots=True)
class Server:
    """Where an OpenAI-compatible server is."""

    base: str
    key: SecretStr | None
    model: str | None
    """None: the first model that the server lists."""


class OpenAIModel(RemoteModel):
    """An OpenAI-compatible server, through the openai client.

    Args:
        name: shown in messages and answers.
        server: where it is, or what finds (and may start) it before each request.
        timeout: seconds for each call, retries included, where the call itself sets none.
    """

    def __init__(self, name: str, server: Server | Callable[[], Awaitable[Server]], timeout: float) -> None:
        super().__init__(name, timeout)
        self._server = server
        self._served: str | None = None
        self._clients: WeakKeyDictionary[asyncio.AbstractEventLoop, tuple[Server, AsyncOpenAI]] = WeakKeyDictionary()

    def _load(self) -> None:
        with suppress(ImportError):  # openai looks into it even where another thread, Chroma's, is half through it
            import httpx  # noqa: F401
        from openai.resources import chat, completions, models  # noqa: F401  openai leaves them for the first call

    async def aclose(self) -> None:
        """Close this event loop's connections."""
        _, client = self._clients.pop(asyncio.get_running_loop(), (None, None))
        if client is not None:
            await client.close()

    async def raw(self, body: dict[str, Any], *, timeout: float | None = None) -> object:
        """Return the server's JSON as it is, for what no `Completion` holds, such as a prompt's log probabilities.

        Args:
            body: for `POST /completions` where it has a `prompt`, else for `POST /chat/completions`; without the model.
            timeout: seconds, retries included.

        Raises:
            alu.errors.ModelError: no answer came.
        """
        return await self._within(
            timeout, lambda deadline: with_retries(lambda: self._posted(body), seconds=deadline - time.monotonic())
        )

    async def stream(
        self, request: Request, on_text: Callable[[str], None], *, timeout: float | None = None
    ) -> Completion:
        """Answer `request` and hand on its text as it comes; see `alu.chat.StreamingModel.stream`."""
        once = partial(self._streamed, on_text)
        try:
            return await self._within(timeout, lambda deadline: self._adapted(request, deadline, once))
        except Refused:  # there are servers that do not stream, or not with the usage
            pass
        return await self.complete(request, timeout=timeout)

    async def _once(self, body: dict[str, Any], request: Request, deadline: float) -> Completion:
        return completion_of(await self._posted(body), request.messages)

    async def _posted(self, body: dict[str, Any]) -> object:
        return await self._read(*await self._sending(body))

    async def _sending(self, body: dict[str, Any]) -> tuple[Server, AbstractAsyncContextManager[Any]]:
        """Return the server and the request to it, which is sent when it is entered."""
        server = self._server if isinstance(self._server, Server) else await self._server()
        client = await self._client(server)
        model = server.model or self._served
        if model is None:
            model = self._served = served_model(await self._read(server, client.models.with_streaming_response.list()))
        if "prompt" in body:
            return server, client.completions.with_streaming_response.create(model=model, prompt="", extra_body=body)
        create = client.chat.completions.with_streaming_response.create
        return server, create(model=model, messages=[], extra_body=body)

    async def _streamed(
        self, on_text: Callable[[str], None], body: dict[str, Any], request: Request, _deadline: float
    ) -> Completion:
        """Ask for a stream and return its reply; once a piece was handed on, no error of it is tried again."""
        server, sending = await self._sending({**body, "stream": True, "stream_options": {"include_usage": True}})
        chunks, handed = Chunks(), False
        try:
            async with sending as response:
                if not response.headers.get("content-type", "").startswith("text/event-stream"):
                    return completion_of(json.loads(await _body(response.iter_bytes())), request.messages)
                async with aclosing(data_of(response.iter_bytes())) as events:
                    async for data in events:
                        if piece := chunks.add(data):
                            handed = True
                            on_text(piece)
            if chunks.ended and not chunks.broken:
                return completion_of(chunks.reply(), request.messages)
            fault: AluError = ModelError(f"{self.name} broke off in the middle of its answer")
        except AluError:
            raise
        except Exception as error:
            fault = fault_of(error, self.name, keyed=server.key is not None)
        raise ModelError(f"{self.name} broke off in the middle of its answer") if handed else fault

    async def _read(self, server: Server, sending: AbstractAsyncContextManager[Any]) -> object:
        """Return the JSON that is answered, read up to a size."""
        try:
            async with sending as response:
                return json.loads(await _body(response.iter_bytes()))
        except AluError:
            raise
        except Exception as error:
            fault = fault_of(error, self.name, keyed=server.key is not None)
        raise fault

    async def _client(self, server: Server) -> AsyncOpenAI:
        """Return this event loop's client: connections cannot be shared between loops."""
        loop = asyncio.get_running_loop()
        known, client = self._clients.get(loop, (None, None))
        if client is not None and known == server:
            return client
        self._clients[loop] = (server, new := _connect(server))
        if client is not None:
            await client.close()  # of a server that was started again elsewhere
        return new


def _connect(server: Server) -> AsyncOpenAI:
    import httpx2
    from openai import AsyncOpenAI

    from alu.models.pools import Pools

    silence_loggers()  # their loggers are there only now
    verify = httpx2.create_ssl_context() if server.base.startswith("https") else False  # loading certificates: 30 ms

    def pool(keep: int) -> httpx2.AsyncHTTPTransport:
        limits = httpx2.Limits(max_connections=None, max_keepalive_connections=keep)
        return httpx2.AsyncHTTPTransport(verify=verify, limits=limits)

    connections = httpx2.AsyncClient(
        headers={"Accept-Encoding": "identity"},  # 15 kB can unpack to a gigabyte before its size is known
        timeout=httpx2.Timeout(None, connect=CONNECT_TIMEOUT),
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


def _stripping(server: Server) -> Callable[[httpx2.Request], Awaitable[None]]:
    """Return a hook that drops what the client adds from the environment: it belongs to OpenAI alone."""
    ours = urlsplit(server.base).hostname == "api.openai.com"
    kept = _HEADERS | {"authorization"} if server.key else _HEADERS

    async def strip(request: httpx2.Request) -> None:
        for name in [] if ours else [n for n in request.headers if n not in kept]:
            del request.headers[name]

    return strip


async def _packed(response: httpx2.Response) -> None:
    """Leave a body packed that was not asked for so: it is then no reply."""
    response.headers.pop("content-encoding", None)


async def _cap_error(response: httpx2.Response) -> None:
    """Keep only the start of an error's body; openai's client would read all of it."""
    import httpx2

    if response.is_success or not isinstance(response.stream, httpx2.AsyncByteStream):
        return
    start = await _first_bytes(response.stream, _MAX_ERROR_BYTES)
    await response.stream.aclose()
    response.stream = httpx2.ByteStream(start)


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
