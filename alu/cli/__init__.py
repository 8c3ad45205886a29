"""The command line: `alu ask`, `alu chat`, `alu targets …`; thin, and quick to start.

`main` is what the `alu` script calls; `reference` gives all of `--help` as Markdown. One module per
noun, each imported when its command runs: `alu.cli.app` has the table to add a command to. At the top
of a module here only typer and the standard library are imported, so that `alu --help` stays quick.
"""

from __future__ import annotations

import os

__all__ = ["main", "reference"]


def main() -> None:
    """Run the command line on `sys.argv` and leave with its exit code."""
    # a second thread of numpy's spins for 50 ms of a core behind each product of two matrices, and most are small
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
    try:
        from alu.cli.app import run

        code = run()
    except KeyboardInterrupt:  # while modules were still being imported
        code = 130
    raise SystemExit(code)


def reference() -> str:
    """Return the Markdown reference of all commands, made from their `--help`."""
    from alu.cli.reference import markdown

    return markdown()
