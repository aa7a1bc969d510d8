"""Golden case 8: who is who, through cookies, users, contacts, accounts and merges, and back."""

from __future__ import annotations

import pytest

from tests.dbt_usage.warehouse import Warehouse

SELECTION = ("--select", "+identity_edges", "+touchpoints", "+int_issues_identity", "+user_days")
SETTINGS = "{internal_domains: [acme.com], test_domains: [qa.dev]}"
BUILD = ("--exclude-resource-type", "unit_test", "--indirect-selection", "cautious")
SYNCED = "2026-01-01"


def build(warehouse: Warehouse, *arguments: str) -> None:
    warehouse.dbt("build", *SELECTION, *BUILD, "--vars", SETTINGS, *arguments)


def identify(number: str, cookie: str | None, user: str | None, email: str | None = None) -> dict:
    return {
        "id": number,
        "anonymous_id": cookie,
        "user_id": user,
        "email": email,
        "timestamp": SYNCED,
        "received_at": SYNCED,
    }


def contact(number: str, email: str | None = None, **more) -> dict:
    return {"contact_id": number, "email": email, "created_at": SYNCED} | more


def page(number: str, cookie: str, at: str = "2026-01-05 10:00:00") -> dict:
    return {"id": number, "anonymous_id": cookie, "timestamp": at, "url": "https://www.acme.com/"}


def user(number: str, **more) -> dict:
    return {"id": number, "received_at": SYNCED} | more


@pytest.fixture(scope="module")
def company(tmp_path_factory) -> Warehouse:
    warehouse = Warehouse(tmp_path_factory.mktemp("people"), as_of="2026-01-31 02:00:00")
    warehouse.land(
        "generic.accounts",
        {"account_id": "A", "domain": "buyer.com"},
        {"account_id": "B", "merged_into_account_id": "A2"},
        {"account_id": "A2", "merged_into_account_id": "A"},
        {"account_id": "G", "domain": "gmail.com"},
        {"account_id": "D", "domain": "domain.org"},
    )
    warehouse.land(
        "generic.contacts",
        # L1 became C1 of account B; C1 was merged into C2, and C2 into C3
        contact("L1", merged_into_contact_id="C1"),
        contact("C1", "ann@buyer.com", account_id="B", merged_into_contact_id="C2"),
        contact("C2", merged_into_contact_id="C3"),
        contact("C3", "Ann@Buyer.com", account_id="B"),
        contact("free", "joe@gmail.com"),
        contact("domain", "kim@domain.org"),
        *(contact(f"info{n}", "info@agency.com") for n in range(30)),
    )
    warehouse.land(
        "segment.users",
        user("u1", email="ann@buyer.com", contact_id="L1"),
        user("u2", contact_id="C2"),
        user("u3"),
        user("staff", email="boss@acme.com"),
        user("test", email="robot@qa.dev"),
    )
    warehouse.land(
        "segment.identifies",
        identify("i1", "c1", "u1"),
        identify("i2", "c2", None, "ann@buyer.com"),
        # one device, two users who are one person; another, two who are not
        identify("i3", "c3", "u1"),
        identify("i4", "c3", "u2"),
        identify("i5", "c4", "u2"),
        identify("i6", "c4", "u3"),
        identify("i7", "c5", "staff"),
        identify("i8", "c6", "test"),
        *(identify(f"shared{n}", f"cookie{n}", None, "info@agency.com") for n in range(400)),
        *(identify(f"kiosk{n}", "kiosk", f"guest{n}") for n in range(30)),
        identify("free", "c7", None, "joe@gmail.com"),
    )
    warehouse.land(
        "segment.pages",
        *(page(f"p{n}", f"c{n}") for n in range(1, 8)),
        *(page(f"s{n}", f"cookie{n}") for n in range(400)),
    )
    warehouse.land(
        "generic.touchpoints",
        *(
            {
                "touch_id": f"t-{number}",
                "occurred_at": "2026-01-05 10:00:00",
                "touch_type": "email_click",
                "contact_id": number,
            }
            for number in ("L1", "C3", "free", "domain", "info1")
        ),
        {
            "touch_id": "stated",
            "occurred_at": "2026-01-05 10:00:00",
            "touch_type": "event",
            "account_id": "B",
        },
    )
    build(warehouse)
    return warehouse


