"""The runner; the import path that the documentation gives for `alu.bench.runner.run`."""

from alu.bench.runner.run import run

__all__ = ["run"]
