"""The parameters of a LangChain chat model in OpenAI's format; they say what a bare «true» means."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, get_args

from langchain_core.utils.function_calling import convert_to_openai_tool

__all__ = ["bound_parameters", "request_parameters"]

_READ = ("tools", "functions", "response_format")


def bound_parameters(model: Any) -> dict[str, Any]:
    """Return the tools, and the form of its answers, that are bound to a chat model.

    Args:
        model: a chat model, or what its `bind` and `bind_tools` return.
    """
    found = dict[str, Any]()
    while model is not None:
        given = getattr(model, "kwargs", None)
        found = {**{k: v for k, v in (given or {}).items() if k in _READ and isinstance(v, Mapping | list)}, **found}
        model = getattr(model, "bound", None)
    return found


def request_parameters(tools: Sequence[Any], form: Any) -> dict[str, Any]:
    """Return the tools of a call of an agent's model, and the schemas of the form that its answer is to have.

    Args:
        tools: LangChain's, or in OpenAI's form.
        form: a strategy of LangChain, a type, a JSON schema, or None.
    """
    listed = [tool if isinstance(tool, dict) else convert_to_openai_tool(tool) for tool in tools]
    schemas = list(_schemas(getattr(form, "schema", form)))
    found: dict[str, Any] = {"tools": [*listed, *schemas]} if listed or schemas else {}
    if schemas:  # an answer has one of them, as a call of a tool or as its text
        parts = [tool["function"].get("parameters", {}) for tool in schemas]
        found["response_format"] = {"type": "json_schema", "json_schema": {"schema": {"anyOf": parts}}}
    return found


def _schemas(form: Any) -> Iterator[dict[str, Any]]:
    if isinstance(form, Mapping):
        yield {"type": "function", "function": {"name": str(form.get("title", "")), "parameters": dict(form)}}
    elif form is not None:
        yield from (convert_to_openai_tool(one) for one in get_args(form) or (form,))
