"""OpenAI's `POST /v1/responses`, without a memory: each request brings its whole dialogue."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, Any, Literal

from fastapi import APIRouter, Request
from fastapi.responses import Response
from pydantic import BaseModel, ConfigDict, Field, PrivateAttr, model_validator

from alu.server.admission import AnyClient
from alu.server.answering import ReplyForm, deliver
from alu.server.errors import responses
from alu.server.protocols.responses_reply import Echo, ResponseEvents, body
from alu.server.protocols.turns import Turns, chat_request, given, joined, list_of
from alu.server.request import ChatRequest
from alu.server.stream import MEDIA_TYPE

__all__ = ["router"]

router = APIRouter()
"""`POST /v1/responses`."""

_STATELESS = "this server keeps no dialogue: send all of it as `input`"
_REFUSED = {
    "previous_response_id": _STATELESS,
    "conversation": _STATELESS,
    "prompt": "this server has no stored prompts: send the text as `instructions`",
    "background": "nothing runs in the background here: wait for the answer, or stream it",
    "top_logprobs": "log probabilities are not supported: they show what the model did not say",
    "max_tool_calls": "no tool runs here: answer the calls of your own tools",
}
_CALLS = {"function_call": ("function", "arguments"), "custom_tool_call": ("custom", "input")}
"""How a call of a tool is named in chat completions, and where its words are in both."""


class ResponsesRequest(BaseModel):
    """The body of `POST /v1/responses`; parameters of the model that are not listed are passed on."""

    model_config = ConfigDict(extra="allow", frozen=True, hide_input_in_errors=True)

    input: str | list[dict[str, Any]] = Field(repr=False)
    instructions: str | None = Field(None, repr=False)
    model: str = Field("alu", max_length=500, description="any name; the reply repeats it")
    stream: bool | None = False
    max_output_tokens: int | None = Field(None, ge=1)
    temperature: float | None = Field(None, ge=0, le=2)
    tools: Annotated[list[dict[str, Any]], Field(max_length=1_000, repr=False)] = []
    tool_choice: str | dict[str, Any] | None = None
    text: dict[str, Any] | None = Field(None, repr=False)
    reasoning: dict[str, Any] | None = None
    include: list[str] | None = None

    _chat: ChatRequest = PrivateAttr()

    @model_validator(mode="after")
    def _is_a_chat(self) -> ResponsesRequest:
        for name, value in (self.model_extra or {}).items():
            if name in _REFUSED and value not in (None, False, 0):
                raise ValueError(f"{name}: {_REFUSED[name]}")
        if any("logprobs" in wanted for wanted in self.include or ()):
            raise ValueError(f"include: {_REFUSED['top_logprobs']}")
        self._chat = chat_request(
            {
                **(self.model_extra or {}),
                **given(
                    messages=self._messages(),
                    model=self.model,
                    n=1,
                    stream=self.stream,
                    max_completion_tokens=self.max_output_tokens,
                    temperature=self.temperature,
                    tools=[_tool(t) for t in self.tools] or None,
                    tool_choice=_choice(self.tool_choice),
                    response_format=_format((self.text or {}).get("format")),
                    verbosity=(self.text or {}).get("verbosity"),
                    reasoning_effort=(self.reasoning or {}).get("effort"),
                ),
            }
        )
        return self

    @property
    def chat(self) -> ChatRequest:
        """The request in the terms of chat completions."""
        return self._chat

    def echo(self) -> Echo:
        """Return what the reply repeats."""
        extra = self.model_extra or {}
        return Echo(
            {
                "instructions": self.instructions,
                "max_output_tokens": self.max_output_tokens,
                "temperature": self.temperature,
                "tools": self.tools,
                "tool_choice": self.tool_choice or "auto",
                "text": self.text or {"format": {"type": "text"}},
                "reasoning": self.reasoning or {"effort": None, "summary": None},
                "metadata": extra.get("metadata") or {},
                "parallel_tool_calls": extra.get("parallel_tool_calls") is not False,
                "top_p": extra.get("top_p"),
                "truncation": extra.get("truncation") or "disabled",
                "user": extra.get("user"),
            }
        )

    def _messages(self) -> list[dict[str, Any]]:
        turns = Turns()
        if self.instructions:
            turns.say("system", self.instructions)
        if isinstance(self.input, str):
            turns.say("user", self.input)
        for item in self.input if isinstance(self.input, list) else ():
            _add(turns, item)
        return turns.messages


class ResponseObject(BaseModel):
    """A reply; `output` holds messages and calls of tools."""

    id: str
    object: Literal["response"]
    created_at: int
    status: Literal["completed", "incomplete"]
    model: str
    output: list[dict[str, Any]]
    usage: dict[str, Any]


_OK: dict[int | str, dict[str, Any]] = {
    200: {"model": ResponseObject, "content": {MEDIA_TYPE: {"schema": {"type": "object"}}}, "description": "The answer"}
}


@router.post("/v1/responses", responses=_OK | responses(400, 401, 403, 408, 413, 429, 500, 502, 503, 504))
async def respond(request: Request, asked: ResponsesRequest, client: AnyClient) -> Response:
    """Answer a dialogue in OpenAI's Responses API, stateless; with `stream`, the checked answer is sent in chunks."""
    echo = asked.echo()
    form = ReplyForm(lambda reply: body(reply, echo), lambda: ResponseEvents(echo))
    return await deliver(request, client, asked.chat, form)


