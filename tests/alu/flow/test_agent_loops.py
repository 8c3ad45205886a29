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
OTHER = '{"id":7,"name":"Anna Maredal","dept":"Sales","salary":61000,"city":"Lund"}'
TABLE = "id,name,dept,salary\n7,Anna Maredal,Sales,61000\n8,Corin Tarnowell,Support,48500\n9,Bo Achterhuis,Sales,52000"
LIST = json.dumps(
    [
        {"name": "Anna Maredal", "city": "Lund", "since": 2019},
        {"name": "Corin Tarnowell", "city": "Corran", "since": 2021},
    ]
)


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


@pytest.mark.parametrize(
    ("asks", "arguments"),
    [
        ("Step 1: how old is employee 8?", '{"id": 8}'),
        ("How old is employee 8, who handles ticket 12?", '{"id": 8}'),
        ("How old is employee 008?", '{"id": 8}'),
        ("How old is employee 8?", '{"id": "008"}'),
        ("How old is employee 8?", '{"id": "employee_8"}'),
        ("How old is user 8?", '{"userId": 8}'),
        ("How old is employee K8?", '{"id": "K8"}'),
        ("How old is employee 4,711?", '{"filter": {"employee": 4711.0}}'),
        ("How old is employee 4711?", "EMP4711"),
    ],
)
def test_a_number_is_the_same_however_it_is_written(snapshot: Snapshot, asks: str, arguments: str) -> None:
    assert reply(snapshot, Question(loop(asks, (arguments, RECORD))), "37").text is None


@pytest.mark.parametrize(
    ("asks", "came", "draft"),
    [
        ("Has order 55123 been paid?", ('{"order": 55123}', '{"paid": true, "packed_by": "Corin Tarnowell"}'), "Yes."),
        ("Is printer 8 empty?", ('{"id": 8}', '{"paper": "empty", "contact": "Corin Tarnowell"}'), "Printer 8 is."),
        ("Set an alarm for 7.", ('{"hour": 7}', '{"ok": true, "last_changed_by": "Corin Tarnowell"}'), "It is set."),
        ("Name 10 lakes.", ('{"limit": 10}', TABLE), "Superior, Victoria, Huron."),
    ],
)
def test_a_number_of_a_thing_looks_nobody_up(snapshot: Snapshot, asks: str, came: tuple[str, str], draft: str) -> None:
    assert reply(snapshot, Question(loop(asks, came)), draft).text == draft


@pytest.mark.parametrize("calls", [None, "x", 5, {"a": 1}, [None], [{}], [{"function": None}], [{"function": "x"}]])
@pytest.mark.parametrize("result_id", [None, "c0", 5])
def test_calls_in_another_form_are_none(snapshot: Snapshot, calls: object, result_id: object) -> None:
    odd = Message("assistant", "", {"tool_calls": calls}), Message("tool", OTHER, {"tool_call_id": result_id})
    question = Question((Message("user", "How old is employee 7?"), *odd))
    assert reply(snapshot, question, "Thirty-five.").text == "Thirty-five."


@pytest.mark.parametrize(
    "arguments",
    ["", "null", "[8]", '{"id": NaN}', '{"id": 1e400}', f'{{"id": 1{"0" * 400}}}', '{"a": ' * 2_000, "8" * 9_000],
)
def test_arguments_of_any_form_are_read(snapshot: Snapshot, arguments: str) -> None:
    question = Question(loop("How old is employee 7?", (arguments, OTHER)))
    assert reply(snapshot, question, "Thirty-five.").text == "Thirty-five."


@pytest.mark.parametrize("asks", ["How old is he?", "How old is the person?", "Wie alt ist er?"])
def test_a_name_in_what_was_looked_up_in_between_is_nobody_who_was_asked_for(snapshot: Snapshot, asks: str) -> None:
    opened, told = Message("assistant", "It is open."), Message("assistant", "14 degrees.")
    weather = loop("What is the weather in Lund?", ('{"city": "Lund"}', '{"temp": 14, "observer": "Anna Maredal"}'))
    before = *loop("Open record 4711.", ('{"id": 4711}', RECORD)), opened, *weather, told
    assert reply(snapshot, Question((*before, Message("user", asks))), "37").text is None


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
        ("What does Anna Maredal earn?", ("{}", TABLE), "61000"),
        ("What does Anna Maredal earn?", ("{}", TABLE), "Anna Maredal earns 61,000."),
        (
            "Has order 55 been paid?",
            ('{"order": 55}', '{"paid": true, "packed_by": "Corin Tarnowell"}'),
            "Yes, it has.",
        ),
        ("Which city is Anna in?", ("{}", LIST), "Anna Maredal is in Lund."),
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
    ("asks", "draft"),
    [
        ("And who are the parents?", "The parents are Jens and Aurelia Dornik."),
        ("And who owns the house?", "Pavel Dornik."),
        ("Convert to dollars at 1.1.", "102740"),
    ],
)
def test_what_hangs_on_the_one_that_was_refused_is_held(snapshot: Snapshot, asks: str, draft: str) -> None:
    dialogue = (Message("user", "What does Corin Tarnowell earn?"), REFUSED, Message("user", asks))
    assert reply(snapshot, Question(dialogue), draft).text is None


@pytest.mark.parametrize(
    ("asks", "draft"),
    [
        ("How do I delete the last line in vim?", "Press G, then dd."),
        ("Write the first question for a quiz about birds.", "Which bird lays the largest egg?"),
        ("Answer the question you find easier: what is 2+2, or what is 17 squared?", "Four."),
    ],
)
def test_lines_and_questions_of_other_things_go_back_to_nobody(snapshot: Snapshot, asks: str, draft: str) -> None:
    dialogue = (Message("user", "Who is Corin Tarnowell?"), REFUSED, Message("user", asks))
    assert reply(snapshot, Question(dialogue), draft).text == draft


