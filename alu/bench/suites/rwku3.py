"""RWKU's third level: adversarial questions, nine kinds, by the same people's neighbours to keep."""

from __future__ import annotations

from alu.bench.suites.rwku import Rwku

__all__ = ["SUITE"]

SUITE = Rwku("rwku3", "RWKU's adversarial questions (level 3), a group each kind; the same splits", (3,))
"""RWKU's level 3 (Jin et al. 2024, arXiv 2406.10890): what is stored is of level 1 and 2."""
