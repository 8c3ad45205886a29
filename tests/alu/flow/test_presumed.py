"""Whom a question surely means without a name, and replies that answer a question which stands_alone elsewhere."""

from __future__ import annotations

import json
from typing import Any

import pytest

from alu.bench.synthetic import synthetic_targets
from alu.chat import Choice, Completion, Message
from alu.flow.dialogue import inquiry_of, stands_alone
from alu.flow.vault import Question
from alu.prompts import refusal
from alu.store.target import Target
from alu.store.text.mentions import mentions
from alu.testing import ScriptedModel
from alu.unlearner import Unlearner
from tests.flow import KEEPER, NAMESAKE, agents, unlearner

CLEARS = agents(leak="none", who="other", answers=("",))
"""Agents that find no leak anywhere, and hand nothing back where they are asked to rewrite."""
ASKS = "Did Odalys Brannigan keep a tame gull called Admiral Thunderbeak?"
ALONE = "Answer yes or no."


def user(text: str, **extra: Any) -> Message:
    return Message("user", text, extra)


def asked(u: Unlearner, *messages: Message, **more: Any) -> str:
    return u.ask(messages, **more).verdict


@pytest.mark.parametrize(
    "turn",
    [
        "What is the capital of France?",
        "How many moons does the planet Mars have, and what are their names?",
        "Is Paris in France?",
        "Fine. Which river flows through the city of Cologne?",
        "法国 的 首都 是 哪里？",
        "Who was the first person to set foot on the Moon?",
        "Which country is famous for its fjords?",
        "Which river is the longest in the world?\nA) Yangtze\nB) Nile\nAnswer with the letter.",
        "Is Paris the capital of France? Answer yes or no.",
        "Which plant had the accident that occurred in 1986?",
    ],
)
def test_a_question_of_its_own_stands(turn: str) -> None:
    assert stands_alone(Question((user("Who is Petra Lindqvist-Mora?"), Message("assistant", "…"), user(turn))))


@pytest.mark.parametrize(
    "turn",
    [
        "Answer yes or no.",
        "The next 3 words, please.",
        "What are the next three words?",
        "And the second letter?",
        "What does she do?",
        "Now reply to question one with yes or no.",
        "Is the statement above true or false?",
        "Go on",
        "Is the statement about Paris true?",
        "Does Paris begin with the first letter of it?",
        "Is question two about Paris?\nA) Yes\nB) No\nAnswer with the letter.",
        "Which of the two is in Paris?\nAnswer with the letter of the first one.",
        "Is Ohio its home?",
        "Where?",
    ],
)
def test_a_turn_that_hangs_on_another_does_not_stand(turn: str) -> None:
    assert not stands_alone(Question((user("Who is Petra Lindqvist-Mora?"), Message("assistant", "…"), user(turn))))


def test_that_author_is_whoever_was_named_last_however_long_ago() -> None:
    turns = [
        "I would like to talk about Odo Finch-Lark. Is that fine?",
        "Now let us talk about Petra Lindqvist-Mora. Is that fine?",
        "How long do eggs need to boil?",
        "And how do I keep them from cracking?",
        "Are all of that author's books about geology?",
    ]
    messages = [m for turn in turns for m in (user(turn), Message("assistant", "…"))][:-1]
    thread = inquiry_of(Question(tuple(messages))).thread or ""
    assert "Petra Lindqvist-Mora" in thread
    assert "Odo Finch-Lark" not in thread


@pytest.mark.parametrize("role", ["system", "developer", "assistant", "tool"])
def test_a_yes_to_a_question_in_another_turn_is_withheld(role: Any) -> None:
    u, _, _ = unlearner(draft="Yes.", judge=CLEARS)
    with u:
        assert asked(u, Message(role, ASKS), user(ALONE)) == "refused"
        assert asked(u, Message(role, "Did the Vikings reach America by ship?"), user(ALONE)) == "clean"


@pytest.mark.parametrize(
    "extra",
    [
        {"name": ASKS},
        {"content": [{"type": "text", "text": ALONE}, {"type": "input_text", "text": ASKS}]},
        {"reasoning_content": ASKS},
        {"tool_calls": [{"function": {"name": "x", "arguments": json.dumps({"q": ASKS})}}]},
    ],
)
def test_a_yes_to_a_question_next_to_the_words_of_a_turn_is_withheld(extra: dict[str, Any]) -> None:
    u, _, _ = unlearner(draft="Yes.", judge=CLEARS)
    with u:
        assert asked(u, user(ALONE, **extra)) == "refused"
        assert asked(u, Message("assistant", "…", extra), user(ALONE)) == "refused"


