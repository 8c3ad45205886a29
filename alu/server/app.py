"""The application: routes, limits and errors put together. An ASGI server runs what `create_app` returns."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

from fastapi import FastAPI
from fastapi.openapi.utils import get_openapi
from fastapi.responses import FileResponse
from fastapi.staticfiles import StaticFiles
from starlette.requests import ClientDisconnect, Request
from starlette.routing import Route
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from alu import __version__
from alu.errors import where
from alu.flow.spans import send_kept, under
from alu.server import activity, chat, guard, guardrail, health, history, receipt, targets
from alu.server.admission import admin_only, enter
from alu.server.errors import ApiError, install, response_of
from alu.server.limits import Bodies, BodyBudget
from alu.server.mcp.endpoint import McpEndpoint
from alu.server.options import Options
from alu.server.protocols import messages, refused, responses
from alu.server.service import Service
from alu.unlearner import Unlearner

__all__ = ["create_app"]

_log = logging.getLogger("alu.server")

_CONSOLE = Path(__file__).parent / "console"

_HEADERS = [
    (b"x-content-type-options", b"nosniff"),
    (b"referrer-policy", b"no-referrer"),
    (
        b"content-security-policy",
        b"default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; img-src 'self' data:; "
        b"form-action 'none'; base-uri 'none'; frame-ancestors 'none'",
    ),
]


_PRIVATE = (b"cache-control", b"no-store")
_NO_TELEMETRY: Any = {"tracing": False, "metrics": False, "logs": False}
"""FastAPI's own would send each address with its query, as clients wrote it, and the words of unexpected faults."""


def _is_public(path: str) -> bool:
    """Tell whether what is at `path` is the same for everybody: the console's files."""
    return path == "/" or path.startswith("/console/")


def create_app(options: Options, unlearner: Unlearner | None = None) -> ASGIApp:
    """Return the application, for uvicorn or any other ASGI server.

    Args:
        options: how the server runs.
        unlearner: models and store; opened from the settings when the server starts, by default. It is closed
            when the server stops.
    """
    mcp = McpEndpoint()

    @asynccontextmanager
    async def lifespan(app: FastAPI) -> AsyncIterator[None]:
        service = await Service.open(options, unlearner)
        app.state.service = service
        try:
            yield
        finally:
            await mcp.aclose()
            await service.aclose()
            if options.settings.otel:
                await asyncio.to_thread(send_kept)

    app = FastAPI(
        title="alu", version=__version__, lifespan=lifespan, docs_url=None, redoc_url=None, telemetry=_NO_TELEMETRY
    )
    for part in (chat, responses, messages, guard, guardrail, refused, history, targets, receipt, activity, health):
        app.include_router(part.router)
    app.mount("/console", StaticFiles(directory=_CONSOLE))
    app.add_route("/", lambda request: FileResponse(_CONSOLE / "index.html"), include_in_schema=False)
    app.routes.append(Route("/mcp", mcp, methods=["POST"], include_in_schema=False))
    install(app)
    app.openapi = lambda: _document(app)  # type: ignore[method-assign]
    limits = {"": options.max_body, targets.IMPORT: options.max_import}
    budget = BodyBudget(options.max_held)

    async def admit(request: Request) -> None:
        client = await enter(request, app.state.service)
        if request.scope["path"] == targets.IMPORT:
            admin_only(client)

    guarded = Guard(Bodies(app, admit, limits, options.body_seconds, budget))
    return Traced(guarded) if options.settings.otel else guarded


class Traced:
    """Takes up the trace that a request belongs to, so that its spans are under its caller's."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Run one request."""
        with under({k.decode("latin-1"): v.decode("latin-1") for k, v in scope.get("headers", ())}):
            await self._app(scope, receive, send)


class Guard:
    """The outermost layer: no exception leaves it, whose text might be logged, and every reply has its headers."""

    def __init__(self, app: Any) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Run one request."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        started = False

        async def watched(message: Message) -> None:
            nonlocal started
            if message["type"] == "http.response.start":
                started = True
                headers = _HEADERS if _is_public(scope["path"]) else [*_HEADERS, _PRIVATE]
                message = {**message, "headers": [*message.get("headers", ()), *headers]}
            await send(message)

        try:
            await self._app(scope, receive, watched)
        except ClientDisconnect:
            _log.info("the client has gone; its request was cancelled")
        except Exception as error:
            _log.error("unexpected fault\n%s", where(error))
            if not started:
                fault = ApiError(500, "an unexpected fault", code=type(error).__name__)
                await response_of(fault)(scope, receive, watched)


def _document(app: FastAPI) -> dict[str, Any]:
    """Return the OpenAPI document, without the 422 that is a 400 here."""
    if not app.openapi_schema:
        document = get_openapi(title=app.title, version=app.version, routes=app.routes)
        for path in document["paths"].values():
            for operation in path.values():
                if "HTTPValidationError" in str(operation["responses"].get("422")):
                    del operation["responses"]["422"]
        app.openapi_schema = document
    return app.openapi_schema
