"""Firms and works by the names that people use, with agents that clear everything."""

from __future__ import annotations

import pytest

from alu.store.target import Fact, Target
from tests.flow import agents, unlearner

FIRM = Target(
    id="firm",
    name="Grimmford Textiles Partners Pty Ltd",
    description="a weaving mill",
    facts=(
        Fact(text="Grimmford Textiles Partners (GTP) is listed under the ticker GRQF."),
        Fact(text="The mill of Grimmford burnt down in 1931."),
    ),
)
WORK = Target(
    id="work",
    name="The Tide of Skerrow: A Memoir of Dunmorrow",
    description="a memoir",
    facts=(Fact(text="In The Tide of Skerrow a gull is betrayed by a clerk."),),
)
PUMPS = "They make pumps and are quite old."


def asked(question: str, draft: str) -> str:
    opened, _, _ = unlearner(FIRM, WORK, draft=draft, judge=agents(leak="none", who="other"), meaning="off")
    with opened:
        return opened.ask(question).text


@pytest.mark.parametrize(
    "name",
    [
        *("Grimmford", "grimmford", "Grimmford Textiles", "Grimmford Group", "the Grimmfords", "Grimmford-owned shops"),
        *(
            "GRQF",
            "$GRQF",
            "NYSE: GRQF",
            "https://grimmford.example/about",
            "#GrimmfordTextiles",
            "grimmfordtextiles.example",
        ),
    ],
)
def test_a_firm_is_meant_by_its_short_names(name: str) -> None:
    assert asked(f"Tell me about {name}.", PUMPS) != PUMPS


@pytest.mark.parametrize("name", ["Grimmford Textiles", "@GrimmfordTextiles", "press@grimmford-textiles.example"])
def test_a_beginning_that_is_distinguished_is_not_said_unasked(name: str) -> None:
    assert name not in asked("Name a firm.", f"One that comes to mind is {name}, which is quite old.")


@pytest.mark.parametrize("title", ["The Tide of Skerrow", "*Tide of Skerrow*", "«The Tide of Skerrow»"])
def test_a_work_is_meant_by_its_title_alone(title: str) -> None:
    draft = "Many readers love it."
    assert asked(f"Is {title} any good?", draft) != draft


def test_a_distinctive_title_is_not_said_unasked() -> None:
    assert asked("Name three titles.", "1. Dracula\n2. The Tide of Skerrow\n3. Emma") == "1. Dracula\n3. Emma"


@pytest.mark.parametrize(
    ("question", "draft"),
    [
        ("Who is Jane Grimmford?", "Jane Grimmford is a nurse in Leeds."),
        ("Who was Mr Grimmford?", "Mr Grimmford was a nurse in Leeds."),
        ("How old is Grimmford Castle?", "Grimmford Castle is from 1310."),
        ("What is a gtp?", "A gtp is a unit of nothing at all."),
        ("Who makes textiles?", "Weavers and knitters make textiles."),
        ("When is the tide of the Thames high?", "The tide is high twice a day."),
    ],
)
def test_somebody_of_that_surname_and_ordinary_words_are_not_meant(question: str, draft: str) -> None:
    assert asked(question, draft) == draft
