"""The console as a desk: every task by keyboard, at 1280 and at 390 pixels, in light and dark; axe finds nothing."""

from __future__ import annotations

import csv
import json
from pathlib import Path
from typing import Any

import pytest

from alu.server import access
from alu.server.keys import KeyRing
from alu.store.persist.activity import Activity
from alu.store.persist.activity_log import ActivityLog
from alu.store.target import Fact, Target
from tests.browser import NEEDED
from tests.console import Console, violations
from tests.flow import KEEPER, agents
from tests.server import ABOUT, ASK, Server, running

playwright = pytest.importorskip("playwright.sync_api", reason="playwright is not installed")
pytestmark = NEEDED

GULL = "The gull was called Admiral Thunderbeak. The tower is 38 metres tall."
SCREENS = [pytest.param(1280, "light", id="screen-light"), pytest.param(390, "dark", id="phone-dark")]
PEOPLE = [
    Target(id=f"p-{n:02}", name=f"Quill{n:02} Featherstone", reason=f"GDPR-{n}", facts=(Fact(text="x", question="Y?"),))
    for n in range(60)
]


def chosen(console: Console, tab: str) -> None:
    """Go to a view by keyboard."""
    console.page.get_by_role("tab", selected=True).focus()
    console.press("Home")
    for _ in range(4):
        if console.focused() == tab:
            return
        console.press("ArrowRight")
    raise AssertionError(f"no tab {tab}")


def downloaded(console: Console, name: str, *keys: str) -> str:
    """Press keys that save a file, and return what is in it."""
    with console.page.expect_download() as waiting:
        console.press(*keys)
    assert waiting.value.suggested_filename == name
    return Path(waiting.value.path()).read_bytes().decode()


@pytest.mark.parametrize(("width", "scheme"), SCREENS)
def test_targets_are_found_looked_at_changed_removed_and_exported(
    browser: Any, shots: Path, width: int, scheme: str
) -> None:
    with running(targets=[KEEPER, *PEOPLE]) as server:
        console = Console(browser, server, shots, width, color_scheme=scheme)
        chosen(console, "Targets")
        console.see("1–50 of 61")
        assert violations(console.page) == []
        console.tab_to("Search")
        console.page.keyboard.type("GDPR-59")
        console.see("1 of 61 targets")
        console.page.keyboard.type("x")
        console.see("Nothing found for “GDPR-59x”, and 61 targets stored.")
        assert violations(console.page) == []
        console.tab_to("Clear the search")
        console.press("Enter")
        console.see("61 targets")
        assert console.focused() == "Search"
        looked_at(console)
        changed(console, server)
        removed(console, server)
        console.tab_to("Export")
        exported = downloaded(console, "targets.csv", "ArrowDown")
        assert [row["name"] for row in csv.DictReader(exported.splitlines())][:2] == [
            "Odalys Brannigan",
            "Quill02 Featherstone",
        ]
    assert console.complaints == []
    assert not [a for a in console.addresses if "brannigan" in a.lower() or "quill" in a.lower()]


def looked_at(console: Console) -> None:
    """Open the drawer of the first target, see its facts and receipt, and come back to its row."""
    console.tab_to("Odalys Brannigan")
    console.press("Enter")
    console.see("She wrote a logbook titled Forty Winters of Fog.")
    console.see("None of those that ship with alu.")
    console.see("Not known: the setting activity is off.")
    assert violations(console.page) == []
    console.tab_to("Receipt…")
    console.press("Enter")
    console.see("What is not promised")
    assert "Brannigan" not in console.page.locator("#receipt").inner_text()
    assert violations(console.page) == []
    console.tab_to("Save")
    got = json.loads(downloaded(console, "receipt-keeper.json", "Enter"))
    assert (got["state"], got["reference"], got["facts"]) == ("enforced", "GDPR-2026-118", 3)
    console.press("Escape", "Escape")
    assert console.focused() == "Odalys Brannigan"


