"""What East Slavic names have in common however they are written."""

from __future__ import annotations

import pytest

from alu.store.text.names.romanised import ends_as_slavic, is_patronymic, romanised_key, same_first_names


@pytest.mark.parametrize(
    "spellings",
    [
        "tchaikovets chaikovets chaykovets tschaikowez tchaikovetz czajkowec",
        "vyshnepolsky vishnepolski vyshnepolskyi vyshnepolskiy vyschnepolskij wyszniepolski",
        "solovyanenko solovianenko solovjanenko solowjanenko",
        "hrushchak grushchak gruszczak gruschtschak",
        "grebnev grebneff grebniev",
        "yakushkin iakushkin jakuschkin",
    ],
)
def test_all_spellings_of_a_surname_have_one_key(spellings: str) -> None:
    first, *others = spellings.split()
    assert {romanised_key(other) for other in others} == {romanised_key(first)}
    assert all(map(ends_as_slavic, spellings.split()))


@pytest.mark.parametrize(
    ("one", "other"), [("petrov", "petrenko"), ("sokolov", "sokolova"), ("belov", "bilov"), ("grebnev", "hrebinka")]
)
def test_other_surnames_have_others(one: str, other: str) -> None:
    assert romanised_key(one) != romanised_key(other)


@pytest.mark.parametrize("word", ["brannigan", "hunter", "smith", "garcia", "nguyen", "lev", "", "чайковец"])
def test_most_words_do_not_end_so(word: str) -> None:
    assert not ends_as_slavic(word)


@pytest.mark.parametrize(
    ("given", "word"),
    [
        *(("dmitri", "dmytro"), ("yevgeny", "evgenii"), ("yevgeny", "jewgeni"), ("evgeny", "yevhen")),
        *(("aleksandr", "oleksandr"), ("alexander", "sasha"), ("kateryna", "ekaterina")),
    ],
)
def test_a_first_name_is_the_same_in_other_languages(given: str, word: str) -> None:
    assert romanised_key(word) in same_first_names(given)
    assert romanised_key("wolfgang") not in same_first_names(given)


def test_the_names_of_fathers_are_known() -> None:
    assert is_patronymic("oleksandrivna")
    assert is_patronymic("petrovich")
    assert not is_patronymic("brannigan")
