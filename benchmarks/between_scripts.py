"""Names stored in one script and written in another: how many are found, each way, and how many of others are taken.

    python -m benchmarks.between_scripts [--half 1] [--show]

Invented people of `script_names.tsv`, with the spellings that are customary in Latin letters, in the order of their
country and in the other. All are stored as their script writes them and asked for in Latin letters, then stored in
Latin letters, in one spelling after the other, and asked for in their script. «question» asks who it is, and counts
where the target is named; «draft» is an answer with the name to a question without it, and counts where it does not
come back as it is. Twins have the given name of one person on the list and the surname of the next, so that both are
stored, but not together: what is taken is wrong. Agents clear everything, and words alone are looked at. A hash of the
name decides in which half it is: constants were chosen on the first, this reports on the second.
"""

from __future__ import annotations

import argparse
import os
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from itertools import chain
from pathlib import Path
from typing import NamedTuple
from zlib import crc32

from alu import Target, TargetStore, Unlearner
from alu.testing import ScriptedModel
from benchmarks.report import counted, write
from tests.flow import agents

FILE = Path(__file__).parent / "script_names.tsv"
SPELLINGS = 4
"""Of a name in Latin letters, at most."""
SURNAME_FIRST = ("Hangul", "Kana", "Han (Chinese)", "Han (Japanese)")
"""Scripts of names whose surname comes first."""
ENGLISH = "Who is {}?", "{} paints in a small town."
UNNAMED = "Tell me something."
ASKED: Mapping[str, tuple[str, str]] = {
    "Cyrillic": ("Кто такой {}?", "{} — художник из маленького города."),
    "Greek": ("Ποιος είναι ο {};", "Ο {} ζωγραφίζει σε μια μικρή πόλη."),
    "Arabic": ("من هو {}؟", "ولد {} في قرية صغيرة ويعمل رساما."),
    "Persian": ("{} کیست؟", "{} در یک شهر کوچک به دنیا آمد."),
    "Hebrew": ("מי זה {}?", "{} נולד בעיר קטנה ועובד כצייר."),
    "Devanagari": ("{} कौन है?", "{} एक छोटे शहर में चित्र बनाते हैं।"),
    "Bengali": ("{} কে?", "{} একটি ছোট শহরে ছবি আঁকেন।"),
    "Tamil": ("{} யார்?", "{} ஒரு சிறிய ஊரில் ஓவியம் வரைகிறார்."),
    "Telugu": ("{} ఎవరు?", "{} ఒక చిన్న పట్టణంలో బొమ్మలు గీస్తారు."),
    "Thai": ("{} คือใคร", "{} เป็นจิตรกรในเมืองเล็กๆ"),
    "Georgian": ("ვინ არის {}?", "{} პატარა ქალაქში ხატავს."),
    "Armenian": ("Ո՞վ է {}:", "{} նկարում է փոքր քաղաքում։"),
    "Hangul": ("{}은 누구입니까?", "{}은 작은 도시에서 그림을 그립니다."),
    "Kana": ("{}とは誰ですか。", "{}は小さな町で絵を描いています。"),
    "Han (Chinese)": ("{}是谁？", "{}在一个小城市画画。"),
    "Han (Japanese)": ("{}とは誰ですか。", "{}は小さな町で絵を描いています。"),
}
"""Who is asked for, and what is said, in the language of each script."""


class Person(NamedTuple):
    """Somebody of the list."""

    id: str
    script: str
    native: tuple[str, ...]
    """The parts of the name in the order of the script, marks between them among them."""
    given: tuple[str, ...]
    surnames: tuple[str, ...]

    @property
    def written(self) -> str:
        """The name as its script writes it."""
        return "".join(self.native)

    def spelt(self) -> list[tuple[str, str]]:
        """Return the spellings in Latin letters: given name and surname."""
        count = max(len(self.given), len(self.surnames))
        return [(self.given[k % len(self.given)], self.surnames[k % len(self.surnames)]) for k in range(count)]

    def twin(self, other: Person) -> Person:
        """Return somebody with the given name of this person and the surname of another."""
        first = self.script in SURNAME_FIRST
        native = (*other.native[:-1], self.native[-1]) if first else (*self.native[:-1], other.native[-1])
        return Person("", self.script, native, self.given, other.surnames)


