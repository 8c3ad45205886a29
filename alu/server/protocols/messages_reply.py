"""Replies of `POST /v1/messages`, whole and as a stream of events."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from typing import Any

from alu.server.errors import ANTHROPIC, ApiError, body_of
from alu.server.reply import ChatReply
from alu.server.stream import event, pieces_of

__all__ = ["body", "events", "failed"]

_REASONS = {"stop": "end_turn", "length": "max_tokens", "tool_calls": "tool_use", "content_filter": "refusal"}


def body(reply: ChatReply) -> dict[str, Any]:
    """Return the `message` object."""
    reason = _REASONS.get(reply.formatted[0].finish_reason, "end_turn")
    return {**_head(reply), "content": _blocks(reply), "stop_reason": reason, **reply.explained()}


def events(reply: ChatReply) -> Iterator[bytes]:
    """Yield the events of a finished reply; its deltas put together are the text, byte for byte."""
    head = _head(reply)
    begun = {**head, "content": [], "usage": {**head["usage"], "output_tokens": 0}}
    yield _sent("message_start", message=begun)
    for index, block in enumerate(_blocks(reply)):
        yield _sent("content_block_start", index=index, content_block={**block, **_emptied(block)})
        for delta in _deltas(block):
            yield _sent("content_block_delta", index=index, delta=delta)
        yield _sent("content_block_stop", index=index)
    last = {"stop_reason": body(reply)["stop_reason"], "stop_sequence": None}
    spent = {"output_tokens": head["usage"]["output_tokens"]}
    yield _sent("message_delta", delta=last, usage=spent, **reply.explained())
    yield _sent("message_stop")


def failed(error: ApiError) -> Iterator[bytes]:
    """Yield the error as the last event."""
    yield event(body_of(error, ANTHROPIC), "error")


def _sent(name: str, **fields: Any) -> bytes:
    return event({"type": name, **fields}, name)


def _head(reply: ChatReply) -> dict[str, Any]:
    usage = reply.usage()
    return {
        "id": f"msg_{reply.id}",
        "type": "message",
        "role": "assistant",
        "model": reply.request.model,
        "stop_reason": None,
        "stop_sequence": None,
        "usage": {"input_tokens": usage["prompt_tokens"], "output_tokens": usage["completion_tokens"]},
    }


def _blocks(reply: ChatReply) -> list[dict[str, Any]]:
    """Return the blocks of a reply: its words, where it has some or calls no tool, then the calls."""
    message = reply.message(0)
    said, calls = message["content"] or message["refusal"] or "", message.get("tool_calls", ())
    words = [{"type": "text", "text": said}] if said or not calls else []
    return [*words, *(_call(call, f"toolu_{reply.id}{i}") for i, call in enumerate(calls))]


def _call(call: Mapping[str, Any], default: str) -> dict[str, Any]:
    made = call.get("function") or {}
    return {
        "type": "tool_use",
        "id": str(call.get("id") or default),
        "name": str(made.get("name") or ""),
        "input": _input(made.get("arguments")),
    }


def _input(arguments: Any) -> dict[str, Any]:
    """Return a call's arguments, which are an object here; what is none is the value of one key."""
    try:
        parsed = json.loads(arguments or "{}")
    except (TypeError, ValueError, RecursionError):
        parsed = arguments
    return parsed if isinstance(parsed, dict) else {"arguments": parsed}


def _emptied(block: Mapping[str, Any]) -> dict[str, Any]:
    """Return what a block has before its deltas."""
    return {"text": ""} if block["type"] == "text" else {"input": {}}


def _deltas(block: Mapping[str, Any]) -> Iterator[dict[str, Any]]:
    if block["type"] == "text":
        for piece in pieces_of(block["text"]):
            yield {"type": "text_delta", "text": piece}
        return
    for piece in pieces_of(json.dumps(block["input"])):
        yield {"type": "input_json_delta", "partial_json": piece}
