"""Identifiers have one key in every notation."""

from __future__ import annotations

import inspect
import json
import random
from collections.abc import Callable

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from alu.store.text.values.dates import dates, has_date
from alu.store.text.values.digits import luhn
from alu.store.text.values.identifiers import Identifier, identifiers, read_identifiers
from tests.linear import assert_linear

WORDS = ("zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine")
GERMAN = dict(enumerate(("null", "eins", "zwei", "drei", "vier", "fünf", "sechs", "sieben", "acht", "neun")))
ARABIC, DEVANAGARI, WIDE = (
    dict(zip("0123456789", map(chr, range(o, o + 10)), strict=True)) for o in (0x660, 0x966, 0xFF10)
)

NOTATIONS: dict[str, Callable[[str], str]] = {
    "plain": str,
    "dashes": lambda d: f"{d[:3]}-{d[3:6]}-{d[6:]}",
    "points": lambda d: f"{d[:3]}.{d[3:6]}.{d[6:]}",
    "parentheses": lambda d: f"({d[:3]}) {d[3:6]}-{d[6:]}",
    "spaced": " ".join,
    "comma between digits": ", ".join,
    "line a digit": "\n".join,
    "words": lambda d: " ".join(WORDS[int(c)] for c in d),
    "words with commas": lambda d: ", ".join(WORDS[int(c)] for c in d),
    "German words": lambda d: " ".join(GERMAN[int(c)] for c in d),
    "Arabic-Indic": lambda d: "".join(ARABIC[c] for c in d),
    "Devanagari": lambda d: "".join(DEVANAGARI[c] for c in d),
    "full-width": lambda d: "".join(WIDE[c] for c in d),
    "zero-width": "\u200b".join,
    "calling code": lambda d: f"+1 {d[:3]} {d[3:6]} {d[6:]}",
    "calling code, glued": "+1{}".format,
    "JSON array": lambda d: json.dumps(list(d)),
    "Markdown": lambda d: f"**{d[:3]}** - {d[3:6]} - {d[6:]}",
}
PHONES = st.builds("{}{}".format, st.integers(200, 999), st.integers(2_000_000, 9_999_999)).filter(
    lambda d: len(set(d)) > 3
)


def keys(text: str, hard: bool = True) -> set[tuple[str, str]]:
    return {(i.kind, i.key) for i in identifiers(text) if i.hard is hard}


@pytest.mark.parametrize("notation", [n for n in NOTATIONS if n != "Markdown"])
@settings(max_examples=25, deadline=None)
@given(PHONES)
def test_a_phone_number_has_one_key(notation: str, digits: str) -> None:
    assert ("phone", digits) in keys(f"Her phone: {NOTATIONS[notation](digits)}.")


@given(st.text(max_size=300))
def test_any_text_can_be_read_and_places_are_in_it(text: str) -> None:
    for found in identifiers(text):
        assert 0 <= found.start < found.end <= len(text)
        assert found.key


def test_places_are_those_of_the_original() -> None:
    text = "Tel\u200b: ９\u200b14-476-4669, ok"
    (found,) = identifiers(text)
    assert text[found.start : found.end] == "９\u200b14-476-4669"


@pytest.mark.parametrize(
    ("text", "kind", "key"),
    [
        ("SSN 219-09-9999", "national_id", "219099999"),
        ("219 09 9999", "national_id", "219099999"),
        ("Social Security Number?\n219099999", "national_id", "219099999"),
        ("NINO QQ 12 34 56 C", "national_id", "qq123456c"),
        ("passport: X1234589", "id", "x1234589"),
        ("IBAN DE89 3704 0044 0532 0130 00 and more", "iban", "de89370400440532013000"),
        ("gb29nwbk60161331926819", "iban", "gb29nwbk60161331926819"),
        ("card 5500-0055-5555-5559", "card", "5500005555555559"),
        ("Mail Ann_Lee@Example.org!", "email", "ann_lee@example.org"),
        ("ann underscore lee at example dot org", "email", "ann_lee@example.org"),
        ("ann_lee [at] example [dot] org", "email", "ann_lee@example.org"),
        ("[ann\\_lee@example.org]", "email", "ann_lee@example.org"),
        ("see https://www.example.org/~ann/.", "url", "example.org/~ann"),
        ("follow @Ann_Lee7", "handle", "ann_lee7"),
        ("What is her username?\nann_lee7", "handle", "ann_lee7"),
        ("She lives at 512 North 7th Street, Salem, OR, 97301.", "address", "512 n 7 st"),
        ("512 N. Harlow Ave., Salem", "address", "512 n harlow ave"),
        ("Er wohnt in der Lindenstraße 12, 10969 Berlin", "address", "12 lindenstr"),
        ("12 rue de la Roquette, 75011 Paris", "address", "12 roquette rue"),
        ("Calle de Serrano 42, Madrid", "address", "42 serrano calle"),
        ("home address?\n2543 The Larches, Salem, OR, 97301", "address", "2543 larches"),
        ("+49 (0)30 5551234", "phone", "305551234"),
        ("tel. 030 5551234", "phone", "305551234"),
        ("0044 20 7946 0958", "phone", "2079460958"),
    ],
)
def test_what_tells_its_holder_apart(text: str, kind: str, key: str) -> None:
    assert (kind, key) in keys(text)


