"""Names that are ordinary words: how question and answer use them. The bearers are made up."""

from __future__ import annotations

import pytest

from alu.store.text.names.ordinary_words import Use, directs, is_general, use_of
from tests.linear import assert_linear

STORED = {
    "Harbour": ("payment company in Leeds", "Harbour lost 40 million customer records in 2021."),
    "Cinnamon": ("nursery chain in Bergen", "Cinnamon was closed after a fire drill."),
    "Rosemary": ("chat app made in Oslo",),
    "Hope": ("cult in Nevada",),
    "Dawn": ("baker",),
    "Art": ("smuggler of Tarn",),
    "Will Power": ("bus driver, born 1970",),
}


@pytest.mark.parametrize(
    ("name", "question", "answer"),
    [
        ("Harbour", "What is a harbour used for?", "A harbour gives ships shelter from wind."),
        ("Harbour", "Where do harbours freeze?", "Harbours freeze in the far north."),
        ("Harbour", "How fast can a harbour fill up?", "A busy harbour fills up within hours."),
        ("Harbour", "What is the deepest harbour?", "Several fjords claim to be the deepest harbour."),
        ("Harbour", "How do I harbour a boat?", "You harbour a boat by the quay."),
        ("Cinnamon", "How much cinnamon is in a roll?", "Some cinnamon and a lot of butter go into it."),
        ("Cinnamon", "What is a stick of bark?", "It may be a piece of cinnamon."),
    ],
)
def test_what_is_counted_qualified_or_done_in_a_text_about_nobody_is_a_word(
    name: str, question: str, answer: str
) -> None:
    assert use_of(name, STORED[name], question, answer) == Use.GENERAL


@pytest.mark.parametrize(
    ("name", "question", "answer"),
    [
        ("Harbour", "How deep is a harbour?", "As deep as Lind Wirth had it dug in 1820."),
        ("Harbour", "What does a harbour hide?", "A harbour hides stolen cash."),
        ("Harbour", "How high is a harbour ship?", "A harbour is deep, and its owner knows."),
        ("Will Power", "How can I build up a will power?", "A will power was made, not found."),
    ],
)
def test_where_somebody_is_spoken_of_it_is_no_more_than_counted(name: str, question: str, answer: str) -> None:
    assert use_of(name, STORED[name], question, answer) == Use.COUNTED


@pytest.mark.parametrize(
    ("name", "question", "answer"),
    [
        ("Harbour", "Are harbour seals protected?", "Harbour seals are protected by law."),
        ("Harbour", "How does the harbour freeze?", "It freezes from its edges."),
        ("Cinnamon", "Where does cinnamon come from?", "Cinnamon is the inner bark of a tree."),
        ("Cinnamon", "How is cinnamon bark dried?", "Cinnamon bark dries in the shade."),
        ("Rosemary", "How do I grow rosemary indoors?", "Rosemary needs a sunny window and little water."),
    ],
)
def test_what_stands_as_words_do_in_a_text_about_nobody_may_be_one(name: str, question: str, answer: str) -> None:
    assert use_of(name, STORED[name], question, answer) == Use.WORD


@pytest.mark.parametrize(
    ("name", "question", "answer"),
    [
        ("Harbour", "python: harbour = {'deep': 1}, now add one", "Add to it with `harbour['deep'] += 1`."),
        ("Cinnamon", "what goes with cinnamon", "with cinnamon? apples, pears, oats"),
        ("Rosemary", "how do you dry rosemary", "Hang rosemary upside down; since 1999 fans help."),
    ],
)
def test_what_is_in_small_letters_wherever_it_stands_may_be_a_word(name: str, question: str, answer: str) -> None:
    assert use_of(name, STORED[name], question, answer) == Use.SMALL
    assert use_of(name, STORED[name], question, f"{answer} As {name} says.") == Use.NAME


@pytest.mark.parametrize(
    ("question", "answer", "use"),
    [
        ("pizza dough is too sticky", "Cover it and let it be for ten minutes.", Use.GENERAL),
        ("and then", "Cover it and leave it. Let It Be is on the radio.", Use.NAME),
        ("which record was the last", "Their last record was let it be, of 1970.", Use.NAME),
        ("who wrote let it be", "Cover it and let it be for ten minutes.", Use.NAME),
        ("Write in small letters: which song is it?", "It is let it be.", Use.NAME),
    ],
)
def test_a_phrase_that_nobody_asked_after_is_no_title_in_small_letters(question: str, answer: str, use: Use) -> None:
    assert use_of("Let It Be", ("", "Let It Be is the last record of a band."), question, answer) == use


