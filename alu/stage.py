"""A stage's clock: times it, counts its model calls, and writes the `Stage` of the answer."""

from __future__ import annotations

import time
from dataclasses import replace
from typing import TYPE_CHECKING

from alu.answer import Stage, Usage

if TYPE_CHECKING:
    from alu.agents.caller import Caller
    from alu.config import Role
    from alu.state import Context, Vault

__all__ = ["Clock"]


class Clock:
    """Runs from its making to `stop`."""

    def __init__(self, name: str) -> None:
        self.name = name
        self.calls: list[Usage] = []
        self._start = time.perf_counter()

    @property
    def seconds(self) -> float:
        """Seconds since the stage began."""
        return time.perf_counter() - self._start

    def caller(self, ctx: Context, role: Role, *, repair: bool) -> Caller:
        """Return the line of this stage's agent to the model of `role`."""
        from alu.agents.caller import Caller

        return Caller(
            ctx.models[role],
            ctx.settings.timeout,
            ctx.fence_key,
            lambda usage: self.record(ctx.vault, usage, counts=self.name != "screen"),
            repair,
        )

    def record(self, vault: Vault, usage: Usage, *, counts: bool = True) -> None:
        """Count one call to this stage, and to the request's limit where it `counts`."""
        self.calls.append(usage)
        if counts:
            vault.calls.append(usage)

    def stop(self, outcome: str) -> Stage:
        """Return what the stage did and what it cost."""
        return Stage(self.name, outcome, replace(Usage.total(self.calls), seconds=self.seconds))
