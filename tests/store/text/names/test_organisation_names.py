"""What organisations are also called by."""

from __future__ import annotations

import pytest

from alu.store.text.names.organisation_names import has_legal_form, organisation_names
from tests.linear import assert_linear


@pytest.mark.parametrize(
    ("name", "others"),
    [
        ("Brannigan Maritime GmbH", ["Brannigan Maritime"]),
        ("Brannigan Pharmaceuticals, Inc.", ["Brannigan Pharmaceuticals"]),
        ("Brannigan Line S.p.A.", ["Brannigan Line"]),
        ("Grimmford Pty Ltd", ["Grimmford"]),
        ("Grimmford GmbH & Co. KG", ["Grimmford"]),
        ("Grimmford & Thoering Ltd", ["Grimmford & Thoering", "Grimmford and Thoering", "Grimmford und Thoering"]),
        ("Grimmford and Thoering plc", ["Grimmford and Thoering", "Grimmford & Thoering"]),
        ("The Grimmford Foundation", ["Grimmford Foundation"]),
        ("Grimmford S.A. de C.V.", ["Grimmford"]),
        ("Grimmford Sp. z o.o.", ["Grimmford"]),
        ("Grimmford Sdn Bhd", ["Grimmford"]),
        ("Grimmford United F.C.", ["Grimmford United"]),
        ("Grimmford.com, Inc.", ["Grimmford.com", "Grimmford"]),
        ("株式会社グリムフォード", ["グリムフォード"]),
        ("グリムフォード有限会社", ["グリムフォード"]),
        ("War and Peace", ["War & Peace"]),
        ("Salt & Gull", ["Salt and Gull", "Salt und Gull"]),
        ("ООО «Ромашка Юсифова»", ["Ромашка Юсифова"]),
    ],
)
def test_legal_forms_articles_and_ands_may_be_left_out_or_written_otherwise(name: str, others: list[str]) -> None:
    assert list(organisation_names(name)) == others


def test_marks_on_letters_and_the_kind_of_a_society_may_be_left_out() -> None:
    found = organisation_names("Stiftung Grimmköter-Hilfe e.V.")
    assert {"Grimmköter-Hilfe", "Stiftung Grimmkoeter-Hilfe"} <= {*found}


@pytest.mark.parametrize(
    "name",
    [
        *("Apple Inc.", "Target Corporation", "Delta GmbH", "Old Man Ltd", "Baker AG", "The Who", "The Guardian", ""),
        *("Odalys Brannigan", "Paulo De Sa", "Red Lantern", "GmbH", "GmbH & Co. KG", "salt and gull", "Booking.com"),
    ],
)
def test_ordinary_words_first_names_and_frequent_surnames_are_no_names(name: str) -> None:
    assert organisation_names(name) == ()


@pytest.mark.parametrize(("name", "legal"), [("Grimmford AG", True), ("Paulo Sa", False), ("Grimmford S.A.", True)])
def test_a_legal_form_is_written_as_one(name: str, legal: bool) -> None:
    assert has_legal_form(name) is legal


@pytest.mark.parametrize("piece", ["A ", "& ", " ", "GmbH ", "The ", ",", '"', "a-"])
def test_long_names_take_no_time(piece: str) -> None:
    organisation_names("Grimmford GmbH")  # reads the lists
    assert_linear(organisation_names.__wrapped__, piece)
