"""How it is run: plan, cache, samples, resumption."""
