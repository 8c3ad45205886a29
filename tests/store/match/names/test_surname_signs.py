"""The bearers of a surname, and which of them a word in a text may speak of."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import pytest

from alu.store.match.names.form_index import FormIndex
from alu.store.match.names.surname_signs import (
    ALONE,
    ANY_WORD,
    FIRST,
    OTHER,
    PERSON,
    STATED,
    UNKNOWN,
    KnownOfTarget,
    SurnameSigns,
    beginning,
)
from alu.store.match.names.target_forms import known_of
from alu.store.match.packed.postings import Postings
from alu.store.target import Target
from alu.store.text.reading import read

KNOWN = [
    (0, KnownOfTarget.of({"lark": PERSON}, ["odalys", beginning("odalys")])),
    (1, KnownOfTarget.of({"lark": ALONE, "wren": PERSON}, ["petra"])),
    (2, KnownOfTarget.of({"wren": OTHER}, [ANY_WORD])),
]


@pytest.fixture
def signs() -> SurnameSigns:
    owners = Postings.of((surname, number) for number, one in KNOWN for surname in one.signs)
    return SurnameSigns.of(owners, KNOWN)


def test_bearers_are_near_by_the_words_next_to_their_surname(signs: SurnameSigns) -> None:
    assert signs.near("lark", ["odalys"]) == signs.near("lark", [beginning("odalia")]) == {0}
    assert signs.near("lark", ["petra", "odalys"]) == {0, 1}
    assert signs.near("lark", ["gull"]) == signs.near("gull", ["odalys"]) == set()
    assert signs.near("wren", []) == {2}


def test_signs_are_those_of_each_bearer(signs: SurnameSigns) -> None:
    assert signs.signs("lark") == {0: PERSON, 1: ALONE}
    assert signs.bearers("wren") == {1, 2}
    assert signs.signs("gull") == {}


def test_kept_arrays_and_older_targets_say_the_same(signs: SurnameSigns) -> None:
    owners = Postings.of((surname, number) for number, one in KNOWN for surname in one.signs)
    again = SurnameSigns(owners, signs.arrays("kept"), "kept")
    assert again.near("lark", ["petra"]) == {1}
    known = again.by_number(len(KNOWN))
    assert [(known(n).signs, set(known(n).neighbours)) for n, _ in KNOWN] == [
        (o.signs, set(o.neighbours)) for _, o in KNOWN
    ]


def test_added_bearers_are_always_near_and_gone_ones_never(signs: SurnameSigns) -> None:
    owners = Postings.of((surname, number) for number, one in KNOWN for surname in one.signs)
    now = signs.layered(owners.layered([("lark", 3)], gone={0}))
    assert now.near("lark", ["odalys"]) == {3}
    assert now.signs("lark") == {1: ALONE, 3: UNKNOWN}
    assert now.stated("lark") == {3}


class Counted(Sequence[Target]):
    """Targets that count how often one is read."""

    def __init__(self, targets: Sequence[Target]) -> None:
        self._targets, self.read = targets, 0

    def __getitem__(self, number: int) -> Target:  # type: ignore[override]
        self.read += 1
        return self._targets[number]

    def __iter__(self) -> Iterator[Target]:
        return iter(self._targets)

    def __len__(self) -> int:
        return len(self._targets)


def test_of_a_frequent_surname_only_who_fits_is_read() -> None:
    firsts = ("Odalys", "Petra", "Robert", "Zexhira", "Ming", "Tariq", "Omar", "Lidia")
    people = [Target(id=f"{one}-{other}", name=f"{one} {other} Smith") for one in firsts for other in firsts]
    targets = Counted(people)
    index = FormIndex(targets, derived=FormIndex(people).arrays())

    def found(text: str) -> set[str]:
        return {people[m.target].id for m in index.scan([read(text)], joined=False, asked=True)}

    assert not found("Ann Smith went home, as Ms Jones and a certain Kim Smith had.")
    assert targets.read == 0
    assert found("Did Bob Smith write it?") == {p.id for p in people if "Robert" in p.id}
    assert targets.read < len(people) // 2
    assert len(found("Did Dr. Smith write it?")) == len(people)
    assert targets.read < len(people) // 2


@pytest.mark.parametrize(
    ("name", "facts", "surname", "sign"),
    [
        ("Petra Amadou Dunmore", (), "amadou", FIRST),
        ("Petra Amadou Dunmore", (), "dunmore", 0),
        ("Petra Dunmore", ("Petra Dunmore was born Petra Skerrow.",), "skerrow", STATED),
        ("Petra Dunmore", ("Petra Dunmore was born Petra Skerrow.",), "dunmore", 0),
        ("Petra Dunmore", ("Petra Dunmore was born in Skerrow.",), "dunmore", 0),
    ],
)
def test_it_is_known_which_begin_a_name_of_two_or_end_one_that_facts_state(
    name: str, facts: tuple[str, ...], surname: str, sign: int
) -> None:
    known = known_of(Target(name=name, facts=facts)).signs
    assert known[surname] & (FIRST | STATED) == sign
