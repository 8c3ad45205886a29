"""An agent of LangChain whose replies and tool calls are checked in its own process.

pip install 'alu[langchain]' langchain-openai
python langchain_agent.py targets/ http://127.0.0.1:8000/v1 "What is the weather in Paris?"
"""

from __future__ import annotations

import sys

from langchain.agents import create_agent
from langchain_core.tools import tool
from langchain_openai import ChatOpenAI
from pydantic import SecretStr

from alu import Unlearner
from alu.langchain import GuardMiddleware


@tool
def weather(place: str) -> str:
    """Tell the weather of a place."""
    return f"sunny in {place}"


def main(store: str, server: str, question: str) -> None:
    """Print the agent's answer as LangGraph streams it: whole, since it is checked whole."""
    model = ChatOpenAI(base_url=server, api_key=SecretStr("none"), model="any")
    with Unlearner.open(store, model=server) as unlearner:
        agent = create_agent(model, [weather], middleware=[GuardMiddleware(unlearner)])
        asked = {"messages": [{"role": "user", "content": question}]}
        for message, _ in agent.stream(asked, stream_mode="messages"):
            print(message.text if message.type != "tool" else "", end="", flush=True)


if __name__ == "__main__":
    main(*sys.argv[1:])
