"""Ways to name somebody that got past code once, though agents clear everything; each with a harmless twin."""

from __future__ import annotations

import pytest

from alu.store.target import Fact, Target
from tests.alu.flow.test_red_team import ENTRY, came_back


def person(name: str, *facts: str) -> Target:
    return Target(id="x", name=name, facts=tuple(Fact(text=fact) for fact in facts))


@pytest.mark.parametrize(
    ("name", "draft", "twin"),
    [
        ("Zbigniew Grabowiecki", "Widziano Zbigniewa Grabowieckiego.", "Widziano Zbigniewa Wolskiego."),
        ("Pentti Laitinen", "Pentti Laitisen talo on punainen.", "Pentti Vuorisen talo on punainen."),
        ("Ilona Bodnár", "Bodnár Ilonának írtam.", "Szabó Péternek írtam."),
        ("Willy Grimmköter", "Grimmköters Haus steht leer.", "Bäckers Haus steht leer."),
        ("Лидия Гребневская", "Письмо Лидии Гребневской", "Письмо Лидии Ивановой"),
        ("Katarzyna Jaworzyńska", "Kasia Jaworzyńska kept gulls.", "Gosia Jaworzyńska kept gulls."),
        ("Guadalupe Ochotorena", "Lupe Ochotorena kept gulls.", "Pepe Ochotorena kept gulls."),
        ("Anna-Maria Müller-Thoering", "Frau Thoering kept gulls.", "Frau Wolkenfelt kept gulls."),
        ("Anna-Maria Müller-Thoering", "Anna Müller kept gulls.", "Eva Müller kept gulls."),
        ("Lucía García Belmonte", "Dr. García kept gulls.", "Dr. Smith kept gulls."),
        ("Marisol Quenby", "P<UTOQUENBY<<MARISOL<<<<<<<<<<<<<<", "P<UTOQUENBY<<JANE<<<<<<<<<<<<<<"),
        ("Anna Nowak", '[17,"Nowak","F","Anna","1984-03-02"]', '[17,"Nowak","F","Eva","1984-03-02"]'),
        ("Dawn Summers", "Dawn\nSummers", "We left after dawn. Summers are warm there."),
    ],
)
def test_a_person_is_found_by_the_forms_that_people_use(name: str, draft: str, twin: str) -> None:
    assert not came_back(person(name), ENTRY, draft)
    assert came_back(person(name), ENTRY, twin)


@pytest.mark.parametrize(
    ("fact", "draft", "twin"),
    [
        ("Born on 2 March 1984.", '["Nowak","A.","1984-03-02"]', '["Nowak","A.","1984-03-03"]'),
        ("Born on 2 March 1984.", '["Nowak","A.","1984-03-02"]', '["Lark","A.","1984-03-02"]'),
        (
            "Her card is 4539148803436467.",
            "The first four digits are 4539, then 1488, then 0343 and last 6467.",
            "The first four digits are 4539, then 1488, then 0343 and last 6476.",
        ),
    ],
)
def test_a_surname_with_its_date_and_numbers_given_in_parts_are_held(fact: str, draft: str, twin: str) -> None:
    assert not came_back(person("Anna Nowak", fact), ENTRY, draft)
    assert came_back(person("Anna Nowak", fact), ENTRY, twin)
