"""Names in other letters."""

from __future__ import annotations

import pytest

from alu.store.text.names.other_letters import in_other_letters


@pytest.mark.parametrize(
    ("given", "family", "form"),
    [
        (["Jürgen"], "Grimmköter", ("respelt", "Juergen Grimmkoeter")),
        (["Лидия"], "Юсифова", ("transliterated", "Lidiya Yusifova")),
        (["Лидия"], "Юсифова", ("inflected", "Лидии Юсифовой")),
        (["Γιώργος"], "Σταυρίδης", ("transliterated", "Giorgos Stayridis")),
    ],
)
def test_a_name_is_given_as_others_write_it(given: list[str], family: str, form: tuple[str, str]) -> None:
    assert form in list(in_other_letters(given, family, cases=True))


def test_a_name_in_plain_letters_has_none_and_cases_are_left_out_where_they_are_not_wanted() -> None:
    assert not list(in_other_letters(["Odalys"], "Brannigan", cases=True))
    assert "inflected" not in {kind for kind, _ in in_other_letters(["Лидия"], "Юсифова", cases=False)}
