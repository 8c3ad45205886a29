"""Other people's packages against alu, each in an environment of its own; `.ci/stacks` makes these and runs this."""
