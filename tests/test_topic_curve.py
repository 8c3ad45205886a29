"""The curve of topics: what other limits would find, and its picture."""

from __future__ import annotations

from pathlib import Path
from xml.etree import ElementTree as ET

import numpy as np
import pytest

from alu.store.match.topics.topics import Topics
from benchmarks.topic_curve import at, best, picture
from tests.detectors import snapshot
from tests.topics import LOCKS, OFF_LOCKS, ON_LOCKS

KEPT = np.linspace(0.0, 1.0, 1_001)
FOUND = {"one": np.array([0.2, 0.6, 0.97, 0.99]), "other": np.array([0.99, 0.999])}


@pytest.fixture(scope="module")
def topics() -> Topics:
    return snapshot([LOCKS]).detector.topics


def test_the_strongest_window_counts(topics: Topics) -> None:
    near, far = best(topics, [ON_LOCKS, OFF_LOCKS[0]])
    assert near >= 0.5 > far
    assert len(best(topics, [])) == 0


@pytest.mark.parametrize(("share", "found"), [(0.05, 0.5), (0.5, 0.75), (1.0, 1.0)])
def test_lower_limits_find_more(share: float, found: float) -> None:
    assert at(FOUND, KEPT, share) == {"one": found, "other": 1.0}


def test_the_picture_has_a_line_and_a_dot_for_each_set(tmp_path: Path) -> None:
    path = tmp_path / "curve.svg"
    picture(FOUND, KEPT, path)
    root = ET.parse(path).getroot()
    kinds = [element.tag.rpartition("}")[2] for element in root]
    assert kinds.count("polyline") == kinds.count("circle") == 2
    drawn = next(e for e in root if e.tag.endswith("polyline")).attrib["points"].split()
    heights = [float(point.split(",")[1]) for point in drawn]
    assert heights == sorted(heights, reverse=True), "down is less in SVG: what is found grows to the right"
    assert {"one", "other"} <= {e.text for e in root}
