"""What a benchmark asks; the import path that the documentation gives for `alu.bench.suites.item`."""

from alu.bench.suites.item import ABSENT, Example, Form, Item, Knows, Side, Task, Wording

__all__ = ["ABSENT", "Example", "Form", "Item", "Knows", "Side", "Task", "Wording"]
