"""Every touch once: visits, the clicks that opened them, and what no site event shows."""

from __future__ import annotations

import pytest

from tests.dbt_usage.warehouse import Warehouse

SELECTION = (
    "--select",
    "+touchpoints",
    "+tracking_health",
    "+utm_without_campaign",
    "+int_exclusions_usage",
    "assert_touchpoints_kept",
)


def page(number: str, cookie: str, at: str, url: str, **more) -> dict:
    return {"id": number, "anonymous_id": cookie, "timestamp": at, "url": url} | more


def touch(number: str, kind: str, at: str = "2026-01-10 09:00:00", **more) -> dict:
    return {"touch_id": number, "touch_type": kind, "occurred_at": at} | more


@pytest.fixture(scope="module")
def warehouse(tmp_path_factory) -> Warehouse:
    warehouse = Warehouse(tmp_path_factory.mktemp("touches"), as_of="2026-01-31 02:00:00")
    site = "https://www.acme.com/"
    ad = "utm_source=google&utm_medium=cpc&utm_campaign="
    warehouse.land(
        "generic.ad_performance",
        *(
            {
                "platform": "google_ads",
                "account_id": "acc",
                "campaign_id": number,
                "campaign_name": name,
                "date": "2026-01-09",
                "currency": "USD",
                "spend": 10,
                "clicks": 4,
                "landing_url": url,
            }
            for number, name, url in [
                ("111", "Spring Sale", f"{site}?{ad}{{{{campaign.name}}}}"),
                ("222", "Twin one", f"{site}?{ad}twins"),
                ("333", "Twin two", f"{site}?{ad}twins"),
                ("444", "Untagged", site),
                ("555", "No landing", None),
            ]
        ),
    )
    warehouse.land(
        "segment.pages",
        page("p1", "c1", "2026-01-10 09:00:20", site),
        page("p2", "c1", "2026-01-12 09:00:00", f"{site}?gclid=x&utm_campaign=Spring%20Sale"),
        page("p3", "c2", "2026-01-10 09:00:00", f"{site}?utm_source=google&utm_campaign=twins"),
        page("p4", "c3", "2026-01-10 09:00:00", f"{site}?fbclid=x"),
        page("p6", "c6", "2026-01-10 09:00:00", f"{site}?{ad}unheard"),
        page("p8", "c7", "2026-01-11 09:00:00", f"{site}blog/post?utm_source=news"),
        page("p7", "c6", "2026-01-11 09:00:00", f"{site}?{ad}twins"),
        page(
            "p5",
            "c3",
            "2026-01-11 09:00:00",
            f"{site}?utm_source=google&utm_medium=cpc&utm_campaign=%7B%7Bcampaign.name%7D%7D"
            "&utm_id=111",
        ),
    )
    warehouse.land(
        "segment.users", {"id": "staff", "is_internal": True, "received_at": "2026-01-01"}
    )
    warehouse.land(
        "segment.identifies",
        {"id": "i1", "anonymous_id": "c9", "user_id": "staff", "timestamp": "2026-01-01"},
    )
    made = {"created_at": "2026-01-10 12:00:00"}
    warehouse.land(
        "generic.contacts",
        # seen before on the site; not seen before; seen an hour later only; staff
        {"contact_id": "k3", "email": "k3@b.com", "source": "fair", "medium": "event"} | made,
        {"contact_id": "k4", "source": "fair", "medium": "event"} | made,
        {"contact_id": "k5", "source": "google", "medium": "cpc", "campaign": "111"} | made,
        {"contact_id": "k6", "source": "fair", "is_internal": True} | made,
    )
    warehouse.land("salesforce.contact", {"id": "s1", "created_date": "2026-01-01"})
    warehouse.land(
        "salesforce.campaign",
        {"id": "fair", "name": "Fair 26", "type": "Trade Show"},
        {"id": "mail", "name": "News", "type": "Email"},
    )
    member = {"contact_id": "s1", "created_date": "2026-01-08 10:00:00", "has_responded": True}
    warehouse.land(
        "salesforce.campaign_member",
        {"id": "m1", "campaign_id": "fair", "first_responded_date": "2026-01-08"} | member,
        {"id": "m2", "campaign_id": "mail", "first_responded_date": "2026-01-09"} | member,
        {"id": "m3", "campaign_id": "mail"} | member | {"has_responded": False},
    )
    warehouse.land(
        "hubspot.contact",
        *(
            {
                "id": f"{number}",
                "property_createdate": "2026-01-10 12:00:00",
                "property_hs_analytics_source": source,
                "property_hs_analytics_source_data_1": "spring",
            }
            for number, source in enumerate(["PAID_SEARCH", "OFFLINE", "REFERRALS"])
        ),
    )
    warehouse.land(
        "segment.identifies",
        {"id": "i2", "anonymous_id": "c2", "email": "k3@b.com", "timestamp": "2026-01-01"},
    )
    warehouse.land(
        "generic.touchpoints",
        touch("t12", "referral", "2026-01-10 13:00:00", contact_id="k5"),
        # the click that opened c1's visit 20 seconds later, told twice
        touch(
            "t1", "ad_click", anonymous_id="c1", source="google", medium="cpc", campaign_id="111"
        ),
        touch("t2", "ad_click", "2026-01-10 08:59:00", anonymous_id="c1", source="bing"),
        # too early to have opened it
        touch(
            "t3", "ad_click", "2026-01-10 08:30:19", anonymous_id="c1", source="bing", medium="cpc"
        ),
        touch("t4", "email_open", contact_id="k1", source="news", campaign="ann@acme.com"),
        touch("t5", "email_click", contact_id="k1"),
        touch("t6", "event", account_id="a1", channel="Trade fair"),
        touch("t7", "referral", contact_id="k2", channel="referral"),
        touch("t8", "impression", anonymous_id="c4", campaign_id="222"),
        touch("t9", "form", anonymous_id="c9"),
        touch("t10", "form", anonymous_id="c8", is_deleted=True),
        touch(
            "t11", "form", anonymous_id="c8", landing_url=f"{site}?utm_source=G&utm_medium=email"
        ),
    )
    warehouse.dbt(
        "build",
        *SELECTION,
        "--exclude-resource-type",
        "unit_test",
        "--indirect-selection",
        "cautious",
    )
    return warehouse


