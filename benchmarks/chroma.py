"""What asking Chroma for the nearest vectors costs and misses, against exact search, on real sentences.

    python -m benchmarks.chroma [--data DIR] [--sizes 1000 10000 100000] [--server]

Rows are distinct sentences of TOFU, RWKU, LUME, MMLU and, where these are not enough, of the other data sets there;
queries are other sentences of the same. Writes `benchmarks/results/chroma.json` and `.md`; with `--server`, which asks
a Chroma server for them, `chroma_server.json` and `.md`.
"""

from __future__ import annotations

import argparse
import json
import random
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np

from alu.store.match.facts.nearest import Matrix
from alu.store.persist import vector_index
from alu.store.persist.chroma_server import GRAPH, ChromaServer
from alu.store.persist.contextual_rows import INDEXED_ROWS
from alu.store.persist.database import Database
from alu.store.persist.files import FolderLock, private_folder
from alu.store.persist.shard import EF_SEARCH
from alu.store.persist.vector_index import VectorIndex
from alu.store.persist.vector_query import VectorQuery
from alu.store.text.normalise import sentences
from alu.store.text.vectors.embedder import Embedder, load_embedder
from benchmarks.report import write
from tests.chroma import Server as ChromaProcess

Rows = dict[str, Any]

SETS = ("tofu", "rwku", "lume", "mmlu", "wmdp", "tofu_multilingual", "harmless", "knowundo")
K = 8
QUERIES = 400
LARGE = 16_384
"""Vectors in a shard of the second kind."""
MINILM_ROWS = 10_000
"""Rows up to which MiniLM's vectors are tried too: at 100,000 they take half an hour to make."""

ABOUT = f"""\
# Chroma that is asked

Recall of the {K} nearest vectors over {QUERIES} queries, `VectorQuery` against exact search; real sentences, rows as
near as the last one count as found. Shards of 4,096 vectors are those of the store, those of {LARGE:,} are for
comparison. `ef_search` is {EF_SEARCH}, `M` 16, Chroma's default. Goals: recall ≥ 0.999 on average, worst query ≥ 0.75.
Times are of one query after the shards were opened, in ms: of the wall and, since the machine is shared, of this
process on all its cores (`cpu`). Exact search takes less than shards of 4,096 at each of these sizes.
Shards of {LARGE:,} miss more and take more CPU than exact search; by the wall, under load, they won at 100,000 rows.
"""


SERVED = f"""\
# A Chroma server that is asked

As in `chroma.md`, but of a Chroma server on the same machine: one collection, `{GRAPH}`.
A query has two round trips, since the answer counts only where nobody wrote meanwhile. `write_s` is what it takes to
add all rows, `look_s` to list their ids and try some of them, in the background after each change of the list.
"""


