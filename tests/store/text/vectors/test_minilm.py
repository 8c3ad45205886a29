"""all-MiniLM-L6-v2 with its real weights, and what is done where they are missing or damaged."""

from __future__ import annotations

import shutil
import threading
from pathlib import Path

import numpy as np
import pytest

from alu.errors import ConfigError
from alu.models import embedder_files
from alu.models.catalog import folder
from alu.models.embedder_files import MINILM, TOKENIZER
from alu.store.store import TargetStore
from alu.store.target import Fact, Target
from alu.store.text.vectors.embedder import load_embedder
from alu.store.text.vectors.minilm import CACHED, TOKENS, MiniLM
from tests.minilm import minilm
from tests.stores import python, wait_for_python

KEEPER = "The keeper of Skerrow kept a tame gull."
TEXTS = (KEEPER, "A bird lived with the man who looked after the lighthouse.", "Interest rates rose again in spring.")


@pytest.fixture
def damaged(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return a models' folder with copies of the real files, which may be harmed."""
    minilm()
    for known in (MINILM, TOKENIZER):
        shutil.copy(folder() / known.file, tmp_path / known.file)
    monkeypatch.setenv("ALU_MODELS", str(tmp_path))
    return tmp_path


def test_rows_have_length_one_and_nothing_is_nothing() -> None:
    rows = minilm().embed([KEEPER, "", " \n", "?"])
    assert rows.shape == (4, 384)
    assert rows.dtype == np.float32
    assert np.allclose(np.linalg.norm(rows, axis=1), [1, 0, 0, 1], atol=1e-5)
    assert minilm().embed([]).shape == (0, 384)


def test_a_paraphrase_is_nearer_than_another_subject() -> None:
    keeper, paraphrase, other = minilm().embed(TEXTS)
    assert float(keeper @ paraphrase) > float(keeper @ other) + 0.15


def test_the_order_of_words_counts() -> None:
    """Static vectors cannot tell these apart."""
    texts = ["the dog bit the man", "the man bit the dog"]
    static, contextual = load_embedder("wordllama").embed(texts), minilm().embed(texts)
    assert static[0] @ static[1] > 0.9999 > 0.995 > contextual[0] @ contextual[1]


def test_a_vector_does_not_depend_on_its_batch() -> None:
    model = minilm()
    long = " ".join(["lighthouse"] * 150)
    together = model.embed([*TEXTS, long, *(f"{n} gulls sat on the wall" for n in range(2 * CACHED))])
    fresh = MiniLM()  # with nothing in its cache
    alone = np.concatenate([fresh.embed([text]) for text in [*TEXTS, long]])
    assert np.abs(together[:4] - alone).max() < 1e-4


def test_the_same_text_is_run_once(monkeypatch: pytest.MonkeyPatch) -> None:
    minilm()
    model = MiniLM()
    first = model.embed([KEEPER, KEEPER, "other"])
    assert np.array_equal(first[0], first[1])
    monkeypatch.setattr(model, "session", None)  # from here on a run would fail
    assert np.array_equal(model.embed(["other", KEEPER]), first[[2, 0]])


def test_texts_are_cut_where_the_original_cuts_them() -> None:
    words = ["gull"] * (TOKENS - 2)
    whole, longer, shorter = minilm().embed([" ".join(words), " ".join([*words, "rates", "rose"]), " ".join(words[:9])])
    assert np.allclose(whole, longer, atol=1e-5)
    assert whole @ shorter < 0.9999


def test_many_threads_get_what_one_gets() -> None:
    model, texts = minilm(), [f"the {n}th keeper kept {n} gulls" for n in range(24)]
    expected, found = model.embed(texts), {}

    def run(n: int) -> None:
        found[n] = MiniLM.embed(model, texts[n::8])

    threads = [threading.Thread(target=run, args=(n,)) for n in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert all(np.allclose(found[n], expected[n::8], atol=1e-4) for n in range(8))


def test_a_store_is_made_and_asked_with_it(tmp_path: Path) -> None:
    with TargetStore.open(tmp_path, embedder=minilm()) as store:
        store.add(Target(id="keeper", name="Odalys Brannigan", facts=(Fact(text=KEEPER),)))
        assert store.stats().embedder == MiniLM.name
        assert [hit.target_id for hit in store.snapshot().detector.nearest([TEXTS[1]])] == ["keeper"]


@pytest.mark.parametrize("name", ["minilm", MiniLM.name])
def test_it_is_loaded_by_name(name: str) -> None:
    minilm()
    assert load_embedder.__wrapped__(name).name == MiniLM.name


def test_weights_that_are_not_here_are_a_command_away(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ALU_MODELS", str(tmp_path))
    assert not embedder_files.installed()
    with pytest.raises(ConfigError, match="alu models pull minilm"):
        load_embedder.__wrapped__("minilm")


@pytest.mark.parametrize("known", [MINILM, TOKENIZER], ids=lambda known: str(known.name))
@pytest.mark.parametrize("size", [0, 1000, None])
def test_a_damaged_file_is_named_and_never_run(damaged: Path, known: object, size: int | None) -> None:
    path = damaged / known.file  # type: ignore[attr-defined]
    data = bytearray(path.read_bytes())
    data[len(data) // 2] ^= 1
    path.write_bytes(data[:size])
    with pytest.raises(ConfigError, match=f"{path.name} is damaged: run `alu models pull minilm`"):
        load_embedder.__wrapped__("minilm")


def test_the_library_that_runs_it_reports_to_nobody(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The library keeps a machine's number, and what it has not sent to its maker yet, in the user's cache."""
    minilm()
    monkeypatch.setenv("ALU_MODELS", str(folder()))
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.delenv("XDG_CACHE_HOME", raising=False)
    monkeypatch.delenv("ORT_DISABLE_TELEMETRY", raising=False)
    code = "from alu.store.text.vectors.embedder import load_embedder\nload_embedder('minilm').embed(['a gull'])"
    wait_for_python(python(code))
    assert not [path.name for path in tmp_path.rglob("*")]


def test_a_store_that_nobody_closes_ends_its_thread_when_python_ends(tmp_path: Path) -> None:
    minilm()
    code = """
import threading, time
from alu import Target
store = TargetStore.open(sys.argv[1], meaning="minilm")
store.add(*(Target(name=f"Keeper {n}", facts=(f"Keeper {n} keeps gull {n} on rock {n}.",)) for n in range(400)))
store.snapshot().detector.look_up(["Who keeps gull 5 on a rock?"])
while not any(t.name == "alu-contextual" for t in threading.enumerate()):
    time.sleep(0.05)
time.sleep(0.5)
print("the end")
"""
    assert wait_for_python(python(code, tmp_path / "s")) == "the end\n"
