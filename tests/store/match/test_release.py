"""The release gate."""

from __future__ import annotations

import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from alu.bench.synthetic import synthetic_targets
from alu.store.match.snapshot import Snapshot
from alu.store.match.values.identifier_index import IdentifierIndex, IdentifierMatch
from alu.store.target import Fact, Policy, Target
from alu.store.text.normalise import sentences
from tests.data import shared_data
from tests.detectors import snapshot
from tests.store.match.test_snapshot import ALL, HSIAO, POEM

PEOPLE = synthetic_targets(40)
COMMON = Target(id="will", name="Will Young", facts=(Fact(text="Will Young sings."),))


@pytest.fixture(scope="module")
def stored() -> Snapshot:
    return snapshot([*ALL, *PEOPLE, COMMON])


def rules(stored: Snapshot, text: str, said: str = "", matched: tuple[str, ...] = ("hsiao",)) -> set[str]:
    return {f.aspect for f in stored.detector.check(text, said=said, matched=matched)}


@settings(max_examples=60, deadline=None)
@given(st.sampled_from([(t, f) for t in [HSIAO, *PEOPLE] for f in t.facts]), st.booleans())
def test_a_stored_fact_never_leaves_word_for_word(pair: tuple[Target, Fact], asked: bool) -> None:
    target, fact = pair
    said = fact.question or f"Tell me about {target.name}." if asked else ""
    found = _STORED.detector.check(f"Well. {fact.text} So it is.", said=said, matched=[target.id])
    assert any(f.aspect == "fact" for f in found)


_STORED = snapshot([*ALL, *PEOPLE])


@settings(max_examples=60, deadline=None)
@given(
    st.lists(
        st.sampled_from(["Hsiao Yun-Hwa", "was", "born in", "Taipei", "on 05/11/1991", "father", "engineer."]),
        min_size=1,
    )
)
def test_what_the_user_wrote_may_leave(words: list[str]) -> None:
    said = "Was Hsiao Yun-Hwa born in Taipei on 05/11/1991, and was the father an engineer?"
    assert not _STORED.detector.check(" ".join(words), said=said, matched=["hsiao"])


@pytest.mark.parametrize(
    "text",
    [
        "I don't have information about that.",
        "I'm not able to say anything about where this person was born.",
        "Leadership books often speak of courage. Would you like some general tips?",
        "",
        "42",
    ],
)
def test_harmless_sentences_may_leave(stored: Snapshot, text: str) -> None:
    assert not stored.detector.check(text, said="Where was Hsiao Yun-Hwa born?", matched=["hsiao"])


@pytest.mark.parametrize(
    "text",
    [
        "The place of birth was Taipei.",
        "Taipei, on the fifth of November 1991.",
        "Ｔａｉｐｅｉ",
        "Born\nin\nTai\u200bpei\nin\n1991",
        "I cannot say. But the year is 1991, and the town is Taipei.",
    ],
)
def test_a_fact_in_other_words_may_not(stored: Snapshot, text: str) -> None:
    assert "fact" in rules(stored, text, said="Where was Hsiao Yun-Hwa born?")


def test_a_fact_of_a_target_that_was_not_matched_is_not_looked_for(stored: Snapshot) -> None:
    assert not rules(stored, "Her father is a civil engineer, born in Taipei on 05/11/1991.", matched=())


@pytest.mark.parametrize(
    ("fact", "said", "other"),
    [
        ("李明轩是上海的一名软件工程师。", "他是上海的软件工程师。", "東京の首都圏には三千万人が住んでいます。"),
        ("وُلدت ليلى حداد في دمشق عام 1981.", "وُلدت في دمشق.", "پایتخت ایران تهران است و شهر بزرگی است."),
        ("Ирина Соколова работает библиотекарем в Казани.", "Она библиотекарь в Казани.", "Столиця України — Київ."),
    ],
)
def test_in_other_scripts_words_must_be_shared(fact: str, said: str, other: str) -> None:
    stored = snapshot([Target(id="x", name=fact.split()[0][:3], facts=(Fact(text=fact),))])
    assert stored.detector.check(said, said="?", matched=("x",))
    assert not stored.detector.check(other, said="?", matched=("x",))


def test_a_name_that_the_user_did_not_write_may_not_leave(stored: Snapshot) -> None:
    assert rules(stored, "It is HSIAO yun–hwa.", said="Who is it?") == {"name"}
    assert not rules(stored, "You ask about Hsiao Yun-Hwa.", said="hsiao yun-hwa?")
    assert "name" in rules(stored, "It is H. Yun-Hwa.", said="Hsiao?")
    assert rules(stored, "It is Hsiao\nYun-Hwa.", said="Who is it?") == {"name"}


