"""Files of other programs in the console: twelve of them, what their columns are, and what is no table."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.browser import NEEDED
from tests.console import Console, violations
from tests.exports import BOTH, SAMPLES, SHEETS, workbooks
from tests.server import running

playwright = pytest.importorskip("playwright.sync_api", reason="playwright is not installed")
pytestmark = [*NEEDED, workbooks]
FILES = {sample.name: sample for sample in (*SAMPLES, *SHEETS)}


@pytest.fixture(params=[1280, 390], ids=["screen", "phone"])
def console(request: pytest.FixtureRequest, browser: Any, tmp_path: Path) -> Iterator[Console]:
    with running() as server:
        console = Console(browser, server, tmp_path, width=request.param)
        console.page.get_by_role("tab", name="Targets").click()
        console.page.get_by_role("button", name="Import a file…").click()
        yield console
        assert not [said for said in console.complaints if "400" not in said]


def choose(console: Console, name: str, data: bytes) -> None:
    """Choose a file, and wait until the page says what is in it."""
    console.page.evaluate(
        "for (const e of ['preview-count', 'import-error']) document.getElementById(e).innerText = ''"
    )
    chosen = {"name": name, "mimeType": "application/octet-stream", "buffer": data}
    console.page.get_by_label("File", exact=True).set_input_files(chosen)
    console.page.locator("#preview-count:not(:empty), #import-error:not(:empty)").first.wait_for()


def shown(console: Console) -> list[str]:
    return [str(name) for name in console.page.locator("#preview-rows td.main").all_inner_texts()]


def pick(console: Console, label: str, value: str) -> None:
    """Choose of a list by keyboard: its text is typed."""
    console.page.get_by_label(label, exact=True).focus()
    console.page.keyboard.type(value)
    assert console.focused() == label


def test_each_file_of_another_program_is_shown_as_it_will_be_or_can_be_explained(console: Console) -> None:
    assert len(FILES) == 12
    explained = {
        "google-contacts.csv": {"Labels": "left", "E-mail 1 - Label": "left"},
        "hubspot.csv": {"Record ID": "left", "Contact owner": "left"},
        "salesforce.csv": {"Letters, where the names look wrong": "Western", "Account Owner": "left"},
    }
    for name, sample in FILES.items():
        choose(console, name, sample.data)
        for label, value in explained.get(name, {}).items():
            pick(console, label, value)
        console.see("2 good")
        assert shown(console) == BOTH, name
    assert violations(console.page) == []


def test_what_columns_are_is_chosen_by_keyboard_and_kept_on_adding(console: Console) -> None:
    choose(console, "list.csv", b"Wer,Bezug,Zimmer\nPetra Lindqvist-Mora,GDPR-119,12\n")
    console.see("Say what each column marked")
    pick(console, "Wer", "name")
    pick(console, "Bezug", "reference")
    pick(console, "Zimmer", "left")
    console.see("1 good")
    console.tab_to("Add 1")
    console.press("Enter")
    console.see("2 targets · version 2")
    assert "GDPR-119" in console.page.locator("#targets-rows").inner_text()


def test_rows_that_were_left_out_are_listed_when_the_others_are_added(console: Console) -> None:
    choose(console, "list.csv", b"name,kind\nPetra Lindqvist-Mora,\nAda Quill,person\n")
    console.see("1 good, 1 that cannot be added")
    console.tab_to("Add the 1 good one")
    console.press("Enter")
    console.see("1 added, 1 row left out")
    console.see("line 3: kind: must be 'entity', 'topic' or 'text'")
    assert console.focused() == "Rows that cannot be added"
    assert not console.page.locator("#import").is_visible()
    assert violations(console.page) == []
    console.tab_to("Close")
    console.press("Enter")
    console.see("2 targets · version 2")
    console.page.get_by_role("button", name="Import a file…").click()
    choose(console, "more.csv", b"name\nIlario Bentham\n")
    console.tab_to("Add 1")
    console.press("Enter")
    console.see("3 targets · version 3")


WRONG = {
    "two.xlsx": (b"PK\x03\x04 cut off", "the file is no workbook: it is no .xlsx and no .ods"),
    "empty.csv": (b"", "the file holds no target: it is empty"),
    "picture.csv": (b"\x89PNG\0\0", "the file is binary, not text"),
    "broken.json": (b"[1,", "neither an object nor a name"),
    "bad.csv": (b"name,kind\nAda Quill,person\n", "line 2: kind: must be 'entity', 'topic' or 'text'"),
}


def test_what_cannot_be_imported_says_the_row_and_why(console: Console) -> None:
    for name, (data, says) in WRONG.items():
        choose(console, name, data)
        console.see(says)
        assert console.page.locator("#import").is_disabled()
