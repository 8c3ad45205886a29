"""What of dialogues, passages, short answers and other languages is changed while 2,000 real people are stored.

    python -m benchmarks.public_sets --data DIR FILE …

The files are those of public sets, not ours to ship: dialogues of travellers and their assistants
(github.com/google-research-datasets/dstc8-schema-guided-dialogue, `dialogues_*.json`, CC BY-SA 4.0), of each of which a
reply is taken with all turns before it; models' answers to TruthfulQA in five languages
(github.com/hitz-zentroa/truthfulqa-multi, `results/gen/*/*/samples_*.jsonl`); JTruthfulQA
(github.com/nlp-waseda/JTruthfulQA, `data/JTruthfulQA.csv`, CC BY-NC-SA 4.0); solutions of sums
(github.com/openai/grade-school-math, `example_model_solutions.jsonl`, MIT); passages of an encyclopaedia in twelve
languages, each as the answer to a question on it (github.com/google-deepmind/xquad, `xquad.*.json`, CC BY-SA 4.0); and
what people ask a search engine, with short answers (github.com/google-research-datasets/natural-questions,
`nq_open/NQ-open.dev.jsonl`, CC BY-SA 3.0). Of the passages in English all were looked at when detection was worked on,
of the others and of the short answers some. Agents clear everything, so that look-up and gate alone decide
(`benchmarks.release`). Rows in which a stored name stands in Latin letters are left out, those with a stored surname
are counted apart. What is in another language than all facts cannot be compared with them: near are those of whom it
says something all the same (`store.match.elsewhere`), and the question is what is changed.
"""

from __future__ import annotations

import argparse
import csv
import json
import random
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any, NamedTuple

from alu.chat import Message
from alu.flow.vault import Question
from benchmarks.long_answers import Answer, kind
from benchmarks.release import ready, reply
from benchmarks.report import counted, write
from benchmarks.shelves import SHELVES

__all__ = ["Row", "counts"]

_STEPS = re.compile(r"<<.*?>>")
_LANGUAGE = re.compile(r"_gen_([a-z]{2})_")
_PASSAGES = re.compile(r"xquad\.([a-z]{2})\.json")


class Row(NamedTuple):
    """A reply, and the turns before it."""

    source: str
    messages: tuple[Message, ...]
    text: str


def rows(file: Path, draw: random.Random) -> Iterator[Row]:
    """Yield what a file of one of the sets holds."""
    text = file.read_text(encoding="utf-8")
    if file.suffix == ".csv":
        yield from (
            _asked("JTruthfulQA", r["Question"], r["Original Answer"]) for r in csv.DictReader(text.splitlines())
        )
    elif found := _PASSAGES.fullmatch(file.name):
        every = (passage for article in json.loads(text)["data"] for passage in article["paragraphs"])
        yield from (_asked(f"encyclopaedia, {found[1]}", p["qas"][0]["question"], p["context"]) for p in every)
    elif file.suffix == ".json":
        yield from (_turn(dialogue["turns"], draw) for dialogue in json.loads(text))
    else:
        yield from (_line(file.name, json.loads(line)) for line in text.splitlines())


def _line(name: str, row: dict[str, Any]) -> Row:
    """Return what one line of a file holds."""
    if name.startswith("NQ-open"):
        return _asked("searches", row["question"], row["answer"][0])
    if not (found := _LANGUAGE.search(name)):
        return _asked("sums", row["question"], _STEPS.sub("", row["ground_truth"]))
    said = row["resps"][0]
    answer = (said if isinstance(said, str) else said[0]).strip().removeprefix("A:").strip()
    return _asked(f"TruthfulQA, {found[1]}", row["doc"]["question"], answer)


def _asked(source: str, question: str, answer: str) -> Row:
    return Row(source, (Message("user", question),), answer)


def _turn(turns: list[dict[str, str]], draw: random.Random) -> Row:
    """Return one reply of a dialogue, which begins with the user."""
    at = draw.randrange(1, len(turns), 2)
    said = (Message("assistant" if n % 2 else "user", turn["utterance"]) for n, turn in enumerate(turns[:at]))
    return Row("dialogues of travellers", tuple(said), turns[at]["utterance"])


def taken(files: Iterable[Path], most: int) -> Iterator[Row]:
    """Yield at most so many rows of each file, chosen at random but the same each time."""
    for file in files:
        draw = random.Random(file.name)
        found = list(rows(file, draw))
        yield from draw.sample(found, min(most, len(found)))


def counts(data: Path, asked: Iterable[Row]) -> dict[str, str]:
    """Return what of some rows is near a target, and changed, while 2,000 real people are stored."""
    people = SHELVES["harmless-2000"](data).targets
    names, surnames = [t.name.casefold() for t in people], frozenset(t.name.split()[-1] for t in people)
    snapshot, found = ready(people).snapshot(), defaultdict[str, list[tuple[bool, bool]]](list)
    for row in asked:
        turns = "\n".join(message.content for message in row.messages)
        capital = turns.title() if turns.islower() else turns  # as some type
        if (one := kind(Answer(row.source, capital, row.text), names, surnames)) is None:
            continue
        came = reply(snapshot, Question(row.messages), row.text)
        for group in dict.fromkeys((row.source, f"{row.source.partition(',')[0]}, {one}", f"all, {one}")):
            found[group].append((bool(came.near), came.text != row.text))
    return {
        f"{group} · {what}": counted(sum(each[n] for each in some), len(some))
        for group, some in sorted(found.items())
        for n, what in enumerate(("near a target", "changed"))
    }


def main() -> None:
    """Measure and write the table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--most", type=int, default=200, help="rows of each file")
    parser.add_argument("files", type=Path, nargs="+")
    options = parser.parse_args()
    write("public_sets", counts(options.data, taken(options.files, options.most)), __doc__ or "")


if __name__ == "__main__":
    main()
