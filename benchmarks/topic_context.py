"""Build `store/text/data/topic_context.npz`: contextual vectors of the harmless texts that topics are learnt against.

    python -m benchmarks.topic_context

To be run when `exam.jsonl`, `harmless.jsonl`, `homework.jsonl`, `fields.jsonl` or `study.txt` has changed, or MiniLM:
a minute on one core.
"""

from __future__ import annotations

import numpy as np

from alu.store.text.vectors.minilm import MiniLM
from alu.store.text.vectors.topic_context import FILE, digest_of, harmless_parts

__all__ = ["main"]

STEPS = 400
"""Of a unit, that a byte counts: no value of a vector of length 1 is above 0.3."""


def main() -> None:
    """Embed the texts and write the file."""
    texts = harmless_parts()
    vectors = MiniLM().embed(texts)
    rounded = np.clip(np.round(vectors * STEPS), -127, 127).astype(np.int8)
    np.savez_compressed(FILE, name=np.array(MiniLM.name), digest=np.array(digest_of(texts)), vectors=rounded)
    print(f"{len(texts)} texts, {FILE.stat().st_size / 1e6:.1f} MB, largest value {np.abs(vectors).max():.2f}")


if __name__ == "__main__":
    main()
