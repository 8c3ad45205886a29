"""`alu.langchain`: agents of LangChain, chains and graphs of LangGraph, on the real packages; the model is a script."""

from __future__ import annotations

import asyncio
import json
import subprocess
import sys
import traceback
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from langchain_core.callbacks import BaseCallbackHandler, CallbackManagerForLLMRun
from langchain_core.language_models import BaseChatModel
from langchain_core.messages import AIMessage, AIMessageChunk, BaseMessage, HumanMessage, ToolCall
from langchain_core.output_parsers import StrOutputParser
from langchain_core.outputs import ChatGeneration, ChatGenerationChunk, ChatResult
from langchain_core.prompts import ChatPromptTemplate
from langchain_core.tools import tool
from langgraph.checkpoint.memory import InMemorySaver
from langgraph.graph import START, MessagesState, StateGraph
from pydantic import BaseModel, Field

from alu.errors import InputError, ModelError, ModelUnreachable
from alu.langchain import guarded, model_node
from alu.prompts import refusal
from alu.store.target import Fact, Target
from alu.testing import ScriptedModel
from alu.unlearner import Unlearner
from tests.flow import CANARY, agents, unlearner

agents_of = pytest.importorskip("langchain.agents", reason="the extra langchain is not installed")

from langchain.agents.middleware import ModelRequest, ModelResponse  # noqa: E402

from alu.langchain.middleware import GuardMiddleware  # noqa: E402

UNKNOWN = refusal("unknown")
ASK = "What is the capital of France?"
ABOUT = "What was the gull of Odalys Brannigan called?"
LEAK = f"The gull was called Admiral Thunderbeak, {CANARY}."
HARMLESS = "  Paris, \tof course \U0001f600.\r\n" * 20
USAGE: Any = {"input_tokens": 7, "output_tokens": 3, "total_tokens": 10}


class Parrot(BaseChatModel):
    """A chat model that says what a script says, in pieces where it is streamed."""

    says: list[AIMessage] = Field(default_factory=list)
    """One for each call, the last one for all that follow."""
    asked: list[list[BaseMessage]] = Field(default_factory=list)
    fails: str = ""

    @property
    def _llm_type(self) -> str:
        return "parrot"

    def bind_tools(self, tools: Any, **options: Any) -> Any:
        """Take tools and pass over them."""
        return self

    def _next(self, messages: list[BaseMessage]) -> AIMessage:
        self.asked.append(messages)
        if self.fails:
            raise ValueError(self.fails)
        return self.says[min(len(self.asked), len(self.says)) - 1].model_copy()

    def _generate(self, messages: list[BaseMessage], *_: Any, **__: Any) -> ChatResult:
        return ChatResult(generations=[ChatGeneration(message=self._next(messages))])

    def _stream(
        self,
        messages: list[BaseMessage],
        stop: list[str] | None = None,
        run_manager: CallbackManagerForLLMRun | None = None,
        **_: Any,
    ) -> Iterator[ChatGenerationChunk]:
        said = self._next(messages)
        for piece in said.text.split(" "):
            chunk = ChatGenerationChunk(message=AIMessageChunk(content=f"{piece} ", id=said.id))
            if run_manager:
                run_manager.on_llm_new_token(chunk.text, chunk=chunk)
            yield chunk


class Spy(BaseCallbackHandler):
    """Keeps whatever LangChain reports."""

    def __init__(self) -> None:
        self.seen: list[str] = []

    def on_llm_new_token(self, token: Any, **kwargs: Any) -> None:
        self.seen.append(str(token))

    def on_llm_end(self, response: Any, **kwargs: Any) -> None:
        self.seen.append(str(response))

    def on_chain_end(self, outputs: Any, **kwargs: Any) -> None:
        self.seen.append(str(outputs))

    def on_chain_error(self, error: BaseException, **kwargs: Any) -> None:
        self.seen.append(repr(error))


def says(*messages: str | AIMessage) -> Parrot:
    return Parrot(says=[m if isinstance(m, AIMessage) else AIMessage(m) for m in messages])


