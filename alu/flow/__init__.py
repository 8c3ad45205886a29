"""The flow of one request: its graph, its state, its checks."""
