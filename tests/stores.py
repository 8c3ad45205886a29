"""What the tests of the store share: a small embedder, other processes, and a look at the bytes."""

from __future__ import annotations

import hashlib
import os
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

import numpy as np

from alu.store.store import TargetStore
from alu.store.target import Target

__all__ = ["HashEmbedder", "files_with", "open_store", "python", "target", "wait_for_python"]

ROOT = Path(__file__).parents[1]


class HashEmbedder:
    """Vectors from a hash of the whole text: a text is near to itself only."""

    def __init__(self, name: str = "hash-16", dim: int = 16, salt: str = "") -> None:
        self.name = name
        self.dim = dim
        self.texts = 0
        self._salt = salt

    def embed(self, texts: Sequence[str]) -> np.ndarray:
        """Return a row a text, of length 1."""
        self.texts += len(texts)
        seeds = [hashlib.blake2b((self._salt + text).encode(), digest_size=8).digest() for text in texts]
        rows = np.array(
            [np.random.default_rng(int.from_bytes(seed)).standard_normal(self.dim) for seed in seeds], np.float32
        ).reshape(len(texts), self.dim)
        return np.asarray(rows / np.linalg.norm(rows, axis=1, keepdims=True), np.float32)


def open_store(where: Path | str, namespace: str = "default", embedder: HashEmbedder | None = None) -> TargetStore:
    """Open a store with the small embedder."""
    return TargetStore.open(where, namespace=namespace, embedder=embedder or HashEmbedder())


def target(name: str, facts: Sequence[str] = (), **fields: object) -> Target:
    """Make a target with some facts."""
    return Target.model_validate({"name": name, "facts": list(facts), **fields})


def files_with(folder: Path, needle: str | bytes) -> list[str]:
    """Return the files of a folder that hold a text in UTF-8 or UTF-16, or some bytes."""
    needles = [needle] if isinstance(needle, bytes) else [needle.encode(e) for e in ("utf-8", "utf-16-le", "utf-16-be")]
    found = []
    for path in sorted(folder.rglob("*")):
        if path.is_file():
            data = path.read_bytes()
            if any(n in data for n in needles):
                found.append(path.relative_to(folder).as_posix())
    return found


def python(code: str, *args: object) -> subprocess.Popen[str]:
    """Start Python on some code in the repository's root, with the small embedder at hand."""
    head = "import os, sys\nfrom pathlib import Path\n"
    head += "from tests.stores import *\nfrom alu.store.store import TargetStore\n"
    environment = {**os.environ, "PYTHONPATH": str(ROOT), "OMP_NUM_THREADS": "1", "OPENBLAS_NUM_THREADS": "1"}
    return subprocess.Popen(
        [sys.executable, "-c", head + code, *map(str, args)],
        cwd=ROOT,
        env=environment,
        text=True,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    )


def wait_for_python(process: subprocess.Popen[str]) -> str:
    """Return what the process wrote; it must have ended well."""
    out, err = process.communicate(timeout=240)
    assert process.returncode == 0, err[-2000:]
    return out
