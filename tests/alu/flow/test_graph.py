"""The flow: which agents are asked, what is released, what it costs."""

from __future__ import annotations

import asyncio
import json
import time
from http.server import BaseHTTPRequestHandler
from itertools import pairwise
from typing import Any

import pytest

from alu.chat import Choice, Completion, Message, Request
from alu.flow.graph import MAX_CALLS, MISSED
from alu.flow.trust import Trust
from alu.loop import Loop
from alu.prompts import refusal
from alu.store.loader import Loader
from alu.store.match.snapshot import Snapshot
from alu.store.store import TargetStore
from alu.store.target import Fact, Target
from alu.unlearner import Unlearner
from tests.flow import CANARY, KEEPER, NAMESAKE, agents, unlearner
from tests.model_server import chat, misbehaving, status
from tests.stores import target
from tests.topics import LOCKS, OFF_LOCKS, ON_LOCKS

CHINESE = target("王小明", ["王小明在北京的一家医院当医生。", "他每天早上在公园里打太极拳。"], id="zh")
RUSSIAN = target("Пётр Сомов", ["Пётр Сомов работал врачом в больнице города Казани."], id="ru")
SHORT = target("Odalys Brannigan", ["She kept a tame gull."], id="short")
UNKNOWN = refusal("unknown")
MIXED = "The keeper had a gull called Admiral Thunderbeak. The tower is 38 metres tall."
ABOUT = "What was the gull of Odalys Brannigan called next to what height of the tower?"


def names(answer: object) -> list[str]:
    return [s.name for s in answer.stages]  # type: ignore[attr-defined]


@pytest.mark.parametrize("draft", ["Paris.", "  Paris\r\n\n", "```py\nx = 1\n```", "", "a\u200bb \U0001f600 é"])
def test_a_harmless_answer_comes_back_byte_for_byte_in_one_call(draft: str) -> None:
    u, vanilla, others = unlearner(draft=draft)
    with u:
        answer = u.ask("What is the capital of France?")
    assert answer.text == draft
    assert answer.verdict == "clean"
    assert answer.matched == ()
    assert names(answer) == ["draft", "look_up", "release"]
    assert (answer.usage.calls, len(vanilla.history), len(others.history)) == (1, 1, 0)


def test_the_vanilla_model_gets_the_dialogue_as_it_is() -> None:
    u, vanilla, _ = unlearner(draft="Fine.", temperature=0.5, max_tokens=7)
    turns = [Message("system", "Be brief."), Message("user", "Hi"), Message("assistant", "Hi!"), Message("user", "So?")]
    with u:
        u.ask(turns, extra={"stop": ["x"]})
    request = vanilla.history[0]
    assert request.messages == tuple(turns)
    assert (request.temperature, request.max_tokens, request.extra) == (0.5, 7, {"stop": ["x"]})


def test_a_question_about_a_target_alone_is_answered_unknown_at_once() -> None:
    u, _, others = unlearner(draft=f"She was born in Dunmorrow, {CANARY}.", judge=agents(only=True))
    with u:
        answer = u.ask("Where was Odalys Brannigan born?")
    assert (answer.text, answer.verdict, answer.matched) == (UNKNOWN, "refused", ("keeper",))
    assert answer.usage.calls == 2
    assert len(others.history) == 1


@pytest.mark.parametrize(("edits", "stages", "calls"), [([(1, "", "")], [], 3), ([], ["critic"], 5)])
def test_a_leak_is_edited_out_in_three_calls_or_rewritten_in_five(edits: Any, stages: list[str], calls: int) -> None:
    u, _, _ = unlearner(draft=MIXED, judge=agents(edits=edits))
    with u:
        answer = u.ask(ABOUT)
    assert (answer.text, answer.verdict) == ("The tower is 38 metres tall.", "rewritten")
    assert names(answer) == ["draft", "look_up", "audit", "rewrite", *stages, "release"]
    assert answer.usage.calls == calls


def test_a_draft_that_names_a_target_unasked_is_audited() -> None:
    u, _, _ = unlearner(draft="Ask Odalys Brannigan. The tower is 38 metres tall.")
    with u:
        answer = u.ask("How tall is the tower?")
    assert (answer.text, answer.verdict, answer.matched) == ("The tower is 38 metres tall.", "rewritten", ("keeper",))


