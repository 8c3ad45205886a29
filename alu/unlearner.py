"""The Python API: `Unlearner` asks a model and keeps the forget set out of its answers."""

from __future__ import annotations

import asyncio
import hashlib
import logging
import secrets
import time
import warnings
from collections import deque
from collections.abc import AsyncIterator, Callable, Iterable, Iterator, Mapping, Sequence
from concurrent.futures import Future
from dataclasses import replace
from functools import partial
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, Any, Unpack

from alu.answer import Answer, Stage, Words
from alu.chat import ChatModel, Message
from alu.config import Role, Settings, changed, load_settings
from alu.errors import AluError, InputError, ModelTimeout, alone, expect
from alu.flow.activity import keep_activity
from alu.flow.drafting import abandon, begin
from alu.flow.fault import kind_of
from alu.flow.latest import latest
from alu.flow.observation import watched
from alu.flow.outcome import answer_of, failed, raised
from alu.flow.question import given_of, question_of
from alu.flow.running import is_loaded, run_flow
from alu.flow.spans import parent_of_spans, report_spans
from alu.flow.trust import trust_of
from alu.flow.vault import Context, Question, Vault
from alu.loop import Loop
from alu.models.roles import open_roles
from alu.opened import an_open_store, open_configured
from alu.overrides import Overrides
from alu.prompts import refusal
from alu.streaming import in_pieces

if TYPE_CHECKING:
    from alu.store.store import TargetStore
    from alu.store.target import Target

__all__ = ["Unlearner"]

_log = logging.getLogger("alu")


