"""What a run was: models, seeds, versions, digests. A folder holds runs that can be compared, and no others."""

from __future__ import annotations

import json
import os
import platform
import sys
from collections.abc import Mapping
from datetime import UTC, datetime
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Any

from alu import __version__
from alu.errors import ConfigError, InputError
from alu.prompts import hashes
from alu.store.persist.files import private_file

__all__ = ["Manifest", "machine"]

NAME = "manifest.json"
_PACKAGES = ("langgraph", "openai", "litellm", "wordllama", "chromadb", "datasets", "rouge-score", "scipy", "numpy")


class Manifest:
    """`manifest.json` of a run's folder.

    Args:
        folder: the run's folder.
        common: what all runs of the folder must share: models, knower, agents, seed, settings.

    Raises:
        ConfigError: the folder holds runs that cannot be compared with this one.
        InputError: the file cannot be read.
    """

    def __init__(self, folder: Path, common: Mapping[str, Any]) -> None:
        self._path = folder / NAME
        wanted = json.loads(json.dumps({**common, "alu": __version__, "prompts": hashes()}))
        kept = self.read(folder) if self._path.exists() else None
        if kept and (other := sorted(k for k in {*wanted, *kept["common"]} if wanted.get(k) != kept["common"].get(k))):
            raise ConfigError(f"{folder} holds a run with other {', '.join(other)}: choose another --out")
        self._kept: dict[str, Any] = kept or {"common": wanted, "machine": machine(), "runs": []}

    @staticmethod
    def read(folder: Path) -> dict[str, Any]:
        """Return the manifest of `folder`.

        Raises:
            InputError: there is none, or it is damaged.
        """
        try:
            kept = json.loads((folder / NAME).read_text(encoding="utf-8"))
            found = {"common": kept["common"], "machine": kept["machine"], "runs": kept["runs"]}
        except FileNotFoundError:
            raise InputError(f"{folder} holds no benchmark run: there is no {NAME}") from None
        except (OSError, ValueError, KeyError, TypeError, RecursionError):
            found = {}
        if not _is_whole(found):
            raise InputError(f"{folder / NAME} cannot be read")
        return found

    def add(self, run: Mapping[str, Any]) -> None:
        """Note a run, once; `data` must be what earlier runs of that suite and split read.

        Raises:
            InputError: the data has changed since.
        """
        run = json.loads(json.dumps(run))
        for earlier in self._kept["runs"]:
            same = all(earlier[k] == run[k] for k in ("suite", "split"))
            if same and any(earlier["data"].get(path, digest) != digest for path, digest in run["data"].items()):
                raise InputError("the data has changed since the first run in this folder: choose another --out")
        if not any({**earlier, "started": None} == {**run, "started": None} for earlier in self._kept["runs"]):
            started = datetime.now(UTC).isoformat(timespec="seconds")
            self._kept["runs"].append({**run, "started": started})
        self._write()

    def _write(self) -> None:
        """Replace the file in one step."""
        draft = self._path.with_suffix(".tmp")
        with open(private_file(draft), "w", encoding="utf-8") as out:
            json.dump(self._kept, out, ensure_ascii=False, indent=1)
            out.flush()
            os.fsync(out.fileno())
        draft.replace(self._path)


def _is_whole(kept: Mapping[str, Any]) -> bool:
    """Tell whether a manifest has all that reports and receipts say of a run."""
    common, machine, runs = (kept.get(part) for part in ("common", "machine", "runs"))
    if not (isinstance(common, dict) and isinstance(machine, dict) and isinstance(runs, list)):
        return False
    named, packages = common.get("models"), machine.get("packages")
    texts = [common.get(key) for key in ("alu", "knower", "agents")] + [
        machine.get(key) for key in ("python", "system")
    ]
    if not (isinstance(named, dict) and isinstance(packages, dict) and isinstance(common.get("prompts"), dict)):
        return False
    texts += [*named.values(), *packages.values()]
    return all(isinstance(t, str) for t in texts) and all(isinstance(r, dict) and "started" in r for r in runs)


def machine() -> dict[str, Any]:
    """Return Python, system, cores and the versions of the packages that matter."""
    return {
        "python": sys.version.split()[0],
        "system": f"{platform.system()} {platform.machine()}",
        "cores": os.cpu_count(),
        "packages": {name: found for name in _PACKAGES if (found := _version(name))},
    }


def _version(package: str) -> str | None:
    try:
        return version(package)
    except PackageNotFoundError:
        return None
