"""Anthropic's `POST /v1/messages`."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Annotated, Any, Literal

from fastapi import APIRouter, Request
from fastapi.responses import Response
from pydantic import BaseModel, ConfigDict, Field, PrivateAttr, model_validator

from alu.server.admission import AnyClient
from alu.server.answering import ReplyForm, deliver
from alu.server.errors import ANTHROPIC
from alu.server.protocols.messages_reply import MessageEvents, body
from alu.server.protocols.turns import Turns, chat_request, given, joined, list_of
from alu.server.request import ChatRequest
from alu.server.stream import MEDIA_TYPE

__all__ = ["router"]

router = APIRouter()
"""`POST /v1/messages`."""

_CHOICES = {"auto": "auto", "any": "required", "none": "none"}


class MessagesRequest(BaseModel):
    """The body of `POST /v1/messages`; parameters of the model that are not listed are passed on."""

    model_config = ConfigDict(extra="allow", frozen=True, hide_input_in_errors=True)

    messages: Annotated[list[dict[str, Any]], Field(min_length=1, max_length=10_000, repr=False)]
    max_tokens: int = Field(ge=1)
    model: str = Field("alu", max_length=500, description="any name; the reply repeats it")
    system: str | list[dict[str, Any]] | None = Field(None, repr=False)
    stream: bool | None = False
    temperature: float | None = Field(None, ge=0, le=1)
    stop_sequences: list[str] | None = None
    tools: Annotated[list[dict[str, Any]], Field(max_length=1_000, repr=False)] = []
    tool_choice: dict[str, Any] | None = None
    metadata: dict[str, Any] | None = None

    _chat: ChatRequest = PrivateAttr()

    @model_validator(mode="after")
    def _is_a_chat(self) -> MessagesRequest:
        choice = self.tool_choice or {}
        alone = choice.get("disable_parallel_tool_use")
        self._chat = chat_request(
            {
                **(self.model_extra or {}),
                **given(
                    messages=self._dialogue(),
                    model=self.model,
                    n=1,
                    stream=self.stream,
                    max_tokens=self.max_tokens,
                    temperature=self.temperature,
                    stop=self.stop_sequences,
                    tools=[_tool(t) for t in self.tools] or None,
                    tool_choice=_choice(choice) if choice else None,
                    parallel_tool_calls=None if alone is None else not alone,
                    user=(self.metadata or {}).get("user_id"),
                ),
            }
        )
        return self

    @property
    def chat(self) -> ChatRequest:
        """The request in the terms of chat completions."""
        return self._chat

    def _dialogue(self) -> list[dict[str, Any]]:
        turns = Turns()
        if self.system:
            turns.say("system", _content(self.system, "system"))
        for message in self.messages:
            _add(turns, message)
        return turns.messages


class MessageObject(BaseModel):
    """A reply; `content` holds text and calls of tools."""

    id: str
    type: Literal["message"]
    role: Literal["assistant"]
    model: str
    content: list[dict[str, Any]]
    stop_reason: str
    stop_sequence: str | None
    usage: dict[str, Any]


class MessagesError(BaseModel):
    """Anthropic's error object."""

    type: Literal["error"]
    error: dict[str, Any]


_OK: dict[int | str, dict[str, Any]] = {
    200: {"model": MessageObject, "content": {MEDIA_TYPE: {"schema": {"type": "object"}}}, "description": "The answer"}
}
_FAULTS: dict[int | str, dict[str, Any]] = {
    status: {"model": MessagesError} for status in (400, 401, 403, 408, 413, 429, 500, 502, 503, 504)
}
_FORM = ReplyForm(body, MessageEvents)


@router.post(ANTHROPIC, responses=_OK | _FAULTS)
async def message(request: Request, asked: MessagesRequest, client: AnyClient) -> Response:
    """Answer a dialogue in Anthropic's Messages API; with `stream`, the checked answer is sent in chunks."""
    return await deliver(request, client, asked.chat, _FORM)


def _add(turns: Turns, message: Mapping[str, Any]) -> None:
    """Add one turn: results of tools become turns of their own, before what the user says with them.

    Raises:
        ValueError: a block cannot be used.
    """
    role, content = str(message.get("role")), message.get("content")
    if role not in ("user", "assistant"):
        raise ValueError("messages: a role is user or assistant")
    if isinstance(content, str):
        turns.say(role, content)
        return
    blocks = list_of(content, "messages: content")
    for block in blocks:
        if block.get("type") == "tool_result":
            turns.result(block.get("tool_use_id"), _content(block.get("content"), "tool"))
    own = [b for b in blocks if b.get("type") not in ("tool_result", "tool_use")]
    if said := _content(own, role):
        turns.say(role, said)
    for block in blocks:
        if block.get("type") == "tool_use":
            made = {"name": block.get("name"), "arguments": json.dumps(block.get("input") or {})}
            turns.call({"id": block.get("id"), "type": "function", "function": made})


def _content(content: Any, role: str) -> Any:
    """Return blocks as the content of a turn in chat completions."""
    if isinstance(content, str) or content is None:
        return content or ""
    parts = [part for block in list_of(content, "messages: content") if (part := _part(block))]
    return joined(parts, "" if role == "assistant" else "\n")


def _part(block: Mapping[str, Any]) -> dict[str, Any] | None:
    """Return a block as a part of a message; None for thoughts, which are not passed on."""
    kind = block.get("type")
    source = block.get("source")
    source = source if isinstance(source, Mapping) else {}
    if kind == "text" and isinstance(block.get("text"), str):
        return {"type": "text", "text": block["text"]}
    if kind in ("thinking", "redacted_thinking"):
        return None
    if kind == "image" and source.get("type") == "base64":
        return _picture(f"data:{source.get('media_type')};base64,{source.get('data')}")
    if kind == "image" and source.get("type") == "url":
        return _picture(str(source.get("url")))
    if kind == "document" and source.get("type") == "text":
        return {"type": "text", "text": str(source.get("data"))}
    raise ValueError("messages: a block is neither text, a picture, a plain document nor a tool's call or result")


def _picture(url: str) -> dict[str, Any]:
    return {"type": "image_url", "image_url": {"url": url}}


def _tool(tool: Mapping[str, Any]) -> dict[str, Any]:
    if tool.get("type") not in (None, "custom"):
        raise ValueError("tools: only tools with an input_schema are supported, which you run yourself")
    made = given(name=tool.get("name"), description=tool.get("description"), parameters=tool.get("input_schema"))
    return {"type": "function", "function": made}


def _choice(choice: Mapping[str, Any]) -> Any:
    kind = choice.get("type")
    if kind == "tool":
        return {"type": "function", "function": {"name": choice.get("name")}}
    if not isinstance(kind, str) or kind not in _CHOICES:
        raise ValueError("tool_choice: only auto, any, none, or a tool by its name")
    return _CHOICES[kind]
