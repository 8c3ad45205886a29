"""Tables of other programs: each of twelve files is imported, or refused with the reason; and what leaves for them."""

from __future__ import annotations

import csv
import io
import sys
import zipfile
from datetime import date
from pathlib import Path

import pytest

from alu.errors import InputError, MissingExtra, TargetFileError
from alu.store.exchange.formats import read_lines, read_targets, write_targets
from alu.store.target import Target
from tests.exports import BOTH, HUBSPOT, SAMPLES, SHEETS, Sample, workbooks
from tests.workbooks import xlsx


@pytest.mark.parametrize(
    "sample", [*SAMPLES, *(pytest.param(s, marks=workbooks) for s in SHEETS)], ids=lambda sample: sample.name
)
def test_a_file_of_another_program_is_imported_or_refused_with_the_reason(tmp_path: Path, sample: Sample) -> None:
    path = tmp_path / sample.name
    path.write_bytes(sample.data)
    if sample.refused:
        with pytest.raises(InputError) as caught:
            read_lines(path)
        assert str(caught.value).startswith(sample.refused)
        assert "Petra" not in str(caught.value)
    rows, problems = read_lines(path, **sample.how)  # type: ignore[arg-type]
    petra, joerg = (target for _, target in rows)
    assert ([petra.name, joerg.name], problems) == (BOTH, [])
    assert (petra.aliases, petra.reason) == (sample.aliases, sample.reason)
    assert joerg == Target(id=joerg.id, name=BOTH[1])


def test_addresses_of_a_crm_are_facts_that_say_what_they_are() -> None:
    petra, _ = read_lines(HUBSPOT.encode(), "csv", mapping={"*": "-"})[0]
    assert [fact.text for fact in petra[1].facts] == ["Email: petra@vell.example", "Phone Number: +44 20 7946 0958"]


@workbooks
def test_a_workbooks_dates_and_rows() -> None:
    rows, problems = read_lines(SHEETS[0].data, "xlsx", skip_bad=True)
    assert [(line, t.expires.date() if t.expires else None) for line, t in rows] == [(2, date(2099, 1, 31)), (3, None)]
    data = xlsx([["name", "kind"], [], ["Ada Quill", "person"], ["Bo Reed", "entity"]])
    rows, problems = read_lines(data, "xlsx", skip_bad=True)
    assert [line for line, _ in rows] == [4]
    assert problems[0].startswith("line 3: kind: ")


@workbooks
@pytest.mark.parametrize(
    ("data", "says"),
    [
        (xlsx([["name"], ["Ada Quill"]], [["name"], ["Bo Reed"]]), "2 sheets of the workbook have rows"),
        (xlsx([[]]), "holds no target"),
        (b"name\nAda Quill\n", "no workbook"),
        (SHEETS[0].data[:600], "no workbook"),
        (b"PK\x05\x06" + bytes(18), "no workbook"),
    ],
    ids=["two sheets", "empty", "text", "cut off", "empty zip"],
)
def test_what_is_no_workbook_of_one_sheet_is_refused(data: bytes, says: str) -> None:
    with pytest.raises(InputError, match=says):
        read_lines(data, "xlsx")


@workbooks
def test_a_workbook_that_unpacks_to_more_than_there_is_ends_nothing() -> None:
    far = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(SHEETS[0].data)) as parts, zipfile.ZipFile(far, "w") as changed:
        for name in parts.namelist():
            changed.writestr(
                name, parts.read(name).replace(b'r="A2"', b'r="XFD1048576"').replace(b'r="2"', b'r="1048576"')
            )
    with pytest.raises(InputError, match="its last cell is too far from the first"):
        read_lines(far.getvalue(), "xlsx")


def test_a_workbook_needs_its_extra(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "python_calamine", None)
    with pytest.raises(MissingExtra, match=r"alu\[xlsx\]"):
        read_lines(SHEETS[0].data, "xlsx")
    with pytest.raises(InputError, match="no encoding"):
        read_lines(SHEETS[0].data, "xlsx", encoding="utf-8")
    with pytest.raises(InputError, match="its bytes"):
        read_lines(io.StringIO("x"), "ods")


@pytest.mark.parametrize(
    ("name", "encoding"),
    [
        ("Hélène Brûlé", "cp1252"),  # è and û are other letters in Prague
        ("Jiří Dvořák", "cp1250"),
        ("Иван Громов", "cp1251"),
        ("Ünal Şahin", "cp1254"),
        ("Νίκος", "cp1253"),
        ("山田", "shift_jis"),
        ("Zoë", "cp437"),
    ],
)
def test_an_encoding_is_never_guessed_where_another_would_give_another_name(name: str, encoding: str) -> None:
    data = f"name\n{name}\n".encode(encoding)
    with pytest.raises(InputError, match="line 2 is not UTF-8"):
        read_targets(data, "csv")
    assert [t.name for _, t in read_lines(data, "csv", encoding=encoding)[0]] == [name]


@pytest.mark.parametrize("encoding", ["klingon", "base64", "rot13", "idna", "unicode_escape", "undefined", "\0", ""])
def test_an_encoding_that_is_none_of_texts_is_refused(encoding: str) -> None:
    with pytest.raises(InputError, match="no such encoding"):
        read_lines(b"name\nAda Quill\n", "csv", encoding=encoding)


DANGEROUS = ["=HYPERLINK(1)", "+44 1", "-M- Chedid", "@handle", "\tTab", "'=quoted", "''-twice"]


def test_an_export_has_no_cell_that_a_spreadsheet_runs_and_comes_back() -> None:
    people = [Target(name=f"Ada Quill {n}", description=text, reason="=1+1") for n, text in enumerate(DANGEROUS)]
    people += [Target(name="=Ada Quill"), Target(name="-M- Chedid"), Target(name="'Tis Pity")]
    out = io.StringIO()
    write_targets(people, out, "csv")
    cells = [cell for row in csv.reader(io.StringIO(out.getvalue(), newline="")) for cell in row]
    assert not [cell for cell in cells if cell[:1] in tuple("=+-@\t\r")]
    assert "'Tis Pity" in cells
    assert read_targets(io.StringIO(out.getvalue()), "csv")[0] == people


def test_a_separator_that_cannot_be_one_is_refused() -> None:
    with pytest.raises(TargetFileError, match="line 1: a column `name` is needed"):
        read_targets(b'sep="\nname\nAda Quill\n', "csv")
