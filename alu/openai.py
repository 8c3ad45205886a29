"""OpenAI's client with alu in its place of the server: the same surface, in this process.

    from alu.openai import OpenAI

    with OpenAI("targets/", model="http://127.0.0.1:8000/v1") as client:
        reply = client.chat.completions.create(model="any", messages=[{"role": "user", "content": "Who was she?"}])
        print(reply.choices[0].message.content)

`chat.completions` and `responses` go through the whole flow, as in `alu serve`, streams too. Which model is asked is
set when the client is made; the name in a call is shown back. No port is opened. It needs the extra `server`.
"""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any, Unpack

import httpx2
import openai

from alu.chat import ChatModel
from alu.config import Role, Settings
from alu.errors import MissingExtra
from alu.loop import Loop
from alu.overrides import Overrides
from alu.unlearner import Unlearner

if TYPE_CHECKING:
    from alu.store.store import TargetStore

__all__ = ["AsyncOpenAI", "OpenAI"]

_OPTIONS: Any = {"api_key": "none", "base_url": "http://127.0.0.1/v1", "max_retries": 0}
"""The address is never connected to: requests end in `_InProcess`."""


class OpenAI(openai.OpenAI):
    """OpenAI's client over a store and its models; close it, or use it as a context manager.

    Args:
        store: folder, `postgresql://` address or an open `TargetStore`, the configured one by default; or an open
            `Unlearner`, which brings its models and settings and is not closed.
        model: as `Unlearner.open` takes it.
        roles: models for single roles.
        settings: instead of the configured ones.
        overrides: single settings.

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
        **overrides: Unpack[Overrides],
    ) -> None:
        self._own = not isinstance(store, Unlearner)
        self.unlearner = _opened(store, model, roles, settings, overrides)
        super().__init__(http_client=httpx2.Client(transport=_InProcess(self.unlearner)), **_OPTIONS)

    if not TYPE_CHECKING:  # the client's own would make another of this class

        def copy(self, **options):
            """Return a client with other options over the same store and models."""
            return openai.OpenAI(http_client=self._client, **_OPTIONS).copy(**options)

        with_options = copy

    def close(self) -> None:
        """Close models and store."""
        super().close()
        if self._own:
            self.unlearner.close()


class AsyncOpenAI(openai.AsyncOpenAI):
    """The same for callers with an event loop; `OpenAI` says what it takes."""

    def __init__(
        self,
        store: str | Path | TargetStore | Unlearner | None = None,
        *,
        model: str | ChatModel | None = None,
        roles: Mapping[Role, str | ChatModel] | None = None,
        settings: Settings | None = None,
        **overrides: Unpack[Overrides],
    ) -> None:
        self._own = not isinstance(store, Unlearner)
        self.unlearner = _opened(store, model, roles, settings, overrides)
        super().__init__(http_client=httpx2.AsyncClient(transport=_InProcess(self.unlearner)), **_OPTIONS)

    if not TYPE_CHECKING:  # the client's own would make another of this class

        def copy(self, **options):
            """Return a client with other options over the same store and models."""
            return openai.AsyncOpenAI(http_client=self._client, **_OPTIONS).copy(**options)

        with_options = copy

    async def close(self) -> None:
        """Close models and store."""
        await super().close()
        if self._own:
            await asyncio.to_thread(self.unlearner.close)


def _opened(
    store: str | Path | TargetStore | Unlearner | None,
    model: str | ChatModel | None,
    roles: Mapping[Role, str | ChatModel] | None,
    settings: Settings | None,
    overrides: Overrides,
) -> Unlearner:
    if isinstance(store, Unlearner):
        return store
    return Unlearner.open(store, model=model, roles=roles, settings=settings, **overrides)


class _InProcess(httpx2.BaseTransport, httpx2.AsyncBaseTransport):
    """Takes requests to the routes of `alu serve`, in an event loop of its own."""

    def __init__(self, unlearner: Unlearner) -> None:
        self._routes = httpx2.ASGITransport(_routes(unlearner), raise_app_exceptions=False)
        self._loop = Loop()

    def close(self) -> None:
        """End the loop."""
        self._loop.close()

    async def aclose(self) -> None:
        """End the loop."""
        await asyncio.to_thread(self._loop.close)

    def handle_request(self, request: httpx2.Request) -> httpx2.Response:
        """Answer a request; what is streamed is checked and finished before."""
        return self._loop.run(self._answered(request, request.read()))

    async def handle_async_request(self, request: httpx2.Request) -> httpx2.Response:
        """Answer a request from any event loop."""
        return await self._loop.arun(self._answered(request, await request.aread()))

    async def _answered(self, request: httpx2.Request, body: bytes) -> httpx2.Response:
        sent = httpx2.Request(request.method, request.url, headers=request.headers, content=body)
        try:
            async with asyncio.timeout(request.extensions.get("timeout", {}).get("read")):
                reply = await self._routes.handle_async_request(sent)
                return httpx2.Response(reply.status_code, headers=reply.headers, content=await reply.aread())
        except TimeoutError:
            raise httpx2.ReadTimeout("no answer within the client's timeout", request=request) from None


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
