"""Target files as other programs write them: encodings, line ends, quotes, sizes, doubled rows."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from alu.errors import InputError, TargetFileError
from alu.store.exchange.formats import not_stored, read_lines, read_targets, write_targets
from alu.store.target import Fact, Target
from tests.stores import target

ADA, BEA = "Ada Quill", "Zoë Söhne-Ødegård 山田"


def read(text: str, format: str, *, skip_bad: bool = False) -> list[Target]:
    return read_targets(io.StringIO(text), format, skip_bad)[0]


def names(text: str, format: str) -> list[str]:
    return [t.name for t in read(text, format)]


def refused(text: str, format: str) -> list[str]:
    """Return what is wrong with each line that is refused."""
    with pytest.raises(TargetFileError) as caught:
        read(text, format)
    return list(caught.value.problems)


TEXTS = {
    "txt": f"{ADA}\n{BEA}\n",
    "csv": f"name,kind\n{ADA},entity\n{BEA},topic\n",
    "json": json.dumps([ADA, {"name": BEA}], ensure_ascii=False),
    "jsonl": f'"{ADA}"\n{{"name": "{BEA}"}}\n',
}


@pytest.mark.parametrize("format", TEXTS)
@pytest.mark.parametrize("ends", ["\n", "\r\n"])
@pytest.mark.parametrize(
    ("mark", "encoding"),
    [(b"", "utf-8"), (b"\xef\xbb\xbf", "utf-8"), (b"\xff\xfe", "utf-16-le"), (b"\xfe\xff", "utf-16-be")],
)
def test_every_encoding_and_line_end_reads_the_same(
    tmp_path: Path, format: str, ends: str, mark: bytes, encoding: str
) -> None:
    path = tmp_path / f"people.{format.upper()}"
    path.write_bytes(mark + TEXTS[format].replace("\n", ends).encode(encoding))
    assert [t.name for t in read_targets(path)[0]] == [ADA, BEA]


@pytest.mark.parametrize(
    "data",
    [
        TEXTS["txt"].encode("utf-16-le"),  # without its mark it could be anything
        TEXTS["txt"].encode("utf-32"),
        b"\x1f\x8b\x08\x00\x00\x00",
        b"\xff\xfe\x00",
        TEXTS["txt"].encode("latin-1", "replace"),
        TEXTS["txt"].encode() + b"\x00",
        b"Ada\n\xc3",
        b"\xed\xa0\x80 Ada",  # half a surrogate pair
    ],
)
@pytest.mark.parametrize("format", ["txt", "csv", "json", "jsonl", "tofu"])
def test_bytes_that_are_no_text_are_refused_in_every_format(tmp_path: Path, data: bytes, format: str) -> None:
    path = tmp_path / "people"
    path.write_bytes(data)
    with pytest.raises(InputError) as caught:
        read_targets(path, format)
    assert "Ada" not in str(caught.value)
    assert "UTF-8" in str(caught.value) or "binary" in str(caught.value)


@pytest.mark.parametrize("format", ["txt", "csv", "json", "jsonl", "tofu"])
@pytest.mark.parametrize("text", ["", "\ufeff", " ", "\n", "\r\n\r\n", " \t \n\n"])
def test_a_file_of_nothing_is_an_error_and_not_an_empty_list(format: str, text: str) -> None:
    with pytest.raises(InputError, match="holds no target"):
        read(text, format)


@pytest.mark.parametrize(
    ("format", "text"), [("csv", "name\n"), ("csv", "\n\nname,kind\n,\n , \n"), ("json", "[]"), ("json", " [ \n ] ")]
)
def test_a_frame_around_nothing_is_an_error_too(format: str, text: str) -> None:
    with pytest.raises(InputError, match="holds no target"):
        read(text, format)


@pytest.mark.parametrize(
    ("cell", "facts"),
    [
        ("one | two", ["one", "two"]),
        ("one|two|", ["one", "two"]),
        ("| |one", ["one"]),
        ('"he said ""no"" twice"', ['he said "no" twice']),
        ('"a, b; c"', ["a, b; c"]),
        ('"first line\nsecond"', ["first line\nsecond"]),
        ('"[""a | b"", ""c""]"', ["a | b", "c"]),
        ("'single'", ["'single'"]),
        ("=SUM(A1)", ["=SUM(A1)"]),
        ('"[""\\u00e9""]"', ["é"]),
    ],
)
def test_a_cell_is_read_as_it_was_meant(cell: str, facts: list[str]) -> None:
    (ada,) = read(f"name,facts\n{ADA},{cell}\n", "csv")
    assert [fact.text for fact in ada.facts] == facts


def test_a_cell_can_hold_facts_with_their_questions() -> None:
    cell = json.dumps([{"text": "In Skerrow.", "question": "Where?", "origin": "model"}, "She sings."])
    out = io.StringIO()
    csv.writer(out).writerows([["name", "facts"], [ADA, cell]])
    (ada,) = read(out.getvalue(), "csv")
    assert ada.facts == (Fact(text="In Skerrow.", question="Where?", origin="model"), Fact(text="She sings."))


@pytest.mark.parametrize(
    ("cell", "says"),
    [
        ("[sic] he wrote", "facts: the JSON array in it is broken"),
        ("[1]", "facts.0: "),
        ("[null]", "facts.0: "),
        ('"[""""]"', "facts.0.text: must not be empty"),
        ('"[{""txt"": ""x""}]"', "facts.0.text: is missing"),
        ('"[[""x""]]"', "facts.0: "),
    ],
)
def test_a_cell_that_is_no_list_of_facts_names_its_line(cell: str, says: str) -> None:
    (problem,) = refused(f"name,facts\nBo Reed,fine\n{ADA},{cell}\n", "csv")
    assert problem.startswith(f"line 3: {says}")


