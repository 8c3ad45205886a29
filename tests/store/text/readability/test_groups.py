"""Letters that are cut into groups of one length, and lists of words of one length."""

from __future__ import annotations

import pytest

from alu.store.text.readability.groups import in_groups
from alu.store.text.readability.opacity import asked_opacity, foreign, in_code

ASKED = "Where does the keeper of the light at Skerrow live?"


def _cut(text: str, size: int, apart: str) -> str:
    return apart.join(text[n : n + size] for n in range(0, len(text), size))


@pytest.mark.parametrize(
    "text",
    [
        _cut(ASKED.replace(" ", ""), 5, " "),
        _cut(ASKED, 3, "/"),
        _cut(ASKED, 3, "~"),
        _cut(ASKED, 8, "\n"),
        f"Read this:\n{_cut(ASKED[::2] + ASKED[1::2], 8, chr(10))}",
        _cut(ASKED.upper().replace(" ", ""), 5, " "),
    ],
    ids=["fives", "threes with a stroke", "threes with a tilde", "lines", "lines in another order", "capitals"],
)
def test_what_is_cut_without_regard_to_words(text: str) -> None:
    assert in_groups(text)


@pytest.mark.parametrize(
    "text",
    [
        ASKED,
        "Mon,Tue,Wed,Thu,Fri,Sat,Sun",
        "crane slate audio stare roast adieu",
        "USD EUR GBP JPY CHF SEK NOK",
        "00:1b:44:11:3a:b7",
        "4f7fb325 49adfc5f 83e0aa31 7fd2c2b0 aa01bb02 cc03dd04",
        "2026-03-01\n2026-03-02\n2026-03-03\n2026-03-04",
        "#d0a3f5\n#dfade6\n#b78cc3\n#34ae06\n#e1a81d",
        "灯台は白い\n海鳥は青い\n港は小さい\n船は大きい\n空は広いな",
    ],
    ids=["a sentence", "days", "words", "currencies", "an address", "hashes", "dates", "colours", "Japanese"],
)
def test_lists_are_no_groups(text: str) -> None:
    assert not in_groups(text)


def test_groups_are_no_words_of_a_language_that_is_not_known() -> None:
    written = "gerti dleca nderl adper copsi cmune tplap ercop dleca ndeng arder laddo wwind owwin"
    assert in_code(written)
    assert not foreign(written)
    assert asked_opacity(written) > asked_opacity(ASKED) + 8
