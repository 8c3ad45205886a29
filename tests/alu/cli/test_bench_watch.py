"""What a run says of itself where nobody watches a terminal."""

from __future__ import annotations

import pytest

from alu.bench.runner.run import RunProgress
from alu.cli.bench_watch import watching


def test_a_log_says_now_and_then_how_long_the_rest_takes(capsys: pytest.CaptureFixture[str]) -> None:
    with watching() as watch:
        for done in range(101, 151):  # a hundred were answered by an earlier command
            watch(RunProgress("tofu", done, 1100, 0, 0.0, 0))
    lines = capsys.readouterr().err.splitlines()
    assert [line.split(" answers")[0] for line in lines] == [f"alu: {n} of 1,100" for n in (110, 120, 140)]
    assert all(line.endswith(" hours for the rest") for line in lines)
