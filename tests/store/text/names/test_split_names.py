"""Names of which first name and surname stand apart. All people are made up."""

from __future__ import annotations

import pytest

from alu.store.text.names.relatives import names_of_relatives
from alu.store.text.names.split_names import split_names


@pytest.mark.parametrize(
    "text",
    [
        "Sarah and Mark Wexcombe beat the Pryces.",
        "Sarah & Mark Wexcombe",
        "Sarah/Mark Wexcombe",
        "Sarah und Mark Wexcombe",
        "Sarah y Mark Wexcombe",
        "Sarah and her brother Mark Wexcombe",
        "Sarah, Mark and Joe Wexcombe came.",
        "Sarah and Mark J. Wexcombe",
        "tell me about sarah and mark wexcombe",
        "Sarah Whitlock (née Wexcombe)",
        "Sarah Whitlock, née Wexcombe, sang.",
        "Sarah Whitlock, formerly Wexcombe, sang.",
        "Sarah Whitlock was born Wexcombe.",
        "Sarah Whitlock, geb. Wexcombe, sang.",
    ],
)
def test_who_has_a_surname_that_stands_apart(text: str) -> None:
    assert ("sarah", "wexcombe") in split_names(text)


@pytest.mark.parametrize(
    "text",
    [
        "Sarah and Mark",
        "Sarah met Mark Wexcombe.",
        "Sarah, Mark Wexcombe",
        "Sarah. And Mark Wexcombe",
        "Sarah Whitlock, born in Wexcombe",
        "Sarah was formerly of Wexcombe.",
    ],
)
def test_who_has_none(text: str) -> None:
    assert ("sarah", "wexcombe") not in split_names(text)


def test_particles_belong_to_the_surname() -> None:
    assert split_names("Ada and Bo van der Lark") == (("ada", "van", "der", "lark"),)


@pytest.mark.parametrize(
    ("texts", "found"),
    [
        (["Who is Bo Lark's brother: Abe."], True),
        (["Mary Lark died on Monday.", "She leaves her sons Abe and Cy."], True),
        (["Bo Lark won.", "His wife is Abe."], True),
        (["Sein Bruder ist Abe, und Bo Lark singt."], True),
        (["Who is Bo Lark's wife?", "Her name is Abe."], True),
        (["Who coached Abe and his sister: Bo Lark."], True),
        (["Bo Lark won.", "Abe came second."], False),
        (["Bo Lark's sister works in Abe."], False),
        (["Bo Lark married in Abe 2004."], False),
        (["Her brother is Abe."], False),
        (["Bo Lark won.", "Her brother is Abe Dale."], False),
    ],
)
def test_a_relative_may_have_the_surname(texts: list[str], found: bool) -> None:
    assert (("abe", "lark") in {row for _, row in names_of_relatives(texts)}) is found
