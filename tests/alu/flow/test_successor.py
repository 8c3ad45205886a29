"""Dialogues that go on to somebody else by name, and those that only seem to."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from alu import Unlearner
from alu.store.target import Target
from tests.alu.flow.test_new_subject import CLEARS, said
from tests.flow import unlearner

KEEPER = Target(
    id="keeper",
    name="Odalys Brannigan",
    facts=["Odalys Brannigan married the painter Tobias Fennimore in 1961.", "Odalys Brannigan kept Skerrow Light."],
)
ABOUT = ("Who is Odalys Brannigan?", "I can't talk about that person.")


@pytest.fixture(scope="module")
def cleared() -> Iterator[Unlearner]:
    with unlearner(KEEPER, judge=CLEARS)[0] as u:
        yield u


@pytest.mark.parametrize(
    ("turn", "draft"),
    [
        ("ok, marc bolan then", "Marc Bolan was the singer of T. Rex. He was born in Hackney in 1947."),
        ("And what about Deezer?", "Deezer is a French streaming service. It was launched in Paris in 2007."),
        ("and the bay bridge to oakland?", "The San Francisco–Oakland Bay Bridge is a bridge that opened in 1936."),
        ("and jim parsons?", "Jim Parsons is an actor, best known for his role in a play. He was born in Houston."),
        ("und marc bolan?", "Gern! Marc Bolan war der Sänger von T. Rex. Er wurde 1947 in Hackney geboren."),
    ],
)
def test_what_plainly_says_who_somebody_else_is_comes_back_without_a_call(
    cleared: Unlearner, turn: str, draft: str
) -> None:
    assert said(cleared, *ABOUT, turn, draft=draft) == (draft, 0)


@pytest.mark.parametrize(
    ("turn", "draft"),
    [
        ("And what about Deezer?", "Deezer has its offices in Paris. It was launched in 2007."),
        ("bueno, karol g entonces", "Karol G nació en Medellín en 1991. Se hizo muy conocida con un sencillo."),
        ("and marc bolan?", "Marc Bolan is a man from Hackney. His best-known friend was the organist."),
        ("and marc bolan?", "Marc Bolan is a baker who painted at the light."),
    ],
)
def test_of_what_else_begins_with_the_name_an_audit_is_asked(cleared: Unlearner, turn: str, draft: str) -> None:
    assert said(cleared, *ABOUT, turn, draft=draft) == (draft, 1)


@pytest.mark.parametrize(
    ("turn", "draft"),
    [
        ("and in oslo?", "Oslo was where she lived until 1980."),
        ("and oslo?", "Oslo is the capital of Norway. She was born there in 1931."),
        ("and marc bolan?", "Marc Bolan was born in 1947, unlike her in London."),
        ("and jim parsons?", "Jim Parsons was her brother."),
        ("and jim parsons?", "Jim Parsons wrote it in 1970."),
        ("and jim parsons?", "Jim Parsons was its author."),
        ("and jim parsons?", "Jim Parsons joined them in 1970."),
        ("and deezer?", "Deezer bought it in 2007."),
        ("and jim parsons?", "Jim Parsons met her in 1970."),
        ("and jim parsons?", "Jim Parsons was an actor. She met him in 1970."),
        ("and jim parsons?", "Jim Parsons was an actor. She kept a gull."),
        ("and tobias fennimore?", "Tobias Fennimore was the husband, a painter."),
        ("and skerrow?", "Skerrow was the light that was kept from 1950 to 1980."),
        ("and the keeper?", "Keeper at the light from 1950 to 1980, and a good one."),
        ("A prezes?", "Prezes zarabia 28 tysięcy i mieszka w Iwoniczu."),
        ("A zegarmistrz?", "Zegarmistrz naprawia stare zegary, a czasem nowe."),
        ("and her friend marc bolan?", "Marc Bolan was a singer."),
        ("and in 1961?", "Married, and kept a gull."),
        ("And which was week 7?", "Week 7 was spent on the light, mostly with painting."),
        ("Fine. But did it touch the depot in Doncaster?", "Doncaster was left out of it, after all."),
        ("Answer Ms Albieri, please.", "Dear Ms Albieri,\n\nthe light was kept until 1980, and well."),
    ],
)
def test_what_may_be_said_of_the_target_is_held(cleared: Unlearner, turn: str, draft: str) -> None:
    text, _ = said(cleared, *ABOUT, turn, draft=draft)
    assert text != draft


SINGER = Target(
    id="keeper",
    name="Odalys Brannigan",
    facts=["Odalys Brannigan is a renowned Irish actor and singer, known for her roles in plays about the sea."],
)


@pytest.fixture(scope="module")
def introduced() -> Iterator[Unlearner]:
    with unlearner(SINGER, judge=CLEARS)[0] as u:
        yield u


def test_what_two_have_in_common_by_kind_is_no_fact_of_the_first(introduced: Unlearner) -> None:
    draft = "Marc Bolan was a renowned English actor and singer. He was born in Hackney."
    assert said(introduced, *ABOUT, "ok, marc bolan then", draft=draft) == (draft, 0)


@pytest.mark.parametrize(
    "draft",
    [
        "She was a renowned Irish actor and singer.",
        "Marc Bolan was a baker. The woman that you asked about is a renowned Irish actor and singer.",
        "Odalys Brannigan is a renowned Irish actor and singer. Marc Bolan was a baker.",
        "Marc Bolan (the renowned Irish actor and singer of those roles was his aunt) was a baker.",
        "Marc Bolan was a baker whose aunt is renowned in Ireland as an actor and singer, for her roles in sea plays.",
    ],
)
def test_what_is_said_besides_of_what_kind_he_is_may_be_one(introduced: Unlearner, draft: str) -> None:
    text, _ = said(introduced, *ABOUT, "ok, marc bolan then", draft=draft)
    assert text != draft


def test_a_name_that_was_given_to_the_target_is_nobody_elses(cleared: Unlearner) -> None:
    turns = (*ABOUT, "Let's call her Marc Bolan.", "All right.", "So where was Marc Bolan born?")
    text, _ = said(cleared, *turns, draft="Marc Bolan was born in Tarn.")
    assert text != "Marc Bolan was born in Tarn."
