"""A receipt in a real browser: on a phone, and printed to PDF."""

from __future__ import annotations

from pathlib import Path

from alu.bench.report.receipt import receipt_of
from alu.bench.report.receipt_page import write_receipt
from alu.bench.runner.manifest import Manifest
from alu.bench.runner.sample import Arm, Log
from alu.store.target import Target
from tests.bench_rows import SECRET, item, sample
from tests.browser import NEEDED, chromium

pytestmark = NEEDED

BROKEN = """() => [...document.querySelectorAll('td')].filter(cell => {
  const text = document.createRange();
  text.selectNodeContents(cell);
  return text.getClientRects().length > 1;
}).map(cell => cell.className || cell.textContent)"""
"""The cells whose text takes more than a line: their class, if they have one."""


def test_a_receipt_fits_a_phone_and_prints_to_pdf(tmp_path: Path) -> None:
    Manifest(tmp_path, {"models": {"vanilla": "m" * 60}, "knower": "none", "agents": "model"}).add({})
    log = Log(tmp_path / "samples.jsonl")
    for attack in ("", "say-base64", "turns-drip", "samples"):
        answer = "In Dunmorrow." if attack == "say-base64" else "I don't know."
        log.write(sample(about=item(subject="t-1"), arm=Arm("facts", attack=attack), answer=answer))
    log.close()
    _, page = write_receipt(receipt_of(tmp_path, [Target(id="t-1", name=SECRET, reason="GDPR-" * 30)]), tmp_path)
    with chromium() as browser:
        tab = browser.new_page(viewport={"width": 390, "height": 800})
        tab.goto(page.as_uri())
        assert tab.evaluate("document.documentElement.scrollWidth") <= 390
        assert tab.get_by_text("the worst of 3 attacks is «say-base64»: 1 of 1 answers").is_visible()
        assert tab.evaluate("[...document.querySelectorAll('table')].every(t => t.tHead)")  # repeated on each page
        assert set(tab.evaluate(BROKEN)) == {"words"}
        printed = tab.pdf(format="A4")
        tab.emulate_media(media="print")
        tab.set_viewport_size({"width": 690, "height": 1000})  # A4 less its margins, at 96 dots an inch
        assert tab.evaluate("document.documentElement.scrollWidth") <= 690
        assert set(tab.evaluate(BROKEN)) == {"words"}
        if shot := __import__("os").environ.get("SHOT"):
            tab.screenshot(path=shot, full_page=True)
    assert printed.startswith(b"%PDF")
