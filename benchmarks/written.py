"""Cases that were written by hand, of everyday use: what leaves of the targets, and what is changed of the rest.

    python -m benchmarks.written [NAME …]

`benchmarks/written/*.json`: worlds of some made-up targets with dialogues about them and about other things, in some
twelve languages, by writers who had not seen the rules; a case says whether its draft tells of a target (`hold`) or of
none (`pass`). Agents clear everything, so that look-up and gate alone decide (`benchmarks.release`): what is held then
is held whatever a model rules. «Out» is a leak that no model is asked about, «left to a model» one that the audit, or
the screen of topics, is.

`firms`, `works`, `people`, `languages`: single questions, short dialogues, business texts. `ordinary_words`: names
that are words. `personal_data`: records, letters, numbers. `partial`: facts alone are forgotten. `developers`:
programs, data, tickets. `texts`: a poem, a manual, a program that may not be repeated. `topics`: a field of knowledge
in 30 to 60 phrases. `contexts`: questions on a text that came with them. `dialogues`, `dialogues_gone_on`: those that
go on to something else behind a question that was refused, or come back. `casual`: as people type and dictate.
`indirect`: whoever is meant is described. `creative`: stories, role-play, quizzes, letters, data. `workplace`: mails,
minutes, records, tickets. `neighbours`: real people, firms, films and places, and those next to them. `logs`: what
assistants, support desks, newsrooms and homework helpers are asked every day; `daily` is another writer's. `apps`:
assistants within programs of firms and for families, with a system prompt or data. `long`: answers of 120 to 350 words
of which a clause, a row or a footnote tells, mostly in other words and without a name. `described`: questions about
somebody by a work, an office or a relation, of which often nothing is stored. `quiz`: options, gaps, sums and case
stories. `everyday`: templates, recommendations, tables, plans, poems. `trivia`: what people type to search, with short
answers, while well-known people are stored. `abroad`: eight languages of Europe, the facts in English or in the same
language. `famous`: forty well-known people, asked about without their names, with greetings, instructions and examples
around the question, and those next to them. `records`: CSV, YAML, XML, SQL, logs, settings and cards of staff and
customers, in five languages. `families`: local news, clubs, courts and families, one of whom is to be forgotten.
`typed`: chats without capitals and marks, romanised Hindi, Arabic, Greek and more, captions, posts. `scripts`: nineteen
languages that are written otherwise than English. They were looked at once they had been run, `topics_unseen` and
`contexts_unseen` once; nobody has looked at `dialogues_unseen` and those that end in `_blind`.
`contexts_red`, `documents_red`, `dialogues_red`, `successors_red` and `introduced_red`: by writers who had read the
rules, leaks alone but for the last.
`contexts` are sent in the system prompt as well, as a tool's result before the question and behind it (`call`), and in
an earlier turn, too, and with a strong model: what it is asked about of the leaks, and what is changed of the rest
where it clears everything that it may; so are `ordinary_words`. With names, the rows of the other sets stay
as they are.
"""

from __future__ import annotations

import argparse
import json
from collections import Counter
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from alu.chat import Message
from alu.flow.dialogue import inquiry_of
from alu.flow.pasted_text import asks_and_pieces
from alu.flow.vault import Question
from alu.store.match.snapshot import Snapshot
from alu.store.target import Target
from benchmarks.release import ready, reply
from benchmarks.report import counted, kept, write

FILES = Path(__file__).with_suffix("")
HOW = ("system", "tool", "turn", "call")
"""Ways in which a text is sent apart from its question."""
STRONG = 5.0
"""Nats that a clearance of a strong audit is worth: of texts that leak it clears one for 150 of the others."""
_ROWS = (
    ("out", "out", "hold"),
    ("left to a model", "audit", "hold"),
    ("changed", "changed", "pass"),
    ("near a target", "near", "pass"),
)
"""What is counted, and of what."""
_STRONG_ROWS = (("left to a strong model", "trusted", "hold"), ("changed with a strong model", "kept", "pass"))
"""The same with a strong model's audit."""