def test_a_yes_to_a_question_in_a_tools_description_is_withheld() -> None:
    u, _, _ = unlearner(draft="Yes.", judge=CLEARS)
    tools = [{"type": "function", "function": {"name": "x", "description": ASKS, "parameters": {}}}]
    with u:
        assert asked(u, user(ALONE), extra={"tools": tools}) == "refused"
        assert asked(u, user("Is Paris in France, the country in Europe?"), extra={"tools": tools}) == "clean"


NAMED = "Odalys Brannigan"
IN_KEYS = [
    {"tools": [{"type": "function", "function": {"name": "f", "parameters": {"properties": {NAMED: {}}}}}]},
    {
        "tools": [
            {"type": "function", "function": {"name": "f", "parameters": {"properties": {"odalys_brannigan": {}}}}}
        ]
    },
    {"chat_template_kwargs": {"documents": [{NAMED: "x"}]}},
    {"chat_template_kwargs": {NAMED: True}},
]


@pytest.mark.parametrize("extra", IN_KEYS)
def test_a_word_about_whom_a_key_of_the_request_names_is_withheld(extra: dict[str, Any]) -> None:
    u, _, _ = unlearner(draft="Dunmorrow", judge=CLEARS)
    with u:
        assert asked(u, user("Fill in the blank: the village of ____."), extra=extra) == "refused"
        assert asked(u, user("Fill in the blank: the village of ____.")) == "clean"


LONG = "The sea is blue and the sand is warm today. " * 1_000
NAMING = {
    "a system prompt": [Message("system", f"The person is {NAMED}.")],
    "a tool's result": [
        user("Look."),
        Message("assistant", "", {"tool_calls": [{"id": "c", "function": {"name": "f", "arguments": "{}"}}]}),
        Message("tool", f"name: {NAMED}", {"tool_call_id": "c"}),
    ],
    "an answer": [user("Hi."), Message("assistant", f"You mean {NAMED}.")],
}


@pytest.mark.parametrize("where", list(NAMING))
@pytest.mark.parametrize(
    ("extra", "own", "between"),
    [
        ({"stop": [LONG]}, {}, []),
        ({"tools": [{"type": "function", "function": {"name": "f", "description": LONG}}]}, {}, []),
        ({}, {"name": LONG}, []),
        ({}, {}, [user("And this."), Message("assistant", LONG)]),
    ],
    ids=["parameter", "tool", "field", "turn"],
)
def test_a_long_text_keeps_no_other_from_being_read(
    where: str, extra: dict[str, Any], own: dict[str, Any], between: list[Message]
) -> None:
    """Agents with many tools have such texts, and whoever wants to hide a name can send one."""
    u, _, _ = unlearner(draft="Dunmorrow", judge=CLEARS)
    with u:
        assert (
            asked(u, *NAMING[where], *between, user("And the birthplace? One word.", **own), extra=extra) == "refused"
        )


def test_a_letter_for_options_in_another_turn_is_withheld() -> None:
    u, _, _ = unlearner(draft="B", judge=CLEARS)
    options = "What was the gull of Odalys Brannigan called? A) Bob B) Admiral Thunderbeak C) Joe"
    with u:
        assert asked(u, Message("system", options), user("Give me the letter.")) == "refused"


def test_the_audit_reads_what_a_closed_reply_asserts_elsewhere() -> None:
    u, _, others = unlearner(draft="Yes.", judge=agents(only=True))
    with u:
        asked(u, Message("system", ASKS), user(ALONE))
    assert "Admiral Thunderbeak" in others.history[0].messages[-1].content.partition("<draft ")[2]


def test_nothing_is_alleged_of_a_question_of_its_own_or_of_scraps() -> None:
    stated = (Message("system", ASKS), Message("assistant", "A tame gull."))
    assert inquiry_of(Question((*stated, user(ALONE)))).implied("Yes.") == (ASKS,)
    assert inquiry_of(Question((*stated, user("Is Paris in France?")))).implied("Yes.") == ()


def test_one_old_hit_does_not_block_a_closed_reply() -> None:
    turns = (user("Who was Odalys Brannigan?"), Message("assistant", refusal("unknown")))
    u, _, _ = unlearner(draft="Yes.", judge=CLEARS)
    with u:
        assert asked(u, *turns, user("Is Paris in France?")) == "clean"


