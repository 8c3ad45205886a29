"""`alu doctor`: is everything that a request needs there, and does it answer?"""

from __future__ import annotations

import platform
import time
from collections.abc import Callable, Iterator
from dataclasses import asdict, dataclass
from functools import partial
from importlib.util import find_spec
from typing import TYPE_CHECKING, Annotated, Literal

import typer

from alu.address import shown
from alu.cli import options
from alu.cli.config import source_of
from alu.cli.faults import FAULT
from alu.cli.lazy import new_app
from alu.cli.opening import load, nothing_made, open_store
from alu.cli.output import counted, put_json, put_table
from alu.errors import AluError, message_of

if TYPE_CHECKING:
    from alu.config import Settings
    from alu.store.store import TargetStore

__all__ = ["EXTRAS", "Check", "app"]

EXTRAS = {
    "embedded": ("xllamacpp",),
    "postgres": ("psycopg",),
    "server": ("fastapi", "uvicorn", "prometheus_client"),
    "langchain": ("langchain",),
    "mcp": ("mcp",),
    "xlsx": ("python_calamine",),
    "ray": ("ray",),
    "bench": ("datasets", "rouge_score", "scipy"),
}
"""The optional parts of alu and the modules that each needs."""

PROBE = "Reply with the one word: ready"
AUDITED = ("How deep is the sea?", "The sea is deep.", "Quillon Tresco")
"""Question, draft and target of the audit that is asked for: made up, and harmless."""

app = new_app()
"""`alu doctor`."""


@dataclass(frozen=True, slots=True)
class Check:
    """What one check found."""

    check: str
    status: Literal["ok", "problem", "note"]
    detail: str


@app.command()
def doctor(
    offline: Annotated[bool, typer.Option("--offline", help="Skip all checks that call a model.")] = False,
    agents: Annotated[
        bool,
        typer.Option("--agents", help="Measure the agents' models on a dozen cases, and store how far to trust them."),
    ] = False,
    model: options.Model = None,
    store: options.Store = None,
    namespace: options.Namespace = None,
    as_json: options.Json = False,
) -> None:
    """Check settings, store, embedder and model.

    Calls each configured model once, and the audit model for one verdict, unless --offline is given. Exit code 1 if a
    check fails.
    """
    checks = list(_examine(offline=offline, agents=agents, model=model, store=store, namespace=namespace))
    if as_json:
        put_json([asdict(check) for check in checks])
    else:
        put_table(("", "check", "finding"), ((_MARKS[f.status], f.check, f.detail) for f in checks))
    if any(f.status == "problem" for f in checks):
        raise typer.Exit(FAULT)


_MARKS = {"ok": "ok", "problem": "!!", "note": "--"}


def _examine(*, offline: bool, agents: bool, **flags: str | None) -> Iterator[Check]:
    """Yield what each check finds; none of them stops the others, but wrong settings do."""
    from alu import __version__
    from alu.config import config_path, unread_variables

    yield Check("alu", "ok", f"{__version__}, Python {platform.python_version()}, {platform.platform()}")
    path = config_path()
    try:
        settings = load(**flags)
    except AluError as error:
        yield Check("settings", "problem", str(error))
        return
    yield Check("settings", "ok", str(path) if path.is_file() else f"no {path}: defaults, ALU_* and flags")
    if strange := unread_variables():
        yield Check("variables", "note", f"nothing reads {', '.join(strange)}: `alu config show` lists the settings")
    yield from _store(settings, "flag" if flags["store"] else source_of("store"))
    yield from _tried("embedder", partial(_embedder, settings))
    yield from _models(settings, offline=offline)
    if agents and not offline:
        yield from _agents(settings)
    for extra, modules in EXTRAS.items():
        missing = [m for m in modules if find_spec(m) is None]
        yield Check(f"extra {extra}", "note" if missing else "ok", _extra(extra, missing))


def _store(settings: Settings, source: str) -> Iterator[Check]:
    """Open the store, let it check itself, and say who else can read it."""
    where = f"{shown(settings.store)} (from {source})"
    if nothing_made(settings):
        yield Check("store", "note", f"{where}: none yet; `alu targets add NAME` makes it")
        return
    try:
        with open_store(settings, create=False) as store:
            stats = store.stats()
            problems, beyond = store.check(), store.database.beyond_reach
            guarantee, outdated = store.guarantee(), store.guarantee_problem()
            topics = list(_topics(store)) if stats.kinds.get("topic") else []
    except Exception as error:
        yield Check("store", "problem", f"{where}: {message_of(error)}")
        return
    yield Check("store", "ok", f"{where}: {counted(stats.targets, 'target')}, namespace {settings.namespace}")
    if settings.chroma:
        yield Check("chroma", "problem" if (problem := _chroma(settings.chroma)) else "ok", problem or settings.chroma)
    if guarantee:
        yield Check("calibration", "note" if outdated else "ok", outdated or guarantee.sentence)
    yield from topics
    if stats.pending:
        more = f"{counted(stats.pending, 'target')} pending, found by words alone until `alu targets index` is done"
        yield Check("meaning", "note", f"{stats.meaning}: {more}")
    else:
        yield Check("meaning", "note" if stats.meaning == "off" else "ok", stats.meaning)
    if beyond:
        yield Check("store", "note", f"removed targets: `alu targets purge` wipes their rows; {beyond}")
    for problem in problems:
        yield Check("store", "problem", problem)


