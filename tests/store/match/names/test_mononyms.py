"""Names of one word, found in another script."""

from __future__ import annotations

import pytest

from alu.store.match.names.mononyms import Mononyms
from alu.store.match.snapshot import Snapshot
from alu.store.target import Target
from tests.detectors import named_in, snapshot

NAMES = ("Madonna", "Shakira", "Confucius", "Model", "Odalys Brannigan")


@pytest.fixture(scope="module")
def stored() -> Snapshot:
    return snapshot([Target(id=f"n{n}", name=name) for n, name in enumerate(NAMES)])


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("マドンナの誕生日はいつですか？", 0),
        ("마돈나는 언제 태어났나요?", 0),
        ("मैडोना का जन्म कब हुआ?", 0),
        ("シャキーラの歌", 1),
        ("Η Σακίρα γεννήθηκε στην Κολομβία.", 1),
        ("מי זאת שאקירה?", 1),
        ("من هي شاكيرا؟", 1),
    ],
)
def test_a_name_of_one_word_is_found(stored: Snapshot, text: str, number: int) -> None:
    assert named_in(stored, text) == {f"n{number}"}


@pytest.mark.parametrize(
    "text",
    [
        "シャキーラ・ロドリゲス・ペレスは弁護士です。",  # another one's first name
        "新しいモデルが発売されました。",  # an ordinary word that Japanese has borrowed
        "マドリードはスペインの首都です。",
        "마드리드는 스페인의 수도입니다.",
        "मैदान में बच्चे खेल रहे हैं।",
        "هذه مدينة كبيرة.",
    ],
)
def test_another_word_or_a_part_of_a_longer_name_is_none(stored: Snapshot, text: str) -> None:
    assert named_in(stored, text) == set()


def test_what_was_worked_out_is_kept_and_added_to() -> None:
    targets = [Target(id=f"n{n}", name=name) for n, name in enumerate(NAMES)]
    heard = "マドンナ。 シャキーラ。"
    again = Mononyms.of(targets[:1], Mononyms.of(targets[:1]).arrays())
    more = again.layered(targets, range(1, len(targets)), {0})
    assert {n for n, _ in again.find(heard)} == {0}
    assert {n for n, _ in more.find(heard)} == {1}
    assert not list(Mononyms.of(targets[3:]).find(heard))
