"""What else a person is called by, and what is no person's name."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from alu.store.text.names.name_forms import name_forms, nicknames_of, surnames_of, titled_forms
from alu.store.text.names.name_rarity import is_frequent_surname, is_given_name, is_ordinary, is_whole_name
from alu.store.text.names.other_letters import inflected
from alu.store.text.words import words
from tests.linear import assert_linear


def forms(name: str, *, ambiguous: bool) -> set[str]:
    return {f.text for f in name_forms(name) if f.ambiguous is ambiguous}


@pytest.mark.parametrize(
    ("name", "form"),
    [
        ("Odalys Brannigan", "O. Brannigan"),
        ("Odalys Brannigan", "Brannigan, Odalys"),
        ("Odalys Brannigan", "Mr Brannigan"),
        ("Odalys Marie Brannigan", "Odalys Brannigan"),
        ("Odalys Marie Brannigan", "Odalys M. Brannigan"),
        ("Odalys Marie Brannigan", "O. M. Brannigan"),
        ("Brannigan, Odalys", "Odalys Brannigan"),
        ("Dr. Odalys Brannigan", "Odalys Brannigan"),
        ("Robert Brannigan Jr.", "Robert Brannigan"),
        ("Robert Brannigan, Jr.", "Robert Brannigan"),
        ("Robert Brannigan III", "R. Brannigan"),
        ("Robert Brannigan", "Bob Brannigan"),
        ("Bob Brannigan", "Robert Brannigan"),
        ("Odalys van Grimkov", "Odalys Grimkov"),
        ("Odalys van Grimkov", "O. van Grimkov"),
        ("Yusuf Zahrawi al-Basrani", "Yusuf Zahrawi"),
        ("Yusuf Zahrawi El-Basrani", "Yusuf Zahrawi"),
        ("Yusuf Zahrawi al-Basrani", "Mr al Basrani"),
        ("Yusuf al-Basrani", "Yusuf Basrani"),
        ("Jürgen Grimmköter", "Juergen Grimmkoeter"),
        ("Inés Brannigan Yusifova", "Brannigan Yusifova"),
        ("Odalys Brannigan (poet)", "Odalys Brannigan"),
        ("Jan van der Wolkenfelt", "J. van der Wolkenfelt"),
        ("Khalid bin Saeed Al-Zahrani", "Khalid Al-Zahrani"),
        ("María del Pilar Echenagusía Robles", "María Echenagusía"),
        ("Ines Brannigan Robles", "Ines Brannigan"),
        ("Søren Kjærgård", "Soeren Kjaergaard"),
        ("Anna-Maria Wolkenfelt-Thoering", "Anna Wolkenfelt"),
        ("Anna-Maria Wolkenfelt-Thoering", "Maria Thoering"),
        ("Anna-Maria Wolkenfelt-Thoering", "Anna-Maria Thoering"),
        ("Anna-Maria Wolkenfelt-Thoering", "Mr Thoering"),
        ("Inés Echenagusía Robles", "Mr Echenagusía"),
        ("Anna Maria Thoering", "Maria Thoering"),
        ("Jean-Baptiste Brannigan", "JB Brannigan"),
        ("Patrick James O'Brannigan", "PJ O'Brannigan"),
        ("Аркадий Юсифов", "Arkadiy Yusifov"),
        ("Лидия Юсифова", "Лидии Юсифовой"),
        ("Лидия Юсифова", "Лидию Юсифову"),
    ],
)
def test_distinctive_forms(name: str, form: str) -> None:
    assert form in forms(name, ambiguous=False)


@pytest.mark.parametrize(
    ("name", "form"),
    [
        ("Odalys Brannigan", "Brannigan"),
        ("John Smith", "J. Smith"),
        ("John Smith", "Mr Smith"),
        ("John Smith", "Johnny Smith"),
        ("Albert Einstein", "A. Einstein"),
        ("Amy Green", "Green, Amy"),
        ("Lucía García Belmonte", "Mr García"),
        ("Lucía García Belmonte", "Lucía García"),
        ("Kate Smith-Jones", "Kate Smith"),
        ("Anna-Maria Wolkenfelt-Thoering", "A. Wolkenfelt"),
        ("Kate Smith-Jones", "Mr Jones"),
        ("Inés Echenagusía Robles", "Echenagusía"),
    ],
)
def test_forms_that_may_mean_somebody_else(name: str, form: str) -> None:
    assert form in forms(name, ambiguous=True)


@pytest.mark.parametrize(
    "name", ["John Smith", "Albert Einstein", "Amy Green", "Will Young", "Odalys James", "Conan O'Brien", "Xin Wu"]
)
def test_a_frequent_or_ordinary_surname_does_not_come_alone(name: str) -> None:
    assert all(f.kind != "surname" for f in name_forms(name))


@pytest.mark.parametrize(
    "name",
    [
        *(
            "Salt Ledger",
            "Apple",
            "The Beatles",
            "Brannigan",
            "50 Cent",
            "Odalys & Sons",
            "Brannigan Ltd",
            "",
            " ",
            ",",
        ),
        *("University of Skerrow", "Odalys, Duchess of Skerrow", "odalys brannigan", "ODALYS BRANNIGAN", "村上春樹"),
        *(
            "Red Lantern",
            "Die Welt",
            "New York Times",
            "Новая газета",
            "Odalys B.",
            "a@b.example",
            "Odalys Brannigan 2",
        ),
    ],
)
def test_what_has_not_the_shape_of_a_person_has_no_forms(name: str) -> None:
    assert name_forms(name) == ()


@pytest.mark.parametrize("name", ["Will", "May", "US", "It", "Apple", "The Who", "May Day", "Johnson"])
def test_ordinary_names_are_known(name: str) -> None:
    assert is_ordinary(name)


@pytest.mark.parametrize(
    ("name", "whole"), [("Dan Brown", True), ("Kim Ng", True), ("Will", False), ("The Who", False)]
)
def test_a_given_name_and_more_is_a_whole_name(name: str, whole: bool) -> None:
    assert is_whole_name(name) is whole
    assert not is_whole_name("")


@pytest.mark.parametrize("name", ["Odalys Brannigan", "Brannigan", "Salt Ledger", "Tim Burton", "Will Smith", "", "!"])
def test_other_names_are_not_ordinary(name: str) -> None:
    assert not is_ordinary(name)


def test_initials_in_one_word_are_no_title_and_no_first_name() -> None:
    assert not {"MR Smith", "ED Smith"} & {
        f.text for n in ("Ming Robert Smith", "Eva Dora Smith") for f in name_forms(n)
    }


def test_who_has_an_eastern_surname_is_called_by_the_last_name() -> None:
    assert {"Hồng Nhung Nguyễn", "Nhung Nguyễn"} <= {f.text for f in name_forms("Thị Hồng Nhung Nguyễn")}
    assert "K. S. Ng" in forms("Kok Seng Ng", ambiguous=True)
    assert name_forms("Salt Harbour Ledger") == ()


def test_short_forms_go_both_ways() -> None:
    assert "Bob" in nicknames_of("Robert")
    assert "Robert" in nicknames_of("bob")
    assert nicknames_of("Odalys") == ()
    assert is_given_name("Zoë")
    assert is_given_name("José")
    assert not is_given_name("Salt")


def test_russian_cases() -> None:
    assert list(inflected(["Анна"], "Каренина"))[:2] == ["Анны Карениной", "Анне Карениной"]
    assert "Сергею Грибовскому" in inflected(["Сергей"], "Грибовский")
    assert "Иваном Юсифовым" in inflected(["Иван"], "Юсифов")
    assert "Ольгу П. Юсифову" in inflected(["Ольга", "П."], "Юсифова")
    assert not list(inflected(["Юко"], "Оно"))


def _parts(text: str) -> list[str]:
    return text.split()


NAMES = st.text(max_size=40) | st.lists(
    st.sampled_from(
        _parts("Odalys Marie J. K. van der Brannigan O'Brien Jr. III Dr. , Müller Анна Каренина Smith ( ) . -")
    ),
    max_size=9,
).map(" ".join)


@given(NAMES)
def test_a_form_has_words_of_its_own_and_is_given_once(name: str) -> None:
    found = [tuple(words(f.text)) for f in name_forms(name)]
    assert len(set(found)) == len(found) < 80
    assert tuple(words(name)) not in found
    assert all(found)
    assert name_forms(name) == name_forms(name)


@pytest.mark.parametrize("piece", ["A", "A.", "O'", "Odalys ", ",", "-", "van ", "a-", "(", "Jr. ", "é\u0301"])
def test_long_names_take_no_time(piece: str) -> None:
    name_forms("Odalys Brannigan")  # reads the lists
    assert_linear(name_forms, piece)


@pytest.mark.parametrize(
    "name",
    [
        *(
            "Odalys Brannigan",
            "Odalys Marie van Grimkov",
            "Brannigan, Odalys",
            "Dr. Robert Brannigan Jr.",
            "John O'Brien",
        ),
        *("Ines Brannigan-Yusifova", "Salt Ledger", "Novak Pettkoviq", "Xin Wu", "J. R. Smith", "Brannigan", ""),
    ],
)
def test_every_form_holds_a_surname(name: str) -> None:
    held = {words(surname)[-1] for surname in surnames_of(name)}
    listed = name_forms(name) or titled_forms(name)
    assert all(held & set(words(form.text)) for form in listed)
    assert bool(listed) <= bool(held)


@pytest.mark.parametrize(
    ("word", "frequent"), [("Smith", True), ("Kim", True), ("García", True), ("Brannigan", False), ("", False)]
)
def test_surnames_that_many_bear(word: str, frequent: bool) -> None:
    assert is_frequent_surname(word) is is_frequent_surname(word.upper()) is frequent


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("Novak Pettkoviq", {("Mr Pettkoviq", False), ("Pettkoviq", True), ("Mr Novak", True)}),
        ("Xin Wu", {("Mr Wu", True), ("Mr Xin", True)}),
        ("Brannigan Ltd", set()),
        ("novak pettkoviq", set()),
        ("Pettkoviq", set()),
    ],
)
def test_a_title_makes_a_surname_of_either_end(name: str, expected: set[tuple[str, bool]]) -> None:
    assert {(f.text, f.ambiguous) for f in titled_forms(name)} == expected


def test_one_title_is_given() -> None:
    found = name_forms("Ludwig van Beethoven")
    assert [f.text for f in found if f.kind == "title_surname"] == ["Mr van Beethoven"]
    assert {"van Beethoven, Ludwig", "Ludwig Beethoven", "L. van Beethoven"} <= {f.text for f in found}


@pytest.mark.parametrize(
    "name", ["Anna Maria El-Sayed", "Yusuf al-Basrani", "Y. Zahrawi al-Basrani", "Jean Paul de la Tour"]
)
def test_given_names_alone_are_a_form_only_before_an_article_and_where_they_are_rare(name: str) -> None:
    assert "without_nisba" not in {f.kind for f in name_forms(name)}
    assert len(surnames_of(name)) == 1


@pytest.mark.parametrize(
    ("name", "form"),
    [
        ("Stephen King", "S. King"),
        ("Martin Luther King, Jr.", "M. King"),
        ("Emily Post", "E. Post"),
        ("Odalys van Gogh", "van Gogh"),
        ("Jean-Claude Van Damme", "Van Damme"),
        ("Julia Louis-Dreyfus", "Louis-Dreyfus"),
    ],
)
def test_surnames_that_are_words_or_have_several(name: str, form: str) -> None:
    assert form in [f.text for f in name_forms(name)]


@pytest.mark.parametrize("name", ["Burger King", "Dairy Queen", "Tarn Street", "King Stephen Press"])
def test_what_is_called_so_is_still_nobody(name: str) -> None:
    assert name_forms(name) == ()


@pytest.mark.parametrize(
    ("name", "form"),
    [
        ("John A. Brannigan", "John Brannigan"),
        ("John A Brannigan", "John Brannigan"),
        ("Brannigan, John A.", "John Brannigan"),
        ("A. Odalys Skerrow", "Odalys Skerrow"),
        ("Odalys Van Der Skerrow", "Mr Van Der Skerrow"),
        ("Olivia d'Abo", "O. d'Abo"),
        ("Neil deGrasse Tyson", "Neil Tyson"),
    ],
)
def test_initials_and_particles_however_written(name: str, form: str) -> None:
    assert form in [f.text for f in name_forms(name)]


@pytest.mark.parametrize("name", ["A Gull", "A Salt Ledger", "Die Zeit", "Salt La Press"])
def test_articles_are_no_initials(name: str) -> None:
    assert name_forms(name) == ()
