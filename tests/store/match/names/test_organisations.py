"""Organisations without their legal form: found where a text writes them as names."""

from __future__ import annotations

import pytest

from alu.store.match.names.derived_forms import derived_forms
from alu.store.match.snapshot import Snapshot
from alu.store.target import Target
from tests.detectors import snapshot

NAMES = {
    "halvorsen": "Halvorsen Maritime GmbH",
    "grimmford": "Grimmford & Thoering Ltd",
    "gruen": "Grünkötter AG",
    "siemens": "Siemens AG",
    "packaging": "Sustainable Packaging Ltd",
    "ouzelwood": "The Ouzelwood Foundation",
}


@pytest.fixture(scope="module")
def stored() -> Snapshot:
    return snapshot([Target(id=id_, name=name) for id_, name in NAMES.items()])


def found(stored: Snapshot, text: str) -> dict[str, bool]:
    return {e.target_id: e.direct for e in stored.detector.look_up([text], source="draft")}


@pytest.mark.parametrize(
    ("text", "target"),
    [
        ("It was Halvorsen Maritime that did it.", "halvorsen"),
        ("Ask Grimmford and Thoering.", "grimmford"),
        ("ask grimmford and thoering", "grimmford"),
        ("It was Gruenkoetter that did it.", "gruen"),
        ("Money of Ouzelwood Foundation.", "ouzelwood"),
        ("They buy from Sustainable Packaging.", "packaging"),
    ],
)
def test_an_organisation_is_found_without_its_legal_form(stored: Snapshot, text: str, target: str) -> None:
    assert found(stored, text)[target]


def test_what_others_may_be_called_leaves_the_audit_to_decide(stored: Snapshot) -> None:
    assert found(stored, "They buy from Siemens.") == {"siemens": False}


@pytest.mark.parametrize(
    "text",
    [
        "We need sustainable packaging.",
        "Grünkötter Castle is old.",
        "He is the foundation of it, and a maritime man, says Halvorsen.",
        "one siemens is one ampere per volt",
    ],
)
def test_words_and_other_names_are_no_organisation(stored: Snapshot, text: str) -> None:
    assert found(stored, text) == {}


def test_forms_of_organisations_are_shown_and_can_be_switched_off() -> None:
    target = Target(name="Halvorsen Maritime GmbH")
    assert [form.text for form in derived_forms(target)] == ["Halvorsen Maritime"]
    off = target.model_copy(update={"derive": False})
    assert derived_forms(off) == ()
    assert found(snapshot([off]), "It was Halvorsen Maritime that did it.") == {}
