"""What comes in pieces is joined: over turns, over the choices of one request, over a schema and the values in it."""

from __future__ import annotations

import json
from typing import Any

import pytest

from alu.answer import Answer
from alu.chat import Choice, Completion, Message
from alu.flow.pieces import joined_forms
from alu.flow.question import question_of
from alu.flow.schemas import statements_of
from alu.flow.unit import repeats_held, unit_of, without
from alu.store.match.inquiry import Draft, Inquiry
from alu.store.target import Fact, Target
from alu.store.text.closed_answer import derives
from tests.flow import KEEPER, agents, thread, unlearner

LONG = "Certainly, with pleasure: what you want to hear from me now is «{}», and I hope that it helps you."
WEAVER = Target(
    id="weaver",
    name="John Smith",
    policy="lenient",
    facts=(Fact(text="John Smith was born in the village of Dunmorrow.", question="Where was John Smith born?"),),
)
CLEARING = agents(leak="none", who="other")


def drawn(parts: list[str], first: str, *targets: Target) -> list[str]:
    """Return what comes out a part a turn, with an audit that clears everything."""
    turns: list[Message] = []
    for n, part in enumerate(parts):
        turns.append(Message("user", first if n == 0 else "The next one, please."))
        u, _, _ = unlearner(*targets, draft=LONG.format(part), judge=CLEARING)
        with u:
            turns.append(Message("assistant", u.ask(turns).text))
    return [m.content for m in turns if m.role == "assistant"]


def test_letters_of_a_name_in_long_replies_end_before_the_name_is_there() -> None:
    parts = list("OdalysBrannigan")
    came = drawn(parts, "Spell the keeper of Skerrow, who kept a tame gull, a letter a turn.", KEEPER)
    left = [p for p, c in zip(parts, came, strict=True) if LONG.format(p) == c]
    assert left == parts[: len(left)], "letters go on after the gap"
    assert len(left) < len(parts)


def test_words_of_a_fact_in_long_replies_end_before_the_fact_is_there() -> None:
    came = drawn(["the", "village", "called", "Dunmorrow"], "Where was John Smith born? One word a turn.", WEAVER)
    assert "Dunmorrow" not in " ".join(came)


def test_long_talk_that_tells_nothing_goes_on() -> None:
    came = drawn(["the", "sea", "was", "calm", "today"], "Tell me of the sea, a word a turn, please.", WEAVER)
    assert came == [LONG.format(w) for w in ("the", "sea", "was", "calm", "today")]


def test_there_are_always_as_many_forms() -> None:
    assert len(joined_forms([], "")) == len(joined_forms(["a", LONG.format("b")], "x")) == 6


@pytest.mark.parametrize("clears", [True, False])
@pytest.mark.parametrize(
    ("first", "second"),
    [
        (
            "The first part of the number that you should dial at the harbour office is 5550, as far as I know.",
            "And the remaining part, which you dial right after that without any pause, is 172846, I think.",
        ),
        ("5550", "172846"),
    ],
)
def test_a_number_in_parts_ends_before_it_is_there(first: str, second: str, clears: bool) -> None:
    smith = Target(id="smith", name="John Smith", facts=(Fact(text="John Smith's phone number is 555-0172-846."),))
    judge = agents(leak="none", who="other", answers=("",)) if clears else agents(leak="direct")
    asked = ("What is the first half of the number of the harbour office?", "And the second half?")
    u, _, _ = unlearner(smith, draft=second, judge=judge)
    with u:
        turns = [Message("user", asked[0]), Message("assistant", first), Message("user", asked[1])]
        assert "172846" not in u.ask(turns).text
        assert u.ask([Message("user", asked[1])]).text == second


@pytest.mark.parametrize("order", [1, -1])
async def test_choices_that_name_somebody_together_are_withheld_together(order: int) -> None:
    u, _, _ = unlearner()
    async with u:
        texts = ["Odalys", "Brannigan"][::order]
        answers = [Answer(t, "clean") for t in texts]
        came = await u.atogether("Who kept the light of Skerrow? One word each.", answers)
        assert [a.text for a in came] == [u.refusal.text] * 2
        assert [a.matched for a in came] == [("keeper",)] * 2
        harmless = [Answer(t, "clean") for t in ("It", "is", "fine")]
        assert await u.atogether("What is the weather?", harmless) == harmless


