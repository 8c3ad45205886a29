"""Models: over HTTP, through litellm, or in a process of our own."""
