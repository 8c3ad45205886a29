"""`python -m alu` is `alu`."""

from __future__ import annotations

from alu.cli import main

if __name__ == "__main__":
    main()
