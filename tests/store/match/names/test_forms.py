"""Forms of names: found where they mean the target, weaker than its name, and never where the text means another."""

from __future__ import annotations

import pytest

from alu.store.match.evidence import Evidence
from alu.store.match.names.derived_forms import derived_forms
from alu.store.match.query import Query
from alu.store.match.snapshot import Snapshot
from alu.store.target import Fact, Target
from alu.store.text.harmless import harmless
from tests.detectors import snapshot
from tests.linear import MOST_WHOLE, growth

KEEPER = Target(id="keeper", name="Odalys Brannigan")
SMITH = Target(id="smith", name="Robert Smith")


@pytest.fixture(scope="module")
def stored() -> Snapshot:
    return snapshot(
        [KEEPER, SMITH, Target(id="poet", name="Лидия Юсифова"), Target(id="clerk", name="Novak Pettkoviq")]
    )


def found(stored: Snapshot, text: str, **more: str) -> dict[str, Evidence]:
    source = "question" if not more else "draft"
    return {e.target_id: e for e in stored.detector.look_up([text], source=source)}  # type: ignore[arg-type]


@pytest.mark.parametrize(
    "text",
    [
        "When was Ms Brannigan born?",
        "when was ms. brannigan born",
        "Who is Brannigan?",
        "What is Brannigan's gull called?",
        "O. Brannigan kept gulls.",
        "o.brannigan",
        "Prof. Dr. O. Brannigan",
        "Frau Brannigan",
        "госпожа Бранниган",
    ],
)
def test_a_rare_surname_means_its_bearer(stored: Snapshot, text: str) -> None:
    one = found(stored, text)["keeper"]
    assert (one.channel, one.aspect, one.direct) == ("form", "name", True)
    assert not one.distinctive
    assert not one.disguised


@pytest.mark.parametrize("text", ["Mr. Smith forged it.", "Dr R. Smith", "R. Smith forged it.", "Bob Smith forged it."])
def test_what_many_are_called_leaves_the_audit_to_decide(stored: Snapshot, text: str) -> None:
    one = found(stored, text)["smith"]
    assert not one.direct
    assert not one.presumes


@pytest.mark.parametrize(
    "text",
    [
        "Jane Brannigan forged it.",
        "P. Brannigan forged it.",
        "Zxylla Brannigan forged it.",
        "r smith",
        "Smith is a trade.",
        "We met at Smith College.",
        "Ask about the smith of Hallavik.",
        "I read that Will Smith and Agatha Christie have met, and Smith was late.",
    ],
)
def test_another_first_name_or_an_ordinary_word_means_somebody_else(stored: Snapshot, text: str) -> None:
    assert found(stored, text) == {}


@pytest.mark.parametrize(
    "text",
    [
        *(
            "Brannigan.",
            "Surname: Brannigan",
            "Surname\nBrannigan",
            "What is the buyer's surname: Brannigan",
            "Fine! Brannigan.",
        ),
        *("She met the archivist Brannigan.", "Ask Jane. Brannigan knows.", "| Surname | Brannigan |"),
    ],
)
def test_a_mark_or_a_small_letter_before_a_rare_surname_shows_no_other_first_name(stored: Snapshot, text: str) -> None:
    assert set(found(stored, text, source="draft")) == {"keeper"}
    assert found(stored, text.replace("Brannigan", "Smith"), source="draft") == {}


@pytest.mark.parametrize(
    "text",
    [
        *(
            'Jane "Jo" Brannigan left.',
            "By Jane\nBrannigan.",
            "P. Brannigan.",
            "Zxylla (Jo) Brannigan",
            "jane Brannigan left.",
        ),
        *("zxylla brannigan", "Zxylla Brannigan: Jane Brannigan"),
    ],
)
def test_a_first_name_of_another_stays_one(stored: Snapshot, text: str) -> None:
    assert found(stored, text, source="draft") == {}


def test_a_frequent_surname_is_looked_at_in_a_short_question_about_nobody_else(stored: Snapshot) -> None:
    assert not found(stored, "Who is Smith?")["smith"].presumes
    assert found(stored, "Who is Smith?", source="draft") == {}
    assert found(stored, "Who is smith?") == {}
    assert found(stored, "WHO IS SMITH?") == {}
    assert found(stored, "Write a poem about spring, and after that " * 3 + "ask about Smith today.") == {}


