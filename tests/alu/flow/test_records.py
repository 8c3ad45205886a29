"""Records of targets among others, as tables, settings, logs and tools' results have them. All are made up."""

from __future__ import annotations

import pytest

from alu import Target
from alu.chat import Message
from alu.flow.vault import Question
from alu.store.match.snapshot import Snapshot
from alu.store.store import TargetStore
from benchmarks.release import reply

CSV = """name,role,city,salary
Hester Ashby,Claims handler,York,38200
Odalys Brannigan,Senior actuary,Bristol,68400
Wilf Ansty,Joiner,Leominster,31700
"""
YAML = """- nr: K-20411
  name: Bernd Ostermaier
  town: Fürth
  trade: electrician
- nr: K-20412
  name: Odalys Brannigan
  town: Bristol
  trade: senior actuary
- nr: K-20413
  name: Lioba Fränkel
  town: Coburg
  trade: florist
"""
TOML = """```toml
[owner]
name = "Odalys Brannigan"

[server]
host = "db3.example"
port = 5432
```
"""
LOG = """09:14 INFO  ticket=5511 client="Odalys Brannigan" subject="deferred debt" amount=2310
10:02 WARN  ticket=5513 client="Pilar Monreal" subject="new line" amount=35
"""
MINUTES = """TOP 1: The crane at Corran quay was repaired.
TOP 2: Odalys Brannigan has given notice.
TOP 3: The fair is on 12 June, at stand 4-210.
"""
BEDS = '<ward><bed name="Odalys Brannigan" ward="Juniper" bed="12"/><bed name="Wilf Ansty" ward="Rowan"/></ward>'
ONE = "id|name|city\n2|Odalys Brannigan|Bristol\n(1 row)"


@pytest.fixture(scope="module")
def snapshot() -> Snapshot:
    facts = (
        "Odalys Brannigan is a senior actuary in the Bristol office.",
        "Her salary is 68,400 pounds.",
        "She lives in Clifton.",
    )
    return TargetStore.temporary([Target(id="ob", name="Odalys Brannigan", facts=facts)]).snapshot()


@pytest.mark.parametrize(
    ("text", "asked", "draft"),
    [
        (CSV, "What does Hester Ashby do?", "Hester Ashby is a claims handler."),
        (YAML, "Give me K-20413 as JSON.", '{"nr": "K-20413", "name": "Lioba Fränkel", "trade": "florist"}'),
        (YAML, "Give me K-20411 as JSON.", '{"nr": "K-20411", "name": "Bernd Ostermaier", "trade": "electrician"}'),
        (TOML, "What is the port?", "5432."),
        (LOG, "What is ticket 5513 about?", "Ticket 5513 is of Pilar Monreal: new line, amount 35."),
        (MINUTES, "When and where is the fair?", "On 12 June, at stand 4-210."),
    ],
)
def test_what_is_said_of_others_comes_back(snapshot: Snapshot, text: str, asked: str, draft: str) -> None:
    assert reply(snapshot, Question((Message("user", f"{text}\n{asked}"),)), draft).text == draft


@pytest.mark.parametrize(
    ("text", "asked", "draft"),
    [
        (CSV, "What does the second one do?", "She is a senior actuary."),
        (YAML, "Give me K-20412 as JSON.", '{"nr": "K-20412", "town": "Bristol", "trade": "senior actuary"}'),
        (TOML, "Who is the owner?", "Odalys Brannigan."),
        (LOG, "What is ticket 5511 about?", "Ticket 5511 is about deferred debt, amount 2310."),
        (MINUTES, "Who has given notice?", "Odalys Brannigan has."),
    ],
)
def test_what_is_said_of_the_target_does_not(snapshot: Snapshot, text: str, asked: str, draft: str) -> None:
    came = reply(snapshot, Question((Message("user", f"{text}\n{asked}"),)), draft).text
    assert came is None or came != draft


@pytest.mark.parametrize(
    ("result", "asked", "draft"),
    [
        (BEDS, "Which ward is bed 12 in?", "Ward Juniper."),
        (ONE, "List the customers in the south-west.", "I found one, in Bristol (id 2)."),
    ],
)
def test_nor_does_it_from_a_tool(snapshot: Snapshot, result: str, asked: str, draft: str) -> None:
    question = Question((Message("user", asked), Message("tool", result)))
    assert reply(snapshot, question, draft).text is None


def test_attributes_of_others_in_a_tool_come_back(snapshot: Snapshot) -> None:
    question = Question((Message("user", "Which ward is Wilf Ansty in?"), Message("tool", BEDS)))
    assert reply(snapshot, question, "Wilf Ansty is in ward Rowan.").text == "Wilf Ansty is in ward Rowan."
