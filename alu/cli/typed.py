"""Lines that a person types: with a history from one session to the next, completion, and several lines as one."""

from __future__ import annotations

import os
from collections.abc import Callable, Sequence
from contextlib import ExitStack, suppress
from pathlib import Path
from types import ModuleType

from alu.cli.output import note
from alu.errors import InputError

__all__ = ["TypedLines", "history_file"]

MOST = 1000
"""Lines that a history keeps."""
GOES_ON = "\\"
"""What a line ends with that the next one continues."""


def history_file() -> Path:
    """Return where the lines of `alu chat` are kept."""
    from platformdirs import user_state_path

    return user_state_path("alu") / "chat_history"


class TypedLines:
    """Lines from a terminal. Use as a context manager; it writes the history at the end.

    Args:
        words: what the first word of a line can be completed to.
        history: the file of the history, readable by its owner alone; None keeps none.
    """

    def __init__(self, words: Callable[[], Sequence[str]], history: Path | None) -> None:
        self._words = words
        self._history = history
        self._readline: ModuleType | None = None
        with suppress(ImportError):
            import readline

            self._readline = readline
        self._closing = ExitStack()

    def __enter__(self) -> TypedLines:
        if (lines := self._readline) is None:
            return self
        lines.set_auto_history(False)
        lines.set_completer_delims("")
        lines.set_completer(self._completed)
        lines.parse_and_bind("tab: complete")
        self._closing.callback(lines.set_completer, None)
        self._closing.callback(lines.set_auto_history, True)
        if self._history is not None:
            with suppress(OSError):
                lines.read_history_file(self._history)
            self._closing.callback(self._keep, self._history)
        return self

    def __exit__(self, *_: object) -> None:
        self._closing.close()

    def read(self) -> str | None:
        """Return what is typed up to a line that does not end with a backslash; None at the end of the input.

        Ctrl-C drops what was typed, and gives an empty line.
        """
        said: list[str] = []
        try:
            while (line := input("… " if said else "> ")).endswith(GOES_ON):
                said.append(line.removesuffix(GOES_ON))
        except EOFError:
            note("")
            return None
        except KeyboardInterrupt:
            note("\nCtrl-D or /quit leaves")
            return ""
        except UnicodeDecodeError:
            raise InputError("what was typed is not UTF-8 text") from None
        text = "\n".join([*said, line])
        # a command, which may begin with spaces, may hold what is to be forgotten
        if self._readline and text.strip() and not text.lstrip().startswith("/"):
            self._readline.add_history(text)
        return text

    def _completed(self, typed: str, state: int) -> str | None:
        """Return the `state`-th word that begins as typed; readline asks until there is none."""
        return next(iter([w for w in self._words() if w.startswith(typed)][state:]), None)

    def _keep(self, history: Path) -> None:
        """Write the history, for its owner alone; where that fails, there is none."""
        assert self._readline is not None
        self._readline.set_history_length(MOST)
        try:
            history.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
            os.close(os.open(history, os.O_WRONLY | os.O_CREAT, 0o600))
            history.chmod(0o600)  # it may be an old one
            self._readline.write_history_file(history)
        except OSError as error:
            note(f"alu: the history cannot be written to {history}: {error.strerror}")