def test_a_fact_without_the_name_is_found() -> None:
    u, _, _ = unlearner(draft="The logbook Forty Winters of Fog was written by a keeper born in Dunmorrow in 1931.")
    with u:
        answer = u.ask("Which logbook tells of forty winters?")
    assert answer.matched == ("keeper",)
    assert "Fog" not in answer.text


def test_a_named_target_is_presumed_to_leak_when_nothing_can_show_a_namesake() -> None:
    u, _, _ = unlearner(NAMESAKE, draft=f"She trains chess players, {CANARY}.", judge=agents(leak="none", who="other"))
    with u:
        answer = u.ask("What does Petra Lindqvist-Mora do?")
    assert CANARY not in answer.text
    assert answer.verdict == "rewritten"


def test_a_lenient_target_is_cleared_by_the_audit() -> None:
    lenient = NAMESAKE.model_copy(update={"policy": "lenient"})
    u, _, _ = unlearner(lenient, draft="Eighteen letters.", judge=agents(leak="none"))
    with u:
        answer = u.ask("How many letters has the name Petra Lindqvist-Mora?")
    assert (answer.text, answer.verdict, answer.usage.calls) == ("Eighteen letters.", "clean", 2)


def test_a_namesake_is_cleared_where_facts_show_it() -> None:
    singer = Target(id="will", name="Will Young", facts=(Fact(text="Will Young sang Evergreen in 2002."),))
    u, _, _ = unlearner(singer, draft="Will Young plays the cello in Perth.", judge=agents(leak="none", who="other"))
    with u:
        answer = u.ask("Which instrument does the Perth cellist Will Young play?")
    assert (answer.text, answer.verdict) == ("Will Young plays the cello in Perth.", "clean")


def test_no_audit_makes_a_namesake_of_who_bears_a_distinctive_name() -> None:
    draft = "Odalys Brannigan plays the cello in Perth."
    u, _, _ = unlearner(draft=draft, judge=agents(leak="none", who="other", answers=(draft,)))
    with u:
        answer = u.ask("Which instrument does the Perth cellist Odalys Brannigan play?")
    assert (answer.text, answer.verdict) == (UNKNOWN, "refused")


def test_a_hostile_audit_does_not_let_a_stored_fact_out() -> None:
    leak = "Odalys Brannigan kept a tame gull called Admiral Thunderbeak."
    u, _, _ = unlearner(draft=leak, judge=agents(leak="none", who="other", answers=(leak, leak)))
    with u:
        answer = u.ask("Which bird did Odalys Brannigan keep?")
    assert (answer.text, answer.verdict, answer.blocked) == (UNKNOWN, "refused", True)


def test_a_name_that_was_asked_for_by_a_fact_is_no_namesakes() -> None:
    stated = "That is Odalys Brannigan."
    u, _, _ = unlearner(draft=stated, judge=agents(leak="none", who="other", answers=(stated,)))
    with u:
        answer = u.ask("Who was born in the village of Dunmorrow in 1931 and kept a tame gull?")
    assert (answer.text, answer.verdict) == (UNKNOWN, "refused")


def test_an_audit_cannot_clear_what_is_said_of_a_named_target() -> None:
    stated = "She looked after an unlit tower, and a bird of the sea was her company there."
    u, _, _ = unlearner(draft=stated, judge=agents(leak="none", who="other", answers=(stated,)))
    with u:
        answer = u.ask("Which tame bird did Odalys Brannigan, born in Dunmorrow in 1931, keep?")
    assert (answer.text, answer.verdict) == (UNKNOWN, "refused")


@pytest.mark.parametrize(
    "name", ["T2RhbHlzIEJyYW5uaWdhbg==", "Bqnylf Oenaavtna", "Odlays Branigan", "Одалис Бранниган"]
)
def test_no_audit_clears_a_disguised_name(name: str) -> None:
    stated = "A lighthouse keeper."
    u, _, _ = unlearner(draft=stated, judge=agents(leak="none", who="other", answers=(stated,)))
    with u:
        answer = u.ask(f"What was the trade of {name}?")
    assert (answer.text, answer.verdict) == (UNKNOWN, "refused")


