"""How an answer came about, for people: its stages, what they cost, the verdict. Never a draft."""

from __future__ import annotations

from typing import TYPE_CHECKING

from alu.cli.output import table

if TYPE_CHECKING:
    from alu.answer import Answer, Usage
    from alu.store.match.evidence import Evidence

__all__ = ["cut_off", "explanation"]

EVIDENCE = ("target", "channel", "where", "sentence", "score")
MOST = 20
"""Pieces of evidence that are shown."""
HEADER = ("stage", "outcome", "calls", "tokens in", "out", "seconds")


def explanation(answer: Answer) -> str:
    """Return a table of the stages and a line with verdict, matched ids and what the request cost."""
    rows = [(stage.name, stage.outcome, *_figures(stage.usage)) for stage in answer.stages]
    lines = table(HEADER, [*rows, ("in all", "", *_figures(answer.usage))])
    lines.append(f"verdict: {answer.verdict}" + (" (held back by the release gate)" if answer.blocked else ""))
    lines.append(f"matched: {', '.join(answer.matched) or 'nothing'}")
    if answer.evidence:
        lines += ["", *table(EVIDENCE, [_found(e) for e in answer.evidence[:MOST]])]
        if len(answer.evidence) > MOST:
            lines.append(f"and {len(answer.evidence) - MOST} more; --json has them all")
    if answer.usage.cost is not None:
        lines.append(f"cost: ${answer.usage.cost:.6f}")
    return "\n".join(lines)


def cut_off(answer: Answer) -> str:
    """Return what to say of an answer that reached `max_tokens`; nothing of any other."""
    return (
        "alu: the answer is cut off: it reached max_tokens, or what the model holds"
        if answer.finish_reason == "length"
        else ""
    )


def _found(one: Evidence) -> tuple[str, ...]:
    """Return a row of the table of evidence; sentences count from 1."""
    return one.target_id, one.channel, one.source, str(one.sentence + 1), f"{one.strength:.2f}"


def _figures(usage: Usage) -> tuple[str, ...]:
    return (str(usage.calls), str(usage.prompt_tokens), str(usage.completion_tokens), f"{usage.seconds:.3f}")
