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
from alu.langchain.replies import ModelReply, failed, near_no_target
from alu.unlearner import Unlearner

__all__ = ["guarded", "model_node"]

CallableModel: TypeAlias = Runnable[Any, Any]
"""A chat model, also one that tools are bound to."""


def guarded(model: CallableModel, unlearner: Unlearner) -> Runnable[LanguageModelInput, AIMessage]:
    """Return a chat model that gives what may be shown of the replies of `model`; a stream gives them whole.

    It raises a `ModelError` where the model did not answer, and an `InputError` for a dialogue that cannot be checked,
    with a picture in it for one. A check that fails gives the refusal.

    Args:
        model: a chat model, with tools bound to it where it has some.
        unlearner: targets, and the models of the agents; its vanilla model is not called.
    """
    extra = bound_parameters(model)

    def answer(given: LanguageModelInput) -> AIMessage:
        messages = _messages(given)
        try:
            reply = ModelReply(messages, apart(model.invoke, messages))
        except Exception as error:
            raise failed(error) from None
        checked = unlearner.check(reply.dialogue, reply.text, tool_calls=reply.tool_calls, extra=extra)
        return reply.shown(checked, near_no_target(unlearner))

    async def aanswer(given: LanguageModelInput) -> AIMessage:
        messages = _messages(given)
        try:
            reply = ModelReply(messages, await isolated(model.ainvoke(messages)))
        except Exception as error:
            raise failed(error) from None
        checked = await unlearner.acheck(reply.dialogue, reply.text, tool_calls=reply.tool_calls, extra=extra)
        return await asyncio.to_thread(reply.shown, checked, near_no_target(unlearner))

    return RunnableLambda(answer, aanswer, name="guarded")


def model_node(model: CallableModel, unlearner: Unlearner) -> Runnable[Any, dict[str, list[AIMessage]]]:
    """Return a node of LangGraph that adds the checked reply of `model` to the state's `messages`.

    Args:
        model: as `guarded` takes it.
        unlearner: as `guarded` takes it.
    """
    return RunnableLambda(itemgetter("messages")) | guarded(model, unlearner) | RunnableLambda(_update)


def _update(message: AIMessage) -> dict[str, list[AIMessage]]:
    return {"messages": [message]}


def _messages(given: LanguageModelInput) -> list[BaseMessage]:
    if isinstance(given, str):
        return convert_to_messages([("user", given)])
    return given.to_messages() if isinstance(given, PromptValue) else convert_to_messages(given)
