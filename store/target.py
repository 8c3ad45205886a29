"""What is to be forgotten: a `Target` with its names and facts."""

from __future__ import annotations

import uuid
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import TYPE_CHECKING, Annotated, Literal, Self

from pydantic import AwareDatetime, BaseModel, ConfigDict, Field, StringConstraints, field_validator

from alu.errors import InputError

__all__ = ["Fact", "Kind", "Origin", "Policy", "Target", "new_id", "order_of"]

Kind = Literal["entity", "topic", "text"]
"""A person, work or place · a field of knowledge · words that must not be quoted."""
Origin = Literal["user", "model"]
"""Who said a fact: a person, or the model when it was asked."""
Policy = Literal["strict", "lenient", "facts"]
"""How much of the target is forgotten.

`strict`: all of it, and a question that names it is presumed to leak. `lenient`: all of it, and the audit decides what
leaks. `facts`: only what is stored in `facts`; everything else about the target may be said. It needs a fact, and no
`topic` has it.
"""

Line = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=20_000)]
Name = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=300)]


def new_id() -> str:
    """Return a new target id: opaque, so that it tells nothing about the target."""
    return "t-" + uuid.uuid4().hex[:12]


class Fact(BaseModel):
    """One thing that is known of a target: a statement, or an answer with its question."""

    model_config = ConfigDict(frozen=True, extra="forbid", hide_input_in_errors=True)

    text: Line = Field(repr=False)
    """The statement, or the answer."""
    question: Line | None = Field(default=None, repr=False)
    """The question that `text` answers, if any."""
    origin: Origin = "user"
    """Who said so: a person, or the model itself when it was asked (`alu targets enrich`)."""

    def __new__(cls, *args: object, **_: object) -> Self:
        """Refuse what is not given by name, which nothing below says clearly."""
        if args:
            raise InputError('a fact is made as Fact(text="…"), an answer as Fact(text="…", question="…?")')
        return super().__new__(cls)


class Target(BaseModel):
    """A person, work, topic or text that is to be forgotten.

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
    """Questions that touch a `topic`; a `text` target keeps its text in `facts`."""
    policy: Policy = "strict"
    """`strict`: a question that names the target is presumed to leak; `lenient`: the audit decides; `facts`: only the
    stored facts are forgotten («my address, not my books»)."""
    derive: bool = True
    """Other forms of a person's names are found, too: «Ms Brannigan», «O. Brannigan» (`derived_forms`)."""
    reason: str = Field(default="", max_length=2_000)
    """A request's reference («GDPR-2026-118»); kept in the history after a removal: no names here."""
    created: AwareDatetime | None = None
    """Set by the store when the target is added."""
    expires: AwareDatetime | None = None
    """From then on the target is no longer enforced."""

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
        """Refuse what is not given by name, which nothing below says clearly."""
        if args:
            raise InputError('a target is made as Target(name="…", facts=["…"]): its fields are given by name')
        return super().__new__(cls)

    @field_validator("aliases", "facts", "examples", mode="before")
    @classmethod
    def _list(cls, given: object) -> object:
        """Refuse a single text, fact or object in the place of a list."""
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
        """Refuse an alias of one letter: it would match every text."""
        for alias in aliases:
            if sum(c.isalnum() for c in alias) < 2 and not _is_ideograph(alias):
                raise ValueError("an alias needs at least two letters or digits")
        return tuple(dict.fromkeys(aliases))

    def matches(self, wanted: str) -> bool:
        """Tell whether `wanted`, in any case and with or without accents, is in a name of it, its id or its reason."""
        from alu.store.text.normalise import normalise

        low, plain = wanted.casefold(), normalise(wanted)

        def holds(text: str) -> bool:
            if low in text.casefold():
                return True
            return not (text.isascii() and plain == low) and plain != "" and plain in normalise(text)

        return any(map(holds, (self.name, self.id, self.reason, *self.aliases)))

    def expired(self, now: datetime) -> bool:
        """Tell whether the target is no longer enforced at `now`."""
        return self.expires is not None and self.expires <= now


def order_of(target: Target) -> tuple[str, str, str, str]:
    """Return what targets are sorted by: by what each is, so that nothing depends on when it was added."""
    return target.name, target.kind, target.description, target.id


def _is_ideograph(text: str) -> bool:
    """Tell whether a one-letter name is a word of its own, as in Chinese or Japanese."""
    return any("\u3040" <= c <= "\u9fff" or "\uac00" <= c <= "\ud7a3" for c in text)
