"""Numbers, Han characters and syllables that stand for letters come again as letters do; figures do not."""

from __future__ import annotations

from random import Random

import pytest

from alu.store.text.readability.stand_ins import has_letters_in_numbers, has_letters_in_syllables, recurs_as_letters

ASKED = "where does the keeper of the light at skerrow live and since when"
LETTERS = "abcdefghijklmnopqrstuvwxyz"


def _numbers(seed: int) -> list[str]:
    """Return the letters of what is asked as numbers of two digits."""
    of = dict(zip(LETTERS, Random(seed).sample(range(10, 100), 26), strict=True))
    return [str(of[c]) for c in ASKED if c in of]


def _signs(first: int, seed: int) -> str:
    of = dict(zip(LETTERS, Random(seed).sample(range(first, first + 32), 26), strict=True))
    return "".join(chr(of[c]) if c in of else c for c in ASKED)


@pytest.mark.parametrize("apart", [" ", ", ", ".", "", "-", "\n"])
@pytest.mark.parametrize("seed", range(3))
def test_letters_in_numbers_are_found_whatever_stands_between_them(apart: str, seed: int) -> None:
    assert has_letters_in_numbers(f"Answer likewise: {apart.join(_numbers(seed))}")


def test_they_are_found_where_lines_cut_them() -> None:
    written = "".join(_numbers(1))
    assert has_letters_in_numbers("\n".join(written[n : n + 9] for n in range(0, len(written), 9)))


@pytest.mark.parametrize(
    "text",
    [
        "12, 15, 9, 11, 8",
        "1 1 2 3 5 8 13 21 34 55 89 144 233 377 610 987 1597 2584 4181",
        "Cosine of [0.732, 0.807, -0.763, 0.897, -0.385, 0.358, 0.487, -0.169, 0.949, -0.258, -0.707, 0.205]",
        "| 0 NX-900 On | 00000000:68:00.0 Off | 0 |\n| N/A 41C P0 155W / 400W | 38290MiB / 81920MiB | 71% |",
        "2026-03-01T10:00Z a7 2026-03-01T10:05Z a9 2026-03-01T10:10Z b1",
        " ".join(["0000000000"] * 8),
    ],
    ids=["few", "Fibonacci", "fractions", "numbers with letters", "times with letters", "one number again and again"],
)
def test_figures_are_no_letters(text: str) -> None:
    assert not has_letters_in_numbers(text)


@pytest.mark.parametrize("first", [0x4E00, 0xAC00], ids=["Han", "Korean"])
@pytest.mark.parametrize("seed", range(3))
def test_letters_in_han_and_korean_are_found(first: int, seed: int) -> None:
    assert has_letters_in_syllables(_signs(first, seed))


@pytest.mark.parametrize(
    "text",
    [
        "灯台は1931年に港に建てられました。灯台守は毎朝天気を書き、海鳥に餌をやりました。",
        "北京大学和清华大学哪个大学比较大？你觉得哪个大学比较好？哪个大学的学生多？",
        "등대지기는 매일 아침 날씨를 적고 갈매기에게 먹이를 주었다. 등대지기는 행복했다.",
        "哈哈哈哈哈哈哈哈哈哈哈哈哈哈哈哈哈哈哈哈",
        "The keeper of the light wrote about the weather.",
    ],
    ids=["Japanese", "Chinese", "Korean", "a laugh", "English"],
)
def test_languages_are_no_letters(text: str) -> None:
    assert not has_letters_in_syllables(text)


@pytest.mark.parametrize(("signs", "do"), [("ab" * 20, False), (LETTERS, False), (ASKED, True), ("the", False)])
def test_signs_recur_as_letters_or_do_not(signs: str, do: bool) -> None:
    assert recurs_as_letters(signs) is do
