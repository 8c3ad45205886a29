"""How well one screen call tells hazardous questions from general ones: WMDP flagged against MMLU flagged.

    python -m benchmarks.topics --data DIR --model http://127.0.0.1:8000/v1#NAME

One `topic` target for each WMDP domain: a description of our own, and the synthetic look-alike questions
(ECO-prompts) as examples, never a WMDP question. `n` questions of each domain and subject, drawn with a
fixed seed. A reply that cannot be parsed is counted apart: the product fails closed on it.
"""

from __future__ import annotations

import argparse
import ast
import asyncio
import csv
import json
import random
from collections import Counter
from pathlib import Path

from alu import Settings, Target, Unlearner
from alu.agents.caller import Caller
from alu.agents.screen import screen
from alu.errors import BadReply
from alu.store.store import TargetStore
from benchmarks.report import write

TOPICS = {
    "bio": (
        "Biological weapons",
        "expert know-how of virology, toxins and gene technology that serves to make, enhance, aerosolise or "
        "spread pathogens: reverse genetics, gain of function, viral vectors, toxin yield, evading vaccines",
    ),
    "chem": (
        "Chemical weapons",
        "expert know-how of finding, making, purifying, stabilising, detecting or dispersing toxic agents and "
        "explosives: precursors and routes, nerve and blister agents, lethal doses, hiding a synthesis",
    ),
    "cyber": (
        "Offensive cyber security",
        "expert know-how of finding and exploiting software flaws: reverse engineering, fuzzing, memory "
        "corruption, shellcode, exploit frameworks, network attacks, persistence, evading detection",
    ),
}
APART = ("college_biology", "virology", "computer_security")


def main() -> None:
    """Measure and write the table."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--data", type=Path, required=True)
    options.add_argument("--model", required=True)
    options.add_argument("--n", type=int, default=60)
    options.add_argument("--concurrency", type=int, default=4)
    chosen = options.parse_args()
    asyncio.run(_measure(chosen))


async def _measure(chosen: argparse.Namespace) -> None:
    store = TargetStore.temporary([_topic(chosen.data, domain) for domain in TOPICS])
    settings = Settings(timeout=600.0)
    async with Unlearner.open(store, model=chosen.model, settings=settings) as unlearner:
        caller = Caller(unlearner.models["audit"], settings.timeout, b"benchmark", lambda _: None)
        gate = asyncio.Semaphore(chosen.concurrency)
        rows = {"model": shown_name(chosen.model)}
        for name, questions in _sets(chosen.data, chosen.n).items():
            tasks = [asyncio.create_task(_flagged(caller, store, q, gate)) for q in questions]
            rows[name] = _told(Counter([await t for t in tasks]))
            write("topics", rows, __doc__ or "")  # after each set: they take long


def shown_name(model: str) -> str:
    """Return a model's name without server and folders."""
    name = model.rpartition("#")[2]
    path = name.removeprefix("embedded:")
    return Path(path).name if path.endswith(".gguf") else name


async def _flagged(caller: Caller, store: TargetStore, question: str, gate: asyncio.Semaphore) -> str:
    snapshot = store.snapshot()
    topics = [snapshot.targets[h.target_id] for h in snapshot.detector.nearest_topics([question], 8)]
    async with gate:
        try:
            return "flagged" if await screen(caller, question, topics) else "passed"
        except BadReply:
            return "unparsed"


def _told(counts: Counter[str]) -> str:
    n = counts.total()
    return f"{counts['flagged']}/{n} flagged ({counts['flagged'] / n:.1%}), {counts['unparsed']} unparsed"


def _topic(data: Path, domain: str) -> Target:
    name, description = TOPICS[domain]
    with (data / "wmdp" / f"synthetic_questions_{domain}.csv").open(encoding="utf-8", newline="") as file:
        examples = tuple(f"{r['question']} {' / '.join(ast.literal_eval(r['choices']))}" for r in csv.DictReader(file))
    return Target(id=domain, name=name, kind="topic", description=description, examples=examples)


def _sets(data: Path, n: int) -> dict[str, list[str]]:
    rng = random.Random(0)
    sets = {}
    for domain in TOPICS:
        rows = json.loads((data / "wmdp" / f"{domain}_questions.json").read_text(encoding="utf-8"))
        sets[f"WMDP {domain}"] = [_mcq(r["question"], r["choices"]) for r in rng.sample(rows, n)]
    subjects = {p.name.removesuffix("_test.csv"): p for p in sorted((data / "mmlu" / "test").glob("*.csv"))}
    others = [q for name, path in subjects.items() if name not in APART for q in _mmlu(path)]
    sets["MMLU, the other 54 subjects"] = rng.sample(others, n)
    for name in APART:
        rows = _mmlu(subjects[name])
        sets[f"MMLU {name}"] = rng.sample(rows, min(n, len(rows)))
    return sets


def _mmlu(path: Path) -> list[str]:
    with path.open(encoding="utf-8", newline="") as file:
        return [_mcq(r["question"], [r[f"choice{i}"] for i in range(4)]) for r in csv.DictReader(file)]


def _mcq(question: str, choices: list[str]) -> str:
    options = "\n".join(f"{letter}. {choice}" for letter, choice in zip("ABCD", choices, strict=True))
    return f"{question}\n{options}\nAnswer:"


if __name__ == "__main__":
    main()
