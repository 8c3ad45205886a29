"""What LangGraph learns of an exception in a node: its class.

LangGraph hands exceptions to streams, callbacks and tracers, with their text and whatever they were raised from. The
text of one that a check, a model or a library raises may quote a prompt, and so a fact or the draft.
"""

from __future__ import annotations

from collections.abc import Callable, Coroutine
from functools import wraps
from typing import TYPE_CHECKING, Any, TypeVar, cast

from alu.errors import ConfigError, first_of
from alu.isolation import isolated

if TYPE_CHECKING:
    from langgraph.runtime import Runtime

    from alu.flow.vault import Context

__all__ = ["Fault", "kind_of", "sealed"]

N = TypeVar("N", bound=Callable[..., Coroutine[Any, Any, dict[str, Any]]])


class Fault(Exception):
    """A node failed; `kind` is the name of the exception's class. Its text and its causes are left behind."""

    def __init__(self, kind: str) -> None:
        self.kind = kind
        super().__init__(kind)


def kind_of(error: Exception) -> str:
    """Return the name of the error's class, of a group that of the first one: all that may be shown of it."""
    found = first_of(error, Exception)
    return found.kind if isinstance(found, Fault) else type(found).__name__


def sealed(node: N) -> N:
    """Return `node` such that no callback and no trace reaches into it, and that it raises nothing but a `Fault`.

    A `ConfigError`, which the caller sees, is kept in the vault. What the node gave before the graph ran
    (`alu.flow.direct`) is given again, once.
    """

    @wraps(node)
    async def run(state: Any, runtime: Runtime[Context]) -> dict[str, Any]:
        vault = runtime.context.vault
        if (given := vault.given.pop(node.__name__, None)) is not None:
            return given
        try:
            return await isolated(node(state, runtime))
        except Exception as error:
            vault.config_error = first_of(error, ConfigError)
            kind = kind_of(error)
        raise Fault(kind)  # here, without context: what that holds, a tracer sends

    return cast(N, run)
