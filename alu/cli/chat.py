"""`alu chat`: a dialogue at the terminal, or piped in line by line. Kept is what was shown."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import ExitStack
from typing import TYPE_CHECKING, Annotated

import typer

from alu.address import shown
from alu.cli import options, output
from alu.cli.examination import check_new
from alu.cli.explain import cut_off, explanation
from alu.cli.faults import FAILED_CLOSED, tell
from alu.cli.lazy import new_app
from alu.cli.making import new_target, who
from alu.cli.opening import NOTHING, SessionTargets, in_memory, load, load_models, open_unlearner, store_is_default
from alu.cli.output import confirmed, note, plain, put_answer
from alu.cli.shown import listed
from alu.cli.typed import TypedLines, history_file
from alu.cli.waiting import waiting
from alu.errors import AluError, InputError, UnknownTarget

if TYPE_CHECKING:
    from alu.chat import Message
    from alu.config import Settings
    from alu.unlearner import Unlearner

__all__ = ["app"]

HELP = """\
/forget NAME   forget it from now on
/unforget NAME take it back
/targets       list what is forgotten
/new           begin a new dialogue
/explain       show how each answer came about, or stop showing it
/model NAME    go on with another model
/help          show this
/quit          leave (so does Ctrl-D; Ctrl-C cancels an answer)
A line that ends with \\ goes on in the next one; Tab completes a command."""
COMMANDS = tuple(line.split()[0] for line in HELP.splitlines() if line.startswith("/"))

app = new_app()
"""`alu chat`."""


@app.command()
def chat(
    forget: Annotated[
        options.Texts,
        typer.Option("--forget", "-f", metavar="NAME", help="Also forget this, for this session only; repeatable."),
    ] = None,
    store: options.Store = None,
    namespace: options.Namespace = None,
    model: options.Model = None,
    profile: options.Profile = None,
    audit: options.AuditMode = None,
    style: options.Style = None,
    on_error: options.OnError = None,
    threshold: options.Threshold = None,
    timeout: options.Timeout = None,
    explain: options.Explain = False,
) -> None:
    """Chat with a model; its answers contain nothing of the forget set.

    Commands: /forget NAME, /unforget NAME, /targets, /new, /explain, /model NAME, /help, /quit. Ctrl-C cancels the
    current answer, Ctrl-D exits. The input history, without commands, is kept for the next session (setting
    chat_history). With piped input each line is a turn, and the exit code is that of the first turn that failed.
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
        timeout=timeout,
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
            note(f"{output.counted(len(self._forgotten.targets()), 'target')} · /help shows the commands")
        elif self._forgotten.nothing:
            note(NOTHING)
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
            case "/unforget", name if name:
                self._unforget(name)
            case "/new", "":
                self._said.clear()
                note("a new dialogue; what is forgotten stays so")
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
        with waiting("asking") as on_stage:
            unlearner = self._unlearner.with_store(self._forgotten.store())
            answer = unlearner.ask([*self._said, asked], on_stage=on_stage)
        put_answer(answer.text)
        sys.stdout.flush()
        self._said += [asked, Message("assistant", answer.text)]
        if said := cut_off(answer):
            note(said)
        if self._explain:
            note(explanation(answer))
        if answer.verdict == "failed_closed":
            self._failed(FAILED_CLOSED)

    def _forget(self, name: str) -> None:
        """Forget `name`: for good where a store was configured, else as long as the chat lasts.

        Raises:
            InputError: it would be kept for good, and is a name that ordinary prompts are full of.
        """
        stored = self._forgotten.stored
        if stored is not None and not store_is_default(self._settings):
            target = new_target(name=name)
            check_new(stored, target, force=False, how="`alu targets add NAME --force`")
            stored.add(target, who=who())
            note(f"forgotten from now on, kept in {shown(self._settings.store)}")
        elif self._forgotten.add(name):
            note("forgotten in this chat; `alu targets add` keeps it for good")
        else:
            note("forgotten already")

    def _unforget(self, name: str) -> None:
        """Forget `name` no longer; what is stored is removed where a person says so.

        Raises:
            UnknownTarget: it is not forgotten.
        """
        if self._forgotten.drop(name):
            note("no longer forgotten in this chat")
            return
        stored = self._forgotten.stored
        if stored is None:
            raise UnknownTarget(f"{plain(name)} is not forgotten: /targets lists what is")
        target = stored.get(name)
        question = f"Remove {plain(target.name)} ({target.id}) from {shown(self._settings.store)}?"
        if self._at_terminal and confirmed(question, yes=False):
            stored.remove(target.id, who=who())
            note("removed; answers may tell of it again")
        else:
            note(f"still forgotten; `alu targets remove {target.id}` removes it")

    def _change_model(self, name: str) -> None:
        """Go on with the model `name` in every role; where it cannot be opened, the one before goes on.

        Raises:
            ConfigError: no model goes by that name.
        """
        from alu.config import ROLES

        unset = dict.fromkeys(f"{role}_model" for role in ROLES)
        with waiting("opening"):
            opened = self._opened(self._settings.model_copy(update={**unset, "model": name}))
            load_models(opened)
        self._unlearner = opened
        note(f"{plain(name)} answers from now on")

    def _opened(self, settings: Settings) -> Unlearner:
        """Open the models alone, with an empty store: each turn uses a store of all that is forgotten at that time."""
        return self._models.enter_context(open_unlearner(settings, in_memory(settings, [])))

    def _failed(self, code: int) -> None:
        self._code = self._code or code

    def _words(self) -> list[str]:
        """Return what a line can be completed to."""
        return [*COMMANDS, *(f"/unforget {name}" for name in self._forgotten.named)]

    def _lines(self) -> Iterator[str]:
        """Yield what is typed, or piped in, line by line; empty lines are passed over."""
        with ExitStack() as stack:
            read = _piped
            if self._at_terminal:
                history = history_file() if self._settings.chat_history else None
                read = stack.enter_context(TypedLines(self._words, history)).read
            while (line := read()) is not None:
                if line.strip():
                    yield line.strip()


def _piped() -> str | None:
    """Return the next line of standard input, or None at its end."""
    try:
        return sys.stdin.readline() or None
    except UnicodeDecodeError:
        raise InputError("standard input is not UTF-8 text") from None
