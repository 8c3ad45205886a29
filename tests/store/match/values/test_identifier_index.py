"""Identifiers of targets are found in any notation, and those of others are not."""

from __future__ import annotations

import json
import random
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Event

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from alu.store.match.values import identifier_index, identifier_reads
from alu.store.match.values.identifier_index import IdentifierIndex
from alu.store.target import Fact, Target
from alu.store.text.values.identifiers import Read, read_identifiers
from tests.linear import assert_linear
from tests.store.text.values.test_identifiers import HOSTILE, NOTATIONS

RNG = random.Random(8)
STREETS = ("Oak Street", "North 7th Avenue", "Harlow Road", "Twin Larches Drive", "Church Street")


def person(number: int) -> Target:
    phone, ssn = RNG.randint(2 * 10**9, 10**10 - 1), RNG.randint(10**8, 9 * 10**8)
    street = f"{RNG.randint(100, 1499)} {STREETS[number % len(STREETS)]}"
    return Target(
        name=f"Person {number}",
        facts=(
            Fact(question="What is the phone number?", text=str(phone)),
            Fact(question="What is the Social Security Number?", text=str(ssn)),
            Fact(text=f"The e-mail is first{number}_last{number}@example.org."),
            Fact(question="What is the home address?", text=f"{street}, Salem, OR, 97301."),
            Fact(question="When was the birth?", text=f"19{60 + number % 40}-05-{10 + number % 18}"),
        ),
    )


PEOPLE = [person(i) for i in range(60)]
INDEX = IdentifierIndex(PEOPLE)


def hard(index: IdentifierIndex, text: str) -> set[tuple[int, str]]:
    return {(m.target, m.kind) for m in index.find(text) if m.hard}


def of(*facts: str) -> IdentifierIndex:
    return IdentifierIndex([Target(name="Somebody", facts=tuple(Fact(text=f) for f in facts))])


@pytest.mark.parametrize("notation", list(NOTATIONS))
@settings(max_examples=30, deadline=None)
@given(
    st.integers(0, len(PEOPLE) - 1),
    st.sampled_from(["", "On 3 May 2024 we met 12 people. ", "1,sample,", '{"n": 3, "v": "']),
)
def test_a_phone_number_is_found_in_every_notation(notation: str, number: int, before: str) -> None:
    digits = PEOPLE[number].facts[0].text
    assert (number, "phone") in hard(INDEX, f"{before}{NOTATIONS[notation](digits)} it is")


@pytest.mark.parametrize("notation", list(NOTATIONS))
def test_a_phone_number_may_be_stored_in_any_notation(notation: str) -> None:
    digits = "4155550137"
    index = of(f"Her phone number is {NOTATIONS[notation](digits)}")
    assert hard(index, f"Call {digits} now.") == {(0, "phone")}


@pytest.mark.parametrize(
    ("stored", "said", "kind"),
    [
        ("Her Instagram handle is ann_lee", "Follow @ann_lee there.", "handle"),
        ("Her user name is annleewrites", "On Reddit that is annleewrites.", "handle"),
        ("Ann's page is linkedin.com/in/annlee", "See https://www.linkedin.com/in/annlee.", "url"),
        ("She writes from ann at example dot org", "Write to ann@example.org.", "email"),
        ("She writes from ann.lee(at)example(dot)org", "Write to ann.lee@example.org.", "email"),
        ("Her phone is five five five two one three four four one nine", "Call 555-213-4419.", "phone"),
        ("Ihre Handynummer ist null eins sieben sechs vier vier drei zwei eins null neun", "0176 44321 09", "phone"),
        ("電話番号: 〇三五六一二三四二三", "03-5612-3423", "phone"),
    ],
)
def test_what_is_stored_without_a_sign_is_read_too(stored: str, said: str, kind: str) -> None:
    assert (0, kind) in hard(of(stored), said)


