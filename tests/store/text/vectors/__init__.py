"""Tests of the same packages' modules."""
