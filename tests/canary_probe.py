"""A process that uses alu with secrets, all around it set to tell: logs, traces, debug modes. Prints what it saw.

    python -m tests.canary_probe STORE MODEL-URL

The secrets come in the environment, so that no line of this file holds them.
"""

from __future__ import annotations

import json
import logging
import os
import pickle
import sys
import traceback
import warnings
from pathlib import Path
from typing import Any

__all__ = ["stated"]

SEEN: dict[str, list[str]] = {"log": [], "connect": [], "written": [], "error": [], "answer": []}


class _All(logging.Handler):
    def emit(self, record: logging.LogRecord) -> None:
        SEEN["log"].append(f"{record.name} {record.getMessage()} {record.__dict__!r}")


def stated(error: BaseException) -> str:
    """Return all that a crash reporter would send of an error: texts, frames with their values, the chain, a pickle."""
    whole = traceback.TracebackException.from_exception(error, capture_locals=True)
    parts = [str(error), repr(error), *whole.format(chain=True), str(pickle.dumps(error))]
    chain = [e for e in (error.__cause__, error.__context__) if e is not None]
    return "\n".join([*parts, *map(stated, chain)])


def _watch(event: str, args: tuple[Any, ...]) -> None:
    if event == "socket.connect":
        SEEN["connect"].append(str(args[1]))
    elif event == "open" and isinstance(args[0], str) and isinstance(args[2], int) and args[2] & 3:
        SEEN["written"].append(args[0])


def _ask(unlearner: Any) -> None:
    from alu.errors import AluError

    about = "What was the gull of Odalys Brannigan called next to what height of the tower?"
    try:
        answer = unlearner.ask(f"{about} {os.environ['CANARY_QUESTION']}")
        SEEN["answer"].append(answer.verdict)
        SEEN["log"].append(f"{answer!r} {json.dumps(answer.as_dict())} {pickle.dumps(answer)!r}")
    except AluError as error:
        SEEN["error"].append(stated(error))


def main() -> None:
    """Ask about a target until everything that can happen has happened."""
    store, model = sys.argv[1:3]
    sys.addaudithook(_watch)
    logging.basicConfig(level=logging.DEBUG, handlers=[_All()])
    logging.captureWarnings(True)
    warnings.simplefilter("always")
    from langchain_core.globals import set_debug, set_verbose

    set_debug(True)
    set_verbose(True)
    from alu import Target, Unlearner
    from alu.store.target import Fact

    with Unlearner.open(store, model=model, deadline=60, tracing="traced" in sys.argv) as unlearner:
        unlearner.targets.add(
            Target(name="Odalys Brannigan", facts=(Fact(text=f"She kept a gull called {os.environ['CANARY_FACT']}."),))
        )
        for _ in range(int(os.environ["CANARY_ASKS"])):
            _ask(unlearner)
    if "traced" in sys.argv:
        from langchain_core.tracers.langchain import wait_for_all_tracers

        wait_for_all_tracers()
    SEEN["written"] = [p for p in set(SEEN["written"]) if Path(p).is_file()]
    sys.stdout.write("\n" + json.dumps(SEEN))


if __name__ == "__main__":
    main()
