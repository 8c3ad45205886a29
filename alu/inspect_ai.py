"""A solver for Inspect AI: evaluates forgetting and retention on any Inspect task.

    from inspect_ai import Task, eval
    from inspect_ai.scorer import includes

    from alu import Unlearner
    from alu.inspect_ai import unlearned

    with Unlearner.open("targets/", model="http://127.0.0.1:8000/v1") as unlearner:
        eval(Task(dataset=samples, solver=unlearned(unlearner), scorer=includes()), model="none/none")

alu calls its own model and not Inspect's, because Inspect logs everything that its model says, including drafts.
"""

from __future__ import annotations

from typing import Any

from alu.errors import InputError, MissingExtra
from alu.unlearner import Unlearner

try:
    from inspect_ai.model import ModelOutput
    from inspect_ai.solver import Generate, Solver, TaskState, solver
except ImportError:
    raise MissingExtra("the solver needs Inspect AI: pip install inspect-ai") from None

__all__ = ["unlearned"]


@solver  # type: ignore[untyped-decorator]
def unlearned(unlearner: Unlearner) -> Solver:
    """Return a solver that answers with `unlearner`; the metadata of the output has verdict and matched ids.

    Raises when it solves:
        InputError: a message is not a text.
        ModelError: the model did not answer.
    """

    async def solve(state: TaskState, generate: Generate) -> TaskState:
        answer = await unlearner.aask([{"role": m.role, "content": _text(m)} for m in state.messages])
        name = unlearner.models["vanilla"].name
        reason: Any = "max_tokens" if answer.finish_reason == "length" else "stop"
        state.output = ModelOutput.from_content(name, answer.text, stop_reason=reason)
        state.output.metadata = {"verdict": answer.verdict, "matched": list(answer.matched)}
        state.messages.append(state.output.message)
        return state

    return solve


def _text(message: Any) -> str:
    """Return a message's text.

    Raises:
        InputError: a part of it is none.
    """
    parts = [] if isinstance(message.content, str) else message.content
    if any(part.type != "text" for part in parts):
        raise InputError("a message has a part that is no text, which no check reads")
    return str(message.text)