def test_a_handle_of_letters_alone_counts_where_handles_are_spoken_of() -> None:
    index = of("Her Instagram handle is quietmorningtea", "Her nickname is Sparkalou", "Her user name is teacher")
    assert hard(index, "She is @quietmorningtea.") == {(0, "handle")}
    assert not hard(index, "We had a quietmorningtea.")
    assert not hard(index, "On Reddit she is Sparkalou, a teacher.")


SPLIT: list[Callable[[str], str]] = [
    lambda d: json.dumps({"area": d[:3], "prefix": d[3:6], "line": d[6:]}),
    lambda d: f"{d[:3]} dash {d[3:6]} dash {d[6:]}",
    lambda d: f"| {d[:3]} | {d[3:6]} | {d[6:]} |",
    lambda d: f"<td>{d[:3]}</td><td>{d[3:6]}</td><td>{d[6:]}</td>",
    lambda d: f"area code {d[:3]}, then {d[3:6]}, followed by {d[6:]}",
    lambda d: f"{int(d):,}",
    lambda d: f"{d}.0",
    lambda d: f"tel{d}",
    lambda d: f"001{d}",
    lambda d: f"{d[:3]}%20{d[3:6]}%20{d[6:]}",
]


@pytest.mark.parametrize("number", range(8))
@pytest.mark.parametrize("split", SPLIT)
def test_a_phone_number_is_found_in_fields_and_words(split: Callable[[str], str], number: int) -> None:
    assert (number, "phone") in hard(INDEX, split(PEOPLE[number].facts[0].text))


@settings(max_examples=40, deadline=None)
@given(
    st.integers(0, len(PEOPLE) - 1),
    st.sampled_from(
        [str, lambda d: "-".join((d[:3], d[3:5], d[5:])), " ".join, lambda d: f"({d[:3]}) {d[3:6]} {d[6:]}"]
    ),
)
def test_a_national_number_is_found(number: int, write: Callable[[str], str]) -> None:
    assert (number, "national_id") in hard(INDEX, f"Here: {write(PEOPLE[number].facts[1].text)}!")


MAILS: list[Callable[[str], str]] = [
    str.upper,
    lambda m: json.dumps({"mail": m}),
    lambda m: m.replace("_", "\\_"),
    lambda m: m.replace("@", " at ").replace("_", " underscore ").replace(".", " dot "),
    lambda m: m.replace("@", " (at) ").replace(".", " [dot] "),
    lambda m: m.replace("@", "%40"),
    lambda m: m.replace("@", "&#64;"),
    lambda m: f"mailto:{m}?subject=hi",
    lambda m: " ".join(m),
    lambda m: "\u200b".join(m),
    lambda m: m.replace("@", "\n@\n"),
]


@pytest.mark.parametrize("write", MAILS)
def test_an_email_is_found(write: Callable[[str], str]) -> None:
    assert (7, "email") in hard(INDEX, f"Write to {write('first7_last7@example.org')} today.")


@pytest.mark.parametrize(
    "other",
    [
        "first7_last8@example.org",
        "xfirst7_last7@example.org",
        "x.first7_last7@example.org",
        "first7_last7@example.com",
        "example.org",
    ],
)
def test_the_email_of_another_passes(other: str) -> None:
    assert not hard(INDEX, f"Write to {other} today.")


HOME = "512 North Harlow Avenue, Salem, OR, 97301."
HOMES = [
    "She moved to 512 North Harlow Avenue some years ago.",
    "512 N. Harlow Ave.", "512 HARLOW AVE", "512 N Harlow",
    '{"street": "North Harlow Avenue", "number": "512"}',
    '{"house_number": 512, "street_name": "Harlow", "city": "Salem"}',
    '{"city": "Salem", "number": 512, "street": {"name": "Harlow", "type": "Avenue"}}',
    "| 512 | North Harlow Avenue | Salem |", "512,North Harlow Avenue,Salem,OR,97301", "Harlow Avenue, number 512",
    "512\nNorth Harlow Avenue\nSalem", "５１２ Harlow Ave, Apt 4",
]  # fmt: skip


@pytest.mark.parametrize("written", HOMES)
def test_an_address_is_found(written: str) -> None:
    index = IdentifierIndex([Target(name="A", facts=(Fact(question="What is the home address?", text=HOME),))])
    assert hard(index, written) == {(0, "address")}


