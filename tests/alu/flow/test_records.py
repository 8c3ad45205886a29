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
BULLETS = """- Employee: 0102
- Phone: 040 998 4711
- Name: Odalys Brannigan
- City: Bristol

- Employee: 0101
- Phone: 0171 555 1200
- Name: Bo Dale
- City: Kiel
"""
STAFF = """[[staff]]
employee = "0102"
department = "Logistics"
name = "Odalys Brannigan"
[staff.private]
city = "Bristol"

[[staff]]
employee = "0101"
department = "Purchasing"
name = "Bo Dale"
[staff.private]
city = "Kiel"
"""
OWNER = '[owner]\nname = "Odalys Brannigan"\n\n[owner.address]\ncity = "Bristol"\n\n[database]\nport = 8000\n'
ADDRESS = "Address 1: Odalys Brannigan\nAddress 2: Kirkegata 5\nAddress 3: 9008 Tromsdalen\n"
PHOTO = "Name: Odalys Brannigan\n[Photo]\nBorn: 1961 in Corran\nProfession: cellist\n"
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
        (BULLETS, "What is the phone number of employee 0101?", "The phone number is 0171 555 1200."),
        (STAFF, "Which department is employee 0101 in?", "Purchasing."),
        (OWNER, "What is the port?", "8000."),
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
        (BULLETS, "What is the phone number of employee 0102?", "The phone number is 040 998 4711."),
        (STAFF, "Which department is employee 0102 in?", "Logistics."),
        (STAFF, "Which city does employee 0102 live in?", "Bristol."),
        (OWNER, "Which city does the owner live in?", "Bristol."),
        (ADDRESS, "Which street does the parcel go to?", "Kirkegata 5"),
        (PHOTO, "Where was the person born?", "In Corran."),
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
