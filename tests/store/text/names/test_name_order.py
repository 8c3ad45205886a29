"""Names in capitals, in small letters, and with the surname first."""

from __future__ import annotations

import pytest

from alu.store.text.names.name_order import in_order


@pytest.mark.parametrize(
    ("name", "plain"),
    [
        ("ELEANOR BRANNIGAN", "Eleanor Brannigan"),
        ("eleanor brannigan", "Eleanor Brannigan"),
        ("BRANNIGAN ELEANOR", "Eleanor Brannigan"),
        ("brannigan eleanor", "Eleanor Brannigan"),
        ("BRANNIGAN Eleanor", "Eleanor Brannigan"),
        ("Eleanor BRANNIGAN", "Eleanor Brannigan"),
        ("Brannigan Eleanor", "Eleanor Brannigan"),
        ("BRANNIGAN Eleanor Marie", "Eleanor Marie Brannigan"),
        ("Zxyllabeth BRANNIGAN", "Zxyllabeth Brannigan"),
        ("Smith Eleanor", "Eleanor Smith"),
        ("JEAN-CLAUDE O'BRANNIGAN", "Jean-Claude O'Brannigan"),
        ("VAN GRIMKOV Jan", "Jan van Grimkov"),
        ("Li Wenhao", "Wenhao Li"),
        ("Ng Kok Seng", "Kok Seng Ng"),
        ("Юсифова Лидия Петровна", "Лидия Петровна Юсифова"),
    ],
)
def test_the_first_name_comes_first_with_a_capital_letter(name: str, plain: str) -> None:
    assert in_order(name) == (plain,)


@pytest.mark.parametrize(
    "name",
    [
        *("Eleanor Brannigan", "Odalys James", "Will Young", "Xin Wu", "Brannigan", ""),
        *(
            "salt ledger",
            "SALT LEDGER",
            "rose garden",
            "RED LANTERN",
            "machine learning",
            "Santa Monica",
            "Queen Victoria",
        ),
        *("Halvorsen AG", "BRANNIGAN LTD", "NASA Administrator", "Harbour UK", "THE BEATLES"),
    ],
)
def test_what_is_in_order_and_what_is_nobody_has_no_other(name: str) -> None:
    assert in_order(name) == ()
