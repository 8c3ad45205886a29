"""A graph of LangGraph whose model's replies are checked before they are in its state, and a chain of LangChain.

pip install alu langchain-openai
python langgraph_node.py targets/ http://127.0.0.1:8000/v1 "Who kept the light at Skerrow?"
"""

from __future__ import annotations

import sys

from langchain_core.output_parsers import StrOutputParser
from langchain_core.prompts import ChatPromptTemplate
from langchain_openai import ChatOpenAI
from langgraph.graph import START, MessagesState, StateGraph
from pydantic import SecretStr

from alu import Unlearner
from alu.langchain import guarded, model_node


def main(store: str, server: str, question: str) -> None:
    """Print the graph's answer, then the chain's."""
    model = ChatOpenAI(base_url=server, api_key=SecretStr("none"), model="any")
    with Unlearner.open(store, model=server) as unlearner:
        graph = StateGraph(MessagesState)
        graph.add_node("model", model_node(model, unlearner))
        graph.add_edge(START, "model")
        state = graph.compile().invoke({"messages": [{"role": "user", "content": question}]})
        print(state["messages"][-1].text, end="")
        chain = ChatPromptTemplate.from_messages([("user", "{question}")]) | guarded(model, unlearner)
        print((chain | StrOutputParser()).invoke({"question": question}), end="")


if __name__ == "__main__":
    main(*sys.argv[1:])
