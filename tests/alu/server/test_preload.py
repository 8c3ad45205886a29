"""What a server has loaded before its first request."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

LATER = """
import inspect, sys
from alu.chat import Message
from alu.config import load_settings
from alu.flow.vault import Question
from alu.server.preload import look_something_up, preload
from alu.store.store import TargetStore
from alu.store.target import Target
from benchmarks.release import reply

def empty():
    for module in list(sys.modules.values()):
        for one in vars(module).values() if module.__name__.startswith("alu.store.text.") else ():
            if hasattr(one, "cache_info") and not inspect.signature(one.__wrapped__).parameters:
                if not one.cache_info().currsize:
                    yield f"{one.__module__}.{one.__wrapped__.__qualname__}"

preload(load_settings(store=sys.argv[1], model="http://127.0.0.1:1/v1#m"))
keeper = Target(id="t", name="Volodymyr Hrabivskyi", facts=["Volodymyr Hrabivskyi kept bees in 1931."])
store = TargetStore.temporary([keeper], meaning="off")
look_something_up(store.snapshot())
before = set(empty())
for question, draft in [
    ("List four birds of the coast.", "- Anything that dives\\n- Nesting terns\\n- Divers\\n- Swift gulls"),
    ("How does one write the area of a circle?", r"$A = \\pi r^2$, so \\frac{A}{\\pi} = r^2; for 3.5 it is 38.5."),
    ("Wie hält man Bienen?", "In Kästen; im Winter brauchen sie zehn bis fünfzehn Kilo Zucker."),
    ("Who is Wladimir Hrabiwski?", "I don't know anybody of that name."),
    ("Что едят чайки?", "Рыбу, рачков и всё, что выбрасывает море."),
]:
    reply(store.snapshot(), Question((Message("user", question),)), draft)
print(*sorted(before - set(empty())))
"""


def test_no_request_waits_for_a_list_to_be_read(tmp_path: Path) -> None:
    command = [sys.executable, "-c", LATER, str(tmp_path / "store")]
    assert subprocess.run(command, capture_output=True, text=True, check=True).stdout.split() == []
