"""OpenAI's Agents SDK behind `alu serve`, with its default protocol, Responses; its tools run here.

pip install openai-agents
python openai_agents_sdk.py http://127.0.0.1:8080/v1 "$ALU_KEY" "What is the weather in Paris?"
"""

from __future__ import annotations

import asyncio
import sys

from openai import AsyncOpenAI

from agents import Agent, Runner, function_tool, set_default_openai_client, set_tracing_disabled


@function_tool
def weather(place: str) -> str:
    """Tell the weather of a place."""
    return f"sunny in {place}"


async def main(address: str, key: str, question: str) -> None:
    """Print the answer of a streamed run, then that of a whole one."""
    set_default_openai_client(AsyncOpenAI(base_url=address, api_key=key), use_for_tracing=False)
    set_tracing_disabled(True)  # it would send the dialogue to OpenAI
    agent = Agent(name="Guide", instructions="Be brief.", model="any", tools=[weather])
    streamed = Runner.run_streamed(agent, question)
    async for event in streamed.stream_events():
        if event.type == "raw_response_event" and event.data.type == "response.output_text.delta":
            print(event.data.delta, end="", flush=True)
    print((await Runner.run(agent, question)).final_output, end="")


if __name__ == "__main__":
    asyncio.run(main(*sys.argv[1:]))
