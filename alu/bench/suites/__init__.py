"""What is asked: benchmark suites and their data."""