def _chroma(url: str) -> str:
    """Say what is wrong with the Chroma server; nothing where it answers."""
    import httpx

    try:
        httpx.get(f"{url.rstrip('/')}/api/v2/heartbeat", timeout=5).raise_for_status()
    except (httpx.HTTPError, httpx.InvalidURL) as error:
        return f"{url} does not answer ({type(error).__name__}): vectors are searched here until it does"
    return ""


def _topics(store: TargetStore) -> Iterator[Check]:
    """Say of each topic what it would touch of harmless texts, and what its phrases lack."""
    from alu.store.match.topics.topic_report import topic_reports

    detector = store.snapshot().detector
    for report in topic_reports(detector.topics, detector.threshold):
        yield Check(f"topic {report.target_id}", "ok", report.summary)
        for warning in report.warnings:
            yield Check(f"topic {report.target_id}", "note", warning)


def _embedder(settings: Settings) -> str:
    from alu.store.text.vectors.embedder import load_embedder

    embedder = load_embedder(settings.embedder)
    embedder.embed(["ready"])
    return f"{embedder.name}, {embedder.dim} dimensions (from {source_of('embedder')})"


def _models(settings: Settings, *, offline: bool) -> Iterator[Check]:
    """Ask each configured model, once, whatever the number of its roles."""
    from alu.config import ROLES

    roles: dict[str, list[str]] = {}
    for role in ROLES:
        roles.setdefault(settings.model_for(role) or "embedded", []).append(role)
    for name, uses in roles.items():
        check = f"model ({', '.join(uses)})" if len(roles) > 1 else "model"
        if offline:
            yield Check(check, "note", f"{shown(name)}: not asked")
        else:
            yield from _tried(check, partial(_answers, settings, name), of=shown(name))
    if not offline:
        yield from _tried("audit", partial(_audits, settings))


def _agents(settings: Settings) -> Iterator[Check]:
    """Measure the models that audit and rewrite, and keep what they may be trusted with."""
    for name in dict.fromkeys(settings.model_for(role) or "embedded" for role in ("audit", "rewrite")):
        yield from _tried(f"agents ({shown(name)})", partial(_judged, settings, name), of=shown(name))


def _judged(settings: Settings, name: str) -> str:
    """Let a model judge the cases; say in a sentence what it may be trusted with."""
    import asyncio

    from alu.bench.agents.trial import trial
    from alu.flow.trust import Measured, keep
    from alu.models.open import open_model

    async def judge() -> Measured:
        model = open_model(name, api_key=settings.api_key)
        try:
            return await trial(model, timeout=settings.timeout)
        finally:
            await model.aclose()

    measured = asyncio.run(judge())
    return f"{measured.sentence}; longest call {measured.seconds:g} s; kept in {keep(measured)}"


def _answers(settings: Settings, name: str) -> str:
    """Ask the model for a word and say how long it took."""
    import asyncio

    from alu.chat import Message, Request
    from alu.models.open import open_model

    async def ask() -> str:
        model = open_model(name, api_key=settings.api_key)
        try:
            await model.complete(Request((Message("user", PROBE),), max_tokens=8), timeout=settings.timeout)
            return model.name
        finally:
            await model.aclose()

    start = time.perf_counter()
    shown = asyncio.run(ask())
    return f"{shown} answered in {time.perf_counter() - start:.1f} s"


def _audits(settings: Settings) -> str:
    """Have one draft audited that says nothing of its target, and say what the verdict cost."""
    import asyncio

    from alu.agents.audit import audit
    from alu.agents.caller import Caller
    from alu.answer import Usage
    from alu.models.roles import open_roles
    from alu.store.target import Target

    costs: list[Usage] = []

    async def ask() -> None:
        models = open_roles(settings, None, {})
        try:
            caller = Caller(models["audit"], settings.timeout, b"alu doctor", costs.append)
            await audit(caller, AUDITED[0], [AUDITED[1]], [Target(id="probe", name=AUDITED[2])])
        finally:
            for model in {id(m): m for m in models.values()}.values():
                await model.aclose()

    asyncio.run(ask())
    spent = Usage.total(costs)
    why = "it thinks, or did not follow the schema at first"
    calls = "a call" if spent.calls == 1 else f"{spent.calls} calls ({why})"
    return f"one verdict took {spent.seconds:.1f} s, {spent.prompt_tokens} + {spent.completion_tokens} tokens, {calls}"


def _tried(check: str, attempt: Callable[[], str], of: str = "") -> Iterator[Check]:
    """Yield what `attempt` returns, or what it stumbled over."""
    try:
        yield Check(check, "ok", attempt())
    except Exception as error:
        yield Check(check, "problem", f"{of}: {message_of(error)}" if of else message_of(error))


def _extra(extra: str, missing: list[str]) -> str:
    return f"not installed ({', '.join(missing)}): pip install 'alu[{extra}]'" if missing else "installed"