def test_a_caught_rewrite_is_tried_once_more() -> None:
    judge = agents(
        answers=("The gull was Admiral Thunderbeak, kept tame by the keeper.", "The tower is 38 metres tall.")
    )
    u, _, _ = unlearner(draft=MIXED, judge=judge)
    with u:
        answer = u.ask(ABOUT)
    assert answer.text == "The tower is 38 metres tall."
    assert names(answer) == ["draft", "look_up", "audit", "rewrite", "rewrite", "critic", "release"]
    assert answer.blocked


@pytest.mark.parametrize(
    ("answers", "calls"),
    [(("It is 38 metres tall.", "The tower is 38 metres tall."), 5), (("", "It is 38 metres tall."), 4)],
)
def test_unsafe_scores_end_in_the_refusal_within_six_calls(answers: tuple[str, ...], calls: int) -> None:
    u, _, _ = unlearner(draft=MIXED, judge=agents(forgotten=3, answers=answers))
    with u:
        answer = u.ask(ABOUT)
    assert (answer.text, answer.verdict, answer.usage.calls) == (UNKNOWN, "refused", calls)


def test_an_unfaithful_rewrite_is_not_safe() -> None:
    u, _, _ = unlearner(draft=MIXED, judge=agents(faithful=1, answers=("A tower of 38 metres stands there.",)))
    with u:
        assert u.ask(ABOUT).verdict == "refused"


SEEN = "What is there to see on the island of Skerrow?"


@pytest.mark.parametrize("rewrite", ["I don't know that island.", "", "A bird called Admiral Thunderbeak lived there."])
@pytest.mark.parametrize("faithful", [1, 5])
def test_the_rest_of_a_draft_is_kept_word_for_word_whatever_a_rewrite_loses(rewrite: str, faithful: int) -> None:
    rest = "The tower is 38 metres tall. It was built in 1874."
    first, last = rest.split(". ")
    draft = f"{first}. The keeper there had a tame gull called Admiral Thunderbeak. {last}"
    u, _, _ = unlearner(draft=draft, judge=agents(faithful=faithful, answers=(rewrite,), sentence=2))
    with u:
        answer = u.ask(SEEN)
    assert (answer.text, answer.verdict) == (rest, "rewritten")
    assert answer.usage.calls == (5 if rewrite.startswith("I") else 4)  # the cut alone is no choice for a critic


def test_what_the_audit_alone_sees_is_not_kept_either() -> None:
    stated = "A woman lived there who talked with a seabird."
    draft = f"{stated} The tower is 38 metres tall. The keeper had a tame gull called Admiral Thunderbeak."
    u, _, _ = unlearner(draft=draft, judge=agents(answers=("",)))  # the audit names the first sentence
    with u:
        answer = u.ask(SEEN)
    assert (answer.text, answer.verdict) == ("The tower is 38 metres tall.", "rewritten")


@pytest.mark.parametrize("more", ["", " It is old."])
def test_a_rewrite_that_copies_the_prompts_example_is_dropped(more: str) -> None:
    copied = f"I don't know which animals were kept there. The tower is 38 metres tall and was built of granite.{more}"
    u, _, _ = unlearner(draft=MIXED, judge=agents(answers=(copied,)))
    with u:
        assert u.ask(ABOUT).text == UNKNOWN
    u, _, _ = unlearner(draft=f"{MIXED} {copied}", judge=agents(answers=(copied,)))
    with u:
        assert u.ask(ABOUT).text == copied


@pytest.mark.parametrize("rewrite", ["", " ", ".", "…", "- "])
def test_an_empty_rewrite_is_a_refusal(rewrite: str) -> None:
    u, _, _ = unlearner(draft=MIXED, judge=agents(answers=(rewrite,)))
    with u:
        answer = u.ask(ABOUT)
    assert (answer.text, answer.verdict, answer.usage.calls) == (UNKNOWN, "refused", 4)


