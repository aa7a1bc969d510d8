"""What counts as another definition of the marts, that the build is told, and what parses anew."""

from __future__ import annotations

import os

import pytest

from dagster_project.lib import dbt_runner, fingerprint
from dagster_project.lib.settings import load_settings


@pytest.fixture
def told(tmp_path, monkeypatch):
    """The fingerprint that dbt gets for a home with the given pma.yml."""
    monkeypatch.setattr(os, "environ", dict(os.environ))

    def tell(text: str = "") -> str:
        (tmp_path / "pma.yml").write_text(text)
        dbt_runner.set_environment(load_settings(tmp_path))
        return os.environ["PMA_CONFIGURATION"]

    return tell


def test_the_same_settings_are_the_same_configuration(told):
    assert told() == told() == told("vars: {reporting_currency: USD}\n")


def test_another_setting_is_another_configuration(told):
    assert told() != told("vars: {reporting_currency: EUR}\n")


def test_a_changed_macro_is_another_configuration(told, tmp_path, monkeypatch):
    before, project_file = told(), dbt_runner.DBT_DIR / "dbt_project.yml"
    monkeypatch.setattr(fingerprint, "DBT_DIR", tmp_path)
    (tmp_path / "dbt_project.yml").write_bytes(project_file.read_bytes())
    (tmp_path / "macros").mkdir()
    (tmp_path / "macros" / "ratio.sql").write_text("{% macro ratio() %}1{% endmacro %}")
    one = told()
    (tmp_path / "macros" / "ratio.sql").write_text("{% macro ratio() %}2{% endmacro %}")
    assert len({before, one, told()}) == 3


def test_another_engine_or_another_dbt_parses_anew(tmp_path, monkeypatch):
    settings = load_settings(tmp_path)
    seen = {fingerprint.parse_fingerprint(settings)}
    monkeypatch.setenv("PMA_ENGINE", "spark")
    seen.add(fingerprint.parse_fingerprint(settings))
    monkeypatch.setenv("PMA_SPARK_STAGING", "view")
    seen.add(fingerprint.parse_fingerprint(settings))
    monkeypatch.setattr(fingerprint, "version", lambda package: "0.0.0")
    seen.add(fingerprint.parse_fingerprint(settings))
    assert len(seen) == 4
