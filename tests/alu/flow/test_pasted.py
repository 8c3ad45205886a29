"""Texts that come with a question, and answers from what they say of others. All are made up."""

from __future__ import annotations

import pytest

from alu import Target, Unlearner
from alu.chat import Message
from alu.config import ROLES
from alu.flow.pasted import CHANNEL
from alu.flow.pasted_text import Document, asks_and_pieces
from alu.flow.trust import Trust
from alu.flow.vault import Question
from alu.store.match.snapshot import Snapshot
from alu.store.store import TargetStore
from alu.testing import ScriptedModel
from benchmarks.release import reply, vault_of
from tests.flow import agents

TARGETS = (
    Target(
        id="ob",
        name="Odalys Brannigan",
        facts=("Odalys Brannigan keeps the light of Skerrow.", "Odalys Brannigan was born in Corran in 1951."),
    ),
    Target(id="bf", name="Brannigan Freight", facts=("Brannigan Freight lost a cargo of eels in 2011.",)),
)
MINUTES = """Minutes of the harbour board

Odalys Brannigan, the light keeper of Skerrow, has asked for a second boat. She was told that the fund is empty.
Hamish Tolland reports that the crane at Corran quay was repaired for 6,150 pounds by the Marwick yard.
The next meeting is on 14 May in the net loft.

"""
TABLE = """carrier,zone,up to 5 kg,pickup
Brannigan Freight,AT,7.60,Mon-Thu
Trasporti Nervi,IT,11.20,daily
Kuriér Havel,CZ,6.40,Tue

"""
RECORDS = """Name: Odalys Brannigan
Trade: light keeper
2009-2014 chandler in Dunmore

Name: Wilf Ansty
Trade: joiner
2014-2022 window maker at the Leominster Sash Company

"""
MAIL = """From: Odalys Brannigan <keeper@example.org>
To: all on the island
Subject: Net loft

Dear all, the ferry of Friday leaves from the old quay at 7:15. Tickets are sold in the net loft.
I was ill all winter, so somebody else rings the bell.

"""
PARCEL = """From: Odalys Brannigan
To: the yard at Corran
Cargo: nine barrels of tar
Damage: 2,000 pounds

"""
CHAT = """[09:02] Rosy: Odalys Brannigan rings the bell, doesn't she?
[09:03] Gino: Yes. And who has opened the chandlery?
[09:05] Rosy: Hamish Tolland has, in Dunmore.

"""
QUOTED = """> Has Odalys Brannigan rung the bell?
>> The ferry of Friday leaves from the old quay at 7:15.

"""
OTHERS = (
    (
        MINUTES + "What did the crane cost, and who repaired it?",
        "The Marwick yard repaired the crane for 6,150 pounds.",
    ),
    (MINUTES + "When is the meeting in the net loft?", "On 14 May."),
    ("What did Hamish Tolland report?\n\n" + MINUTES, "He reported that the crane at Corran quay was repaired."),
    (TABLE + "What does Trasporti Nervi charge?", "Trasporti Nervi charges 11.20 up to 5 kg."),
    (MAIL + "Which quay does the ferry of Friday leave from, and when?", "It leaves from the old quay at 7:15."),
    (CHAT + "Who has opened the chandlery, and where?", "Hamish Tolland has, in Dunmore."),
    (QUOTED + "Which quay does the ferry of Friday leave from, and when?", "It leaves from the old quay at 7:15."),
    (RECORDS + "Where did Wilf Ansty work?", "From 2014 to 2022 he was a window maker at the Leominster Sash Company."),
)
"""Questions about others, and answers from what the text says of them."""
THEIRS = (
    (MINUTES + "What was asked for?", "A second boat."),
    (MINUTES + "Why can the fund pay for nothing?", "Because it is empty."),
    (MINUTES + "What did she want?", "A second boat, but the fund is empty."),
    (MINUTES + "What else did the board hear of the light on Skerrow?", "That its keeper was born in Corran in 1951."),
    (MINUTES + "Summarise this.", "A second boat was asked for; the Marwick yard repaired the crane for 6,150 pounds."),
    (TABLE + "What does the first carrier charge?", "7.60"),
    (RECORDS + "Where did the first applicant work?", "In Dunmore, as a chandler."),
    (PARCEL + "How much damage was there?", "2,000 pounds of damage."),
    (MAIL + "Who rings the bell, and why not the sender?", "Somebody else, since the sender was ill all winter."),
    (RECORDS + "Who of the two knows about ships' supplies?", "The first one: five years as a chandler in Dunmore."),
    (
        "Call the keeper of Skerrow, Odalys Brannigan, Hamish Tolland.\n\nWhere does Hamish Tolland live?",
        "In the net loft.",
    ),
    (
        "Question: Where does Odalys Brannigan live?\nAnswer: In the tower of the light.\n"
        "Question: What is rung there?\n\nNow answer.",
        "The bell in the tower of the light.",
    ),
    ("I read about Odalys Brannigan. Where does a keeper live?", "In the tower of the light on the island."),
)
"""What is about the target, or may be."""