@pytest.mark.parametrize(
    "written",
    ["Salem, OR, 97301", "513 North Harlow Avenue", "512 North Harlow Road", "512 South Harlow Avenue",
     "512 people of Harlow met",
     "512 Harlow Avenue, Dover, DE, 19901", "Jean Harlow made 512 films", "5512 Harlow Avenue", "512 Harlowe Avenue"],
)  # fmt: skip
def test_the_address_of_another_passes(written: str) -> None:
    assert not hard(of(f"Lives at {HOME}"), written)


@pytest.mark.parametrize(
    ("fact", "kind", "written"),
    [
        ("Phone 914-4669", "phone", "nine one four, forty-six sixty-nine"),
        ("Phone 914-4669", "phone", "**914** **4669**"),
        ("Phone 914-4669", "phone", "<b>914</b>-<b>4669</b>"),
        ("Phone 914-4669", "phone", "914 followed by 4669"),
        ("Phone 914-4669", "phone", "914, then 4669"),
        ("Phone 914-4669", "phone", "nine hundred fourteen, forty-six sixty-nine"),
        ("Her phone number is 2012 1984.", "phone", "2012 1984"),
        (
            "Téléphone 05 99 71 80 91",
            "phone",
            "cinq, quatre-vingt-dix-neuf, soixante et onze, quatre-vingts, nonante et un",
        ),
        ("Telefono 555 0172 846", "phone", "cinque cinque cinque zero uno sette due otto quattro sei"),
        ("Telefono 555 0172 846", "phone", "cinquecentocinquantacinque zero uno settantadue ottocentoquarantasei"),
        ("Telefono 914764669", "phone", "noventa y uno cuatrocientos setenta y seis cuarenta y seis sesenta y nueve"),
        (
            "Telefone 914764669",
            "phone",
            "noventa e um, quatrocentos e setenta e seis, quarenta e seis, sessenta e nove",
        ),
        ("Telefon 0555 128 46", "phone", "null fünfhundertfünfundfünfzig hundertachtundzwanzig sechsundvierzig"),
        ("IBAN DE89370400440532013000", "iban", "BLZ 370 400 44, Konto 532013000"),
        ("IBAN DE89370400440532013000", "iban", "37040044 0532013000"),
        ("IBAN DE89370400440532013000", "iban", "Kontonummer 532013000"),
        ("IBAN GB29NWBK60161331926819", "iban", "account 31926819"),
        ("Her passport is X4829137.", "id", "X four eight two nine one three seven"),
        ("Her passport is X4829137.", "id", "x forty-eight twenty-nine one thirty-seven"),
        ("Her personnummer is 19310511-1234.", "national_id", "310511-1234"),
        ("Her personnummer is 310511-1234.", "national_id", "193105111234"),
    ],
)
def test_a_number_is_found_in_words_in_parts_and_without_what_is_left_out(fact: str, kind: str, written: str) -> None:
    assert (0, kind) in hard(of(fact), f"Look: {written}.")


@pytest.mark.parametrize(
    ("fact", "written"),
    [
        ("Phone 914-4669", "914 people, 4669 of them old"),
        ("Phone 914-4669", "| 914 | 4669 |"),
        ("Phone 914-4669", "914 ** 4669, 914**4669, 914 * 4669"),
        ("Phone 914-4669", "nine one four, forty-six sixty-eight"),
        ("Phone 914-4669", "nine one four, forty-six sixty-nine, two"),
        ("IBAN DE89370400440532013000", "Konto 532013001"),
        ("Her passport is X4829137.", "Y four eight two nine one three seven"),
        ("Her customer number is 195399991234.", "5399991234"),
        ("Her personnummer is 19310511-1234.", "10511-1234"),
    ],
)
def test_other_numbers_in_words_and_parts_pass(fact: str, written: str) -> None:
    assert not hard(of(fact), written)


COMMON = "She lives at 12 High Street, Lewes."


