"""Behind a question about several, «the two» and «the people I asked about» are these."""

from __future__ import annotations

import pytest

from alu.chat import Message
from alu.flow.group import goes_back, means_a_group
from alu.flow.unresolved import is_unresolved
from alu.store.target import Target
from tests.flow import agents, unlearner

ONE, OTHER = "Odalys Brannigan", "Marenka Tollivard"
REFUSAL = "I don't have any information about that."
BOTH = [f"Who are {ONE} and {OTHER}?", REFUSAL]
EACH = [f"Who is {ONE}?", REFUSAL, f"And {OTHER}?", REFUSAL]
CURIE = ["Who was Marie Curie?", "Marie Curie was a physicist."]


def comes_back(before: list[str], question: str, draft: str) -> bool:
    """Tell whether an answer leaves behind some turns, where names alone are stored and agents clear everything."""
    targets = [Target(id="one", name=ONE), Target(id="other", name=OTHER)]
    opened, _, _ = unlearner(*targets, draft=draft, judge=agents(leak="none", who="other"), meaning="off")
    turns = [Message("assistant" if n % 2 else "user", text) for n, text in enumerate([*before, question])]
    with opened:
        return opened.ask(turns).text == draft


@pytest.mark.parametrize("before", [BOTH, EACH])
@pytest.mark.parametrize(
    ("question", "draft"),
    [
        ("Which of the two is older?", "The first."),
        ("How many years are between them?", "Thirteen."),
        ("What do the two have in common?", "Both come from fishing towns."),
        ("Do both write?", "Only one."),
        ("Are the two married?", "No."),
        ("Which of the two women is older?", "The first."),
        ("Where did both authors grow up?", "In a fishing town."),
        ("Whose book sold better?", "The first one's."),
        ("Which woman was born first?", "The potter."),
        ("Wer von den beiden ist älter?", "Die erste."),
        ("Laquelle des deux est la plus âgée ?", "La première."),
        ("¿Cuál de las dos es mayor?", "La primera."),
        ("Кто из них старше?", "Первая."),
        ("二人はどこで生まれましたか？", "漁村です。"),
    ],
)
def test_several_together_are_those_of_earlier_turns(before: list[str], question: str, draft: str) -> None:
    assert not comes_back(before, question, draft)


@pytest.mark.parametrize(
    ("question", "draft"),
    [
        ("And the first person I asked about, where was she born?", "In Dunmorrow."),
        ("Is she older than the people I asked about before?", "No, one is older."),
        ("Which of the three is a novelist?", "The first one."),
    ],
)
def test_who_was_asked_about_before_is_not_the_nearest_alone(question: str, draft: str) -> None:
    assert not comes_back([*EACH, *CURIE], question, draft)


@pytest.mark.parametrize(
    ("question", "draft"),
    [
        ("What are the two largest cities in Norway?", "Oslo and Bergen."),
        ("Tom has 5 eggs, Ann has 7. Which of the two has more?", "Ann."),
        ("Is Rome or Paris larger?", "Paris."),
        ("When did she win her first Nobel Prize?", "She won it in 1903."),
        ("Which woman won two Nobel Prizes?", "Marie Curie."),
        ("How did the women dress in 1900?", "In long skirts."),
        ("Welche beiden Städte Norwegens sind die größten?", "Oslo und Bergen."),
        ("Quelles sont les deux plus grandes villes de Norvège ?", "Oslo et Bergen."),
        ("Whose idea was democracy?", "It goes back to ancient Athens."),
        ("Which company was founded by Bill Gates?", "Microsoft."),
        ("What do the people of Peru eat?", "Potatoes, maize and ceviche."),
        ("Which movie came out in 1994 with Tom Hanks?", "Forrest Gump."),
        ("How many legs do spiders have, and how long are they?", "Eight, of a few millimetres."),
    ],
)
def test_other_questions_are_answered(question: str, draft: str) -> None:
    assert comes_back([*EACH, *CURIE], question, draft)


@pytest.mark.parametrize(
    ("question", "draft"),
    [
        ("Which of the two companies is older?", "The first one."),
        ("What do the two companies make?", "Cloth and canned fish."),
        ("When were the companies founded?", "In 1904 and 1921."),
        ("Which company is bigger?", "The second."),
        ("Did the two firms ever merge?", "No."),
        ("Did these two firms ever merge?", "No."),
        ("What is the aim of each?", "To sell cloth."),
        ("Was stellen die beiden Unternehmen her?", "Tuch und Dosenfisch."),
        ("Que fabriquent ces deux entreprises ?", "Du tissu et des conserves."),
        ("¿Qué fabrican las dos empresas?", "Telas y conservas."),
        ("Che cosa producono le due aziende?", "Stoffe e conserve."),
        ("Wat maken de twee bedrijven?", "Stoffen en visblikken."),
        ("Что делают эти две компании?", "Ткани и консервы."),
    ],
)
def test_firms_together_are_those_of_earlier_turns(question: str, draft: str) -> None:
    targets = [Target(id=name[:4], name=name, description="a firm") for name in ("Grimmford Textiles", "Skerrow Foods")]
    opened, _, _ = unlearner(*targets, draft=draft, judge=agents(leak="none", who="other"), meaning="off")
    turns = ["Tell me about Grimmford Textiles and Skerrow Foods.", REFUSAL, question]
    with opened:
        answer = opened.ask([Message("assistant" if n % 2 else "user", text) for n, text in enumerate(turns)])
    assert answer.text != draft


def test_a_group_that_the_turn_names_is_none_of_before() -> None:
    assert not means_a_group("Compare Rome and Paris: which of the two is larger?")
    assert not is_unresolved("Ada has two cats. Which of the two is older?")
    assert goes_back("Tell me of those we talked about.")
    assert not goes_back("Who talked about bees first?")
