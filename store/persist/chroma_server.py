"""The contextual vectors on a Chroma server: made once, then read and asked by all servers with the same list.

A collection holds the rows of one namespace by one embedder, under opaque ids. Its metadata has a hash of these ids,
which is taken away before it is written to and set again afterwards: what was asked while somebody wrote, or of a
collection that is not whole, counts as no answer. Whoever asks searches its own matrix then, exactly. Chroma's server
has neither keys nor TLS: it must be reached by these servers alone.
"""

from __future__ import annotations

import contextlib
import threading
import time
import uuid
from collections.abc import Callable, Collection, Iterator, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

import numpy as np
from sqlalchemy import func, select
from sqlalchemy.dialects import postgresql, sqlite

from alu.errors import ConfigError, StoreError
from alu.store.match.facts.meaning import NearRow
from alu.store.persist.chroma_collection import (
    VERSION,
    batches,
    counts_of,
    hash_of,
    ids_of,
    whole_rows,
    write_rows,
)
from alu.store.persist.files import FolderLock, folder_name, private_folder
from alu.store.persist.schema import meta
from alu.store.persist.shard import Shard, upright, verified
from alu.store.persist.vector_query import Base, ask, merged

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from alu.store.persist.database import Database

__all__ = ["KEEPS", "ChromaServer", "ServerVectors"]

KEEPS = "a Chroma server keeps vectors of what was removed in its files until its folder is made anew"
"""What `purge` does not reach (Chroma 1.5.9)."""
GRAPH = {"space": "cosine", "ef_search": 2_000, "max_neighbors": 32, "ef_construction": 400}
"""How a collection is searched and built: with more candidates and neighbours than a shard, since it is not cut. Of
50,000 sentences Chroma's own 16 neighbours and 100 candidates while it is built missed 0.25 % of the 8 nearest, 32 and
100 missed 0.12 %, these none; writing takes four times as long. A collection keeps what it was made with."""
PROBE = 2.0
"""Seconds within which a server has to answer that it is there."""
ASKED = 2.0
"""Seconds that a request waits for the nearest rows; then it searches exactly."""
WRITTEN = 120.0
"""Seconds for one read or write of many rows, in the background."""
RETRY = 30.0
"""Seconds until a server that failed is asked again by requests."""

_LOCK = 0x616C7563
"""First half of PostgreSQL's advisory lock of who writes (the bytes of «aluc»)."""


