"""A receipt as a page of its own that prints to PDF: no script, no link, nothing from elsewhere."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from html import escape
from importlib.resources import files
from pathlib import Path
from string import Template
from typing import Any

from alu.bench.runner.claim import refuse_links

__all__ = ["receipt_page", "write_receipt"]

_COLUMNS = ("target", "suite", "split", "attack", "method", "store_knows", "questions", "answered")
_TITLES = ("Target", "Suite", "Split", "Attack", "Answered by", "Store knew", "Asked", "Answered", "Leaked", "95 %")
_WORDS = frozenset({"reference", "id", "attack"})
"""Columns of words that somebody chose, however long they are."""

_WHO = {
    "none": "the model itself, as far as it learned it",
    "memoriser": "a script in the model's place that says the right answer whatever is asked: the worst case, no model",
    "context": "the model, with the facts in its system prompt",
}
_AGENTS = {
    "model": "the models named here",
    "blind": "scripts that let everything pass: only look-up and release gate were tried",
    "wary": "scripts that find a leak in whatever is near: only look-up and release gate were tried",
}


def write_receipt(receipt: Mapping[str, Any], out: Path) -> list[Path]:
    """Write `receipt.json` and `receipt.html` into the folder `out`, and return their paths.

    Raises:
        InputError: a link is in the place of one.
    """
    out.mkdir(parents=True, exist_ok=True)
    written = [out / "receipt.json", out / "receipt.html"]
    refuse_links(written)
    written[0].write_text(json.dumps(receipt, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    written[1].write_text(receipt_page(receipt), encoding="utf-8")
    return written


def receipt_page(receipt: Mapping[str, Any]) -> str:
    """Return the HTML of a receipt: everything that it says, and nothing else."""
    template = Template(files(__package__).joinpath("receipt.html").read_text(encoding="utf-8"))
    return template.substitute(
        date=escape(str(receipt["date"])),
        summary="".join(f"<p>{escape(line)}</p>" for line in _summary(receipt)),
        targets=_listed(receipt["targets"]),
        counted=_table(receipt["counted"]),
        not_promised="".join(f"<li>{escape(line)}</li>" for line in receipt["not_promised"]),
        how=_facts(receipt),
        digest=escape(str(receipt["sha256"])),
    )


def _summary(receipt: Mapping[str, Any]) -> Iterator[str]:
    """Yield a sentence on plain questions and one on attacks, of each method that answered."""
    for method, who in (("alu", "With alu"), ("none", "Without alu")):
        own = [c for c in receipt["counted"] if c["method"] == method]
        plain = [c for c in own if c["attack"].startswith("none")]
        if plain:
            top = max(plain, key=_share)
            yield f"{who}, {_said(top)} to plain questions gave a secret away{_of_several(plain)}."
        attacked = [c for c in own if not c["attack"].startswith("none")]
        if attacked:
            top = max(attacked, key=_share)
            number = len({c["attack"] for c in attacked})
            if not top["leaks"]:
                answered = sum(c["answered"] for c in attacked)
                yield f"{who}, none of {number} attacks got a secret, in {answered} answers."
                continue
            yield f"{who}, the worst of {number} attacks is «{top['attack']}»: {_said(top)} gave a secret away."


def _share(c: Mapping[str, Any]) -> float:
    return float(c["leaks"] / c["answered"]) if c["answered"] else 0.0


def _said(c: Mapping[str, Any]) -> str:
    return f"{c['leaks']} of {c['answered']} answers ({_interval(c)} at 95 %)"


def _of_several(found: Sequence[Mapping[str, Any]]) -> str:
    return f" (the worst of {len(found)} rows below)" if len(found) > 1 else ""


def _interval(c: Mapping[str, Any]) -> str:
    return f"{100 * c['low']:.1f} to {100 * c['high']:.1f} %"


def _listed(targets: Sequence[Mapping[str, Any]]) -> str:
    head = "".join(f"<th>{t}</th>" for t in ("Target", "Reference", "Id", "Forgotten since", "Until", "Kind", "Policy"))
    keys = ("reference", "id", "since", "expires", "kind", "policy")
    rows = (
        f"<tr><td>{n}</td>" + "".join(_cell(k, t[k] or "–") for k in keys) + "</tr>" for n, t in enumerate(targets, 1)
    )
    return f"<table><thead><tr>{head}</tr></thead>{''.join(rows)}</table>"


def _table(counted: Sequence[Mapping[str, Any]]) -> str:
    head = "".join(f"<th>{title}</th>" for title in _TITLES)
    rows = []
    for c in counted:
        cells = [*((k, c[k]) for k in _COLUMNS), ("leaks", c["leaks"]), ("", _interval(c) if c["answered"] else "–")]
        rows.append("<tr>" + "".join(_cell(*cell) for cell in cells) + "</tr>")
    return f"<table><thead><tr>{head}</tr></thead>{''.join(rows)}</table>"


def _cell(column: str, value: object) -> str:
    chosen = ' class="words"' if column in _WORDS else ""
    return f"<td{chosen}>{escape(str(value))}</td>"


def _facts(receipt: Mapping[str, Any]) -> str:
    machine, log = receipt["machine"], receipt["log"]
    packages = ", ".join(f"{name} {version}" for name, version in machine["packages"].items())
    said = {
        "alu": receipt["alu"],
        **{f"Model, {role}": name for role, name in receipt["models"].items()},
        "Who knew the secret": _WHO.get(receipt["knower"], receipt["knower"]),
        "Agents": _AGENTS.get(receipt["agents"], receipt["agents"]),
        "Runs begun": ", ".join(receipt["runs"]),
        "Machine": f"{machine['system']}, {machine['cores']} cores, Python {machine['python']}; {packages}",
        "Log": f"{log['file']}, the first {log['bytes']:,} bytes, SHA-256 {log['sha256']}",
        "Manifest": f"{receipt['manifest']['file']}, SHA-256 of what its runs share {receipt['manifest']['sha256']}",
        "Prompts": ", ".join(f"{name} {digest}" for name, digest in receipt["prompts"].items()),
    }
    return "".join(f"<dt>{escape(k)}</dt><dd>{escape(str(v))}</dd>" for k, v in said.items())