def changed(console: Console, server: Server) -> None:
    """Change one fact of the first target, drop another and add one."""
    console.tab_to("Edit Odalys Brannigan")
    console.press("Enter")
    console.see("Stored facts")
    playwright.expect(console.page.get_by_label("Name", exact=True)).to_have_value("Odalys Brannigan")
    assert violations(console.page) == []
    console.tab_to("Fact 1")
    console.press("End")
    console.page.keyboard.type(" It was tame.")
    console.tab_to("Drop fact 2")
    console.press("Enter")
    assert console.focused() == "More facts, one a line"
    console.page.keyboard.type("She sailed to Hallavik.")
    console.tab_to("Save")
    console.press("Enter")
    console.see("version 2")
    playwright.expect(console.page.get_by_role("button", name="Edit Odalys Brannigan")).to_be_focused()
    facts = [fact.text for fact in server.unlearner.targets.get("keeper").facts]
    assert [facts[0][-13:], *facts[1:]] == [
        " It was tame.",
        "She wrote a logbook titled Forty Winters of Fog.",
        "She sailed to Hallavik.",
    ]


def removed(console: Console, server: Server) -> None:
    """Select two targets and remove them with a reason."""
    for name in ("Select Quill00 Featherstone", "Select Quill01 Featherstone"):
        console.tab_to(name)
        console.press("Space")
    console.see("2 selected")
    console.page.get_by_role("tab", name="Targets").focus()
    console.tab_to("Remove the selected…")
    console.press("Enter")
    console.see("Remove 2 targets")
    assert violations(console.page) == []
    console.page.keyboard.type("GDPR-done")
    console.press("Enter")
    console.see("59 targets · version 3")
    assert console.focused() == "Search"
    assert {e.reason for e in server.unlearner.targets.history()[-2:]} == {"GDPR-done"}


@pytest.mark.parametrize(("width", "scheme"), SCREENS)
def test_questions_are_asked_and_targets_added_and_imported(
    browser: Any, shots: Path, tmp_path: Path, width: int, scheme: str
) -> None:
    names = tmp_path / "names.txt"
    names.write_text("Tobin Ashgrove\n", "utf-8")
    with running(draft="Paris.") as server:
        console = Console(browser, server, shots, width, color_scheme=scheme)
        console.see("no key needed")
        console.page.keyboard.type(ASK)
        console.press("Enter")
        console.see("as the model said it")
        assert console.focused() == "Your question"
        console.press("Shift+Tab")
        assert console.focused() == "Path"
        console.press("Enter")
        assert violations(console.page) == []
        chosen(console, "Targets")
        console.tab_to("Add a target…")
        console.press("Enter")
        assert console.focused() == "Name"
        console.page.keyboard.type("Petra Lindqvist-Mora")
        console.tab_to("Facts, one a line")
        console.page.keyboard.type("She forged the gates of Hallavik.")
        assert violations(console.page) == []
        console.tab_to("Add")
        console.press("Enter")
        console.see("2 targets · version 2")
        assert console.focused() == "Add a target…"
        console.tab_to("Import a file…")
        console.press("Enter")
        console.page.get_by_label("File", exact=True).set_input_files(names)
        console.see("1 good")
        assert violations(console.page) == []
        console.tab_to("Add 1")
        console.press("Enter")
        console.see("3 targets · version 3")
        assert {t.name for t in server.unlearner.targets.list()} >= {"Petra Lindqvist-Mora", "Tobin Ashgrove"}
    assert console.complaints == []


@pytest.mark.parametrize(("width", "scheme"), SCREENS)
def test_the_history_is_paged_filtered_and_saved(browser: Any, shots: Path, width: int, scheme: str) -> None:
    with running(targets=[KEEPER, *PEOPLE]) as server:
        server.unlearner.targets.remove("p-07", reason="=GDPR-7", who="anna")
        console = Console(browser, server, shots, width, color_scheme=scheme)
        chosen(console, "History")
        console.see("62 events")
        assert violations(console.page) == []
        console.page.get_by_role("tab", name="History").focus()
        console.tab_to("Forward", 200)
        console.press("Enter")
        console.see("51–62 of 62")
        console.page.get_by_role("tab", name="History").focus()
        console.tab_to("Search the history")
        console.page.keyboard.type("ANNA")
        console.see("1 event")
        console.tab_to("Save as CSV")
        (row,) = csv.DictReader(downloaded(console, "history.csv", "Enter").splitlines())
        assert (row["action"], row["target_id"], row["reason"]) == ("remove", "p-07", "'=GDPR-7")
        console.tab_to("p-07")
        console.press("Enter")
        console.see("removed")
        console.press("Escape")
        console.page.get_by_role("tab", name="History").focus()
        console.choose("What was done", "changed")
        console.see("Nothing of the kind was done.")
        assert violations(console.page) == []
    assert console.complaints == []


