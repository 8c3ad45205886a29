"""For LiteLLM's proxy: what a model thinks does not leave. Its guardrails see an answer's text and tool calls alone.

`litellm_proxy.yaml` names it; the file has to be in the folder of that file. In a stream, thoughts are part of the text
(`merge_reasoning_content_in_choices`), where the guardrail sees them.
"""

from __future__ import annotations

from typing import Any

from litellm.integrations.custom_logger import CustomLogger

THOUGHTS = ("reasoning_content", "reasoning", "reasoning_items", "thinking_blocks", "provider_specific_fields")


class Thoughts(CustomLogger):
    """Takes thoughts out of each finished answer."""

    async def async_post_call_success_hook(self, data: dict[str, Any], user_api_key_dict: Any, response: Any) -> Any:
        """Return the answer without thoughts."""
        for choice in getattr(response, "choices", None) or ():
            for part in (choice, choice.message):
                for name in THOUGHTS:
                    if getattr(part, name, None) is not None:
                        setattr(part, name, None)
        return response


thoughts = Thoughts()
