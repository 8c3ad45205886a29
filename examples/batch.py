"""Answer a JSONL file of questions, 16 at a time; answers come in the order of the questions.

    python examples/batch.py http://127.0.0.1:8000/v1 questions.jsonl answers.jsonl

A line in: `{"question": "…"}`. A line out: the same, with `answer` and `verdict`. What is to be forgotten is in
the configured store.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path

from alu import Unlearner


def main(model: str, source: str, out: str) -> None:
    """Write each answer as soon as it and all before it are there."""
    rows = [json.loads(line) for line in Path(source).read_text(encoding="utf-8").splitlines() if line.strip()]
    with Unlearner.open(model=model) as unlearner, Path(out).open("w", encoding="utf-8") as file:
        for row, answer in zip(rows, unlearner.map(row["question"] for row in rows), strict=True):
            done = {**row, "answer": answer.text, "verdict": answer.verdict}
            file.write(json.dumps(done, ensure_ascii=False) + "\n")
            file.flush()


if __name__ == "__main__":
    main(*sys.argv[1:])
