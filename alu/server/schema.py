"""The shapes of replies for the OpenAPI document."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from fastapi import Query
from pydantic import AwareDatetime, BaseModel, ConfigDict, Field
from typing_extensions import TypedDict

from alu.store.exchange.receipt import EventRow
from alu.store.target import Fact, Kind, Line, Name, Policy, Target

__all__ = [
    "Calibration",
    "ChatCompletion",
    "Deleted",
    "DoorReport",
    "EventList",
    "ExportWanted",
    "Imported",
    "KeyInfo",
    "Limit",
    "ModelList",
    "Offset",
    "Removal",
    "Removed",
    "Search",
    "ShownTarget",
    "Status",
    "TargetChanges",
    "TargetList",
]


Limit = Annotated[int, Query(ge=1, le=1000)]
"""A route's parameter: how many rows are wanted."""
Offset = Annotated[int, Query(ge=0, le=10_000_000)]
"""A route's parameter: how many rows before them are not."""


class AnswerMessage(BaseModel):
    """What was answered."""

    role: Literal["assistant"]
    content: str | None
    refusal: str | None
    tool_calls: list[dict[str, Any]] | None = None


class AnswerChoice(BaseModel):
    """One of the answers."""

    index: int
    message: AnswerMessage
    logprobs: None
    finish_reason: str


class AnswerUsage(BaseModel):
    """What the vanilla model's call cost."""

    prompt_tokens: int
    completion_tokens: int
    total_tokens: int


class ChatCompletion(BaseModel):
    """A reply."""

    id: str
    object: Literal["chat.completion"]
    created: int
    model: str
    choices: list[AnswerChoice]
    usage: AnswerUsage
    alu: dict[str, Any] | None = None
    """The path of each answer; for an admin key only."""


class ModelInfo(BaseModel):
    """A model."""

    id: str
    object: Literal["model"]
    created: int
    owned_by: str


class ModelList(BaseModel):
    """What `/v1/models` gives."""

    object: Literal["list"]
    data: list[ModelInfo]


class Status(BaseModel):
    """How the server is."""

    status: str


class KeyInfo(BaseModel):
    """Whose key it is, and its limits; null where it has none of its own."""

    id: str
    name: str
    role: Literal["user", "reviewer", "admin"]
    namespace: str
    expires: str | None
    requests_per_minute: int | None
    tokens_per_day: int | None
    activity: Literal["off", "ids", "texts"]
    """What is kept of requests."""
    activity_days: float
    """For how long."""


class Search(BaseModel):
    """Which targets are wanted, and which part of their list."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    search: Annotated[str, Field(max_length=1000)] = ""
    limit: Annotated[int, Field(ge=1, le=1000)] = 100
    offset: Annotated[int, Field(ge=0, le=10_000_000)] = 0


class ExportWanted(BaseModel):
    """Which targets are exported, and how."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    search: Annotated[str, Field(max_length=1000)] = ""
    format: Literal["jsonl", "json", "csv", "txt"] = "jsonl"


class Removal(BaseModel):
    """Which targets are removed, and why."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    ids: Annotated[list[Annotated[str, Field(pattern=r"^[A-Za-z0-9._-]{1,80}$")]], Field(min_length=1, max_length=1000)]
    reason: Annotated[str, Field(max_length=2000)] = ""


class Removed(BaseModel):
    """What was removed."""

    ids: list[str]


class TargetChanges(TypedDict, total=False):
    """New values of some fields of a target; a field that is left out stays, a list replaces the whole list."""

    __pydantic_config__ = ConfigDict(extra="forbid")  # type: ignore[misc]

    name: Name
    aliases: list[Name]
    kind: Kind
    description: Annotated[str, Field(max_length=20_000)]
    facts: list[Fact | Line]
    examples: list[Line]
    policy: Policy
    derive: bool
    reason: Annotated[str, Field(max_length=2_000)]
    expires: AwareDatetime | None


class ShownTarget(Target):
    """A target with what is worked out of it."""

    model_config = ConfigDict(frozen=True, extra="ignore")

    forms: list[str]
    """Other forms of its names that are found, too; a title is given once, whatever the title."""


class DoorReport(BaseModel):
    """What a target would flag of everybody else's questions, and which of its facts are weak."""

    target: str
    flagged: float
    """Share, 0 to 1, of the harmless dialogues that ship with alu."""
    prompts: list[str]
    """The first of those dialogues' prompts."""
    refusals: list[str]
    warnings: list[str]


class TargetRow(BaseModel):
    """A target in a list: counts instead of texts."""

    id: str
    name: str
    kind: str
    aliases: list[str]
    facts: int
    policy: str
    reason: str
    created: str | None
    expires: str | None


class TargetList(BaseModel):
    """A part of the list of targets."""

    object: Literal["list"]
    total: int
    """That were found."""
    stored: int
    """On the whole list."""
    version: int
    data: list[TargetRow]


class EventList(BaseModel):
    """The history, the latest first."""

    object: Literal["list"]
    total: int
    data: list[EventRow]


class Deleted(BaseModel):
    """What was removed."""

    id: str
    deleted: bool


class Calibration(BaseModel):
    """The threshold that is enforced, and what is known of it."""

    threshold: float
    """Score, 0 to 1, from which on a text is near a target."""
    calibration: dict[str, Any] | None
    """What `alu calibrate` found, with its sentence; null where nothing is calibrated."""
    problem: str
    """Why that no longer holds; empty where it does."""


class TakenColumn(BaseModel):
    """What a column of a table was taken for; `field` is empty where it was left out, `?` where it is unknown."""

    number: int
    """From 1."""
    header: str
    field: str


class Imported(BaseModel):
    """What a file holds, and what became of it."""

    added: int
    updated: int
    """Targets that were changed, with `update`."""
    total: int
    """Good rows."""
    columns: list[TakenColumn]
    """Of a table."""
    problems: list[str]
    warnings: list[str]
    """What is to be known of good rows."""
    data: list[TargetRow]
    """The first targets of the file."""
