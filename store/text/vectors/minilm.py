"""Sentence vectors by all-MiniLM-L6-v2, which reads words in context; wordllama adds up word vectors."""

from __future__ import annotations

import hashlib
import threading
from collections import OrderedDict
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

import numpy as np

from alu.errors import ConfigError
from alu.models.embedder_files import MINILM, TOKENIZER, read
from alu.store.text.normalise import normalise

if TYPE_CHECKING:
    from numpy.typing import NDArray
    from onnxruntime import InferenceSession
    from tokenizers import Tokenizer

__all__ = ["TOKENS", "MiniLM"]

TOKENS = 256
"""Tokens of a text that are read, as in the original: what comes after them is not seen, so cut long texts first."""
THREADS = 1
"""Threads of one run: a second one makes it a third dearer, and takes the core from another request."""
CACHED = 512
"""Vectors that are kept, 0.8 MB: of texts that come again within a dialogue. Most texts do not."""
_TOGETHER = 2_048
"""Tokens, padding among them, that are run at once: 25 MB of scores in each layer at most."""
_RUN = 8
"""Tokens that take as long as starting a run: less padding than that is not worth another one."""
_CHARACTERS = 32_768
"""Characters of a text that are cut into tokens: 256 words of 128 letters."""


class MiniLM:
    """all-MiniLM-L6-v2 (Reimers and Gurevych, Sentence-BERT, 2019), 384 dimensions, English.

    Weights are int8, sums are not, so a vector does not depend on what else is in the batch. Texts are normalised
    first, run with others of much the same length, averaged over their tokens and scaled. On one core a token takes a
    quarter of a millisecond, and starting a batch two. Any number of threads may use it.

    Raises:
        ConfigError: the files are not here or damaged: `alu models pull minilm`.
    """

    name = "minilm-l6-v2-int8.1"
    dim = 384

    def __init__(self) -> None:
        self.session = _session(read(MINILM))
        self._tokenizer = _tokenizer(read(TOKENIZER))
        self._cache: OrderedDict[bytes, NDArray[np.float32]] = OrderedDict()
        self._caching = threading.Lock()

    def embed(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """Return the sentence vectors, float32 `[n, 384]`, of length 1; 0 for a text without a character."""
        wanted = [normalise(text).strip()[:_CHARACTERS] for text in texts]
        keys = [hashlib.blake2b(text.encode("utf-8", "replace"), digest_size=16).digest() for text in wanted]
        known = self._known(keys)
        new = {key: text for key, text in zip(keys, wanted, strict=True) if text and key not in known}
        if new:
            rows = self._run(list(new.values()))
            known |= dict(zip(new, rows, strict=True))
            self._keep(dict(zip(new, rows, strict=True)))
        nothing = np.zeros(self.dim, np.float32)
        return np.array([known.get(key, nothing) for key in keys], np.float32).reshape(len(keys), self.dim)

    def _known(self, keys: Sequence[bytes]) -> dict[bytes, NDArray[np.float32]]:
        with self._caching:
            found = {key: self._cache[key] for key in keys if key in self._cache}
            for key in found:
                self._cache.move_to_end(key)
            return found

    def _keep(self, rows: dict[bytes, NDArray[np.float32]]) -> None:
        with self._caching:
            for key in list(rows)[-CACHED:]:
                self._cache[key] = rows[key].copy()  # not a view that keeps a whole import's vectors
            while len(self._cache) > CACHED:
                self._cache.popitem(last=False)

    def _run(self, texts: Sequence[str]) -> NDArray[np.float32]:
        # one at a time: `encode_batch` starts threads, which a later fork complains about
        tokens = [self._tokenizer.encode(text).ids for text in texts]
        rows = np.empty((len(texts), self.dim), np.float32)
        for batch in _batches([len(ids) for ids in tokens]):
            rows[batch] = self._vectors([tokens[i] for i in batch])
        return rows

    def _vectors(self, tokens: Sequence[Sequence[int]]) -> NDArray[np.float32]:
        """Run one batch; mean over the tokens of each text, scaled to length 1."""
        ids = np.zeros((len(tokens), max(map(len, tokens))), np.int64)
        mask = np.zeros_like(ids)
        for i, some in enumerate(tokens):
            ids[i, : len(some)], mask[i, : len(some)] = some, 1
        feed = {"input_ids": ids, "attention_mask": mask, "token_type_ids": np.zeros_like(ids)}
        (states,) = self.session.run(None, feed)
        sums = np.einsum("ntd,nt->nd", np.asarray(states, np.float32), mask.astype(np.float32))
        return np.asarray(sums / np.linalg.norm(sums, axis=1, keepdims=True), np.float32)


def _batches(lengths: Sequence[int]) -> Iterator[list[int]]:
    """Yield numbers of texts of much the same length, the shortest first, `_TOGETHER` tokens or one text at a time."""
    batch: list[int] = []
    for i in sorted(range(len(lengths)), key=lengths.__getitem__):
        if batch:
            padding = len(batch) * (lengths[i] - lengths[batch[-1]])
            if padding > _RUN or lengths[i] * (len(batch) + 1) > _TOGETHER:
                yield batch
                batch = []
        batch.append(i)
    if batch:
        yield batch


def _session(weights: bytes) -> InferenceSession:
    import onnxruntime

    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads, options.inter_op_num_threads = THREADS, 1
    options.log_severity_level = 3
    try:
        return onnxruntime.InferenceSession(weights, options, providers=["CPUExecutionProvider"])
    except Exception as error:  # onnxruntime has no base class for what it raises
        raise ConfigError(
            f"this onnxruntime cannot run the embedder minilm ({type(error).__name__}): update it"
        ) from None


def _tokenizer(description: bytes) -> Tokenizer:
    from tokenizers import Tokenizer

    tokenizer = Tokenizer.from_str(description.decode())
    tokenizer.no_padding()
    tokenizer.enable_truncation(TOKENS)
    return tokenizer