class ChromaServer:
    """Where the contextual vectors of one namespace are on a server.

    Args:
        url: `http://HOST:PORT` or `https://…`.
        database: the list, whose identity keeps its collections apart from those of other lists.
        namespace: which list in it.
        folder: of this machine; for the lock of its processes.

    Raises:
        ConfigError: the URL is not of that form.
        StoreError: the database cannot be read or written.
    """

    def __init__(self, url: str, database: Database, namespace: str, folder: Path) -> None:
        self.url = _checked(url)
        self._database = database
        self._lock = FolderLock(private_folder(folder / "server"))
        self._scope = folder_name(_identity(database), namespace)
        self._number = int(self._scope[:8], 16) - 2**31

    def vectors(self, embedder: str, dim: int) -> ServerVectors:
        """Return the vectors by one embedder."""
        return ServerVectors(self, self._name(embedder, dim))

    @contextlib.contextmanager
    def writing(self) -> Iterator[Any]:
        """Yield a client, and keep other writers out, of this machine or any other with the same PostgreSQL.

        Raises:
            StoreLocked: another one writes for too long.
            StoreError: the server or the database does not answer.
        """
        with self._lock.hold(), self._exclusive(), self.client(WRITTEN) as client:
            yield client

    @contextlib.contextmanager
    def client(self, seconds: float) -> Iterator[Any]:
        """Yield a client that waits so long for each answer; closed on leaving."""
        client = self.connected(seconds)
        try:
            yield client
        finally:
            disconnect(client)

    def connected(self, seconds: float) -> Any:
        """Return a client that waits so long for each answer; `disconnect` closes it.

        Raises:
            StoreError: the server does not answer.
        """
        import chromadb
        import httpx
        from chromadb.config import Settings

        place = urlsplit(self.url)
        port = place.port or (443 if place.scheme == "https" else 80)
        try:
            # Chroma's own client waits for ever
            httpx.get(f"{self.url}/api/v2/heartbeat", timeout=PROBE).raise_for_status()
            chosen: Any = {"_env_file": None, "chroma_server_host": place.hostname, "chroma_server_http_port": port}
            settings = Settings(anonymized_telemetry=False, **chosen)
            client = chromadb.HttpClient(str(place.hostname), port, place.scheme == "https", settings=settings)
        except Exception as error:  # Chroma raises what it likes
            raise StoreError(f"the Chroma server {self.url} does not answer ({type(error).__name__})") from None
        for session in _sessions(client):
            session.timeout = httpx.Timeout(seconds)
        return client

    def collections(self, client: Any) -> list[str]:
        """Return the names of this namespace's collections, by whatever embedder."""
        names = [str(found.name) for found in client.list_collections()]
        return [name for name in names if name.startswith(f"alu-{self._scope}-")]

    def wipe(self, live: Collection[str]) -> None:
        """Delete the rows of other wordings than these, by whatever embedder they were made.

        Raises:
            StoreError: the server does not answer, or another process writes for too long.
        """
        with self.writing() as client, _clear():
            for name in self.collections(client):
                collection = client.get_collection(name, embedding_function=None)
                write_rows(collection, {}, ids_of(collection), live)

    def forget_others(self, embedder: str, dim: int) -> None:
        """Delete what other embedders have made of this namespace.

        Raises:
            StoreError: the server does not answer, or another process writes for too long.
        """
        with self.writing() as client, _clear():
            for name in self.collections(client):
                if name != self._name(embedder, dim):
                    client.delete_collection(name)

    def _name(self, embedder: str, dim: int) -> str:
        return f"alu-{self._scope}-{folder_name(embedder, str(dim))}"

    @contextlib.contextmanager
    def _exclusive(self) -> Iterator[None]:
        """Keep out the writers of other machines; SQLite has none."""
        if self._database.dialect == "sqlite":
            yield
            return
        with self._database.transaction(write=True) as connection:
            connection.execute(select(func.pg_advisory_xact_lock(_LOCK, self._number)))
            yield