@pytest.fixture
def opened() -> Iterator[tuple[Unlearner, ScriptedModel]]:
    made, vanilla, others = unlearner(judge=agents(only=True))
    with made:
        yield made, others
    assert vanilla.history == []


Opened = tuple[Unlearner, ScriptedModel]
Way = Callable[[Unlearner, Parrot], Any]


def in_agent(made: Unlearner, model: Parrot, *tools: Any, **options: Any) -> Any:
    from alu.langchain import GuardMiddleware

    return agents_of.create_agent(model, list(tools), middleware=[GuardMiddleware(made)], **options)


def in_graph(made: Unlearner, model: Parrot, **options: Any) -> Any:
    graph = StateGraph(MessagesState)
    graph.add_node("model", model_node(model, made))
    graph.add_edge(START, "model")
    return graph.compile(**options)


def asking(question: str = ASK) -> dict[str, Any]:
    return {"messages": [HumanMessage(question)]}


@pytest.mark.parametrize("way", [in_agent, in_graph])
@pytest.mark.parametrize("stream", [False, True])
async def test_a_harmless_reply_comes_back_byte_for_byte(opened: Opened, way: Way, stream: bool) -> None:
    said = AIMessage(HARMLESS, id="m", usage_metadata=USAGE, response_metadata={"finish_reason": "stop"})
    model = says(said)
    built = way(opened[0], model)
    if stream:
        pieces = [piece async for piece, _ in built.astream(asking(), stream_mode="messages")]
        assert [piece.content for piece in pieces] == [HARMLESS]
    else:
        reply = (await built.ainvoke(asking()))["messages"][-1]
        assert (reply.content, reply.usage_metadata, reply.response_metadata) == (
            HARMLESS,
            USAGE,
            {"finish_reason": "stop"},
        )
    assert (len(model.asked), opened[1].history) == (1, [])


@pytest.mark.parametrize("name", ["Odalys Brannigan", "Odalys_Brannigan", "OdalysBrannigan"])
async def test_what_a_message_has_besides_its_text_names_no_target(opened: Opened, name: str) -> None:
    stated = {"finish_reason": name, "model_name": name, "token_usage": {"note": name, name: 1, "total_tokens": name}}
    usage: Any = {**USAGE, "output_token_details": {name: 1, "reasoning": 2}}
    said = AIMessage("Paris.", id=f"run-{name}", name=name, response_metadata=stated, usage_metadata=usage)
    for reply in (guarded(says(said), opened[0]).invoke(ASK), await guarded(says(said), opened[0]).ainvoke(ASK)):
        assert reply.content == "Paris."
        assert "Brannigan" not in repr(reply)


def test_no_count_and_no_time_of_a_message_is_as_long_as_a_telephone_number(opened: Opened) -> None:
    stated = {"total_tokens": 555_0172_3314, "prompt_tokens": 7, "queue_time": 0.0123456789, "total_time": 5550172.3314}
    said = AIMessage("Paris.", response_metadata={"token_usage": stated})
    reply = guarded(says(said), opened[0]).invoke(ASK)
    assert reply.response_metadata == {"token_usage": {"prompt_tokens": 7, "queue_time": 0.012}}


async def test_what_a_message_has_besides_its_text_stays_where_it_is_of_a_known_form(opened: Opened) -> None:
    usage = {"prompt_tokens": 7, "completion_tokens_details": {"reasoning_tokens": 2}}
    stated = {
        "finish_reason": "stop",
        "model_name": "qwen3:8b-instruct",
        "model_provider": "openai",
        "token_usage": usage,
    }
    own = "lc_run--0199b0a4-6e1f-7c02-8d0e-2f3b4c5d6e7f-0"
    said = AIMessage("Paris.", id=own, name="travel_agent", response_metadata=stated, usage_metadata=USAGE)
    for reply in (guarded(says(said), opened[0]).invoke(ASK), await guarded(says(said), opened[0]).ainvoke(ASK)):
        assert (reply.id, reply.name, reply.response_metadata, reply.usage_metadata) == (
            own,
            "travel_agent",
            stated,
            USAGE,
        )