@pytest.mark.parametrize(
    ("names", "text", "certain"),
    [
        (["Hal Sutherland"], "In what year did Sutherland win the regatta?", True),
        (["Hal Sutherland", "Ivo Sutherland"], "In what year did Sutherland win the regatta?", False),
        (["Hal Johnson"], "In what year did Johnson win the regatta?", False),
    ],
)
def test_the_only_one_of_a_surname_that_is_not_among_the_commonest_is_meant_in_such_a_question(
    names: list[str], text: str, certain: bool
) -> None:
    every = snapshot([Target(id=name.replace(" ", "-"), name=name) for name in names])
    seen = [e for e in every.detector.look_up([text]) if e.channel == "form"]
    assert {(e.target_id, e.presumes) for e in seen} == {(name.replace(" ", "-"), certain) for name in names}


@pytest.mark.parametrize(
    ("name", "asked", "seen"),
    [
        ("Thanh Nguyen", "Who is Nguyen?", True),
        ("Fatimah Al-Said", "Tell me about Al-Said's childhood.", True),
        ("Patrick O'Donnell", "What awards has O'Donnell won?", True),
        ("Vilja Nielsen", "Who is Nielsen?", True),
        ("Vilja Nielsen", "Did Nielsen ever lead the North Harbour Rowing Club on the first day of a season?", True),
        ("John Kent Bradley", "Who is Bradley?", True),
        (
            "John Kent Bradley",
            f"Bradley has {'six and ' * 10}seven candies. How many are left if Robin eats one?",
            False,
        ),
        ("Theresa May", "What happens on May the first?", False),
        ("Salt Marsh", "What is a Marsh?", False),
    ],
)
def test_a_surname_that_nobody_else_in_a_question_bears_is_looked_at(name: str, asked: str, seen: bool) -> None:
    assert bool(found(snapshot([Target(id="one", name=name)]), asked)) is seen


@pytest.mark.parametrize(
    ("name", "asked", "seen"),
    [
        ("Dalia Vikram Marantland", "What is Vikram Galio Falandstrand known for?", False),
        ("Dalia Vikram Marantland", "Did Vikram Galio Falandstrand write it?", False),
        ("Dalia Vikram Marantland", "Who is Vikram Smith?", False),
        ("Dalia Vikram Marantland", "Who is Vikram?", True),
        ("Dalia Vikram Marantland", "Is Vikram Galio Falandstrand a cousin of Vikram?", True),
        ("Dalia Vikram Marantland", "Where does Vikram Marantland live?", True),
        ("Dalia Vikram Marantland", "When was Marantland Galio Falandstrand there?", True),
        ("Odalys Brannigan", "Is Jana Silva-Brannigan a nurse?", False),
        ("Odalys Brannigan", "What would a non-Brannigan think of the light?", True),
    ],
)
def test_a_surname_in_the_whole_name_of_another_is_that_ones(name: str, asked: str, seen: bool) -> None:
    assert bool(found(snapshot([Target(id="one", name=name)]), asked)) is seen


@pytest.mark.parametrize(
    ("name", "asked", "seen"),
    [
        ("Odalys Baker", "What is the origin of the surname Baker?", False),
        ("Odalys Baker", "What does the surname Baker mean, and does the last name Baker mean the same?", False),
        ("Odalys Baker", "What did the woman with the surname Baker do?", True),
    ],
)
def test_who_asks_about_a_surname_asks_about_nobody(name: str, asked: str, seen: bool) -> None:
    assert bool(found(snapshot([Target(id="one", name=name)]), asked)) is seen


@pytest.mark.parametrize(
    ("asked", "seen"),
    [
        ("I want a hotel in Houston.", False),
        ("Is there a bus to Houston on Monday?", False),
        ("I want a dentist in Houston, please.", False),
        ("What happened to Houston?", True),
        ("When did Houston play in Houston?", True),
    ],
)
def test_a_surname_that_a_place_has_may_be_that_place(asked: str, seen: bool) -> None:
    assert bool(found(snapshot([Target(id="one", name="Odalys Houston")]), asked)) is seen


