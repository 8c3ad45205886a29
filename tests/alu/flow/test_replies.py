"""What agents reply: each takes its own form and no other, asks once more, then fails without a word of the reply."""

from __future__ import annotations

import json
from collections.abc import Awaitable, Callable
from typing import Any

import pytest

from alu.agents import paper
from alu.agents.audit import audit
from alu.agents.caller import Caller
from alu.agents.compose import merge
from alu.agents.critic import critic
from alu.agents.edit import edit
from alu.agents.enrich import enrich
from alu.agents.rewrite import rewrite
from alu.agents.screen import screen
from alu.answer import Usage
from alu.chat import Choice, Completion, Request, Tokens
from alu.errors import BadReply, MissingKey, ModelBusy, ModelError, ModelRejected, ModelTimeout, ModelUnreachable
from alu.models.structured import REPAIR
from alu.testing import ScriptedModel
from tests.flow import CANARY, KEEPER, NAMESAKE

Call = Callable[[Caller], Awaitable[Any]]
TWO = [KEEPER, NAMESAKE]
RULING = {"who": "same", "leak": "none", "sentence": 0}
SCORE = {"forgotten": 5, "faithful": 4, "helpful": 3}
NAMES = {"description": "A keeper.", "aliases": ["O. B. Brannigan"], "confused_with": []}

CALLS: dict[str, Call] = {
    "audit": lambda c: audit(c, "Who?", ["She.", "They."], TWO),
    "edit": lambda c: edit(c, "Who?", ["She.", "They."], TWO),
    "rewrite": lambda c: rewrite(c, "Who?", "She.", TWO),
    "critic": lambda c: critic(c, "Who?", "She.", ["A.", "B."], TWO),
    "compose": lambda c: merge(c, "Who?", ["A.", "B."], TWO),
    "screen": lambda c: screen(c, "Who?", TWO),
    "enrich": lambda c: enrich(c, KEEPER),
    "paper audit": lambda c: paper.audit(c, "Who?", "She.", ["N"]),
    "paper erase": lambda c: paper.erase(c, "Who?", "She.", ["N"]),
    "paper critic": lambda c: paper.critic(c, "Who?", ["A.", "B."], ["N"]),
    "paper compose": lambda c: paper.compose(c, "Who?", ["A.", "B."], ["N"]),
}
GOOD: dict[str, dict[str, Any]] = {
    "audit": {"T1": RULING, "T2": RULING, "only": False},
    "edit": {"edits": [{"sentence": 1, "about": "", "keep": False, "span": "", "text": ""}]},
    "rewrite": {"answer": "A."},
    "critic": {"C1": SCORE, "C2": SCORE},
    "compose": {"answer": "A."},
    "screen": {"subject": "keepers", "topic": "none"},
    "enrich": NAMES,
    "paper audit": {"subject": "none"},
    "paper erase": {"answers": ["A."] * 5},
    "paper critic": {"C1": 5, "C2": 4},
    "paper compose": {"answer": "A."},
}
AGENTS = list(CALLS)


async def ask(name: str, *replies: Any, used: list[Usage] | None = None) -> tuple[Any, ScriptedModel]:
    """Ask an agent whose model says `replies`; a mapping as JSON. What it comes to, or the error, and the model."""
    model = ScriptedModel(*(json.dumps(r) if isinstance(r, dict | list) else r for r in replies))
    recorder = (lambda _: None) if used is None else used.append
    try:
        return await CALLS[name](Caller(model, 5.0, b"k" * 16, recorder)), model
    except ModelError as error:
        return error, model


def assert_refused(found: Any, model: ScriptedModel) -> None:
    """Check that the agent failed in two calls, the second one a repair, and that neither was quoted."""
    assert type(found) is BadReply
    assert len(model.history) == 2
    assert model.history[1].messages[-1].content.endswith(REPAIR)
    stated = "".join(m.content for m in model.history[1].messages) + f"{found!r}{found.__context__!r}"
    assert CANARY not in stated


