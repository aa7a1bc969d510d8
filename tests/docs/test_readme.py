"""What the README says is what happens: its demo is run, its questions get its answers.

Belongs here: commands and queries quoted in README.md. Run as a script, it prints the answers anew.
"""

from __future__ import annotations

import re
import sys
from pathlib import Path

import duckdb
import pytest
import yaml

from dagster_project.lib.settings import load_settings
from dagster_project.lib.warehouse import memory

pytestmark = pytest.mark.xdist_group("demo")

ROOT = Path(__file__).parents[2]
README = (ROOT / "README.md").read_text()
QUESTIONS = re.findall(r"```sql\n(.*?)```\n\n```text\n(.*?)```", README, re.S)


def answer(con: duckdb.DuckDBPyConnection, sql: str) -> str:
    """A result as the README shows it: one line per row, columns aligned."""
    result = con.execute(sql)
    rows = [[column[0] for column in result.description]]
    rows += [["" if cell is None else str(cell) for cell in row] for row in result.fetchall()]
    widths = [max(len(row[i]) for row in rows) for i in range(len(rows[0]))]
    lines = ["  ".join(c.ljust(w) for c, w in zip(r, widths, strict=True)).rstrip() for r in rows]
    return "\n".join(lines) + "\n"


def test_the_demo_says_where_the_marts_are_and_shows_ten_figures(demo):
    output, home = demo
    assert str(home / "published" / "current" / "pma_marts.duckdb") in output
    scorecard = output.split("Published marts")[1].split("Next:")[0]
    figures = re.findall(r"^  .{48}\s*([\d,.%]+|—)$", scorecard, re.M)
    assert len(figures) == 10 and "—" not in figures


@pytest.mark.parametrize("number", range(len(QUESTIONS)))
def test_a_question_gets_its_answer(number, demo):
    sql, expected = QUESTIONS[number]
    database = demo[1] / "published" / "current" / "pma_marts.duckdb"
    with duckdb.connect(str(database), read_only=True) as con:
        assert answer(con, sql) == expected


def test_there_are_five_questions():
    assert len(QUESTIONS) == 5


def test_the_settings_shown_are_understood(tmp_path):
    document = re.search(r"```yaml\n(.*?)```", README, re.S).group(1)
    (tmp_path / "pma.yml").write_text(document)
    settings = load_settings(tmp_path, env={})
    assert (
        settings.vars["reporting_currency"]
        == yaml.safe_load(document)["vars"]["reporting_currency"]
    )


def test_the_default_memory_is_the_same_wherever_it_stands():
    profile = yaml.safe_load((ROOT / "dbt" / "profiles.yml").read_text())
    limit = profile["pma"]["outputs"]["duckdb"]["config_options"]["memory_limit"]
    assert f"'PMA_MEMORY', '{memory({})}'" in limit
    assert f"memory limit of the engine; default {memory({})}" in README


def test_every_make_target_named_exists():
    targets = set(re.findall(r"^([a-z-]+):", (ROOT / "Makefile").read_text(), re.M))
    named = set(re.findall(r"`?make ([a-z-]+)", README))
    assert named <= targets


if __name__ == "__main__":
    with duckdb.connect(sys.argv[1], read_only=True) as con:
        for sql, _ in QUESTIONS:
            print(f"```sql\n{sql}```\n\n```text\n{answer(con, sql)}```\n")