def _add(turns: Turns, item: Mapping[str, Any]) -> None:
    """Add one item of the input to the dialogue.

    Raises:
        ValueError: items of this type cannot be used.
    """
    kind = item.get("type") or ("message" if "role" in item else None)
    if kind == "message":
        turns.say(str(item.get("role")), _content(item.get("content"), str(item.get("role"))))
    elif isinstance(kind, str) and kind in _CALLS:
        name, words = _CALLS[kind]
        turns.call({"id": item.get("call_id"), "type": name, name: {"name": item.get("name"), words: item.get(words)}})
    elif kind in ("function_call_output", "custom_tool_call_output"):
        turns.result(item.get("call_id"), _content(item.get("output"), "tool"))
    elif kind != "reasoning":  # thoughts of an earlier answer: this server sends none, and passes none on
        raise ValueError(f"input: an item is neither a message, a call of a tool nor its output; {_STATELESS}")


def _content(content: Any, role: str) -> Any:
    """Return the content of a turn in the terms of chat completions."""
    if isinstance(content, str) or content is None:
        return content or ""
    parts = [_part(p) for p in list_of(content, "input: content")]
    return joined(parts, "" if role == "assistant" else "\n")


def _part(part: Mapping[str, Any]) -> dict[str, Any]:
    kind = part.get("type")
    if kind in ("input_text", "output_text", "text"):
        if not isinstance(part.get("text"), str):
            raise ValueError("input: a part of a message has no text")
        return {"type": "text", "text": part["text"]}
    if kind == "refusal":
        return {"type": "text", "text": str(part.get("refusal") or "")}
    if kind == "input_image" and part.get("image_url"):
        return {"type": "image_url", "image_url": given(url=part["image_url"], detail=part.get("detail"))}
    if kind == "input_file" and part.get("file_data"):
        return {"type": "file", "file": given(file_data=part["file_data"], filename=part.get("filename"))}
    raise ValueError("input: a part of a message is neither text nor a picture or a file that is sent along")


def _tool(tool: Mapping[str, Any]) -> dict[str, Any]:
    kind = tool.get("type")
    fields = {k: v for k, v in tool.items() if k != "type" and v is not None}
    if kind == "function":
        known = ("name", "description", "parameters", "strict")
        return {"type": "function", "function": {k: v for k, v in fields.items() if k in known}}
    if kind == "custom":
        form = fields.get("format")
        if isinstance(form, Mapping) and form.get("type") == "grammar":
            fields["format"] = {"type": "grammar", "grammar": {k: v for k, v in form.items() if k != "type"}}
        return {"type": "custom", "custom": fields}
    raise ValueError("tools: only functions and custom tools are supported, which you run yourself")


def _choice(choice: str | Mapping[str, Any] | None) -> Any:
    if not isinstance(choice, Mapping):
        return choice
    kind = choice.get("type")
    if kind not in ("function", "custom"):
        raise ValueError("tool_choice: only auto, none, required, or a function or custom tool by its name")
    return {"type": kind, kind: {"name": choice.get("name")}}


def _format(form: Any) -> dict[str, Any] | None:
    if not isinstance(form, Mapping):
        return None
    if form.get("type") != "json_schema":
        return dict(form)
    return {"type": "json_schema", "json_schema": {k: v for k, v in form.items() if k != "type" and v is not None}}
