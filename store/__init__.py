"""The forget targets: what they are, where they are kept, how a text is checked against them."""
