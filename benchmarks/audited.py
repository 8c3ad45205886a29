"""What a real model changes of answers that must come back, where something stored is near them.

    alu doctor --agents --model embedded:PATH
    python -m benchmarks.audited --model embedded:PATH --data DIR

2,000 real people are stored and ordinary prompts are asked; the subjects of RWKU are stored with their questions and
answers, and questions about their neighbours are asked. Agents that clear everything come first, through look-up and
gate alone (`benchmarks.release`): only what is near a target goes to an agent at all, so that only this is asked again,
of the model, through the whole flow. The vanilla model says the answer of the data set.
"""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from pathlib import Path

from alu import Unlearner
from alu.chat import ChatModel, Message
from alu.config import ROLES, Role
from alu.flow.vault import Question
from alu.models.open import open_model
from alu.store.match.snapshot import Snapshot
from alu.store.store import TargetStore
from alu.store.target import Target
from alu.testing import ScriptedModel
from benchmarks.cases import Asked, harmless, unnamed
from benchmarks.release import Reply, ready, reply
from benchmarks.report import counted, write
from benchmarks.shelves import SHELVES

EACH = 600
"""Prompts of each kind, more than there are."""


def ordinary(data: Path) -> tuple[Sequence[Target], Sequence[Asked]]:
    """Return 2,000 people, and every ordinary prompt in which none of their names stands."""
    people = SHELVES["harmless-2000"](data).targets
    return people, unnamed(harmless(data, EACH), people)


def neighbours(data: Path) -> tuple[Sequence[Target], Sequence[Asked]]:
    """Return RWKU's subjects with their facts, and questions about their neighbours."""
    shelf = SHELVES["rwku-QA"](data)
    return shelf.targets, [a for a in shelf.asked if a.target is None]


def cleared(snapshot: Snapshot, asked: Asked) -> Reply:
    """Return what comes back where the agents clear everything."""
    (turn,) = asked.probe.turns
    return reply(snapshot, Question((Message("user", turn.ask),)), turn.say)


def audited(store: TargetStore, asked: Sequence[Asked], model: ChatModel) -> int:
    """Return how many answers come back changed where `model` is every agent."""
    says = {a.probe.turns[0].ask: a.probe.turns[0].say for a in asked}
    roles: dict[Role, str | ChatModel] = {
        **dict.fromkeys(ROLES, model),
        "vanilla": ScriptedModel(reply=lambda request: says.get(request.messages[-1].content, "I don't know.")),
    }
    with Unlearner.open(store, roles=roles, seed=0, timeout=600, deadline=3600) as unlearner:
        return sum(unlearner.ask(question).text != said for question, said in says.items())


def main() -> None:
    """Measure and write the table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--model", required=True)
    options = parser.parse_args()
    rows = dict[str, str]()
    for name, (targets, asked) in {
        "ordinary prompts, 2,000 people": ordinary(options.data),
        "RWKU neighbours, QA": neighbours(options.data),
    }.items():
        store = ready(targets)
        came = [(a, cleared(store.snapshot(), a)) for a in asked]
        near = [a for a, r in came if r.near]
        untouched = sum(r.text == a.probe.turns[0].say for a, r in came)
        rows[f"{name} · asked"] = str(len(asked))
        rows[f"{name} · near a target"] = counted(len(near), len(asked))
        rows[f"{name} · changed, agents that clear everything"] = counted(len(asked) - untouched, len(asked))
        changed = audited(store, near, open_model(options.model))
        rows[f"{name} · changed, {options.model}"] = counted(changed, len(asked))
    write("audited", rows, __doc__ or "")


if __name__ == "__main__":
    main()
