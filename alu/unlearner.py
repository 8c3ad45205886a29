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
    """A model whose answers are checked against the forget set of a store. Use it as a context manager, sync or async.

    `ask`, `aask` and `map` may be called from any thread and any event loop.

    Example:
        The scripted model returns a draft, an audit of that draft, and the draft for the second question.

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
            store: folder, `postgresql://` URL or an open `TargetStore`; by default the configured store.
            model: name (`openai/gpt-4o-mini`, `http://host:port/v1#name`, `embedded:NAME`) or `ChatModel` for all
                roles; by default the configured model, else the embedded one.
            roles: models for single roles (`vanilla`, `audit`, `rewrite`, `critic`).
            settings: used instead of the configured settings.
            loop: event loop in which requests run; by default a new one.
            overrides: single settings, see `Settings`; they override `settings`.

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
        """Return an `Unlearner` that checks everything and withholds nothing (`mode`); close only the original."""
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
        """Answer a question, given as a text or as a dialogue that ends with a user turn.

        Args:
            question: text or dialogue.
            context: passages to answer from; they are checked like a draft.
            extra: further parameters of the vanilla call (`stop`, `tools`, …), passed on unchanged; `temperature`,
                `max_tokens` and `seed` override the settings.
            deadline: seconds for the whole request, if less than `deadline` of the settings.
            on_stage: called after each stage, in the loop's thread; exceptions in it are logged by class.
            on_text: called there with each sentence released before the rest is checked (`stream`), see `astream`.

        Returns:
            The answer; if a check failed, its verdict is `failed_closed`.

        Raises:
            InputError: the question is empty, too long, binary or not text, or ends with an assistant turn.
            ConfigError: a model is misconfigured.
            ModelError: the vanilla model did not answer.
            AluError: the unlearner is closed.
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
        """Answer like `aask`, but yield the text in pieces, then the `Answer` itself.

        With `stream = "sentences"` and a model that streams, a sentence leaves once it is checked; else all at once.

        Raises:
            AluError: as `aask`; `BrokenOff` if a check failed after some text had been released.
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
        """Check the answer of another model; the same as `acheck`, for callers without an event loop."""
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
        """Check the answer of another model: the whole flow without the vanilla call.

        Args:
            dialogue: the question or dialogue, as in `aask`. If it is unknown, pass an empty text; then the meaning of
                a bare «yes» or «1931» cannot be checked, and namesakes are distinguished by the draft alone.
            draft: text of the answer.
            tool_calls: its tool calls in OpenAI's format; they are checked together with the text.
            context: passages that the answer is based on; they are checked like a draft.
            extra: parameters of the model's call; `tools` and `response_format` say what a bare «true» means.
            deadline: seconds for the whole request, if less than `deadline` of the settings.

        Returns:
            `clean` with the draft and its tool calls unchanged, or an answer that may be shown instead.

        Raises:
            InputError: as `aask`; or the draft is too long or not text.
            ConfigError: a model is misconfigured.
            AluError: the unlearner is closed.
        """
        asked = replace(given_of(dialogue, draft, tool_calls, context, extra), parent=parent_of_spans(self.settings))
        return await self._loop.arun(self._ask(asked, deadline))

    async def atogether(
        self,
        question: str | Sequence[Message | Mapping[str, Any]],
        answers: Sequence[Answer],
        extra: Mapping[str, Any] | None = None,
    ) -> list[Answer]:
        """Return answers to one question, with refusals for those that disclose a target in combination."""
        from alu.flow.choices import together

        if len(answers) < 2:
            return list(answers)
        vault = watched(Vault(question_of(question, (), extra)), self.settings, self.targets.namespace)
        if vault.observing:
            return list(answers)
        return await together(self.targets, vault, answers, self.refusal.text)

    def map(self, questions: Iterable[str], *, concurrency: int = 16) -> Iterator[Answer]:
        """Answer many questions, `concurrency` at a time, and yield the answers in order.

        Raises:
            InputError: `concurrency` is less than 1, or `questions` is a single text.
            AluError: as `aask`, at the question that failed; pending questions are cancelled.
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
        """Return `target` with facts that the model itself states about it; nothing is stored (`agents.enrich`)."""
        return self._loop.run(self._enrich(target))

    async def aenrich(self, target: Target) -> Target:
        """Return `target` with facts that the model itself states about it; nothing is stored (`agents.enrich`)."""
        return await self._loop.arun(self._enrich(target))

    async def alearn_refusal(self) -> str:
        """Learn the model's own words for not knowing somebody, and refuse in these from now on; return the words.

        With the style `unknown` the model is asked about two people who do not exist. If it invents something, does
        not answer, or the release gate objects, the refusal stays as it is (`agents.unknown`).
        """
        if self.settings.style == "unknown":
            await self._loop.arun(self._learn_refusal())
        return self.refusal.text

    @property
    def refusal(self) -> Words:
        """The words of a refusal; an unlearner made by `with_store` or `observing` shares those of the original."""
        return self._refusal_source._words

    def pending(self) -> int:
        """Return the number of requests in progress."""
        return self._loop.pending()

    def close(self) -> None:
        """Close models and store. Requests in progress are cancelled; later calls raise an `AluError`."""
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
                self._refusal_source._words = words
        except Exception as error:  # whatever a model of the user's own raises
            _log.warning("the model gave no words for what it does not know (%s): ours are used", type(error).__name__)

    async def _enrich(self, target: Target) -> Target:
        from alu.agents.caller import Caller
        from alu.agents.enrich import enrich

        return await enrich(Caller(self.models["vanilla"], self.settings.timeout, self._key, lambda _: None), target)


def _load(model: ChatModel) -> None:
    """Import what a model's first call needs, before anything else takes the processor."""
    getattr(model, "load", lambda: None)()
