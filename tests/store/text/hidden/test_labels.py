"""What forms, tables and marked-up texts say without their labels and marks."""

from __future__ import annotations

import pytest

from alu.store.text.hidden.labels import unmarked, values


@pytest.mark.parametrize(
    ("text", "read"),
    [
        ('{"first": "Ann", "last": "Lee"}', '"Ann", "Lee"'),
        ("First: Ann\nLast: Lee", "Ann Lee"),
        ("first=Ann\nlast=Lee", "Ann Lee"),
        ("- Ann\n- Lee", "Ann Lee"),
        ("* Ann\n* Lee", "Ann Lee"),
        ("1) Ann\n2) Lee", "Ann Lee"),
        ("first -> Ann\nlast -> Lee", "Ann Lee"),
        ("<b>Ann</b><i>Lee</i>", "Ann Lee"),
        ('<p first="Ann" last="Lee">', "Ann Lee"),
        ('<p given="Ann" role="member" note="x" family="Lee"/>', "Ann Lee"),
        ("<p a:first='Ann' data-last='Lee'/>", "Ann Lee"),
        ("| first | last |\n| --- | --- |\n| Ann | Lee |", "first Ann\nlast Lee"),
        ("a\tAnn\nb\tLee", "a b\nAnn Lee"),
    ],
)
def test_values_stand_together(text: str, read: str) -> None:
    assert read in [v.strip("{} ") for v in values(text)]


@pytest.mark.parametrize(
    "text",
    [
        "",
        "It rains.",
        "Note: it rains.",
        "Note: it rains all day in the west.\nHint: take a coat and a hat with you.",
        "a | b",
        'He said "Ann" and she said "Lee".',
        '<a href="https://example.org">',
    ],
)
def test_prose_and_a_single_label_have_no_values(text: str) -> None:
    assert list(values(text)) == []


def test_long_values_are_no_parts_of_a_name() -> None:
    text = "First: Ann\nStory: she went to sea and came back\nLast: Lee"
    assert list(values(text)) == ["Ann Lee", "Ann Lee"]


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("[Ann](https://example.org/a) [Lee](b)", "[Ann [Lee"),
        ("[Ann][1] [Lee][a b]", "[Ann [Lee"),
        ("A<b>n</b>n L<wbr>ee", "Ann Lee"),
        ('A<span class="x">n</span>n', "Ann"),
        ("A<!-- no -->nn", "Ann"),
        ("A<br/>nn", "Ann"),
        ("A**n**n and **L**ee", "Ann and Lee"),
        ("A~~nn~~ *L*ee ***Le***e", "Ann Lee Lee"),
        ("**Ann** *Lee* 2*3*4 *args, **more", "**Ann** *Lee* 2*3*4 *args, **more"),
        ("A\x1b[1mnn", "Ann"),
        ("a < b and c > d", "a < b and c > d"),
        ("x[1](y\nz)", "x[1](y\nz)"),
        ("1 <2> 3", "1 <2> 3"),
        ("", ""),
    ],
)
def test_marks_and_the_targets_of_links_are_not_shown(text: str, shown: str) -> None:
    assert unmarked(text) == shown
