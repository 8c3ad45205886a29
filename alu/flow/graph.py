"""The flow of one request, as a LangGraph graph (ALU §3, with an early exit and a release gate).

    draft ──► audit ──► rewrite ──► critic ──► release
      │         │          ▲  │        │         │
      │         │          │  └─again──┤         │
      └─────────┴──────────┴───────────┴───────► end

`draft` asks the vanilla model and looks the question up at once, then looks the draft up sentence by
sentence. Nothing near: the draft goes to `release`, one model call in all. `release` is last on every path.
Nodes are verbs, routers are pure functions of the state; every text is in the vault, never in the state.
"""

from __future__ import annotations

import asyncio
import random
from collections.abc import Sequence
from functools import cache
from typing import Any, Literal, TypeAlias

from langgraph.graph import START, StateGraph
from langgraph.graph.state import CompiledStateGraph
from langgraph.runtime import Runtime

from alu.agents.audit import Audit
from alu.agents.audit import audit as ask_audit
from alu.agents.compose import merge, rank
from alu.agents.critic import critic as ask_critic
from alu.agents.narrow import lean
from alu.agents.rewrite import rewrite as ask_rewrite
from alu.agents.screen import screen as ask_screen
from alu.answer import Stage
from alu.flow import checks, clearing, gate, remainder
from alu.flow.anew import answer_anew
from alu.flow.bearer import other_bearers
from alu.flow.drafting import drafted
from alu.flow.echo import is_echo
from alu.flow.editing import edited_draft
from alu.flow.fault import sealed
from alu.flow.latest import latest
from alu.flow.ordinary import is_ordinary_word
from alu.flow.outlet import let_sentences_out, run_check
from alu.flow.state import InputState, NextStep, OutputState, State
from alu.flow.tool_calls import texts_of_calls
from alu.flow.unread import cannot_be_read
from alu.flow.vault import Clock, Context, Vault
from alu.store.calibration import MAX_NEAR_TARGETS, NAMED_ODDS_NATS
from alu.store.match.detector import Detection
from alu.store.target import Target

__all__ = ["MAX_CALLS", "TRIES", "Graph", "build"]

TRIES = 2
"""Maximum number of rewrites of one draft."""
MAX_CALLS = 6
"""Maximum number of model calls of one request, not counting the screen."""
NARROW = 2
"""Up to this many targets the audit asks one narrow question each; with draft and rewrite three or four calls."""
MISSED = "leak missed by look-up"
"""Outcome of an audit that finds a leak although no target was near (`audit` is `always` or `sample:P`)."""
PRESUMED = "presumed"
"""Outcome of an audit without a model call, because no ruling could clear anything."""
Graph: TypeAlias = CompiledStateGraph[State, Context, InputState, OutputState]
"""A compiled graph of the flow: ids and verdicts in its state, texts only in its context."""


@sealed
async def draft(state: InputState, runtime: Runtime[Context]) -> dict[str, Any]:
    """Call the vanilla model, and detect targets in question and draft."""
    ctx, vault = runtime.context, runtime.context.vault
    async with asyncio.TaskGroup() as group:
        drafting = group.create_task(drafted(ctx))
        looking = group.create_task(_look_and_let_out(ctx))
    completion, drafted_stage = drafting.result()
    asked, topic, screened = looking.result()
    clock = Clock("look_up", vault)
    calls = sum(map(len, texts_of_calls(completion.choices[0])))
    await run_check(checks.read_draft, vault, completion, size=_size(vault, completion.text) + calls)
    await run_check(checks.detect_in_draft, vault, asked, size=_size(vault, *vault.outgoing.texts))
    checks.add_topic(vault, topic)
    # a letter or a number about the topic is the answer itself: no rewrite could keep any of it
    withheld = vault.outgoing.needs_question and checks.is_on_topic(vault)
    plan = "refuse" if withheld else _after_look_up(ctx)
    if plan != "release" and is_echo(vault):  # the user's own text: whoever is named in it, it tells nothing
        plan = "release"
    return {
        "plan": plan,
        "answer_needs_question": vault.outgoing.needs_question,
        "matched": tuple(e.target_id for e in vault.evidence),
        "stages": (drafted_stage, *screened, clock.stop("near" if vault.evidence else "nothing near")),
    }


