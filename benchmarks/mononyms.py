"""Names of one word stored in Latin letters: how many are found as seven other languages write them.

    python -m benchmarks.mononyms [--data DIR]

The names of `mononyms.tsv`, stored with nothing else, each alone in a text. With `--data`, questions and answers of
TOFU in Hindi, Japanese and Arabic are looked at, too, in which none of these names stands but by chance.
"""

from __future__ import annotations

import argparse
import json
from collections import defaultdict
from pathlib import Path

from alu.store.match.snapshot import Snapshot
from alu.store.store import TargetStore
from alu.store.target import Target
from benchmarks.report import counted, write

FILE = Path(__file__).parent / "mononyms.tsv"
LANGUAGES = ("Japanese", "Korean", "Hindi", "Arabic", "Greek", "Hebrew", "Russian")
KINDS = ("retain", "real_authors", "world_facts")


def named(snapshot: Snapshot, text: str) -> frozenset[str]:
    """Return the targets whose names are found in a text."""
    return frozenset(e.target_id for e in snapshot.detector.look_up([text], source="draft") if e.aspect == "name")


def main() -> None:
    """Measure and write the table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path)
    options = parser.parse_args()
    lines = [line.split("\t") for line in FILE.read_text(encoding="utf-8").splitlines() if not line.startswith("#")]
    snapshot = TargetStore.temporary([Target(id=name, name=name) for name, *_ in lines], meaning="off").snapshot()
    found = defaultdict[str, list[bool]](list)
    for name, *written in lines:
        for language, text in zip(LANGUAGES, written, strict=True):
            for group in (language, "all") if text else ():
                found[f"{group} · found"].append(name in named(snapshot, text))
    for language in ("hi", "ja", "ar") if options.data else ():
        for kind in KINDS:
            file = options.data / f"tofu_multilingual/{kind}_perturbed_{language}.jsonl"
            rows = map(json.loads, file.read_text(encoding="utf-8").splitlines())
            texts = [text for row in rows for text in (row["question"], row["answer"])]
            found[f"TOFU, {language} · taken for one"] += [bool(named(snapshot, text)) for text in texts]
    write("mononyms", {what: counted(sum(some), len(some)) for what, some in found.items()}, __doc__ or "")


if __name__ == "__main__":
    main()
