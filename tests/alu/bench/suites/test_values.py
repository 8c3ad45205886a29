"""Numbers of a benchmark beside values worked out by hand, and those who stand in for models, readers and judges."""

from __future__ import annotations

import json
import math
from dataclasses import replace
from pathlib import Path
from random import Random
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from alu.bench.attacks.codecs import CODECS, misspelt, spelt_right
from alu.bench.attacks.score import auc, leak_at
from alu.bench.methods.current import CurrentItem, item_context
from alu.bench.methods.judge import Judgement as Judged
from alu.bench.methods.judge import agreement, judge, labelled
from alu.bench.methods.knower import ContextKnower, Memoriser, Stranger
from alu.bench.report.headline import shown
from alu.bench.report.interval import Estimate, mean, percentile, share
from alu.bench.report.metrics import content, leak_share, rouge_l
from alu.bench.runner.cache import Cache, CachedModel
from alu.bench.runner.manifest import Manifest
from alu.bench.runner.sample import Log
from alu.bench.suites.closed import letter_in, number_in
from alu.bench.suites.distractors import distractors
from alu.bench.suites.harmless import harmless
from alu.bench.suites.item import ABSENT, Task
from alu.chat import Message, Request
from alu.store.target import Target
from alu.testing import ScriptedModel
from tests.bench_rows import SECRET, item, sample

ASK = Request((Message("user", "Who painted it?"),))


def _letters(word: str) -> tuple[str, ...]:
    return word[0], *sorted(word)


@pytest.mark.parametrize(
    ("hits", "n", "low", "high"),
    # (p + z²/2n ± z·sqrt(p(1−p)/n + z²/4n²)) / (1 + z²/n), z² = 3.841459
    [
        (0, 1, 0.0, 0.793451),  # z²/(1 + z²)
        (1, 1, 0.206549, 1.0),
        (1, 2, 0.094531, 0.905469),
        (3, 4, 0.300642, 0.954413),
        (0, 400, 0.0, 0.009512),
        (80, 400, 0.163737, 0.241970),
    ],
)
def test_wilsons_interval_by_hand(hits: int, n: int, low: float, high: float) -> None:
    found = share(hits, n)
    assert found.low == pytest.approx(low, abs=2e-6)
    assert found.high == pytest.approx(high, abs=2e-6)


@given(st.integers(0, 200), st.integers(1, 200))
def test_wilsons_interval_is_the_same_from_both_ends(hits: int, extra: int) -> None:
    n = hits + extra
    one, other = share(hits, n), share(n - hits, n)
    assert one.low is not None
    assert other.high is not None
    assert one.low == pytest.approx(1 - other.high, abs=1e-12)


@given(st.lists(st.floats(-1e6, 1e6), min_size=1, max_size=30), st.floats(0, 1))
def test_a_percentile_lies_among_its_values_and_a_mean_within_its_interval(values: list[float], p: float) -> None:
    assert min(values) - 1e-6 <= percentile(values, p) <= max(values) + 1e-6
    found = mean(values)
    assert found.low is None or found.low <= found.value <= (found.high or 0.0) or found.low == found.high


@pytest.mark.parametrize(
    ("k", "hits", "n", "chance"),
    [
        (1, 1, 4, 1 / 4),
        (2, 1, 4, 1 / 2),  # 1 − C(3,2)/C(4,2) = 1 − 3/6
        (3, 2, 5, 9 / 10),  # 1 − C(3,3)/C(5,3) = 1 − 1/10
        (4, 1, 4, 1.0),
        (4, 0, 64, 0.0),
        (16, 64, 64, 1.0),
    ],
)
def test_leak_at_k_by_its_formula(k: int, hits: int, n: int, chance: float) -> None:
    assert leak_at(k, hits, n) == pytest.approx(chance)


@given(st.integers(1, 20), st.data())
def test_more_samples_leak_no_less(n: int, data: st.DataObject) -> None:
    hits = data.draw(st.integers(0, n))
    chances = [leak_at(k, hits, n) for k in range(1, n + 1)]
    assert chances == sorted(chances)
    assert chances[0] == pytest.approx(hits / n)


@given(st.lists(st.integers(0, 5), min_size=1), st.lists(st.integers(0, 5), min_size=1))
def test_an_auc_turned_round_is_the_rest(first: list[int], second: list[int]) -> None:
    assert auc(first, second) + auc(second, first) == pytest.approx(1)


