"""Takes the pictures of the console in the documentation: `python -m tests.pictures [FOLDER]`, else docs/pictures.

With Pillow they are kept with 128 colours, a third of their size.
"""

from __future__ import annotations

import importlib.util
import random
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from alu.chat import Request
from alu.store.persist.activity import Activity
from alu.store.persist.activity_log import ActivityLog
from alu.store.target import Fact, Target
from tests.browser import chromium
from tests.flow import KEEPER
from tests.server import ABOUT, Server, running

FOLDER = Path(__file__).parents[1] / "docs" / "pictures"
SCREEN = {"width": 1000, "height": 620}
PHONE = {"width": 390, "height": 700}
SHARES = {"clean": 78, "rewritten": 9, "refused": 7, "failed_closed": 2, "observed": 4}
LIGHTHOUSE = """The **light at Skerrow** was built in 1884:

- tower of granite, 38 metres tall
- a lens of the *first order*

| part | height |
|---|---|
| tower | 38 m |
| lantern | 4 m |
"""
NAMES = ("Petra Lindqvist-Mora", "Tobin Ashgrove", "Maud Thistlewood", "Ivo Larkspur-Kane", "Selma Quillfeather")


def draft(request: Request) -> str:
    """Return what the scripted model says."""
    leak = "The gull was called Admiral Thunderbeak. The tower is 38 metres tall."
    return leak if "gull" in request.messages[-1].content else LIGHTHOUSE


def people() -> list[Target]:
    """Return the targets of the pictures: nobody who lives."""
    made = [
        Target(
            id=f"t-{n:04}", name=name, reason=f"GDPR-2026-{200 + n}", facts=(Fact(text=f"{name} lived in Hallavik."),)
        )
        for n, name in enumerate(NAMES)
    ]
    return [KEEPER, *made]


def requests_of_a_day(targets: list[Target]) -> Iterator[Activity]:
    """Yield made-up requests."""
    rng, now = random.Random(5), datetime.now(UTC)
    for n in range(400, 0, -1):
        (verdict,) = rng.choices(list(SHARES), list(SHARES.values()))
        matched = () if verdict == "clean" else (rng.choice(targets).id,)
        evidence = tuple(
            {"target": t, "channel": c, "how": "name", "source": s, "sentence": 0, "score": score, "disguised": False}
            for t in matched
            for c, s, score in (("name", "question", 1.0), ("fact", "draft", 0.71))
        )
        yield Activity(
            verdict,
            matched,
            evidence,
            "local",
            time=now - timedelta(minutes=3.5 * n),
            trace=f"{rng.getrandbits(128):032x}",
            milliseconds=int(rng.lognormvariate(6, 0.5)),
            calls=4 if matched else 1,
            prompt_tokens=rng.randrange(600),
            completion_tokens=rng.randrange(300),
        )


class Camera:
    """A page that is photographed."""

    def __init__(self, browser: Any, server: Server, folder: Path, size: dict[str, int], scheme: str = "light") -> None:
        self.page = browser.new_context(viewport=size, color_scheme=scheme, locale="en-GB").new_page()
        self.page.goto(f"http://127.0.0.1:{server.port}/")
        self.folder = folder

    def shot(self, name: str, text: str) -> None:
        """Wait for a text, and take a picture."""
        self.page.get_by_text(text).filter(visible=True).first.wait_for()
        self.page.mouse.move(0, 0)
        self.page.wait_for_timeout(200)
        where = self.folder / f"{name}.png"
        self.page.screenshot(path=where)
        if importlib.util.find_spec("PIL"):
            image = importlib.import_module("PIL.Image")
            image.open(where).convert("RGB").quantize(128, dither=0).save(where, optimize=True)

    def tab(self, name: str) -> None:
        """Go to a view."""
        self.page.get_by_role("tab", name=name).click()

    def button(self, name: str) -> None:
        """Press the last button of that name: that of the dialog that is open."""
        self.page.get_by_role("button", name=name, exact=True).last.click()

    def ask(self, question: str) -> None:
        """Ask in the chat."""
        self.page.get_by_label("Your question").fill(question)
        self.page.keyboard.press("Enter")


