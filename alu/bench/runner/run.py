"""The runner: every item through every method, one line on disk each; the same command again goes on.

Nothing is scored here. A killed run loses at most the items that were under way, and their calls are in the cache.
"""

from __future__ import annotations

import asyncio
import hashlib
import json
import secrets
import time
from collections.abc import Callable, Coroutine, Iterable, Iterator, Mapping, Sequence
from contextlib import ExitStack
from dataclasses import asdict, dataclass, field, replace
from itertools import groupby
from pathlib import Path
from typing import Any

from pydantic import TypeAdapter

from alu.answer import Answer
from alu.bench.attacks.work import Work, Works, works
from alu.bench.methods.conversation import converse
from alu.bench.methods.current import CurrentItem, item_context
from alu.bench.methods.memory import Memory
from alu.bench.methods.method import Method
from alu.bench.methods.methods import Bench, Guarded, open_method
from alu.bench.runner.cache import Cache
from alu.bench.runner.claim import claimed
from alu.bench.runner.manifest import Manifest
from alu.bench.runner.models import Opener, RunModels
from alu.bench.runner.plan import Cell, Plan
from alu.bench.runner.sample import Arm, Log, Sample, SampleKey
from alu.bench.suites.data import Source
from alu.bench.suites.distractors import distractors
from alu.bench.suites.item import Task
from alu.bench.suites.suite import load_task
from alu.chat import ChatModel
from alu.config import Role, Settings
from alu.errors import AluError, BadReply, ConfigError, InputError, first_of
from alu.prompts import hashes
from alu.store.persist.files import write_file
from alu.store.target import Target

__all__ = ["Outcome", "RunProgress", "run", "together"]

SAMPLES = "samples.jsonl"
PATIENCE = 20
"""Items in a row without an answer before a run stops: the server is gone, not slow."""


@dataclass(frozen=True, slots=True)
class RunProgress:
    """How far a run is."""

    what: str
    done: int
    total: int
    tokens: int
    cost: float
    errors: int


@dataclass(slots=True)
class Outcome:
    """What a run did."""

    done: int = 0
    """Samples in the folder that belong to this run, those of earlier commands among them."""
    total: int = 0
    errors: int = 0
    tokens: int = 0
    cost: float = 0.0
    """US dollars paid, in the whole folder."""
    stopped: str = ""
    """Why the run ended early."""
    in_a_row: int = field(default=0, repr=False)


async def run(
    plan: Plan,
    out: Path,
    settings: Settings,
    *,
    data: Path | None = None,
    models: Mapping[Role, ChatModel] | None = None,
    open_model: Opener | None = None,
    watch: Callable[[RunProgress], None] = lambda _: None,
) -> Outcome:
    """Run what is still missing of `plan` in the folder `out`.

    Args:
        plan: what to run.
        out: the run's folder; made if absent.
        settings: of the models and of alu.
        data: folder of the benchmarks; the hub if None.
        models: opened models by role, instead of those that the settings name.
        open_model: how a model is opened by name.
        watch: called after every sample.

    Raises:
        InputError: the suite, its data or the plan cannot be used, or another run is at work in `out`.
        ConfigError: a model is not configured rightly, or `out` holds a run of another kind.
    """
    source = Source(data)
    task = load_task(plan.suite, source, plan.split)
    try:
        await asyncio.to_thread(out.mkdir, mode=0o700, parents=True, exist_ok=True)
    except OSError as error:
        raise InputError(f"{out} cannot be the folder of a run: {error.strerror}") from None
    with ExitStack() as stack:
        stack.enter_context(claimed(out))
        opened = RunModels(plan, settings, models or {}, open_model)
        manifest = Manifest(out, opened.common())
        manifest.add(_noted(plan, source))
        log = Log(out / SAMPLES)
        stack.callback(log.close)
        cache = Cache(out / "cache.sqlite")
        stack.callback(cache.close)
        attacker = opened.attacker(cache)
        try:
            asked = works(plan, task, source, attacker)
            return await _Runner(plan, task, asked, settings, opened, log, cache, watch).go()
        finally:
            if attacker:
                await attacker.aclose()


