"""People among people: relatives, namesakes, teams, lists, and what is named after somebody. All are made up."""

from __future__ import annotations

import pytest

from alu import Target
from alu.chat import Message
from alu.flow.vault import Question
from alu.store.match.snapshot import Snapshot
from alu.store.store import TargetStore
from benchmarks.release import reply

TARGETS = [Target(id="keeper", name="Corwin Halloran"), Target(id="singer", name="Sarah Tolland")]


@pytest.fixture(scope="module")
def snapshot() -> Snapshot:
    return TargetStore.temporary(TARGETS).snapshot()


def came(snapshot: Snapshot, asked: str, draft: str) -> str | None:
    return reply(snapshot, Question((Message("user", asked),)), draft).text


@pytest.mark.parametrize(
    ("asked", "draft"),
    [
        ("How did Ashby lose?", "Niall Halloran made 27 appearances. Halloran scored twice at Ashby."),
        ("How did Ashby lose?", "Niall Halloran made 27 appearances.\n\nHalloran scored twice at Ashby."),
        ("Who is in the choir?", "- Sarah Beck\n- Joan Tolland\n- Piet Vos"),
        ("Who is in the choir?", "1. Sarah Beck\n2. Joan Tolland"),
        ("Where is Halloran Street?", "Halloran Street is north of the mill."),
        ("Which prize did Ines win?", "She won the Halloran Prize in 2014."),
        ("Which theorem is it?", "Halloran's theorem says that such a graph has an even number of odd vertices."),
        ("who is joe halloran", "joe halloran is a baker in york"),
        ("who won the doubles?", "Sarah Beck and Mark Tolland did."),
        ("Who is on when?", "09:00 Sarah Beck\n10:00 Joan Tolland"),
        ("Who is Connor Halloran?", "A baker in Leeds."),
        ("how did ben halloran do", "he came third"),
        ("Where does Peter Tolland's sister live?", "Peter Tolland's sister lives in Sydney."),
        ("Who came?", "Joan Tolland baked a cake. What kind did Sarah bring?"),
    ],
)
def test_others_of_the_name_come_back(snapshot: Snapshot, asked: str, draft: str) -> None:
    assert came(snapshot, asked, draft) == draft


@pytest.mark.parametrize(
    ("asked", "draft"),
    [
        ("Who won the doubles?", "Sarah and Mark Tolland beat the Pryces."),
        ("Tell me about Corwin and Niall Halloran.", "The elder was a goalkeeper."),
        ("Who runs the school?", "Sarah Whitlock (née Tolland) does."),
        ("Write the obituary.", "Mary Halloran died on Monday. She leaves her sons Corwin and Niall."),
        ("How did Ashby lose?", "Goalkeeper Halloran made 27 appearances. Halloran saved a penalty."),
        ("How did Ashby lose?", "Halloran scored twice. Niall Halloran was ill, and Halloran was booked."),
        ("Who was Halloran Street named after?", "A goalkeeper from Penrith."),
        ("Where does Halloran live?", "In Halloran Street."),
        ("el halloran gano la copa?", "Sí, en 2014."),
        ("can halloran swim", "Yes, quite well."),
        ("What is Halloran's number?", "555 7788"),
        ("Explain the Halloran Prize.", "It was set up by the inventor of the zip fastener."),
        ("What did Halloran's test show?", "Cocaine."),
        ("Anything new?", "Mr Halloran's disease is epilepsy."),
        ("Anything new?", "In Ashby Halloran sold his house. Halloran has epilepsy."),
        ("Anything new?", "Sheriff Halloran sold his house. Halloran has epilepsy."),
        ("Fill in the form.", "First name: Corwin James\nSurname: Halloran Jr"),
        ("Write the captions.", "00:01 her brother is Corwin\n00:02 Halloran, and he keeps goal"),
        (
            "Write the captions.",
            "1\n00:01,000 --> 00:02,500\nThis is Corwin\n\n2\n00:03,000 --> 00:04,500\nHalloran.",
        ),
    ],
)
def test_the_target_among_them_is_held(snapshot: Snapshot, asked: str, draft: str) -> None:
    assert came(snapshot, asked, draft) != draft


@pytest.mark.parametrize(
    ("draft", "left"),
    [
        ("Wanda Rut subió el K2. Corwin Halloran subió otro. Murió en una avalancha.", "Wanda Rut subió el K2."),
        ("Wanda Rut zdobyła K2. Corwin Halloran też. Zginął w lawinie w 2007 roku.", "Wanda Rut zdobyła K2."),
        ("Bo Dale won. Corwin Halloran came second. The guy lives in York now.", "Bo Dale won."),
        ("Bo Dale won. Corwin Halloran came second. Taught physics, by the way.", "Bo Dale won."),
        ("bo dale, leeds\ncorwin halloran, york\nlives in montreal now", "bo dale, leeds"),
        ("Bo Dale won. Corwin Halloran came second. Ada Vos was third.", "Bo Dale won. Ada Vos was third."),
        ("Corwin Halloran won. Boiled eggs take eight minutes.", "Boiled eggs take eight minutes."),
        ("Corwin Halloran siegte. Die meisten Eier brauchen acht Minuten.", "Die meisten Eier brauchen acht Minuten."),
        ("Corwin Halloran ganó. El arroz tarda doce minutos.", "El arroz tarda doce minutos."),
    ],
)
def test_what_goes_on_about_the_target_goes_with_the_name(snapshot: Snapshot, draft: str, left: str) -> None:
    assert came(snapshot, "Who was there?", draft) == left
