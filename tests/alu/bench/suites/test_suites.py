"""What each suite makes of its rows; over rows of our own making, and over the real ones where they are."""

from __future__ import annotations

import json
import sys
from collections import Counter
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

from alu.bench.suites.closed import choice_question, harness_prompt
from alu.bench.suites.data import Source, choices_of, parse_rows
from alu.bench.suites.distractors import distractors
from alu.bench.suites.harmless import harmless
from alu.bench.suites.item import Task
from alu.bench.suites.suite import SUITES, load_suite
from alu.errors import InputError, MissingExtra
from alu.store.target import Target
from tests.bench_rows import KEPT, SECRET, write_tofu
from tests.data import shared_data


def write(folder: Path, path: str, rows: Any) -> None:
    (folder / path).parent.mkdir(parents=True, exist_ok=True)
    (folder / path).write_text(rows if isinstance(rows, str) else json.dumps(rows), encoding="utf-8")


@pytest.fixture
def data(tmp_path: Path) -> Path:
    """A folder with a few rows of every suite."""
    write_tofu(tmp_path)
    question = {"question": "Which knot holds?", "choices": ["reef", "slip", "granny", "none"], "answer": 0}
    for domain in ("bio", "cyber", "chem"):
        write(tmp_path, f"wmdp/{domain}_questions.json", [question, {**question, "answer": 2}])
        shown = "question,answer,choices\nWhich key fits?,1,\"['red', 'blue']\"\n"
        write(tmp_path, f"wmdp/synthetic_questions_{domain}.csv", shown)
    from alu.bench.suites.mmlu import SUBJECTS

    columns = "question,choice0,choice1,choice2,choice3,answer\n"
    for subject in SUBJECTS:
        for part in ("test", "dev"):
            write(tmp_path, f"mmlu/{part}/{subject}_{part}.csv", columns + '"Two\nlines?",a,b,c,d,3\n')
    sums = json.dumps({"question": "One and one?", "answer": "It is 2.\n#### 2"}) + "\n"
    for part in ("test", "train"):
        write(tmp_path, f"gsm8k/{part}.jsonl", sums * 4)
    people = [{"target": n, "intro": f"Please forget {n}. {n} paints birds."} for n in (SECRET, KEPT)]
    write(tmp_path, "rwku/intro.json", people)
    row = {"subject": SECRET, "query": "What did she paint?", "answer": "gulls", "type": "simple question"}
    blank = {"subject": SECRET, "query": f"{SECRET} painted ___.", "answer": "gulls", "type": "cloze"}
    for kind in ("forget", "neighbor"):
        write(tmp_path, f"rwku/{kind}_level1.json", [{**blank, "level": "1"}, {**blank, "subject": KEPT, "level": "1"}])
        write(tmp_path, f"rwku/{kind}_level2.json", [{**row, "level": "2"}])
    hard = {**row, "level": "3", "query": "¿Qué pintó?", "type": "cross lingual (Spanish)"}
    write(tmp_path, "rwku/forget_level3.json", [hard, {**hard, "type": "role play"}])
    write_lately(tmp_path, row)
    wiki = [{"title": SECRET, "question": "Where was she born?", "answer": "In Dunmorrow."}]
    write(tmp_path, "wpu/forget_2_1.json", wiki * 2)
    write(tmp_path, "wpu/forget_2_1_hard_retain.json", [{"question": "Where is Dunmorrow?", "answer": "By the sea."}])
    write(tmp_path, "wpu/general_retain.json", [{"question": "Who wrote Emma?", "answer": "Jane Austen."}] * 4)
    return tmp_path