@sealed
async def audit(state: State, runtime: Runtime[Context]) -> dict[str, Any]:
    """Ask the audit whether the draft leaks one of the targets near it."""
    ctx, vault = runtime.context, runtime.context.vault
    clock, targets, trust = Clock("audit", vault), _near_targets(ctx), ctx.trusted("audit")
    size = _size(vault, *vault.outgoing.texts)
    confirmed = await run_check(clearing.targets_confirmed_by_content, vault, trust.nats, size=size)
    settled = await run_check(clearing.settled, vault, confirmed, size=size)
    # a strong model is asked of those, too: it says which sentences leak, and whether anything else was asked
    asked = [t for t in targets if trust.strong or t.id not in settled] if trust.nats > 0 else []
    asked = checks.shown_to_agents(asked, frozenset(t.id for t in asked) - settled)
    verdict = await _verdict(ctx, clock, asked) if asked else Audit({}, only=False)
    # not the other way round: a target that no ruling clears counts as leaking
    cleared = await run_check(clearing.cleared, vault, verdict, trust, confirmed, size=size)
    leaking = frozenset(t.id for t in targets) - cleared
    vault.leaking_targets = frozenset(vault.enforced(sorted(leaking)))
    vault.leaking_sentences = frozenset(vault.sentences[n - 1] for n in verdict.leaks(vault.leaking_targets))
    # a part of the question that is free of targets may be answered, whatever the audit says of the question as a whole
    refused = state["answer_needs_question"] or (verdict.only and trust.strong)
    if refused and len(vault.sentences) > 1:
        refused = not (await run_check(remainder.free_parts, vault, size=size)).free
    plan = "release" if not vault.leaking_targets else "refuse" if refused else "rewrite"
    # possible only where nothing was near and `audit` is `always` or `sample:P`
    missed = leaking - {e.target_id for e in vault.evidence}
    gate.note_leaks(vault, sorted(missed), "audit")
    found = MISSED if missed else "leak" if asked else PRESUMED
    outcome = found if leaking else "no leak"
    return {"plan": plan, "matched": tuple(e.target_id for e in vault.evidence), "stages": (clock.stop(outcome),)}


@sealed
async def rewrite(state: State, runtime: Runtime[Context]) -> dict[str, Any]:
    """Ask for edits, else for rewrites; add the cut draft, and drop candidates that the gate would hold back."""
    ctx, vault = runtime.context, runtime.context.vault
    clock, tries = Clock("rewrite", vault), state.get("tries", 0) + 1
    trust = ctx.trusted("rewrite")
    alone = state["answer_needs_question"] or not (trust.strong or trust.may_edit)
    if tries == 1:
        size = vault.question.size + len(vault.draft_text)
        cuts = alone and not state["answer_needs_question"]
        vault.release_candidate = await run_check(_kept, vault, cuts, size=size) or await answer_anew(ctx, clock)
    if alone or (tries == 1 and vault.release_candidate):
        found = tries == 1 and bool(vault.release_candidate)
        stage = clock.stop("kept" if found else "nothing left")
        return {"plan": "release" if found else "refuse", "tries": tries, "stages": (stage,)}
    targets, caught, left = _leaking_first(ctx), False, _left(vault)
    if tries == 1 and trust.may_edit and ctx.settings.merge == 1:  # else candidates to choose from are wanted
        vault.release_candidate, caught = await edited_draft(ctx, clock, targets)
        if vault.release_candidate:
            return {"plan": "release", "tries": tries, "stages": (clock.stop("edited"),)}
        left -= 1  # one try to edit, also where a model that thinks first was asked twice for it
    freely = trust.strong and left >= 2
    candidates = await _rewritten(ctx, clock, targets, again=tries > 1) if freely else ()
    size = _size(vault, vault.draft_text, *candidates)
    joined = remainder.after_what_left(vault, candidates)
    vault.candidates, rewritten = await run_check(_candidates, vault, joined, size=size)
    held = bool(candidates) and not rewritten
    plan: NextStep = "critic" if vault.candidates else _again(vault, tries) if held else "refuse"
    if vault.candidates and not rewritten:  # the cut alone, which the gate passes: there is nothing to choose
        vault.release_candidate, plan = vault.candidates[0], "release"
    outcome = "rewritten" if rewritten else "cut" if vault.candidates else "caught" if held else "nothing left"
    blocked = state.get("blocked", False) or held or caught
    return {"plan": plan, "tries": tries, "blocked": blocked, "stages": (clock.stop(outcome),)}


