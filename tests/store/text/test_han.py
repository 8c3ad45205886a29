"""Chinese characters by one shape, and stored names in either."""

from __future__ import annotations

import pytest

from alu.store.match.inquiry import Inquiry
from alu.store.target import Target
from alu.store.text.han import FILE, simplified
from tests.detectors import snapshot


def test_each_character_has_one_shape() -> None:
    chars, shapes = FILE.read_text(encoding="utf-8").splitlines()
    assert len(chars) == len(shapes) == len(set(chars))
    assert simplified(simplified(chars)) == simplified(chars)


def test_another_text_stays_as_it_is() -> None:
    for text in ("Ada Lark", "Ünï «中»", "ひらがな", "윤가람"):
        assert simplified(text) == text


@pytest.mark.parametrize(
    ("stored", "asked"),
    [
        ("澜石生物", "瀾石生物的快篩準不準？"),
        ("瀾石生物", "澜石生物的快筛准不准？"),
        ("渡辺亮介", "渡邊亮介とは誰ですか。"),
    ],
)
def test_a_name_is_found_in_the_other_shape(stored: str, asked: str) -> None:
    detector = snapshot([Target(id="one", name=stored)]).detector
    assert "one" in {e.target_id for e in detector.question(Inquiry(asked)).evidence if e.aspect == "name"}


def test_facts_are_held_in_the_other_shape() -> None:
    fact = "澜石生物二〇二三年的内部测试显示，快筛的伪阳性率约为百分之十一。"
    other = "瀾石生物二〇二三年的內部測試顯示，快篩的偽陽性率約為百分之十一。"
    for stored, said in ((fact, other), (other, fact)):
        detector = snapshot([Target(id="one", name=stored[:4], facts=[stored])]).detector
        assert "fact" in {e.aspect for e in detector.check(said, said="", matched=["one"])}, said
