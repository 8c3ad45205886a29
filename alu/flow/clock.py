"""A stage's clock: times it, counts its model calls, and writes the `Stage` of the answer.

The vault keeps the clocks of a request, so that what a request cost is known whichever stage it ends in.
"""

from __future__ import annotations

import time
from dataclasses import replace
from typing import TYPE_CHECKING

from alu.answer import Stage, Usage

if TYPE_CHECKING:
    from alu.agents.caller import Caller
    from alu.config import Role
    from alu.flow.state import Context, Vault

__all__ = ["Clock"]


UNFINISHED = "unfinished"
"""Outcome of a stage in which a request ended."""


class Clock:
    """Runs from its making to `stop`; kept in `vault`."""

    def __init__(self, name: str, vault: Vault) -> None:
        self.name = name
        self.calls: list[Usage] = []
        self._start = time.perf_counter()
        self._stage: Stage | None = None
        vault.clocks.append(self)

    @property
    def seconds(self) -> float:
        """Seconds since the stage began."""
        return time.perf_counter() - self._start

    @property
    def stage(self) -> Stage:
        """What the stage did and what it cost, so far where it has not stopped."""
        return self._stage or self._told(UNFINISHED)

    def caller(self, ctx: Context, role: Role, *, most_calls: int | None = None) -> Caller:
        """Return the line of this stage's agent to the model of `role`, for `most_calls` calls in all."""
        from alu.agents.caller import Caller

        return Caller(ctx.models[role], ctx.settings.timeout, ctx.fence_key, self.calls.append, most_calls)

    def stop(self, outcome: str) -> Stage:
        """Return what the stage did and what it cost."""
        self._stage = self._told(outcome)
        return self._stage

    def _told(self, outcome: str) -> Stage:
        return Stage(self.name, outcome, replace(Usage.total(self.calls), seconds=self.seconds))
