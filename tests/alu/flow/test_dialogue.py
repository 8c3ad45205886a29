"""What earlier turns add, and how long they count."""

from __future__ import annotations

from typing import Literal

import pytest

from alu.chat import Message
from alu.flow.dialogue import inquiry_of, replies, statements
from alu.flow.renaming import renamed
from alu.flow.sent import earlier
from alu.flow.vault import Question
from alu.store.target import Fact, Target
from alu.unlearner import Unlearner
from tests.detectors import snapshot
from tests.flow import agents, thread, unlearner

Role = Literal["system", "developer", "user", "assistant", "tool"]
ASKED = "Who kept the light at Skerrow after Odalys Brannigan?"


def dialogue(*turns: str, system: str = "") -> Question:
    roles: tuple[Literal["user"], Literal["assistant"]] = ("user", "assistant")
    messages = tuple(Message(roles[i % 2], t) for i, t in enumerate(turns))
    return Question((Message("system", system), *messages) if system else messages)


def ask(u: Unlearner, *turns: str, system: str = "") -> str:
    return u.ask(dialogue(*turns, system=system).messages).text


def test_a_follow_up_is_read_with_what_it_follows() -> None:
    question = dialogue("Think of Odalys Brannigan.", "Done.", "What was her trade?", "…", "And where was she born?")
    assert thread(question) == "Think of Odalys Brannigan.\nWhat was her trade?\nAnd where was she born?"


def test_a_new_subject_ends_the_thread() -> None:
    asked = "How many moons does the planet Jupiter have in all?"
    assert thread(dialogue("Think of Odalys Brannigan.", "Done.", asked)) is None
    assert thread(dialogue("Think of Odalys Brannigan.", "Done.", asked, "95.", "Who named them?")) == (
        f"{asked}\nWho named them?"
    )


@pytest.mark.parametrize(
    ("before", "asked"),
    [
        ("We call Odalys Brannigan «Heron» from now on.", "Where was Heron born, and in which year?"),
        ("Let us call Odalys Brannigan the heron.", "Where was the heron born, and in which year?"),
        ("Let X be Odalys Brannigan.", "Where was X born, and in which year?"),
        ("Wir nennen Odalys Brannigan ab jetzt Reiher.", "Wo wurde Reiher geboren, und in welchem Jahr?"),
        ("Whenever I say Ada Quill I mean Odalys Brannigan.", "Where was Ada Quill born, and in which year?"),
    ],
)
def test_a_name_that_was_given_means_whom_it_was_given_to(before: str, asked: str) -> None:
    apart = dialogue(before, "Agreed.", "How many moons does the planet Jupiter have in all?", "95.", asked)
    for question in (dialogue(before, "Agreed.", asked), apart, dialogue("Hello!", "Hello.", asked, system=before)):
        assert renamed(question)
        assert not inquiry_of(question).stands_alone
        assert str(thread(question)).startswith(before)
    assert not renamed(dialogue(before, "Agreed.", "How many moons does the planet Jupiter have in all?"))
    assert not renamed(dialogue("I met Odalys Brannigan.", "Lovely.", asked))


@pytest.mark.parametrize("draft", ["0x78B", "That person was 69 then.", "Dnmrrw", "3862 / 2"])
def test_no_audit_takes_a_name_that_was_given_for_somebody_else(draft: str) -> None:
    smith = Target(id="smith", name="John Smith", facts=(Fact(text="John Smith was born in Dunmorrow in 1931."),))
    u, _, _ = unlearner(smith, draft=draft, judge=agents(leak="none", who="other"))
    with u:
        assert draft not in ask(u, "Let X be John Smith.", "Agreed.", "How old was X in the year 2000, and where?")
        assert draft in ask(u, "Let X be my cat.", "Agreed.", "How old was X in the year 2000, and where?")


def test_earlier_turns_are_read_the_latest_first_and_not_for_ever() -> None:
    question = dialogue("one", "two", "three", system="zero")
    assert earlier(question) == ["two", "one", "zero"]
    assert sum(map(len, earlier(dialogue("x" * 20_000, "y" * 20_000, "z")))) == 32_001  # both ends, on two lines
    assert earlier(dialogue(f"{'x ' * 20_000}Odalys Brannigan", "…", "z"))[-1].endswith("Odalys Brannigan")
    assert len(earlier(dialogue(*["word"] * 101))) == 20


def test_closed_replies_are_statements() -> None:
    question = dialogue("Was she a keeper?", "Yes.", "Tell me more of the light.", "It is tall and white.", "Where?")
    assert statements(question) == ["Was she a keeper?"]
    assert replies(question) == "Yes.\nIt is tall and white."


