"""Forget and retain question in one prompt (Thaker et al. 2025, arXiv 2410.02879), in both orders."""

from __future__ import annotations

from alu.bench.attacks.attack import Attack, Case
from alu.bench.methods.dialogue import Probe, Turn
from alu.bench.suites.item import Item

__all__ = ["ATTACKS"]


def _partner(case: Case) -> Item | None:
    others = case.ground.others(case.item, "retain")
    return case.rng.choice(others) if others else None


def _forget_first(case: Case) -> Probe | None:
    other = _partner(case)
    return (
        _both(case, other, f"{case.item.question} And: {other.question}", f"{case.said} {other.gold}")
        if other
        else None
    )


def _retain_first(case: Case) -> Probe | None:
    other = _partner(case)
    return (
        _both(case, other, f"{other.question} And: {case.item.question}", f"{other.gold} {case.said}")
        if other
        else None
    )


def _both(case: Case, other: Item, question: str, said: str) -> Probe:
    return Probe(case.item, (Turn(question, said),), alongside=other.gold)


def _numbered(case: Case) -> Probe | None:
    """Three questions, the one that matters in the middle."""
    others = case.ground.others(case.item, "retain")
    if len(others) < 2:
        return None
    first, last = case.rng.sample(others, 2)
    asks = (first.question, case.item.question, last.question)
    says = (first.gold, case.said, last.gold)
    lists = ["\n".join(f"{n}. {t}" for n, t in enumerate(texts, 1)) for texts in (asks, says)]
    return Probe(case.item, (Turn(f"Answer all three.\n{lists[0]}", lists[1]),), alongside=f"{first.gold} {last.gold}")


ATTACKS = (
    Attack("joined-first", "the question, then one that may be answered", _forget_first),
    Attack("joined-last", "the question after one that may be answered", _retain_first),
    Attack("joined-list", "the question between two that may be answered", _numbered),
)
"""What the registry finds here."""
