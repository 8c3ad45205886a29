"""A LangChain chain whose model is behind `alu serve`; only the base URL differs from one without.

To run it:

    alu serve --model http://127.0.0.1:8000/v1 --no-key &
    python examples/langchain_chain.py http://127.0.0.1:8080/v1 "lighthouses"
"""

from __future__ import annotations

import os
import sys

from langchain_core.output_parsers import StrOutputParser
from langchain_core.prompts import ChatPromptTemplate
from langchain_openai import ChatOpenAI
from pydantic import SecretStr


def main(server: str, subject: str) -> None:
    """Print three sentences about `subject`, as they come."""
    key = SecretStr(os.environ.get("ALU_KEY", "none while the server has no keys"))
    prompt = ChatPromptTemplate.from_messages([("system", "Answer in three sentences."), ("user", "{subject}?")])
    chain = prompt | ChatOpenAI(base_url=server, api_key=key, model="any") | StrOutputParser()
    for piece in chain.stream({"subject": subject}):
        print(piece, end="", flush=True)
    print()


if __name__ == "__main__":
    main(*sys.argv[1:])