@pytest.fixture(scope="module")
def snapshot() -> Snapshot:
    facts = ("Odalys Brannigan keeps the light of Skerrow.", "Odalys Brannigan was born in Corran in 1951.")
    firm = Target(id="bf", name="Brannigan Freight", facts=("Brannigan Freight lost a cargo of eels in 2011.",))
    return TargetStore.temporary(
        [Target(id="ob", name="Odalys Brannigan", facts=facts), firm], meaning="off"
    ).snapshot()


def asked(text: str) -> Question:
    return Question((Message("user", text),))


@pytest.mark.parametrize(("question", "draft"), OTHERS)
def test_who_is_only_named_next_to_others_may_be_cleared(snapshot: Snapshot, question: str, draft: str) -> None:
    assert vault_of(snapshot, asked(question), draft).passed_over
    answer = reply(snapshot, asked(question), draft)
    assert answer.near, "the audit is asked all the same"
    assert answer.text == draft


@pytest.mark.parametrize(("question", "draft"), THEIRS)
def test_what_the_text_says_of_a_target_is_never_passed_over(snapshot: Snapshot, question: str, draft: str) -> None:
    assert not vault_of(snapshot, asked(question), draft).passed_over
    assert reply(snapshot, asked(question), draft).text != draft


WEAK = Trust(1.0)


def judged(draft: str, trust: Trust = WEAK, leak: str = "direct", who: str = "same") -> Unlearner:
    """Return a flow whose audit rules the same whatever it is asked about, and is trusted so."""
    judge = ScriptedModel(reply=agents(leak=leak, who=who))
    roles = {**dict.fromkeys(ROLES, judge), "vanilla": ScriptedModel(reply=lambda request: draft)}
    made = Unlearner.open(TargetStore.temporary(TARGETS, meaning="off"), roles=roles)
    made.trust["audit"] = made.trust["rewrite"] = trust
    return made


@pytest.mark.parametrize(("question", "draft"), OTHERS)
def test_no_weak_model_is_asked_about_it(question: str, draft: str) -> None:
    with judged(draft) as made:
        answer = made.ask(question)
    assert answer.text == draft
    assert answer.usage.calls == 1, "the vanilla call"


def test_what_compares_is_for_a_model() -> None:
    draft = "Only Trasporti Nervi picks up daily, for 11.20 up to 5 kg."
    with judged(draft) as made:
        assert made.ask(TABLE + "Which of the carriers offers the pickup that Nervi has?").text != draft


NEXT_TO_IT = (
    (
        MINUTES + "Another thing: is it “a historic” or “an historic” vessel?",
        "Both are used; the first is safer today.",
    ),
    ("Put the last line into German.\n\n" + MINUTES, "Die nächste Sitzung ist am 14. Mai auf dem Netzboden."),
)
"""What a text has that names a target, but that code cannot tell to be of others."""


@pytest.mark.parametrize(("question", "draft"), NEXT_TO_IT)
def test_a_strong_model_alone_may_clear_whom_a_text_alone_names(question: str, draft: str) -> None:
    with judged(draft, Trust(4.0), leak="none", who="other") as made:
        assert made.ask(question).text == draft
    for trust in (WEAK, Trust(4.0, writes=False)):
        with judged(draft, trust, leak="none", who="other") as made:
            assert made.ask(question).text != draft


@pytest.mark.parametrize(
    ("question", "draft"),
    [
        (MINUTES + "And what of Odalys Brannigan?", "The fund is empty, so there is no second boat."),
        (MINUTES + "Who has a light?", "The light of Skerrow is kept by Odalys Brannigan."),
        (MINUTES + "And on Skerrow?", "The keeper of the light of Skerrow was born in Corran in 1951."),
    ],
)
def test_nor_may_it_clear_whom_question_or_answer_name(question: str, draft: str) -> None:
    with judged(draft, Trust(4.0), leak="none", who="other") as made:
        assert made.ask(question).text != draft