@sealed
async def critic(state: State, runtime: Runtime[Context]) -> dict[str, Any]:
    """Score the candidates and keep the least-edited safe one, or merge the best."""
    ctx, vault = runtime.context, runtime.context.vault
    clock, said = Clock("critic", vault), vault.question.text
    targets = _leaking_first(ctx)
    caller = clock.caller(ctx, "critic", most_calls=max(1, _left(vault)))
    scores = await ask_critic(caller, said, vault.draft_text, vault.candidates, targets)
    best = rank(vault.draft_text, vault.candidates, scores)[: ctx.settings.merge]
    stages: tuple[Stage, ...] = (clock.stop("safe" if best else "unsafe"),)
    if not best:
        return {"plan": _again(vault, state["tries"]), "stages": stages}
    vault.release_candidate = best[0]
    if len(best) > 1 and _left(vault) > 0:
        clock = Clock("compose", vault)
        merged = await merge(clock.caller(ctx, "rewrite", most_calls=1), said, best, targets)
        # nothing is no answer while there is one; nor is what does not go on from what has left
        vault.release_candidate = merged if merged and merged.startswith(vault.sent) else best[0]
        stages = (*stages, clock.stop("merged"))
    return {"plan": "release", "stages": stages}


@sealed
async def release(state: State, runtime: Runtime[Context]) -> dict[str, Any]:
    """Release the checked text or the refusal: the last step of every path, without a model."""
    ctx, vault = runtime.context, runtime.context.vault
    clock, plan = Clock("release", vault), state["plan"]
    out: dict[str, Any] = {"plan": "end", "text": ctx.withheld, "verdict": "refused"}
    if vault.sent:  # the answer ends where it was held: it is the draft without what leaks
        out |= {"text": vault.sent, "verdict": "rewritten"}
    if plan == "refuse":
        return out | {"stages": (clock.stop("withheld"),)}
    as_drafted = not state.get("tries")
    text = vault.draft_text if as_drafted else vault.release_candidate
    now = await latest(ctx.store)
    size = _size(vault, text, *vault.outgoing.texts)
    found = await run_check(gate.check_release, vault, now, text, as_drafted, size=size)
    unread = await run_check(cannot_be_read, vault, text, as_drafted, size=size)
    vault.would_hold = vault.would_hold or unread
    if unread and not vault.observing:
        return out | {"blocked": True, "stages": (clock.stop("unread"),)}
    if not found and text.startswith(vault.sent):
        same = as_drafted or (text == vault.draft_text and not vault.outgoing.texts[1:])
        verdict = "rewritten" if not same else "observed" if vault.would_hold else "clean"
        outcome = "observed" if verdict == "observed" else "passed"
        return out | {"text": text, "verdict": verdict, "stages": (clock.stop(outcome),)}
    matched = tuple(dict.fromkeys((*state["matched"], *found)))
    # an answer that needs its question has no second wording
    again = _again(vault, state.get("tries", 0)) if not state["answer_needs_question"] else "refuse"
    if again == "rewrite":
        out = {"plan": "rewrite"}
    return out | {"matched": matched, "blocked": True, "stages": (clock.stop("caught"),)}


