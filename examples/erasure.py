"""Take erasure requests under the GDPR from a CSV file; run it again whenever the file has grown.

    python examples/erasure.py requests.csv

Columns, as of `alu targets import`: `name`, `reason` (a reference, and no names: it is kept in the history) and, for
people to be found where they are not named, `aliases` (other names) and `facts` (what is known of them), several with a
`|` between them. Written for each row: the reason, the target's id, and how it is found. From the next request on every
process that uses this list keeps these people out of its answers. Which list, the settings say.
"""

from __future__ import annotations

import csv
import sys

from alu import Fact, Target
from alu.config import load_settings
from alu.errors import DuplicateTarget
from alu.opened import open_configured


def main(path: str) -> None:
    """Add a target for each row that is new."""
    with open(path, encoding="utf-8-sig", newline="") as file, open_configured(load_settings()) as store:
        for row in csv.DictReader(file):
            target = Target(
                name=row["name"],
                aliases=tuple(parts(row["aliases"])),
                facts=tuple(Fact(text=text) for text in parts(row["facts"])),
                reason=row["reason"],
            )
            try:
                store.add(target, who="erasure.py")
            except DuplicateTarget:
                print(row["reason"], "is stored already", sep="\t")
            else:
                found = "by name and by what is known" if target.facts else "by name alone: add facts"
                print(row["reason"], target.id, found, sep="\t")


def parts(cell: str | None) -> list[str]:
    """Return the values of a cell."""
    return [value for part in (cell or "").split("|") if (value := part.strip())]


if __name__ == "__main__":
    main(*sys.argv[1:])
