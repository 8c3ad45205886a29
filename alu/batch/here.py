"""Answers lines in this process, each in its own format."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from alu.answer import Usage
from alu.errors import AluError

if TYPE_CHECKING:
    from alu.openai import AsyncOpenAI
    from alu.unlearner import Unlearner

__all__ = ["Here", "failed"]

ADDRESSES = ("/v1/chat/completions", "/v1/responses")
"""What a batch line may ask for."""


_WRITTEN = ("line", "answer", "verdict", "error", "given")
"""What is written for a line besides its own fields."""


class Here:
    """Answers single lines in this process: questions by the unlearner, OpenAI's lines by its client over it.

    Closing it does not close the unlearner.
    """

    def __init__(self, unlearner: Unlearner) -> None:
        self._unlearner = unlearner
        self._client: AsyncOpenAI | None = None

    async def answer(self, line: str) -> tuple[dict[str, Any], Usage]:
        """Return what is written for a line, an error included, and what it cost."""
        try:
            row = json.loads(line)
            if not isinstance(row, dict):
                raise ValueError
        except (ValueError, RecursionError):
            return {"error": _error("InputError", "no JSON object")}, Usage()
        if "body" in row:
            return await self._request(row)
        if "question" not in row:
            wrong = 'a line has a "question", or a "body" as OpenAI\'s batch lines have'
            return {**_asked(row), "answer": None, "error": _error("InputError", wrong)}, Usage()
        try:
            answer = await self._unlearner.aask(row["question"])
        except AluError as error:
            return {**_asked(row), "answer": None, "error": _error(type(error).__name__, str(error))}, Usage()
        return {**_asked(row), "answer": answer.text, "verdict": answer.verdict}, answer.usage

    async def _request(self, row: Mapping[str, Any]) -> tuple[dict[str, Any], Usage]:
        """Answer one of OpenAI's lines, in its form."""
        import httpx2
        import openai

        from alu.openai import AsyncOpenAI

        named, url = {"custom_id": row.get("custom_id")}, row.get("url", ADDRESSES[0])
        if url not in ADDRESSES or not isinstance(row["body"], dict):
            wrong = f"a batch line has a body and one of the addresses {', '.join(ADDRESSES)}"
            return {**named, "response": None, "error": _error("InputError", wrong)}, Usage()
        self._client = self._client or AsyncOpenAI(self._unlearner)
        asked = {**row["body"], "stream": False}
        try:
            raw = await self._client.post(
                url.removeprefix("/v1"),
                body=asked,
                cast_to=httpx2.Response,
                options={"timeout": None},  # the deadline is the unlearner's, and may be longer than the client's own
            )
        except openai.APIStatusError as error:
            raw = error.response
        body = raw.json()
        response = {"status_code": raw.status_code, "request_id": raw.headers.get("x-request-id"), "body": body}
        said = body.get("error") if raw.status_code >= 400 else None
        fault = _error(str(said.get("code")), str(said.get("message"))) if said else None
        return {**named, "response": response, "error": fault}, _usage(body)

    async def aclose(self) -> None:
        """Close the client."""
        if self._client is not None:
            await self._client.close()


def _asked(row: Mapping[str, Any]) -> dict[str, Any]:
    """Return the fields of a line, those that its answer has too under `given`: a data set has answers of its own."""
    taken = {key: row[key] for key in _WRITTEN if key in row}
    return {**{key: value for key, value in row.items() if key not in taken}, **({"given": taken} if taken else {})}


def failed(line: str, code: str, message: str) -> dict[str, Any]:
    """Return what is written for a line that got no answer, with what it is known by."""
    row = json.loads(line)
    named = {key: row[key] for key in ("custom_id", "question") if key in row} if isinstance(row, dict) else {}
    return {**named, "error": _error(code, message)}


def _error(code: str, message: str) -> dict[str, str]:
    return {"code": code, "message": message}


def _usage(body: Mapping[str, Any]) -> Usage:
    """Return what a reply cost: all agents' calls, which a reply to an admin has."""
    runs = [run["usage"] for run in body.get("alu", {}).get("runs", ())]
    return Usage.total(
        Usage(u["calls"], u["prompt_tokens"], u["completion_tokens"], u["seconds"], u["cost"]) for u in runs
    )
