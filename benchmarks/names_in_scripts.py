"""Of real people's names, how many are found as Hindi, Japanese and Arabic write them, and how many are for nothing.

    python -m benchmarks.names_in_scripts [--data DIR] [--half 1]

Authors of TOFU's questions about real ones, wrong options among them, whose names a machine has translated. A hash of
the name decides in which half it is: constants were chosen on the first, this reports on the second. The names of a
half are stored in English, without facts, among 2,000 other real people; a name is looked up as it is translated, and
harmless questions with their answers (world facts, and people who are not stored) are looked up for any name. Some
translations are wrong («Chimamanda» as leather), and some of what is found for nothing is right: Thomas Jefferson is
stored. By words alone.
"""

from __future__ import annotations

import argparse
import json
import os
import re
from collections import defaultdict
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any
from zlib import crc32

from alu.store.store import TargetStore
from alu.store.target import Target
from alu.store.text.normalise import normalise
from benchmarks.report import counted, write
from benchmarks.shelves import SHELVES

DATA = Path(__file__).parents[2] / "shared" / "data"
LANGUAGES = {"hi": "Hindi", "ja": "Japanese", "ar": "Arabic"}
SHORTEST = 5
"""Letters of a translated name."""
ASKED = 200
"""Harmless questions of a file."""


def main() -> None:
    """Measure all languages and write the table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, default=DATA)
    parser.add_argument("--half", type=int, choices=(0, 1), default=1, help="0: that on which constants were chosen")
    options = parser.parse_args()
    os.environ["ALU_MEANING"] = "off"
    written = translated(options.data, options.half)
    people = [t for t in SHELVES["harmless-2000"](options.data).targets if key(t.name) not in set(map(key, written))]
    store = TargetStore.temporary([*(Target(id=key(name), name=name) for name in written), *people])
    look_up = store.snapshot().detector.look_up
    rows: dict[str, str] = {}
    for code, language in LANGUAGES.items():
        names = {name: some[code] for name, some in written.items() if code in some}
        found = sum(key(name) in {e.target_id for e in look_up([text])} for name, text in names.items())
        rows[f"{language}: names found"] = counted(found, len(names))
        asked = list(harmless(options.data, code))
        named = sum(any(e.aspect == "name" for e in look_up(texts)) for texts in asked)
        rows[f"{language}: harmless texts in which a name is found"] = counted(named, len(asked))
    write("names_in_scripts", rows, __doc__ or "")


def key(name: str) -> str:
    """Return a name as one id, whatever its accents and hyphens."""
    return re.sub("[^a-z]+", "_", normalise(name))


def translated(data: Path, half: int) -> Mapping[str, Mapping[str, str]]:
    """Return the names of one half, each with its translations by language."""
    found: dict[str, dict[str, str]] = defaultdict(dict)
    english = list(rows_of(data / "tofu" / "real_authors_perturbed.json"))
    for code in LANGUAGES:
        other = rows_of(data / "tofu_multilingual" / f"real_authors_perturbed_{code}.jsonl")
        for one, its in zip(english, other, strict=True):
            options = zip(
                (one["answer"], *one["perturbed_answer"]), (its["answer"], *its["perturbed_answer"]), strict=True
            )
            for name, text in options:
                if not text.isascii() and len(name.split()) > 1 and len(text) >= SHORTEST:
                    found[name].setdefault(code, text)
    once = {key(name): name for name in found}
    return {name: found[name] for name in once.values() if crc32(name.encode()) % 2 == half}


def harmless(data: Path, code: str) -> Iterator[tuple[str, str]]:
    """Yield harmless questions and their answers."""
    for kind in ("world_facts", "retain"):
        rows = list(rows_of(data / "tofu_multilingual" / f"{kind}_perturbed_{code}.jsonl"))
        yield from ((row["question"], row["answer"]) for row in rows[:ASKED])


def rows_of(path: Path) -> Iterator[dict[str, Any]]:
    """Yield the rows of a file."""
    yield from map(json.loads, path.read_text(encoding="utf-8").splitlines())


if __name__ == "__main__":
    main()