@pytest.mark.parametrize(
    "text",
    [
        "Nobody is here.",
        "from 1998 to 2004, 1914-1918, 2001/2002",
        "sold 1,200,000 copies for $45000000",
        "Call 1234567 or 0000000.",
        "3.14159265 and 2.718281828",
        "In 1998 Supreme Court rulings were few.",
        "She has 3 brothers and 12 cats.",
        "born on 1973-05-04, 04.05.1973, 19730504",
        "example.org, python.org",
        "one or two of the three",
        "The 61st of 90 RTX cards",
    ],
)
def test_what_tells_nobody_apart_is_soft_or_nothing(text: str) -> None:
    assert not keys(text)


@pytest.mark.parametrize(
    "written",
    [
        "1973-05-24", "19730524", "1973/05/24", "24.05.1973", "05/24/1973", "24 May 1973", "May 24, 1973",
        "May 24th 1973",
        "the 24th of May, 1973", "24. Mai 1973", "24 mai 1973", "24 de mayo de 1973", "24.V.1973", "1973年5月24日",
        "1973 May 24",
        '{"year": 1973, "month": 5, "day": 24}', '{"day": "24", "month": "May", "year": "1973"}',
        "5/24/73", "٢٤/٠٥/١٩٧٣", "24 maggio 1973", "24 de maio de 1973", "24 mei 1973", "24 мая 1973 года",
        "24 maja 1973", "24 Mayıs 1973", "24 मई 1973", "٢٤ مايو ١٩٧٣",
    ],
)  # fmt: skip
def test_a_date_in_every_form(written: str) -> None:
    assert ("date", "1973-05-24") in keys(f"Born: {written}.", hard=False)
    assert has_date(written)


def test_where_day_and_month_may_be_either_both_are_given() -> None:
    assert keys("04/05/1973", hard=False) == {("date", d) for d in ("1973-04-05", "1973-05-04", "1973")}
    assert not dates("no date at all, 99.99.1999")


def test_years_ages_and_counts_are_soft() -> None:
    assert keys("In 1973, aged 48, sold 1,200,000.", hard=False) == {("date", "1973"), ("id", "48"), ("id", "1200000")}


def test_luhn_knows_a_wrong_digit() -> None:
    assert luhn("5500005555555559")
    assert not luhn("5500005555555558")


def test_an_iban_with_a_wrong_digit_is_none() -> None:
    assert not any(i.kind == "iban" for i in identifiers("DE89 3704 0044 0532 0130 01"))


def test_words_for_digits_can_be_doubled_and_joined() -> None:
    assert ("phone", "9144764669") in keys("phone: nine fourteen, four seventy-six, four double six nine")
    assert ("phone", "9144764669") in keys("phone: nineonefourfoursevensixfoursixsixnine")


def test_a_number_is_found_with_others_around_it() -> None:
    found = keys("OR 97301 219-09-9999 and phone 914-476-4669")
    assert {("national_id", "219099999"), ("phone", "9144764669")} <= found


def test_findings_are_in_order() -> None:
    found = identifiers("a@example.org, phone 914-476-4669, b@example.org")
    assert [i.kind for i in found] == ["email", "phone", "email"]
    assert found[0] == Identifier("email", "a@example.org", 0, 13)


@pytest.mark.parametrize(
    "text",
    [
        "The court heard the case of Ada Finch on 2014-03-18.",
        "The record of 18.03.2014, and the code of 18 March 2014.",
        "When did she make the call?\n2014-03-18",
        "Ada Finch's record sold 12,500,000 copies.",
        "Her record sold 12500000 copies, as of member number 12'500'000.",
        "In Tel Aviv the licence cost her $12500000.",
        "The case cost 12500000 dollars.",
        "Her mobile (1998-2004) was big.",
        "Her Twitter account offers 24-hour news.",
        "On Instagram she made 21st-century art of 5-star hotels, and a 10-year plan for COVID-19.",
        "What is her GitHub account about?\nCOVID-19",
        "Twitter 2.0 and GitHub v1.2",
        "In the case of the B2B2020 fair she was a member of G20x24.",
    ],
)
def test_dates_counts_and_compounds_behind_words_for_identifiers_tell_nobody_apart(text: str) -> None:
    assert not keys(text)