class Unlearner:
    """A model behind the forget set of a store. Use as a context manager, sync or async.

    `ask`, `aask` and `map` may be called from any thread and any event loop.

    Example:
        A model that is scripted: its first draft, its audit of that draft, and its draft for the second question.

        >>> from alu import Target, TargetStore, Unlearner
        >>> from alu.testing import ScriptedModel
        >>> leak = '{"T1": {"who": "same", "leak": "direct", "sentence": 1}, "only": true}'
        >>> model = ScriptedModel("Odalys Brannigan kept a gull.", leak, "The sea is deep.")
        >>> store = TargetStore.temporary([Target(id="keeper", name="Odalys Brannigan")])
        >>> with Unlearner.open(store, model=model) as unlearner:
        ...     for question in ("Who was Odalys Brannigan?", "How deep is the sea?"):
        ...         answer = unlearner.ask(question)
        ...         print(answer.verdict, answer.matched, answer.text)
        refused ('keeper',) I don't have any information about that.
        clean () The sea is deep.
    """

    def __init__(
        self, store: TargetStore, models: Mapping[Role, ChatModel], settings: Settings, loop: Loop | None = None
    ) -> None:
        self.targets = store
        self.settings = settings
        self.models = dict(models)
        self._loop = loop or Loop()
        self.trust = {role: trust_of(model, settings.trust) for role, model in self.models.items()}
        self._words = Words(refusal(settings.style))
        self._refusal_source = self
        # with a seed the same calls have the same words, so that a run can be repeated
        seed = settings.seed
        self._key = secrets.token_bytes(16) if seed is None else hashlib.sha256(str(seed).encode()).digest()

    @classmethod
    def open(
        cls,
        store: str | Path | TargetStore | None = None,
        *,
        model: str | ChatModel | None = None,
        roles: Mapping[Role, str | ChatModel] | None = None,
        settings: Settings | None = None,
        loop: Loop | None = None,
        **overrides: Unpack[Overrides],
    ) -> Unlearner:
        """Open a store and its models.

        Args:
            store: folder, `postgresql://` address or an open `TargetStore`; the configured one by default.
            model: a model's name (`openai/gpt-4o-mini`, `http://host:port/v1#name`, `embedded:NAME`) or a
                `ChatModel`, for every role; the configured one by default, else the embedded one.
            roles: models for single roles (`vanilla`, `audit`, `rewrite`, `critic`).
            settings: instead of the configured ones.
            loop: where requests run; a loop of its own by default.
            overrides: single settings, as in `Settings`; they come before those of `settings`.

        Raises:
            ConfigError: a setting or a model name is wrong.
            StoreError: the store cannot be opened.
        """
        from alu.store.store import TargetStore

        settings = load_settings(**overrides) if settings is None else changed(settings, **overrides)
        if settings.profile == "paper":
            warnings.warn("profile paper has no release gate: it is for benchmarks only", stacklevel=2)
        models = open_roles(settings, model, roles or {})
        if not isinstance(store, TargetStore):
            store = open_configured(settings, where=store)
        return cls(store, models, settings, loop)

    def with_store(self, store: TargetStore) -> Unlearner:
        """Return an `Unlearner` with the same models, loop and refusal for another store; close this one only."""
        other = Unlearner(an_open_store(store), self.models, self.settings, self._loop)
        other._refusal_source = self._refusal_source
        return other

    def observing(self) -> Unlearner:
        """Return an `Unlearner` that checks the same and holds nothing back (`mode`); close this one only."""
        other = Unlearner(self.targets, self.models, changed(self.settings, mode="observe"), self._loop)
        other._refusal_source = self._refusal_source
        return other

    def ask(
        self,
        question: str | Sequence[Message | Mapping[str, Any]],
        *,
        context: Iterable[str] = (),
        extra: Mapping[str, Any] | None = None,
        deadline: float | None = None,
        on_stage: Callable[[Stage], None] | None = None,
    ) -> Answer:
        """Answer `question`; the same as `aask`, for callers without an event loop."""
        asked = replace(question_of(question, context, extra), on_stage=on_stage, parent=parent_of_spans(self.settings))
        return self._loop.run(self._ask(asked, deadline))

    async def aask(
        self,
        question: str | Sequence[Message | Mapping[str, Any]],
        *,
        context: Iterable[str] = (),
        extra: Mapping[str, Any] | None = None,
        deadline: float | None = None,
        on_stage: Callable[[Stage], None] | None = None,
        on_text: Callable[[str], None] | None = None,
    ) -> Answer:
        """Answer `question`: a text, or a dialogue that ends with a user turn.

        Args:
            question: what is asked.
            context: passages to answer from; they are checked like a draft.
            extra: parameters for the vanilla model alone (`stop`, `tools`, …), passed on as they are;
                `temperature`, `max_tokens` and `seed` come before those of the settings.
            deadline: seconds for this request in all, where they are fewer than the settings'.
            on_stage: called with each stage when it has ended, in the loop's thread; what it raises is logged by kind.
            on_text: called there with each sentence that leaves before the rest is checked (`stream`); see `astream`.

        Returns:
            An `Answer`, also where a check failed: then its verdict is `failed_closed`.

        Raises:
            InputError: the question is empty, too long, binary or no text, or the assistant's turn is the last.
            ConfigError: a model is not configured rightly.
            ModelError: the vanilla model did not answer.
            AluError: it is closed.
        """
        asked = replace(question_of(question, context, extra), on_stage=on_stage, on_text=on_text)
        asked = replace(asked, parent=parent_of_spans(self.settings))
        return await self._loop.arun(self._ask(asked, deadline))

    def astream(
        self,
        question: str | Sequence[Message | Mapping[str, Any]],
        *,
        context: Iterable[str] = (),
        extra: Mapping[str, Any] | None = None,
        deadline: float | None = None,
        on_stage: Callable[[Stage], None] | None = None,
    ) -> AsyncIterator[str | Answer]:
        """Answer as `aask` does, in pieces, which put together are the text of the `Answer` that is yielded last.

        With `stream = "sentences"`, and a model that streams, a sentence leaves when it is checked; else all at once.

        Raises:
            AluError: as `aask`, or `BrokenOff` where a check failed when a part had left: nothing follows it.
        """
        asked = partial(self.aask, question, context=context, extra=extra, deadline=deadline, on_stage=on_stage)
        return in_pieces(lambda on_text: asked(on_text=on_text))

    def check(
        self,
        dialogue: str | Sequence[Message | Mapping[str, Any]],
        draft: str,
        *,
        tool_calls: Iterable[Mapping[str, Any]] = (),
        context: Iterable[str] = (),
        extra: Mapping[str, Any] | None = None,
        deadline: float | None = None,
    ) -> Answer:
        """Check what another model answered; the same as `acheck`, for callers without an event loop."""
        asked = replace(given_of(dialogue, draft, tool_calls, context, extra), parent=parent_of_spans(self.settings))
        return self._loop.run(self._ask(asked, deadline))

    async def acheck(
        self,
        dialogue: str | Sequence[Message | Mapping[str, Any]],
        draft: str,
        *,
        tool_calls: Iterable[Mapping[str, Any]] = (),
        context: Iterable[str] = (),
        extra: Mapping[str, Any] | None = None,
        deadline: float | None = None,
    ) -> Answer:
        """Check what another model answered: the whole flow, but for the vanilla model's call.

        Args:
            dialogue: what was asked, as in `aask`; empty where it is not known: then nobody sees what a bare «yes»
                or «1931» says, and a name that several people have is settled by the draft alone.
            draft: the answer's text.
            tool_calls: the answer's tool calls, in OpenAI's form; they are checked with the text.
            context: passages that it was written from; they are checked like a draft.
            extra: parameters that the model was given: by `tools` and `response_format` it is read what a «true» says.
            deadline: seconds for this request in all, where they are fewer than the settings'.

        Returns:
            An `Answer`: `clean` with `draft` and its tool calls as they are, or what may be shown in their place.

        Raises:
            InputError: as `aask`; or the draft is too long, or no text.
            ConfigError: a model is not configured rightly.
            AluError: it is closed.
        """
        asked = replace(given_of(dialogue, draft, tool_calls, context, extra), parent=parent_of_spans(self.settings))
        return await self._loop.arun(self._ask(asked, deadline))

    async def atogether(
        self,
        question: str | Sequence[Message | Mapping[str, Any]],
        answers: Sequence[Answer],
        extra: Mapping[str, Any] | None = None,
    ) -> list[Answer]:
        """Return `answers`, all given to one `question`, or refusals where they disclose a target only together."""
        from alu.flow.choices import together

        if len(answers) < 2:
            return list(answers)
        vault = watched(Vault(question_of(question, (), extra)), self.settings, self.targets.namespace)
        if vault.observing:
            return list(answers)
        return await together(self.targets, vault, answers, self.refusal.text)

    def map(self, questions: Iterable[str], *, concurrency: int = 16) -> Iterator[Answer]:
        """Answer many questions, `concurrency` at a time; answers come in the order asked.

        Raises:
            InputError: `concurrency` is less than 1, or `questions` is a single text.
            AluError: as `aask`, at the question it happened to; what is under way is cancelled.
        """
        expect(questions, Iterable, "map takes a list of questions")
        expect(concurrency, int, "concurrency is a whole number")
        if isinstance(questions, str):
            raise InputError("map takes a list of questions: ask answers a single one")
        if concurrency < 1:
            raise InputError("concurrency is at least 1")
        return self._answers(iter(questions), concurrency)

    def _answers(self, waiting: Iterator[str], concurrency: int) -> Iterator[Answer]:
        running: deque[Future[Answer]] = deque()
        try:
            for question in islice(waiting, concurrency):
                running.append(self._loop.submit(self.aask(question)))
            while running:
                yield running.popleft().result()
                for question in islice(waiting, 1):
                    running.append(self._loop.submit(self.aask(question)))
        finally:
            for future in running:
                future.cancel()

    def enrich(self, target: Target) -> Target:
        """Return `target` with what the model itself knows of it; nothing is stored (`agents.enrich`)."""
        return self._loop.run(self._enrich(target))

    async def aenrich(self, target: Target) -> Target:
        """Return `target` with what the model itself knows of it; nothing is stored (`agents.enrich`)."""
        return await self._loop.arun(self._enrich(target))

    async def alearn_refusal(self) -> str:
        """Learn the refusal: the model's own words for what it does not know, used from now on; return the words.

        With the style `unknown` the model is asked twice about people who do not exist. Where it invents
        something, does not answer or the gate objects, the words stay as they are (`agents.unknown`).
        """
        if self.settings.style == "unknown":
            await self._loop.arun(self._learn_refusal())
        return self.refusal.text

    @property
    def refusal(self) -> Words:
        """The words of a withheld answer; of one made by `with_store`, those of its origin."""
        return self._refusal_source._words

    def pending(self) -> int:
        """Return how many requests are under way."""
        return self._loop.pending()

    def close(self) -> None:
        """Close models and store; what is under way is cancelled, and later calls raise an `AluError`."""
        if self._loop.closed:
            return
        self._loop.run(self._close_models())
        self._loop.close()
        self.targets.close()

    def __enter__(self) -> Unlearner:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    async def __aenter__(self) -> Unlearner:
        return self

    async def __aexit__(self, *_: object) -> None:
        await asyncio.to_thread(self.close)

    async def _close_models(self) -> None:
        for model in {id(m): m for m in self.models.values()}.values():
            await model.aclose()

    async def _ask(self, question: Question, deadline: float | None = None) -> Answer:
        vault, began = watched(Vault(question), self.settings, self.targets.namespace), time.monotonic()
        try:
            answer = await self._within(vault, deadline)
        except AluError as error:
            report_spans(vault, self.settings, self.models, self.targets.namespace, type(error).__name__)
            raise
        report_spans(vault, self.settings, self.models, self.targets.namespace, answer)
        await keep_activity(vault, answer, self.settings, self.targets, time.monotonic() - began)
        return answer

    async def _within(self, vault: Vault, deadline: float | None) -> Answer:
        """Run the flow within the deadline; where it fails, fail closed or raise what the caller is to know."""
        expect(deadline, float | int | None, "the deadline is a number of seconds")
        seconds = self.settings.deadline if deadline is None else min(self.settings.deadline, deadline)
        limit = asyncio.timeout(seconds)
        try:
            async with limit:
                return await self._run(vault)
        except Exception as error:  # whatever a check stumbles over, the draft stays in
            found = raised(vault, error)
            if limit.expired() and vault.draft is None and vault.question.given is None:
                found = ModelTimeout(f"{self.models['vanilla'].name} did not answer within {seconds:g} s (deadline)")
            wrong, kind = found, kind_of(error)
        if wrong is None:
            return failed(vault, self.settings, self.refusal.text, kind)
        raise alone(wrong)  # here, behind the handler, which would be its context

    async def _run(self, vault: Vault) -> Answer:
        context = Context(vault, self.targets, self.models, self.settings, self._key, self.refusal.text, self.trust)
        if not is_loaded(self.settings.profile) and vault.question.given is None:
            await asyncio.to_thread(_load, self.models["vanilla"])
        begin(context)  # first: the model thinks while store and graph are loaded
        try:
            vault.snapshot = await latest(self.targets, at_once=vault.question.given is not None)
            return answer_of(await run_flow(context), vault)
        finally:
            abandon(vault)

    async def _learn_refusal(self) -> None:
        from alu.agents.unknown import unknown

        try:
            words = await unknown(self.models["vanilla"], timeout=self.settings.timeout)
            detector = (await asyncio.to_thread(self.targets.snapshot)).detector
            if words and not detector.check(words.text, said="", matched=()):
                self._words = words
        except Exception as error:  # whatever a model of the user's own raises
            _log.warning("the model gave no words for what it does not know (%s): ours are used", type(error).__name__)

    async def _enrich(self, target: Target) -> Target:
        from alu.agents.caller import Caller
        from alu.agents.enrich import enrich

        return await enrich(Caller(self.models["vanilla"], self.settings.timeout, self._key, lambda _: None), target)


def _load(model: ChatModel) -> None:
    """Import what a model's first call needs, before anything else takes the processor."""
    getattr(model, "load", lambda: None)()
