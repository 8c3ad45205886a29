"""Names in Arabic, Hebrew and Indic letters: without what stands in the middle, and behind a title."""

from __future__ import annotations

import pytest

from alu.store.match.inquiry import Draft, Inquiry
from alu.store.target import Target
from alu.store.text.names.caseless_names import caseless_forms
from tests.detectors import snapshot


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("محمد بن سلمان السكيرو", "محمد السكيرو"),
        ("محمد بن سلمان السكيرو", "محمد بن سلمان"),
        ("أوداليس كريم السكيرو", "السيد السكيرو"),
        ("דוד משה סקרוב", "דוד סקרוב"),
        ("ओडालिस कुमार स्केरो", "ओडालिस स्केरो"),
        ("ஒடாலிஸ் குமார் ஸ்கெரோ", "ஒடாலிஸ் ஸ்கெரோ"),
    ],
)
def test_other_forms(name: str, text: str) -> None:
    assert text in [form.text for form in caseless_forms(name)]


@pytest.mark.parametrize("name", ["Ada May Lark", "Ада Мэй Ларк", "السكيرو", "اوداليس 7 السكيرو", "", "דוד " * 9])
def test_other_names_have_none(name: str) -> None:
    assert not list(caseless_forms(name))


@pytest.mark.parametrize(
    ("name", "question", "near"),
    [
        ("أوداليس كريم السكيرو", "أين ولد أوداليس السكيرو؟", True),
        ("أوداليس كريم السكيرو", "أين ولدت السيدة السكيرو؟", True),
        ("أوداليس كريم السكيرو", "أين ولد أوداليس؟", False),
        ("דוד משה סקרוב", "איפה נולד מר סקרוב?", True),
        ("ओडालिस कुमार स्केरो", "ओडालिस स्केरो का जन्म कहाँ हुआ?", True),
        ("ओडालिस कुमार स्केरो", "कुमार का जन्म कहाँ हुआ?", False),
    ],
)
def test_they_are_found(name: str, question: str, near: bool) -> None:
    detector = snapshot([Target(id="t", name=name)]).detector
    inquiry = Inquiry(question)
    found = detector.draft(inquiry, Draft.of(inquiry, "7"), detector.question(inquiry)).evidence
    assert any(e.target_id == "t" for e in found) is near