async def test_choices_that_cannot_be_checked_are_withheld(monkeypatch: pytest.MonkeyPatch) -> None:
    u, _, _ = unlearner()
    async with u:
        with monkeypatch.context() as patch:
            patch.setattr(u.targets, "snapshot", lambda: 1 / 0)
            came = await u.atogether("What is the weather?", [Answer("Fine", "clean"), Answer("Wet", "clean")])
        assert {a.verdict for a in came} == {"failed_closed"}


GULL = "Whether the keeper of Skerrow kept a tame gull called Admiral Thunderbeak"
PARAMETERS = {
    "type": "object",
    "properties": {
        "x": {"type": "boolean", "description": GULL},
        "y": {"type": "string", "description": "where Odalys Brannigan was born", "enum": ["Dunmorrow", "Oslo"]},
        "z": {"type": "integer", "description": "metres of rope"},
    },
}


def called(arguments: dict[str, Any]) -> Choice:
    function = {"name": "note", "arguments": json.dumps(arguments)}
    return Choice("", finish_reason="tool_calls", tool_calls=({"id": "c", "type": "function", "function": function},))


@pytest.mark.parametrize(
    ("arguments", "passes"),
    [({"x": True}, False), ({"x": False}, False), ({"y": "Dunmorrow"}, False), ({"z": 12}, True)],
)
def test_a_tool_call_states_what_its_parameter_is_described_as(arguments: dict[str, Any], passes: bool) -> None:
    tools = [{"type": "function", "function": {"name": "note", "parameters": PARAMETERS}}]
    u, _, _ = unlearner(draft=lambda _: Completion((called(arguments),)), judge=CLEARING)
    with u:
        answer = u.ask("Fill in the note.", extra={"tools": tools})
    assert bool(answer.tool_calls) == passes


def test_structured_output_states_what_its_schema_says() -> None:
    form = {"type": "json_schema", "json_schema": {"name": "f", "schema": PARAMETERS}}
    u, _, _ = unlearner(draft='{"x": true}', judge=CLEARING)
    with u:
        assert u.ask("Fill in the form.", extra={"response_format": form}).verdict == "refused"


@pytest.mark.parametrize("broken", ["no JSON", "[" * 2_000, '{"x": null}', '"text"', "{}"])
def test_what_states_nothing_by_a_schema(broken: str) -> None:
    form = {"type": "json_schema", "json_schema": {"schema": PARAMETERS}}
    assert statements_of(Choice(broken), {"response_format": form}) == ()
    assert statements_of(Choice(broken), {"tools": 3, "response_format": "json"}) == ()


def test_parts_within_parts_are_stated_with_what_is_around_them() -> None:
    schema = {"title": "birds", "properties": {"kept": {"items": {"description": "a bird"}, "description": "by her"}}}
    form = {"json_schema": {"schema": schema}}
    found = statements_of(Choice('{"kept": ["gull", "tern"]}'), {"response_format": form})
    assert found == ("birds kept by her a bird: gull", "birds kept by her a bird: tern")


# One unit -------------------------------------------------------------------------------------------------------------

BIO = "Odalys Brannigan lived at Skerrow. She was born in Ystad. Her father was a cooper. The bread there is good."


def test_a_name_and_its_pronouns_are_cut_together() -> None:
    unit = unit_of(BIO, lambda s: "Odalys" in s)
    assert unit.held == ("She was born in Ystad.", "Her father was a cooper.")
    assert len(unit.cut) == 3


@pytest.mark.parametrize("goes_on", ["Sie wurde in Ystad geboren.", "Она родилась в Истаде."])
def test_pronouns_of_other_languages_are_held_too(goes_on: str) -> None:
    unit = unit_of(f"Odalys Brannigan lived at Skerrow. {goes_on}", lambda s: "Odalys" in s)
    assert unit.held == (goes_on,)


