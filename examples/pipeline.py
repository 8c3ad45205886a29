"""Ask a model from Python, with something to be forgotten.

To run it:

    python examples/pipeline.py http://127.0.0.1:8000/v1 "Who was Odalys Brannigan?"
"""

from __future__ import annotations

import sys
import tempfile

from alu import Target, Unlearner


def main(model: str, question: str) -> None:
    """Print the answer, and what was done for it."""
    with tempfile.TemporaryDirectory() as store, Unlearner.open(store, model=model) as unlearner:
        unlearner.targets.add(
            Target(name="Odalys Brannigan", facts=("Odalys Brannigan kept a tame gull.",), reason="GDPR-2026-118")
        )
        answer = unlearner.ask(question)
        print(answer.text)
        print(answer.verdict, *(f"{stage.name}: {stage.outcome}" for stage in answer.stages), sep="\n  ")


if __name__ == "__main__":
    main(*sys.argv[1:])
