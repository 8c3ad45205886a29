"""Which rows of LUME, KnowUnDo and RWKU are asked, and what of them is stored: the cases at the edges."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import pytest

from alu.bench.suites.data import Row, Source
from alu.bench.suites.item import Item, Task
from alu.bench.suites.suite import load_task
from alu.errors import InputError
from tests.bench_rows import KEPT, SECRET, item


class Given(Source):
    """Rows by their path, as if a folder held them."""

    def __init__(self, rows: Mapping[str, Sequence[Row]]) -> None:
        super().__init__(Path("given"))
        self._given = rows

    def rows(self, path: str, hub: tuple[str, str | None, str]) -> list[Row]:
        """Return the rows of `path`."""
        return list(self._given[path])


def lume(split: str, *forget: tuple[str, str, str], task: str) -> Task:
    """Load rows (id, input, output) to forget, and one of each task to keep."""
    rows = [{"id": id, "input": first, "output": then, "task": task} for id, first, then in forget]
    kept = [{"id": f"k{n}qa0", "input": "Who?", "output": KEPT, "task": f"Task{n}"} for n in (1, 2, 3)]
    return load_task("lume", Given({"lume/forget.jsonl": [*rows, *kept], "lume/retain.jsonl": kept}), split)


def test_a_story_is_stored_up_to_forty_sentences_and_each_subject_is_one_target() -> None:
    long = " ".join(f"The {n}th lamp went out." for n in range(100))
    rows = [("a1sc1", long, ""), ("a1qa0", "Which lamp?", "The first."), ("a12sc1", "Rain fell.", "It stopped.")]
    task = lume("stories", *rows, task="Task1")
    first, second, *_ = task.targets["facts"]
    assert (len(first.facts), len(second.facts)) == (41, 2)
    assert first.facts[-1].question == "Which lamp?"
    assert task.targets["names"][0] == first  # a text is nothing but its sentences


@pytest.mark.parametrize(
    ("split", "task", "text", "name"),
    [
        ("personal", "Task2", f"{SECRET} was born in 1950.", SECRET),
        ("lives", "Task3", f"{SECRET} (painter)\n\nShe painted gulls.", SECRET),
        ("lives", "Task3", "Odalys  \nShe painted gulls.", "Odalys"),
    ],
)
def test_a_person_of_lume_is_called_as_the_text_begins(split: str, task: str, text: str, name: str) -> None:
    known = {"lume/retain.jsonl": list[Row](), "lume/forget.jsonl": [_half(task, text, "A heron, too.")]}
    found = load_task("lume", Given(known), split)
    assert [t.name for t in found.targets["names"]] == [name]
    (asked,) = (i for i in found.items if i.side == "forget")
    assert (asked.form, asked.gold, asked.name) == ("cloze", "A heron, too.", name)
    assert asked.question.endswith(text)
    assert found.background["lume-0"] == (("", f"{text} A heron, too."),)


def _half(task: str, text: str, rest: str) -> Row:
    return {"id": "p7sc1", "input": text, "output": rest, "task": task}


def test_only_one_task_is_read_and_halves_that_are_empty_are_not_asked() -> None:
    task = lume("stories", ("a1sc1", "Rain fell.", "It stopped."), ("a1sc2", "Rain fell.", " \n"), task="Task1")
    assert [i.gold for i in task.items if i.side != "named"] == ["It stopped.", KEPT, KEPT]
    assert [i.subject for i in task.items if i.side == "retain"] == [""]


def knowundo(*forget: str, kept: Sequence[str] = ()) -> Task:
    parts = {"unlearn": forget, "retention": kept}
    rows = {
        f"knowundo/{part}_train.json": [{"text": text, "labels": f"A{n}."} for n, text in enumerate(texts)]
        for part, texts in parts.items()
    }
    return load_task("knowundo", Given(rows), "privacy")


@pytest.mark.parametrize(("forget", "kept", "people"), [(5, 0, 0), (6, 0, 1), (3, 3, 1), (1, 4, 0), (0, 9, 0)])
def test_who_is_named_in_more_than_five_questions_is_a_person(forget: int, kept: int, people: int) -> None:
    text = f"Where does {SECRET} live?"
    task = knowundo(*[text] * forget, kept=[text] * kept)
    assert [t.name for t in task.targets["facts"]] == [SECRET] * people
    assert [len(t.facts) for t in task.targets["facts"]] == [forget] * people


@pytest.mark.parametrize("name", ["Salma Al-Rashid", "Nuala O'Hara", "Émile Ödberg", "Iain McLeod", "Omar El Fassi"])
def test_surnames_of_two_parts_are_whole(name: str) -> None:
    task = knowundo(*[f"when was {name} born?"] * 6)
    assert [t.name for t in task.targets["facts"]] == [name]


def test_a_questions_first_word_is_no_name_and_what_names_nobody_is_not_asked() -> None:
    task = knowundo(*[f"Does Bridget know {SECRET}?"] * 6, "Who has the key?", kept=["Is Velm a town?"] * 9)
    assert [t.name for t in task.targets["facts"]] == [SECRET]
    assert [i.gold for i in task.items if i.side == "forget"] == [f"A{n}." for n in range(6)]
    assert not [i for i in task.items if i.side == "retain"]


def rwku(split: str, suite: str = "rwku") -> Task:
    """Load three people; only the second has adversarial rows."""
    people = [SECRET, KEPT, "Cleo Marsh"]

    def rows(level: str, names: Sequence[str], **more: Any) -> list[Row]:
        about = {"answer": "gulls", "type": "simple question", "level": level, **more}
        return [{"subject": n, "query": f"What did {n} paint?", **about} for n in names]

    hard = [
        rows("3", [KEPT], type=kind) for kind in ("cross lingual (Hindi)", "cross lingual (Thai)", "prefix-injection")
    ]
    given: dict[str, Sequence[Row]] = {
        "rwku/intro.json": [{"target": n, "intro": f"Please forget {n}. {n} paints."} for n in people],
        "rwku/forget_level1.json": [],
        "rwku/forget_level2.json": rows("2", people),
        "rwku/forget_level3.json": [row for one in hard for row in one],
        "rwku/neighbor_level1.json": [],
        "rwku/neighbor_level2.json": rows("2", people, answer="herons"),
    }
    return load_task(suite, Given(given), split)


@pytest.mark.parametrize(
    ("split", "names"),
    [
        ("2", [SECRET, KEPT]),
        ("99", [SECRET, KEPT, "Cleo Marsh"]),
        ("all", [SECRET, KEPT, "Cleo Marsh"]),
        (f"Cleo Marsh, {SECRET}", ["Cleo Marsh", SECRET]),
        (f"{KEPT},{KEPT}", [KEPT]),
    ],
)
def test_people_are_counted_or_named_in_the_order_asked(split: str, names: list[str]) -> None:
    task = rwku(split)
    assert [t.name for t in task.targets["names"]] == names
    ids = {t.id: t.name for t in task.targets["facts"]}
    asked = [i for i in task.items if i.side == "forget"]
    assert {ids[i.subject] for i in asked} == set(names)
    assert all(ids[i.subject] == i.name and i.name in i.question for i in asked)


@pytest.mark.parametrize("split", ["0", "-1", "", "Nobody", f"{SECRET},", f"{SECRET},Nobody"])
def test_who_is_not_there_is_an_error_with_the_choice(split: str) -> None:
    with pytest.raises(InputError, match="a split is a number of people, all, or names"):
        rwku(split)


def test_who_was_never_attacked_is_not_in_the_attacked_suite() -> None:
    task = rwku("all", "rwku3")
    assert [t.name for t in task.targets["names"]] == [KEPT]
    assert [i.group for i in task.items if i.side == "forget"] == ["cross lingual", "cross lingual", "prefix injection"]
    with pytest.raises(InputError, match="rwku3 has nobody called"):
        rwku(SECRET, "rwku3")


def test_an_example_to_forget_has_a_neighbours_answer_and_one_to_keep_its_own() -> None:
    found = [(e.side, e.answer) for e in rwku("all").examples]
    assert found == [("forget", "herons")] * 3 + [("retain", "herons")] * 3


def _forms(row: int) -> list[Item]:
    forms: list[Any] = ["question", "paraphrase"]
    return [item(id=f"{row}/{form}", row=row, form=form) for form in forms]


def test_a_smaller_limit_is_part_of_a_larger_and_keeps_all_forms_of_a_row() -> None:
    passing = item(id="n", group="named", side="named", form="question")
    task = Task("x", "all", (*(i for row in range(9) for i in _forms(row)), passing), {})
    sizes = {limit: task.limited(limit, 7, ("question", "paraphrase")) for limit in (1, 4, 99, None)}
    assert [len(found) for found in sizes.values()] == [3, 9, 19, 19]
    assert set(sizes[1]) < set(sizes[4]) < set(sizes[None])
    assert [i.row for i in sizes[1]][:2] == [sizes[1][0].row] * 2
    assert task.limited(4, 7, ("question", "paraphrase")) == sizes[4]
    assert [i.form for i in task.limited(1, 7, ("paraphrase",))] == ["paraphrase", "question"]  # named in passing stays


PASSAGES = [
    {"prompt": "The lamp was lit at nine. Rain fell.", "gt": "A gull came to the window. It stayed."},
    {"prompt": "The boat was late.", "gt": "Nobody waited for it."},
]
ANSWERS = {
    "forget_qa": [
        {"question": "When was the lamp lit?", "answer": "At nine."},
        {"question": "Who?", "answer": "A gull."},
    ],
    "retain_qa": [{"question": "What is the sea?", "answer": "Water."}],
}


@pytest.mark.parametrize("split", ["news", "books"])
def test_muse_asks_for_knowledge_and_for_the_words_themselves(split: str) -> None:
    """Five rows of our own, in the form that MUSE's authors publish; theirs were never seen."""
    given = {f"muse/{split}/knowmem/{part}.json": rows for part, rows in ANSWERS.items()}
    task = load_task("muse", Given({**given, f"muse/{split}/verbmem/forget.json": PASSAGES}), split)
    assert [(i.group, i.side, i.form, i.gold) for i in task.items] == [
        ("forget_qa", "forget", "question", "At nine."),
        ("forget_qa", "forget", "question", "A gull."),
        ("verbmem", "forget", "cloze", "A gull came to the window. It stayed."),
        ("verbmem", "forget", "cloze", "Nobody waited for it."),
        ("retain_qa", "retain", "question", "Water."),
    ]
    assert task.items[2].question.endswith("Rain fell.")
    assert [len(t.facts) for t in task.targets["facts"]] == [4, 2, 2]
    assert task.targets["names"] == task.targets["facts"][:2]  # the passages alone
    assert task.background["muse-1"] == (("", "The boat was late. Nobody waited for it."),)
    assert all(i.subject in task.background for i in task.items if i.side == "forget")


def test_muse_has_two_corpora_and_reads_no_other_rows() -> None:
    with pytest.raises(InputError, match="news, books"):
        load_task("muse", Given({}), "films")
    other = {f"muse/news/knowmem/{part}.json": [{"q": "?"}] for part in ANSWERS}
    with pytest.raises(InputError, match="other rows"):
        load_task("muse", Given({**other, "muse/news/verbmem/forget.json": PASSAGES}), "news")
