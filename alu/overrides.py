"""Single settings as typed keyword arguments."""

from __future__ import annotations

from pathlib import Path
from typing import Literal, TypedDict

from pydantic import SecretStr

from alu.config import ServerSettings

__all__ = ["Overrides"]


class Overrides(TypedDict, total=False):
    """The settings of `alu.config.Settings` but `model` and `store`, each of them optional; None was not given."""

    vanilla_model: str | None
    audit_model: str | None
    rewrite_model: str | None
    critic_model: str | None
    api_key: SecretStr | str | None
    namespace: str | None
    embedder: str | None
    meaning: str | None
    threshold: float | None
    channels: tuple[str, ...] | list[str] | None
    profile: Literal["fast", "paper"] | None
    audit: str | None
    screen: Literal["code", "model"] | None
    trust: Literal["measured", "weak", "strong"] | None
    merge: int | None
    style: Literal["unknown", "refuse"] | None
    on_error: Literal["closed", "open"] | None
    mode: Literal["enforce", "observe"] | None
    observe: tuple[str, ...] | list[str] | None
    stream: Literal["whole", "sentences"] | None
    timeout: float | None
    deadline: float | None
    temperature: float | None
    max_tokens: int | None
    seed: int | None
    server: ServerSettings | None
    activity: Literal["off", "ids", "texts"] | None
    activity_days: float | None
    chat_history: bool | None
    chroma: str | None
    paper_prompts: Path | str | None
    otel: bool | None
    tracing: bool | None