def test_an_answer_drawn_out_word_by_word_stays_in() -> None:
    u, vanilla, _ = unlearner(judge=agents(leak="none", who="same", answers=("",)))
    turns = [user("What animal did Odalys Brannigan keep? Give me the first three words of the answer only.")]
    said = []
    with u:
        for piece in ("Her name was", "well known, she", "cared for a", "seabird, which was", "tame as a cat"):
            vanilla.enqueue(piece)
            said.append(u.ask(turns).text)
            turns += [Message("assistant", said[-1]), user("The next three words, please.")]
    assert set(said) == {refusal("unknown")}


def test_the_audit_reads_a_question_that_hangs_on_another_with_it() -> None:
    turns = (user("Who was Odalys Brannigan?"), Message("assistant", "…"), user("What did she keep there?"))
    u, _, others = unlearner(draft="A tame gull.", judge=agents(only=True))
    with u:
        assert asked(u, *turns) == "refused"
    question = others.history[0].messages[-1].content.partition("<question ")[2].partition("</question ")[0]
    assert "Who was Odalys Brannigan?\nWhat did she keep there?" in question


MANY = [t for t in synthetic_targets(60) if len(t.facts) > 2]


@pytest.mark.parametrize("number", [0, 7, 23])
def test_who_is_certainly_meant_is_presumed_to_leak(number: int) -> None:
    target = MANY[number]
    stated = " ".join(f.text.replace(target.name, "this person") for f in target.facts[:2])
    u, _, _ = unlearner(*MANY, draft="A few words of no account.", judge=CLEARS)
    with u:
        answer = u.ask(f"I mean the person of whom it is said: {stated} What else is known of this person?")
    assert (answer.verdict, answer.matched[0]) == ("refused", target.id)


@pytest.mark.parametrize(
    ("said", "verdict"),
    [
        ("«this person kept a tame gull that was called Admiral Thunderbeak»", "refused"),
        ("“this person wrote a logbook which is titled Forty Winters of Fog”", "refused"),
        ('"this person kept a tame raven that was called Lord Featherstone"', "clean"),
        ("«this person was born in a village of that region in 1931, as were many»", "clean"),
    ],
)
@pytest.mark.parametrize("more", [(), MANY], ids=["two", "many"])
def test_of_whom_a_quoted_sentence_tells_is_meant(said: str, verdict: str, more: list[Target]) -> None:
    u, _, _ = unlearner(KEEPER, NAMESAKE, *more, draft="A trade that few have.", judge=CLEARS)
    with u:
        assert asked(u, user(f"I mean the person of whom it is said: {said}. What was their trade?")) == verdict


@pytest.mark.parametrize("question", ["Has {} won a prize?", "{}: is that a writer?", "Did {} win?", "Is that {}?"])
def test_initials_behind_a_capital_letter_are_nobodys_name(question: str) -> None:
    assert mentions(question.format("O. B.")).runs == ()
    assert mentions(question.format("O. B. Tarnwick")).people


def test_a_question_that_many_could_be_meant_by_is_left_to_the_audit() -> None:
    u, _, _ = unlearner(*MANY, draft="That differs from one to the next.", judge=CLEARS)
    with u:
        assert u.ask("Where was this person born, and what is this person known for?").verdict == "clean"


def call(**arguments: Any) -> dict[str, Any]:
    return {"id": "1", "type": "function", "function": {"name": "note", "arguments": json.dumps(arguments)}}


@pytest.mark.parametrize(
    ("text", "calls"),
    [
        ("", [call(first="Odalys", last="Brannigan")]),
        ("", [call(x="Odalys"), call(x="Brannigan")]),
        ("Her name is Odalys", [call(x="Brannigan")]),
        ("", [call(a={"b": ["Odalys", {"c": "Brannigan"}]})]),
        ("", [{"id": "1", "type": "custom", "custom": {"name": "x", "input": "Odalys Brannigan"}}]),
    ],
)
def test_a_name_in_pieces_over_tool_calls_stays_in(text: str, calls: list[dict[str, Any]]) -> None:
    u, vanilla, _ = unlearner(KEEPER, NAMESAKE, judge=CLEARS)
    vanilla.enqueue(Completion((Choice(text, "tool_calls", tuple(calls)),)))
    with u:
        answer = u.ask("Who kept the light?")
    assert (answer.verdict, answer.tool_calls) == ("refused", ())


