"""What holds for every test.

Belongs here: how tests are spread over processes and kept from one another's environment. Fixtures
live beside the tests that use them.
"""

from __future__ import annotations

import os

import pytest


@pytest.fixture(scope="module", autouse=True)
def _environment_of_the_module():
    """dbt takes its paths from the environment; what one module sets is nothing to the next."""
    before = dict(os.environ)
    yield
    os.environ.clear()
    os.environ.update(before)


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items):
    """Tests of a module share its fixtures: one process has them all, unless they say otherwise."""
    for item in items:
        if item.get_closest_marker("xdist_group") is None:
            item.add_marker(pytest.mark.xdist_group(item.nodeid.split("::")[0]))
