"""The classifiers of a list's topics: fitted when a topic is written, read from the database by all processes."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING

from alu.errors import ModelUnreachable, StoreError
from alu.store.match.topics.topic_model import TopicModel, context_version, fit_topic
from alu.store.persist.packed_targets import Roll
from alu.store.target import Target
from alu.store.text.vectors.topic_features import topic_features

if TYPE_CHECKING:
    from alu.store.match.facts.meaning import Meaning
    from alu.store.persist.database import Database
    from alu.store.persist.vector_index import Progress
    from alu.store.text.vectors.embedder import Embedder

__all__ = ["TopicModels"]


class TopicModels:
    """Keeps the fitted classifiers of one namespace. Used by one thread at a time."""

    def __init__(
        self, database: Database, namespace: str, embedder: Embedder, progress: Progress, meaning: Meaning | None
    ) -> None:
        self._database, self._namespace = database, namespace
        self._embedder, self._progress, self._meaning = embedder, progress, meaning
        self._known: dict[str, TopicModel] = {}

    def fit(self, targets: Mapping[str, Target]) -> dict[tuple[str, str], bytes]:
        """Return the classifiers of those targets, by rev, that are topics, by id and rev.

        Raises:
            StoreError: the embedder failed.
        """
        topics, found = _topics(targets), {}
        for number, (rev, target) in enumerate(topics.items(), 1):
            model = self._known[rev] = self._fitted(target, self._meaning)
            found[target.id, rev] = model.to_bytes()
            self._progress("learning topics", number, len(topics))
        return found

    def of(self, targets: Mapping[str, Target]) -> dict[str, TopicModel]:
        """Return the classifiers of the topics among targets, by rev, by the target's id.

        One that the database lacks, or that another version of alu fitted, is fitted anew and kept in memory: on words
        alone, since requests wait for it.

        Raises:
            StoreError: the database cannot be read, or the embedder failed.
        """
        topics = _topics(targets)
        lacking = {rev for rev in topics if rev not in self._known}
        if self._meaning:  # another process may have fitted them anew meanwhile
            lacking |= {rev for rev, model in self._known.items() if not model.context}
        if topics.keys() & lacking:
            stored, versions = self._database.models(self._namespace), self._versions()
            read = {rev: TopicModel.from_bytes(stored[rev], *versions) for rev in lacking if rev in stored}
            self._known |= {rev: model for rev, model in read.items() if model}
        self._known = {rev: self._known.get(rev) or self._fitted(target) for rev, target in topics.items()}
        return {target.id: self._known[rev] for rev, target in topics.items()}

    def pending(self, targets: Mapping[str, Target]) -> dict[str, Target]:
        """Return the topics among targets, by rev, whose stored classifier is not the one that would be fitted now.

        They were stored before the contextual embedder was here, or by another version of alu. Any thread may ask.

        Raises:
            StoreError: the database cannot be read.
        """
        if not (topics := _topics(targets)):
            return {}
        stored, versions = self._database.models(self._namespace), self._versions()
        return {rev: t for rev, t in topics.items() if not (rev in stored and _is_whole(stored[rev], *versions))}

    def refit(self, targets: Mapping[str, Target], progress: Progress, stopped: Callable[[], bool]) -> None:
        """Fit the pending topics among targets anew and keep them: every process reads them with its next request.

        One that cannot be embedded stays as it is. Any thread may ask.

        Args:
            targets: by rev.
            progress: called after each topic.
            stopped: whether to leave the rest to another time.

        Raises:
            StoreError: the database cannot be read or written, or the embedder failed.
        """
        pending, (_, context) = self.pending(targets), self._versions()
        for number, (rev, target) in enumerate(pending.items(), 1):
            if stopped():
                return
            model = self._fitted(target, self._meaning)
            if model.context or not context:
                self._database.keep_model(self._namespace, target.id, rev, model.to_bytes())
            progress("learning topics", number, len(pending))

    def _versions(self) -> tuple[str, str]:
        features = topic_features(self._embedder)
        return features.version, context_version(features, self._meaning)

    def _fitted(self, target: Target, meaning: Meaning | None = None) -> TopicModel:
        try:
            return fit_topic(target, self._embedder, meaning)
        except ModelUnreachable as error:
            raise StoreError(str(error)) from None
        except Exception as error:  # what an embedder raises could quote the topic
            raise StoreError(f"the embedder {self._embedder.name} failed ({type(error).__name__})") from None


def _topics(targets: Mapping[str, Target]) -> dict[str, Target]:
    if isinstance(targets, Roll):
        return targets.of_kind("topic")
    return {rev: target for rev, target in targets.items() if target.kind == "topic"}


def _is_whole(data: bytes, version: str, context: str) -> bool:
    """Tell whether a stored classifier is of these features, and reads contextual vectors where there are some."""
    model = TopicModel.from_bytes(data, version, context)
    return model is not None and (model.context is not None or not context)
