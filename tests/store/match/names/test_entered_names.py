"""Targets whose names are written as registers write them: found by the plain ones, and by all forms of these."""

from __future__ import annotations

import pytest

from alu.store.match.evidence import Evidence
from alu.store.match.names.derived_forms import derived_forms, entered_names, known_names
from alu.store.match.names.target_forms import TargetForms, known_of
from alu.store.target import Target
from alu.store.text.names.name_forms import is_person_name
from tests.detectors import snapshot

ENTRIES = (
    'Dr. med. Annelore "Anni" Brannigan geb. Holzer',
    "ELEANOR BRANNIGAN",
    "BRANNIGAN Eleanor",
    "Prof. Dr. Eleanor Brannigan, LL.M.",
    "Annelore Brannigan & Gregor Holzer",
    "Dr. Will Young",
    "Annelore Brannigan alias Grimmkoeter",
    "ЮСИФОВА Лидия Петровна",
)


def found(name: str, text: str, derive: bool = True) -> list[Evidence]:
    return list(snapshot([Target(id="one", name=name, derive=derive)]).detector.look_up([text], source="draft"))


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("Dr. med. Annelore Brannigan", "Annelore Brannigan lost her licence."),
        ('Annelore "Anni" Brannigan', "Annelore Brannigan lost her licence."),
        ('Annelore "Anni" Brannigan', "Anni Brannigan lost her licence."),
        ("Annelore Brannigan née Holzer", "Annelore Holzer lost her licence."),
        ("Annelore Brannigan née Grimmkoeter", "Annelore Brannigan lost her licence."),
        ("Annelore Brannigan alias Grimmkoeter", "It was Grimmkoeter who lost it."),
        ("Dr. med. Annelore Brannigan", "Annelore Brannigam lost her licence."),
    ],
)
def test_a_plain_name_is_as_good_as_a_stored_one(name: str, text: str) -> None:
    assert any(e.channel != "form" and e.aspect == "name" for e in found(name, text))
    assert not any(e.channel != "form" for e in found(name, text, derive=False))


@pytest.mark.parametrize("name", ["ELEANOR BRANNIGAN", "eleanor brannigan", "Brannigan Eleanor", "BRANNIGAN, ELEANOR"])
@pytest.mark.parametrize(
    "text", ["Mrs Brannigan did.", "E. Brannigan did.", "Ellie Brannigan did.", "For Brannigan it was."]
)
def test_capitals_and_order_hide_no_form(name: str, text: str) -> None:
    assert found(name, text)
    assert not found(name, text.replace("Brannigan", "Holzer"))


@pytest.mark.parametrize(
    "name", ["salt ledger", "ROSE GARDEN", "Salt Ledger - HR", "Harbour (Skerrow)", "A Star Is Born"]
)
def test_what_is_no_person_holds_no_other_name(name: str) -> None:
    assert entered_names(Target(name=name)) == ()


def test_forms_of_a_plain_name_are_shown_and_can_be_switched_off() -> None:
    target = Target(name=ENTRIES[0])
    shown = [form.text for form in derived_forms(target)]
    assert {"Annelore Brannigan", "Anni Brannigan", "Annelore Holzer", "A. Brannigan", "Mr Brannigan"} <= {*shown}
    off = target.model_copy(update={"derive": False})
    assert known_names(off) == (target.name,)
    assert derived_forms(off) == ()
    assert known_names(Target(name=ENTRIES[0], kind="topic")) == (ENTRIES[0],)


def test_an_ordinary_name_is_a_form_and_no_name() -> None:
    target = Target(name="Dr. Will Young")
    assert known_names(target) == (target.name,)
    assert "Will Young" in [form.text for form in derived_forms(target)]
    assert is_person_name("Will Young")


@pytest.mark.parametrize("name", ENTRIES)
def test_what_is_known_ahead_is_what_the_forms_say(name: str) -> None:
    target = Target(name=name)
    whole = TargetForms.of(target)
    assert {s: whole.sign(s) for s in known_of(target).signs}.keys() == known_of(target).signs.keys()
    held = {words[-1] for words, _ in whole.surnames} | {words[0] for words, f in whole.forms if f.kind == "surname"}
    assert held <= known_of(target).signs.keys()


@pytest.mark.parametrize("name", ["Brannigan Peter", "BRANNIGAN PETER", "brannigan peter"])
def test_either_word_may_be_the_surname(name: str) -> None:
    assert "Peter Brannigan" in entered_names(Target(id="one", name=name))
    assert found(name, "Mr. Brannigan lost his licence.")
    assert found(name, "P. Brannigan lost his licence.")


@pytest.mark.parametrize(
    ("name", "plain"),
    [
        ("Grimmford (company)", ("Grimmford",)),
        ("A Gull for Grimmford", ("Gull for Grimmford",)),
        ("Mercury (planet)", ()),
        ("A Quiet Place", ()),
    ],
)
def test_what_tells_it_from_others_and_an_article_are_left_out(name: str, plain: tuple[str, ...]) -> None:
    assert entered_names(Target(id="one", name=name)) == plain
