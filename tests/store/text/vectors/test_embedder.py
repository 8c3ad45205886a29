"""Embedders."""

from __future__ import annotations

import logging
from pathlib import Path
from types import ModuleType
from typing import Any

import numpy as np
import pytest

from alu.errors import ConfigError, StoreError
from alu.store.target import Target
from alu.store.text.vectors import embedder as embed
from alu.store.text.vectors.embedder import load_embedder


def test_wordllama_gives_unit_rows_that_depend_on_the_text_alone() -> None:
    model = load_embedder()
    texts = ["Who wrote it?", "", "Ｗｈｏ wrote\nit?"]
    rows = model.embed(texts)
    assert rows.shape == (3, model.dim)
    assert rows.dtype == np.float32
    assert np.allclose(np.linalg.norm(rows, axis=1), [1, 0, 1])
    assert np.allclose(rows[0], rows[2])
    assert np.array_equal(model.embed(texts[:1])[0], rows[0])
    assert model.embed([]).shape == (0, model.dim)


def test_like_texts_are_near() -> None:
    near, far, other = load_embedder("wordllama-256").embed(["a cat on a mat", "cats on mats", "interest rates rose"])
    assert near @ far > near @ other


def test_loading_leaves_the_root_logger_alone() -> None:
    before = list(logging.getLogger().handlers)
    load_embedder("wordllama")
    assert logging.getLogger().handlers == before


def test_words_give_the_same_pieces_as_texts() -> None:
    text = "the author's full name, in short: hsiao yun-hwa (born 05/11/1991) …"
    whole = embed.tokenizer().encode(text, add_special_tokens=False).ids
    assert [i for w in text.split() for i in embed.pieces_of(w)] == whole


@pytest.mark.parametrize("name", ["", "bert", "litellm:"])
def test_unknown_embedders_are_refused(name: str) -> None:
    with pytest.raises(ConfigError):
        load_embedder(name)


def test_a_missing_package_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(embed, "find_spec", lambda _: None)
    with pytest.raises(ConfigError, match="pip install wordllama"):
        embed.wordllama_folder.__wrapped__()


def test_the_minilm_of_older_stores_is_chromas(monkeypatch: pytest.MonkeyPatch) -> None:
    import chromadb.utils.embedding_functions as functions

    class Model:
        def __call__(self, texts: list[str]) -> list[Any]:
            return [np.full(384, len(t), np.float32) for t in texts]

    monkeypatch.setattr(functions, "ONNXMiniLM_L6_V2", Model)
    model = load_embedder.__wrapped__("minilm-384")
    assert model.name == "minilm-384"
    assert np.allclose(np.linalg.norm(model.embed(["a", ""]), axis=1), 1)
    assert model.embed([]).shape == (0, 384)


def test_an_embedder_that_cannot_be_fetched_is_named(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    from chromadb.utils.embedding_functions import ONNXMiniLM_L6_V2

    from alu.store.store import TargetStore

    monkeypatch.setattr(ONNXMiniLM_L6_V2, "DOWNLOAD_PATH", tmp_path / "models")
    monkeypatch.setattr(ONNXMiniLM_L6_V2, "MODEL_DOWNLOAD_URL", "http://127.0.0.1:9/model.tar.gz")
    message = r"minilm-384 is not here yet, and fetching it failed \(ConnectError\)"
    minilm = TargetStore.open(tmp_path / "store", embedder=load_embedder.__wrapped__("minilm-384"))
    with minilm, pytest.raises(StoreError, match=message):
        minilm.add(Target(name="Odalys Brannigan"))
    with TargetStore.open(tmp_path / "store") as store:
        store.add(Target(name="Odalys Brannigan"))


def test_a_litellm_model_is_asked_through_the_one_seam(monkeypatch: pytest.MonkeyPatch) -> None:
    import sys

    seam = ModuleType("alu.models.litellm")
    seam.embed_texts = lambda model, texts: [[3.0, 4.0] for _ in texts]  # type: ignore[attr-defined]
    monkeypatch.setitem(sys.modules, "alu.models.litellm", seam)
    model = load_embedder.__wrapped__("litellm:some/model")
    assert model.name == "litellm:some/model"
    assert model.dim == 2
    assert np.allclose(model.embed(["a"]), [[0.6, 0.8]])
