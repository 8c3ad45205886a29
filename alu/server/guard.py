"""`POST /v1/guard`: checks an answer that another model wrote."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from fastapi import APIRouter, Request
from fastapi.responses import Response
from pydantic import BaseModel, ConfigDict, Field

from alu.server.access import Client
from alu.server.admission import AnyClient, service_of
from alu.server.answering import Asking, checked_reply, refuse_parts
from alu.server.errors import AsciiJson, responses
from alu.server.reply import ChatReply
from alu.server.request import ChatMessage, ChatRequest, ResponseFormat
from alu.server.service import Service
from alu.server.waiting import waited

__all__ = ["GuardRequest", "guard_body", "guarded", "router"]

router = APIRouter()
"""`POST /v1/guard`."""


class GuardRequest(BaseModel):
    """An answer, and the dialogue that it answers. A field that is not known is refused: it would not be checked."""

    model_config = ConfigDict(extra="forbid", frozen=True, hide_input_in_errors=True)

    messages: Annotated[list[ChatMessage], Field(max_length=10_000, repr=False)] = []
    """Without them what a bare «yes» or «1931» says cannot be seen."""
    text: str | None = Field(repr=False)
    """Null is what a model's reply with tool calls alone has for its content."""
    tool_calls: Annotated[list[dict[str, Any]], Field(max_length=1_000, repr=False)] = []
    context: Annotated[list[str], Field(max_length=1_000, repr=False)] = []
    response_format: ResponseFormat | None = None
    """As the model was asked: its schema says what a «true» states, and what takes the answer's place has its form."""

    def as_chat(self) -> ChatRequest:
        """Return the request that the answer is taken to reply to."""
        asked = self.messages or [ChatMessage(role="user", content="")]
        return ChatRequest.model_validate({"messages": asked, "response_format": self.response_format})

    def checking(self) -> Asking:
        """Return what checks the answer."""
        dialogue = [m.as_message() for m in self.messages]
        extra = {"response_format": self.response_format.model_dump()} if self.response_format else {}
        return lambda unlearner, _, left: unlearner.acheck(
            dialogue, self.text or "", tool_calls=self.tool_calls, context=self.context, extra=extra, deadline=left
        )


class GuardReply(BaseModel):
    """What may leave."""

    id: str
    object: Literal["guard"]
    created: int
    action: Literal["passed", "changed"]
    """`passed`: text and tool calls are as they were given, byte for byte."""
    text: str | None
    """None where JSON was wanted and nothing in its place has the form; then `refusal` says so."""
    refusal: str | None
    tool_calls: list[dict[str, Any]]
    alu: dict[str, Any] | None = None
    """The path of the answer; for an admin key only."""


_OK: dict[int | str, dict[str, Any]] = {200: {"model": GuardReply}}


@router.post("/v1/guard", responses=_OK | responses(400, 401, 403, 408, 413, 429, 500, 503))
async def guard(request: Request, given: GuardRequest, client: AnyClient) -> Response:
    """Check an answer of another model: the whole flow without the vanilla call."""
    reply = await waited(guarded(service_of(request), client, given), request.receive)
    return AsciiJson(guard_body(reply, given), headers=reply.headers())


async def guarded(service: Service, client: Client, given: GuardRequest) -> ChatReply:
    """Return the checked reply in the place of an answer that was given.

    Raises:
        ApiError: it could not be checked.
    """
    asked = given.as_chat()
    refuse_parts(service, asked)  # a bare «1931» could answer what a picture asks
    return await checked_reply(service, client, asked, given.checking())


def guard_body(reply: ChatReply, given: GuardRequest) -> dict[str, Any]:
    """Return the reply to `given` as a JSON object of `GuardReply`."""
    message, calls = reply.message(0), [dict(call) for call in reply.answers[0].tool_calls]
    passed = reply.answers[0].text == (given.text or "") and calls == given.tool_calls
    return {
        "id": f"guard-{reply.id}",
        "object": "guard",
        "created": reply.created,
        "action": "passed" if passed else "changed",
        "text": given.text if passed else message["content"],
        "refusal": None if passed else message["refusal"],
        "tool_calls": calls,
        **reply.explained(),
    }
