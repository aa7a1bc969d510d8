"""Questions of analysts get answers from what a night publishes.

Belongs here: the files under questions/, and that the published file explains itself.
"""

from __future__ import annotations

import re

import duckdb
import pytest

from dagster_project.lib import snapshots
from tests.pages.questions import questions

pytestmark = pytest.mark.xdist_group("nights")

QUESTIONS = questions()
PARTS = {"insights", "messaging", "launches", "adoption", "goals", "quality"}


@pytest.fixture(scope="module")
def published(snapshot):
    return snapshot / snapshots.MARTS_FILE


@pytest.fixture(scope="module")
def marts(published):
    with duckdb.connect(str(published), read_only=True) as con:
        yield con


@pytest.mark.parametrize("question", QUESTIONS, ids=lambda q: q.name)
def test_a_question_is_answered(marts, question):
    """Rows, the columns as declared, something known in each of them."""
    result = marts.execute(question.sql)
    rows = result.fetchall()
    assert [column[0] for column in result.description] == question.columns
    assert rows
    unknown = {name for i, name in enumerate(question.columns) if all(r[i] is None for r in rows)}
    assert unknown <= NOT_IN_THE_SAMPLE.get(question.name, set())


NOT_IN_THE_SAMPLE = {
    "adoption__early_use_that_tells_who_pays": {
        *("auc", "odds_ratio", "odds_ratio_low", "odds_ratio_high"),
        *("rate_with_much", "rate_with_little"),
    },
    "insights__awareness_against_baseline": {"weekly_branded_clicks"},
    "insights__value_of_cohorts": {"day_90", "day_180", "day_365"},
    "insights__roadmap_outcomes": {"product", "reached"},
    "messaging__what_experiments_ran_on": {"roas_after"},
}
"""Columns that the tiny sample, three months of a company, is too young to know."""


@pytest.mark.parametrize("question", QUESTIONS, ids=lambda q: q.name)
def test_an_answer_does_not_depend_on_the_order_of_rows(marts, published, question):
    """The same rows stored backwards, read by one thread: the same answer, in the same order."""
    tables = sorted(set(re.findall(r"\b(?:from|join) ([a-z]+\.[a-z_]+)", question.sql)))
    assert tables
    with duckdb.connect() as con:
        con.execute("set threads = 1")
        con.execute(f"attach '{published}' as p (read_only)")
        for relation in tables:
            con.execute(f"create schema if not exists {relation.split('.')[0]}")
            con.execute(
                f"create table {relation} as select * from p.{relation} order by rowid desc"
            )
        assert con.execute(question.sql).fetchall() == marts.execute(question.sql).fetchall()


def test_twenty_questions_over_every_part():
    assert len(QUESTIONS) >= 20
    assert (
        {"insights", "messaging", "launches", "adoption", "quality"}
        <= {question.part for question in QUESTIONS}
        <= PARTS
    )
    assert all(question.name.startswith(question.part + "__") for question in QUESTIONS)
    assert len({question.words for question in QUESTIONS}) == len(QUESTIONS)


def test_every_published_table_and_column_explains_itself(marts):
    tables = marts.execute(
        "select schema_name || '.' || table_name from duckdb_tables() "
        "where coalesce(comment, '') = ''"
    ).fetchall()
    columns = marts.execute(
        "select schema_name || '.' || table_name || '.' || column_name from duckdb_columns() "
        "where not internal and coalesce(comment, '') = ''"
    ).fetchall()
    assert (tables, columns) == ([], [])


def test_shared_and_operators_tables_say_so(marts):
    said = marts.execute(
        "select schema_name, bool_and(starts_with(comment, 'Shared: ')), "
        "bool_and(starts_with(comment, 'For operators: ')) from duckdb_tables() group by all"
    ).fetchall()
    said = {schema: flags for schema, *flags in said}
    assert said.pop("core") == [True, False]
    assert said.pop("quality") == [False, True]
    assert said and not any(any(flags) for flags in said.values())
