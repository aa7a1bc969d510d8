"""Tests that share fixtures run in one process: each night would else be made once per process."""

from __future__ import annotations

import os

import pytest


@pytest.mark.skipif("PYTEST_XDIST_WORKER" not in os.environ, reason="runs in one process anyway")
def test_the_group_of_a_test_reaches_the_scheduler(request):
    """pytest-xdist appends the group to the id; releases of pytest have broken that silently."""
    assert request.node.nodeid.endswith("@tests/test_distribution.py")
