"""`alu chat`: a dialogue at the terminal, or piped in line by line. Kept is what was shown."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import ExitStack, suppress
from typing import TYPE_CHECKING

import typer

from alu.address import shown
from alu.cli import options, output
from alu.cli.explain import cut_off, explanation
from alu.cli.faults import FAILED_CLOSED, tell
from alu.cli.lazy import new_app
from alu.cli.making import new_target, who
from alu.cli.opening import SessionTargets, in_memory, load, open_unlearner, store_is_default
from alu.cli.output import note, plain, put
from alu.cli.shown import listed
from alu.errors import AluError, InputError

if TYPE_CHECKING:
    from alu.chat import Message
    from alu.config import Settings
    from alu.unlearner import Unlearner

__all__ = ["app"]

HELP = """\
/forget NAME   forget it from now on
/targets       list what is forgotten
/explain       show how each answer came about, or stop showing it
/model NAME    go on with another model
/help          show this
/quit          leave (so does Ctrl-D; Ctrl-C cancels an answer)"""

app = new_app()
"""`alu chat`."""


@app.command()
def chat(
    forget: options.Forget = None,
    store: options.Store = None,
    namespace: options.Namespace = None,
    model: options.Model = None,
    profile: options.Profile = None,
    audit: options.AuditMode = None,
    style: options.Style = None,
    on_error: options.OnError = None,
    threshold: options.Threshold = None,
    explain: options.Explain = False,
) -> None:
    """Talk with a model; what is to be forgotten stays out of its answers.

    Commands: /forget NAME, /targets, /explain, /model NAME, /help, /quit. Ctrl-C cancels the running answer, Ctrl-D
    leaves. Piped in, each line is a turn, and the exit code is that of the first turn that failed.
    """
    settings = load(
        store=store,
        namespace=namespace,
        model=model,
        profile=profile,
        audit=audit,
        style=style,
        on_error=on_error,
        threshold=threshold,
    )
    with SessionTargets(settings, forget or [], create=True) as forgotten, ExitStack() as models:
        code = Chat(settings, forgotten, models, explain=explain).run()
    if code:
        raise typer.Exit(code)


class Chat:
    """One dialogue: what was said and shown, and what `/…` commands change."""

    def __init__(self, settings: Settings, forgotten: SessionTargets, models: ExitStack, *, explain: bool) -> None:
        self._settings = settings
        self._forgotten = forgotten
        self._models = models
        self._unlearner = self._opened(settings)
        self._explain = explain
        self._said: list[Message] = []
        self._at_terminal = output.at_terminal()
        self._code = 0

    def run(self) -> int:
        """Go on until the input ends or `/quit`; return the exit code: piped in, that of the first fault."""
        if self._at_terminal:
            note(f"{len(self._forgotten.targets())} targets · /help shows the commands")
        for line in self._lines():
            if line == "/quit":
                break
            try:
                self._turn(line)
            except AluError as error:
                self._failed(error.exit_code)
                tell(str(error))
            except KeyboardInterrupt:
                if not self._at_terminal:
                    raise
                note("\ncancelled")
        return 0 if self._at_terminal else self._code

    def _turn(self, line: str) -> None:
        """Carry out a command, or ask."""
        command, _, rest = line.partition(" ")
        match command, rest.strip():
            case "/forget", name if name:
                self._forget(name)
            case "/model", name if name:
                self._change_model(name)
            case "/targets", _:
                listed(self._forgotten.targets(), json=False)
            case "/explain", _:
                self._explain = not self._explain
                note("explaining" if self._explain else "no longer explaining")
            case "/help", _:
                note(HELP)
            case word, _ if word.startswith("/"):
                raise InputError(f"{plain(word)} is no command here, or lacks its name:\n{HELP}")
            case _:
                self._ask(line)

    def _ask(self, question: str) -> None:
        """Ask, show the answer and keep both; a fault or Ctrl-C keeps neither."""
        from alu.chat import Message

        asked = Message("user", question)
        answer = self._unlearner.with_store(self._forgotten.store()).ask([*self._said, asked])
        put(answer.text)
        sys.stdout.flush()
        self._said += [asked, Message("assistant", answer.text)]
        if said := cut_off(answer):
            note(said)
        if self._explain:
            note(explanation(answer))
        if answer.verdict == "failed_closed":
            self._failed(FAILED_CLOSED)

    def _forget(self, name: str) -> None:
        """Forget `name`: for good where a store was configured, else as long as the chat lasts."""
        stored = self._forgotten.stored
        if stored is not None and not store_is_default(self._settings):
            stored.add(new_target(name=name), who=who())
            note(f"forgotten from now on, kept in {shown(self._settings.store)}")
        elif self._forgotten.add(name):
            note("forgotten in this chat; `alu targets add` keeps it for good")
        else:
            note("forgotten already")

    def _change_model(self, name: str) -> None:
        """Go on with the model `name` in every role."""
        from alu.config import ROLES

        unset = dict.fromkeys(f"{role}_model" for role in ROLES)
        self._unlearner = self._opened(self._settings.model_copy(update={**unset, "model": name}))
        note(f"{plain(name)} answers from now on")

    def _opened(self, settings: Settings) -> Unlearner:
        """Open the models alone, with an empty store: each turn uses a store of all that is forgotten at that time."""
        return self._models.enter_context(open_unlearner(settings, in_memory(settings, [])))

    def _failed(self, code: int) -> None:
        self._code = self._code or code

    def _lines(self) -> Iterator[str]:
        """Yield what is typed, or piped in, line by line; empty lines are passed over."""
        while (line := self._read()) is not None:
            if line.strip():
                yield line.strip()

    def _read(self) -> str | None:
        """Return the next line, or None at the end of the input."""
        if not self._at_terminal:
            try:
                return sys.stdin.readline() or None
            except UnicodeDecodeError:
                raise InputError("standard input is not UTF-8 text") from None
        with suppress(ImportError):
            import readline  # noqa: F401 (gives `input` its line editing)
        try:
            return input("> ")
        except EOFError:
            note("")
            return None
        except KeyboardInterrupt:
            note("\nCtrl-D or /quit leaves")
            return ""
