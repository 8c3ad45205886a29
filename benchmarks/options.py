"""What of questions with options is changed while 2,000 real people are stored.

    python -m benchmarks.options --data DIR

Questions of MMLU (MIT), each with four options and the right one as the answer: «B. White» under «A. Black» is no
initial with a surname. Agents clear everything, so that look-up and gate alone decide (`benchmarks.release`). Rows in
which a stored name stands are left out. One in ten of the questions was looked at when the rules on options were made.
"""

from __future__ import annotations

import argparse
import csv
import random
from collections.abc import Iterator
from pathlib import Path

from alu.chat import Message
from benchmarks.public_sets import Row, counts
from benchmarks.report import write

_LETTERS = "ABCD"


def rows(data: Path) -> Iterator[Row]:
    """Yield all questions."""
    for file in sorted((data / "mmlu" / "test").glob("*.csv")):
        with file.open(encoding="utf-8", newline="") as lines:
            for row in csv.DictReader(lines):
                options = [f"{letter}. {row[f'choice{n}']}" for n, letter in enumerate(_LETTERS)]
                asked = "\n".join([row["question"], *options])
                yield Row("MMLU", (Message("user", asked),), options[int(row["answer"])])


def main() -> None:
    """Measure and write the table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--most", type=int, default=2_000, help="questions")
    options = parser.parse_args()
    found = [*rows(options.data)]
    asked = random.Random(7).sample(found, min(options.most, len(found)))
    counted = counts(options.data, asked)
    write("options", {what: count for what, count in counted.items() if what.startswith("MMLU")}, __doc__ or "")


if __name__ == "__main__":
    main()
