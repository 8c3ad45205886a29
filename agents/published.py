"""The four agents in the words of ALU's authors, read from a copy of their repository: for comparison only.

The words are not ours to ship. Templates and few-shots are `prompts/*.txt` there; what its code says itself is read
from `src/unlearning-agent/agent.py` (github.com/respailab/agentic-llm-unlearning), and nothing of that code is run.
As there, the audit clears whatever holds «none», the critic writes freely and a second call reads its ratings.
"""

from __future__ import annotations

import ast
import hashlib
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import cast

from alu.agents.caller import Caller, Reply, room
from alu.agents.paper import CANDIDATES
from alu.chat import Message, Speaker
from alu.errors import BadReply, ConfigError

__all__ = ["CAVEAT", "Published", "published"]

CAVEAT = (
    "alu-published runs the words of ALU's authors. Their few-shots quote questions of WMDP and name people of TOFU "
    "and WPU: its numbers on these are not clean."
)
"""What must be printed with every number of these prompts."""
_CODE = "src/unlearning-agent/agent.py"
_FILES = ("forget_llm_user_template", "forget_llm_few_shot", "critic_llm_system", "critic_llm_user_template")
_VALUES = {
    "self.unlearning_subjects": "subjects",
    "NUM_FORGET_RESPONSES": "count",
    "state['query']": "query",
    "state['llm1_response']": "draft",
    "top_responses_text": "merged",
}
_SHOT = re.compile(r"(user|assistant):\s*(.*?)(?=\n(?:user|assistant):|\Z)", re.DOTALL)
_LONG = 2048

_Parts = tuple[tuple[str, str], ...]
"""A text with gaps: each piece and the name of the value behind it, «» for none."""


class Rewritten(Reply):
    """The k rewrites, by the authors' name of the list."""

    response_list: list[str]


class Rated(Reply):
    """The ratings, by the authors' name of the list."""

    rating: list[int]


@dataclass(frozen=True, slots=True)
class Published:
    """The agents, with the same calls as `alu.agents.paper`, so that `alu.flow.paper_graph` can run either."""

    digest: str
    """Of all files that were read, for manifests."""
    _files: Mapping[str, str] = field(repr=False)
    _code: Mapping[str, _Parts] = field(repr=False)

    async def audit(self, caller: Caller, question: str, draft: str, subjects: Sequence[str]) -> bool:
        """Tell whether question or draft leak a subject.

        Raises:
            ModelError: the model did not answer.
        """
        shots = [
            Message(cast("Speaker", role), text.strip())
            for role, text in _SHOT.findall(self._files["forget_llm_few_shot"])
        ]
        asked = self._files["forget_llm_user_template"].format(
            query=question, llm1_response=draft, unlearning_subject=list(subjects)
        )
        messages = [Message("system", self._say("check")), *shots, Message("user", asked)]
        return "none" not in (await caller.say(messages, max_tokens=128)).lower()

    async def erase(self, caller: Caller, question: str, draft: str, subjects: Sequence[str]) -> tuple[str, ...]:
        """Return the rewrites of one call, however many there are.

        Raises:
            ModelError: the model did not answer, or not as asked.
        """
        values = {"subjects": str(list(subjects)), "count": str(CANDIDATES), "query": question, "draft": draft}
        messages = [Message("system", self._say("erase", values)), Message("user", self._say("erased", values))]
        reply = await caller.ask(messages, Rewritten, max_tokens=CANDIDATES * room(draft))
        return tuple(reply.response_list)

    async def critic(
        self, caller: Caller, question: str, candidates: Sequence[str], subjects: Sequence[str]
    ) -> tuple[int, ...]:
        """Rate each candidate.

        Raises:
            ModelError: the model did not answer, or with another number of ratings.
        """
        asked = self._files["critic_llm_user_template"].format(
            query=question,
            unlearning_subject=list(subjects),
            forgotten_responses=list(candidates),
            target_present="N/A (OpenAI-only path)",
        )
        messages = [Message("system", self._files["critic_llm_system"]), Message("user", asked)]
        said = await caller.say(messages, max_tokens=_LONG)
        reading = [Message("system", self._say("read")), Message("user", said)]
        ratings = (await caller.ask(reading, Rated, max_tokens=64)).rating
        if len(ratings) != len(candidates):
            raise BadReply("the critic rated another number of answers than it was given")
        return tuple(ratings)

    async def compose(self, caller: Caller, question: str, candidates: Sequence[str], subjects: Sequence[str]) -> str:
        """Merge `candidates` into one answer.

        Raises:
            ModelError: the model did not answer.
        """
        values = {"subjects": str(list(subjects)), "merged": "\n\n---\n".join(candidates)}
        messages = [Message("system", self._say("merge", values)), Message("user", self._say("merged", values))]
        return await caller.say(messages, max_tokens=_LONG)

    def _say(self, name: str, values: Mapping[str, str] | None = None) -> str:
        return "".join(text + (values or {}).get(gap, "") for text, gap in self._code[name])


