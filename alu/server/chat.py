"""`POST /v1/chat/completions`: asks, checks, and only then answers."""

from __future__ import annotations

from typing import Any

from fastapi import APIRouter, Request
from fastapi.responses import Response

from alu.server.admission import AnyClient
from alu.server.answering import ReplyForm, deliver
from alu.server.errors import responses
from alu.server.reply import ChatReply
from alu.server.request import ChatRequest
from alu.server.schema import ChatCompletion
from alu.server.stream import MEDIA_TYPE, ChatEvents

__all__ = ["router"]

router = APIRouter()
"""`POST /v1/chat/completions`."""

_OK: dict[int | str, dict[str, Any]] = {
    200: {"model": ChatCompletion, "content": {MEDIA_TYPE: {"schema": {"type": "object"}}}, "description": "The answer"}
}
_FORM = ReplyForm(ChatReply.body, ChatEvents)


@router.post("/v1/chat/completions", responses=_OK | responses(400, 401, 403, 408, 413, 429, 500, 502, 503, 504))
async def complete(request: Request, asked: ChatRequest, client: AnyClient) -> Response:
    """Answer a dialogue. With `stream`, the checked answer is sent in chunks."""
    return await deliver(request, client, asked, _FORM)