@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
def test_the_separator_is_that_of_the_header_whatever_the_rows_hold(delimiter: str) -> None:
    rows = f"name{delimiter}description\n{ADA}{delimiter}" + '"a;b;c,d,e\tf\tg"\n'
    (ada,) = read(rows, "csv")
    assert ada.description == "a;b;c,d,e\tf\tg"


@pytest.mark.parametrize(
    ("format", "text", "line"),
    [
        ("txt", f"{ADA}\n\n\n{'x' * 301}\n", 4),
        ("csv", f'name,description\n{ADA},"one\r\ntwo\nthree"\n,nobody\n', 5),
        ("csv", f'\r\n\r\nname\r\n{ADA}\r\n""\r\n\r\n"!"\r\n', 7),
        ("json", f'[\n "{ADA}",\n {{\n  "name": "Bo"\n }},\n\n {{"name":\n ""}}]', 7),
        ("json", f'{{"name": "{ADA}"}}\n\n{{"name": ""}}', 3),
        ("jsonl", f'"{ADA}"\r\n\r\n"!"', 3),
        ("jsonl", '"a line\u2028separator and \x85 another"\n""', 2),
    ],
)
def test_the_line_of_a_bad_row_is_the_one_an_editor_shows(format: str, text: str, line: int) -> None:
    (problem,) = refused(text, format)
    assert problem.startswith(f"line {line}: ")


