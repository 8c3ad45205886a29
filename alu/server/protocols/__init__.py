"""Other protocols than chat completions, over the same pipeline: each request is turned into one of chat completions.

- `responses` is OpenAI's `POST /v1/responses`, without a memory; `responses_reply` words its answers.
- `messages` is Anthropic's `POST /v1/messages`; `messages_reply` words its answers.
- `turns` is what both need to turn their dialogues into one of chat completions.
- `refused` are addresses of OpenAI's that this server does not have, and what to do instead.
"""

from __future__ import annotations

__all__: list[str] = []
