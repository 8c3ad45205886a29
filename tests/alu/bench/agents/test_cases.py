"""The labelled cases of our own making: whole, halved by subject, and answered by somebody who knows the labels."""

from __future__ import annotations

import json
from collections import Counter
from math import exp, log1p
from pathlib import Path
from typing import Any

import pytest

from alu.bench.agents.case import KINDS, cases, half_of, targets_of
from alu.bench.agents.figures import figures, markdown, rows
from alu.bench.agents.measure import LINES, Selection, measure, read_outcomes
from alu.bench.agents.roles import RoleOutcome
from alu.bench.agents.trial import CASES, MARGIN, MIXED, WORD_MARGIN, WORDS, trial
from alu.chat import Choice, Completion, Request
from alu.errors import InputError, ModelBusy
from alu.flow.edits import sentences_of
from alu.flow.trust import Measured, prompt_hash
from alu.testing import ScriptedModel
from tests.cli import Shell
from tests.model_server import chat, misbehaving


def test_there_are_enough_cases_and_each_is_whole() -> None:
    found = cases()
    assert len(found) >= 300
    assert max(Counter(c.id for c in found).values()) == 1
    known = {t.id for t in targets_of(("entity", "text", "topic"))}
    for case in found:
        assert case.subject in known, case.id
        assert case.leaks == bool(case.secret), case.id
        assert all(run in case.draft for run in (*case.secret, *case.keep)), case.id
        assert case.gone(case.draft) == case.leaks, case.id
        assert case.share_kept(case.draft) == 1, case.id


def test_all_cases_of_a_subject_are_in_one_half_and_the_halves_are_even() -> None:
    halves = Counter(c.half for c in cases())
    assert all(c.half == half_of(c.subject) for c in cases())
    assert min(halves.values()) > 0.45 * len(cases())
    assert {"named", "namesake", "mixed", "unreadable", "injection", "other language", "topic"} <= set(KINDS)


def truthful(request: Request) -> str:
    """Rule as the labels say: every draft of a case that leaks is known."""
    said = request.messages[-1].content
    keys = (request.schema or {}).get("properties", {})
    case = max(cases(), key=lambda c: (c.question in said) * (1 + len(c.question) + (c.draft.split("\n")[0] in said)))
    if "topic" in keys:
        number = next((k for k in ("T1", "T2", "T3", "T4") if f"{k}: {_name(case.subject)}" in said), "none")
        return json.dumps({"subject": "x", "topic": number if case.leaks else "none"})
    if "edits" in keys:
        numbers = [n for n, s in enumerate(sentences_of(case.draft), 1) if case.gone(s.text)]
        spans = [
            (n, "" if not case.share_kept(s.text) else next(x for x in case.secret if x in s.text))
            for n, s in enumerate(sentences_of(case.draft), 1)
            if n in numbers
        ]
        return json.dumps(
            {"edits": [{"sentence": n, "about": "", "keep": False, "span": x, "text": ""} for n, x in spans]}
        )
    if "answer" in keys:
        return json.dumps({"answer": "\n".join(case.keep)})
    if "only" not in keys:
        good = {"forgotten": 5, "faithful": 5, "helpful": 5}
        return json.dumps({"C1": good | {"forgotten": 1}, "C2": good})
    leak = {"words": "", "who": "same", "leak": "direct", "sentence": 1}
    none = {"words": " ".join(case.draft.split()[-2:]).strip("."), "who": "other", "leak": "none", "sentence": 0}
    return json.dumps({k: leak if case.leaks else none for k in keys if k != "only"} | {"only": case.kind != "mixed"})


def _name(subject: str) -> str:
    return next(t.name for t in targets_of(("topic",)) if t.id == subject)


ROLES = ("flow", "audit", "edit", "rewrite", "critic", "screen", "narrow")
ASKED = Selection(half="choosing", roles=ROLES, limit=2)  # type: ignore[arg-type]


