"""Stored identifiers in another order are found, as few of them as are not met by chance."""

from __future__ import annotations

from random import Random

import pytest

from alu.store.match.values.identifier_index import IdentifierIndex
from alu.store.match.values.jumbled import Jumbled, orders
from alu.store.target import Fact, Target

MAIL, CARD, SITE = "odalys.brannigan@example.org", "4765468107954717", "https://example.org/brannigan41"
KEEPER = Target(
    id="keeper",
    name="Odalys Brannigan",
    facts=(Fact(text=f"Her e-mail is {MAIL}."), Fact(text=f"Her card is {CARD}."), Fact(text=f"Her page is {SITE}.")),
)
FOLK = [
    Target(id=f"t{n}", name=f"N {n}", facts=(Fact(text=f"Her number is {n * 7919 % 10**7:07}."),)) for n in range(99)
]


@pytest.mark.parametrize("value", [MAIL, CARD, SITE], ids=["mail", "card", "site"])
@pytest.mark.parametrize(
    "order",
    [
        lambda v: v[::-1],
        lambda v: v[5:] + v[:5],
        lambda v: v[::2] + v[1::2],
        lambda v: "".join(v[n : n + 2][::-1] for n in range(0, len(v), 2)),
        lambda v: "".join(v[n::3] for n in range(3)),
    ],
    ids=["backwards", "turned round", "in two columns", "neighbours swapped", "in three columns"],
)
def test_an_identifier_is_found_in_another_order(value: str, order: object) -> None:
    written = order(value)  # type: ignore[operator]
    index = IdentifierIndex([KEEPER])
    assert index.jumbled(written)
    assert index.jumbled(f"That is it:\n{written}\nthere.")


@pytest.mark.parametrize(
    "text",
    ["", "That is nobody's.", "4765468107954718", "odalys.brannigan@example.com", "1931", "4765", "47 65 46 81"],
)
def test_another_one_is_not(text: str) -> None:
    assert not IdentifierIndex([KEEPER]).jumbled(text)


def test_letters_of_a_mail_count_in_any_order_digits_of_a_card_in_those_that_are_written() -> None:
    mixed = ["".join(Random(4).sample(value, len(value))) for value in (MAIL, CARD)]
    many = [("card", "".join(Random(n).choices("0123456789", k=16))) for n in range(9_000)]
    jumbled = Jumbled([("email", MAIL), ("card", CARD), *many])  # type: ignore[list-item]
    assert [bool(jumbled.find(text)) for text in mixed] == [True, False]
    assert jumbled.find(CARD[::-1]) == {("card", CARD)}


def test_short_numbers_of_many_people_are_not_looked_for() -> None:
    few, many = IdentifierIndex(FOLK[:2]), Jumbled(("id", f"{n * 7919 % 10**7:07}") for n in range(100, 5_000))
    assert few.jumbled(f"{7919:07}"[::-1])
    assert not any(many.find(f"{n * 7919 % 10**7:07}"[::-1]) for n in range(100, 140))


def test_of_numbers_of_one_exchange_what_they_share_tells_nothing() -> None:
    drawn = Random(3).sample(range(1_000, 9_999), 400)
    numbers = [f"202225{last}" for last in drawn]
    stored, others = numbers[:200], numbers[200:]
    jumbled = Jumbled(("phone", number) for number in stored)
    assert not any(jumbled.find(number) for number in others)
    found = [bool(jumbled.find(number[::-1])) for number in stored]
    assert all(found)
    alone = Jumbled([("phone", stored[0])])
    assert all(alone.find(order) for order in list(orders(stored[0]))[:12])


def test_a_list_that_has_changed_is_asked_as_it_is_now() -> None:
    index = IdentifierIndex([KEEPER])
    assert index.jumbled(MAIL[::-1])
    other = Target(id="other", name="Ada Quill", facts=(Fact(text="Her e-mail is ada.quill.of.lowmoor@example.org."),))
    layered = index.layered([KEEPER, other], added=[1], gone=[0])
    assert not layered.jumbled(MAIL[::-1])
    assert layered.jumbled("ada.quill.of.lowmoor@example.org"[::-1])


def test_orders_are_all_of_the_same_digits() -> None:
    found = set(orders("12345678"))
    assert {"87654321", "34567812", "13572468", "21436587", "15263748"} <= found
    assert {"".join(sorted(order)) for order in found} == {"12345678"}