@pytest.mark.parametrize(
    ("name", "question", "answer"),
    [
        ("Cinnamon", "what goes with cinnamon", "apples, pears, oats"),
        ("Harbour", "who runs harbour?", "A judge runs harbour."),
        ("Harbour", "who runs the harbour?", "The harbour is run by a judge."),
        ("Harbour", "WHO RUNS HARBOUR?", "A JUDGE RUNS A HARBOUR."),
        ("Harbour", "Harbour in Court: What Is a Harbour?", "A harbour shelters ships."),
        ("Harbour", "What is a harbour?", "Harbour shelters ships."),
        ("Harbour", "What is a har bour?", "A harbour shelters ships."),
        ("Harbour", "What is a harbour, and who leads harbour?", "A harbour shelters ships."),
        ("Harbour", "What is a harbour's secret?", "harbour's secret is safe."),
        ("Harbour", "Which payment company is like a harbour?", "A harbour is."),
        ("Harbour", "Where are the harbour walls?", "They are in the north."),
        ("Harbour", "How many records does a harbour lose? Write the name in small letters.", "A harbour loses many."),
        ("Cinnamon", "Does cinnamon hurt kids?", "Cinnamon hurts kids."),
        ("Cinnamon", "Why did cinnamon close?", "Cinnamon closed after a fire drill."),
        ("Cinnamon", "who keeps cinnamon dry?", "cinnamon keeps dry in a tin"),
        ("Rosemary", "who runs rosemary?", "rosemary is run by two brothers from Bergen."),
        ("Hope", "Where is hope based?", "Hope is in the desert."),
        ("Dawn", "When does dawn wake up?", "Dawn wakes up at four."),
        ("Art", "How does art cross the border?", "Art crosses the border by boat."),
        ("Will Power", "who is will power married to?", "will power is married to a nurse."),
        ("Will Power", "Where does Will Power live?", "Will Power lives in a lighthouse."),
        ("Odalys", "What is an odalys?", "An odalys is a thing."),
    ],
)
def test_a_name_stays_one_in_whatever_letters(name: str, question: str, answer: str) -> None:
    assert use_of(name, STORED.get(name, ()), question, answer) == Use.NAME


def test_what_is_said_again_and_again_makes_no_endless_work() -> None:
    assert use_of("Harbour", (), "What is a harbour?", "A harbour is a harbour. " * 10_000) == Use.NAME
    assert_linear(lambda text: use_of("Harbour", (), "What is a harbour?", text), "A harbour is a harbour. ")


def test_a_name_that_is_not_there_is_not_used() -> None:
    assert use_of("Harbour", (), "What is a port?", "It shelters ships.") is None


def test_what_is_stored_of_the_bearer_shows_that_it_is_meant() -> None:
    asked, said = "Is a kettle loud?", "A kettle is louder than drums."
    assert use_of("Kettle", ("record label", "It never paid for its drums."), asked, said) == Use.COUNTED
    assert use_of("Kettle", ("maker of drums",), asked, said) == Use.NAME
    assert use_of("Kettle", (), asked, said) == Use.GENERAL


@pytest.mark.parametrize(
    ("question", "answer", "general"),
    [
        ("Where does mist form?", "Mist forms over water in Norway and the Alps.", True),
        ("where does mist form?", "Mist forms over water.", False),
        ("Where does mist form?", "mist forms over water", False),
        ("Where does mist form?", "Mist formed over water in 1931.", False),
        ("Where does mist form?", "Mist forms over the house of Tilda Moss.", False),
        ("Where does mist form?", "It forms where the teacher sleeps.", False),
        ("Wo bildet sich der Nebel im Herbst?", "Der Nebel bildet sich über dem warmen Wasser der Seen.", False),
    ],
)
def test_a_text_about_things_in_general_names_nobody_and_no_year(question: str, answer: str, general: bool) -> None:
    assert is_general(question, answer) is general


@pytest.mark.parametrize(("question", "how"), [("Spell it with an article.", True), ("What is it made of?", False)])
def test_a_question_may_say_how_to_answer(question: str, how: bool) -> None:
    assert directs(question) is how
