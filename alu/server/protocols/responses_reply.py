"""Replies of `POST /v1/responses`, whole and as a stream of events."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from itertools import count
from typing import Any

from alu.server.errors import ApiError, body_of
from alu.server.reply import ChatReply
from alu.server.stream import event, pieces_of

__all__ = ["Echo", "ResponseEvents", "body"]


@dataclass(frozen=True, slots=True)
class Echo:
    """What a reply repeats of its request."""

    fields: Mapping[str, Any] = field(repr=False)


def body(reply: ChatReply, echo: Echo) -> dict[str, Any]:
    """Return the `response` object."""
    reason = {"length": "max_output_tokens", "content_filter": "content_filter"}.get(reply.formatted[0].finish_reason)
    usage = reply.usage()
    counted = {
        "input_tokens": usage["prompt_tokens"],
        "input_tokens_details": {"cached_tokens": 0, "cache_write_tokens": 0},
        "output_tokens": usage["completion_tokens"],
        "output_tokens_details": {"reasoning_tokens": 0},
        "total_tokens": usage["total_tokens"],
    }
    return {
        **_head(reply, echo),
        "status": "incomplete" if reason else "completed",
        "incomplete_details": {"reason": reason} if reason else None,
        "output": _output(reply),
        "usage": counted,
        **reply.explained(),
    }


class ResponseEvents:
    """The events of one `response`."""

    def __init__(self, echo: Echo) -> None:
        self._echo = echo
        self._numbers = count()
        self._left = 0

    def begin(self, reply: ChatReply) -> Iterator[bytes]:
        """Yield the response without its output."""
        begun = {**_head(reply, self._echo), "status": "in_progress", "incomplete_details": None, "output": []}
        for name in ("created", "in_progress"):
            yield self._sent(name, response={**begun, "usage": None})

    def more(self, reply: ChatReply, piece: str) -> Iterator[bytes]:
        """Yield a piece of the first item, which is a message."""
        item = _message(reply, "")
        if not self._left:
            yield self._added(0, item)
            yield self._of(0, item, *_part_added(item["content"][0]))
        self._left += len(piece)
        yield self._of(0, item, *_text_delta("output_text", piece))

    def end(self, reply: ChatReply) -> Iterator[bytes]:
        """Yield the rest of the items, and the whole response."""
        whole = body(reply, self._echo)
        for index, item in enumerate(whole["output"]):
            left = 0 if index else self._left
            if not left:
                yield self._added(index, item)
            for name, fields in _deltas(item, left):
                yield self._of(index, item, name, fields)
            yield self._sent("output_item.done", output_index=index, item=item)
        yield self._sent(whole["status"], response=whole)

    def failed(self, error: ApiError) -> Iterator[bytes]:
        """Yield the error as the last event; OpenAI's client raises what is under `error`."""
        said = body_of(error)["error"]
        flat = {name: said[name] for name in ("code", "message", "param")}
        yield event({"type": "error", **flat, "sequence_number": next(self._numbers), "error": said}, "error")

    def _added(self, index: int, item: Mapping[str, Any]) -> bytes:
        open_item = {**item, "status": "in_progress", **_emptied(item)}
        return self._sent("output_item.added", output_index=index, item=open_item)

    def _of(self, index: int, item: Mapping[str, Any], name: str, fields: Mapping[str, Any]) -> bytes:
        return self._sent(name, item_id=item["id"], output_index=index, **fields)

    def _sent(self, event_name: str, /, **fields: Any) -> bytes:  # `name` is one of the fields
        kind = f"response.{event_name}"
        return event({"type": kind, "sequence_number": next(self._numbers), **fields}, kind)


def _head(reply: ChatReply, echo: Echo) -> dict[str, Any]:
    return {
        "id": f"resp_{reply.id}",
        "object": "response",
        "created_at": reply.created,
        "model": reply.request.model,
        "error": None,
        "background": False,
        "previous_response_id": None,
        "store": False,
        **echo.fields,
    }


def _output(reply: ChatReply) -> list[dict[str, Any]]:
    """Return the items of a reply: its message, where it has words or no tool is called, then the calls."""
    message = reply.message(0)
    said, declined, calls = message["content"], message["refusal"], message.get("tool_calls", ())
    items: list[dict[str, Any]] = []
    if said or declined or not calls:
        item = _message(reply, said or "")
        items.append({**item, "content": [{"type": "refusal", "refusal": declined}]} if declined else item)
    items += [_call(call, f"{reply.id}{i}") for i, call in enumerate(calls)]
    status = "incomplete" if reply.formatted[0].finish_reason == "length" else "completed"
    return [{**item, "status": status} for item in items]


def _message(reply: ChatReply, said: str) -> dict[str, Any]:
    part = {"type": "output_text", "text": said, "annotations": [], "logprobs": []}
    return {"type": "message", "id": f"msg_{reply.id}", "role": "assistant", "content": [part]}


def _call(call: Mapping[str, Any], number: str) -> dict[str, Any]:
    call_id = str(call.get("id") or f"call_{number}")
    if call.get("type") == "custom":
        made = call.get("custom") or {}
        named = {"name": str(made.get("name") or ""), "input": str(made.get("input") or "")}
        return {"type": "custom_tool_call", "id": f"ctc_{number}", "call_id": call_id, **named}
    made = call.get("function") or {}
    named = {"name": str(made.get("name") or ""), "arguments": str(made.get("arguments") or "")}
    return {"type": "function_call", "id": f"fc_{number}", "call_id": call_id, **named}


def _emptied(item: Mapping[str, Any]) -> dict[str, Any]:
    """Return what an item has before its deltas."""
    if item["type"] == "message":
        return {"content": []}
    return {name: "" for name in ("arguments", "input") if name in item}


def _deltas(item: Mapping[str, Any], left: int) -> Iterator[tuple[str, dict[str, Any]]]:
    """Yield the names and fields of the events between the beginning and the end of an item, what has `left` apart."""
    if item["type"] != "message":
        key = "arguments" if "arguments" in item else "input"
        name = {"arguments": "function_call_arguments", "input": "custom_tool_call_input"}[key]
        for piece in pieces_of(item[key]):
            yield f"{name}.delta", {"delta": piece}
        yield f"{name}.done", {key: item[key], "name": item["name"]}
        return
    part = item["content"][0]
    name, key = ("refusal", "refusal") if part["type"] == "refusal" else ("output_text", "text")
    if not left:
        yield _part_added({**part, key: ""})
    for piece in pieces_of(part[key][left:]):
        yield _text_delta(name, piece)
    yield f"{name}.done", {"content_index": 0, key: part[key], **_logprobs(name)}
    yield "content_part.done", {"content_index": 0, "part": part}


def _part_added(part: Mapping[str, Any]) -> tuple[str, dict[str, Any]]:
    return "content_part.added", {"content_index": 0, "part": part}


def _text_delta(name: str, piece: str) -> tuple[str, dict[str, Any]]:
    return f"{name}.delta", {"content_index": 0, "delta": piece, **_logprobs(name)}


def _logprobs(name: str) -> dict[str, Any]:
    return {"logprobs": []} if name == "output_text" else {}