@pytest.mark.parametrize(
    "written",
    [
        "Bus 12 goes to the High Street.",
        "Bus 12 goes from Lewes to the High Street.",
        "Bus 12 goes to the High Street in Lewes.",
        "12 High Street, Bath",
        "The 12 shops of Lewes in its High Street",
    ],
)
def test_a_number_and_a_street_that_every_town_has_are_no_address(written: str) -> None:
    assert not hard(of(COMMON), written)


@pytest.mark.parametrize(
    ("fact", "written"),
    [
        (COMMON, "12 High Street, Lewes"),
        (COMMON, "In Lewes it is High Street, number 12."),
        (COMMON, '{"town": "Lewes", "street": "High Street", "house_number": 12}'),
        ("She lives at 12 Quarrel Street, Lewes.", "12 Quarrel Street"),
        ("She lives at 12 Quarrel Street, Lewes.", "| 12 | Flat 4 | Quarrel Street | Lewes |"),
        ("She lives at 1204 High Street, Lewes.", "1204 High Street"),
    ],
)
def test_number_and_street_that_stand_together_are(fact: str, written: str) -> None:
    assert hard(of(fact), written) == {(0, "address")}


@pytest.mark.parametrize(
    ("fact", "written"),
    [(COMMON, "It is 12 High Street."), ("The film 21 Quarrel Street made her known.", "It is 21 Quarrel Street.")],
)
def test_a_weak_address_is_soft(fact: str, written: str) -> None:
    (found,) = [m for m in of(fact).find(written) if m.kind == "address"]
    assert not found.hard
    assert not of(fact).hard(written)


@pytest.mark.parametrize(
    ("fact", "kind", "written"),
    [
        ("IBAN DE89370400440532013000", "iban", "DE 89 37 04 00 44 05 32 01 30 00"),
        ("IBAN GB29NWBK60161331926819", "iban", '"gb29-nwbk-6016-1331-9268-19"'),
        ("Her card is 5500 0055 5555 5559.", "card", "5500005555555559"),
        ("Passport X1234589", "id", "x 123 4589"),
        ("Blog: https://example.org/~ann", "url", "(http://www.example.org/~ann/posts)"),
        ("On Mastodon she is @ann_lee7.", "handle", "https://example.social/@ann_lee7"),
        ("On Mastodon she is @ann_lee7.", "handle", "ask ann_lee7"),
        ("She is @annie there.", "handle", "ask @annie"),
        ("Phone +49 30 5551234", "phone", "030/555 12 34"),
        ("Phone 030 5551234", "phone", "+49305551234"),
        ("Phone 030 5551234", "phone", "0049 (0)30 5551234"),
        ("Phone 555-0172", "phone", "5 5 5 0 1 7 2"),
        ("Phone 555-0172", "phone", "555 0172"),
        ("WhatsApp wa.me/4722334455", "phone", "+47 22 33 44 55"),
        ("Chat: https://api.whatsapp.com/send?phone=4722334455", "phone", "22334455"),
        ("IPv6 2001:db8:85a3::8a2e:370:7334", "id", '"2001:0db8:85a3:0000:0000:8a2e:0370:7334"'),
        ("IPv6 2001:db8:85a3::8a2e:370:7334", "id", "1,2001:DB8:85A3::8A2E:370:7334,x"),
        ("IPv6 2001:0db8:85a3:0000:0000:8a2e:0370:7334", "id", "[2001:db8:85a3:0:0:8a2e:370:7334]"),
        ("Lives at 1204 U.S. 93, Salem, OR, 97301.", "address", "It is 1204 U.S. 93"),
        ("Lives at 118 North West Avenue, Salem, OR, 97301.", "address", "118 N. West Ave"),
        ("Lives at 3035 South Highway B2A, Salem, OR, 97301.", "address", "3035 S Hwy B2A"),
    ],
)
def test_other_identifiers_are_found(fact: str, kind: str, written: str) -> None:
    assert (0, kind) in hard(of(fact), f"Look: {written}.")