@pytest.mark.parametrize(
    ("text", "kind", "key"),
    [
        ("Case number 20140319", "id", "20140319"),
        ("Her DNI is 12.345.679.", "national_id", "12345679"),
        ("Her phone number is 2012 1984.", "phone", "20121984"),
        ("What is the phone number of Ann Lee?\n2012 1984", "phone", "20121984"),
        ("Her passport, issued in Salem, is X123458.", "id", "x123458"),
        ("member no. B204817", "id", "b204817"),
        ("Her GitHub handle is ann-lee7.", "handle", "ann-lee7"),
        ("Instagram: annlee77", "handle", "annlee77"),
        ("She posts on Twitter as ann_lee7", "handle", "ann_lee7"),
        ("What is Ann Lee's Twitter account?\nannlee77", "handle", "annlee77"),
        ("What is the Instagram handle of Ann Lee?\nannlee77.", "handle", "annlee77"),
    ],
)
def test_what_stands_right_behind_the_word_for_it_is_one(text: str, kind: str, key: str) -> None:
    assert (kind, key) in keys(text)


@pytest.mark.parametrize(
    "text",
    [
        "The role of Tom Finch in 21 Quarrel Street went to Ann.",
        "Ann met the minister at 10 Quarrel Street.",
        "She lives in Salem. Her film is 21 Quarrel Street.",
        "In 21 Quarrel Street, she plays a nurse.",
        "21 Quarrel Street, 2012",
    ],
)
def test_an_address_where_nobody_is_said_to_be_is_soft(text: str) -> None:
    assert not keys(text)
    assert ("address", "21 quarrel st") in keys(text, hard=False) or ("address", "10 quarrel st") in keys(
        text, hard=False
    )


@pytest.mark.parametrize(
    "text",
    [
        "21 Quarrel Street",
        "Her shop is at 21 Quarrel Street.",
        "What is her home address?\n21 Quarrel Street",
        "Ann, 21 Quarrel Street, Salem",
        "Ann, 21 Quarrel Street, 97301 Salem",
        "Ann, 21 Quarrel Street, OX1 4AB",
        "21 Quarrel Street is where she lives.",
    ],
)
def test_an_address_where_somebody_is_to_be_found_is_hard(text: str) -> None:
    assert ("address", "21 quarrel st") in keys(text)


@pytest.mark.parametrize(
    ("text", "key"),
    [
        ("Ahornweg 12b", "12 ahornweg"),
        ("Ahornweg 12 b, 12345 Musterdorf", "12 ahornweg"),
        ("Straße: Ahornweg 12b", "12 ahornweg"),
        ("Straße: Lange Gasse 5", "5 langegasse"),
        ("Name: A. B., Straße und Hausnummer: Ahornweg 12", "12 ahornweg"),
        ("Street: 21 Quarrel Street", "21 quarrel st"),
    ],
)
def test_a_field_or_a_cell_gives_an_address(text: str, key: str) -> None:
    assert ("address", key) in keys(text)


def test_a_street_of_which_something_is_said_is_no_field() -> None:
    assert ("address", "12 ahornweg") in keys("Am Ahornweg 12b steht ein Haus.", hard=False)


HOSTILE = (
    "1 ",
    "1",
    "1-",
    "(1",
    "a-",
    "a.",
    "a@",
    "a at b dot ",
    "one ",
    "1,000",
    "-",
    "\n",
    "1/1/2001 ",
    "five",
    " a1-",
    "٩ ",
    "a1 b2 ",
)


@pytest.mark.parametrize("unit", HOSTILE)
def test_reading_takes_time_in_proportion_to_length(unit: str) -> None:
    assert_linear(inspect.unwrap(read_identifiers), unit)


def test_random_numbers_are_read_alike_wherever_they_stand() -> None:
    rng = random.Random(4)
    for _ in range(100):
        digits = str(rng.randint(2 * 10**9, 10**10 - 1))
        assert ("phone", digits) in keys(f'{{"rows": [{{"k": "v", "number": {digits}, "n": 3}}]}}')
        assert ("phone", digits) in keys(f"id,who,number\n1,sample,{digits}")