def without(key: str, reply: dict[str, Any]) -> dict[str, Any]:
    return {k: v for k, v in reply.items() if k != key}


def escaped(members: str) -> str:
    """Return the members of an object with the first letter of the first key as an escape."""
    return f'"\\u{ord(members[1]):04x}{members[2:]}'


SPOILT: dict[str, Callable[[dict[str, Any]], Any]] = {
    "a key too many": lambda r: {**r, "why": CANARY},
    "the first key missing": lambda r: without(next(iter(r)), r),
    "the last key missing": lambda r: without(next(reversed(r)), r),
    "nothing but a key of another's": lambda _: {"verdict": CANARY},
    "the first value null": lambda r: {**r, next(iter(r)): None},
    "the first value an object": lambda r: {**r, next(iter(r)): {"x": CANARY}},
    "the first value a list in a list": lambda r: {**r, next(iter(r)): [[CANARY]]},
    "keys in capitals": lambda r: {k.swapcase(): v for k, v in r.items()},
    "keys with a space": lambda r: {f"{k} ": v for k, v in r.items()},
    "in a list": lambda r: [r],
    "under a key": lambda r: {"reply": r},
    "as a text": lambda r: json.dumps(json.dumps(r)),
    "with a word before it": lambda r: f"{CANARY} {json.dumps(r)}",
    "with a word behind it": lambda r: f"{json.dumps(r)}\n{CANARY}",
    "twice": lambda r: json.dumps(r) * 2,
    "a key twice": lambda r: f"{json.dumps(r)[:-1]}, {json.dumps(r)[1:]}",
    "a key twice, once escaped": lambda r: f"{json.dumps(r)[:-1]}, {escaped(json.dumps(r)[1:])}",
    "without its end": lambda r: json.dumps(r)[:-1],
    "behind a byte order mark": lambda r: "\ufeff" + json.dumps(r),
    "behind a thought without its end": lambda r: f"<think>{CANARY} {json.dumps(r)}",
    "before a thought": lambda r: f"{json.dumps(r)}<think>{CANARY}</think>",
    "in a call of a tool": lambda r: f'<tool_call>{{"name": "reply", "arguments": {json.dumps(r)}}}</tool_call>',
    "in YAML": lambda r: "\n".join(f"{k}: {v}" for k, v in r.items()),
}


@pytest.mark.parametrize("name", AGENTS)
async def test_a_reply_behind_a_thought_is_that_reply(name: str) -> None:
    rest: list[Any] = [{"facts": []}] if name == "enrich" else []  # it asks twice
    thought, model = await ask(name, f"<think>{CANARY}</think>\n{json.dumps(GOOD[name])}", *rest)
    plain, _ = await ask(name, GOOD[name], *rest)
    assert thought == plain
    assert not isinstance(thought, Exception)
    assert CANARY not in f"{thought} {[m.content for r in model.history for m in r.messages]}"


@pytest.mark.parametrize("spoil", SPOILT.values(), ids=SPOILT)
@pytest.mark.parametrize("name", AGENTS)
async def test_a_reply_in_another_form_is_none(name: str, spoil: Callable[[dict[str, Any]], Any]) -> None:
    reply = spoil(GOOD[name])
    assert_refused(*await ask(name, reply, reply))


@pytest.mark.parametrize(("words", "kept"), [("a keeper", "a keeper"), ("w" * 80, "w" * 80), ("w" * 81, "")])
async def test_words_of_an_audit_that_go_on_count_as_none_and_the_verdict_stays(words: str, kept: str) -> None:
    long = {**RULING, "who": "other", "words": words}
    verdict, model = await ask("audit", {"T1": long, "T2": RULING, "only": False})
    assert len(model.history) == 1
    assert verdict.rulings[KEEPER.id].who == "other"
    assert verdict.rulings[KEEPER.id].words == kept


