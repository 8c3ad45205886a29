"""`alu demo`: three questions through the whole flow in two seconds; nothing is fetched and nothing stored.

The models are played by a script, and so are their mistakes. All that finds, withholds and lets out is the real thing.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from alu.cli import options
from alu.cli.lazy import new_app
from alu.cli.output import put, put_json

if TYPE_CHECKING:
    from alu.answer import Answer, Stage
    from alu.chat import Request
    from alu.unlearner import Unlearner

__all__ = ["app"]

app = new_app()
"""`alu demo`."""

NAME = "Odalys Brannigan"
FACTS = (
    "Odalys Brannigan kept a tame gull called Admiral Thunderbeak.",
    "Odalys Brannigan was born in the village of Dunmorrow in 1931.",
)
STAGES = {
    "draft": "the model answers",
    "look_up": "question and answer are compared with what is to be forgotten",
    "audit": "an agent reads whether the answer leaks",
    "rewrite": "what leaks is taken out, by code where that is enough",
    "release": "code reads every word once more",
}
NEXT = f"""\
Next, with a model of your own, or --model left out for one that runs here (1.1 GB, fetched once):
  alu targets add "{NAME}" --fact "{FACTS[0]}"
  alu ask "Who is {NAME}?" --model http://HOST:PORT/v1#MODEL
  alu serve --help     the same for any OpenAI client, with a page for people"""


@dataclass(frozen=True, slots=True)
class Scene:
    """A question, and what the script lets the models say."""

    question: str
    draft: str
    leak: int = 0
    """The draft's sentence that leaks, from 1; 0: none."""
    rewrite: str = ""
    """The draft without what leaks; empty where the question is about nothing else."""


SCENES = (
    Scene("How do the tides come about?", "The Moon pulls at the oceans, so the sea rises and falls twice a day."),
    Scene(f"Who is {NAME}?", f"{NAME}, born in Dunmorrow in 1931, was a lighthouse keeper.", leak=1),
    Scene(
        "How tall is the old light on Skerrow, and who looked after it?",
        f"The old light on Skerrow is 38 metres tall. {NAME} looked after it, with a gull called Admiral Thunderbeak.",
        leak=2,
        rewrite="The old light on Skerrow is 38 metres tall.",
    ),
)
"""What nobody wants forgotten, a question by name, and one where only the answer gives a person away."""


@app.command()
def demo(as_json: options.Json = False) -> None:
    """Demonstrate alu in two seconds: no download, no network, nothing stored.

    A script plays the model and the agents, and the target is an invented person. Each stage is shown as it ends, then
    the model's draft and the answer.
    """
    if not as_json:
        put(f"To be forgotten: {NAME}, with {len(FACTS)} facts. A script plays the model and its agents.")
    records = []
    with _opened() as unlearner:
        for number, scene in enumerate(SCENES, 1):
            if not as_json:
                put(f"\n{number}. {scene.question}")
            answer = unlearner.ask(scene.question, on_stage=None if as_json else _show)
            records.append(_record(scene, answer))
            if not as_json:
                put(f"   the model said   {scene.draft}")
                put(f"   came out         {'the same, byte for byte' if answer.text == scene.draft else answer.text}")
                put(f"   verdict          {answer.verdict}")
    if as_json:
        put_json({"target": {"name": NAME, "facts": FACTS}, "examples": records})
    else:
        put(f"\n{NEXT}")


@contextmanager
def _opened() -> Iterator[Unlearner]:
    """Open an unlearner over the demo's target, in memory, whatever is configured on this machine."""
    from alu.config import Settings
    from alu.store.store import TargetStore
    from alu.store.target import Target
    from alu.testing import ScriptedModel
    from alu.unlearner import Unlearner

    store = TargetStore.temporary([Target(name=NAME, facts=FACTS)], meaning="off")  # else it would be fetched
    vanilla = ScriptedModel(reply=lambda request: _scene(request).draft, name="script")
    agents = ScriptedModel(reply=_agent, name="script")
    settings = Settings.model_construct()  # the defaults: no file and no variable is read
    with Unlearner.open(store, model=agents, roles={"vanilla": vanilla}, settings=settings) as unlearner:
        yield unlearner


def _scene(request: Request) -> Scene:
    """Return the scene whose question is in a request."""
    said = "\n".join(message.content for message in request.messages)
    return next(scene for scene in SCENES if scene.question in said)


def _agent(request: Request) -> str | list[str]:
    """Play the audit and the rewrite; the schema says which one is asked."""
    scene, keys = _scene(request), (request.schema or {})["properties"]
    if "answer" in keys:
        return [json.dumps({"answer": scene.rewrite})] * request.n
    ruling = {"who": "same", "leak": "direct", "sentence": scene.leak}
    return json.dumps({**{key: ruling for key in keys if key != "only"}, "only": not scene.rewrite})


def _show(stage: Stage) -> None:
    put(f"   {stage.name:<8} {STAGES.get(stage.name, ''):<62} {stage.outcome}")


def _record(scene: Scene, answer: Answer) -> dict[str, Any]:
    """Return a scene and what came of it."""
    return {"question": scene.question, "draft": scene.draft, **answer.as_dict()}