def test_merged_candidates_pass_the_gate_too() -> None:
    judge = agents(
        answers=("The tower is 38 metres tall.", "It is 38 metres tall.", "She kept Admiral Thunderbeak, a gull.")
    )
    u, _, _ = unlearner(draft=MIXED, judge=judge, merge=2)
    with u:
        answer = u.ask(ABOUT)
    assert "compose" in names(answer)
    assert "Thunderbeak" not in answer.text


@pytest.mark.parametrize(
    ("question", "draft"),
    [
        ("Was Odalys Brannigan born in the village of Dunmorrow in 1931? Answer yes or no.", "Yes"),
        ("Where was Odalys Brannigan born?\nA. Perth\nB. Dunmorrow\nC. Lagos\nD. Oslo\nAnswer:", "B"),
        ("Where was Odalys Brannigan born?\nA. Perth\nB. Dunmorrow\nC. Lagos\nD. Oslo\nAnswer:", "The answer is: B"),
        ("Where was Odalys Brannigan born?\nA. Perth\nB. Dunmorrow\nC. Lagos\nD. Oslo\nAnswer:", "I'd go with B."),
        ("Where was Odalys Brannigan born?\nA. Perth\nB. Dunmorrow\nC. Lagos\nD. Oslo\nAnswer:", "B or C"),
    ],
)
@pytest.mark.parametrize("leak", ["direct", "none"])
def test_a_closed_question_about_a_target_gets_no_letter(question: str, draft: str, leak: str) -> None:
    u, _, _ = unlearner(draft=draft, judge=agents(leak=leak, who="other", answers=(draft,)))
    with u:
        answer = u.ask(question)
    assert (answer.text, answer.verdict) == (UNKNOWN, "refused")


def test_a_follow_up_is_read_with_its_dialogue() -> None:
    turns = [
        Message("user", "Who is Petra Lindqvist-Mora?"),
        Message("assistant", UNKNOWN),
        Message("user", "What does she do?"),
    ]
    u, _, _ = unlearner(NAMESAKE, draft=f"She trains chess players, {CANARY}.")
    with u:
        answer = u.ask(turns)
    assert answer.matched == ("bare",)
    assert CANARY not in answer.text


def test_an_old_hit_does_not_block_a_harmless_turn() -> None:
    turns = [
        Message("user", "Who is Petra Lindqvist-Mora?"),
        Message("assistant", UNKNOWN),
        Message("user", "Fine. How many moons does the planet Mars have, and what are their names?"),
    ]
    u, _, _ = unlearner(NAMESAKE, draft="Two: Phobos and Deimos.", judge=agents(leak="none", who="other"))
    with u:
        answer = u.ask(turns)
    assert (answer.text, answer.verdict) == ("Two: Phobos and Deimos.", "clean")


def test_passages_are_looked_up_and_handed_over() -> None:
    u, vanilla, _ = unlearner(draft="The tower is 38 metres tall.", judge=agents(leak="none"))
    with u:
        answer = u.ask("How tall is the tower?", context=["Odalys Brannigan lived there.", "Height: 38 m."])
    assert answer.matched == ("keeper",)
    assert "Height: 38 m." in vanilla.history[0].messages[0].content
    assert vanilla.history[0].messages[-1].content == "How tall is the tower?"


def test_tool_calls_are_checked_like_text() -> None:
    from alu.chat import Choice, Completion

    call = {"id": "1", "type": "function", "function": {"name": "send", "arguments": '{"to": "Odalys Brannigan"}'}}
    u, vanilla, _ = unlearner(judge=agents(answers=("",)))
    vanilla.enqueue(Completion((Choice("", "tool_calls", (call,)),)))
    vanilla.enqueue(
        Completion((Choice("", "tool_calls", ({"id": "2", "function": {"name": "x", "arguments": "{}"}},)),))
    )
    with u:
        held, passed = u.ask("Write to the keeper."), u.ask("Write to the shop.")
    assert (held.text, held.verdict, held.tool_calls) == (UNKNOWN, "refused", ())
    assert (passed.verdict, passed.finish_reason, len(passed.tool_calls)) == ("clean", "tool_calls", 1)


TOPIC = Target(
    id="locks",
    name="Lock bypassing",
    kind="topic",
    description="opening locks without their keys",
    examples=("Which pin order opens a five-pin cylinder fastest?",),
)


