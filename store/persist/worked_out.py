"""The process that computes the files of a long list: `python -m alu.store.persist.worked_out`, input on stdin.

Its first line is what `TargetStore.open` takes; where stdin ends before the work does, whoever asked has gone. On
stdout comes what went wrong, in words that hold no text of a target.
"""

from __future__ import annotations

import json
import os
import sys
import threading

from alu.errors import AluError
from alu.store.store import TargetStore

__all__: list[str] = []


def main() -> int:
    """Work the files out; return the exit code."""
    opened = json.loads(sys.stdin.buffer.readline())
    threading.Thread(target=_end_with_stdin, name="alu-asker", daemon=True).start()
    try:
        with TargetStore.open(**opened, create=False) as store:
            store.work_out()
    except AluError as error:
        sys.stdout.write(str(error))
        return error.exit_code
    except Exception as error:  # its text may be one of a target
        sys.stdout.write(f"the files of the targets could not be worked out ({type(error).__name__})")
        return 1
    return 0


def _end_with_stdin() -> None:
    while os.read(sys.stdin.fileno(), 1):  # not by the stream, whose lock would be held at the end
        pass
    os._exit(1)


if __name__ == "__main__":
    sys.exit(main())
