"""Fixtures around whole nights, shared by several folders of tests.

Belongs here: one warm process per test process, one published home, copies of it.
"""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from dagster_project.sample import generate
from tests.support.nights import AS_OF, DAY_BEFORE, Nights, copy_home


@pytest.fixture(scope="session")
def nights(tmp_path_factory):
    """Forks nights."""
    client = Nights(tmp_path_factory.mktemp("nights"))
    yield client
    client.close()


@pytest.fixture(scope="session")
def parsed_home(nights) -> Path:
    """A home whose manifest is up to date."""
    return nights.home


@pytest.fixture(scope="session")
def company(tmp_path_factory) -> tuple[Path, Path]:
    """Two drop zones of the tiny sample: history alone, and history with the next night's files."""
    folder = tmp_path_factory.mktemp("company")
    generate(folder / "history", "tiny", nights=2, night=1, as_of=AS_OF)
    shutil.copytree(folder / "history", folder / "both")
    generate(folder / "both", "tiny", nights=2, night=2, as_of=AS_OF)
    return folder / "history" / "raw", folder / "both" / "raw"


@pytest.fixture(scope="session")
def first_night(nights, company, tmp_path_factory) -> Path:
    """A home after its first night. Never changed: tests take copies."""
    home = tmp_path_factory.mktemp("first") / "home"
    shutil.copytree(company[0], home / "raw")
    ended = nights.run(home, as_of=DAY_BEFORE)
    assert ended.code == 0, ended.output
    return home


@pytest.fixture(scope="session")
def second_night(nights, first_night, company, tmp_path_factory) -> Path:
    """A home after its second night, with the second drop of the sample."""
    home = copy_home(first_night, tmp_path_factory.mktemp("second") / "home")
    shutil.copytree(company[1], home / "raw", dirs_exist_ok=True)
    ended = nights.run(home)
    assert ended.code == 0, ended.output
    return home


@pytest.fixture
def home(first_night, tmp_path) -> Path:
    """A copy of a home after its first night."""
    return copy_home(first_night, tmp_path / "home")
