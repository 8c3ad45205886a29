"""OpenAI's client with alu in place of the server: the same API, in this process.

    from alu.openai import OpenAI

    with OpenAI("targets/", model="http://127.0.0.1:8000/v1") as client:
        reply = client.chat.completions.create(model="any", messages=[{"role": "user", "content": "Who was she?"}])
        print(reply.choices[0].message.content)

`chat.completions` and `responses` go through the whole flow, as in `alu serve`, including streams. The model is chosen
when the client is created; a name given in a call is only repeated in the reply. No port is opened. Requires the extra
`server`.
"""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import AsyncIterator, Iterator, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any, Unpack, cast

import httpx2
import openai

from alu.chat import ChatModel
from alu.config import Role, Settings
from alu.errors import ConfigError, MissingExtra
from alu.loop import Loop
from alu.overrides import Overrides
from alu.unlearner import Unlearner

with contextlib.suppress(ImportError):  # as in `alu.models.openai`
    import httpx  # noqa: F401

if TYPE_CHECKING:
    from alu.store.store import TargetStore

__all__ = ["AsyncOpenAI", "OpenAI"]

_OPTIONS: Any = {"api_key": "none", "base_url": "http://127.0.0.1/v1", "max_retries": 0}
"""The address is never connected to: requests end in `_InProcess`."""
_NO_OPTIONS = {
    "base_url": "name the server that is asked as the model: model='http://HOST:PORT/v1'",
    "http_client": "requests end in this process; the server that is asked is named by model",
}
"""Arguments of OpenAI's client that mean nothing here, and what to do."""


class ClientOptions(Overrides, total=False):
    """Single settings of alu, and options of OpenAI's client."""

    max_retries: int
    """Retries of the client; 0 by default, because alu retries model calls itself."""
    default_headers: Mapping[str, str] | None
    default_query: Mapping[str, object] | None
    organization: str | None
    project: str | None
    webhook_secret: str | None


class OpenAI(openai.OpenAI):
    """OpenAI's client over a store and its models. Close it, or use it as a context manager.

    Args:
        store: folder, `postgresql://` URL or an open `TargetStore`, by default the configured one; or an open
            `Unlearner`, whose models and settings are used and which is not closed.
        model: see `Unlearner.open`.
        roles: models for single roles.
        settings: used instead of the configured settings.
        overrides: single settings; and `max_retries`, `default_headers`, `default_query` and other options of
            OpenAI's client that do not concern the server. `api_key` and `timeout` apply to the models' calls.

    Raises:
        ConfigError: a setting or a model name is wrong.
        MissingExtra: the extra `server` is not installed.
        StoreError: the store cannot be opened.
    """

    def __init__(
        self,
        store: str | Path | TargetStore | Unlearner | None = None,
        *,
        model: str | ChatModel | None = None,
        roles: Mapping[Role, str | ChatModel] | None = None,
        settings: Settings | None = None,
        **overrides: Unpack[ClientOptions],
    ) -> None:
        self._own = not isinstance(store, Unlearner)
        self.unlearner, self._options = _opened(store, model, roles, settings, overrides)
        super().__init__(http_client=httpx2.Client(transport=_InProcess(self.unlearner)), **self._options)

    if not TYPE_CHECKING:  # the client's own would make another of this class

        def copy(self, **options):
            """Return a client with different options for the same store and models."""
            return openai.OpenAI(http_client=self._client, **self._options).copy(**options)

        with_options = copy

    def close(self) -> None:
        """Close models and store."""
        super().close()
        if self._own:
            self.unlearner.close()


class AsyncOpenAI(openai.AsyncOpenAI):
    """The async version; see `OpenAI` for the arguments."""

    def __init__(
        self,
        store: str | Path | TargetStore | Unlearner | None = None,
        *,
        model: str | ChatModel | None = None,
        roles: Mapping[Role, str | ChatModel] | None = None,
        settings: Settings | None = None,
        **overrides: Unpack[ClientOptions],
    ) -> None:
        self._own = not isinstance(store, Unlearner)
        self.unlearner, self._options = _opened(store, model, roles, settings, overrides)
        super().__init__(http_client=httpx2.AsyncClient(transport=_InProcess(self.unlearner)), **self._options)

    if not TYPE_CHECKING:  # the client's own would make another of this class

        def copy(self, **options):
            """Return a client with different options for the same store and models."""
            return openai.AsyncOpenAI(http_client=self._client, **self._options).copy(**options)

        with_options = copy

    async def close(self) -> None:
        """Close models and store."""
        await super().close()
        if self._own:
            await asyncio.to_thread(self.unlearner.close)


def _apart(given: ClientOptions) -> tuple[dict[str, Any], Overrides]:
    """Return the options of OpenAI's client among what its maker gave, and the settings.

    Raises:
        ConfigError: one of them means nothing here.
    """
    for name, what in _NO_OPTIONS.items():
        if name in given:
            raise ConfigError(f"{name}: {what}")
    own = ClientOptions.__annotations__.keys() - Overrides.__annotations__.keys()
    options = {name: value for name, value in given.items() if name in own}
    rest = {name: value for name, value in given.items() if name not in own}
    return {**_OPTIONS, **options}, cast("Overrides", rest)


