"""What one process of the server holds: models, the stores of its namespaces, keys, limits and counters."""

from __future__ import annotations

import asyncio
import contextlib
import ctypes
import gc
import logging
from concurrent.futures import ThreadPoolExecutor

from alu.config import Settings
from alu.flow.observation import observes_key
from alu.loop import Loop
from alu.models.remote import RemoteModel
from alu.opened import open_configured
from alu.server.access import Authenticator, Client
from alu.server.budgets import Budgets
from alu.server.dialogues import Dialogues
from alu.server.errors import ApiError
from alu.server.keys import KeyRing
from alu.server.limits import ConcurrencyLimiter
from alu.server.metrics import Metrics
from alu.server.options import Options
from alu.server.preload import look_something_up
from alu.store.store import TargetStore
from alu.unlearner import Unlearner

__all__ = ["Service"]

OPENERS = 4
"""Namespaces that are opened at once, in threads of their own: look-ups never wait for one."""

_log = logging.getLogger("alu.server")


class Service:
    """Opened when a process starts and closed when it ends.

    Args:
        options: how the server runs.
        unlearner: models and the configured namespace's store.
    """

    def __init__(self, options: Options, unlearner: Unlearner) -> None:
        self.options = options
        self.unlearner = unlearner
        keys, namespace = KeyRing(unlearner.targets.database), options.settings.namespace
        self.authenticator = Authenticator(keys, namespace, token=options.token, no_key=options.no_key)
        self.concurrency = ConcurrencyLimiter(options.places, options.queue)
        self.budgets = Budgets(unlearner.targets.database, options.rate)
        self.metrics = Metrics()
        self.importing = asyncio.Lock()
        self.dialogues = Dialogues()
        self._tenants = {options.settings.namespace: unlearner}
        self._opening: dict[str, asyncio.Task[Unlearner]] = {}
        self._openers = ThreadPoolExecutor(OPENERS, thread_name_prefix="alu-open")
        self._learning_refusal: asyncio.Task[str] | None = None
        self._probing: asyncio.Task[object] | None = None

    @classmethod
    async def open(cls, options: Options, unlearner: Unlearner | None = None) -> Service:
        """Open store and models, on the running loop, unless they are given.

        Raises:
            AluError: they cannot be opened; a subclass says why.
        """
        opened = unlearner
        if opened is None:
            opened = await asyncio.to_thread(_open, options, Loop(asyncio.get_running_loop()))
        await asyncio.to_thread(_warm_up, opened)
        if options.settings.mode == "observe" or options.settings.observe:
            what = ", ".join(options.settings.observe) if options.settings.mode == "enforce" else "everything"
            _log.warning("only observed, so that nothing of it is held back: %s", what)
        if unlearner is None:
            await asyncio.to_thread(_settle)
        service = cls(options, opened)
        if unlearner is None:
            service._learning_refusal = asyncio.create_task(opened.alearn_refusal())
        return service

    async def tenant(self, namespace: str) -> Unlearner:
        """Return the models in front of a namespace's targets; waiting for them blocks no other namespace.

        Raises:
            ApiError: they could not be opened within the deadline (503); that goes on for the next request.
            StoreError: the namespace cannot be opened.
        """
        if found := self._tenants.get(namespace):
            return found
        opening = self._opening.get(namespace) or self._begin(namespace)
        done, _ = await asyncio.wait({opening}, timeout=self.options.settings.deadline)
        if not done:
            again = {"Retry-After": "5"}
            raise ApiError(503, "the targets are still being read: try again", code="opening", headers=again)
        return opening.result()

    def probe(self) -> asyncio.Task[object]:
        """Return the reading of the targets that is under way, or begin one: those who wait for a database share it."""
        if self._probing is None or self._probing.done():
            self._probing = asyncio.create_task(asyncio.to_thread(self.unlearner.targets.snapshot))
            self._probing.add_done_callback(lambda done: done.cancelled() or done.exception())  # or asyncio warns
        return self._probing

    async def tenant_of(self, client: Client) -> Unlearner:
        """Return the models in front of a client's targets; they hold nothing back where its key is only observed.

        Raises:
            ApiError: as `tenant`.
            StoreError: as `tenant`.
        """
        found = await self.tenant(client.namespace)
        return found.observing() if observes_key(self.options.settings, client.id) else found

    async def versions(self) -> dict[str, int]:
        """Return the version of each namespace's targets that was asked for so far."""
        return {name: await asyncio.to_thread(u.targets.version) for name, u in list(self._tenants.items())}

    async def aclose(self) -> None:
        """Close models and stores."""
        if self._learning_refusal:
            self._learning_refusal.cancel()
        if self._opening:
            await asyncio.wait(self._opening.values())  # a thread cannot be stopped, and what it opens is to be closed
        self._openers.shutdown()
        for tenant in self._tenants.values():
            if tenant is not self.unlearner:
                await asyncio.to_thread(tenant.targets.close)
        await asyncio.to_thread(self.unlearner.close)

    def _begin(self, namespace: str) -> asyncio.Task[Unlearner]:
        """Begin to open a namespace, once however many wait for it, and whether or not they go on waiting."""
        opening = self._opening[namespace] = asyncio.create_task(self._open_tenant(namespace))
        opening.add_done_callback(lambda done: done.cancelled() or done.exception())  # or asyncio warns
        return opening

    async def _open_tenant(self, namespace: str) -> Unlearner:
        try:
            loop = asyncio.get_running_loop()
            store = await loop.run_in_executor(self._openers, self._open_store, namespace)
            found = self._tenants[namespace] = self.unlearner.with_store(store)
            return found
        finally:
            del self._opening[namespace]

    def _open_store(self, namespace: str) -> TargetStore:
        return _opened(self.options.settings, namespace)


def _opened(settings: Settings, namespace: str) -> TargetStore:
    """Open a namespace; what takes much memory to work out is worked out by a process that ends."""
    return open_configured(settings, namespace=namespace, apart=True)


def _settle() -> None:
    """Give back what loading took, and keep the collector off what is loaded: it takes 0.2 s to look through it."""
    gc.collect()
    with contextlib.suppress(OSError, AttributeError, TypeError):  # of glibc alone
        ctypes.CDLL(None).malloc_trim(0)
    gc.freeze()


def _warm_up(unlearner: Unlearner) -> None:
    """Import and load what the first request would wait for."""
    from alu.flow.graph import build

    build()
    for model in unlearner.models.values():
        if isinstance(model, RemoteModel):
            model.load()
    look_something_up(unlearner.targets.snapshot())


def _open(options: Options, loop: Loop) -> Unlearner:
    settings = options.settings
    store = _opened(settings, settings.namespace)
    try:
        return Unlearner.open(store, settings=settings, loop=loop)
    except BaseException:
        store.close()
        raise
