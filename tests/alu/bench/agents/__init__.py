"""`alu bench agents`."""
