"""Damages of the derived files of a store: `python -m tests.damage FOLDER FIRST LAST` tries some and aborts at none."""

from __future__ import annotations

import os
import random
import shutil
import sys
from pathlib import Path

from alu.store.store import TargetStore
from tests.stores import open_store, target

__all__ = ["survive"]

KINDS = ("bytes", "cut", "swap", "empty")
PEOPLE = 60


def survive(home: Path, first: int, last: int) -> int:
    """Damage copies of a store, a file each, and use every part of each; return how many came through."""
    sound = home / "sound"
    if not sound.exists():
        for start in (0, PEOPLE // 2):
            with open_store(sound) as store:
                store.add(*(target(f"Person Number {n}", [f"fact {n}"]) for n in range(start, start + PEOPLE // 2)))
    for seed in range(first, last):
        copy = home / f"damaged-{seed}"
        shutil.copytree(sound, copy)
        what = _damage(copy, random.Random(seed), KINDS[seed % len(KINDS)])
        sys.stdout.write(f"{seed} {what}\n")
        sys.stdout.flush()  # the last line, where the process aborts
        with open_store(copy) as store:
            _use(store)
        shutil.rmtree(copy)
    return last - first


def _damage(home: Path, chance: random.Random, kind: str) -> str:
    """Damage one file of what is derived; half of the time its time stays as it was."""
    files = sorted(p for p in (home / "index").rglob("*") if p.is_file() and p.name != "lock")
    path, other = chance.sample(files, 2)
    before, data = path.stat(), path.read_bytes()
    at = chance.randrange(len(data) + 1)
    if kind == "bytes":
        noise = chance.randbytes(min(300, len(data) - at))
        path.write_bytes(data[:at] + noise + data[at + len(noise) :])
    elif kind == "swap":
        path.write_bytes(other.read_bytes())
        other.write_bytes(data)
    else:
        path.write_bytes(data[:at] if kind == "cut" else b"")
    if chance.random() < 0.5:
        os.utime(path, ns=(before.st_atime_ns, before.st_mtime_ns))
    return f"{kind} {path.name}"


def _use(store: TargetStore) -> None:
    """Read, write, check and purge; nothing may be lost, and at the end nothing may be wrong."""
    assert len(store.list()) == PEOPLE
    found = store.snapshot().detector.look_up(["Who is Person Number 7?"])
    assert [store.get(e.target_id).name for e in found] == ["Person Number 7"]
    store.check()
    store.add(target("Somebody New"))
    store.remove("Person Number 3")
    assert len(store.list()) == PEOPLE
    store.purge()
    assert store.check() == []


if __name__ == "__main__":
    sys.stdout.write(f"survived {survive(Path(sys.argv[1]), *map(int, sys.argv[2:4]))}\n")
