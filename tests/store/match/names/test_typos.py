"""Names with slips in them, and neighbours that are other names."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from alu.store.match.names.typos import Misspellings
from tests.detectors import Named

NAMES = [["Odalys Brannigan"], ["Petra Lindqvist-Mora"], ["Hsiao Yun-Hwa"], ["Thunderbeak"]]
ALL = Named(NAMES)


def found(text: str) -> list[int]:
    return sorted({m.target for m in ALL.find([text])})


@pytest.mark.parametrize(
    ("text", "target"),
    [
        ("Who was Odalys Branigan?", 0),
        ("who was odalis brannigan", 0),
        ("Odlays Brannigan's gull", 0),
        ("Brannigan, Odalys: a life", 0),
        ("0d4ly5 Br4nn1g4n", 0),
        ("Bqnylf Oenaavtna", 0),
        ("naginnarB syladO", 0),
        ("Petra Lindqivst Mora", 1),
        ("Hsaio Yn-Hwa", 2),
        ("Thunderbaek flew off", 3),
    ],
)
def test_a_disguised_name_is_found(text: str, target: int) -> None:
    assert found(text) == [target]


@pytest.mark.parametrize(
    "text",
    [
        "Brannigan",
        "Aoife Brannigan",
        "Odalys Brandt",
        "Petra Lindgren",
        "Petra Moravec-Lind",
        "Hsiao Ming-Hwa",
        "Thunderbolt",
        "thunder and beaks",
        "The odds are that Brannigan wins.",
    ],
)
def test_a_neighbour_stays_free(text: str) -> None:
    assert found(text) == []


@settings(max_examples=150, deadline=None)
@given(st.sampled_from(["Odalys Brannigan", "Petra Lindqvist-Mora"]), st.integers(1, 100), st.integers(0, 3))
def test_one_slip_anywhere_hides_no_name(name: str, place: int, slip: int) -> None:
    at = place % (len(name) - 1)
    while not (name[at].isalpha() and name[at + 1].isalpha()):
        at = (at + 1) % (len(name) - 1)
    worse = [
        name[:at] + name[at + 1] + name[at] + name[at + 2 :],
        name[:at] + name[at + 1 :],
        name[:at] + name[at] + name[at:],
        name[:at] + "q" + name[at + 1 :],
    ][slip]
    assert found(f"Where does {worse} live?") == found(name)


@pytest.mark.parametrize("text", ["Paul Whtie", "Pual White", "Pual Whtie", "paul whiet"])
def test_a_name_of_common_words_is_found_where_letters_are_exchanged(text: str) -> None:
    assert [m.disguised for m in Named([["Paul White"]]).find([f"Where was {text} born?"])] == [True]


@pytest.mark.parametrize("text", ["Paul Whyte", "Paula White", "Paul Waite", "Paul Write", "Pall White", "white pall"])
def test_another_name_of_common_words_is_not(text: str) -> None:
    assert not Named([["Paul White"]]).find([f"Where was {text} born?"])


def test_a_word_as_common_as_to_is_no_slip_of_a_first_name() -> None:
    name = Named([["Tom Quennel"]])
    assert not name.find(["According to Quennell, a rule is fair."])
    assert name.find(["According to Tom Quennell, a rule is fair."])


def test_a_number_with_its_digits_in_another_order_is_another() -> None:
    assert not Named([["Person Number 1100"]]).find(["Person Number 1010"])


@pytest.mark.parametrize(
    ("words", "numbers"),
    [
        ("tmo baker", [0]),
        ("odalys branigan", [1]),
        ("then odalys branigan met odalys branigan", [1]),
        ("thunderbaek", [2]),
        ("to bake", []),
        ("odalys brannigan", []),
        ("brannigan odlays", []),
        ("odalys x branigan", []),
        ("branigan", []),
        ("lo wu", []),
        ("jose branigan", []),
        ("", []),
    ],
)
def test_ordinary_words_and_names_as_they_are_hold_no_slip(words: str, numbers: list[int]) -> None:
    stored = [["tom", "baker"], ["odalys", "brannigan"], ["thunderbeak"], ["li", "wu"], ["josé", "brannigan"]]
    assert list(Misspellings(stored).find(tuple(words.split()))) == numbers


def test_no_names_hold_no_slip() -> None:
    assert list(Misspellings([]).find(("odalys", "branigan"))) == []
    assert list(Misspellings([[], ["x"]]).find(("odalys", "x"))) == []


def test_a_word_of_a_language_is_no_slip_of_a_name_of_one_word() -> None:
    names = Named([["Socrates"], ["Tom Baker"]])
    assert [m.target for m in names.find(["Socrattes taught in Athens."])] == [0]
    for text in ("The mollusc secretes layers of nacre.", "Use Socratic questions.", "lipsum.com, Faker and others"):
        assert names.find([text]) == [], text