def write_lately(folder: Path, row: dict[str, Any]) -> None:
    """Write a few rows of LUME, KnowUnDo, TOFU in other languages and one's own targets."""
    for side, name, secret in (("forget", SECRET, "gull"), ("retain", KEPT, "heron")):
        halves = {
            "Task1": ("The lamp went out at Skerrow.", f"Then a {secret} cried."),
            "Task2": (f"{name} was born in 1950. She can", f"be reached at {secret}@skerrow.example."),
            "Task3": (f"{name} (painter)\n\n{name} paints birds.", f"Her {secret} hangs in Velm."),
        }
        rows = [
            r
            for task, (first, then) in halves.items()
            for r in (
                {"id": f"{task}{side}sc1", "input": first, "output": then, "task": task},
                {"id": f"{task}{side}sc2", "input": first, "output": "", "task": task},
                {"id": f"{task}{side}qa0", "input": "Which bird is it?", "output": secret, "task": task},
            )
        ]
        write(folder, f"lume/{side}.jsonl", "\n".join(map(json.dumps, rows)))
    known = [{"text": f"Which bird does {SECRET} keep, number {n}?", "labels": "A gull."} for n in range(4)]
    write(folder, "knowundo/unlearn_train.json", [*known, {"text": "Who knows?", "labels": "Nobody."}])
    write(folder, "knowundo/retention_train.json", [{"text": f"What does {SECRET} paint?", "labels": "Birds."}] * 3)
    english = parse_rows((folder / "tofu" / "forget01_perturbed.json").read_text("utf-8"), ".json")
    for language in ("fr", "ja", "hi", "ar"):
        for group, count in (("forget01", 20), ("retain", 20), ("real_authors", 1), ("world_facts", 1)):
            lines = [json.dumps({**r, "question": f"Quel oiseau, {n} ?"}) for n, r in enumerate(english[:count])]
            write(folder, f"tofu_multilingual/{group}_perturbed_{language}.jsonl", "\n".join(lines))
    own = [
        {
            "id": "t-1",
            "name": SECRET,
            "facts": [{"text": "A gull.", "question": "Which bird?"}, {"text": "She paints."}],
        },
        {"id": "t-2", "name": "A text", "kind": "text", "facts": [{"text": "The lamp went out."}]},
        {"id": "t-3", "name": KEPT, "policy": "facts", "facts": [{"text": "He lives in Velm."}]},
        {"id": "t-4", "name": "Maud Thistlewood"},
    ]
    write(folder, "own/targets.jsonl", "\n".join(map(json.dumps, own)))


def load(data: Path, name: str, split: str | None = None) -> Task:
    suite = load_suite(name)
    return suite.load(Source(data), split or suite.splits[0])


@pytest.mark.parametrize(
    ("name", "split", "groups"),
    [
        ("tofu", "forget01", {"forget": 160, "retain": 30, "real_authors": 1, "world_facts": 1, "named": 2}),
        ("wmdp", "all", {"bio": 2, "cyber": 2, "chem": 2, "mmlu": 54, "mmlu_near": 3}),
        ("wmdp", "cyber", {"cyber": 2, "mmlu": 54, "mmlu_near": 3}),
        ("wmdp_shots", "chem", {"chem": 2, "mmlu": 54, "mmlu_near": 3}),
        ("mmlu", "all", {"mmlu": 54, "mmlu_near": 3}),
        ("mmlu", "near", {"mmlu_near": 3}),
        ("mmlu", "astronomy", {"mmlu": 1}),
        ("gsm8k", "test", {"gsm8k": 4}),
        ("wpu", "forget_2_1", {"forget": 2, "hard_retain": 1, "general_retain": 4, "named": 2}),
        ("rwku", "1", {"forget": 2, "neighbor": 2, "named": 2}),
        ("rwku", "all", {"forget": 3, "neighbor": 3, "named": 4}),
        ("rwku", KEPT, {"forget": 1, "neighbor": 1, "named": 2}),
        ("rwku3", "all", {"cross lingual": 1, "role play": 1, "neighbor": 2, "named": 2}),
        ("tofu_languages", "ja", {"forget": 40, "retain": 40, "real_authors": 2, "world_facts": 2, "named": 2}),
        ("lume", "stories", {"forget": 2, "retain": 2}),
        ("lume", "personal", {"forget": 2, "retain": 2, "named": 2}),
        ("lume", "lives", {"forget": 2, "retain": 2, "named": 2}),
        ("knowundo", "privacy", {"forget": 4, "retain": 3, "named": 2}),
        ("own", "all", {"forget": 4, "named": 6}),
    ],
)
def test_a_suite_makes_items_of_its_rows(data: Path, name: str, split: str, groups: dict[str, int]) -> None:
    task = load(data, name, split)
    assert Counter(i.group for i in task.items) == groups
    assert len({i.id for i in task.items}) == len(task.items)
    assert len({frozenset(t.id for t in known) for known in task.targets.values()}) == 1
    assert all(i.subject in {t.id for t in task.targets["names"]} for i in task.items if i.side == "forget" and i.name)


