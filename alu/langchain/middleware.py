"""Middleware for LangChain agents: every reply and tool call of the model is checked."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from typing import Any, TypeAlias

from langchain_core.messages import BaseMessage
from langgraph.types import Command

from alu.answer import Answer
from alu.errors import MissingExtra
from alu.isolation import apart, isolated
from alu.langchain.labels import Clean
from alu.langchain.parameters import request_parameters
from alu.langchain.replies import ModelReply, asettled, failed, near_no_target, settled
from alu.unlearner import Unlearner

try:
    from langchain.agents.middleware import AgentMiddleware, ExtendedModelResponse, ModelRequest, ModelResponse
except ImportError:
    raise MissingExtra("the middleware needs langchain: pip install 'alu[langchain]'") from None

__all__ = ["GuardMiddleware"]

Called: TypeAlias = ModelResponse[Any] | ExtendedModelResponse[Any]


class GuardMiddleware(AgentMiddleware[Any, Any, Any]):
    """Checks each reply of the agent's model, with its tool calls, before the agent, a tool or a stream sees it.

    Put it last in the list, so that all other middleware sees checked replies only. Models that other middleware calls
    by itself, for summaries for example, are not checked.

    Args:
        unlearner: provides the targets and the models of alu's agents; its vanilla model is not called.
    """

    def __init__(self, unlearner: Unlearner) -> None:
        super().__init__()
        self.unlearner = unlearner

    def wrap_model_call(
        self, request: ModelRequest[Any], handler: Callable[[ModelRequest[Any]], ModelResponse[Any]]
    ) -> Called:
        """Call the model, and return its reply as far as it may be shown.

        Raises:
            InputError: the dialogue cannot be checked: it contains an image, or no user turn.
            ModelError: the model did not answer.
        """
        return settled(lambda: self._checked(request, handler))

    async def awrap_model_call(
        self, request: ModelRequest[Any], handler: Callable[[ModelRequest[Any]], Awaitable[ModelResponse[Any]]]
    ) -> Called:
        """Do the same in async code."""
        return await asettled(self._achecked(request, handler))

    def _checked(
        self, request: ModelRequest[Any], handler: Callable[[ModelRequest[Any]], ModelResponse[Any]]
    ) -> Called:
        try:
            response = apart(handler, request)
            reply = ModelReply(_dialogue(request), response.result[0])
        except Exception as error:
            raise failed(error) from None
        given = request_parameters(request.tools, request.response_format)
        answer = self.unlearner.check(reply.dialogue, reply.text, tool_calls=reply.tool_calls, extra=given)
        return _shown(request, response, reply, answer, near_no_target(self.unlearner))

    async def _achecked(
        self, request: ModelRequest[Any], handler: Callable[[ModelRequest[Any]], Awaitable[ModelResponse[Any]]]
    ) -> Called:
        async def asked() -> ModelResponse[Any]:
            return await handler(request)

        try:
            response = await isolated(asked())
            reply = ModelReply(_dialogue(request), response.result[0])
        except Exception as error:
            raise failed(error) from None
        given = request_parameters(request.tools, request.response_format)
        answer = await self.unlearner.acheck(reply.dialogue, reply.text, tool_calls=reply.tool_calls, extra=given)
        clean = near_no_target(self.unlearner)
        return await asyncio.to_thread(_shown, request, response, reply, answer, clean)


def _dialogue(request: ModelRequest[Any]) -> Sequence[BaseMessage]:
    return [*([request.system_message] if request.system_message else []), *request.messages]


def _shown(
    request: ModelRequest[Any], response: ModelResponse[Any], reply: ModelReply, answer: Answer, clean: Clean
) -> Called:
    """Return the checked response.

    An object that was parsed of a reply goes with it where that did not pass; then the agent ends, since LangChain
    would ask the model until there is one.
    """
    message = reply.shown(answer, clean)
    if reply.passed(answer):
        rest = [reply.answered(m, answer) for m in response.result[1:]]
        return ModelResponse(result=[message, *rest], structured_response=response.structured_response)
    if request.response_format is None:
        return ModelResponse(result=[message])
    ended = message.model_copy(update={"tool_calls": []})
    return ExtendedModelResponse(ModelResponse(result=[ended]), Command(update={"jump_to": "end"}))
