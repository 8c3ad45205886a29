"""Anthropic's client behind `alu serve`: the address is that of the server, without `/v1`.

pip install anthropic
python anthropic_client.py http://127.0.0.1:8080 "$ALU_KEY" "Who kept the light at Skerrow?"
"""

from __future__ import annotations

import sys

from anthropic import Anthropic


def main(address: str, key: str, question: str) -> None:
    """Print the answer as it is streamed, then the same answer whole."""
    client = Anthropic(base_url=address, api_key=key)
    asked = {"model": "any", "max_tokens": 1000, "messages": [{"role": "user", "content": question}]}
    with client.messages.stream(**asked) as stream:
        for text in stream.text_stream:
            print(text, end="", flush=True)
    print(client.messages.create(**asked).content[0].text, end="")


if __name__ == "__main__":
    main(*sys.argv[1:])
