"""Which channels look: those of alu less what is left out, and those of others."""

from __future__ import annotations

from collections.abc import Sequence
from importlib import import_module

from alu.errors import ConfigError
from alu.store.match.channel import Channel
from alu.store.match.detector import CHANNELS, STEPS
from alu.store.target import Target

__all__ = ["chosen"]


def chosen(names: Sequence[str], targets: Sequence[Target]) -> tuple[frozenset[str], tuple[Channel, ...]]:
    """Return the names of what is left out, and the channels of others, made for `targets`.

    Args:
        names: `-NAME` for a channel or step that is left out, `module:CLASS` for a channel of somebody else.
        targets: what the latter look for.

    Raises:
        ConfigError: there is no such channel.
    """
    without = frozenset(n[1:] for n in names if n.startswith("-"))
    if unknown := sorted(without - {*CHANNELS, *STEPS}):
        raise ConfigError(f"no channel {unknown[0]!r} to leave out: there are {', '.join((*CHANNELS, *STEPS))}")
    return without, tuple(_made(n, targets) for n in names if not n.startswith("-"))


def _made(name: str, targets: Sequence[Target]) -> Channel:
    module, _, attribute = name.partition(":")
    try:
        made = getattr(import_module(module), attribute)(targets)
    except (ImportError, AttributeError, ValueError, TypeError) as error:
        raise ConfigError(f"no channel at {name!r} ({type(error).__name__}): name a class as module:CLASS") from None
    if not isinstance(made, Channel):
        raise ConfigError(f"no channel at {name!r}: it takes a class with name and find")
    return made
