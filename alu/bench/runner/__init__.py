"""How a benchmark runs: plan, models, cache, samples, resumption."""
