"""The methods by name, all of which follow the `Method` protocol."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Mapping, Sequence
from contextvars import Context
from dataclasses import dataclass, field, replace
from typing import Literal, NamedTuple, cast

from alu.answer import Answer
from alu.bench.methods.baselines import Filtered, Gold, InContext, Prompted, Refusing, Vanilla
from alu.bench.methods.dialogue import Dialogue
from alu.bench.methods.filters import Corrupted, ExamFilter, WordFilter
from alu.bench.methods.memory import Memory
from alu.bench.methods.method import Method
from alu.bench.runner.sample import Arm
from alu.bench.suites.item import Item, Task, Wording
from alu.chat import ChatModel
from alu.config import Role, Settings
from alu.store.target import Target
from alu.store.text.vectors.topic_features import windows
from alu.unlearner import Unlearner

__all__ = ["METHODS", "PUBLISHED", "Bench", "Guarded", "MethodSpec", "open_method"]


@dataclass(frozen=True, slots=True)
class Bench:
    """What a method is given."""

    task: Task
    arm: Arm
    models: Mapping[Role, ChatModel]
    stranger: ChatModel
    """The vanilla model without the memoriser or the context that know the secret."""
    targets: Sequence[Target] = field(repr=False)
    settings: Settings
    memory: Memory | None = None
    """What was found of the same targets before, where nothing is to be found twice."""


class Guarded:
    """alu itself, in one of its profiles, over a store in memory."""

    def __init__(self, bench: Bench, profile: Literal["fast", "paper"]) -> None:
        from alu.store.store import TargetStore

        settings = bench.settings
        store = TargetStore.temporary(
            list(bench.targets),
            embedder=settings.embedder,
            threshold=settings.threshold,
            channels=settings.channels,
            meaning=settings.meaning,
        )
        if store.meaning:
            store.meaning.finish()  # what is measured does not depend on how fast vectors are made
        if bench.memory:
            bench.memory.teach(store.snapshot().detector)
        self._store = store
        self._unlearner = Unlearner(store, bench.models, settings.model_copy(update={"profile": profile}))
        self._mimicking: asyncio.Task[str] | None = None

    async def answer(self, item: Item, put: Dialogue) -> Answer:
        """Ask alu, once it knows how the model says that it knows nothing."""
        if self._mimicking is None:  # in a context of its own: no item is asked there
            self._mimicking = asyncio.create_task(self._unlearner.alearn_refusal(), context=Context())
        await asyncio.shield(self._mimicking)
        return await self._unlearner.aask(put.messages, context=put.context, extra=put.extra)

    def strength(self, question: str) -> float | None:
        """Return the probability, 0 to 1, that a question is of a stored topic, for a curve; None without one."""
        topics = self._store.snapshot().detector.topics
        return float(topics.strengths(windows(question)).max(initial=0.0)) if topics.topics else None

    async def aclose(self) -> None:
        """Close the store and the models."""
        await asyncio.to_thread(self._unlearner.close)


class MethodSpec(NamedTuple):
    """A method, and what a run needs to know of it."""

    about: str
    reads: Literal["nothing", "names", "targets"]
    """What it depends on, so that it runs once for all arms that are the same to it."""
    open: Callable[[Bench], Method]
    prompted: bool = False
    """It works through the vanilla model's prompt, which a memoriser does not read."""
    judged: bool = False
    """It works by a model's judgement, which scripted agents do not have."""


PUBLISHED = "alu-published"
"""The method that takes its prompts from a copy of another repository."""

METHODS: Mapping[str, MethodSpec] = {
    "none": MethodSpec("the model as it is", "nothing", lambda b: Vanilla(b.models["vanilla"], b.settings)),
    "never-knew": MethodSpec(
        "the model without whoever knows the secret", "nothing", lambda b: Vanilla(b.stranger, b.settings)
    ),
    "prompt": MethodSpec(
        "the list of names in the system prompt",
        "names",
        lambda b: Prompted(b.models["vanilla"], b.settings, b.targets),
        prompted=True,
    ),
    "filter-input": MethodSpec(
        "a model is asked whether the question touches the list (Thaker et al. 2024)",
        "names",
        lambda b: Filtered(b.models["vanilla"], b.models["audit"], b.settings, b.targets, question=True),
        judged=True,
    ),
    "filter-output": MethodSpec(
        "a model is asked whether the answer touches the list (Thaker et al. 2024)",
        "names",
        lambda b: Filtered(b.models["vanilla"], b.models["audit"], b.settings, b.targets, question=False),
        judged=True,
    ),
    "icul": MethodSpec(
        "in-context unlearning, six examples (Pawelczyk et al. 2024)",
        "nothing",
        lambda b: InContext(b.models["vanilla"], b.settings, b.task.examples),
        prompted=True,
    ),
    "word-filter": MethodSpec(
        "names as blocked words in question and answer, as gateways ship it (LiteLLM, Bedrock)",
        "names",
        lambda b: WordFilter(b.models["vanilla"], b.settings, b.targets),
    ),
    "exam-filter": MethodSpec(
        "a model is asked whether the question is fit for a college exam: WMDP's filter (Thaker et al. 2024)",
        "nothing",
        lambda b: ExamFilter(b.models["vanilla"], b.models["audit"], b.settings),
        judged=True,
    ),
    "corrupt": MethodSpec(
        "a question that touches the list is corrupted and then answered, after ECO (Liu et al. 2024)",
        "names",
        lambda b: Corrupted(b.models["vanilla"], b.models["audit"], b.settings, b.targets),
        prompted=True,
        judged=True,
    ),
    "alu": MethodSpec("this product, profile fast", "targets", lambda b: Guarded(b, "fast")),
    "alu-flow": MethodSpec(
        "ALU's flow, our prompts: the whole list, every question audited, no gate",
        "names",
        lambda b: Guarded(replace(b, settings=b.settings.model_copy(update={"paper_prompts": None})), "paper"),
        judged=True,
    ),
    PUBLISHED: MethodSpec(
        "the same with its authors' prompts, from --paper-prompts",
        "names",
        lambda b: Guarded(b, "paper"),
        judged=True,
    ),
    "refuse-all": MethodSpec("refuses everything: a corner", "nothing", lambda b: Refusing(b.settings)),
    "identity": MethodSpec("says the gold answer: a corner", "nothing", lambda b: Gold(cast("Wording", b.arm.wording))),
}
"""What can be measured, by the name that `--methods` takes: baselines, corners and alu."""


def open_method(name: str, bench: Bench) -> Method:
    """Return the method of that name, ready to answer."""
    return METHODS[name].open(bench)
