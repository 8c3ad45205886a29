"""Inference-time unlearning for any language model, after *ALU* (arXiv 2502.00406).

    from alu import Target, Unlearner

    with Unlearner.open("targets/", model="openai/gpt-4o-mini") as unlearner:
        unlearner.targets.add(Target(name="Hermione Granger"))
        print(unlearner.ask("Who did Viktor Krum take to the Yule Ball?").text)

Everything that an application needs can be imported from here; importing `alu` itself loads nothing else. Each package
lists its modules at the top of its `__init__.py`:

    flow        one request: graph, state, checks         unlearner   `Unlearner`, the Python API
    models      models over HTTP or on this machine       answer      `Answer`: what a request returns
    agents      one file an agent                         chat        `ChatModel`, the seam to a model
    prompts     their words                               config      `Settings`
    store       targets, detection, the release gate      errors      the exception tree
    cli         the command line                          testing     `ScriptedModel`, for tests of your own
    server      `alu serve`                               loop        one event loop for all callers
    bench       `alu bench`                               address     addresses without their passwords
    isolation   runs apart from their callers' callbacks  tokens      about how many tokens a text has
    openai      OpenAI's client over all this, in process  overrides  settings as keyword arguments
    batch       many questions from a file                streaming   an answer in pieces
    opened      the store that the settings name
    langchain   LangChain's and LangGraph's models, checked
    inspect_ai  a solver for Inspect AI
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from alu.answer import Answer, Stage, Usage, Verdict
    from alu.chat import ChatModel, Message
    from alu.config import Settings
    from alu.errors import AluError, BrokenOff, ConfigError, InputError, ModelError, StoreError
    from alu.store.match.evidence import Evidence
    from alu.store.match.examination import examine
    from alu.store.store import TargetStore
    from alu.store.target import Fact, Target
    from alu.unlearner import Unlearner

__all__ = [
    "AluError",
    "Answer",
    "BrokenOff",
    "ChatModel",
    "ConfigError",
    "Evidence",
    "Fact",
    "InputError",
    "Message",
    "ModelError",
    "Settings",
    "Stage",
    "StoreError",
    "Target",
    "TargetStore",
    "Unlearner",
    "Usage",
    "Verdict",
    "__version__",
    "examine",
]

__version__ = "0.1.0"
"""The installed version, as in pyproject.toml; `alu --version` shows it and a benchmark's manifest keeps it."""

_HOMES = {
    "AluError": "alu.errors",
    "Answer": "alu.answer",
    "ChatModel": "alu.chat",
    "BrokenOff": "alu.errors",
    "ConfigError": "alu.errors",
    "Evidence": "alu.store.match.evidence",
    "Fact": "alu.store.target",
    "InputError": "alu.errors",
    "Message": "alu.chat",
    "ModelError": "alu.errors",
    "Settings": "alu.config",
    "Stage": "alu.answer",
    "StoreError": "alu.errors",
    "Target": "alu.store.target",
    "TargetStore": "alu.store.store",
    "Unlearner": "alu.unlearner",
    "Usage": "alu.answer",
    "Verdict": "alu.answer",
    "examine": "alu.store.match.examination",
}


def __getattr__(name: str) -> Any:
    """Import a public name when it is first used, so that `import alu` stays quick."""
    if name not in _HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    value = getattr(import_module(_HOMES[name]), name)
    globals()[name] = value
    return value
