"""Tests of the generic tests: each must find the bad rows and let the good ones pass.

A copy of the project's macros and generic tests with two tiny models per test, `good_<test>` and
`bad_<test>`; dbt runs them all at once. `bad` rows are handed in one by one, each wrong by itself.
"""

from __future__ import annotations

import json
import shutil
from dataclasses import dataclass, field
from pathlib import Path

import pytest
import yaml

from dagster_project.lib.contract import DBT_DIR
from tests.support.dbt import dbt
from tests.support.raw import new_warehouse

MONEY = "amount, original, currency, fx_rate, fx_date, date_day"


@dataclass(frozen=True)
class Case:
    """Rows are SQL select lists; `arguments` go to the test, `column` makes it a column's test."""

    test: str
    good: tuple[str, ...]
    bad: tuple[str, ...]
    arguments: dict = field(default_factory=dict)
    column: str | None = None


def money(*values: str) -> str:
    return ", ".join(f"{v} as {n}" for v, n in zip(values, MONEY.split(", "), strict=True))


EUR, ON, LATER = "'EUR'", "date '2026-01-05'", "date '2026-01-06'"
KEYS = {"keys": ["k"], "measures": ["spend"]}

CASES = (
    Case(
        "grain",
        ("1 as a, 2 as b", "1 as a, 3 as b"),
        ("1 as a, 2 as b union all select 1, 2", "null as a, 2 as b union all select null, 2"),
        {"columns": ["a", "b"]},
    ),
    Case(
        "movements_add_up",
        (
            "10 as o, 5 as up, 3 as new, 4 as down, 14 as c",
            "null as o, null as up, 0 as new, 0 as down, 14 as c",
        ),
        (
            "10 as o, 5 as up, 3 as new, 4 as down, 15 as c",
            "10 as o, null as up, 3 as new, 4 as down, 14 as c",
            "10 as o, 5 as up, 3 as new, -4 as down, 22 as c",
        ),
        {"opening": "o", "gains": ["up", "new"], "losses": ["down"], "closing": "c"},
    ),
    Case(
        "no_zero_for_unknown",
        ("true as is_complete, 0 as spend", "false, null"),
        ("false as is_complete, 0 as spend", "null as is_complete, 1 as spend"),
        {"columns": ["spend"]},
    ),
    Case(
        "dense_days",
        (f"1 as k, {ON} as date_day", f"1, {LATER}", f"2, {LATER}"),
        (f"1 as k, {ON} as date_day union all select 1, date '2026-01-07'",),
        {"entity": ["k"]},
    ),
    Case(
        "money_has_currency",
        (
            money("2.5", "2", EUR, "1.25", ON, LATER),
            money("null", "2", EUR, "null", "null", ON),
            money("0", "0", "null", "null", "null", ON),
            money("3", "null", "null", "null", "null", ON),
            money("null", "null", EUR, "1.25", ON, ON),
        ),
        (
            money("2", "2", EUR, "1.25", ON, ON),
            money("2", "2", EUR, "null", "null", ON),
            money("null", "2", EUR, "1.25", ON, ON),
            money("null", "0", EUR, "1.25", ON, ON),
            money("2.5", "2", EUR, "1.25", "null", ON),
            money("2.5", "2", EUR, "1.25", LATER, ON),
            money("2.5", "2", "null", "1.25", ON, ON),
            money("2.5", "null", EUR, "1.25", ON, ON),
        ),
        {"amount": "amount", "original": "original"},
    ),
    Case(
        "tz_alignment",
        ("'UTC' as tz, true as f", "'Etc/UTC', true", "'Asia/Kolkata', false", "null, null"),
        ("'Asia/Kolkata' as tz, true as f", "'UTC' as tz, null as f", "null as tz, true as f"),
        {"timezone": "tz", "flag": "f"},
    ),
    Case("on_calendar", (f"{ON} as d", "null"), ("date '1950-01-01' as d",), column="d"),
    Case(
        "same_total",
        ("10 as spend",),
        ("9 as spend",),
        {"measure": "spend", "other": "ref('parents')"},
    ),
    Case(
        "within_window",
        (
            "timestamp '2026-01-01 00:00:01' as a, timestamp '2026-01-08 00:00:00' as b",
            "timestamp '2026-01-08', timestamp '2026-01-08'",
        ),
        (
            "timestamp '2026-01-01 00:00:00' as a, timestamp '2026-01-08 00:00:00' as b",
            "timestamp '2026-01-08 00:00:01' as a, timestamp '2026-01-08 00:00:00' as b",
        ),
        {"earlier": "a", "later": "b", "days": 7},
    ),
    Case(
        "mature_or_flagged",
        ("date '2026-01-23' as d, true as is_mature", "date '2026-01-24', false"),
        (
            "date '2026-01-24' as d, true as is_mature",
            "date '2026-01-23' as d, false as is_mature",
            "date '2026-01-23' as d, null as is_mature",
        ),
        {"period_end": "d", "window_days": 7},
    ),
    Case(
        "name_history",
        ("1 as k, 'a' as name", "1, 'a'", "2, null"),
        ("1 as k, 'a' as name union all select 1, 'b'",),
        {"entity": ["k"], "current_name": "name"},
    ),
    Case(
        "no_late_rows_lost",
        (f"{ON} as date_day, 10 as spend",),
        (f"{ON} as date_day, 9 as spend", f"{LATER} as date_day, 10 as spend"),
        {"measure": "spend", "source_model": "ref('parents')"},
    ),
    Case(
        "low_sample_flag",
        ("29 as n, true as is_low_sample", "30, false", "null, true"),
        (
            "29 as n, false as is_low_sample",
            "30 as n, true as is_low_sample",
            "1 as n, null as is_low_sample",
        ),
        {"sample": "n"},
    ),
    Case(
        "exclusions_counted",
        ("1 as a",),
        ("1 as a union all select 2",),
        {"raw": "ref('two_rows')", "excluded": "ref('parents')"},
    ),
    Case(
        "sums_to_parent",
        ("1 as k, 4 as spend", "1, 6"),
        ("1 as k, 9 as spend", "1 as k, 10 as spend union all select 2, 0", "2 as k, 1 as spend"),
        {"parent": "ref('parents')"} | KEYS,
    ),
    Case("non_negative", ("0 as a, null as b",), ("1 as a, -1 as b",), {"columns": ["a", "b"]}),
    Case(
        "accepted_range",
        ("0 as a", "1", "null"),
        ("-0.1 as a", "1.1 as a"),
        {"min_value": 0, "max_value": 1},
        column="a",
    ),
    Case("non_additive_tagged", ("1 as tagged",), ("1 as untagged",)),
    Case(
        "ratios_rebuilt",
        (
            "0.25e0 as r, 250e0 as m, 1 as a, 4 as b",
            "null as r, null as m, 1 as a, 0 as b",
            "null as r, null as m, 1 as a, -2 as b",
            "null as r, null as m, null as a, 2 as b",
        ),
        (
            "0.3e0 as r, 250e0 as m, 1 as a, 4 as b",
            "0.25e0 as r, 0.25e0 as m, 1 as a, 4 as b",
            "0.0e0 as r, null as m, 1 as a, 0 as b",
            "null as r, 250e0 as m, 1 as a, 4 as b",
        ),
    ),
)
"""`parents` holds one row: k 1, spend 10, 5 January; `two_rows` two."""


