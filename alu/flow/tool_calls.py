"""The tool calls of a reply, as texts."""

from __future__ import annotations

import secrets
import string
from collections.abc import Iterator, Mapping
from typing import Any

from alu.chat import Choice
from alu.flow.json_text import Pairs, json_in, pairs_of
from alu.flow.sent import written

__all__ = ["texts_of_calls", "with_ids_anew", "worded"]

_PREFIXES = ("chatcmpl-tool-", "call_", "toolu_", "tool_", "fc_")
"""What ids of tool calls begin with: of vLLM, OpenAI, Anthropic, and others."""
_LENGTHS = (9, 24, 32, 48)
"""How long they are behind it; Mistral's nine and llama.cpp's 32 letters have nothing before them."""


def texts_of_calls(choice: Choice) -> tuple[str, ...]:
    """Return what the tool calls of a reply say: each as it is written, and as it reads once its JSON is parsed.

    Arguments are JSON in a string, in which a key may occur twice. The last text is the reply's followed by all values:
    a name may be in pieces, one in the text and one in a call, or with a key between them.
    """
    if not choice.tool_calls:
        return ()
    calls = [t for call in choice.tool_calls for t in (*written(call), " ".join(_words(call)))]
    values = (word for call in choice.tool_calls for word in _words(_arguments(call), keys=False))
    return tuple(t for t in dict.fromkeys((*calls, " ".join([choice.text, *values]).strip())) if t)


def worded(choice: Choice) -> str:
    """Return what the tool calls of a reply say but for their ids: names, keys and values, as one text."""
    calls = ({k: v for k, v in call.items() if k != "id"} for call in choice.tool_calls)
    return " ".join(word for call in calls for word in _words(call))


def with_ids_anew(choice: Choice) -> tuple[Mapping[str, Any], ...]:
    """Return the tool calls of a reply, each with an id of alu's own where it had one.

    An id only has to differ from others, so anything at all can be said in one, in letters that nobody can read. The
    new one looks like those of the same server, so that nobody sees by it that a target may be meant.
    """
    return tuple({**call, "id": _id_like(str(call["id"]))} if "id" in call else call for call in choice.tool_calls)


def _id_like(known: str) -> str:
    """Return a random id of the form that servers give them: all that is kept is which form it is."""
    prefix = next((p for p in _PREFIXES if known.startswith(p)), "")
    rest = known.removeprefix(prefix)
    if len(rest) not in _LENGTHS or not rest.isalnum():
        prefix, rest = prefix or "call_", "0" * 24
    letters = string.hexdigits[:16] if set(rest) <= set(string.hexdigits[:16]) else string.ascii_letters + string.digits
    return prefix + "".join(secrets.choice(letters) for _ in rest)


def _arguments(call: Mapping[str, Any]) -> Any:
    """Return what a tool is given, in either of OpenAI's forms; the whole call in any other."""
    for kind, key in (("function", "arguments"), ("custom", "input")):
        if isinstance(inner := call.get(kind), Mapping) and key in inner:
            return inner[key]
    return call


def _words(value: Any, *, keys: bool = True) -> Iterator[str]:
    """Yield every key, text and number in a tool call, in order, escapes resolved; or all but the keys."""
    if isinstance(value, str):
        inner = _parsed(value)
        yield from [value] if isinstance(inner, str) else _words(inner, keys=keys)
    elif isinstance(value, Pairs):
        yield from (w for key, part in value for w in (*([key] if keys else ()), *_words(part, keys=keys)))
    elif isinstance(value, Mapping):
        yield from _words(pairs_of(value.items()), keys=keys)
    elif isinstance(value, list | tuple):
        for part in value:
            yield from _words(part, keys=keys)
    elif value is not None:
        yield str(value)


def _parsed(text: str) -> Any:
    """Return the JSON object or list in `text`; the text where it is none, or too deep: it is then read as it is."""
    inner = json_in(text)
    return inner if isinstance(inner, list) else text
