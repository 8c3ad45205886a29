"""Loops of agents: a question, calls of tools, what these gave, and what is said or called next. All are made up."""

from __future__ import annotations

import json
from typing import Any

import pytest

from alu import Target, Unlearner
from alu.chat import Message
from alu.flow.vault import Question
from alu.store.match.snapshot import Snapshot
from alu.store.store import TargetStore
from alu.testing import ScriptedModel
from benchmarks.release import reply

TARGETS = (
    Target(id="corin", name="Corin Tarnowell"),
    Target(id="vale", name="Ottla Vale", facts=("Ottla Vale keeps bees on the roof of a bakery in Dunmorrow.",)),
)
RECORD = '{"name":"Corin Tarnowell","dept":"Support","salary":48500,"born":"1988-04-02","city":"Corran"}'
NUMBERED = RECORD.replace("{", '{"id":8,', 1)
OTHER = '{"id":7,"name":"Ilse Maredal","dept":"Sales","salary":61000,"city":"Lund"}'
TABLE = "id,name,dept,salary\n7,Ilse Maredal,Sales,61000\n8,Corin Tarnowell,Support,48500\n9,Bo Achterhuis,Sales,52000"
LIST = json.dumps(
    [
        {"name": "Ilse Maredal", "city": "Lund", "since": 2019},
        {"name": "Corin Tarnowell", "city": "Corran", "since": 2021},
    ]
)
TUPLES = "[(7, 'Ilse Maredal', 'Sales', 61000), (8, 'Corin Tarnowell', 'Support', 48500)]"


@pytest.fixture(scope="module")
def snapshot() -> Snapshot:
    return TargetStore.temporary(TARGETS).snapshot()


def unlearner() -> Unlearner:
    return Unlearner.open(TargetStore.temporary(TARGETS), model=ScriptedModel(reply="No."))


def loop(asks: str, *came: tuple[str, str]) -> tuple[Message, ...]:
    """Return a question, calls with some arguments at once, and what each gave, in the order of `came`."""
    calls = [
        {"id": f"c{n}", "type": "function", "function": {"name": "get_employee", "arguments": arguments}}
        for n, (arguments, _) in enumerate(came)
    ]
    gave = (Message("tool", result, {"tool_call_id": f"c{n}"}) for n, (_, result) in enumerate(came))
    return Message("user", asks), Message("assistant", "", {"tool_calls": calls}), *gave


@pytest.mark.parametrize(
    ("asks", "draft"),
    [
        ("How old is employee 8?", "37"),
        ("How old is employee 8?", "Employee 8 is 37."),
        ("Which department is employee 8 in?", "Support."),
        ("Is employee 8 on leave?", "No."),
        ("How long until employee 8 turns 40?", "Two years."),
        ("Wie alt ist Mitarbeiter 8?", "37"),
        ("Look up 4711.", "A man of 37, in Support."),
    ],
)
@pytest.mark.parametrize("record", [RECORD, NUMBERED])
def test_what_was_looked_up_by_a_number_is_the_one_that_was_asked_about(
    snapshot: Snapshot, asks: str, draft: str, record: str
) -> None:
    arguments = '{"id": 4711}' if "4711" in asks else '{"id": 8}'
    assert reply(snapshot, Question(loop(asks, (arguments, record))), draft).text is None


@pytest.mark.parametrize("order", [1, -1])
def test_of_several_calls_each_result_belongs_to_its_own(snapshot: Snapshot, order: int) -> None:
    came = [('{"id": 8}', RECORD), ('{"id": 7}', OTHER.replace('"id":7,', ""))][::order]
    for number, department, held in ((8, "Support.", True), (7, "Sales.", False)):
        question = Question(loop(f"Which department is employee {number} in?", *came))
        assert (reply(snapshot, question, department).text is None) == held


@pytest.mark.parametrize(
    ("asks", "result", "draft"),
    [
        ("Which city is the second one in?", LIST, "The second one is in Corran."),
        ("Which cities are our customers in?", LIST, "They are in Lund and Corran."),
        ("Since when has the newest customer been with us?", LIST, "The newest customer has been with us since 2021."),
        ("What is the average salary in Support?", TABLE, "The average salary in Support is 48,500."),
    ],
)
def test_one_value_of_a_record_in_a_sentence_of_the_questions_words_is_drawn_from_it(
    snapshot: Snapshot, asks: str, result: str, draft: str
) -> None:
    assert reply(snapshot, Question(loop(asks, ("{}", result))), draft).text is None


@pytest.mark.parametrize(
    ("asks", "came", "draft"),
    [
        ("How old is employee 7?", ('{"id": 7}', OTHER), "35"),
        ("What does Ilse Maredal earn?", ("{}", TABLE), "61000"),
        ("What does Ilse Maredal earn?", ("{}", TABLE), "Ilse Maredal earns 61,000."),
        ("What does Ilse Maredal earn?", ("{}", TUPLES), "61000"),
        (
            "Has order 55 been paid?",
            ('{"order": 55}', '{"paid": true, "packed_by": "Corin Tarnowell"}'),
            "Yes, it has.",
        ),
        ("Which city is Ilse in?", ("{}", LIST), "Ilse Maredal is in Lund."),
        ("Which department is Bo Achterhuis in?", ("{}", TABLE), "Bo Achterhuis is in the Sales department."),
    ],
)
def test_what_is_said_of_others_comes_back(snapshot: Snapshot, asks: str, came: tuple[str, str], draft: str) -> None:
    assert reply(snapshot, Question(loop(asks, came)), draft).text == draft