class _Runner:
    """One run under way."""

    def __init__(
        self,
        plan: Plan,
        task: Task,
        works: Works,
        settings: Settings,
        models: RunModels,
        log: Log,
        cache: Cache,
        watch: Callable[[RunProgress], None],
    ) -> None:
        self._plan = plan
        self._task = task
        self._settings = settings.model_copy(update={"seed": plan.seed})
        self._models = models
        self._log = log
        self._cache = cache
        self._watch = watch
        self._works = works
        self._kept = Log.read(log.path)
        self._memories: dict[str, Memory] = {}
        self.outcome = Outcome(cost=sum(s.spent for s in self._kept.values()))

    async def go(self) -> Outcome:
        """Run the cells one after the other.

        Raises:
            InputError: there is nothing to ask.
        """
        cells = {cell: self._works(cell.arm) for cell in self._plan.cells(self._task)}
        self.outcome.total = sum(map(len, cells.values()))
        if not self.outcome.total:
            raise InputError("--attacks: none of these asks anything here; «adaptive» needs --attacker")
        for same, some in groupby(cells.items(), key=lambda entry: _unattacked(entry[0])):
            missing = [(cell, [work for work in asked if not self._has(cell, work)]) for cell, asked in some]
            await self._same(same, [(cell, asked) for cell, asked in missing if asked])
        return self.outcome

    def _has(self, cell: Cell, work: Work) -> bool:
        """Tell whether the item was answered before, and count it; one that ended in an error was not."""
        kept = self._kept.get(SampleKey(self._task.suite, self._task.split, work.item.id, cell.method, cell.arm))
        if kept is None or kept.error:
            return False
        self.outcome.done += 1
        self.outcome.tokens += kept.prompt_tokens + kept.completion_tokens
        return True

    async def _same(self, cell: Cell, cells: Sequence[tuple[Cell, Sequence[Work]]]) -> None:
        """Answer what is asked of one method, opened once, in cells that are `cell` but for their attacks."""
        if not cells or self.outcome.stopped:
            return
        targets = await self._targets(cell.arm)
        scope = _scope(targets)
        models, stranger = self._models.open(self._task, cell.arm.wording, self._cache, scope)
        memory = self._memories.setdefault(scope, Memory()) if self._plan.remember else None
        bench = Bench(self._task, cell.arm, models, stranger, targets, self._settings, memory)
        method = await asyncio.to_thread(open_method, cell.method, bench)
        try:
            for one, asked in cells:
                await self._cell(one, method, asked)
        finally:
            for closing in {id(c): c for c in (method, *models.values(), stranger)}.values():
                if hasattr(closing, "aclose"):
                    await closing.aclose()

    async def _cell(self, cell: Cell, method: Method, asked: Sequence[Work]) -> None:
        """Answer what is `asked`, as many at a time as the plan allows."""
        waiting = iter(asked)
        await together(self._work(cell, method, waiting) for _ in range(min(self._plan.concurrency, len(asked))))

    async def _work(self, cell: Cell, method: Method, waiting: Iterator[Work]) -> None:
        for work in waiting:
            if self.outcome.stopped:
                return
            sample = await self._sample(cell, method, work)
            await asyncio.to_thread(self._log.write, sample)  # others go on while the disk writes
            self._count(cell, sample)

    async def _sample(self, cell: Cell, method: Method, work: Work) -> Sample:
        """Ask one item; a fault is a sample of its own kind.

        Raises:
            ConfigError: no item can be answered so.
        """
        probe = work.probe()
        sample = Sample(
            self._task.suite, self._task.split, cell.method, cell.arm, probe.item, alongside=probe.alongside
        )
        start = time.perf_counter()
        with item_context(CurrentItem(probe.item, sample=work.sample)) as now:
            try:
                answer, decoded = await converse(method, probe, now)
            except ConfigError:
                raise
            except AluError as error:
                return replace(sample, error=type(error).__name__, spent=now.spent)
        if self._plan.max_cost is not None and now.unpriced:
            raise ConfigError("--max-cost: the price of a model is not known, so the limit cannot be kept")
        seconds = time.perf_counter() - start + now.replayed
        measured = replace(sample, decoded=decoded, seconds=round(seconds, 4), spent=now.spent)
        if isinstance(method, Guarded) and not cell.arm.attack:
            measured = replace(measured, strength=await asyncio.to_thread(method.strength, probe.item.question))
        return _with_answer(measured, answer)

    def _count(self, cell: Cell, sample: Sample) -> None:
        """Add a sample up, and stop the run where it must not go on."""
        o = self.outcome
        o.done += 1
        o.tokens += sample.prompt_tokens + sample.completion_tokens
        o.cost += sample.spent
        o.errors += sample.error is not None
        o.in_a_row = o.in_a_row + 1 if sample.error else 0
        if o.in_a_row >= PATIENCE:
            o.stopped = f"{PATIENCE} questions in a row got no answer ({sample.error})"
        if self._plan.max_cost is not None and o.cost >= self._plan.max_cost:
            o.stopped = f"--max-cost {self._plan.max_cost:g} is spent"
        self._watch(RunProgress(_shown(cell), o.done, o.total, o.tokens, o.cost, o.errors))

    async def _targets(self, arm: Arm) -> tuple[Target, ...]:
        """Return what the store holds in `arm`."""
        if arm.targets == "enriched":
            own = await self._enriched(arm)
        else:
            stored = self._task.targets
            own = next((targets for knows, targets in stored.items() if knows == arm.targets), stored["names"])
        said = [t for item in self._task.items for t in (item.question, item.gold)] if arm.distractors else []
        others = distractors(arm.distractors, self._plan.seed, said, facts=arm.targets != "names")
        return (*own, *others)

    async def _enriched(self, arm: Arm) -> tuple[Target, ...]:
        """Return the names enriched with what the vanilla model says of them; asked once, then kept in the folder."""
        name = f"enriched-{self._task.suite}-{self._task.split}-{arm.wording}.json".replace("/", "_")
        path = self._log.path.parent / name
        if path.exists():
            return _kept(path)
        models, _ = self._models.open(self._task, arm.wording, self._cache, "")
        try:
            enriched = [await self._enriched_target(t, models["vanilla"]) for t in self._task.targets["names"]]
        finally:
            await models["vanilla"].aclose()
        rows = [t.model_dump(mode="json") for t in enriched]
        write_file(path, json.dumps(rows, ensure_ascii=False).encode())
        return tuple(enriched)

    async def _enriched_target(self, target: Target, model: ChatModel) -> Target:
        """Enrich one target; where the model fails to, its name is all that is known."""
        from alu.agents.caller import Caller
        from alu.agents.enrich import enrich

        caller = Caller(model, self._settings.timeout, secrets.token_bytes(16), lambda _: None)
        with item_context(CurrentItem(subject=target.id)):
            try:
                return await enrich(caller, target)
            except ConfigError:
                raise
            except AluError:
                return target


