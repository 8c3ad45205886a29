"""Names in other cases and with other first names: found where they mean the target alone."""

from __future__ import annotations

import pytest

from alu.store.match.evidence import Evidence
from alu.store.match.snapshot import Snapshot
from alu.store.target import Target
from tests.detectors import snapshot
from tests.linear import MOST, growth

NAMES = (
    "Zbigniew Grabowiecki",
    "Wanda Jaworzyńska",
    "Bedřich Sedláček",
    "Pentti Laitinen",
    "Ilona Bodnár",
    "Ayten Korkmaz",
    "Willy Grimmköter",
    "Rimantas Petrauskas",
    "Uldis Ozoliņš",
    "Sergey Grebnevitch",
    "Katharina Thoering",
    "José Ochotorena",
    "Olena Zarudna",
    "Юлия Гребневская",
    "Robert Pettersby",
)


@pytest.fixture(scope="module")
def stored() -> Snapshot:
    return snapshot([Target(id=f"n{n}", name=name) for n, name in enumerate(NAMES)])


def found(stored: Snapshot, text: str) -> dict[str, Evidence]:
    return {e.target_id: e for e in stored.detector.look_up([text], source="draft")}


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Widziano Zbigniewa Grabowieckiego.", "Zbigniew Grabowiecki"),
        ("Napisał to panu Grabowieckiemu.", "Zbigniew Grabowiecki"),
        ("O Grabowieckim mówiono.", "Zbigniew Grabowiecki"),
        ("Dał to Wandzie Jaworzyńskiej.", "Wanda Jaworzyńska"),
        ("Dopis Bedřichovi Sedláčkovi.", "Bedřich Sedláček"),
        ("Pentti Laitisen talo.", "Pentti Laitinen"),
        ("Pentti Laitiselle.", "Pentti Laitinen"),
        ("Bodnár Ilonának írtam.", "Ilona Bodnár"),
        ("Ayten Korkmazın evi.", "Ayten Korkmaz"),
        ("Grimmköters Haus.", "Willy Grimmköter"),
        ("Willy Grimmköters Haus.", "Willy Grimmköter"),
        ("Rimanto Petrausko knyga.", "Rimantas Petrauskas"),
        ("Uldim Ozoliņam.", "Uldis Ozoliņš"),
        ("Письмо Сергею Гребневичу.", "Sergey Grebnevitch"),
        ("Kathi Thoering kam.", "Katharina Thoering"),
        ("Pepe Ochotorena vino.", "José Ochotorena"),
        ("Pepito Ochotorena vino.", "José Ochotorena"),
        ("Lesya Zarudna", "Olena Zarudna"),
        ("Юле Гребневской", "Юлия Гребневская"),
        ("Юленька Гребневская", "Юлия Гребневская"),
    ],
)
def test_a_declined_name_means_its_bearer(stored: Snapshot, text: str, name: str) -> None:
    assert f"n{NAMES.index(name)}" in found(stored, text)


@pytest.mark.parametrize(
    "text",
    [
        "Widziano Petra Grabowieckiego.",
        "Dała to Annie Jaworzyńskiej.",
        "Bobbi Kristina Thoering sang.",
        "Pekka Laitisen talo.",
        "widział grabowieckiego lasu Kraj",
        "Grimmköteriana",
        "Sie mögen Korkmazien.",
        "Frau Katharinas Haus",
    ],
)
def test_another_name_or_an_ordinary_word_means_somebody_else(stored: Snapshot, text: str) -> None:
    assert found(stored, text) == {}


def test_a_declined_name_of_two_is_certain_of_neither() -> None:
    both = snapshot([Target(id="a", name="Jan Grabowiecki"), Target(id="b", name="Janusz Grabowiecki")])
    asked = both.detector.look_up(["Grabowieckiego widziano."])
    assert {e.target_id: e.direct for e in asked} == {"a": False, "b": False}


def test_a_short_form_that_is_the_name_of_another_means_that_one() -> None:
    both = snapshot([Target(id="long", name="Katharina Brandtner"), Target(id="short", name="Kathi Brandtner")])
    assert {e.target_id for e in both.detector.look_up(["Kathi Brandtner kam."])} == {"short"}


def test_what_is_no_person_has_no_cases() -> None:
    things = snapshot([Target(id="a", name="Red Lantern"), Target(id="b", name="Salt Ledger")])
    assert things.detector.look_up(["Red Lanternowi i Salt Ledgerowi."]) == ()


def test_the_index_of_a_changed_list_is_that_of_a_new_one(stored: Snapshot) -> None:
    more = [*stored.index.targets, Target(id="more", name="Kazimierz Wolkenfeltowski")]
    changed = Snapshot(more, snapshot(more).index.vectors, stored.index.embedder, version=2, previous=stored)
    for text in ("Kazimierza Wolkenfeltowskiego", "Zbigniewa Grabowieckiego", "Kazik Wolkenfeltowski"):
        assert found(changed, text)
        assert found(changed, text) == found(snapshot(more), text)


def test_long_texts_are_read_in_time_that_grows_with_them(stored: Snapshot) -> None:
    name = "Grabowieckiego Zbigniewa "
    assert found(stored, name * 2_000)
    assert growth(lambda text: found(stored, text), name * 500, name * 2_000 + name) <= MOST
