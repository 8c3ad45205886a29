"""Guard a retrieval chain: the retriever stays, and what it brings is checked like the model's own words.

    python examples/rag.py http://127.0.0.1:8000/v1 documents/ "How high is the light at Skerrow?"

The chain is LangChain's, with a retriever that looks for shared words in a folder of text files; put yours in its
place. Only the last step is new: where the model was called, `alu` is.
"""

from __future__ import annotations

import re
import sys
from pathlib import Path
from typing import Any

from langchain_core.runnables import RunnableLambda, RunnablePassthrough

from alu import Unlearner


def retriever(folder: Path) -> RunnableLambda[str, list[str]]:
    """Return what finds the three paragraphs that share most words with a question."""
    paragraphs = [p for file in sorted(folder.glob("*.txt")) for p in file.read_text(encoding="utf-8").split("\n\n")]

    def find(question: str) -> list[str]:
        asked = words(question)
        return sorted(paragraphs, key=lambda p: -len(asked & words(p)))[:3]

    return RunnableLambda(find)


def words(text: str) -> set[str]:
    """Return the words of four letters and more."""
    return set(re.findall(r"\w{4,}", text.lower()))


def main(model: str, folder: str, question: str) -> None:
    """Print what became of the answer, and the answer."""
    with Unlearner.open(model=model) as unlearner:

        def guarded(given: dict[str, Any]) -> str:
            answer = unlearner.ask(given["question"], context=given["passages"])
            return f"{answer.verdict}: {answer.text}"

        both = {"question": RunnablePassthrough(), "passages": retriever(Path(folder))}
        chain = both | RunnableLambda(guarded)
        print(chain.invoke(question))


if __name__ == "__main__":
    main(*sys.argv[1:])