def _kept(path: Path) -> tuple[Target, ...]:
    try:
        return tuple(TypeAdapter(list[Target]).validate_json(path.read_bytes()))
    except ValueError:
        raise InputError(f"{path} is damaged: remove it, and the model is asked again") from None


def _with_answer(sample: Sample, answer: Answer) -> Sample:
    """Return the sample with its answer, or with the fault for which it was withheld.

    A server that is down must not look like perfect forgetting. A verdict that cannot be parsed is the method's
    own doing and is scored.
    """
    faults = [s.outcome for s in answer.stages if s.name == "fault"]
    return replace(
        sample,
        answer=answer.text,
        verdict=answer.verdict,
        matched=answer.matched,
        stages=tuple(f"{s.name}: {s.outcome}" for s in answer.stages),
        blocked=answer.blocked,
        calls=answer.usage.calls,
        prompt_tokens=answer.usage.prompt_tokens,
        completion_tokens=answer.usage.completion_tokens,
        cost=answer.usage.cost,
        error=next((kind for kind in faults if kind != BadReply.__name__), None),
    )


def _noted(plan: Plan, source: Source) -> dict[str, object]:
    """Return what the manifest keeps of a run."""
    return {**asdict(plan), "data": dict(sorted(source.digests.items()))}


def _scope(targets: Sequence[Target]) -> str:
    """Return a digest of prompts and target set, for the cache."""
    described = json.dumps([hashes(), *(t.model_dump(mode="json") for t in targets)], sort_keys=True)
    return hashlib.sha256(described.encode()).hexdigest()[:16]


def _unattacked(cell: Cell) -> Cell:
    """Return the cell without its attack, which is all the same to the method."""
    return cell._replace(arm=replace(cell.arm, attack=""))


def _shown(cell: Cell) -> str:
    arm = cell.arm
    parts = [arm.attack, arm.targets if arm.targets != "-" else "", f"+{arm.distractors}" if arm.distractors else ""]
    return " ".join(filter(None, (cell.method, *parts, arm.wording if arm.wording == "paraphrased" else "")))


async def together(calls: Iterable[Coroutine[Any, Any, None]]) -> None:
    """Await calls at the same time; of several faults of ours the first is raised, and it ends the others."""
    try:
        async with asyncio.TaskGroup() as group:
            for call in calls:
                group.create_task(call)
    except* AluError as faults:
        raise first_of(faults, AluError) or faults from None