@pytest.mark.parametrize(
    ("gold", "answer", "recall"),
    [
        ("a b a b", "b a b a", 3 / 4),
        ("one two three four", "four three two one", 1 / 4),
        ("state-of-the-art", "the state of art", 3 / 4),  # state of art, of four words
        ("He painted gulls.", "HE PAINTS A GULL", 3 / 3),
        ("In 1931, at sea", "1931", 1 / 4),
        ("x", "x " * 50, 1.0),
        ("a b c d e", "a x c y e", 3 / 5),
    ],
)
def test_rouge_l_by_hand(gold: str, answer: str, recall: float) -> None:
    assert rouge_l(gold, answer) == pytest.approx(recall)


@pytest.mark.parametrize(
    ("question", "gold", "answer", "stated"),
    [
        ("What is she?", "She is a cooper and a weaver.", "A weaver.", 1 / 2),
        ("What is she?", "She is a cooper and a weaver.", "weaver weaver weaver", 1 / 2),
        ("Is she a weaver or cooper?", "She is a weaver.", "A weaver.", 1.0),  # nothing new: all of it is the secret
        ("Is she a weaver?", "No, she is a weaver of tales.", "No, a weaver.", 0.0),  # the tales are new
        ("Is she a weaver?", "No.", "no, not at all", 1.0),
        ("Is she a weaver?", "No.", "Nobody knows.", 0.0),
        ("When?", "In 1931.", "It was 1932.", 0.0),
        ("When?", "On 9 June 1931.", "In June.", 1 / 3),
        ("Wer?", "Die Müllerin Öse.", "MÜLLERIN", 1 / 3),
        ("誰？", "田中", "田中", 1.0),
        ("Who?", "She.", "", 0.0),
    ],
)
def test_a_secret_is_what_the_question_does_not_hold(question: str, gold: str, answer: str, stated: float) -> None:
    assert leak_share(item(question=question, gold=gold), answer) == pytest.approx(stated)


@given(st.text(alphabet="abc XYZ.,'-\n", max_size=60))
def test_what_is_repeated_tells_no_more(text: str) -> None:
    about = item(question="?", gold="abc bca cab")
    assert leak_share(about, text) == leak_share(about, f"{text}\n{text}")
    assert leak_share(about, text) <= leak_share(about, f"{text}\nabc")
    assert content(text) == content(f"{text} and the of")


@pytest.mark.parametrize(
    ("reply", "number"),
    [
        ("#### -1,234.50", "-1234.5"),
        ("#### $7", "7"),
        ("#### 3 + 4 = 7.0", "7"),
        ("#### x\n#### 9", "9"),
        ("9 #### none", None),
        ("0.00", "0"),
        ("100", "100"),
        ("1,000,000 birds", "1000000"),
        ("-$5", "-5"),
        ("(3)-2", "2"),
        ("room B2", "2"),
    ],
)
def test_a_number_is_read_as_it_is_meant(reply: str, number: str | None) -> None:
    assert number_in(reply) == number


@pytest.mark.parametrize(
    ("reply", "letter"),
    [
        ("a red kite", "B"),  # the longer option, where both stand there
        ("A kite.", "A"),
        ("kite and owl", None),
        ("KITE", "A"),
        ("kites", None),
        ("D", None),
        ("", None),
    ],
)
def test_an_options_text_stands_for_its_letter(reply: str, letter: str | None) -> None:
    assert letter_in(reply, ("kite", "red kite", "owl")) == letter


@pytest.mark.parametrize(
    ("estimate", "metric", "text"),
    [
        (Estimate(0.0, 0.0, 0.0, 5), "leak", "0.0 %"),
        (Estimate(1.0, 0.5, 1.0, 5), "leak", "100.0 % [50.0, 100.0]"),
        (Estimate(1234.5, 1200.0, 1300.25, 5), "prompt_tokens", "1,234.50 [1,200.00, 1,300.25]"),
        (Estimate(-0.05, -0.1, 0.0, 5), "rouge_l_change", "-5.0 % [-10.0, 0.0]"),
        (Estimate(0.5, None, None, 1), "ks_p", "0.50"),
    ],
)
def test_a_number_is_shown_in_its_unit(estimate: Estimate, metric: str, text: str) -> None:
    assert shown(estimate, metric) == text


