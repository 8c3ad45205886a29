"""Names with a middle name or initial that is not stored."""

from __future__ import annotations

import pytest

from alu.store.match.names.middle import nicknamed, shortened
from alu.store.match.query import Query
from alu.store.target import Fact, Target
from tests.detectors import Named, snapshot

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
        "Hermione and then Ron Granger",
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


def test_of_the_first_name_any_short_form_may_be_stored() -> None:
    rows = dict(nicknamed("Robert James Brannigan"))
    assert rows["rob", "brannigan"] == rows["bob", "brannigan"] == "robertjames"
    assert ("robert", "brannigan") not in rows
    assert not list(nicknamed("Robert Brannigan"))
    assert not list(nicknamed("Odalys James Brannigan"))


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Where does Leonard Albert Ostrigov sing?", [("rare", True)]),
        ("«Leonard A. Ostrigov», he wrote", [("rare", True)]),
        ("where does leonard albert ostrigov sing", [("rare", True)]),
        ("Robert Michael Fletcher III (born 1963) sings.", [("common", False)]),
        ("Gerard Albert Ostrigov sings.", []),
        ("Leonard Albert sings.", []),
        ("Robert, Michael, Fletcher", []),
    ],
)
def test_a_name_that_is_stored_with_a_nickname_is_found_with_a_middle_name(
    text: str, found: list[tuple[str, bool]]
) -> None:
    stored = snapshot([Target(id="rare", name="Lenny Ostrigov"), Target(id="common", name="Rob Fletcher")])
    near = stored.detector.look_up([text])
    assert [(e.target_id, e.direct) for e in near if e.channel == "form"] == found


def test_who_is_known_by_a_nickname_is_not_named() -> None:
    stored = snapshot([Target(id="rare", name="Lenny Ostrigov")])
    asked = "Under which name is Leonard Albert Ostrigov known?"
    (near,) = stored.detector.look_up([asked])
    assert near.mention == "leonardalbertostrigov"
    assert stored.detector.check("Lenny Ostrigov", said=asked, matched=["rare"])


@pytest.mark.parametrize(
    ("text", "named"),
    [
        ("Was Odalys Jane Thunderbeak born in Skerrow?", True),
        ("Was Odalys J. Thunderbeak born in Skerrow?", True),
        ("Was Thunderbeak Jane Odalys born in Skerrow?", False),
        ("Was Petra Jane Thunderbeak born in Skerrow?", False),
        ("Was Odalys Jane Thunder born in Skerrow?", False),
    ],
)
def test_a_name_that_a_fact_states_is_found_with_a_middle_name(text: str, named: bool) -> None:
    known = Fact(question="What was her maiden name?", text="Thunderbeak")
    keeper = Target(id="keeper", name="Odalys Brannigan", facts=(known,))
    other = Target(id="other", name="Petra Lindqvist-Mora")
    found = snapshot([keeper, other]).detector.names(Query.of([text]))
    assert {(e.target_id, e.channel) for e in found if e.mention == "odalysthunderbeak"} == (
        {("keeper", "form")} if named else set()
    )


@pytest.mark.parametrize(
    ("text", "held"),
    [
        ("It was Wilf B. Ansty.", False),
        ("It was Wilf I. Ansty.", False),
        ("It was Wilf Robert Ansty.", False),
        ("It was Wilf Jeffrey Ansty.", True),
        ("It was Wilf J. Ansty.", True),
        ("It was Wilf Brannigan Ansty.", True),
        ("It was Wilf Ansty, and not Wilf B. Ansty.", True),
    ],
)
def test_other_middle_names_than_the_stored_are_somebody_elses(text: str, held: bool) -> None:
    stored = Target(name="Wilf Ansty", facts=[Fact(text="Wilf Jeffrey Ansty is a joiner in Leominster.")])
    found = [e for e in snapshot([stored]).detector.look_up([text]) if e.aspect == "name"]
    assert bool(found) == held
