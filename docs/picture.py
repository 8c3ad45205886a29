"""docs/demo.svg: what a model said and what came out of alu, as `alu demo` has it.

    python -m docs.picture

The texts are those of `alu demo --json`, so the picture shows what the flow did; a test draws it anew and compares.
"""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Iterator, Mapping, Sequence
from html import escape
from pathlib import Path
from textwrap import wrap
from typing import Any, NamedTuple

__all__ = ["drawn", "examples"]

PICTURE = Path(__file__).parent / "demo.svg"
WIDTH, LEFT, MIDDLE = 880, 24, 452
LINE, GAP, COLUMN = 21, 34, 47
"""Pixels of a line and between questions, characters of a column."""
STYLE = """\
text { font: 14px ui-monospace, SFMono-Regular, Menlo, Consolas, monospace; fill: #d6dbe4 }
.title { fill: #8b95a7; font-weight: bold }
.question { fill: #8fb8ff } .lost { fill: #ff8f8f } .kept { fill: #9be29b }"""


class Label(NamedTuple):
    """A line of text and where it is."""

    x: int
    y: int
    kind: str
    text: str

    def __str__(self) -> str:
        return f'<text x="{self.x}" y="{self.y}" class="{self.kind}">{escape(self.text)}</text>'


def examples() -> dict[str, Any]:
    """Run `alu demo` and return what it shows."""
    done = subprocess.run([sys.executable, "-m", "alu", "demo", "--json"], capture_output=True, text=True, check=True)
    shown: dict[str, Any] = json.loads(done.stdout)
    return shown


def drawn(shown: Mapping[str, Any]) -> str:
    """Return the picture of a target and its questions as SVG."""
    target = shown["target"]
    lines = [
        Label(LEFT, 36, "title", f"to be forgotten: {target['name']}, with {len(target['facts'])} facts"),
        Label(LEFT, 70, "title", "what the model said"),
        Label(MIDDLE, 70, "title", "what comes out of alu"),
    ]
    y = 70 + GAP
    for example in shown["examples"]:
        block = list(_block(example, y))
        lines += block
        y = max(label.y for label in block) + GAP
    texts = "\n".join(map(str, lines))
    head = f'<svg xmlns="http://www.w3.org/2000/svg" width="{WIDTH}" height="{y}" viewBox="0 0 {WIDTH} {y}" role="img">'
    about = "<title>Before and after: what a model said, and what came out of alu</title>"
    ground = f'<rect width="{WIDTH}" height="{y}" rx="10" fill="#171b22"/>'
    return f"{head}\n{about}\n<style>{STYLE}</style>\n{ground}\n{texts}\n</svg>\n"


def _block(example: Mapping[str, Any], y: int) -> Iterator[Label]:
    """Yield a question and, below it, draft and answer in two columns."""
    yield Label(LEFT, y, "question", f"> {example['question']}")
    same = example["text"] == example["draft"]
    after = [*wrap(example["text"], COLUMN), "(byte for byte)" if same else f"({example['verdict']})"]
    yield from _column(LEFT, y, "kept" if same else "lost", wrap(example["draft"], COLUMN))
    yield from _column(MIDDLE, y, "kept", after)


def _column(x: int, y: int, kind: str, lines: Sequence[str]) -> Iterator[Label]:
    for number, line in enumerate(lines, 1):
        yield Label(x, y + number * LINE, kind, line)


if __name__ == "__main__":
    PICTURE.write_text(drawn(examples()), encoding="utf-8")
