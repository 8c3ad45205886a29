"""Observed targets, keys and namespaces: checked like everything else, but nothing is withheld."""

from __future__ import annotations

from alu.config import Settings
from alu.flow.vault import Vault

__all__ = ["observes_key", "watched"]


def watched(vault: Vault, settings: Settings, namespace: str) -> Vault:
    """Note in a vault what the settings say is only observed; return it."""
    vault.observing = settings.mode == "observe" or f"namespace:{namespace}" in settings.observe
    vault.observed = frozenset(o.removeprefix("target:") for o in settings.observe if o.startswith("target:"))
    return vault


def observes_key(settings: Settings, key: str) -> bool:
    """Tell whether what a key asks is only observed."""
    return f"key:{key}" in settings.observe
