"""What is known of a target without all its forms: it never misses a word of one, nor says more of a surname."""

from __future__ import annotations

from itertools import chain

import pytest

from alu.store.match.names.surname_signs import ANY_WORD, OTHER, STATED, KnownOfTarget, beginning
from alu.store.match.names.target_forms import TargetForms, forms_of_sign, known_of
from alu.store.target import Fact, Target

NAMES = (
    "Odalys Brannigan",
    "Robert Quackenbush",
    "J. R. Lark",
    "J.R.R. Larkwren",
    "Lark, Odalys",
    "Dr. Odalys Jean Brannigan Jr.",
    "Miss Mary Lark",
    "Mr Yu",
    "Ying Yu",
    "Xi Li",
    "Salt Ledger",
    "Vincenz van der Lark",
    "Faisal bin Nasser Al-Skerrow",
    "Mohammed al-Skerrow",
    "Anna-Maria Mueller-Thoering",
    "Maria Echenagusia Robles",
    "Lucia Garcia Belmonte",
    "D'Angelo O'Brannigan",
    "John John",
    "Sam Will",
    "Odalys Brannigan (poet)",
    "María Echenagusía Robles",
    "Jürgen Thöring",
    "Светлана Юсифова",
    'Dr. med. Annelore "Anni" Brannigan geb. Holzer',
    "BRANNIGAN Eleanor",
    "eleanor brannigan",
    "Annelore Brannigan & Gregor Holzer",
    "Annelore Brannigan alias Grimmkoeter",
    "Dr. Will Young",
    "Halvorsen Maritime GmbH",
    "Brannigan & Thule Ltd",
    "Siemens AG",
    "Jean-Baptiste Lark",
    "Ng Kok Seng",
    "Nguyễn Thị Hồng Nhung",
    "Patrick O'Larkwren",
)


def targets() -> list[Target]:
    alone = [Target(name=name) for name in NAMES]
    several = [Target(name=name, aliases=(NAMES[n - 1], NAMES[n - 5])) for n, name in enumerate(NAMES)]
    stated = [Target(name=name, facts=(Fact(text="She is also known as Petra Quillmarsh."),)) for name in NAMES[:4]]
    return [*alone, *several, *stated]


@pytest.mark.parametrize("target", targets(), ids=lambda target: " ".join(target.names))
def test_known_words_and_signs_are_those_of_the_forms(target: Target) -> None:
    known, whole = known_of(target), TargetForms.of(target)
    surnames = known.signs.keys()
    assert all(surnames & set(words) for words, _ in (*whole.forms, *whole.surnames))
    words = set(chain(whole.given, *(words for words, _ in whole.surnames)))
    words |= {word[0] for word in words}
    words |= {beginning(word) for word in words if len(word) > 2}
    every = set(KnownOfTarget.of(known.signs, [ANY_WORD]).neighbours)
    assert set(KnownOfTarget.of(known.signs, words).neighbours) <= set(known.neighbours) or every <= set(
        known.neighbours
    )
    assert all(sign & ~STATED == whole.sign(surname) or sign & OTHER for surname, sign in known.signs.items())
    for surname, sign in known.signs.items():
        if not sign & OTHER:
            assert [{(f.kind, f.ambiguous) for f in some} for some in forms_of_sign(sign)] == [
                {(f.kind, f.ambiguous) for f in some} for some in whole.of_words((surname,))
            ]


def test_what_is_no_person_has_no_surname() -> None:
    assert not known_of(Target(name="Odalys Brannigan", derive=False)).signs
    assert not known_of(Target(name="Odalys Brannigan", kind="topic", examples=("Who was she?",))).signs
