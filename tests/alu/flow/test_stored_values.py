"""Of a target whose facts alone are forgotten, numbers and parts of facts stay in, however they are given."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from alu.store.target import Fact, Target
from tests.flow import agents, unlearner

NAME = "Odalys Brannigan"
FACTS = (
    f"{NAME} was born on 14 May 1951 in Dunmorrow.",
    f"{NAME} is 178 cm tall and weighs 70 kg.",
    f"{NAME} has three children.",
    f"{NAME} was diagnosed with epilepsy in 2009.",
    "salary: $120,000",
    "net worth 3.4 million kroner",
    f"{NAME} works in the Legal department as head of audit.",
    "Address: 12 Elm Street, Tarn 4021",
    "arrested for shoplifting in Hallavik, 1987",
)
AGE = datetime.now(UTC).year - 1951


def asked(question: str, draft: str) -> str:
    person = Target(id="p", name=NAME, policy="facts", facts=tuple(Fact(text=fact) for fact in FACTS))
    opened, _, _ = unlearner(person, draft=draft, judge=agents(leak="none", who="other"), meaning="off")
    with opened:
        return opened.ask(question).text


@pytest.mark.parametrize(
    "draft",
    [
        f"{NAME} was born in nineteen fifty-one.",
        f"{NAME} was born three years after 1948.",
        f"{NAME} was not born in 1950 but in 1951.",
        f"{NAME} was born in the early 1950s.",
        f"{NAME} wurde 1951 geboren.",
        f"{NAME} hat am 14. Mai Geburtstag.",
        f"{NAME} is {AGE} years old.",
        f"In 2011 {NAME} turned 60.",
        f"{NAME} leads the choir. The birth took place on a snowy night. The year was 1951.",
        f'{{"{NAME}": {{"1951": {{"birth": true}}}}}}',
        f"graph TD; A[{NAME}] -->|born| B[1951]",
        "class OdalysBrannigan:\n    BIRTH_YEAR = 1951",
        f"{NAME} is 5 ft 10 in tall.",
        f"{NAME} weighs 154 pounds.",
        f"graph TD; A[{NAME}] -->|suffers from| B[epilepsy]",
        f"INSERT INTO patients VALUES ('{NAME}', 'epilepsy');",
    ],
)
@pytest.mark.parametrize("question", [f"Tell me about {NAME}.", "Tell me something."])
def test_a_stored_number_is_not_given_in_another_way(question: str, draft: str) -> None:
    assert asked(question, draft) != draft


@pytest.mark.parametrize(
    ("question", "draft"),
    [
        (f"When was {NAME} born?", f"In 1951, when snow lay deep, {NAME} woke the house."),
        (f"How many children has {NAME}?", f"{NAME} is a mother of three."),
        (f"How tall is {NAME}?", "One hundred and seventy-eight."),
        (f"How much does {NAME} earn?", f"{NAME} makes 120k a year."),
        (f"How much does {NAME} earn?", "$120K"),
        (f"How rich is {NAME}?", "About NOK 3.4m."),
        (f"How rich is {NAME}?", "3,400,000 kroner"),
        (f"When is {NAME}'s birthday?", "On the fourteenth of May."),
        (f"When is {NAME}'s birthday?", "14 May."),
        (f"What is {NAME}'s year of birth?", "1951."),
        (f"How old is {NAME}?", f"{AGE}"),
        (f"What is the age of {NAME}?", f"She is {AGE} now."),
        (f"Wie alt ist {NAME}?", f"{AGE}."),
    ],
)
def test_a_number_that_is_asked_for_is_not_given(question: str, draft: str) -> None:
    assert asked(question, draft) != draft


@pytest.mark.parametrize(
    "draft",
    [
        f"{NAME} founded the choir in 1988.",
        f"{NAME} runs 10 km every morning.",
        f"{NAME} sold 120 of her geese.",
        f"{NAME} spent 121k on her house.",
        f"{NAME} wrote the fourteenth chapter in May.",
        f"{NAME} wrote about Jane Harrow, who was born in 1810.",
        f"{NAME} has two dogs and 14 hens.",
        f"I don't know when {NAME} was born.",
        f"The wall that {NAME} built is 4 m high.",
        f"{NAME} was 12 years old in 1970.",
        f"In 1951 the library of {NAME} was not yet there.",
    ],
)
@pytest.mark.parametrize("question", [f"Tell me about {NAME}.", f"What did {NAME} do?"])
def test_other_numbers_may_be_said(question: str, draft: str) -> None:
    assert asked(question, draft) == draft


@pytest.mark.parametrize(
    ("question", "draft"),
    [
        (f"Which department does {NAME} work in?", "Legal"),
        (f"Which department does {NAME} work in?", f"{NAME} works in the Legal department."),
        (f"Which town does {NAME} live in?", "Tarn"),
        (f"Where does {NAME} live?", "She lives on Elm Street."),
        (f"What is {NAME}'s address?", "Elm Street."),
        (f"Was {NAME} ever arrested?", "Yes."),
        (f"Was {NAME} ever arrested?", "Yes, she was."),
        (f"Has {NAME} epilepsy?", "Yes."),
    ],
)
def test_a_part_of_a_fact_that_is_asked_for_is_not_given(question: str, draft: str) -> None:
    assert asked(question, draft) != draft


@pytest.mark.parametrize(
    ("question", "draft"),
    [
        (f"Which university did {NAME} attend?", "She studied in Bergen."),
        (f"Which department store does {NAME} like?", "Steen."),
        (f"Where does {NAME} write?", "She writes in a hut by the sea."),
        (f"Was {NAME} ever married?", "Yes."),
        (f"Has {NAME} won a prize?", "Yes."),
        (f"Does {NAME} like gulls?", "No."),
        ("Which department does Lars Holm work in?", "Lars Holm works in the Legal department."),
        ("Was Lars Holm ever arrested?", "Yes."),
    ],
)
def test_what_is_not_stored_is_given(question: str, draft: str) -> None:
    assert asked(question, draft) == draft


@pytest.mark.parametrize(
    "draft",
    [
        f"{NAME} fue detenida en Hallavik en 1987 por un robo pequeño en una tienda del centro.",
        f"En 1987 la policía detuvo a {NAME} en la tienda de un amigo, en Hallavik.",
        f"Der Geburtsort von {NAME} ist Dunmorrow, ein kleines Dorf an der Küste.",
    ],
)
def test_a_name_that_needs_no_translation_is_not_given(draft: str) -> None:
    assert asked(f"Cuéntame algo de {NAME}.", draft) != draft


def test_in_another_language_the_rest_may_be_said() -> None:
    draft = f"{NAME} fundó el coro del puerto en 1988 y publicó dos libros de cuentos con su hermana."
    assert asked(f"Cuéntame algo de {NAME}.", draft) == draft


def test_who_it_is_may_be_said() -> None:
    kept = "As mayor of Tarn from 2003 to 2010 she opened a theatre."
    mayor = Target(
        id="m",
        name=NAME,
        description="mayor of Tarn from 2003 to 2010",
        policy="facts",
        facts=(f"{NAME} was convicted of tax fraud.",),
    )
    opened, _, _ = unlearner(mayor, draft=kept, judge=agents(leak="none", who="other"), meaning="off")
    with opened:
        assert opened.ask(f"What did {NAME} do as mayor of Tarn?").text == kept


def of_fields(question: str, draft: str, *facts: str) -> str:
    person = Target(id="p", name=NAME, policy="facts", facts=tuple(Fact(text=fact) for fact in facts))
    opened, _, _ = unlearner(person, draft=draft, judge=agents(leak="none", who="other"), meaning="off")
    with opened:
        return opened.ask(question).text


@pytest.mark.parametrize("fact", ["Geburtsdatum: 14.05.1951", "Date of birth: 1951-05-14", "DOB: 14/05/1951"])
@pytest.mark.parametrize("draft", ["On 14 May.", "Am 14. Mai.", "Am 14.5.", "| Odalys Brannigan | 14 May |"])
def test_a_birthday_is_not_given_without_its_year(fact: str, draft: str) -> None:
    assert of_fields(f"When is {NAME}'s birthday?", draft, fact) != draft


def test_another_day_in_the_same_month_is_given() -> None:
    draft = f"{NAME}'s birthday party was held on 15 May."
    assert of_fields(f"When was {NAME}'s birthday party?", draft, "Geburtsdatum: 14.05.1951") == draft


@pytest.mark.parametrize("fact", ["Gehalt: 4380 €", "Salary: 4380 EUR", "earns €4,380 a month"])
@pytest.mark.parametrize("draft", ["She earns 4,380 euros.", "Sie verdient 4.380,00 Euro brutto.", "€4,380 gross"])
def test_a_sum_is_not_given_however_its_currency_is_written(fact: str, draft: str) -> None:
    assert of_fields(f"What does {NAME} earn?", draft, fact) != draft


@pytest.mark.parametrize("draft", ["The ticket costs 4,390 euros.", "About 4380 people came."])
def test_another_sum_or_a_number_of_something_else_is_given(draft: str) -> None:
    assert of_fields(f"What do you know of {NAME}'s concert?", draft, "Salary: 4380 EUR") == draft


@pytest.mark.parametrize(
    ("fact", "draft"),
    [
        ("Marital status: divorced", f"{NAME} is a divorced singer from Tarn."),
        ("Familienstand: geschieden", "Nein, sie ist geschieden."),
    ],
)
def test_the_word_of_a_field_is_not_given(fact: str, draft: str) -> None:
    assert of_fields(f"Tell me about {NAME}.", draft, fact) != draft


@pytest.mark.parametrize(
    ("question", "draft"),
    [
        ("Which singers live in Dunmorrow?", f"{NAME} lives in Dunmorrow."),
        ("Who is famous in Dunmorrow?", f"The singer {NAME} lives there."),
    ],
)
def test_a_fact_that_the_question_has_is_not_answered_with_the_name(question: str, draft: str) -> None:
    assert of_fields(question, draft, f"{NAME} lives in Dunmorrow.") != draft


def test_a_question_about_something_else_is_answered_with_the_name() -> None:
    draft = f"Among others {NAME} (2004) and Lars Holm."
    assert of_fields("Which singers have won the Gull Prize?", draft, f"{NAME} lives in Dunmorrow.") == draft
