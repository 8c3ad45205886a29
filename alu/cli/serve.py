"""`alu serve`: an OpenAI-compatible server that sends checked answers only."""

from __future__ import annotations

import secrets
import sys
from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING, Annotated

import typer

from alu.address import shown
from alu.cli import options
from alu.cli.lazy import new_app
from alu.cli.opening import load, load_models, open_store, open_unlearner
from alu.cli.output import counted, note, plain
from alu.errors import MissingExtra

if TYPE_CHECKING:
    from alu.config import Settings

__all__ = ["app"]

app = new_app()
"""`alu serve`."""

Host = Annotated[str, typer.Option(metavar="ADDRESS", help="Address to listen on; 0.0.0.0 for all networks.")]
Port = Annotated[int, typer.Option(min=0, max=65535, help="Port; 0 picks a free one.")]
Workers = Annotated[int, typer.Option(min=1, max=64, help="Number of worker processes; each opens its own models.")]
Concurrency = Annotated[int, typer.Option(min=1, metavar="N", help="Requests in progress at once, per process.")]
Queue = Annotated[
    int, typer.Option(min=0, metavar="N", help="Requests that may wait, per process; further ones get 429.")
]
Rate = Annotated[int, typer.Option(min=0, metavar="N", help="Requests per minute and key; 0: no limit.")]
NoKey = Annotated[
    bool, typer.Option("--no-key", help="While no key is stored, accept any request from this machine without a key.")
]
MaxBody = Annotated[int, typer.Option(min=1000, metavar="BYTES", help="Maximum size of a request.")]


@app.command()
def serve(
    host: Host = "127.0.0.1",
    port: Port = 8080,
    model: options.Model = None,
    store: options.Store = None,
    namespace: options.Namespace = None,
    profile: options.Profile = None,
    audit: options.AuditMode = None,
    style: options.Style = None,
    on_error: options.OnError = None,
    stream: options.StreamMode = None,
    threshold: options.Threshold = None,
    workers: Workers = 1,
    concurrency: Concurrency = 128,
    queue: Queue = 512,
    rate: Rate = 0,
    max_body: MaxBody = 2_000_000,
    no_key: NoKey = False,
) -> None:
    """Serve OpenAI clients at http://ADDRESS:PORT/v1, and a web console at http://ADDRESS:PORT.

    As long as no key is stored (`alu keys add`), clients use the token printed at the start as their key; with
    `--no-key`, programs on this machine need none. Behind a proxy every client looks like a program on this machine,
    so store keys there.
    """
    settings = load(
        model=model,
        store=store,
        namespace=namespace,
        profile=profile,
        audit=audit,
        style=style,
        on_error=on_error,
        stream=stream,
        threshold=threshold,
    )
    try:
        from alu.server.forks import can_fork, in_fork
        from alu.server.options import Options
        from alu.server.preload import preload
        from alu.server.run import serve as run
    except ImportError:
        raise MissingExtra(
            "the server needs fastapi, uvicorn and prometheus-client: pip install 'alu[server]'"
        ) from None
    if sys.stderr.isatty():  # no line that is drawn anew: its thread would keep workers from being forked
        note("alu: opening models and targets, which takes some seconds")
    preload(settings)
    check = partial(_checked, settings)
    name, keys, bare = in_fork(check) if can_fork() else check()
    token = "" if keys or no_key else secrets.token_urlsafe(32)
    limited = Options(settings, host, port, workers, places=concurrency, queue=queue, rate=rate, max_body=max_body)
    wanted = replace(limited, token=token, no_key=no_key)

    def ready(address: str) -> None:
        _say(f"{name} ({_who(keys, no_key)}) at {address}", address, token)
        if bare:
            place = f"namespace {', '.join(map(plain, bare))} of {shown(settings.store)}"
            note(f"alu: no targets yet in {place}, so nothing is withheld there: `alu targets add NAME` adds one")

    run(wanted, ready)


def _who(keys: int, no_key: bool) -> str:
    if keys:
        return counted(keys, "API key")
    return "no API key, so to every program on this machine" if no_key else "no API key, so by a token"


def _say(what: str, address: str, token: str) -> None:
    """Say what is served, and what opens it."""
    note(f"alu: serving {what}")
    if token:
        note(f"alu: the console is at {address}/#token={token}")
        note("alu: clients send that token as their API key, until `alu keys add` makes one")


def _checked(settings: Settings) -> tuple[str, int, list[str]]:
    """Open models and store once, so that what is wrong is said here and not by a worker.

    Returns:
        The model's name, how many keys are stored, and the namespaces that are asked in and have no target: those of
        the keys or, while there is none, the server's own.

    Raises:
        AluError: one cannot be opened.
    """
    from alu.server.keys import KeyRing

    with open_unlearner(settings, open_store(settings, create=True, apart=True)) as unlearner:
        load_models(unlearner)
        database = unlearner.targets.database
        keys = KeyRing(database).list()
        asked = dict.fromkeys([key.namespace for key in keys] or [settings.namespace])
        heads = {namespace: database.head(namespace) for namespace in asked}
        bare = [namespace for namespace, head in heads.items() if not (head and head.targets)]
        return unlearner.models["vanilla"].name, len(keys), bare
