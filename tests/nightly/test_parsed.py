"""What dbt parsed is kept and built from.

Belongs here: the kept manifest. Does not belong here: kept SQL (test_again.py), what decides
whether dbt parses (tests/definitions/test_fingerprint.py).
"""

from __future__ import annotations

import json
import shutil

import pytest

from dagster_project.lib import dbt_runner
from dagster_project.lib.fingerprint import parse_fingerprint
from dagster_project.lib.settings import load_settings
from tests.support.nights import AS_OF

pytestmark = pytest.mark.xdist_group("nights")


def _settings(home):
    return load_settings(home, env={"PMA_AS_OF": AS_OF})


def _packed(settings) -> bytes:
    return dbt_runner._packed_path(settings).read_bytes()


@pytest.fixture
def kept_home(parsed_home, tmp_path, monkeypatch):
    """A home of its own with what dbt parsed, in a process that has parsed nothing."""
    monkeypatch.setattr(dbt_runner, "_parsed", {})
    target = dbt_runner.target_dir(_settings(tmp_path))
    shutil.copytree(dbt_runner.target_dir(_settings(parsed_home)), target)
    return tmp_path


def test_what_is_built_from_is_the_manifest(kept_home):
    """dbt writes the same file from it, but for when and in which call it did."""
    settings = _settings(kept_home)
    told = dbt_runner.load_manifest(settings)
    assert len(told["nodes"]) > 800
    dbt_runner.manifest_path(settings).unlink()
    listing = [*dbt_runner._arguments("list", settings), "--select=dim_date"]
    dbt_runner._invoke(settings, listing, manifest := dbt_runner.unpack(_packed(settings)))
    manifest.write(str(dbt_runner.manifest_path(settings)))
    written = json.loads(dbt_runner.manifest_path(settings).read_text())
    assert {part for part in told if written[part] != told[part]} <= {"metadata"}


@pytest.mark.parametrize("kept", [0, -1000], ids=["empty", "cut off"])
def test_what_is_damaged_is_parsed_again(kept_home, monkeypatch, kept):
    settings = _settings(kept_home)
    packed = dbt_runner._packed_path(settings)
    packed.write_bytes(_packed(settings)[:kept])
    assert dbt_runner._manifest_to_build(settings, parse_fingerprint(settings)) is None
    parses = []

    class Parsing(Exception):
        pass

    def parse(settings, arguments, manifest=None):
        parses.append(arguments[3])
        raise Parsing

    monkeypatch.setattr(dbt_runner, "_invoke", parse)
    with pytest.raises(Parsing):
        dbt_runner.ensure_manifest(settings)
    assert parses == ["parse"]
