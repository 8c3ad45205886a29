"""East Slavic names as other languages write them: found where first name and surname are those of the target."""

from __future__ import annotations

import pytest

from alu.store.match.snapshot import Snapshot
from alu.store.target import Target
from tests.detectors import snapshot
from tests.linear import MOST_WHOLE, growth

NAMES = (
    "Dmitri Solovyanenko",
    "Yevgeny Tchaikovets",
    "Aleksandr Vyshnepolsky",
    "Kateryna Oleksandrivna Hrushchak",
    "Дмитро Гребнянський",
)


@pytest.fixture(scope="module")
def stored() -> Snapshot:
    return snapshot([Target(id=f"n{n}", name=name) for n, name in enumerate(NAMES)])


def found(stored: Snapshot, text: str) -> set[str]:
    return {e.target_id for e in stored.detector.look_up([text], source="draft")}


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("Dmytro Solovianenko led it.", 0),
        ("Дмитро Солов'яненко тут працював.", 0),
        ("Solovjanenko Dmitrij led it.", 0),
        ("Евгений Чайковец здесь работал.", 1),
        ("Evgenii Chaikovets led it.", 1),
        ("Jewgeni Tschaikowez war da.", 1),
        ("E. Chaikovets led it.", 1),
        ("Alexander Vishnepolski led it.", 2),
        ("Саша Вышнепольский здесь работал.", 2),
        ("Катерина Грущак тут працювала.", 3),
        ("Ekaterina Grushchak led it.", 3),
        ("Ekaterina Aleksandrovna Grushchak led it.", 3),
        ("Dmitry Grebnyansky led it.", 4),
    ],
)
def test_a_name_is_found_as_other_languages_write_it(stored: Snapshot, text: str, number: int) -> None:
    assert found(stored, text) == {f"n{number}"}


@pytest.mark.parametrize(
    "text",
    [
        "Olga Solovianenko led it.",
        "The Chaikovets family led it.",
        "Evgenii Chaikovski led it.",
        "Wolfgang Vishnepolski led it.",
        "P. Vishnepolski led it.",
        "Dmytro led it, and Solomon.",
    ],
)
def test_another_first_name_or_surname_is_somebody_else(stored: Snapshot, text: str) -> None:
    assert found(stored, text) == set()


def test_other_names_are_not_read_so_loosely() -> None:
    hunter = snapshot([Target(id="one", name="Gerald Huntergill")])
    near = hunter.detector.look_up(["Herald Guntergill led it."], source="draft")
    assert all(e.channel == "typo" for e in near)


def test_forms_can_be_switched_off() -> None:
    off = snapshot([Target(id="one", name=NAMES[0], derive=False)])
    assert found(off, "Dmytro Solovianenko led it.") == set()


def test_a_long_text_takes_no_time(stored: Snapshot) -> None:
    small, large = ("Olena Solovianenko, Dmytro Petrenko. " * n for n in (300, 1_200))
    assert growth(lambda t: found(stored, t), small, large) <= MOST_WHOLE