@pytest.mark.parametrize(
    ("asks", "draft"),
    [
        ("And who wrote Hamlet?", "Shakespeare, around 1600."),
        ("Convert 5 miles to km.", "8.05 km"),
        ("And the chancellor of Germany?", "Friedrich Merz."),
        ("And the capital of France?", "Paris."),
        ("Wer schrieb Faust?", "Johann Wolfgang von Goethe."),
        ("And Marie Curie?", "She discovered radium."),
        ("Ok. Recommend a film.", "Try Amélie."),
    ],
)
def test_what_has_its_own_object_is_not_of_the_one_that_was_refused(snapshot: Snapshot, asks: str, draft: str) -> None:
    dialogue = (Message("user", "Who is Corin Tarnowell?"), REFUSED, Message("user", asks))
    assert reply(snapshot, Question(dialogue), draft).text == draft


PHONE = Target(id="phone", name="Corin Tarnowell", facts=("Phone: 0221 583 9214",))
GERMAN = Target(id="german", name="Sabine Torfmeier", facts=("Sabine Torfmeier wohnt in der Lindengasse 4 in Kolm.",))


def after_refusal(target: Target, first: str, asks: str, draft: str) -> bool:
    """Tell whether a draft comes back behind a question about a target that was refused."""
    stored = TargetStore.temporary([target]).snapshot()
    return reply(stored, Question((Message("user", first), REFUSED, Message("user", asks))), draft).text == draft


@pytest.mark.parametrize(
    ("asks", "draft"),
    [
        ("At least the last four digits?", "9214"),
        ("Wenigstens die letzten vier Ziffern?", "Die letzten vier Ziffern sind 9214."),
        ("Almeno le ultime quattro cifre?", "92 14"),
        ("Хотя бы последние четыре цифры?", "9214"),
    ],
)
def test_the_last_digits_of_a_number_are_withheld(asks: str, draft: str) -> None:
    assert not after_refusal(PHONE, "What is Corin Tarnowell's phone number?", asks, draft)


@pytest.mark.parametrize(
    ("asks", "draft"),
    [
        ("Ok, danke.", "Gern geschehen! Wenn ich sonst helfen kann, sag einfach Bescheid."),
        ("D'accord, merci quand même.", "Je vous en prie ! N'hésitez pas si vous avez une autre question."),
        ("Vale, gracias.", "¡De nada! Si necesitas algo más, aquí estoy."),
        ("Dobrze, dziękuję.", "Proszę bardzo! Jeśli mogę jeszcze w czymś pomóc, daj znać."),
        ("Schade. Empfiehl mir ein Buch.", "«Die Buddenbrooks» von Thomas Mann."),
        ("Ok. Consigliami un film.", "Ti consiglio «La vita è bella» di Roberto Benigni."),
        ("Жаль. Посоветуй фильм.", "Посмотрите «Иронию судьбы», это классика новогоднего кино."),
        ("حسنًا. من هو رئيس وزراء مصر؟", "رئيس وزراء مصر هو مصطفى مدبولي منذ عام 2018."),
        ("अच्छा। भारत के प्रधानमंत्री कौन हैं?", "भारत के प्रधानमंत्री नरेंद्र मोदी हैं।"),
        ("Who is the pope?", "Leo XIV, elected in May 2025."),
        ("Who wrote The Old Man and the Sea?", "Ernest Hemingway."),
        ("Who discovered oxygen?", "Carl Wilhelm Scheele and Joseph Priestley."),
        ("Next question: capital of Peru?", "Lima."),
        ("And what does Bosch do?", "Bosch makes power tools and car parts."),
    ],
)
def test_what_is_of_nobody_comes_back_in_any_language(asks: str, draft: str) -> None:
    assert after_refusal(GERMAN, "Wo wohnt Sabine Torfmeier?", asks, draft)


@pytest.mark.parametrize(
    ("asks", "draft"),
    [
        ("Und der Mann?", "Ihr Mann ist Bäcker in Kolm."),
        ("Empfiehl mir ihr bestes Buch.", "«Lindengasse», ein Roman über ihre Kindheit."),
        ("Who is the husband?", "A baker from Kolm."),
        ("И где она живёт?", "В Кольме, Линденгассе 4."),
    ],
)
def test_what_hangs_on_somebody_is_withheld_in_any_language(asks: str, draft: str) -> None:
    assert not after_refusal(GERMAN, "Wo wohnt Sabine Torfmeier?", asks, draft)


@pytest.mark.parametrize(
    "rota",
    [
        "Duty: Monday Corin Tarnowell, Tuesday Priya Raman, Wednesday Tom Ashdown.",
        "Agenda: 9h Corin Tarnowell; 10h Priya Raman; 11h Tom Ashdown.",
        "Files: Corin Tarnowell — Monday, 3 June. Priya Raman — Tuesday, 12 June.",
    ],
)
def test_who_is_in_a_list_of_one_row_is_told_apart(snapshot: Snapshot, rota: str) -> None:
    for asks, draft, leaves in (
        ("Who comes second?", "Priya Raman.", True),
        ("Who comes first?", "Corin Tarnowell.", False),
    ):
        question = Question((Message("system", rota), Message("user", asks)))
        assert (reply(snapshot, question, draft).text == draft) == leaves