def after_draft(state: State) -> Literal["audit", "release"]:
    """Skip the agents if no target is near."""
    return "audit" if state["plan"] == "audit" else "release"


def after_audit(state: State) -> Literal["rewrite", "release"]:
    """Rewrite a leak if something would be left; else refuse."""
    return "rewrite" if state["plan"] == "rewrite" else "release"


def after_rewrite(state: State) -> Literal["critic", "rewrite", "release"]:
    """Score the candidates, release what is kept word for word, or try once more."""
    plan = state["plan"]
    return plan if plan in ("critic", "rewrite") else "release"


def after_critic(state: State) -> Literal["rewrite", "release"]:
    """Release a safe candidate, or try once more."""
    return "rewrite" if state["plan"] == "rewrite" else "release"


def after_release(state: State) -> Literal["rewrite", "__end__"]:
    """Try once more if the gate caught something."""
    return "rewrite" if state["plan"] == "rewrite" else "__end__"


@cache
def build() -> Graph:
    """Return the compiled graph, which keeps nothing of any request."""
    graph = StateGraph(State, context_schema=Context, input_schema=InputState, output_schema=OutputState)
    for node in (draft, audit, rewrite, critic, release):
        graph.add_node(node.__name__, node)
    graph.add_edge(START, "draft")
    for router in (after_draft, after_audit, after_rewrite, after_critic, after_release):
        graph.add_conditional_edges(router.__name__.removeprefix("after_"), router)
    return graph.compile(name="alu")


def _size(vault: Vault, *texts: str) -> int:
    """Return how many characters a check of `texts` reads, including the question, which is read with each."""
    return vault.question.size + sum(map(len, texts))


async def _look_and_let_out(ctx: Context) -> tuple[Detection, Target | None, tuple[Stage, ...]]:
    """Detect targets in the question; if there are none, release sentences of the draft as they are written."""
    asked, topic, stages = await _ask_about(ctx)
    if ctx.vault.growing:
        await let_sentences_out(ctx, asked, topic)
    return asked, topic, stages


async def _ask_about(ctx: Context) -> tuple[Detection, Target | None, tuple[Stage, ...]]:
    """Detect targets in the question; if code cannot decide about a topic, return the ruling of the screen."""
    vault, decides = ctx.vault, ctx.settings.screen == "model"
    asked = await run_check(checks.detect_in_question, vault, size=vault.question.size)
    topics = await run_check(checks.unsure_topics, vault, asked, decides, size=vault.question.size)
    if not topics:
        return asked, None, ()
    clock = Clock("screen", vault)
    topic = await ask_screen(clock.caller(ctx, "audit"), vault.inquiry.subject, topics)
    if topic is None and ctx.trusted("audit").nats <= NAMED_ODDS_NATS:  # what it does not see may be there all the same
        topic = await run_check(_thin_topic, vault, size=vault.question.size)
    if decides:
        vault.cleared_topics = frozenset(t.id for t in topics if t is not topic)
        asked = checks.without_cleared(vault, asked)
    return asked, topic, (clock.stop("near" if topic else "nothing near"),)


def _thin_topic(vault: Vault) -> Target | None:
    return vault.snapshot.detector.topics.thinly_near(vault.inquiry.subject)


def _after_look_up(ctx: Context) -> Literal["audit", "release"]:
    """Decide which drafts are audited: those near a target, all, or also a sample of the rest."""
    mode = ctx.settings.audit
    if not ctx.vault.snapshot.targets:
        return "release"
    if ctx.vault.evidence:
        return "audit"
    if ctx.trusted("audit").nats <= 0:  # its model's rulings count for nothing, and code has found nothing
        return "release"
    if mode == "always":
        return "audit"
    sampled = mode.startswith("sample:") and random.random() < float(mode.removeprefix("sample:"))
    return "audit" if sampled else "release"