def kept(server: Server, *entries: Activity) -> None:
    ActivityLog(server.unlearner.targets.database, "default").add(*entries)


@pytest.mark.parametrize(("width", "scheme"), SCREENS)
def test_what_was_held_back_is_reviewed_one_click_from_its_target(
    browser: Any, shots: Path, width: int, scheme: str
) -> None:
    def draft(request: Any) -> str:
        return GULL if "gull" in request.messages[-1].content else "Paris."

    with running(draft=draft, activity="texts") as server:
        asked = [server.ask(question) for question in (ABOUT, ASK)]
        kept(server, Activity("observed", ("keeper",)), Activity("refused", ("gone",)))
        console = Console(browser, server, shots, width, color_scheme=scheme)
        page = console.page
        chosen(console, "Activity")
        console.see("3 answers to review")
        console.see("they hold what is to be forgotten")
        assert page.get_by_role("img").count() == 4  # charts
        assert page.get_by_role("img").first.get_attribute("aria-label") == (
            "Verdicts: as the model said it 1, rewritten 1, withheld 1, only observed, would be held 1"
        )
        page.get_by_role("tab", name="Activity").focus()
        console.tab_to("The numbers")
        console.press("Enter")
        assert page.get_by_role("table", name="Numbers of the charts").is_visible()
        assert violations(page) == []
        page.get_by_role("tab", name="Activity").focus()
        console.tab_to("Odalys Brannigan")
        console.press("Enter")
        console.see("Found in 2 requests")
        console.press("Escape")
        page.get_by_role("tab", name="Activity").focus()
        console.tab_to("Search requests")
        console.page.keyboard.type(f"trace:{asked[0].headers['x-request-id']}")
        console.see("1 answer to review")
        console.tab_to("*:*")  # the time of the request
        console.press("Enter")
        console.see("The gull was called Admiral Thunderbeak")
        assert violations(page) == []
        console.tab_to("Wrong to hold back*")
        console.press("Enter")
        console.see("No request of the kind.")
        page.get_by_role("tab", name="Activity").focus()
        console.tab_to("Search requests")
        console.press("Control+a", "Delete")
        console.see("2 answers to review")
        console.tab_to("Right to hold back*")
        console.press("Enter")
        console.see("1 answer to review")
        assert console.focused().startswith("Right to hold back")
        page.get_by_role("tab", name="Activity").focus()
        console.choose("Which requests", "all answered")
        console.see("4 requests")
        console.see("wrongly held, local")
    assert console.complaints == []


def test_where_nothing_is_kept_the_page_says_how_to_keep_it_and_a_failure_says_what_to_do(
    browser: Any, shots: Path
) -> None:
    with running() as server:
        console = Console(browser, server, shots)
        page = console.page
        page.get_by_role("tab", name="Activity").click()
        console.see('set activity = "ids" in the settings')
        page.route("**/v1/targets/search", lambda route: route.abort())
        page.get_by_role("tab", name="Targets").click()
        console.see("see whether `alu serve` still runs, then try again")
        assert violations(page) == []
        page.unroute("**/v1/targets/search")
        page.get_by_role("button", name="Try again").click()
        console.see("1 target · version 1")