async def test_who_rules_as_the_labels_say_is_measured_so_and_nothing_is_asked_twice(tmp_path: Path) -> None:
    model = ScriptedModel(reply=truthful, name="truthful")
    found = await measure(tmp_path, model, ASKED, timeout=9)
    value = {(f.role, f.what): f.value.value for f in figures(found)}
    assert value["audit", "leaks cleared"] == value["flow", "leaks released, all kinds"] == 0
    assert value["audit", "harmless cleared"] == value["critic", "safe text scored above the leaking one"] == 1
    assert value["flow", "harmless content kept, mixed questions"] == 1
    assert value["rewrite", "leaks left in a free rewrite"] == value["flow", "calls that failed"] == 0
    assert value["edit", "leaks left in an edited draft"] == value["edit", "something invented in an edited draft"] == 0
    assert value["edit", "harmless content kept in an edited draft"] == 1
    assert value["screen", "topic questions recognised"] == value["screen", "other questions let by"] == 1
    asked = len(model.history)
    assert await measure(tmp_path, model, ASKED, timeout=9) == found
    assert len(model.history) == asked


async def test_a_line_that_was_cut_off_is_measured_again(tmp_path: Path) -> None:
    asked = Selection(half="choosing", roles=("audit",), kinds=("named",), limit=2)
    await measure(tmp_path, ScriptedModel(reply=truthful, name="truthful"), asked, timeout=9)
    path = tmp_path / LINES
    whole = path.read_text()
    path.write_text(whole[:-9])
    assert len(read_outcomes(path)) == 1
    await measure(tmp_path, ScriptedModel(reply=truthful, name="truthful"), asked, timeout=9)
    assert len(read_outcomes(path)) == 2


@pytest.mark.parametrize("line", ["{", "[]", "{}", '{"key": "k", "other": 1}', "[" * 100_000])
def test_a_damaged_line_is_named(tmp_path: Path, line: str) -> None:
    (tmp_path / LINES).write_text(f"{line}\n", encoding="utf-8")
    with pytest.raises(InputError, match=r"agents\.jsonl is damaged"):
        read_outcomes(tmp_path / LINES)


async def test_what_a_model_cannot_do_is_an_outcome(tmp_path: Path) -> None:
    busy = ScriptedModel(reply=lambda _: "no JSON", name="busy")
    found = await measure(tmp_path, busy, Selection("choosing", ("audit",), ("named",), 2), timeout=9)
    assert [o.failed for o in found] == ["BadReply"] * 2
    assert {f.what: f.value.value for f in figures(found)}["calls that failed"] == 1


def test_a_table_says_what_was_measured() -> None:
    found = {"leaks": True, "cleared": True, "other": True, "elsewhere": False, "only": False}
    table = markdown(figures([RoleOutcome("named/berg/1", "audit", found, 1, 700, 30, 2.0)]), "a model")
    assert "| audit | leaks cleared | 1.00 | 0.21–1.00 | 1 |" in table
    assert len(rows(figures([]))[1]) == 0


async def test_a_dozen_cases_tell_what_a_model_may_be_trusted_with() -> None:
    good = await trial(ScriptedModel(reply=truthful, name="truthful"), timeout=9)
    assert (good.leaks, good.missed, good.harmless, good.cleared) == (6, 0, 6, 6)
    assert good.prompt == prompt_hash()
    assert good.cut is None
    bad = await trial(ScriptedModel(reply=lambda _: "no JSON", name="bad"), timeout=9)
    assert (bad.missed, bad.cleared, bad.unread, good.unread) == (6, 0, 12, 0)
    assert "12 of 12 replies were not in the form asked for" in bad.sentence
    assert "form asked for" not in good.sentence
    assert bad.nats < 0
    with pytest.raises(ModelBusy):
        await trial(ScriptedModel(ModelBusy("busy")), timeout=9)


def leaning(request: Request) -> str | Completion:
    """Lean by the labels, with ordinary words for names all in all nearer to their targets."""
    if request.schema is not None:
        return truthful(request)
    said = request.messages[-1].content
    case = max(cases(), key=lambda c: (c.question in said) * (1 + len(c.question)))
    lean = case.leaks + 1.0 * (case.kind in WORDS)
    first = -log1p(exp(-lean))  # the two letters are all that the model may say
    return Completion((Choice("A", "length", (), {"A": first, "B": first - lean}),))


