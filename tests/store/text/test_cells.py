"""Cells of tables and values of data."""

import json

import pytest

from alu.store.text.cells import cells

FACT = "Ada Finch keeps a tame gull, and feeds it herself."


@pytest.mark.parametrize(
    "text",
    [
        f"| no | note |\n|---|---|\n| 1 | {FACT} |\n| 2 | It rained. |",
        f"1\t{FACT}\tyes",
        f'id,note,ok\n1,"{FACT}",yes',
        f"4;{FACT};no",
        json.dumps({"id": 4, "rows": [{"note": FACT}, {"note": "x"}]}),
        json.dumps({"id": 4, "rows": [{"note": FACT}]}, indent=2),
        f'notes = ["{FACT}"]',
        f"<tr><td>1</td><td>{FACT}</td></tr>",
    ],
)
def test_a_fact_in_a_cell_is_a_text_of_its_own(text: str) -> None:
    assert FACT in cells(text)


def test_quotes_within_a_value_of_json_are_its_own() -> None:
    assert cells(json.dumps({"note": 'She said "never" to it.'})) == ('She said "never" to it.',)


@pytest.mark.parametrize(
    "text",
    ["Ada, her gull, and the lighthouse keeper went home; it rained, though.", "", "x | y", FACT, "a,b,c\n1,2,3"],
)
def test_prose_and_single_words_hold_no_cells(text: str) -> None:
    assert cells(text) == ()


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ('{"a": "la gardienne du phare"}', ("la gardienne du phare",)),
        ("| 灯台守は毎朝 天気を 書いた | x |", ("灯台守は毎朝 天気を 書いた",)),
        ("| 灯台守は毎朝天気を書いた | x |", ("灯台守は毎朝天気を書いた",)),
        (f"| {FACT} | {FACT} |\n| {FACT} | x |", (FACT,)),
        (f"x;{FACT};", (FACT,)),
        ('"a string of words that never ends', ()),
        (f'{{"note": "{FACT}', ()),
        ("|||||\n\t\t\t\n<><><>", ()),
        ("one, two, three, four and five", ()),
    ],
)
def test_each_value_is_given_once_and_a_broken_one_not_at_all(text: str, found: tuple[str, ...]) -> None:
    assert cells(text) == found