def _opened(
    store: str | Path | TargetStore | Unlearner | None,
    model: str | ChatModel | None,
    roles: Mapping[Role, str | ChatModel] | None,
    settings: Settings | None,
    given: ClientOptions,
) -> tuple[Unlearner, dict[str, Any]]:
    """Return what answers, and the options of OpenAI's client."""
    options, own = _apart(given)
    if isinstance(store, Unlearner):
        return store, options
    return Unlearner.open(store, model=model, roles=roles, settings=settings, **own), options


class _InProcess(httpx2.BaseTransport, httpx2.AsyncBaseTransport):
    """Takes requests to the routes of `alu serve`, in an event loop of its own."""

    def __init__(self, unlearner: Unlearner) -> None:
        self._routes = _routes(unlearner)
        self._loop = Loop()

    def close(self) -> None:
        """End the loop."""
        self._loop.close()

    async def aclose(self) -> None:
        """End the loop."""
        await asyncio.to_thread(self._loop.close)

    def handle_request(self, request: httpx2.Request) -> httpx2.Response:
        """Answer a request."""
        exchange = _Exchange(self._routes, request, request.read())
        status, headers = self._loop.run(exchange.begin())
        return httpx2.Response(status, headers=headers, stream=_Body(self._loop, exchange), request=request)

    async def handle_async_request(self, request: httpx2.Request) -> httpx2.Response:
        """Answer a request from any event loop."""
        exchange = _Exchange(self._routes, request, await request.aread())
        status, headers = await self._loop.arun(exchange.begin())
        return httpx2.Response(status, headers=headers, stream=_Body(self._loop, exchange), request=request)


class _Body(httpx2.SyncByteStream, httpx2.AsyncByteStream):
    """The body of a response, as it comes."""

    def __init__(self, loop: Loop, exchange: _Exchange) -> None:
        self._loop, self._exchange = loop, exchange

    def __iter__(self) -> Iterator[bytes]:
        while part := self._loop.run(self._exchange.part()):
            yield part

    async def __aiter__(self) -> AsyncIterator[bytes]:
        while part := await self._loop.arun(self._exchange.part()):
            yield part

    def close(self) -> None:
        """End the exchange, wherever it is."""
        if not self._loop.closed:
            self._loop.run(self._exchange.end())

    async def aclose(self) -> None:
        """End the exchange, wherever it is."""
        if not self._loop.closed:
            await self._loop.arun(self._exchange.end())


class _Exchange:
    """One request to the routes and their response; its methods run in the routes' event loop."""

    def __init__(self, routes: Any, request: httpx2.Request, body: bytes) -> None:
        self._routes, self._request, self._asked = routes, request, body
        self._patience = request.extensions.get("timeout", {}).get("read")
        self._sent: asyncio.Queue[dict[str, Any]] = asyncio.Queue()
        self._running: asyncio.Task[None] | None = None

    async def begin(self) -> tuple[int, list[tuple[bytes, bytes]]]:
        """Send the request; return the response's status and headers."""
        self._running = asyncio.create_task(self._run())
        head = await self._next()
        return head.get("status", 500), head.get("headers", [])

    async def part(self) -> bytes:
        """Return what comes next of the body; nothing at its end."""
        while (message := await self._next())["type"] == "http.response.body":
            if body := message.get("body"):
                return bytes(body)
            if not message.get("more_body"):
                break
        return b""

    async def end(self) -> None:
        """Stop the work on the request, if it is not done."""
        if self._running is not None:
            self._running.cancel()

    async def _next(self) -> dict[str, Any]:
        try:
            async with asyncio.timeout(self._patience):
                return await self._sent.get()
        except TimeoutError:
            await self.end()
        raise httpx2.ReadTimeout("no answer within the client's timeout", request=self._request)

    async def _run(self) -> None:
        asked = [{"type": "http.request", "body": self._asked, "more_body": False}]

        async def receive() -> dict[str, Any]:
            while not asked:
                await asyncio.Event().wait()  # until it is cancelled: nobody hangs up
            return asked.pop()

        url = self._request.url
        scope = {
            "type": "http",
            "method": self._request.method,
            "headers": [(name.lower(), value) for name, value in self._request.headers.raw],
            "path": url.path,
            "raw_path": url.raw_path.split(b"?")[0],
            "query_string": url.query,
        }
        try:
            with contextlib.suppress(Exception):  # the routes have answered it, as far as they could
                await self._routes(scope, receive, self._sent.put)
        finally:
            await self._sent.put({"type": "end"})


def _routes(unlearner: Unlearner) -> Any:
    """Return the routes of OpenAI's protocol, for a caller who holds store and models and may do everything."""
    try:
        from fastapi import FastAPI

        from alu.server import chat, health
        from alu.server.access import Client
        from alu.server.errors import install
        from alu.server.options import Options
        from alu.server.protocols import refused, responses
        from alu.server.service import Service
    except ImportError:
        raise MissingExtra("alu.openai needs fastapi and prometheus-client: pip install 'alu[server]'") from None

    app: Any = FastAPI(openapi_url=None)
    for part in (chat, responses, refused, health):
        app.include_router(part.router)
    install(app)
    app.state.service = Service(Options(unlearner.settings), unlearner)

    client = Client("local", "local", "admin", unlearner.settings.namespace)

    async def admitted(scope: Any, receive: Any, send: Any) -> None:
        scope.setdefault("state", {})["client"] = client
        await app(scope, receive, send)

    return admitted