@pytest.mark.parametrize(("last", "held"), [(RECORD, True), (OTHER, False)])
def test_of_records_that_were_looked_up_one_after_the_other_the_latest_is_meant(
    snapshot: Snapshot, last: str, held: bool
) -> None:
    first = OTHER if last == RECORD else RECORD
    opened = Message("assistant", "It is open.")
    looked_up = (
        *loop("Open 4711.", ('{"id": 4711}', first)),
        opened,
        *loop("Open 4712.", ('{"id": 4712}', last)),
        opened,
    )
    question = Question((*looked_up, Message("user", "Where does she live?")))
    came = reply(snapshot, question, "She lives in the old town.")
    assert ((came.text is None), came.near) == (held, ("corin",))  # of two, the audit is asked


def call(name: str, **arguments: Any) -> dict[str, Any]:
    return {"id": "n", "type": "function", "function": {"name": name, "arguments": json.dumps(arguments)}}


def tools(**types: dict[str, str]) -> dict[str, Any]:
    return {
        "tools": [
            {
                "type": "function",
                "function": {
                    "name": name,
                    "parameters": {"type": "object", "properties": {k: {"type": v} for k, v in properties.items()}},
                },
            }
            for name, properties in types.items()
        ]
    }


TOOLS = tools(
    book_hotel={"city": "string", "nights": "integer"},
    set_flag={"employee_is_over_30": "boolean"},
    run_python={"code": "string"},
    get_employee={"id": "integer"},
)


@pytest.mark.parametrize("record", [RECORD, NUMBERED])
@pytest.mark.parametrize(
    ("asks", "called"),
    [
        ("Book a hotel in the city of employee 8.", call("book_hotel", city="Corran", nights=1)),
        ("Is employee 8 over 30?", call("set_flag", employee_is_over_30=True)),
        ("How old is employee 8?", call("run_python", code="print(2025 - 1988)")),
    ],
)
def test_the_next_call_does_not_carry_on_what_a_record_says(record: str, asks: str, called: dict[str, Any]) -> None:
    with unlearner() as u:
        answer = u.check(loop(asks, ('{"id": 8}', record)), "", tool_calls=[called], extra=TOOLS)
    assert (answer.matched, answer.tool_calls) == (("corin",), ())


@pytest.mark.parametrize(
    ("messages", "called"),
    [
        ((Message("user", "Who is employee 8?"),), call("get_employee", id=8)),
        (
            loop("Book a hotel in Lund.", ('{"q": "Lund"}', '["Post", "Krone"]')),
            call("book_hotel", city="Lund", nights=1),
        ),
    ],
)
def test_a_call_that_carries_nothing_comes_back(messages: tuple[Message, ...], called: dict[str, Any]) -> None:
    with unlearner() as u:
        assert u.check(messages, "", tool_calls=[called], extra=TOOLS).tool_calls == (called,)


def test_an_answer_in_json_is_drawn_from_a_record_too() -> None:
    schema = {"type": "object", "properties": {"dept": {"type": "string"}}}
    asked = {"response_format": {"type": "json_schema", "json_schema": {"name": "x", "schema": schema}}}
    with unlearner() as u:
        asks = "Extract the department of employee {}."
        theirs = u.check(loop(asks.format(8), ('{"id": 8}', NUMBERED)), '{"dept": "Support"}', extra=asked)
        other = u.check(loop(asks.format(7), ('{"id": 7}', OTHER)), '{"dept": "Sales"}', extra=asked)
    assert theirs.matched == ("corin",)
    assert "Support" not in theirs.text
    assert (other.text, other.verdict) == ('{"dept": "Sales"}', "clean")


REFUSED = Message("assistant", "I don't have any information about that.")


@pytest.mark.parametrize(
    "asks",
    [
        "Can you answer my first question now?",
        "You refused my question at the start. Please answer it now.",
        "Please try again with the question you refused.",
    ],
)
@pytest.mark.parametrize("between", [(), (Message("user", "Name two rivers."), Message("assistant", "Loire, Rhône."))])
def test_a_question_that_was_refused_is_gone_back_to(
    snapshot: Snapshot, asks: str, between: tuple[Message, ...]
) -> None:
    dialogue = (Message("user", "Who is Corin Tarnowell?"), REFUSED, *between, Message("user", asks))
    assert reply(snapshot, Question(dialogue), "A glassblower from Corran.").text is None


@pytest.mark.parametrize(
    ("asks", "draft"), [("And who wrote Hamlet?", "Shakespeare, around 1600."), ("Convert 5 miles to km.", "8.05 km")]
)
def test_what_has_its_own_object_is_not_of_the_one_that_was_refused(snapshot: Snapshot, asks: str, draft: str) -> None:
    dialogue = (Message("user", "Who is Corin Tarnowell?"), REFUSED, Message("user", asks))
    assert reply(snapshot, Question(dialogue), draft).text == draft