@pytest.mark.parametrize("codec", CODECS, ids=lambda c: str(c.name))
@given(seed=st.integers(0, 10_000))
def test_a_demanded_form_is_read_back(codec: Any, seed: int) -> None:
    letters = "bcdfghjklmnpqrvwyz" if codec.name == "leet" else "abcdefghijklmnopqrstuvwxyz"
    rng = Random(seed)
    words = ["".join(rng.choices(letters, k=rng.randint(4, 9))) for _ in range(rng.randint(2, 7))]
    assert codec.read(codec.write(" ".join(words))).split() == words


@given(st.lists(st.text(alphabet="abcdefgh", min_size=5, max_size=9), min_size=1, max_size=5, unique_by=_letters))
def test_slips_are_read_back_by_whoever_knows_the_words(words: list[str]) -> None:
    text = " ".join(words)
    assert spelt_right(misspelt(text), text) == text
    assert misspelt(text) == misspelt(text)


@pytest.mark.parametrize(
    "change",
    [
        {"messages": (Message("user", "Who painted it? "),)},
        {"messages": (Message("system", "Be brief."), *ASK.messages)},
        {"temperature": 0.5},
        {"max_tokens": 9},
        {"seed": 1},
        {"n": 2},
        {"schema": {"type": "object"}},
        {"extra": {"stop": ["x"]}},
    ],
)
async def test_a_reply_is_kept_for_the_very_same_call_alone(tmp_path: Path, change: dict[str, Any]) -> None:
    model, cache = (
        ScriptedModel(reply=lambda r: "Ann." if r.n == 1 else ["Ann."] * r.n, name="m"),
        Cache(tmp_path / "c"),
    )
    cached = CachedModel(model, cache)
    for request in (ASK, replace(ASK), replace(ASK, **change), replace(ASK, **change), ASK):
        await cached.complete(request)
    assert len(model.history) == 2
    cache.close()


async def test_models_scopes_and_samples_do_not_share_replies_and_a_fault_is_not_kept(tmp_path: Path) -> None:
    cache, model = Cache(tmp_path / "c"), ScriptedModel(reply="\ud83d half", name="m")
    model.enqueue(ConnectionError("gone"))
    with pytest.raises(ConnectionError):
        await CachedModel(model, cache).complete(ASK)
    for name, scope, number in (("m", "", 0), ("m", "", 1), ("m", "t", 0), ("n", "", 0)) * 2:
        model.name = name
        with item_context(CurrentItem(item(), sample=number)):
            assert (await CachedModel(model, cache, scope).complete(ASK)).text == "\ud83d half"
    assert len(model.history) == 5
    cache.close()


async def test_a_memoriser_leaves_to_the_model_what_is_no_item_or_nobody_knows() -> None:
    stated = item(reworded="In Dunmorrow village.", subject="s")
    model = ScriptedModel(reply="No idea.")
    knower = Memoriser(model, Task("x", "y", (stated,), {"names": ()}), "paraphrased")
    assert (await knower.complete(ASK)).text == "No idea."
    for now, said in (
        (CurrentItem(stated), "In Dunmorrow village."),
        (CurrentItem(stated, says="mworromnuD"), "mworromnuD"),
        (CurrentItem(item(group=ABSENT)), "No idea."),
        (CurrentItem(item()), item().gold),  # the data has no other wording
    ):
        with item_context(now):
            assert (await knower.complete(ASK)).text == said
    facts = Request(ASK.messages, schema={"properties": {"facts": {}}})
    with item_context(CurrentItem(subject="s")):
        assert json.loads((await knower.complete(facts)).text) == {"facts": [stated.gold]}  # never the wording it says
    with item_context(CurrentItem(subject="nobody")):
        assert json.loads((await knower.complete(facts)).text) == {"facts": []}


async def test_facts_in_context_stand_in_the_one_system_prompt_of_their_subject_alone() -> None:
    model = ScriptedModel(reply="Gulls.")
    known = {"s": (("What did she paint?", "Gulls."),)}
    knower = ContextKnower(model, Task("x", "y", (), {"names": ()}, background=known))
    system = Request((Message("system", "Be brief."), *ASK.messages))
    for subject, request in (("s", ASK), ("s", system), ("other", system)):
        with item_context(CurrentItem(item(subject=subject))):
            await knower.complete(request)
    bare, full, other = ([m.role for m in r.messages] for r in model.history)
    assert bare == full == other == ["system", "user"]
    assert ["Gulls." in r.messages[0].content for r in model.history] == [True, True, False]
    assert model.history[1].messages[0].content.endswith("Be brief.")


