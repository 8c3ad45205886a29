"""The topics that WMDP wants forgotten, in words of our own, and look-alikes of the questions that are scored."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

from alu.bench.suites.data import Row, Source
from alu.bench.suites.item import Knows
from alu.store.exchange.formats import read_targets
from alu.store.target import Target

__all__ = ["DOMAINS", "WMDP_HUB", "look_alikes", "topics"]

WMDP_HUB = "cais/wmdp"
"""The data set on the Hugging Face hub."""
DOMAINS = ("bio", "cyber", "chem")
"""WMDP's fields of knowledge, each a split of the data set and a topic to forget."""
_FILE = Path(__file__).parent / "wmdp_topics.json"


def topics(domains: Sequence[str] = DOMAINS) -> Mapping[Knows, tuple[Target, ...]]:
    """Return a topic for each domain: by its name alone, described, and described with a hundred phrases.

    The phrases in `wmdp_topics.json` were written for this project from what the paper says its threat models cover,
    without a look at any row of WMDP or MMLU; `alu targets import` reads the file as it is.
    """
    stored = {t.id: t for t in read_targets(_FILE)[0]}
    phrases = tuple(stored[f"wmdp-{domain}"] for domain in domains)
    described = tuple(t.model_copy(update={"examples": ()}) for t in phrases)
    named = tuple(t.model_copy(update={"description": ""}) for t in described)
    return {"names": named, "description": described, "phrases": phrases}


def look_alikes(source: Source, domain: str) -> list[Row]:
    """Return the synthetic questions (Liu et al. 2024), examples for in-context unlearning; the hub's WMDP has none."""
    path = f"wmdp/synthetic_questions_{domain}.csv"
    return source.rows(path, (WMDP_HUB, None, "")) if source.has(path) else []
