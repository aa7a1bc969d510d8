"""What holds for every test.

Belongs here: how tests are spread over processes and kept from one another's environment. Fixtures
live beside the tests that use them.
"""

from __future__ import annotations

import os
from pathlib import Path

import pytest


@pytest.fixture(scope="module", autouse=True)
def _environment_of_the_module():
    """dbt takes its paths from the environment; what one module sets is nothing to the next."""
    before = dict(os.environ)
    yield
    os.environ.clear()
    os.environ.update(before)


def pytest_itemcollected(item):
    """Tests that share fixtures go to one process: those of a folder with fixtures of its own, else
    those of a module, unless they say otherwise. Here and not when items are modified: by then
    pytest-xdist has read the groups."""
    if item.get_closest_marker("xdist_group") is None:
        folder = item.path.parent
        own_fixtures = folder != Path(__file__).parent and (folder / "conftest.py").exists()
        shared = folder if own_fixtures else item.path
        item.add_marker(
            pytest.mark.xdist_group(shared.relative_to(item.config.rootpath).as_posix())
        )


LONG = ("spark", "kills", "company-")
"""Groups that take minutes begin first, so that no process ends the suite alone with one."""


def pytest_collection_modifyitems(items):
    def is_short(item) -> bool:
        return not item.get_closest_marker("xdist_group").args[0].startswith(LONG)

    items.sort(key=is_short)