def people(warehouse: Warehouse) -> dict[str, tuple]:
    """Person and account behind every cookie with a published visit."""
    rows = warehouse.rows(
        "select visitor_id, coalesce(who.person_id, visitor_id), visits.account_id "
        "from core.sessions as visits join intermediate.int_sessions using (session_id) "
        "left join intermediate.int_identity as who "
        "on who.actor_kind = 'anonymous' and who.actor_id = visitor_id"
    )
    return {cookie: (person, account) for cookie, person, account in rows}


def test_everything_that_is_linked_is_one_person_of_the_surviving_account(company):
    found = people(company)
    assert {c: found[c] for c in ("c1", "c2", "c3")} == dict.fromkeys(
        ("c1", "c2", "c3"), ("u1", "A")
    )
    assert company.rows(
        "select count(distinct person_id), count(distinct account_id) from core.touchpoints "
        "where account_id = 'A' and person_id is not null"
    ) == [(1, 1)]
    assert company.rows(
        "select touch_type, count(*) from core.touchpoints where account_id = 'A' "
        "group by all order by all"
    ) == [("event", 1), ("session", 3)], "clicks beside a visit of their person are that visit"


def test_hubs_and_shared_devices_merge_nobody(company):
    found = people(company)
    assert found["c4"] == ("c4", None)
    assert len({found[f"cookie{n}"] for n in range(400)}) == 400
    assert company.rows(
        "select count(distinct person_id) from intermediate.int_people where id like '%info%'"
    ) == [(30,)]
    assert company.rows(
        "select entity, row_count from intermediate.int_issues_identity order by entity"
    ) == [("anonymous", 30), ("email", 430)]


def test_free_mail_makes_no_account_and_a_company_domain_does(company):
    assert people(company)["c7"] == ("generic|generic|free", None)
    assert company.rows(
        "select distinct account_id from core.touchpoints where account_id <> 'A'"
    ) == [("D",)]


def test_staff_and_test_people_are_left_out(company):
    assert not {"c5", "c6"} & set(people(company))


def test_every_edge_says_why_and_names_nobody(company):
    assert company.rows(
        "select why_linked, is_used, why_unused, count(*) from core.identity_edges "
        "where left_kind <> 'anonymous' or why_unused is not null group by all order by all"
    ) == [
        ("contact_account", True, None, 1),
        ("contact_id", True, None, 2),
        ("crm_merge", True, None, 5),
        ("email_domain", True, None, 3),
        ("identify_call", False, "hub", 400),
        ("identify_call", False, "several_people", 32),
        ("same_email", False, "hub", 30),
        ("same_email", True, None, 6),
    ]
    raw = {"u1", "c1", "C3", "kiosk"}
    edges = company.rows(
        "select left_key, right_key from core.identity_edges where left_kind <> 'account'"
    )
    assert not raw & {key for edge in edges for key in edge}
    assert company.rows(
        "select count(distinct person_id) from core.identity_edges where left_key in "
        "(select person_key from core.sessions where account_id = 'A') and is_used"
    ) == [(1,)]


def test_people_come_apart_when_their_link_goes(company):
    company.night("2026-02-01 02:00:00")
    company.land(
        "segment.users",
        user("u1", email="ann@buyer.com") | {"contact_id": None},
        user("u2", contact_id=None),
    )
    with company.connect() as con:
        con.execute("delete from raw_segment.identifies where id in ('i4', 'i6')")
    build(company)
    found = people(company)
    assert (found["c1"][0], found["c3"][0], found["c4"]) == ("u1", "u1", ("u2", None))
    nights = company.published(("core.sessions", "core.touchpoints", "core.user_days"))
    build(company, "--full-refresh")
    assert nights == company.published(tuple(nights))


def test_a_chain_longer_than_is_followed_stops_the_night(tmp_path):
    warehouse = Warehouse(tmp_path, as_of="2026-01-31 02:00:00")
    rows = [
        identify(f"{side}{n}", None, f"u{n + side:02}", f"m{n}@chain.com")
        for n in range(9)
        for side in (0, 1)
    ]
    warehouse.land("segment.identifies", *rows[:-2])
    arguments = ("--select", "+int_people", "assert_identity_settled", *BUILD)
    warehouse.dbt("build", *arguments)
    assert warehouse.rows("select count(distinct person_id) from intermediate.int_people") == [(1,)]
    warehouse.land("segment.identifies", *rows[-2:])
    with pytest.raises(AssertionError, match="assert_identity_settled"):
        warehouse.dbt("build", *arguments)
