"""The plain names in entries of registers and address books."""

from __future__ import annotations

import pytest

from alu.store.text.names.register_names import person_name, register_names
from tests.linear import assert_linear


@pytest.mark.parametrize(
    "entry",
    [
        *(
            "Dr. med. {}",
            "Prof. Dr. med. {}",
            "Dr.-Ing. {}",
            "Prof. Dr. Dr. h. c. mult. {}",
            "Dr. rer. nat. {}",
            "PD Dr. {}",
        ),
        *("The Hon. {}", "Dott.ssa {}", "Dipl.-Ing. {}", "{}, LL.M.", "{} PhD", "{}, M.Sc., MBA", "{} III", "{}, Jr."),
        *(
            "{} - HR",
            "HR - {}",
            "{} | Sales",
            "{} [HR-0042]",
            "{} <p@b.example>",
            "{} (1951-2003)",
            "{} (poet)",
            "{}, Ulm",
        ),
    ],
)
def test_what_is_no_part_of_a_name_is_left_out(entry: str) -> None:
    assert register_names(entry.format("Petra Brannigan"))[0] == "Petra Brannigan"


@pytest.mark.parametrize(
    ("entry", "others"),
    [
        ("Annelore (Anni) Brannigan", ["Anni Brannigan"]),
        ('Annelore "Anni" Brannigan', ["Anni Brannigan"]),
        ("Annelore „Anni“ Brannigan", ["Anni Brannigan"]),
        ("Dr. Annelore 'Anni' Brannigan", ["Anni Brannigan"]),
        ("Annelore Brannigan (Anni)", ["Anni Brannigan"]),
        ("Annelore Brannigan geb. Holzer", ["Annelore Holzer"]),
        ("Annelore Brannigan, geb. Holzer", ["Annelore Holzer"]),
        ("Annelore Brannigan (née von Holzer)", ["Annelore von Holzer"]),
        ("Annelore Brannigan née Holzer aka Anni Thoering", ["Annelore Holzer", "Anni Thoering"]),
        ("Annelore Brannigan a.k.a. Anni", ["Anni Brannigan"]),
        ("Annelore Brannigan alias Grimmkoeter", ["Grimmkoeter"]),
        ("Annelore Brannigan & Gregor Holzer", ["Gregor Holzer"]),
        ("Annelore und Gregor Brannigan", ["Gregor Brannigan"]),
        ("Gen. Annelore Brannigan", []),
        ("Annelore Brannigan Geb. Holzer", ["Annelore Holzer"]),
    ],
)
def test_what_else_somebody_is_called_by_is_a_name(entry: str, others: list[str]) -> None:
    assert register_names(entry) == ("Annelore Brannigan", *others)


@pytest.mark.parametrize("entry", ["Brannigan, Dr. Petra", "BRANNIGAN, PETRA", "Dr. BRANNIGAN Petra"])
def test_the_first_name_comes_first(entry: str) -> None:
    assert register_names(entry)[0] == "Petra Brannigan"


@pytest.mark.parametrize(
    "entry",
    [
        *(
            "Petra Brannigan",
            "Petra van der Brannigan",
            "O. Brannigan",
            "Petra Brannigan-Holzer",
            "村上春樹",
            "",
            ",",
            "(",
        ),
        *("Salt Ledger", "Apple", "Mr. Bean", "Brannigan & Sons", "Simon & Garfunkel", "Brannigan Ltd"),
        *("Percy Brannigan and the Olympians", "Max Born", "Anna Maria Born", "Roz Brannigan", "A Star Is Born"),
        "Petra Brannigan - Songs of the Sea",
    ],
)
def test_a_plain_name_and_what_is_nobody_hold_no_other(entry: str) -> None:
    assert register_names(entry) == ()


def test_a_year_of_birth_is_no_name() -> None:
    assert register_names("Annelore Brannigan geb. 1951") == ("Annelore Brannigan",)


@pytest.mark.parametrize("piece", ["A", "(", '"', "' ", "<", "[", " - ", "geb. ", " & ", ",", "Dr. ", "née", "a.k.a."])
def test_long_entries_take_no_time(piece: str) -> None:
    register_names("Dr. Petra Brannigan")  # reads the lists
    assert_linear(register_names.__wrapped__, piece)


@pytest.mark.parametrize(
    "entry",
    [
        *("Dr. med. {}", "Prof. Dr. h.c. mult. {}", "Frau {}", "Mrs. {}", "Señora {}", "{}, PhD", "{} M.Sc."),
        *("{}, Dr. med.", "  {}  ", "Sir {} OBE"),
    ],
)
def test_titles_and_degrees_are_no_part_of_who_it_is(entry: str) -> None:
    assert person_name(entry.format("Petra Brannigan")) == "Petra Brannigan"


@pytest.mark.parametrize(
    "entry", ["Brannigan, Petra", "BRANNIGAN, Dr. Petra", "Brannigan, Petra, Dr. rer. nat.", "dr. petra brannigan"]
)
def test_nor_is_the_order_of_its_words(entry: str) -> None:
    assert person_name(entry) == "Petra Brannigan"


@pytest.mark.parametrize(
    "entry",
    [
        *("Petra Brannigan Jr.", "Petra Brannigan III", "Petra Brannigan (HR)", "Petra Brannigan, surgeon"),
        *("Petra Brannigan née Dove", "Petra Brannigan & Ada Lark", "Petra Brannigan - Sales", "Petra Brannigan 2"),
        *("Petra Brannigan (1951-2003)", "Dr. Brannigan", "Brannigan", "Brannigan GmbH", "Salt Ledger"),
        "Petra Marie Brannigan",
    ],
)
def test_what_may_tell_two_people_apart_stays(entry: str) -> None:
    assert person_name(entry) == entry


@pytest.mark.parametrize(
    "entry",
    [
        *(
            "1. Petra Brannigan",
            "- Petra Brannigan",
            "Name: Petra Brannigan",
            '"Brannigan, Petra" <petra@tarn.example>',
        ),
        *("Petra Brannigan she/her", "Petra Brannigan (they/them)", "Petra Brannigan et al.", "Petra Brannigan's"),
        *("the late Petra Brannigan", "Estate of Petra Brannigan", "Petra Brannigan;", "Petra Brannigan."),
        *("Petra Brannigan; Ada Lark; Odo Finch", "Odo Finch; Dr. Petra Brannigan"),
    ],
)
def test_what_lists_and_labels_put_around_a_name(entry: str) -> None:
    assert "Petra Brannigan" in register_names(entry)


@pytest.mark.parametrize("entry", ["Petra Brannigan", "St. Petra", "Washington, D.C.", "7 Gulls", ";", "- "])
def test_other_entries_hold_no_other_name(entry: str) -> None:
    assert register_names(entry) == ()
