"""A proxy in front of vLLM, llama.cpp or SGLang, for any OpenAI client; `alu serve --model URL` does the same.

To run it:

    vllm serve Qwen/Qwen2.5-7B-Instruct --port 8000          # or: llama-server -m model.gguf --port 8000
    python examples/proxy.py http://127.0.0.1:8000/v1 8080   # then point clients at http://127.0.0.1:8080/v1
"""

from __future__ import annotations

import sys

from alu.config import load_settings
from alu.server.options import Options
from alu.server.run import serve


def main(model: str, port: str = "8080") -> None:
    """Serve until Ctrl-C; what is to be forgotten is in the configured store."""
    options = Options(load_settings(model=model), port=int(port), no_key=True)
    serve(options, ready=lambda address: print(f"{address}/v1", flush=True))


if __name__ == "__main__":
    main(*sys.argv[1:])