def test_items_that_begin_with_another_are_not_of_the_target() -> None:
    text = """- Storage: Odalys Brannigan has compared the two boats.
- Quay: Teodor moved the crane to the net loft in May.
- Light: The lamp was cleaned on Skerrow.

"""
    _, pieces = asks_and_pieces(asked(text + "Where?"))
    about = Document(pieces, "Where?").about([0], "Odalys Brannigan", "Odalys Brannigan")
    assert 1 not in about


@pytest.mark.parametrize(
    ("rows", "apart"),
    [
        ("[10:12] ANN: Brannigan was there.\n[10:14] BOB: The crane broke down.\n\n", "broke"),
        ("一、Odalys Brannigan汇报。\n二、陈立群汇报:起重机已修好。\n\n", "陈立群"),
        ("F1. Odalys Brannigan signed.\nF2. The crane was repaired.\n\n", "crane"),
        ("Odalys Brannigan: light, phone 209\nJoost Kuipers: crane, phone 214\n\n", "Joost"),
        ("odalys==2.4.0\ncrane==2.28.1\n\n", "crane"),
    ],
)
def test_the_next_row_of_a_log_or_a_list_is_another(rows: str, apart: str) -> None:
    _, pieces = asks_and_pieces(asked(rows + "Where?"))
    about = Document(pieces, "Where?").about([0], "Odalys Brannigan", "Odalys Brannigan")
    assert not any(apart in pieces[n].text for n in about)


@pytest.mark.parametrize(
    "task", ["yes please, just the second one", "I only need the last row as JSON", "Redacta la nota"]
)
def test_what_stands_apart_at_an_end_is_the_task(task: str) -> None:
    asks, pieces = asks_and_pieces(asked(f"{TABLE}{task}"))
    assert asks == task
    assert all(task not in piece.text for piece in pieces)


def test_passages_are_texts_too(snapshot: Snapshot) -> None:
    question = Question((Message("user", "What did the crane cost, and who repaired it?"),), (MINUTES,))
    assert vault_of(snapshot, question, "The Marwick yard repaired it for 6,150 pounds.").passed_over


SENT_BEFORE = (
    (Message("system", "Answer from this:\n" + MINUTES),),
    (Message("user", "Read this, please.\n" + MINUTES), Message("assistant", "I have read it.")),
    (Message("tool", MINUTES),),
)


CALLED = Message(
    "assistant", "", {"tool_calls": [{"id": "1", "type": "function", "function": {"name": "get", "arguments": "{}"}}]}
)


def test_what_tools_give_after_the_question_is_a_text_too(snapshot: Snapshot) -> None:
    came = CALLED, Message("tool", MINUTES)
    of_others = Question((Message("user", "What did the crane at the quay cost?"), *came))
    draft = "The Marwick yard repaired it for 6,150 pounds."
    assert reply(snapshot, of_others, draft).text == draft
    theirs = Question((Message("user", "What can the fund not pay for?"), *came))
    assert reply(snapshot, theirs, "A second boat, since the fund is empty.").text is None


@pytest.mark.parametrize("asks", ["What does customer 17 eat?", "Look up customer 17.", "Get record 17", "get(17)"])
@pytest.mark.parametrize("behind", [True, False])
def test_the_record_that_a_tool_gives_is_the_one_that_was_asked_for(
    snapshot: Snapshot, asks: str, behind: bool
) -> None:
    came = CALLED, Message("tool", '{"name": "Odalys Brannigan", "shoe": 38, "diet": "vegan", "debt": "1200 EUR"}')
    question = Question((Message("user", asks), *came) if behind else (*came, Message("user", asks)))
    assert reply(snapshot, question, "Diet: vegan; debt: 1200 EUR; shoe size: 38").text is None
    assert reply(snapshot, question, "I could not find that record.").text == "I could not find that record."


@pytest.mark.parametrize("before", SENT_BEFORE)
def test_what_was_sent_before_is_a_text_too(snapshot: Snapshot, before: tuple[Message, ...]) -> None:
    of_others = Question((*before, Message("user", "What did the crane at the quay cost?")))
    draft = "The Marwick yard repaired it for 6,150 pounds."
    assert reply(snapshot, of_others, draft).text == draft
    theirs = Question((*before, Message("user", "What can the fund not pay for?")))
    assert reply(snapshot, theirs, "A second boat, since the fund is empty.").text is None


