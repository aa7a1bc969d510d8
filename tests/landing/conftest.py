"""Fixtures of landing's tests."""

import pytest

from tests.landing.support import Home


@pytest.fixture
def home(tmp_path) -> Home:
    return Home(tmp_path)
