"""A LangChain chat model whose replies are checked, for chains and LangGraph nodes."""

from __future__ import annotations

import asyncio
from operator import itemgetter
from typing import Any, TypeAlias

from langchain_core.language_models import LanguageModelInput
from langchain_core.messages import AIMessage, BaseMessage, convert_to_messages
from langchain_core.prompt_values import PromptValue
from langchain_core.runnables import Runnable, RunnableLambda

from alu.isolation import apart, isolated
from alu.langchain.parameters import bound_parameters
from alu.langchain.replies import ModelReply, asettled, failed, near_no_target, settled
from alu.unlearner import Unlearner

__all__ = ["guarded", "model_node"]

CallableModel: TypeAlias = Runnable[Any, Any]
"""A chat model, with or without bound tools."""


def guarded(model: CallableModel, unlearner: Unlearner) -> Runnable[LanguageModelInput, AIMessage]:
    """Wrap a chat model so that its replies are checked; a stream yields each reply as a whole.

    Calls raise a `ModelError` if the model does not answer, and an `InputError` for a dialogue that cannot be checked,
    for example one with an image. If a check fails, the reply is the refusal.

    Args:
        model: a chat model, with its tools bound to it.
        unlearner: provides the targets and the models of the agents; its vanilla model is not called.
    """
    extra = bound_parameters(model)

    def checked(messages: list[BaseMessage]) -> AIMessage:
        try:
            reply = ModelReply(messages, apart(model.invoke, messages))
        except Exception as error:
            raise failed(error) from None
        answer = unlearner.check(reply.dialogue, reply.text, tool_calls=reply.tool_calls, extra=extra)
        return reply.shown(answer, near_no_target(unlearner))

    async def achecked(messages: list[BaseMessage]) -> AIMessage:
        try:
            reply = ModelReply(messages, await isolated(model.ainvoke(messages)))
        except Exception as error:
            raise failed(error) from None
        answer = await unlearner.acheck(reply.dialogue, reply.text, tool_calls=reply.tool_calls, extra=extra)
        return await asyncio.to_thread(reply.shown, answer, near_no_target(unlearner))

    def answer(given: LanguageModelInput) -> AIMessage:
        messages = _messages(given)
        return settled(lambda: checked(messages))

    async def aanswer(given: LanguageModelInput) -> AIMessage:
        return await asettled(achecked(_messages(given)))

    return RunnableLambda(answer, aanswer, name="guarded")


def model_node(model: CallableModel, unlearner: Unlearner) -> Runnable[Any, dict[str, list[AIMessage]]]:
    """Return a LangGraph node that adds the checked reply of `model` to `messages` in the state.

    Args:
        model: see `guarded`.
        unlearner: see `guarded`.
    """
    return RunnableLambda(itemgetter("messages")) | guarded(model, unlearner) | RunnableLambda(_update)


def _update(message: AIMessage) -> dict[str, list[AIMessage]]:
    return {"messages": [message]}


def _messages(given: LanguageModelInput) -> list[BaseMessage]:
    if isinstance(given, str):
        return convert_to_messages([("user", given)])
    return given.to_messages() if isinstance(given, PromptValue) else convert_to_messages(given)