@pytest.mark.parametrize("name", [n for n in AGENTS if n != "enrich"])
async def test_a_good_reply_costs_one_call_and_after_a_bad_one_two(name: str) -> None:
    once, model = await ask(name, GOOD[name])
    assert len(model.history) == 1
    used: list[Usage] = []
    twice, model = await ask(name, f"{CANARY} one two", GOOD[name], used=used)
    assert twice == once
    assert not isinstance(once, Exception)
    assert [u.calls for u in used] == [1, 1]
    assert used[0].completion_tokens == 3


RULED = [
    {"who": "both"},
    {"who": "SAME"},
    {"who": None},
    {"who": ["same"]},
    {"leak": "clean"},
    {"leak": "None"},
    {"leak": False},
    {"leak": ""},
    {"sentence": -1},
    {"sentence": 3},
    {"sentence": 1.0},
    {"sentence": True},
    {"sentence": "1"},
    {"sentence": None},
    {"sentence": 10**30},
    {"why": CANARY},
]


@pytest.mark.parametrize("target", ["T1", "T2"])
@pytest.mark.parametrize("part", RULED, ids=str)
async def test_a_ruling_is_of_known_words_and_of_a_sentence_that_is_there(target: str, part: dict[str, Any]) -> None:
    reply = {**GOOD["audit"], target: {**RULING, **part}}
    assert_refused(*await ask("audit", reply, reply))


@pytest.mark.parametrize("only", ["false", 0, 1, None, "no", [False]])
async def test_whether_nothing_else_is_asked_is_true_or_false(only: object) -> None:
    reply = {**GOOD["audit"], "only": only}
    assert_refused(*await ask("audit", reply, reply))


@pytest.mark.parametrize("mark", ["forgotten", "faithful", "helpful"])
@pytest.mark.parametrize("value", [0, 6, -5, 4.5, 5.0, "5", "five", True, None, [5], {"mark": 5}, 10**20])
async def test_a_mark_is_a_whole_number_from_1_to_5(mark: str, value: object) -> None:
    reply = {"C1": SCORE, "C2": {**SCORE, mark: value}}
    assert_refused(*await ask("critic", reply, reply))


@pytest.mark.parametrize("value", [0, 6, 4.5, "5", True, None, [5], SCORE])
async def test_a_rating_of_the_paper_is_one_too(value: object) -> None:
    reply = {"C1": 5, "C2": value}
    assert_refused(*await ask("paper critic", reply, reply))


OTHER: list[tuple[str, dict[str, Any]]] = [
    ("audit", {"T1": RULING, "T3": RULING, "only": False}),
    ("audit", {"T1": RULING, "T2": RULING, "T3": RULING, "only": False}),
    ("critic", {"C0": SCORE, "C1": SCORE}),
    ("critic", {"C1": SCORE, "C2": SCORE, "C3": SCORE}),
    ("edit", {"edits": [{"sentence": -1, "about": "", "keep": False, "span": "", "text": ""}]}),
    ("edit", {"edits": [{"sentence": True, "about": "", "keep": False, "span": "", "text": ""}]}),
    ("rewrite", {"answer": ["A."]}),
    ("rewrite", {"answer": 38}),
    ("rewrite", {"answer": "\ud800"}),
    ("compose", {"answer": True}),
    ("screen", {"subject": "keepers", "topic": "T3"}),
    ("screen", {"subject": "keepers", "topic": "t1"}),
    ("screen", {"subject": "keepers", "topic": "None"}),
    ("screen", {"subject": "keepers", "topic": ""}),
    ("screen", {"subject": "keepers", "topic": "T1, T2"}),
    ("screen", {"subject": "keepers", "topic": ["T1"]}),
    ("screen", {"subject": "k" * 61, "topic": "T1"}),
    ("enrich", {**NAMES, "aliases": ["O. Brann"] * 7}),
    ("enrich", {**NAMES, "aliases": ["O" * 101]}),
    ("enrich", {**NAMES, "aliases": "O. Brann"}),
    ("enrich", {**NAMES, "confused_with": ["Bo"] * 5}),
    ("enrich", {**NAMES, "description": "d" * 301}),
    ("paper audit", {"subject": ["none"]}),
    ("paper erase", {"answers": ["A."] * 4}),
    ("paper erase", {"answers": ["A."] * 6}),
    ("paper erase", {"answers": ["A."] * 4 + [None]}),
    ("paper compose", {"answer": None}),
]


