"""Lint of the SQL: what one of the two engines would refuse, or silently compute differently.

`python -m tests.lint` checks the project; `test_rules.py` holds every rule to its own examples.
"""
