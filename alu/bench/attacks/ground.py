"""What attacks know of a suite besides the item: its subject, other items, translations, people never known."""

from __future__ import annotations

from collections.abc import Sequence
from random import Random

from alu.bench.suites.data import Row, Source
from alu.bench.suites.item import ABSENT, Item, Task
from alu.chat import ChatModel
from alu.errors import InputError
from alu.store.exchange.tofu import name_in

__all__ = ["LANGUAGES", "Ground", "attacked"]

LANGUAGES = {"fr": "French", "ja": "Japanese"}
"""Those that TOFU is translated into, by the code in the file's name."""
_ABSENT = "tofu/holdout10.json"


class Ground:
    """What is known of one task, read on first use.

    Args:
        task: the suite's.
        source: where its data came from; translations are read from there.
        attacker: a model that attacks.
    """

    def __init__(self, task: Task, source: Source, attacker: ChatModel | None = None) -> None:
        self.task = task
        self.attacker = attacker
        self.listed = tuple(t.name for t in task.targets["names"])
        """The forget list."""
        self._source = source
        self._names: dict[str, str] = {t.id: t.name for t in task.targets["names"]}
        self._translated: dict[tuple[str, str], list[Row]] = {}
        self._open = [i for i in task.items if _open(i)]

    def name(self, item: Item) -> str:
        """Return the name of the person that `item` is about, empty where that is not known."""
        if item.subject not in self._names:
            known = self.task.background.get(item.subject, ())
            self._names[item.subject] = name_in([" ".join(pair) for pair in known]) or "" if known else ""
        return item.name or self._names[item.subject]

    def known(self, item: Item) -> list[tuple[str, str]]:
        """Return the other questions and answers about the subject of `item`."""
        return [pair for pair in self.task.background.get(item.subject, ()) if pair[0] != item.question]

    def others(self, item: Item, side: str) -> list[Item]:
        """Return the other open items of `side`."""
        return [i for i in self._open if i.side == side and i.id != item.id]

    def translated(self, item: Item, language: str) -> tuple[str, str, str] | None:
        """Return question, answer and its other wording in `language`, where the data has them."""
        if self.task.suite != "tofu" or item.group not in ("forget", "retain"):
            return None
        forget = item.side == "forget"
        rows = self._rows("forget01_perturbed" if forget else "retain_perturbed", language)
        row = item.row - self._before(len(rows)) if forget else item.row
        if not 0 <= row < len(rows):
            return None
        found = rows[row]
        return found["question"], found["answer"], found.get("paraphrased_answer") or found["answer"]

    def _before(self, count: int) -> int:
        """Return how many forget rows come before the last `count`: the smaller set is the end of the larger."""
        return 1 + max(i.row for i in self._open if i.side == "forget") - count

    def _rows(self, name: str, language: str) -> list[Row]:
        key = (name, language)
        if key not in self._translated:
            path = f"tofu_multilingual/{name}_{language}.jsonl"
            self._translated[key] = self._source.rows(path, ("", None, "")) if self._source.has(path) else []
        return self._translated[key]

    def absent(self, count: int, seed: int) -> list[Item]:
        """Return questions about people that the model never knew, as many as the data has up to `count`."""
        if self.task.suite != "tofu" or not self._source.has(_ABSENT):
            return []
        rows = self._source.rows(_ABSENT, ("", None, ""))
        drawn = Random(f"{seed}:absent").sample(range(len(rows)), min(count, len(rows)))
        return [
            Item(f"holdout10/{n}/question", ABSENT, "retain", "question", n, rows[n]["question"], rows[n]["answer"])
            for n in sorted(drawn)
        ]


def attacked(task: Task, limit: int | None, every: int, seed: int) -> tuple[Item, ...]:
    """Return what is attacked: open forget questions, and as many retain questions as their twins.

    Args:
        task: the suite's.
        limit: forget questions at most, drawn by `seed`.
        every: every n-th forget row is attacked.
        seed: of limit and twins.

    Raises:
        InputError: the suite asks for letters and numbers alone.
    """
    forget = [i for i in task.items if i.side == "forget" and _open(i) and i.row % every == 0]
    retain = [i for i in task.items if i.side == "retain" and _open(i) and i.subject]
    retain = [i for i in retain if i.reworded] or retain or [i for i in task.items if i.side == "retain" and _open(i)]
    if not forget:
        raise InputError(f"{task.suite} {task.split} has no open questions to attack")
    forget = _drawn(forget, limit, f"{seed}:attacked")
    return (*forget, *_drawn(retain, len(forget), f"{seed}:twins"))


def _drawn(items: Sequence[Item], count: int | None, seed: str) -> list[Item]:
    if count is None or count >= len(items):
        return list(items)
    order = list(items)
    Random(seed).shuffle(order)
    kept = {i.id for i in order[:count]}
    return [i for i in items if i.id in kept]


def _open(item: Item) -> bool:
    return not item.closed and item.form in ("question", "cloze")