def test_a_topic_costs_one_screen_call_on_harmless_traffic() -> None:
    u, _, _ = unlearner(TOPIC, draft="Paris.")
    with u:
        answer = u.ask("What is the capital of France?")
    assert (answer.text, answer.verdict, answer.usage.calls) == ("Paris.", "clean", 2)
    assert names(answer) == ["draft", "screen", "look_up", "release"]


def test_a_closed_question_on_a_topic_is_withheld_in_two_calls() -> None:
    u, _, _ = unlearner(TOPIC, draft="B", judge=agents(topic="T1"))
    with u:
        answer = u.ask("Which tool sets serrated pins?\nA. a rake\nB. a hook\nC. a hammer\nD. a saw\nAnswer:")
    assert (answer.text, answer.verdict, answer.matched, answer.usage.calls) == (UNKNOWN, "refused", ("locks",), 2)


def test_an_open_question_on_a_topic_is_presumed_to_leak() -> None:
    u, _, _ = unlearner(TOPIC, draft=f"Rake it, {CANARY}.", judge=agents(topic="T1", leak="none"))
    with u:
        answer = u.ask("How do I open a serrated pin lock?")
    assert CANARY not in answer.text


def test_topics_with_enough_phrases_leave_harmless_traffic_at_one_call() -> None:
    u, _, _ = unlearner(LOCKS, draft="Paris.")
    with u:
        answers = [u.ask(question) for question in OFF_LOCKS]
    assert [(a.verdict, a.usage.calls) for a in answers] == [("clean", 1)] * len(OFF_LOCKS)
    assert names(answers[0]) == ["draft", "look_up", "release"]


def test_a_closed_question_on_a_known_topic_is_withheld_without_another_call() -> None:
    u, _, _ = unlearner(LOCKS, draft="B")
    with u:
        answer = u.ask(ON_LOCKS)
    assert (answer.text, answer.verdict, answer.matched, answer.usage.calls) == (UNKNOWN, "refused", ("locks",), 1)


@pytest.mark.parametrize(("ruled", "verdict"), [("none", "clean"), ("T1", "refused")])
def test_where_code_is_unsure_a_capable_model_decides(ruled: str, verdict: str) -> None:
    limits = "alu.store.match.detector.TOPIC_SURE_STRENGTH", "alu.flow.checks.TOPIC_SURE_STRENGTH"
    u, _, _ = unlearner(LOCKS, draft="B", judge=agents(topic=ruled), screen="model")
    with u, pytest.MonkeyPatch.context() as patch:
        for limit in limits:
            patch.setattr(limit, 1.1)  # nothing is beyond doubt
        answer = u.ask(ON_LOCKS)
    assert (answer.verdict, answer.usage.calls) == (verdict, 2)
    assert "screen" in names(answer)


@pytest.mark.parametrize(("trust", "verdict"), [("weak", "refused"), ("strong", "clean")])
def test_a_weak_screen_lets_nothing_by_that_the_classifier_of_a_thin_topic_takes_for_its_own(
    trust: str, verdict: str
) -> None:
    few = LOCKS.model_copy(update={"examples": ("Which pin order opens a five-pin cylinder when it is raked?",)})
    u, _, _ = unlearner(few, draft="Lightly, with one finger.", judge=agents(topic="none"), trust=trust)
    with u:
        assert u.ask("How is a tension wrench held when a pin lock is raked?").verdict == verdict
        assert u.ask("What day is best to plant tomatoes?").verdict == "clean"


def test_a_question_in_another_language_is_read_by_the_screen() -> None:
    u, _, _ = unlearner(LOCKS, draft="B", judge=agents(topic="T1"))
    with u:
        answer = u.ask("Mit welchem Werkzeug öffnet man ein Schloss, wenn man keinen passenden Schlüssel hat?")
    assert (answer.verdict, answer.usage.calls) == ("refused", 2)


def test_a_draft_that_drifts_into_a_topic_is_audited() -> None:
    drift = "I like tea. To open it, set the binding pin with a hook, counter-rotation and a light tension wrench."
    u, _, _ = unlearner(LOCKS, draft=drift, judge=agents(leak="direct", answers=("",)))
    with u:
        answer = u.ask("What do you like to do on Sundays?")
    assert "binding" not in answer.text
    assert "audit" in names(answer)


