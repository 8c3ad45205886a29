"""Ends: where a text that is still being written may be cut, and where not."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from alu.flow.ends import whole_part

HIGH = "The light is 38 metres high."


def part(text: str, start: int = 0) -> str:
    return text[start : whole_part(text, start)]


@pytest.mark.parametrize(
    ("text", "leaves"),
    [
        ("", ""),
        ("The light is 38 met", ""),
        (HIGH, ""),  # it may go on: «high.5»
        (f"{HIGH} ", HIGH),
        (f"{HIGH}\n", HIGH),
        (f'He said: "{HIGH}" It', f'He said: "{HIGH}"'),
        (f"**{HIGH}** It", f"**{HIGH}**"),
        (f"{HIGH} It is old. It", f"{HIGH}"),  # «It is old.» goes with what follows
        (f"{HIGH} It is old. It was built of granite. An", f"{HIGH} It is old. It was built of granite."),
        ("It was built by Dr. Stevenson and by J. Smith and", ""),
        ("1. The first of all things\n2. The sec", "1. The first of all things"),
        ("O\nd\na\nl\ny\ns\n", "O\nd\na\nl"),
        ("灯台の高さは三十八メートルです。次", "灯台の高さは三十八メートルです。"),
        ("高いです。次", ""),  # two words
        ("Is it so old as that? No", "Is it so old as that?"),
    ],
)
def test_sentences_and_lines_of_four_words_leave(text: str, leaves: str) -> None:
    assert part(text) == leaves


BLOCKS = {
    "code": "```python\nprint('it is so. it was so.')\n\nx = 1\n```",
    "tildes": "~~~\nOne thing is this one. Another is that.\n~~~",
    "table": "| name | what it is. |\n| --- | --- |\n| the light | a tower of granite. |",
    "tabs": "name\twhat it is\nthe light\ta tower of granite. It",
}


@pytest.mark.parametrize("block", BLOCKS.values(), ids=BLOCKS.keys())
def test_a_block_leaves_whole(block: str) -> None:
    text = f"{HIGH}\n\n{block}\n\nThat was all of it. So"
    seen = {part(text[:n]) for n in range(len(text) + 1)}
    inside = [s for s in seen if len(HIGH) < len(s) and not s.startswith(f"{HIGH}\n\n{block}")]
    assert inside == []
    assert part(text) == f"{HIGH}\n\n{block}\n\nThat was all of it."


@pytest.mark.parametrize(
    "data",
    [
        '{"name": "the light",\n "of": "granite and more of it."}',
        "p0 = 'The light is of granite. It is'\np1 = 'so high that all see it.'",
        "print('The light is so high. All see it.')",
        "for letter in codes:\n    print(letter, end=' all of it. It is')",
        '"name": "the light of all these rocks. It is high",\n"of": "granite and so on."',
        "<p>The light is of granite. It is so high.</p>",
    ],
)
def test_from_data_or_a_program_on_nothing_leaves(data: str) -> None:
    text = f"{HIGH}\n\n{data}\nThat was all of it. And so on it went. So"
    assert part(text) == HIGH


def test_what_has_left_is_not_cut_again() -> None:
    text = f"{HIGH} It stands on a rock far out. It"
    assert part(text, len(HIGH)) == " It stands on a rock far out."
    assert whole_part(f"{HIGH} It st", len(HIGH)) == len(HIGH)


@given(st.lists(st.sampled_from([HIGH, " ", "\n", "```", "|", "x = 1", "It is so. ", "灯台。"]), max_size=12))
def test_what_may_leave_of_a_beginning_may_leave_of_the_whole(parts: list[str]) -> None:
    text, left = "".join(parts), 0
    for n in range(len(text) + 1):
        end = whole_part(text[:n], left)
        assert left <= end <= n
        left = end
