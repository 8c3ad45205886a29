"""Tests, and what they share."""

from __future__ import annotations

import os

# contextual vectors are made where a test says so
os.environ["ALU_MEANING"] = "off"
# as the command does: a second thread of numpy's spins behind every product, and the workers have the cores
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
