"""Names with a middle name or initial that is not stored."""

from __future__ import annotations

import pytest

from alu.store.match.middle import shortened
from tests.detectors import Named

NAMES = [
    ["Hermione Granger"],
    ["Odalys Brannigan"],
    ["Hsiao Yun-Hwa"],
    ["Will Young"],
    ["Ada W. Lark"],
    ["Michael O'Connor"],
]
ALL = Named(NAMES)


def found(*texts: str) -> list[tuple[int, int, bool]]:
    return [(m.target, m.text, m.disguised) for m in ALL.find(texts)]


@pytest.mark.parametrize(
    ("text", "target"),
    [
        ("Who is Hermione Jean Granger?", 0),
        ("Hermione J. Granger's cat", 0),
        ("Hermione J.K. Granger", 0),
        ("HERMIONE JEAN GRANGER", 0),
        ("who is hermione jean granger", 0),
        ("who is hermione j. granger?", 0),
        ("Odalys Mary-Ann Brannigan", 1),
        ("Hsiao Jane Yun-Hwa", 2),
        ("Who is the wife of Ada Wesley Lark, Jr.?", 4),
        ("ada wesley lark", 4),
        ("When did Michael John O'Connor die?", 5),
        ("Michael J. O’Connor", 5),
        ("Hermione “Mione” Granger", 0),
        ("Hermione (Mione) Granger", 0),
        ('who is hermione "mione" granger', 0),
    ],
)
def test_a_middle_name_hides_no_name(text: str, target: int) -> None:
    assert found("Nothing here.", text) == [(target, 1, True)]


@pytest.mark.parametrize(
    "text",
    [
        "Hermione, Ron Granger",
        "Hermione and Ron Granger",
        "Hermione\nRon Granger",
        "“Hermione”, Ron Granger",
        "Hermione (and Ron) met Granger",
        "Hermione. Ron Granger",
        "Hermione met Granger",
        "hermione, ron granger",
        "hermione or granger",
        "Will Robert Young",
        "Odalys Mary Ann Lee Brannigan",
        "Ada Rose Lark",
        "Michael O. Connery",
    ],
)
def test_a_list_or_a_name_that_many_bear_stays_free(text: str) -> None:
    assert found(text) == []


def test_a_name_as_it_is_is_not_disguised() -> None:
    assert found("Dear Hermione Granger and Odalys Brannigan") == [(0, 0, False), (1, 0, False)]


def test_only_inner_words_are_left_out() -> None:
    assert list(shortened("Ada Jean Lark")) == [["ada", "lark"], ["ada", "j", "lark"]]
    assert list(shortened("Ada J. Lark")) == [["ada", "lark"]]
    assert list(shortened("Ada Lark")) == list(shortened("this is it, and that")) == []
