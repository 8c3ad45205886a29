"""The child process of `alu.models.embedded`: llama.cpp's server for one model, until standard input ends.

Run as a script, never imported: it reads one line of JSON, says one line of JSON with its address, or
`refused`, and goes on until its parent closes the pipe or dies.
"""

from __future__ import annotations

import json
import os
import sys
from typing import Any


def main() -> None:
    """Serve."""
    out = os.dup(1)
    silence = os.open(os.devnull, os.O_WRONLY)
    os.dup2(silence, 1)  # llama.cpp prints from C
    os.dup2(silence, 2)
    order = json.loads(sys.stdin.readline())
    try:
        server = serve(order)
    except RuntimeError:
        os.write(out, b"refused\n")
        os._exit(1)
    os.write(out, json.dumps({"address": server.listening_address}).encode() + b"\n")
    sys.stdin.read()
    os._exit(0)  # stopping the server would wait for the requests under way


def serve(order: dict[str, Any]) -> Any:
    """Start the server that `order` describes."""
    import xllamacpp

    return xllamacpp.Server(settings(order))


def settings(order: dict[str, Any]) -> Any:
    """Return llama.cpp's settings for what `order` describes."""
    import xllamacpp

    slots = order["slots"]
    params = xllamacpp.CommonParams()
    params.model.path = order["path"]
    params.hostnames = ["127.0.0.1"]
    params.port = 0
    params.api_keys = [order["key"]]
    params.n_parallel = slots
    params.n_ctx = slots * order["context"]
    params.cpuparams.n_threads = order["threads"]
    params.cpuparams_batch.n_threads = order["threads"]
    params.warmup = False
    params.fit_params = len(xllamacpp.get_device_info()) > 1  # fits layers into a GPU; without one it only loads twice
    params.sampling.temp = 0.0  # where a request names none: the same question, the same bytes
    # prompts whose slot another one took: four requests at once took 25 s for 36; by default it keeps 8 GiB
    params.cache_ram_mib = 256
    params.endpoint_slots = False  # would show prompts
    params.verbosity = -1
    params.ui = False
    return params


if __name__ == "__main__":
    main()
