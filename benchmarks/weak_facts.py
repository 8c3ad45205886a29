"""Whether the facts that `alu targets add` calls weak are those that a reader's own words get past.

    python -m benchmarks.weak_facts --data DIR

Stored are the twenty authors of TOFU forget10 with their answers as facts. `examine` says of each author which facts
are weak; TOFU's paraphrase of each answer, with «they» for the author's name, is then looked up in the list of all
twenty by words alone, and with the contextual embedder where it can be had.
"""

from __future__ import annotations

import argparse
import json
from pathlib import Path

from alu.bench.attacks.mask import unnamed
from alu.store.match.everyday import telling
from alu.store.match.examination import examine
from alu.store.store import TargetStore
from alu.store.target import Fact, Target
from benchmarks.report import counted, write

AUTHORS, ROWS = 20, 20


def main() -> None:
    """Measure and write the table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, required=True)
    data = parser.parse_args().data / "tofu"
    lines = [json.loads(line) for line in (data / "forget10_perturbed.json").read_text("utf-8").splitlines()]
    names = (data / "tofu_author.txt").read_text("utf-8").split("\n")[:AUTHORS]
    stored = [(name, lines[ROWS * n : ROWS * n + ROWS]) for n, name in enumerate(names)]
    targets = [
        Target(id=f"t{n}", name=name, facts=tuple(Fact(text=row["answer"]) for row in part))
        for n, (name, part) in enumerate(stored)
    ]
    every = {(n, fact) for n in range(AUTHORS) for fact in range(ROWS)}
    weak = {(n, fact) for n, target in enumerate(targets) for fact in examine(target).weak}
    rows = {"facts that are called weak": counted(len(weak), AUTHORS * ROWS)}
    paraphrases = [[unnamed(row["paraphrased_answer"], name, "they") for row in part] for name, part in stored]
    for label, meaning in (("by words", "off"), ("with the contextual embedder", "auto")):
        store = TargetStore.temporary(targets, meaning=meaning)
        if store.meaning:
            store.meaning.finish()
        missed = set[tuple[int, int]]()
        for n, said in enumerate(paraphrases):
            found = telling(store.snapshot().detector, said)
            missed |= {(n, fact) for fact, text in enumerate(said) if text not in found}
        for kind, facts in (("weak", weak), ("other", every - weak)):
            rows[f"paraphrases that are missed {label}: of {kind} facts"] = counted(len(missed & facts), len(facts))
    write("weak_facts", rows, __doc__ or "")


if __name__ == "__main__":
    main()
