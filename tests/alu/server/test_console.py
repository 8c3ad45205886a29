"""The console in a real browser, by keyboard where a person would; `ALU_SCREENSHOTS=FOLDER` keeps the pictures."""

from __future__ import annotations

import re
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from alu.server import access
from alu.server.keys import KeyRing
from tests.browser import NEEDED
from tests.console import Console, violations
from tests.flow import CANARY, agents
from tests.server import ABOUT, running

playwright = pytest.importorskip("playwright.sync_api", reason="playwright is not installed")
pytestmark = NEEDED

DRAFT = f"It was {CANARY}, called Admiral Thunderbeak. The tower is 38 metres tall."


def test_the_address_that_is_printed_opens_the_page_and_its_token_leaves_the_address(browser: Any, shots: Path) -> None:
    with running(options={"no_key": False, "token": "t" * 43}) as server:
        page = browser.new_page()
        page.goto(f"http://127.0.0.1:{server.port}/#token={'t' * 43}")
        playwright.expect(page.get_by_text("this machine, no key needed").first).to_be_visible()
        assert page.evaluate("location.hash") == ""
        page.close()


def test_chat_shows_each_answers_path(browser: Any, shots: Path) -> None:
    with running(draft=lambda r: DRAFT if "gull" in r.messages[-1].content else "Paris.") as server:
        console = Console(browser, server, shots)
        page = console.page
        console.see("this machine, no key needed · namespace default")
        page.keyboard.type("What is the capital of France?")  # the field has the focus
        page.keyboard.press("Enter")
        console.see("Paris.")
        console.see("as the model said it")
        assert page.locator(".turn .verdict").all_inner_texts() == ["as the model said it"]
        page.keyboard.type(ABOUT)
        page.keyboard.press("Enter")
        console.see("The tower is 38 metres tall.")
        console.see("rewritten")
        stages = page.locator(".stages li").all_inner_texts()
        console.shot("chat")
        assert [s.split("\n")[0] for s in stages] == [
            "Draft", "Look-up", "Audit", "Rewrite", "Critic", "Release gate"
        ]  # fmt: skip
        assert CANARY not in page.content()
        page.get_by_role("article", name="Answer").first.get_by_role("button", name="Path").click()
        assert len(page.locator(".stages li").all()) == 3
        assert [m.content for m in server.vanilla.history[1].messages] == [
            "What is the capital of France?", "Paris.", ABOUT
        ]  # fmt: skip
        page.get_by_role("button", name="New chat").click()
        assert page.locator(".turn").count() == 0
    assert console.complaints == []


def test_the_path_says_why_on_a_phone_too(browser: Any, shots: Path) -> None:
    with running(draft=lambda r: DRAFT if "gull" in r.messages[-1].content else "Paris.") as server:
        console = Console(browser, server, shots)
        page = console.page
        page.set_viewport_size({"width": 390, "height": 740})
        page.keyboard.type("What is the capital of France?")
        page.keyboard.press("Enter")
        console.see("as the model said it")
        assert page.get_by_role("list", name="Why").count() == 0
        page.keyboard.type(ABOUT)
        page.keyboard.press("Enter")
        console.see("rewritten")
        why = page.get_by_role("list", name="Why")
        rows = [row.split("\n") for row in why.get_by_role("listitem").all_inner_texts()]
        found = server.unlearner.ask(ABOUT).evidence
        assert [(target, score) for target, score, _ in rows] == [(e.target_id, f"{e.strength:.2f}") for e in found]
        assert [r[2].split(" · ")[0] for r in rows] == [e.channel for e in found]
        places = {r[2].split(" · ")[1] for r in rows}
        assert {"in the question, sentence 1", "in the draft, sentence 1"} <= places
        why.get_by_role("listitem").last.scroll_into_view_if_needed()
        console.shot("why-phone")
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
        assert page.locator("aside").evaluate("e => e.scrollWidth <= e.clientWidth")
        assert violations(page) == []
        assert CANARY not in page.content()
    assert console.complaints == []


def test_evidence_is_text_and_a_long_list_is_cut(browser: Any, shots: Path) -> None:
    mark = "<img src=x onerror=\"document.title='run'\">"

    def tampered(route: Any) -> None:
        reply = route.fetch()
        stated = reply.json()
        one = {"target": mark, "channel": mark, "how": "name", "source": mark, "sentence": 2, "score": 0.5}
        stated["alu"]["runs"][0]["evidence"] = [{**one, "disguised": True}] * 25
        route.fulfill(response=reply, json=stated)

    with running(draft="Paris.") as server:
        console = Console(browser, server, shots)
        page = console.page
        page.route("**/v1/chat/completions", tampered)
        page.keyboard.type("What is the capital of France?")
        page.keyboard.press("Enter")
        console.see("and 5 more")
        rows = page.get_by_role("list", name="Why").get_by_role("listitem").all_inner_texts()
        assert rows == [f"{mark}\n0.50\n{mark} · in {mark}, sentence 3 · disguised"] * 20
        assert page.locator("img").count() == 0
        assert page.title() == "alu"
    assert console.complaints == []


def until(happens: Callable[[], bool]) -> None:
    """Wait for something on the server's side, half a minute at most."""
    end = time.monotonic() + 30
    while not happens():
        assert time.monotonic() < end
        time.sleep(0.02)


