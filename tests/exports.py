"""Twelve files as Excel, LibreOffice, Google and CRMs write them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from importlib.util import find_spec

import pytest

from tests.workbooks import ods, xlsx

__all__ = ["BOTH", "HUBSPOT", "SAMPLES", "SHEETS", "Sample", "workbooks"]

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
        "line 1: columns 6, 7 are none of",
        {"mapping": {"*": "-"}},
        ("P. Lindqvist",),
        "",
    ),
    Sample(
        "hubspot.csv",
        HUBSPOT.encode(),
        "line 1: columns 1, 6 are none of",
        {"mapping": {"Record ID": "-", "Contact owner": "-"}},
        (),
    ),
    Sample(
        "salesforce.csv",
        SALESFORCE.encode("cp1252"),
        "line 2 is not UTF-8: save the file as UTF-8, or name its encoding (--encoding NAME): Excel saves UTF-8 as"
        " «CSV UTF-8», and else windows-1252 in Western Europe, -1250 in Central Europe",
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
