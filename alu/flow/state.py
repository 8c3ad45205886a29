"""The graph's state, which may hold only what may be shown.

LangGraph shows the whole state to every stream mode, checkpoint and trace. So the state holds ids, verdicts
and text that may be shown; everything else is in the `Vault`.
"""

from __future__ import annotations

import operator
from typing import Annotated, Literal, TypedDict

from alu.answer import Stage, Verdict

__all__ = ["InputState", "NextStep", "OutputState", "State"]

NextStep = Literal["release", "audit", "rewrite", "critic", "refuse", "end"]
"""What comes next: a node of the graph, `refuse` (release withholds), or `end` (the text is final)."""


class InputState(TypedDict):
    """What a run starts with."""

    question: str
    """Empty: a trace shows the state, so the nodes read the question in the vault."""


class OutputState(TypedDict):
    """What a run ends with: an answer."""

    text: str
    """The released text."""
    verdict: Verdict
    matched: tuple[str, ...]
    """Ids of the targets that question or draft touch."""
    blocked: bool
    """The release gate held back a text that the agents had let pass."""
    stages: Annotated[tuple[Stage, ...], operator.add]


class State(InputState, OutputState, total=False):
    """What the nodes hand on; all of it may be shown."""

    plan: NextStep
    """What is to be done next."""
    answer_needs_question: bool
    """The draft is a letter, a number or a yes, which says nothing without its question: it cannot be rewritten."""
    tries: int
    """Rewrites asked for so far."""
