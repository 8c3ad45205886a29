"""Names that ordinary texts are full of are refused, weak facts are named, everything else may be stored."""

from __future__ import annotations

import json
from collections.abc import Sequence

import numpy as np
import pytest

from alu.store.match.detector import Detector
from alu.store.match.everyday import alone, everyday, telling, touches
from alu.store.match.examination import MAX_FLAGGED_SHARE, NameRate, examine, examine_names
from alu.store.target import Fact, Target
from alu.store.text.harmless import exam, harmless
from alu.store.text.vectors.embedder import WordLlama, load_embedder
from tests.detectors import snapshot
from tests.linear import MOST_WHOLE, growth

REFUSED = ["Will", "May", "US", "It", "Apple", "The Who"]
WELCOME = ["Odalys Brannigan", "Salt Ledger", "Skerrow", "Zoltan Quillfeather", "Ирина Полозова"]
GULLS = tuple(
    Fact(text=f"Odalys Brannigan kept {n} tame gulls at Skerrow in {1950 + n} and wrote Salt Ledger {n}.")
    for n in range(20)
)


def facts(*texts: str) -> tuple[Fact, ...]:
    return tuple(Fact(text=t) for t in texts)


def detector(*targets: Target) -> Detector:
    return snapshot(targets).detector


@pytest.mark.parametrize("name", REFUSED)
def test_an_ordinary_word_is_refused_with_the_reason_and_what_to_do(name: str) -> None:
    report = examine(Target(name=name))
    assert len(report.refusals) == 1
    assert f"the name «{name}»" in report.refusals[0]
    assert "longer name" in report.refusals[0]
    assert report.names[0].refused


@pytest.mark.parametrize(
    "name", ["Dan Brown", "Kim Ng", "Al Gore", "Mia Li", "Ali Can", "Hans Gut", "Ben Ott", "Will Do"]
)
def test_a_short_name_of_a_person_is_warned_of_and_not_refused(name: str) -> None:
    report = examine(Target(name=name))
    assert report.refusals == ()
    assert f"«{name}» is made of ordinary words" in report.warnings[0]
    assert examine_names([Target(name=name)]) == {}


def test_a_given_name_does_not_let_a_frequent_phrase_in() -> None:
    (rate,) = examine(Target(name="Will you")).names
    assert rate.personal
    assert rate.refused is (rate.share > MAX_FLAGGED_SHARE)
    assert NameRate("Will you", share=0.01, ordinary=True, personal=True).refused


def test_a_share_below_the_limit_is_no_reason() -> None:
    (refusal,) = examine(Target(name="The Who")).refusals
    assert "%" not in refusal
    assert "«The Who» is an ordinary word" in refusal
    (refusal,) = examine(Target(name="It")).refusals
    assert "of harmless dialogues (limit 0.5%) and is an ordinary word" in refusal


@pytest.mark.parametrize("name", WELCOME)
def test_a_name_of_its_own_may_enter(name: str) -> None:
    report = examine(Target(name=name))
    assert report.refusals == ()
    assert report.flagged <= MAX_FLAGGED_SHARE


def test_an_alias_is_refused_by_itself() -> None:
    report = examine(Target(name="Odalys Brannigan", aliases=("Ody Brannigan", "May")))
    assert [r.refused for r in report.names] == [False, False, True]
    (refusal,) = report.refusals
    assert "the alias «May»" in refusal
    assert "leave it out" in refusal


def test_a_frequent_phrase_is_refused_though_its_words_are_no_name() -> None:
    phrase = max(
        ("for example", "make a table", "how do i"), key=lambda p: sum(p in r.text.lower() for r in harmless())
    )
    report = examine(Target(name=phrase))
    assert report.names[0].share > MAX_FLAGGED_SHARE
    assert report.refusals


def test_the_share_of_a_name_is_that_of_the_dialogues_it_stands_in() -> None:
    name = "Phone"
    held = sum(f" {name.lower()} " in f" {r.text} {r.reply} ".lower() for r in harmless())
    share = examine(Target(name=name)).names[0].share
    assert held / len(harmless()) <= share < 0.1
    assert held


def test_a_topic_is_found_by_no_name() -> None:
    report = examine(Target(name="It", kind="topic", description="Information technology"))
    assert report.names == ()
    assert report.refusals == ()


def test_facts_that_say_ordinary_things_are_warned_of() -> None:
    texts = [r.text for r in harmless() if r.language == "en" and r.kind in {"recipe", "travel"}]
    report = examine(Target(name="Zoltan Quillfeather", facts=facts(*texts[:20])))
    assert report.flagged >= 15 / len(harmless())
    assert any("do not name it" in w for w in report.warnings)
    assert report.refusals == ()


def test_a_weak_fact_is_named_with_what_would_help() -> None:
    weak = Fact(text="Odalys Brannigan is old.")
    report = examine(Target(name="Odalys Brannigan", facts=(*GULLS[:2], weak)))
    assert report.weak == (2,)
    (warning,) = report.warnings
    assert warning.startswith("fact 3 ")
    assert "as the answer to a question, or say more in it, or add what the target is also called" in warning
    question = Fact(question="What is Odalys Brannigan?", text="old")
    (advice,) = examine(Target(name="Odalys Brannigan", aliases=("Ody Brannigan",), facts=(question,))).warnings
    assert advice.endswith("say more in it")