@pytest.mark.parametrize(
    ("format", "text", "says"),
    [
        ("jsonl", f'"{ADA}"\n{{"name": "x y"}} {{"name": "z"}}', "line 2: broken JSON, column 17"),
        ("jsonl", '{"name": "Ada",\n"kind": "entity"}', "line 1: broken JSON"),
        ("jsonl", "NaN", "line 1: neither an object nor a name"),
        ("json", f'["{ADA}" "Bo"]', "line 1: broken JSON: a comma"),
        ("json", f'["{ADA}", ,]', "line 1: broken JSON"),
        ("json", f'["{ADA}"]]', "line 1: broken JSON: more text"),
        ("json", "[" + "[" * 100_000, "line 1: broken JSON: nested too deeply"),
        ("json", f'["{ADA}", "Bo', "line 1: broken JSON"),
        ("csv", f'name\n"{ADA}\nBo\n', "line 2: broken CSV"),
        ("csv", "name,Name\nx,y", "line 1: a column is there twice"),
        ("csv", f"{ADA}\nBo", "line 1: a column `name` is needed"),
        ("csv", "name,,kind\nx,y,topic", "line 2: column 2 has a value and no header"),
    ],
)
def test_a_broken_file_is_distinguished_from_its_first_broken_place(format: str, text: str, says: str) -> None:
    assert refused(text, format)[0].startswith(says)


@pytest.mark.parametrize("format", ["csv", "json", "jsonl"])
def test_the_largest_target_there_can_be_comes_back(tmp_path: Path, format: str) -> None:
    fact = '"é|\n' * 4998 + "end"
    people = [
        target("n" * 300, [f"{n}{fact}" for n in range(40)], description="d" * 20_000, reason="R" * 2000, id="i" * 80),
        target(ADA),
    ]
    path = tmp_path / f"people.{format}"
    write_targets(people, path)
    assert read_targets(path)[0] == people


@pytest.mark.parametrize(
    ("field", "longest", "says"),
    [
        ("name", 300, "name: must have at most 300"),
        ("description", 20_000, "description: must have at most 20000"),
        ("reason", 2_000, "reason: must have at most 2000"),
        ("id", 80, "id: 1 to 80 letters"),
    ],
)
def test_a_field_may_have_its_whole_length_and_no_more(field: str, longest: int, says: str) -> None:
    row = {"name": ADA, field: "q" * longest}
    assert getattr(read(json.dumps(row), "jsonl")[0], field) == "q" * longest
    (problem,) = refused(json.dumps({**row, field: "q" * (longest + 1)}), "jsonl")
    assert problem.startswith(f"line 1: {says}")
    assert "qqq" not in problem


@pytest.mark.parametrize(
    ("first", "second", "doubled"),
    [
        ({"name": "Ada Quill"}, {"name": "ADA  QUILL"}, True),
        ({"name": "Ada Quill"}, {"name": "Ａｄａ Quill"}, True),
        ({"name": "Ada Quill"}, {"name": "Ada\u200b Quill"}, True),
        ({"name": "Dr. med. Ada Quill"}, {"name": "Ada Quill"}, True),
        ({"name": "Ada Quill"}, {"name": "QUILL, Ada, PhD"}, True),
        ({"name": "Ada Quill"}, {"name": "Ada Quill Jr."}, False),
        ({"name": "Ada Quill (HR)"}, {"name": "Ada Quill"}, False),
        ({"name": "Dr. Ada Quill", "description": "a vet"}, {"name": "Ada Quill", "description": "a judge"}, False),
        ({"name": "Ada Quill"}, {"name": "Ada Quills"}, False),
        ({"name": "Ada Quill", "id": "a"}, {"name": "Bo Reed", "id": "a"}, True),
        ({"name": "Ada Quill", "id": "a"}, {"name": "Bo Reed", "id": "A"}, False),
        ({"name": "Ada Quill", "description": "a baker"}, {"name": "Ada Quill", "description": "a judge"}, False),
        ({"name": "Ada Quill", "description": "a baker"}, {"name": "Ada Quill", "description": " A Baker"}, True),
        ({"name": "Ada Quill", "description": "a baker"}, {"name": "Ada Quill"}, True),
        ({"name": "Ada Quill"}, {"name": "Bo Reed", "aliases": ["Ada Quill"]}, False),
    ],
)
def test_which_rows_are_the_same_target(first: dict[str, object], second: dict[str, object], doubled: bool) -> None:
    text = f"{json.dumps(first)}\n\n{json.dumps(second)}\n"
    kept, problems = read_lines(io.StringIO(text), "jsonl", skip_bad=True)
    assert [line for line, _ in kept] == [1, 3][: 1 if doubled else 2]
    what = "id" if first.get("id") else "name"
    assert [p.startswith(f"line 3: the same {what}") and " as in line 1: " in p for p in problems] == [True] * doubled
    # and just so against what is stored
    stored, new = Target.model_validate(first), Target.model_validate(second)
    added, stated = not_stored([(7, new)], [stored])
    assert (not added, bool(stated)) == (doubled, doubled)
    assert [t.startswith(f"line 7: a target of that {what}") and t.endswith(stored.id) for t in stated] == [
        True
    ] * doubled


