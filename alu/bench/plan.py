"""What a run is to measure; the import path that the documentation gives for `alu.bench.runner.plan`."""

from alu.bench.runner.plan import Plan

__all__ = ["Plan"]
