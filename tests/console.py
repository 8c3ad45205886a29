"""The console in a real browser: its page, what it complained of, and what axe finds wrong with it."""

from __future__ import annotations

import importlib.util
from fnmatch import fnmatchcase
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from tests.server import Server

__all__ = ["Console", "violations"]


class Console:
    """The page of one server, and what it complained of."""

    def __init__(self, browser: Any, server: Server, shots: Path, width: int = 1200, **how: Any) -> None:
        self.context = browser.new_context(viewport={"width": width, "height": 760}, locale="en-GB", **how)
        self.page = self.context.new_page()
        self.page.set_default_timeout(30_000)
        self.complaints: list[str] = []
        self.addresses: list[str] = []
        self.page.on("request", lambda request: self.addresses.append(request.url))
        self.page.on("pageerror", lambda error: self.complaints.append(str(error)))
        self.page.on("console", lambda said: self.complaints.append(said.text) if said.type == "error" else None)
        self.page.goto(f"http://127.0.0.1:{server.port}/")
        self.page.locator(":focus").wait_for()  # on the question or a dialog, once every handler is there
        self.shots = shots

    def shot(self, name: str) -> None:
        """Keep a picture."""
        self.page.screenshot(path=self.shots / f"{name}.png")

    def see(self, text: str) -> None:
        """Wait until a text is there."""
        playwright = pytest.importorskip("playwright.sync_api")
        # the first look at the harmless dialogues takes seconds where much else runs
        playwright.expect(self.page.get_by_text(text).filter(visible=True).first).to_be_visible(timeout=60_000)

    def press(self, *keys: str) -> None:
        """Press keys, one after another."""
        for key in keys:
            self.page.keyboard.press(key)

    def tab_to(self, name: str, most: int = 90) -> None:
        """Press Tab until the control of that name has the focus; * in it is any text."""
        for _ in range(most):
            self.press("Tab")
            if fnmatchcase(self.focused(), name):
                return
        raise AssertionError(f"Tab does not reach {name}")

    def choose(self, label: str, text: str) -> None:
        """Go to a list by Tab, and type what is to be chosen."""
        self.tab_to(label)
        self.page.keyboard.type(text)

    def focused(self) -> str:
        """Return the name of what has the focus."""
        return str(
            self.page.evaluate(
                "(e => e.ariaLabel || e.labels?.[0]?.innerText.trim() || e.innerText || e.id)(document.activeElement)"
            )
        )


@cache
def _axe() -> str:
    found = importlib.util.find_spec("axe_playwright_python")
    if found is None or found.origin is None:
        pytest.skip("axe-playwright-python is not installed")
    return Path(found.origin).with_name("axe.min.js").read_text("utf-8")


def violations(page: Any) -> list[str]:
    """Return what axe-core finds wrong with a page by all of its rules, and whether it scrolls sideways."""
    page.evaluate(_axe())  # not as a script of the page, which its policy refuses
    found = page.evaluate("axe.run(document, {resultTypes: ['violations']})")
    assert len(found["passes"]) > 10
    stated = [f"{v['id']}: {node['target']}" for v in found["violations"] for node in v["nodes"]]
    wide = page.evaluate("document.documentElement.scrollWidth - innerWidth")
    return [*stated, *([f"{wide} pixels too wide"] if wide > 0 else [])]