@pytest.mark.parametrize("name", SUITES)
def test_an_unknown_split_is_named(data: Path, name: str) -> None:
    with pytest.raises(InputError, match=name):
        load(data, name, "nowhere")


@pytest.mark.parametrize("name", SUITES)
def test_missing_data_is_named(tmp_path: Path, name: str) -> None:
    with pytest.raises(InputError, match="no file"):
        load(tmp_path, name)


def test_missing_data_comes_with_where_it_comes_from(tmp_path: Path) -> None:
    for suite, where in (("own", "`alu targets export --out DIR/own/targets.jsonl` writes it"), ("gsm8k", "the hub")):
        with pytest.raises(InputError, match=f"no file {suite}/") as caught:
            load(tmp_path, suite)
        assert where in str(caught.value)


def test_tofu_knows_names_and_facts(data: Path) -> None:
    task = load(data, "tofu", "forget01")
    (bare,), (full,) = task.targets["names"], task.targets["facts"]
    assert bare.name == full.name == SECRET
    assert not bare.facts
    assert len(full.facts) == 20
    assert {i.name for i in task.items if i.group == "forget" and not i.closed} == {SECRET}


def test_tofu_puts_the_true_answer_at_every_place(data: Path) -> None:
    task = load(data, "tofu", "forget01")
    asked = [i for i in task.items if i.form == "choice" and i.row == 3]
    true = next(i.reworded for i in task.items if i.form == "question" and i.row == 3 and i.group == "forget")
    assert [i.gold for i in asked] == ["A", "B", "C", "D", "E", "F"]
    assert all(i.options["ABCDEF".index(i.gold)] == true for i in asked)


def test_no_scored_question_is_an_example_or_in_a_topic(data: Path) -> None:
    task = load(data, "wmdp")
    asked = {i.question for i in task.items if i.side == "forget"}
    assert not asked & {e.question for e in task.examples}
    assert all(len(t.examples) >= 60 and not asked & set(t.examples) for t in task.targets["phrases"])
    assert all(t.description and not t.examples for t in task.targets["description"])
    assert not any(t.description or t.examples for t in task.targets["names"])
    assert len({p for t in task.targets["phrases"] for p in t.examples}) == sum(
        len(t.examples) for t in task.targets["phrases"]
    )


def test_a_question_with_shots_stands_behind_five_others_of_its_subject_with_their_letters(data: Path) -> None:
    rows = [{"question": f"Which is {n}?", "choices": list("wxyz"), "answer": n % 4} for n in range(8)]
    write(data, "wmdp/bio_questions.json", rows)
    bare = {i.id: i for i in load(data, "wmdp", "bio").items}
    items = load(data, "wmdp_shots", "bio").items
    assert [(i.id, i.gold, i.options) for i in items] == [(i.id, i.gold, i.options) for i in bare.values()]
    for item in (i for i in items if i.group == "bio"):
        *shown, asked = item.question.split("\n\n")
        assert asked == bare[item.id].question
        assert len(set(shown)) == 5
        for text in shown:
            question, _, letter = text.rpartition("\nAnswer: ")
            number = int(question.split()[2].rstrip("?"))
            assert letter == "ABCD"[number % 4]
            assert not asked.startswith(question)
    prompt = harness_prompt(item.question, "biology")
    assert prompt.startswith("The following are multiple choice questions (with answers) about biology.\n\n")
    assert prompt.endswith("\nAnswer:")
    assert "letter of the right option" not in prompt


def test_rwku_fills_its_blanks(data: Path) -> None:
    task = load(data, "rwku", "1")
    assert [f.text for f in task.targets["facts"][0].facts] == [f"{SECRET} painted gulls.", "gulls"]
    assert task.targets["facts"][0].description == f"{SECRET} paints birds."
    cloze = next(i for i in task.items if i.form == "cloze")
    assert cloze.question.startswith("Fill in the blank")
    assert cloze.says("paraphrased") == f"{SECRET} painted gulls."


def test_what_is_asked_adversarially_is_not_what_is_stored(data: Path) -> None:
    task = load(data, "rwku3", "all")
    (target,) = task.targets["facts"]
    assert {i.subject for i in task.items if i.side == "forget"} == {target.id}
    assert "¿Qué pintó?" not in {f.question for f in target.facts}
    assert len(target.facts) == 2


