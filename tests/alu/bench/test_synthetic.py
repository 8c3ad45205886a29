"""Made-up targets and prompts."""

from __future__ import annotations

from collections import Counter
from itertools import pairwise

import pytest

from alu.bench.synthetic import synthetic_prompts, synthetic_targets
from alu.store.persist.records import Duplicates


def test_the_same_seed_gives_the_same_people() -> None:
    few, many = synthetic_targets(30, seed=3), synthetic_targets(60, seed=3)
    assert few == many[:30]
    assert few != synthetic_targets(30, seed=4)
    assert all(len(t.facts) == 5 for t in few)
    assert len(synthetic_targets(1, facts=9)[0].facts) == 9


def test_some_are_made_to_be_confused() -> None:
    people = synthetic_targets(200)
    names = Counter(t.name for t in people)
    assert sum(n == 2 for n in names.values()) == 4
    twins = [t for t in people if names[t.name] == 2]
    assert twins[0].description != twins[1].description
    surnames = [t.name.split(" ")[-1] for t in people]
    assert all(surnames[i] == surnames[i - 1] for i in range(19, 200, 20))


def test_prompts_touch_as_many_targets_as_asked() -> None:
    people = synthetic_targets(50)
    prompts = synthetic_prompts(people, 200, seed=1)
    assert sum(p.target_id is not None for p in prompts) == 10
    assert prompts == synthetic_prompts(people, 200, seed=1)
    names = {t.name for t in people}
    assert not any(name in p.text for p in prompts if p.target_id is None for name in names)
    assert {p.kind for p in synthetic_prompts(people, 60, touching=1)} == {"named", "alias", "nameless"}
    assert len(synthetic_prompts([], 20)) == 20


@pytest.mark.parametrize("seed", [0, 1, 7])
def test_nobody_is_made_up_twice_and_all_can_be_stored(seed: int) -> None:
    people = synthetic_targets(300, seed=seed)
    assert len({t.id for t in people}) == 300
    kept = Duplicates()
    assert [kept.take(t) for t in people] == [None] * 300
    for one, other in pairwise(people):
        if one.name == other.name:
            # the same name, and nothing else that would tell whose fact it is
            assert not {f.text for f in one.facts} & {f.text for f in other.facts}


@pytest.mark.parametrize("count", [0, 1, 19, 20, 49, 50, 51])
def test_any_number_can_be_had(count: int) -> None:
    people = synthetic_targets(count)
    assert people == synthetic_targets(60)[:count]
    assert len(synthetic_prompts(people, 40, touching=1)) == 40


@pytest.mark.parametrize("facts", [0, 1, 5, 12])
def test_other_facts_are_the_same_people(facts: int) -> None:
    few, five = synthetic_targets(40, facts=facts), synthetic_targets(40)
    assert [(t.id, t.name, t.aliases, t.description) for t in few] == [
        (t.id, t.name, t.aliases, t.description) for t in five
    ]
    for one, other in zip(few, five, strict=True):
        assert len(one.facts) == facts
        assert one.facts[:5] == other.facts[:facts]


@pytest.mark.parametrize(
    ("count", "touching", "due"), [(200, 0.05, 10), (200, 0, 0), (30, 1, 30), (10, 0.25, 2), (0, 1, 0)]
)
def test_the_share_of_prompts_that_touch_is_kept(count: int, touching: float, due: int) -> None:
    prompts = synthetic_prompts(synthetic_targets(30), count, touching=touching)
    assert len(prompts) == count
    assert sum(p.target_id is not None for p in prompts) == due


def test_a_prompt_without_a_name_holds_none_and_one_with_a_name_holds_it() -> None:
    people = {t.id: t for t in synthetic_targets(100)}
    for prompt in synthetic_prompts(list(people.values()), 300, seed=2, touching=1):
        assert prompt.target_id
        person = people[prompt.target_id]
        said = prompt.text.casefold()
        named, alias = person.name.casefold() in said, person.aliases[0].casefold() in said
        assert (named, alias) == (prompt.kind == "named", prompt.kind == "alias")


@pytest.mark.parametrize("seed", range(4))
def test_a_harmless_prompt_names_nobody_by_name_or_alias(seed: int) -> None:
    people = synthetic_targets(400, seed=seed)
    known = {n.casefold() for t in people for n in t.names}
    for prompt in synthetic_prompts(people, 400, seed=seed, touching=0):
        said = prompt.text.casefold()
        assert not [n for n in known if n in said], prompt.kind


def test_prompts_about_people_of_another_seed_are_about_them() -> None:
    people = synthetic_targets(20, seed=9)
    named = [p for p in synthetic_prompts(people, 60, touching=1) if p.kind == "named"]
    names = {t.id: t.name.casefold() for t in people}
    assert all(names[p.target_id] in p.text.casefold() for p in named if p.target_id)