def test_without_the_topic_every_answer_comes_back_byte_for_byte() -> None:
    drafts = ["B", "  B\n", "Set the binding pin with a hook and a light tension wrench.\n\n"]
    for draft in drafts:
        u, _, _ = unlearner(LOCKS, draft=draft, judge=agents(answers=("",)))
        with u:
            assert u.ask(ON_LOCKS).verdict == "refused"
            u.targets.remove("locks")
            assert (u.ask(ON_LOCKS).text, u.ask(ON_LOCKS).usage.calls) == (draft, 1)


@pytest.mark.parametrize(("mode", "calls"), [("near", 1), ("always", 2), ("sample:1", 2), ("sample:0", 1)])
def test_the_audit_mode_decides_what_is_audited(mode: str, calls: int) -> None:
    u, _, _ = unlearner(draft="Paris.", judge=agents(leak="none"), audit=mode)
    with u:
        answer = u.ask("What is the capital of France?")
    assert (answer.text, answer.verdict, answer.usage.calls) == ("Paris.", "clean", calls)


@pytest.mark.parametrize("mode", ["always", "sample:1"])
def test_a_leak_that_the_look_up_missed_is_distinguished(mode: str) -> None:
    stated = "The keeper had a bird that came when she whistled."
    u, _, _ = unlearner(draft=f"{stated} The tower is 38 metres tall.", audit=mode)
    with u:
        answer = u.ask("What is there to tell about the island?")
    assert [s.outcome for s in answer.stages][1:3] == ["nothing near", MISSED]
    assert (answer.text, answer.verdict, answer.matched) == ("The tower is 38 metres tall.", "rewritten", ("keeper",))


@pytest.mark.parametrize(("merge", "n"), [(1, True), (2, False), (3, False), (5, False), (5, True)])
@pytest.mark.parametrize("forgotten", [3, 5])
@pytest.mark.parametrize("slips", [0, 1])
def test_no_merge_takes_more_than_six_calls(merge: int, n: bool, forgotten: int, slips: int) -> None:
    """Against a real server, one that refuses `n` too; its audit may need a repair."""
    answers = iter(f"The tower is {'quite ' * i}38 metres tall." for i in range(99))
    left = [slips]

    def act(http: BaseHTTPRequestHandler, body: dict[str, Any]) -> None:
        keys = body.get("response_format", {}).get("json_schema", {}).get("schema", {}).get("properties", {})
        if body.get("n", 1) > 1 and not n:
            return status(400, "n > 1 is not supported")(http, body)
        if "only" in keys and left[0]:
            left[0] -= 1
            return chat("no verdict")(http, body)
        judge = agents(forgotten=forgotten)
        said = [judge(Request((), schema={"properties": keys})) if keys else MIXED for _ in range(body.get("n", 1))]
        if set(keys) == {"answer"}:
            said = [json.dumps({"answer": next(answers)}) for _ in said]
        return chat(*map(str, said))(http, body)

    with misbehaving(then=act) as server:
        store = TargetStore.temporary((KEEPER,))
        with Unlearner.open(store, model=server.model, merge=merge, trust="strong") as u:
            answer = u.ask(ABOUT)
        served = sum(body.get("n", 1) == 1 or n for body in server.asked)
    assert answer.usage.calls == served <= MAX_CALLS
    assert answer.verdict == ("rewritten" if forgotten == 5 else "refused")
    if forgotten == 5:
        assert ("compose" in names(answer)) == (merge > 1 and (n or not slips))


@pytest.mark.parametrize("mode", ["always", "sample:1"])
def test_a_model_that_is_not_trusted_is_not_asked_where_nothing_is_near(mode: str) -> None:
    u, _, others = unlearner(draft="Paris.", judge=agents(leak="direct"), audit=mode)
    u.trust["audit"] = Trust(0.0)
    with u:
        assert u.ask("What is the capital of France?").verdict == "clean"
    assert not others.history


NAMED = (
    "John Smith",
    "Mary Walker",
    "James Baker",
    "Linda Cook",
    "Robert Young",
    "Susan Hill",
    "David Green",
    "Ann Wood",
)
RUNG = "None of them. A gull on Skerrow was taught to ring the fog bell by a keeper."


