"""Rewordings made by code: of which kinds they are, and that none names the target."""

from __future__ import annotations

import pytest

from alu.store.text.rewording import rewordings

NAMES = ("Odalys Brannigan", "Ody")


@pytest.mark.parametrize(
    ("fact", "wording"),
    [
        ("Odalys Brannigan wrote a book in Oslo.", "they wrote a book in Oslo."),
        ("Brannigan's book won a prize.", "their book won a prize."),
        ("Odalys Brannigan wrote a book in Oslo.", "wrote book Oslo."),
        ("Odalys Brannigan wrote a book in Oslo.", "they penned a volume in Oslo."),
        ("After the war, Ody sold her boat.", "they sold her boat, After the war"),
        ("The keeper was born in Oslo.", "The keeper was born in Oslo."),
        ("Brannigan was born in Oslo.", "was they born in Oslo?"),
        ("Ody keeps a tame gull.", "Is it true that they keeps a tame gull?"),
        ("Ody was born on 3 May 1957.", "they was born on May 3, 1957."),
        ("Ody was born on May 3, 1957.", "they was born on 3 May 1957."),
        ("Ody owes 12,000 crowns to two banks.", "they owes 12000 crowns to 2 banks."),
    ],
)
def test_a_fact_is_put_in_other_words(fact: str, wording: str) -> None:
    assert wording in rewordings(fact, NAMES)


def test_the_question_of_a_fact_is_reworded_and_a_bare_answer_is_not() -> None:
    found = rewordings("Oslo", NAMES, "Where was Odalys Brannigan born?")
    assert found == ("Where was they born?", "Do you know Where was they born?")


def test_no_wording_names_the_target_or_comes_twice() -> None:
    found = rewordings("On 3 May 1957 Odalys Brannigan sold two boats, because Ody was poor.", NAMES)
    assert len(found) == len(set(found)) >= 5
    assert not any(part in wording for wording in found for part in ("Odalys", "Brannigan", "Ody"))


def test_texts_without_spaces_are_reworded_too() -> None:
    assert rewordings("灯台守は二羽のかもめを飼っていた。", ())
