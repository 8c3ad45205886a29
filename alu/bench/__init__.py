"""Benchmark mode: unlearning methods over TOFU, WMDP, MMLU, GSM8K, WPU and RWKU, and reports people can read.

item      what is asked and what is known       knower    who knows the secret
suite     the benchmarks by name                scripted  agents that judge nothing: the code stages alone
data      the hub, or a folder                  methods   alu and what it is compared with
run       the runner, which resumes             metrics   scores of one sample
sample    one line of the log                   table     numbers with intervals, out of the log
cache     replies by what was asked             report    HTML, CSV and JSON
attacks   the ways in which people will ask    dialogue  how an item is put, in one turn or several
"""

from __future__ import annotations
