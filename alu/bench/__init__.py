"""Benchmark mode: unlearning methods over TOFU, WMDP, RWKU, LUME and others, and reports people can read.

    suites     what is asked, with its data           attacks    the ways in which people will ask
    methods    the model alone, baselines, alu        report     metrics, tables, charts, the page
    runner     plan, cache, samples, resumption       synthetic  made-up targets to measure with
    agents     how well a model does each agent's work, over labelled cases

`data`, `item`, `plan` and `run` are the import paths that a suite of one's own uses.
"""

from __future__ import annotations
