"""Dialogues and parameters of other protocols in the terms of chat completions."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from pydantic import ValidationError

from alu.errors import plainly
from alu.server.request import ChatRequest

__all__ = ["Turns", "chat_request", "given", "joined", "list_of"]


class Turns:
    """A dialogue as it is built up; tool calls join the assistant's turn before them."""

    def __init__(self) -> None:
        self.messages: list[dict[str, Any]] = []

    def say(self, role: str, content: Any) -> None:
        """Add a turn."""
        self.messages.append({"role": role, "content": content})

    def call(self, call: dict[str, Any]) -> None:
        """Add a tool call of the assistant's."""
        last = self.messages[-1] if self.messages else {}
        if last.get("role") != "assistant":
            self.messages.append(last := {"role": "assistant", "content": None})
        last.setdefault("tool_calls", []).append(call)

    def result(self, call_id: Any, content: Any) -> None:
        """Add what a tool returned."""
        self.messages.append({"role": "tool", "tool_call_id": call_id, "content": content})


def chat_request(body: dict[str, Any]) -> ChatRequest:
    """Return the request for chat completions that `body` is.

    Raises:
        ValueError: it is none; the message says which field is wrong, without its value.
    """
    try:
        return ChatRequest.model_validate(body)
    except ValidationError as error:
        first = error.errors(include_input=False, include_url=False)[0]
        place = ".".join(str(part) for part in first["loc"])
        raise ValueError(f"{place}: {plainly(first['msg'])}".removeprefix(": ")) from None


def given(**fields: Any) -> dict[str, Any]:
    """Return the fields that are not None."""
    return {name: value for name, value in fields.items() if value is not None}


def joined(parts: list[dict[str, Any]], between: str) -> str | list[dict[str, Any]]:
    """Return parts that are all text as one text: not every server takes a list."""
    if all(part.get("type") == "text" for part in parts):
        return between.join(part["text"] for part in parts)
    return parts


def list_of(value: Any, what: str) -> list[Mapping[str, Any]]:
    """Return a list of JSON objects.

    Raises:
        ValueError: it is none.
    """
    if not isinstance(value, list) or not all(isinstance(item, Mapping) for item in value):
        raise ValueError(f"{what} is a list of objects")
    return value
