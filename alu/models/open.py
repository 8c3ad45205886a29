"""Opens a `ChatModel` by name: the entry point to all models.

    http://host:port/v1#name    any OpenAI-compatible server; without #name, the first model it lists
    embedded:NAME or PATH.gguf  llama.cpp in a process of its own; `embedded` alone takes the best installed model
    NAME, PATH.gguf             the same, of a model that alu can fetch or that is installed
    openai/gpt-…, gpt-…         OpenAI itself
    anything else               litellm's names (anthropic/…, ollama/…, azure/…)

Neither openai, httpx2 nor litellm is imported here: a model imports what it needs with its first call, or in `load`.
"""

from __future__ import annotations

import os
import re
from urllib.parse import urlsplit

from pydantic import SecretStr

from alu.chat import ChatModel
from alu.errors import ConfigError, MissingKey, UnknownModel
from alu.models.embedded import EmbeddedModel, check
from alu.models.litellm import LiteLLMModel
from alu.models.openai import OpenAIModel, Server
from alu.models.remote import TIMEOUT

__all__ = ["open_model"]

_OPENAI_NAME = re.compile(r"openai/.+|(?:gpt|chatgpt|o\d)-?[^/]*")


def open_model(name: str, *, api_key: SecretStr | None = None, timeout: float = TIMEOUT) -> ChatModel:
    """Return the model that goes by `name`; nothing is sent yet.

    Args:
        name: one of the forms in the module's table.
        api_key: the server's key. Without it OpenAI and litellm look in their own environment
            variables; a plain server is sent none.
        timeout: seconds for each call, retries included, where the call itself sets none.

    Raises:
        ConfigError: the name or the model file is not usable as it is, or a part is missing.
    """
    if name.startswith(("http://", "https://")):
        return _http(name, api_key, timeout)
    if name == "embedded" or name.startswith("embedded:"):
        return _embedded(name, timeout)
    if _runs_here(name):
        return _embedded(f"embedded:{name}", timeout)
    if _OPENAI_NAME.fullmatch(name):
        return _openai(name, api_key, timeout)
    if not name.strip() or any(c.isspace() for c in name):
        raise UnknownModel("a model's name is empty or holds a space: write it as in openai/gpt-4o-mini")
    return LiteLLMModel(name, api_key, timeout)


def _runs_here(name: str) -> bool:
    """Tell whether a name without a scheme is that of a model file, and no provider's."""
    from alu.models.catalog import KNOWN, installed

    if name.lower().endswith(".gguf") or name in {known.name for known in KNOWN}:
        return True
    return "/" not in name and not _OPENAI_NAME.fullmatch(name) and name in installed()


def _http(name: str, api_key: SecretStr | None, timeout: float) -> ChatModel:
    try:
        url = urlsplit(name)
        host, _ = url.hostname, url.port
    except ValueError:
        host = None
    if not host:
        raise UnknownModel("the model's address is not a URL: write it as in http://localhost:8000/v1#name")
    if url.username or url.password or url.query:
        raise ConfigError("the model's address holds a password or a query: give the key as the API key instead")
    base = f"{url.scheme}://{url.netloc}{url.path.rstrip('/') or '/v1'}"
    shown = f"{base}#{url.fragment}" if url.fragment else base
    return OpenAIModel(shown, Server(base, api_key, url.fragment or None), timeout)


def _openai(name: str, api_key: SecretStr | None, timeout: float) -> ChatModel:
    key = api_key.get_secret_value() if api_key else os.environ.get("OPENAI_API_KEY")
    if not key:
        raise MissingKey(f"{name} needs a key: set OPENAI_API_KEY (or ALU_API_KEY)")
    base = os.environ.get("OPENAI_BASE_URL") or os.environ.get("OPENAI_API_BASE") or "https://api.openai.com/v1"
    return OpenAIModel(name, Server(base, SecretStr(key), name.removeprefix("openai/")), timeout)


def _embedded(name: str, timeout: float) -> ChatModel:
    from alu.models.catalog import default_model, resolve

    wanted = name.removeprefix("embedded").removeprefix(":")
    path = resolve(wanted) if wanted else default_model()
    check(path)
    return EmbeddedModel(name if wanted else f"embedded:{path.stem}", path, timeout)
