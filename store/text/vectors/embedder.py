"""Embedders behind one protocol: wordllama (the default), MiniLM, or a litellm embedding model."""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from functools import cache, lru_cache
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol, cast

from alu.errors import ConfigError, ModelUnreachable
from alu.store.text.normalise import normalise

if TYPE_CHECKING:
    import numpy as np
    from tokenizers import Tokenizer

__all__ = [
    "ENGLISH",
    "ChromaMiniLM",
    "Embedder",
    "WordLlama",
    "embedder_of",
    "load_embedder",
    "piece_id",
    "words_in_one_piece",
]


ENGLISH = frozenset({"en"})
"""The languages of a contextual embedder that does not say which ones it reads."""


class Embedder(Protocol):
    """Computes vectors of texts, independently of what is stored.

    To use a class of your own, name it in the settings as `embedder = "package.module:CLASS"`, or as `meaning`. Its
    attribute `languages` lists the codes of the languages it reads, None for all; without it, English is assumed.

    Example:
        >>> import numpy as np
        >>> from alu.store.text.vectors.embedder import unit
        >>> class Letters:
        ...     name = "letters-26"
        ...     dim = 26
        ...
        ...     def embed(self, texts):
        ...         counts = [[text.lower().count(chr(97 + i)) for i in range(26)] for text in texts]
        ...         return unit(np.array(counts, np.float32).reshape(len(texts), 26))
        >>> Letters().embed(["Gull", "harbour"]).shape
        (2, 26)
    """

    @property
    def name(self) -> str:
        """Name that is stored with the vectors and checked when a store is opened."""
        ...

    @property
    def dim(self) -> int:
        """Length of a vector."""
        ...

    def embed(self, texts: Sequence[str]) -> np.ndarray:
        """Return one row per text, float32 `[n, dim]`, each of length 1 (0 for a text without content)."""
        ...


class WordLlama:
    """Static token vectors of 256 dimensions (wordllama, MIT), averaged: about 10 µs a text.

    Weights and tokenizer lie in the wheel; they are read without importing the package, which would set up
    the root logger. Texts are normalised first. Weighting the tokens by rarity (SIF, Arora et al. 2017) with
    a prior that does not depend on the store was tried and does not help: the trained norms carry it already.
    """

    name = "wordllama-256"
    dim = 256

    def __init__(self) -> None:
        from safetensors.numpy import load_file

        (table,) = load_file(wordllama_folder() / "weights" / "l2_supercat_256.safetensors").values()
        self._table = table.astype("float32")

    def embed(self, texts: Sequence[str]) -> np.ndarray:
        """Return the mean of the token vectors of each text, of length 1."""
        import numpy as np

        sums = np.zeros((len(texts), self.dim), np.float32)
        for i, text in enumerate(texts):
            pieces = [p for word in normalise(text).split() for p in pieces_of(word)]
            if pieces:
                self._table[pieces].sum(axis=0, out=sums[i])
        return unit(sums)


class ChromaMiniLM:
    """What «minilm» was before alu ran it itself: 384 dimensions, fetched by Chroma on first use, padded to 256 tokens.

    It opens the stores that were made with it, so that their targets can be exported and imported anew.
    """

    name = "minilm-384"
    dim = 384

    def __init__(self) -> None:
        from chromadb.utils.embedding_functions import ONNXMiniLM_L6_V2

        self._model = ONNXMiniLM_L6_V2()

    def embed(self, texts: Sequence[str]) -> np.ndarray:
        """Return the model's sentence vectors, of length 1.

        Raises:
            alu.errors.ModelUnreachable: the model is not here yet and cannot be fetched.
        """
        import httpx
        import numpy as np

        if not texts:
            return np.zeros((0, self.dim), np.float32)
        try:
            return unit(np.asarray(self._model([normalise(t) or " " for t in texts]), np.float32))
        except (httpx.HTTPError, OSError) as error:
            raise ModelUnreachable(
                f"the embedder {self.name} is not here yet, and fetching it failed ({type(error).__name__}):"
                " see to the network, or set another embedder"
            ) from None