def chat(camera: Camera, name: str) -> None:
    """Ask two questions."""
    camera.ask("Tell me about the light at Skerrow.")
    camera.page.get_by_text("as the model said it").first.wait_for()
    camera.ask(ABOUT)
    camera.shot(name, "rewritten")


def targets(camera: Camera, folder: Path) -> None:
    """Go through the list of targets and its dialogs."""
    camera.tab("Targets")
    camera.shot("targets", "6 targets")
    camera.page.get_by_label("Search", exact=True).fill("nobody")
    camera.shot("nothing-found", "Nothing found for")
    camera.button("Clear the search")
    camera.button("Odalys Brannigan")
    camera.page.get_by_text("Found in").wait_for()
    camera.page.locator("#drawer-found summary").first.click()
    camera.shot("drawer", "None of those that ship with alu")
    camera.button("Receipt…")
    camera.shot("receipt", "What is not promised")
    camera.page.keyboard.press("Escape")
    camera.page.get_by_role("dialog").get_by_role("button", name="Edit…").click()
    camera.shot("edit", "Stored facts")
    camera.page.keyboard.press("Escape")
    camera.page.get_by_label("all of this page").check()
    camera.button("Remove the selected…")
    camera.shot("remove", "Remove 6 targets")
    camera.page.keyboard.press("Escape")
    camera.button("Import a file…")
    table = folder / "people.csv"
    table.write_text("Vorname;Nachname;Ticket\nJörg;Weiß;GDPR-7\n;;GDPR-8\n", "utf-8")
    camera.page.get_by_label("File", exact=True).set_input_files(table)
    camera.shot("import", "that cannot be added")
    table.unlink()
    camera.page.keyboard.press("Escape")


def activity(camera: Camera) -> None:
    """Go through the activity."""
    camera.tab("Activity")
    camera.shot("activity", "to review")
    camera.page.locator("#charts").scroll_into_view_if_needed()
    camera.shot("charts", "The numbers")
    camera.page.locator("#activity-rows button.link").first.click()
    camera.shot("request", "Why")


def empty(browser: Any, folder: Path) -> None:
    """Show what is said where nothing is there, or nothing works."""
    with running() as server:
        camera = Camera(browser, server, folder, SCREEN)
        camera.page.get_by_text("no key needed").wait_for()
        camera.tab("Activity")
        camera.shot("activity-off", "Nothing is kept")
        server.unlearner.targets.remove("keeper")
        camera.tab("Targets")
        camera.shot("no-targets", "Nothing is to be forgotten yet")
        camera.page.route("**/v1/**", lambda route: route.abort())
        camera.tab("History")
        camera.shot("error", "cannot be reached")
    with running(options={"no_key": False, "token": "t" * 43}) as server:
        Camera(browser, server, folder, SCREEN).shot("key", "It is kept in this tab only")


@contextmanager
def filled() -> Iterator[Server]:
    """Serve the targets of the pictures, with a day of requests."""
    stored = people()
    with running(targets=stored, draft=draft, activity="texts") as server:
        ActivityLog(server.unlearner.targets.database, "default").add(*requests_of_a_day(stored))
        yield server


def main(folder: Path) -> None:
    """Take all pictures."""
    folder.mkdir(parents=True, exist_ok=True)
    with chromium() as browser:
        with filled() as server:
            chat(Camera(browser, server, folder, SCREEN, "dark"), "chat")
            chat(Camera(browser, server, folder, PHONE), "chat-phone")
            camera = Camera(browser, server, folder, SCREEN)
            targets(camera, folder)
            camera.tab("History")
            camera.shot("history", "6 events")
            activity(camera)
            phone = Camera(browser, server, folder, PHONE, "dark")
            for tab, text in (("Targets", "6 targets"), ("Activity", "to review")):
                phone.tab(tab)
                phone.shot(f"{tab.lower()}-phone", text)
        empty(browser, folder)


if __name__ == "__main__":
    main(Path(sys.argv[1]) if len(sys.argv) > 1 else FOLDER)
