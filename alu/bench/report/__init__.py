"""Results: metrics, tables, charts, the page."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from alu.bench.report.page import summary, write_report

__all__ = ["summary", "write_report"]


def __getattr__(name: str) -> Any:
    """Import the page when it is asked for: attacks count with the metrics here, and the page reads the attacks."""
    if name not in __all__:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    from alu.bench.report import page

    return getattr(page, name)
