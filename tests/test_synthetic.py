"""Made-up targets and prompts."""

from __future__ import annotations

from collections import Counter

from alu.store.synthetic import synthetic_prompts, synthetic_targets


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
