"""The methods that are compared: the model alone, baselines, alu; and the models that know the secret."""