@pytest.mark.parametrize(("name", "reply"), OTHER, ids=lambda v: v if isinstance(v, str) else json.dumps(v)[:40])
async def test_what_was_not_asked_for_is_not_taken(name: str, reply: dict[str, Any]) -> None:
    assert_refused(*await ask(name, reply, reply))


@pytest.mark.parametrize("facts", [["f"] * 13, ["f" * 301], "f", [None], [{"text": "f"}], [["f"]]])
async def test_facts_are_a_dozen_short_texts(facts: object) -> None:
    found, model = await ask("enrich", NAMES, *[{"facts": facts}] * 2)
    assert type(found) is BadReply
    assert len(model.history) == 3


@pytest.mark.parametrize("finish", ["length", "content_filter", "tool_calls", "STOP", "", "max_tokens"])
@pytest.mark.parametrize("name", AGENTS)
async def test_a_reply_that_did_not_end_well_is_none(name: str, finish: str) -> None:
    cut = Completion((Choice(json.dumps(GOOD[name]), finish),), Tokens(1, 1))
    assert_refused(*await ask(name, cut, cut))


@pytest.mark.parametrize("name", AGENTS)
async def test_no_reply_at_all_is_none(name: str) -> None:
    nothing = Completion(())
    assert_refused(*await ask(name, nothing, nothing))


FAULTS = [
    MissingKey("k"),
    ModelBusy("b", 1.0),
    ModelRejected("r", 500),
    ModelTimeout("t"),
    ModelUnreachable("u"),
]


@pytest.mark.parametrize("fault", FAULTS, ids=lambda f: type(f).__name__)
@pytest.mark.parametrize("name", AGENTS)
async def test_a_models_failure_is_no_bad_reply_and_is_not_repaired(name: str, fault: Exception) -> None:
    used: list[Usage] = []
    model = ScriptedModel(fault)
    with pytest.raises(type(fault)) as caught:
        await CALLS[name](Caller(model, 5.0, b"k" * 16, used.append))
    assert caught.value is fault
    assert (len(model.history), used) == (1, [])


@pytest.mark.parametrize("name", AGENTS)
async def test_a_repair_that_fails_ends_with_its_own_failure_and_the_first_call_counted(name: str) -> None:
    used: list[Usage] = []
    found, _ = await ask(name, "one two", ModelUnreachable("u"), used=used)
    assert type(found) is ModelUnreachable
    assert [u.completion_tokens for u in used] == [2]


@pytest.mark.parametrize("name", AGENTS)
async def test_an_agent_asks_at_temperature_0_for_one_bounded_reply_of_closed_form(name: str) -> None:
    def check(request: Request) -> str:
        assert (request.temperature, request.n, request.seed, request.extra) == (0.0, 1, None, {})
        assert request.max_tokens is not None
        assert request.max_tokens < 2000
        assert request.schema is not None
        assert request.schema["additionalProperties"] is False
        assert request.schema["required"] == list(request.schema["properties"])
        return json.dumps(GOOD[name] if "facts" not in request.schema["properties"] else {"facts": []})

    model = ScriptedModel(reply=check)
    await CALLS[name](Caller(model, 5.0, b"k" * 16, lambda _: None))
    assert len(model.history) == 1 + (name == "enrich")