class ServerVectors:
    """The vectors of one namespace by one embedder on a server, and what is known of them here.

    Requests call `query` and nothing else, which waits `ASKED` seconds at most. Any number of threads may use it.
    """

    def __init__(self, server: ChromaServer, name: str) -> None:
        self.name = name
        """Of the collection."""
        self._server = server
        self._changing = threading.Lock()
        self._open: tuple[Any, Any, Shard, str] | None = None
        self._wait_until = 0.0
        self._closed = False

    def look(self) -> Base:
        """Return what the server holds, and open it for requests; a base without a version is not to be asked.

        Raises:
            StoreError: the server does not answer.
        """
        client = self._server.connected(ASKED)
        opened = None
        try:
            with self._server.client(WRITTEN) as patient, _clear():
                if self.name not in self._server.collections(patient):
                    return Base("", {})
                collection = patient.get_collection(self.name, embedding_function=None)
                ids = ids_of(collection)
                shard, version = Shard(Path(self.name), counts_of(ids), {}), hash_of(ids)
                if (collection.metadata or {}).get(VERSION) != version or not verified(collection, shard):
                    return Base("", shard.counts)
                opened = client, client.get_collection(self.name, embedding_function=None), shard, version
            return Base(version, shard.counts)
        finally:
            if opened is None:
                disconnect(client)
            self._swap(opened)

    def gather(self, counts: Mapping[str, int]) -> dict[str, NDArray[np.float32]]:
        """Return the vectors that the server has of some wordings, where it has all `counts` of one.

        Raises:
            StoreError: the server does not answer.
        """
        base, found = self.look(), dict[str, Any]()
        wanted = [name for name, count in counts.items() if base.counts.get(name) == count] if base.version else []
        if not wanted:
            return found
        with self._server.client(WRITTEN) as client, _clear():
            collection = client.get_collection(self.name, embedding_function=None)
            for names in batches(wanted, counts):
                got = collection.get(ids=[f"{n}.{i}" for n in names for i in range(counts[n])], include=["embeddings"])
                rows = dict(zip(got["ids"], np.asarray(got["embeddings"], np.float32), strict=True))
                found |= {n: whole for n in names if (whole := whole_rows(rows, n, counts[n])) is not None}
        return found

    def sync(self, rows: Mapping[str, NDArray[np.float32]], listed: Callable[[], Collection[str]]) -> None:
        """Add what the server lacks, delete what is on the list no more, and say that it is whole.

        Args:
            rows: vectors of some wordings.
            listed: gives the wordings of all targets on the list; asked while nobody else writes.

        Raises:
            StoreError: the server does not answer, or another process writes for too long.
        """
        with self._server.writing() as client, _clear():
            names = set(listed())
            collection = client.get_or_create_collection(
                self.name,
                embedding_function=None,
                configuration={"hnsw": GRAPH},
            )
            write_rows(
                collection, {name: made for name, made in rows.items() if name in names}, ids_of(collection), names
            )

    def query(self, vectors: NDArray[np.float32], k: int, *, version: str) -> list[list[NearRow]] | None:
        """Return the `k` nearest stored vectors of each of `vectors`, nearest first.

        Args:
            vectors: float32 `[m, dim]`, each of length 1; one of zeros is near to nothing.
            k: how many.
            version: of the `Base` that the answer is to be for.

        Returns:
            A list a vector; or None where the server cannot answer for that base: then search exactly.
        """
        asked = np.flatnonzero(np.any(vectors, axis=1)).tolist()
        with self._changing:
            opened = self._open
        if opened is None or opened[3] != version or time.monotonic() < self._wait_until:
            return None
        client, collection, shard, _ = opened
        try:
            found = ask(shard, collection, vectors[asked], k) if asked else []
            now = client.get_collection(self.name, embedding_function=None)
        except Exception:  # Chroma's client raises what it likes
            self._wait_until = time.monotonic() + RETRY
            return None
        if now.id != collection.id or (now.metadata or {}).get(VERSION) != version:
            return None  # somebody writes, or it is another one's
        return merged(len(vectors), asked, [found], k)

    def close(self) -> None:
        """Close what is open, and what a look that is under way will open."""
        self._closed = True
        self._swap(None)

    def _swap(self, opened: tuple[Any, Any, Shard, str] | None) -> None:
        with self._changing:
            old, self._open = self._open, None if self._closed else opened
            self._wait_until = 0.0
            unused = [one for one in (old, opened) if one and one is not self._open]
        for client, *_ in unused:
            disconnect(client)


def disconnect(client: Any) -> None:
    """Close a client's connections, which its own `close` leaves open."""
    for session in _sessions(client):
        session.close()


def _sessions(client: Any) -> list[Any]:
    parts = [client, vars(client)["_admin_client"]]
    return [vars(vars(part)["_server"])["_session"] for part in parts]


@contextlib.contextmanager
def _clear() -> Iterator[None]:
    """Turn what Chroma's client raises into our error.

    Raises:
        StoreError: the server failed.
    """
    try:
        with upright():
            yield
    except StoreError:
        raise
    except Exception as error:
        raise StoreError(f"the Chroma server failed ({type(error).__name__})") from None


def _checked(url: str) -> str:
    try:
        place = urlsplit(url)
        sound = place.scheme in ("http", "https") and place.hostname and (place.port or True)
    except ValueError:
        sound = False
    if not sound or place.path.strip("/") or place.query or place.fragment or place.username or place.password:
        raise ConfigError("chroma: write the server's address as http://HOST:PORT")
    return url.rstrip("/")


def _identity(database: Database) -> str:
    """Return what tells this list from all others, whatever address it has; made when it is first asked for."""
    query = select(meta.c.value).where(meta.c.key == "identity")
    with database.transaction(write=False) as connection:
        if found := connection.execute(query).scalar():
            return str(found)
    insert = sqlite.insert if database.dialect == "sqlite" else postgresql.insert
    with database.transaction(write=True) as connection:
        new = {"key": "identity", "value": uuid.uuid4().hex}
        connection.execute(insert(meta).values(**new).on_conflict_do_nothing())
        return str(connection.execute(query).scalar_one())
