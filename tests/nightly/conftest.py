"""Fixtures of whole nights; see tests/support/fixtures.py."""

from tests.support.fixtures import company, first_night, home, nights, parsed_home, second_night

__all__ = ["company", "first_night", "home", "nights", "parsed_home", "second_night"]
