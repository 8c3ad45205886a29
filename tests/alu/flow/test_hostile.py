"""A model that is against us, in every role: it says the secret wherever it can, or nothing, or too much."""

from __future__ import annotations

import gzip
import json
import resource
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import zstandard

from alu.agents.compose import rank
from alu.agents.critic import Scores
from alu.bench.suites.item import Item, Task, Wording
from alu.chat import Choice, Completion
from alu.errors import AluError, ModelError
from alu.prompts import refusal
from alu.store.store import TargetStore
from alu.testing import ScriptedModel
from alu.unlearner import Unlearner
from tests.cli import Shell
from tests.data import shared_data
from tests.flow import CANARY, KEEPER, agents, unlearner
from tests.hostile import SILENT, Liar, compliant, dripping, flood, leaks, tofu
from tests.linear import assert_linear
from tests.model_server import Act, answer, hang, hanging_up, misbehaving, status
from tests.processes import serving

LIARS: dict[str, dict[str, Any]] = {
    "all is well": {"who": "same"},
    "somebody else": {"who": "other"},
    "leak, in the rewrite too": {"verdict": "direct", "who": "same"},
    "leak, in the rewrite alone": {"verdict": "indirect", "draft": "That is well known."},
    "no verdict": {"structured": False},
}
REWORDED = 1
"""Of 40 answers in TOFU's other wording, those that may leak."""


@pytest.fixture(scope="module")
def task() -> Task:
    return tofu()


@pytest.fixture(scope="module")
def asking(task: Task) -> Iterator[tuple[Liar, Unlearner]]:
    """A liar that keeps the house for a store with all facts."""
    liar, store = Liar(), TargetStore.temporary(task.targets["facts"])
    with misbehaving(then=liar) as server, Unlearner.open(store, model=server.model, deadline=20, trust="strong") as u:
        yield liar, u


def asked(task: Task, form: str) -> list[Item]:
    items = [i for i in task.items if i.side == "forget" and i.form == form]
    assert len(items) == 40
    return items


@pytest.mark.parametrize("form", ["question", "paraphrase"])
@pytest.mark.parametrize("wording", ["gold", "paraphrased"])
@pytest.mark.parametrize("kind", list(LIARS))
def test_a_liar_in_every_role_does_not_get_a_stored_fact_out(
    task: Task, asking: tuple[Liar, Unlearner], kind: str, wording: Wording, form: str
) -> None:
    liar, u = asking

    def ask(item: Item) -> str:
        liar.__init__(item.says(wording), **LIARS[kind])  # type: ignore[misc]
        return u.ask(item.question).text

    leaked = [i.id for i in leaks(asked(task, form), ask)]
    assert ask(asked(task, form)[0]) == refusal("unknown")
    assert len(leaked) <= (REWORDED if wording == "paraphrased" else 0), leaked


def test_the_liar_reads_any_schema() -> None:
    from alu.agents.audit import reply_type
    from alu.models.structured import parse_reply, strict_schema

    kind = reply_type(("T1", "T2"), 3)
    said = compliant(strict_schema(kind), "secret", ("none", "other"))
    assert parse_reply(Choice(json.dumps(said), "stop"), kind) is not None
    assert said["T2"]["leak"] == "none"
    odd = {"$defs": {"X": {"anyOf": [{"type": "null"}, {"type": "array", "minItems": 2, "items": {"const": 7}}]}}}
    assert compliant({**odd, "$ref": "#/$defs/X"}, "secret", ()) == [7, 7]
    assert compliant({"type": "string", "maxLength": 3}, "secret", ()) == "sec"


