"""People of rank: plain names, offices and given names behind a rank, and entries that are about nobody of rank."""

from __future__ import annotations

import pytest

from alu.store.match.inquiry import Draft, Inquiry
from alu.store.match.names.derived_forms import derived_forms, known_names
from alu.store.target import Target
from alu.store.text.names.ranks import given_name_of, rank_forms, ranked_names
from tests.detectors import snapshot


@pytest.mark.parametrize(
    ("entry", "names"),
    [
        ("Prince Odalys, Duke of Tarn", ("Prince Odalys",)),
        ("King Carl XVI Gustaf of Tarn", ("Carl XVI Gustaf", "King Carl XVI Gustaf")),
        ("Pope Ada Mary II", ("Ada Mary II",)),
        ("Baroness Brannigan of Tarn", ("Baroness Brannigan",)),
        ("Sheikh Mohammed bin Odalys", ("Mohammed bin Odalys",)),
        ("Crown Prince Odalys of Tarn", ("Crown Prince Odalys",)),
        ("Ada Lark", ()),
        ("Lark, Ada", ()),
        ("Prince Odalys", ()),
        ("Queen Brannigan Press", ()),
        ("Prince of Tarn", ()),
        ("Lord of the Gulls", ()),
        ("King, Ada", ()),
        ("Duke", ()),
        ("Ada, the best of Tarn", ()),
        ("", ()),
        ("Prince " * 100, ()),
    ],
)
def test_plain_names(entry: str, names: tuple[str, ...]) -> None:
    assert ranked_names(entry) == names


@pytest.mark.parametrize(
    ("entry", "forms"),
    [
        ("Odalys, Crown Princess of Tarn", ("Crown Princess of Tarn", "Princess Odalys")),
        ("Ada Lark, 1st Duke of Tarn", ("Duke of Tarn",)),
        ("Ada Lark, Baroness Lark", ("Baroness Lark",)),
        ("Odalys, Princess Royal", ("Princess Odalys",)),
        ("Odalys, Fürstin von Tarn", ("Fürstin von Tarn", "Fürstin Odalys")),
        ("Queen Odalys II", ("Queen Odalys",)),
        ("World War II", ()),
        ("Ada Brannigan III", ()),
        ("Ada Lark, surgeon", ()),
        ("Ada Lark, PhD", ()),
    ],
)
def test_what_others_may_be_called_too(entry: str, forms: tuple[str, ...]) -> None:
    assert rank_forms(entry) == forms


@pytest.mark.parametrize(
    ("entry", "given"), [("Prince Henry, Duke of Tarn", "Henry"), ("Salt", ""), ("Mary II", "Mary")]
)
def test_the_given_name(entry: str, given: str) -> None:
    assert given_name_of(entry) == given


def test_a_rank_behind_a_comma_is_no_first_name() -> None:
    forms = [form.text for form in derived_forms(Target(id="t", name="Margaret Lark, Baroness Lark"))]
    assert "Baroness Lark" in forms
    assert not [form for form in forms if form.startswith(("Baroness Lark ", "B. "))]


def test_a_number_is_no_surname() -> None:
    assert not [f.text for f in derived_forms(Target(id="t", name="Edward VIII")) if "viii" in f.text.lower()]


def test_the_name_before_the_office_is_a_name_of_the_target() -> None:
    assert "Prince Odalys" in known_names(Target(id="t", name="Prince Odalys, Duke of Tarn"))


@pytest.mark.parametrize(
    ("question", "near"),
    [
        ("Who did Prince Odalys marry?", True),
        ("Where does the Duke of Tarn live?", True),
        ("Where does the Duke of Hallavik live?", False),
        ("Who was Prince Benedict?", False),
    ],
)
def test_questions_about_somebody_of_rank(question: str, near: bool) -> None:
    detector = snapshot([Target(id="t", name="Prince Odalys, Duke of Tarn")]).detector
    inquiry = Inquiry(question)
    found = detector.draft(inquiry, Draft.of(inquiry, "Nobody."), detector.question(inquiry)).evidence
    assert any(e.target_id == "t" for e in found) is near
