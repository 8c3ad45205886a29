"""The models of all roles: one for all, or separate ones for some."""

from __future__ import annotations

from collections.abc import Mapping

from alu.chat import ChatModel
from alu.config import ROLES, Role, Settings
from alu.errors import ConfigError

__all__ = ["open_roles"]


def open_roles(
    settings: Settings, model: str | ChatModel | None, roles: Mapping[Role, str | ChatModel]
) -> dict[Role, ChatModel]:
    """Open each role's model; roles of the same name share one.

    Raises:
        ConfigError: there is no such role, or a model or its name is wrong.
    """
    if not isinstance(roles, Mapping):
        raise ConfigError("roles is an object of models by role, as in roles={'audit': 'openai/gpt-4o-mini'}")
    if unknown := sorted(set(roles) - set(ROLES)):
        raise ConfigError(f"no such role: {', '.join(unknown)}; the roles are {', '.join(ROLES)}")
    opened: dict[str, ChatModel] = {}
    models: dict[Role, ChatModel] = {}
    for role in ROLES:
        wanted = roles.get(role) or model or settings.model_for(role) or "embedded"
        if isinstance(wanted, str):
            wanted = opened.get(wanted) or opened.setdefault(wanted, _open(wanted, settings))
        models[role] = _checked(wanted)
    return models


def _checked(model: ChatModel) -> ChatModel:
    """Return a model that a caller made.

    Raises:
        ConfigError: it is none.
    """
    # one of the caller's own may lack what is only called at the end
    if isinstance(model, type) or not (hasattr(model, "name") and callable(getattr(model, "complete", None))):
        what = f"the class {model.__name__}" if isinstance(model, type) else type(model).__name__
        raise ConfigError(f"a model is its name, or an object with name and complete (alu.ChatModel), not {what}")
    return model


def _open(name: str, settings: Settings) -> ChatModel:
    from alu.models.open import open_model

    return open_model(name, api_key=settings.api_key, timeout=settings.timeout)
