"""The audit agent, which judges whether the draft leaks one of the targets near it (ALU §3, agent 2, first half).

It sees at most the eight nearest targets, never the list, each with what the detector found of it. Its verdict is
structured, one ruling a target; what cannot be parsed is no verdict. What a ruling is worth, `alu.flow.ruling` says.
The fixed part of its prompt comes first, so that a server's cache holds it from call to call.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, Annotated, Any, Literal

from pydantic import BeforeValidator, Field, create_model

from alu.agents.brief import found, keys, numbered
from alu.agents.caller import Caller, Reply
from alu.prompts import load
from alu.store.target import Target

if TYPE_CHECKING:
    from alu.store.match.evidence import Evidence

__all__ = ["Audit", "Ruling", "audit", "reply_type"]

LONGEST_WORDS = 80
"""Characters of the words that say who is spoken of."""


def _short(words: object) -> object:
    """Return `words`, but "" for a string of more than `LONGEST_WORDS` characters: a sentence names no referent."""
    return "" if isinstance(words, str) and len(words) > LONGEST_WORDS else words


class Ruling(Reply):
    """What the audit says of one target."""

    words: Annotated[str, Field(max_length=LONGEST_WORDS), BeforeValidator(_short)] = ""
    """Who or what is spoken of, in words of question or draft. Of a model that keeps to no schema and goes on, they
    count as none: that makes the verdict weaker, and not unreadable."""
    who: Literal["same", "other"]
    """`other`: question and draft mean a namesake, or nothing of this target."""
    leak: Literal["none", "indirect", "direct"]
    sentence: int
    """The first sentence that leaks, from 1; 0 if none does."""


@dataclass(frozen=True, slots=True)
class Audit:
    """The rulings by target id, and whether the question asks for nothing else."""

    rulings: Mapping[str, Ruling]
    only: bool

    @classmethod
    def by_lean(cls, leans: Mapping[str, tuple[float | None, float | None]]) -> Audit:
        """Return the rulings of narrow questions: what leans less than its cut towards a target speaks of another.

        `leans` are log odds and cuts by target id, see `agents.narrow`. Where one is None, nothing is cleared.
        """
        other, same = Ruling(who="other", leak="none", sentence=0), Ruling(who="same", leak="direct", sentence=0)
        below = {t for t, (lean, cut) in leans.items() if lean is not None and cut is not None and lean < cut}
        return cls({t: other if t in below else same for t in leans}, only=False)

    def cleared(self, target: Target, named: bool, meant: bool) -> bool:
        """Tell whether `target` leaks nothing.

        A strict target that the question names is presumed to leak: then only a namesake is cleared, only where the
        target's description or facts can show that it is one, and never where the content confirms the target
        (`meant`).
        """
        if self.rulings[target.id].leak != "none":
            return False
        if named and target.policy == "strict":
            return self.namesake(target) and not meant
        return True

    def leaks(self, targets: Collection[str]) -> set[int]:
        """Return the numbers, from 1, of the sentences that leak one of `targets`."""
        return {self.rulings[t].sentence for t in targets if t in self.rulings} - {0}

    def namesake(self, target: Target) -> bool:
        """Tell whether somebody else is meant, and the target is known well enough to say so."""
        return self.rulings[target.id].who == "other" and bool(target.description or target.facts)


async def audit(
    caller: Caller,
    question: str,
    sentences: Sequence[str],
    targets: Sequence[Target],
    evidence: Sequence[Evidence] = (),
) -> Audit:
    """Judge the draft's `sentences` against `targets` (1 to 8), in one call and at most one repair.

    `evidence` is what the detector found, of these targets and of others.

    Raises:
        BadReply: the verdict could not be parsed.
        ModelError: the model did not answer.
    """
    draft = numbered(sentences)
    shown = found(targets, evidence, " ".join([question, *sentences]))
    fence = caller.fence(question, draft, shown)
    messages = load("audit").messages(
        targets=fence.wrap("targets", shown),
        question=fence.wrap("question", question),
        draft=fence.wrap("draft", draft),
    )
    names = tuple(keys(len(targets)))
    reply = await caller.ask(messages, reply_type(names, len(sentences)), max_tokens=80 * len(names) + 40)
    rulings = {t.id: getattr(reply, key) for t, key in zip(targets, names, strict=True)}
    return Audit(rulings, bool(reply.only))  # type: ignore[attr-defined]


@lru_cache(maxsize=64)
def reply_type(names: tuple[str, ...], sentences: int) -> type[Reply]:
    """Return the type of a verdict with one fixed key for each target."""
    bounded = create_model("Ruling", __base__=Ruling, sentence=(int, Field(ge=0, le=sentences)))
    fields: dict[str, Any] = {name: (bounded, ...) for name in names}
    return create_model("Verdict", __base__=Reply, **fields, only=(bool, ...))
