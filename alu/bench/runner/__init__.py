"""How a benchmark runs: plan, models, cache, samples, resumption; and what a server says of likelihoods afterwards."""
