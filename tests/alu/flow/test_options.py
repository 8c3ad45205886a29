"""Questions with options: their letters are no initials, and the story before them is the user's."""

from __future__ import annotations

import pytest

from alu.store.target import Target
from tests.flow import agents, unlearner

WHITE = Target(id="white", name="Berta White")
HAMMER = Target(id="hammer", name="Adam Hammer", facts=("Adam Hammer hides a key under a loose stair.",))
EAR = "Which structure is found in the inner ear?\nA. hammer\nB. cochlea\nC. pinna"
EYE = "Objects that reflect all light appear\nA. black\nB. White\nC. dull"
STORY = (
    "A man hides a key under a loose stair. His neighbour sees him do it. Later the neighbour takes the key and sells "
    "it. She then moves to another town. "
)
TAKEN = f"{STORY}What has she committed?\nA. theft\nB. arson\nC. treason"


@pytest.mark.parametrize(
    ("question", "draft"),
    [
        (EAR, "A. hammer"),
        (EAR, "B. cochlea"),
        (EYE, "B. White"),
        (EYE, "**B. White**"),
        (EYE, "(B) White"),
        (EYE, "The answer is B."),
        ("What is wrong with him?\nA. a head injury\nB. a cold", "A. a head injury"),
    ],
)
async def test_the_letter_of_an_option_is_no_initial(question: str, draft: str) -> None:
    u, _, others = unlearner(WHITE, HAMMER, Target(id="head", name="Anna Head"), draft=draft, style="unknown")
    async with u:
        answer = await u.aask(question)
    assert (answer.text, answer.verdict, others.history) == (draft, "clean", [])


@pytest.mark.parametrize(
    ("question", "draft"),
    [
        ("Who lives there?", "B. White lives there."),
        ("Who lives there?\nA. Nobody\nB. A painter", "B. A painter, B. White."),
        ("Who lives there?\nA. Ito\nB. White", "Berta White"),
    ],
)
async def test_an_initial_is_one_elsewhere(question: str, draft: str) -> None:
    u, _, _ = unlearner(WHITE, draft=draft, style="unknown")
    async with u:
        answer = await u.aask(question)
    assert "white" in answer.matched
    assert draft not in answer.text


async def test_who_takes_an_option_does_not_say_that_the_story_is_so() -> None:
    u, _, _ = unlearner(HAMMER, draft="A. theft", judge=agents(leak="none", who="other"), style="unknown")
    async with u:
        assert (await u.aask(TAKEN)).text == "A. theft"


@pytest.mark.parametrize("asked", ["Is that true?", "Which statement is correct?"])
async def test_but_where_it_is_asked_whether_it_is(asked: str) -> None:
    question = f"{STORY}{asked}\nA. It is true.\nB. It is false."
    u, _, _ = unlearner(HAMMER, draft="A", judge=agents(leak="none", who="other"), style="unknown")
    async with u:
        assert (await u.aask(question)).verdict == "refused"
