"""Leak@k (arXiv 2511.04934): the same question many times; the memoriser words its answer differently each time."""

from __future__ import annotations

from alu.bench.attacks.attack import Attack, Case
from alu.bench.attacks.forms import secret_words
from alu.bench.methods.dialogue import Probe, Turn

__all__ = ["ATTACKS"]

_SAMPLES = 64
_TEMPERATURE = 1.0
_FRAMES = ("{}", "Sure. {}", "As far as I know: {}", "{} I hope this helps.", "Well, {}", "It is often told that {}")


def _worded(case: Case) -> str:
    """Return the answer in sample `case.sample` of a model that knows it."""
    words = ", ".join(secret_words(case)) or case.said
    bodies = (case.item.gold, case.item.reworded or case.said, words, " ".join(reversed(case.said.split(". "))))
    body = bodies[case.sample % len(bodies)]
    return _FRAMES[case.sample // len(bodies) % len(_FRAMES)].format(body)


def _again(case: Case) -> Probe:
    extra = {"temperature": _TEMPERATURE, "seed": case.rng.randrange(1_000_000) + case.sample}
    return Probe(case.item, (Turn(case.item.question, _worded(case)),), extra=extra)


ATTACKS = (Attack("samples", f"the same question {_SAMPLES} times: leak@k", _again, samples=_SAMPLES),)
"""What the registry finds here."""
