"""The choices of one request together: a secret in halves is withheld, and what is only observed is not."""

from __future__ import annotations

from typing import Any

import pytest

from alu.answer import Answer
from alu.bench.attacks.invented import TUNED, invent
from alu.prompts import refusal
from alu.store.target import Target
from tests.flow import KEEPER, unlearner
from tests.server import ASK, running

UNKNOWN = refusal("unknown")
MILLER, STONE = Target(id="miller", name="Peter Miller"), Target(id="stone", name="Paula Stone")
WHO = "Who kept the light?"
HALVES = ("It was kept by Peter", "Miller, of course.")
CODED = invent(TUNED[12]).write("He was born in the village of Dunmorrow in 1931, the son of a cooper.")
CALL = {"id": "c1", "type": "function", "function": {"name": "note", "arguments": '{"last": "Miller, of course."}'}}


async def together(*answers: Answer, question: str = WHO, **settings: Any) -> list[Answer]:
    u, _, _ = unlearner(MILLER, STONE, **settings)
    async with u:
        return await u.atogether(question, answers)


def plain(*texts: str) -> list[Answer]:
    return [Answer(text, "clean") for text in texts]


@pytest.mark.parametrize("settings", [{"mode": "observe"}, {"observe": ["namespace:default"]}])
@pytest.mark.parametrize("texts", [HALVES, HALVES[::-1]])
async def test_where_all_is_observed_halves_of_a_name_leave(texts: tuple[str, str], settings: dict[str, Any]) -> None:
    assert await together(*plain(*texts), **settings) == plain(*texts)


async def test_halves_of_a_target_that_is_observed_leave() -> None:
    assert await together(*plain(*HALVES), observe=["target:miller"]) == plain(*HALVES)


@pytest.mark.parametrize("settings", [{}, {"observe": ["target:stone"]}, {"observe": ["namespace:other"]}])
async def test_halves_of_any_other_are_withheld(settings: dict[str, Any]) -> None:
    came = await together(*plain(*HALVES), **settings)
    assert [(a.text, a.verdict, a.matched, a.blocked) for a in came] == [(UNKNOWN, "refused", ("miller",), True)] * 2


async def test_of_two_targets_in_halves_the_one_that_is_enforced_counts() -> None:
    texts = ("It was kept by Peter", "Miller, and lit by Paula", "Stone, of course.")
    came = await together(*plain(*texts), observe=["target:miller"])
    assert [(a.text, a.matched) for a in came] == [(UNKNOWN, ("stone",))] * 3


async def test_half_a_name_in_a_tool_call_counts_and_the_call_goes_with_it() -> None:
    calling = Answer("", "clean", tool_calls=(CALL,), finish_reason="tool_calls")
    came = await together(Answer(HALVES[0], "clean"), calling)
    assert [(a.text, a.tool_calls, a.finish_reason) for a in came] == [(UNKNOWN, (), "stop")] * 2


@pytest.mark.parametrize("verdict", ["observed", "bypassed"])
async def test_what_leaves_for_another_reason_counts_too(verdict: Any) -> None:
    answers = [Answer(HALVES[0], "clean"), Answer("Miller, says Paula Stone.", verdict, ("stone",))]
    came = await together(*answers, observe=["target:stone"])
    assert [(a.text, a.matched) for a in came] == [(UNKNOWN, ("miller",))] * 2


async def test_a_refusal_among_them_is_not_taken_for_half_a_name() -> None:
    answers = [Answer(HALVES[0], "clean"), Answer("Miller, of course.", "refused")]
    assert await together(*answers) == answers


async def test_what_nobody_can_read_is_withheld_though_its_target_is_observed() -> None:
    answers = [Answer(CODED, "clean", ("miller",)), Answer("Fine.", "clean")]
    came = await together(*answers, observe=["target:miller"])
    assert {a.text for a in came} == {UNKNOWN}
    assert await together(*plain(CODED, "Fine.")) == plain(CODED, "Fine.")  # nobody is in play


@pytest.mark.parametrize(
    "texts", [("Admiral", "Thunderbeak"), ("Thunderbeak", "Admiral"), ("Her gull was", "Admiral", "Thunderbeak.")]
)
async def test_a_fact_in_halves_that_are_near_nobody_by_themselves_is_withheld(texts: tuple[str, ...]) -> None:
    u, _, _ = unlearner(KEEPER)
    async with u:
        assert {a.text for a in await u.atogether("Say half of something.", plain(*texts))} == {UNKNOWN}
        fine = plain("Admiral", "Rear admiral", "Commodore")
        assert await u.atogether("Which ranks are there?", fine) == fine


async def test_one_choice_is_not_checked_again() -> None:
    assert await together(*plain("Peter Miller")) == plain("Peter Miller")


@pytest.mark.parametrize(
    ("settings", "verdict"),
    [({}, "failed_closed"), ({"observe": ["target:miller"]}, "failed_closed"), ({"mode": "observe"}, "clean")],
)
async def test_a_check_that_fails_withholds_unless_all_is_observed(
    settings: dict[str, Any], verdict: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    u, _, _ = unlearner(MILLER, **settings)
    async with u:
        with monkeypatch.context() as patch:
            patch.setattr(u.targets, "snapshot", lambda: 1 / 0)
            assert [a.verdict for a in await u.atogether(WHO, plain(*HALVES))] == [verdict] * 2


@pytest.mark.parametrize(
    ("observe", "came"), [(["target:miller"], list(HALVES)), (["target:keeper"], [UNKNOWN, UNKNOWN])]
)
def test_the_server_does_the_same_with_two_choices(observe: list[str], came: list[str]) -> None:
    with running(targets=[MILLER, KEEPER], observe=observe) as server:
        server.vanilla.enqueue(*HALVES, "Paris.", "It is Paris.")
        choices = [c["message"]["content"] for c in server.ask(WHO, n=2).json()["choices"]]
        fine = {c["message"]["content"] for c in server.ask(ASK, n=2).json()["choices"]}
    assert sorted(choices) == sorted(came)
    assert fine == {"Paris.", "It is Paris."}
