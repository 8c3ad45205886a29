"""A probe put to a method turn by turn, each turn with the real replies before it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import get_args

from alu.answer import Answer, Usage, Verdict
from alu.bench.methods.current import CurrentItem
from alu.bench.methods.dialogue import Attempts, Dialogue, Probe, joined
from alu.bench.methods.method import Method
from alu.bench.suites.item import Item
from alu.chat import Message

__all__ = ["converse"]


async def converse(method: Method, probe: Probe, now: CurrentItem) -> tuple[Answer, str]:
    """Put the turns of `probe`, one after the other, or its attempts.

    Returns:
        All replies as one answer, with the worst of their verdicts, and what they say in plain words where that
        differs from the answer's text.

    Raises:
        alu.errors.AluError: a turn got no answer.
    """
    answers = await (
        _turns(method, probe, now) if probe.attempts is None else _tried(method, probe.item, probe.attempts)
    )
    whole = answers[0] if len(answers) == 1 else _as_one(answers)
    plain = probe.read([a.text for a in answers])
    return whole, plain if plain != whole.text else ""


async def _turns(method: Method, probe: Probe, now: CurrentItem) -> list[Answer]:
    messages, answers = list(probe.before), list[Answer]()
    for turn in probe.turns:
        messages.append(Message("user", turn.ask))
        now.says = turn.say
        answers.append(await method.answer(probe.item, Dialogue(tuple(messages), probe.context, probe.extra)))
        messages.append(Message("assistant", answers[-1].text))
    return answers


async def _tried(method: Method, item: Item, attempts: Attempts) -> list[Answer]:
    tried, answers = list[tuple[str, str]](), list[Answer]()
    while len(answers) < attempts.most and not (answers and attempts.won(answers[-1].text)):
        question = await attempts.ask(tried)
        answers.append(await method.answer(item, Dialogue.of(question)))
        tried.append((question, answers[-1].text))
    return answers


def _as_one(answers: Sequence[Answer]) -> Answer:
    return Answer(
        joined([a.text for a in answers]),
        max((a.verdict for a in answers), key=get_args(Verdict).index),
        matched=tuple(dict.fromkeys(t for a in answers for t in a.matched)),
        stages=tuple(s for a in answers for s in a.stages),
        usage=Usage.total(a.usage for a in answers),
        blocked=any(a.blocked for a in answers),
    )