async def test_where_there_are_probabilities_the_cuts_are_between_leaks_and_the_rest() -> None:
    found = await trial(ScriptedModel(reply=leaning, name="leaning"), timeout=9)
    assert (found.cut, found.word_cut) == (1 - MARGIN, 2 - WORD_MARGIN)
    assert (found.missed, found.cleared, found.spoilt, found.misedited) == (0, 6, 0, 0)
    assert found.trust.strong
    assert found.trust.may_edit


@pytest.mark.parametrize(
    ("replies", "spoilt", "misedited", "sentence"),
    [
        ({"answer": '{"answer": ""}'}, 3, 0, "namesakes and edit answers, and rewrites nothing freely"),
        ({"edits": '{"edits": []}'}, 0, 3, "namesakes and rewrite answers"),
        ({"answer": "no JSON", "edits": "no JSON"}, 3, 3, "namesakes, and rewrites nothing freely"),
    ],
)
async def test_who_rewrites_badly_may_edit_and_who_edits_badly_may_rewrite(
    replies: dict[str, str], spoilt: int, misedited: int, sentence: str
) -> None:
    def reply(request: Request) -> str | Completion:
        keys = (request.schema or {}).get("properties", {})
        return next((said for key, said in replies.items() if key in keys), None) or leaning(request)

    found = await trial(ScriptedModel(reply=reply, name="uneven"), timeout=9)
    assert (found.spoilt, found.misedited) == (spoilt, misedited)
    assert (found.trust.strong, found.trust.may_edit) == (not spoilt, not misedited)
    assert sentence in found.sentence


def test_the_dozen_is_of_the_choosing_half() -> None:
    chosen = [c for c in cases() if c.id in CASES]
    assert len(chosen) == len(CASES) == 12
    assert {c.half for c in cases() if c.id in (*CASES, *MIXED)} == {"choosing"}
    assert sum(c.leaks for c in chosen) == 6


@pytest.fixture
def shell(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Shell:
    shell = Shell(tmp_path, monkeypatch)
    monkeypatch.setenv("ALU_TRUST_FILE", str(tmp_path / "trust.json"))
    return shell


def served(http: Any, body: dict[str, Any]) -> None:
    from alu.chat import Message

    schema = body.get("response_format", {}).get("json_schema", {}).get("schema")
    messages = tuple(Message(m["role"], m["content"]) for m in body.get("messages", ()))
    chat(truthful(Request(messages, schema=schema)) if schema else "ready")(http, body)


def test_the_command_writes_a_table_and_json(shell: Shell, tmp_path: Path) -> None:
    with misbehaving(then=served) as server:
        options = ["--half", "choosing", "--kinds", "namesake,mixed", "--limit", "2", "--out", str(tmp_path / "run")]
        result = shell.run("bench", "agents", "--model", server.model, "--roles", "flow, audit", *options, "--json")
    assert result.exit_code == 0, result.output
    found = {(f["role"], f["what"]): f["value"] for f in json.loads(result.stdout)}
    assert found["audit", "cleared, namesake"] == 1
    assert "released unchanged, namesake" in (tmp_path / "run" / "agents.md").read_text()
    wrong = shell.run("bench", "agents", "--roles", "flow,chef", "--out", str(tmp_path / "run"))
    assert wrong.exit_code != 0
    assert "--roles" in wrong.output


def test_doctor_says_in_a_sentence_what_a_model_may_be_trusted_with_and_keeps_it(shell: Shell, tmp_path: Path) -> None:
    with misbehaving(then=served) as server:
        result = shell.run("doctor", "--agents", "--model", server.model, "--json")
    line = next(c for c in json.loads(result.stdout) if c["check"].startswith("agents"))
    assert (line["status"], "namesakes and rewrite" in line["detail"]) == ("ok", True)
    kept = json.loads((tmp_path / "trust.json").read_text())
    assert Measured(**kept[server.model]).cleared == 6
