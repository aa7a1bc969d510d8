"""Fixtures of whole nights; see tests/support/fixtures.py."""

from tests.support.fixtures import company, first_night, nights

__all__ = ["company", "first_night", "nights"]
