"""The screen agent: does a question need knowledge of a topic that is to be forgotten?

It is asked while the draft is written, where the topics' classifiers do not decide: of topics with few phrases, of
texts in a language that these are not in, and, with `screen = "model"`, where they are unsure.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from typing import Annotated, Any, Literal

from pydantic import StringConstraints, create_model

from alu.agents.brief import brief, keys
from alu.agents.caller import Caller, Reply
from alu.prompts import load
from alu.store.target import Target

__all__ = ["screen"]

Short = Annotated[str, StringConstraints(max_length=60)]


async def screen(caller: Caller, question: str, topics: Sequence[Target]) -> Target | None:
    """Return the topic (of 1 to 8) that `question`, with its options, needs knowledge of, or None.

    Raises:
        BadReply: the reply names no topic and is not «none».
        ModelError: the model did not answer.
    """
    shown = brief(topics, question)
    fence = caller.fence(question, shown)
    messages = load("screen").messages(topics=fence.wrap("topics", shown), question=fence.wrap("question", question))
    names = keys(len(topics))
    reply = await caller.ask(messages, _reply(tuple(names)), max_tokens=60)
    topic: str = reply.topic  # type: ignore[attr-defined]
    return None if topic == "none" else topics[names.index(topic)]


@cache
def _reply(names: tuple[str, ...]) -> type[Reply]:
    """Return the type of a reply that names one of the topics, or none, after the subject: naming that first helps."""
    fields: dict[str, Any] = {"subject": (Short, ...), "topic": (Literal[("none", *names)], ...)}
    return create_model("Screening", __base__=Reply, **fields)
