"""What an MCP client can call: `check` for everybody; for admins `detect` and the list of targets.

An ordinary client learns nothing of targets: not whether a text touches one, nor that there are tools for them.
"""

from __future__ import annotations

import asyncio
import json
import logging
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from alu.flow.question import LONGEST
from alu.server.access import Client
from alu.server.answering import api_error_of
from alu.server.errors import ApiError
from alu.server.guard import GuardRequest, guard_body, guarded
from alu.server.schema import Search
from alu.server.service import Service
from alu.server.targets import listed, refuse
from alu.store.match.findings import record
from alu.store.persist.records import explained
from alu.store.target import Kind, Line, Name, Target

__all__ = ["Tool", "ToolResult", "UnknownTool", "called", "tools_for"]

_log = logging.getLogger("alu.server")


class UnknownTool(LookupError):
    """No tool of that name, or none for this client."""


class Arguments(BaseModel):
    """Arguments of a tool. One that is not known is refused; what is wrong with one is said without its value."""

    model_config = ConfigDict(extra="forbid", frozen=True, hide_input_in_errors=True)


class EarlierTurn(Arguments):
    """A turn of a dialogue."""

    role: Literal["system", "user", "assistant"]
    content: str = Field(repr=False)


class Checked(Arguments):
    """A text that is about to be said, and what it answers."""

    text: str = Field(repr=False, description="The text that is about to be shown or sent.")
    question: str = Field(
        "", repr=False, description="The question it answers: without it the meaning of a bare «yes» cannot be checked."
    )
    dialogue: list[EarlierTurn] = Field([], max_length=1000, repr=False, description="The turns before the question.")


class Looked(Arguments):
    """A text to be looked up."""

    text: Annotated[str, Field(max_length=LONGEST, repr=False, description="Any text, as a question or a note.")]
    draft: Annotated[str, Field(max_length=LONGEST, repr=False, description="An answer to it.")] = ""


class NewTarget(Arguments):
    """A target to be added."""

    name: Name = Field(description="Name of the person, work or topic, or title of the text, to be forgotten.")
    kind: Kind = Field(
        "entity", description="entity: a person, work or place; topic: a field; text: words not to be quoted."
    )
    aliases: list[Name] = Field([], description="Other names.")
    facts: list[Line] = Field([], description="Statements about the target, one sentence each.")
    description: str = Field("", description="Who or what it is; tells namesakes apart.")
    reason: str = Field("", description="Reference of the request; kept in the history, so no names.")


class RemoveArguments(Arguments):
    """A target to be removed."""

    id: str = Field(description="Id of the target, as listed by `targets_list`.")
    reason: str = Field("", max_length=2000, description="Reference of the request; kept in the history, so no names.")


@dataclass(frozen=True, slots=True)
class Tool:
    """Something that a client can call."""

    name: str
    description: str
    """For the model that calls it."""
    arguments: type[BaseModel]
    run: Callable[[Service, Client, Any], Awaitable[dict[str, Any]]]
    for_admins: bool = False
    changes: bool = False
    """Whether it changes the list of targets."""


@dataclass(frozen=True, slots=True)
class ToolResult:
    """What came of a call: an object, or what went wrong in words for the caller."""

    found: Mapping[str, Any]
    error: str = ""


async def check(service: Service, client: Client, given: Checked) -> dict[str, Any]:
    """Return what may be said in the place of a text, and whether that is the text itself."""
    question = [{"role": "user", "content": given.question}] if given.question else []
    messages = [*(turn.model_dump() for turn in given.dialogue), *question]
    asked = GuardRequest.model_validate({"messages": messages, "text": given.text})
    body = guard_body(await guarded(service, client, asked), asked)
    return {"action": body["action"], "text": body["text"]}


async def detect(service: Service, client: Client, given: Looked) -> dict[str, Any]:
    """Return which targets a text touches, and why."""
    snapshot = await asyncio.to_thread((await service.tenant_of(client)).targets.snapshot)
    async with service.concurrency.take():
        return await asyncio.to_thread(record, snapshot, given.text, given.draft)


async def targets_list(service: Service, client: Client, wanted: Search) -> dict[str, Any]:
    """Return the targets by name."""
    return (await listed((await service.tenant(client.namespace)).targets, wanted)).model_dump(mode="json")


async def targets_add(service: Service, client: Client, given: NewTarget) -> dict[str, Any]:
    """Add a target; return its id."""
    store, target = (await service.tenant(client.namespace)).targets, Target.model_validate(given.model_dump())
    await asyncio.to_thread(refuse, store, target, hint="`alu targets add --force` keeps it all the same")
    (added,) = await asyncio.to_thread(store.add, target, who=client.name)
    return {"id": added.id}


async def targets_remove(service: Service, client: Client, given: RemoveArguments) -> dict[str, Any]:
    """Remove a target; return its id."""
    store = (await service.tenant(client.namespace)).targets
    removed = await asyncio.to_thread(store.remove, given.id, reason=given.reason, who=client.name)
    return {"id": removed.id}


TOOLS: Sequence[Tool] = (
    Tool(
        "check",
        "Check a text before it is said or sent. Say the text that comes back and nothing else: it is the same where"
        " action is passed, and without what must not be said where action is changed.",
        Checked,
        check,
    ),
    Tool("detect", "Tell what a text touches that must not be spoken of, and why.", Looked, detect, for_admins=True),
    Tool("targets_list", "List what must not be spoken of.", Search, targets_list, for_admins=True),
    Tool(
        "targets_add",
        "Add something that must not be spoken of from now on; only when the user asks for it.",
        NewTarget,
        targets_add,
        for_admins=True,
        changes=True,
    ),
    Tool(
        "targets_remove",
        "Allow again to speak of something, and wipe what is kept of it; only when the user asks for it.",
        RemoveArguments,
        targets_remove,
        for_admins=True,
        changes=True,
    ),
)
"""All tools; `tools_for` gives those of one client."""


def tools_for(client: Client) -> list[Tool]:
    """Return what a client may call."""
    return [tool for tool in TOOLS if client.is_admin or not tool.for_admins]


async def called(service: Service, client: Client, name: str, arguments: Mapping[str, Any]) -> ToolResult:
    """Run a call, and return what came of it; no fault leaves this function but an unknown tool.

    Raises:
        UnknownTool: there is none of that name for this client.
    """
    tool = next((t for t in tools_for(client) if t.name == name), None)
    if tool is None:
        raise UnknownTool
    try:
        found = await tool.run(service, client, tool.arguments.model_validate(arguments))
        json.dumps(found, ensure_ascii=False).encode()
    except ValidationError as error:
        return ToolResult({}, explained(error))
    except UnicodeEncodeError:
        return ToolResult({}, "the text holds half a character (a lone surrogate), which cannot be sent")
    except Exception as error:  # whatever it is, its text may hold what was withheld
        wrong: ApiError = api_error_of(error)
        _log.warning("failed key=%s tool=%s code=%s", client.id, name, wrong.code)
        return ToolResult({}, wrong.for_client(admin=client.is_admin).message)
    return ToolResult(found)
