"""For LiteLLM's proxy: what its guardrails do not see does not leave.

They see the text and the tool calls of a chat completion, and not what a model thinks; nor, among more, the streams of
`/v1/responses`, `/v1/messages` and `/v1/completions`, the answers of several models to one request («a,b» for a model),
and anything that is asked at `/queue/chat/completions`: such requests are refused. `litellm_proxy.yaml` names this
file, which has to be in the folder of that one. In a stream, thoughts are part of the text
(`merge_reasoning_content_in_choices`), where the guardrail sees them.
"""

from __future__ import annotations

from contextvars import ContextVar
from typing import Any

from fastapi import HTTPException
from litellm.integrations.custom_logger import CustomLogger

SEEN = ("acompletion", "aembedding")
"""What is let through: chat completions, and embeddings, which hold no text."""
THOUGHTS = ("reasoning_content", "reasoning", "reasoning_items", "thinking_blocks", "provider_specific_fields")

admitted: ContextVar[bool] = ContextVar("admitted", default=False)
"""Whether the request that is run here has come through the proxy's hooks, and so to its guardrails."""


class Unseen(CustomLogger):
    """Refuses requests whose answers would not be checked, and takes thoughts out of the others."""

    async def async_pre_call_hook(
        self, user_api_key_dict: Any, cache: Any, data: dict[str, Any], call_type: str
    ) -> dict[str, Any]:
        """Admit a request whose answer will be checked."""
        if call_type not in SEEN or "," in str(data.get("model")):
            raise _refusal()
        admitted.set(True)
        return data

    async def async_pre_call_deployment_hook(self, kwargs: dict[str, Any], call_type: Any) -> dict[str, Any]:
        """Let a model be asked for an admitted request alone: some of the proxy's addresses know no hooks."""
        if not admitted.get():
            raise _refusal()
        return kwargs

    async def async_post_call_success_hook(self, data: dict[str, Any], user_api_key_dict: Any, response: Any) -> Any:
        """Return the answer without thoughts."""
        for choice in getattr(response, "choices", None) or ():
            for part in (choice, choice.message):
                for name in THOUGHTS:
                    if getattr(part, name, None) is not None:
                        setattr(part, name, None)
        return response


def _refusal() -> HTTPException:
    return HTTPException(400, "answers of one model at /v1/chat/completions are checked, and nothing else leaves")


unseen = Unseen()