def write_project(folder: Path) -> None:
    """The project's macros and generic tests around the models of all cases."""
    project = folder / "dbt"
    shutil.copytree(DBT_DIR / "macros", project / "macros")
    shutil.copytree(DBT_DIR / "tests" / "generic", project / "tests" / "generic")
    for name in ("dbt_project.yml", "profiles.yml"):
        shutil.copy(DBT_DIR / name, project / name)
    models = project / "models"
    models.mkdir()
    (models / "parents.sql").write_text(f"select 1 as k, 10 as spend, {ON} as date_day")
    (models / "two_rows.sql").write_text("select 1 as a union all select 2")
    (models / "dim_date.sql").write_text(f"select {ON} as date_day")
    (models / "int_clock.sql").write_text("select date '2026-01-31' as as_of_on")
    shutil.copy(
        DBT_DIR / "models" / "staging" / "landing__sources.yml", models / "landing__sources.yml"
    )
    specs = []
    for case in CASES:
        rows = {"good": [" union all select ".join(case.good)], "bad": case.bad}
        for verdict, selects in rows.items():
            for number, select in enumerate(selects):
                name = f"{verdict}_{case.test}_{number}"
                (models / f"{name}.sql").write_text(f"select {select}")
                arguments = {
                    k: f"{{{{ {v} }}}}" if str(v).startswith("ref(") else v
                    for k, v in case.arguments.items()
                }
                if case.test == "non_additive_tagged":
                    arguments = {"columns": ["tagged" if verdict == "good" else "untagged"]}
                test = {case.test: {"name": f"test_{name}", "arguments": arguments}}
                spec = {"name": name}
                if case.column:
                    spec["columns"] = [{"name": case.column, "data_tests": [test]}]
                else:
                    spec["data_tests"] = [test]
                    spec["columns"] = [
                        {"name": "tagged", "config": {"meta": {"non_additive": True}}},
                        {"name": "r", "config": {"meta": {"ratio": ["a", "b"]}}},
                        {"name": "m", "config": {"meta": {"ratio": ["a", "b", 1000]}}},
                    ]
                specs.append(spec)
    (models / "cases.yml").write_text(yaml.safe_dump({"version": 2, "models": specs}))


@pytest.fixture(scope="module")
def verdicts(tmp_path_factory) -> dict[str, str]:
    """Status per test after one run over all cases."""
    home = tmp_path_factory.mktemp("generic")
    new_warehouse(home).close()
    write_project(home)
    dbt(home, "build", "--vars", "{reporting_timezone: UTC}", project=home / "dbt", check=False)
    results = json.loads((home / "target" / "run_results.json").read_text())["results"]
    return {r["unique_id"].split(".")[2]: r["status"] for r in results}


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.test)
def test_finds_the_bad_and_passes_the_good(verdicts, case):
    assert verdicts[f"test_good_{case.test}_0"] == "pass"
    for number, row in enumerate(case.bad):
        assert verdicts[f"test_bad_{case.test}_{number}"] == "fail", row


def test_every_generic_test_is_tested():
    elsewhere = {"lifecycle_identity", "grain_of_tonight"}
    generic = {path.stem for path in (DBT_DIR / "tests" / "generic").glob("*.sql")}
    assert {case.test for case in CASES} == generic - elsewhere
