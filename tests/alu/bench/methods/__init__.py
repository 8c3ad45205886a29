"""Tests of what answers in a benchmark."""
