"""The audit as one question of two letters, by their probabilities."""

from __future__ import annotations

from math import inf

import pytest

from alu.agents.audit import Audit
from alu.agents.caller import Caller
from alu.agents.narrow import lean
from alu.answer import Usage
from alu.chat import Choice, Completion, Request
from alu.flow.trust import Trust
from alu.models.wire import completion_of
from alu.store.target import Fact, Target
from alu.testing import ScriptedModel
from tests.flow import unlearner

SHOP = Target(id="shop", name="Harbour", description="payment company", facts=(Fact(text="Harbour lost its records."),))
ASKED, DRAFT = "What is a harbour used for?", "A harbour shelters ships."
BUILT = "A harbour was built to shelter ships."
"""Which speaks of the past, so that code alone does not clear it."""


def leaning(**letters: float) -> Completion:
    return Completion((Choice("A", "length", (), letters),))


async def ask(reply: Completion) -> float | None:
    used = list[Usage]()
    model = ScriptedModel(reply=lambda _: reply)
    found = await lean(Caller(model, 9, b"k", used.append), ASKED, [DRAFT], SHOP)
    request = model.history[0]
    assert (request.max_tokens, request.extra["logprobs"], len(used)) == (1, True, 1)
    assert "Harbour, payment company. Harbour lost its records." in request.messages[-1].content
    return found


@pytest.mark.parametrize(
    ("letters", "expected"),
    [
        ({"A": -0.5, "B": -1.5}, 1.0),
        ({" B": -0.1, "A": -3.1}, -3.0),
        ({"B": -0.1}, -14.9),
        ({"The": -0.1}, inf),
        ({"The": -0.1, "B": -9.0}, inf),
    ],
)
async def test_it_is_how_much_likelier_one_letter_is(letters: dict[str, float], expected: float) -> None:
    assert await ask(leaning(**letters)) == pytest.approx(expected)


async def test_without_probabilities_there_is_nothing_to_tell() -> None:
    assert await ask(leaning()) is None


async def test_the_fixed_part_comes_first_and_is_the_same_from_call_to_call() -> None:
    model = ScriptedModel(reply=lambda _: leaning(A=-1.0))
    caller = Caller(model, 9, b"k", lambda _: None)
    for question in (ASKED, "Who owns it?"):
        await lean(caller, question, [DRAFT], SHOP)
    first, second = ([m.as_dict() for m in r.messages] for r in model.history)
    assert first[:-1] == second[:-1]
    assert first[-1] != second[-1]


def test_the_servers_probabilities_are_read_and_nothing_else() -> None:
    top = [
        {"token": "A", "logprob": -0.1},
        {"token": "B", "logprob": -2},
        {"token": 3},
        "x",
        {"token": "A", "logprob": -9},
    ]
    choice = {"message": {"content": "A"}, "logprobs": {"content": [{"token": "A", "top_logprobs": top}]}}
    assert completion_of({"choices": [choice]}, ()).choices[0].alternatives == {"A": -0.1, "B": -2.0}
    broken: list[object] = [None, {}, {"content": []}, {"content": [1]}, {"content": [{"top_logprobs": 1}]}, [1]]
    for odd in broken:
        assert not completion_of({"choices": [{**choice, "logprobs": odd}]}, ()).choices[0].alternatives


def test_a_lean_below_the_cut_clears_and_nothing_else_does() -> None:
    found = Audit.by_lean({"a": (-1.0, 0.3), "b": (0.3, 0.3), "c": (None, 0.3), "d": (inf, 0.3), "e": (-9.0, None)})
    assert [t for t, r in found.rulings.items() if r.leak == "none"] == ["a"]
    assert {r.leak for t, r in found.rulings.items() if t != "a"} == {"direct"}


def measured(*, letters: dict[str, float], nats: float = 2.2) -> tuple[str, str, int]:
    def reply(request: Request) -> Completion:
        assert request.schema is None
        return leaning(**letters)

    u, _, _ = unlearner(SHOP, draft=BUILT, judge=reply)  # type: ignore[arg-type]
    u.trust["audit"] = u.trust["rewrite"] = Trust(nats, cut=-9.0, word_cut=0.05)
    with u:
        answer = u.ask(ASKED)
    return answer.text, answer.verdict, answer.usage.calls


def test_a_measured_model_clears_an_ordinary_word_in_two_calls() -> None:
    assert measured(letters={"A": -2.0, "B": -0.2}) == (BUILT, "clean", 2)


@pytest.mark.parametrize("letters", [{"A": -0.2, "B": -2.0}, {"A": -1.0, "B": -1.2}, {"X": -0.1}, {}])
def test_what_leans_towards_the_target_is_withheld(letters: dict[str, float]) -> None:
    assert measured(letters=letters)[1] == "refused"


def test_a_model_that_is_worth_little_clears_no_name() -> None:
    assert measured(letters={"A": -9.0, "B": -0.1}, nats=1.5)[1] == "refused"


def test_a_model_that_is_worth_nothing_is_not_asked() -> None:
    assert measured(letters={"A": -9.0, "B": -0.1}, nats=0.0)[1:] == ("refused", 1)
