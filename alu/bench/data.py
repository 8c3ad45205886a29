"""Rows of a suite; the import path that the documentation gives for `alu.bench.suites.data`."""

from alu.bench.suites.data import Row, Source

__all__ = ["Row", "Source"]