def _candidates(vault: Vault, candidates: Sequence[str]) -> tuple[list[str], int]:
    """Return the rewrites and the cut draft that the gate passes, and how many of them are rewrites."""
    unit = remainder.unit_in_draft(vault)
    kept = remainder.passing(vault, dict.fromkeys([*candidates, remainder.cut_draft(vault, unit)]), unit)
    return kept, sum(c in candidates for c in kept)


async def _rewritten(ctx: Context, clock: Clock, targets: Sequence[Target], *, again: bool) -> tuple[str, ...]:
    """Ask for free rewrites of what was not released yet."""
    vault, caller = ctx.vault, clock.caller(ctx, "rewrite", most_calls=_for_rewrites(ctx))
    held = vault.held_text
    return await ask_rewrite(caller, vault.question.text, held, targets, count=ctx.settings.merge, again=again)


async def _verdict(ctx: Context, clock: Clock, asked: Sequence[Target]) -> Audit:
    """Audit the targets `asked`: one narrow question each if few and the model's cut is known, else in one form."""
    vault, trust, caller = ctx.vault, ctx.trusted("audit"), clock.caller(ctx, "audit")
    subject, said = vault.inquiry.audited, " ".join(vault.sentences)
    if trust.cut is not None and len(asked) <= NARROW:
        leans = [await lean(caller, subject, vault.sentences, target) for target in asked]
        others = await run_check(other_bearers, vault, size=vault.question.size + len(said)) | vault.passed_over
        cuts = [trust.cut_of(is_ordinary_word(t, subject, said), t.id in others) for t in asked]
        return Audit.by_lean({t.id: pair for t, pair in zip(asked, zip(leans, cuts, strict=True), strict=True)})
    return await ask_audit(caller, subject, vault.sentences, asked, vault.all_evidence)


def _kept(vault: Vault, cuts: bool) -> str:
    """Return what code keeps of the draft: its harmless half, or with `cuts` the cut draft; "" for nothing."""
    unit = remainder.unit_in_draft(vault)
    candidates = [remainder.free_pieces(vault), remainder.cut_draft(vault, unit) if cuts else ""]
    return next(iter(remainder.passing(vault, candidates, unit)), "")


def _near_targets(ctx: Context) -> list[Target]:
    """Return the targets near question or draft, the strongest evidence first, or else the nearest ones."""
    vault, snapshot = ctx.vault, ctx.vault.snapshot
    near = vault.evidence or snapshot.detector.nearest([vault.question.text, *vault.sentences], MAX_NEAR_TARGETS)
    still = [e.target_id for e in near if e.target_id in snapshot.targets]  # one may have been removed meanwhile
    return [snapshot.targets[t] for t in still]


def _leaking_first(ctx: Context) -> list[Target]:
    """Return the near targets that are enforced, as many as an agent is shown."""
    return checks.shown_to_agents(checks.enforced_targets(ctx.vault, _near_targets(ctx)), ctx.vault.leaking_targets)


def _again(vault: Vault, tries: int) -> Literal["rewrite", "refuse"]:
    """Try once more if tries and calls are left for a rewrite and a critic."""
    return "rewrite" if tries < TRIES and _left(vault) >= 2 else "refuse"


def _for_rewrites(ctx: Context) -> int:
    """Return how many calls rewrites may take, with those of the critic and the merge reserved."""
    kept = 1 + (ctx.settings.merge > 1)
    return max(1, _left(ctx.vault) - kept)


def _left(vault: Vault) -> int:
    """Return how many model calls the request may still make."""
    # the screen is left out: it runs in any case, at the same time as the draft
    return MAX_CALLS - sum(u.calls for clock in vault.clocks if clock.name != "screen" for u in clock.calls)
