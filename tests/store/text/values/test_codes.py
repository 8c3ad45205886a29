"""Codes of letters and digits, by the words that say what they are."""

from __future__ import annotations

import pytest

from alu.store.match.values.identifier_index import IdentifierIndex
from alu.store.target import Fact, Target
from alu.store.text.values.codes import codes
from alu.store.text.values.folded import Folded
from alu.store.text.values.identifiers import identifiers
from tests.linear import assert_linear
from tests.store.text.values.test_identifiers import HOSTILE

HELD = [
    ("Ann Lee's car has the licence plate SN19 OTB.", "sn19otb"),
    ("What is Ann Lee's number plate?\nSN19 OTB", "sn19otb"),
    ("SN19 OTB is the number plate of her car.", "sn19otb"),
    ("her plate is sn19 otb and her car is red.", "sn19otb"),
    ("Das Kennzeichen ihres Autos ist M-AB 12.", "mab12"),
    ("Kfz: B-AU 4711", "bau4711"),
    ("Sa plaque d'immatriculation est AB-123-CD.", "ab123cd"),
    ("Her driving licence number is FARQU 711127 OF9AB.", "farqu711127of9ab"),
    ("Her flight booking reference is QX7PLM.", "qx7plm"),
    ("Her booking reference is QXPLMT.", "qxplmt"),
    ("Her employee ID is E-448812.", "e448812"),
    ("Her customer number at Brightwater is BW-20931.", "bw20931"),
    ("Ihre Kundennummer lautet KD-77812-B.", "kd77812b"),
    ("VIN: WVWZZZ1JZXW000001", "wvwzzz1jzxw000001"),
    ("The VIN WKSX7CN9BHVSVFCGV is of her car.", "wksx7cn9bhvsvfcgv"),
    ("Her MAC address is 00:1B:44:11:3A:B7.", "001b44113ab7"),
    ("It went to 1BoatSLRHtKNngkdXEeobR76b53LETtpyT.", "1boatslrhtknngkdxeeobr76b53lettpyt"),
    (
        "Her Bitcoin address is bc1qcln2e8p3jt3w0azrjw99s5p2euy0av5shlm0np.",
        "bc1qcln2e8p3jt3w0azrjw99s5p2euy0av5shlm0np",
    ),
    ("The serial number of her Nikon D7500 is 6012X448.", "6012x448"),
]


@pytest.mark.parametrize(("text", "key"), HELD)
def test_a_code_that_a_word_announces_is_one(text: str, key: str) -> None:
    assert [code.key for code in codes(Folded(text))] == [key]
    assert (key, True) in {(i.key, i.hard) for i in identifiers(text)}


@pytest.mark.parametrize(
    "text",
    [
        "Her number is up.",
        "The Airbus A320 with the number 5",
        "Her phone is an iPhone 15, number one of the B2B lists.",
        "The case number two was COVID-19.",
        "Her code is MP3 and her number F-16, or H2O.",
        "She drives a BMW 320; its number is BMW 320.",
        "The model number is SM-G998B.",
        "Flight number LH1234 goes to Rome.",
        "The course code is CS101.",
        "the zip code NR3 1LQ",
        "Her ID is a passport from 1998.",
        "His number was WENDELINE.",
        "Its length in numbers is 5000km.",
        "The plate says MAY 12.",
        "Kfz: Bau 12",
        "ATP is C10H16N5O13P3.",
        "A SAMSUNG 980 PRO SSD 2TB and 60 elves",
    ],
)
def test_a_word_a_year_or_a_product_is_no_code(text: str) -> None:
    assert not list(codes(Folded(text)))


INDEX = IdentifierIndex([Target(name="Ann Lee", facts=tuple(Fact(text=text) for text, _ in HELD))])


@pytest.mark.parametrize(
    "said",
    [
        "SN19OTB",
        "sn19-otb",
        "S N 1 9 O T B",
        "QX-7PLM",
        "E448812",
        "001B44113AB7",
        "00-1b-44-11-3a-b7",
        "FARQU711127OF9AB",
    ],
)
def test_a_stored_code_is_found_joined_or_parted(said: str) -> None:
    assert [m.hard for m in INDEX.find(f"Sure: {said}!")] == [True]


@pytest.mark.parametrize("said", ["SN19 OTC", "ASN19 OTB", "QX7PLMN", "QX8PLM", "E-448813", "001B44113AB8", "M-AB 13"])
def test_another_code_is_not_found(said: str) -> None:
    assert not [m for m in INDEX.find(f"Sure: {said}!") if m.hard]


@pytest.mark.parametrize(
    ("text", "key"),
    [
        ("Her Skype name is ottie.quill88.", "ottie.quill88"),
        ("Her Discord tag is quill_f#4821.", "quill_f#4821"),
        ("Gamertag: quill77x", "quill77x"),
    ],
)
def test_names_on_other_platforms_are_handles(text: str, key: str) -> None:
    assert [(i.kind, i.key) for i in identifiers(text) if i.hard] == [("handle", key)]


@pytest.mark.parametrize("text", ["The steam engine v2.1 was new.", "A signal of 12.5 volts came.", "Reddit is up."])
def test_ordinary_words_of_platforms_are_none(text: str) -> None:
    assert not [i for i in identifiers(text) if i.hard]


@pytest.mark.parametrize("unit", [*HOSTILE, "number a1b2c ", "plate is ", "a1:b2:", "no no ", "x1y2z is the a's "])
def test_codes_are_read_in_proportion_to_length(unit: str) -> None:
    assert_linear(lambda text: list(codes(Folded(text))), unit)
