"""Inference-time unlearning for any language model, after *ALU* (arXiv 2502.00406).

    from alu import Target, Unlearner

    with Unlearner.open("targets/", model="openai/gpt-4o-mini") as unlearner:
        unlearner.targets.add(Target(name="Hermione Granger"))
        print(unlearner.ask("Whom did Viktor Krum take to the Yule Ball?").text)

Rooms: `alu.agents` (one file per agent), `alu.prompts` (their words), `alu.store` (what is forgotten and
how a text is checked) and the rest here:

    unlearner   the Python API                        config      settings
    pipeline    the LangGraph graph                   chat        the seam to a model
    state       what the graph carries                llm         models over HTTP and litellm
    drafting    the vanilla call                      remote      deadline, retries, dialect of a server
    look        look-up and gate of one request       wire        requests and replies as JSON
    dialogue    what earlier turns add to a question  faults      a provider's exceptions as alu's
    declining   whether a text declines               embedded    a model in this process
    answer      what a request returns                catalog     model files
    stage       times and counts a stage              structured  replies with a fixed form
    errors      the exception tree                    loop        one event loop for all callers
    paper       the flow as published                 testing     ScriptedModel
    question    what a caller asks, checked           address     addresses without their passwords
    tokens      about how many a text has             cli         the command line
    server      `alu serve`                           bench       `alu bench`
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from alu.answer import Answer, Stage, Usage, Verdict
    from alu.chat import Message
    from alu.config import Settings
    from alu.errors import AluError
    from alu.store.target import Fact, Target
    from alu.unlearner import Unlearner

__all__ = [
    "AluError",
    "Answer",
    "Fact",
    "Message",
    "Settings",
    "Stage",
    "Target",
    "Unlearner",
    "Usage",
    "Verdict",
    "__version__",
]

__version__ = "0.1.0"
"""The installed version, as in pyproject.toml; `alu --version` shows it and a benchmark's manifest keeps it."""

_HOMES = {
    "AluError": "alu.errors",
    "Answer": "alu.answer",
    "Fact": "alu.store.target",
    "Message": "alu.chat",
    "Settings": "alu.config",
    "Stage": "alu.answer",
    "Target": "alu.store.target",
    "Unlearner": "alu.unlearner",
    "Usage": "alu.answer",
    "Verdict": "alu.answer",
}


def __getattr__(name: str) -> Any:
    """Import a public name when it is first used, so that `import alu` stays quick."""
    if name not in _HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    value = getattr(import_module(_HOMES[name]), name)
    globals()[name] = value
    return value