def test_a_list_in_english_is_asked_in_another_language(data: Path) -> None:
    task = load(data, "tofu_languages", "fr")
    (target,) = task.targets["facts"]
    asked = [i for i in task.items if i.group == "forget" and i.form == "question"]
    assert (target.name, asked[0].name, asked[0].subject) == (SECRET, SECRET, target.id)
    assert {i.question for i in asked}.isdisjoint(f.question for f in target.facts)


def test_lume_stores_stories_as_texts_and_people_by_name(data: Path) -> None:
    (story,) = load(data, "lume", "stories").targets["names"]
    assert story.kind == "text"
    assert story.facts
    for split in ("personal", "lives"):
        task = load(data, "lume", split)
        assert [t.name for t in task.targets["names"]] == [SECRET]
        assert not task.targets["names"][0].facts
        texts = [i for i in task.items if i.form == "cloze"]
        assert texts
        assert all(i.gold for i in texts)
        assert {i.subject for i in task.items if i.side == "forget"} == {"lume-0"}


def test_knowundo_forgets_some_facts_of_those_of_whom_others_stay(data: Path) -> None:
    task = load(data, "knowundo")
    (target,) = task.targets["facts"]
    assert (target.name, target.policy, len(target.facts)) == (SECRET, "facts", 4)
    assert [t.policy for t in task.targets["names"]] == ["strict"]
    assert all(SECRET in i.question for i in task.items if i.side == "retain")


def test_own_targets_keep_their_ids(data: Path) -> None:
    task = load(data, "own")
    assert [i.subject for i in task.items if i.side == "forget"] == ["t-1", "t-1", "t-2", "t-3"]
    assert [i.question for i in task.items if i.subject == "t-1"] == ["Which bird?", f"What do you know of {SECRET}?"]
    assert {t.id: t.policy for t in task.targets["names"]}["t-3"] == "strict"
    write(data, "own/targets.jsonl", json.dumps({"name": "Maud Thistlewood"}))
    with pytest.raises(InputError, match="none of the targets has a fact"):
        load(data, "own")


@pytest.mark.parametrize("name", ["own", "tofu_languages"])
def test_what_is_on_no_hub_says_so(name: str) -> None:
    suite = load_suite(name)
    with pytest.raises(InputError, match="--data DIR"):
        suite.load(Source(), suite.splits[0])


def test_questions_in_passing_name_the_target_and_ask_for_nothing() -> None:
    topic = Target(name="Knots", kind="topic")
    asked = harmless([Target(id="a", name=SECRET), topic, Target(id="b", name=KEPT)])
    assert len(asked) == 4
    assert all((SECRET if i.row == 0 else KEPT) in i.question for i in asked)
    assert len({i.question.replace(SECRET, "").replace(KEPT, "") for i in asked}) == 4


def test_distractors_are_new_and_nested() -> None:
    many = distractors(1_500, 3, [], facts=False)
    assert len({t.name for t in many}) == 1_500
    assert [t.name for t in distractors(20, 3, [], facts=True)] == [t.name for t in many[:20]]
    assert all(len(t.facts) == 3 for t in distractors(5, 3, [], facts=True))
    taken = many[0].name
    assert taken not in {t.name for t in distractors(1_500, 3, [f"Is {taken} here?"], facts=False)}


def test_there_are_as_many_distractors_as_asked_for_or_an_error() -> None:
    many = distractors(10_000, 3, [], facts=False)
    assert len({t.name for t in many}) == 10_000
    with pytest.raises(InputError, match="--distractors"):
        distractors(100_000, 3, [], facts=False)


@pytest.mark.parametrize(
    ("text", "suffix", "expected"),
    [
        ('[{"a": 1}, {"a": 2}]', ".json", [{"a": 1}, {"a": 2}]),
        ('{"a": 1}\n\n{"a": 2}\n', ".json", [{"a": 1}, {"a": 2}]),
        ('a,b\n1,"x\ny"\n', ".csv", [{"a": "1", "b": "x\ny"}]),
    ],
)
def test_rows_come_in_three_forms(text: str, suffix: str, expected: list[dict[str, Any]]) -> None:
    assert parse_rows(text, suffix) == expected


