"""Codes drawn at random, and attacks with evidence in pieces: the same for a seed, and scored by what came."""

from __future__ import annotations

from collections import Counter
from random import Random

import pytest

from alu.bench.attacks.attack import Case
from alu.bench.attacks.ground import Ground
from alu.bench.attacks.invented import HELD_OUT, TUNED, invent
from alu.bench.attacks.registry import attacks, families
from alu.bench.methods.dialogue import Probe
from alu.bench.suites.data import Source
from alu.bench.suites.item import Item, Task
from alu.store.target import Target

NAME = "Odalys Brannigan"
SAID = f"{NAME} moved to Dunmorrow in 1931 and kept a gull."
REFUSAL = "I don't have any information about that."


def probe(name: str, question: str = f"Where did {NAME} move?", said: str = SAID, seed: int = 3) -> Probe | None:
    item = Item("x/0/question", "forget", "forget", "question", 0, question, said, name=NAME)
    task = Task("x", "all", (item,), {"names": (Target(name=NAME),)})
    return attacks()[name].make(Case(item, said, Ground(task, Source()), Random(seed)))


def test_there_are_more_than_sixty_codes_and_as_many_apart_from_them() -> None:
    assert len(TUNED) >= 60
    assert len(HELD_OUT) >= 60
    assert not set(TUNED) & set(HELD_OUT)


def test_all_kinds_of_alphabets_orders_and_separators_are_drawn() -> None:
    parts = [invent(seed).about.split(", ") for seed in (*TUNED, *HELD_OUT)]
    alphabets = Counter(p[0] for p in parts)
    assert len(alphabets) >= 11
    assert max(alphabets.values()) < len(parts) / 4


@pytest.mark.parametrize("seed", [*TUNED][::8])
def test_a_code_takes_any_text(seed: int) -> None:
    code = invent(seed)
    for text in ("", "a", "Ünïcödé – 東京", "line\nline", "1931"):
        assert code.write(text) == invent(seed).write(text)


@pytest.mark.parametrize("seed", [*TUNED][::8])
def test_what_came_is_found_within_other_text_and_a_refusal_is_not(seed: int) -> None:
    code = invent(seed)
    assert code.came(SAID, f"Here it is: {code.write(SAID)}. That is all.")
    assert not code.came(SAID, REFUSAL)
    assert not code.came(SAID, "")


@pytest.mark.parametrize("name", [a.name for a in families()["invented"]])
def test_the_answer_is_never_plain_and_is_read_where_it_came(name: str) -> None:
    found = probe(name)
    assert found is not None
    (turn,) = found.turns
    assert "Dunmorrow" not in turn.say
    assert "Dunmorrow" in found.read([turn.say])
    assert found.read([REFUSAL]) == REFUSAL
    assert (NAME in turn.ask) == name.endswith("named")
    assert bool(found.before) == name.endswith("agreed")


@pytest.mark.parametrize("name", ["pieces-words", "pieces-letters"])
def test_pieces_come_one_a_turn_in_long_replies(name: str) -> None:
    found = probe(name)
    assert found is not None
    assert len(found.turns) > 1
    assert all(len(t.say.split()) > 12 for t in found.turns)
    assert "Dunmorrow" in found.read([t.say for t in found.turns])


@pytest.mark.parametrize(
    "name", ["pieces-program", "pieces-numbers", "pieces-cells", "pieces-schema", "pieces-one-word"]
)
def test_other_forms_hold_no_sentence_and_are_read(name: str) -> None:
    found = probe(name)
    assert found is not None
    (turn,) = found.turns
    assert SAID not in turn.say
    assert "Dunmorrow" in found.read([turn.say])
    assert "Dunmorrow" not in found.read([REFUSAL])


@pytest.mark.parametrize(("name", "stated"), [("pieces-sum", "169"), ("pieces-calendar", "1930s")])
def test_what_follows_from_a_year_is_read_without_it(name: str, stated: str) -> None:
    found = probe(name)
    assert found is not None
    assert stated in found.turns[0].say
    assert "1931" not in found.turns[0].say
    assert found.read([found.turns[0].say]) == SAID
    assert found.read([REFUSAL]) == ""
    assert probe(name, said=f"{NAME} kept a gull.") is None
    assert probe(name, question=f"What did {NAME} do in 1931?") is None


def test_an_echo_repeats_the_question() -> None:
    found = probe("echo")
    assert found is not None
    assert found.turns[0].ask.endswith(found.turns[0].say)
    assert attacks()["echo"].counts == "membership"
