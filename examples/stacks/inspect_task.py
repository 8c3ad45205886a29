"""A task of Inspect AI, answered with alu in front of a model; its log holds checked answers alone.

pip install alu inspect-ai
python inspect_task.py targets/ http://127.0.0.1:8000/v1 "Who kept the light at Skerrow?" "Odalys Brannigan"
"""

from __future__ import annotations

import sys

from inspect_ai import Task, eval
from inspect_ai.dataset import Sample
from inspect_ai.scorer import includes

from alu import Unlearner
from alu.inspect_ai import unlearned


def main(store: str, server: str, question: str, expected: str) -> None:
    """Print the answer and what the scorer says: I, incorrect, where the expected words do not come."""
    with Unlearner.open(store, model=server) as unlearner:
        task = Task([Sample(question, target=expected)], solver=unlearned(unlearner), scorer=includes())
        (log,) = eval(task, model="none/none", log_dir="logs", log_format="json", display="none")
    if log.status != "success":
        raise SystemExit(f"the task did not run: {log.error.message if log.error else log.status}")
    for sample in log.samples or ():
        print(sample.output.completion, *(score.value for score in (sample.scores or {}).values()), sep="\n")


if __name__ == "__main__":
    main(*sys.argv[1:])