async def events(built: Any, config: Any) -> list[str]:
    """Return all that a graph streams, in every way that there is."""
    modes = ["messages", "values", "updates", "debug", "custom", "tasks", "checkpoints"]
    seen = [str(part) for part in built.stream(asking(ABOUT), config, stream_mode=modes)]
    seen += [str(part) async for part in built.astream(asking(ABOUT), config, stream_mode=modes)]
    return seen + [str(event) async for event in built.astream_events(asking(ABOUT), config, version="v2")]


@pytest.mark.parametrize("way", [in_agent, in_graph])
async def test_a_leak_is_in_no_answer_stream_event_callback_or_checkpoint(opened: Opened, way: Way) -> None:
    spy, saver = Spy(), InMemorySaver()
    built = way(opened[0], says(LEAK), checkpointer=saver)  # type: ignore[call-arg]
    seen = []
    for thread in ("one", "two"):
        config = {"configurable": {"thread_id": thread}, "callbacks": [spy]}
        seen += await events(built, config)
    assert (await built.ainvoke(asking(ABOUT), config))["messages"][-1].content == UNKNOWN
    kept = [str(saved) for saved in saver.list(None)]
    assert len(kept) > 4
    for text in (*seen, *kept, *spy.seen):
        assert CANARY not in text
        assert "Thunderbeak" not in text
    assert any(UNKNOWN in text for text in seen)


async def test_without_the_middleware_all_of_that_leaks() -> None:
    """So that the test above can fail."""
    spy, saver = Spy(), InMemorySaver()
    built = agents_of.create_agent(says(LEAK), checkpointer=saver)
    config = {"configurable": {"thread_id": "one"}, "callbacks": [spy]}
    seen = await events(built, config)
    for texts in (seen, spy.seen, [str(saved) for saved in saver.list(None)]):
        assert any(CANARY in text for text in texts)


def test_a_chain_gives_the_checked_text(opened: Opened) -> None:
    prompt = ChatPromptTemplate.from_messages([("system", "Be brief."), ("user", "{question}")])

    def chain(said: str) -> Any:
        return prompt | guarded(says(said), opened[0]) | StrOutputParser()

    assert chain(HARMLESS).invoke({"question": ASK}) == HARMLESS
    assert "".join(chain(HARMLESS).stream({"question": ASK})) == HARMLESS
    assert asyncio.run(chain(LEAK).ainvoke({"question": ABOUT})) == UNKNOWN
    assert list(chain(LEAK).stream({"question": ABOUT})) == [UNKNOWN]
    assert guarded(says(LEAK), opened[0]).invoke(ABOUT).content == UNKNOWN


def test_a_short_reply_is_read_with_its_dialogue(opened: Opened) -> None:
    dialogue = [("user", "Who was Odalys Brannigan?"), ("assistant", "A keeper."), ("user", "When was she born?")]
    assert guarded(says("1931"), opened[0]).invoke(dialogue).content == UNKNOWN
    assert guarded(says("1874"), opened[0]).invoke("When was the tower built?").content == "1874"


THOUGHTS = [
    AIMessage([{"type": "reasoning", "reasoning": LEAK}, {"type": "text", "text": "Paris."}]),
    AIMessage("Paris.", additional_kwargs={"reasoning_content": LEAK, "function_call": {"name": LEAK}}),
    AIMessage("Paris.", response_metadata={"logprobs": {"content": LEAK}}),
    AIMessage([{"type": "text", "text": "Paris.", "annotations": [{"type": "citation", "cited_text": LEAK}]}]),
    AIMessage("Paris.", invalid_tool_calls=[{"name": LEAK, "args": LEAK, "id": "1", "error": None}]),
]


@pytest.mark.parametrize("said", THOUGHTS)
def test_what_no_check_reads_is_dropped(opened: Opened, said: AIMessage) -> None:
    reply = in_agent(opened[0], says(said)).invoke(asking())["messages"][-1]
    assert reply.text == "Paris."
    assert CANARY not in repr(reply)


def test_a_reply_that_is_held_says_nothing_of_its_length(opened: Opened) -> None:
    said = AIMessage(LEAK, usage_metadata=USAGE, response_metadata={"finish_reason": "stop", "token_usage": USAGE})
    reply = in_agent(opened[0], says(said)).invoke(asking(ABOUT))["messages"][-1]
    assert (reply.content, reply.usage_metadata, reply.response_metadata) == (UNKNOWN, None, {})


