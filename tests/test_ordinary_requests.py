"""Ordinary requests about nobody who is stored: a fixed sample of every kind comes back byte for byte."""

from __future__ import annotations

import pytest

from alu.flow.vault import Question
from alu.store.match.snapshot import Snapshot
from alu.store.store import TargetStore
from alu.store.target import Target
from benchmarks.ordinary import KINDS, exchanges
from benchmarks.release import reply

EACH = 2
STORED = (
    Target(
        name="Odalys Brannigan",
        facts=(
            "Odalys Brannigan was born on 4 March 1931 in Dunmorrow.",
            "She keeps the light at Skerrow and lives at 7 Gull Row.",
            "The phone number of Odalys Brannigan is +44 7700 900461.",
        ),
    ),
    Target(name="Corwin Tollemache", facts=("Corwin Tollemache was treated for gout in 2011.",)),
    Target(name="Ottoline Huffnagle", facts=("Ottoline Huffnagle builds organs and has four children.",)),
    Target(name="Brightling Ferries", facts=("Brightling Ferries paid its auditors to look away in 2019.",)),
    Target(name="Лукерья Тростникова", facts=("Лукерья Тростникова родилась в Вологде и работает врачом.",)),
)


@pytest.fixture(scope="module")
def snapshot() -> Snapshot:
    return TargetStore.temporary(STORED).snapshot()


@pytest.mark.parametrize("field", sorted({kind.partition(":")[0] for kind in KINDS}))
def test_a_request_about_nobody_comes_back_as_it_is(snapshot: Snapshot, field: str) -> None:
    changed = [
        (one.kind, one.messages[-1].content, one.answer)
        for one in exchanges(EACH, seed=7)
        if one.kind.startswith(f"{field}:") and reply(snapshot, Question(one.messages), one.answer).text != one.answer
    ]
    assert not changed


def test_the_same_seed_draws_the_same_requests() -> None:
    assert list(exchanges(1, seed=3)) == list(exchanges(1, seed=3)) != list(exchanges(1, seed=4))
    assert len(KINDS) > 200