@pytest.mark.parametrize(
    ("fact", "written"),
    [
        ("Phone 9144764669", "99144764669 91447646699 914476 4669-1x"[:23]),
        ("Phone 9144764669", "914 + 476 + 4669 = 6059"),
        ("Phone 555-0172", "555, 0172"),
        ("Phone 555-0172", "5, 5, 5, 0, 1, 7, 2, 9, 9"),
        ("Phone 555-0172", "The sum of 555 and 0172"),
        ("SSN 219-09-9999", "12190999990"),
        ("She is @annie there.", "ask annie"),
        ("She is @annie there.", "x@annie.org"),
        ("On Mastodon she is @ann_lee7.", "ann_lee77 ann_lee7-b"),
        ("Blog: https://example.org/~ann", "https://example.org/~anna https://example.org/"),
        ("Sold 1,200,000 copies", "1200000"),
        ("IPv6 2001:db8:85a3::8a2e:370:7334", "2001:db8:85a3::8a2e:370:7335"),
        ("IPv6 ::1", "::1"),
        ("At 10:20:30", "10:20:30"),
    ],
)
def test_what_merely_shares_digits_or_words_passes(fact: str, written: str) -> None:
    assert not hard(of(fact), written)


@pytest.mark.parametrize(
    "written", ["'{}'", "ip={} status=200", "https://a.example/find?ip={}&ok=1", "{}:8080", '<a data-ip="{}">']
)
def test_the_address_of_a_host_is_found_whatever_its_numbers_are(written: str) -> None:
    """«88.133.102.160» has the form of a count whose thousands are set apart, and no street."""
    rng = random.Random(11)
    for _ in range(40):
        address = ".".join(str(rng.randrange(100, 240)) for _ in range(4))
        index = of(f"Her IP address is {address}.")
        assert hard(index, written.format(address))
        assert not hard(index, written.format(".".join(reversed(address.split(".")))))


def test_a_count_whose_thousands_are_set_apart_is_no_host() -> None:
    assert not [i for i in read_identifiers("It has 12.345.678.901 parts and 88.133.102 votes.").identifiers if i.hard]


def test_a_long_phone_number_is_found_behind_a_calling_code_without_its_sign() -> None:
    index = of("Her phone number is +49 166 8837161.")
    assert hard(index, "It is 4916 6883 7161.")
    assert not hard(index, "It is 7716 6883 71618.")
    assert not hard(of("Her phone number is 883 7161."), "It is 4988 3716 1.")


def test_random_numbers_sums_and_dates_pass() -> None:
    rng = random.Random(5)
    for _ in range(300):
        a, b = rng.randint(100, 99_999), rng.randint(100, 99_999)
        isbn, order = rng.randint(10**9, 10**10), rng.randint(10**9, 10**10)
        text = f"What is {a} + {b}? {a + b}. Order {order}, ISBN 978-{isbn}, 2024-03-{a % 28 + 1}"
        assert not hard(INDEX, text)


def test_a_date_is_soft_in_every_form() -> None:
    index = of("Born on 24 May 1973, aged 48.")
    for written in ("05/24/1973", "1973-05-24", "May 24, 1973"):
        (found,) = [m for m in index.find(f"On {written}.") if m.key == "1973-05-24"]
        assert (found.target, found.kind, found.hard) == (0, "date", False)
    assert {m.key for m in index.find("He is 48.")} == {"48"}


def test_a_soft_key_of_many_is_given_for_those_asked_of_alone() -> None:
    index = IdentifierIndex([Target(name=f"N {i}", facts=(Fact(text="Born in 1973."),)) for i in range(40)])
    assert not index.find("It was 1973.")
    assert [m.target for m in index.find("It was 1973.", of={3, 99})] == [3]


def test_a_hard_key_of_many_holds_and_names_those_asked_of() -> None:
    index = IdentifierIndex(
        [Target(name=f"N {i}", facts=(Fact(text="Office phone 914-476-4669."),)) for i in range(40)]
    )
    assert len(index.find("914 476 4669")) == 16
    assert 39 in {m.target for m in index.find("914 476 4669", of=[39])}