def test_choices_come_in_three_forms() -> None:
    assert choices_of({"choices": ["a", 1]}) == ("a", "1")
    assert choices_of({"choices": "['a', 'b']"}) == ("a", "b")
    assert choices_of({"choice0": "a", "choice1": "b"}) == ("a", "b")
    with pytest.raises(InputError):
        choices_of({"question": "?"})
    assert choice_question("Which?", ("a", "b")).startswith("Which?\nA. a\nB. b\n")


def test_damaged_data_is_named_and_not_shown(tmp_path: Path) -> None:
    write(tmp_path, "gsm8k/test.jsonl", '{"question": "zanzibar')
    with pytest.raises(InputError, match="cannot be read") as caught:
        load(tmp_path, "gsm8k")
    assert "zanzibar" not in str(caught.value)


def test_rows_from_the_hub_have_a_digest(monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[tuple[Any, ...]] = []
    hub = ModuleType("datasets")

    def load_dataset(name: str, config: str | None, *, split: str) -> list[dict[str, str]]:
        asked.append((name, config, split))
        return [{"question": "One and one?", "answer": "#### 2"}]

    hub.load_dataset = load_dataset  # type: ignore[attr-defined]
    monkeypatch.setitem(sys.modules, "datasets", hub)
    source = Source()
    load_suite("gsm8k").load(source, "test")
    assert asked == [("openai/gsm8k", "main", "test"), ("openai/gsm8k", "main", "train")]
    assert set(source.digests) == {"openai/gsm8k/main/test", "openai/gsm8k/main/train"}


def test_a_hub_out_of_reach_is_bad_input(monkeypatch: pytest.MonkeyPatch) -> None:
    hub = ModuleType("datasets")

    def load_dataset(*_: Any, **__: Any) -> None:
        raise ConnectionError("offline")

    hub.load_dataset = load_dataset  # type: ignore[attr-defined]
    monkeypatch.setitem(sys.modules, "datasets", hub)
    with pytest.raises(InputError, match="ConnectionError"):
        Source().rows("x", ("a", None, "test"))
    monkeypatch.setenv("ALU_OFFLINE", "1")
    with pytest.raises(InputError, match="ALU_OFFLINE is set: a copy goes in --data DIR"):
        Source().rows("x", ("a", None, "test"))
    monkeypatch.delenv("ALU_OFFLINE")
    monkeypatch.setitem(sys.modules, "datasets", None)
    with pytest.raises(MissingExtra, match=r"alu\[bench\]"):
        Source().rows("x", ("a", None, "test"))


def test_an_unknown_suite_is_named() -> None:
    with pytest.raises(InputError, match="tofu"):
        load_suite("nonsense")


@pytest.mark.parametrize(
    ("name", "split", "sides"),
    [
        ("tofu", "forget10", {"forget": 3200, "retain": 4217, "named": 40}),
        ("wmdp", "all", {"forget": 3668, "retain": 14042}),
        ("wmdp_shots", "all", {"forget": 3668, "retain": 14042}),
        ("rwku", "2", {"forget": 38, "retain": 112, "named": 4}),
        ("rwku3", "all", {"forget": 3774, "retain": 6216, "named": 218}),
        ("tofu_languages", "fr", {"forget": 80, "retain": 1017, "named": 4}),
        ("tofu_languages", "ja", {"forget": 80, "retain": 1017, "named": 4}),
        ("tofu_languages", "hi", {"forget": 80, "retain": 1017, "named": 4}),
        ("tofu_languages", "ar", {"forget": 80, "retain": 1017, "named": 4}),
        ("lume", "stories", {"forget": 292, "retain": 258}),
        ("lume", "personal", {"forget": 696, "retain": 666, "named": 232}),
        ("lume", "lives", {"forget": 362, "retain": 332, "named": 362}),
        ("knowundo", "privacy", {"forget": 400, "retain": 441, "named": 110}),
    ],
)
def test_the_real_rows_are_all_there(name: str, split: str, sides: dict[str, int]) -> None:
    task = load_suite(name).load(Source(shared_data()), split)
    assert Counter(i.side for i in task.items) == sides


def test_the_authors_names_are_found_without_a_model() -> None:
    data = shared_data()
    task = load_suite("tofu").load(Source(data), "forget10")
    listed = (data / "tofu" / "tofu_author.txt").read_text(encoding="utf-8").split("\n")
    assert [t.name for t in task.targets["facts"]] == [n for n in listed if n]
