"""The words that the agents use: one Markdown file per agent, read once and checked when read.

A file starts with `variables: …`, then has sections `# system`, `# user` and `# assistant` in the order of
the dialogue; the last `# user` is the call, the ones before it are few-shots of our own making. Variables
are written `$name`. A value is put in once and never read again, so `$` and `{}` in it mean nothing.
"""

from __future__ import annotations

import hashlib
import hmac
import re
from dataclasses import dataclass, field
from functools import cache
from importlib.resources import files
from string import Template
from typing import Any, Literal, cast

from alu.chat import Message
from alu.errors import ConfigError

__all__ = ["NAMES", "Fence", "Prompt", "hashes", "load", "parse", "refusal"]

NAMES = (
    "audit",
    "compose",
    "critic",
    "edit",
    "enrich",
    "facts",
    "narrow",
    "paper_audit",
    "paper_compose",
    "paper_critic",
    "paper_erase",
    "phrases",
    "rewrite",
    "screen",
)
"""Prompts that come with alu; each is a file NAME.md of this package."""

_REFUSALS = {
    "unknown": "I don't have any information about that.",
    "refuse": "I'm sorry, but I can't help with that.",
}

_SECTION = re.compile(r"^# (system|user|assistant)\s*$", re.MULTILINE)


def refusal(style: Literal["unknown", "refuse"]) -> str:
    """Return the sentence that stands for a withheld answer: the same for every target and question."""
    return _REFUSALS[style]


@dataclass(frozen=True, slots=True)
class Fence:
    """Marks off text that is to be judged and never obeyed.

    The marker depends on a key and on all the fenced text, so that no text can hold its own closing marker,
    and so that the same call has the same words when the key is kept.
    """

    nonce: str

    @classmethod
    def around(cls, *texts: str, key: bytes) -> Fence:
        """Return a fence for a call that will hold `texts`, all of them: what is left out may hold the marker."""
        nonce, joined = "", "\x00".join(texts)
        while nonce in joined:
            parts = f"{joined}\x00{nonce}".encode("utf-8", "surrogatepass")
            nonce = hmac.new(key, parts, hashlib.sha256).hexdigest()[:8]
        return cls(nonce)

    def wrap(self, label: str, text: str) -> str:
        """Return `text` between markers."""
        return f"<{label} {self.nonce}>\n{text}\n</{label} {self.nonce}>"


@dataclass(frozen=True, slots=True)
class Prompt:
    """One agent's dialogue, with the hash that a report names it by."""

    name: str
    hash: str
    variables: frozenset[str]
    turns: tuple[tuple[str, Template], ...] = field(repr=False)

    def messages(self, **values: str) -> tuple[Message, ...]:
        """Fill the variables in.

        Raises:
            TypeError: a variable is missing, or one is given that the prompt does not have.
        """
        if set(values) != self.variables:
            raise TypeError(f"prompt {self.name} takes {sorted(self.variables)}, not {sorted(values)}")
        return tuple(Message(cast("Any", role), text.substitute(values)) for role, text in self.turns)


@cache
def load(name: str) -> Prompt:
    """Read `name`.md from this package.

    Raises:
        ConfigError: the file is missing, or its variables are not the ones that it declares.
    """
    try:
        source = files(__package__).joinpath(f"{name}.md").read_text(encoding="utf-8")
    except OSError:
        raise ConfigError(f"the prompt {name}.md is not in this installation of alu") from None
    return parse(name, source)


def parse(name: str, source: str) -> Prompt:
    """Parse one prompt file and check its variables.

    Raises:
        ConfigError: no `variables:` line, no sections, or used and declared variables differ.
    """
    head, *parts = _SECTION.split(source)
    declared = re.match(r"variables:(.*)", head)
    if declared is None or not parts:
        raise ConfigError(f"prompt {name}: it needs a «variables:» line and a «# user» section")
    turns = tuple((r, Template(t.strip())) for r, t in zip(parts[::2], parts[1::2], strict=True))
    variables = frozenset(declared[1].split())
    _check(name, turns, variables)
    return Prompt(name, hashlib.sha256(source.encode()).hexdigest()[:12], variables, turns)


def _check(name: str, turns: tuple[tuple[str, Template], ...], declared: frozenset[str]) -> None:
    used: set[str] = set()
    for _, text in turns:
        if not text.is_valid():
            raise ConfigError(f"prompt {name}: a «$» that starts no variable; write «$$»")
        used.update(text.get_identifiers())
    if used != declared:
        raise ConfigError(f"prompt {name}: declares {sorted(declared)}, uses {sorted(used)}")
    if turns[-1][0] != "user":
        raise ConfigError(f"prompt {name}: the last section must be «# user»")


def hashes() -> dict[str, str]:
    """Return the hash of every prompt, for reports and cache keys."""
    return {name: load(name).hash for name in NAMES}
