"""For LiteLLM's proxy: what its guardrails do not read does not leave. They see an answer's text and tool calls alone.

`litellm_proxy.yaml` names it; the file has to be in the folder of that file. Of an answer its text, its tool calls, why
it ended and its tokens are passed on; thoughts, log probabilities, citations, pictures and the provider's own fields,
headers and words for an error are not. Only chat completions are served, and no stream with tools, whose calls no
guardrail sees. In a stream, thoughts are part of the text (`merge_reasoning_content_in_choices`), where it sees them.
"""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextvars import ContextVar
from typing import Any

from fastapi import HTTPException
from litellm.integrations.custom_logger import CustomLogger
from litellm.types.utils import Delta, Message, Usage

CHECKED = ("completion", "acompletion")
UNREAD = ("logprobs", "top_logprobs", "prompt_logprobs", "functions", "function_call", "audio")
REASONS = ("stop", "length", "tool_calls", "content_filter")

admitted: ContextVar[bool] = ContextVar("admitted", default=False)
"""Whether the request that is run here has come through the proxy's hooks, and so to its guardrails."""


class Unread(CustomLogger):
    """Refuses what would not be checked, and takes what was not checked out of each answer."""

    async def async_pre_call_hook(
        self, user_api_key_dict: Any, cache: Any, data: dict[str, Any], call_type: str
    ) -> Any:
        """Refuse a request whose answer no guardrail reads as a whole."""
        if call_type not in CHECKED or "," in str(data.get("model")):  # several models answer «a,b»
            raise HTTPException(404, "only chat completions are checked here: ask at /v1/chat/completions")
        if asked := [name for name in UNREAD if data.get(name)]:
            raise HTTPException(400, f"{asked[0]} is not supported: it is not checked")
        if data.get("stream") and data.get("tools"):
            raise HTTPException(400, "the tool calls of a stream are not checked: ask without stream")
        admitted.set(True)
        return data

    async def async_pre_call_deployment_hook(self, kwargs: dict[str, Any], call_type: Any) -> dict[str, Any]:
        """Let a model be asked for an admitted request alone: some of the proxy's addresses know no hooks."""
        if not admitted.get():  # a 404 from here would put the model aside for some seconds
            raise HTTPException(400, "only chat completions are checked here: ask at /v1/chat/completions")
        return kwargs

    async def async_post_call_success_hook(self, data: dict[str, Any], user_api_key_dict: Any, response: Any) -> Any:
        """Return the answer with nothing but what was checked."""
        for choice in response.choices:
            said = choice.message
            calls = [
                {k: v for k, v in call.model_dump().items() if k in ("id", "type", "function")}
                for call in said.tool_calls or ()
            ]
            choice.message = Message(content=said.content, role="assistant", tool_calls=calls or None)
        return _bare(response, data)

    async def async_post_call_streaming_iterator_hook(
        self, user_api_key_dict: Any, response: Any, request_data: dict[str, Any]
    ) -> AsyncIterator[Any]:
        """Yield each piece of a stream with nothing but what was checked."""
        async for part in response:
            for choice in getattr(part, "choices", None) or ():
                choice.delta = Delta(content=choice.delta.content, role=choice.delta.role and "assistant")
            yield _bare(part, request_data) if hasattr(part, "choices") else part

    async def async_post_call_response_headers_hook(
        self, data: Any, user_api_key_dict: Any, response: Any, **_: Any
    ) -> None:
        """Pass no header of the provider on."""
        _without_headers(response)

    async def async_post_call_failure_hook(
        self, request_data: Any, original_exception: Exception, user_api_key_dict: Any, traceback_str: Any = None
    ) -> HTTPException | None:
        """Return the provider's error without its text, which may quote the prompt or the answer."""
        if not hasattr(original_exception, "llm_provider"):
            return None  # of the proxy itself, or of a guardrail
        status = getattr(original_exception, "status_code", None)
        return HTTPException(status if isinstance(status, int) else 500, "the model did not answer")


def _bare(answer: Any, data: dict[str, Any]) -> Any:
    """Take everything that is known of no answer from one, in place."""
    _without_headers(answer)
    for choice in answer.choices:
        for name in set(choice.model_dump()) - {"index", "message", "delta", "finish_reason"}:
            setattr(choice, name, None)
        if choice.finish_reason not in (None, *REASONS):
            choice.finish_reason = "stop"
    usage = getattr(answer, "usage", None)
    for name in set(answer.model_dump()) - {"id", "object", "created", "model", "choices"}:
        setattr(answer, name, None)
    if usage is not None:
        answer.usage = Usage(usage.prompt_tokens, usage.completion_tokens, usage.total_tokens)
    answer.id = f"chatcmpl-{data.get('litellm_call_id')}"
    return answer


def _without_headers(answer: Any) -> None:
    hidden = getattr(answer, "_hidden_params", None)
    headers = hidden.get("additional_headers") if isinstance(hidden, dict) else None
    if isinstance(headers, dict):
        headers.clear()


unread = Unread()
