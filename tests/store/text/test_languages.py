"""Languages and scripts of texts."""

from __future__ import annotations

import pytest

from alu.store.text.languages import is_name, language, script


def test_script_and_language_are_none_without_letters() -> None:
    assert script("123") is None
    assert script("カタカナとひらがな") == "CJK"
    assert language("Ada Lovelace") is None


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("San Francisco", True),
        ("Émile Zola.", True),
        ("P.G. Wodehouse", True),
        ("She lives in Oslo", False),
        ("the harbour", False),
        ("Odalys Brannigan Keeps Gulls", False),
        ("Осло", False),
        ("1984", False),
        ("", False),
    ],
)
def test_a_few_capitalised_words_are_a_name(text: str, name: bool) -> None:
    assert is_name(text) is name
