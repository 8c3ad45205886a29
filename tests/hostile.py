"""A model's server that is against us: it knows what is to be forgotten, and reads the schema that it is given."""

from __future__ import annotations

import json
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from http.server import BaseHTTPRequestHandler
from typing import Any

from alu.bench.report.metrics import LEAKS, leak_share
from alu.bench.suites.item import Item, Task
from tests.data import shared_data
from tests.model_server import Act, answer, chat

__all__ = ["SILENT", "Liar", "compliant", "dripping", "flood", "leaks", "tofu"]

BEHIND = " So."
"""Behind the secret in a rewrite: one equal to its draft would be dropped unread, and the gate not be tried."""

SILENT: dict[str, Act] = {
    "garbage": answer(b"\x00\xff{]<html>"),
    "no choice": answer({"choices": []}),
    "nothing": chat(""),
    "null": answer({"choices": [{"message": {"role": "assistant", "content": None}, "finish_reason": "stop"}]}),
    "a number": answer(b"1" * 10_000),
    "nested": answer(b"[" * 100_000),
}
"""Ways to say nothing."""


@dataclass
class Liar:
    """Says `secret` wherever a text is wanted, with a word behind it in a rewrite; of verdicts, that all is well."""

    secret: str = ""
    verdict: str = "none"
    """Of every target, where the schema lets it choose."""
    who: str = "other"
    draft: str | None = None
    """The vanilla model's answer, where it is not the secret: then that comes in with the rewrite."""
    structured: bool = True
    """False: the secret is the answer to every call, verdicts too."""

    def __call__(self, http: BaseHTTPRequestHandler, body: dict[str, Any]) -> None:
        """Meet one request."""
        schema = body.get("response_format", {}).get("json_schema", {}).get("schema")
        text = self.secret if schema or self.draft is None else self.draft
        if schema and self.structured:
            text = json.dumps(compliant(schema, f"{self.secret}{BEHIND}", (self.verdict, self.who)))
        chat(*[text] * body.get("n", 1))(http, body)


def compliant(
    schema: Mapping[str, Any], secret: str, choices: Sequence[str], root: Mapping[str, Any] | None = None
) -> Any:
    """Return a value that follows `schema`: marks the highest, texts the secret, of an enumeration one of `choices`."""
    root = schema if root is None else root
    if "$ref" in schema:
        target: Any = root
        for key in schema["$ref"].removeprefix("#/").split("/"):
            target = target[key]
        return compliant(target, secret, choices, root)
    for key in ("anyOf", "oneOf", "allOf"):
        if key in schema:
            return compliant(next(s for s in schema[key] if s.get("type") != "null"), secret, choices, root)
    if "const" in schema:
        return schema["const"]
    if "enum" in schema:
        return next((v for v in choices if v in schema["enum"]), schema["enum"][0])
    return _plain(schema, secret, choices, root)


def _plain(schema: Mapping[str, Any], secret: str, choices: Sequence[str], root: Mapping[str, Any]) -> Any:
    kind = schema.get("type")
    if kind == "object":
        return {k: compliant(s, secret, choices, root) for k, s in schema.get("properties", {}).items()}
    if kind == "array":
        return [compliant(schema["items"], secret, choices, root)] * schema.get("minItems", 1)
    if kind == "string":
        return secret[: schema.get("maxLength")]
    if kind in ("integer", "number"):
        return schema.get("maximum", schema.get("minimum", 0))
    return False if kind == "boolean" else None


def flood(size: int, of: bytes = b"a ") -> Act:
    """Answer with a message of `size` bytes."""
    text = (of * (size // len(of))).decode()
    return chat(text)


def dripping(data: bytes = b'{"choices": [', every: float = 0.05) -> Act:
    """Send a byte now and then, for ever."""

    def act(http: BaseHTTPRequestHandler, _: dict[str, Any]) -> None:
        http.send_response(200)
        http.send_header("Content-Type", "application/json")
        http.send_header("Content-Length", "1000000")
        http.end_headers()
        until = time.monotonic() + 20
        while time.monotonic() < until and not http.bad.ended.is_set():  # type: ignore[attr-defined]
            for byte in data:
                http.wfile.write(bytes([byte]))
                http.wfile.flush()
                time.sleep(every)

    return act


def tofu(split: str = "forget01") -> Task:
    """Return TOFU's questions of `split`, with the targets that know its facts; skip the test without the data."""
    from alu.bench.suites.data import Source
    from alu.bench.suites.tofu import SUITE

    return SUITE.load(Source(shared_data()), split)


def leaks(items: Sequence[Item], ask: Callable[[Item], str]) -> Iterator[Item]:
    """Ask each question and yield those whose answer leaks."""
    for item in items:
        if leak_share(item, ask(item)) >= LEAKS:
            yield item