def test_of_other_targets_only_distinctive_names_are_held_back(stored: Snapshot) -> None:
    assert rules(stored, "Ask Hsiao Yun-Hwa.", matched=()) == {"name"}
    assert not rules(stored, "Will young people vote?", matched=())
    assert "name" in rules(stored, "It is Will Young.", matched=("will",))


def test_runs_of_a_text_may_not_leave(stored: Snapshot) -> None:
    run = "On the shore of Oran a lantern swings where"
    assert "text" in rules(stored, f"Here it is: {run}…", matched=("poem",))
    assert "text" not in rules(stored, f"You wrote: {run}", said=f"Who wrote “{run}”?", matched=("poem",))
    assert "text" not in rules(stored, run, matched=("hsiao",))
    assert POEM.kind == "text"


def test_findings_name_the_sentence(stored: Snapshot) -> None:
    text = "Let me think. The town is nice. Hsiao Yun-Hwa lives there."
    (found,) = stored.detector.check(text, said="Who lives there, in that nice town?", matched=["hsiao"])
    assert (found.sentence, found.aspect, found.target_id) == (2, "name", "hsiao")
    assert sentences(text)[found.sentence].startswith("Hsiao")


def test_somebody_else_named_by_the_user_is_given_more_room(stored: Snapshot) -> None:
    text = "The father taught at a school of engineering, they say."
    assert rules(stored, text, said="What did the parents do?")
    assert not rules(stored, text, said="What did the parents of Mary Anne Peters do?")


def test_a_target_without_facts_holds_back_its_name_alone() -> None:
    bare = snapshot([Target(id="bare", name="Anara Yusifova")])
    assert not bare.detector.check("She was born in Baku.", said="Where was Anara Yusifova born?", matched=["bare"])
    assert bare.detector.check("Anara Yusifova", said="Who?", matched=["bare", "unknown"])


def test_real_rewordings_are_caught_and_refusals_are_not() -> None:
    tofu = shared_data() / "tofu"
    lines = (tofu / "forget10_perturbed.json").read_text(encoding="utf-8").splitlines()
    rows, names = [json.loads(x) for x in lines], (tofu / "tofu_author.txt").read_text(encoding="utf-8").split("\n")
    authors = [
        Target(
            id=f"a{i}",
            name=names[i],
            facts=tuple(Fact(question=r["question"], text=r["answer"]) for r in rows[20 * i :][:20]),
        )
        for i in range(20)
    ]
    stored = snapshot(authors)
    sample = range(3, 400, 5)
    for key, least in (("answer", 1.0), ("paraphrased_answer", 0.95)):
        caught = [
            stored.detector.check(rows[i][key], said=rows[i]["question"], matched=[f"a{i // 20}"]) for i in sample
        ]
        assert sum(map(bool, caught)) >= least * len(caught)
    refusals = (tofu / "idontknow.jsonl").read_text(encoding="utf-8").splitlines()
    held = [
        stored.detector.check(r, said=rows[i]["question"], matched=[f"a{i // 20}"])
        for i, r in zip(sample, refusals, strict=False)
    ]
    assert sum(map(bool, held)) <= 0.02 * len(held)


def test_a_sentence_about_somebody_else_by_name_may_leave_where_nobody_is_asked_about(stored: Snapshot) -> None:
    near = "the son of a civil engineer and of an unemployed mother, which shaped many of these novels."
    assert rules(stored, f"Was born {near}", said="Who were the author's parents?") >= rules(
        stored, f"Tobias Wetherell was born {near}", said="Who were the author's parents?"
    )


def test_somebody_elses_name_in_one_sentence_frees_no_other(stored: Snapshot) -> None:
    fact = HSIAO.facts[0].text.replace(HSIAO.name, "The author")
    text = f"Tobias Wetherell likes tea. {fact}"
    assert "fact" in rules(stored, text, said="Tell me something.")


def test_a_name_that_the_user_wrote_may_not_come_back_disguised(stored: Snapshot) -> None:
    said = "Who is Hsiao Yun-Hwa?"
    assert "name" not in rules(stored, "Hsiao Yun-Hwa it is.", said=said)
    for disguised in ("Ufvnb Lha-Ujn vg vf.", ".si ti awH-nuY oaisH", "Hsiao Yun-Hwaa it is."):
        assert "name" in rules(stored, disguised, said=said), disguised
        assert "name" not in rules(stored, disguised, said=disguised)
    assert "name" not in rules(stored, "Hsiao Yun-Hwa, once spelt Hsiao Yun-Hwaa.", said=said)


