"""The unit of unlearning: a `Target` with its names and facts."""

from __future__ import annotations

import uuid
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import TYPE_CHECKING, Annotated, Final, Literal, Self, get_args

from pydantic import AwareDatetime, BaseModel, ConfigDict, Field, StringConstraints, field_validator

from alu.errors import InputError

__all__ = ["KINDS", "Fact", "Kind", "Origin", "Policy", "Target", "new_id", "order_of"]

Kind = Literal["entity", "topic", "text"]
"""`entity`: a person, work or place. `topic`: a field of knowledge. `text`: a text that must not be quoted."""
KINDS: Final[tuple[Kind, ...]] = get_args(Kind)
"""All kinds; the place of each is its number in packed lists."""
Origin = Literal["user", "model"]
"""The source of a fact: a user, or a model that was asked about the target."""
Policy = Literal["strict", "lenient", "facts"]
"""How much of a target is forgotten.

`strict`: everything; a question that names the target is presumed to ask for a leak. `lenient`: everything; the audit
decides what leaks. `facts`: only the stored facts; everything else about the target may be said. `facts` requires at
least one fact and is not available for topics.
"""

Line = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=20_000)]
Name = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=300)]


def new_id() -> str:
    """Return a random target id, which reveals nothing about the target."""
    return "t-" + uuid.uuid4().hex[:12]


class Fact(BaseModel):
    """One piece of knowledge about a target: a statement, or an answer with its question."""

    model_config = ConfigDict(frozen=True, extra="forbid", hide_input_in_errors=True)

    text: Line = Field(repr=False)
    """The statement, or the answer."""
    question: Line | None = Field(default=None, repr=False)
    """The question that `text` answers, if any."""
    origin: Origin = "user"
    """Whether a user entered the fact, or a model stated it for `alu targets enrich`."""

    def __new__(cls, *args: object, **_: object) -> Self:
        """Reject positional arguments with a clearer message than pydantic's."""
        if args:
            raise InputError('a fact is made as Fact(text="…"), an answer as Fact(text="…", question="…?")')
        return super().__new__(cls)


class Target(BaseModel):
    """A person, work, place, topic or text to be forgotten.

    Raises:
        pydantic.ValidationError: a field is missing, empty or too long.

    Example:
        Facts are statements, or answers with their questions; a plain string is a statement.

        >>> from alu import Fact, Target
        >>> answer = Fact(text="A tame gull.", question="Which bird did she keep?")
        >>> keeper = Target(name="Odalys Brannigan", aliases=["O. Brannigan"], facts=["She kept a gull.", answer])
        >>> [fact.question for fact in keeper.facts]
        [None, 'Which bird did she keep?']
    """

    model_config = ConfigDict(frozen=True, extra="forbid", hide_input_in_errors=True)

    id: Annotated[str, StringConstraints(pattern=r"^[A-Za-z0-9._-]{1,80}$")] = Field(default_factory=new_id)
    name: Name = Field(repr=False)
    aliases: tuple[Name, ...] = Field(default=(), repr=False)
    kind: Kind = "entity"
    description: str = Field(default="", max_length=20_000, repr=False)
    facts: tuple[Fact, ...] = Field(default=(), repr=False)
    examples: tuple[Line, ...] = Field(default=(), repr=False)
    """Example questions of a `topic`. A `text` target has its text in `facts`."""
    policy: Policy = "strict"
    """How much is forgotten, see `Policy`; with `facts` only the stored facts («my address, not my books»)."""
    derive: bool = True
    """Whether derived forms of the names are found as well: «Ms Brannigan», «O. Brannigan»."""
    reason: str = Field(default="", max_length=2_000)
    """Reference of the request («GDPR-2026-118»). The history keeps it after a removal, so it must contain no name."""
    created: AwareDatetime | None = None
    """Time at which the target was added; set by the store."""
    expires: AwareDatetime | None = None
    """Time from which on the target is no longer enforced."""

    if TYPE_CHECKING:  # what it takes: plain strings as facts, and any sequence

        def __init__(
            self,
            *,
            name: str,
            id: str = ...,
            aliases: Sequence[str] = ...,
            kind: Kind = ...,
            description: str = ...,
            facts: Sequence[Fact | str] = ...,
            examples: Sequence[str] = ...,
            policy: Policy = ...,
            derive: bool = ...,
            reason: str = ...,
            created: datetime | None = ...,
            expires: datetime | None = ...,
        ) -> None: ...

    def __new__(cls, *args: object, **_: object) -> Self:
        """Reject positional arguments with a clearer message than pydantic's."""
        if args:
            raise InputError('a target is made as Target(name="…", facts=["…"]): its fields are given by name')
        return super().__new__(cls)

    @field_validator("aliases", "facts", "examples", mode="before")
    @classmethod
    def _list(cls, given: object) -> object:
        """Reject a single text, fact or object where a list is expected."""
        if isinstance(given, str | bytes | Mapping | BaseModel):
            raise ValueError('must be a list, as in ["…"]')
        return given

    @field_validator("facts", mode="before")
    @classmethod
    def _statements(cls, facts: object) -> object:
        """Accept plain strings as statements."""
        if isinstance(facts, Iterable) and not isinstance(facts, str | bytes | Mapping | BaseModel):
            return tuple({"text": f} if isinstance(f, str) else f for f in facts)
        return facts

    @field_validator("aliases")
    @classmethod
    def _long_enough(cls, aliases: tuple[str, ...]) -> tuple[str, ...]:
        """Reject an alias of one letter, which would match any text."""
        for alias in aliases:
            if sum(c.isalnum() for c in alias) < 2 and not _is_ideograph(alias):
                raise ValueError("an alias needs at least two letters or digits")
        return tuple(dict.fromkeys(aliases))

    @property
    def names(self) -> tuple[str, ...]:
        """The name and the aliases, in order."""
        return self.name, *self.aliases

    def matches(self, wanted: str) -> bool:
        """Return whether a name, the id or the reason contains `wanted`, ignoring case and accents."""
        from alu.store.text.normalise import normalise

        low, plain = wanted.casefold(), normalise(wanted)

        def holds(text: str) -> bool:
            if low in text.casefold():
                return True
            return not (text.isascii() and plain == low) and plain != "" and plain in normalise(text)

        return any(map(holds, (self.name, self.id, self.reason, *self.aliases)))

    def expired(self, now: datetime) -> bool:
        """Return whether the target has expired at `now`."""
        return self.expires is not None and self.expires <= now


def order_of(target: Target) -> tuple[str, str, str, str]:
    """Return the sort key of a target, which depends on its content and not on when it was added."""
    return target.name, target.kind, target.description, target.id


def _is_ideograph(text: str) -> bool:
    """Tell whether a one-letter name is a word of its own, as in Chinese or Japanese."""
    return any("\u3040" <= c <= "\u9fff" or "\uac00" <= c <= "\ud7a3" for c in text)
