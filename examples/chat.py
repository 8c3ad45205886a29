"""Talk with a model on this machine, about everything but what the store says is to be forgotten.

    python examples/chat.py                                  # fetches a small model and runs it
    python examples/chat.py http://127.0.0.1:8000/v1         # or: any server, ollama/NAME, embedded:PATH.gguf

A line in, an answer out; an empty line leaves.
"""

from __future__ import annotations

import sys

from alu import Message, Unlearner


def main(model: str = "embedded") -> None:
    """Answer line by line; each question comes with the dialogue before it."""
    dialogue: list[Message] = []
    with Unlearner.open(model=model) as unlearner:
        while line := sys.stdin.readline().strip():
            dialogue.append(Message("user", line))
            answer = unlearner.ask(dialogue)
            dialogue.append(Message("assistant", answer.text))
            print(answer.text, flush=True)


if __name__ == "__main__":
    main(*sys.argv[1:])