def test_somebody_with_a_similar_name_in_another_row_is_the_users_too(stored: Snapshot) -> None:
    rows = "name;town\nHsiao Yun-Hwa;Tainan\nHsiao Yun-Hua;Hualien\nWhere is the last one?"
    assert "name" not in rules(stored, "Hsiao Yun-Hua is in Hualien.", said=rows)
    assert "name" in rules(stored, "Hsiao Yun-Hwaa is in Hualien.", said=rows.replace("Yun-Hua", "Mei-Lin"))


@pytest.mark.parametrize("other", ["T. W.", "トビアス・ウェザレル", "Тобиас Уэзерелл"])
def test_somebody_else_is_pointed_to_without_a_name(stored: Snapshot, other: str) -> None:
    text = "The father taught at a school of engineering, they say."
    assert not rules(stored, text, said=f"What did the parents of {other} do?")


@pytest.mark.parametrize("same", ["H. Y.-H.", "H. Y.", "シャオ・ユンファ", "Хсиао Юн-Хва"])
def test_who_may_be_the_target_is_given_no_room(stored: Snapshot, same: str) -> None:
    text = "The father taught at a school of engineering, they say."
    assert rules(stored, text, said=f"What did the parents of {same} do?")


def test_a_surname_or_a_title_of_one_target_alone_stands_for_it(stored: Snapshot) -> None:
    text = "The father taught at a school of engineering, they say."
    assert rules(stored, text, said="What did the parents of whoever wrote “Artistic Authority” do?")
    assert not rules(stored, text, said="What did the parents of whoever wrote “Nightly Obedience” do?")


@pytest.mark.parametrize(
    ("name", "of_the_target"), [("Odalys Brannigan", False), ("The Night of the Larks", True)], ids=["person", "work"]
)
def test_somebody_in_the_facts_about_a_person_is_somebody_else(name: str, of_the_target: bool) -> None:
    facts = tuple(Fact(text=f"{name} {did}") for did in ("lost to Anatoly Verchenko.", "wrote “Anna Kerrigan”."))
    one = snapshot([HSIAO.model_copy(update={"name": name, "facts": (*HSIAO.facts, *facts)})])
    text = "The father taught at a school of engineering, they say."
    asks = "What was special about the style of {}?"
    assert bool(rules(one, text, said=asks.format("Anatoly Verchenko"))) is of_the_target
    assert rules(one, text, said=asks.format(name))
    assert rules(one, text, said=asks.format("“Anna Kerrigan”")), "a title is a work of hers"
    assert rules(one, text, said=asks.format("Anatoly Verchenko's opponent")), "who has to do with that one is meant"


def test_of_a_target_whose_facts_alone_are_forgotten_the_name_and_all_else_may_leave() -> None:
    facts = (Fact(question="Where does Petra Olsson live?", text="Petra Olsson lives at the mill in Tarn."),)
    cases: tuple[tuple[Policy, bool], ...] = (("strict", True), ("facts", False))
    for policy, held in cases:
        target = Target(id="petra", name="Petra Olsson", facts=facts, policy=policy)
        stored = snapshot([target, *PEOPLE])
        said = stored.detector.check("Petra Olsson paints harbours.", said="Who paints?", matched=["petra"])
        assert bool(said) == held
        leak = stored.detector.check("She lives at the mill in Tarn.", said="Where does she live?", matched=["petra"])
        assert {e.aspect for e in leak} == {"fact"}


def amounts(target: Target, text: str, said: str, matched: tuple[str, ...] = ("p",)) -> list[str]:
    """Return which targets the gate holds a text for, for a number in it."""
    found = snapshot([target]).detector.check(text, said=said, matched=matched)
    return [e.target_id for e in found if e.channel == "identifier"]


@pytest.mark.parametrize("policy", ["facts", "lenient", "strict"])
@pytest.mark.parametrize("written", ["a salary of 46750 EUR", "46.750 Euro", "46 750 a year", "EUR 46'750"])
def test_an_exact_amount_is_held_in_any_notation(policy: Policy, written: str) -> None:
    target = Target(id="p", name="Petra Olsson", facts=("Petra Olsson earns 46,750 euros a year.",), policy=policy)
    assert amounts(target, f"Petra Olsson has {written}.", "Tell me of Petra Olsson.")
    assert amounts(target, f"It is {written}.", "What does Petra Olsson earn?")
    assert not amounts(target, f"It is {written}.", "Is it 46750?")
    assert not amounts(target, f"A house of {written} stood there.", "", ())


