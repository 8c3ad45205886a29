"""`alu bench likelihoods`: what the model's server says of letters and answers that it did not write."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Literal

import typer

from alu.cli import options
from alu.cli.bench_options import ConcurrencyOption, RunFolder
from alu.cli.output import note, put

__all__ = ["likelihoods"]


def likelihoods(
    folder: RunFolder,
    model: options.Model = None,
    method: Annotated[
        Literal["none", "never-knew"],
        typer.Option("--method", help="Whose likelihoods: of the model that was run, or of the one retrained without."),
    ] = "none",
    data: Annotated[
        Path | None, typer.Option("--data", metavar="DIR", help="TOFU's data, for its false answers; else the hub.")
    ] = None,
    concurrency: ConcurrencyOption = 4,
) -> None:
    """Measure the likelihoods of letters (WMDP, MMLU) or answers (TOFU), for --protocol official.

    Letters need llama.cpp's server or vLLM, answers vLLM's prompt_logprobs. The same command again goes on where it
    stopped. What the server does not say is «not measured» in the report. A server that wants a key is named with
    --model or in the settings: the run's own gets none.
    """
    import asyncio

    from alu.bench.runner.likelihoods import FILE, measure_likelihoods
    from alu.bench.runner.manifest import Manifest
    from alu.bench.suites.data import Source
    from alu.cli.opening import load
    from alu.models.open import open_model

    settings = load(model=model)
    # where a folder's own model is asked, it gets no key: the folder may be somebody else's
    model, key = (settings.model, settings.api_key) if settings.model else (None, None)
    asked = open_model(model or Manifest.read(folder)["common"]["models"]["vanilla"], api_key=key)

    async def measured() -> tuple[int, int, int]:
        try:
            done = await measure_likelihoods(
                folder, asked, Source(data), method=method, timeout=settings.timeout, concurrency=concurrency
            )
            return done.asked, done.silent, done.earlier
        finally:
            await asked.aclose()

    count, silent, earlier = asyncio.run(measured())
    put(f"{folder / FILE}: {count:,} questions asked, {earlier:,} were there")
    if silent:
        note(f"alu: of {silent:,} questions the server said nothing that can be used; they count as not measured")