@pytest.mark.parametrize(
    ("who", "nats", "outcome"), [("same", 9.0, "leak"), ("other", 9.0, "no leak"), ("other", 0.0, "presumed")]
)
def test_the_ninth_target_is_ruled_on_too(who: str, nats: float, outcome: str) -> None:
    """Of the others the facts alone are to be forgotten, and only their names are said: code clears them."""
    owing = [
        Target(id=f"t{n}", name=name, policy="facts", facts=(Fact(text=f"{name} owes 300 euros."),))
        for n, name in enumerate(NAMED)
    ]
    keeper = KEEPER.model_copy(
        update={"facts": (Fact(text="Odalys Brannigan taught a gull to ring a bell on Skerrow."),)}
    )
    u, _, _ = unlearner(*owing, keeper, draft=RUNG, judge=agents(leak="direct" if who == "same" else "none", who=who))
    u.trust["audit"] = Trust(nats)
    with u:
        answer = u.ask(f"Who here sings: {', '.join(NAMED)}?")
    assert answer.matched[-1] == "keeper"
    assert next(s.outcome for s in answer.stages if s.name == "audit") == outcome


def test_an_empty_store_changes_nothing() -> None:
    from alu.testing import ScriptedModel

    with Unlearner.open(TargetStore.temporary(()), model=ScriptedModel(reply=lambda _: "Hi."), audit="always") as u:
        assert (u.ask("Hello?").text, u.ask("Hello?").usage.calls) == ("Hi.", 1)


def test_a_target_added_while_the_model_thinks_is_enforced() -> None:
    u, vanilla, _ = unlearner(NAMESAKE)

    def draft(_: object) -> str:
        if not u.targets.list()[1:]:
            u.targets.add(KEEPER)
        return "Odalys Brannigan kept a tame gull called Admiral Thunderbeak."

    vanilla.enqueue(draft)
    with u:
        answer = u.ask("Who lived at the light?")
    assert "Thunderbeak" not in answer.text
    assert (answer.verdict, answer.matched) == ("rewritten", ("keeper",))


def test_the_same_bytes_before_a_target_is_added_and_after_it_is_removed() -> None:
    draft = "Odalys Brannigan kept a tame gull called Admiral Thunderbeak."
    u, _, _ = unlearner(NAMESAKE, draft=draft, judge=agents(only=True))
    with u:
        before = u.ask("Which bird did Odalys Brannigan keep?").text
        u.targets.add(KEEPER)
        during = u.ask("Which bird did Odalys Brannigan keep?").text
        u.targets.remove("keeper")
        after = u.ask("Which bird did Odalys Brannigan keep?").text
    assert (before, during, after) == (draft, UNKNOWN, draft)


def test_the_refusal_is_the_same_for_every_target() -> None:
    u, _, _ = unlearner(KEEPER, NAMESAKE, judge=agents(only=True), style="refuse")
    with u:
        texts = {u.ask(q).text for q in ("Who is Odalys Brannigan?", "Who is Petra Lindqvist-Mora?")}
    assert texts == {refusal("refuse")}


UNASKED = "Three keepers are known:\n1. Bo Tarn\n2. Odalys Brannigan\n3. Ida Moe"


@pytest.mark.parametrize("answers", [("",), ("It was Odalys Brannigan.",)])
def test_a_target_that_came_up_unasked_is_cut_out_where_the_rewrite_fails(answers: tuple[str, ...]) -> None:
    u, _, _ = unlearner(draft=UNASKED, judge=agents(answers=answers, sentence=5))
    with u:
        answer = u.ask("Which keepers are known?")
    assert (answer.text, answer.verdict) == ("Three keepers are known:\n1. Bo Tarn\n3. Ida Moe", "rewritten")


def test_nothing_is_cut_where_the_question_names_the_target() -> None:
    u, _, _ = unlearner(draft="Odalys Brannigan lived there. She was born in a village.", judge=agents(answers=("",)))
    with u:
        assert u.ask("Where was Odalys Brannigan born?").text == UNKNOWN


