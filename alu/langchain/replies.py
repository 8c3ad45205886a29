"""A chat model's message, checked, in LangChain's format on both sides."""

from __future__ import annotations

import json
import re
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from typing import Any, TypeVar

from langchain_core.messages import AIMessage, BaseMessage, ToolMessage, convert_to_openai_messages
from langchain_core.messages.tool import ToolCall

from alu.answer import Answer
from alu.errors import AluError, BadReply, ModelError, alone
from alu.flow.fault import kind_of
from alu.langchain.labels import Clean, counts, id_like, metadata, name_of
from alu.unlearner import Unlearner

__all__ = ["ModelReply", "asettled", "failed", "near_no_target", "settled"]

T = TypeVar("T")

_USAGE = frozenset({"input_tokens", "output_tokens", "total_tokens"})
"""What LangChain wants to have of counts."""
_WORDS = re.compile(r"[\W\d_]+|(?<=[a-z])(?=[A-Z])")
"""What is between the words of a name without spaces."""


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

    def shown(self, answer: Answer, clean: Clean = lambda _: False) -> AIMessage:
        """Return the message that may be shown.

        Of one that did not pass, no count of tokens is left: it would say how long the draft was. Nor is an id that is
        the model's own where a target may be meant.

        Args:
            answer: what the check gave.
            clean: tells whether a name of the message is near no target; without it, none stays.
        """
        old: Any = self.message
        kept: dict[str, Any] = {}
        if self.passed(answer):
            usage, shown = counts(old.usage_metadata), metadata(old.response_metadata, clean)
            kept = {"usage_metadata": usage if usage and usage.keys() >= _USAGE else None, "response_metadata": shown}
        calls = [_call(dict(call)) for call in answer.tool_calls]
        own, name = id_like(old.id, clean, anew=bool(answer.matched)), name_of(old.name, clean)
        return AIMessage(content=answer.text, tool_calls=calls, id=own, name=name, **kept)


def near_no_target(unlearner: Unlearner) -> Clean:
    """Return what tells whether a short text is near no target of an unlearner."""

    def clean(text: str) -> bool:
        detector = unlearner.targets.snapshot().detector
        return not detector.look_up(dict.fromkeys((text, _WORDS.sub(" ", text))))

    return clean


def failed(error: Exception) -> ModelError:
    """Return what is raised for a fault of a chat model: its kind, since its text may quote the reply."""
    return ModelError(f"the chat model did not answer ({kind_of(error)})")


def settled(work: Callable[[], T]) -> T:
    """Return what `work` gives. What it raises leaves without the frames that hold the reply, and without a cause.

    Raises:
        AluError: `work` raised it; a `ModelError` in the place of anything else.
    """
    try:
        return work()
    except Exception as error:
        fault = _left(error)
    raise fault  # here, behind the handler, which would be its context


async def asettled(work: Awaitable[T]) -> T:
    """Do the same in async code.

    Raises:
        AluError: as `settled`.
    """
    try:
        return await work
    except Exception as error:
        fault = _left(error)
    raise fault


def _left(error: Exception) -> AluError:
    return alone(error if isinstance(error, AluError) else failed(error))


def _call(call: dict[str, Any]) -> ToolCall:
    function = call["function"]
    return ToolCall(name=function["name"], args=json.loads(function["arguments"]), id=call["id"], type="tool_call")