class Remote:
    """An embedding model reached through litellm; its dimension is learnt from the first vector."""

    def __init__(self, model: str) -> None:
        self.name = f"litellm:{model}"
        self._model = model

    @property
    def dim(self) -> int:
        """Length of a vector, asked of the model once."""
        return int(self.embed(["dimension"]).shape[1])

    def embed(self, texts: Sequence[str]) -> np.ndarray:
        """Return the model's vectors, of length 1.

        Raises:
            alu.errors.ModelError: the embedding model did not answer.
        """
        import numpy as np

        from alu.models.litellm import embed_texts

        return unit(np.asarray(embed_texts(self._model, [normalise(t) for t in texts]), np.float32))


def unit(rows: np.ndarray) -> np.ndarray:
    """Return `rows` scaled to length 1; a row of zeros stays."""
    import numpy as np

    norms: Any = np.linalg.norm(rows, axis=1, keepdims=True)
    return np.asarray(rows / np.where(norms > 0, norms, 1), np.float32)


def embedder_of(chosen: object) -> Embedder:
    """Return the embedder that a caller names, or the one that it is.

    Raises:
        alu.errors.ConfigError: it is neither, or there is none of that name.
    """
    if isinstance(chosen, str):
        return load_embedder(chosen)
    if not all(hasattr(chosen, part) for part in ("name", "dim", "embed")):
        what = type(chosen).__name__
        raise ConfigError(f"an embedder is the name of one, or an object with name, dim and embed, not {what}")
    return cast("Embedder", chosen)


@cache
def load_embedder(name: str = "wordllama") -> Embedder:
    """Return the embedder called `name`: «wordllama», «minilm», «litellm:MODEL» or «package.module:CLASS».

    It is loaded once a process. «minilm-384» is the one that «minilm» was before.

    Raises:
        alu.errors.ConfigError: there is no such embedder, or its files are not here or damaged.
    """
    if name in ("wordllama", WordLlama.name):
        return WordLlama()
    # onnxruntime, from 1.32 on, reports each process and session to Microsoft, from a database in the user's cache;
    # this is read when it is loaded, and its `disable_telemetry_events` comes too late
    os.environ.setdefault("ORT_DISABLE_TELEMETRY", "1")
    if name == ChromaMiniLM.name:
        return ChromaMiniLM()
    if name == "minilm" or name.startswith("minilm-l6-v2"):
        from alu.store.text.vectors.minilm import MiniLM

        if name in ("minilm", MiniLM.name):
            return MiniLM()
    if name.startswith("litellm:") and len(name) > len("litellm:"):
        return Remote(name.removeprefix("litellm:"))
    place, _, attribute = name.partition(":")
    try:
        return cast("Embedder", getattr(import_module(place), attribute)())
    except (ImportError, AttributeError, ValueError):
        known = "wordllama, minilm, litellm:MODEL or module:CLASS"
        raise ConfigError(f"no embedder is called {name!r}: use {known}") from None


def piece_id(word: str) -> int | None:
    """Return the number of the piece that is `word` with a space before it, or None."""
    found: int | None = tokenizer().token_to_id("▁" + word)
    return found


def words_in_one_piece() -> Iterator[tuple[str, int]]:
    """Yield each word that is one piece with a space before it, with its number."""
    return ((piece[1:], number) for piece, number in tokenizer().get_vocab().items() if piece[:1] == "▁")


@lru_cache(maxsize=65_536)
def pieces_of(word: str) -> tuple[int, ...]:
    """Return the pieces of a word with a space before it; no piece goes over a space, so words are enough."""
    return tuple(tokenizer().encode(word, add_special_tokens=False).ids)


@cache
def tokenizer() -> Tokenizer:
    """Return wordllama's tokenizer."""
    from tokenizers import Tokenizer

    tokenizer = Tokenizer.from_file(str(wordllama_folder() / "tokenizers" / "l2_supercat_tokenizer_config.json"))
    tokenizer.no_padding()
    tokenizer.no_truncation()
    return tokenizer


@cache
def wordllama_folder() -> Path:
    """Return where the package wordllama is, without importing it.

    Raises:
        alu.errors.ConfigError: it is not installed.
    """
    spec = find_spec("wordllama")
    if spec is None or not spec.submodule_search_locations:
        raise ConfigError("the package wordllama is not installed: pip install wordllama")
    return Path(spec.submodule_search_locations[0])