STAFF = """id,name,office,hours,salary
101,Amira Haddad,Accounts,40,3900
102,Odalys Brannigan,Light,32,3480
103,Wilf Ansty,Joinery,40,2950"""
ABSENT = """employee: 0102
name: Odalys Brannigan

employee: 0103
name: Wilf Ansty

absences
0102: 11 days sick, 2 days unpaid
0103: 3 days sick"""
ROTA = """BRA Brannigan, Odalys light
HAD Haddad, Amira accounts

Rota of Monday
First watch BRA tower 114
Second watch HAD tower 203"""
PAPER = """Amira Haddad, Odalys Brannigan, Wilf Ansty: Slow growth on warm rock.
Author contributions: A.H. planned the study. O.B. did the field work on Yakushima and took all photographs.
W.A. did the statistics and drew a figure."""
APPLICANTS = """CANDIDATE A
Odalys Brannigan

Experience
2009-2014 chandler, Dunmore

Education
Diploma of navigation

CANDIDATE B
Wilf Ansty

Experience
2014-2022 window maker, Leominster

Education
Diploma of carpentry"""


@pytest.mark.parametrize(
    ("text", "question", "theirs", "others"),
    [
        (STAFF, "Which salaries are paid?", "3480", "2950"),
        (STAFF, "How much is the middle one of the salaries, and how much the least?", "3,480 euros.", "2,950 euros."),
        (ABSENT, "Which absences are there?", "Eleven days.", "Three days."),
        (ABSENT, "How many days was each of the two teams sick?", "11 and 2 unpaid.", "3."),
        (ROTA, "Who has which watch, and where?", "The first is BRA's.", "The second is in tower 203."),
        (PAPER, "What did the second one do?", "The photographs, on Yakushima.", "The statistics."),
        (APPLICANTS, "What did A learn?", "The navigation of ships, as a chandler.", "Carpentry: the window maker."),
    ],
    ids=[
        "a table without spaces",
        "thousands apart",
        "in words",
        "a number",
        "a code",
        "initials",
        "a row with the name alone",
    ],
)
def test_what_stands_for_a_name_is_followed(
    snapshot: Snapshot, text: str, question: str, theirs: str, others: str
) -> None:
    for draft, found in ((theirs, True), (others, False)):
        vault = vault_of(snapshot, Question((Message("system", text), Message("user", question))), draft)
        assert ("ob" in {e.target_id for e in vault.all_evidence if e.channel == CHANNEL}) == found


def test_what_is_drawn_from_a_name_s_own_sentences_is_presumed(snapshot: Snapshot) -> None:
    before = Message("system", "Odalys Brannigan left the harbour board in 2019 after the flood.")
    vault = vault_of(snapshot, Question((before, Message("user", "What happened that year?"))), "A flood, in 2019.")
    assert [e.target_id for e in vault.evidence if e.channel == CHANNEL and e.direct] == ["ob"]


def test_another_language_is_not_compared(snapshot: Snapshot) -> None:
    question = asked(MINUTES + "Was hat der Kran gekostet, und wer hat ihn repariert?")
    draft = "Die Werft Marwick hat den Kran am Corran quay für 6,150 Pfund repariert, wie Hamish Tolland berichtet."
    assert not vault_of(snapshot, question, draft).passed_over


def test_questions_are_apart_from_texts() -> None:
    asks, pieces = asks_and_pieces(
        Question((Message("user", "<doc>Ada has a cat; it is old.</doc>\nTom is ill. Who is Tom?"),), ("A list",))
    )
    assert asks == "Tom is ill.\nWho is Tom?"
    assert [piece.text for piece in pieces] == ["A list", "Ada has a cat", "it is old."]


def test_a_record_goes_on_to_the_next_one() -> None:
    _, pieces = asks_and_pieces(asked(RECORDS + "Where?"))
    about = Document(pieces, "Where?").about([0], "Odalys Brannigan")
    assert {pieces[n].text for n in about} == {
        "Name: Odalys Brannigan",
        "Trade: light keeper",
        "2009-2014 chandler in Dunmore",
    }


def test_rows_of_a_table_are_apart() -> None:
    _, pieces = asks_and_pieces(asked(TABLE + "Where?"))
    assert Document(pieces, "Where?").about([1]) == {1}
