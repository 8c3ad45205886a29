"""Edits: the draft goes to the model as numbered sentences, and what comes back is a form that code can put in."""

from __future__ import annotations

import json
from typing import Any

import pytest

from alu.agents.caller import Caller
from alu.agents.edit import SentenceEdit, edit
from alu.errors import BadReply
from alu.flow.edits import apply, sentences_of
from alu.prompts import load
from alu.testing import ScriptedModel
from tests.flow import KEEPER

ASKED = "How tall is the tower?"
SAID = ("The keeper had a gull.", "The tower is 38 metres tall.")
DROP: dict[str, Any] = {"sentence": 1, "about": "a gull", "keep": False, "span": "", "text": ""}


async def ask(*replies: Any) -> tuple[tuple[SentenceEdit, ...], ScriptedModel]:
    model = ScriptedModel(*map(json.dumps, replies))
    return await edit(Caller(model, 9, b"k", lambda _: None), ASKED, SAID, [KEEPER]), model


async def test_sentences_are_shown_with_their_numbers() -> None:
    found, model = await ask({"edits": [DROP, {**DROP, "sentence": 2, "span": "tall", "text": "t"}]})
    assert found == (SentenceEdit(1), SentenceEdit(2, "tall", "t"))
    prompt = model.history[0].messages[-1].content
    assert "\n1: The keeper had a gull.\n2: The tower is 38 metres tall.\n" in prompt
    assert all(text in prompt for text in (ASKED, KEEPER.name))


@pytest.mark.parametrize("edits", [[], [DROP] * 3])
async def test_there_may_be_none_or_several_of_one_sentence(edits: Any) -> None:
    assert len((await ask({"edits": edits}))[0]) == len(edits)


@pytest.mark.parametrize(
    ("ruling", "edits"),
    [
        ({"keep": True}, ()),
        ({"keep": True, "about": "the tower of ODALYS  BRANNIGAN"}, (SentenceEdit(1),)),
        ({"keep": True, "about": "o. Brannigan's gull"}, (SentenceEdit(1),)),
        ({"keep": True, "span": "gull"}, (SentenceEdit(1, "gull"),)),
        ({"keep": True, "text": "I don't know."}, (SentenceEdit(1, "", "I don't know."),)),
        ({"about": "Odalys Brannigan", "span": "gull"}, (SentenceEdit(1, "gull"),)),
    ],
)
async def test_what_is_said_to_be_about_a_target_is_not_kept(ruling: Any, edits: Any) -> None:
    assert (await ask({"edits": [{**DROP, **ruling}]}))[0] == edits


@pytest.mark.parametrize(
    "reply",
    [
        {},
        {"edits": {}},
        {"edits": [DROP] * 500},  # in circles
        {"edits": [[]]},
        {"edits": [{**DROP, "sentence": 0}]},
        {"edits": [{**DROP, "sentence": "1"}]},
        {"edits": [{**DROP, "sentence": 1.5}]},
        {"edits": [{**DROP, "span": None}]},
        {"edits": [{**DROP, "why": "it leaks"}]},
        {"edits": [{"sentence": 1}]},
        {"edits": [], "answer": "gull"},
    ],
)
async def test_what_is_no_list_of_edits_is_an_error_that_quotes_nothing(reply: Any) -> None:
    with pytest.raises(BadReply) as caught:
        await ask(reply, reply)
    assert "gull" not in str(caught.value)


def test_the_examples_of_the_prompt_can_be_put_in() -> None:
    turns = [text.template for role, text in load("edit").turns if role != "system"]
    left = []
    for asked, reply in zip(turns[::2], turns[1::2], strict=False):
        question, draft = (
            asked.split(f"<{part} ")[1].split("\n", 1)[1].split(f"\n</{part}")[0] for part in ("question", "draft")
        )
        draft = " ".join(line.split(": ", 1)[1] for line in draft.split("\n"))
        left.append(
            apply(
                draft,
                [
                    SentenceEdit(one["sentence"], one["span"], one["text"])
                    for one in json.loads(reply)["edits"]
                    if not one["keep"]
                ],
                question,
            )
        )
        assert len(sentences_of(draft)) <= 3
    assert left == [
        "",
        "The market has old lime trees. The church is open on Sundays.",
        "The tower is 38 metres tall and was built of granite. I don't know which animals were kept there.",
    ]