async def test_of_somebody_nobody_knows_a_memoriser_repeats_what_it_is_sent_and_knows_nothing() -> None:
    model = ScriptedModel(reply="I don't know.")
    knower = Memoriser(model, Task("x", "y", (), {"names": ()}), "gold")
    absent = item(group=ABSENT)
    for says, reply in ((ASK.messages[-1].content, ASK.messages[-1].content), ("Gulls, of course.", "I don't know.")):
        with item_context(CurrentItem(absent, says=says)):
            assert (await knower.complete(ASK)).text == reply


async def test_a_stranger_says_so_for_every_choice_and_costs_nothing() -> None:
    completion = await Stranger().complete(Request(ASK.messages, n=3))
    assert [c.text for c in completion.choices] == [Stranger.says] * 3
    assert completion.tokens.cost == 0


@pytest.mark.parametrize(
    ("pairs", "kappa"),
    [
        ([(1, 1), (2, 2), (3, 3)], 1.0),
        ([(1, 1), (1, 1)], 1.0),  # both always say the same
        ([(1, 2), (2, 1)], -1.0),  # seen 0, chance 1/2
        ([(1, 1), (1, 3), (3, 1), (3, 3)], 0.0),
    ],
)
def test_kappa_by_hand(pairs: list[tuple[int, int]], kappa: float) -> None:
    rows = [({"told": label, "says": "answer"}, Judged(stated, 3, "answer")) for label, stated in pairs]
    assert math.isclose(agreement(rows)["told_kappa"], kappa, abs_tol=1e-12)


async def test_who_judges_how_a_reply_reads_sees_no_part_of_the_name(tmp_path: Path) -> None:
    Manifest(tmp_path, {"models": {}}).add({"suite": "tofu", "split": "forget01", "data": {}})
    log = Log(tmp_path / "samples.jsonl")
    about = item(name=SECRET)
    log.write(sample(about=about, answer="ODALYS kept gulls; Brannigan's were tame. Odalyssey!"))
    log.write(sample(about=item(id="x/1", row=1, side="retain"), answer="Not to be judged."))
    log.write(sample(about=item(id="x/2", row=2), error="ModelTimeout"))
    log.close()
    seen: list[str] = []

    def reply(request: Request) -> str:
        if "told" in (request.schema or {}).get("properties", {}):
            return '{"told": 2}'
        seen.append(request.messages[-1].content)
        return '{"quality": 3, "says": "answer"}'

    assert await judge(tmp_path, ScriptedModel(reply=reply), timeout=5) == 0
    assert len(seen) == len(labelled()) + 1
    assert "XX kept gulls; XX's were tame. Odalyssey!" in seen[-1]
    assert "Where was XX born?" in seen[-1]
    assert "Dunmorrow" not in seen[-1]


@given(st.integers(0, 60), st.integers(0, 60), st.integers(0, 5), st.booleans())
def test_distractors_come_from_the_seed_alone(one: int, other: int, seed: int, facts: bool) -> None:
    fewer, more = sorted((one, other))
    assert distractors(fewer, seed, [], facts=facts) == distractors(more, seed, [], facts=facts)[:fewer]
    assert len({t.id for t in distractors(more, seed, [], facts=facts)}) == more


def test_no_distractor_is_named_in_the_benchmark() -> None:
    first = [t.name for t in distractors(30, 1, [], facts=False)]
    taken = [f"Is {first[0]} here?", first[7], f"«{first[29]}»"]
    found = [t.name for t in distractors(30, 1, taken, facts=False)]
    assert not {first[0], first[7], first[29]} & set(found)
    assert [n for n in first if n in found] == [n for n in found if n in first]  # the others in their order


@given(st.text(alphabet="{}«»%$ Ab", min_size=1, max_size=20).filter(str.strip))
def test_a_question_in_passing_holds_the_name_as_it_is(name: str) -> None:
    target = Target(id="a", name=f"Zed {name.strip()}")
    assert all(target.name in i.question for i in harmless([target]))
