"""What is measured: the model alone, baselines, alu; and who knows the secret."""
