"""Every other provider, through litellm, whose import takes 4 to 6 s: it happens with the first call.

No error that leaves this file has a text of the dialogue, of a reply or of a provider in it, nor the
provider's exception as its cause or context: both may hold the prompt or the key.
"""

from __future__ import annotations

import asyncio
import os
import time
import warnings
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from functools import cache, wraps
from inspect import iscoroutinefunction
from typing import Any

from pydantic import SecretStr

from alu.chat import Completion, Request
from alu.errors import AluError, BadReply, MissingKey, ModelRejected
from alu.models.provider_errors import fault_of
from alu.models.quiet import is_quiet, quiet, silence_loggers
from alu.models.remote import TIMEOUT, RemoteModel
from alu.models.retry import with_retries
from alu.models.wire import MAX_REPLY_BYTES, completion_of

__all__ = ["LiteLLMModel", "embed_texts", "load_litellm"]

_KEPT_NOWHERE = {"no-log": True, "caching": False, "cache": {"no-cache": True, "no-store": True}}
"""A cache or a log that the application has set up for litellm would hold drafts."""
_REPORTS = (
    *("pre_call", "post_call", "success_handler", "failure_handler"),
    *("async_success_handler", "async_failure_handler"),
)
"""What of litellm's logging tells callbacks of a call."""


class LiteLLMModel(RemoteModel):
    """Any other provider, through litellm."""

    def __init__(self, name: str, api_key: SecretStr | None, timeout: float) -> None:
        super().__init__(name, timeout)
        self._key = api_key

    def _load(self) -> None:
        """Import litellm, and see that it knows the provider: no server starts with a model that nobody serves."""
        try:
            load_litellm().get_llm_provider(model=self.name)
            return
        except Exception as error:
            fault = fault_of(error, self.name, keyed=self._key is not None, key="ALU_API_KEY")
        raise fault  # here, without context

    async def aclose(self) -> None:
        """Nothing: litellm keeps its connections for the whole process, and closes them at its end."""

    async def _once(self, body: dict[str, Any], request: Request, deadline: float) -> Completion:
        litellm = load_litellm()
        silence_loggers()
        try:
            reply = await litellm.acompletion(
                model=self.name,
                api_key=self._key.get_secret_value() if self._key else None,
                timeout=max(deadline - time.monotonic(), 0.001),
                num_retries=0,
                max_retries=0,
                drop_params=True,
                **{**body, **_KEPT_NOWHERE},
            )
            completion = completion_of(_capped(reply.model_dump()), request.messages)
            return replace(completion, tokens=replace(completion.tokens, cost=_cost(litellm, reply, self.name)))
        except AluError:
            raise
        except Exception as error:
            fault = _litellm_fault(litellm, error, self.name, self._key)
        raise fault


def _litellm_fault(litellm: Any, error: Exception, model: str, key: SecretStr | None) -> AluError:
    """Map litellm's exception; without a key some of its clients fail as if the server had."""
    missing = (litellm.validate_environment(model).get("missing_keys") or []) if key is None else []
    names = ", ".join([*missing, "or the key as ALU_API_KEY"]) if missing else "ALU_API_KEY"
    fault = fault_of(error, model, keyed=key is not None, key=names)
    if missing and isinstance(fault, ModelRejected) and (fault.status or 0) >= 500:
        return MissingKey(f"{model} wants a key: set {names}")
    return fault


@cache
def load_litellm() -> Any:
    """Import litellm, set up to send nothing but our calls: no price list is fetched, no callback runs."""
    os.environ.setdefault("LITELLM_LOCAL_MODEL_COST_MAP", "True")
    warnings.filterwarnings("ignore", "Items? .* `ReadOnly` qualifier", UserWarning)  # of its types, on first use
    import litellm

    litellm.suppress_debug_info = True
    for kind in ("callbacks", "input_callback", "success_callback", "failure_callback", "service_callback"):
        setattr(litellm, kind, [])
    from litellm.litellm_core_utils.litellm_logging import Logging

    for step in _REPORTS:
        setattr(Logging, step, _muted(getattr(Logging, step)))
    return litellm


def _muted(tell: Callable[..., Any]) -> Callable[..., Any]:
    """Return a step of litellm's logging that tells an application's callbacks of its own calls alone."""
    if iscoroutinefunction(tell):

        @wraps(tell)
        async def reported(*args: Any, **kwargs: Any) -> Any:
            return None if is_quiet() else await tell(*args, **kwargs)

        return reported

    @wraps(tell)
    def heard(*args: Any, **kwargs: Any) -> Any:
        return None if is_quiet() else tell(*args, **kwargs)

    return heard


def _cost(litellm: Any, reply: Any, model: str) -> float | None:
    """Return the price in US dollars, None where litellm knows none."""
    try:
        return float(litellm.completion_cost(completion_response=reply, model=model)) or None
    except Exception:  # it raises whatever it likes for a model without a price
        return None


def _capped(reply: dict[str, Any]) -> dict[str, Any]:
    """Refuse a reply that is too long to be one; litellm has read it by then."""
    if any(len(str(c.get("message"))) > MAX_REPLY_BYTES for c in reply.get("choices") or []):
        raise BadReply(f"the model answered with more than {MAX_REPLY_BYTES // 2**20} MiB")
    return reply


def embed_texts(
    model: str, texts: Sequence[str], *, api_key: SecretStr | None = None, timeout: float = TIMEOUT
) -> list[list[float]]:
    """Return one vector a text from a litellm embedding model. Blocks.

    Raises:
        ModelError: the model did not answer.
        ConfigError: its name or its key is missing or wrong.
    """
    calls = _embed(model, list(texts), api_key, time.monotonic() + timeout)
    with ThreadPoolExecutor(1) as thread:  # the caller's own event loop may be running
        return thread.submit(asyncio.run, calls).result()


async def _embed(model: str, texts: list[str], api_key: SecretStr | None, deadline: float) -> list[list[float]]:
    litellm = load_litellm()

    async def attempt() -> list[list[float]]:
        try:
            left = max(deadline - time.monotonic(), 0.001)
            key = api_key.get_secret_value() if api_key else None
            reply = litellm.embedding(model=model, input=texts, api_key=key, timeout=left, max_retries=0)
            return [list(map(float, row["embedding"])) for row in reply.data]
        except Exception as error:
            fault = _litellm_fault(litellm, error, model, api_key)
        raise fault

    with quiet():
        return await with_retries(attempt, seconds=deadline - time.monotonic())