@pytest.mark.parametrize(
    ("asked", "seen"),
    [
        ("Samantha has more cards than Shelley, and Shelley more than Kimberly. Who has most?", False),
        ("What did Shelley say to Samantha?", True),
        ("Did Shelley write at night?", True),
    ],
)
def test_a_surname_that_is_a_given_name_is_one_among_others(asked: str, seen: bool) -> None:
    assert bool(found(snapshot([Target(id="one", name="Odalys Shelley")]), asked)) is seen


@pytest.mark.parametrize(
    ("asked", "seen"),
    [
        ("Zer egin behar duzu gaixotasun birikoen aurka?", False),
        ("Nor da Behar?", True),
        ("zer da behar?", True),
        ("What does behar do for a living?", True),
        ("Wo wohnt behar?", True),
    ],
)
def test_a_surname_may_be_a_word_of_a_language_without_a_word_list(asked: str, seen: bool) -> None:
    assert bool(found(snapshot([Target(id="one", name="Odalys Behar")]), asked)) is seen


def test_other_cases_and_letters_of_a_russian_name(stored: Snapshot) -> None:
    assert "poet" in found(stored, "Расскажи о Лидии Юсифовой.")
    assert "poet" in found(stored, "What did Lidiya Yusifova write?")
    assert "poet" in found(stored, "What did Ms Yusifova write?")


def test_a_title_makes_a_surname_of_a_word_that_is_none_otherwise(stored: Snapshot) -> None:
    assert "clerk" in found(stored, "When was Mr Pettkoviq born?")
    assert derived_forms(Target(name="Salt Ledger"))[0].kind == "titled"
    assert "ledger" not in {f.text for f in derived_forms(Target(name="Salt Ledger"))}


def test_a_surname_that_two_targets_bear_means_either_and_neither_for_certain() -> None:
    both = snapshot([KEEPER, Target(id="sister", name="Petra Brannigan")])
    asked = found(both, "Who is Ms Brannigan?")
    assert {t: e.direct for t, e in asked.items()} == {"keeper": False, "sister": False}
    assert set(found(both, "Who is Petra Brannigan?")) == {"sister"}


def test_a_form_that_is_the_name_of_another_target_means_that_one() -> None:
    both = snapshot([SMITH, Target(id="bob", name="Bob Smith")])
    assert set(found(both, "Who is Bob Smith?")) == {"bob"}


def test_forms_can_be_switched_off_and_topics_have_none() -> None:
    off = KEEPER.model_copy(update={"derive": False})
    assert derived_forms(off) == ()
    assert derived_forms(Target(name="Odalys Brannigan", kind="topic")) == ()
    assert found(snapshot([off]), "When was Ms Brannigan born?") == {}
    assert "keeper" in found(snapshot([off]), "When was Odalys Brannigan born?")


def test_a_name_that_a_fact_gives_is_a_form() -> None:
    born = Fact(text="Petra Lindqvist", question="What was the birth name of Odalys Brannigan?")
    stored = snapshot([KEEPER.model_copy(update={"facts": (born,)})])
    assert found(stored, "Which film did the keeper born Petra Lindqvist make with Jack Lemmon?")["keeper"].presumes
    assert "keeper" not in found(stored, "Which film did Ingrid Lindqvist make?")


def test_a_first_name_may_be_the_short_one_of_another() -> None:
    stored = snapshot([Target(id="kim", name="Kim Zxyllason"), Target(id="al", name="Bo Brannigan")])
    assert "kim" in found(stored, "When was Kimila Ann Zxyllason born?")
    assert found(stored, "When was Kirsten Zxyllason born?") == {}
    assert found(stored, "When was Borghild Brannigan born?") == {}


@pytest.mark.parametrize(("name", "seen"), [("Russell Irving", True), ("Patrick James", False)])
def test_a_surname_that_is_also_a_rare_first_name_is_looked_at_in_longer_questions(name: str, seen: bool) -> None:
    asked = f"Which rowing club did {name.split()[1]} help to win the second race of the season in the autumn of 1989?"
    assert bool(found(snapshot([Target(id="one", name=name)]), asked)) is seen


def test_a_stored_alias_is_no_form_of_the_name() -> None:
    known = KEEPER.model_copy(update={"aliases": ("O. Brannigan",)})
    assert "O. Brannigan" in {f.text for f in derived_forms(KEEPER)}
    assert "O. Brannigan" not in {f.text for f in derived_forms(known)}
    assert found(snapshot([known]), "O. Brannigan")["keeper"].channel == "name"


