"""Twelve files as Excel, LibreOffice, Google and CRMs write them; each is imported, or refused with the reason."""

from __future__ import annotations

import csv
import io
import sys
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from importlib.util import find_spec
from pathlib import Path

import pytest

from alu.errors import InputError, MissingExtra, TargetFileError
from alu.store.exchange.formats import read_lines, read_targets, write_targets
from alu.store.target import Target
from tests.workbooks import ods, xlsx

workbooks = pytest.mark.skipif(find_spec("python_calamine") is None, reason="the extra `xlsx` is not installed")

BOTH = ["Petra Lindqvist-Mora", "Jörg Weiß"]


@dataclass(frozen=True)
class Sample:
    """A file as a program writes it, what its first reading says, and what makes it readable."""

    name: str
    data: bytes
    refused: str = ""
    how: Mapping[str, object] = field(default_factory=dict)
    aliases: tuple[str, ...] = ("P. Lindqvist", "Petra Mora")
    reason: str = "GDPR-119"


GOOGLE = (
    "First Name,Middle Name,Last Name,Nickname,Notes,Labels,E-mail 1 - Label,E-mail 1 - Value\n"
    "Petra,,Lindqvist-Mora,P. Lindqvist,,* myContacts,Work,petra@vell.example\n"
    "Jörg,,Weiß,,,* myContacts,,\n"
)
HUBSPOT = (
    '"Record ID","First Name","Last Name","Email","Phone Number","Contact owner","Ticket ID"\n'
    '"101","Petra","Lindqvist-Mora","petra@vell.example","+44 20 7946 0958","Kim","GDPR-119"\n'
    '"102","Jörg","Weiß","","","Kim",""\n'
)
SALESFORCE = (
    '"Full Name","Known As","Case Number","Account Owner"\r\n'
    '"Petra Lindqvist-Mora","P. Lindqvist; Petra Mora","GDPR-119","Zoè"\r\n"Jörg Weiß","","","Zoè"\r\n'
)
PLAIN = "Full Name,Aliases,Ticket\r\nPetra Lindqvist-Mora,P. Lindqvist;Petra Mora,GDPR-119\r\nJörg Weiß,,\r\n"
SAMPLES = [
    Sample("excel-utf8.csv", PLAIN.encode("utf-8-sig")),
    Sample(
        "excel-german.csv",
        b"Vorname;Nachname;Alias;Aktenzeichen\r\nPetra;Lindqvist-Mora;P. Lindqvist|Petra Mora;GDPR-119\r\n"
        + "Jörg;Weiß;;\r\n".encode("cp1252"),
    ),
    Sample(
        "excel-unicode-text.tsv",
        PLAIN.replace(";", "|").replace(",", "\t").encode("utf-16"),
    ),
    Sample(
        "excel-sep.csv",
        b"sep=;\r\nName;Alias;Ref;;\r\n"
        + 'Petra Lindqvist-Mora;"P. Lindqvist\nPetra Mora";GDPR-119;;\r\nJörg Weiß;;;;\r\n;;;;\r\n'.encode(),
    ),
    Sample(
        "libreoffice-quoted.csv",
        b'"name"|"alias"|"reference"\n"Petra Lindqvist-Mora"|"P. Lindqvist;Petra Mora"|"GDPR-119"\n'
        + '"Jörg Weiß"||\n'.encode(),
    ),
    Sample("libreoffice-tabs.csv", PLAIN.replace(",", "\t").replace("\r", "").encode()),
    Sample(
        "google-sheets.csv",
        'Person,Also known as,Request ID,Notes\nPetra Lindqvist-Mora,"P. Lindqvist | Petra Mora",GDPR-119,"by\npost"\n'
        "Jörg Weiß,,,".encode(),
    ),
    Sample(
        "google-contacts.csv",
        GOOGLE.encode(),
        "line 1: column 6, 7 is none of",
        {"mapping": {"*": "-"}},
        ("P. Lindqvist",),
        "",
    ),
    Sample(
        "hubspot.csv",
        HUBSPOT.encode(),
        "line 1: column 1, 6 is none of",
        {"mapping": {"Record ID": "-", "Contact owner": "-"}},
        (),
    ),
    Sample(
        "salesforce.csv",
        SALESFORCE.encode("cp1252"),
        "line 2 is not UTF-8: save the file as UTF-8, or name its encoding",
        {"encoding": "windows-1252", "mapping": {"4": "-"}},
    ),
]
SHEETS = [
    Sample(
        "excel.xlsx",
        xlsx(
            [
                ["Full Name", "Alias", "Ticket", "Expires"],
                ["Petra Lindqvist-Mora", "P. Lindqvist; Petra Mora", 119.0, date(2099, 1, 31)],
                ["Jörg Weiß", None, None, None],
            ],
            [],
        ),
        reason="119",
    ),
    Sample(
        "libreoffice.ods",
        ods(
            [
                ["First name", "Last name", "aka", "ref"],
                ["Petra", "Lindqvist-Mora", "P. Lindqvist|Petra Mora", "GDPR-119"],
                ["Jörg", "Weiß", "", ""],
            ]
        ),
    ),
]


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