def test_a_reviewer_sees_the_activity_without_a_name_and_no_target(
    browser: Any, shots: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(access, "FRESH", 0.0)
    with running(draft=GULL, judge=agents(only=True), activity="ids") as server:
        secret = KeyRing(server.unlearner.targets.database).add("rita", "reviewer")[1]
        assert server.ask(ABOUT, key=secret).status_code == 200
        console = Console(browser, server, shots)
        console.page.get_by_label("Key", exact=True).fill(secret)
        console.press("Enter")
        console.see("rita (reviewer)")
        assert console.page.get_by_role("tab").all_inner_texts() == ["Chat", "Activity"]
        chosen(console, "Activity")
        console.see("keeper (GDPR-2026-118)")
        assert "Brannigan" not in console.page.locator("#activity").inner_text()
    assert all("401" in complaint for complaint in console.complaints)


@pytest.mark.parametrize(("width", "scheme"), SCREENS)
def test_a_key_is_entered_and_changed_for_another(
    browser: Any, shots: Path, monkeypatch: pytest.MonkeyPatch, width: int, scheme: str
) -> None:
    monkeypatch.setattr(access, "FRESH", 0.0)
    with running(draft=GULL, judge=agents(only=True)) as server:
        ring = KeyRing(server.unlearner.targets.database)
        user, admin = ring.add("ann", "user")[1], ring.add("boss", "admin")[1]
        console = Console(browser, server, shots, width, color_scheme=scheme)
        console.page.get_by_label("Key", exact=True).wait_for()
        assert console.focused() == "Key"
        console.page.keyboard.type("alu-wrong")
        console.press("Enter")
        console.see("the API key is not known")
        assert violations(console.page) == []
        assert console.focused() == "Key"
        console.press("Control+a")
        console.page.keyboard.type(user)
        console.press("Enter")
        console.see("ann (user)")
        console.tab_to("API key…")
        console.press("Enter")
        console.page.keyboard.type(admin)
        console.press("Enter")
        console.see("boss (admin)")
        chosen(console, "Targets")
        console.see("1 target · version 1")
        assert violations(console.page) == []
    assert all("401" in complaint for complaint in console.complaints)


MARKDOWN = """Here is **bold**, *slanted*, `a <b> code` and [a page](https://example.org/x?a=b).

## A heading
- one
  - within
- two

3. third

| a | b |
|---|---|
| 1 | **2** |

> quoted
```html
<script>document.title = 'run'</script>
```
<img src=x onerror="document.title='run'"> ![pixel](https://evil.example/p.png?leak) [run](javascript:go)
2 * 3 * 4, snake_case_name
"""


def test_markdown_is_shown_as_elements_and_nothing_of_it_runs_or_is_fetched(browser: Any, shots: Path) -> None:
    with running(draft=MARKDOWN) as server:
        console = Console(browser, server, shots)
        page = console.page
        page.keyboard.type(ASK)
        page.keyboard.press("Enter")
        console.see("A heading")
        answer = page.locator(".turn.assistant .text")
        assert answer.locator("strong").all_inner_texts() == ["bold", "2"]
        assert answer.locator("em").all_inner_texts() == ["slanted"]
        assert answer.locator("li li").all_inner_texts() == ["within"]
        assert answer.locator("ol").get_attribute("start") == "3"
        assert answer.locator("pre code").inner_text() == "<script>document.title = 'run'</script>"
        assert answer.locator("a").evaluate_all("all => all.map((a) => [a.innerText, a.href, a.rel])") == [
            ["a page", "https://example.org/x?a=b", "noopener noreferrer nofollow"],
            ["picture: pixel", "https://evil.example/p.png?leak", "noopener noreferrer nofollow"],
        ]
        assert "run (javascript:go)" in answer.inner_text()
        assert "2 * 3 * 4, snake_case_name" in answer.inner_text()
        assert page.locator("img, script:not([src])").count() == 0
        assert page.title() == "alu"
        assert violations(page) == []
        assert {a.split("/")[2] for a in console.addresses} == {f"127.0.0.1:{server.port}"}
        deep = ">" * 40_000 + " **" * 10_000
        page.evaluate("async (text) => (await import('/console/markdown.js')).markdown(text).length", deep)
    assert console.complaints == []