def main() -> None:
    """Measure all sizes and write the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, default=Path(__file__).parents[2] / "shared" / "data")
    parser.add_argument("--sizes", type=int, nargs="+", default=[1_000, 10_000, 100_000])
    parser.add_argument("--server", action="store_true", help="ask a Chroma server")
    options = parser.parse_args()
    texts = _texts(options.data, max(options.sizes) + QUERIES)
    rows: Rows = {}
    if options.server:
        embedder = load_embedder("wordllama")
        for size in options.sizes:
            rows |= _served(embedder, embedder.embed(texts[:size]), embedder.embed(texts[-QUERIES:]))
            write("chroma_server", rows, SERVED)
        return
    for name in ("wordllama", "minilm"):
        for size in options.sizes:
            if name == "wordllama" or size <= MINILM_ROWS:
                rows |= _measure(load_embedder(name), texts[:size], texts[-QUERIES:])
                write("chroma", rows, ABOUT)


def _texts(folder: Path, count: int) -> list[str]:
    """Return distinct sentences in an order that does not change."""
    found: dict[str, None] = {}
    for name in SETS:
        for path in sorted((folder / name).rglob("*.json*")):
            for text in _strings(_records(path)):
                found |= dict.fromkeys(s.strip() for s in sentences(text) if 20 <= len(s.strip()) <= 400)
        if len(found) >= count:
            break
    texts = list(found)
    random.Random(1).shuffle(texts)
    if len(texts) < count:
        raise SystemExit(f"{folder} has {len(texts)} sentences, {count} are needed")
    return texts


def _records(path: Path) -> list[Any]:
    """Return what a file of JSON, or of JSON lines, holds."""
    text = path.read_text(encoding="utf-8")
    try:
        return [json.loads(text)]
    except ValueError:
        return [json.loads(line) for line in text.splitlines() if line.startswith(("{", "["))]


def _strings(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict | list):
        for part in value.values() if isinstance(value, dict) else value:
            yield from _strings(part)


def _measure(embedder: Embedder, texts: list[str], asked: list[str]) -> Rows:
    """Compare the index with exact search, in shards of two sizes."""
    vectors, queries = embedder.embed(texts), embedder.embed(asked)
    label = f"{embedder.name}, {len(texts):,} rows"
    matrix = Matrix(vectors)
    rows: Rows = {f"{label}: exact": _times([lambda q=q: matrix.nearest(q, K) for q in queries[:, None]])}
    for size in sorted({vector_index.SHARD, LARGE} if len(texts) > vector_index.SHARD else {vector_index.SHARD}):
        before, vector_index.SHARD = vector_index.SHARD, size
        try:
            rows[f"{label}: Chroma, shards of {size:,}"] = _asked(embedder, vectors, queries)
        finally:
            vector_index.SHARD = before
        print(json.dumps(rows), flush=True)
    return rows


def _asked(embedder: Embedder, vectors: np.ndarray, queries: np.ndarray) -> Rows:
    """Build an index and ask it all queries."""
    live = {f"{n:06}": row[None] for n, row in enumerate(vectors)}
    with tempfile.TemporaryDirectory() as folder:
        started = time.perf_counter()
        index = VectorIndex(Path(folder), embedder.name, embedder.dim)
        index.sync(live, lambda revs: {rev: live[rev] for rev in revs}, lambda *_: None)
        built = time.perf_counter()
        query = VectorQuery(Path(folder), embedder.name, embedder.dim, FolderLock(None))
        base = query.base()
        assert base
        assert query.query(queries[:1], K, version=base.version)
        opened = time.perf_counter()
        found: list[Any] = []
        asks = [lambda q=q: found.append(query.query(q, K, version=base.version)) for q in queries[:, None]]
        times = _times(asks)
        query.close()
    seconds = {"build_s": round(built - started, 1), "open_s": round(opened - built, 2)}
    return {**_recalled(vectors, queries, found), **times, **seconds}


def _served(embedder: Embedder, vectors: np.ndarray, queries: np.ndarray) -> Rows:
    """Put all vectors on a server and ask it all queries."""
    live = {f"{n:06}": row[None] for n, row in enumerate(vectors)}
    with tempfile.TemporaryDirectory() as folder:
        running, database = (
            ChromaProcess(private_folder(Path(folder) / "server")),
            Database.open(None, FolderLock(None)),
        )
        server = ChromaServer(running.url, database, "default", Path(folder) / "here")
        served = server.vectors(embedder.name, embedder.dim)
        started = time.perf_counter()
        for end in range(INDEXED_ROWS, len(live) + INDEXED_ROWS, INDEXED_ROWS):  # as the store does
            served.sync(dict(list(live.items())[:end]), lambda: live)
        written = time.perf_counter()
        version = served.look().version
        looked = time.perf_counter()
        found: list[Any] = []
        times = _times([lambda q=q: found.append(served.query(q, K, version=version)) for q in queries[:, None]])
        served.close()
        running.stop()
    matrix = Matrix(vectors)
    exact = _times([lambda q=q: matrix.nearest(q, K) for q in queries[:, None]])["p50_ms"]
    seconds = {"exact_p50_ms": exact, "write_s": round(written - started, 1), "look_s": round(looked - written, 2)}
    row = {**_recalled(vectors, queries, found), **times, **seconds}
    print(json.dumps(row), flush=True)
    return {f"{embedder.name}, {len(vectors):,} rows": row}


def _recalled(vectors: np.ndarray, queries: np.ndarray, found: list[Any]) -> Rows:
    recall = [_recall(vectors @ q, [int(n.rev) for n in near]) for q, (near,) in zip(queries, found, strict=True)]
    return {"recall": round(float(np.mean(recall)), 4), "worst": min(recall)}


def _recall(cosines: np.ndarray, found: list[int]) -> float:
    """Return the share of the `K` nearest that was found; as near as the last of them is near enough."""
    last = np.partition(cosines, -K)[-K]
    return float(np.sum(cosines[found] >= last - 1e-6)) / K


def _times(calls: list[Any]) -> Rows:
    """Run each once; return medians and 95th percentiles in ms."""
    walls, cpus = [], []
    for call in calls:
        wall, cpu = time.perf_counter(), time.process_time()
        call()
        walls.append(time.perf_counter() - wall)
        cpus.append(time.process_time() - cpu)
    return {
        "p50_ms": round(float(np.median(walls)) * 1e3, 2),
        "p95_ms": round(float(np.quantile(walls, 0.95)) * 1e3, 2),
        "cpu_ms": round(float(np.median(cpus)) * 1e3, 2),
    }


if __name__ == "__main__":
    main()