def test_a_visit_and_the_click_that_opened_it_are_one_touch(warehouse):
    assert warehouse.rows(
        "select touch_type, channel, source, campaign_key is not null, touch_at::varchar "
        "from core.touchpoints join intermediate.int_sessions on touch_id = session_id "
        "where visitor_id = 'c1' order by touch_at"
    ) == [
        ("ad_click", "Paid Search", "google", True, "2026-01-10 09:00:20"),
        ("ad_click", "Paid Search", "google", True, "2026-01-12 09:00:00"),
    ]
    assert warehouse.rows(
        "select touch_at::varchar, source, is_paid from core.touchpoints "
        "where touch_type = 'ad_click' and touch_id not in (select session_id from core.sessions)"
    ) == [("2026-01-10 08:30:19", "bing", True)]


def test_campaigns_are_matched_by_id_then_by_their_names_or_not_at_all(warehouse):
    assert warehouse.rows(
        "select visitor_id, t.touch_type, t.campaign, t.campaign_raw, c.campaign_name "
        "from core.touchpoints as t join intermediate.int_sessions on touch_id = session_id "
        "left join core.dim_campaign as c using (campaign_key) "
        "where visitor_id in ('c2', 'c3', 'c7') order by visitor_id, touch_at"
    ) == [
        ("c2", "session", "twins", "twins", None),
        ("c3", "session", None, None, None),
        ("c3", "ad_click", "spring sale", "%7B%7Bcampaign.name%7D%7D", "Spring Sale"),
        ("c7", "content", None, None, None),
    ]
    assert warehouse.rows(
        "select campaign_name, t.channel, cost_channel from core.touchpoints as t "
        "join core.dim_campaign using (campaign_key) where touch_type = 'impression'"
    ) == [("Twin one", "Display", "Paid Search")]
    assert warehouse.rows(
        "select count(*) from core.touchpoints where cost_channel is null "
        "or (campaign_key is null and cost_channel <> channel)"
    ) == [(0,)]


def test_channels_of_touches_that_name_no_source(warehouse):
    assert warehouse.rows(
        "select touch_type, channel, is_paid, is_direct, is_eligible, is_click, account_id "
        "from core.touchpoints where touch_id not in (select session_id from core.sessions) "
        "and touch_type <> 'ad_click' and touch_at = '2026-01-10 09:00:00' order by touch_type"
    ) == [
        ("email_click", "Email", False, False, True, True, None),
        ("email_open", "Unassigned", False, False, False, False, None),
        ("event", "Unassigned", False, False, True, True, "a1"),
        ("form", "Email", False, False, True, True, None),
        ("impression", "Display", True, False, False, False, None),
        ("referral", "Referral", False, False, True, True, None),
    ]


def test_what_is_left_out_is_counted(warehouse):
    assert warehouse.rows(
        "select reason, row_count from intermediate.int_exclusions_usage "
        "where table_name = 'touchpoints' order by reason"
    ) == [("deleted", 1), ("internal", 1), ("same_visit", 2)]
    assert warehouse.rows(
        "select count(*) from core.touchpoints where campaign_raw like '%@%'"
    ) == [(0,)]


def test_money_that_cannot_be_followed_to_visits(warehouse):
    assert warehouse.rows(
        "select spend, spend_matched, spend_shared, spend_untagged, spend_no_landing, spend_blind, "
        "tracking_coverage, clicks, touches from quality.tracking_health"
    ) == [(50, 10, 20, 10, 10, 40, 0.2, 20, 0)]
    assert warehouse.rows(
        "select campaign, why_unmatched, touches, first_day::varchar "
        "from quality.utm_without_campaign order by campaign"
    ) == [("twins", "several", 1, "2026-01-11"), ("unheard", "unknown", 1, "2026-01-10")]


def test_how_a_contact_first_came_counts_where_nothing_else_is_known(warehouse):
    assert warehouse.rows(
        "select t.channel, t.source, medium, campaign, c.campaign_name, touch_type "
        "from core.touchpoints as t left join core.dim_campaign as c using (campaign_key) "
        "where touch_at = '2026-01-10 12:00:00' order by t.channel, t.source"
    ) == [
        ("Events", "fair", "event", None, None, "form"),
        ("Paid Search", "(not set)", "(not set)", "spring", None, "form"),
        ("Paid Search", "google", "cpc", "111", "Spring Sale", "form"),
        ("Referral", "(not set)", "(not set)", None, None, "form"),
    ]


def test_responses_to_campaigns_of_a_crm_are_touches_and_membership_is_none(warehouse):
    assert warehouse.rows(
        "select touch_at::varchar, touch_type, channel, campaign, is_eligible "
        "from core.touchpoints where source_relation = 'salesforce' order by touch_at"
    ) == [
        ("2026-01-08 10:00:00", "event", "Events", "fair 26", True),
        ("2026-01-09 00:00:00", "email_click", "Email", "news", True),
    ]
