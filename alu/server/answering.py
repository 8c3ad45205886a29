"""One request to the pipeline: run it, count it, log it, and send what came of it, in the words of a protocol."""

from __future__ import annotations

import asyncio
import logging
import time
from collections.abc import Callable, Coroutine
from dataclasses import dataclass
from typing import Any

from fastapi import Request
from fastapi.responses import Response

from alu.answer import Answer
from alu.errors import AluError
from alu.flow.activity import ASKER, TRACE
from alu.server.access import Client
from alu.server.admission import service_of
from alu.server.errors import ApiError, AsciiJson, as_api_error
from alu.server.reply import ChatReply
from alu.server.request import ChatRequest
from alu.server.service import Service
from alu.server.stream import Events, Stream
from alu.server.waiting import unless_gone, waited
from alu.streaming import Pieces
from alu.unlearner import Unlearner

__all__ = ["Asking", "ReplyForm", "api_error_of", "checked_reply", "deliver", "refuse_parts"]

_log = logging.getLogger("alu.server")

Asking = Callable[[Unlearner, int, float], Coroutine[Any, Any, Answer]]
"""Gets one choice: from the models and targets of a namespace, the choice's number, and the seconds left."""


@dataclass(frozen=True, slots=True)
class ReplyForm:
    """How one protocol words a reply."""

    body: Callable[[ChatReply], dict[str, Any]]
    """The whole reply, as a JSON object."""
    events: Callable[[], Events]
    """Makes what words a reply as server-sent events."""


async def deliver(
    request: Request, client: Client, asked: ChatRequest, form: ReplyForm, ask: Asking | None = None
) -> Response:
    """Answer `asked`; with `stream`, what is checked is sent in pieces: all of it, or by the sentence.

    Args:
        request: the HTTP request, whose client may leave.
        client: who sent it.
        asked: the request in the terms of chat completions, whatever its own were.
        form: how the reply is worded.
        ask: how a choice is got; from the vanilla model by default.

    Raises:
        ApiError: the request could not be answered.
    """
    service = service_of(request)
    refuse_parts(service, asked)
    begun, pieces = ChatReply.begun(asked, admin=client.is_admin), Pieces()
    ask = ask or _vanilla(asked, pieces if asked.stream and (asked.n or 1) == 1 else None)
    getting = checked_reply(service, client, asked, ask, begun)
    if not asked.stream:
        reply = await waited(getting, request.receive)
        return AsciiJson(form.body(reply), headers=reply.headers())
    work, pause = asyncio.create_task(getting), service.options.keep_alive
    done = await unless_gone(work, request.receive, patience=pause, enough=pieces.come)
    if done and not pieces.come.is_set():
        return Stream(work, pause, form.events(), begun, pieces, work.result())
    return Stream(work, pause, form.events(), begun, pieces)


def refuse_parts(service: Service, asked: ChatRequest) -> None:
    """Refuse a dialogue with a picture or the like, which no check reads, unless the settings let that in.

    Raises:
        ApiError: a part is of a kind that is not let in.
    """
    if refused := sorted(asked.unread_parts().difference(service.options.settings.server.parts)):
        message = f"a part of the kind {refused[0]} is refused, since no check reads it: [server] parts lets it in"
        raise ApiError(400, message, code="part_refused", param="messages")


async def checked_reply(
    service: Service, client: Client, asked: ChatRequest, ask: Asking, begun: ChatReply | None = None
) -> ChatReply:
    """Return the checked reply, counted and logged; it is the one that was `begun`, where one was.

    Raises:
        ApiError: the request could not be answered.
    """
    start = time.monotonic()
    begun = begun or ChatReply.begun(asked, admin=client.is_admin)
    ASKER.set(client.id)
    TRACE.set(begun.id)
    try:
        answers = await _answers(service, client, asked, ask, start)
        seconds, refusal = time.monotonic() - start, service.unlearner.refusal
        limit = service.options.settings.max_tokens
        reply = begun.ended(answers, seconds, refusal=refusal, limit=limit)
        await service.budgets.charge(client.id, client.terms, reply.usage()["total_tokens"])
    except Exception as error:
        raise _failed(service, client, error, start) from None
    service.metrics.answered(client.namespace, answers, reply.seconds, reply.overhead)
    facts = {**reply.facts(), "seconds": round(reply.seconds, 3)}
    _log.info("answered key=%s %s", client.id, " ".join(f"{k}={v}" for k, v in facts.items()))
    return reply


def _vanilla(asked: ChatRequest, pieces: Pieces | None) -> Asking:
    """Ask the vanilla model; `pieces` takes what leaves before the whole."""
    on_text = pieces.add if pieces else None
    return lambda unlearner, choice, left: unlearner.aask(
        asked.dialogue, extra=asked.for_model(choice), deadline=left, on_text=on_text
    )


async def _answers(service: Service, client: Client, asked: ChatRequest, ask: Asking, start: float) -> list[Answer]:
    """Run the pipeline once for each choice, all within the deadline, waiting for targets and in the queue included.

    What the choices disclose only together is withheld.
    """
    deadline, count = service.options.settings.deadline, asked.n or 1
    unlearner = await service.tenant_of(client)
    try:
        async with asyncio.timeout(_left(deadline, start)) as limit:
            async with service.concurrency.take(count):
                limit.reschedule(None)  # from here on the unlearner keeps the time, and fails closed
                left = _left(deadline, start)
                async with asyncio.TaskGroup() as group:
                    asking = [group.create_task(ask(unlearner, i, left)) for i in range(count)]
    except TimeoutError:
        busy = f"no place within {deadline:g} s: try again"
        raise ApiError(429, busy, code="busy", headers={"Retry-After": "5"}) from None
    answers = [task.result() for task in asking]
    # what a guard is given to check has its question elsewhere, and is also checked as one text there
    return await unlearner.atogether(asked.dialogue, answers, asked.for_model()) if asked.messages else answers


def _left(deadline: float, start: float) -> float:
    """Return the seconds until the deadline, a millisecond at least."""
    return max(0.001, deadline - (time.monotonic() - start))


def _failed(service: Service, client: Client, error: Exception, start: float) -> ApiError:
    """Count and log a fault, and return the error that this client may see: only admins see addresses and paths."""
    api_error = api_error_of(error)
    service.metrics.failed(client.namespace)
    seconds = time.monotonic() - start
    _log.warning("failed key=%s status=%d code=%s seconds=%.3f", client.id, api_error.status, api_error.code, seconds)
    return api_error.for_client(admin=client.is_admin)


def api_error_of(error: Exception) -> ApiError:
    """Return a fault as an API error; of an unexpected one only its type, since its text may hold a draft."""
    if isinstance(error, ExceptionGroup):
        return api_error_of(error.exceptions[0])
    if isinstance(error, AluError):
        return as_api_error(error)
    if isinstance(error, ApiError):
        return error
    return ApiError(500, "an unexpected fault; the answer is withheld", code=type(error).__name__)
