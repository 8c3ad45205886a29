"""`alu serve`: an OpenAI-compatible server that sends checked text only (the extra `server`).

- `app` puts the routes together, `run` runs them, `options` is what can be set, `service` what a process holds.
- `chat` is `POST /v1/chat/completions`: `request` reads it, `reply` words the answer (`form`: as the model
  would have, `place`: in JSON), `stream` sends it in pieces.
- `targets` is `/v1/targets`, `health` and `metrics` the rest; `console/` is one page for people.
- `access` authenticates clients, `admission` lets requests in, `keys` keeps the API keys, `limits` and `waiting` bound
  each request, `connections` what is open.
"""

from __future__ import annotations

__all__: list[str] = []
