"""From files to marts: which answers count (golden case 12), which mails and forms are touches.

One house for both: what it costs is the build.
"""

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


# Ann has a cookie and a contact, Ben a contact alone, Zoe is known to nobody.
MAILS = {
    "segment/pages": """\
id,anonymous_id,timestamp,url
p1,k1,2026-01-10 09:00:30,https://acme.com/demo
p2,k1,2026-01-12 08:00:20,https://acme.com/
""",
    "segment/identifies": """\
id,anonymous_id,user_id,email,timestamp
i1,k1,u1,ann@b.com,2026-01-10 09:00:40
""",
    "hubspot/contact": """\
id,property_email,property_createdate,property_hs_analytics_source
7,ann@b.com,2026-01-10 09:01:00,PAID_SEARCH
8,ben@c.com,2026-01-11 10:00:00,ORGANIC_SEARCH
""",
    "hubspot/contact_form_submission": """\
contact_id,form_id,timestamp,title
7,f,2026-01-10 09:00:58,Demo
8,f,2026-01-11 10:00:05,Demo
""",
    "hubspot/email_campaign": "id,name\nm1,News\n",
    "hubspot/email_event": """\
id,type,recipient,email_campaign_id,created,filtered_event
e1,SENT,ann@b.com,m1,2026-01-12 07:00:00,false
e2,DELIVERED,ann@b.com,m1,2026-01-12 07:00:02,false
e3,OPEN,ann@b.com,m1,2026-01-12 07:00:03,true
e4,OPEN,Ann@b.com ,m1,2026-01-12 07:59:00,false
e5,CLICK,ann@b.com,m1,2026-01-12 08:00:00,false
e6,SENT,zoe@d.com,m1,2026-01-12 07:00:00,false
e7,CLICK,zoe@d.com,m1,2026-01-12 09:00:00,false
e8,DEFERRED,zoe@d.com,m1,2026-01-12 07:00:01,false
e9,OPEN,,m1,2026-01-12 07:00:01,false
""",
}


@pytest.fixture(scope="module")
def house(tmp_path_factory):
    home = tmp_path_factory.mktemp("voice")
    for table, text in {
        "generic/survey_responses": HEADER + ANSWERS,
        "generic/users": "user_id,is_internal\nstaff,true\n",
        **MAILS,
    }.items():
        folder = home / "raw" / table
        folder.mkdir(parents=True)
        (folder / "all.csv").write_text(text)
    return build(
        home,
        "2026-02-20T02:00:00",
        *("+voice_of_customer", "+voice_themes", "+exclusions", "+touchpoints"),
        *("+email_campaigns", "assert_touchpoints_kept"),
    )


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


def test_a_form_or_click_beside_its_visit_is_that_visit(house):
    found = rows(
        house,
        "select touch_at::varchar, touch_type, channel, campaign, is_click "
        "from core.touchpoints order by touch_at",
    )
    assert found == [
        # Ann's form tells how her visit came; Ben's how he came at first
        ("2026-01-10 09:00:30", "form", "Paid Search", None, True),
        ("2026-01-11 10:00:05", "form", "Organic Search", None, True),
        ("2026-01-12 07:59:00", "email_open", "Email", "news", False),
        ("2026-01-12 08:00:20", "session", "Email", "news", True),
        ("2026-01-12 09:00:00", "email_click", "Email", "news", True),
    ]
    people = rows(
        house,
        "select count(distinct person_id) from core.touchpoints "
        "where touch_at::varchar in ('2026-01-10 09:00:30', '2026-01-12 07:59:00')",
    )
    assert people == [(1,)], "Ann's cookie, contact and mailbox are one person"


def test_emails_that_machines_opened_are_not_opened(house):
    assert rows(
        house,
        "select campaign_name, sent, delivered, opened, clicked, opened_by_machine_only, "
        "ctor from messaging.email_campaigns",
    ) == [("News", 2, 2, 2, 2, 0, 1.0)]
    assert rows(
        house,
        "select table_name, reason, row_count from quality.exclusions "
        "where source_name = 'hubspot' order by 1, 2",
    ) == [
        ("contact_form_submission", "same_visit", 1),
        ("email_event", "machine", 1),
        ("email_event", "no_recipient", 1),
        ("email_event", "other_event", 1),
        ("email_event", "same_visit", 1),
    ]