def test_an_answer_that_is_waited_for_can_be_stopped_and_an_error_is_shown(browser: Any, shots: Path) -> None:
    from alu.errors import ModelUnreachable

    with running() as server:
        server.vanilla.latency = 30
        console = Console(browser, server, shots)
        console.page.keyboard.type("Hello?")
        console.page.keyboard.press("Enter")
        until(lambda: server.vanilla.running == 1)
        console.page.get_by_role("button", name="Stop").click()
        console.see("Stopped.")
        until(lambda: server.vanilla.running == 0)
        server.vanilla.latency = 0
        server.vanilla.enqueue(ModelUnreachable("cannot reach the model"))
        console.page.keyboard.type("Hello?")
        console.page.keyboard.press("Enter")
        console.see("cannot reach the model")
        console.shot("chat-error")
    assert all("502" in complaint for complaint in console.complaints)


def test_targets_are_added_imported_after_a_look_removed_and_remembered(
    browser: Any, shots: Path, tmp_path: Path
) -> None:
    names = tmp_path / "names.csv"
    names.write_text(
        "name,aliases\nAnna Alpha,Anna B. Alpha | Annika\n,nobody\nOdalys Brannigan,\n<b>Bert</b>,\n", "utf-8"
    )
    with running() as server:
        console = Console(browser, server, shots)
        page = console.page
        page.get_by_role("tab", name="Chat").focus()
        page.keyboard.press("ArrowRight")
        console.see("Odalys Brannigan")
        page.get_by_role("button", name="Add a target…").click()
        page.keyboard.type("Petra Lindqvist-Mora")
        page.keyboard.press("Tab")
        page.keyboard.type("P. Mora")
        page.get_by_label("Facts, one a line").fill("She forged the gates of Hallavik.\nShe was born in 1788.")
        page.get_by_label("Reason: a reference, no name").first.fill("asked by Petra Lindqvist-Mora")
        page.get_by_role("button", name="Add", exact=True).click()
        console.see("discloses the target")
        console.shot("add")
        page.get_by_label("Reason: a reference, no name").first.fill("GDPR-7")
        page.keyboard.press("Enter")
        console.see("2 targets · version 2")

        page.get_by_role("button", name="Import a file…").click()
        page.get_by_label("File", exact=True).set_input_files(names)
        console.see("2 good, 2 that cannot be added:")
        console.see("line 3:")
        console.shot("import")
        page.get_by_role("button", name="Add the 2 good ones").click()
        console.see("2 added, 2 rows left out:")
        page.get_by_role("button", name="Close").click()
        console.see("4 targets · version 3")
        console.see("<b>Bert</b>")
        console.shot("targets")

        page.get_by_label("Search", exact=True).fill("alpha")
        console.see("1 of 4 targets · version 3")
        page.get_by_role("button", name="Remove Anna Alpha").click()
        page.keyboard.type("GDPR-8")
        console.shot("remove")
        page.keyboard.press("Enter")
        console.see("Nothing found for “alpha”, and 3 targets stored.")
        page.get_by_role("tab", name="History").click()
        console.see("GDPR-8")
        console.shot("history")
        assert {t.name for t in server.unlearner.targets.list()} == {
            "Odalys Brannigan", "Petra Lindqvist-Mora", "<b>Bert</b>"
        }  # fmt: skip
        petra = server.unlearner.targets.get("Petra Lindqvist-Mora")
        assert (petra.aliases, len(petra.facts), petra.reason) == (("P. Mora",), 2, "GDPR-7")
    assert all("400" in complaint for complaint in console.complaints)
    assert not [a for a in console.addresses if re.search("alpha|anna|petra|brannigan", a, re.IGNORECASE)]


def test_a_name_of_everybodys_questions_is_added_only_when_that_is_asked_for(browser: Any, shots: Path) -> None:
    with running() as server:
        console = Console(browser, server, shots)
        page = console.page
        page.get_by_role("tab", name="Targets").click()
        page.get_by_role("button", name="Add a target…").click()
        page.get_by_label("Name", exact=True).fill("Will")
        force = page.get_by_label("Add it all the same")
        playwright.expect(force).to_be_hidden()
        page.get_by_role("button", name="Add", exact=True).click()
        console.see("the name «Will» is in ")
        console.shot("refused")
        force.check()
        page.get_by_role("button", name="Add", exact=True).click()
        console.see("2 targets · version 2")
        page.get_by_role("button", name="Add a target…").click()
        playwright.expect(force).to_be_hidden()
    assert all("422" in complaint for complaint in console.complaints)
    assert not [a for a in console.addresses if "will" in a.lower()]


def test_with_keys_the_page_asks_for_one_and_shows_what_it_may(
    browser: Any, shots: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(access, "FRESH", 0.0)
    with running(draft=DRAFT, judge=agents(only=True)) as server:
        ring = KeyRing(server.unlearner.targets.database)
        user, admin = ring.add("ann")[1], ring.add("boss", "admin")[1]
        console = Console(browser, server, shots)
        page = console.page
        console.see("An administrator makes one with")
        assert violations(page) == []
        page.get_by_label("Key", exact=True).fill("alu-wrong")
        page.keyboard.press("Enter")
        console.see("the API key is not known")
        console.shot("key")
        page.get_by_label("Key", exact=True).fill(user)
        page.keyboard.press("Enter")
        console.see("ann (user)")
        page.get_by_label("Your question").fill(ABOUT)
        page.keyboard.press("Enter")
        page.wait_for_selector(".turn.assistant")
        assert not page.get_by_role("tab", name="Targets").is_visible()
        assert page.locator(".verdict").count() == 0
        assert page.get_by_role("button", name="Path").count() == 0
        console.shot("chat-user")
        page.get_by_role("button", name="API key…").click()
        page.get_by_label("Key", exact=True).fill(admin)
        page.keyboard.press("Enter")
        console.see("boss (admin)")
        assert page.get_by_role("tab", name="Targets").is_visible()
        page.set_viewport_size({"width": 420, "height": 800})
        console.shot("narrow")
    assert all("401" in complaint for complaint in console.complaints)
