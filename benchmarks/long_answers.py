"""What of models' long answers to ordinary instructions is changed while 2,000 real people are stored.

    python -m benchmarks.long_answers --data DIR [--man DIR] ANSWERS.json …

Each file is a list of objects with `instruction`, `output` and `generator`, as AlpacaEval keeps the answers of each
model (github.com/tatsu-lab/alpaca_eval, `results/MODEL/model_outputs.json`, Apache 2.0; not ours to ship). Agents clear
everything, so that look-up and gate alone decide (`benchmarks.release`). Rows in whose instruction or answer a stored
name stands are left out, those with a stored surname are counted apart, though most of these words are nobody's name
(«May», «Green», «Young»). With `--man`, translated manual pages of Debian are answers in other languages, too: all are
near somebody there, since no fact can be compared, and the question is what is changed.
"""

from __future__ import annotations

import argparse
import json
import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

from alu.chat import Message
from alu.flow.vault import Question
from alu.store.text.normalise import sentences
from benchmarks.opacity import texts
from benchmarks.release import ready, reply
from benchmarks.report import counted, write
from benchmarks.shelves import SHELVES

MANUAL = "manual pages in other languages"
_LONGEST = (5, 20, 40)
"""Sentences up to which an answer is counted together with others, lines of lists and code among them."""
_WORD = re.compile(r"[^\W\d_]+(?:['’-][^\W\d_]+)*")


class Answer(NamedTuple):
    """What was answered, by a model or in a manual."""

    source: str
    instruction: str
    text: str


def answers(files: Sequence[Path]) -> Iterator[Answer]:
    """Yield the answers of all files."""
    for file in files:
        for row in json.loads(file.read_text(encoding="utf-8")):
            yield Answer(row["generator"], row["instruction"], row["output"])


def manuals(data: Path, man: Path) -> Iterator[Answer]:
    """Yield pages of manuals, in all languages that are there."""
    for name, pairs in texts(data, man).items():
        if name.startswith("manpages-"):
            yield from (Answer(MANUAL, *pair) for pair in pairs)


def kind(answer: Answer, names: Sequence[str], surnames: frozenset[str]) -> str | None:
    """Return what an answer is counted as; None where one of `names`, which are in small letters, stands there."""
    text = f"{answer.instruction}\n{answer.text}"
    small = text.casefold()
    if any(name in small for name in names):
        return None
    if not surnames.isdisjoint(_WORD.findall(text)):
        return "with a stored surname"
    return "without"


def length(answer: Answer) -> str:
    """Return how many sentences an answer has, in words."""
    count = len(sentences(answer.text))
    return next(
        (f"up to {most} sentences" for most in _LONGEST if count <= most), f"more than {_LONGEST[-1]} sentences"
    )


def main() -> None:
    """Measure and write the table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--man", type=Path, help="folder with a folder `manpages-LANGUAGE` of each language")
    parser.add_argument("--every", type=int, default=1, help="ask one row in so many")
    parser.add_argument("--out", default="long_answers", help="name of the files of results")
    parser.add_argument("answers", type=Path, nargs="+")
    options = parser.parse_args()
    people = SHELVES["harmless-2000"](options.data).targets
    names, surnames = [t.name.casefold() for t in people], frozenset(t.name.split()[-1] for t in people)
    snapshot, found = ready(people).snapshot(), defaultdict[str, list[tuple[bool, bool]]](list)
    asked = list(answers(options.answers))[:: options.every]
    for answer in (*asked, *(manuals(options.data, options.man) if options.man else ())):
        if (one := kind(answer, names, surnames)) is None:
            continue
        came = reply(snapshot, Question((Message("user", answer.instruction),)), answer.text)
        by_models = (one, length(answer), "all models") if answer.source != MANUAL else ()
        for group in (answer.source, *by_models):
            found[group].append((bool(came.near), came.text != answer.text))
    rows = {
        f"{group} · {what}": counted(sum(each[n] for each in some), len(some))
        for group, some in sorted(found.items())
        for n, what in enumerate(("near a target", "changed"))
    }
    write(options.out, rows, __doc__ or "")


if __name__ == "__main__":
    main()
