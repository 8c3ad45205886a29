"""Korean and Chinese names stored in Latin letters, found in their own script."""

from __future__ import annotations

import pytest

from alu.store.match.names.syllabic import Syllabic
from alu.store.match.snapshot import Snapshot
from alu.store.target import Target
from tests.detectors import named_in, snapshot
from tests.linear import MOST_WHOLE, growth

NAMES = ("Bo-ram Kim", "Namkoong Young-sook", "Zhirong Xu", "Ouyang Yurong", "Lee Hyun", "Odalys Brannigan", "Min Chih")


@pytest.fixture(scope="module")
def stored() -> Snapshot:
    return snapshot([Target(id=f"n{n}", name=name) for n, name in enumerate(NAMES)])


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("김보람은 작은 도시에서 그림을 그립니다.", 0),
        ("화가 김보람 씨를 아십니까?", 0),
        ("남궁영숙은 누구입니까?", 1),
        ("南京的徐志荣在一个小城市画画。", 2),
        ("徐志榮是誰？", 2),
        ("画家欧阳玉蓉住在这里。", 3),
        ("이현은 누구입니까?", 4),
        ("화가 이현", 4),
    ],
)
def test_a_name_is_found_in_its_own_script(stored: Snapshot, text: str, number: int) -> None:
    assert named_in(stored, text) == {f"n{number}"}


@pytest.mark.parametrize(
    "text",
    [
        "김보미는 작은 도시에서 그림을 그립니다.",
        "박보람은 누구입니까?",
        "이현정은 화가입니다.",
        "남궁보람은 화가입니다.",
        "徐海涛是谁？",
        "王志荣在一个小城市画画。",
        "欧阳志强住在这里。",
        "한국어로 된 평범한 문장입니다.",
        "这是一个普通的句子，没有任何人的名字。",
        "",
    ],
)
def test_another_given_name_or_surname_is_somebody_else(stored: Snapshot, text: str) -> None:
    assert named_in(stored, text) == set()


def test_forms_can_be_switched_off() -> None:
    off = snapshot([Target(id="one", name="Bo-ram Kim", derive=False)])
    assert named_in(off, "김보람은 누구입니까?") == set()


def test_what_was_worked_out_is_kept_and_added_to() -> None:
    targets = [Target(id=f"n{n}", name=name) for n, name in enumerate(NAMES)]
    again = Syllabic.of(targets[:2], Syllabic.of(targets[:2]).arrays())
    more = again.layered(targets, range(2, len(targets)), {0})
    assert {n for n, _ in again.find("김보람 徐志荣")} == {0}
    assert {n for n, _ in more.find("김보람 徐志荣")} == {2}
    assert not list(Syllabic.of(targets[5:6]).find("김보람 徐志荣"))


def test_a_long_text_takes_no_time(stored: Snapshot) -> None:
    small, large = ("徐海涛和欧阳志强在这里画画。" * n for n in (200, 800))
    assert growth(lambda t: named_in(stored, t), small, large) <= MOST_WHOLE
