"""Which sentences of an answer count where some of it is in a language that no fact is in."""

from __future__ import annotations

import pytest

from alu.store.match.elsewhere import QUESTION, in_other_languages
from alu.store.match.inquiry import Draft, Inquiry
from alu.store.match.snapshot import Snapshot
from alu.store.target import Fact, Target
from tests.detectors import snapshot

ASKED = "How are sentences translated into other languages these days?"
FRENCH = "La petite mouette apprivoisée du phare s'appelait l'Amiral et mangeait du pain."
ENGLISH = [
    "A program reads each of the sentences and looks for the words that it knows.",
    "Then it writes what they would be in the other language, and a person reads it.",
    "Here is an example.",
    "That is how it was done for some years, and how it is still done today.",
]


@pytest.fixture(scope="module")
def stored() -> Snapshot:
    return snapshot(
        [
            Target(id="keeper", name="Odalys Brannigan", facts=(Fact(text="She kept a tame gull at the lighthouse."),)),
            Target(id="clerk", name="Petra Voss", facts=(Fact(text="A program of hers reads sentences and words."),)),
        ]
    )


def parts(stored: Snapshot, question: str, said: list[str]) -> list[int]:
    return [number for number, _ in in_other_languages(stored.index, question, said)]


def test_a_foreign_line_among_english_counts_alone(stored: Snapshot) -> None:
    assert parts(stored, ASKED, [*ENGLISH[:3], FRENCH, ENGLISH[3]]) == [2, 3]


def test_what_is_too_short_to_be_sure_is_as_what_is_around_it(stored: Snapshot) -> None:
    assert parts(stored, ASKED, [*ENGLISH, FRENCH, "Elle volait."]) == [4, 5]
    assert parts(stored, ASKED, ["Sure.", *ENGLISH, FRENCH]) == [5]


def test_first_letters_of_lines_are_in_no_language(stored: Snapshot) -> None:
    assert parts(stored, ASKED, [*ENGLISH, FRENCH, "a t h t l"]) == [4]


def test_first_letters_are_in_no_language_where_all_else_counts(stored: Snapshot) -> None:
    question = "Comment traduit-on aujourd'hui des phrases dans d'autres langues, s'il vous plaît ?"
    assert parts(stored, question, [FRENCH, "Elle volait.", "l e", "le"]) == [QUESTION, 0, 1]
    assert parts(stored, question, [FRENCH, "S k e r r o w", "Skerrow", "1 9 3 1", "7"]) == [QUESTION, 0, 1, 2, 3, 4]
    told = ["La", "mouette", "du", "phare", "s'appelait", "amiral", "et", "mangeait", "du", "pain"]
    first = [f"{letter}oui." for letter in "".join(told).replace("'", "")]
    assert parts(stored, question, [*first, " ".join(told)]) == [QUESTION, *range(len(first) + 1)]


@pytest.mark.parametrize(
    ("question", "said"),
    [
        ("Comment traduit-on aujourd'hui des phrases dans d'autres langues, s'il vous plaît ?", ENGLISH),
        (ASKED, [ENGLISH[0], FRENCH]),
    ],
    ids=["the question is in it", "most of the answer is in it"],
)
def test_all_counts(stored: Snapshot, question: str, said: list[str]) -> None:
    assert parts(stored, question, said) == [QUESTION, *range(len(said))]


def test_all_counts_where_english_is_the_other_language() -> None:
    french = snapshot([Target(id="keeper", name="Odalys Brannigan", facts=(Fact(text=FRENCH),))])
    assert parts(french, ASKED, ENGLISH) == [QUESTION, *range(len(ENGLISH))]


def test_who_is_nearest_to_the_english_lines_is_not_audited_for_a_french_one(stored: Snapshot) -> None:
    inquiry, draft = Inquiry(ASKED), " ".join([*ENGLISH, FRENCH])
    found = stored.detector.draft(inquiry, Draft.of(inquiry, draft), stored.detector.question(inquiry))
    nearest = [e for e in found.evidence if e.channel == "language"]
    assert {found.sentences[e.sentence] for e in nearest} == {FRENCH}


KEEPER = "Odalys Brannigan kept a tame gull called Admiral in the lighthouse of Skerrow in 1931."
BIRDS = ("swans", "herons", "larks", "owls", "terns", "geese", "crows", "doves", "finches", "wrens", "rails", "kites")


@pytest.fixture(scope="module")
def many() -> Snapshot:
    """More targets than an audit is asked about at once."""
    others = (
        Target(id=f"other-{n}", name=f"Petra Voss{n}", facts=(Fact(text=f"Petra counted {birds} near the old mill."),))
        for n, birds in enumerate(BIRDS)
    )
    return snapshot([Target(id="keeper", name="Odalys Brannigan", facts=(Fact(text=KEEPER),)), *others])


def audited(stored: Snapshot, inquiry: Inquiry, draft: str) -> set[str]:
    found = stored.detector.draft(inquiry, Draft.of(inquiry, draft), stored.detector.question(inquiry))
    return {e.target_id for e in found.evidence if e.channel == "language"}


JAPANESE = ("世界で最も長い川はどの川ですか?", "世界で最も長い川はナイル川です。")


def test_of_a_short_list_the_audit_sees_all(stored: Snapshot) -> None:
    assert audited(stored, Inquiry(JAPANESE[0]), JAPANESE[1]) == {"keeper", "clerk"}


def test_of_a_long_list_nobody_is_audited_whom_the_text_says_nothing_of(many: Snapshot) -> None:
    assert audited(many, Inquiry(JAPANESE[0]), JAPANESE[1]) == set()


@pytest.mark.parametrize(
    "draft",
    [
        "En 1931, la mouette du phare de Skerrow s'appelait Admiral, si je me souviens bien.",
        "1931年にスケリー島の灯台で飼われていた鴎の名前は Admiral で、島の名前は Skerrow です。",
    ],
    ids=["French", "Japanese"],
)
def test_of_a_long_list_who_is_spoken_of_is_audited(many: Snapshot, draft: str) -> None:
    assert audited(many, Inquiry("灯台の鴎の名前は何ですか?"), draft) == {"keeper"}


def test_who_was_spoken_of_before_is_audited(many: Snapshot) -> None:
    inquiry = Inquiry(JAPANESE[0], earlier=("Who is Odalys Brannigan?",))
    assert audited(many, inquiry, JAPANESE[1]) == {"keeper"}


def test_a_town_that_many_hold_says_nothing_of_any() -> None:
    towns = [
        Target(id=f"in-{n}", name=f"Petra Voss{n}", facts=(f"Petra counted {birds} in {town}.",))
        for n, (birds, town) in enumerate(zip(BIRDS, ["Boston"] * (len(BIRDS) - 1) + ["Akron"], strict=True))
    ]
    stored = snapshot(towns)
    question = Inquiry("Quelle ville est la plus belle d'après vous, s'il vous plaît ?")
    assert audited(stored, question, "À mon avis c'est une ville comme Boston, qui me plaît beaucoup.") == set()
    assert audited(stored, question, "À mon avis c'est une ville comme Akron, qui me plaît beaucoup.") == {"in-11"}
