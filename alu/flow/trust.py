"""How far the rulings of a model are trusted, in nats: as measured by `alu doctor --agents`, or a default.

Kept in a file of the user's, by the model's name and by the hash of the audit's prompt: another wording is another
agent. A model that was not measured counts as weak.
"""

from __future__ import annotations

import json
import os
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from math import log
from pathlib import Path
from typing import Any, Literal

from alu.errors import ConfigError
from alu.prompts import load
from alu.store.calibration import NAMED_ODDS_NATS, REFERENT_NATS, STRONG_NATS, UNMEASURED_NATS

__all__ = ["Measured", "Trust", "keep", "kept", "prompt_hash", "trust_of", "trust_path", "worth"]

PATIENCE = 4.0
"""Times the longest call that was seen, after which a call is given up: the machine may be busier now."""


@dataclass(frozen=True, slots=True)
class Trust:
    """How far one model is trusted, and how long it is waited for."""

    nats: float = UNMEASURED_NATS
    """What a clearance is worth; see `worth`."""
    seconds: float = 0.0
    """Seconds that a call is given at least, whatever the settings say."""
    cut: float | None = None
    """Log odds below which the narrow question clears a target; None: the model fills in the audit's form."""
    word_cut: float | None = None
    """The same where the target's name is an ordinary word and used as one: models lean towards it then."""
    writes: bool = True
    """Free rewrites of it were seen to leak nothing, or nobody looked."""
    edits: bool = True
    """The same of its edits."""

    def cut_of(self, word: bool, other: bool) -> float | None:
        """Return below what the narrow question clears a target.

        Args:
            word: its name is an ordinary word and used as one.
            other: code sees that somebody or something else has the name, which speaks against a leak, too.
        """
        cut = self.word_cut if word else self.cut
        return cut if cut is None or not other else cut + REFERENT_NATS

    @property
    def strong(self) -> bool:
        """Whether the model is asked also where no ruling could clear anything, and may rewrite freely."""
        return self.nats >= STRONG_NATS and self.writes

    @property
    def may_edit(self) -> bool:
        """Whether the model may say how drafts are edited; it need not be one that rewrites well."""
        return self.nats >= STRONG_NATS and self.edits


@dataclass(frozen=True, slots=True)
class Measured:
    """What a model was seen to do with labelled cases."""

    model: str
    prompt: str
    """Hash of the audit's prompts."""
    leaks: int
    missed: int
    """Leaks that it cleared."""
    harmless: int
    cleared: int
    """Harmless texts that it cleared."""
    seconds: float = 0.0
    """The longest call."""
    cut: float | None = None
    """See `Trust.cut`."""
    word_cut: float | None = None
    rewrites: int = 0
    spoilt: int = 0
    """Free rewrites that leaked or lost the harmless half."""
    edited: int = 0
    """Drafts that it said the edits of."""
    misedited: int = 0
    """Those that leaked or lost the harmless half."""
    unread: int = 0
    """Rulings that were not in the form that was asked for: each counts as a leak cleared, or a harmless text held."""

    @property
    def nats(self) -> float:
        """What a clearance by the model is worth."""
        return worth(self.leaks, self.missed, self.harmless, self.cleared)

    @property
    def sentence(self) -> str:
        """What the model may be trusted with, in a sentence."""
        seen = (
            f"it cleared {self.missed} of {self.leaks} leaks and {self.cleared} of {self.harmless} harmless texts "
            f"(worth {self.nats:.1f} nats)"
        )
        if self.unread:
            asked = self.leaks + self.harmless
            seen = f"{self.unread} of {asked} replies were not in the form asked for; counting these, {seen}"
        if self.nats <= 0:
            return f"may clear nothing: {seen}, so whatever is near a target is withheld without asking it"
        wrote = (
            f"; {self.rewrites - self.spoilt} of {self.rewrites} rewrites "
            f"and {self.edited - self.misedited} of {self.edited} edits were good"
        )
        if self.nats < NAMED_ODDS_NATS:
            return f"may clear what is only faintly near a target: {seen}{wrote}; it rewrites nothing freely"
        if not self.trust.strong:
            edits = " and edit answers" if self.trust.may_edit else ""
            return f"may clear namesakes{edits}, and rewrites nothing freely: {seen}{wrote}"
        return f"may clear namesakes and rewrite answers: {seen}{wrote}"

    @property
    def trust(self) -> Trust:
        """How far the model is trusted from now on."""
        return Trust(self.nats, PATIENCE * self.seconds, self.cut, self.word_cut, not self.spoilt, not self.misedited)


def worth(leaks: int, missed: int, harmless: int, cleared: int) -> float:
    """Return the nats that a clearance is worth: log of how much likelier it is for a harmless text than for a leak.

    Half a case is added to each count, so that few cases never prove much.
    """
    return log((cleared + 0.5) / (harmless + 1)) - log((missed + 0.5) / (leaks + 1))


def trust_path() -> Path:
    """Return the file of what was measured: `$ALU_TRUST_FILE`, else `alu/trust.json` in the user's state folder."""
    from platformdirs import user_state_path

    return Path(os.environ.get("ALU_TRUST_FILE") or user_state_path("alu") / "trust.json")


def keep(measured: Measured) -> Path:
    """Keep what was measured of a model, in the place of what was known of it; return the file.

    Raises:
        ConfigError: it cannot be written.
    """
    path = trust_path()
    found = {**_read(), measured.model: asdict(measured)}
    fresh = path.with_suffix(".new")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        fresh.write_text(json.dumps(found, indent=1), encoding="utf-8")
        fresh.replace(path)
    except OSError as error:
        why = error.strerror or type(error).__name__
        raise ConfigError(f"{path} cannot be written ({why}): name another file by ALU_TRUST_FILE") from None
    return path


def kept(model: str) -> Measured | None:
    """Return what was measured of a model with today's prompt; None where nothing was, or it cannot be read."""
    try:
        found = Measured(**_read()[model])
    except (KeyError, TypeError):
        return None
    return found if found.prompt == prompt_hash() else None


def prompt_hash() -> str:
    """Return the hash of what an audit is asked with."""
    return "-".join(load(name).hash for name in ("audit", "narrow"))


def trust_of(model: Any, setting: Literal["measured", "weak", "strong"] = "measured") -> Trust:
    """Return how far `model` is trusted: as `setting` says, else by its own `trust`, in nats, or as it was measured."""
    own = {"weak": UNMEASURED_NATS, "strong": STRONG_NATS}.get(setting, getattr(model, "trust", None))
    if own is not None:
        return Trust(float(own))
    measured = kept(model.name)
    return Trust() if measured is None else measured.trust


def _read() -> Mapping[str, Any]:
    try:
        found = json.loads(trust_path().read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    return found if isinstance(found, dict) else {}