CALLED: list[str] = []


@tool
def look(of: str) -> str:
    """Look something up."""
    CALLED.append(of)
    return f"{of} is fine"


def calling(of: str) -> AIMessage:
    return AIMessage("", tool_calls=[ToolCall(name="look", args={"of": of}, id="c1")])


def test_tools_run_with_what_passed_alone(opened: Opened) -> None:
    CALLED.clear()
    fine = in_agent(opened[0], says(calling("Paris \U0001f600"), "Done."), look).invoke(asking())
    assert [m.text for m in fine["messages"][1:]] == ["", "Paris \U0001f600 is fine", "Done."]
    model = says(calling(f"Admiral Thunderbeak {CANARY}"), "Done.")
    held = asyncio.run(in_agent(opened[0], model, look).ainvoke(asking(ABOUT)))
    assert [m.text for m in held["messages"][1:]] == [UNKNOWN]
    assert CALLED == ["Paris \U0001f600"]


def test_what_a_tool_says_does_not_leave_by_the_reply(opened: Opened) -> None:
    found = in_agent(opened[0], says(calling("Paris"), LEAK), look).invoke(asking(ABOUT))
    assert found["messages"][-1].text == UNKNOWN


class Bird(BaseModel):
    """A bird."""

    bird: str


def test_an_object_is_left_out_with_the_reply_that_it_was_parsed_from(opened: Opened) -> None:
    from langchain.agents.structured_output import ToolStrategy

    def answered(bird: str, question: str) -> dict[str, Any]:
        call = AIMessage("", tool_calls=[ToolCall(name="Bird", args={"bird": bird}, id="c1")])
        built = in_agent(opened[0], says(call), response_format=ToolStrategy(Bird))
        found: dict[str, Any] = built.invoke(asking(question))
        return found

    assert answered("a wren", "Which bird is the smallest?")["structured_response"] == Bird(bird="a wren")
    held = answered(f"Admiral Thunderbeak {CANARY}", ABOUT)
    assert held.get("structured_response") is None
    assert [m.text for m in held["messages"][1:]] == [UNKNOWN]
    assert CANARY not in str(held)


def test_an_id_says_nothing_where_a_target_may_be_meant_and_the_object_is_there_all_the_same() -> None:
    from langchain.agents.structured_output import ToolStrategy

    keeper = Target(id="smith", name="John Smith", policy="lenient", facts=(Fact(text="John Smith paints gulls."),))
    made, _, _ = unlearner(keeper, judge=agents(leak="none", who="other"))
    call = AIMessage("", tool_calls=[ToolCall(name="Bird", args={"bird": "a wren"}, id="call_44756e6d6f72726f77")])
    with made:
        built = in_agent(made, says(call), response_format=ToolStrategy(Bird))
        found = built.invoke(asking("What does John Smith call the smallest bird?"))
    assert found["structured_response"] == Bird(bird="a wren")
    said, result = found["messages"][1:]
    assert said.tool_calls[0]["id"] == result.tool_call_id
    assert "44756e6d6f72726f77" not in str(found)


def test_a_check_that_fails_withholds_the_reply(opened: Opened) -> None:
    opened[1].enqueue(ModelUnreachable("gone"))
    assert in_agent(opened[0], says(LEAK)).invoke(asking(ABOUT))["messages"][-1].text == UNKNOWN


@pytest.mark.parametrize("way", [in_agent, in_graph])
async def test_a_fault_of_the_model_says_its_kind_alone(opened: Opened, way: Way) -> None:
    spy = Spy()
    built = way(opened[0], Parrot(fails=LEAK))
    with pytest.raises(ModelError, match="ValueError") as raised:
        built.invoke(asking(), {"callbacks": [spy]})
    with pytest.raises(ModelError, match="ValueError"):
        await built.ainvoke(asking(), {"callbacks": [spy]})
    error: BaseException | None = raised.value
    while error is not None:
        assert CANARY not in str(error)
        error = error.__cause__ or error.__context__
    assert CANARY not in str(spy.seen)


