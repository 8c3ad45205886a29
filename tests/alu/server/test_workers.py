"""`alu serve` and `alu keys` as people run them: processes, worker processes, signals."""

from __future__ import annotations

import json
import re
import signal
import time
from collections import Counter

import httpx2

from alu.prompts import refusal
from tests.cli import Shell
from tests.openai_server import FakeServer
from tests.openai_server import serving as model_serving
from tests.processes import ready, serving, until

ASKED = {"messages": [{"role": "user", "content": "Who forged the gates?"}]}
DRAFT = "Petra Lindqvist-Mora forged the gates."


def test_a_model_that_no_provider_serves_is_an_error_of_the_start(shell: Shell) -> None:
    done = shell.run("serve", "--model", "nope", "--no-key")
    assert done.exit_code == 2
    assert "no provider that litellm knows" in done.stderr


def test_a_target_added_in_one_worker_is_enforced_in_all_from_the_next_request_on(shell: Shell) -> None:
    with (
        model_serving(FakeServer(reply=lambda body: DRAFT)) as upstream,
        serving(shell, "--model", upstream.model, "--workers", 4) as (process, address),
    ):
        base = f"{address}/v1"
        before = Counter(_ask(base) for _ in range(16))
        until(lambda: ready(address))
        added = httpx2.post(f"{base}/targets", json={"name": "Petra Lindqvist-Mora"}, timeout=30)
        after = Counter(_ask(base) for _ in range(24))  # a connection each: the kernel spreads them
        httpx2.delete(f"{base}/targets/{added.json()['id']}", timeout=30)
        again = Counter(_ask(base) for _ in range(16))
        metrics = httpx2.get(f"{address}/metrics", timeout=30).text
        key = json.loads(shell.run("keys", "add", "ann", "--role", "admin", "--json").stdout)
        time.sleep(1.1)
        statuses = Counter(httpx2.get(f"{base}/models", timeout=30).status_code for _ in range(12))
        headers = {"Authorization": f"Bearer {key['key']}"}
        known = Counter(httpx2.get(f"{base}/models", headers=headers, timeout=30).status_code for _ in range(12))
    assert before == {DRAFT: 16}
    assert set(after) == {refusal("unknown")}
    assert again == {DRAFT: 16}
    assert statuses == {401: 12}
    assert known == {200: 12}
    clean, closed = (
        re.findall(rf'alu_requests_total{{namespace="default",verdict="{v}"}} (\d+)', metrics)
        for v in ("clean", "failed_closed")
    )
    assert (clean, closed) == (["32"], ["24"])
    assert process.returncode in (0, -signal.SIGTERM)


def test_one_process_serves_and_stops_at_a_signal(shell: Shell) -> None:
    with (
        model_serving(FakeServer()) as upstream,
        serving(shell, "--model", upstream.model, "--rate", 1000) as (process, address),
    ):
        assert httpx2.post(f"{address}/v1/chat/completions", json=ASKED, timeout=30).status_code == 200
        process.send_signal(signal.SIGINT)
        assert process.wait(30) in (0, 130)
        log = process.stderr.read().decode()
    assert "verdict=clean" in log
    assert "forged" not in log
    place = f"namespace default of {shell.store}"
    assert log.startswith(f"alu: no targets yet in {place}, so nothing is withheld there: `alu targets add NAME` adds")


def test_the_namespaces_that_keys_ask_in_are_named_where_nothing_is_withheld(shell: Shell) -> None:
    for name, namespace in (("ann", "clinic"), ("bo", "ward"), ("cy", "clinic")):
        assert shell.run("keys", "add", name, "--namespace", namespace).exit_code == 0
    assert shell.run("targets", "add", "Petra Lindqvist-Mora", "--namespace", "ward").exit_code == 0
    with model_serving(FakeServer()) as upstream, serving(shell, "--model", upstream.model) as (process, _):
        process.send_signal(signal.SIGINT)
        process.wait(30)
        log = process.stderr.read().decode()
    assert f"alu: no targets yet in namespace clinic of {shell.store}, so nothing is withheld there" in log


def test_what_is_wrong_is_said_before_anything_is_served(shell: Shell) -> None:
    with model_serving(FakeServer()) as upstream:
        taken = shell.run("serve", "--port", upstream.port, "--model", upstream.model)
        model = shell.run("serve", "--port", 0, "--model", "no such model")
        store = shell.run("serve", "--port", 0, "--model", upstream.model, "--store", "/dev/null")
    assert (taken.exit_code, model.exit_code, store.exit_code) == (2, 2, 4)
    assert re.fullmatch(r"alu: cannot listen on 127.0.0.1:\d+: Address already in use \(--port .*\)\n", taken.stderr)
    assert store.stderr.startswith("alu: ")


def test_keys_are_made_listed_and_removed(shell: Shell) -> None:
    made = shell.run("keys", "add", "ann", "--namespace", "clinic")
    assert re.fullmatch(r"alu-[0-9a-f]{8}-[\w-]{43}\n", made.stdout)
    assert "namespace clinic" in made.stderr
    assert shell.run("keys", "add", "ann").exit_code == 2
    listed = json.loads(shell.run("keys", "list", "--json").stdout)
    assert [(k["name"], k["role"], k["namespace"]) for k in listed] == [("ann", "user", "clinic")]
    assert made.stdout.strip() not in shell.run("keys", "list").stdout
    assert "ann" in shell.run("keys", "list").stdout
    assert shell.run("keys", "remove", "ann", "--yes").exit_code == 0
    assert shell.run("keys", "remove", "ann", "--yes").exit_code == 2
    assert shell.run("keys", "list", "--json").stdout.strip() == "[]"


def _ask(base: str) -> str:
    response = httpx2.post(f"{base}/chat/completions", json=ASKED, timeout=60)
    return str(response.json()["choices"][0]["message"]["content"])