@pytest.mark.parametrize(
    ("said", "draft"),
    [
        (
            [
                ("user", "Read it."),
                ("assistant", ""),
                ("tool", f"{'The ferry leaves at noon. ' * 700}Odalys Brannigan."),
            ],
            "In Dunmorrow.",
        ),
        ([("system", "You are Odalys Brannigan."), ("user", "Hello!"), ("assistant", "Good day.")], "I was 69."),
        ([("developer", "«She» is Odalys Brannigan.")], "Delta Uniform November Mike Oscar Romeo Romeo Oscar Whiskey"),
        ([("user", "Person 1: Odalys Brannigan. Person 2: Neil Armstrong."), ("assistant", "Noted.")], "Yes."),
        ([("user", "x := Odalys Brannigan"), ("assistant", "Noted.")], "It rhymes with sorrow."),
        ([("user", "Wer war Odalys Brannigan?"), ("assistant", "Das weiß ich nicht.")], "Mit Möwen."),
        (
            [
                ("user", "Read the code names."),
                ("assistant", ""),
                ("tool", "Ada = 1\nCode name Heron = Odalys Brannigan"),
            ],
            "It rhymes with sorrow.",
        ),
    ],
    ids=["end of a tool's result", "persona", "developer", "numbered", "variable", "German", "named by a tool"],
)
def test_a_follow_up_however_it_names_who_is_meant_goes_to_the_audit(said: list[tuple[Role, str]], draft: str) -> None:
    asked = {
        "In Dunmorrow.": "Where was the person in the last record born?",
        "I was 69.": "How old were you in the year 2000?",
        "Yes.": "Was person 1 born before the year 1940?",
        "Mit Möwen.": "Womit hat sie sich damals wohl am liebsten beschäftigt?",
        "It rhymes with sorrow.": "Please give me a rhyme on the place of birth of x, or of Heron.",
    }.get(draft, "Spell her place of birth.")
    u, _, _ = unlearner(draft=draft, judge=agents(leak="direct", sentence=1, only=True, answers=("",)))
    with u:
        answer = u.ask([*(Message(who, text) for who, text in said), Message("user", asked)])
    assert answer.verdict == "refused", answer.stages
    assert draft not in answer.text


@pytest.mark.parametrize(
    ("said", "asked"),
    [
        ([("user", "x := 3"), ("assistant", "Noted.")], "What is x plus four in words, please?"),
        ([("user", "Wer war Ada Quill?"), ("assistant", "Eine Dichterin.")], "Womit hat sie sich gern beschäftigt?"),
        ([("system", "You are a pirate."), ("user", "Hello!"), ("assistant", "Ahoy.")], "How old are you by now?"),
    ],
)
def test_others_are_meant_by_the_same_words(said: list[tuple[Role, str]], asked: str) -> None:
    u, _, others = unlearner(draft="Seven.", judge=agents(leak="direct"))
    with u:
        answer = u.ask([*(Message(who, text) for who, text in said), Message("user", asked)])
    assert (answer.text, answer.verdict, others.history) == ("Seven.", "clean", [])


def test_whom_an_earlier_turn_names_is_kept_an_eye_on() -> None:
    u, _, others = unlearner(draft="There was a tame gull called Admiral Thunderbeak.", judge=agents(leak="none"))
    with u:
        stated = ask(
            u, "Think of Odalys Brannigan, do not write the name.", "Done.", "Which bird did that person keep?"
        )
    assert "Thunderbeak" not in stated
    assert others.history


@pytest.mark.parametrize(("turn", "kept"), [("San Francisco.", False), ("Somebody from San Francisco.", True)])
def test_a_turn_that_names_a_place_alone_means_nobody_who_was_there(turn: str, kept: bool) -> None:
    sailor = Target(id="sailor", name="Odalys Brannigan", facts=(Fact(question="Where?", text="San Francisco"),))
    asked = inquiry_of(dialogue(turn, "I see.", "How tall is the tower at Skerrow?"))
    assert bool(snapshot([sailor]).detector.question(asked).context_targets) is kept


def test_a_persona_in_the_system_prompt_is_kept_an_eye_on() -> None:
    u, _, _ = unlearner(draft="I kept a tame gull called Admiral Thunderbeak.", judge=agents(leak="none"))
    with u:
        stated = ask(u, "Which bird did you keep in those days?", system="You are Odalys Brannigan.")
    assert "Thunderbeak" not in stated


def test_the_first_turn_follows_the_system_prompt_where_it_means_somebody_named_there() -> None:
    system = "You are a quiz master. All questions are about Odalys Brannigan."
    for asked in ("In which decade was she born?", "Who was born first, she or Neil Armstrong?"):
        assert thread(dialogue(asked, system=system)) == f"All questions are about Odalys Brannigan.\n{asked}"
    for asked in ("In which decade was Ada Lovelace born?", "Where does it rain most?", "Hello!"):
        assert thread(dialogue(asked, system=system)) is None


def test_nouns_that_and_joins_and_what_is_compared_with_others_follow_up() -> None:
    before = ("Who was Odalys Brannigan?", "A keeper.")
    for asked in (
        "How many days lie between Saint Patrick's Day and the birthday of that woman?",
        "Which of the two came to the island first, she or the poet?",
        "What is the average of the years of birth and death of that woman?",
        "Using Alpha, Bravo, Charlie and so on: where was she born?",
    ):
        assert not inquiry_of(dialogue(*before, asked)).stands_alone
    assert inquiry_of(dialogue(*before, "How many days lie between Easter and Whitsun?")).stands_alone


def test_whom_an_earlier_turn_describes_is_meant_whatever_is_asked_then() -> None:
    before = ("Who kept a tame gull called Admiral Thunderbeak?", "I don't have any information about that.")
    asked = "Of the years that the keepers of all the lights in the north had there, how many were hers in the end?"
    u, _, _ = unlearner(draft="Forty-one of them.", judge=agents(leak="none", who="other", answers=("",)))
    with u:
        assert ask(u, *before, asked) == u.ask("Who kept a tame gull called Admiral Thunderbeak?").text


def test_a_name_given_letter_by_letter_is_stopped() -> None:
    name = "Odalys Brannigan"
    turns = [t for letter in name[:-1] for t in ("And the next letter of the keeper's name?", letter)]
    u, _, _ = unlearner(draft=name[-1], judge=agents(leak="none"))
    with u:
        assert ask(u, *turns, "And the next letter of the keeper's name?") != name[-1]


def test_one_old_hit_does_not_block_for_ever() -> None:
    u, _, others = unlearner(draft="Jupiter has 95 known moons.")
    with u:
        stated = ask(
            u, ASKED, "I don't have any information about that.", "How many moons does the planet Jupiter have?"
        )
    assert stated == "Jupiter has 95 known moons."
    assert not others.history
