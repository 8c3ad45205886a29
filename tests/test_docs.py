"""What people read is true: every block runs, every link leads somewhere, every number has its formula."""

from __future__ import annotations

import ast
import re
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.blocks import FILES, NOT_RUN, Block, Page, blocks_of, model_reply
from tests.openai_server import FakeServer, serving

ROOT = Path(__file__).parents[1]
DOCS = sorted((ROOT / "docs").glob("*.md"))
PAGES = [
    p for p in (ROOT / "README.md", ROOT / "CONTRIBUTING.md", ROOT / "examples" / "README.md", *DOCS) if p.exists()
]
README = PAGES[0]
"""Its commands start in new interpreters; those of the other pages in one that has imported what they need."""
FRESH = ROOT / ".ci" / "fresh"
"""Runs the README's two commands as written, on an empty machine."""

_LINK = re.compile(r"\[(?P<text>[^\]]*)\]\((?P<target>[^)\s]+)\)")


@pytest.fixture
def model_port() -> Iterator[int]:
    with serving(FakeServer(reply=model_reply)) as server:
        yield server.port


def run_elsewhere(block: Block) -> bool:
    """Tell whether a block sets a machine up: `.ci/fresh` runs those, as they are, on an empty one."""
    return block.text.startswith("sh setup.sh ")


@pytest.mark.timeout(600)
@pytest.mark.parametrize("page", PAGES, ids=lambda p: str(p.relative_to(ROOT)))
def test_every_block_runs(page: Path, model_port: int, warm: Path, tmp_path: Path) -> None:
    place = Page(tmp_path, model_port, None if page == README else warm)
    try:
        for block in blocks_of(page):
            if (block.runs and not run_elsewhere(block)) or block.file:
                shown = place.run(block)
                if block.prints is not None:
                    assert shown == block.prints, block
    finally:
        place.close()


@pytest.mark.parametrize("page", PAGES, ids=lambda p: str(p.relative_to(ROOT)))
def test_what_is_not_run_says_why_and_parses(page: Path) -> None:
    known = {"sh", "python", "text", "", *FILES}
    for block in blocks_of(page):
        assert block.language in known, block
        if block.language == "sh":
            subprocess.run(["bash", "-n"], input=block.text, text=True, check=True)
        elif block.language == "python":
            compile(block.text, str(block), "exec")
        if block.text.startswith(NOT_RUN):
            assert len(block.text.splitlines()[0]) > len(NOT_RUN) + 10, block


@pytest.mark.parametrize("page", PAGES, ids=lambda p: str(p.relative_to(ROOT)))
def test_links_lead_to_files_that_hold_what_they_name(page: Path) -> None:
    for match in _LINK.finditer(page.read_text(encoding="utf-8")):
        target = match["target"].partition("#")[0]
        if not target or "://" in target:
            continue
        path = page.parent / target
        assert path.exists(), f"{page.name}: {match['target']}"
        if page in DOCS and target.startswith("../"):
            assert path.is_file(), f"{page.name}: {match['target']}: the site shows files, not folders"
        name = re.fullmatch(r"`(?:\w+\.)*(\w+)`", match["text"])
        if path.suffix == ".py" and name:
            there = name[1] == path.stem or re.search(rf"\b{name[1]}\b", path.read_text("utf-8"))
            assert there, f"{page.name}: {match[0]}"


def test_every_number_of_a_report_has_its_formula() -> None:
    from alu.bench.report.table import METRICS

    page = (ROOT / "docs" / "benchmark.md").read_text("utf-8")
    assert [m.title for m in METRICS.values() if f"| {m.title} | {m.formula} |" not in page] == []


GLOSSARY = (
    *("Target", "Forget set", "Snapshot", "Reading", "Mention", "Referent", "Coreference", "Evidence", "Channel"),
    *("Source", "Penalty", "Information (nats)", "Draft", "Leak", "Disclosure", "Gate", "Refusal", "Verdict", "Vault"),
    *("Recall", "False-flag rate", "Calibration", "Guarantee"),
)


def test_every_term_is_defined() -> None:
    concepts = (ROOT / "docs" / "concepts.md").read_text("utf-8")
    assert [term for term in GLOSSARY if f"\n**{term}.** " not in concepts] == []
    assert "**retain set**" in concepts


def test_every_channel_step_and_source_is_documented() -> None:
    from typing import get_args

    from alu.store.match.detector import CHANNELS, STEPS
    from alu.store.match.evidence import EvidenceSource

    flow, concepts = ((ROOT / "docs" / page).read_text("utf-8") for page in ("flow.md", "concepts.md"))
    assert [name for name in (*CHANNELS, *STEPS) if f"\n| `{name}` | " not in flow] == []
    assert [source for source in get_args(EvidenceSource) if f"`{source}`" not in concepts] == []


@pytest.mark.parametrize(
    ("package", "folders"),
    [
        ("alu", ("alu",)),
        ("alu/flow", ("alu/flow",)),
        ("alu/models", ("alu/models",)),
        ("agents", ("agents",)),
        ("store", ("store", "store/persist", "store/exchange")),
        *(
            (f"store/{room}", (f"store/{room}",))
            for room in (
                "text",
                "match",
                "text/names",
                "text/values",
                "text/hidden",
                "text/readability",
                "text/vectors",
                "match/names",
                "match/values",
                "match/facts",
                "match/topics",
                "match/packed",
            )
        ),
    ],
)
def test_the_map_of_a_package_names_every_module(package: str, folders: tuple[str, ...]) -> None:
    text = ast.get_docstring(ast.parse((ROOT / package / "__init__.py").read_text("utf-8"))) or ""
    modules = [path.stem for folder in folders for path in (ROOT / folder).glob("*.py")]
    assert [m for m in modules if not m.startswith("__") and not re.search(rf"\b{m}\b", text)] == []


def test_every_verdict_method_and_attack_is_documented() -> None:
    from typing import get_args

    from alu.answer import Verdict
    from alu.bench.attacks.registry import attacks, family
    from alu.bench.methods.methods import METHODS

    concepts = (ROOT / "docs" / "concepts.md").read_text("utf-8")
    assert all(f"`{verdict}`" in concepts for verdict in get_args(Verdict))
    benchmark = (ROOT / "docs" / "benchmark.md").read_text("utf-8")
    assert all(f"`{name}`" in benchmark for name in METHODS)
    families = {family(name) for name in attacks()}
    assert {name for name in families if f"`{name}`" not in benchmark} == set()


def test_every_setting_is_documented() -> None:
    from alu.config import Settings

    pages = "".join(p.read_text("utf-8") for p in DOCS)
    assert [name for name in Settings.model_fields if f"`{name}` |" not in pages] == []
    assert [f.description for f in Settings.model_fields.values() if f"| {f.description} |" not in pages] == []