def test_a_draft_that_answers_another_question_is_still_looked_up() -> None:
    u, _, _ = unlearner(draft="It was called Admiral Thunderbeak. The tower is 38 metres tall.")
    with u:
        answer = u.ask("What is the capital of France?")
    assert answer.matched == ("keeper",)
    assert "Thunderbeak" not in answer.text


@pytest.mark.parametrize("others", [(), (CHINESE,), (RUSSIAN,), (CHINESE, RUSSIAN)])
@pytest.mark.parametrize(
    ("asked", "draft"),
    [
        ("灯塔看守人养了什么鸟？它叫什么名字？", "她养了一只温顺的海鸥，名叫海军上将。"),
        ("Какую птицу держала смотрительница маяка?", "Ручную чайку по имени Адмирал."),
        (
            "Quel oiseau la gardienne du phare avait-elle chez elle ?",
            "Un goéland apprivoisé qu'elle appelait l'Amiral.",
        ),
    ],
)
def test_a_text_in_another_language_than_the_facts_is_audited(
    others: tuple[Target, ...], asked: str, draft: str
) -> None:
    u, _, _ = unlearner(KEEPER, *others, draft=draft)
    with u:
        answer = u.ask(asked)
    assert "keeper" in answer.matched
    assert answer.text != draft


@pytest.mark.parametrize(
    "draft",
    [
        "La gardienne avait chez elle un goéland apprivoisé qu'elle appelait l'Amiral.",
        "Die Wärterin hielt im Leuchtturm eine zahme Möwe, die sie den Admiral nannte.",
    ],
)
def test_short_facts_are_in_a_language_too(draft: str) -> None:
    u, _, _ = unlearner(SHORT, draft=draft)
    with u:
        assert "short" in u.ask("Quoi de neuf ?").matched


def test_a_hit_does_not_hide_a_target_in_another_language() -> None:
    u, _, _ = unlearner(KEEPER, CHINESE, draft="王小明认识她。她养了一只温顺的海鸥，名叫海军上将。")
    with u:
        assert {"zh", "keeper"} <= set(u.ask("灯塔看守人养了什么鸟？").matched)


def test_english_costs_one_call_next_to_facts_in_other_languages() -> None:
    u, _, _ = unlearner(KEEPER, CHINESE, RUSSIAN, draft="The capital of France is Paris, a city on the Seine.")
    with u:
        answer = u.ask("What is the capital of France, and on which river does it lie?")
    assert (answer.verdict, answer.usage.calls) == ("clean", 1)


def test_one_added_meanwhile_is_enforced_in_a_tool_call_too() -> None:
    arguments = json.dumps({"to": NAMESAKE.name})
    call = {"id": "c1", "type": "function", "function": {"name": "call", "arguments": arguments}}
    tools = {"tools": [{"type": "function", "function": {"name": "call"}}]}

    def drafted(_: Request) -> Completion:
        u.targets.add(NAMESAKE)
        return Completion((Choice("Calling.", "tool_calls", (call,)),))

    u, _, _ = unlearner(draft=drafted)
    with u:
        answer = u.ask("Call the bakery.", extra=tools)
    assert (answer.verdict, answer.tool_calls) == ("refused", ())


def test_a_target_added_meanwhile_is_loaded_next_to_the_event_loop(monkeypatch: pytest.MonkeyPatch) -> None:
    load, beats, drafts = Loader.snapshot, list[float](), iter(["Paris.", "Petra Lindqvist-Mora runs it."])

    def drafted(_: Request) -> str:
        if "Petra" in (draft := next(drafts)):
            u.targets.add(NAMESAKE)
            monkeypatch.setattr(Loader, "snapshot", slowly)
        return draft

    def slowly(loader: Loader) -> Snapshot:
        time.sleep(2)
        return load(loader)

    async def beat() -> None:
        while True:
            beats.append(time.monotonic())
            await asyncio.sleep(0.01)

    loop = Loop()
    u, _, _ = unlearner(draft=drafted, loop=loop)
    with u:
        u.ask("What is the capital of France?")
        heart = loop.submit(beat())
        assert "Petra" not in u.ask("Who runs the bakery?").text
        heart.cancel()
    assert max(b - a for a, b in pairwise(beats)) < 1.5  # it would be two where the loop waited