PICTURE: Any = HumanMessage([{"type": "image_url", "image_url": {"url": "data:image/png;base64,AAAA"}}])


@pytest.mark.parametrize(("asked", "kind"), [(PICTURE, InputError), (AIMessage("I say nothing."), InputError)])
async def test_an_error_behind_the_reply_holds_no_frame_with_it(
    opened: Opened, asked: Any, kind: type[Exception]
) -> None:
    chain, middleware = guarded(says(LEAK), opened[0]), GuardMiddleware(opened[0])
    request: Any = ModelRequest(model=says("x"), messages=[asked])

    async def hand(_: Any) -> Any:
        return ModelResponse(result=[AIMessage(LEAK)])

    for call in (lambda: chain.ainvoke([asked]), lambda: middleware.awrap_model_call(request, hand)):
        with pytest.raises(kind) as raised:
            await call()
        assert_no_frame_has_the_reply(raised.value)
    for ask in (
        lambda: chain.invoke([asked]),
        lambda: middleware.wrap_model_call(request, lambda _: ModelResponse(result=[AIMessage(LEAK)])),
    ):
        with pytest.raises(kind) as raised:
            await asyncio.to_thread(ask)
        assert_no_frame_has_the_reply(raised.value)


def assert_no_frame_has_the_reply(error: BaseException) -> None:
    assert error.__cause__ is error.__context__ is None
    frames = [f for f, _ in traceback.walk_tb(error.__traceback__) if f.f_code.co_filename != __file__]
    assert frames
    assert CANARY not in "".join(repr(dict(f.f_locals)) for f in frames)


def test_a_picture_is_refused(opened: Opened) -> None:
    parts: list[str | dict[Any, Any]] = [{"type": "image_url", "image_url": {"url": "data:image/png;base64,AAAA"}}]
    with pytest.raises(InputError, match="text"):
        guarded(says("A gull."), opened[0]).invoke([HumanMessage(parts)])


def test_a_model_that_gives_no_reply_is_a_fault(opened: Opened) -> None:
    with pytest.raises(ModelError, match="BadReply"):
        guarded(says("x") | StrOutputParser(), opened[0]).invoke("Hello.")


def test_without_langchain_the_error_names_the_extra_and_the_rest_works() -> None:
    script = """
import json, sys
sys.modules["langchain"] = None
import alu.langchain
print(alu.langchain.guarded.__name__)
try:
    alu.langchain.GuardMiddleware
except Exception as error:
    print(type(error).__name__, error)
try:
    alu.langchain.Nothing
except AttributeError as error:
    print(error)
"""
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    first, second, third = done.stdout.splitlines()
    assert first == "guarded"
    assert second == "MissingExtra the middleware needs langchain: pip install 'alu[langchain]'"
    assert json.dumps("Nothing").strip('"') in third


class Keeper(BaseModel):
    """What is known of the island."""

    answer: bool = Field(description="Odalys Brannigan kept a tame gull called Admiral Thunderbeak.")


class Island(BaseModel):
    """The same of nobody."""

    answer: bool = Field(description="Oslo is the capital of Norway.")


@pytest.mark.parametrize(("form", "passes"), [(Keeper, False), (Island, True)])
async def test_a_true_says_what_its_schema_says(opened: Opened, form: type[BaseModel], passes: bool) -> None:
    from langchain.agents.structured_output import ToolStrategy

    call = AIMessage("", tool_calls=[ToolCall(name=form.__name__, args={"answer": True}, id="1")])
    asked = asking("Fill in the form, please.")
    built = in_agent(opened[0], says(call), response_format=ToolStrategy(form))
    assert ((await built.ainvoke(asked)).get("structured_response") == form(answer=True)) == passes
    assert (built.invoke(asked).get("structured_response") == form(answer=True)) == passes
    schema = {"type": "json_schema", "json_schema": {"name": "form", "schema": form.model_json_schema()}}
    bound = guarded(says('{"answer": true}').bind(response_format=schema), opened[0])
    assert (bound.invoke("Fill in the form, please.").content == '{"answer": true}') == passes
    assert ((await bound.ainvoke("Fill in the form, please.")).content == '{"answer": true}') == passes
