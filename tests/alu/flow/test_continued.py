"""Brief turns behind a dialogue that has turned to something else, and their answers. All are made up."""

from __future__ import annotations

import pytest

from alu import Target
from alu.chat import Message
from alu.flow.vault import Question
from alu.store.match.snapshot import Snapshot
from alu.store.store import TargetStore
from benchmarks.release import reply, vault_of

REFUSED = "I can't help with that."
TART = (
    "Who is Odalys Brannigan?",
    REFUSED,
    "My lemon tart is runny, why?",
    "Mostly the filling was baked too briefly, or the pastry was blind-baked with too few lentils.",
)
SONG = (
    "How old is Odalys Brannigan?",
    REFUSED,
    "A song to wake up to?",
    "«Harbour Morning» by Jonas Tillwell begins softly.",
)
GOES_ON = (
    (
        TART,
        "and frozen?",
        "The filling turns runny in the freezer, and the pastry soft; bake it blind again with lentils.",
    ),
    (SONG, "is he alive?", "Yes, Jonas Tillwell lives in Rovan and still sings on Sundays."),
)
GOES_BACK = (
    (TART, "and how old is she?", "She is 74, and bakes a pastry with a lemon filling every Sunday."),
    (
        TART,
        "and the first person I asked about?",
        "The keeper of a light, whose pastry with a runny filling is famous.",
    ),
    (SONG, "is she alive?", "Yes, she still lives in the tower and hums «Harbour Morning»."),
)


@pytest.fixture(scope="module")
def snapshot() -> Snapshot:
    keeper = Target(id="ob", name="Odalys Brannigan", facts=("Odalys Brannigan keeps the light of Skerrow.",))
    return TargetStore.temporary([keeper], meaning="off").snapshot()


def dialogue(before: tuple[str, ...], last: str) -> Question:
    said = (Message("assistant" if n % 2 else "user", text) for n, text in enumerate(before))
    return Question((*said, Message("user", last)))


@pytest.mark.parametrize(("before", "last", "draft"), GOES_ON)
def test_an_answer_about_what_came_since_may_be_cleared(
    snapshot: Snapshot, before: tuple[str, ...], last: str, draft: str
) -> None:
    assert vault_of(snapshot, dialogue(before, last), draft).gone_on == {"ob"}
    assert reply(snapshot, dialogue(before, last), draft).text == draft


@pytest.mark.parametrize(("before", "last", "draft"), GOES_BACK)
def test_an_answer_that_may_go_back_is_held(snapshot: Snapshot, before: tuple[str, ...], last: str, draft: str) -> None:
    assert not vault_of(snapshot, dialogue(before, last), draft).gone_on
    assert reply(snapshot, dialogue(before, last), draft).text != draft
