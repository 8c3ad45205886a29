"""`POST /v1/chat/completions`: asks, checks, and only then answers."""

from __future__ import annotations

import asyncio
import logging
import time
from typing import Any

from fastapi import APIRouter, Request
from fastapi.responses import Response

from alu.answer import Answer
from alu.errors import AluError
from alu.server.access import Client
from alu.server.admission import AnyClient, service_of
from alu.server.errors import ApiError, AsciiJson, as_api_error, responses
from alu.server.reply import ChatReply
from alu.server.request import ChatRequest
from alu.server.schema import ChatCompletion
from alu.server.service import Service
from alu.server.stream import MEDIA_TYPE, Stream
from alu.server.waiting import unless_gone

__all__ = ["router"]

router = APIRouter()
"""`POST /v1/chat/completions`."""
_log = logging.getLogger("alu.server")

_OK: dict[int | str, dict[str, Any]] = {
    200: {"model": ChatCompletion, "content": {MEDIA_TYPE: {"schema": {"type": "string"}}}, "description": "The answer"}
}


@router.post("/v1/chat/completions", responses=_OK | responses(400, 401, 403, 408, 413, 429, 500, 502, 503, 504))
async def complete(request: Request, asked: ChatRequest, client: AnyClient) -> Response:
    """Answer a dialogue. With `stream`, the finished and checked answer is sent in pieces."""
    service = service_of(request)
    if refused := sorted(asked.unread_parts().difference(service.options.settings.server.parts)):
        message = f"a part of the kind {refused[0]} is refused, since no check reads it: [server] parts lets it in"
        raise ApiError(400, message, code="part_refused", param="messages")
    work = asyncio.create_task(_reply(service, client, asked))
    if not asked.stream:
        await unless_gone(work, request.receive)
        reply = work.result()
        return AsciiJson(reply.body(), headers=reply.headers())
    done = await unless_gone(work, request.receive, patience=service.options.keep_alive)
    return Stream(work, service.options.keep_alive, work.result() if done else None)


async def _reply(service: Service, client: Client, asked: ChatRequest) -> ChatReply:
    """Return the checked reply, counted and logged.

    Raises:
        ApiError: the request could not be answered.
    """
    start = time.monotonic()
    try:
        answers = await _answers(service, client, asked, start)
        seconds, refusal = time.monotonic() - start, service.unlearner.refusal
        limit = service.options.settings.max_tokens
        reply = ChatReply.of(asked, answers, seconds, admin=client.is_admin, refusal=refusal, limit=limit)
    except Exception as error:
        raise _failed(service, client, error, start) from None
    service.metrics.answered(client.namespace, answers, reply.seconds, reply.overhead)
    facts = {**reply.facts(), "seconds": round(reply.seconds, 3)}
    _log.info("answered key=%s %s", client.id, " ".join(f"{k}={v}" for k, v in facts.items()))
    return reply


async def _answers(service: Service, client: Client, asked: ChatRequest, start: float) -> list[Answer]:
    """Run the pipeline once for each choice, all within the deadline, waiting for targets and in the queue included."""
    deadline = service.options.settings.deadline
    count = asked.n or 1
    unlearner = await service.tenant(client.namespace)
    try:
        async with asyncio.timeout(_left(deadline, start)) as limit:
            async with service.concurrency.take(count):
                limit.reschedule(None)  # from here on the unlearner keeps the time, and fails closed
                left = _left(deadline, start)
                async with asyncio.TaskGroup() as group:
                    asking = [
                        group.create_task(unlearner.aask(asked.dialogue, extra=asked.for_model(i), deadline=left))
                        for i in range(count)
                    ]
    except TimeoutError:
        busy = f"no place within {deadline:g} s: try again"
        raise ApiError(429, busy, code="busy", headers={"Retry-After": "5"}) from None
    answers = [task.result() for task in asking]
    return await unlearner.atogether(asked.dialogue, answers, asked.for_model())


def _left(deadline: float, start: float) -> float:
    """Return the seconds until the deadline, a millisecond at least."""
    return max(0.001, deadline - (time.monotonic() - start))


def _failed(service: Service, client: Client, error: Exception, start: float) -> ApiError:
    """Count and log a fault, and return the error that this client may see: only admins see addresses and paths."""
    api_error = _api_error_of(error)
    service.metrics.failed(client.namespace)
    seconds = time.monotonic() - start
    _log.warning("failed key=%s status=%d code=%s seconds=%.3f", client.id, api_error.status, api_error.code, seconds)
    return api_error.for_client(admin=client.is_admin)


def _api_error_of(error: Exception) -> ApiError:
    """Return a fault as an API error; of an unexpected one only its type, since its text may hold a draft."""
    if isinstance(error, ExceptionGroup):
        return _api_error_of(error.exceptions[0])
    if isinstance(error, AluError):
        return as_api_error(error)
    if isinstance(error, ApiError):
        return error
    return ApiError(500, "an unexpected fault; the answer is withheld", code=type(error).__name__)
