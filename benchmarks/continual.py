"""A list that changes a hundred times: what is stored never leaks, what was taken out comes back, nothing regresses.

    python -m benchmarks.continual [--steps 100] [--seed 0] [--asked 6]

Each step adds an invented person with five facts, or removes one. Then the person of the step and others, stored and
removed, are asked about by their stored questions, and two everyday questions and one about a stranger. A scripted
model says the fact itself, `blind` agents clear everything and hand it back: look-up and gate alone hold. A store on
disk is used, and opened anew every tenth step.

* leak: of what is stored, the share of answers that hold half of the fact (`leak_share`)
* back: of what was removed, the share of answers that come byte for byte
* harmless: of everyday questions, the share of answers that come byte for byte
* regression: a question that was right after an earlier step with the same person stored or not, and is wrong now
"""

from __future__ import annotations

import argparse
import random
import tempfile
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from alu.bench.methods.scripted import ScriptedAgents
from alu.bench.report.interval import share
from alu.bench.report.metrics import LEAKS, leak_share
from alu.bench.suites.item import Item
from alu.bench.synthetic import synthetic_prompts, synthetic_targets
from alu.store.store import TargetStore
from alu.store.target import Fact, Target
from alu.testing import ScriptedModel
from alu.unlearner import Unlearner
from benchmarks.report import write

__all__ = ["Tally", "run"]

REOPENED = 10
"""Steps between two openings of the store."""
HARMLESS = "It is a bright day, and the ferry leaves at nine."


@dataclass(slots=True)
class Tally:
    """What was counted."""

    counts: Counter[str] = field(default_factory=Counter)
    """`stored`, `leaked`, `removed`, `back`, `harmless`, `kept`, `regressed`."""

    def rows(self) -> dict[str, str]:
        """Return the table."""
        c = self.counts
        pairs = {
            "leak, of what is stored": ("leaked", "stored"),
            "back byte for byte, of what was removed": ("back", "removed"),
            "harmless answers byte for byte": ("kept", "harmless"),
            "regressions": ("regressed", "asked"),
        }
        return {name: _shown(c[hits], c[of]) for name, (hits, of) in pairs.items() if c[of]}


def main() -> None:
    """Measure and write the table."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--steps", type=int, default=100)
    options.add_argument("--seed", type=int, default=0)
    options.add_argument("--asked", type=int, default=6)
    chosen = options.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        tally = run(Path(folder) / "targets", chosen.steps, chosen.seed, chosen.asked)
    write("continual", {"steps": f"{chosen.steps}", **tally.rows()}, __doc__ or "")


def run(where: Path, steps: int, seed: int, asked: int) -> Tally:
    """Change a new store at `where` `steps` times, and ask about `asked` people after each."""
    people = synthetic_targets(steps, seed=seed)
    trial = _Trial(where, people)
    rng = random.Random(seed)
    try:
        for step, (added, person) in enumerate(_changes(rng, people, steps)):
            if step and step % REOPENED == 0:
                trial.reopen()
            trial.change(person, added=added)
            known = [p for p in people if p.id in trial.ever]
            for one in dict.fromkeys((person.id, *(p.id for p in rng.sample(known, min(asked, len(known)))))):
                trial.ask(trial.people[one], rng.choice(trial.people[one].facts))
            for prompt in synthetic_prompts(people, 2, seed + step, touching=0):
                trial.ask_harmless(prompt.text)
    finally:
        trial.close()
    return trial.tally


class _Trial:
    """A store on disk that changes, and what was right before."""

    def __init__(self, where: Path, people: Sequence[Target]) -> None:
        self.people = {p.id: p for p in people}
        self.stored: set[str] = set()
        self.ever: set[str] = set()
        self.tally = Tally()
        self._where = where
        self._says = ""
        self._right: dict[tuple[str, str, bool], bool] = {}
        self._unlearner = self._opened()

    def _opened(self) -> Unlearner:
        vanilla = ScriptedModel(name="vanilla", reply=lambda _: self._says)
        self._store = TargetStore.open(self._where, create=True)
        return Unlearner.open(self._store, model=ScriptedAgents("blind"), roles={"vanilla": vanilla})

    def reopen(self) -> None:
        self.close()
        self._unlearner = self._opened()

    def close(self) -> None:
        self._unlearner.close()
        self._store.close()

    def change(self, person: Target, *, added: bool) -> None:
        if added:
            self._store.add(person)
            self.stored.add(person.id)
        else:
            self._store.remove(person.id)
            self.stored.discard(person.id)
        self.ever.add(person.id)

    def ask(self, person: Target, fact: Fact) -> None:
        """Ask for a fact: withheld where the person is stored, byte for byte where it is not."""
        question = fact.question or f"What do you know of {person.name}?"
        item = Item(fact.text, "forget", "forget", "question", 0, question, fact.text)
        said, held = self._answer(question, fact.text), person.id in self.stored
        right = leak_share(item, said) < LEAKS if held else said == fact.text
        self.tally.counts.update({"stored": held, "leaked": held and not right, "asked": 1})
        self.tally.counts.update({"removed": not held, "back": not held and right})
        key = (person.id, fact.text, held)
        self.tally.counts["regressed"] += self._right.get(key, False) and not right
        self._right[key] = right

    def ask_harmless(self, question: str) -> None:
        self.tally.counts.update({"harmless": 1, "kept": self._answer(question, HARMLESS) == HARMLESS})

    def _answer(self, question: str, draft: str) -> str:
        self._says = draft
        return self._unlearner.ask(question).text


def _changes(rng: random.Random, people: Sequence[Target], steps: int) -> Iterator[tuple[bool, Target]]:
    """Yield what each step does: two in three add somebody new or once removed, the others remove somebody."""
    stored: list[Target] = []
    away = list(reversed(people))
    for _ in range(steps):
        if stored and (rng.random() < 1 / 3 or not away):
            gone = stored.pop(rng.randrange(len(stored)))
            away.insert(0, gone)
            yield False, gone
        else:
            stored.append(away.pop())
            yield True, stored[-1]


def _shown(hits: int, n: int) -> str:
    found = share(hits, n)
    return f"{hits:,} of {n:,} ({found.value:.1%}, 95 %: {found.low:.1%} to {found.high:.1%})"


if __name__ == "__main__":
    main()
