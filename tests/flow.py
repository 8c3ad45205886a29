"""Scripted agents and small forget sets for tests of the flow."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from typing import Any

from alu.chat import Choice, Completion, Message, Request
from alu.flow import checks
from alu.flow.dialogue import followed
from alu.flow.vault import Question, Vault
from alu.store.store import TargetStore
from alu.store.target import Fact, Target
from alu.testing import ScriptedModel
from alu.unlearner import Unlearner
from tests.detectors import snapshot

__all__ = ["CANARY", "KEEPER", "NAMESAKE", "WILL", "agents", "looked_up", "thread", "unlearner"]

CANARY = "zanzibar-quartz-9471"
"""Stands in drafts; must never be seen anywhere but in a clean answer."""

KEEPER = Target(
    id="keeper",
    name="Odalys Brannigan",
    aliases=("O. Brannigan",),
    description="lighthouse keeper of Skerrow, born 1931",
    facts=(
        Fact(text="Odalys Brannigan kept a tame gull called Admiral Thunderbeak."),
        Fact(text="Odalys Brannigan was born in the village of Dunmorrow in 1931."),
        Fact(text="She wrote a logbook titled Forty Winters of Fog."),
    ),
    reason="GDPR-2026-118",
)
NAMESAKE = Target(id="bare", name="Petra Lindqvist-Mora")
WILL = Target(id="will", name="Will Young", description="a singer", facts=(Fact(text="Will Young sang Evergreen."),))


def agents(
    *,
    leak: str = "direct",
    who: str = "same",
    only: bool = False,
    answers: Sequence[str] = ("The tower is 38 metres tall.",),
    edits: Sequence[tuple[int, str, str]] = (),
    forgotten: int = 5,
    faithful: int = 5,
    topic: str = "none",
    sentence: int = 1,
) -> Callable[[Request], str | Sequence[str]]:
    """Return a reply function that reads from the schema which agent is asked."""
    left = list(answers)

    def reply(request: Request) -> str | Sequence[str]:
        keys = (request.schema or {}).get("properties", {})
        if "topic" in keys:
            return json.dumps({"subject": "anything", "topic": topic})
        if "edits" in keys:
            said = {"about": "the tower", "keep": False}
            return json.dumps({"edits": [{"sentence": n, **said, "span": s, "text": t} for n, s, t in edits]})
        if "answer" in keys:
            texts = [json.dumps({"answer": left.pop(0) if len(left) > 1 else left[0]}) for _ in range(request.n)]
            return texts[0] if request.n == 1 else texts
        if "only" in keys:
            ruling = {"who": who, "leak": leak, "sentence": sentence if leak != "none" else 0}
            return json.dumps({**{k: ruling for k in keys if k != "only"}, "only": only})
        return json.dumps({k: {"forgotten": forgotten, "faithful": faithful, "helpful": 5} for k in keys})

    return reply


def unlearner(
    *targets: Target,
    draft: str | Completion | Callable[[Request], str | Completion] = f"All is well: {CANARY}.",
    judge: Callable[[Request], str | Sequence[str]] | None = None,
    **settings: Any,
) -> tuple[Unlearner, ScriptedModel, ScriptedModel]:
    """Return an unlearner over `targets` with its vanilla model and its other agents."""
    vanilla = ScriptedModel(name="vanilla", reply=draft if callable(draft) else lambda _: draft)
    others = ScriptedModel(name="agents", reply=judge or agents())
    opened = Unlearner.open(
        TargetStore.temporary(targets or (KEEPER,)), model=others, roles={"vanilla": vanilla}, **settings
    )
    return opened, vanilla, others


def thread(question: Question) -> str | None:
    """Return the question after the turns that it follows up on; None where it follows up on none."""
    turns = followed(question)
    return "\n".join([*turns, question.text]) if turns else None


def looked_up(question: str, draft: str, *calls: dict[str, Any], targets: tuple[Target, ...] = (KEEPER, WILL)) -> Vault:
    """Return the vault of a request whose draft has been looked up."""
    made = Vault(Question((Message("user", question),)))
    made.snapshot = snapshot(targets)
    made.draft = Completion((Choice(draft, "stop", calls),))
    asked = checks.detect_in_question(made)
    checks.read_draft(made, made.draft)
    checks.detect_in_draft(made, asked)
    return made
