"""How soon a target that one server is given is enforced by another one, and what leaves while either is killed.

    python -m benchmarks.replicas [--times 100]

Starts what `deploy/compose.yaml` does: PostgreSQL, a Chroma server and two `alu serve`, as processes of this machine,
in front of a model that says whatever is asked for. Writes `benchmarks/results/replicas.json` and `.md`.
"""

from __future__ import annotations

import argparse
import random
import re
import threading
import time
from typing import Any

import httpx
import numpy as np

from benchmarks.report import write
from tests.deploy import SERVERS, Deployment, deployed
from tests.openai_server import FakeServer
from tests.openai_server import serving as model_serving
from tests.processes import until

ABOUT = """\
# Two servers on one list

A target is added on one server; the other one is asked about it over and over from the moment on at which the first has
answered, and is timed until its first answer that does not name the target has come, that answer included. Then either
server is killed while four clients ask both of them about a target that is stored.
"""

_SYLLABLES = ("bran", "vel", "dor", "mi", "quil", "ash", "tor", "len", "fen", "hul", "gar", "wis", "pel", "dro", "can")


def main() -> None:
    """Measure, and write the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--times", type=int, default=100)
    options = parser.parse_args()
    with (
        model_serving(FakeServer(reply=_reply)) as upstream,
        deployed(upstream.model, "tests.stores:HashEmbedder") as it,
    ):
        key = it.alu("keys", "add", "benchmark", "--role", "admin")
        rows = {"added on one, enforced on the other": _enforced(it, key, options.times)}
        rows["either killed under load"] = _killed(it, key)
    write("replicas", rows, ABOUT)


def _reply(body: dict[str, Any]) -> str:
    """Say the name that the question asks for."""
    asked = re.search(r"Was it ([A-Z]\w+ [A-Z]\w+) who", str(body["messages"][-1]["content"]))
    return f"It was {asked[1]}." if asked else "An answer."


def _enforced(deployment: Deployment, key: str, times: int) -> dict[str, Any]:
    generator, took, first = random.Random(1), [], 0
    for number in range(times):
        name = " ".join("".join(generator.sample(_SYLLABLES, 3)).capitalize() for _ in range(2))
        here, there = SERVERS[number % 2], SERVERS[1 - number % 2]
        assert name in _ask(deployment, there, name, key)
        _request(deployment, here, "POST", "/v1/targets?force=true", key, {"name": name})
        added, asked = time.perf_counter(), 0
        while name in _ask(deployment, there, name, key):
            asked += 1
        took.append(time.perf_counter() - added)
        first += not asked
    within = sum(seconds <= 1 for seconds in took)
    p50, p95, worst = (round(float(np.quantile(took, q)) * 1e3, 1) for q in (0.5, 0.95, 1))
    shares = {"by the first answer": f"{first} of {times}", "within a second": f"{within} of {times}"}
    return {**shares, "p50_ms": p50, "p95_ms": p95, "worst_ms": worst}


def _killed(deployment: Deployment, key: str) -> dict[str, Any]:
    name = "Odalys Brannigan"
    _request(deployment, SERVERS[0], "POST", "/v1/targets", key, {"name": name})
    seen: dict[str, int] = {"held": 0, "leaked": 0, "no answer": 0}
    over, counting = threading.Event(), threading.Lock()

    def asking(server: str) -> None:
        while not over.is_set():
            try:
                what = "leaked" if name in _ask(deployment, server, name, key) else "held"
            except httpx.HTTPError:
                what = "no answer"
                over.wait(0.05)
            with counting:
                seen[what] += 1

    threads = [threading.Thread(target=asking, args=(server,)) for server in SERVERS * 2]
    for thread in threads:
        thread.start()
    for victim in SERVERS * 3:
        time.sleep(3)
        deployment.kill(victim)
        time.sleep(2)
        deployment.start(victim)
        until(lambda victim=victim: deployment.healthy(victim), 240)  # type: ignore[misc]
    over.set()
    for thread in threads:
        thread.join()
    return {"kills": 6, "answers without the target": seen["held"], **{k: seen[k] for k in ("leaked", "no answer")}}


def _ask(deployment: Deployment, server: str, name: str, key: str) -> str:
    asked = {"messages": [{"role": "user", "content": f"Was it {name} who forged the gate?"}]}
    reply = _request(deployment, server, "POST", "/v1/chat/completions", key, asked).json()
    return str(reply["choices"][0]["message"]["content"])


def _request(deployment: Deployment, server: str, method: str, path: str, key: str, body: Any) -> httpx.Response:
    headers = {"Authorization": f"Bearer {key}"}
    url = f"{deployment.url(server)}{path}"
    return httpx.request(method, url, json=body, headers=headers, timeout=60).raise_for_status()


if __name__ == "__main__":
    main()
