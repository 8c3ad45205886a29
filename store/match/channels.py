"""The channels in use: alu's own without those that settings leave out, and channels of others."""

from __future__ import annotations

from collections.abc import Sequence
from importlib import import_module

from alu.errors import ConfigError
from alu.store.match.channel import Channel
from alu.store.match.detector import CHANNELS, STEPS
from alu.store.target import Target

__all__ = ["check_names", "chosen"]


def chosen(names: Sequence[str], targets: Sequence[Target]) -> tuple[frozenset[str], tuple[Channel, ...]]:
    """Return the names of what is left out, and the channels of others, made for `targets`.

    Args:
        names: `-NAME` for a channel or step that is left out, `module:CLASS` for a channel of somebody else.
        targets: what the latter look for.

    Raises:
        ConfigError: there is no such channel.
    """
    check_names(names)
    without = frozenset(n[1:] for n in names if n.startswith("-"))
    return without, tuple(_made(n, targets) for n in names if not n.startswith("-"))


def check_names(names: Sequence[str]) -> None:
    """Refuse what names no channel of alu to leave out, and no class; nothing is imported.

    Raises:
        ConfigError: there can be no such channel.
    """
    for name in names:
        if name.startswith("-") and name[1:] not in (*CHANNELS, *STEPS):
            raise ConfigError(f"no channel {name[1:]!r} to leave out: there are {', '.join((*CHANNELS, *STEPS))}")
        if not name.startswith("-") and not all(name.partition(":")):
            raise ConfigError(
                f"no channel at {name!r}: name a class as module:CLASS, or a channel to leave out as -NAME"
            )


def _made(name: str, targets: Sequence[Target]) -> Channel:
    module, _, attribute = name.partition(":")
    try:
        made = getattr(import_module(module), attribute)(targets)
    except (ImportError, AttributeError, ValueError, TypeError) as error:
        raise ConfigError(f"no channel at {name!r} ({type(error).__name__}): name a class as module:CLASS") from None
    if not isinstance(made, Channel):
        raise ConfigError(f"no channel at {name!r}: it takes a class with name and find")
    return made