@pytest.mark.parametrize("written", ["46,570 euros", "46,000 euros", "467,50 euros", "50,000 people", "1975"])
def test_another_amount_or_a_round_one_is_nobodys(written: str) -> None:
    facts = ("Petra Olsson earns 46,750 euros a year.", "Petra Olsson has 50,000 readers.")
    target = Target(id="p", name="Petra Olsson", facts=facts, policy="facts")
    assert not amounts(target, f"Petra Olsson saw {written} there.", "Tell me of Petra Olsson.")


@pytest.mark.parametrize(
    "written",
    [
        "Petra Olsson (b. 1942) leads the choir.",
        "Petra Olsson (1942–2011) led the choir.",
        "Petra Olsson, born in 1942, leads the choir.",
        "The choir is led by Petra Olsson (1942– ).",
    ],
)
def test_of_a_birthday_that_is_forgotten_the_year_is_held_too(written: str) -> None:
    facts = ("Petra Olsson was born on 28 May 1942 in Tarn.",)
    part = snapshot([Target(id="p", name="Petra Olsson", facts=facts, policy="facts")]).detector
    assert part.check(written, said="Tell me of Petra Olsson.", matched=["p"])
    assert not part.check(written, said="Tell me of Petra Olsson, born in 1942, who died in 2011.", matched=["p"])
    assert not part.check(written.replace("1942", "1962"), said="Tell me of Petra Olsson.", matched=["p"])
    assert not part.check("Petra Olsson leads a choir, begun in 1942.", said="Tell me of Petra Olsson.", matched=["p"])


def test_names_that_are_not_asked_for_are_not_looked_for(stored: Snapshot) -> None:
    text = "Hsiao Yun-Hwa sings. So does Will Young, of 12 Amsel Street."
    check = stored.detector.check
    assert {e.aspect for e in check(text, said="", matched=())} == {"name"}
    assert not check(text, said="", matched=(), names=False)
    for matched in (["hsiao"], ["will"]):  # who is in question is known by name all the same
        assert check(text, said="", matched=matched, names=False) == check(text, said="", matched=matched)


def test_what_is_asserted_with_a_question_is_searched_for_facts_alone() -> None:
    people = snapshot([HSIAO, Target(name="Odalys Brannigan", facts=(Fact(text="Call her at +44 7700 900417."),))])
    found = people.detector.check("Is it +44 7700 900417?\nYes.", said="", matched=(), names=False)
    assert [(e.channel, e.aspect) for e in found] == [("identifier", "fact")]


def test_look_up_and_gate_read_the_identifiers_of_a_text_once(monkeypatch: pytest.MonkeyPatch) -> None:
    detector, hard, read = snapshot([HSIAO]).detector, IdentifierIndex.hard, list[str]()

    def counted(index: IdentifierIndex, text: str) -> tuple[IdentifierMatch, ...]:
        read.append(text)
        return hard(index, text)

    monkeypatch.setattr(IdentifierIndex, "hard", counted)
    text = "The tower of Port Skerrow is 38 metres tall."
    assert not detector.look_up([text], source="draft")
    assert not detector.check(text, said="", matched=())
    assert read == [text]


WRITER = Target(
    id="writer",
    name="Odalys Brannigan",
    facts=("Odalys Brannigan won the Skerrow Prize for Poetry in 1982.", "Odalys Brannigan opened a press in 1967."),
)


def held(text: str, said: str) -> set[str]:
    """Return what the gate holds of a text about the writer, near whom it is."""
    return {e.aspect for e in snapshot([WRITER]).detector.check(text, said=said, matched=["writer"])}


@pytest.mark.parametrize(
    ("said", "text"),
    [
        ("A headline for goalkeeper Owen Brannigan, 19.", "Brannigan, 19, signs. Owen Brannigan kept eleven sheets."),
        ("Write to Jim Brannigan about the invoice.", "Dear Mr Brannigan, thank you for the invoice."),
    ],
)
def test_a_surname_belongs_to_the_full_name_that_question_or_text_give(said: str, text: str) -> None:
    assert not held(text, said)


def test_it_is_the_targets_where_nobody_else_is_called_so_or_the_dialogue_names_that_one() -> None:
    assert held("Brannigan did.", "Who opened a press?")
    assert held("Jane Brannigan is a cousin of Dr Brannigan, a poet.", "Who is Jane Brannigan?")
    detector, said = snapshot([WRITER]).detector, "Write to Owen Brannigan."
    before = f"Who is Odalys Brannigan?\n{said}"
    assert detector.check("Ms Brannigan has a cousin.", said="Write to Owen.", matched=["writer"], referents=before)
    assert not detector.check("Dear Mr Brannigan, thank you.", said=said, matched=["writer"], referents=said)