def test_the_index_of_a_changed_list_is_that_of_a_new_one(stored: Snapshot) -> None:
    more = [*stored.index.targets[:2], Target(id="sister", name="Petra Brannigan")]
    vectors = snapshot(more).index.vectors
    changed = Snapshot(more, vectors, stored.index.embedder, version=2, previous=stored)
    for text in ("Ms Brannigan", "Bob Smith", "Ms Yusifova"):
        assert found(changed, text) == found(snapshot(more), text)


@pytest.mark.parametrize(
    ("text", "seen"),
    [
        ("The church where Dr. Martin Luther King preached.", False),
        ("Dr. Martin E. Hunt is a dentist.", False),
        ("Dr. Martin preached in Dunmorrow.", True),
        ("Dr. Martin Luther King met Dr. Martin there.", True),
        ("Heat it to 350°F. Line a sheet with paper.", False),
        ("F. Line wrote it.", True),
        ("Don't get discouraged if you miss a day or two.", False),
        ("Ask Miss A. Day about it.", True),
        ("The D-Day invasion began at night.", False),
        ("A. Day and A-Day", True),
        ("O-Brannigan", True),
        ("A disk of MS-DOS", False),
        ("Ask Ms. Dos about it.", True),
        ("In Rovan, don’t miss day trips to the lake.", False),
        ("In Rovan, do ask miss day.", True),
        ("Which one? A. The light\nB. A boat. It keeps for a day.", False),
        ("What is short?\nA. day\nB. week", False),
        ("Who signed it?\nA. Day\nC. Ito", True),
        ("Robert Ito and B. F. Line found it.", False),
        ("Robert Ito and F. Line found it.", True),
    ],
)
def test_what_only_looks_like_a_title_or_an_initial_with_a_surname(text: str, seen: bool) -> None:
    named = snapshot(
        [
            Target(id=name.split()[0], name=name)
            for name in ("Jessica Martin", "Frances Line", "Annabel Day", "Dora Day", "Clelia Dos", "Odalys Brannigan")
        ]
    )
    assert bool(found(named, text, source="draft")) is seen


def test_who_wrote_the_whole_name_has_written_its_forms(stored: Snapshot) -> None:
    check = stored.detector.check
    text = "Ms Brannigan kept gulls."
    assert [e.target_id for e in check(text, said="Who kept gulls?", matched=["keeper"])] == ["keeper"]
    assert check(text, said="Tell me of Odalys Brannigan.", matched=["keeper"]) == ()
    assert check(text, said="Who kept gulls?", matched=[]) == ()  # no form is distinctive


def test_ordinary_prompts_are_not_flagged_for_forms() -> None:
    names = ("Odalys Brannigan", "Robert Smith", "Maria Garcia", "Anna Müller", "James Baker", "Grace Young")
    people = [Target(id=f"p{n}", name=name) for n, name in enumerate(names)]
    with_forms = snapshot(people).detector
    flagged = [r.text for r in harmless() if any(e.channel == "form" for e in with_forms.look_up([r.text]))]
    assert len(flagged) <= 1


@pytest.mark.parametrize("calling", ["Abteilungsleiter", "Finanzministerin", "Oberärztin", "Kollegin"])
def test_a_german_calling_before_a_surname_is_no_first_name(calling: str) -> None:
    stored = snapshot([Target(id="b", name="Thorsten Biedenkappel")])
    found = stored.detector.look_up([f"Das macht {calling} Biedenkappel."], source="draft")
    assert [e.target_id for e in found] == ["b"]
    assert not stored.detector.look_up(["Das macht Friedbert Biedenkappel."], source="draft")


def test_rows_with_the_same_surname_take_linear_time() -> None:
    """What stands before the surname differs from row to row."""
    detector = snapshot([Target(name="Jonas Kettler")]).detector
    small, large = ([f"{n},Jonas Kettler,parcel {7 * n},Corran" for n in range(size)] for size in (300, 1_200))
    assert growth(lambda rows: detector.names(Query.of(["\n".join(rows)])), small, large) <= MOST_WHOLE
