"""The classifiers of a list's topics: fitted when a topic is written, read from the database by everybody else."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from alu.errors import ModelUnreachable, StoreError
from alu.store.match.topic_model import TopicModel, context_version, fit_topic
from alu.store.target import Target
from alu.store.text.topic_features import topic_features

if TYPE_CHECKING:
    from alu.store.match.meaning import Meaning
    from alu.store.persist.database import Database
    from alu.store.persist.vector_index import Progress
    from alu.store.text.embedder import Embedder

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
        topics = {rev: target for rev, target in targets.items() if target.kind == "topic"}
        found = {}
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
        topics = {rev: target for rev, target in targets.items() if target.kind == "topic"}
        if topics.keys() - self._known.keys():
            features, stored = topic_features(self._embedder), self._database.models(self._namespace)
            versions = features.version, context_version(features, self._meaning)
            read = {rev: TopicModel.from_bytes(stored[rev], *versions) for rev in topics if rev in stored}
            self._known |= {rev: model for rev, model in read.items() if model}
        self._known = {rev: self._known.get(rev) or self._fitted(target) for rev, target in topics.items()}
        return {target.id: self._known[rev] for rev, target in topics.items()}

    def _fitted(self, target: Target, meaning: Meaning | None = None) -> TopicModel:
        try:
            return fit_topic(target, self._embedder, meaning)
        except ModelUnreachable as error:
            raise StoreError(str(error)) from None
        except Exception as error:  # what an embedder raises could quote the topic
            raise StoreError(f"the embedder {self._embedder.name} failed ({type(error).__name__})") from None
