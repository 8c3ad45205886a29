"""A run's report in a real browser, opened from disk: light and dark, on a desk and on a phone."""

from __future__ import annotations

import asyncio
from pathlib import Path

import pytest

from alu.bench.attacks.registry import chosen
from alu.bench.report.page import write_report
from alu.bench.runner.plan import Plan
from alu.bench.runner.run import run
from alu.config import load_settings
from tests.bench_rows import write_tofu
from tests.browser import NEEDED, chromium

pytestmark = NEEDED


@pytest.fixture(scope="module")
def page(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The report of a small run with a few attacks."""
    folder = tmp_path_factory.mktemp("run")
    data, out, settings = write_tofu(folder / "data"), folder / "out", load_settings(temperature=0.0)
    for attacks in ((), chosen(["plain", "say-base64", "joined"])):
        plan = Plan(
            "tofu", "forget01", ("none", "alu"), ("facts",), wordings=("gold", "paraphrased"),
            knower="memoriser", agents="blind", limit=2, attacks=attacks,
        )  # fmt: skip
        asyncio.run(run(plan, out, settings, data=data))
    return write_report(out)[0]


_BRIGHTNESS = """() => {
  const lit = name => getComputedStyle(document.body)[name].match(/[\\d.]+/g).slice(0, 3).reduce((a, b) => a + +b, 0);
  return [lit("backgroundColor"), lit("color")];
}"""


@pytest.mark.parametrize("width", [1200, 390])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_a_report_is_read_from_disk_on_any_screen(page: Path, scheme: str, width: int) -> None:
    asked: list[str] = []
    complaints: list[str] = []
    with chromium() as browser:
        tab = browser.new_page(viewport={"width": width, "height": 800}, color_scheme=scheme)
        tab.on("request", lambda request: asked.append(request.url))
        tab.on("pageerror", lambda error: complaints.append(str(error)))
        tab.on("console", lambda said: complaints.append(said.text))
        tab.goto(page.as_uri())
        behind, text = tab.evaluate(_BRIGHTNESS)
        assert (behind > text) == (scheme == "light")
        assert tab.evaluate("document.documentElement.scrollWidth") <= width
        drawings = tab.locator("svg")
        assert drawings.count() >= 4
        assert all(0 < drawings.nth(n).bounding_box()["width"] <= width for n in range(drawings.count()))
        assert tab.get_by_text("Leak by attack").first.is_visible()
        assert tab.evaluate("[...document.querySelectorAll('table')].every(t => t.tHead)")  # repeated on each page
    assert asked == [page.as_uri()]
    assert complaints == []
