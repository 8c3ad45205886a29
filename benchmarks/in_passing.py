"""Long answers that mention a target in passing: how much of it is cut by code, and how much of the rest stays.

    python -m benchmarks.in_passing

`benchmarks/in_passing.json`: 64 essays, plans, letters, tables, programs and minutes of 200 to 560 words, in five
languages, by a writer who had not seen the rules; each says which of its sentences, rows and items speak of a target.
Agents clear nothing and rewrite nothing, so that all that is near a target is held and code alone cuts: what is still
left leaves. Where the question names the target («compare A, B and C»), nothing is released without a model.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from alu.chat import Message
from alu.flow.vault import Question
from alu.store.match.snapshot import Snapshot
from alu.store.target import Target
from alu.store.text.normalise import sentences
from benchmarks.release import cut, ready, vault_of
from benchmarks.report import counted, write

FILE = Path(__file__).with_suffix(".json")


def main() -> None:
    """Measure and write the table."""
    found = Counter[str]()
    for world in json.loads(FILE.read_text(encoding="utf-8"))["worlds"]:
        with ready([Target(**target) for target in world["targets"]]) as store:
            for case in world["cases"]:
                found += _measured(store.snapshot(), case)
    rows = {
        "withheld, the question names a target": counted(found["named, withheld"], found["named"]),
        "withheld, it names none": counted(found["withheld"], found["answers"]),
        "sentences about a target that are left": counted(found["left"], found["theirs"]),
        "answers with one": counted(found["with some left"], found["answers"] - found["withheld"]),
        "other sentences that stay": counted(found["kept"], found["others"]),
    }
    write("in_passing", rows, str(__doc__))


def _measured(snapshot: Snapshot, case: Mapping[str, Any]) -> Counter[str]:
    """Count what of an answer is cut; of those that are withheld nothing but that."""
    draft, theirs = case["draft"], case["theirs"]
    vault = vault_of(snapshot, Question(tuple(Message(role, text) for role, text in case["turns"])), draft)
    named = any(e.presumes for e in vault.all_evidence)
    vault.leaking_targets = frozenset(e.target_id for e in vault.evidence)
    text = cut(vault)
    if named or text is None:
        held = text is None
        return Counter({"named": named, "named, withheld": named and held, "answers": not named, "withheld": not named})
    others = draft
    for one in theirs:
        others = others.replace(one, "\n")
    kept = [s for s in sentences(others) if len(s.split()) > 1]
    left = [one for one in theirs if one in text]
    return Counter(
        {
            "answers": 1,
            "theirs": len(theirs),
            "left": len(left),
            "with some left": bool(left),
            "others": len(kept),
            "kept": sum(s in text for s in kept),
        }
    )


if __name__ == "__main__":
    main()
