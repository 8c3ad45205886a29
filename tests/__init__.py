"""Tests, and what they share."""

from __future__ import annotations

import os

# contextual vectors are made where a test says so
os.environ["ALU_MEANING"] = "off"
