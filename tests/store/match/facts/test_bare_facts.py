"""Facts that are an ordinary word or two are warned of: they are all of a short text that means somebody else."""

from __future__ import annotations

import pytest

from alu.store.match.examination import examine
from alu.store.match.facts.bare_facts import bare_facts, bare_rows, is_bare
from alu.store.target import Fact, Target
from tests.detectors import snapshot

BARE = ["Berlin", "NULL", "yes", "teacher", "in Berlin", "is tall", "Town: Berlin", "1974", "Москва", "???"]
TELLING = [
    *("She lives in Vell.", "He plays chess.", "Admiral Thunderbeak", "Skerrowlight", "12 May 1974", "Born: 1974"),
    *("+49 30 12345678", "b.reed@harbour.example", "Phone: +49 30 12345678"),
]


@pytest.mark.parametrize("text", BARE)
def test_a_fact_of_an_ordinary_word_or_two_is_bare(text: str) -> None:
    assert is_bare(Fact(text=text))


@pytest.mark.parametrize("text", TELLING)
def test_a_sentence_an_identifier_and_a_rare_word_are_not(text: str) -> None:
    assert not is_bare(Fact(text=text))


def test_an_answer_that_comes_with_its_question_is_not() -> None:
    assert not is_bare(Fact(text="Berlin", question="Where did the keeper of Skerrow retire to?"))


def test_what_is_warned_of_does_flag_what_means_nobody() -> None:
    detector = snapshot([Target(name="Bo Reed", facts=[Fact(text="Berlin")])]).detector
    assert detector.look_up(["Tell me about Berlin."])
    detector = snapshot([Target(name="Bo Reed", facts=[Fact(text="He has kept a boat in Berlin since May.")])]).detector
    assert not detector.look_up(["Tell me about Berlin."])


def test_each_is_named_once_with_what_to_do() -> None:
    target = Target(name="Bo Reed", facts=["yes", "He keeps a boat called Thunderbeak at Skerrow.", "NULL"])
    warnings = examine(target).warnings
    (warning,) = [w for w in warnings if "ordinary words by themselves" in w]
    assert warning.startswith("facts 1, 3 are ordinary words by themselves: ")
    assert "write a sentence" in warning
    assert not [w for w in warnings if "easily missed" in w]
    (warning,) = examine(Target(name="Bo Reed", facts=["Berlin"])).warnings
    assert warning.startswith("fact 1 is an ordinary word or two by itself: ")
    assert "Berlin" not in warning


def test_only_facts_of_what_is_found_by_facts_count() -> None:
    assert bare_facts(Target(name="Bo Reed", facts=["She lives in Vell.", "Berlin"])) == (1,)
    assert bare_facts(Target(name="Chemistry", kind="topic", facts=["acid"])) == ()


@pytest.mark.parametrize(
    ("bare", "said"),
    [
        (0, ""),
        (1, "line 2: a fact"),
        (3, "lines 2, 3, 4: a fact"),
        (12, "lines 2, 3, 4, 5, 6, 7, 8, 9, 10, 11 and 2 more"),
    ],
)
def test_of_a_file_the_lines_are_named(bare: int, said: str) -> None:
    rows = [(n + 2, Target(name=f"Bo Reed {n}", facts=["Berlin"])) for n in range(bare)]
    found = bare_rows([*rows, (99, Target(name="Ada Quill", facts=["She lives in Vell."]))])
    assert found.startswith(said)
    assert bool(found) == bool(bare)