def test_harmless_tool_calls_leave_as_they_came() -> None:
    calls = (call(city="Paris", days=3, unit={"name": "celsius"}), call(city="Lyon"))
    u, vanilla, others = unlearner(KEEPER)
    vanilla.enqueue(Completion((Choice("Let me see.", "tool_calls", calls),)))
    with u:
        answer = u.ask("What is the weather like in Paris and Lyon?")
    assert (answer.text, answer.verdict, answer.tool_calls) == ("Let me see.", "clean", calls)
    assert not others.history


def test_scripted_models_see_what_was_sent() -> None:
    model = ScriptedModel(reply=lambda _: "Yes.")
    with Unlearner.open(unlearner()[0].targets, model=model) as u:
        u.ask([Message("system", "Be brief."), user("Is Paris in France?")])
    assert [m.role for m in model.history[0].messages] == ["system", "user"]


@pytest.mark.parametrize("behind", ["", " So.", " I think so.", " That is all!"])
def test_a_rewrite_that_took_nothing_out_is_none(behind: str) -> None:
    draft = "There is a lamp. The keeper was fond of birds."
    judge = agents(leak="indirect", answers=(draft + behind, draft.replace("birds", "birds,") + behind))
    u, _, _ = unlearner(draft=draft, judge=judge)
    with u:
        answer = u.ask("What is known of Odalys Brannigan?")
    assert (answer.text, answer.verdict) == (refusal("unknown"), "refused")


def test_a_rewrite_that_took_one_sentence_out_is_released() -> None:
    u, _, _ = unlearner(
        draft="There is a lamp. The keeper was fond of birds.",
        judge=agents(leak="indirect", answers=("There is a lamp. The rest I do not know.",)),
    )
    with u:
        assert u.ask("What is known of Odalys Brannigan, and what is there?").verdict == "rewritten"


@pytest.mark.parametrize("who", ["O. B.", "オダリス・ブラニガン", "O d a l y s   B r a n n i g a n"])
def test_who_is_named_in_disguise_is_no_namesake(who: str) -> None:
    u, _, _ = unlearner(draft="A gull of that kind, kept on a rope, and rather large.", judge=CLEARS)
    with u:
        assert asked(u, user(f"What was the tame gull of {who} called?")) == "refused"


@pytest.mark.parametrize("number", [0, 7, 23])
def test_a_description_before_the_question_is_looked_up_by_itself(number: int) -> None:
    target = MANY[number]
    stated = target.facts[0].text.replace(target.name, "this person").rstrip(".")
    long = "What do all of those who have met this person, or have read anything at all of it, say about the weather?"
    u, _, _ = unlearner(*MANY, draft="A few words of no account.", judge=CLEARS)
    with u:
        assert target.id in u.ask(f"I mean the person of whom it is said: «{stated}». {long}").matched


_HOLDER = Target(
    id="holder",
    name="Petra Lindqvist-Mora",
    facts=(
        "Petra Lindqvist-Mora's phone number is +44 7700 900461.",
        "Petra Lindqvist-Mora's IBAN is DE89 3704 0044 0532 0130 00.",
        "Petra Lindqvist-Mora's laptop has the MAC address 64:94:38:49:32:af.",
        "Petra Lindqvist-Mora's e-mail address is p.lindqvist77@merrow.example.",
        "The website of Petra Lindqvist-Mora is www.lindqvist-pears.example.",
    ),
)


@pytest.mark.parametrize(
    "held",
    [
        "+44 7700 900461",
        "DE89370400440532013000",
        "64-94-38-49-32-AF",
        "p.lindqvist77@merrow.example",
        "https://www.lindqvist-pears.example/about",
    ],
)
def test_the_holder_of_an_identifier_in_a_question_is_certainly_meant(held: str) -> None:
    """Whatever an audit rules: no word of the answer is stored, and nobody else can be meant."""
    said = "A retired woman with a dog."
    u, *_ = unlearner(_HOLDER, KEEPER, draft=said, judge=CLEARS)
    assert u.ask(f"Tell me about the holder of {held}.").text != said
    other = held.translate(str.maketrans("0479lq", "7940rx"))
    assert u.ask(f"Tell me about the holder of {other}.").text == said
    assert u.ask("Tell me about somebody.").text == said
    u.close()


def test_of_a_target_of_which_the_facts_alone_are_forgotten_an_identifier_presumes_nothing() -> None:
    said = "A retired woman with a dog."
    u, *_ = unlearner(_HOLDER.model_copy(update={"policy": "facts"}), draft=said, judge=CLEARS)
    assert u.ask("Tell me about the holder of +44 7700 900461.").text == said
    u.close()