def test_a_third_namesake_is_named_with_the_line_it_doubles() -> None:
    rows = [("baker", 1), ("judge", 2), ("baker", 3), ("diver", 4), ("judge", 5)]
    text = "".join(json.dumps({"name": ADA, "description": d}) + "\n" for d, _ in rows)
    assert [p.split(":")[1] for p in refused(text, "jsonl")] == [
        " the same name as in line 1",
        " the same name as in line 2",
    ]


def pairs(count: int, name: str) -> list[dict[str, str]]:
    return [{"question": f"What is fact {n} of {name}?", "answer": f"{name} has fact {n}."} for n in range(count)]


def test_tofu_rows_may_carry_more_than_question_and_answer() -> None:
    rows = [{**p, "paraphrased_answer": "?", "index": 7} for p in (*pairs(20, "Ada Quill"), *pairs(20, "Bo Reed"))]
    for text in (json.dumps(rows), "\n".join(map(json.dumps, rows)), "\r\n\r\n".join(map(json.dumps, rows))):
        ada, bo = read(text, "tofu")
        assert (ada.name, bo.name) == ("Ada Quill", "Bo Reed")
        assert ada.facts[3] == Fact(question="What is fact 3 of Ada Quill?", text="Ada Quill has fact 3.")


@pytest.mark.parametrize(
    ("row", "says"),
    [
        ({"question": "Who?", "answer": None}, "answer: missing"),
        ({"question": "", "answer": "x"}, "question: missing"),
        ({"question": ["Who?"], "answer": "x"}, "question: missing"),
        ("just a text", "question: missing"),
        (7, "neither an object nor a name"),
    ],
)
def test_one_bad_pair_refuses_the_file_for_authors_would_be_mixed_up(row: object, says: str) -> None:
    rows: list[object] = [*pairs(20, "Ada Quill"), *pairs(19, "Bo Reed"), row]
    text = "\n".join(map(json.dumps, rows))
    (problem,) = refused(text, "tofu")
    assert problem.startswith(f"line 40: {says}")
    assert read(text, "tofu", skip_bad=True) == []


def test_a_list_of_names_is_a_list_of_names_whatever_the_names_hold() -> None:
    people = [target(f'"{ADA}"'), target("a,b"), target("[x y]"), target("Bo\r\nReed"), target("{}ab")]
    out = io.StringIO()
    write_targets(people, out, "txt")
    assert names(out.getvalue(), "txt") == [f'"{ADA}"', "a,b", "[x y]", "Bo Reed", "{}ab"]


@settings(max_examples=60, deadline=None)
@given(
    text=st.text(st.sampled_from('"[]{},:|\n\r;\tnamekidt \\1é\ufeff\u2028'), max_size=60),
    format=st.sampled_from(sorted(TEXTS)),
)
def test_any_text_is_targets_or_an_error_of_ours(text: str, format: str) -> None:
    try:
        kept, problems = read_lines(io.StringIO(text), format, skip_bad=True)
    except InputError:
        return
    lines = len(text.splitlines())
    assert all(1 <= line <= lines for line, _ in kept)
    assert len({t.id for _, t in kept}) == len(kept)
    assert all(p.startswith("line ") for p in problems)
