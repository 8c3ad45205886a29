"""`alu serve`: an OpenAI-compatible server that sends checked text only (the extra `server`).

- `app` puts the routes together, `run` runs them, `options` is what can be set, `service` what a process holds.
- `preload` is what workers share, who are `forks` of a `parent` that has no threads; `drain` is how a process ends.
- `chat` is `POST /v1/chat/completions`: `request` reads it, `answering` runs it, `reply` words the answer (`form`:
  as the model would have, `place`: in JSON), `stream` sends it in pieces. `protocols/` has others, over the same.
- `guard` is `POST /v1/guard`, for an answer that another model wrote; `guardrail` the same in LiteLLM's form, which
  sends question and answer apart, so that `dialogues` keeps the first until the second comes.
- `mcp/` has the tools of an MCP client, over HTTP at `/mcp` and on the standard streams of `alu mcp`.
- `targets` is `/v1/targets`, `history` and `receipt` what is below it, `activity` what was answered, `download` a file
  that is saved; `health` and `metrics` are the rest; `console/` is one page for people.
- `access` authenticates clients, `admission` lets requests in, `keys` keeps the API keys and `budgets` counts what is
  asked with each, `limits` and `waiting` bound each request, `connections` what is open.
"""

from __future__ import annotations

__all__: list[str] = []
