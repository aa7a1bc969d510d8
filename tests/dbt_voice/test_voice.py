"""Golden case 12 from files to marts: which answers count, and where the others go."""

from __future__ import annotations

import pytest

from tests.dbt_voice.house import build, rows

HEADER = "response_id,survey,kind,respondent_id,account_id,sent_at,responded_at,score,theme\n"
ANSWERS = """\
a1,relation,nps,ann,acme,2026-01-02 09:00:00,2026-01-03 09:00:00,9,
a2,relation,nps,ann,acme,2026-01-09 09:00:00,2026-01-10 09:00:00,10,
b1,relation,nps,ben,acme,2026-01-02 09:00:00,2026-01-04 09:00:00,8,
c1,relation,nps,cid,acme,2026-01-02 09:00:00,2026-01-05 09:00:00,0,
d1,relation,nps,dot,acme,2026-01-02 09:00:00,2026-01-05 09:00:00,11,
d2,relation,nps,dot,acme,2026-01-02 09:00:00,2026-01-05 09:00:00,-1,
d3,relation,nps,dot,acme,2026-01-02 09:00:00,2026-01-05 09:00:00,7.5,
e1,support,csat,eve,acme,,2026-01-06 09:00:00,5,
e2,support,csat,eve,acme,,2026-01-06 09:00:00,0,
f1,tracker,awareness,,,,2026-01-06 09:00:00,1,
f2,tracker,awareness,,,,2026-01-06 09:00:00,2,
g1,relation,nps,eve,acme,2026-01-02 09:00:00,,,
h1,relation,nps,fay,acme,2026-01-02 09:00:00,,9,
i1,calls,voice,gus,acme,,2026-01-06 09:00:00,99,Exports
j1,relation,nps,staff,acme,2026-01-02 09:00:00,2026-01-06 09:00:00,10,
"""


@pytest.fixture(scope="module")
def house(tmp_path_factory):
    home = tmp_path_factory.mktemp("voice")
    for table, text in {
        "survey_responses": HEADER + ANSWERS,
        "users": "user_id,is_internal\nstaff,true\n",
    }.items():
        folder = home / "raw" / "generic" / table
        folder.mkdir(parents=True)
        (folder / "all.csv").write_text(text)
    return build(home, "2026-02-20T02:00:00", "+voice_of_customer", "+voice_themes", "+exclusions")


def test_only_the_latest_answer_counts_and_nothing_is_averaged(house):
    assert rows(
        house,
        "select nps_answers, promoters, passives, detractors, nps, round(nps_margin, 6), "
        "is_low_sample, csat, delivered, answered, response_rate from insights.voice_of_customer "
        "where scope = 'total' and month_on = date '2026-01-01'",
    ) == [(3, 1, 1, 1, 0.0, round(196 * (2 / 3 / 3) ** 0.5, 6), True, 1.0, 5, 4, 0.8)]


def test_scores_outside_their_scale_are_quarantined_by_rule_and_kind(house):
    assert rows(
        house,
        "select value, rule, column_name, count(*) from landing.quarantine group by all order by 1",
    ) == [
        ("-1", "outside_scale", "score", 1),
        ("0", "outside_scale", "score", 1),
        ("11", "outside_scale", "score", 1),
        ("2", "outside_scale", "score", 1),
        ("7.5", "outside_scale", "score", 1),
    ]


def test_what_is_left_out_is_counted(house):
    assert rows(
        house,
        "select reason, row_count from quality.exclusions where table_name = 'survey_responses' "
        "order by 1",
    ) == [("answer_without_time", 1), ("internal", 1)]


def test_no_column_averages_scores(house):
    columns = rows(
        house,
        "select column_name from duckdb_columns() where schema_name = 'insights' "
        "and table_name like 'voice%' and column_name like '%score%'",
    )
    assert columns == [("score",)], "the score of one response, and nothing made of several"