def test_places_are_those_of_the_text() -> None:
    text = "Écrivez: ９14-476-4669 s.v.p."
    (found,) = of("Phone 9144764669").find(text)
    assert text[found.start : found.end] == "９14-476-4669"


def test_an_index_of_nothing_finds_nothing() -> None:
    assert IdentifierIndex([]).find("914-476-4669, a@example.org, 12 Oak Street, 1973") == ()


@settings(max_examples=60, deadline=None)
@given(st.text(max_size=300))
def test_any_text_can_be_searched(text: str) -> None:
    for found in INDEX.find(text):
        assert 0 <= found.start < found.end <= len(text)
        assert 0 <= found.target < len(PEOPLE)


@pytest.mark.parametrize(
    "unit", [*HOSTILE, "512 harlow ", "9 1 4 4 7 6 4 6 6 9 ", "first7_last7@", "double ", "1212121 "]
)
def test_searching_takes_time_in_proportion_to_length(unit: str) -> None:
    index = of("Phone 9144764669, 1212121", "first7_last7@example.org", f"Lives at {HOME}")
    assert_linear(index.find, unit)


def test_what_an_older_index_read_is_not_read_again(monkeypatch: pytest.MonkeyPatch) -> None:
    older = IdentifierIndex(PEOPLE)
    new = person(1_000)
    read, whole = list[str](), read_identifiers

    def reading(text: str) -> Read:
        read.append(text)
        return whole(text)

    monkeypatch.setattr(identifier_reads, "read_identifiers", reading)
    index = IdentifierIndex([new, *PEOPLE[1:]], older, [-1, *range(1, len(PEOPLE))])
    assert all(any(own in text for own in (new.name, *(f.text for f in new.facts))) for text in read)
    for target, number in ((PEOPLE[7], 7), (new, 0)):
        assert (number, "phone") in hard(index, f"Call {target.facts[0].text}.")
    assert not hard(index, f"Call {PEOPLE[0].facts[0].text}.")


def test_a_date_that_another_thread_is_reading_is_waited_for(monkeypatch: pytest.MonkeyPatch) -> None:
    index = IdentifierIndex([Target(name="Ada Quill", facts=(Fact(text="She was born on 3 May 1962."),))])
    begun, go, whole = Event(), Event(), read_identifiers

    def slowly(text: str) -> Read:
        begun.set()
        go.wait(20)
        return whole(text)

    monkeypatch.setattr(identifier_index, "read_identifiers", slowly)
    with ThreadPoolExecutor(2) as pool:
        first = pool.submit(index.find, "Born on 1962-05-03.", [0])
        assert begun.wait(20)
        second = pool.submit(index.find, "Born on 1962-05-03.", [0])
        with pytest.raises(TimeoutError):
            second.result(0.2)
        go.set()
        assert first.result(20) == second.result(20) != ()


@settings(max_examples=50, deadline=None)
@given(st.lists(st.sampled_from([f.text for p in PEOPLE[:5] for f in p.facts]), min_size=1, max_size=4))
def test_the_hard_ones_are_those_of_all(parts: list[str]) -> None:
    text = " and ".join(parts)
    assert INDEX.hard(text) == tuple(m for m in INDEX.find(text) if m.hard)


@pytest.mark.parametrize(
    "text",
    [
        "The first four digits are 4539, then 1488, then 0343 and last 6467.",
        "The first four are 4539, the next four 1488, followed by 0343 and finally 6467.",
        "Die ersten Ziffern sind 4539, dann 1488, danach 0343 und zuletzt 6467.",
        "Les premiers chiffres: 4539, puis 1488, ensuite 0343, enfin 6467.",
        "Part one: 4539 1488. Part two of the sequence would be 0343 6467.",
    ],
)
def test_a_number_that_is_given_in_parts_is_found(text: str) -> None:
    index = of("Her card number is 4539148803436467.")
    assert hard(index, text) == {(0, "card")}
    assert hard(index, text.replace("0343", "0344")) == set()


@pytest.mark.parametrize(
    "text",
    [
        "What is 45391488 + 03436467?",
        "4539 users, 14880343 and 6467",
    ],
)
def test_sums_and_counts_are_no_number_in_parts(text: str) -> None:
    assert hard(of("Her card number is 4539148803436467."), text) == set()


