"""Replies of `POST /v1/messages`, whole and as a stream of events."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from typing import Any

from alu.server.errors import ANTHROPIC, ApiError, body_of
from alu.server.reply import ChatReply
from alu.server.stream import event, pieces_of

__all__ = ["MessageEvents", "body"]

_REASONS = {"stop": "end_turn", "length": "max_tokens", "tool_calls": "tool_use", "content_filter": "refusal"}


def body(reply: ChatReply) -> dict[str, Any]:
    """Return the `message` object."""
    reason = _REASONS.get(reply.formatted[0].finish_reason, "end_turn")
    return {**_head(reply), "content": _blocks(reply), "stop_reason": reason, **reply.explained()}


class MessageEvents:
    """The events of one `message`."""

    def __init__(self) -> None:
        self._left = 0

    def begin(self, reply: ChatReply) -> Iterator[bytes]:
        """Yield the message without its content."""
        head = _head(reply)
        yield _sent("message_start", message={**head, "content": [], "usage": {**head["usage"], "output_tokens": 0}})

    def more(self, reply: ChatReply, piece: str) -> Iterator[bytes]:
        """Yield a piece of the first block, which is text."""
        if not self._left:
            yield _begun(0, {"type": "text", "text": ""})
        self._left += len(piece)
        yield _delta(0, {"type": "text_delta", "text": piece})

    def end(self, reply: ChatReply) -> Iterator[bytes]:
        """Yield the rest of the blocks, and why the message ends."""
        for index, block in enumerate(_blocks(reply)):
            left = 0 if index else self._left
            if not left:
                yield _begun(index, {**block, **_emptied(block)})
            for delta in _deltas(block, left):
                yield _delta(index, delta)
            yield _sent("content_block_stop", index=index)
        whole = body(reply)
        last = {"stop_reason": whole["stop_reason"], "stop_sequence": None}
        spent = whole["usage"] if self._left else {"output_tokens": whole["usage"]["output_tokens"]}
        yield _sent("message_delta", delta=last, usage=spent, **reply.explained())
        yield _sent("message_stop")

    def failed(self, error: ApiError) -> Iterator[bytes]:
        """Yield the error, which Anthropic's clients raise."""
        yield event(body_of(error, ANTHROPIC), "error")


def _begun(index: int, block: Mapping[str, Any]) -> bytes:
    return _sent("content_block_start", index=index, content_block=block)


def _delta(index: int, delta: Mapping[str, Any]) -> bytes:
    return _sent("content_block_delta", index=index, delta=delta)


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


def _deltas(block: Mapping[str, Any], left: int) -> Iterator[dict[str, Any]]:
    if block["type"] == "text":
        for piece in pieces_of(block["text"][left:]):
            yield {"type": "text_delta", "text": piece}
        return
    for piece in pieces_of(json.dumps(block["input"])):
        yield {"type": "input_json_delta", "partial_json": piece}
