"""`POST /mcp`: the tools over HTTP, with the keys and the limits of every other path.

No session is kept, so that any process of a server can answer any request. The package `mcp` takes a second to import,
so it is imported with the first request.
"""

from __future__ import annotations

import asyncio
import contextlib
from typing import TYPE_CHECKING

from starlette.requests import Request
from starlette.types import Receive, Scope, Send

from alu.server.admission import enter, service_of
from alu.server.errors import ApiError
from alu.server.service import Service

if TYPE_CHECKING:
    from mcp.server.streamable_http_manager import StreamableHTTPSessionManager

__all__ = ["McpEndpoint"]

_MISSING = "this server does not speak MCP: pip install 'alu[mcp]', and start it anew"


class McpEndpoint:
    """An ASGI application; close it with the server."""

    def __init__(self) -> None:
        self._manager: StreamableHTTPSessionManager | None = None
        self._running: asyncio.Task[None] | None = None
        self._starting = asyncio.Lock()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request of a known client.

        Raises:
            ApiError: the client is not known (401, 403), has sent too many requests (429), or `mcp` is missing (404).
            StoreError: the keys cannot be read.
        """
        request = Request(scope)
        service = service_of(request)
        await enter(request, service)
        await (await self._started(service)).handle_request(scope, receive, send)

    async def aclose(self) -> None:
        """Stop what is under way."""
        if self._running is not None:
            self._running.cancel()
            with contextlib.suppress(asyncio.CancelledError):
                await self._running

    async def _started(self, service: Service) -> StreamableHTTPSessionManager:
        async with self._starting:
            if self._manager is None:
                try:
                    manager = await asyncio.to_thread(_manager_of, service)
                except ImportError:
                    raise ApiError(404, _MISSING, code="missing_extra") from None
                ready = asyncio.Event()
                self._running = asyncio.create_task(_run(manager, ready))
                await ready.wait()
                self._manager = manager
            return self._manager


def _manager_of(service: Service) -> StreamableHTTPSessionManager:
    from mcp.server.streamable_http_manager import StreamableHTTPSessionManager

    from alu.server.mcp.connection import connected

    limit = service.options.max_body
    return StreamableHTTPSessionManager(
        connected(service), json_response=True, stateless=True, max_request_body_size=limit
    )


async def _run(manager: StreamableHTTPSessionManager, ready: asyncio.Event) -> None:
    """Keep the task group of all requests open, in one task from beginning to end, until this one is cancelled."""
    async with manager.run():
        ready.set()
        await asyncio.Event().wait()