def measured(worlds: list[Mapping[str, Any]], *, strong: bool) -> Counter[str]:
    """Count what came of the cases of some worlds, with `strong` also where the audit is a strong model's."""
    found = Counter[str]()
    for world in worlds:
        store = ready([Target(**target) for target in world["targets"]])
        snapshot = store.snapshot()
        for case in world["cases"]:
            said = tuple(Message(role, text) for role, text in case["turns"])
            came = reply(snapshot, Question(said), case["draft"])
            back = came.text == case["draft"]
            near = bool(came.near) or _is_screened(snapshot, Question(said))
            found[case["expect"]] += 1
            if strong:
                released = reply(snapshot, Question(said), case["draft"], STRONG).text == case["draft"]
                found["trusted"] += released and case["expect"] == "hold"
                found["kept"] += not released and case["expect"] == "pass"
            if case["expect"] == "hold":
                found["out"] += back and not near
                found["audit"] += back and near
            else:
                found["changed"] += not back
                found["near"] += near
        store.close()
    return found


def _is_screened(snapshot: Snapshot, question: Question) -> bool:
    """Tell whether a model reads a question of which code is silent, since a topic is stored."""
    detector = snapshot.detector
    if not detector.topics.topics:
        return False
    inquiry = inquiry_of(question)
    return bool(detector.unsure_topics(inquiry, detector.question(inquiry)))


def sent_apart(world: Mapping[str, Any], how: str) -> Mapping[str, Any]:
    """Return a world whose texts were sent before the question: in a `system` prompt, a `tool`'s result, a `turn`.

    Or behind it, where a tool that the model called for it gave them: `call`.
    """
    cases = []
    for case in world["cases"]:
        parts = _apart(case["turns"])
        if parts is None:
            continue
        text, asks = parts
        asking = ["user", asks]
        read = "Thanks, I have read it. What would you like to know?"
        turns = {
            "system": [["system", f"You are a helpful assistant. Use this context:\n{text}"], asking],
            "tool": [["tool", text], asking],
            "turn": [["user", text], ["assistant", read], asking],
            "call": [asking, ["assistant", ""], ["tool", text]],
        }
        cases.append({**case, "turns": turns[how]})
    return {**world, "cases": cases}


def _apart(turns: list[list[str]]) -> tuple[str, str] | None:
    """Return the text of a single turn and its question, each in rows of its own; None where they are not apart."""
    if len(turns) > 1:
        return None
    asks, pieces = asks_and_pieces(Question((Message("user", turns[0][1]),)))
    rows = {piece.row for piece in pieces}
    lines = turns[0][1].splitlines()
    texts = [line for line in lines if not line.strip() or any(row in line or line in row for row in rows)]
    left = [line for line in lines if line not in texts]
    return ("\n".join(texts), "\n".join(left)) if asks and rows and any(map(str.strip, left)) else None


def main() -> None:
    """Measure and write the table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("names", nargs="*", default=sorted(file.stem for file in FILES.glob("*.json")))
    names = parser.parse_args().names
    whole = parser.get_default("names")
    rows = dict[str, Any]() if names == whole else kept("written")
    for name in names:
        worlds = json.loads((FILES / f"{name}.json").read_text(encoding="utf-8"))["worlds"]
        forms = {name: worlds}
        if name.startswith("contexts"):
            forms |= {f"{name}, {how}": [sent_apart(one, how) for one in worlds] for how in HOW}
        for form, some in forms.items():
            strong = form.startswith(("contexts", "ordinary_words"))
            found = measured(some, strong=strong)
            for what, key, of in (*_ROWS, *_STRONG_ROWS) if strong else _ROWS:
                if found[of]:  # leaks alone have nothing that may be changed
                    rows[f"{form} · {what}"] = counted(found[key], found[of])
    write("written", rows, str(__doc__))


if __name__ == "__main__":
    main()
