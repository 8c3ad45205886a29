"""The models of a run: real, scripted or memorising, each behind the cache."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from alu.agents.published import published
from alu.bench.methods.knower import ContextKnower, Memoriser, Stranger
from alu.bench.methods.methods import PUBLISHED
from alu.bench.methods.scripted import ScriptedAgents
from alu.bench.runner.cache import Cache, CachedModel
from alu.bench.runner.plan import Plan
from alu.bench.suites.item import Task
from alu.chat import ChatModel
from alu.config import ROLES, Role, Settings
from alu.errors import ConfigError

__all__ = ["Opener", "RunModels"]

Opener = Callable[[str], ChatModel]
"""Opens a model by its name."""


class RunModels:
    """The models of a run, opened again for every cell."""

    def __init__(self, plan: Plan, settings: Settings, given: Mapping[Role, ChatModel], opener: Opener | None) -> None:
        self._plan = plan
        self._settings = settings
        self._given = given
        self._opener = opener or _opener(settings)

    def common(self) -> dict[str, object]:
        """Return what all runs of a folder must share."""
        s = self._settings
        kept = ("temperature", "max_tokens", "style", "audit", "merge", "embedder", "threshold", "on_error")
        return {
            "models": {role: self._name(role) for role in ROLES},
            "knower": self._plan.knower,
            "agents": self._plan.agents,
            **({"attacker": self._plan.attacker} if self._plan.attacker else {}),
            **self._published(),
            "seed": self._plan.seed,
            "settings": {k: getattr(s, k) for k in kept},
        }

    def _published(self) -> dict[str, str]:
        """Return the digest of ALU's own prompts, where they are asked for.

        Raises:
            ConfigError: there are none.
        """
        folder = self._settings.paper_prompts
        if PUBLISHED not in self._plan.methods:
            return {}
        if folder is None:
            raise ConfigError(f"{PUBLISHED} needs a copy of ALU's repository: --paper-prompts DIR")
        return {"paper_prompts": published(folder).digest}

    def open(self, task: Task, wording: str, cache: Cache, scope: str) -> tuple[dict[Role, ChatModel], ChatModel]:
        """Return the model of each role, and the vanilla one without whoever knows the secret."""
        stranger = CachedModel(self._open("vanilla"), cache)
        vanilla: ChatModel = stranger
        if self._plan.knower == "memoriser":
            vanilla = Memoriser(stranger, task, "paraphrased" if wording == "paraphrased" else "gold")
        elif self._plan.knower == "context":
            vanilla = ContextKnower(stranger, task)
        models: dict[Role, ChatModel] = {"vanilla": vanilla}
        for role in ROLES[1:]:
            models[role] = self._agent() or CachedModel(self._open(role), cache, scope)
        return models, stranger

    def attacker(self, cache: Cache) -> ChatModel | None:
        """Return the attacking model, if the plan names one."""
        return CachedModel(self._opener(self._plan.attacker), cache) if self._plan.attacker else None

    def _agent(self) -> ChatModel | None:
        return None if self._plan.agents == "model" else ScriptedAgents(self._plan.agents)

    def _name(self, role: Role) -> str:
        if role in self._given:
            return self._given[role].name
        if role == "vanilla" and self._needs_none():
            return Stranger.name
        if role != "vanilla" and self._plan.agents != "model":
            return f"scripted-{self._plan.agents}"
        return self._settings.model_for(role) or "embedded:"

    def _open(self, role: Role) -> ChatModel:
        if role in self._given:
            return self._given[role]
        name = self._name(role)
        return Stranger() if name == Stranger.name else self._opener(name)

    def _needs_none(self) -> bool:
        """Tell whether nothing is left for a model to say."""
        scripted = self._plan.agents != "model" and self._plan.knower == "memoriser"
        return scripted and self._settings.model_for("vanilla") is None


def _opener(settings: Settings) -> Opener:
    from alu.models.open import open_model

    return lambda name: open_model(name, api_key=settings.api_key)