def test_the_account_of_an_iban_may_be_given_in_parts() -> None:
    index = of("Her IBAN is GB29 NWBK 6016 1331 9268 19.")
    assert hard(index, "It begins with GB29 NWBK, goes on with 6016 1331 and ends with 9268 19.") == {(0, "iban")}


SPELT_HOMES = of(
    "Jörg wohnt in der Lindenblütenstraße 48, 70184 Stuttgart.",
    "Åse bor i Søndre Fjærevei 12, 4885 Grimstad.",
    "Ola's address is 45 Peppercorn Rise, Bristol BS6 5QT.",
    "Jean habite 12 rue de la Roquette, 75011 Paris.",
    "Bo lives at 1205 Elm Street, Salem, OR 97301.",
    "Ann lives at 1 Quarrel Street, Leeds LS1 4AB.",
)


@pytest.mark.parametrize(
    "written",
    [
        "Lindenbluetenstrasse 48",
        "Lindenblutenstr. 48",
        "Lindenblüten-Str. 48",
        "Lindenblüten Straße 48",
        "Linden-Blüten-Straße Nr. 48",
        "Lindenblütenstraße achtundvierzig",
        "Soendre Fjaerevei 12",
        "forty-five Peppercorn Rise",
        "number forty-five, Peppercorn Rise",
        "45 Pepper-Corn Rise",
        "45 Peppercornrise",
        "douze rue de la Roquette",
        "twelve oh five Elm Street",
        "One Quarrel Street",
    ],
)
def test_an_address_is_found_as_people_spell_it(written: str) -> None:
    assert hard(SPELT_HOMES, f"Send it to {written}, please.") == {(0, "address")}


@pytest.mark.parametrize(
    "other",
    [
        "Lindenblütenstraße 49",
        "Lindenstraße 48",
        "Lindenblüten Weg 48",
        "Lindenblütenstraße neunundvierzig",
        "forty-six Peppercorn Rise",
        "forty-five Peppercorn Lane",
        "forty-five people in Peppercorn Rise",
        "a house in Quarrel Street, one of many",
        "one of the houses in Quarrel Street",
        "12 rue de la Rouquette",
    ],
)
def test_another_address_is_not_found_however_it_is_spelt(other: str) -> None:
    assert not hard(SPELT_HOMES, f"Send it to {other}, please.")


def test_a_text_that_names_no_stored_street_is_not_read_for_house_numbers(monkeypatch: pytest.MonkeyPatch) -> None:
    read = list[int]()

    def says(_: object, number: int, *__: object) -> int:
        read.append(number)
        return 0

    monkeypatch.setattr(identifier_index, "says", says)
    assert not hard(SPELT_HOMES, "He has 48 lindworms, 12 rockets, 45 peppers, 1205 elks and 1 quarry.")
    assert read == []
    assert not hard(SPELT_HOMES, "He has 1205 sheep in the Old Elm Lane.")
    assert read == [2]


@pytest.mark.parametrize(
    "home", ["12 A Way, Leeds LS1 4AB", "12 St. Mary Row, Leeds LS1 4AB", "7 El Paseo, Reno, NV 89501"]
)
def test_a_street_whose_first_word_is_short_is_found_over_an_older_list_too(home: str) -> None:
    targets = [Target(name="Bo Wren"), Target(name="Ann Lark", facts=[f"Ann lives at {home}."])]
    older = IdentifierIndex(targets[:1])
    found = [(m.target, m.key) for m in IdentifierIndex(targets).hard(f"Send it to {home}.")]
    assert found
    assert [(m.target, m.key) for m in older.layered(targets, [1], []).hard(f"Send it to {home}.")] == found
    assert not older.layered(targets, [], []).hard(f"Send it to {home}.")
    again = IdentifierIndex(targets).layered([*targets, Target(name="Cy Finch")], [2], [])
    assert [(m.target, m.key) for m in again.hard(f"Send it to {home}.")] == found
