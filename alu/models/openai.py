"""OpenAI-compatible servers, over HTTP.

Requests go through httpx2, which is imported with the first call. The openai client would take twice the CPU of a
call and half a second to import, send headers that nobody asked for, and read an error of any size.

No error that leaves this file has a text of the dialogue, of a reply or of a server in it, nor the client's
exception as its cause or context: both may hold the prompt or the key.
"""

from __future__ import annotations

import asyncio
import json
import os
import time
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from contextlib import aclosing, asynccontextmanager
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

__all__ = ["OpenAIModel", "Server"]

_CONNECT_TIMEOUT = 10.0
"""Seconds to connect, each try. The reply itself may take all that is left."""

_MAX_ERROR_BYTES = 64 * 2**10

OPENAI_HOST = "api.openai.com"
_BILLED = {"OpenAI-Organization": "OPENAI_ORG_ID", "OpenAI-Project": "OPENAI_PROJECT_ID"}
"""Headers that say who pays, and the variables that OpenAI's documentation names for them: for its server alone."""

_LOOPBACK = {"localhost", "127.0.0.1", "::1"}


@dataclass(frozen=True, slots=True)
class Server:
    """Where an OpenAI-compatible server is."""

    base: str
    key: SecretStr | None
    model: str | None
    """None: the first model that the server lists."""


class OpenAIModel(RemoteModel):
    """An OpenAI-compatible server.

    Args:
        name: shown in messages and answers.
        server: where it is, or what finds (and may start) it before each request.
        timeout: seconds for each call, retries included, where the call itself sets none.
    """

    def __init__(self, name: str, server: Server | Callable[[], Awaitable[Server]], timeout: float) -> None:
        super().__init__(name, timeout)
        self._server = server
        self._served: str | None = None
        self._clients: WeakKeyDictionary[asyncio.AbstractEventLoop, tuple[Server, httpx2.AsyncClient]] = (
            WeakKeyDictionary()
        )

    def _load(self) -> None:
        import httpx2  # noqa: F401

    async def aclose(self) -> None:
        """Close this event loop's connections."""
        _, client = self._clients.pop(asyncio.get_running_loop(), (None, None))
        if client is not None:
            await client.aclose()

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
        """Return the JSON that is answered."""
        server, client = await self._client()
        return await self._json(server, client, "POST", *await self._addressed(server, client, body))

    async def _addressed(
        self, server: Server, client: httpx2.AsyncClient, body: dict[str, Any]
    ) -> tuple[str, dict[str, Any]]:
        """Return the path for `body`, and `body` with the model's name."""
        model = server.model or self._served
        if model is None:
            model = self._served = served_model(await self._json(server, client, "GET", "/models"))
        return "/completions" if "prompt" in body else "/chat/completions", {"model": model, **body}

    async def _streamed(
        self, on_text: Callable[[str], None], body: dict[str, Any], request: Request, _deadline: float
    ) -> Completion:
        """Ask for a stream and return its reply; once a piece was handed on, no error of it is tried again."""
        server, client = await self._client()
        asked = {**body, "stream": True, "stream_options": {"include_usage": True}}
        path, asked = await self._addressed(server, client, asked)
        chunks, handed = Chunks(), False
        try:
            async with _answering(client, "POST", path, asked) as response:
                if not response.headers.get("content-type", "").startswith("text/event-stream"):
                    return completion_of(json.loads(await _body(response)), request.messages)
                async with aclosing(data_of(response.aiter_raw())) as events:
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

    async def _json(
        self, server: Server, client: httpx2.AsyncClient, method: str, path: str, body: dict[str, Any] | None = None
    ) -> object:
        """Return the JSON that is answered, read up to a size."""
        try:
            async with _answering(client, method, path, body) as response:
                return json.loads(await _body(response))
        except AluError:
            raise
        except Exception as error:
            fault = fault_of(error, self.name, keyed=server.key is not None)
        raise fault

    async def _client(self) -> tuple[Server, httpx2.AsyncClient]:
        """Return the server and this event loop's client of it: connections cannot be shared between loops."""
        server = self._server if isinstance(self._server, Server) else await self._server()
        loop = asyncio.get_running_loop()
        known, client = self._clients.get(loop, (None, None))
        if client is not None and known == server:
            return server, client
        self._clients[loop] = (server, new := _connect(server))
        if client is not None:
            await client.aclose()  # of a server that was started again elsewhere
        return server, new


class _NoSuccess(Exception):
    """An answer with a status that is no success, as `fault_of` reads it."""

    def __init__(self, response: httpx2.Response, start: bytes) -> None:
        super().__init__(response.status_code)
        self.status_code = response.status_code
        self.response = response
        self.body = _said(start)


def _connect(server: Server) -> httpx2.AsyncClient:
    import httpx2

    from alu.models.pools import Pools

    silence_loggers()  # httpx2's loggers are there only now
    verify = httpx2.create_ssl_context() if server.base.startswith("https") else False  # loading certificates: 30 ms

    def pool(keep: int) -> httpx2.AsyncHTTPTransport:
        limits = httpx2.Limits(max_connections=None, max_keepalive_connections=keep)
        return httpx2.AsyncHTTPTransport(verify=verify, limits=limits)

    return httpx2.AsyncClient(
        base_url=server.base,
        headers={
            "Accept": "application/json",
            "Accept-Encoding": "identity",  # 15 kB can unpack to a gigabyte before its size is known
            "User-Agent": "alu",
            **dict(_identity(server)),
        },
        timeout=httpx2.Timeout(None, connect=_CONNECT_TIMEOUT),
        follow_redirects=False,  # a redirect would carry the prompt to another host
        trust_env=urlsplit(server.base).hostname not in _LOOPBACK,  # no proxy to ourselves
        verify=verify,
        mounts={"all://": Pools(pool)},  # a proxy of the environment comes before it
    )


def _identity(server: Server) -> Iterator[tuple[str, str]]:
    """Yield the headers that identify the account."""
    if server.key:
        yield "Authorization", f"Bearer {server.key.get_secret_value()}"
    if urlsplit(server.base).hostname == OPENAI_HOST:
        for header, variable in _BILLED.items():
            if value := os.environ.get(variable):
                yield header, value


@asynccontextmanager
async def _answering(
    client: httpx2.AsyncClient, method: str, path: str, body: dict[str, Any] | None
) -> AsyncIterator[httpx2.Response]:
    """Send a request, and give its answer with the body not yet read; of an error only the start is."""
    async with client.stream(method, path, json=body) as response:
        if not response.is_success:
            raise _NoSuccess(response, await _first_bytes(response, _MAX_ERROR_BYTES))
        yield response


async def _body(response: httpx2.Response) -> bytes:
    body = await _first_bytes(response, MAX_REPLY_BYTES + 1)
    if len(body) > MAX_REPLY_BYTES:
        raise BadReply(f"the model's server answered with more than {MAX_REPLY_BYTES // 2**20} MiB; it was not read")
    return body


async def _first_bytes(response: httpx2.Response, limit: int) -> bytes:
    """Return the start of the body as it was sent: one that is packed was not asked for and is no reply."""
    start = bytearray()
    async with aclosing(response.aiter_raw()) as chunks:
        async for chunk in chunks:
            start += chunk
            if len(start) >= limit:
                break
    return bytes(start[:limit])


def _said(body: bytes) -> object:
    """Return what an error's body says, as JSON where it is some."""
    try:
        said: object = json.loads(body)
    except ValueError:  # which an error of decoding is, too
        said = body.decode(errors="replace")
    return said