def test_facts_of_ordinary_words_alone_are_weak_and_named_together() -> None:
    ordinary = facts("She worked as a baker and moved to a small house near the river.", "Her dog is brown and old.")
    report = examine(Target(name="Odalys Brannigan", aliases=("Ody Brannigan",), facts=(*GULLS[:1], *ordinary)))
    assert report.weak == (1, 2)
    (warning,) = report.warnings
    assert warning.startswith("facts 2, 3 are easily missed in other words")


@pytest.mark.parametrize(
    "text",
    ["Her phone number is 720 555 0143.", "Write to her at ody@skerrow.example", "She lives at 14 Peppercorn Rise."],
)
def test_an_identifier_is_found_in_whatever_words(text: str) -> None:
    assert examine(Target(name="Odalys Brannigan", facts=facts(text))).weak == ()


def test_of_a_script_without_capital_letters_all_of_a_fact_is_kept() -> None:
    fact = "她在斯凯罗养了一只名叫雷喙将军的驯服海鸥。"
    assert examine(Target(name="奥达莉丝", facts=facts(fact))).weak == ()


def test_facts_full_of_rare_words_are_found_in_other_wordings() -> None:
    assert examine(Target(name="Odalys Brannigan", facts=GULLS)).weak == ()


def test_what_is_stored_already_touches_is_not_counted_again() -> None:
    target = Target(name="Phone")
    assert examine(target).flagged > 0
    assert examine(target, stored=detector(Target(name="phone", id="older"))).flagged == 0
    other = detector(Target(name="Odalys Brannigan"))
    assert examine(target, stored=other).flagged == examine(target).flagged


@pytest.mark.parametrize("asked", [False, True])
def test_parts_that_are_passed_over_are_near_to_nothing(asked: bool) -> None:
    corpus, rows = everyday(), exam()[::15]
    answers = tuple(Fact(text=q.options[q.answer], question=q.question) for q in rows)
    target = Target(name="Zoltan Quillfeather", facts=answers if asked else facts(*(r.text for r in harmless()[::40])))
    stored = alone(target, load_embedder())
    near = telling(stored.detector, list(dict.fromkeys(t for _, t in corpus.parts)))
    stated = {n for n, text in corpus.parts if text in near and touches(stored.detector, *corpus.dialogues[n])}
    assert near
    assert corpus.by_content(stored) == stated


def test_nothing_of_a_target_is_kept() -> None:
    asked: list[str] = []

    class Listening(WordLlama):
        name = "listening"

        def embed(self, texts: Sequence[str]) -> np.ndarray:
            asked.extend(texts)
            return super().embed(texts)

    embedder = Listening()
    target = Target(name="Odalys Brannigan", facts=GULLS)
    examine(target, embedder)
    first = list(asked)
    asked.clear()
    examine(target, embedder)
    corpus = {t for _, t in everyday().parts}
    assert corpus & set(first)
    assert not corpus & set(asked)
    assert {f.text for f in GULLS} <= set(asked)


def test_a_report_is_json_and_its_repr_shows_no_name() -> None:
    report = examine(Target(id="t-1", name="Will"))
    shown = json.loads(json.dumps(report.as_dict()))
    assert shown["target"] == "t-1"
    assert shown["refusals"] == list(report.refusals)
    assert 0.01 < shown["flagged"] < 1
    assert "Will" not in repr(report)


def test_names_of_an_import_are_tried_at_once() -> None:
    targets = [Target(id=f"t-{n}", name=name) for n, name in enumerate([*WELCOME, *REFUSED])]
    reports = examine_names(targets)
    assert set(reports) == {f"t-{n}" for n in range(len(WELCOME), len(WELCOME) + len(REFUSED))}
    for target in targets:
        single = examine(target)
        assert reports.get(target.id, single).names == single.names


def test_names_are_tried_in_proportion_to_their_number() -> None:
    everyday()
    targets = [Target(name=f"Quill{n} Feather{n * 7}") for n in range(8_000)]
    assert examine_names(targets) == {}
    assert growth(examine_names, targets[:2_000], targets, tries=1) <= MOST_WHOLE


def test_facts_are_tried_in_proportion_to_their_number() -> None:
    few, many = (Target(name="Odalys Brannigan", facts=GULLS[:number]) for number in (5, 20))
    examine(many)
    assert growth(examine, few, many, tries=1) <= MOST_WHOLE


@pytest.mark.parametrize(
    ("name", "word"),
    [("Harbour", True), ("Granite", True), ("Odalys", False), ("Xyvanthor", False), ("Mark Stone", False)],
)
def test_a_name_that_is_also_a_word_is_warned_of(name: str, word: bool) -> None:
    assert any("is also a word" in warning for warning in examine(Target(name=name)).warnings) is word