def main() -> None:
    """Measure both ways and write the table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--half", type=int, choices=(0, 1), default=1, help="0: that on which constants were chosen")
    parser.add_argument("--show", action="store_true", help="print what is not found, and what is found wrongly")
    options = parser.parse_args()
    os.environ["ALU_MEANING"] = "off"
    people = list(listed())
    half = {p.id for p in people if crc32(p.written.encode()) % 2 == options.half}
    counts: dict[str, Counter[str]] = defaultdict(Counter)
    for way, targets, asked in chain([into_latin(people)], from_latin(people)):
        found = answered(targets, [(who, *texts) for who, texts in asked if not who.id or who.id in half])
        for (who, text, kind), hit in found.items():
            counts[f"{who.script} · {way} · {kind}"][("missed", "found")[hit]] += 1
            if options.show and hit == (not who.id):
                print(f"{way} {kind}: {who.script} {text}")
    ways = ("stored in its script", "stored in Latin letters")
    rows = {
        f"{script}, {way}: {kind}": counted(n["found"], n.total())
        for script in ASKED
        for way in ways
        for kind in ("question", "draft", "twins taken")
        if (n := counts[f"{script} · {way} · {kind}"])
    }
    for way in ways:
        for kind in ("question", "draft", "twins taken"):
            every = sum((n for name, n in counts.items() if name.endswith(f"{way} · {kind}")), Counter[str]())
            rows[f"all, {way}: {kind}"] = counted(every["found"], every.total())
    write("between_scripts", rows, __doc__ or "")


def listed() -> Iterator[Person]:
    """Yield the people of the file."""
    for number, line in enumerate(FILE.read_text(encoding="utf-8").splitlines()):
        if not line.startswith("#"):
            script, written, given, surnames = line.split("\t")
            mark = next((m for m in "|・ " if m in written), " ")
            before, _, after = written.partition(mark) if script != "Arabic" else written.rpartition(" ")
            if script == "Arabic" and " بن " in written:
                before, _, after = written.partition(" ")
            native = (before, mark.strip("|"), after)
            yield Person(f"n{number}", script, native, tuple(given.split(", ")), tuple(surnames.split(", ")))


Asked = tuple[Person, tuple[str, str, str, str]]
"""Who is meant, the name as it is asked for, the question, the answer, and what of it is counted."""


def into_latin(people: Sequence[Person]) -> tuple[str, list[Target], list[Asked]]:
    """Return all people as their script writes them, and what is asked in Latin letters."""
    asked = list[Asked]()
    for who, after in pairs(people):
        for one, kinds in ((who, ("question", "draft")), (who.twin(after), ("twins taken",))):
            for given, surname in one.spelt():
                orders = (f"{given} {surname}", f"{surname} {given}")
                for name in orders if who.script in SURNAME_FIRST else orders[:1]:
                    asked += [(one, texts) for texts in said(name, ENGLISH, kinds)]
    return "stored in its script", [Target(id=p.id, name=p.written) for p in people], asked


def from_latin(people: Sequence[Person]) -> Iterator[tuple[str, list[Target], list[Asked]]]:
    """Yield all people in Latin letters, in one spelling after the other, and what is asked in their script."""
    for k in range(SPELLINGS):
        spelt = {p.id: names[k] for p in people if k < len(names := p.spelt())}
        targets = [Target(id=i, name=f"{given} {surname}") for i, (given, surname) in spelt.items()]
        asked = list[Asked]()
        for who, after in pairs(people):
            if who.id in spelt:
                asked += [(who, texts) for texts in said(who.written, ASKED[who.script], ("question", "draft"))]
                twin = who.twin(after)
                asked += [(twin, texts) for texts in said(twin.written, ASKED[who.script], ("twins taken",))]
        yield "stored in Latin letters", targets, asked


def pairs(people: Sequence[Person]) -> Iterator[tuple[Person, Person]]:
    """Yield each person and the next of the same script."""
    for script in ASKED:
        some = [p for p in people if p.script == script]
        yield from zip(some, (*some[1:], some[0]), strict=True)


def said(name: str, texts: tuple[str, str], kinds: Sequence[str]) -> Iterator[tuple[str, str, str, str]]:
    """Yield questions and answers about a name."""
    question, answer = (text.format(name) for text in texts)
    for kind in kinds:
        yield (name, UNNAMED, answer, kind) if kind == "draft" else (name, question, "Paints.", kind)


def answered(
    targets: Sequence[Target], asked: Sequence[tuple[Person, str, str, str, str]]
) -> dict[tuple[Person, str, str], bool]:
    """Return of each person, name and kind whether it is found: of somebody who is not stored, whether anybody is."""
    found = {}
    model = ScriptedModel(reply=agents(leak="none", who="other", answers=("Paints.",)))
    with Unlearner.open(TargetStore.temporary(targets), model=model, deadline=600, timeout=600) as unlearner:
        for who, name, question, draft, kind in asked:
            answer = unlearner.check(question, draft)
            named = who.id in answer.matched if who.id else bool(answer.matched)
            found[who, name, kind] = answer.text != draft if kind == "draft" else named
    return found


if __name__ == "__main__":
    main()