@cache
def published(folder: Path) -> Published:
    """Return the agents in the words of the repository's copy at `folder`.

    Raises:
        ConfigError: it is no copy, or of another form than the one of July 2025.
    """
    try:
        files = {name: (folder / "prompts" / f"{name}.txt").read_text(encoding="utf-8") for name in _FILES}
        source = (folder / _CODE).read_text(encoding="utf-8")
        code = {name: parts for name, parts in _spoken(ast.parse(source))}
        files["forget_llm_user_template"].format(query="", llm1_response="", unlearning_subject="")
        files["critic_llm_user_template"].format(
            query="", unlearning_subject="", forgotten_responses="", target_present=""
        )
    except (OSError, ValueError, LookupError, SyntaxError) as error:
        raise ConfigError(
            f"--paper-prompts {folder}: it takes a copy of github.com/respailab/agentic-llm-unlearning, with "
            f"prompts/*.txt and {_CODE} as of July 2025 ({type(error).__name__})"
        ) from None
    if missing := {"check", "erase", "erased", "read", "merge", "merged"} - code.keys():
        raise ConfigError(f"--paper-prompts {folder}: {_CODE} no longer says {', '.join(sorted(missing))}")
    read = "\x00".join([*(files[name] for name in _FILES), source])
    return Published(hashlib.sha256(read.encode()).hexdigest()[:16], files, code)


def _spoken(tree: ast.Module) -> Iterator[tuple[str, _Parts]]:
    """Yield what the code says itself: the system turns of its calls, and the texts that it puts together."""
    names = {
        ("_forget_llm_node", "content"): "check",
        ("_forget_llm_node", "system_prompt"): "erase",
        ("_forget_llm_node", "user_prompt"): "erased",
        ("_critic_llm_node", "content"): "read",
        ("_merger_node", "system_prompt"): "merge",
        ("_merger_node", "user_prompt"): "merged",
    }
    for function in ast.walk(tree):
        if isinstance(function, ast.FunctionDef):
            for where, text in _texts(function):
                if name := names.get((function.name, where)):
                    yield name, tuple(_parts(text))


def _texts(function: ast.FunctionDef) -> Iterator[tuple[str, ast.expr]]:
    for node in ast.walk(function):
        if isinstance(node, ast.Assign) and isinstance(node.value, ast.JoinedStr):
            yield from ((t.id, node.value) for t in node.targets if isinstance(t, ast.Name))
        if isinstance(node, ast.Dict):
            turn = {k.value: v for k, v in zip(node.keys, node.values, strict=True) if isinstance(k, ast.Constant)}
            role, content = turn.get("role"), turn.get("content")
            if isinstance(role, ast.Constant) and role.value == "system" and isinstance(content, ast.Constant):
                yield "content", content


def _parts(text: ast.expr) -> Iterator[tuple[str, str]]:
    for part in text.values if isinstance(text, ast.JoinedStr) else [text]:
        if isinstance(part, ast.FormattedValue):
            yield "", _VALUES[ast.unparse(part.value)]
        else:
            yield str(cast("ast.Constant", part).value), ""
