"""Names in records that have no labels."""

from __future__ import annotations

import pytest

from alu.store.text.names.record_names import record_names


@pytest.mark.parametrize(
    ("record", "name"),
    [
        ("P<UTOQUENBY<<MARISOL<JANE<<<<<<<<<<<<<<<<<<<<", "Marisol Jane Quenby"),
        ("P<D<<THOERING<<WILLY<<<<<<<<<<<<<<<<<<<<<<<<<", "Willy Thoering"),
        ("I<UTOD231458907<<<<<\n7408122F1204159UTO<<<\nVAN<DYKE<<ODALYS<<<<", "Odalys Van Dyke"),
        ("PATTERSBY<<JAMES<<<<<<<<<", "James Pattersby"),
        ('[17, "Quenby", "F", "Marisol", "1968-03-14"]', "Quenby Marisol"),
        ('{"rows": [["Quenby", null, "Marisol"], ["Lark", null, "Ada"]]}', "Quenby Marisol"),
        ("['Quenby', 1968, 'Marisol']", "Quenby Marisol"),
        ("id,last,sex,first\n7,Quenby,F,Marisol", "Quenby Marisol"),
        ("Quenby;F;Marisol;1968", "Quenby Marisol"),
    ],
)
def test_the_words_of_a_record_are_read_together(record: str, name: str) -> None:
    assert name in "\n".join(record_names(record)).splitlines()


@pytest.mark.parametrize(
    "text",
    [
        "",
        "We saw Rome, Paris, and Oslo; Ada, who was ill, stayed.",
        "if a << b: print(X<<Y)",
        "values = [1, 2, 3]; names = ['a', 'b', 'c']",
        '["Quenby", "Marisol"]',
        "Quenby,Marisol,Lark",
        "x = [i for i in range(10)]",
        '["Hi", "my", "name", "is", "John"]',
    ],
)
def test_prose_code_and_words_side_by_side_hold_nothing_more(text: str) -> None:
    assert not list(record_names(text))