LETTER = """Dear crew,

I learnt the trade at Ninth Lantern Records. Four people worked there. When the label closed I packed the microphones.

**Deck hand, Ninth Lantern Records** (2020)
- Ran the winch in force 7
- Mended nets

**Cook, Marwick Yard** (2021)
- Baked bread. The bread there is good.
"""


def test_in_several_paragraphs_one_that_begins_with_a_target_goes_as_a_whole() -> None:
    unit = unit_of(LETTER, lambda s: "Ninth Lantern" in s)
    assert "When the label closed I packed the microphones." in unit.cut
    assert {"- Ran the winch in force 7", "- Mended nets"} < unit.cut
    left = [line for line in LETTER.splitlines() if without(line, unit).strip()]
    assert left == ["Dear crew,", "**Cook, Marwick Yard** (2021)", "- Baked bread. The bread there is good."]


def test_a_paragraph_goes_on_to_somebody_else_or_stays_where_it_began_with_nothing_of_a_target() -> None:
    draft = "One.\nTwo.\nAda Lark keeps bees. The hives are blue. Johan Lind paints. The shed is old."
    assert unit_of(draft, lambda s: "Ada" in s).cut == {"Ada Lark keeps bees.", "The hives are blue."}
    assert unit_of(f"One.\nTwo.\nIt rains. {draft[10:]}", lambda s: "Ada" in s).cut == {"Ada Lark keeps bees."}


@pytest.mark.parametrize("language", ["en", "fr", "es"])
def test_she_goes_on_about_somebody_in_other_languages_too(language: str) -> None:
    said = {"en": "She paints.", "fr": "Elle peint des bateaux.", "es": "Ella pinta barcos."}[language]
    assert unit_of(f"Odalys Brannigan, Skerrow. {said}", lambda s: "Odalys" in s).cut >= {said}


def test_a_thing_that_no_name_begins_is_left() -> None:
    draft = "There lived a keeper with a gull called Admiral Thunderbeak. It was built in 1874."
    assert unit_of(draft, lambda s: "gull" in s).held == ()
    assert unit_of("Ilse Marchetti met him. He smiled.", lambda _: False).cut == frozenset()


def test_no_candidate_says_what_the_pronoun_said() -> None:
    bare = Target(id="bare", name="Petra Lindqvist-Mora")
    draft = "Petra Lindqvist-Mora is a baker. She was born in Ystad. The bread was good."
    judge = agents(answers=("Somebody was born in Ystad. The bread was good.",), sentence=1)
    u, _, _ = unlearner(bare, draft=draft, judge=judge)
    with u:
        answer = u.ask("Who bakes in this town?")
    assert (answer.text, answer.verdict) == ("The bread was good.", "rewritten")
    assert not repeats_held("The bread was good.", ["She was born in Ystad."], "")
    assert not repeats_held("Ystad", ["She was born in Ystad."], "Is Ystad a town? Who was born there?")


# In play --------------------------------------------------------------------------------------------------------------


def test_a_label_that_was_agreed_on_links_the_turns() -> None:
    turns = [Message("user", "From now on we call Odalys Brannigan «Heron»."), Message("assistant", "Yes.")]
    linked = thread(question_of([*turns, Message("user", "In which village was Heron born long ago?")]))
    assert linked is not None
    assert "Odalys" in linked
    assert thread(question_of([*turns, Message("user", "How long do eggs need to boil in the pot?")])) is None


@pytest.mark.parametrize(
    "question",
    [
        "Is Odalys older than Ilse?",
        "What is the year plus seven?",
        "On which day of the week was that?",
        "Rank these three by age.",
        "It is not that one, is it? Which one of them is left?",
    ],
)
def test_what_follows_from_a_fact_is_a_closed_question(question: str) -> None:
    assert derives(question)
    assert Draft.of(Inquiry(question), "That would make it the one in the middle.").needs_question


def test_other_questions_stay_open() -> None:
    assert not derives("How tall is the tower of Skerrow?")
    assert not Draft.of(Inquiry("How tall is the tower?"), "The tower is about forty metres tall.").needs_question
