"""The agents of the flow, one file each: build messages → call → parse → typed result."""
