"""The `Answer` of a request, from the last state of the graph and the vault."""

from __future__ import annotations

import logging
from collections.abc import Mapping
from typing import Any

from alu.answer import Answer, Stage, Usage
from alu.chat import Choice, Completion
from alu.config import Settings
from alu.errors import AluError, BrokenOff, ConfigError, first_of
from alu.flow.activity import TRACE
from alu.flow.tool_calls import with_ids_anew
from alu.flow.vault import Vault
from alu.store.match.ranking import shown

__all__ = ["answer_of", "failed", "raised"]

_log = logging.getLogger("alu")

FINISHED = frozenset({"stop", "length", "tool_calls", "content_filter", "function_call"})
"""OpenAI's words for how an answer ended; a server's own word is unchecked text."""


def answer_of(state: Mapping[str, Any], vault: Vault) -> Answer:
    """Return the answer that a finished run comes to."""
    verdict, draft = state["verdict"], vault.draft
    clean = verdict in ("clean", "observed") and draft is not None
    choice = draft.choices[0] if clean and draft else None
    ended = choice.finish_reason if choice else None
    return Answer(
        text=state["text"],
        verdict=verdict,
        matched=state["matched"],
        stages=state["stages"],
        usage=Usage.total(s.usage for s in state["stages"]),
        blocked=state.get("blocked", False),
        finish_reason=ended if ended in FINISHED else "stop",
        tool_calls=_calls(vault, choice) if choice else (),
        evidence=shown(vault.all_evidence),
    )


def _calls(vault: Vault, choice: Choice) -> tuple[Mapping[str, Any], ...]:
    """Return the tool calls of a reply as they leave: where a target may be meant, without ids that the model chose."""
    if not choice.tool_calls:
        return ()
    from alu.flow.unread import in_play, is_asked_unread  # slow to import: the first call need not wait for it

    veiled = in_play(vault, vault.observed) or is_asked_unread(vault)
    return with_ids_anew(choice) if veiled and not vault.observing else choice.tool_calls


def failed(vault: Vault, settings: Settings, refusal: str, kind: str) -> Answer:
    """Return what a request comes to in which a check failed: the refusal, or the draft where the user wants that.

    Raises:
        BrokenOff: a part of the answer has left already, behind which a refusal would be no answer.
    """
    stages = (*(clock.stage for clock in vault.clocks), Stage("fault", kind))
    if vault.draft is not None and (vault.observing or settings.on_error == "open"):
        _log.error("a check failed (%s); the draft goes out unchecked: on_error is open, or it is observed", kind)
        return _bypassed(vault, vault.draft, stages)
    _log.warning("a check failed (%s); the answer is withheld", kind)
    if vault.sent:
        raise BrokenOff("a check failed in the middle of the answer; the rest of it is withheld")
    matched, calls = tuple(e.target_id for e in vault.evidence), Usage.total(s.usage for s in stages)
    return Answer(refusal, "failed_closed", matched, stages, calls, evidence=shown(vault.all_evidence))


def raised(vault: Vault, error: Exception) -> AluError | None:
    """Return what the caller is to know of a fault; None where the answer is withheld instead.

    What is wrong with the settings of an agent is for whoever made them. Behind the server somebody else asks, and
    would learn from an error that something was checked: there it is logged.
    """
    wrong = vault.config_error or first_of(error, ConfigError)
    if vault.vanilla_error is None and wrong is not None and TRACE.get():
        _log.error("an agent cannot be asked: %s", wrong)
        return None
    return vault.vanilla_error or wrong


def _bypassed(vault: Vault, draft: Completion, stages: tuple[Stage, ...]) -> Answer:
    """Return the draft as it is, after a check failed."""
    choice, matched = draft.choices[0], tuple(e.target_id for e in vault.evidence)
    calls = Usage.total(s.usage for s in stages)
    return Answer(
        choice.text,
        "bypassed",
        matched,
        stages,
        calls,
        finish_reason="tool_calls" if choice.tool_calls else None,
        tool_calls=choice.tool_calls,
        evidence=shown(vault.all_evidence),
    )