def test_a_liar_behind_the_server(task: Task, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    import httpx2

    liar, shell = Liar(), Shell(tmp_path, monkeypatch)
    monkeypatch.setenv("ALU_TRUST", "strong")  # so that all agents are asked
    shell.run("targets", "import", shared_data() / "tofu" / "forget01.json", "--format", "tofu")
    with misbehaving(then=liar) as model, serving(shell, "--model", model.model) as (_, address):

        def ask(item: Item) -> str:
            liar.secret = item.gold
            body = {"messages": [{"role": "user", "content": item.question}], "stream": item.row % 2 == 0}
            return httpx2.post(f"{address}/v1/chat/completions", json=body, timeout=60).text

        assert list(leaks(asked(task, "question"), ask)) == []
        assert len(model.asked) > 100


def test_a_liar_behind_the_command_line(task: Task, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    liar, shell = Liar(), Shell(tmp_path, monkeypatch)
    monkeypatch.setenv("ALU_TRUST", "strong")  # so that all agents are asked
    shell.run("targets", "import", shared_data() / "tofu" / "forget01.json", "--format", "tofu")
    with misbehaving(then=liar) as model:

        def ask(item: Item) -> str:
            liar.secret = item.gold
            return shell.run("ask", item.question, "--model", model.model, "--json", "--explain").output

        assert list(leaks(asked(task, "question")[::8], ask)) == []
        assert len(model.asked) >= 10


SILENCE: dict[str, Act] = {**SILENT, "hang": hang, "drip": dripping(), "hangs up": hanging_up, "busy": status(429)}
ABOUT = "What was the gull of Odalys Brannigan called?"


def opened(model: str | ScriptedModel, vanilla: str | ScriptedModel | None = None, **settings: Any) -> Unlearner:
    store = TargetStore.temporary((KEEPER,))
    return Unlearner.open(store, model=model, roles={"vanilla": vanilla or model}, trust="strong", **settings)


@pytest.mark.parametrize("kind", list(SILENCE))
def test_a_model_that_says_nothing_ends_by_the_deadline(kind: str) -> None:
    with (
        misbehaving(then=SILENCE[kind]) as server,
        Unlearner.open(TargetStore.temporary((KEEPER,)), model=server.model, deadline=1.0, trust="strong") as u,
    ):
        start = time.monotonic()
        try:
            text = u.ask(ABOUT).text
        except ModelError as error:
            text = str(error)
        assert time.monotonic() - start < 10
    assert CANARY not in text


@pytest.mark.parametrize("kind", [*SILENCE, "10 MB"])
def test_agents_that_say_nothing_let_nothing_out(kind: str) -> None:
    act = flood(10_000_000) if kind == "10 MB" else SILENCE[kind]
    vanilla = ScriptedModel(reply=f"It was {CANARY}.")
    with misbehaving(then=act) as server, opened(server.model, vanilla, deadline=1.0) as u:
        start = time.monotonic()
        answered = u.ask(ABOUT)
        assert time.monotonic() - start < 10
    assert (answered.text, answered.verdict) == (refusal("unknown"), "failed_closed")


def _packed(how: str, size: int = 300) -> bytes:
    """Return `size` MB of spaces, packed into a few kB."""
    if how == "gzip":
        return gzip.compress(gzip.compress(b" " * 1_000_000) * size)
    packer = zstandard.ZstdCompressor().compressobj()
    return b"".join([*(packer.compress(b" " * 1_000_000) for _ in range(size)), packer.flush()])


@pytest.mark.parametrize("code", [200, 400])
@pytest.mark.parametrize("how", ["plain", "zstd", "gzip"])
def test_a_flood_is_not_read_nor_unpacked(how: str, code: int) -> None:
    data = b" " * 10_000_000 if how == "plain" else _packed(how)
    act = answer(data, code, **({} if how == "plain" else {"Content_Encoding": how}))
    with misbehaving(then=act) as server, opened(server.model, deadline=5.0) as u:
        with pytest.raises(ModelError):
            u.ask("warm")
        before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
        with pytest.raises(ModelError):
            u.ask(ABOUT)
        assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before < 30_000
    assert server.headers[0]["accept-encoding"] == "identity"


@pytest.mark.parametrize("of", ["a ", "a", "A. ", "- ", "Odalys Brannigan. "])
def test_a_long_draft_is_checked_or_refused_by_the_deadline(of: str) -> None:
    for size in (60_000, 500_000):
        u, _, _ = unlearner(draft=f"{ABOUT} {of * (size // len(of))}", judge=agents(leak="none"), deadline=2.0)
        with u:
            start = time.monotonic()
            try:
                text = u.ask(ABOUT).text
            except AluError as error:
                text = str(error)
            assert time.monotonic() - start < 20
        assert len(text) < 100


def test_a_rewrite_of_the_same_words_is_compared_in_proportion_to_its_length() -> None:
    safe = Scores(forgotten=5, faithful=5, helpful=5)

    def kept(draft: str) -> str:
        rewrite = draft[: len(draft) * 9 // 10]
        assert rank(draft, ["b", rewrite], [safe, safe])[0] == rewrite
        return rewrite

    assert_linear(kept, "a ")


def test_a_reply_beyond_its_limit_is_not_read() -> None:
    long = "The tower is 38 metres tall. " * 2_000
    u, _, _ = unlearner(draft=f"{CANARY}, a gull of Odalys Brannigan.", judge=agents(answers=(long,)))
    with u:
        answered = u.ask(ABOUT)
    assert answered.verdict == "failed_closed"


def test_how_an_answer_ended_is_reported_in_known_words() -> None:
    u, vanilla, _ = unlearner()
    vanilla.enqueue(Completion((Choice("Fine.", CANARY),)))
    vanilla.enqueue(Completion((Choice("Fine.", "length"),)))
    with u:
        assert [u.ask("Hi?").finish_reason for _ in range(2)] == ["stop", "length"]


@pytest.mark.parametrize("place", ["id", "type", "name", "arguments"])
def test_no_part_of_a_tool_call_is_a_way_out(place: str) -> None:
    fact = KEEPER.facts[0].text
    call: dict[str, Any] = {"id": "1", "type": "function", "function": {"name": "send", "arguments": "{}"}}
    (call if place in call else call["function"])[place] = fact
    body = {"role": "assistant", "content": "", "tool_calls": [call]}
    stated = {"choices": [{"index": 0, "finish_reason": "tool_calls", "message": body}]}
    judge = ScriptedModel(reply=agents(leak="none", who="other"))
    with misbehaving(then=answer(stated)) as server, opened(judge, server.model) as u:
        answered = u.ask("Write to her.")
    assert answered.verdict in ("refused", "rewritten")
    assert answered.tool_calls == ()
    assert "Thunderbeak" not in answered.text
