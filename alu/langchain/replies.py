"""A chat model's message, checked: in LangChain's form on both sides."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from langchain_core.messages import AIMessage, BaseMessage, ToolMessage, convert_to_openai_messages
from langchain_core.messages.tool import ToolCall

from alu.answer import Answer
from alu.errors import BadReply, ModelError
from alu.flow.fault import kind_of

__all__ = ["ModelReply", "failed"]

_KEPT = ("finish_reason", "model_name", "model_provider", "token_usage")
"""What is kept of the metadata of a reply that passed; log probabilities, for one, show what the model did not say."""


@dataclass(frozen=True, slots=True)
class ModelReply:
    """What a chat model replied to a dialogue, not checked yet.

    Raises:
        BadReply: it is no message of an assistant.
    """

    messages: Sequence[BaseMessage]
    """The dialogue, as the model was sent it."""
    message: BaseMessage

    def __post_init__(self) -> None:
        if not isinstance(self.message, AIMessage):
            raise BadReply(f"the chat model gave a {type(self.message).__name__}, which is no reply")

    @property
    def dialogue(self) -> list[dict[str, Any]]:
        """The dialogue in OpenAI's form."""
        return [dict(m) for m in convert_to_openai_messages(list(self.messages), text_format="string")]

    @property
    def text(self) -> str:
        """Its text, of all parts."""
        return str(self.message.text)

    @property
    def tool_calls(self) -> list[dict[str, Any]]:
        """Its tool calls in OpenAI's form; those that LangChain could not parse are none."""
        return [
            {"id": c["id"], "type": "function", "function": {"name": c["name"], "arguments": json.dumps(c["args"])}}
            for c in getattr(self.message, "tool_calls", ())
        ]

    def passed(self, answer: Answer) -> bool:
        """Tell whether the answer is the reply itself; ids of tool calls may be others."""
        called, own = ([{**c, "id": ""} for c in calls] for calls in (answer.tool_calls, self.tool_calls))
        return answer.text == self.text and called == own

    def answered(self, message: BaseMessage, answer: Answer) -> BaseMessage:
        """Return a tool's result with the id that its call has in the answer; any other message as it is."""
        ids = {old["id"]: new["id"] for old, new in zip(self.tool_calls, answer.tool_calls, strict=True)}
        if not isinstance(message, ToolMessage) or message.tool_call_id not in ids:
            return message
        return message.model_copy(update={"tool_call_id": ids[message.tool_call_id]})

    def shown(self, answer: Answer) -> AIMessage:
        """Return the message that may be shown.

        Of one that did not pass, no count of tokens is left: it would say how long the draft was.
        """
        old: Any = self.message
        metadata = {k: v for k, v in old.response_metadata.items() if k in _KEPT}
        kept = {"usage_metadata": old.usage_metadata, "response_metadata": metadata} if self.passed(answer) else {}
        calls = [_call(dict(call)) for call in answer.tool_calls]
        return AIMessage(content=answer.text, tool_calls=calls, id=old.id, name=old.name, **kept)


def failed(error: Exception) -> ModelError:
    """Return what is raised for a fault of a chat model: its kind, since its text may quote the reply."""
    return ModelError(f"the chat model did not answer ({kind_of(error)})")


def _call(call: dict[str, Any]) -> ToolCall:
    function = call["function"]
    return ToolCall(name=function["name"], args=json.loads(function["arguments"]), id=call["id"], type="tool_call")
