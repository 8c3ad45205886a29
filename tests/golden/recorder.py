"""Record what `ask` finds: evidence, findings of the release gate, verdicts; ids, hashes and numbers, no text.

python -m tests.golden.recorder              # compare with the file
python -m tests.golden.recorder --write      # after a commit whose subject says «calibration»
"""

from __future__ import annotations

import argparse
import gzip
import hashlib
import json
import sys
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Literal

from alu import unlearner
from alu.bench.methods.scripted import ScriptedAgents
from alu.chat import ChatModel, Choice, Completion, Request
from alu.config import ROLES, Role
from alu.errors import InputError
from alu.flow.vault import Vault
from alu.store.match.detector import Detector
from alu.store.match.evidence import Evidence
from alu.store.store import TargetStore
from alu.unlearner import Unlearner
from tests.golden.cases import Case, Shelf, shelves

__all__ = ["FILE", "frozen", "record"]

SHOWN = 4

FILE = Path(__file__).with_name("evidence.jsonl.gz")

Line = dict[str, Any]
Mode = Literal["blind", "wary"]


def frozen() -> dict[str, Line]:
    """Return the recorded line of every case by its id."""
    with gzip.open(FILE, "rt", encoding="utf-8") as file:
        return {(line := json.loads(text))["id"]: line for text in file}


def record(shelf: Shelf, every: int = 1) -> Iterator[Line]:
    """Yield the line of each case of a shelf, or of each `every`th."""
    runs = {mode: _Run(TargetStore.temporary(shelf.targets), mode) for mode in ("blind", "wary")}
    for case in shelf.cases[::every]:
        try:
            found = {mode: run.ask(case) for mode, run in runs.items()}
        except InputError as error:
            yield {"id": case.id, "error": type(error).__name__}
            continue
        yield {"id": case.id, "text": _hash(*(m.content for m in case.messages), case.draft)} | found
    for run in runs.values():
        run.close()


@dataclass
class _Run:
    """One way for agents to judge, over one store."""

    store: TargetStore
    mode: Mode
    draft: Case | None = None
    vaults: list[Vault] = field(default_factory=list)

    def __post_init__(self) -> None:
        roles: dict[Role, str | ChatModel] = {role: ScriptedAgents(self.mode) for role in ROLES}
        self.unlearner = Unlearner.open(self.store, roles={**roles, "vanilla": self}, seed=1, style="unknown")

    name = "golden"

    async def complete(self, request: Request, *, timeout: float | None = None) -> Completion:
        """Say the draft of the case."""
        assert self.draft
        return Completion((Choice(self.draft.draft, "stop", self.draft.tool_calls),))

    async def aclose(self) -> None:
        """Nothing to close."""

    def ask(self, case: Case) -> Line:
        """Ask one case and return what came of it."""
        self.draft = case
        with _watched() as seen:
            answer = self.unlearner.ask(case.messages, context=case.context, extra=case.extra)
        vault = seen.vaults[-1]
        return {
            "verdict": answer.verdict,
            "blocked": answer.blocked,
            "released": _hash(answer.text),
            "matched": list(answer.matched),
            "stages": [f"{s.name}:{s.outcome}" for s in answer.stages],
            "evidence": [_shown(e) for e in vault.evidence],
            "closed": vault.outgoing.needs_question,
            "in_play": sorted(vault.context_targets),
            "sentences": len(vault.sentences),
            "findings": seen.findings,
        }

    def close(self) -> None:
        """Close models and store."""
        self.unlearner.close()


def _shown(e: Evidence) -> list[Any]:
    nats, strength = round(e.shared_nats, 3), round(e.strength, 4)
    return [e.target_id, e.aspect, strength, e.direct, e.distinctive, e.disguised, nats, e.unambiguous]


_RULES = {"name": "alias", "fact": "fact", "text": "verbatim"}


class _watched:
    """Notes vaults and findings while it is entered."""

    def __enter__(self) -> _watched:
        module: Any = unlearner
        kind: Any = Detector
        self.vaults: list[Vault] = []
        self.findings: list[list[Any]] = []
        self._gate, self._module, self._vault = kind.check, module, module.Vault
        watching, gate = self, self._gate

        def watched_gate(detector: Detector, *args: Any, **kwargs: Any) -> Any:
            found = gate(detector, *args, **kwargs)
            watching.findings += [[e.target_id, _RULES[e.aspect], e.sentence, e.distinctive] for e in found]
            return found

        def watched_vault(*args: Any) -> Vault:
            vault: Vault = self._vault(*args)
            watching.vaults.append(vault)
            return vault

        kind.check = watched_gate
        module.Vault = watched_vault
        return self

    def __exit__(self, *_: object) -> None:
        kind: Any = Detector
        kind.check = self._gate
        self._module.Vault = self._vault


def _hash(*texts: str) -> str:
    return hashlib.blake2b("\0".join(texts).encode("utf-8", "surrogatepass"), digest_size=8).hexdigest()


def main() -> None:
    """Write the file, or compare it with what is found now."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, default=Path(__file__).parents[3] / "shared" / "data")
    parser.add_argument("--write", action="store_true")
    parser.add_argument("--every", type=int, default=1)
    options = parser.parse_args()
    recorded = [line for shelf in shelves(options.data) for line in record(shelf, options.every)]
    lines = {line["id"]: line for line in recorded}
    assert len(lines) == len(recorded), "two cases share an id"
    if options.write:
        with gzip.GzipFile(FILE, "wb", mtime=0) as file:
            file.write("".join(json.dumps(line, separators=(",", ":")) + "\n" for line in lines.values()).encode())
        print(f"{len(lines)} cases written, {FILE.stat().st_size // 1000} kB")
        return
    known = frozen()
    differing = [id for id, line in lines.items() if line != known.get(id)]
    for id in differing[:SHOWN]:
        print(f"{id}\n  was {json.dumps(known.get(id))}\n  now {json.dumps(lines[id])}")
    print(f"{len(lines)} cases, {len(differing)} differ from the golden file")
    sys.exit(bool(differing))


if __name__ == "__main__":
    main()
